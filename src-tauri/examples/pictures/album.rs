//! Where pictures go, how large they are, and which look they are taken in.

use std::path::PathBuf;

use anyhow::Result;
use hearth_testkit::desk::{Stage, Window};
use serde_json::{Value, json};

use crate::words::Words;

/// How the window looks: its theme and language, as the settings name them.
#[derive(Clone, Copy)]
pub struct Look {
    theme: &'static str,
    pub language: &'static str,
}

impl Look {
    pub const LIGHT: Self = Self { theme: "light", language: "en" };
    pub const DARK_CHINESE: Self = Self { theme: "dark", language: "zh-CN" };

    /// Every look there is.
    pub fn all() -> [Self; 4] {
        let dark = Self { theme: "dark", ..Self::LIGHT };
        let chinese = Self { theme: "light", ..Self::DARK_CHINESE };
        [Self::LIGHT, dark, chinese, Self::DARK_CHINESE]
    }

    /// Its name among folders.
    pub fn folder(self) -> String {
        format!("{}-{}", self.theme, self.language)
    }

    /// The settings that make it.
    pub fn settings(self) -> Value {
        json!({ "theme": self.theme, "language": self.language })
    }
}

/// How large a window is.
#[derive(Clone, Copy)]
pub enum Size {
    /// As it opens the first time.
    Wide,
    /// A small laptop.
    Middle,
    /// The list is a drawer.
    Narrow,
}

impl Size {
    pub const ALL: [Self; 3] = [Self::Wide, Self::Middle, Self::Narrow];

    fn pixels(self) -> (u32, u32) {
        match self {
            Self::Wide => (1180, 780),
            Self::Middle => (1100, 720),
            Self::Narrow => (420, 720),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Wide => "",
            Self::Middle => "-middle",
            Self::Narrow => "-narrow",
        }
    }
}

/// A folder of pictures in one look.
pub struct Album {
    folder: PathBuf,
    pub look: Look,
    words: Words,
}

impl Album {
    pub fn open(folder: &str, look: Look) -> Result<Self> {
        let folder = Stage::gallery("pictures")?.join(folder);
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, look, words: Words::read(look.language)? })
    }

    /// What is written on a thing in this look.
    pub fn say(&self, id: &str) -> Result<&str> {
        self.words.say(id)
    }

    /// Presses what these words are written on.
    pub async fn press(&self, window: &Window, role: &str, id: &str) -> Result<()> {
        window.press(role, self.say(id)?).await
    }

    /// Gives the window its size, and waits until the page has it.
    pub async fn size(&self, window: &Window, size: Size) -> Result<()> {
        let (width, height) = size.pixels();
        window.resize(width, height).await?;
        window.until_script("the page has its size", &format!("return innerWidth === {width};")).await
    }

    /// Takes the picture of what the window shows now.
    pub async fn keep(&self, window: &Window, name: &str) -> Result<()> {
        window.point_away().await?;
        window
            .until_script(
                "the page stands still",
                "document.documentElement.style.caretColor = 'transparent';
                 return document.fonts.status === 'loaded'
                   && [...document.images].every((image) => image.complete || image.loading === 'lazy')
                   && document.getAnimations().every((each) =>
                        each.playState !== 'running' || each.effect.getTiming().iterations === Infinity);",
            )
            .await?;
        window.portrait(&self.folder.join(format!("{name}.png"))).await?;
        println!("  {name}");
        Ok(())
    }

    /// Takes it at every size, and leaves the window wide.
    pub async fn keep_at_all_sizes(&self, window: &Window, name: &str) -> Result<()> {
        for size in Size::ALL {
            self.size(window, size).await?;
            self.keep(window, &format!("{name}{}", size.name())).await?;
        }
        self.size(window, Size::Wide).await
    }

    /// Takes it wide and narrow, and leaves the window wide.
    pub async fn keep_wide_and_narrow(&self, window: &Window, name: &str) -> Result<()> {
        for size in [Size::Wide, Size::Narrow] {
            self.size(window, size).await?;
            self.keep(window, &format!("{name}{}", size.name())).await?;
        }
        self.size(window, Size::Wide).await
    }
}
