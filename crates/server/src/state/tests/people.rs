//! Groups, bans, silences, slow mode, archives, invites, profiles and blocks: what holds people back, and how it ends.

use hearth_proto::{
    command::NewInvite,
    error::{ErrorCode, Failure},
    event::{MemberChange, What},
    id::{ConversationId, Millis, UserId},
    people::Role,
    room::{ConversationKind, Posting, Room, Visibility},
};

use super::{Book, message_id, person, post, room_id, text};
use crate::state::{
    command::{Action, Actor, Answer, Enrol, NewProfile, News},
    form, invites,
    rows::{self, Kind},
};

fn settings(book: &Book, room: ConversationId) -> Room {
    match rows::find_conversation(&book.conn, room).unwrap().unwrap().kind {
        Kind::Room(room) => room,
        Kind::Direct { .. } => panic!("a direct chat has none"),
    }
}

fn update(book: &mut Book, by: UserId, room: ConversationId, change: impl FnOnce(&mut Room)) -> Result<(), Failure> {
    let mut wanted = settings(book, room);
    change(&mut wanted);
    let action = Action::UpdateRoom { conversation: room, room: wanted };
    form::check(&action, &super::rules().limits)?;
    book.outcome(person(by), action).map(|_| ())
}

/// The newest thing that happened to a member.
fn newest(book: &Book, room: ConversationId) -> (UserId, UserId, MemberChange) {
    let event = book.log(room).pop().unwrap();
    let What::Member { user, change } = event.what else { panic!("{event:?}") };
    (event.author, user, change)
}

fn role(book: &Book, room: ConversationId, user: UserId) -> Option<Role> {
    rows::find_role(&book.conn, room, user).unwrap()
}

fn mute(conversation: ConversationId, user: UserId, until: Option<i64>) -> Action {
    Action::Mute { conversation, user, until: until.map(Millis) }
}

const fn ban(conversation: ConversationId, user: UserId, on: bool) -> Action {
    Action::Ban { conversation, user, on }
}

#[test]
fn a_group_has_members_only_and_holds_as_many_as_it_may() {
    let mut book = Book::open();
    let people: Vec<UserId> = (1..=22).map(|number| book.enrol(number, &format!("P{number}"))).collect();
    let (ann, bob) = (people[0], people[1]);
    let create = |id, users: &[UserId]| Action::CreateGroup { conversation: room_id(id), users: users.to_vec() };
    assert_eq!(book.refusal(ann, create(1, &[])), ErrorCode::Malformed);
    assert_eq!(book.refusal(ann, create(1, &[ann])), ErrorCode::Malformed);
    assert_eq!(book.refusal(ann, create(1, &[super::user(99)])), ErrorCode::NotFound);
    assert_eq!(book.refusal(ann, create(1, &people)), ErrorCode::GroupFull);
    let Answer::Conversation(head) = book.answer(ann, create(1, &people[..20])) else { panic!() };
    assert_eq!((head.members, head.role, head.seq.0), (20, Role::Member, 21));
    assert!(
        matches!(head.kind, ConversationKind::Room { room } if room.visibility == Visibility::Group && room.name.is_empty())
    );
    let group = room_id(1);
    let add = |user| Action::AddMember { conversation: group, user };
    assert_eq!(book.refusal(bob, add(people[20])), ErrorCode::GroupFull);
    // The same again is the same group; the id is nobody else's and no room's.
    let Answer::Conversation(again) = book.answer(ann, create(1, &[bob])) else { panic!() };
    assert_eq!(again.members, 20);
    assert_eq!(book.refusal(bob, create(1, &[ann])), ErrorCode::Conflict);
    assert_eq!(book.refusal(ann, super::create_room(group, Visibility::Private)), ErrorCode::Conflict);
    // Nobody becomes its owner, and who leaves makes room.
    book.answer(ann, Action::Leave { conversation: group });
    assert_eq!(role(&book, group, bob), Some(Role::Member));
    book.answer(bob, add(people[20]));
    assert_eq!(newest(&book, group), (bob, people[20], MemberChange::Added { role: Role::Member }));
    // It may be named, and never becomes a room.
    update(&mut book, bob, group, |room| room.name = "Hikers".into()).unwrap();
    update(&mut book, bob, group, |room| room.name = String::new()).unwrap();
    let code = |result: Result<(), Failure>| result.unwrap_err().code;
    assert_eq!(
        code(update(&mut book, bob, group, |room| room.visibility = Visibility::Private)),
        ErrorCode::NameInvalid
    );
    let private = |room: &mut Room| {
        room.name = "Hikers".into();
        room.visibility = Visibility::Private;
    };
    assert_eq!(code(update(&mut book, bob, group, private)), ErrorCode::Forbidden);
    let kitchen = book.room(ann, 2, Visibility::Private);
    assert_eq!(code(update(&mut book, ann, kitchen, |room| room.visibility = Visibility::Group)), ErrorCode::Forbidden);
}

