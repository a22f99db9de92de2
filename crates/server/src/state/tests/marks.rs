//! Read marks: moving, marking unread, and who is told.

use hearth_proto::{
    id::{ConversationId, Seq, UserId},
    room::{ReadMark, Visibility},
};

use super::{Book, message_id, person, post};
use crate::state::{
    command::{Action, News},
    rows,
};

/// A room with Ann, Bob and Eve, and three messages by Ann at seq 5, 6, 7.
fn kitchen() -> (Book, [UserId; 3], ConversationId) {
    let mut book = Book::open();
    let people = [book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve")];
    let room = book.room(people[0], 1, Visibility::Public);
    for person in &people[1..] {
        book.answer(*person, Action::Join { conversation: room });
    }
    for number in 1..=3 {
        book.answer(people[0], post(room, message_id(number), "soup, @bob"));
    }
    (book, people, room)
}

fn marks(book: &Book, room: ConversationId, user: UserId) -> (ReadMark, Option<ReadMark>, u32) {
    let head = rows::head(&book.conn, room, user).unwrap();
    (head.read, head.unread_from, head.mentions)
}

const fn mark(seq: u64, messages: u64) -> ReadMark {
    ReadMark { seq: Seq(seq), messages }
}

/// Who of the others hears how far `by` has read after this.
fn told(book: &mut Book, by: UserId, action: Action) -> Vec<UserId> {
    let news = book.outcome(person(by), action).unwrap().news;
    let told = news.into_iter().filter_map(|news| match news {
        News::ReadBy { to, .. } => Some(to),
        _ => None,
    });
    told.flatten().collect()
}

#[test]
fn unread_counts_from_the_message_until_it_is_read_again() {
    let (mut book, [_, bob, _], room) = kitchen();
    book.answer(bob, Action::Read { conversation: room, seq: Seq(7) });
    assert_eq!(marks(&book, room, bob), (mark(7, 3), None, 0));
    let news = book.outcome(person(bob), Action::MarkUnread { conversation: room, seq: Seq(6) }).unwrap().news;
    let [News::Read { user, mark: read, unread_from, .. }] = news.as_slice() else { panic!("{news:?}") };
    assert_eq!((*user, *read, *unread_from), (bob, mark(7, 3), Some(mark(5, 1))));
    assert_eq!(marks(&book, room, bob), (mark(7, 3), Some(mark(5, 1)), 2));
    book.answer(bob, Action::Read { conversation: room, seq: Seq(5) });
    assert_eq!(marks(&book, room, bob).1, Some(mark(5, 1)), "what was read lies before it");
    let heard = told(&mut book, bob, Action::Read { conversation: room, seq: Seq(6) });
    assert_eq!(marks(&book, room, bob), (mark(7, 3), None, 0));
    assert!(heard.is_empty(), "nobody learns of what was read before");
}

#[test]
fn the_latest_of_reading_and_marking_holds() {
    let (mut book, [_, bob, _], room) = kitchen();
    let unread = |seq| Action::MarkUnread { conversation: room, seq: Seq(seq) };
    book.answer(bob, unread(6));
    assert_eq!(marks(&book, room, bob), (mark(0, 0), None, 3), "what was never read is unread as it is");
    book.answer(bob, Action::Read { conversation: room, seq: Seq(6) });
    book.answer(bob, unread(5));
    book.answer(bob, unread(6));
    assert_eq!(marks(&book, room, bob).1, Some(mark(5, 1)));
    book.answer(bob, unread(7));
    assert_eq!(marks(&book, room, bob), (mark(6, 2), None, 1));
    book.answer(bob, unread(0));
    assert_eq!(marks(&book, room, bob), (mark(6, 2), Some(mark(0, 0)), 3));
    let again = book.outcome(person(bob), unread(0)).unwrap();
    assert!(again.news.is_empty(), "asking for what is so already tells nobody");
}

#[test]
fn who_does_not_tell_how_far_they_read_is_not_told_either() {
    let (mut book, [ann, bob, eve], room) = kitchen();
    let read = |seq| Action::Read { conversation: room, seq: Seq(seq) };
    assert_eq!(told(&mut book, bob, read(5)), [ann, eve]);
    let news = book.outcome(person(eve), Action::ShareReads { on: false }).unwrap().news;
    assert!(matches!(news.as_slice(), [News::SharesReads { user, on: false, .. }] if *user == eve), "{news:?}");
    assert!(book.outcome(person(eve), Action::ShareReads { on: false }).unwrap().news.is_empty());
    assert_eq!(told(&mut book, bob, read(6)), [ann]);
    assert!(told(&mut book, eve, read(6)).is_empty());
    book.answer(eve, Action::ShareReads { on: true });
    assert_eq!(told(&mut book, eve, read(7)), [ann, bob]);
}

#[test]
fn in_a_large_room_nobody_is_told_who_read_how_far() {
    let (mut book, [_, bob, _], room) = kitchen();
    for number in 10..40 {
        let user = book.enrol(number, &format!("p{number}"));
        if rows::find_role(&book.conn, room, user).unwrap().is_none() {
            book.answer(user, Action::Join { conversation: room });
        }
    }
    assert!(told(&mut book, bob, Action::Read { conversation: room, seq: Seq(7) }).is_empty());
}
