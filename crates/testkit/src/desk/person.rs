//! What people do at a window: host, join, write, send a picture. The window is in English.

use std::{path::Path, process::Stdio};

use anyhow::{Context, Result};
use fantoccini::key::Key;
use tokio::process::Child;

use super::{Stage, Window};

impl Window {
    /// First start: says who one is.
    ///
    /// # Errors
    /// When the first screen does not offer it.
    pub async fn introduce(&self, name: &str, picture: &str) -> Result<()> {
        self.fill("Your name", name).await?;
        self.press("radio", picture).await
    }

    /// Lights a hearth here and waits for its first room.
    ///
    /// # Errors
    /// When no room opens.
    pub async fn host(&self, name: &str, picture: &str, port: u16) -> Result<()> {
        self.introduce(name, picture).await?;
        self.press("button", "More: Host here").await?;
        self.fill("Port", &port.to_string()).await?;
        self.press("button", "Start hosting").await?;
        self.sees("Kitchen is open").await
    }

    /// The link on the card of the room that nobody else is in yet.
    ///
    /// # Errors
    /// When the card shows none.
    pub async fn invite_link(&self) -> Result<String> {
        let field = self.find("textbox", "Invite link").await?;
        field.prop("value").await?.context("the link's field has a value")
    }

    /// First start with an invite: looks at it and joins.
    ///
    /// # Errors
    /// When the invite does not open the room.
    pub async fn join(&self, name: &str, picture: &str, link: &str) -> Result<()> {
        self.introduce(name, picture).await?;
        self.fill("Invite link", link).await?;
        self.press("button", "Join").await?;
        self.sees("Connected").await
    }

    /// Opens a conversation from the list.
    ///
    /// # Errors
    /// When the list has none of that name.
    pub async fn open_conversation(&self, name: &str) -> Result<()> {
        self.press("button", name).await?;
        self.find("textbox", &format!("Message {name}")).await.map(drop)
    }

    /// Writes a line in the open conversation and sends it with Enter.
    ///
    /// # Errors
    /// When there is nowhere to write.
    pub async fn write(&self, text: &str) -> Result<()> {
        let field = self.find("textbox", "Message ").await?;
        field.click().await?;
        field.send_keys(text).await?;
        field.send_keys(&Key::Enter.to_string()).await?;
        Ok(())
    }

    /// How many messages the timeline shows.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn messages(&self) -> Result<u64> {
        let count = self.script("return document.querySelectorAll('main article').length;").await?;
        count.as_u64().context("a count is a number")
    }

    /// Finds an emoji by a word and sends it. With the mouse: the driver never answers to keys typed into a field that
    /// holds a character beyond U+FFFF.
    ///
    /// # Errors
    /// When the picker has none.
    pub async fn send_emoji(&self, word: &str) -> Result<()> {
        self.press("button", "Emoji").await?;
        self.fill("Search emoji", word).await?;
        self.press("button", word).await?;
        self.press("button", "Send").await
    }

    /// Puts a picture file on the clipboard, pastes it with the keyboard, and sends it.
    ///
    /// # Errors
    /// When the tray does not take it.
    pub async fn paste_picture(&self, stage: &Stage, png: &Path) -> Result<()> {
        let mut clipboard = clipboard_with(stage, png)?;
        self.paste_into("Message ").await?;
        self.find("button", "Remove this picture").await?;
        clipboard.kill().await?;
        self.press("button", "Send").await
    }

    /// Pastes into a field with the keyboard, whatever the window's language.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn paste_into(&self, field: &str) -> Result<()> {
        self.find("textbox", field).await?.click().await?;
        self.type_keys(&format!("{}v{}", char::from(Key::Control), char::from(Key::Null))).await
    }
}

/// A clipboard that holds files, as a file manager fills it, for as long as the process lives.
///
/// # Errors
/// When xclip does not start.
pub fn clipboard_files(stage: &Stage, files: &[&Path]) -> Result<Child> {
    let list: String = files.iter().map(|file| format!("file://{}\r\n", file.display())).collect();
    let written = stage.home().join("uris");
    std::fs::write(&written, list)?;
    stage
        .command("xclip")
        .args(["-selection", "clipboard", "-target", "text/uri-list", "-quiet", "-i"])
        .arg(&written)
        .stderr(Stdio::null())
        .spawn()
        .context("xclip does not start; `make test` installs it")
}

/// A clipboard that holds a picture for as long as the process lives.
///
/// # Errors
/// When xclip does not start.
pub fn clipboard_with(stage: &Stage, png: &Path) -> Result<Child> {
    stage
        .command("xclip")
        .args(["-selection", "clipboard", "-target", "image/png", "-quiet", "-i"])
        .arg(png)
        .stderr(Stdio::null())
        .spawn()
        .context("xclip does not start; `make test` installs it")
}
