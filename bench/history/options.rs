//! What the benchmark is asked for: how long a history, which half, and where the history is kept between runs.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

/// What is measured.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Half {
    #[default]
    Both,
    /// Search, rooms and taking in.
    History,
    Window,
}

/// The words after the program's name.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Options {
    pub messages: u64,
    pub half: Half,
    /// Where the profile with its history stays, to be used again. None: it goes with the run.
    pub keep: Option<PathBuf>,
}

impl Options {
    /// Reads `SIZE [--only history|window] [--keep DIR]`.
    ///
    /// # Errors
    /// When a word is not understood.
    pub fn read(words: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut words = words.into_iter();
        let mut options = Self { messages: size(&words.next().unwrap_or_else(|| "1m".to_owned()))?, ..Self::default() };
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} wants a word after it"))?;
            match word.as_str() {
                "--only" => options.half = half(&value)?,
                "--keep" => options.keep = Some(value.into()),
                other => bail!("there is --only and --keep, not {other}"),
            }
        }
        Ok(options)
    }
}

fn size(word: &str) -> Result<u64> {
    Ok(match word {
        "10k" => 10_000,
        "100k" => 100_000,
        "1m" => 1_000_000,
        "5m" => 5_000_000,
        other => bail!("say 10k, 100k, 1m or 5m, not {other}"),
    })
}

fn half(word: &str) -> Result<Half> {
    Ok(match word {
        "history" => Half::History,
        "window" => Half::Window,
        other => bail!("the halves are history and window, not {other}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Options> {
        Options::read(words.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn nothing_said_is_a_million_and_both_halves() {
        let options = read("").expect("options");
        assert_eq!(options, Options { messages: 1_000_000, half: Half::Both, keep: None });
    }

    #[test]
    fn a_half_and_a_folder_can_be_named() {
        let options = read("10k --only window --keep /tmp/past").expect("options");
        assert_eq!(options, Options { messages: 10_000, half: Half::Window, keep: Some("/tmp/past".into()) });
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in ["2m", "10k --only doors", "10k --keep", "10k --fast yes"] {
            assert!(read(words).is_err(), "{words}");
        }
    }
}
