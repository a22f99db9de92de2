//! What people do to a message that stands, and how what waits to be sent is named. An act travels as one of four
//! requests; before that it waits in a client's outbox like a message does.

use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    command::Request,
    id::{ActId, ConversationId, MessageId},
};

/// A change of one message.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    Edit { body: Body },
    Redact,
    React { emoji: String, on: bool },
    Pin { on: bool },
}

/// Names what waits to be sent. Both ids are made by the client, once, and the server keeps them for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SendId {
    Message(MessageId),
    Act(ActId),
}

impl Act {
    /// The request that carries it.
    #[must_use]
    pub fn request(self, conversation: ConversationId, message: MessageId, act: ActId) -> Request {
        let act = Some(act);
        match self {
            Self::Edit { body } => Request::Edit { conversation, message, body, act },
            Self::Redact => Request::Redact { conversation, message, act },
            Self::React { emoji, on } => Request::React { conversation, message, emoji, on, act },
            Self::Pin { on } => Request::Pin { conversation, message, on, act },
        }
    }
}
