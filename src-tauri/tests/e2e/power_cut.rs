//! The server dies and comes back while people write.

use anyhow::Result;
use hearth_testkit::{
    desk::{Stage, Window},
    hearthd::Hearthd,
};

use crate::house::{app, picture};

#[tokio::test]
async fn a_server_that_is_killed_and_started_again_gets_what_was_written_meanwhile_once() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let mut server = Hearthd::sealed().await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.join("Ann", "Fox", &server.owner_link()?.to_string()).await?;
    ann.press("button", "New room").await?;
    ann.fill("Name", "Kitchen").await?;
    ann.press("button", "Make the room").await?;
    ann.sees("Kitchen is open").await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    ben.write("Before the power cut").await?;
    ann.sees("Before the power cut").await?;

    server.kill().await?;
    ann.sees("Offline, reconnecting").await?;
    ben.sees("Offline, reconnecting").await?;
    ben.write("Written in the dark").await?;
    ben.sees("1 message waits here").await?;
    ben.screenshot(&picture("power-cut")?).await?;

    server.resume().await?;
    ann.sees("Written in the dark").await?;
    ben.no_longer_sees("waits here").await?;
    ann.no_longer_sees("Offline, reconnecting").await?;
    ben.no_longer_sees("Offline, reconnecting").await?;
    // What comes after the line is back shows that nothing more is on its way.
    ann.write("There you are").await?;
    ben.sees("There you are").await?;
    assert_eq!((ann.messages().await?, ben.messages().await?), (3, 3), "it was sent once");
    ben.close().await?;
    ann.close().await
}
