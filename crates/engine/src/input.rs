//! Everything the engine can be told.

use hearth_proto::{
    body::Body,
    command::Request,
    error::{CloseCode, ErrorCode},
    frame::{PingPayload, ServerFrame},
    id::{BlobId, ConversationId, Cursor, MessageId, Millis, Seq, UserId},
    people::Presence,
    room::ReadMark,
};

use crate::{alert::Policy, connection::LineReason};

/// The world outside at the moment of a step. The engine has no clock and no dice of its own.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// Wall clock; may jump.
    pub wall: Millis,
    /// A clock that only runs forward, in milliseconds since any start. It counts time asleep.
    pub mono_ms: u64,
    /// Fresh random bits, for jitter.
    pub entropy: u64,
    /// Minutes since local midnight, and the local weekday with Monday as 0, for quiet hours.
    pub local_minute: u16,
    pub local_weekday: u8,
}

/// What the engine starts from: what the history file knows.
#[derive(Clone, Default, Debug)]
pub struct Restored {
    /// This account. None only before the first welcome.
    pub me: Option<UserId>,
    pub cursor: Option<Cursor>,
    pub conversations: Vec<Standing>,
    /// In the order in which they were written.
    pub outbox: Vec<Outgoing>,
}

/// How much of a conversation is here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    pub conversation: ConversationId,
    /// The newest event known to exist.
    pub head: Seq,
    /// What of 1..=head is not here, in rising order, not touching.
    pub holes: Vec<Hole>,
    pub read: ReadMark,
    /// Private chats alert like mentions.
    pub direct: bool,
    pub alert: AlertChoice,
}

/// A run of events that exist on the server and are not here; both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hole {
    pub from: Seq,
    pub to: Seq,
}

/// What the person chose for one conversation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AlertChoice {
    pub level: AlertLevel,
    pub muted_until: Option<Millis>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum AlertLevel {
    #[default]
    All,
    Mentions,
    Nothing,
}

/// A message in the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Outgoing {
    pub conversation: ConversationId,
    pub message: MessageId,
    pub body: Body,
    pub reply_to: Option<MessageId>,
    /// The blob still has to be uploaded before the message may leave.
    pub upload: Option<BlobId>,
    /// The server refused it and the person has not decided yet; it holds up nobody.
    pub failed: Option<ErrorCode>,
}

/// Pairs an answer with the question of somebody who waits for it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AskId(pub u64);

/// Something happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The person wants a line (also at start-up).
    Connect,
    /// The person wants none. Nothing reconnects until `Connect`.
    Disconnect,
    /// The person does not want to wait for the next try.
    TryNow,
    /// A message is on this disk.
    Queued(Outgoing),
    /// The upload that `Effect::Upload` asked for has ended.
    Uploaded {
        message: MessageId,
    },
    /// It failed. A code that a retry helps against is tried again by the engine.
    UploadFailed {
        message: MessageId,
        code: ErrorCode,
    },
    /// Send a failed message again.
    Retry {
        message: MessageId,
    },
    /// The person gave a waiting or failed message up, and the history has forgotten it.
    Discarded {
        message: MessageId,
    },
    /// Any other request of the person. Answered by `Effect::Answer`, at once with `unavailable` when there is no line.
    Ask {
        ask: AskId,
        request: Request,
    },
    /// What the person looks at.
    Focus {
        conversation: Option<ConversationId>,
        focused: bool,
        presence: Presence,
    },
    /// The person has seen everything up to here.
    Read {
        conversation: ConversationId,
        seq: Seq,
    },
    /// The person is writing.
    Typing {
        conversation: ConversationId,
    },
    /// The timeline shows this place, so a hole here is fetched first.
    Wanted {
        conversation: ConversationId,
        seq: Seq,
    },
    Policy(Policy),
    AlertChoice {
        conversation: ConversationId,
        choice: AlertChoice,
    },

    /// The socket stands; the hello may go.
    Opened,
    /// The dial failed, or the line broke without a close frame.
    LineFailed {
        reason: LineReason,
    },
    /// The server closed with a code (None: none was given).
    Closed {
        code: Option<CloseCode>,
    },
    Frame(Box<ServerFrame>),
    /// The server's ping (None: the payload is not ours). The socket has answered it.
    Ping(Option<PingPayload>),
    /// The answer to our ping.
    Pong(PingPayload),

    /// The time of the last `Effect::WakeAt` has come.
    Tick,
    /// The computer woke from sleep.
    Woke,
    /// The network is another one, or is back.
    NetworkChanged,
}
