//! Who is mentioned, and how long it counts.

use hearth_proto::{
    error::ErrorCode,
    event::What,
    id::{ConversationId, Seq, UserId},
    people::Role,
    room::Visibility,
};

use super::{Book, message_id, message_of, post, text};
use crate::state::{
    command::{Action, Answer},
    rows,
};

fn kitchen() -> (Book, [UserId; 3], ConversationId) {
    let mut book = Book::open();
    let people = [book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve")];
    let room = book.room(people[0], 1, Visibility::Public);
    for person in &people[1..] {
        book.answer(*person, Action::Join { conversation: room });
    }
    (book, people, room)
}

fn counted(book: &Book, room: ConversationId, user: UserId) -> u32 {
    rows::head(&book.conn, room, user).unwrap().mentions
}

#[test]
fn everyone_but_the_author_is_mentioned_by_the_room() {
    let (mut book, [ann, bob, eve], room) = kitchen();
    for (number, words) in [(1, "@room dinner"), (2, "@ROOM dinner"), (3, "hi @all, and @bob"), (4, "@所有人吃饭了")]
    {
        book.answer(ann, post(room, message_id(number), words));
        let log = book.log(room);
        let message = message_of(log.last().unwrap());
        assert!(message.mentions_room, "{words}");
    }
    assert_eq!([ann, bob, eve].map(|user| counted(&book, room, user)), [0, 4, 4], "one a message");
    let log = book.log(room);
    book.answer(bob, Action::Read { conversation: room, seq: log[log.len() - 3].seq });
    assert_eq!([bob, eve].map(|user| counted(&book, room, user)), [2, 4]);
}

#[test]
fn words_that_only_look_like_it_mention_nobody() {
    let (mut book, [ann, bob, _], room) = kitchen();
    for (number, words) in [(1, "@rooms"), (2, "@allright"), (3, "mail@room"), (4, "room")] {
        book.answer(ann, post(room, message_id(number), words));
        assert!(!message_of(book.log(room).last().unwrap()).mentions_room, "{words}");
    }
    assert_eq!(counted(&book, room, bob), 0);
}

#[test]
fn a_guest_and_a_chat_of_two_have_nobody_to_call() {
    let (mut book, [ann, bob, _], room) = kitchen();
    book.answer(ann, Action::SetRole { conversation: room, user: bob, role: Role::Guest });
    book.answer(bob, post(room, message_id(1), "@room and @ann"));
    let log = book.log(room);
    let message = message_of(log.last().unwrap());
    assert_eq!((message.mentions_room, message.mentions.clone()), (false, vec![ann]));
    let Answer::Conversation(chat) = book.answer(ann, Action::OpenDirect { user: bob }) else { panic!() };
    book.answer(ann, post(chat.conversation, message_id(2), "@room"));
    assert!(!message_of(&book.log(chat.conversation)[0]).mentions_room);
}

#[test]
fn an_edit_says_whom_the_new_words_mention_and_the_old_ones_no_longer_count() {
    let (mut book, [ann, bob, eve], room) = kitchen();
    let message = message_id(1);
    book.answer(ann, post(room, message, "@bob"));
    let edit = |words| Action::Edit { conversation: room, message, body: text(words), act: None };
    book.answer(ann, edit("@eve @room"));
    let log = book.log(room);
    let body = Some(text("@eve @room"));
    let edited = What::Edited { target: message, body, mentions: vec![eve], mentions_room: true };
    assert_eq!(log.last().unwrap().what, edited);
    let own = message_of(&log[log.len() - 2]);
    assert_eq!((own.mentions.clone(), own.mentions_room), (vec![eve], true));
    assert_eq!([ann, bob, eve].map(|user| counted(&book, room, user)), [0, 1, 1]);
    book.answer(ann, edit("never mind"));
    assert_eq!([ann, bob, eve].map(|user| counted(&book, room, user)), [0, 0, 0]);
    book.answer(ann, edit("@room after all"));
    book.answer(ann, Action::Redact { conversation: room, message, act: None });
    assert_eq!([ann, bob, eve].map(|user| counted(&book, room, user)), [0, 0, 0]);
    let log = book.log(room);
    let own = log.iter().find(|event| event.seq == Seq(log.len() as u64 - 4)).unwrap();
    assert!(!message_of(own).mentions_room && message_of(own).body.is_none());
}

#[test]
fn nobody_is_called_what_means_everyone() {
    let mut book = Book::open();
    let room = book.enrol(1, "Room");
    let profile = rows::find_profile(&book.conn, room).unwrap().unwrap();
    assert_eq!(profile.handle, "room-2");
    for handle in ["room", "all", "所有人"] {
        assert_eq!(book.refusal(room, super::set_handle(handle)), ErrorCode::HandleTaken, "{handle}");
    }
}
