//! Blobs: what may be posted of them, and when they go.

use hearth_proto::{
    body::{Body, File, Picture},
    command::{ForwardOf, Post},
    error::ErrorCode,
    id::{BlobId, ConversationId, Millis, UserId},
    people::Avatar,
    room::Visibility,
};

use super::{Book, message_id, text};
use crate::state::{
    blobs,
    command::{Action, Actor, StoredBlob},
};

const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

fn blob(number: u8) -> BlobId {
    hex::encode([number; 32]).parse().unwrap()
}

fn store(book: &mut Book, by: UserId, number: u8, mime: &str) {
    let side = if mime.starts_with("image/") { 20 } else { 0 };
    let stored = StoredBlob { blob: blob(number), mime: mime.into(), size: 500, width: side, height: side };
    book.answer(by, Action::StoreBlob(stored));
}

fn picture(number: u8) -> Body {
    Body::Picture { picture: described(number), caption: String::new() }
}

fn described(number: u8) -> Picture {
    let (mime, name, thumbhash) = ("image/png".into(), "a.png".into(), String::new());
    Picture { blob: blob(number), mime, width: 20, height: 20, size: 500, thumbhash, name }
}

fn file(number: u8, size: u64) -> Body {
    let file = File { blob: blob(number), mime: "text/plain".into(), size, name: "a.txt".into(), video: None };
    Body::File { file, caption: String::new() }
}

fn post(conversation: ConversationId, message: u128, body: Body) -> Action {
    Action::Post(Post { conversation, message: message_id(message), body, reply_to: None, forward: None })
}

fn cellar() -> (Book, UserId, UserId, ConversationId) {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let room = book.room(ann, 1, Visibility::Private);
    book.answer(ann, Action::AddMember { conversation: room, user: bob });
    (book, ann, bob, room)
}

/// What goes when upkeep comes by after so long.
fn goes_after(book: &mut Book, ms: i64) -> Vec<BlobId> {
    book.at += ms;
    assert_eq!(blobs::any_to_remove(&book.conn, Millis(book.at)).unwrap(), {
        book.outcome(Actor::House, Action::DoomBlobs { most: 100 }).unwrap();
        !blobs::doomed(&book.conn, 100).unwrap().is_empty()
    });
    let gone = blobs::doomed(&book.conn, 100).unwrap();
    book.outcome(Actor::House, Action::BuryBlobs { blobs: gone.clone() }).unwrap();
    gone
}

#[test]
fn what_was_never_shown_goes_after_a_day() {
    let (mut book, ann, _, room) = cellar();
    store(&mut book, ann, 1, "image/png");
    store(&mut book, ann, 2, "image/png");
    assert_eq!(blobs::used_bytes(&book.conn, ann).unwrap(), 1000);
    book.answer(ann, post(room, 1, picture(2)));
    assert_eq!(goes_after(&mut book, DAY - MINUTE), []);
    assert_eq!(goes_after(&mut book, 2 * MINUTE), [blob(1)]);
    assert_eq!(blobs::used_bytes(&book.conn, ann).unwrap(), 500, "it no longer counts");
    assert_eq!(book.refusal(ann, post(room, 2, picture(1))), ErrorCode::BlobMissing);
    assert_eq!(goes_after(&mut book, 100 * DAY), []);
}

#[test]
fn a_picture_goes_minutes_after_the_last_message_that_showed_it() {
    let (mut book, ann, _, room) = cellar();
    store(&mut book, ann, 1, "image/png");
    book.answer(ann, post(room, 1, picture(1)));
    book.answer(ann, post(room, 2, picture(1)));
    book.answer(ann, Action::Redact { conversation: room, message: message_id(1), act: None });
    assert_eq!(goes_after(&mut book, 10 * DAY), [], "another message shows it");
    book.answer(ann, Action::Edit { conversation: room, message: message_id(2), body: text("no"), act: None });
    assert_eq!(goes_after(&mut book, 9 * MINUTE), []);
    assert_eq!(goes_after(&mut book, 2 * MINUTE), [blob(1)]);
}

#[test]
fn an_edit_of_the_caption_keeps_the_picture() {
    let (mut book, ann, _, room) = cellar();
    store(&mut book, ann, 1, "image/png");
    book.answer(ann, post(room, 1, picture(1)));
    let body = Body::Picture { picture: described(1), caption: "soup".into() };
    book.answer(ann, Action::Edit { conversation: room, message: message_id(1), body, act: None });
    assert_eq!(goes_after(&mut book, 10 * DAY), []);
}

