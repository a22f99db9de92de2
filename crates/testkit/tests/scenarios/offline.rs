//! Reading and writing with no server.

use anyhow::Result;
use hearth_testkit::server::Hearth;

use crate::home::Home;

#[tokio::test]
async fn a_start_without_a_network_reads_everything() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    for number in 0..20 {
        home.ben.says("Kitchen", &format!("line {number}")).await?;
    }
    home.ann.sees("Kitchen", "line 19").await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.restart().await?;
    let lines: Vec<_> = (0..20).map(|number| format!("line {number}")).collect();
    assert_eq!(home.ann.texts("Kitchen").await?, lines);
    assert_eq!(home.ann.unread("Kitchen")?, 20);
    home.ann.is_offline().await?;
    Ok(())
}

#[tokio::test]
async fn what_is_written_offline_outlives_restarts_and_goes_out_once_and_in_order() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    home.net.refuse(true);
    home.net.cut();
    let mut written = Vec::new();
    for part in ["first", "second", "third"] {
        for number in 0..5 {
            let text = format!("{part} {number}");
            home.ann.says("Kitchen", &text).await?;
            written.push(text);
        }
        assert_eq!(home.ann.texts("Kitchen").await?, written);
        if part == "first" {
            home.ann.restart().await?;
        } else {
            home.ann.crash();
            home.ann.reopen().await?;
        }
    }
    assert_eq!(home.ann.texts("Kitchen").await?, written);
    home.net.refuse(false);
    home.ann.has_sent_all().await?;
    home.ben.sees("Kitchen", "third 4").await?;
    assert_eq!(home.ben.texts("Kitchen").await?, written);
    assert_eq!(home.ann.texts("Kitchen").await?, written);
    Ok(())
}
