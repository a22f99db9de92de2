//! A frame that was encoded once and is sent as often as there are readers.

use axum::extract::ws::Utf8Bytes;
use hearth_proto::{frame::ServerFrame, id::Pos};

/// Cheap to clone: the text is shared.
#[derive(Clone, Debug)]
pub struct Frame {
    pub text: Utf8Bytes,
    pub kind: FrameKind,
}

/// What a line needs to know about a frame without reading it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameKind {
    /// Answers a request of this line.
    Reply,
    /// The same, for a page or list.
    ReadReply,
    /// An event of the log. The position goes into the next ping.
    Event(Pos),
    /// Durable news; a snapshot at or after this position holds it already.
    News(Pos),
    /// Presence and typing: the first to be left out.
    Passing,
}

impl Frame {
    pub fn new(frame: &ServerFrame, kind: FrameKind) -> Self {
        // Every frame is made of plain structs with string keys; writing one as JSON cannot fail.
        let text = serde_json::to_string(frame).unwrap_or_default();
        Self { text: text.into(), kind }
    }

    pub fn reply(frame: &ServerFrame) -> Self {
        Self::new(frame, FrameKind::Reply)
    }

    /// The position at which what it says became true.
    pub const fn pos(&self) -> Option<Pos> {
        match self.kind {
            FrameKind::Event(pos) | FrameKind::News(pos) => Some(pos),
            FrameKind::Reply | FrameKind::ReadReply | FrameKind::Passing => None,
        }
    }
}