#[test]
fn who_is_banned_is_out_and_comes_back_by_no_way_until_unbanned() {
    let mut book = Book::open();
    let (ann, bob, eve) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve"));
    let room = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: room });
    let outcome = book.outcome(person(ann), ban(room, bob, true)).unwrap();
    assert!(outcome.news.iter().any(|news| matches!(news, News::Left { user, .. } if *user == bob)));
    assert_eq!(newest(&book, room), (ann, bob, MemberChange::Banned));
    assert_eq!(role(&book, room, bob), None);
    let events = book.log(room).len();
    book.answer(ann, ban(room, bob, true));
    assert_eq!(book.log(room).len(), events, "asking again changes nothing");
    assert_eq!(book.refusal(bob, Action::Join { conversation: room }), ErrorCode::Banned);
    assert_eq!(book.refusal(ann, Action::AddMember { conversation: room, user: bob }), ErrorCode::Banned);
    // Somebody can be kept out before they ever came.
    book.answer(ann, ban(room, eve, true));
    assert_eq!(book.refusal(eve, Action::Join { conversation: room }), ErrorCode::Banned);
    book.answer(ann, ban(room, bob, false));
    assert_eq!(newest(&book, room), (ann, bob, MemberChange::Unbanned));
    assert_eq!(role(&book, room, bob), None);
    book.answer(bob, Action::Join { conversation: room });
    assert_eq!(role(&book, room, bob), Some(Role::Member));
    assert_eq!(book.refusal(ann, ban(room, ann, true)), ErrorCode::Forbidden);
    assert_eq!(book.refusal(ann, ban(room, super::user(9), true)), ErrorCode::NotFound);
}

#[test]
fn nobody_holds_back_somebody_of_their_own_role_or_higher() {
    let mut book = Book::open();
    let (ann, bob, eve) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve"));
    let room = book.room(ann, 1, Visibility::Public);
    for user in [bob, eve] {
        book.answer(user, Action::Join { conversation: room });
        book.answer(ann, Action::SetRole { conversation: room, user, role: Role::Admin });
    }
    for user in [ann, eve, bob] {
        for action in
            [ban(room, user, true), mute(room, user, Some(1 << 40)), Action::RemoveMember { conversation: room, user }]
        {
            assert_eq!(book.refusal(bob, action.clone()), ErrorCode::Forbidden, "{action:?}");
        }
    }
    assert_eq!(
        book.refusal(bob, Action::SetRole { conversation: room, user: eve, role: Role::Guest }),
        ErrorCode::Forbidden
    );
}

