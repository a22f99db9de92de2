//! What needs a look behind the writer: a full disk, what is left of erased words, and how queries find their rows.

use std::path::Path;

use hearth_proto::{
    body::Body,
    event::{self, Event, What},
    id::{Cursor, Epoch, Pos, Seq, UserId},
    people::{Avatar, Profile, Role},
    room::{ConversationKind, Head, ReadMark, Room, Visibility},
};
use rusqlite::ffi;
use uuid::Uuid;

use super::*;
use crate::{
    batch::Coverage,
    item::Place,
    open::{History, connect},
};

const ME: UserId = UserId(Uuid::from_u128(1));
const ANN: UserId = UserId(Uuid::from_u128(2));
const ROOM: ConversationId = ConversationId(Uuid::from_u128(9));

fn id(n: u64) -> MessageId {
    MessageId(Uuid::from_u128(0xE000 + u128::from(n)))
}

fn event(seq: u64, what: What) -> Event {
    let at = Millis(i64::try_from(seq).unwrap());
    Event { conversation: ROOM, seq: Seq(seq), pos: Pos(seq), at, author: ANN, what }
}

fn message(seq: u64, text: &str) -> Event {
    let body = Some(Body::Text { text: text.to_owned() });
    let (changed_seq, mentions) = (Seq(0), vec![ME]);
    let reply_to = (seq > 1).then(|| id(1));
    event(
        seq,
        What::Message(event::Message {
            message: id(seq),
            body,
            reply_to,
            number: seq,
            edited_at: None,
            changed_seq,
            mentions,
            forwarded: None,
            mentions_room: false,
        }),
    )
}

fn batch(events: Vec<Event>) -> Batch {
    let avatar = Avatar::Drawn { name: "person-fox".to_owned() };
    let seq = events.iter().map(|event| event.seq).max().unwrap_or_default();
    let room = Room {
        name: "Kitchen".to_owned(),
        topic: String::new(),
        visibility: Visibility::Public,
        avatar: avatar.clone(),
        archived: false,
        posting: hearth_proto::room::Posting::Everyone,
        slow_seconds: 0,
    };
    let head = Head {
        conversation: ROOM,
        kind: ConversationKind::Room { room },
        role: Role::Member,
        members: 2,
        seq,
        room_seq: Seq(1),
        messages: seq.0,
        active_at: Millis(1),
        read: ReadMark::default(),
        mentions: 0,
        muted_until: None,
        unread_from: None,
    };
    Batch {
        me: Some(Profile {
            id: ME,
            handle: "mia".to_owned(),
            name: "Mia".to_owned(),
            avatar,
            status: String::new(),
            zone: String::new(),
            former: false,
        }),
        cursor: Some(Cursor { epoch: Epoch(Uuid::from_u128(7)), pos: Pos(seq.0) }),
        heads: vec![head],
        coverage: vec![Coverage { conversation: ROOM, head: seq, holes: Vec::new() }],
        events,
        ..Batch::default()
    }
}

fn outgoing(n: u64, text: &str) -> Outgoing {
    let body = Body::Text { text: text.to_owned() };
    let what = Sending::Message { message: id(n), body, reply_to: Some(id(1)), forward: None, upload: None };
    Outgoing { conversation: ROOM, at: Millis(5), what }
}

fn open() -> (tempfile::TempDir, History) {
    let dir = tempfile::tempdir().unwrap();
    let history = History::open(&dir.path().join("history.sqlite")).unwrap();
    (dir, history)
}

fn number(conn: &Connection, query: &str) -> i64 {
    conn.query_row(query, [], |row| row.get(0)).unwrap()
}

