//! Requests of a signed-in client: each wants exactly one reply.

use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    id::{ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Role},
    room::{Room, Visibility},
};

/// What a client asks for. The reply is named beside each; any of them may be answered by an `error` instead.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Request {
    /// Reply: `ack`. The same message id gets the first answer again, for ever.
    Post(Post),
    /// Replace the body of an own message. Reply: `ack`.
    Edit { conversation: ConversationId, message: MessageId, body: Body },
    /// Erase the body of an own message (admins: anyone's). Reply: `ack`.
    Redact { conversation: ConversationId, message: MessageId },
    /// Reply: `ack`.
    React { conversation: ConversationId, message: MessageId, emoji: String, on: bool },
    /// Reply: `ack`.
    Pin { conversation: ConversationId, message: MessageId, on: bool },
    /// Read mark of this person moves up to `seq`; a lower one changes nothing. Reply: `ok`.
    Read { conversation: ConversationId, seq: Seq },
    /// A page of the log. Reply: `page`.
    History {
        conversation: ConversationId,
        #[serde(flatten)]
        at: PageAt,
        limit: u32,
    },
    /// Make a room, with the asker as owner. The id is the client's, so that asking again is harmless. Reply: `conversation`.
    CreateRoom { conversation: ConversationId, room: NewRoom },
    /// Open the private chat with a person, making it where there is none. Reply: `conversation`.
    OpenDirect { user: UserId },
    /// Change a room; admins and owners. Reply: `conversation`.
    UpdateRoom { conversation: ConversationId, room: Room },
    /// Enter a public room. Reply: `conversation`.
    Join { conversation: ConversationId },
    /// Reply: `ok`.
    Leave { conversation: ConversationId },
    /// Bring a person into a room. Reply: `ok`.
    AddMember { conversation: ConversationId, user: UserId },
    /// Reply: `ok`.
    RemoveMember { conversation: ConversationId, user: UserId },
    /// Reply: `ok`.
    SetRole { conversation: ConversationId, user: UserId, role: Role },
    /// Public rooms. Reply: `rooms`.
    ListRooms,
    /// Reply: `members`.
    ListMembers { conversation: ConversationId },
    /// Everyone with an account here, ordered by name. Reply: `people`.
    ListPeople,
    /// Change one's own name, handle or picture; None leaves it. Reply: `me`.
    SetProfile { name: Option<String>, handle: Option<String>, avatar: Option<Avatar> },
    /// Set or change the password. `current` is needed where one is set. Reply: `ok`.
    SetPassword { current: Option<String>, new: String },
    /// An invite to this server. Reply: `invite`.
    CreateInvite(NewInvite),
    /// A one-time code that signs in a second device of the same person. Reply: `device_code`.
    CreateDeviceCode,
    /// Own devices. Reply: `devices`.
    ListDevices,
    /// End this device's sign-in; the server then closes. Reply: `ok`.
    SignOut,
}

impl Request {
    /// Every `t` of a request.
    pub const NAMES: &'static [&'static str] = &[
        "post",
        "edit",
        "redact",
        "react",
        "pin",
        "read",
        "history",
        "create_room",
        "open_direct",
        "update_room",
        "join",
        "leave",
        "add_member",
        "remove_member",
        "set_role",
        "list_rooms",
        "list_members",
        "list_people",
        "set_profile",
        "set_password",
        "create_invite",
        "create_device_code",
        "list_devices",
        "sign_out",
    ];
}

/// A new message.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Post {
    pub conversation: ConversationId,
    pub message: MessageId,
    pub body: Body,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
}

/// Which page of the log. Events come in rising order of `seq`, at most `limit` of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageAt {
    /// The newest ones with a lower seq.
    Before(Seq),
    /// The oldest ones with a higher seq.
    After(Seq),
    /// Half below (this one included), half above.
    Around(Seq),
}

/// What is asked for when a room is made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewRoom {
    pub name: String,
    #[serde(default)]
    pub topic: String,
    pub visibility: Visibility,
    /// None lets the server choose one of the drawings by the room's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Avatar>,
}

/// What an invite allows.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct NewInvite {
    /// None: never.
    pub expires_at: Option<Millis>,
    /// How many people may use it; None: any number.
    pub uses: Option<u32>,
    /// A room that whoever joins is put into, besides the public ones marked for newcomers.
    #[serde(default)]
    pub conversation: Option<ConversationId>,
}
