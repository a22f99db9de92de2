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
        /// The set's name: `hearth` for the one that ships with the app, `own` for one that a person added.
        set: String,
        name: String,
        /// A sticker that does not ship with the app brings its picture.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        picture: Option<Picture>,
    },
    Picture {
        picture: Picture,
        /// Markdown source; may be empty.
        #[serde(default)]
        caption: String,
    },
    File {
        file: File,
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

/// A file of any type that was uploaded as a blob.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct File {
    pub blob: BlobId,
    /// What the sender's computer takes it for; `application/octet-stream` where nothing is known. Never trusted: it
    /// chooses an icon and a player, nothing else.
    pub mime: String,
    /// Bytes of the blob.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub size: u64,
    /// The file's own name, without a path.
    pub name: String,
    /// How a short video looks, so that its frame can be reserved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub video: Option<Video>,
}

/// The shape of a video.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Video {
    /// Pixels, as shown.
    pub width: u32,
    pub height: u32,
    pub duration_ms: u32,
    /// As in [`Picture::thumbhash`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub thumbhash: String,
}

impl Body {
    /// The words of this body that a person can read and search for.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Text { text } => text,
            Self::Picture { caption, .. } | Self::File { caption, .. } => caption,
            Self::Sticker { .. } | Self::Unknown(_) => "",
        }
    }

    /// The blob that must be on the server before this body may be posted. A body has one at most.
    #[must_use]
    pub fn blob(&self) -> Option<&BlobId> {
        match self {
            Self::Picture { picture, .. } => Some(&picture.blob),
            Self::File { file, .. } => Some(&file.blob),
            Self::Sticker { picture, .. } => picture.as_ref().map(|picture| &picture.blob),
            Self::Text { .. } | Self::Unknown(_) => None,
        }
    }
}