#[test]
fn what_a_person_did_waits_for_the_disk_and_what_the_server_has_does_not() {
    let (_dir, mut history) = open();
    let sync = |history: &History| number(&history.writer.conn, "PRAGMA synchronous");
    assert_eq!(sync(&history), 2);
    history.writer.apply(&batch(vec![message(1, "soup")])).unwrap();
    assert_eq!(sync(&history), 1);
    history.writer.enqueue(&outgoing(2, "salt")).unwrap();
    assert_eq!(sync(&history), 2);
    history.writer.apply(&batch(vec![message(3, "soup")])).unwrap();
    history.writer.discard(id(2)).unwrap();
    assert_eq!(sync(&history), 2);
    let mode: String = history.writer.conn.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn a_reader_cannot_write() {
    let (_dir, history) = open();
    let reader = history.readers.get().unwrap();
    reader.connection().execute("DELETE FROM outbox", []).unwrap_err();
}

#[test]
fn what_a_message_carries_stands_in_columns() {
    let (_dir, mut history) = open();
    let picture = r#"{"kind":"picture","picture":{"blob":"#.to_owned()
        + &format!("\"{}\"", "a".repeat(64))
        + r#","mime":"image/png","width":1,"height":1,"size":1},"caption":"the garden"}"#;
    let bodies = [
        (r#"{"kind":"text","text":"grün, 汤, https://soup.example"}"#, (None, true)),
        (picture.as_str(), (Some("picture"), false)),
        (r#"{"kind":"sticker","set":"hearth","name":"fox"}"#, (None, false)),
        (r#"{"kind":"poll","text":"https://not.for.this.version"}"#, (None, false)),
    ];
    let carried = |history: &History, seq| {
        history
            .writer
            .conn
            .query_row("SELECT file, link FROM message WHERE id = ?1", [id(seq).0.into_bytes()], |row| {
                Ok((row.get::<_, Option<String>>(0)?, row.get::<_, bool>(1)?))
            })
            .unwrap()
    };
    for (seq, (json, (file, link))) in (1..).zip(bodies) {
        let body: Body = serde_json::from_str(json).unwrap();
        let mut event = message(seq, "");
        if let What::Message(message) = &mut event.what {
            message.body = Some(body.clone());
        }
        history.writer.apply(&batch(vec![event])).unwrap();
        assert_eq!(carried(&history, seq), (file.map(str::to_owned), link), "{json}");
    }
    history
        .writer
        .apply(&Batch { events: vec![event(9, What::Redacted { target: id(1) })], ..Batch::default() })
        .unwrap();
    assert_eq!(carried(&history, 1), (None, false));
}

#[test]
fn a_full_disk_is_said_so_and_nothing_is_half_written() {
    let (dir, mut history) = open();
    history.writer.apply(&batch(vec![message(1, "soup")])).unwrap();
    let pages = number(&history.writer.conn, "PRAGMA page_count");
    history.writer.conn.pragma_update(None, "max_page_count", pages + 8).unwrap();

    let long = "long ".repeat(400);
    let events = (2..200).map(|seq| message(seq, &long)).collect();
    let error = history.writer.apply(&batch(events)).unwrap_err();
    assert!(matches!(error, WriteError::DiskFull), "{error:?}");
    let reader = history.readers.get().unwrap();
    assert_eq!(reader.restore().unwrap().cursor.unwrap().pos, Pos(1));
    assert_eq!(reader.timeline(ROOM, Place::Newest, 50).unwrap().items.len(), 1);
    drop(reader);

    let mut kept = 0;
    let error = loop {
        match history.writer.enqueue(&outgoing(1_000 + kept, &long)) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, WriteError::DiskFull), "{error:?}");
    let outbox = history.readers.get().unwrap().restore().unwrap().outbox;
    assert_eq!(u64::try_from(outbox.len()).unwrap(), kept);

    history.writer.conn.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    history.writer.enqueue(&outgoing(1_000 + kept, &long)).unwrap();
    let verdict: String = history.writer.conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    drop(dir);
}

/// Whether these bytes stand anywhere in the directory.
fn is_written(dir: &Path, words: &str) -> bool {
    let files = std::fs::read_dir(dir).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes()))
}

#[test]
fn deleted_edited_and_discarded_words_are_nowhere_in_the_files() {
    let (dir, mut history) = open();
    let filler = (3..400).map(|seq| message(seq, "nothing of note"));
    let secrets = [message(1, "the first secret"), message(2, &"the second secret ".repeat(500))];
    history.writer.apply(&batch(secrets.into_iter().chain(filler).collect())).unwrap();
    history.writer.enqueue(&outgoing(1_000, "the third secret")).unwrap();
    let later = Body::Text { text: "fine".to_owned() };
    for secret in ["the first secret", "the second secret", "the third secret"] {
        assert!(is_written(dir.path(), secret));
    }

    // While somebody reads, the log cannot be emptied; the next write does it.
    let reader = history.readers.get().unwrap();
    reader.waiting().unwrap();
    let events = vec![
        event(500, What::Redacted { target: id(2) }),
        event(501, What::Edited { target: id(1), body: Some(later), mentions: Vec::new(), mentions_room: false }),
    ];
    history.writer.apply(&Batch { events, ..Batch::default() }).unwrap();
    drop(reader);
    history.writer.discard(id(1_000)).unwrap();
    for secret in ["the first secret", "the second secret", "the third secret"] {
        assert!(!is_written(dir.path(), secret), "{secret}");
    }
}

/// Every statement that this connection has prepared and kept.
#[allow(unsafe_code)]
fn statements(conn: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    // SAFETY: the connection is open and used by this thread alone, statements come from SQLite's own list of it, and
    // their text is copied while they live.
    unsafe {
        let mut statement = ffi::sqlite3_next_stmt(conn.handle(), std::ptr::null_mut());
        while !statement.is_null() {
            let text = std::ffi::CStr::from_ptr(ffi::sqlite3_sql(statement));
            found.push(text.to_string_lossy().into_owned());
            statement = ffi::sqlite3_next_stmt(conn.handle(), statement);
        }
    }
    found
}

/// Statements on the way of these connections that walk through all of a table that grows with the history.
fn walks(conn: &Connection) -> Vec<String> {
    let mut walks = Vec::new();
    for statement in statements(conn) {
        let mut explained = conn.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
        let count = explained.parameter_count();
        let nothing = rusqlite::params_from_iter(std::iter::repeat_n(rusqlite::types::Null, count));
        let steps: Vec<String> =
            explained.query_map(nothing, |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        for step in steps {
            let grows = ["message", "m", "note", "n", "reaction", "pin", "p", "member", "pending_change"];
            if grows.iter().any(|table| step == format!("SCAN {table}") || step.starts_with(&format!("SCAN {table} ")))
            {
                walks.push(format!("{step}: {statement}"));
            }
        }
    }
    walks
}

#[test]
fn no_statement_walks_through_the_history() {
    let (dir, mut history) = open();
    history.writer.apply(&batch((1..60).map(|seq| message(seq, "soup")).collect())).unwrap();
    let more = [
        event(60, What::Reaction { target: id(3), emoji: "🔥".to_owned(), on: true }),
        event(61, What::Pinned { target: id(3), on: true }),
        event(62, What::Redacted { target: id(4) }),
        event(63, What::Redacted { target: id(999) }),
        event(64, What::Unknown(serde_json::json!({ "event": "poll" }))),
    ];
    history.writer.apply(&batch(more.to_vec())).unwrap();
    history.writer.enqueue(&outgoing(1_000, "salt")).unwrap();
    history.writer.apply(&Batch { sent: vec![(id(1_000), Seq(70), Millis(1))], ..Batch::default() }).unwrap();

    let reader = history.readers.get().unwrap();
    for place in [
        Place::Newest,
        Place::Unread,
        Place::Before { seq: Seq(50) },
        Place::After { seq: Seq(5) },
        Place::Message { message: id(20) },
    ] {
        assert!(!reader.timeline(ROOM, place, 10).unwrap().items.is_empty());
    }
    reader.restore().unwrap();
    reader.rows().unwrap();
    reader.row(ROOM).unwrap();
    reader.divider(ROOM).unwrap();
    reader.members(ROOM).unwrap();
    assert_eq!(reader.pinned(ROOM, 10).unwrap().len(), 1);
    reader.message(id(3)).unwrap();
    reader.seq_of(id(3)).unwrap();
    reader.waiting().unwrap();
    reader.draft(ROOM).unwrap();

    let read = reader.connection();
    assert!(statements(read).len() > 25, "the statements are kept: {}", statements(read).len());
    assert_eq!(walks(read), Vec::<String>::new());
    assert!(statements(&history.writer.conn).len() > 25);
    assert_eq!(walks(&history.writer.conn), Vec::<String>::new());
    // The check itself can see one.
    let conn = connect(&dir.path().join("history.sqlite")).unwrap();
    let all = conn.prepare("SELECT count(*) FROM message WHERE at > 5").unwrap();
    assert_eq!(walks(&conn).len(), 1);
    drop(all);
}
