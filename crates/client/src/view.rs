//! What the window is told: one snapshot, then numbered changes. Plain data; the window keeps no other truth.

use hearth_engine::connection::{Connection, LineReason};
use hearth_history::item::{Captioned, Item, Message, Row};
use hearth_proto::{
    error::ErrorCode,
    frame::{PresenceOf, Reader},
    id::{BlobId, ConversationId, MessageId, Millis, Seq, UserId},
    limits::Limits,
    people::{Member, Presence, Profile},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    archive_view::{ExportView, ImportView},
    file_view::{FileState, Stickers},
    search_view::{CoverageView, Indexing},
    settings::Settings,
};

/// One account on one server, as this installation knows it. Also the name of its directory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct AccountId(#[ts(type = "string")] pub Uuid);

/// A conversation of one account.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS)]
pub struct Key {
    pub account: AccountId,
    pub conversation: ConversationId,
}

/// Everything the window needs to draw itself, but for the open timeline.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Snapshot {
    /// Changes count on from here.
    #[ts(type = "number")]
    pub revision: u64,
    pub settings: Settings,
    pub accounts: Vec<AccountView>,
    pub conversations: Vec<ConversationView>,
    pub people: Vec<PersonView>,
    pub hosting: Hosting,
    pub nearby: Nearby,
    pub alerts: AlertService,
    /// What others see of this person being here, from this computer.
    pub presence: Presence,
    /// The conversation that was open last.
    pub last_open: Option<Key>,
    /// A link the app was started with and that waits for an answer.
    pub link: Option<String>,
    /// Whether the desktop shows a tray icon, so that closing may mean hiding.
    pub tray: bool,
    /// The app's version.
    pub version: String,
}

/// What happened since the snapshot.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "update", rename_all = "snake_case")]
pub enum Update {
    Changes {
        /// The number of the last change in here; the first is the previous revision plus one.
        #[ts(type = "number")]
        revision: u64,
        changes: Vec<Change>,
    },
    /// The window fell behind and starts over from here.
    Snapshot(Box<Snapshot>),
}

/// One change. Each names its whole new value, so applying it twice is harmless.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    Settings {
        settings: Settings,
    },
    Account {
        account: AccountView,
    },
    AccountGone {
        account: AccountId,
    },
    Conversation {
        row: ConversationView,
    },
    ConversationGone {
        key: Key,
    },
    Person {
        person: PersonView,
    },
    Presence {
        account: AccountId,
        people: Vec<PresenceOf>,
    },
    /// What others see of this person being here, from this computer.
    OwnPresence {
        presence: Presence,
    },
    /// Those who are writing now, me excluded.
    Typing {
        key: Key,
        users: Vec<UserId>,
    },
    /// Items that are new or have changed, to be placed by their order.
    Items {
        key: Key,
        items: Vec<Item>,
    },
    /// A waiting message was discarded.
    ItemGone {
        key: Key,
        message: MessageId,
    },
    Members {
        key: Key,
        members: Vec<Member>,
    },
    /// How far the others in a small conversation have read. It comes when the conversation is opened, and whenever
    /// somebody reads on.
    Readers {
        key: Key,
        readers: Vec<Reader>,
    },
    /// The server refused what this account did to a message; what was shown already has been taken back. A refused edit
    /// comes as a changed item instead.
    Refused {
        key: Key,
        message: MessageId,
        what: RefusedAct,
        code: ErrorCode,
    },
    /// How much of a waiting picture or file has arrived on the server, in bytes.
    Upload {
        key: Key,
        message: MessageId,
        #[ts(type = "number")]
        sent: u64,
        #[ts(type = "number")]
        total: u64,
    },
    /// How much of a file that is being staged has been taken in, in bytes.
    Staging {
        staging: String,
        #[ts(type = "number")]
        done: u64,
        #[ts(type = "number")]
        total: u64,
    },
    /// A file comes, is here, or has given way.
    File {
        account: AccountId,
        blob: BlobId,
        state: FileState,
    },
    /// Own stickers, in their order.
    Stickers {
        account: AccountId,
        stickers: Stickers,
    },
    /// How much of the past is here, of what was asked about last.
    Coverage {
        account: AccountId,
        here: Option<ConversationId>,
        coverage: CoverageView,
    },
    /// How far the index is that finds words; None: it is whole.
    Indexing {
        account: AccountId,
        indexing: Option<Indexing>,
    },
    /// An archive is being brought into the hearth of this app.
    Import {
        import: ImportView,
    },
    /// Something is being written out.
    Export {
        export: ExportView,
    },
    Hosting {
        hosting: Hosting,
    },
    Nearby {
        nearby: Nearby,
    },
    Alerts {
        alerts: AlertService,
    },
    /// Show this conversation, at this message where one is named: a notification was clicked.
    Show {
        key: Key,
        message: Option<MessageId>,
    },
    /// A `hearth://` link was opened.
    Link {
        link: String,
    },
}

/// An account and its line.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct AccountView {
    pub id: AccountId,
    pub me: Profile,
    pub server_name: String,
    /// Host and port, as people write it.
    pub address: String,
    /// Six words made from the server's key; empty where the key is vouched for by authorities.
    pub words: Vec<String>,
    pub connection: Connection,
    /// The last measured round trip.
    pub round_trip_ms: Option<u32>,
    /// Messages, and what is done to messages, that wait to be sent.
    pub waiting: u32,
    /// The server runs inside this app.
    pub hosted: bool,
    pub server_owner: bool,
    pub has_password: bool,
    /// Others see how far this person has read, and this person how far they have. Where it is off, nothing of it is shown.
    pub shares_reads: bool,
    /// Those who may not write to this person in private.
    pub blocked: Vec<UserId>,
    pub secrets: SecretPlace,
    pub limits: Limits,
    /// Something is wrong with the local history and the person should know.
    pub trouble: Option<LocalFault>,
}