#[test]
fn who_is_silenced_writes_nothing_until_then_not_even_after_coming_back() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let room = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: room });
    book.answer(bob, post(room, message_id(1), "before"));
    let until = book.at + 100;
    let outcome = book.outcome(person(ann), mute(room, bob, Some(until))).unwrap();
    let told = outcome.news.iter().find_map(|news| match news {
        News::Head { user, head, .. } if *user == bob => Some(head.muted_until),
        _ => None,
    });
    assert_eq!(told, Some(Some(Millis(until))), "they are told");
    assert_eq!(newest(&book, room), (ann, bob, MemberChange::Muted { until: Some(Millis(until)) }));
    let message = message_id(1);
    let tries = [
        post(room, message_id(2), "soup"),
        Action::Edit { conversation: room, message, body: text("after"), act: None },
        Action::React { conversation: room, message, emoji: "x".into(), on: true, act: None },
        Action::Pin { conversation: room, message, on: true, act: None },
    ];
    for action in tries {
        assert_eq!(book.refusal(bob, action.clone()), ErrorCode::Muted, "{action:?}");
    }
    // A message that was acknowledged stays so, and what one said one may take back.
    book.answer(bob, post(room, message, "before"));
    book.answer(bob, Action::Redact { conversation: room, message, act: None });
    book.answer(bob, Action::Leave { conversation: room });
    book.answer(bob, Action::Join { conversation: room });
    assert_eq!(newest(&book, room), (ann, bob, MemberChange::Muted { until: Some(Millis(until)) }));
    assert_eq!(book.refusal(bob, post(room, message_id(2), "soup")), ErrorCode::Muted);
    book.at = until;
    book.answer(bob, post(room, message_id(2), "soup"));
    // The word can be given back earlier, and an admin has it.
    book.answer(ann, mute(room, bob, Some(until + 1000)));
    book.answer(ann, mute(room, bob, None));
    assert_eq!(newest(&book, room), (ann, bob, MemberChange::Muted { until: None }));
    book.answer(bob, post(room, message_id(3), "soup"));
    book.answer(ann, mute(room, bob, Some(until + 1000)));
    book.answer(ann, Action::SetRole { conversation: room, user: bob, role: Role::Admin });
    assert_eq!(newest(&book, room), (ann, bob, MemberChange::Muted { until: None }));
    assert_eq!(rows::head(&book.conn, room, bob).unwrap().muted_until, None);
    book.answer(bob, post(room, message_id(4), "soup"));
}

#[test]
fn a_slow_room_lets_a_member_write_after_the_pause_and_says_how_long_it_is() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let room = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: room });
    update(&mut book, ann, room, |room| room.slow_seconds = 30).unwrap();
    book.answer(bob, post(room, message_id(1), "one"));
    let written = book.at;
    let refused = book.outcome(person(bob), post(room, message_id(2), "two")).unwrap_err();
    assert_eq!((refused.code, refused.retry_after_ms), (ErrorCode::SlowMode, Some(29_999)));
    assert!(refused.code.retry_helps());
    // Waiting from the last message that was taken, not from the last try.
    book.at = written + 29_998;
    assert_eq!(book.refusal(bob, post(room, message_id(2), "two")), ErrorCode::SlowMode);
    book.answer(bob, post(room, message_id(2), "two"));
    // The same message again is no second one, leaving is no way around, and admins need not wait.
    book.answer(bob, post(room, message_id(2), "two"));
    book.answer(bob, Action::Leave { conversation: room });
    book.answer(bob, Action::Join { conversation: room });
    assert_eq!(book.refusal(bob, post(room, message_id(3), "three")), ErrorCode::SlowMode);
    book.answer(ann, post(room, message_id(4), "mine"));
    book.answer(ann, post(room, message_id(5), "mine"));
    // A message that was refused for something else does not count as written.
    book.at += 30_000;
    let lost = Action::Post(hearth_proto::command::Post {
        conversation: room,
        message: message_id(6),
        body: text("to nothing"),
        reply_to: Some(message_id(99)),
        forward: None,
    });
    assert_eq!(book.refusal(bob, lost), ErrorCode::NotFound);
    book.answer(bob, post(room, message_id(6), "six"));
    // A clock that was set back holds nobody longer than the pause.
    book.at -= 1_000_000;
    let refused = book.outcome(person(bob), post(room, message_id(7), "seven")).unwrap_err();
    assert_eq!(refused.retry_after_ms, Some(30_000));
    assert_eq!(update(&mut book, ann, room, |room| room.slow_seconds = 86_401).unwrap_err().code, ErrorCode::Malformed);
}

#[test]
fn where_admins_write_the_others_read_and_react() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    let room = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: room });
    let message = message_id(1);
    book.answer(bob, post(room, message, "before"));
    update(&mut book, ann, room, |room| room.posting = Posting::Admins).unwrap();
    let react = Action::React { conversation: room, message, emoji: "x".into(), on: true, act: None };
    let edit = Action::Edit { conversation: room, message, body: text("after"), act: None };
    let pin = Action::Pin { conversation: room, message, on: true, act: None };
    for action in [post(room, message_id(2), "soup"), edit, pin] {
        assert_eq!(book.refusal(bob, action.clone()), ErrorCode::ReadOnly, "{action:?}");
    }
    book.answer(bob, react);
    book.answer(ann, post(room, message_id(2), "soup"));
    book.answer(ann, Action::SetRole { conversation: room, user: bob, role: Role::Admin });
    book.answer(bob, post(room, message_id(3), "soup"));
}

