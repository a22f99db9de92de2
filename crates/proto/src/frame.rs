//! Frames: what travels over the WebSocket, one JSON object a text frame, named by `t`.

use serde::{Deserialize, Serialize};

use crate::{
    command::Request,
    error::{ErrorCode, Failure},
    event::Event,
    id::{ConversationId, Cursor, DeviceId, Epoch, MessageId, Millis, Pos, RequestId, Seq, UserId},
    limits::Limits,
    people::{Member, Presence, Profile},
    room::{Head, Listing, ReadMark},
};

/// From client to server.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum ClientFrame {
    Request {
        id: RequestId,
        #[serde(flatten)]
        request: Request,
    },
    Bare(Bare),
}

/// A client's frame that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// The request to answer, where the frame says it.
    pub re: Option<RequestId>,
    pub failure: Failure,
}

impl ClientFrame {
    /// Reads a text frame. What cannot be read is answered with the failure, and the connection goes on.
    ///
    /// # Errors
    /// `malformed` when it is not such a JSON object, `unknown_type` when `t` names nothing of this version.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        #[derive(Deserialize)]
        struct Peek<'a> {
            #[serde(borrow)]
            t: std::borrow::Cow<'a, str>,
            #[serde(default)]
            id: Option<RequestId>,
        }
        let malformed = |re, error: serde_json::Error| Unreadable {
            re,
            failure: Failure::new(ErrorCode::Malformed, error.to_string()),
        };
        let peek: Peek<'_> = serde_json::from_str(text).map_err(|error| malformed(None, error))?;
        match (&*peek.t, peek.id) {
            ("hello" | "typing" | "presence", _) => {
                serde_json::from_str(text).map(Self::Bare).map_err(|error| malformed(peek.id, error))
            }
            (_, Some(id)) => match serde_json::from_str(text) {
                Ok(request) => Ok(Self::Request { id, request }),
                Err(_) if !Request::NAMES.contains(&&*peek.t) => Err(unknown_type(peek.id, &peek.t)),
                Err(error) => Err(malformed(peek.id, error)),
            },
            (t, None) if Request::NAMES.contains(&t) => Err(Unreadable {
                re: None,
                failure: Failure::new(ErrorCode::Malformed, format!("`{t}` needs an `id`")),
            }),
            (t, None) => Err(unknown_type(None, t)),
        }
    }
}

fn unknown_type(re: Option<RequestId>, t: &str) -> Unreadable {
    let shown: String = t.chars().take(40).collect();
    Unreadable { re, failure: Failure::new(ErrorCode::UnknownType, format!("this server has no `{shown}`")) }
}

/// Frames that get no reply of their own.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Bare {
    /// The first frame of a connection; the answer is `welcome` or a close.
    Hello(Hello),
    /// I am writing in this conversation; sent at most every three seconds, valid for five.
    Typing { conversation: ConversationId },
    /// I am at the machine, or away from it.
    Presence { presence: Presence },
}

/// Who connects, and how far they have read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Hello {
    pub token: String,
    pub device: DeviceId,
    /// None on the first connection of a device.
    #[serde(default)]
    pub cursor: Option<Cursor>,
    /// The program and its version, for the server's logs, such as `hearth/0.1.0`.
    #[serde(default)]
    pub agent: String,
}

