//! How the export is written, as far as it is read.

use serde::{Deserialize, Serialize};

use super::super::{card::Card, json::or_default};

/// One line.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Line {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) info: Option<Info>,
    pub(super) team: Option<Team>,
    pub(super) channel: Option<Channel>,
    pub(super) user: Option<User>,
    pub(super) bot: Option<Bot>,
    pub(super) post: Option<Post>,
    pub(super) direct_channel: Option<DirectChannel>,
    pub(super) direct_post: Option<Post>,
    pub(super) emoji: Option<Emoji>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Info {
    #[serde(deserialize_with = "or_default")]
    pub(super) created: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Team {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Channel {
    #[serde(deserialize_with = "or_default")]
    pub(super) team: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) display_name: String,
    #[serde(rename = "type", deserialize_with = "or_default")]
    pub(super) kind: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) header: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) purpose: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) deleted_at: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct User {
    #[serde(deserialize_with = "or_default")]
    pub(super) username: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) nickname: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) first_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) last_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) position: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) custom_status: Status,
    #[serde(deserialize_with = "or_default")]
    pub(super) teams: Vec<InTeam>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Status {
    #[serde(deserialize_with = "or_default")]
    pub(super) emoji: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) text: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct InTeam {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) channels: Vec<InChannel>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct InChannel {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) roles: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Bot {
    #[serde(deserialize_with = "or_default")]
    pub(super) username: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) display_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) description: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct DirectChannel {
    #[serde(deserialize_with = "or_default")]
    pub(super) members: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) participants: Vec<Participant>,
    #[serde(deserialize_with = "or_default")]
    pub(super) header: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Participant {
    #[serde(deserialize_with = "or_default")]
    pub(super) username: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Emoji {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
}

/// A post, a direct post or a reply.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Post {
    #[serde(deserialize_with = "or_default")]
    pub(super) team: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) channel: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) channel_members: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) user: String,
    #[serde(rename = "type", deserialize_with = "or_default")]
    pub(super) kind: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) message: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) props: Props,
    #[serde(deserialize_with = "or_default")]
    pub(super) create_at: i64,
    #[serde(deserialize_with = "or_default")]
    pub(super) edit_at: i64,
    #[serde(deserialize_with = "or_default")]
    pub(super) reactions: Vec<Reaction>,
    #[serde(deserialize_with = "or_default")]
    pub(super) replies: Vec<Post>,
    #[serde(deserialize_with = "or_default")]
    pub(super) attachments: Vec<Attached>,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_pinned: bool,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Props {
    #[serde(deserialize_with = "or_default")]
    pub(super) attachments: Vec<Card>,
    #[serde(rename = "addedUsername", deserialize_with = "or_default")]
    pub(super) added: String,
    #[serde(rename = "removedUsername", deserialize_with = "or_default")]
    pub(super) removed: String,
    /// The name that a program gave itself for this post.
    #[serde(deserialize_with = "or_default")]
    pub(super) override_username: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Reaction {
    #[serde(deserialize_with = "or_default")]
    pub(super) user: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) emoji_name: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Attached {
    #[serde(deserialize_with = "or_default")]
    pub(super) path: String,
}
