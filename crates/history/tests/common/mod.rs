//! Ids, events and files for the tests.
// Each test file uses a part of it, and all of it is test code.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::PathBuf;

use hearth_history::{
    answer::Draft,
    batch::{Batch, Coverage, Marks, Outgoing, Owed, Sending, Touched},
    item::{Item, Message, TimelinePage},
    open::History,
    readers::Reader,
};
use hearth_proto::{
    body::Body,
    event::{self, Event, MemberChange, What},
    id::{ConversationId, Cursor, Epoch, MessageId, Millis, Pos, Seq, UserId},
    people::{Avatar, Profile, Role},
    room::{ConversationKind, Head, ReadMark, Room, Visibility},
};
use uuid::Uuid;

pub fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(0xA000 + n))
}

pub fn room(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(0xC000 + n))
}

pub fn id(n: u128) -> MessageId {
    MessageId(Uuid::from_u128(0xE000_0000 + n))
}

pub fn epoch(n: u128) -> Epoch {
    Epoch(Uuid::from_u128(n))
}

pub const ME: u128 = 1;
pub const ANN: u128 = 2;
pub const BOB: u128 = 3;

pub fn profile(n: u128, name: &str) -> Profile {
    let avatar = Avatar::Drawn { name: "person-fox".to_owned() };
    Profile {
        id: user(n),
        handle: name.to_lowercase(),
        name: name.to_owned(),
        avatar,
        status: String::new(),
        zone: String::new(),
        former: false,
    }
}

pub fn text(text: &str) -> Body {
    Body::Text { text: text.to_owned() }
}

pub fn settings(name: &str) -> Room {
    Room {
        name: name.to_owned(),
        topic: String::new(),
        visibility: Visibility::Private,
        avatar: Avatar::Drawn { name: "room-kettle".to_owned() },
        archived: false,
        posting: hearth_proto::room::Posting::Everyone,
        slow_seconds: 0,
    }
}

pub fn event(seq: u64, author: u128, what: What) -> Event {
    let at = Millis(i64::try_from(1_000_000 + seq * 1_000).unwrap());
    Event { conversation: room(1), seq: Seq(seq), pos: Pos(seq), at, author: user(author), what }
}

pub fn message(seq: u64, author: u128, number: u64, words: &str) -> Event {
    event(seq, author, What::Message(said(number, words)))
}

pub fn said(number: u64, words: &str) -> event::Message {
    event::Message {
        message: id(u128::from(number)),
        body: Some(text(words)),
        reply_to: None,
        number,
        edited_at: None,
        changed_seq: Seq(0),
        mentions: Vec::new(),
        forwarded: None,
        mentions_room: false,
    }
}

pub fn joined(seq: u64, who: u128) -> Event {
    event(seq, who, What::Member { user: user(who), change: MemberChange::Joined { role: Role::Member } })
}

pub fn head(seq: u64, messages: u64) -> Head {
    Head {
        conversation: room(1),
        kind: ConversationKind::Room { room: settings("Kitchen") },
        role: Role::Member,
        members: 3,
        seq: Seq(seq),
        room_seq: Seq(1),
        messages,
        active_at: Millis(1_000_000),
        read: ReadMark::default(),
        mentions: 0,
        muted_until: None,
        unread_from: None,
    }
}

pub fn cursor(pos: u64) -> Option<Cursor> {
    Some(Cursor { epoch: epoch(1), pos: Pos(pos) })
}

/// A batch that brings me, Ann, Bob and the room, with these events, all covered.
pub fn everything(events: Vec<Event>) -> Batch {
    let top = events.iter().map(|event| event.seq).max().unwrap_or_default();
    let messages = events.iter().filter(|event| matches!(event.what, What::Message(_))).count();
    Batch {
        me: Some(profile(ME, "Mia")),
        cursor: cursor(top.0),
        people: vec![profile(ANN, "Ann"), profile(BOB, "Bob")],
        heads: vec![head(top.0, u64::try_from(messages).unwrap())],
        coverage: vec![covered(top.0, &[])],
        events,
        ..Batch::default()
    }
}

pub fn covered(top: u64, holes: &[(u64, u64)]) -> Coverage {
    let holes = holes.iter().map(|(from, to)| (Seq(*from), Seq(*to))).collect();
    Coverage { conversation: room(1), head: Seq(top), holes }
}

pub fn outgoing(n: u128, words: &str) -> Outgoing {
    Outgoing {
        conversation: room(1),
        at: Millis(9_000_000),
        what: Sending::Message { message: id(n), body: text(words), reply_to: None, forward: None, upload: None },
    }
}

pub fn draft(text: &str, reply_to: Option<MessageId>) -> Draft {
    Draft { text: text.to_owned(), reply_to, ..Draft::default() }
}

/// Own marks, with nothing owed.
pub fn read_to(seq: u64, messages: u64) -> Marks {
    let read = ReadMark { seq: Seq(seq), messages };
    Marks { conversation: room(1), read, unread_from: None, owed: Owed::default() }
}

/// A history in a directory of its own.
pub struct Home {
    pub dir: tempfile::TempDir,
    pub history: Option<History>,
}

impl Home {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let history = Some(History::open(&dir.path().join("history.sqlite")).unwrap());
        Self { dir, history }
    }

    pub fn with(events: Vec<Event>) -> Self {
        let mut home = Self::new();
        home.apply(&everything(events));
        home
    }

    pub fn file(&self) -> PathBuf {
        self.dir.path().join("history.sqlite")
    }

    pub fn history(&mut self) -> &mut History {
        self.history.as_mut().unwrap()
    }

    pub fn apply(&mut self, batch: &Batch) -> Touched {
        self.history().writer.apply(batch).unwrap()
    }

    pub fn fold(&mut self, events: Vec<Event>) -> Touched {
        self.apply(&Batch { events, ..Batch::default() })
    }

    pub fn reader(&self) -> Reader {
        self.history.as_ref().unwrap().readers.get().unwrap()
    }

    pub fn reopen(&mut self) {
        self.history = None;
        self.history = Some(History::open(&self.file()).unwrap());
    }

    pub fn page(&self, place: hearth_history::item::Place, limit: u32) -> TimelinePage {
        self.reader().timeline(room(1), place, limit).unwrap()
    }

    pub fn message(&self, n: u128) -> Message {
        self.reader().message(id(n)).unwrap().unwrap()
    }
}

/// What a page shows, in few letters: words of a message, `seq!` for notes, `from-to` for holes.
pub fn shown(items: &[Item]) -> Vec<String> {
    items
        .iter()
        .map(|item| match item {
            Item::Message(message) => message.body.as_ref().map_or("deleted", Body::words).to_owned(),
            Item::Note(note) => format!("{}!", note.seq),
            Item::Hole { from, to } => format!("{from}-{to}"),
        })
        .collect()
}
