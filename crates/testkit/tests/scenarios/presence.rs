//! Who is there, and who is writing.

use anyhow::Result;
use hearth_proto::people::Presence;
use hearth_testkit::{people::told, server::Hearth};

use crate::home::Home;

#[tokio::test]
async fn presence_follows_people_in_away_and_out() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    home.ann.sees_presence(&home.ben, Presence::Online).await?;
    home.ben.sees_presence(&home.ann, Presence::Online).await?;
    home.ann.looks_at(None, Presence::Away).await?;
    home.ben.sees_presence(&home.ann, Presence::Away).await?;
    home.ann.looks_at(Some("Kitchen"), Presence::Online).await?;
    home.ben.sees_presence(&home.ann, Presence::Online).await?;
    let user = home.ann.user()?;
    home.ann.close().await;
    home.ben
        .until("sees Ann gone", |world| (world.presence.get(&user) == Some(&Presence::Offline)).then_some(()))
        .await?;
    home.ann.reopen().await?;
    home.ben.sees_presence(&home.ann, Presence::Online).await
}

#[tokio::test]
async fn a_line_that_breaks_for_a_moment_shows_nobody_leaving() -> Result<()> {
    let home =
        Home::new(Hearth::start(|config| config.presence_grace = std::time::Duration::from_secs(60)).await?).await?;
    home.ben.sees_presence(&home.ann, Presence::Online).await?;
    home.net.cut();
    home.ann.says("Kitchen", "back again").await?;
    home.ben.sees("Kitchen", "back again").await?;
    let user = home.ann.user()?;
    assert_eq!(home.ben.world()?.presence.get(&user), Some(&Presence::Online));
    Ok(())
}

#[tokio::test]
async fn typing_shows_and_goes_by_itself() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    let (key, there) = (home.ann.room("Kitchen")?, home.ben.room("Kitchen")?);
    let user = home.ann.user()?;
    home.ann.client()?.typing(key).await.map_err(told)?;
    let typing = |wanted: bool| {
        move |world: &hearth_testkit::people::World| {
            let users = world.typing.get(&there);
            (users.is_some_and(|users| users.contains(&user)) == wanted).then_some(())
        }
    };
    home.ben.until("sees Ann typing", typing(true)).await?;
    home.ben.until("sees that Ann stopped", typing(false)).await?;
    home.ann.client()?.typing(key).await.map_err(told)?;
    home.ben.until("sees Ann typing again", typing(true)).await?;
    home.ann.says("Kitchen", "done").await?;
    home.ben.sees("Kitchen", "done").await?;
    home.ben.until("sees the message instead", typing(false)).await
}
