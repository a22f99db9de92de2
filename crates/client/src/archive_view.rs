//! What the window asks and is told about archives: what is written out of a history, what is brought into the hearth of
//! this app, and how far that is. Plain data.

use std::{collections::BTreeMap, path::PathBuf};

use hearth_archive::remark::{LeftOut, Remarked};
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

/// Asks the person for an archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct ChooseArchiveCall {
    /// A folder; otherwise a file.
    pub folder: bool,
}

/// Brings an archive into the hearth of this app.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct ImportCall {
    pub path: PathBuf,
    /// Only say what it would do.
    pub rehearse: bool,
    /// Whose account here a handle of the archive belongs to; null: nobody's. Without an entry it is the account with
    /// the same handle.
    pub people: BTreeMap<String, Option<String>>,
}

/// How far an import is, or what came of the last one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct ImportView {
    pub path: PathBuf,
    pub rehearsal: bool,
    /// As it was asked for, so that what was seen in a rehearsal can be asked for again.
    pub people: BTreeMap<String, Option<String>>,
    pub state: ImportState,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ImportState {
    Running {
        /// Bytes of the archive.
        #[ts(type = "number")]
        read: u64,
        #[ts(type = "number")]
        total: u64,
        #[ts(type = "number")]
        messages: u64,
        #[ts(type = "number")]
        files: u64,
    },
    Done {
        report: ImportReport,
    },
    /// Nobody sees anything of it; the same import, started again, goes on.
    Cancelled,
    Failed {
        fault: ImportFault,
        /// In English, for those who look after the server.
        detail: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportFault {
    /// It is no archive that this Hearth can read, or it is damaged.
    NotAnArchive,
    /// Somebody who was named is not in the archive, or not here.
    NobodyOfThatName,
    /// Nobody owns this hearth yet.
    NobodyOwns,
    /// The disk does not take it.
    Disk,
    Internal,
}

/// What came of an import, or would.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct ImportReport {
    pub source: ArchiveSource,
    /// What the archive calls the place it comes from; may be empty.
    pub name: String,
    pub people: Vec<ImportedPerson>,
    pub conversations: Vec<ImportedConversation>,
    #[ts(type = "number")]
    pub files: u64,
    #[ts(type = "number")]
    pub file_bytes: u64,
    #[ts(type = "number")]
    pub reactions: u64,
    /// What could not be taken over as it was.
    pub remarks: Vec<ImportRemark>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveSource {
    Hearth,
    Slack,
    Mattermost,
    Discord,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct ImportedPerson {
    pub handle: String,
    pub name: String,
    /// The handle of their account here; empty where nothing of them came in, so that they need none.
    pub here: String,
    /// Somebody can sign in to it. If not, they are shown as former members.
    pub account: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct ImportedConversation {
    pub name: String,
    #[ts(type = "number")]
    pub added: u64,
    /// Messages that were here already.
    #[ts(type = "number")]
    pub known: u64,
    #[ts(type = "number")]
    pub left_out: u64,
    /// Why messages were left out.
    pub why: Option<LeftOut>,
    /// How many people were let in.
    pub entered: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct ImportRemark {
    pub what: Remarked,
    #[ts(type = "number")]
    pub count: u64,
    /// The first few: where they stand and what they are, in no language's words.
    pub examples: Vec<String>,
}
