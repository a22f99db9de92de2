//! What goes wrong is said in words, where it happened.

use anyhow::Result;
use hearth_testkit::desk::{Stage, Window};

use crate::house::{TwoPeople, app};

#[tokio::test]
async fn a_damaged_invite_is_explained_at_its_field() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let window = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    window.introduce("Ann", "Fox").await?;
    window.fill("Invite link", "https://example.org/not-a-hearth").await?;
    window.press("button", "Join").await?;
    window.find("alert", "").await?;
    window.close().await
}

#[tokio::test]
async fn a_hearth_on_a_taken_port_offers_another() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let squatter = std::net::TcpListener::bind(("0.0.0.0", 0))?;
    let window = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    window.introduce("Ann", "Fox").await?;
    window.press("button", "More: Host here").await?;
    window.fill("Port", &squatter.local_addr()?.port().to_string()).await?;
    window.press("button", "Start hosting").await?;
    window.find("alert", "").await?;
    window.press("button", "Use ").await?;
    window.sees("Kitchen is open").await?;
    window.close().await
}

#[tokio::test]
async fn a_message_that_is_too_long_stays_in_the_box_and_says_so() -> Result<()> {
    let here = TwoPeople::meet().await?;
    here.ben.find("textbox", "Message Kitchen").await?;
    here.ben
        .script(
            "const box = document.querySelector('textarea'); box.focus();
             document.execCommand('insertText', false, 'x'.repeat(17000)); return true;",
        )
        .await?;
    here.ben.press("button", "Send").await.ok();
    here.ben.sees("too long").await?;
    here.leave().await
}