/// From server to client.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ServerFrame {
    Welcome(Box<Welcome>),
    /// The log went on. Sent to every member's every connection, the author's too.
    Event(Event),
    /// A conversation that is new to me, or whose settings or my role changed.
    /// As a reply it carries `re`; otherwise somebody else did it.
    Conversation {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        re: Option<RequestId>,
        head: Head,
    },
    /// I am no longer in this conversation. What I have read of it stays mine.
    Gone {
        conversation: ConversationId,
        pos: Pos,
    },
    /// Somebody changed their name, handle or picture, or is seen for the first time.
    Person {
        profile: Profile,
        pos: Pos,
    },
    /// I have read this far, on another device or this one.
    Read {
        conversation: ConversationId,
        mark: ReadMark,
        /// Where it was marked unread from, if it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unread_from: Option<ReadMark>,
    },
    /// Another member of a small conversation has read this far.
    ReadBy {
        conversation: ConversationId,
        user: UserId,
        seq: Seq,
    },
    /// Who came, went, or stepped away; a batch at a time. People not named in a session are offline.
    Presence {
        people: Vec<PresenceOf>,
    },
    Typing {
        conversation: ConversationId,
        user: UserId,
    },

    /// Reply to `post`, `edit`, `redact`, `react`, `pin`: it is on the server's disk.
    Ack {
        re: RequestId,
        message: MessageId,
        seq: Seq,
        pos: Pos,
        at: Millis,
    },
    Ok {
        re: RequestId,
    },
    /// Reply to `history`.
    Page(Page),
    Rooms {
        re: RequestId,
        rooms: Vec<Listing>,
    },
    Members {
        re: RequestId,
        conversation: ConversationId,
        members: Vec<Member>,
        people: Vec<Profile>,
        seq: Seq,
    },
    People {
        re: RequestId,
        people: Vec<Profile>,
    },
    Me {
        re: RequestId,
        profile: Profile,
    },
    Readers {
        re: RequestId,
        conversation: ConversationId,
        readers: Vec<Reader>,
    },
    Invites {
        re: RequestId,
        invites: Vec<InviteInfo>,
    },
    /// I block a person, or do so no more, on this device or another one.
    Blocked {
        user: UserId,
        on: bool,
    },
    /// Whether I share how far I read; changed on this device or another one.
    SharesReads {
        on: bool,
    },
    Invite {
        re: RequestId,
        code: String,
    },
    DeviceCode {
        re: RequestId,
        code: String,
        expires_at: Millis,
    },
    Devices {
        re: RequestId,
        devices: Vec<Device>,
    },
    /// A request failed. Without `re`, a frame could not be read at all.
    Error {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        re: Option<RequestId>,
        #[serde(flatten)]
        failure: Failure,
    },
    /// A frame of a later version; it is skipped.
    #[serde(other)]
    Unknown,
}

/// The state of the world for this reader, at `pos`. Live events follow, all with a higher `pos`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Welcome {
    pub me: Profile,
    /// Whether this account has a password.
    pub has_password: bool,
    /// Whether this account may administer the server (make invites where only owners may, see all users).
    pub server_owner: bool,
    /// Whether others see how far I read, and I how far they do.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub shares_reads: bool,
    /// Those who may not write to me in private.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<UserId>,
    pub server_name: String,
    pub epoch: Epoch,
    pub pos: Pos,
    /// How often the server sends pings; a client that hears nothing for twice as long gives the line up.
    pub heartbeat_ms: u64,
    pub limits: Limits,
    /// Whether the cursor was usable. If not, all conversations follow, and the client treats its copy as having a gap.
    pub resumed: bool,
    /// Conversations that changed since the cursor (all of them when not resumed).
    pub conversations: Vec<Head>,
    /// Conversations that this person left or was taken out of since the cursor.
    #[serde(default)]
    pub gone: Vec<ConversationId>,
    /// People whose profile changed since the cursor, of those this person shares a conversation with.
    pub people: Vec<Profile>,
    /// Those who are not offline now, and of those I chat with in private, since when they are offline.
    pub presence: Vec<PresenceOf>,
}

const fn yes() -> bool {
    true
}

// serde hands its predicates a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_true(flag: &bool) -> bool {
    *flag
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PresenceOf {
    pub user: UserId,
    pub presence: Presence,
    /// Since when they are offline, where that is known; None otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Millis>,
}

/// How far a member of a small conversation has read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reader {
    pub user: UserId,
    pub seq: Seq,
}

/// An invite that still holds. Its code is known only to whoever made it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InviteInfo {
    /// What `revoke_invite` takes.
    pub invite: String,
    /// Who made it; None: the server itself.
    pub by: Option<UserId>,
    pub conversation: Option<ConversationId>,
    pub created_at: Millis,
    pub expires_at: Option<Millis>,
    /// How many more people may use it; None: any number.
    pub uses_left: Option<u32>,
    /// How many have.
    pub used: u32,
}

