//! What the window asks and is told about archives: what is written out of a history, and how far that is. Plain data.

use std::path::PathBuf;

use hearth_proto::id::ConversationId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{AccountId, Problem};

/// What to write out, and as what. The person is asked where.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct ExportCall {
    pub account: AccountId,
    /// Only this conversation; None: all of them.
    pub here: Option<ConversationId>,
    pub format: ExportFormat,
    /// With pictures and files, as far as they are here.
    pub files: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Hearth's own: complete, and can be read in again.
    Jsonl,
    /// A folder of pages that any browser shows.
    Html,
    Markdown,
    Text,
}

/// One export of this run of the app.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct ExportId(pub u32);

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct CancelExportCall {
    pub export: ExportId,
}

/// How far an export is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct ExportView {
    pub id: ExportId,
    pub account: AccountId,
    pub here: Option<ConversationId>,
    /// Where it goes.
    pub path: PathBuf,
    pub state: ExportState,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ExportState {
    /// Counted in messages.
    Running {
        #[ts(type = "number")]
        done: u64,
        #[ts(type = "number")]
        total: u64,
    },
    Done {
        #[ts(type = "number")]
        messages: u64,
        /// Pictures and files that lie beside it.
        files: u32,
        /// Pictures and files that are not on this computer; their names and sizes are in it all the same.
        missing: u32,
        /// Everything that the server has is in it. False: a part of the past was not here.
        complete: bool,
    },
    Cancelled,
    Failed {
        problem: Problem,
    },
}
