//! What the tests share: where the app is, a stage, and two people who have met.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use hearth_testkit::{
    desk::{Stage, Window},
    server::Port,
};

/// The app as built for these tests.
pub fn app() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_hearth"))
}

/// Where a picture of this name is kept.
pub fn picture(name: &str) -> Result<PathBuf> {
    Ok(Stage::gallery("e2e")?.join(format!("{name}.png")))
}

/// A port that stays free for a hearth of this test, also while the app is closed in between.
pub fn free_port() -> Result<u16> {
    Port::take().map(Port::keep)
}

/// Ann hosts, Ben has joined; both look at the Kitchen.
pub struct TwoPeople {
    pub stage: Stage,
    pub ann: Window,
    pub ben: Window,
}

impl TwoPeople {
    pub async fn meet() -> Result<Self> {
        let stage = Stage::set(1280, 860).await?;
        let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
        ann.host("Ann", "Fox", free_port()?).await?;
        let link = ann.invite_link().await?;
        let ben = Window::open(&stage, app(), &["--profile", "ben"]).await?;
        ben.join("Ben", "Bear", &link).await?;
        ben.open_conversation("Kitchen").await?;
        Ok(Self { stage, ann, ben })
    }

    pub async fn leave(self) -> Result<()> {
        self.ben.close().await?;
        self.ann.close().await
    }
}

/// From the member list of the open room, over the other's card, to a private chat. The window is in front for it, since
/// a card goes when its window loses the keyboard.
pub async fn private_chat(window: &Window, name: &str) -> Result<()> {
    window.raise().await?;
    window.press("button", "Members").await?;
    window.press("button", name).await?;
    window.press("button", &format!("Write to {name}")).await?;
    window.find("textbox", &format!("Message {name}")).await.map(drop)
}

/// To another conversation, from the list. Its rows also hold who spoke last, which may be the name of another row.
pub async fn turn_to(window: &Window, name: &str) -> Result<()> {
    let script = format!(
        "const rows = [...document.querySelectorAll('[data-row]')];
         const row = rows.find((each) => each.querySelector('bdi').textContent === '{name}');
         row?.click();
         return !!row;"
    );
    window.until_script(&format!("the list has {name}"), &script).await?;
    window.find("textbox", &format!("Message {name}")).await.map(drop)
}

/// Asks for a device link in the settings, and leaves its dialog open.
pub async fn device_link(window: &Window) -> Result<String> {
    window.press("button", "Settings").await?;
    window.press("button", "Devices").await?;
    window.sees("This computer").await?;
    window.press("button", "Add a device").await?;
    let field = window.find("textbox", "Device link").await?;
    window
        .until_script(
            "the link is made",
            "return [...document.querySelectorAll('input')].some((field) => field.value.startsWith('hearth:'));",
        )
        .await?;
    field.prop("value").await?.context("the link's field has a value")
}

/// A small picture with a plain surface, as a PNG file.
pub fn garden(folder: &Path) -> Result<PathBuf> {
    let file = folder.join("garden.png");
    let drawing = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/pictures/garden.png");
    std::fs::copy(drawing, &file)?;
    Ok(file)
}

/// The file with the history of the only account of a profile whose app is closed.
pub fn history_of(stage: &Stage, profile: &str) -> Result<PathBuf> {
    find(stage.home(), "history.sqlite", profile).with_context(|| format!("{profile} has a history"))
}

fn find(under: &Path, name: &str, profile: &str) -> Option<PathBuf> {
    let mut folders = vec![under.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).ok()?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with(name) && path.to_string_lossy().contains(profile) {
                return Some(path);
            }
        }
    }
    None
}
