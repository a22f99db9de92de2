//! What a message says.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::BlobId;

/// The content of a message. A kind from a later version is kept as it came and shown as "needs a newer Hearth".
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    Text {
        /// Markdown source, at most [`crate::limits::Limits::text_bytes`] long, not only whitespace.
        text: String,
    },
    Sticker {
        /// The set's name, `hearth` for the one that ships with the app.
        set: String,
        name: String,
    },
    Picture {
        picture: Picture,
        /// Markdown source; may be empty.
        #[serde(default)]
        caption: String,
    },
    /// A kind this version does not know, or one written in a way it cannot read. Servers refuse to post it.
    #[serde(untagged)]
    Unknown(#[cfg_attr(feature = "ts", ts(type = "{ kind: \"?\" }"))] Value),
}

/// A picture that was uploaded as a blob.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Picture {
    pub blob: BlobId,
    /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    pub mime: String,
    /// Pixels, as shown (rotation already applied), so that the frame can be reserved before the bytes arrive.
    pub width: u32,
    pub height: u32,
    /// Bytes of the blob.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub size: u64,
    /// A ThumbHash (base64, standard alphabet, about 30 bytes) that stands in the frame until the picture is there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub thumbhash: String,
    /// The file's own name, for saving; empty where there was none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl Body {
    /// The words of this body that a person can read and search for.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Text { text } => text,
            Self::Picture { caption, .. } => caption,
            Self::Sticker { .. } | Self::Unknown(_) => "",
        }
    }

    /// The blob that must be on the server before this body may be posted.
    #[must_use]
    pub fn blob(&self) -> Option<&BlobId> {
        match self {
            Self::Picture { picture, .. } => Some(&picture.blob),
            Self::Text { .. } | Self::Sticker { .. } | Self::Unknown(_) => None,
        }
    }
}
