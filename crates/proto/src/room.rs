//! Conversations: what they are, and where a reader stands in them.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ConversationId, Millis, Seq, UserId},
    people::{Avatar, Role},
};

/// What a conversation is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConversationKind {
    /// A place with a name.
    Room { room: Room },
    /// Two people, for ever the same two. There is at most one between them.
    Direct { peer: UserId },
}

/// A room's settings. A `room` event carries all of them, so the newest one is the truth.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Room {
    pub name: String,
    /// One line about what the room is for; may be empty.
    #[serde(default)]
    pub topic: String,
    pub visibility: Visibility,
    pub avatar: Avatar,
    /// Who may write.
    #[serde(default, skip_serializing_if = "Posting::is_everyone")]
    pub posting: Posting,
    /// Seconds that a member waits between two messages; 0 for none, at most a day. Admins need not wait.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub slow_seconds: u32,
    /// Nobody writes here any more; it can be read, and be brought back.
    #[serde(default, skip_serializing_if = "is_false")]
    pub archived: bool,
}

// serde hands its predicates a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Who may write in a room.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Posting {
    #[default]
    Everyone,
    /// The others read, react and mark.
    Admins,
}

impl Posting {
    #[allow(clippy::trivially_copy_pass_by_ref)]
    const fn is_everyone(&self) -> bool {
        matches!(self, Self::Everyone)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Listed, and anyone with an account may join.
    Public,
    /// Seen by its members only; one is added by a member.
    Private,
    /// A private chat of several people, at most [`crate::limits::Limits::group_people`]: no roles, usually no name.
    /// A room never becomes one, nor one a room.
    Group,
}

/// A conversation as one member sees it: what it is and how far it has gone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Head {
    pub conversation: ConversationId,
    #[serde(flatten)]
    pub kind: ConversationKind,
    /// My role in it.
    pub role: Role,
    /// Until when I may not write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted_until: Option<Millis>,
    /// How many people are in it.
    pub members: u32,
    /// The newest event.
    pub seq: Seq,
    /// The newest event that set the room's settings, so that an older one cannot overwrite it.
    pub room_seq: Seq,
    /// How many messages it holds, deleted ones included.
    pub messages: u64,
    /// When the newest message was written, or the conversation made where there is none.
    pub active_at: Millis,
    /// How far I have read, on any of my devices.
    pub read: ReadMark,
    /// Where I marked it unread from: unread counts from here instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_from: Option<ReadMark>,
    /// Messages after the read mark that mention me.
    #[serde(default)]
    pub mentions: u32,
}

/// How far a person has read a conversation. It only grows.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReadMark {
    pub seq: Seq,
    /// How many messages lie at or before `seq`, so that unread is a difference of two numbers.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub messages: u64,
}

/// A public room as it is listed for those who may join.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Listing {
    pub conversation: ConversationId,
    pub room: Room,
    pub members: u32,
    /// Whether I am in it already.
    pub joined: bool,
}
