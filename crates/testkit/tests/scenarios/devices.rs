//! One person, two computers.

use anyhow::Result;
use hearth_client::view::AccountView;
use hearth_engine::connection::{Connection, LineReason};
use hearth_testkit::{people::told, server::Hearth};

use crate::home::Home;

#[tokio::test]
async fn two_devices_agree_on_messages_read_marks_and_unread() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let laptop = home.ann.second_device().await?;
    for number in 0..5 {
        home.ben.says("Kitchen", &format!("line {number}")).await?;
    }
    for device in [&home.ann, &laptop] {
        device.sees("Kitchen", "line 4").await?;
        device.has_unread("Kitchen", 5).await?;
    }
    home.ann.reads_all("Kitchen").await?;
    laptop.has_unread("Kitchen", 0).await?;
    laptop.says("Kitchen", "from the laptop").await?;
    let message = home.ann.sees("Kitchen", "from the laptop").await?;
    assert!(message.own);
    assert_eq!(home.ann.unread("Kitchen")?, 0, "one's own words are not unread");
    assert_eq!(home.ann.texts("Kitchen").await?, laptop.texts("Kitchen").await?);
    Ok(())
}

#[tokio::test]
async fn a_read_mark_set_offline_reaches_the_other_device() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let laptop = home.ann.second_device().await?;
    home.ben.says("Kitchen", "read me").await?;
    home.ann.has_unread("Kitchen", 1).await?;
    laptop.has_unread("Kitchen", 1).await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.reads_all("Kitchen").await?;
    home.ann.has_unread("Kitchen", 0).await?;
    home.net.refuse(false);
    laptop.has_unread("Kitchen", 0).await
}

#[tokio::test]
async fn signing_out_of_one_leaves_the_other() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let laptop = home.ann.second_device().await?;
    let (dir, account) = (laptop.account_dir()?, laptop.account()?);
    laptop.client()?.sign_out(account).await.map_err(told)?;
    laptop.until("has no account", |world| world.accounts.is_empty().then_some(())).await?;
    assert!(!dir.exists(), "what was kept of the account is gone");
    home.ann.says("Kitchen", "still here").await?;
    home.ben.sees("Kitchen", "still here").await?;
    let devices = home.ann.client()?.devices(home.ann.account()?).await.map_err(told)?;
    assert_eq!(devices.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_revoked_sign_in_stops_and_nothing_reconnects() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    home.ben.says("Kitchen", "to be kept").await?;
    home.ann.sees("Kitchen", "to be kept").await?;
    home.hearth.stop().await;
    // The sign-in is taken away while nobody is connected, beside the server.
    let database = rusqlite::Connection::open(home.hearth.data().join("hearth.sqlite3"))?;
    let user = home.ann.user()?;
    database.execute("DELETE FROM devices WHERE user = ?1", [user.0.into_bytes()])?;
    drop(database);
    home.hearth.resume().await?;
    let signed_out = Connection::Stopped { reason: LineReason::SignedOut };
    home.ann.connection("is signed out", |is| is == signed_out).await?;
    let dialled = home.net.accepted_so_far();
    home.ann.client()?.try_now(home.ann.account()?).await.map_err(told)?;
    home.ann.client()?.disturb(hearth_client::wake::Disturbance::NetworkChanged);
    home.ann.restart().await?;
    let view: Vec<AccountView> = home.ann.world()?.accounts.into_values().collect();
    assert_eq!(view[0].connection, signed_out);
    assert_eq!(home.ann.texts("Kitchen").await?, ["to be kept"]);
    assert_eq!(home.net.accepted_so_far(), dialled, "somebody dialled");
    Ok(())
}
