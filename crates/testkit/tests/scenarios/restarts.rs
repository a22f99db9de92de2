//! Servers that stop and come back.

use anyhow::Result;
use hearth_engine::connection::LineReason;
use hearth_testkit::server::Hearth;

use crate::home::Home;

#[tokio::test]
async fn after_a_restart_everything_acknowledged_is_there_and_lines_come_back_by_themselves() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    for number in 0..10 {
        home.ann.says("Kitchen", &format!("before {number}")).await?;
    }
    home.ann.has_sent_all().await?;
    home.hearth.stop().await;
    assert!(matches!(home.ben.is_offline().await?, LineReason::ClosedByServer | LineReason::Refused));
    home.ann.says("Kitchen", "while it was away").await?;
    home.hearth.resume().await?;
    home.ann.is_connected().await?;
    home.ben.is_connected().await?;
    home.ben.sees("Kitchen", "while it was away").await?;
    let mut all: Vec<_> = (0..10).map(|number| format!("before {number}")).collect();
    all.push("while it was away".into());
    assert_eq!(home.ben.texts("Kitchen").await?, all);
    let cyd = home.joined_by("Cyd").await?;
    cyd.sees("Kitchen", "before 0").await?;
    assert_eq!(cyd.texts("Kitchen").await?, all);
    Ok(())
}
