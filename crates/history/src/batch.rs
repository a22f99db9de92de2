//! What is written in one transaction: plain data in the server's words.

use hearth_proto::{
    act::{Act, SendId},
    body::Body,
    command::ForwardOf,
    error::ErrorCode,
    event::{Event, Forwarded},
    frame::Reader,
    id::{ActId, BlobId, ConversationId, Cursor, MessageId, Millis, Seq, UserId},
    people::{Member, Profile},
    room::{Head, ReadMark},
};
use serde::{Deserialize, Serialize};

/// One step of the reader through the log. Applied whole or not at all; applying it twice changes nothing.
#[derive(Clone, Default, Debug)]
pub struct Batch {
    pub me: Option<Profile>,
    pub cursor: Option<Cursor>,
    /// The server's log is another one; what is here is kept, but all of it counts as not covered.
    pub new_epoch: bool,
    pub people: Vec<Profile>,
    pub heads: Vec<Head>,
    pub gone: Vec<ConversationId>,
    pub members: Vec<(ConversationId, Vec<Member>, Seq)>,
    pub events: Vec<Event>,
    /// Events of long ago that nobody waits for: what is touched names their places and does not read them back.
    pub past: Vec<Event>,
    pub coverage: Vec<Coverage>,
    pub marks: Vec<Marks>,
    pub sent: Vec<(MessageId, Seq, Millis)>,
    /// Acts that are on the server's disk.
    pub acted: Vec<(ActId, Seq, Millis)>,
    /// A message or an edit stays, for the person to decide; any other act is forgotten.
    pub refused: Vec<(SendId, ErrorCode)>,
    pub retried: Vec<SendId>,
    pub uploaded: Vec<MessageId>,
    /// Others have read on.
    pub read_by: Vec<(ConversationId, UserId, Seq)>,
    /// All who share how far they have read, in the place of those who did before.
    pub readers: Vec<(ConversationId, Vec<Reader>)>,
    /// Nobody's read marks are known any more.
    pub forget_readers: bool,
}

/// Own marks of a conversation, as they are now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marks {
    pub conversation: ConversationId,
    /// It only grows.
    pub read: ReadMark,
    /// Unread counts from here instead.
    pub unread_from: Option<ReadMark>,
    pub owed: Owed,
}

/// What the server still has to be told of own marks: first the one, then the other.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Owed {
    pub read: Option<Seq>,
    /// The message from which on it was marked unread.
    pub unread: Option<Seq>,
}

/// How much of a conversation is here: everything of `1..=head` but the holes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coverage {
    pub conversation: ConversationId,
    pub head: Seq,
    /// Both ends included, rising, not touching.
    pub holes: Vec<(Seq, Seq)>,
}

/// What a batch has changed, so that exactly that can be shown anew.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Touched {
    /// Conversations whose row in the list may look different.
    pub rows: Vec<ConversationId>,
    /// Items that are new or different, by conversation.
    pub items: Vec<(ConversationId, Vec<crate::item::Item>)>,
    /// From and to: places at which something of long ago is new. Whoever shows them reads them ([`Reader::between`]).
    ///
    /// [`Reader::between`]: crate::readers::Reader::between
    pub past: Vec<(ConversationId, Seq, Seq)>,
    pub people: Vec<Profile>,
    pub members: Vec<(ConversationId, Vec<Member>)>,
    pub readers: Vec<(ConversationId, Vec<Reader>)>,
}

/// Something of one's own on its way into the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Outgoing {
    pub conversation: ConversationId,
    /// This computer's clock.
    pub at: Millis,
    pub what: Sending,
}

/// A message, or an act on one.
#[derive(Clone, PartialEq, Debug)]
pub enum Sending {
    Message {
        message: MessageId,
        body: Body,
        reply_to: Option<MessageId>,
        forward: Option<Forward>,
        /// The blob that has to be uploaded first.
        upload: Option<BlobId>,
    },
    Act {
        act: ActId,
        target: MessageId,
        what: Act,
    },
}

impl Sending {
    #[must_use]
    pub const fn id(&self) -> SendId {
        match self {
            Self::Message { message, .. } => SendId::Message(*message),
            Self::Act { act, .. } => SendId::Act(*act),
        }
    }
}

/// The message that one passes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Forward {
    pub of: ForwardOf,
    /// What the server will say of it.
    pub origin: Forwarded,
}
