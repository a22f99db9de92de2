//! What an import may do to the log, and what everybody else may do meanwhile.

use hearth_proto::{
    error::ErrorCode,
    event::What,
    id::{ConversationId, Millis, UserId},
    people::{Avatar, Role},
    room::{Posting, Room, Visibility},
};

use super::{Book, create_room, message_id, post, room_id, text, user};
use crate::state::{
    command::{
        Action, Actor, Answer, Audience, Begin, BeginKind, Found, Import, Imported, ImportedMessage, ImportedPerson,
        News, Open, Whose,
    },
    rows::{find_account, find_marks, find_profile, head},
};

impl Book {
    fn import(&mut self, part: Import) -> Result<(Imported, Vec<News>), ErrorCode> {
        match self.outcome(Actor::House, Action::Import(Box::new(part))) {
            Ok(outcome) => match outcome.answer {
                Answer::Imported(done) => Ok((done, outcome.news)),
                other => panic!("{other:?}"),
            },
            Err(failure) => Err(failure.code),
        }
    }

    fn former(&mut self, number: u128, handle: &str, is: Whose) -> (UserId, String, Found) {
        let avatar = Avatar::Drawn { name: "former".into() };
        let person = ImportedPerson { user: user(number), is, handle: handle.into(), name: handle.into(), avatar };
        match self.import(Import::Person(person)).unwrap().0 {
            Imported::Person { user, handle, found } => (user, handle, found),
            other => panic!("{other:?}"),
        }
    }

    fn begin(&mut self, kind: BeginKind) -> Result<ConversationId, ErrorCode> {
        match self.import(Import::Begin(Begin { kind, at: Millis(5) }))?.0 {
            Imported::Conversation { conversation, .. } => Ok(conversation),
            other => panic!("{other:?}"),
        }
    }
}

fn room(visibility: Visibility) -> Room {
    Room {
        name: "Old kitchen".into(),
        topic: String::new(),
        visibility,
        avatar: Avatar::Drawn { name: "room-kettle".into() },
        posting: Posting::Everyone,
        slow_seconds: 0,
        archived: false,
    }
}

fn said(conversation: ConversationId, author: UserId, number: u128, at: i64) -> ImportedMessage {
    ImportedMessage {
        conversation,
        message: message_id(number),
        at: Millis(at),
        author,
        body: Some(text("soup")),
        reply_to: None,
        forwarded: None,
        edited_at: None,
        mentions: Vec::new(),
        mentions_room: false,
        pinned: false,
        reactions: Vec::new(),
        follows: None,
    }
}

fn message(of: ImportedMessage) -> Import {
    Import::Message(Box::new(of))
}

#[test]
fn only_the_house_imports() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let begin =
        Begin { kind: BeginKind::Room { conversation: room_id(1), room: room(Visibility::Public) }, at: Millis(5) };
    let action = Action::Import(Box::new(Import::Begin(begin)));
    assert_eq!(book.refusal(ann, action.clone()), ErrorCode::Forbidden);
    assert_eq!(book.outcome(Actor::Stranger, action).unwrap_err().code, ErrorCode::Forbidden);
}

#[test]
fn a_room_is_nobodys_to_find_or_enter_while_it_is_filled() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let id = book.begin(BeginKind::Room { conversation: room_id(1), room: room(Visibility::Public) }).unwrap();
    let (_, news) = book.import(message(said(id, bob, 1, 10))).unwrap();
    assert!(news.is_empty(), "{news:?}");
    assert!(head(&book.conn, id, ann).is_err());
    let listed: i64 =
        book.conn.query_row("SELECT COUNT(*) FROM conversations WHERE public = 1", [], |row| row.get(0)).unwrap();
    assert_eq!(listed, 0);
    assert_eq!(book.refusal(bob, post(id, message_id(9), "me first")), ErrorCode::Forbidden);
    let open = Open { conversation: id, people: vec![(bob, Role::Member)] };
    let (opened, _) = book.import(Import::Open(open.clone())).unwrap();
    assert_eq!(opened, Imported::Opened { people: 2 });
    assert_eq!(head(&book.conn, id, ann).unwrap().role, Role::Owner, "she owns the server");
    let bobs = head(&book.conn, id, bob).unwrap();
    assert_eq!((bobs.role, bobs.messages, bobs.read.messages), (Role::Member, 1, 1));
    let (again, news) = book.import(Import::Open(open)).unwrap();
    assert_eq!(again, Imported::Opened { people: 0 });
    assert!(!news.iter().any(|news| matches!(news, News::Entered { .. })), "{news:?}");
}

#[test]
fn somebody_who_opens_a_chat_that_an_import_left_half_filled_is_let_in() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let id = book.begin(BeginKind::Direct { people: [bob, ann] }).unwrap();
    book.import(message(said(id, bob, 1, 10))).unwrap();
    let Answer::Conversation(opened) = book.answer(ann, Action::OpenDirect { user: bob }) else { panic!() };
    assert_eq!((opened.conversation, opened.messages, opened.members), (id, 1, 2));
    book.answer(bob, post(id, message_id(2), "there you are"));
    // The rest of the archive is older than that.
    assert_eq!(book.import(message(said(id, bob, 3, 11))).unwrap_err(), ErrorCode::Conflict);
}

