//! Files dragged from another program's window, with the mouse of the display, as a person does it.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context as _, Result, ensure};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Child,
};

use super::{Stage, Window, window::until};

/// Where the other program's window lies, a little inside.
const SOURCE: (u32, u32) = (60, 40);

/// The mouse, and the program that has the files.
pub struct Hand<'a> {
    stage: &'a Stage,
    _program: Child,
}

impl<'a> Hand<'a> {
    /// Opens the other program's window in the corner of the screen, takes hold of its files, and keeps the button down.
    ///
    /// # Errors
    /// When the program is not built, or the mouse cannot be moved.
    pub async fn take(stage: &'a Stage, files: &[&Path]) -> Result<Self> {
        let mut program = stage.command(program()?).args(files).stdout(Stdio::piped()).spawn()?;
        let says = program.stdout.take().context("its output was asked for")?;
        let ready = BufReader::new(says).lines().next_line().await?;
        ensure!(ready.as_deref() == Some("ready"), "the window with the files does not open");
        let hand = Self { stage, _program: program };
        let (x, y) = SOURCE;
        hand.mouse(&["mousemove", "--sync", &x.to_string(), &y.to_string(), "mousedown", "1"]).await?;
        Ok(hand)
    }

    /// Carries the files over the middle of a window and moves them about there until it shows these words.
    ///
    /// # Errors
    /// When the window never says it.
    pub async fn carry_over(&self, window: &Window, until_it_says: &str) -> Result<()> {
        let (x, y) = window.middle().await?;
        until(&format!("the window with the files over it says “{until_it_says}”"), || async {
            for step in 0..8 {
                let (x, y) = ((x - 28 + step * 7).to_string(), (y + step).to_string());
                self.mouse(&["mousemove", &x, &y]).await?;
            }
            Ok(window.text().await?.contains(until_it_says).then_some(()))
        })
        .await
    }

    /// Lets the files go where they are.
    ///
    /// # Errors
    /// When the mouse does not obey.
    pub async fn drop(self) -> Result<()> {
        self.mouse(&["mouseup", "1"]).await
    }

    async fn mouse(&self, does: &[&str]) -> Result<()> {
        let done = self.stage.command("xdotool").args(does).status().await?;
        ensure!(done.success(), "the mouse does not obey");
        Ok(())
    }
}

/// The program that was built beside this test.
fn program() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let profile = own.parent().and_then(Path::parent).context("the test lies nowhere")?;
    let program = profile.join("examples/hand");
    ensure!(program.is_file(), "{} is not built; `cargo build --example hand` builds it", program.display());
    Ok(program)
}
