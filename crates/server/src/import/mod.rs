//! Brings an archive into a hearth: a hearth's own, or what another chat exported. It decides what the archive's words
//! mean here (who is who, what is too long, which files fit) and hands the log one part after the other; what the log
//! makes of them is the state's. It blocks, so it wants a thread of its own.
//!
//! Nobody sees anything of a conversation before the archive was read to its end. An import that is cut short, however
//! that happens, is simply started again: what is here already is recognised by its ids and is not brought twice.

mod bodies;
mod course;
mod files;
mod ledger;
mod messages;
mod names;
mod people;
mod places;
mod report;
mod rooms;
mod running;
mod start;

use std::{collections::BTreeMap, io, path::PathBuf};

use hearth_archive::record::SourceKind;
use hearth_proto::error::Failure;
use tokio_util::sync::CancellationToken;

use crate::{data::DataError, state::schema::SchemaError};

pub use report::{ConversationReport, PersonReport, Remark, Report};
pub use start::{into_directory, rehearsal};

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// A directory, a zip or a file.
    pub archive: PathBuf,
    /// What it must be. None: whatever it turns out to be.
    pub source: Option<SourceKind>,
    /// Whose account here a handle of the archive belongs to; None: nobody's, whatever it says. Without an entry it is
    /// the account with the same handle.
    pub people: BTreeMap<String, Option<String>>,
}

/// How far an import has come.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Bytes of the archive, of `total`.
    pub read: u64,
    pub total: u64,
    /// Messages that are safe on the disk.
    pub messages: u64,
    pub files: u64,
}

/// Whoever watches an import.
pub struct Watch<'a> {
    pub progress: &'a mut dyn FnMut(Progress),
    /// Ends it before the next record.
    pub cancel: CancellationToken,
}

/// Why nothing, or not everything, was imported. What came in before is kept out of sight until an import completes it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{0}")]
    Archive(#[from] hearth_archive::error::Error),
    #[error("this is an archive of {found}, not of {wanted}")]
    OtherSource { wanted: &'static str, found: &'static str },
    #[error("nobody in the archive has the handle {0}")]
    NobodyThere(String),
    #[error("nobody here has the handle {0}")]
    NobodyHere(String),
    #[error("nobody owns this hearth yet; whoever will must join before anything is imported")]
    NobodyOwns,
    #[error("another import is going on")]
    Busy,
    #[error("the import was called off; starting it again goes on")]
    Cancelled,
    #[error("{}; stop it first, or import in the app that hosts it", .0)]
    InUse(DataError),
    #[error("the data directory {0}")]
    Unwritable(DataError),
    #[error("there is no hearth in this directory: {0}")]
    Open(#[from] SchemaError),
    #[error("{}", .0.message)]
    Refused(#[from] Failure),
    #[error("{0}")]
    Storage(#[from] rusqlite::Error),
    #[error("{0}")]
    File(#[from] io::Error),
}

/// What an archive was made by, as it is said on the command line.
#[must_use]
pub const fn source_name(source: SourceKind) -> &'static str {
    match source {
        SourceKind::Hearth => "hearth",
        SourceKind::Slack => "slack",
        SourceKind::Mattermost => "mattermost",
        SourceKind::Discord => "discord",
    }
}
