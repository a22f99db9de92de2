//! Pictures of the real window, for people to look at: every place of the app, light and dark, in English and Chinese, wide
//! and narrow. They land in `target/pictures`, one folder a look.
//!
//! `make pictures` takes them all; `pictures light zh-CN` only those of a look whose name holds every word given.
//! `pictures readme` takes the few of `docs/pictures` instead, at twice the size, into `target/pictures/readme`.

mod album;
mod conversation;
mod finding;
mod home;
mod start;
mod village;
mod words;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use hearth_testkit::desk::{Stage, Window};

use album::{Album, Look};
use village::Village;

#[tokio::main]
async fn main() -> Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted == ["readme"] {
        for look in [Look::LIGHT, Look::DARK_CHINESE] {
            Desk::set(2).await?.readme(look).await?;
        }
    } else {
        let named = |look: &Look| wanted.iter().all(|word| look.folder().contains(word.as_str()));
        for look in Look::all().into_iter().filter(named) {
            Desk::set(1).await?.whole(look).await?;
        }
    }
    println!("Done. The pictures lie in {}", Stage::gallery("pictures")?.display());
    Ok(())
}

/// What all pictures are taken with.
pub struct Desk {
    stage: Stage,
    app: PathBuf,
    village: Village,
    /// Pixels of the screen to one of the page.
    scale: u32,
}

impl Desk {
    async fn set(scale: u32) -> Result<Self> {
        let stage = Stage::set(1280 * scale, 860 * scale).await?;
        // What it shows would lie over the window.
        stage.hush_notifications().await?;
        Ok(Self { stage, app: app()?, village: Village::settle().await?, scale })
    }

    /// Everything in one look.
    async fn whole(&mut self, look: Look) -> Result<()> {
        println!("{}", look.folder());
        let album = Album::open(&look.folder(), look)?;
        start::first_start(self, &album).await?;
        home::day(self, &album).await
    }

    /// The few that the front page shows.
    async fn readme(&mut self, look: Look) -> Result<()> {
        let album = Album::open("readme", look)?;
        start::doors(self, &album).await?;
        home::front_page(self, &album).await
    }

    /// Opens the app for a profile, in the look.
    async fn window(&self, profile: &str, look: Look) -> Result<Window> {
        // Profiles have no capital letters.
        let profile = &profile.to_lowercase();
        let home = self.stage.home().join("data").join(format!("hearth-{profile}"));
        std::fs::create_dir_all(&home)?;
        std::fs::write(home.join("settings.json"), look.settings().to_string())?;
        let scale = self.scale.to_string();
        Window::open_with(&self.stage, &self.app, &["--profile", profile], &[("GDK_SCALE", &scale)]).await
    }
}

/// The app that was built together with this program.
fn app() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent).context("an example lies two folders deep")?;
    Ok(folder.join("hearth"))
}

/// A picture that somebody sends.
fn drawing(name: &str) -> Result<PathBuf> {
    Ok(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures").join(name).canonicalize()?)
}
