//! Plans that nobody thought of, and one question at the end: does every log agree.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use hearth_testkit::torture::{Kind, torture};

/// Repeats the plan of a run that failed.
const SEED: &str = "HEARTH_SEED";

async fn play(kind: Kind, steps: u64) -> Result<()> {
    let seed = match std::env::var(SEED) {
        Ok(seed) => seed.parse()?,
        Err(_) => u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros())?,
    };
    println!("{SEED}={seed}");
    let report = torture(kind, seed, steps).await.with_context(|| format!("repeat with {SEED}={seed}"))?;
    println!("{report}");
    Ok(())
}

#[tokio::test]
async fn whatever_breaks_everything_written_is_everywhere_once_and_in_order() -> Result<()> {
    play(Kind::Here, 150).await
}

#[tokio::test]
async fn a_server_killed_again_and_again_loses_nothing_and_doubles_nothing() -> Result<()> {
    play(Kind::Killed, 100).await
}
