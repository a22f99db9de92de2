//! Messages: once for ever, and gone when they are deleted.

use hearth_proto::{error::ErrorCode, event::What, id::Seq, room::Visibility};

use super::{Book, message_id, message_of, person, post, room_id, text};
use crate::state::{
    command::{Action, Answer, News},
    rows,
};

fn ack(answer: &Answer) -> (Seq, u64, i64) {
    match answer {
        Answer::Ack { seq, pos, at, .. } => (*seq, pos.0, at.0),
        other => panic!("no ack: {other:?}"),
    }
}

#[test]
fn deleted_words_are_nowhere_in_the_database() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let room = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: room });
    let message = message_id(1);
    book.answer(ann, post(room, message, "zebra one @bob"));
    for words in ["zebra two @bob", "zebra three"] {
        book.answer(ann, Action::Edit { conversation: room, message, body: text(words), act: None });
    }
    let edited = message_of(&book.log(room)[3]).clone();
    assert_eq!((edited.body, edited.changed_seq, edited.mentions.len()), (Some(text("zebra three")), Seq(6), 0));
    assert_eq!(
        book.log(room)[4].what,
        What::Edited { target: message, body: None, mentions: Vec::new(), mentions_room: false }
    );
    assert_eq!(rows::head(&book.conn, room, bob).unwrap().mentions, 0);
    let first = ack(&book.answer(ann, Action::Redact { conversation: room, message, act: None }));
    let again = ack(&book.answer(ann, Action::Redact { conversation: room, message, act: None }));
    assert_eq!(first, again);
    let log = book.log(room);
    assert!(log.iter().all(|event| !format!("{event:?}").contains("zebra")), "{log:?}");
    let edit = Action::Edit { conversation: room, message, body: text("back"), act: None };
    assert_eq!(book.refusal(ann, edit), ErrorCode::NotFound);
    let react = Action::React { conversation: room, message, emoji: "x".into(), on: true, act: None };
    assert_eq!(book.refusal(bob, react), ErrorCode::NotFound);
}

#[test]
fn deleted_words_are_nowhere_in_the_file() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let room = book.room(ann, 1, Visibility::Public);
    for number in 1..200 {
        book.answer(ann, post(room, message_id(number), "a zebra in the kitchen"));
    }
    for number in 1..200 {
        book.answer(ann, Action::Redact { conversation: room, message: message_id(number), act: None });
    }
    book.conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let bytes = std::fs::read(book.dir.path().join(crate::state::store::FILE)).unwrap();
    assert!(!bytes.windows(5).any(|five| five == b"zebra"));
}

#[test]
fn an_id_belongs_to_one_message_of_one_author_in_one_conversation() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let (kitchen, garden) = (book.room(ann, 1, Visibility::Public), book.room(ann, 2, Visibility::Public));
    book.answer(bob, Action::Join { conversation: kitchen });
    let first = ack(&book.answer(ann, post(kitchen, message_id(1), "one")));
    assert_eq!(ack(&book.answer(ann, post(kitchen, message_id(1), "other words"))), first);
    assert_eq!(book.refusal(ann, post(garden, message_id(1), "one")), ErrorCode::Conflict);
    assert_eq!(book.refusal(bob, post(kitchen, message_id(1), "one")), ErrorCode::Conflict);
    // Even after leaving, a lost answer is given again.
    book.answer(ann, Action::Leave { conversation: kitchen });
    assert_eq!(ack(&book.answer(ann, post(kitchen, message_id(1), "one"))), first);
}

#[test]
fn asking_for_what_is_so_gets_the_first_answer_and_no_event() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let room = book.room(ann, 1, Visibility::Public);
    let message = message_id(1);
    let posted = ack(&book.answer(ann, post(room, message, "soup")));
    let same = Action::Edit { conversation: room, message, body: text("soup"), act: None };
    assert_eq!(ack(&book.answer(ann, same)), posted);
    let react = |on| Action::React { conversation: room, message, emoji: "x".into(), on, act: None };
    let pin = |on| Action::Pin { conversation: room, message, on, act: None };
    assert_eq!(ack(&book.answer(ann, react(false))), posted);
    for action in [react(true), pin(true), react(false), pin(false)] {
        let first = ack(&book.answer(ann, action.clone()));
        let before = book.log(room).len();
        let again = book.outcome(person(ann), action).unwrap();
        assert_eq!((ack(&again.answer), again.news.len(), book.log(room).len()), (first, 0, before));
    }
}

#[test]
fn a_mention_needs_a_member_and_counts_until_it_is_read() {
    let mut book = Book::open();
    let (ann, bob, _eve) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve"));
    let room = book.room(ann, 1, Visibility::Private);
    book.answer(ann, Action::AddMember { conversation: room, user: bob });
    book.answer(ann, post(room, message_id(1), "@BOB and @eve and @ann, see (@bob)"));
    let log = book.log(room);
    assert_eq!(message_of(log.last().unwrap()).mentions, [bob]);
    assert_eq!(rows::head(&book.conn, room, bob).unwrap().mentions, 1);
    book.answer(bob, Action::Read { conversation: room, seq: Seq(99) });
    let head = rows::head(&book.conn, room, bob).unwrap();
    assert_eq!((head.mentions, head.read.seq, head.read.messages, head.messages), (0, head.seq, 1, 1));
}

#[test]
fn a_refused_command_leaves_no_trace_and_spoils_no_others() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let room = book.room(ann, 1, Visibility::Public);
    let at = hearth_proto::id::Millis(5000);
    let command = |action| crate::state::command::Command { at, by: person(ann), action };
    let batch = [
        command(post(room, message_id(1), "one")),
        command(post(room_id(9), message_id(2), "nowhere")),
        command(post(room, message_id(3), "three")),
    ];
    let outcomes = crate::state::store::commit(&book.conn, &super::rules(), &batch).unwrap();
    let [first, second, third] = outcomes.try_into().unwrap();
    assert_eq!(second.unwrap_err().code, ErrorCode::NotFound);
    let (first, third) = (first.unwrap(), third.unwrap());
    assert_eq!(ack(&third.answer).1, ack(&first.answer).1 + 1);
    assert!(matches!(third.news[..], [News::Event(_)]));
    assert_eq!(book.log(room).len(), 4);
}
