//! What the window asks and is told about everything that was ever sent to a conversation: pictures, films, files and
//! links by month, and figures. Plain data.

use hearth_proto::{
    body::Body,
    id::{MessageId, Millis, Seq, UserId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::Key;

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct GalleryCall {
    pub key: Key,
    pub kind: GalleryKind,
    /// Older than this; None: the newest.
    pub before: Option<Seq>,
    pub limit: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GalleryKind {
    Pictures,
    Videos,
    Files,
    Links,
}

/// A part of a gallery, newest first.
#[derive(Clone, Default, PartialEq, Debug, Serialize, TS)]
pub struct Gallery {
    pub entries: Vec<GalleryEntry>,
    /// Older ones are here too; ask with `before` set to the last entry's seq.
    pub more: bool,
    /// False where parts of the conversation are not here yet, so that some may be missing.
    pub complete: bool,
    /// Every month in which there is something, newest first; with the first part only.
    pub months: Vec<GalleryMonth>,
}

/// One message with something of the kind that was asked for.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct GalleryEntry {
    pub message: MessageId,
    pub seq: Seq,
    pub at: Millis,
    pub author: UserId,
    /// A picture or a file; for links, the text that they stand in.
    pub body: Body,
    /// For links: their addresses, in their order.
    pub links: Vec<String>,
}

/// A month of this computer's calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
pub struct GalleryMonth {
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    pub count: u32,
    /// Asking with this as `before` begins with the month's newest.
    pub before: Seq,
}

/// Figures about a conversation, of what is here.
#[derive(Clone, Default, PartialEq, Debug, Serialize, TS)]
pub struct RoomStatistics {
    pub messages: u32,
    /// When the first of them was written.
    pub since: Option<Millis>,
    /// Those who wrote most, most first; at most ten.
    pub people: Vec<PersonCount>,
    pub pictures: u32,
    pub videos: u32,
    pub files: u32,
    /// Bytes of pictures, films and files together.
    #[ts(type = "number")]
    pub file_bytes: u64,
    pub links: u32,
    /// Messages of the last twelve months, this one last.
    pub months: Vec<MonthCount>,
    /// False where parts of the conversation are not here yet.
    pub complete: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
pub struct PersonCount {
    pub user: UserId,
    pub messages: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
pub struct MonthCount {
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    pub messages: u32,
}