/// A part of a conversation's log, in rising order, without a gap inside.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Page {
    pub re: RequestId,
    pub conversation: ConversationId,
    /// The page covers every seq in this range, both ends included. `from` above `to` when it is empty.
    pub from: Seq,
    pub to: Seq,
    pub events: Vec<Event>,
    /// Authors and members named in the events.
    pub people: Vec<Profile>,
}

/// One signed-in installation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Device {
    pub id: DeviceId,
    pub name: String,
    pub created_at: Millis,
    pub seen_at: Millis,
    /// The one that asks.
    pub current: bool,
}

/// The payload of a WebSocket ping, both ways: 8 bytes of the sender's clock in milliseconds, then 8 bytes of the
/// `pos` of the last event sent on this connection (server) or received (client). Big-endian.
/// A pong returns it unchanged (RFC 6455, 5.5.3), so the sender knows the round trip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PingPayload {
    pub sent_at: Millis,
    pub pos: Pos,
}

impl PingPayload {
    /// As bytes on the wire.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let (clock, pos) = bytes.split_at_mut(8);
        clock.copy_from_slice(&self.sent_at.0.to_be_bytes());
        pos.copy_from_slice(&self.pos.0.to_be_bytes());
        bytes
    }

    /// None when it is not one of ours; such a ping is answered all the same.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (clock, pos) = bytes.split_first_chunk::<8>()?;
        let pos: [u8; 8] = pos.try_into().ok()?;
        Some(Self { sent_at: Millis(i64::from_be_bytes(*clock)), pos: Pos(u64::from_be_bytes(pos)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_with_its_id() {
        let text = r#"{"t":"join","id":7,"conversation":"01890000-0000-7000-8000-000000000001","later":true}"#;
        let Ok(ClientFrame::Request { id, request: Request::Join { .. } }) = ClientFrame::parse(text) else {
            panic!("not read");
        };
        assert_eq!(id, RequestId(7));
    }

    #[test]
    fn what_cannot_be_read_says_why_and_to_whom() {
        let cases = [
            ("not json", None, ErrorCode::Malformed),
            ("[1]", None, ErrorCode::Malformed),
            (r#"{"t":"dance","id":3}"#, Some(3), ErrorCode::UnknownType),
            (r#"{"t":"dance"}"#, None, ErrorCode::UnknownType),
            (r#"{"t":"join","id":4}"#, Some(4), ErrorCode::Malformed),
            (r#"{"t":"join","conversation":"x"}"#, None, ErrorCode::Malformed),
            (r#"{"t":"hello"}"#, None, ErrorCode::Malformed),
        ];
        for (text, re, code) in cases {
            let error = ClientFrame::parse(text).expect_err(text);
            assert_eq!((error.re, error.failure.code), (re.map(RequestId), code), "{text}");
        }
    }

    #[test]
    fn ping_payload_survives_the_wire() {
        let payload = PingPayload { sent_at: Millis(1_700_000_000_123), pos: Pos(42) };
        assert_eq!(PingPayload::from_bytes(&payload.to_bytes()), Some(payload));
        assert_eq!(PingPayload::from_bytes(b"short"), None);
    }

    #[test]
    fn unknown_kinds_are_kept_whole() {
        let text = r#"{"t":"event","conversation":"01890000-0000-7000-8000-000000000001","seq":1,"pos":2,"at":3,
            "author":"01890000-0000-7000-8000-000000000002","event":"poll","question":"soup?"}"#;
        let Ok(ServerFrame::Event(event)) = serde_json::from_str(text) else { panic!("not read") };
        let crate::event::What::Unknown(value) = &event.what else { panic!("{event:?}") };
        assert_eq!(value["question"], "soup?");
        let again = serde_json::to_value(ServerFrame::Event(event)).expect("writes");
        assert_eq!(again["event"], "poll");
    }

    #[test]
    fn every_request_name_is_listed() {
        let error = serde_json::from_str::<Request>(r#"{"t":"?"}"#).expect_err("unknown").to_string();
        for name in Request::NAMES {
            assert!(error.contains(&format!("`{name}`")), "{name} is no request");
        }
        assert_eq!(error.matches('`').count() / 2, Request::NAMES.len() + 1, "{error}");
    }
}
