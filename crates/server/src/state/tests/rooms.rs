//! Who may do what, and what becomes of rooms.

use hearth_proto::{error::ErrorCode, id::UserId, people::Role, room::Visibility};

use super::{Book, create_room, invite, message_id, post, room_id};
use crate::state::{
    command::{Action, Answer},
    rows,
};

/// What somebody is allowed: the refusal's code, or none.
fn attempt(book: &mut Book, by: UserId, action: Action) -> Option<ErrorCode> {
    book.outcome(super::person(by), action).err().map(|failure| failure.code)
}

#[test]
fn roles_allow_what_the_table_says() {
    use ErrorCode::{Forbidden, NotFound};
    let mut book = Book::open();
    let people = ["Olga", "Adam", "Mia", "Gus", "Eve"];
    let [owner, admin, member, guest, other] = std::array::from_fn(|at| book.enrol(at as u128 + 1, people[at]));
    let room = book.room(owner, 1, Visibility::Private);
    for (user, role) in [(admin, Role::Admin), (member, Role::Member), (guest, Role::Guest)] {
        book.answer(owner, Action::AddMember { conversation: room, user });
        book.answer(owner, Action::SetRole { conversation: room, user, role });
    }
    book.answer(owner, post(room, message_id(1), "the owner's"));
    let pin = |on| Action::Pin { conversation: room, message: message_id(1), on, act: None };
    let redact = Action::Redact { conversation: room, message: message_id(1), act: None };
    let edit = Action::Edit { conversation: room, message: message_id(1), body: super::text("mine now"), act: None };
    let (_, settings) = (0, rows::find_conversation(&book.conn, room).unwrap().unwrap());
    let rows::Kind::Room(settings) = settings.kind else { panic!() };
    let update = Action::UpdateRoom { conversation: room, room: settings };
    let add = Action::AddMember { conversation: room, user: member };
    let raise = |user, role| Action::SetRole { conversation: room, user, role };
    let remove = |user| Action::RemoveMember { conversation: room, user };
    let table = [
        (pin(true), [None, None, Some(Forbidden), Some(NotFound)]),
        (edit, [Some(Forbidden), Some(Forbidden), Some(Forbidden), Some(NotFound)]),
        (update, [None, Some(Forbidden), Some(Forbidden), Some(NotFound)]),
        (add, [None, None, Some(Forbidden), Some(NotFound)]),
        (raise(owner, Role::Guest), [Some(Forbidden), Some(Forbidden), Some(Forbidden), Some(NotFound)]),
        (raise(guest, Role::Owner), [Some(Forbidden), Some(Forbidden), Some(Forbidden), Some(NotFound)]),
        (remove(owner), [Some(Forbidden), Some(Forbidden), Some(Forbidden), Some(NotFound)]),
        (remove(admin), [Some(Forbidden), Some(Forbidden), Some(Forbidden), Some(NotFound)]),
    ];
    for (action, allowed) in table {
        for (by, expected) in [admin, member, guest, other].into_iter().zip(allowed) {
            assert_eq!(attempt(&mut book, by, action.clone()), expected, "{action:?} by {by}");
        }
    }
    for (by, expected) in [(member, Some(Forbidden)), (guest, Some(Forbidden)), (other, Some(NotFound)), (admin, None)]
    {
        assert_eq!(attempt(&mut book, by, redact.clone()), expected);
    }
    assert_eq!(attempt(&mut book, guest, invite(Some(room))), Some(Forbidden));
    assert_eq!(attempt(&mut book, admin, raise(guest, Role::Admin)), None);
    assert_eq!(attempt(&mut book, admin, remove(member)), None);
}

#[test]
fn a_room_with_people_in_it_has_an_owner() {
    let mut book = Book::open();
    let (ann, bob, eve) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve"));
    let room = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: room });
    book.answer(eve, Action::Join { conversation: room });
    book.answer(ann, Action::SetRole { conversation: room, user: eve, role: Role::Admin });
    book.answer(ann, Action::Leave { conversation: room });
    let role = |book: &Book, user| rows::find_role(&book.conn, room, user).unwrap();
    assert_eq!((role(&book, bob), role(&book, eve)), (Some(Role::Member), Some(Role::Owner)));
    book.answer(eve, Action::SetRole { conversation: room, user: eve, role: Role::Guest });
    assert_eq!((role(&book, bob), role(&book, eve)), (Some(Role::Owner), Some(Role::Guest)));
    book.answer(bob, Action::Leave { conversation: room });
    book.answer(eve, Action::Leave { conversation: room });
    book.answer(ann, Action::Join { conversation: room });
    assert_eq!(role(&book, ann), Some(Role::Owner));
}

#[test]
fn a_room_is_made_once_and_its_id_is_nobody_elses() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let room = book.room(ann, 1, Visibility::Public);
    let Answer::Conversation(again) = book.answer(ann, create_room(room, Visibility::Private)) else { panic!() };
    assert_eq!((again.conversation, again.seq.0, again.role), (room, 2, Role::Owner));
    assert_eq!(book.refusal(bob, create_room(room, Visibility::Public)), ErrorCode::Conflict);
    assert_eq!(book.refusal(bob, post(room_id(5), message_id(1), "x")), ErrorCode::NotFound);
    assert_eq!(book.refusal(bob, post(room, message_id(1), "x")), ErrorCode::Forbidden);
}