#[test]
fn an_archived_room_is_still_until_its_owner_brings_it_back() {
    let mut book = Book::open();
    let (ann, bob, eve) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve"));
    let room = book.room(ann, 1, Visibility::Public);
    book.answer(bob, Action::Join { conversation: room });
    book.answer(ann, Action::SetRole { conversation: room, user: bob, role: Role::Admin });
    let message = message_id(1);
    book.answer(ann, post(room, message, "before"));
    let code = |result: Result<(), Failure>| result.err().map(|failure| failure.code);
    assert_eq!(code(update(&mut book, bob, room, |room| room.archived = true)), Some(ErrorCode::Forbidden));
    assert_eq!(code(update(&mut book, ann, room, |room| room.archived = true)), None);
    let tries = [
        post(room, message_id(2), "soup"),
        Action::Edit { conversation: room, message, body: text("after"), act: None },
        Action::React { conversation: room, message, emoji: "x".into(), on: true, act: None },
        Action::Pin { conversation: room, message, on: true, act: None },
        Action::AddMember { conversation: room, user: eve },
        super::invite(Some(room)),
    ];
    for action in tries {
        assert_eq!(book.refusal(ann, action.clone()), ErrorCode::Archived, "{action:?}");
    }
    assert_eq!(book.refusal(eve, Action::Join { conversation: room }), ErrorCode::Archived);
    assert_eq!(code(update(&mut book, ann, room, |room| room.topic = "x".into())), Some(ErrorCode::Archived));
    assert_eq!(code(update(&mut book, ann, room, |_| {})), None, "what is so already is no change");
    assert_eq!(code(update(&mut book, bob, room, |room| room.archived = false)), Some(ErrorCode::Forbidden));
    // It was the room for newcomers, and is not now.
    let zoe = book.enrol(4, "Zoe");
    assert_eq!(role(&book, room, zoe), None);
    assert_eq!(code(update(&mut book, ann, room, |room| room.archived = false)), None);
    book.answer(ann, post(room, message_id(2), "soup"));
    let kim = book.enrol(5, "Kim");
    assert_eq!(role(&book, room, kim), Some(Role::Member));
}

/// Comes in with the invite that tests make.
fn come_in(number: u128, name: &str) -> Action {
    let Action::Enrol(enrol) = super::enrol(super::user(number), name) else { panic!() };
    Action::Enrol(Box::new(Enrol { code: Some([7; 32]), ..*enrol }))
}

#[test]
fn an_invite_counts_ends_and_can_be_taken_back() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let room = book.room(ann, 1, Visibility::Private);
    let later = Some(Millis(book.at + 1000));
    let new = NewInvite { expires_at: later, uses: Some(2), conversation: Some(room) };
    book.answer(ann, Action::CreateInvite { invite: new, code: [7; 32] });
    book.outcome(Actor::Stranger, come_in(2, "Bob")).unwrap();
    assert_eq!(role(&book, room, super::user(2)), Some(Role::Member));
    let used = || "SELECT used, uses FROM invites";
    let count = |book: &Book| {
        book.conn.query_row(used(), [], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?))).unwrap()
    };
    assert_eq!(count(&book), (1, 1));
    let name = invites::name(&[7; 32]);
    assert_eq!(name, "0707070707070707");
    for wrong in ["", "07", "0707070707070708", "0707070707070707ff", "zz07070707070707", "0707070707070７"] {
        let revoke = Action::RevokeInvite { invite: wrong.into() };
        assert_eq!(book.refusal(ann, revoke), ErrorCode::NotFound, "{wrong}");
    }
    book.at += 2000;
    let late = book.outcome(Actor::Stranger, come_in(3, "Eve")).unwrap_err();
    assert_eq!(late.code, ErrorCode::InviteExpired);
    book.answer(ann, Action::RevokeInvite { invite: name.clone() });
    assert_eq!(book.refusal(ann, Action::RevokeInvite { invite: name }), ErrorCode::NotFound);
    let gone = book.outcome(Actor::Stranger, come_in(3, "Eve")).unwrap_err();
    assert_eq!(gone.code, ErrorCode::InviteUnknown);
}

