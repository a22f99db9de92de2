//! People, their pictures and their place in a conversation.

use serde::{Deserialize, Serialize};

use crate::id::{BlobId, Millis, UserId};

/// A person as others see them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Profile {
    pub id: UserId,
    /// Unique on the server: lower case, no spaces. See [`handle_from`].
    pub handle: String,
    /// The name shown everywhere.
    pub name: String,
    pub avatar: Avatar,
    /// One line that others see under the name; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// The time zone the person lives in, as an IANA name such as `Asia/Shanghai`; empty when not told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// Somebody who is only known from what was imported: they cannot sign in, be written to or brought in. Absent from
    /// older servers, which do not tell.
    #[serde(default, skip_serializing_if = "is_false")]
    pub former: bool,
}

/// A picture of a person or a room.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Avatar {
    /// One of the drawings that ship with the app, such as `person-fox` or `room-kettle`.
    /// A name that a client does not have is shown as initials.
    Drawn { name: String },
    /// An own image, uploaded as a square blob.
    Own { blob: BlobId },
}

/// What a person may do in a conversation, least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Guest,
    Member,
    Admin,
    Owner,
}

/// One member of a conversation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Member {
    pub user: UserId,
    pub role: Role,
    /// Until when this member may not write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted_until: Option<Millis>,
}

/// Whether a person can be reached now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Online,
    /// The desktop is on, and nobody has touched it for a while.
    Away,
    /// Does not want to be disturbed.
    Busy,
    Offline,
}

/// Makes a handle out of a name: lower case, runs of anything but letters and digits become one `-`, at most
/// 32 characters. Every script is kept, so `王小明` stays. Empty when the name has no letter or digit.
#[must_use]
pub fn handle_from(name: &str) -> String {
    let mut handle = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            handle.push(c);
        } else if !handle.is_empty() && !handle.ends_with('-') {
            handle.push('-');
        }
    }
    let cut: String = handle.chars().take(32).collect();
    cut.trim_end_matches('-').to_owned()
}

/// Whether a handle may be used: 1 to 32 characters, lower-case letters and digits of any script,
/// and `-`, `_`, `.` inside.
#[must_use]
pub fn handle_is_valid(handle: &str) -> bool {
    let allowed = |c: char| (c.is_alphanumeric() && c.to_lowercase().eq([c])) || matches!(c, '-' | '_' | '.');
    let edge = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    handle.chars().count() <= 32
        && edge(handle.chars().next())
        && edge(handle.chars().next_back())
        && handle.chars().all(allowed)
}

// serde hands its predicates a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handle_keeps_every_script_and_joins_words() {
        assert_eq!(handle_from("Ann  O'Neil"), "ann-o-neil");
        assert_eq!(handle_from("王小明"), "王小明");
        assert_eq!(handle_from("  🦊 "), "");
        assert_eq!(handle_from(&"x".repeat(50)).len(), 32);
    }

    #[test]
    fn handle_rules_refuse_spaces_capitals_and_edges() {
        for good in ["ann", "a", "ann-o-neil", "王小明", "x.y_z"] {
            assert!(handle_is_valid(good), "{good}");
        }
        for bad in ["", "Ann", "a b", "-a", "a-", "a@b", &"x".repeat(33)] {
            assert!(!handle_is_valid(bad), "{bad}");
        }
    }
}
