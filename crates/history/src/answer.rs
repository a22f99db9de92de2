//! What readers answer beyond items and rows: plain data.

use hearth_proto::{
    body::Body,
    error::ErrorCode,
    id::{BlobId, ConversationId, Cursor, MessageId, Millis, Seq},
    people::Profile,
    room::ReadMark,
};

use crate::item::NotifyLevel;

/// What the account starts from.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Restored {
    /// None before the first welcome.
    pub me: Option<Profile>,
    pub cursor: Option<Cursor>,
    pub standings: Vec<Standing>,
    /// In the order in which it was written.
    pub outbox: Vec<Waiting>,
    pub last_open: Option<ConversationId>,
}

/// How much of a conversation is here, and what the person chose for it.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    pub conversation: ConversationId,
    /// The newest event known to exist; zero where the server's present log has not named one.
    pub head: Seq,
    /// Both ends included, rising.
    pub holes: Vec<(Seq, Seq)>,
    pub read: ReadMark,
    /// A private chat.
    pub direct: bool,
    pub notify: NotifyLevel,
    pub muted_until: Option<Millis>,
}

/// A message in the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Waiting {
    pub conversation: ConversationId,
    pub message: MessageId,
    pub body: Body,
    pub reply_to: Option<MessageId>,
    /// The blob that still has to be uploaded first.
    pub upload: Option<BlobId>,
    /// Why the server refused it, until the person has decided.
    pub failed: Option<ErrorCode>,
    /// This computer's clock when it was written.
    pub at: Millis,
}

/// Where reading goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Divider {
    /// The divider stands before the first message with a seq above this. Own messages right after the read mark lie
    /// before it.
    pub after: Seq,
    /// The first unread message; None where it is not here yet.
    pub first: Option<Seq>,
    pub unread: u32,
}

/// What was being written.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Draft {
    pub text: String,
    pub reply_to: Option<MessageId>,
}
