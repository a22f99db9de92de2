//! Times what people wait for in a history of a million messages, and prints one table.
//! `cargo run --release -p hearth-history --example million [messages]`

use std::time::{Duration, Instant};

use hearth_history::{
    batch::{Batch, Coverage, Outgoing, Sending},
    item::Place,
    open::History,
};
use hearth_proto::{
    body::Body,
    event::{Event, Message, What},
    id::{ConversationId, Cursor, Epoch, MessageId, Millis, Pos, Seq, UserId},
    people::{Avatar, Profile, Role},
    room::{ConversationKind, Head, ReadMark, Room, Visibility},
};
use uuid::Uuid;

/// The first room holds half of all messages, the others share the rest.
const ROOMS: u64 = 200;
const RUNS: u32 = 50;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let messages: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |n| n.parse())?;
    let dir = std::env::temp_dir().join(format!("hearth-million-{}", std::process::id()));
    let file = dir.join("history.sqlite");
    let mut history = History::open(&file)?;
    let started = Instant::now();
    fill(&mut history, messages)?;
    println!("wrote {messages} messages in {:.1} s", started.elapsed().as_secs_f64());
    let bytes = std::fs::metadata(&file)?.len();
    println!("file {} MiB", bytes / 1024 / 1024);
    time(&file, history, messages / 2)?;
    std::fs::remove_dir_all(dir)?;
    Ok(())
}

fn time(file: &std::path::Path, history: History, in_first: u64) -> Fallible<()> {
    println!("{:<28} {:>9} {:>9}", "", "median ms", "worst ms");
    drop(history);
    measure("open (cold statements)", || Ok(History::open(file)?))?;
    let mut history = History::open(file)?;
    let readers = history.readers.clone();
    measure("restore", || Ok(readers.get()?.restore()?))?;
    measure("rows", || Ok(readers.get()?.rows()?))?;
    let places = [
        ("timeline newest", Place::Newest),
        ("timeline unread", Place::Unread),
        ("timeline before the middle", Place::Before { seq: Seq(in_first / 2) }),
        ("timeline after the start", Place::After { seq: Seq(10) }),
        ("timeline around a message", Place::Message { message: message_id(0, in_first / 3) }),
    ];
    for (name, place) in places {
        measure(name, || Ok(readers.get()?.timeline(room(0), place, 50)?))?;
    }
    measure("divider", || Ok(readers.get()?.divider(room(0))?))?;
    let mut n = 0_u64;
    measure("enqueue", || {
        n += 1;
        let body = Body::Text { text: "on my way".to_owned() };
        let outgoing = Outgoing {
            conversation: room(0),
            at: Millis(1),
            what: Sending::Message { message: message_id(999, n), body, reply_to: None, forward: None, upload: None },
        };
        Ok(history.writer.enqueue(&outgoing)?)
    })?;
    let mut seq = in_first;
    measure("apply one live message", || {
        seq += 1;
        let coverage = vec![Coverage { conversation: room(0), head: Seq(seq), holes: Vec::new() }];
        Ok(history.writer.apply(&Batch { events: vec![said(0, seq)], coverage, ..Batch::default() })?)
    })
}

fn measure<T>(name: &str, mut act: impl FnMut() -> Fallible<T>) -> Fallible<()> {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        act()?;
        times.push(started.elapsed());
    }
    times.sort();
    let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1_000.0);
    println!("{name:<28} {:>9.3} {:>9.3}", ms(times.get(times.len() / 2)), ms(times.last()));
    Ok(())
}

fn fill(history: &mut History, messages: u64) -> Fallible<()> {
    let avatar = Avatar::Drawn { name: "person-fox".to_owned() };
    let person = |n: u64| Profile {
        id: user(n),
        handle: format!("p{n}"),
        name: format!("Person {n}"),
        avatar: avatar.clone(),
        status: String::new(),
        zone: String::new(),
    };
    history.writer.apply(&Batch {
        me: Some(person(0)),
        cursor: Some(Cursor { epoch: Epoch(Uuid::nil()), pos: Pos(0) }),
        people: (1..50).map(person).collect(),
        ..Batch::default()
    })?;
    for at in 0..ROOMS {
        let count = if at == 0 { messages / 2 } else { messages / 2 / (ROOMS - 1) };
        history.writer.apply(&Batch { heads: vec![head(at, count, &avatar)], ..Batch::default() })?;
        let mut from = 1;
        while from <= count {
            let to = (from + 4_999).min(count);
            let events = (from..=to).map(|seq| said(at, seq)).collect();
            let coverage = vec![Coverage { conversation: room(at), head: Seq(count), holes: Vec::new() }];
            history.writer.apply(&Batch { events, coverage, ..Batch::default() })?;
            from = to + 1;
        }
    }
    Ok(())
}

fn room(n: u64) -> ConversationId {
    ConversationId(Uuid::from_u64_pair(1, n))
}

fn user(n: u64) -> UserId {
    UserId(Uuid::from_u64_pair(2, n))
}

/// Spread as random ids are, so that their index is as large and as scattered as a real one.
fn message_id(room: u64, seq: u64) -> MessageId {
    MessageId(Uuid::from_u64_pair((room * 1_000_003 + seq).wrapping_mul(0x9E37_79B9_7F4A_7C15), seq))
}

fn said(at: u64, seq: u64) -> Event {
    let text = format!("message {seq}: the soup is on, bring bread and somebody who likes mushrooms");
    let message = Message {
        message: message_id(at, seq),
        body: Some(Body::Text { text }),
        reply_to: seq.is_multiple_of(10).then(|| message_id(at, seq / 2)),
        number: seq,
        edited_at: None,
        changed_seq: Seq(0),
        mentions: Vec::new(),
        forwarded: None,
        mentions_room: false,
    };
    let clock = Millis(i64::try_from(seq).unwrap_or(i64::MAX));
    Event {
        conversation: room(at),
        seq: Seq(seq),
        pos: Pos(seq),
        at: clock,
        author: user(seq % 50),
        what: What::Message(message),
    }
}

fn head(at: u64, count: u64, avatar: &Avatar) -> Head {
    let settings = Room {
        name: format!("Room {at}"),
        topic: String::new(),
        visibility: Visibility::Private,
        avatar: avatar.clone(),
        archived: false,
        posting: hearth_proto::room::Posting::Everyone,
        slow_seconds: 0,
    };
    let read = count - count.min(100);
    Head {
        conversation: room(at),
        kind: ConversationKind::Room { room: settings },
        role: Role::Member,
        members: 50,
        seq: Seq(count),
        room_seq: Seq(1),
        messages: count,
        active_at: Millis(1),
        read: ReadMark { seq: Seq(read), messages: read },
        mentions: 0,
        muted_until: None,
        unread_from: None,
    }
}
