//! The virtual display and what a desktop session needs around it. Everything ends with the stage.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, Result, bail};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A running display (Xvfb, openbox), session bus and notification service (dunst).
pub struct Stage {
    display: String,
    bus: String,
    home: tempfile::TempDir,
    // Ended by being dropped, in this order.
    _dunst: Child,
    _openbox: Child,
    _bus: Child,
    _xvfb: Child,
}

impl Stage {
    /// Sets the stage, with a screen of this size in pixels.
    ///
    /// # Errors
    /// When a program is missing (`make test` installs them) or does not start.
    pub async fn set(width: u32, height: u32) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("hearth-desk-").tempdir()?;
        for folder in ["run", "data", "config", "cache"] {
            std::fs::create_dir(home.path().join(folder))?;
        }
        std::fs::set_permissions(home.path().join("run"), std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        let screen = format!("{width}x{height}x24");
        let (xvfb, number) =
            first_line(Command::new("Xvfb").args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp"]))
                .await?;
        let display = format!(":{number}");
        let (bus_process, bus) = first_line(
            Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address=1"])
                .env("DISPLAY", &display)
                .env("XDG_RUNTIME_DIR", home.path().join("run")),
        )
        .await?;
        let around = |program: &str| {
            let mut command = Command::new(program);
            on_stage(&mut command, &display, &bus, home.path());
            command
        };
        let openbox = quietly(&mut around("openbox"))?;
        let dunst = quietly(around("dunst").args(["-conf", "/dev/null"]))?;
        let stage = Self { display, bus, home, _dunst: dunst, _openbox: openbox, _bus: bus_process, _xvfb: xvfb };
        stage.wait_for_notifications().await?;
        Ok(stage)
    }

    /// A command that runs on this stage.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        on_stage(&mut command, &self.display, &self.bus, self.home.path());
        command
    }

    /// The display, such as `:7`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The address of the session bus.
    #[must_use]
    pub fn bus(&self) -> &str {
        &self.bus
    }

    /// The stage's home directory; the app's data lies in its `data`.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Everything that stands on the screen now, as a PNG.
    ///
    /// # Errors
    /// When the picture cannot be taken or written.
    pub async fn screenshot(&self, to: &Path) -> Result<()> {
        run(self.command("import").args(["-window", "root"]).arg(to)).await.map(drop)
    }

    /// The notifications that were shown and have gone, and those that wait, newest first, as dunst tells them.
    ///
    /// # Errors
    /// When dunst does not answer.
    pub async fn notifications(&self) -> Result<serde_json::Value> {
        // What is on screen is not in the history until it is closed.
        let text = run(self.command("dunstctl").arg("history")).await?;
        Ok(serde_json::from_str(&text)?)
    }

    /// How many notifications are on the screen now.
    ///
    /// # Errors
    /// When dunst does not answer.
    pub async fn notifications_shown(&self) -> Result<u32> {
        let text = run(self.command("dunstctl").args(["count", "displayed"])).await?;
        Ok(text.trim().parse()?)
    }

    /// Clicks the newest notification on the screen.
    ///
    /// # Errors
    /// When dunst does not answer.
    pub async fn click_notification(&self) -> Result<()> {
        run(self.command("dunstctl").args(["action", "0"])).await.map(drop)
    }

    /// Takes all notifications off the screen, into the history.
    ///
    /// # Errors
    /// When dunst does not answer.
    pub async fn close_notifications(&self) -> Result<()> {
        run(self.command("dunstctl").arg("close-all")).await.map(drop)
    }

    /// Keeps notifications off the screen from now on.
    ///
    /// # Errors
    /// When dunst does not answer.
    pub async fn hush_notifications(&self) -> Result<()> {
        run(self.command("dunstctl").args(["set-paused", "true"])).await.map(drop)
    }

    /// Where pictures of this stage are kept, below the build's target directory.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn gallery(name: &str) -> Result<PathBuf> {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from);
        let folder = target.join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder.canonicalize()?)
    }

    async fn wait_for_notifications(&self) -> Result<()> {
        // The bus starts nothing by itself here: the call waits until the name has an owner.
        run(self.command("gdbus").args(["wait", "--session", "--timeout", "20", "org.freedesktop.Notifications"]))
            .await
            .map(drop)
    }
}

fn on_stage(command: &mut Command, display: &str, bus: &str, home: &Path) {
    command
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_CURRENT_DESKTOP", "openbox")
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env("LANG", "C.UTF-8")
        // Keys arrive as they are pressed, whatever input methods are installed; a test that wants one names it.
        .env("GTK_IM_MODULE", "gtk-im-context-simple")
        .env_remove("WAYLAND_DISPLAY")
        .kill_on_drop(true);
}

/// Starts a program that says one thing about itself on its first line and then goes on.
async fn first_line(command: &mut Command) -> Result<(Child, String)> {
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{name} does not start; `make test` installs it"))?;
    let out = child.stdout.take().context("its output was asked for")?;
    let line = BufReader::new(out).lines().next_line().await?;
    let Some(line) = line else { bail!("{name} ended before it was ready") };
    Ok((child, line.trim().to_owned()))
}

fn quietly(command: &mut Command) -> Result<Child> {
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{name} does not start; `make test` installs it"))
}

/// Runs a command to its end and returns what it printed.
async fn run(command: &mut Command) -> Result<String> {
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    let output = command.output().await.with_context(|| format!("{name} does not start; `make test` installs it"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
