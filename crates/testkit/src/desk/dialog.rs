//! The desktop's own dialog in which a file or a folder is named, answered by keys as a person would. The window that
//! asked answers nobody while it is open.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use super::{Stage, window::until};

/// A dialog that stands in front.
pub struct Dialog<'a> {
    stage: &'a Stage,
    /// The display's number for it.
    window: String,
}

impl<'a> Dialog<'a> {
    /// Waits until a dialog with this title is there and has the keyboard.
    ///
    /// # Errors
    /// When there is none in time.
    pub async fn titled(stage: &'a Stage, title: &str) -> Result<Self> {
        let window = until(&format!("the dialog “{title}” is there"), || async {
            let found = xdotool(stage, &["search", "--onlyvisible", "--name", &format!("^{title}$")]).await?;
            Ok(found.lines().next().map(str::to_owned))
        })
        .await?;
        xdotool(stage, &["windowactivate", "--sync", &window]).await?;
        Ok(Self { stage, window })
    }

    /// Writes the path into it, in the place of what it suggests, and takes it.
    ///
    /// # Errors
    /// When it takes no keys, or stays open.
    pub async fn answer(self, path: &Path) -> Result<()> {
        let words = path.to_string_lossy();
        // One that has no field for it opens it at the first slash, and may lose the letters that come meanwhile. Behind a
        // folder it writes by itself the only one that is in it.
        until(&format!("the dialog holds {words}"), || async {
            xdotool(self.stage, &["key", "ctrl+a"]).await?;
            xdotool(self.stage, &["type", "--delay", "15", &words]).await?;
            xdotool(self.stage, &["key", "ctrl+a", "ctrl+c", "End"]).await?;
            Ok(clipboard(self.stage).await?.starts_with(&*words).then_some(()))
        })
        .await?;
        xdotool(self.stage, &["key", "Return"]).await?;
        until("the dialog has gone", || async {
            let shown = xdotool(self.stage, &["search", "--onlyvisible", "--name", ".*"]).await?;
            Ok((!shown.lines().any(|window| window == self.window)).then_some(()))
        })
        .await
    }
}

/// The text on the clipboard; nothing where there is none.
async fn clipboard(stage: &Stage) -> Result<String> {
    let mut command = stage.command("xclip");
    let done = command.args(["-selection", "clipboard", "-o"]).output().await;
    let done = done.context("xclip does not start; `make test` installs it")?;
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// What xdotool said. Where it finds nothing it says nothing.
async fn xdotool(stage: &Stage, arguments: &[&str]) -> Result<String> {
    let mut command = stage.command("xdotool");
    let done = command.args(arguments).output().await.context("xdotool does not start; `make test` installs it")?;
    let found = done.status.success() || arguments.first() == Some(&"search");
    ensure!(found, "xdotool {arguments:?}: {}", String::from_utf8_lossy(&done.stderr).trim());
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}
