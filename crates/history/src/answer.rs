//! What readers answer beyond items and rows: plain data.

use hearth_proto::{
    error::ErrorCode,
    id::{ConversationId, Cursor, MessageId, Millis, Seq},
    people::Profile,
    room::ReadMark,
};

use crate::{
    batch::{Outgoing, Owed},
    item::{Captioned, NotifyLevel},
};

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
    pub unread_from: Option<ReadMark>,
    pub owed: Owed,
    /// A private chat.
    pub direct: bool,
    pub notify: NotifyLevel,
    pub muted_until: Option<Millis>,
}

/// A message or an act in the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Waiting {
    pub outgoing: Outgoing,
    /// Why the server refused it, until the person has decided.
    pub failed: Option<ErrorCode>,
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
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Draft {
    pub text: String,
    pub reply_to: Option<MessageId>,
    pub attachments: Vec<Captioned>,
    /// An edit that is being written: of which message, and what is to become of it. It stands beside the rest.
    pub edit: Option<(MessageId, String)>,
}

impl Draft {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.reply_to.is_none() && self.attachments.is_empty() && self.edit.is_none()
    }
}
