//! Servers that stop and come back.

use anyhow::Result;
use hearth_engine::connection::LineReason;
use hearth_testkit::{hearthd::Hearthd, people::Person, server::Hearth};

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

#[tokio::test]
async fn a_server_killed_in_the_middle_loses_nothing_that_it_acknowledged() -> Result<()> {
    let mut hearthd = Hearthd::sealed().await?;
    let ann = Person::join("Ann", &hearthd.owner_link()?).await?;
    ann.makes_room("Kitchen").await?;
    let ben = Person::join("Ben", &hearthd.invite().await?).await?;
    ben.has("Kitchen").await?;
    let mut said = Vec::new();
    for round in 0..3 {
        for number in 0..6 {
            let text = format!("round {round}, line {number}");
            ann.says("Kitchen", &text).await?;
            said.push(text);
        }
        // Some are acknowledged by now, some are under way, some have not left.
        hearthd.kill().await?;
        ann.says("Kitchen", &format!("dark {round}")).await?;
        said.push(format!("dark {round}"));
        hearthd.resume().await?;
        ben.sees("Kitchen", &format!("dark {round}")).await?;
    }
    ann.has_sent_all().await?;
    assert_eq!(ben.texts("Kitchen").await?, said);
    assert_eq!(ann.texts("Kitchen").await?, said);
    let cyd = Person::join("Cyd", &hearthd.invite().await?).await?;
    cyd.sees("Kitchen", "dark 2").await?;
    assert_eq!(cyd.texts("Kitchen").await?, said);
    Ok(())
}
