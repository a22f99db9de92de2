//! What can be wrong with a file that somebody hands us. The words name the place, so that a person can look there.

use std::io;

/// Why an archive cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk, or a file that is not there.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Nothing that is known here.
    #[error("{0}")]
    NotKnown(String),
    /// It was made by a newer version.
    #[error("the archive has version {0}; this Hearth reads up to version {known}", known = crate::VERSION)]
    Newer(u32),
    /// A line that says nothing sensible.
    #[error("line {line}: {why}")]
    Line { line: u64, why: String },
    /// The same, in one file of several.
    #[error("{file}: {why}")]
    File { file: String, why: String },
    /// The end is missing: it was copied or downloaded only in part.
    #[error("the archive breaks off after line {line}: its end is missing")]
    CutOff { line: u64 },
    /// The records are not those that were written.
    #[error("the archive says that it holds {said} {what}, and it holds {found}")]
    Miscounted { what: &'static str, said: u64, found: u64 },
    /// Whoever was handed the records does not want any more.
    #[error("stopped: {0}")]
    Stopped(String),
}

impl Error {
    pub(crate) fn line(line: u64, why: impl ToString) -> Self {
        Self::Line { line, why: why.to_string() }
    }
}
