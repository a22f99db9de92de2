//! What is written in one transaction: plain data in the server's words.

use hearth_proto::{
    body::Body,
    error::ErrorCode,
    event::Event,
    id::{BlobId, ConversationId, Cursor, MessageId, Millis, Seq},
    people::{Member, Profile},
    room::{Head, ReadMark},
};

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
    pub coverage: Vec<Coverage>,
    pub reads: Vec<(ConversationId, ReadMark)>,
    pub sent: Vec<(MessageId, Seq, Millis)>,
    pub refused: Vec<(MessageId, ErrorCode)>,
    pub retried: Vec<MessageId>,
    pub uploaded: Vec<MessageId>,
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
    pub people: Vec<Profile>,
    pub members: Vec<(ConversationId, Vec<Member>)>,
}

/// A message of one's own on its way into the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Outgoing {
    pub conversation: ConversationId,
    pub message: MessageId,
    pub body: Body,
    pub reply_to: Option<MessageId>,
    /// The blob that has to be uploaded first.
    pub upload: Option<BlobId>,
    /// This computer's clock.
    pub at: Millis,
}
