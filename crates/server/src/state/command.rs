//! What can be asked of the state, and what comes of it.

use hearth_proto::{
    body::Body,
    command::{NewInvite, NewRoom, Post},
    error::{ErrorCode, Failure},
    event::{Event, Forwarded},
    http::NewDevice,
    id::{ActId, BlobId, ConversationId, DeviceId, MessageId, Millis, Pos, Seq, UserId},
    people::{Avatar, Profile, Role},
    room::{Head, ReadMark, Room},
};

/// A SHA-256, of a token or a code. The plain secret is never stored.
pub type Digest = [u8; 32];

/// One change, complete: everything that chance or a clock decides is already in it.
#[derive(Clone, Debug)]
pub struct Command {
    /// The clock of the node that put it in order.
    pub at: Millis,
    pub by: Actor,
    pub action: Action,
}

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Actor {
    /// A signed-in person on one of their devices.
    Person { user: UserId, device: DeviceId },
    /// Somebody at the door, without an account.
    Stranger,
    /// Whoever runs the server: the command line, or the program that embeds it.
    House,
}

/// The changes there are.
#[derive(Clone, Debug)]
pub enum Action {
    Post(Post),
    Edit {
        conversation: ConversationId,
        message: MessageId,
        body: Body,
        act: Option<ActId>,
    },
    Redact {
        conversation: ConversationId,
        message: MessageId,
        act: Option<ActId>,
    },
    React {
        conversation: ConversationId,
        message: MessageId,
        emoji: String,
        on: bool,
        act: Option<ActId>,
    },
    Pin {
        conversation: ConversationId,
        message: MessageId,
        on: bool,
        act: Option<ActId>,
    },
    Read {
        conversation: ConversationId,
        seq: Seq,
    },
    MarkUnread {
        conversation: ConversationId,
        seq: Seq,
    },
    ShareReads {
        on: bool,
    },
    CreateRoom {
        conversation: ConversationId,
        room: NewRoom,
    },
    OpenDirect {
        user: UserId,
    },
    CreateGroup {
        conversation: ConversationId,
        users: Vec<UserId>,
    },
    UpdateRoom {
        conversation: ConversationId,
        room: Room,
    },
    Join {
        conversation: ConversationId,
    },
    Leave {
        conversation: ConversationId,
    },
    AddMember {
        conversation: ConversationId,
        user: UserId,
    },
    RemoveMember {
        conversation: ConversationId,
        user: UserId,
    },
    SetRole {
        conversation: ConversationId,
        user: UserId,
        role: Role,
    },
    Ban {
        conversation: ConversationId,
        user: UserId,
        on: bool,
    },
    Mute {
        conversation: ConversationId,
        user: UserId,
        until: Option<Millis>,
    },
    SetProfile(NewProfile),
    Block {
        user: UserId,
        on: bool,
    },
    /// The password was checked and hashed before.
    SetPassword {
        user: UserId,
        hash: String,
    },
    CreateInvite {
        invite: NewInvite,
        code: Digest,
    },
    /// Enters the room of an invite with the account one has.
    UseInvite {
        code: Digest,
    },
    /// What an invite is called: the start of its code's digest, in hexadecimal digits.
    RevokeInvite {
        invite: String,
    },
    CreateDeviceCode {
        code: Digest,
        expires_at: Millis,
    },
    /// For the account that owns the server. Only the house may.
    CreateOwnerCode {
        code: Digest,
        expires_at: Millis,
    },
    SignOut,
    Enrol(Box<Enrol>),
    /// The password was checked before.
    AddDevice {
        user: UserId,
        device: NewDevice,
        token: Digest,
    },
    RedeemDeviceCode {
        code: Digest,
        device: NewDevice,
        token: Digest,
    },
    RemoveDevices {
        user: UserId,
    },
    DeviceSeen {
        user: UserId,
        device: DeviceId,
    },
    StoreBlob(StoredBlob),
    /// Somebody is about to show a blob that they brought before.
    KeepBlob {
        blob: BlobId,
    },
    /// Gives up blobs that nothing shows and whose time is over, this many at most. Their bytes are removed next.
    DoomBlobs {
        most: u32,
    },
    /// The bytes of these are gone.
    BuryBlobs {
        blobs: Vec<BlobId>,
    },
    /// A part of an archive. Only the house may.
    Import(Box<Import>),
}

/// What an import brings. A conversation is begun, filled while nobody is in it, and opened when all of it is there.
#[derive(Clone, Debug)]
pub enum Import {
    Person(ImportedPerson),
    Begin(Begin),
    /// The bytes of a blob are on disk and were checked. Nobody brought it, so it counts against nobody's quota.
    Blob(StoredBlob),
    Message(Box<ImportedMessage>),
    Open(Open),
}

/// Somebody who wrote in the archive.
#[derive(Clone, Debug)]
pub struct ImportedPerson {
    /// The account they are kept under where they have none here.
    pub user: UserId,
    pub is: Whose,
    pub handle: String,
    pub name: String,
    pub avatar: Avatar,
}

/// Whose account here a person of the archive has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Whoever has the same handle, or else nobody's.
    SameHandle,
    /// The one with this handle.
    Handle(String),
    Nobody,
}

/// A conversation of the archive.
#[derive(Clone, Debug)]
pub struct Begin {
    pub kind: BeginKind,
    /// When the archive's first message was written.
    pub at: Millis,
}

#[derive(Clone, Debug)]
pub enum BeginKind {
    Room { conversation: ConversationId, room: Room },
    Direct { people: [UserId; 2] },
}

