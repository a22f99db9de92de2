//! What a timeline and a conversation list are made of: the same objects from the database to the screen.

use hearth_proto::{
    body::{Body, File, Picture},
    error::ErrorCode,
    event::{Forwarded, MemberChange},
    id::{BlobId, ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Role},
    room::{Posting, Room, Visibility},
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

/// A message, sent or waiting, as it is shown: what this account did to it and the server does not have yet is laid over
/// what the server said.
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
    /// Whose message it passes on.
    pub forwarded: Option<Forwarded>,
    pub edited_at: Option<Millis>,
    pub pinned: bool,
    /// By name, or with everyone else.
    pub mentions_me: bool,
    /// It calls everyone in the room.
    pub mentions_room: bool,
    pub reactions: Vec<ReactionCount>,
    pub send: Send,
    /// An edit of mine that the server does not have: `body` is what it makes of the message. `failed`: the server
    /// refused it, and the person decides, as with a message. None where there is none.
    pub edit: Option<Send>,
}

/// How far an own message, or an own edit of one, has come. Others' messages are always `sent`.
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
    /// Only private chats of two have one.
    pub peer: Option<UserId>,
    /// The others in a private chat of several, the longest known first and at most twenty; empty everywhere else. Where
    /// such a chat has no name, theirs stand for it.
    pub people: Vec<UserId>,
    /// None once this person is no longer in it; it can still be read.
    pub role: Option<Role>,
    /// Who may write.
    pub posting: Posting,
    /// Nobody writes here any more.
    pub archived: bool,
    /// Seconds between two messages of one member; 0 for none.
    pub slow_seconds: u32,
    /// Until when this person may not write here. It may be past.
    pub silenced_until: Option<Millis>,
    pub members: u32,
    /// Orders the list, newest first; pinned rows come before.
    pub active_at: Millis,
    pub summary: Option<Summary>,
    pub unread: u32,
    pub mentions: u32,
    /// Where the person stopped reading.
    pub read: Seq,
    /// The message from which on the person marked it unread; None where they did not. `unread` counts from here then,
    /// and is shown as a mark even where it is 0.
    pub unread_from: Option<Seq>,
    /// Pinned messages that are here.
    pub pins: u32,
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
    /// Around the first message at or after this moment, or the newest where there is none.
    Date { when: Millis },
}

/// What is attached to a message that is being written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Attachment {
    Picture { picture: Picture },
    File { file: File },
}

impl Attachment {
    /// Where its bytes lie in the store.
    #[must_use]
    pub fn blob(&self) -> &BlobId {
        match self {
            Self::Picture { picture } => &picture.blob,
            Self::File { file } => &file.blob,
        }
    }
}

/// An attachment with what is said of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Captioned {
    #[serde(flatten)]
    pub attachment: Attachment,
    /// Empty in what was written before captions were kept.
    #[serde(default)]
    pub caption: String,
}

/// Kinds of files that are listed apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    Pictures,
    Videos,
    /// Everything else.
    Files,
}

/// A file that was sent to a conversation.
#[derive(Clone, PartialEq, Debug)]
pub struct FileEntry {
    pub message: MessageId,
    pub seq: Seq,
    pub at: Millis,
    pub author: UserId,
    /// A picture or a file.
    pub body: Body,
}

/// A part of the files of a conversation, newest first.
#[derive(Clone, PartialEq, Debug)]
pub struct FilesPage {
    pub entries: Vec<FileEntry>,
    /// Older ones are here too; ask with `before` set to the last entry's seq.
    pub more: bool,
    /// False where parts of the conversation are not here yet, so that files may be missing from the list.
    pub complete: bool,
}
