//! Writes a small history of the present version, to be kept under `tests/fixtures` when that version is released.
//! `cargo run -p hearth-history --example fixture FILE`

// It shares the tests' helpers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{
    ANN, BOB, ME, covered, draft, event, everything, head, id, joined, message, outgoing, read_to, room, said,
    settings, text, user,
};
use hearth_history::{batch::Batch, item::NotifyLevel, open::History};
use hearth_proto::{
    act::SendId,
    body::{Body, File},
    error::ErrorCode,
    event::What,
    id::{Millis, Seq},
    people::{Member, Role},
    room::ConversationKind,
};

fn sent_file(number: u64) -> hearth_proto::event::Message {
    let file = File {
        blob: "a".repeat(64).parse().unwrap(),
        mime: "application/pdf".to_owned(),
        size: 5,
        name: "recipes.pdf".to_owned(),
        video: None,
    };
    hearth_proto::event::Message {
        body: Some(Body::File { file, caption: "all of them".to_owned() }),
        ..said(number, "")
    }
}

fn main() {
    let file = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let mut history = History::open(&file).unwrap();
    let mut to_me = said(2, "bread for Mia?");
    to_me.mentions = vec![user(ME)];
    to_me.reply_to = Some(id(1));
    let events = vec![
        event(1, ANN, What::Room { room: settings("Kitchen") }),
        joined(2, BOB),
        message(3, ANN, 1, "soup"),
        event(4, BOB, What::Message(to_me)),
        message(5, BOB, 3, "a secret"),
        event(
            6,
            ANN,
            What::Edited {
                target: id(1),
                body: Some(text("soup at eight")),
                mentions: Vec::new(),
                mentions_room: false,
            },
        ),
        event(7, BOB, What::Redacted { target: id(3) }),
        event(8, ME, What::Reaction { target: id(1), emoji: "🔥".to_owned(), on: true }),
        event(9, ANN, What::Pinned { target: id(1), on: true }),
        event(10, ANN, What::Unknown(serde_json::json!({ "event": "poll", "question": "soup?" }))),
        event(
            15,
            ANN,
            What::Edited {
                target: id(8),
                body: Some(text("came before its message")),
                mentions: Vec::new(),
                mentions_room: false,
            },
        ),
        message(16, BOB, 6, "看看花园 https://garden.example/plan"),
        event(17, ME, What::Message(sent_file(7))),
    ];
    let mut direct = head(0, 0);
    direct.conversation = room(2);
    direct.kind = ConversationKind::Direct { peer: user(ANN) };
    let members = [ME, ANN, BOB].map(|who| Member { user: user(who), role: Role::Member, muted_until: None }).to_vec();
    let batch = Batch {
        heads: vec![head(17, 7), direct],
        members: vec![(room(1), members, Seq(10))],
        coverage: vec![covered(17, &[(11, 14)])],
        marks: vec![read_to(3, 1)],
        ..everything(events)
    };
    history.writer.apply(&batch).unwrap();
    for n in 1..=2 {
        history.writer.enqueue(&outgoing(100 + n, &format!("waits {n}"))).unwrap();
    }
    history
        .writer
        .apply(&Batch { refused: vec![(SendId::Message(id(102)), ErrorCode::Forbidden)], ..Batch::default() })
        .unwrap();
    history.writer.set_draft(room(1), &draft("half a thought", Some(id(1)))).unwrap();
    history.writer.set_notify(room(1), NotifyLevel::Mentions, Some(Millis(99))).unwrap();
    history.writer.set_pinned(room(2), true).unwrap();
    history.writer.set_meta("server", "{\"name\":\"Hearth\"}").unwrap();
    history.writer.set_last_open(Some(room(1))).unwrap();
    drop(history);
    // Small pages make a small file.
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM").unwrap();
}