/// A message of the archive in its last state. The people in it are people of this server.
#[derive(Clone, Debug)]
pub struct ImportedMessage {
    pub conversation: ConversationId,
    pub message: MessageId,
    /// When it was written.
    pub at: Millis,
    pub author: UserId,
    /// None once deleted; then `edited_at` is when.
    pub body: Option<Body>,
    pub reply_to: Option<MessageId>,
    pub forwarded: Option<Forwarded>,
    pub edited_at: Option<Millis>,
    pub mentions: Vec<UserId>,
    pub mentions_room: bool,
    pub pinned: bool,
    pub reactions: Vec<(String, UserId)>,
    /// The message before it in the archive: behind that one it may stand although it is older.
    pub follows: Option<MessageId>,
}

/// The conversation is complete.
#[derive(Clone, Debug)]
pub struct Open {
    pub conversation: ConversationId,
    /// Who was in it. Those who cannot sign in are left out.
    pub people: Vec<(UserId, Role)>,
}

/// What somebody changes of their own profile; None leaves a part as it is.
#[derive(Clone, Debug, Default)]
pub struct NewProfile {
    pub name: Option<String>,
    pub handle: Option<String>,
    pub avatar: Option<Avatar>,
    pub status: Option<String>,
    pub zone: Option<String>,
}

/// A new account.
#[derive(Clone, Debug)]
pub struct Enrol {
    pub user: UserId,
    /// None on an open server.
    pub code: Option<Digest>,
    pub name: String,
    pub handle: Option<String>,
    pub avatar: Avatar,
    /// Argon2id, as a PHC string.
    pub password: Option<String>,
    pub device: NewDevice,
    pub token: Digest,
}

/// A blob whose bytes are on disk and were checked.
#[derive(Clone, Debug)]
pub struct StoredBlob {
    pub blob: BlobId,
    pub mime: String,
    pub size: u64,
    pub width: u32,
    pub height: u32,
}

/// What a command came to.
#[derive(Debug)]
pub struct Outcome {
    pub answer: Answer,
    /// What others hear of it, in this order.
    pub news: Vec<News>,
}

/// What the asker is told.
#[derive(Clone, Debug)]
pub enum Answer {
    Done,
    Ack { message: MessageId, seq: Seq, pos: Pos, at: Millis },
    Conversation(Head),
    Me(Profile),
    Entered(UserId),
    Imported(Imported),
}

/// What became of a part of an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Imported {
    Person {
        user: UserId,
        handle: String,
        found: Found,
    },
    Conversation {
        conversation: ConversationId,
        /// Whether people are in it already.
        open: bool,
    },
    Blob,
    Message(Arrived),
    /// How many people were let in.
    Opened {
        people: u32,
    },
}

/// Whose account it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// Somebody's who can sign in.
    Account,
    /// Nobody's any more; an earlier import made it.
    Former,
    /// The same, made now.
    Made,
}

/// How a message of an archive arrived.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arrived {
    /// Whether it was not here before.
    pub new: bool,
    /// The message that it answers is not here.
    pub answers_nothing: bool,
    /// Reactions that were not here before.
    pub reactions: u32,
}

/// What others hear. Each carries the position at which it became true.
#[derive(Clone, Debug)]
pub enum News {
    /// From here on this person hears the conversation.
    Entered {
        conversation: ConversationId,
        user: UserId,
        /// Who else is in it for ever, where it is a private chat of two.
        peer: Option<UserId>,
    },
    /// From here on they do not; they are told so.
    Left {
        conversation: ConversationId,
        user: UserId,
        pos: Pos,
    },
    Event(Event),
    /// To every line of the person but the one that asked, which has it in its answer.
    Head {
        user: UserId,
        head: Head,
        pos: Pos,
    },
    Person {
        profile: Profile,
        pos: Pos,
        to: Audience,
    },
    Read {
        user: UserId,
        conversation: ConversationId,
        mark: ReadMark,
        unread_from: Option<ReadMark>,
        pos: Pos,
    },
    /// How far a person has read, for those who may know.
    ReadBy {
        user: UserId,
        conversation: ConversationId,
        seq: Seq,
        pos: Pos,
        to: Vec<UserId>,
    },
    SharesReads {
        user: UserId,
        on: bool,
        pos: Pos,
    },
    /// A person takes no private messages from another one, or does again. Only they themselves are told.
    Blocked {
        user: UserId,
        blocked: UserId,
        on: bool,
        pos: Pos,
    },
    /// These sign-ins ended. None: all of the person's.
    SignedOut {
        user: UserId,
        device: Option<DeviceId>,
    },
}

/// Who hears of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// One person's lines.
    User(UserId),
    /// Everyone in the conversation.
    Conversation(ConversationId),
    /// Everyone who shares a conversation with this person, and they themselves.
    Peers(UserId),
}

/// Why a command changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    No(#[from] Failure),
    #[error(transparent)]
    Storage(#[from] rusqlite::Error),
}

impl Refusal {
    pub fn no(code: ErrorCode, message: &str) -> Self {
        Self::No(Failure::new(code, message))
    }
}

/// `not_found`, in the same words for what is not there and for what is not the asker's to see.
pub fn not_found(what: &str) -> Refusal {
    Refusal::no(ErrorCode::NotFound, &format!("there is no such {what} here for you"))
}

pub fn forbidden(why: &str) -> Refusal {
    Refusal::no(ErrorCode::Forbidden, why)
}
