//! Without a server: everything is readable, what is written waits, and goes out once.

use std::time::Duration;

use anyhow::Result;
use hearth_testkit::desk::{Stage, Window};

use crate::house::{app, free_port, picture};

#[tokio::test]
async fn without_its_server_the_app_reads_writes_and_later_sends_once() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    ben.write("Before the power cut").await?;
    ann.sees("Before the power cut").await?;

    // Ann's computer goes, and with it the server. Ben's app is closed and opened again, and finds nobody.
    ann.close().await?;
    ben.sees("Offline").await?;
    ben.close().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.sees("Before the power cut").await?;
    ben.sees("Offline").await?;
    ben.write("Written in the dark").await?;
    ben.sees("1 message waits here").await?;
    ben.screenshot(&picture("offline")?).await?;
    ben.close().await?;

    // Ann is back; so is Ben, who says nothing more, and what waited arrives once.
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ann.sees("Written in the dark").await?;
    ben.no_longer_sees("waits here").await?;
    tokio::time::timeout(Duration::from_secs(20), ann.sees("Connected")).await??;
    ann.open_conversation("Kitchen").await?;
    assert_eq!(ann.messages().await?, 2, "it was sent once");
    ben.close().await?;
    ann.close().await
}
