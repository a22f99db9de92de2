//! Everything the engine can ask for. Effects are carried out in their order, and a `Record` is on disk before the next begins.

use hearth_proto::{
    body::Body,
    error::{ErrorCode, Failure},
    event::Event,
    frame::{ClientFrame, PingPayload, PresenceOf, ServerFrame, Welcome},
    id::{BlobId, ConversationId, Cursor, MessageId, Millis, Seq, UserId},
    people::{Member, Profile},
    room::{Head, ReadMark},
};

use crate::{
    connection::Connection,
    input::{AskId, Hole},
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
    /// Others in a small conversation have read this far.
    ReadBy {
        conversation: ConversationId,
        user: UserId,
        seq: Seq,
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
    /// The whole new truth about what is here, for each conversation in which it changed.
    pub coverage: Vec<Coverage>,
    /// Own read marks that moved. A mark set here counts its `messages` only as far as the engine knows them (a lower
    /// bound); the server's own count follows.
    pub reads: Vec<(ConversationId, ReadMark)>,
    /// Outbox messages that are on the server's disk.
    pub sent: Vec<Sent>,
    /// Outbox messages that the server refused for good.
    pub refused: Vec<(MessageId, ErrorCode)>,
    /// Outbox messages that are tried again.
    pub retried: Vec<MessageId>,
    /// Outbox messages whose blob is on the server now.
    pub uploaded: Vec<MessageId>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coverage {
    pub conversation: ConversationId,
    pub head: Seq,
    pub holes: Vec<Hole>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    pub message: MessageId,
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
