//! What the window asks and is told about files: where they are, how they come, and what they cost. Plain data.

use hearth_proto::{
    body::{File, Picture},
    id::{BlobId, MessageId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{AccountId, Key, Problem};

/// How much of a file is on this computer. Sizes in bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum FileState {
    /// Nobody asked for it.
    Absent,
    /// It comes as soon as there is a line, and those before it are here.
    Waiting {
        #[ts(type = "number")]
        have: u64,
    },
    /// It is coming.
    Coming {
        #[ts(type = "number")]
        have: u64,
        #[ts(type = "number")]
        total: u64,
    },
    /// The server cannot give it, or gave something else. Asking again tries again.
    Failed { problem: Problem },
    /// All of it, checked.
    Here,
}

/// A file of any type that the person chose, pasted or dropped.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct StageCall {
    pub account: AccountId,
    pub path: std::path::PathBuf,
    /// A name that the window made; progress comes under it, and it can be called off by it.
    pub staging: String,
    /// Send a picture as it is, as a file.
    pub as_file: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct StagingCall {
    pub staging: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct SendFileCall {
    pub key: Key,
    pub file: File,
    pub caption: String,
    pub reply_to: Option<MessageId>,
}

/// Files of one account, at most a few hundred at once.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct BlobsCall {
    pub account: AccountId,
    pub blobs: Vec<BlobId>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct BlobCall {
    pub account: AccountId,
    pub blob: BlobId,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct DownloadCall {
    pub account: AccountId,
    pub blob: BlobId,
    /// As the message says; no more than that is taken.
    #[ts(type = "number")]
    pub size: u64,
}

/// Bytes on the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Quota {
    #[ts(type = "number")]
    pub used: u64,
    #[ts(type = "number")]
    pub total: u64,
}

/// Bytes on this disk, of all accounts together.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Storage {
    /// Pictures and files that are here.
    #[ts(type = "number")]
    pub used: u64,
    /// Of those, what waits to be sent and own stickers: they never give way.
    #[ts(type = "number")]
    pub needed: u64,
}

/// Takes a picture out of a message, or a sticker of somebody else, into one's own stickers.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct StickersCall {
    pub account: AccountId,
    /// All own stickers in their new order; what is missing is removed.
    pub blobs: Vec<BlobId>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct OwnStickerCall {
    pub key: Key,
    pub blob: BlobId,
    pub reply_to: Option<MessageId>,
}

/// Own stickers of one account, in the person's order.
pub type Stickers = Vec<Picture>;
