//! The real `hearthd` as a process of its own, so that it can be killed at any moment and started again.

use std::{
    env,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, Result, bail, ensure};
use hearth_proto::link::Link;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, ChildStdout, Command},
};

use crate::server::Port;

/// The settings file, which the server does not mind in its directory.
const SETTINGS: &str = "settings.toml";

/// A server process, and what stays of it while it is not there.
pub struct Hearthd {
    program: PathBuf,
    data: TempDir,
    tls: &'static str,
    child: Option<(Child, BufReader<ChildStdout>)>,
    port: Port,
    /// The line it printed when it was last ready.
    ready: String,
}

impl Hearthd {
    /// Starts it on an empty directory, with a key of its own.
    ///
    /// # Errors
    /// When the program is not built or does not start.
    pub async fn sealed() -> Result<Self> {
        Self::start("self-signed", "").await
    }

    /// Starts it on an empty directory without TLS, with these settings (TOML).
    ///
    /// # Errors
    /// When the program is not built or does not start.
    pub async fn plain(settings: &str) -> Result<Self> {
        Self::start("off", settings).await
    }

    async fn start(tls: &'static str, settings: &str) -> Result<Self> {
        let (program, data, port) = (program()?, tempfile::tempdir()?, Port::take()?);
        std::fs::write(data.path().join(SETTINGS), settings)?;
        let mut hearthd = Self { program, data, tls, child: None, port, ready: String::new() };
        hearthd.resume().await?;
        Ok(hearthd)
    }

    /// Where it listens, also while it is not there.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// Its data directory.
    #[must_use]
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Kills it as a power cut would, and comes back when it is gone.
    ///
    /// # Errors
    /// When it was gone already.
    pub async fn kill(&mut self) -> Result<()> {
        let (mut child, _) = self.child.take().context("hearthd does not run")?;
        Ok(child.kill().await?)
    }

    /// Starts it again on the same data and port; comes back when it says that it is ready.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn resume(&mut self) -> Result<()> {
        ensure!(self.child.is_none(), "hearthd runs already");
        let mut child = Command::new(&self.program)
            .arg("serve")
            .arg("--data")
            .arg(self.data.path())
            .arg("--listen")
            .arg(self.address().to_string())
            .arg("--tls")
            .arg(self.tls)
            .arg("--config")
            .arg(self.data.path().join(SETTINGS))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} does not start", self.program.display()))?;
        let stdout = child.stdout.take().context("hearthd has no output")?;
        let mut lines = BufReader::new(stdout);
        let mut ready = String::new();
        ensure!(lines.read_line(&mut ready).await? > 0, "hearthd ended with {}", child.wait().await?);
        self.child = Some((child, lines));
        self.ready = ready;
        Ok(())
    }

    /// The link that makes the first account, as the server printed it when it had none.
    ///
    /// # Errors
    /// When it printed none.
    pub fn owner_link(&self) -> Result<Link> {
        link_in(&self.ready)
    }

    /// A link that anybody may join with, made by the command line beside the running server.
    ///
    /// # Errors
    /// When the command fails.
    pub async fn invite(&self) -> Result<Link> {
        let made = Command::new(&self.program)
            .arg("invite")
            .arg("--data")
            .arg(self.data.path())
            .arg("--address")
            .arg(self.address().to_string())
            .output()
            .await?;
        let said = String::from_utf8_lossy(&made.stdout).into_owned();
        if !made.status.success() {
            bail!("hearthd invite failed: {}", String::from_utf8_lossy(&made.stderr));
        }
        link_in(&said)
    }
}

fn link_in(said: &str) -> Result<Link> {
    let link = said.split_whitespace().find(|word| word.starts_with("hearth://"));
    Ok(link.with_context(|| format!("no link in {said:?}"))?.parse()?)
}

/// The program that was built beside this test: `target/<profile>/hearthd`.
fn program() -> Result<PathBuf> {
    let own = env::current_exe()?;
    let profile = own.parent().and_then(Path::parent).context("the test lies nowhere")?;
    let program = profile.join(format!("hearthd{}", env::consts::EXE_SUFFIX));
    ensure!(
        program.is_file(),
        "{} is not built; `cargo build -p hearth-server --bin hearthd` builds it",
        program.display()
    );
    Ok(program)
}
