//! A history that was written out says what it said.

use std::{fs, ops::ControlFlow, path::Path};

use hearth_archive::{
    pages::language::Language,
    record::Message,
    source::{Options, Source as Archive},
};
use hearth_history::{
    batch::{Batch, Coverage, Outgoing, Sending},
    open::History,
};
use hearth_proto::{
    body::{Body, File, Picture},
    event::{self, Event, What},
    id::{BlobId, Cursor, MessageId, Pos},
    people::{Avatar, Profile, Role},
    room::{ConversationKind, Head, Posting, ReadMark, Room, Visibility},
};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::*;
use std::io::Read as _;

const ANN: UserId = UserId(Uuid::from_u128(2));
const ME: UserId = UserId(Uuid::from_u128(1));
const STRANGER: UserId = UserId(Uuid::from_u128(9));
const ROOM: ConversationId = ConversationId(Uuid::from_u128(77));

struct Home {
    dir: tempfile::TempDir,
    history: History,
    blobs: Blobs,
}

fn profile(id: UserId, name: &str) -> Profile {
    Profile {
        id,
        handle: name.to_lowercase(),
        name: name.to_owned(),
        avatar: Avatar::Drawn { name: "person-fox".to_owned() },
        status: String::new(),
        zone: String::new(),
        former: false,
    }
}

fn kitchen() -> Room {
    Room {
        name: "Kitchen".to_owned(),
        topic: "What we eat".to_owned(),
        visibility: Visibility::Private,
        avatar: Avatar::Drawn { name: "room-kettle".to_owned() },
        posting: Posting::Everyone,
        slow_seconds: 0,
        archived: false,
    }
}

fn id(n: u64) -> MessageId {
    MessageId(Uuid::from_u128(0xE000_0000 + u128::from(n)))
}

fn event(seq: u64, author: UserId, what: What) -> Event {
    let at = Millis(1_714_760_000_000 + i64::try_from(seq).unwrap() * 1000);
    Event { conversation: ROOM, seq: Seq(seq), pos: Pos(seq), at, author, what }
}

fn said(seq: u64, author: UserId, body: Body) -> Event {
    let message = event::Message {
        message: id(seq),
        body: Some(body),
        reply_to: (seq == 4).then(|| id(3)),
        number: 0,
        edited_at: None,
        changed_seq: Seq(0),
        mentions: Vec::new(),
        mentions_room: false,
        forwarded: None,
    };
    event(seq, author, What::Message(message))
}

fn text(text: &str) -> Body {
    Body::Text { text: text.to_owned() }
}

impl Home {
    fn new(holes: Vec<(Seq, Seq)>, head: u64, events: impl FnOnce(&Blobs) -> Vec<Event>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut history = History::open(&dir.path().join("history.sqlite")).unwrap();
        let blobs = Blobs::open(dir.path().join("blobs")).unwrap();
        let epoch = Epoch(Uuid::from_u128(5));
        let mut events = events(&blobs);
        let mut messages = 0;
        for event in &mut events {
            if let What::Message(message) = &mut event.what {
                messages += 1;
                message.number = messages;
            }
        }
        let batch = Batch {
            me: Some(profile(ME, "Mia")),
            cursor: Some(Cursor { epoch, pos: Pos(head) }),
            people: vec![profile(ANN, "Ann"), profile(STRANGER, "Stranger")],
            heads: vec![Head {
                conversation: ROOM,
                kind: ConversationKind::Room { room: kitchen() },
                role: Role::Member,
                members: 2,
                seq: Seq(head),
                room_seq: Seq(1),
                messages,
                active_at: Millis(1_714_760_000_000),
                read: ReadMark::default(),
                mentions: 0,
                muted_until: None,
                unread_from: None,
            }],
            coverage: vec![Coverage { conversation: ROOM, head: Seq(head), holes }],
            events,
            ..Batch::default()
        };
        history.writer.apply(&batch).unwrap();
        Self { dir, history, blobs }
    }

    fn task(&self, format: ExportFormat, to: &str) -> Task {
        Task {
            readers: self.history.readers.clone(),
            blobs: self.blobs.clone(),
            here: None,
            format,
            files: true,
            to: self.dir.path().join(to),
            server: "The house".to_owned(),
            epoch: Some(Epoch(Uuid::from_u128(5))),
            me: ME,
            at: Millis(1_714_770_000_000),
            agent: "hearth/0".to_owned(),
            look: Look { zone: TimeZone::UTC, language: Language::English },
        }
    }
}

