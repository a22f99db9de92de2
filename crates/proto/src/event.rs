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
        /// The people the new body mentions, and whether it mentions the whole room, as in [`Message`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<UserId>,
        #[serde(default, skip_serializing_if = "is_false")]
        mentions_room: bool,
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
    /// It mentions everyone (`@room`), by somebody who may.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mentions_room: bool,
    /// Whose message this passes on, as the server found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Forwarded>,
}

/// The origin of a forwarded message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Forwarded {
    pub author: UserId,
    /// When the first one was written.
    pub at: Millis,
}

// serde hands its predicates a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(flag: &bool) -> bool {
    !*flag
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
    /// Was taken out and is kept out.
    Banned,
    /// May come back.
    Unbanned,
    /// May not write until then; None: may write again.
    Muted { until: Option<Millis> },
}

impl MemberChange {
    /// What the change means for the person's place.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self {
            Self::Joined { role } | Self::Added { role } | Self::Role { role } => Standing::Is(role),
            Self::Left | Self::Removed | Self::Banned => Standing::Gone,
            Self::Muted { until } => Standing::Muted(until),
            Self::Unbanned => Standing::Same,
        }
    }
}

/// A person's place in a conversation after a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    Is(Role),
    Gone,
    /// Still there with the same role, and silent until then.
    Muted(Option<Millis>),
    Same,
}
