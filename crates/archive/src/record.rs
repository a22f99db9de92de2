//! What an archive is made of: one record a line. Whatever a record names (a person, a conversation, a file) has come
//! before it, except the message that a reply answers, which may be older than the archive.

use hearth_proto::{
    body::Body,
    event::{Forwarded, MemberChange},
    id::{BlobId, ConversationId, Epoch, MessageId, Millis, Seq, UserId},
    people::{Avatar, Member, Profile},
    room::Room,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::counts::Counts;

/// One line of an archive.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "record", rename_all = "snake_case")]
// Nearly every record is a message, so boxing it would only add an allocation to each.
#[allow(clippy::large_enum_variant)]
pub enum Record {
    /// The first record, and only that.
    Header(Header),
    Person(Person),
    Conversation(Conversation),
    /// Who is in a conversation as the archive was made.
    Member(InConversation),
    /// A file that a later record names, once for each file.
    File(File),
    Message(Message),
    Note(Note),
    /// A stretch of a conversation that the archive does not have.
    Hole(Hole),
    /// The last record, and only that. Without it the archive was cut off.
    End(Counts),
    /// A kind of a later version, as it came.
    #[serde(untagged)]
    Unknown(Value),
}

/// What the archive is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Header {
    /// Always [`FORMAT`].
    pub format: String,
    pub version: u32,
    pub made_at: Millis,
    /// The program that made it, as name and version.
    pub made_by: String,
    pub source: Source,
}

/// What stands in [`Header::format`].
pub const FORMAT: &str = "hearth-archive";

/// Where the conversations come from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    pub kind: SourceKind,
    /// The server's, workspace's, team's or guild's name; may be empty.
    #[serde(default)]
    pub name: String,
    /// The log that the seqs belong to. Only Hearth has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// Whose view it is: an archive holds what this person could read. None: everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<UserId>,
}

/// The chat that the conversations were held in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Hearth,
    Slack,
    Mattermost,
    Discord,
}

/// Somebody who wrote or is named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    #[serde(flatten)]
    pub profile: Profile,
    /// A program and no person.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bot: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conversation {
    pub id: ConversationId,
    #[serde(flatten)]
    pub kind: ConversationKind,
    /// The newest event that is known to exist, in the archive or not. Zero where the source counts nothing.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub head: Seq,
}

/// What a conversation is, as nobody's in particular.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConversationKind {
    Room {
        room: Room,
    },
    /// Two people, for ever the same two.
    Direct {
        people: [UserId; 2],
    },
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InConversation {
    pub conversation: ConversationId,
    #[serde(flatten)]
    pub member: Member,
}

/// A file of a message, a person or a room.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct File {
    pub blob: BlobId,
    /// Bytes. Zero where they are not known.
    pub size: u64,
    /// What its sender took it for. Never trusted.
    #[serde(default)]
    pub mime: String,
    /// Its own name, without a path; may be empty.
    #[serde(default)]
    pub name: String,
    /// Whether its bytes lie beside the records. False: they were not at hand, and the record is all there is.
    pub here: bool,
}

/// A message in its last state.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Message {
    pub id: MessageId,
    pub conversation: ConversationId,
    /// Its place in the conversation's log at the source. None where the source counts nothing. The order of messages is
    /// that of the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    pub at: Millis,
    pub author: UserId,
    /// None once deleted; then `edited_at` is when, where the source knows it.
    pub body: Option<Body>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Forwarded>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Millis>,
    /// People it mentions, as far as the source knows. The words say `@handle` for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub mentions_room: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
    /// In the order of their first standing one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
}

/// One emoji on a message, and everyone whose it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reaction {
    pub emoji: String,
    pub people: Vec<UserId>,
}

/// Something that happened to the conversation itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Note {
    pub conversation: ConversationId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    pub at: Millis,
    pub author: UserId,
    #[serde(flatten)]
    pub what: NoteKind,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum NoteKind {
    Member {
        user: UserId,
        #[serde(flatten)]
        change: MemberChange,
    },
    /// The room was made or its settings changed; all settings as they were then.
    Room { room: Room },
    /// Of a later version; nothing of it is known.
    Newer,
}

/// Events from `from` to `to`, both included, exist at the source and not in the archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hole {
    pub conversation: ConversationId,
    pub from: Seq,
    pub to: Seq,
}

impl Record {
    /// Every file that this record names. It must have been told by a [`Record::File`] before.
    #[must_use]
    pub fn blobs(&self) -> Vec<&BlobId> {
        match self {
            Self::Person(person) => own(&person.profile.avatar).into_iter().collect(),
            Self::Conversation(Conversation { kind: ConversationKind::Room { room }, .. })
            | Self::Note(Note { what: NoteKind::Room { room }, .. }) => own(&room.avatar).into_iter().collect(),
            Self::Message(message) => message.body.iter().filter_map(Body::blob).collect(),
            Self::Header(_)
            | Self::Conversation(_)
            | Self::Member(_)
            | Self::File(_)
            | Self::Note(_)
            | Self::Hole(_)
            | Self::End(_)
            | Self::Unknown(_) => Vec::new(),
        }
    }
}

fn own(avatar: &Avatar) -> Option<&BlobId> {
    match avatar {
        Avatar::Own { blob } => Some(blob),
        Avatar::Drawn { .. } => None,
    }
}

// serde hands its predicates a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(seq: &Seq) -> bool {
    *seq == Seq(0)
}
