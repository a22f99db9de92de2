//! Requests of a signed-in client: each wants exactly one reply.

use serde::{Deserialize, Serialize};

use crate::{
    body::Body,
    id::{ActId, ConversationId, MessageId, Millis, Seq, UserId},
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
    Edit {
        conversation: ConversationId,
        message: MessageId,
        body: Body,
        /// The same act again gets the first answer again and changes nothing. Likewise in the three that follow.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        act: Option<ActId>,
    },
    /// Erase the body of an own message (admins: anyone's). Reply: `ack`.
    Redact {
        conversation: ConversationId,
        message: MessageId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        act: Option<ActId>,
    },
    /// Reply: `ack`.
    React {
        conversation: ConversationId,
        message: MessageId,
        /// One emoji, skin tone and joiners included.
        emoji: String,
        on: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        act: Option<ActId>,
    },
    /// Reply: `ack`.
    Pin {
        conversation: ConversationId,
        message: MessageId,
        on: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        act: Option<ActId>,
    },
    /// Read mark of this person moves up to `seq`; a lower one does not move it. What was marked unread counts as read
    /// again where `seq` is at or after it. Reply: `ok`.
    Read { conversation: ConversationId, seq: Seq },
    /// Everything from the message at `seq` on counts as unread, until it is read again. The read mark itself stays, so
    /// others still see how far this person once read. Reply: `ok`.
    MarkUnread { conversation: ConversationId, seq: Seq },
    /// How far each member of a small conversation has read; those who do not share it are left out. Reply: `readers`.
    ListReaders { conversation: ConversationId },
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
    /// Make a private chat of several people, the asker included. The id is the client's. Reply: `conversation`.
    CreateGroup { conversation: ConversationId, users: Vec<UserId> },
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
    /// Take a person out and keep them out, or let them in again. Reply: `ok`.
    Ban { conversation: ConversationId, user: UserId, on: bool },
    /// Those who are kept out. Reply: `people`.
    ListBans { conversation: ConversationId },
    /// A member may not write until then; None lets them write again. Reply: `ok`.
    Mute { conversation: ConversationId, user: UserId, until: Option<Millis> },
    /// Public rooms. Reply: `rooms`.
    ListRooms,
    /// Reply: `members`.
    ListMembers { conversation: ConversationId },
    /// Everyone with an account here, ordered by name. Reply: `people`.
    ListPeople,
    /// Change one's own profile; None leaves a part as it is. Reply: `me`.
    SetProfile {
        name: Option<String>,
        handle: Option<String>,
        avatar: Option<Avatar>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zone: Option<String>,
    },
    /// Whether others see how far this person has read. Who does not share it does not see others' either. Reply: `ok`.
    ShareReads { on: bool },
    /// A person may not write to me in private, or may again. They are not told. Reply: `ok`.
    Block { user: UserId, on: bool },
    /// Set or change the password. `current` is needed where one is set. Reply: `ok`.
    SetPassword { current: Option<String>, new: String },
    /// An invite to this server. Reply: `invite`.
    CreateInvite(NewInvite),
    /// Invites that still hold: to this conversation, or (None, for those who may invite to the server) all of them.
    /// Reply: `invites`.
    ListInvites { conversation: Option<ConversationId> },
    /// Nobody can enter with it any more. Reply: `ok`.
    RevokeInvite { invite: String },
    /// Enter the room that an invite leads to, for somebody who has an account here already. Reply: `conversation`.
    UseInvite { code: String },
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
        "mark_unread",
        "list_readers",
        "history",
        "create_room",
        "open_direct",
        "create_group",
        "update_room",
        "join",
        "leave",
        "add_member",
        "remove_member",
        "set_role",
        "ban",
        "list_bans",
        "mute",
        "list_rooms",
        "list_members",
        "list_people",
        "set_profile",
        "share_reads",
        "block",
        "set_password",
        "create_invite",
        "list_invites",
        "revoke_invite",
        "use_invite",
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
    /// The message that this one passes on. The asker must be able to read it, and `body` must be its body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward: Option<ForwardOf>,
}

/// Where a forwarded message stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ForwardOf {
    pub conversation: ConversationId,
    pub message: MessageId,
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
    /// The same around this message, wherever it stands.
    AroundMessage(MessageId),
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