#[test]
fn an_invite_lets_somebody_with_an_account_into_its_room_but_nobody_who_is_banned() {
    let mut book = Book::open();
    let (ann, bob, eve) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve"));
    let room = book.room(ann, 1, Visibility::Private);
    let new = NewInvite { expires_at: None, uses: Some(1), conversation: Some(room) };
    book.answer(ann, Action::CreateInvite { invite: new, code: [7; 32] });
    book.answer(ann, Action::CreateInvite { invite: NewInvite::default(), code: [8; 32] });
    let with = |code: u8| Action::UseInvite { code: [code; 32] };
    book.answer(ann, ban(room, eve, true));
    assert_eq!(book.refusal(eve, with(7)), ErrorCode::Banned);
    let Answer::Conversation(head) = book.answer(bob, with(7)) else { panic!() };
    assert_eq!((head.conversation, head.role), (room, Role::Member));
    assert_eq!(newest(&book, room), (bob, bob, MemberChange::Joined { role: Role::Member }));
    let events = book.log(room).len();
    // A lost answer is given again; nothing more is used up.
    book.answer(bob, with(7));
    assert_eq!(book.log(room).len(), events);
    book.answer(ann, ban(room, eve, false));
    assert_eq!(book.refusal(eve, with(7)), ErrorCode::InviteUsed);
    assert_eq!(book.refusal(eve, with(8)), ErrorCode::NotFound);
    assert_eq!(book.refusal(eve, with(9)), ErrorCode::InviteUnknown);
}

#[test]
fn an_invite_into_a_room_that_ended_still_leads_into_the_house() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let room = book.room(ann, 1, Visibility::Private);
    book.answer(ann, super::invite(Some(room)));
    update(&mut book, ann, room, |room| room.archived = true).unwrap();
    book.outcome(Actor::Stranger, come_in(2, "Bob")).unwrap();
    assert_eq!(role(&book, room, super::user(2)), None);
}

#[test]
fn there_are_no_invites_into_private_chats() {
    let mut book = Book::open();
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    book.answer(ann, Action::CreateGroup { conversation: room_id(1), users: vec![bob] });
    assert_eq!(book.refusal(ann, super::invite(Some(room_id(1)))), ErrorCode::Forbidden);
    let house = book.outcome(Actor::House, super::invite(Some(room_id(1)))).unwrap_err();
    assert_eq!(house.code, ErrorCode::Forbidden);
}

#[test]
fn a_profile_says_a_status_and_a_zone_or_neither() {
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    let change = |status: Option<&str>, zone: Option<&str>| {
        let (status, zone) = (status.map(str::to_owned), zone.map(str::to_owned));
        Action::SetProfile(NewProfile { status, zone, ..NewProfile::default() })
    };
    let Answer::Me(me) = book.answer(ann, change(Some(" Cooking "), Some("Asia/Shanghai"))) else { panic!() };
    assert_eq!((me.status.as_str(), me.zone.as_str()), ("Cooking", "Asia/Shanghai"));
    let Answer::Me(me) = book.answer(ann, change(None, Some(""))) else { panic!() };
    assert_eq!((me.status.as_str(), me.zone.as_str()), ("Cooking", ""));
    assert_eq!(rows::find_profile(&book.conn, ann).unwrap(), Some(me));
    let limits = super::rules().limits;
    let check = |action: &Action| form::check(action, &limits).err().map(|failure| failure.code);
    assert_eq!(check(&change(Some(&"好".repeat(100)), None)), None);
    assert_eq!(check(&change(Some(&"好".repeat(101)), None)), Some(ErrorCode::TooLarge));
    assert_eq!(check(&change(Some("two\nlines"), None)), Some(ErrorCode::TooLarge));
    for good in ["UTC", "Etc/GMT+8", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", ""] {
        assert_eq!(check(&change(None, Some(good))), None, "{good}");
    }
    for bad in ["/", "Asia/", "Asia//Tokyo", "../etc", "Asia/Tōkyō", "8", "a b", &"a".repeat(65)] {
        assert_eq!(check(&change(None, Some(bad))), Some(ErrorCode::Malformed), "{bad}");
    }
}