/// What was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusedAct {
    Delete,
    React,
    Pin,
}

/// Where the account's token is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecretPlace {
    Keychain,
    /// A file only this person can read, because there is no keychain.
    File,
}

/// A row of the list, with the account it belongs to.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ConversationView {
    pub account: AccountId,
    #[serde(flatten)]
    pub row: Row,
}

/// A person, with the account that knows them.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct PersonView {
    pub account: AccountId,
    pub profile: Profile,
}

/// The server inside this app.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Hosting {
    Off,
    Starting,
    On {
        name: String,
        /// Addresses others can reach, best first, without the port.
        addresses: Vec<String>,
        port: u16,
        /// Connections now.
        connected: u32,
        announced: Announced,
    },
    /// It could not start. `offered` is a free port where the wanted one is taken.
    Failed {
        fault: LocalFault,
        port: u16,
        offered: Option<u16>,
    },
}

/// Whether others on the network can find the server inside this app.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Announced {
    /// Nobody asked for it.
    Off,
    Trying,
    On,
    /// The network does not take it. The server serves all the same.
    Failed,
}

/// The servers that announce themselves on the network.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Nearby {
    /// Nobody looks.
    Off,
    Looking {
        servers: Vec<NearbyServer>,
    },
    /// The look is over; these were there.
    Done {
        servers: Vec<NearbyServer>,
    },
    /// There is no network to look on.
    Failed,
}

/// A server as it announces itself. Nothing of this is proved before its key is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct NearbyServer {
    /// The fingerprint of its key, which tells servers of the same name apart.
    pub key: String,
    pub name: String,
    /// Host and port, as people write it.
    pub address: String,
    /// The six words of its key.
    pub words: Vec<String>,
    /// One may join without an invite.
    pub open: bool,
    /// There is an account on it already.
    pub account: Option<AccountId>,
    /// Names the server with its addresses and its key.
    pub link: String,
}

/// What is known of the desktop's notification service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "service", rename_all = "snake_case")]
pub enum AlertService {
    /// Not asked yet.
    Unknown,
    Works {
        name: String,
        shown_at: Option<Millis>,
        actions: bool,
    },
    /// No session bus.
    NoBus,
    /// A bus, but no service on it.
    NoService,
    /// The service does not answer.
    Silent,
    Failed {
        detail: String,
    },
}

/// Why something the person asked for did not happen. The window has a sentence for every pair.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Problem {
    #[serde(flatten)]
    pub cause: Cause,
    /// For the log and for reports; not shown as the only words.
    pub detail: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "source", content = "code", rename_all = "snake_case")]
pub enum Cause {
    /// The server refused.
    Server(ErrorCode),
    /// The server could not be reached.
    Line(LineReason),
    /// The link is damaged.
    Link(LinkFault),
    /// Something on this computer.
    Local(LocalFault),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkFault {
    /// Not a Hearth link at all.
    NotALink,
    /// It was a Hearth link once, but a part is missing or damaged.
    Damaged,
    /// It would send everything readable through the network.
    PlainBeyondLoopback,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LocalFault {
    /// The data directory cannot be written.
    Unwritable,
    DiskFull,
    /// The history file is damaged. It was set aside and a fresh one was started from the server.
    HistoryDamaged,
    /// The history file was written by a newer Hearth.
    HistoryTooNew,
    /// The settings were written by a newer Hearth.
    SettingsTooNew,
    PortTaken,
    PortNotAllowed,
    /// The file is no picture this app can read.
    NotAPicture,
    PictureTooLarge,
    /// It cannot be read, or is a folder.
    NotAFile,
    FileEmpty,
    /// The server takes none of this size.
    FileTooLarge,
    TooManyStickers,
    /// Not possible in the state things are in; the window should not have offered it.
    NotNow,
    Internal,
}

/// The answer to opening a conversation.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Opened {
    pub page: hearth_history::item::TimelinePage,
    /// Where the unread divider stands; fixed until the conversation is opened again.
    pub divider: Option<Divider>,
    pub members: Vec<Member>,
    /// How far the others have read, as far as this is known; empty in large conversations.
    pub readers: Vec<Reader>,
    pub draft: DraftView,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Divider {
    /// The divider stands before the first message with a seq above this.
    pub after: Seq,
    pub unread: u32,
}

/// What was being written.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct DraftView {
    pub text: String,
    pub reply_to: Option<Box<Message>>,
    pub attachments: Vec<Captioned>,
    /// The message that is being edited, and what is to become of it. `text` is kept beneath it.
    pub edit: Option<EditView>,
}

/// An edit that is being written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, TS)]
pub struct EditView {
    pub message: Box<Message>,
    pub text: String,
}

/// What is known of one message.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct MessageDetails {
    /// None while it waits.
    pub sent_at: Option<Millis>,
    pub edited_at: Option<Millis>,
    /// Those who have read it, its author not among them.
    pub read_by: Vec<UserId>,
    /// Those who have not, as far as they share it.
    pub unread_by: Vec<UserId>,
    /// The two lists hold everyone else in the conversation. False in large ones, where read marks are not shared, and
    /// where somebody does not share theirs.
    pub complete: bool,
}
