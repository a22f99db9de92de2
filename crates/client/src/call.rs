//! The arguments and answers of what the window can ask for. The table of calls itself is in the app.

use hearth_history::item::{Captioned, NotifyLevel, Place};
use hearth_proto::{
    id::{ConversationId, MessageId, Millis, Seq, UserId},
    people::{Presence, Role},
    room::{Room, Visibility},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{AccountId, Key};

/// What the invite or device link opens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct LinkPreview {
    pub purpose: LinkPurpose,
    pub server_name: String,
    /// Who made the invite; empty when unknown.
    pub from: String,
    /// The room it leads to; empty when none.
    pub room: String,
    pub address: String,
    /// The six words of the server's key.
    pub words: Vec<String>,
    pub password_required: bool,
    /// There is an account on this server already. Joining leads to it instead of making a second one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub account: Option<AccountId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    Join,
    Device,
    /// Only names the server; handle and password are needed.
    SignIn,
}

/// Who the person wants to be.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct Identity {
    pub name: String,
    pub handle: Option<String>,
    pub picture: PictureChoice,
    pub password: Option<String>,
}

#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PictureChoice {
    Drawn {
        name: String,
    },
    /// An image the person chose: already cropped square by the window, PNG or JPEG, base64.
    Own {
        data: String,
    },
    /// Leave it as it is (when the profile is changed).
    Keep,
}

#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct JoinCall {
    pub link: String,
    pub identity: Identity,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct SignInCall {
    /// A link, or `host:port`.
    pub server: String,
    pub handle: String,
    pub password: String,
}

#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct HostCall {
    pub identity: Identity,
    /// The name of the first room.
    pub room: String,
    /// What the hearth is called; empty lets it be `<name>'s hearth`.
    pub server_name: String,
    pub port: u16,
}

/// How the running hearth should be reachable.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct HostSettingsCall {
    pub on: bool,
    pub name: String,
    pub port: u16,
    /// Others on the network can find it by its name.
    pub announce: bool,
}

/// Changes one's own profile. What is left out stays as it is.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct ProfileCall {
    pub account: AccountId,
    #[ts(optional)]
    pub name: Option<String>,
    #[ts(optional)]
    pub handle: Option<String>,
    pub picture: PictureChoice,
    /// One line that others see under the name; may be empty.
    #[ts(optional)]
    pub status: Option<String>,
    /// Where the person's clock is, as an IANA name; empty tells nobody.
    #[ts(optional)]
    pub zone: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct PasswordCall {
    pub account: AccountId,
    pub current: Option<String>,
    pub new: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct InviteCall {
    pub account: AccountId,
    pub conversation: Option<ConversationId>,
    /// None: never.
    pub expires_in_ms: Option<u32>,
    /// None: any number of people.
    pub uses: Option<u32>,
}

/// A link to copy, to show as a QR code, and the words that go with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct LinkMade {
    pub link: String,
    pub words: Vec<String>,
    pub expires_at: Option<Millis>,
    /// Others on the network can reach the address in the link. False: only this computer.
    pub reachable: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct OpenCall {
    pub key: Key,
    pub place: Place,
    pub limit: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct TextCall {
    pub key: Key,
    pub text: String,
    pub reply_to: Option<MessageId>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct StickerCall {
    pub key: Key,
    pub set: String,
    pub name: String,
    pub reply_to: Option<MessageId>,
}

/// A picture that was chosen, pasted or dropped, and is not sent yet. It is copied into the account's store at once.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct StagedPicture {
    pub picture: hearth_proto::body::Picture,
}

#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct PictureCall {
    pub key: Key,
    pub picture: hearth_proto::body::Picture,
    pub caption: String,
    pub reply_to: Option<MessageId>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct MessageCall {
    pub key: Key,
    pub message: MessageId,
}

/// The whole draft of a conversation, in the place of the one before.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct DraftCall {
    pub key: Key,
    pub text: String,
    pub reply_to: Option<MessageId>,
    /// Staged already, so their bytes are on this disk.
    pub attachments: Vec<Captioned>,
    /// An edit that is being written. It stands beside the rest, which waits until it is done.
    pub edit: Option<EditDraft>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct EditDraft {
    pub message: MessageId,
    pub text: String,
}

/// New words for an own message: its text, or the caption of a picture or file.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct EditCall {
    pub key: Key,
    pub message: MessageId,
    pub text: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct ReactCall {
    pub key: Key,
    pub message: MessageId,
    /// One emoji, skin tone and joiners included.
    pub emoji: String,
    pub on: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct PinCall {
    pub key: Key,
    pub message: MessageId,
    pub on: bool,
}

/// Passes sent messages on to other conversations of the same account.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct ForwardCall {
    pub from: Key,
    /// In the order in which they are to arrive.
    pub messages: Vec<MessageId>,
    pub to: Vec<ConversationId>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct MentionCall {
    pub key: Key,
    /// The next one above this; None: the first one that is unread.
    pub after: Option<Seq>,
}

/// What the person looks at. Alerts and read marks follow from it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct FocusCall {
    /// The open conversation.
    pub key: Option<Key>,
    /// The window has the keyboard.
    pub focused: bool,
    pub presence: Presence,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct ReadCall {
    pub key: Key,
    /// The newest message that was on screen.
    pub seq: Seq,
}

#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct RoomCall {
    pub account: AccountId,
    pub name: String,
    pub topic: String,
    pub visibility: Visibility,
    /// Keeping it lets the server choose a drawing.
    pub picture: PictureChoice,
}

#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct UpdateRoomCall {
    pub key: Key,
    pub room: Room,
    /// Keeping it keeps the picture in `room`.
    pub picture: PictureChoice,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct MemberCall {
    pub key: Key,
    pub user: UserId,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct RoleCall {
    pub key: Key,
    pub user: UserId,
    pub role: Role,
}

/// Keeps a person out of a room, or lets them in again.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct BanCall {
    pub key: Key,
    pub user: UserId,
    pub on: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct SilenceCall {
    pub key: Key,
    pub user: UserId,
    pub silence: Silence,
}

/// How long a member may not write.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, TS)]
#[serde(tag = "lasts", rename_all = "snake_case")]
pub enum Silence {
    /// Not any more.
    Over,
    For {
        ms: u32,
    },
    UntilLifted,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct DirectCall {
    pub account: AccountId,
    pub user: UserId,
}

/// A private chat of several people; who asks need not be named.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct GroupCall {
    pub account: AccountId,
    pub users: Vec<UserId>,
}

/// Which invites to list: those into one room, or (None) all that the asker may see.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct InvitesCall {
    pub account: AccountId,
    pub conversation: Option<ConversationId>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct RevokeCall {
    pub account: AccountId,
    pub invite: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct BlockCall {
    pub account: AccountId,
    pub user: UserId,
    pub on: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct ShareReadsCall {
    pub account: AccountId,
    pub on: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct NotifyCall {
    pub key: Key,
    pub notify: NotifyLevel,
    pub muted_until: Option<Millis>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS)]
pub struct PinRowCall {
    pub key: Key,
    pub pinned: bool,
}
