//! Found on your network: one hearth is made visible, another window finds it. Both keep to this computer's own
//! loopback, on a multicast port of the test's own.

use std::net::UdpSocket;

use anyhow::{Context, Result};
use hearth_testkit::desk::{Stage, Window};

use crate::house::{app, free_port, picture};

async fn open(stage: &Stage, profile: &str, air: &str) -> Result<Window> {
    Window::open_with(stage, app(), &["--profile", profile], &[("HEARTH_DISCOVERY", air)]).await
}

/// The six words that stand in the window.
async fn six_words(window: &Window) -> Result<Vec<String>> {
    let read = "return [...document.querySelectorAll('ol[lang=en] li')].map((li) => li.lastChild.textContent.trim());";
    let words = window.script(read).await?;
    let words = words.as_array().context("a list of words")?;
    Ok(words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect())
}

#[tokio::test]
async fn a_hearth_that_is_made_visible_is_found_by_name_and_entered_with_an_invite() -> Result<()> {
    let port = UdpSocket::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let air = format!("lo:{port}");
    let stage = Stage::set(1280, 860).await?;
    let ann = open(&stage, "ann", &air).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    let link = ann.invite_link().await?;
    let words = six_words(&ann).await?;
    assert_eq!(words.len(), 6);

    // Nobody is found before somebody says so.
    let ben = open(&stage, "ben", &air).await?;
    ben.introduce("Ben", "Bear").await?;
    ben.press("button", "Look around").await?;
    ben.sees("No server has answered yet").await?;
    ben.screenshot(&picture("nearby-empty")?).await?;

    ann.press("button", "Settings").await?;
    ann.press("button", "Servers").await?;
    ann.press("switch", "Also visible on your network").await?;
    ben.find("button", "Ann’s hearth").await?;
    ben.screenshot(&picture("nearby-found")?).await?;
    ann.screenshot(&picture("nearby-switch")?).await?;

    ben.press("button", "Ann’s hearth").await?;
    ben.sees("they see the same").await?;
    assert_eq!(six_words(&ben).await?, words, "both windows show the same six words");
    ben.screenshot(&picture("nearby-chosen")?).await?;
    ben.press("button", "Paste an invite").await?;
    ben.type_keys(&link).await?;
    ben.sees("invites you to Kitchen").await?;
    ben.press("button", "Join").await?;
    ben.sees("Connected").await?;
    ben.close().await?;

    // Switched off, it is gone for whoever looks.
    let dan = open(&stage, "dan", &air).await?;
    dan.press("button", "Look around").await?;
    dan.find("button", "Ann’s hearth").await?;
    ann.press("switch", "Also visible on your network").await?;
    dan.sees("No server has answered yet").await?;
    dan.close().await?;
    ann.close().await
}
