//! Plays long plans of posts and accidents: `torture [--steps N] [--seed S] [--rounds R]`.
//!
//! Odd seeds play with a server in the process that stops in good order, even ones with a `hearthd` that is killed.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use hearth_testkit::torture::{Kind, torture};

#[tokio::main]
async fn main() -> Result<()> {
    let (mut steps, mut seed, mut rounds) = (2_000, None, 1);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value: u64 = words.next().with_context(|| format!("{word} needs a number"))?.parse()?;
        match word.as_str() {
            "--steps" => steps = value,
            "--seed" => seed = Some(value),
            "--rounds" => rounds = value,
            _ => bail!("there is no {word}; there are --steps, --seed and --rounds"),
        }
    }
    let first = match seed {
        Some(seed) => seed,
        None => u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros())?,
    };
    for seed in first..first + rounds {
        let kind = if seed % 2 == 1 { Kind::Here } else { Kind::Killed };
        println!("seed {seed}, {kind:?}");
        let report = torture(kind, seed, steps).await.with_context(|| format!("seed {seed}, {steps} steps"))?;
        println!("{report}");
    }
    Ok(())
}
