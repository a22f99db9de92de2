//! Passing messages on.

use hearth_proto::{
    command::{ForwardOf, Post},
    error::ErrorCode,
    event::Forwarded,
    id::{ConversationId, MessageId, Millis, UserId},
    room::Visibility,
};

use super::{Book, message_id, message_of, person, post, text};
use crate::state::command::{Action, Audience, News};

/// Ann and Bob in the kitchen; Bob and Eve in the cellar. Ann has said something in the kitchen.
fn two_rooms() -> (Book, [UserId; 3], [ConversationId; 2], Millis) {
    let mut book = Book::open();
    let people = [book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve")];
    let kitchen = book.room(people[0], 1, Visibility::Private);
    let cellar = book.room(people[2], 2, Visibility::Private);
    book.answer(people[0], Action::AddMember { conversation: kitchen, user: people[1] });
    book.answer(people[2], Action::AddMember { conversation: cellar, user: people[1] });
    book.answer(people[0], post(kitchen, message_id(1), "soup, @bob @room"));
    let at = book.log(kitchen).last().unwrap().at;
    (book, people, [kitchen, cellar], at)
}

fn forward(to: ConversationId, as_message: u128, from: (ConversationId, MessageId), words: &str) -> Action {
    let forward = Some(ForwardOf { conversation: from.0, message: from.1 });
    Action::Post(Post { conversation: to, message: message_id(as_message), body: text(words), reply_to: None, forward })
}

#[test]
fn what_is_passed_on_says_whose_it_is_also_at_the_second_hand() {
    let (mut book, [ann, bob, eve], [kitchen, cellar], at) = two_rooms();
    let words = "soup, @bob @room";
    let news = book.outcome(person(bob), forward(cellar, 2, (kitchen, message_id(1)), words)).unwrap().news;
    assert!(
        matches!(&news[..], [News::Person { profile, to: Audience::Conversation(to), .. }, News::Event(_)]
            if profile.id == ann && *to == cellar),
        "those who do not know the author learn who it is: {news:?}"
    );
    let log = book.log(cellar);
    let message = message_of(log.last().unwrap());
    assert_eq!(message.forwarded, Some(Forwarded { author: ann, at }));
    assert_eq!((message.mentions.len(), message.mentions_room), (0, false), "it calls nobody once more");
    book.answer(eve, forward(cellar, 3, (cellar, message_id(2)), words));
    let log = book.log(cellar);
    assert_eq!(message_of(log.last().unwrap()).forwarded, Some(Forwarded { author: ann, at }));
}

#[test]
fn only_what_one_can_read_is_passed_on_and_only_as_it_is() {
    let (mut book, [ann, bob, eve], [kitchen, cellar], _) = two_rooms();
    let words = "soup, @bob @room";
    let source = (kitchen, message_id(1));
    assert_eq!(book.refusal(eve, forward(cellar, 2, source, words)), ErrorCode::NotFound);
    assert_eq!(book.refusal(ann, forward(cellar, 2, source, words)), ErrorCode::NotFound);
    assert_eq!(book.refusal(bob, forward(cellar, 2, source, "poison")), ErrorCode::Conflict);
    assert_eq!(book.refusal(bob, forward(cellar, 2, (cellar, message_id(1)), words)), ErrorCode::NotFound);
    book.answer(ann, Action::Redact { conversation: kitchen, message: message_id(1), act: None });
    assert_eq!(book.refusal(bob, forward(cellar, 2, source, words)), ErrorCode::NotFound);
}

#[test]
fn nobody_puts_words_into_anothers_mouth_by_editing_what_they_passed_on() {
    let (mut book, [_, bob, _], [kitchen, cellar], _) = two_rooms();
    book.answer(bob, forward(cellar, 2, (kitchen, message_id(1)), "soup, @bob @room"));
    let edit = Action::Edit { conversation: cellar, message: message_id(2), body: text("poison"), act: None };
    assert_eq!(book.refusal(bob, edit), ErrorCode::Forbidden);
    book.answer(bob, Action::Redact { conversation: cellar, message: message_id(2), act: None });
}