fn quiet(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn records(path: &Path) -> Vec<Record> {
    let mut archive = Archive::open(path, &Options::default()).unwrap();
    let mut records = Vec::new();
    while let Some(record) = archive.next().unwrap() {
        records.push(record);
    }
    records
}

fn messages(records: &[Record]) -> Vec<&Message> {
    records
        .iter()
        .filter_map(|record| if let Record::Message(message) = record { Some(message) } else { None })
        .collect()
}

fn missing() -> BlobId {
    "ab".repeat(32).parse().unwrap()
}

fn talk(blobs: &Blobs) -> Vec<Event> {
    let blob = blobs.keep(b"some bytes").unwrap();
    let here = File { blob, mime: "text/plain".into(), size: 10, name: "../list.txt".into(), video: None };
    let picture = Picture {
        blob: missing(),
        mime: "image/png".into(),
        width: 10,
        height: 10,
        size: 99,
        thumbhash: String::new(),
        name: "soup.png".into(),
    };
    vec![
        event(1, ANN, What::Room { room: kitchen() }),
        said(2, ANN, text("soup at **seven**, @mia")),
        said(3, ME, text("bread")),
        said(4, ANN, Body::File { file: here, caption: "the list".into() }),
        said(5, ANN, Body::Picture { picture, caption: String::new() }),
        event(6, ME, What::Reaction { target: id(2), emoji: "👍".into(), on: true }),
        event(7, ANN, What::Edited { target: id(3), body: Some(text("no")), mentions: vec![], mentions_room: false }),
        event(8, ANN, What::Redacted { target: id(3) }),
        event(9, ANN, What::Pinned { target: id(2), on: true }),
    ]
}

#[test]
fn an_export_holds_everything_that_is_here_and_names_what_is_not() {
    let home = Home::new(vec![], 9, talk);
    let mut heard = Vec::new();
    let outcome = run(&home.task(ExportFormat::Jsonl, "out"), &mut |done, total| {
        heard.push((done, total));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(outcome, Outcome::Done { messages: 4, files: 1, missing: 1, complete: true });
    assert_eq!(heard.last(), Some(&(4, 4)));

    let all = records(&home.dir.path().join("out"));
    let people: Vec<&str> = all
        .iter()
        .filter_map(|record| match record {
            Record::Person(person) => Some(person.profile.name.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(people, ["Ann", "Mia"], "who is named in no record is nobody's business");
    let said = messages(&all);
    assert_eq!(said[0].body, Some(text("soup at **seven**, @mia")));
    assert_eq!((said[0].pinned, said[0].mentions.as_slice()), (true, [ME].as_slice()));
    assert_eq!(said[0].reactions[0].people, [ME]);
    assert_eq!(said[1].body, None, "what was deleted stays deleted");
    assert_eq!(said[2].reply_to, Some(id(3)));
    let blob = said[2].body.as_ref().and_then(Body::blob).unwrap();
    let mut archive = Archive::open(&home.dir.path().join("out"), &Options::default()).unwrap();
    let mut bytes = String::new();
    archive.file(blob).unwrap().unwrap().read_to_string(&mut bytes).unwrap();
    assert_eq!(bytes, "some bytes");
    assert!(archive.file(&missing()).unwrap().is_none());
}

#[test]
fn every_format_is_written_as_a_whole_and_under_its_name() {
    let home = Home::new(vec![], 9, talk);
    for (format, to, file, says) in [
        (ExportFormat::Html, "html", "kitchen/1.html", "soup at <strong>seven</strong>"),
        (ExportFormat::Markdown, "md", "kitchen.md", "soup at **seven**"),
        (ExportFormat::Text, "txt", "kitchen.txt", "Ann: soup at **seven**"),
    ] {
        run(&home.task(format, to), &mut quiet).unwrap();
        let written = fs::read_to_string(home.dir.path().join(to).join(file)).unwrap();
        assert!(written.contains(says), "{written}");
        assert!(!home.dir.path().join(format!("{to}.part")).exists());
    }
}

#[test]
fn a_long_history_with_a_hole_is_written_page_by_page() {
    let home = Home::new(vec![(Seq(700), Seq(900))], 2000, |_| {
        let here = (1..=2000).filter(|seq| !(700..=900).contains(seq));
        here.map(|seq| said(seq, ANN, text(&format!("number {seq}")))).collect()
    });
    let outcome = run(&home.task(ExportFormat::Jsonl, "out"), &mut quiet).unwrap();
    assert_eq!(outcome, Outcome::Done { messages: 1799, files: 0, missing: 0, complete: false });
    let all = records(&home.dir.path().join("out"));
    let seqs: Vec<u64> = messages(&all).iter().filter_map(|message| message.seq).map(|seq| seq.0).collect();
    assert!(seqs.is_sorted() && seqs.len() == 1799);
    let holes = all.iter().filter(|record| matches!(record, Record::Hole(hole) if hole.from == Seq(700)));
    assert_eq!(holes.count(), 1);
}

#[test]
fn what_waits_to_be_sent_is_not_said_yet() {
    let mut home = Home::new(vec![], 9, talk);
    let what = Sending::Message { message: id(99), body: text("salt"), reply_to: None, forward: None, upload: None };
    home.history.writer.enqueue(&Outgoing { conversation: ROOM, at: Millis(0), what }).unwrap();
    run(&home.task(ExportFormat::Jsonl, "out"), &mut quiet).unwrap();
    let all = records(&home.dir.path().join("out"));
    assert!(messages(&all).iter().all(|message| message.id != id(99)));
}

#[test]
fn an_export_that_is_called_off_leaves_nothing() {
    let home = Home::new(vec![], 9, talk);
    let stop = &mut |done, _| if done >= 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    for format in [ExportFormat::Jsonl, ExportFormat::Html, ExportFormat::Markdown, ExportFormat::Text] {
        assert_eq!(run(&home.task(format, "out"), stop).unwrap(), Outcome::CalledOff);
        assert!(!home.dir.path().join("out").exists() && !home.dir.path().join("out.part").exists());
    }
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let home = Home::new(vec![], 9, talk);
    fs::create_dir(home.dir.path().join("out")).unwrap();
    fs::write(home.dir.path().join("out/mine"), "x").unwrap();
    assert!(run(&home.task(ExportFormat::Jsonl, "out"), &mut quiet).is_err());
    assert_eq!(fs::read_to_string(home.dir.path().join("out/mine")).unwrap(), "x");
}

#[test]
fn a_file_that_rotted_is_not_passed_on() {
    let home = Home::new(vec![], 9, talk);
    let blob = crate::blobs::id_of(b"some bytes").unwrap();
    fs::write(home.blobs.path(&blob).unwrap(), b"other bytes").unwrap();
    let outcome = run(&home.task(ExportFormat::Jsonl, "out"), &mut quiet).unwrap();
    assert_eq!(outcome, Outcome::Done { messages: 4, files: 0, missing: 2, complete: true });
}