#[test]
fn who_is_blocked_writes_nothing_in_private_and_is_not_told() {
    let mut book = Book::open();
    let (ann, bob, eve) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"), book.enrol(3, "Eve"));
    let Answer::Conversation(chat) = book.answer(ann, Action::OpenDirect { user: bob }) else { panic!() };
    let chat = chat.conversation;
    book.answer(bob, post(chat, message_id(1), "before"));
    let block = |user, on| Action::Block { user, on };
    let outcome = book.outcome(person(ann), block(bob, true)).unwrap();
    assert!(
        matches!(outcome.news[..], [News::Blocked { user, blocked, on: true, .. }] if user == ann && blocked == bob)
    );
    assert!(book.outcome(person(ann), block(bob, true)).unwrap().news.is_empty(), "asking again changes nothing");
    let message = message_id(1);
    let tries = [
        post(chat, message_id(2), "soup"),
        Action::Edit { conversation: chat, message, body: text("after"), act: None },
        Action::React { conversation: chat, message, emoji: "x".into(), on: true, act: None },
        Action::Pin { conversation: chat, message, on: true, act: None },
    ];
    for action in tries {
        assert_eq!(book.refusal(bob, action.clone()), ErrorCode::Blocked, "{action:?}");
    }
    // What is there stays open to both, also for the one who blocks to write.
    book.answer(bob, Action::OpenDirect { user: ann });
    book.answer(bob, Action::Redact { conversation: chat, message, act: None });
    book.answer(ann, post(chat, message_id(3), "soup"));
    // No new private chat either, of two or of several. Rooms have admins for that.
    book.answer(ann, block(eve, true));
    assert_eq!(book.refusal(eve, Action::OpenDirect { user: ann }), ErrorCode::Blocked);
    let group = |number, users| Action::CreateGroup { conversation: room_id(number), users };
    assert_eq!(book.refusal(eve, group(1, vec![bob, ann])), ErrorCode::Blocked);
    book.answer(eve, group(2, vec![bob]));
    assert_eq!(book.refusal(eve, Action::AddMember { conversation: room_id(2), user: ann }), ErrorCode::Blocked);
    let room = book.room(eve, 3, Visibility::Private);
    book.answer(eve, Action::AddMember { conversation: room, user: ann });
    book.answer(ann, block(eve, false));
    book.answer(eve, Action::OpenDirect { user: ann });
    assert_eq!(book.refusal(ann, block(ann, true)), ErrorCode::Forbidden);
    assert_eq!(book.refusal(ann, block(super::user(9), true)), ErrorCode::NotFound);
}

#[test]
fn the_house_makes_a_way_into_the_owners_account_and_nobody_else_does() {
    let mut book = Book::open();
    let expires_at = Millis(1 << 40);
    let code = |code: u8| Action::CreateOwnerCode { code: [code; 32], expires_at };
    let nobody = book.outcome(Actor::House, code(1)).unwrap_err();
    assert_eq!(nobody.code, ErrorCode::NotFound);
    let (ann, bob) = (book.enrol(1, "Ann"), book.enrol(2, "Bob"));
    assert_eq!(book.refusal(ann, code(2)), ErrorCode::Forbidden);
    assert_eq!(book.refusal(bob, code(2)), ErrorCode::Forbidden);
    book.answer(ann, Action::SignOut);
    book.outcome(Actor::House, code(3)).unwrap();
    let device = hearth_proto::http::NewDevice { id: hearth_proto::id::DeviceId(bob.0), name: "new".into() };
    let redeem = Action::RedeemDeviceCode { code: [3; 32], device, token: [9; 32] };
    let entered = book.outcome(Actor::Stranger, redeem.clone()).unwrap().answer;
    assert!(matches!(entered, Answer::Entered(user) if user == ann));
    assert_eq!(book.outcome(Actor::Stranger, redeem).unwrap_err().code, ErrorCode::InviteUnknown);
}
