//! Bounds that both ends keep. The server states its own in the welcome.

use serde::{Deserialize, Serialize};

/// The bounds of a server. Sizes are bytes unless said otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Limits {
    /// A WebSocket frame, both ways.
    pub frame_bytes: u32,
    /// The UTF-8 text of a message or caption.
    pub text_bytes: u32,
    /// Characters of a person's or room's name.
    pub name_chars: u32,
    /// Characters of a topic.
    pub topic_chars: u32,
    /// Characters of a person's status line.
    pub status_chars: u32,
    /// People in a private chat of several.
    pub group_people: u32,
    /// Events in one page of history.
    pub page_events: u32,
    /// One uploaded blob.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub blob_bytes: u64,
    /// Pixels of a picture, width times height.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub picture_pixels: u64,
    /// All blobs of one person together.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub quota_bytes: u64,
    /// Characters of a password, at least and at most.
    pub password_min_chars: u32,
    pub password_max_chars: u32,
    /// Commands a second that one person may send for long, and how many at once.
    pub rate_per_second: u32,
    pub rate_burst: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_bytes: 64 * 1024,
            text_bytes: 16 * 1024,
            name_chars: 64,
            topic_chars: 256,
            status_chars: 100,
            group_people: 20,
            page_events: 200,
            blob_bytes: 256 * 1024 * 1024,
            picture_pixels: 64_000_000,
            quota_bytes: 4 * 1024 * 1024 * 1024,
            password_min_chars: 8,
            password_max_chars: 256,
            rate_per_second: 5,
            rate_burst: 20,
        }
    }
}
