//! How the export is written, as far as it is read.

use serde::Deserialize;
use serde_json::Value;

use super::super::{
    card::Card,
    json::{or_default, text_or_number},
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct User {
    pub(super) id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) real_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) tz: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_bot: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_restricted: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_ultra_restricted: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) team_id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) profile: Profile,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Profile {
    #[serde(deserialize_with = "or_default")]
    pub(super) display_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) real_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) status_text: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) status_emoji: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) bot_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Listed {
    pub(super) id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) creator: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_archived: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) members: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) topic: Said,
    #[serde(deserialize_with = "or_default")]
    pub(super) purpose: Said,
    #[serde(deserialize_with = "or_default")]
    pub(super) pins: Vec<Pin>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    #[serde(deserialize_with = "or_default")]
    pub(super) value: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Pin {
    #[serde(deserialize_with = "or_default")]
    pub(super) id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    #[serde(deserialize_with = "or_default")]
    pub(super) subtype: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) user: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) bot_id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) username: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) user_profile: Profile,
    #[serde(deserialize_with = "or_default")]
    pub(super) bot_profile: Profile,
    #[serde(deserialize_with = "or_default")]
    pub(super) text: String,
    #[serde(deserialize_with = "text_or_number")]
    pub(super) ts: String,
    #[serde(deserialize_with = "text_or_number")]
    pub(super) thread_ts: String,
    pub(super) edited: Option<Edited>,
    #[serde(deserialize_with = "or_default")]
    pub(super) reactions: Vec<Reaction>,
    #[serde(deserialize_with = "or_default")]
    pub(super) pinned_to: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) files: Vec<File>,
    pub(super) file: Option<File>,
    #[serde(deserialize_with = "or_default")]
    pub(super) attachments: Vec<Card>,
    #[serde(deserialize_with = "or_default")]
    pub(super) blocks: Vec<Value>,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_hidden_by_limit: Value,
    pub(super) inviter: Option<String>,
    /// What was said about a file, in exports of old.
    pub(super) comment: Option<Comment>,
    /// The call that the message tells of.
    pub(super) room: Option<Room>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Comment {
    #[serde(deserialize_with = "or_default")]
    pub(super) user: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) comment: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Room {
    #[serde(deserialize_with = "or_default")]
    pub(super) created_by: String,
    /// In seconds.
    #[serde(deserialize_with = "or_default")]
    pub(super) date_start: i64,
    #[serde(deserialize_with = "or_default")]
    pub(super) date_end: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Edited {
    #[serde(deserialize_with = "text_or_number")]
    pub(super) ts: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Reaction {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) users: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) count: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct File {
    #[serde(deserialize_with = "or_default")]
    pub(super) id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) title: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) mode: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) url_private: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) permalink: String,
}