#[test]
fn what_is_imported_where_people_are_counts_as_read_for_those_who_had_read_all() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let id = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: id });
    book.at = 20;
    book.answer(ann, post(id, message_id(1), "one"));
    let seq = head(&book.conn, id, ann).unwrap().seq;
    book.answer(ann, Action::Read { conversation: id, seq });
    let later = ImportedMessage { pinned: true, ..said(id, user(3), 2, 1_000_000) };
    book.former(3, "carl", Whose::SameHandle);
    let (_, news) = book.import(message(later)).unwrap();
    let told: Vec<_> = news.iter().filter(|news| matches!(news, News::Person { .. })).collect();
    let [News::Person { profile, .. }] = told.as_slice() else { panic!("who Carl is: {news:?}") };
    assert!(profile.former);
    let (_, news) = book.import(Import::Open(Open { conversation: id, people: Vec::new() })).unwrap();
    assert!(matches!(news.as_slice(), [News::Read { user, .. }] if *user == ann), "{news:?}");
    assert_eq!(find_marks(&book.conn, id, ann).unwrap().read.messages, 2);
    assert_eq!(find_marks(&book.conn, id, bob).unwrap().read.messages, 0, "he had not");
}

#[test]
fn an_id_or_a_handle_says_who_somebody_is() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    assert_eq!(book.former(9, "ann", Whose::SameHandle), (ann, "ann".into(), Found::Account));
    assert_eq!(book.former(1, "anything", Whose::SameHandle), (ann, "ann".into(), Found::Account));
    let (other, handle, found) = book.former(1, "anything", Whose::Nobody);
    assert!(other != ann, "an archive cannot speak for who is here");
    assert_eq!((handle.as_str(), found), ("anything", Found::Made));
    assert_eq!(book.former(1, "anything", Whose::Nobody), (other, handle, Found::Former));
    assert_eq!(book.former(9, "ann", Whose::Nobody), (user(9), "ann-2".into(), Found::Made));
    assert_eq!(book.former(9, "ann", Whose::SameHandle), (user(9), "ann-2".into(), Found::Former));
    assert_eq!(
        book.former(8, "ann-2", Whose::SameHandle),
        (user(8), "ann-2-2".into(), Found::Made),
        "another's memory"
    );
    assert_eq!(book.former(7, "x", Whose::Handle("ann-2".into())), (user(9), "ann-2".into(), Found::Former));
    assert_eq!(book.former(6, "No Handle", Whose::SameHandle).1, "friend");
}

#[test]
fn a_password_makes_a_former_member_an_account_and_those_who_know_them_hear_of_it() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    book.former(3, "carl", Whose::SameHandle);
    let set = |book: &mut Book| {
        let set = Action::SetPassword { user: user(3), hash: "a hash".to_owned() };
        book.outcome(Actor::House, set).unwrap().news
    };
    assert!(find_account(&book.conn, user(3)).unwrap().is_none());
    let news = set(&mut book);
    assert!(
        matches!(&news[..], [News::Person { profile, to: Audience::Peers(of), .. }] if !profile.former && *of == user(3)),
        "{news:?}"
    );
    assert_eq!(find_account(&book.conn, user(3)).unwrap().map(|found| found.handle), Some("carl".to_owned()));
    assert!(set(&mut book).is_empty(), "another password changes nothing that others see");
    assert!(!find_profile(&book.conn, ann).unwrap().unwrap().former);
}

#[test]
fn what_people_here_took_back_stays_taken_back() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let id = book.begin(BeginKind::Room { conversation: room_id(1), room: room(Visibility::Private) }).unwrap();
    let reactions = vec![("👍".to_owned(), ann)];
    let brought = ImportedMessage { pinned: true, reactions, ..said(id, ann, 1, 10) };
    book.import(message(brought.clone())).unwrap();
    book.import(message(said(id, ann, 2, 11))).unwrap();
    book.import(Import::Open(Open { conversation: id, people: Vec::new() })).unwrap();
    let unreact = |emoji: &str| Action::React {
        conversation: id,
        message: message_id(1),
        emoji: emoji.into(),
        on: false,
        act: None,
    };
    book.answer(ann, unreact("👍"));
    book.answer(ann, Action::Pin { conversation: id, message: message_id(1), on: false, act: None });
    book.answer(ann, Action::Redact { conversation: id, message: message_id(2), act: None });
    let before = book.log(id).len();
    book.import(message(brought)).unwrap();
    book.import(message(said(id, ann, 2, 11))).unwrap();
    assert_eq!(book.log(id).len(), before);
    assert!(matches!(&book.log(id)[3].what, What::Pinned { on: true, .. } | What::Reaction { on: true, .. }));
}

#[test]
fn ids_stay_with_what_they_are_and_kinds_do_not_mix() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let own = book.room(ann, 1, Visibility::Public);
    book.answer(ann, post(own, message_id(1), "here"));
    let id = book.begin(BeginKind::Room { conversation: room_id(2), room: room(Visibility::Public) }).unwrap();
    assert_eq!(book.import(message(said(id, ann, 1, 10))).unwrap_err(), ErrorCode::Conflict);
    let group = BeginKind::Room { conversation: own, room: room(Visibility::Group) };
    assert_eq!(book.begin(group).unwrap_err(), ErrorCode::Forbidden);
    assert_eq!(book.begin(BeginKind::Direct { people: [ann, ann] }).unwrap_err(), ErrorCode::Forbidden);
    assert_eq!(book.refusal(ann, create_room(id, Visibility::Public)), ErrorCode::NotFound, "nobody is in it yet");
}
