//! Everything the engine can ask for. Effects are carried out in their order, and a `Record` is on disk before the next begins.

use hearth_proto::{
    act::{Act, SendId},
    body::Body,
    error::{ErrorCode, Failure},
    event::Event,
    frame::{ClientFrame, PingPayload, PresenceOf, Reader, ServerFrame, Welcome},
    id::{BlobId, ConversationId, Cursor, MessageId, Millis, Seq, UserId},
    people::{Member, Profile},
    room::{Head, ReadMark},
};

use crate::{
    connection::Connection,
    input::{AskId, Hole},
    reads::Owed,
    rest::Asked,
};

#[derive(Clone, Debug)]
pub enum Effect {
    /// Open a socket to the server; the answer is `Input::Opened` or `Input::LineFailed`. A dial under way is replaced.
    Dial,
    /// Send the hello with this account's token.
    Hello {
        cursor: Option<Cursor>,
    },
    Send(Box<ClientFrame>),
    Ping(PingPayload),
    /// End the line, with this close code where the socket still stands. What arrives from it afterwards is ignored.
    HangUp {
        code: u16,
    },
    /// Give `Input::Tick` at this time of `Now::mono_ms`. It replaces the one before; None clears it.
    WakeAt(Option<u64>),
    /// One transaction of the history file.
    Record(Box<Record>),
    /// Upload this blob for this message, resuming where an earlier try stopped. Answered exactly once, by `Uploaded` or
    /// `UploadFailed`, also when the line breaks meanwhile.
    Upload {
        message: MessageId,
        blob: BlobId,
    },
    /// The answer to an `Ask`: the server's reply frame, or why there is none.
    Answer {
        ask: AskId,
        result: Result<Box<ServerFrame>, Failure>,
    },
    Connection(Connection),
    RoundTrip {
        ms: u32,
    },
    /// Facts from the welcome that the account shows: names, limits, rights.
    Welcomed(Box<Welcome>),
    Presence(Vec<PresenceOf>),
    /// Those who are writing there now.
    Typing {
        conversation: ConversationId,
        users: Vec<UserId>,
    },
    /// The server does not take what was done to this message; the record before has taken it back, but for an edit,
    /// which waits for the person.
    Refused {
        conversation: ConversationId,
        message: MessageId,
        act: Act,
        code: ErrorCode,
    },
    /// This person blocks somebody, or does so no more, on any device.
    Blocked {
        user: UserId,
        on: bool,
    },
    /// Whether this person shares how far they have read.
    SharesReads {
        on: bool,
    },
    Alert(Alert),
    /// Alerts of this conversation up to this seq are no longer news.
    Withdraw {
        conversation: ConversationId,
        up_to: Seq,
    },
    /// This message was deleted; an alert that shows it is to go.
    WithdrawMessage {
        conversation: ConversationId,
        message: MessageId,
    },
    /// What the person has asked for and is not here yet, to be remembered for the next start.
    Asked(Asked),
    /// The token is worth nothing any more; forget it.
    SignedOut,
}

/// What is to be written down, all of it or nothing.
#[derive(Clone, Default, Debug)]
pub struct Record {
    pub me: Option<Profile>,
    pub cursor: Option<Cursor>,
    /// The log is another one: nothing that was numbered by the old one can be compared with it.
    pub new_epoch: bool,
    pub people: Vec<Profile>,
    pub heads: Vec<Head>,
    pub gone: Vec<ConversationId>,
    pub members: Vec<MemberList>,
    pub events: Vec<Event>,
    /// Events of long ago that were fetched for later, and that nobody waits for.
    pub past: Vec<Event>,
    /// The whole new truth about what is here, for each conversation in which it changed.
    pub coverage: Vec<Coverage>,
    /// Own marks that moved, or that the server was told of. A mark set here counts its `messages` only as far as the
    /// engine knows them (a lower bound); the server's own count follows.
    pub marks: Vec<Marks>,
    /// What of the outbox is on the server's disk.
    pub sent: Vec<Sent>,
    /// What of the outbox the server refused for good. Messages and edits wait for the person; other acts are forgotten.
    pub refused: Vec<(SendId, ErrorCode)>,
    /// What of the outbox is tried again.
    pub retried: Vec<SendId>,
    /// Outbox messages whose blob is on the server now.
    pub uploaded: Vec<MessageId>,
    /// Others in a small conversation have read this far.
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
    pub read: ReadMark,
    pub unread_from: Option<ReadMark>,
    pub owed: Owed,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coverage {
    pub conversation: ConversationId,
    pub head: Seq,
    pub holes: Vec<Hole>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    pub id: SendId,
    pub seq: Seq,
    pub at: Millis,
}

/// All members of a conversation, as of `seq`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberList {
    pub conversation: ConversationId,
    pub members: Vec<Member>,
    pub seq: Seq,
}

/// Tell the person. Names and pictures are looked up by whoever shows it.
#[derive(Clone, PartialEq, Debug)]
pub enum Alert {
    One {
        conversation: ConversationId,
        message: MessageId,
        seq: Seq,
        author: UserId,
        body: Body,
        mention: bool,
    },
    /// More came from one conversation than is worth showing one by one; replaces what it showed.
    Many {
        conversation: ConversationId,
        count: u32,
        newest: MessageId,
        seq: Seq,
    },
    /// What came while away, over all conversations.
    WhileAway {
        messages: u32,
        conversations: u32,
    },
}