#[test]
fn who_is_about_to_show_it_again_gets_the_time_for_it() {
    let (mut book, ann, bob, room) = cellar();
    store(&mut book, ann, 1, "image/png");
    book.answer(ann, post(room, 1, picture(1)));
    book.answer(ann, Action::Redact { conversation: room, message: message_id(1), act: None });
    book.answer(bob, Action::KeepBlob { blob: blob(1) });
    book.at += 9 * MINUTE;
    book.answer(ann, Action::KeepBlob { blob: blob(1) });
    assert_eq!(goes_after(&mut book, DAY - MINUTE), []);
    book.answer(ann, post(room, 2, picture(1)));
    assert_eq!(goes_after(&mut book, 10 * DAY), []);
}

#[test]
fn only_who_may_see_it_can_ask_for_it_to_stay() {
    let (mut book, ann, bob, room) = cellar();
    store(&mut book, ann, 1, "image/png");
    book.answer(ann, post(room, 1, picture(1)));
    book.answer(ann, Action::Redact { conversation: room, message: message_id(1), act: None });
    book.answer(bob, Action::KeepBlob { blob: blob(1) });
    assert_eq!(goes_after(&mut book, 11 * MINUTE), [blob(1)]);
}

#[test]
fn faces_stay_as_long_as_they_are_worn() {
    let (mut book, ann, _, _) = cellar();
    for number in [1, 2] {
        store(&mut book, ann, number, "image/png");
        book.answer(ann, super::set_avatar(Avatar::Own { blob: blob(number) }));
    }
    assert_eq!(goes_after(&mut book, 9 * MINUTE), []);
    assert_eq!(goes_after(&mut book, 2 * MINUTE), [blob(1)]);
    assert_eq!(goes_after(&mut book, 10 * DAY), []);
}

#[test]
fn a_blob_that_comes_back_while_it_goes_stays() {
    let (mut book, ann, bob, room) = cellar();
    store(&mut book, ann, 1, "image/png");
    book.at += 2 * DAY;
    book.outcome(Actor::House, Action::DoomBlobs { most: 100 }).unwrap();
    store(&mut book, bob, 1, "image/png");
    assert_eq!(blobs::doomed(&book.conn, 100).unwrap(), []);
    book.answer(bob, post(room, 1, picture(1)));
    assert_eq!(book.refusal(ann, Action::DoomBlobs { most: 100 }), ErrorCode::Forbidden);
}

#[test]
fn a_file_is_posted_as_large_as_it_is_and_never_as_a_picture() {
    let (mut book, ann, bob, room) = cellar();
    store(&mut book, ann, 1, "application/octet-stream");
    assert_eq!(book.refusal(bob, post(room, 1, file(1, 500))), ErrorCode::BlobMissing);
    assert_eq!(book.refusal(ann, post(room, 1, file(1, 501))), ErrorCode::Malformed);
    assert_eq!(book.refusal(ann, post(room, 1, picture(1))), ErrorCode::PictureInvalid);
    assert_eq!(book.refusal(ann, super::set_avatar(Avatar::Own { blob: blob(1) })), ErrorCode::BlobMissing);
    book.answer(ann, post(room, 1, file(1, 500)));
    assert!(blobs::may_see(&book.conn, bob, &blob(1)).unwrap());
}

#[test]
fn an_own_sticker_is_a_small_picture() {
    let (mut book, ann, _, room) = cellar();
    store(&mut book, ann, 1, "image/png");
    let large = StoredBlob { blob: blob(2), mime: "image/png".into(), size: 500, width: 1025, height: 20 };
    book.answer(ann, Action::StoreBlob(large));
    let sticker = |picture| Body::Sticker { set: "own".into(), name: "cat".into(), picture: Some(picture) };
    book.answer(ann, post(room, 1, sticker(described(1))));
    let wide = Picture { width: 1025, ..described(2) };
    assert_eq!(book.refusal(ann, post(room, 2, sticker(wide))), ErrorCode::TooLarge);
    assert_eq!(goes_after(&mut book, 2 * DAY), [blob(2)]);
}

#[test]
fn who_passes_a_picture_on_shows_it_to_the_others() {
    let (mut book, ann, bob, room) = cellar();
    let eve = book.enrol(3, "Eve");
    store(&mut book, ann, 1, "image/png");
    book.answer(ann, post(room, 1, picture(1)));
    let attic = book.room(bob, 2, Visibility::Private);
    book.answer(bob, Action::AddMember { conversation: attic, user: eve });
    let forward = Some(ForwardOf { conversation: room, message: message_id(1) });
    let on = Post { conversation: attic, message: message_id(2), body: picture(1), reply_to: None, forward };
    book.answer(bob, Action::Post(on));
    book.answer(ann, Action::Redact { conversation: room, message: message_id(1), act: None });
    assert!(blobs::may_see(&book.conn, eve, &blob(1)).unwrap());
    assert_eq!(goes_after(&mut book, DAY), []);
}
