//! Everything the engine can be told.

use hearth_proto::{
    act::{Act, SendId},
    body::Body,
    command::{ForwardOf, Request},
    error::{CloseCode, ErrorCode},
    frame::{PingPayload, ServerFrame},
    id::{ActId, BlobId, ConversationId, Cursor, MessageId, Millis, Seq, UserId},
    people::Presence,
    room::ReadMark,
};

use crate::{alert::Policy, connection::LineReason, reads::Owed, rest::Asked};

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
    /// What the person asked for and is not here yet.
    pub asked: Asked,
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
    /// Unread counts from here instead.
    pub unread_from: Option<ReadMark>,
    /// What of the two the server was not told yet.
    pub owed: Owed,
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

/// A message or an act in the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct Outgoing {
    pub conversation: ConversationId,
    pub what: Sending,
    /// The server refused it and the person has not decided yet; it holds up nobody but acts on it.
    pub failed: Option<ErrorCode>,
}

/// What is to be sent.
#[derive(Clone, PartialEq, Debug)]
pub enum Sending {
    Message {
        message: MessageId,
        body: Body,
        reply_to: Option<MessageId>,
        forward: Option<ForwardOf>,
        /// The blob still has to be uploaded before the message may leave.
        upload: Option<BlobId>,
    },
    /// A change of a message, which may itself still wait.
    Act { act: ActId, target: MessageId, what: Act },
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
    /// A message or an act is on this disk.
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
    /// Send what failed again.
    Retry {
        id: SendId,
    },
    /// A failed message has other words now and waits anew; the history has them already.
    Reworded {
        message: MessageId,
        body: Body,
    },
    /// The person gave this up, with all acts on it where it is a message, and the history has forgotten it.
    Discarded {
        id: SendId,
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
    /// Everything from the message at `seq` on is to count as unread.
    MarkUnread {
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
    /// The person does something in the window: types, scrolls, opens. Once a second is enough.
    Active,
    /// Whether the computer runs on its battery.
    Power {
        battery: bool,
    },
    /// The person wants the whole past of this conversation, or of all, now.
    FetchRest {
        conversation: Option<ConversationId>,
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
