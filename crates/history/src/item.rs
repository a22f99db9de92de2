//! What a timeline and a conversation list are made of: the same objects from the database to the screen.

use hearth_proto::{
    body::Body,
    error::ErrorCode,
    event::MemberChange,
    id::{ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Role},
    room::{Room, Visibility},
};
use serde::{Deserialize, Serialize};

/// One line of a timeline. Sent items are ordered by `seq`; messages without one come after all others, in the order
/// in which they were written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "item", rename_all = "snake_case")]
// Nearly every item is a message, so boxing it would only add an allocation to each.
#[allow(clippy::large_enum_variant)]
pub enum Item {
    Message(Message),
    Note(Note),
    /// Events from `from` to `to` (both included) are on the server and not here yet. A hole is known by its `from`;
    /// as a change, `to` below `from` says that the hole which began there is filled.
    Hole {
        from: Seq,
        to: Seq,
    },
}

/// A message, sent or waiting.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Message {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub author: UserId,
    /// Written by this account.
    pub own: bool,
    /// The server's clock once sent, this computer's before.
    pub at: Millis,
    /// None while it waits.
    pub seq: Option<Seq>,
    /// None once deleted.
    pub body: Option<Body>,
    pub reply_to: Option<Quote>,
    pub edited_at: Option<Millis>,
    pub pinned: bool,
    pub mentions_me: bool,
    pub reactions: Vec<ReactionCount>,
    pub send: Send,
}

/// How far an own message has come. Others' messages are always `sent`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Send {
    /// On this disk, not yet acknowledged.
    Waiting,
    /// On the server's disk.
    Sent,
    /// The server refused it; the person decides.
    Failed { code: ErrorCode },
}

/// The message that another one answers, as much of it as a quote shows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Quote {
    pub message: MessageId,
    /// None where the original is not here yet.
    pub author: Option<UserId>,
    /// None where the original is not here yet, or was deleted.
    pub body: Option<Body>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReactionCount {
    pub emoji: String,
    pub users: Vec<UserId>,
}

/// Something that happened to the conversation itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Note {
    pub conversation: ConversationId,
    pub seq: Seq,
    pub at: Millis,
    pub author: UserId,
    pub what: NoteKind,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum NoteKind {
    Member {
        user: UserId,
        #[serde(flatten)]
        change: MemberChange,
    },
    /// The room was made (`seq` 1) or its settings changed.
    Room { room: Room },
    /// An event of a later version.
    Newer,
}

/// One row of the conversation list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Row {
    pub conversation: ConversationId,
    /// The room's name, or the peer's.
    pub name: String,
    pub avatar: Avatar,
    /// Only rooms have one.
    pub topic: String,
    pub visibility: Option<Visibility>,
    /// Only private chats have one.
    pub peer: Option<UserId>,
    /// None once this person is no longer in it; it can still be read.
    pub role: Option<Role>,
    pub members: u32,
    /// Orders the list, newest first; pinned rows come before.
    pub active_at: Millis,
    pub summary: Option<Summary>,
    pub unread: u32,
    pub mentions: u32,
    /// Where the person stopped reading.
    pub read: Seq,
    /// The newest event known to exist, here or not.
    pub head: Seq,
    /// The text of the draft; empty where there is none.
    pub draft: String,
    pub pinned: bool,
    pub notify: NotifyLevel,
    /// Until when it is silent, whatever `notify` says.
    pub muted_until: Option<Millis>,
}

/// The last thing said, for the list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Summary {
    pub author: UserId,
    pub author_name: String,
    pub own: bool,
    pub send: Send,
    pub what: SummaryKind,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SummaryKind {
    /// The first 200 characters, on one line.
    Text {
        text: String,
    },
    Sticker,
    Picture {
        caption: String,
    },
    File {
        name: String,
    },
    Deleted,
    Newer,
    /// Nobody has said anything yet; this is what happened instead.
    Note {
        what: NoteKind,
    },
}

/// What a conversation may alert for.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NotifyLevel {
    #[default]
    All,
    Mentions,
    Nothing,
}

/// A stretch of a timeline in rising order.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimelinePage {
    pub items: Vec<Item>,
    /// Nothing exists before the first item.
    pub at_start: bool,
    /// Nothing exists after the last item.
    pub at_end: bool,
}

/// Which stretch of a timeline is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Place {
    /// The newest items, what waits included.
    Newest,
    /// Around the first unread message, or the newest where everything is read.
    Unread,
    /// Those before this seq.
    Before { seq: Seq },
    /// Those after this seq.
    After { seq: Seq },
    /// Around this message.
    Message { message: MessageId },
}
