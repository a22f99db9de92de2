//! Events: the entries of a conversation's log.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    body::Body,
    id::{ConversationId, MessageId, Millis, Pos, Seq, UserId},
    people::Role,
    room::Room,
};

/// One entry of a conversation's log.
///
/// Folding is independent of order: what changes a message, a member or a room carries its own `seq`, and the one
/// with the highest `seq` wins. So a reader may apply newest pages first and older ones later.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Event {
    pub conversation: ConversationId,
    pub seq: Seq,
    pub pos: Pos,
    /// The server's clock when the event was put in order.
    pub at: Millis,
    /// Who did it.
    pub author: UserId,
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum What {
    Message(Message),
    /// The target's body is now this one. The server has replaced it in the message's own event too.
    Edited {
        target: MessageId,
        body: Option<Body>,
    },
    /// The target's body is gone, here and in the message's own event.
    Redacted {
        target: MessageId,
    },
    /// The author has added or taken back one emoji.
    Reaction {
        target: MessageId,
        emoji: String,
        on: bool,
    },
    Pinned {
        target: MessageId,
        on: bool,
    },
    Member {
        user: UserId,
        #[serde(flatten)]
        change: MemberChange,
    },
    /// The room was made or its settings changed.
    Room {
        room: Room,
    },
    /// A kind this version does not know. It is kept, counts as covered, and is shown as "needs a newer Hearth".
    #[serde(untagged)]
    Unknown(Value),
}

/// A message as the log holds it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Message {
    pub message: MessageId,
    /// None once it was deleted.
    pub body: Option<Body>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// Which message of the conversation this is: 1, 2, 3.
    pub number: u64,
    /// When the body was last changed, if it ever was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Millis>,
    /// The seq of the newest edit or deletion; zero when there was none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub changed_seq: Seq,
    /// The people it mentions, as the server understood it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
}

fn is_zero(seq: &Seq) -> bool {
    *seq == Seq(0)
}

/// What happened to a member.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum MemberChange {
    /// Came by their own act.
    Joined { role: Role },
    /// Was brought in by the event's author.
    Added { role: Role },
    /// Left by their own act.
    Left,
    /// Was taken out by the event's author.
    Removed,
    /// Has another role now.
    Role { role: Role },
}

impl MemberChange {
    /// The role after the change; None when the person is no longer in the conversation.
    #[must_use]
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Joined { role } | Self::Added { role } | Self::Role { role } => Some(role),
            Self::Left | Self::Removed => None,
        }
    }
}
