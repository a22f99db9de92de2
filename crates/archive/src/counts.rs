//! How much an archive holds, so that a reader knows when it has everything.

use serde::{Deserialize, Serialize};

use crate::record::Record;

/// Records of each kind, and bytes of files.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    pub people: u64,
    pub conversations: u64,
    pub members: u64,
    pub messages: u64,
    pub notes: u64,
    pub holes: u64,
    /// Files whose bytes are here.
    pub files: u64,
    pub file_bytes: u64,
    /// Files that are only named.
    pub missing_files: u64,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, record: &Record) {
        match record {
            Record::Person(_) => self.people += 1,
            Record::Conversation(_) => self.conversations += 1,
            Record::Member(_) => self.members += 1,
            Record::Message(_) => self.messages += 1,
            Record::Note(_) => self.notes += 1,
            Record::Hole(_) => self.holes += 1,
            Record::File(file) if file.here => {
                self.files += 1;
                self.file_bytes = self.file_bytes.saturating_add(file.size);
            }
            Record::File(_) => self.missing_files += 1,
            Record::Header(_) | Record::End(_) | Record::Unknown(_) => {}
        }
    }
}
