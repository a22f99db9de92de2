//! Private chats of several people in real windows.

use anyhow::{Result, ensure};
use hearth_testkit::desk::{Stage, Window};

use crate::house::{app, free_port, picture, turn_to};

#[tokio::test]
async fn three_people_share_a_chat_that_is_named_and_that_one_of_them_leaves() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    let cleo = Window::open(&stage, app(), &["--profile", "cleo"]).await?;
    cleo.join("Cleo", "Cat", &link).await?;

    ann.press("button", "New private chat").await?;
    ann.press("option", "Ben").await?;
    ann.press("option", "Cleo").await?;
    ann.screenshot(&picture("group-new")?).await?;
    ann.press("button", "Start a chat of 3").await?;
    ann.find("textbox", "Message Ben").await?;
    ann.write("Who comes along on Sunday").await?;

    // It has no name yet: everyone reads who else is in it.
    ben.sees("Who comes along on Sunday").await?;
    ben.find("button", "Ann and Cleo").await?;
    cleo.find("button", "Ann and Ben").await?;

    ann.press("button", "What to do with Ben").await?;
    ann.press("menuitem", "Chat settings").await?;
    ann.fill("Name", "Picnic").await?;
    ann.press("button", "Save").await?;
    for window in [&ben, &cleo] {
        turn_to(window, "Picnic").await?;
        window.sees("3 members").await?;
    }
    ben.write("I do").await?;
    cleo.sees("I do").await?;
    cleo.screenshot(&picture("group")?).await?;

    cleo.press("button", "What to do with Picnic").await?;
    cleo.press("menuitem", "Leave").await?;
    cleo.sees("Leave Picnic?").await?;
    cleo.press("button", "Leave").await?;
    // It stays on the screen, and leaves the list.
    cleo.sees("You are no longer in this chat").await?;
    cleo.until_script("the list has only the room", "return document.querySelectorAll('[data-row]').length === 1;")
        .await?;
    cleo.screenshot(&picture("group-gone")?).await?;
    for window in [&ann, &ben] {
        window.sees("Cleo left").await?;
        window.sees("2 members").await?;
    }
    ann.write("Then the two of us").await?;
    ben.sees("Then the two of us").await?;
    ben.screenshot(&picture("group-left")?).await?;
    ensure!(!cleo.text().await?.contains("the two of us"), "who has left reads no more of it");
    for window in [cleo, ben, ann] {
        window.close().await?;
    }
    Ok(())
}
