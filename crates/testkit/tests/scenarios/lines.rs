//! Lines that break at bad moments.

use std::time::{Duration, Instant};

use anyhow::Result;
use hearth_client::wake::Disturbance;
use hearth_engine::connection::{Connection, LineReason};
use hearth_testkit::{people::told, proxy::Way, server::Hearth};

use crate::home::Home;

#[tokio::test]
async fn a_line_cut_before_the_post_arrives_sends_it_once() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    home.net.shut(Way::ToServer);
    home.ann.says("Kitchen", "soup is ready").await?;
    home.net.holding(Way::ToServer).await;
    home.net.cut();
    home.net.open(Way::ToServer);
    home.ann.has_sent_all().await?;
    home.ben.sees("Kitchen", "soup is ready").await?;
    home.ben.says("Kitchen", "coming").await?;
    home.ann.sees("Kitchen", "coming").await?;
    assert_eq!(home.ann.texts("Kitchen").await?, ["soup is ready", "coming"]);
    assert_eq!(home.ben.texts("Kitchen").await?, ["soup is ready", "coming"]);
    Ok(())
}

#[tokio::test]
async fn an_answer_lost_after_the_commit_leaves_one_message_with_the_same_seq() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    home.net.shut(Way::ToClient);
    home.ann.says("Kitchen", "soup is ready").await?;
    let committed = home.ben.sees("Kitchen", "soup is ready").await?;
    home.net.holding(Way::ToClient).await;
    assert_eq!(home.ann.sees("Kitchen", "soup is ready").await?.seq, None, "not acknowledged yet");
    home.net.cut();
    home.net.open(Way::ToClient);
    home.ann.has_sent_all().await?;
    let sent = home.ann.sees("Kitchen", "soup is ready").await?;
    assert_eq!((sent.id, sent.seq), (committed.id, committed.seq));
    home.ann.says("Kitchen", "and bread").await?;
    home.ben.sees("Kitchen", "and bread").await?;
    assert_eq!(home.ben.texts("Kitchen").await?, ["soup is ready", "and bread"]);
    Ok(())
}

#[tokio::test]
async fn a_half_open_line_is_noticed_by_its_silence_and_catches_up() -> Result<()> {
    let heartbeat = Duration::from_millis(700);
    let home = Home::new(Hearth::start(|config| config.heartbeat = heartbeat).await?).await?;
    home.net.shut(Way::ToClient);
    home.net.shut(Way::ToServer);
    let silent = Instant::now();
    home.ben.says("Kitchen", "are you there").await?;
    home.ben.has_sent_all().await?;
    assert_eq!(home.ann.is_offline().await?, LineReason::ClosedByNetwork);
    // Two heartbeats, and time for a computer that does many other things.
    assert!(silent.elapsed() < 2 * heartbeat + Duration::from_secs(3), "noticed after {:?}", silent.elapsed());
    home.net.open(Way::ToClient);
    home.net.open(Way::ToServer);
    home.ann.sees("Kitchen", "are you there").await?;
    home.ann.is_connected().await
}

#[tokio::test]
async fn a_deliberate_disconnect_outlives_restarts_waking_and_another_network() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    let account = home.ann.account()?;
    home.ann.client()?.disconnect(account).await.map_err(told)?;
    home.ann.connection("is disconnected", |is| is == Connection::Disconnected).await?;
    let dialled = home.net.accepted_so_far();
    for disturbance in [Disturbance::Woke, Disturbance::NetworkChanged] {
        home.ann.client()?.disturb(disturbance);
    }
    home.ann.client()?.try_now(account).await.map_err(told)?;
    home.ann.restart().await?;
    for disturbance in [Disturbance::Woke, Disturbance::NetworkChanged] {
        home.ann.client()?.disturb(disturbance);
    }
    // What is written passes through the same loop, so the disturbances have been heard when all of it has.
    for number in 0..30 {
        home.ann.says("Kitchen", &format!("note {number}")).await?;
    }
    assert_eq!(home.ann.world()?.accounts[&account].connection, Connection::Disconnected);
    assert_eq!(home.net.accepted_so_far(), dialled, "somebody dialled");
    home.ann.client()?.connect(account).await.map_err(told)?;
    home.ben.sees("Kitchen", "note 29").await?;
    home.ann.has_sent_all().await?;
    let notes: Vec<_> = (0..30).map(|number| format!("note {number}")).collect();
    assert_eq!(home.ben.texts("Kitchen").await?, notes);
    Ok(())
}

#[tokio::test]
async fn waking_or_another_network_reconnects_at_once() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.is_offline().await?;
    // The pauses between the tries grow; the network is back long before the next one is due.
    let tries = home.net.accepted_so_far();
    home.net.accepted(tries + 4).await;
    home.net.refuse(false);
    home.ann.client()?.disturb(Disturbance::NetworkChanged);
    home.ann.is_connected().await
}
