//! The state against a real SQLite file: what commands do, and what must hold after any of them.

mod acts;
mod always;
mod blobs;
mod forms;
mod forwards;
mod imports;
mod marks;
mod mentions;
mod people;
mod rights;
mod rooms;
mod words;

use hearth_proto::{
    body::Body,
    command::{NewInvite, NewRoom, Post},
    error::{ErrorCode, Failure},
    event::{Event, What},
    http::NewDevice,
    id::{ConversationId, DeviceId, MessageId, Millis, UserId},
    limits::Limits,
    people::Avatar,
    room::Visibility,
};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use super::{
    Rules,
    command::{Action, Actor, Answer, Command, Enrol, NewProfile, Outcome, Refusal},
    rows, store,
};

pub(crate) fn rules() -> Rules {
    Rules { limits: Limits::default(), open: true, owners_invite: false }
}

/// A database and a clock.
pub(crate) struct Book {
    pub dir: TempDir,
    pub conn: Connection,
    pub at: i64,
}

impl Book {
    pub fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let conn = store::open_writer(dir.path(), Uuid::from_u128(1)).unwrap();
        // These tests look at what is written, not at whether it outlasts a power cut.
        conn.pragma_update(None, "synchronous", "OFF").unwrap();
        Self { dir, conn, at: 1000 }
    }

    pub fn outcome(&mut self, by: Actor, action: Action) -> Result<Outcome, Failure> {
        self.at += 1;
        let command = Command { at: Millis(self.at), by, action };
        store::commit(&self.conn, &rules(), [&command]).unwrap().pop().unwrap()
    }

    /// What would be refused, and why. Nothing of it stays.
    pub fn attempt(&self, by: UserId, action: Action) -> Option<ErrorCode> {
        self.conn.execute_batch("BEGIN").unwrap();
        let command = Command { at: Millis(self.at + 1), by: person(by), action };
        let mut pos = rows::position(&self.conn).unwrap();
        let outcome = super::apply(&self.conn, &rules(), &mut pos, &command);
        self.conn.execute_batch("ROLLBACK").unwrap();
        match outcome {
            Ok(_) => None,
            Err(Refusal::No(failure)) => Some(failure.code),
            Err(Refusal::Storage(error)) => panic!("{error}"),
        }
    }

    pub fn answer(&mut self, by: UserId, action: Action) -> Answer {
        self.outcome(person(by), action).unwrap().answer
    }

    pub fn refusal(&mut self, by: UserId, action: Action) -> ErrorCode {
        self.outcome(person(by), action).unwrap_err().code
    }

    pub fn enrol(&mut self, number: u128, name: &str) -> UserId {
        let user = user(number);
        self.outcome(Actor::Stranger, enrol(user, name)).unwrap();
        user
    }

    pub fn room(&mut self, by: UserId, number: u128, visibility: Visibility) -> ConversationId {
        let conversation = room_id(number);
        self.answer(by, create_room(conversation, visibility));
        conversation
    }

    /// The log of a conversation, as stored.
    pub fn log(&self, conversation: ConversationId) -> Vec<Event> {
        self.conn
            .prepare("SELECT seq, pos, at, author, what FROM events WHERE conversation = ?1 ORDER BY seq")
            .unwrap()
            .query_map([conversation.0.into_bytes()], |row| {
                Ok(Event {
                    conversation,
                    seq: hearth_proto::id::Seq(rows::uint(row, 0)?),
                    pos: hearth_proto::id::Pos(rows::uint(row, 1)?),
                    at: Millis(row.get(2)?),
                    author: rows::user(row, 3)?,
                    what: rows::json(row, 4)?,
                })
            })
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    }
}

pub(crate) fn person(user: UserId) -> Actor {
    Actor::Person { user, device: DeviceId(user.0) }
}

pub(crate) fn user(number: u128) -> UserId {
    UserId(Uuid::from_u128(number))
}

pub(crate) fn room_id(number: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(1000 + number))
}

pub(crate) fn message_id(number: u128) -> MessageId {
    MessageId(Uuid::from_u128(2000 + number))
}

pub(crate) fn enrol(user: UserId, name: &str) -> Action {
    Action::Enrol(Box::new(Enrol {
        user,
        code: None,
        name: name.into(),
        handle: None,
        avatar: Avatar::Drawn { name: "person-fox".into() },
        password: None,
        device: NewDevice { id: DeviceId(user.0), name: "laptop".into() },
        token: crate::secrets::digest(&user.to_string()),
    }))
}

pub(crate) fn create_room(conversation: ConversationId, visibility: Visibility) -> Action {
    let room = NewRoom { name: "Kitchen".into(), topic: String::new(), visibility, avatar: None };
    Action::CreateRoom { conversation, room }
}

pub(crate) fn text(text: &str) -> Body {
    Body::Text { text: text.into() }
}

pub(crate) fn post(conversation: ConversationId, message: MessageId, words: &str) -> Action {
    Action::Post(Post { conversation, message, body: text(words), reply_to: None, forward: None })
}

pub(crate) fn message_of(event: &Event) -> &hearth_proto::event::Message {
    match &event.what {
        What::Message(message) => message,
        other => panic!("no message: {other:?}"),
    }
}

pub(crate) fn invite(conversation: Option<ConversationId>) -> Action {
    Action::CreateInvite { invite: NewInvite { conversation, ..NewInvite::default() }, code: [7; 32] }
}

pub(crate) fn set_handle(handle: &str) -> Action {
    Action::SetProfile(NewProfile { handle: Some(handle.into()), ..NewProfile::default() })
}

pub(crate) fn set_avatar(avatar: Avatar) -> Action {
    Action::SetProfile(NewProfile { avatar: Some(avatar), ..NewProfile::default() })
}
