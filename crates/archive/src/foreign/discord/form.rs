//! How the export is written, as far as it is read.

use serde::Deserialize;

use super::super::json::{or_default, text_or_number};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Guild {
    #[serde(deserialize_with = "text_or_number")]
    pub(super) id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Channel {
    #[serde(deserialize_with = "text_or_number")]
    pub(super) id: String,
    #[serde(rename = "type", deserialize_with = "text_or_number")]
    pub(super) kind: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) category: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) topic: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct User {
    #[serde(deserialize_with = "text_or_number")]
    pub(super) id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) nickname: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_bot: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) roles: Vec<RoleOf>,
}

/// A role that somebody has.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RoleOf {
    #[serde(deserialize_with = "text_or_number")]
    pub(super) id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
}

/// The stretch of time that was exported; empty where there is no such limit.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Range {
    #[serde(deserialize_with = "or_default")]
    pub(super) after: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) before: String,
}

/// As much of a message as is needed to put it into its order.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Brief {
    #[serde(deserialize_with = "or_default")]
    pub(super) timestamp: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) author: User,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Message {
    #[serde(deserialize_with = "text_or_number")]
    pub(super) id: String,
    #[serde(rename = "type", deserialize_with = "text_or_number")]
    pub(super) kind: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) timestamp: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) timestamp_edited: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_pinned: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) author: User,
    #[serde(deserialize_with = "or_default")]
    pub(super) content: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) attachments: Vec<Attached>,
    #[serde(deserialize_with = "or_default")]
    pub(super) embeds: Vec<Embed>,
    #[serde(deserialize_with = "or_default")]
    pub(super) stickers: Vec<Sticker>,
    #[serde(deserialize_with = "or_default")]
    pub(super) reactions: Vec<Reaction>,
    #[serde(deserialize_with = "or_default")]
    pub(super) mentions: Vec<User>,
    #[serde(deserialize_with = "or_default")]
    pub(super) reference: Reference,
    pub(super) forwarded_message: Option<Forwarded>,
    pub(super) interaction: Option<Interaction>,
    #[serde(deserialize_with = "or_default")]
    pub(super) components: Vec<Component>,
    #[serde(deserialize_with = "or_default")]
    pub(super) inline_emojis: Vec<Emoji>,
    pub(super) poll: Option<Poll>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Poll {
    #[serde(deserialize_with = "or_default")]
    pub(super) question: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) answers: Vec<Answer>,
    #[serde(deserialize_with = "or_default")]
    pub(super) results: Results,
}

/// One of the answers of a poll, or how many gave it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    #[serde(deserialize_with = "or_default")]
    pub(super) id: u64,
    #[serde(deserialize_with = "or_default")]
    pub(super) text: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) count: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Results {
    #[serde(deserialize_with = "or_default")]
    pub(super) answers: Vec<Answer>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Attached {
    #[serde(deserialize_with = "or_default")]
    pub(super) url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) file_name: String,
    /// What it shows, for those who cannot see it.
    #[serde(deserialize_with = "or_default")]
    pub(super) description: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Sticker {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) source_url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Embed {
    #[serde(deserialize_with = "or_default")]
    pub(super) title: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) description: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) author: Signed,
    #[serde(deserialize_with = "or_default")]
    pub(super) footer: Signed,
    #[serde(deserialize_with = "or_default")]
    pub(super) fields: Vec<Field>,
    #[serde(deserialize_with = "or_default")]
    pub(super) image: Shown,
    #[serde(deserialize_with = "or_default")]
    pub(super) images: Vec<Shown>,
    #[serde(deserialize_with = "or_default")]
    pub(super) thumbnail: Shown,
    #[serde(deserialize_with = "or_default")]
    pub(super) video: Shown,
}

/// Who stands above an embed, or what below.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Signed {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) text: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) url: String,
}

/// A picture or film of an embed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    #[serde(deserialize_with = "or_default")]
    pub(super) url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Field {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) value: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Reaction {
    #[serde(deserialize_with = "or_default")]
    pub(super) emoji: Emoji,
    #[serde(deserialize_with = "or_default")]
    pub(super) count: u64,
    #[serde(deserialize_with = "or_default")]
    pub(super) users: Vec<User>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Emoji {
    #[serde(deserialize_with = "text_or_number")]
    pub(super) id: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Reference {
    #[serde(rename = "type", deserialize_with = "text_or_number")]
    pub(super) kind: String,
    #[serde(deserialize_with = "text_or_number")]
    pub(super) message_id: String,
    #[serde(deserialize_with = "text_or_number")]
    pub(super) channel_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Forwarded {
    #[serde(deserialize_with = "or_default")]
    pub(super) content: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) attachments: Vec<Attached>,
    #[serde(deserialize_with = "or_default")]
    pub(super) embeds: Vec<Embed>,
    #[serde(deserialize_with = "or_default")]
    pub(super) stickers: Vec<Sticker>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Interaction {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) user: User,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Component {
    #[serde(deserialize_with = "or_default")]
    pub(super) label: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) components: Vec<Component>,
}
