//! The archive: conversations as files that outlive the app. Hearth's own format is JSON Lines and loses nothing
//! (`docs/ARCHIVE.md`); HTML, Markdown and plain text are for reading; exports of other chats are read into the same
//! records. It knows no network, no clock and no database: it turns records into files and files into records.

pub mod counts;
pub mod error;
pub mod export;
pub mod mentions;
pub mod pages;
pub mod reader;
pub mod record;
pub mod remark;
pub mod report;
pub mod source;
pub mod writer;

mod foreign;
mod lines;
mod names;
mod own;
mod spool;
mod tree;

/// The version of the format that this crate writes. A reader takes this one and all before it.
pub const VERSION: u32 = 1;

/// The file of an archive that holds its records.
pub const RECORDS: &str = "archive.jsonl";

/// The directory beside it that holds files, each named by the SHA-256 of its bytes.
pub const FILES: &str = "files";

/// Bytes of one line, its end not counted. The longest message takes less than 64 KiB; the rest is room for reactions.
pub const LINE_BYTES: usize = 8 * 1024 * 1024;
