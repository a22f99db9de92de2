//! Acts that are sent again: the first answer, and no change.

use hearth_proto::{
    error::ErrorCode,
    id::{ActId, ConversationId, UserId},
    room::Visibility,
};
use uuid::Uuid;

use super::{Book, message_id, message_of, person, post, text};
use crate::state::command::{Action, Answer};

fn act(number: u128) -> Option<ActId> {
    Some(ActId(Uuid::from_u128(5000 + number)))
}

fn kitchen() -> (Book, UserId, UserId, ConversationId) {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let room = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: room });
    book.answer(ann, post(room, message_id(1), "soup"));
    (book, ann, bob, room)
}

fn edit(conversation: ConversationId, words: &str, act: Option<ActId>) -> Action {
    Action::Edit { conversation, message: message_id(1), body: text(words), act }
}

fn same(left: &Answer, right: &Answer) -> bool {
    format!("{left:?}") == format!("{right:?}")
}

#[test]
fn an_edit_that_comes_again_after_another_one_changes_nothing() {
    let (mut book, ann, _, room) = kitchen();
    let first = book.answer(ann, edit(room, "soup A", act(1)));
    book.answer(ann, edit(room, "soup B", act(2)));
    let before = book.log(room);
    let again = book.outcome(person(ann), edit(room, "soup A", act(1))).unwrap();
    assert!(same(&first, &again.answer));
    assert!(again.news.is_empty());
    assert_eq!(book.log(room), before);
    assert_eq!(message_of(&before[3]).body, Some(text("soup B")));
}

#[test]
fn a_reaction_that_comes_again_does_not_undo_what_came_after_it() {
    let (mut book, _, bob, room) = kitchen();
    let react = |on, act| Action::React { conversation: room, message: message_id(1), emoji: "x".into(), on, act };
    let pin = |on, act| Action::Pin { conversation: room, message: message_id(1), on, act };
    let (liked, pinned) = (book.answer(bob, react(true, act(1))), book.answer(bob, pin(true, act(2))));
    book.answer(bob, react(false, act(3)));
    book.answer(bob, pin(false, act(4)));
    let before = book.log(room);
    assert!(same(&liked, &book.answer(bob, react(true, act(1)))));
    assert!(same(&pinned, &book.answer(bob, pin(true, act(2)))));
    assert_eq!(book.log(room), before);
}

#[test]
fn an_act_that_found_things_so_already_is_remembered_too() {
    let (mut book, _, bob, room) = kitchen();
    let react = |on, act| Action::React { conversation: room, message: message_id(1), emoji: "x".into(), on, act };
    let first = book.answer(bob, react(true, None));
    let second = book.answer(bob, react(true, act(1)));
    assert!(same(&first, &second));
    book.answer(bob, react(false, None));
    let before = book.log(room);
    assert!(same(&first, &book.answer(bob, react(true, act(1)))));
    assert_eq!(book.log(room), before);
}

#[test]
fn a_deletion_that_comes_again_is_answered_even_to_who_has_left() {
    let (mut book, _, bob, room) = kitchen();
    book.answer(bob, post(room, message_id(2), "never mind"));
    let redact = || Action::Redact { conversation: room, message: message_id(2), act: act(1) };
    let first = book.answer(bob, redact());
    book.answer(bob, Action::Leave { conversation: room });
    assert!(same(&first, &book.answer(bob, redact())));
}

#[test]
fn an_act_belongs_to_one_person_and_one_message() {
    let (mut book, ann, bob, room) = kitchen();
    book.answer(ann, post(room, message_id(2), "bread"));
    let react = |message, act| Action::React {
        conversation: room,
        message: message_id(message),
        emoji: "x".into(),
        on: true,
        act,
    };
    book.answer(ann, react(1, act(1)));
    assert_eq!(book.refusal(ann, react(2, act(1))), ErrorCode::Conflict);
    let before = book.log(room).len();
    book.answer(bob, react(2, act(1)));
    assert_eq!(book.log(room).len(), before + 1, "another person's act of the same name is another act");
}

#[test]
fn a_refused_act_may_be_tried_again() {
    let (mut book, _, bob, room) = kitchen();
    book.answer(bob, Action::Leave { conversation: room });
    let react =
        || Action::React { conversation: room, message: message_id(1), emoji: "x".into(), on: true, act: act(1) };
    assert_eq!(book.refusal(bob, react()), ErrorCode::Forbidden);
    book.answer(bob, Action::Join { conversation: room });
    let before = book.log(room).len();
    book.answer(bob, react());
    assert_eq!(book.log(room).len(), before + 1);
}
