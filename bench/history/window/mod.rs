//! The app's window, started with a long history, against an empty Tauri window: how long until what one came for is
//! painted, and how much memory the whole tree of processes has. Both are release builds, on the same virtual display, in
//! turns.

mod pixels;
mod profile;
mod tree;
mod using;

use std::{path::PathBuf, process::Stdio, time::Duration};

use anyhow::{Context as _, Result};
use hearth_testkit::desk::Stage;
use tokio::process::Command;

use crate::figures::middle;

pub use profile::{Profile, make};

/// Starts of each window. The first of each only warms the machine's caches and does not count.
const RUNS: usize = 8;

/// What the app tells its web view where there is no graphics card. From its own process the app keeps OpenGL out as well,
/// which an environment cannot say.
const TOLD: [(&str, &str); 6] = [
    ("JSC_useJIT", "0"),
    ("JSC_gcMaxHeapSize", "4000000"),
    ("MALLOC_MMAP_THRESHOLD_", "131072"),
    ("MALLOC_TRIM_THRESHOLD_", "131072"),
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("GDK_GL", "disable"),
];

/// Both programs, built.
#[derive(Clone, Debug)]
pub struct Programs {
    pub app: PathBuf,
    pub empty: PathBuf,
}

impl Programs {
    /// Those that were built beside this program; None where they were not.
    ///
    /// # Errors
    /// When it is not known where this program lies.
    pub fn beside() -> Result<Option<Self>> {
        let own = std::env::current_exe()?;
        let folder = own.parent().context("a program lies in a folder")?;
        let found = Self { app: folder.join("hearth"), empty: folder.join("examples/empty_window") };
        Ok((found.app.exists() && found.empty.exists()).then_some(found))
    }
}

/// What was measured of one window.
#[derive(Clone, Default, Debug)]
pub struct Seen {
    /// Milliseconds until it looked as it was going to look.
    pub painted: Vec<f64>,
    /// MiB of the whole tree, each process with its share of what is shared, a moment after.
    pub pss: Vec<f64>,
}

impl Seen {
    #[must_use]
    pub fn painted(&self) -> f64 {
        middle(&self.painted)
    }

    #[must_use]
    pub fn pss(&self) -> f64 {
        middle(&self.pss)
    }
}

/// Both windows, and the app's after much use.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The app after it had ended well: it shows how it was left until its page stands.
    pub app: Seen,
    /// The app without that, as after a kill: what its page takes.
    pub bare: Seen,
    /// As Tauri makes it.
    pub empty: Seen,
    /// Told what the app tells its own web view.
    pub told: Seen,
    pub used: using::Used,
}

/// Starts both in turns, then uses the app for long.
///
/// # Errors
/// When a window does not come up.
pub async fn compare(stage: &Stage, programs: &Programs, profile: &Profile) -> Result<Compared> {
    let (mut app, mut bare, mut empty, mut told) = (Seen::default(), Seen::default(), Seen::default(), Seen::default());
    for run in 0..RUNS {
        let counts = run > 0;
        look(&mut stage.command(&programs.empty), stage, &mut empty, counts).await.context("the empty window")?;
        let mut same = stage.command(&programs.empty);
        look(same.envs(TOLD), stage, &mut told, counts).await.context("the empty window, told the same")?;
        let start = || {
            let mut command = stage.command(&programs.app);
            command.args(["--profile", profile.name()]);
            command
        };
        look(&mut start(), stage, &mut app, counts).await.context("the app")?;
        profile.forget_window()?;
        look(&mut start(), stage, &mut bare, counts).await.context("the app without its picture")?;
    }
    let used = using::use_for_long(stage, programs, profile).await?;
    Ok(Compared { app, bare, empty, told, used })
}

/// One start, from before the process begins until its picture stands still.
async fn look(program: &mut Command, stage: &Stage, seen: &mut Seen, counts: bool) -> Result<()> {
    let watch = pixels::Watch::begin(stage.display())?;
    let mut child = program.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let process = child.id().context("it runs")?;
    let painted = tokio::task::spawn_blocking(move || watch.until_it_stands_still()).await??;
    let pss = tree::pss(process)?;
    end(&mut child, process).await?;
    if counts {
        seen.painted.push(painted.as_secs_f64() * 1_000.0);
        seen.pss.push(pss);
    }
    Ok(())
}

/// Asks it to go, and waits until it has.
async fn end(child: &mut tokio::process::Child, process: u32) -> Result<()> {
    Command::new("kill").args(["-TERM", &process.to_string()]).status().await?;
    if tokio::time::timeout(Duration::from_secs(10), child.wait()).await.is_err() {
        child.kill().await?;
    }
    Ok(())
}
