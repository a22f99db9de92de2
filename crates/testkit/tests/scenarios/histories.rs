//! Plans that nobody thought of, and one question at the end: does every log agree.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use hearth_testkit::torture::torture;

/// Repeats the plan of a run that failed.
const SEED: &str = "HEARTH_SEED";

#[tokio::test]
async fn whatever_breaks_everything_written_is_everywhere_once_and_in_order() -> Result<()> {
    let seed = match std::env::var(SEED) {
        Ok(seed) => seed.parse()?,
        Err(_) => u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros())?,
    };
    println!("{SEED}={seed}");
    let report = torture(seed, 150).await.with_context(|| format!("repeat with {SEED}={seed}"))?;
    println!("{report}");
    Ok(())
}
