//! The way in: with a password, with a handle of one's own, with a picture of one's own.

use anyhow::Result;
use hearth_testkit::desk::{Stage, Window};

use crate::house::{app, free_port, garden, picture};

#[tokio::test]
async fn a_wrong_password_and_a_taken_handle_are_said_in_words_and_can_be_put_right() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.press("button", "More").await?;
    ann.fill("Handle", "ann").await?;
    ann.fill("Password", "four green lanterns").await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;

    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.introduce("Ben", "Bear").await?;
    ben.press("button", "More").await?;
    ben.fill("Handle", "ann").await?;
    ben.fill("Invite link", &link).await?;
    ben.press("button", "Join").await?;
    ben.sees("Someone on this server already has this handle").await?;
    ben.screenshot(&picture("taken-handle")?).await?;
    ben.fill("Handle", "ben").await?;
    ben.press("button", "Join").await?;
    ben.sees("Connected").await?;
    ben.close().await?;

    let laptop = Window::open(&stage, app(), &["--profile", "laptop"]).await?;
    laptop.press("button", "Sign in with handle and password").await?;
    laptop.fill("Server", &link).await?;
    laptop.fill("Handle", "ann").await?;
    laptop.fill("Password", "four green lantern").await?;
    laptop.press("button", "Sign in").await?;
    laptop.sees("Handle and password do not go together").await?;
    laptop.screenshot(&picture("wrong-password")?).await?;
    laptop.fill("Password", "four green lanterns").await?;
    laptop.press("button", "Sign in").await?;
    laptop.sees("Connected").await?;
    laptop.sees("Kitchen").await?;
    laptop.close().await?;
    ann.close().await
}

#[tokio::test]
async fn an_own_picture_is_chosen_cut_and_seen_by_others() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.choose_file(&garden(stage.home())?).await?;
    ann.find("dialog", "Choose the part to show").await?;
    ann.screenshot(&picture("crop")?).await?;
    ann.press("button", "Use this picture").await?;
    ann.find("button", "Choose another own picture").await?;
    ann.fill("Your name", "Ann").await?;
    ann.press("button", "More: Host here").await?;
    ann.fill("Port", &free_port()?.to_string()).await?;
    ann.press("button", "Start hosting").await?;
    ann.sees("Kitchen is open").await?;
    let link = ann.invite_link().await?;
    ann.write("Hello").await?;

    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    ben.sees("Hello").await?;
    ben.until_script(
        "the picture beside the message is Ann's own",
        "return [...document.querySelectorAll('main article img')]
           .some((image) => image.src.startsWith('media:') && image.complete && image.naturalWidth > 0);",
    )
    .await?;
    ben.screenshot(&picture("own-picture")?).await?;
    ben.close().await?;
    ann.close().await
}
