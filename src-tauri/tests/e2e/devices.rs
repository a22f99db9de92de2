//! One person at two computers.

use anyhow::Result;
use hearth_testkit::desk::{Stage, Window};

use crate::house::{app, device_link, free_port, picture};

#[tokio::test]
async fn a_second_device_signs_in_with_a_link_that_works_once_and_finds_what_was_said() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let desk = Window::open(&stage, app(), &["--profile", "desk"]).await?;
    desk.host("Ann", "Fox", free_port()?).await?;
    desk.write("Said at the desk").await?;
    desk.sees("Said at the desk").await?;
    let link = device_link(&desk).await?;

    let laptop = Window::open(&stage, app(), &["--profile", "laptop"]).await?;
    laptop.fill("Invite link", &link).await?;
    laptop.sees("Signs in this computer as you").await?;
    laptop.screenshot(&picture("device-link")?).await?;
    laptop.press("button", "Sign in this computer").await?;
    laptop.sees("Connected").await?;
    laptop.open_conversation("Kitchen").await?;
    laptop.sees("Said at the desk").await?;
    laptop.write("Said at the laptop").await?;
    desk.press("button", "Close").await?;
    desk.press("button", "Close settings").await?;
    desk.sees("Said at the laptop").await?;

    // The link has done its work.
    let third = Window::open(&stage, app(), &["--profile", "third"]).await?;
    third.fill("Invite link", &link).await?;
    third.press("button", "Sign in this computer").await?;
    third.find("alert", "").await?;
    third.close().await?;
    laptop.close().await?;
    desk.close().await
}
