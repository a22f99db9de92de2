//! What holds after any commands whatever.

use std::collections::{BTreeMap, BTreeSet};

use hearth_proto::{
    body::{Body, Picture},
    command::{ForwardOf, Post},
    event::{Event, Standing, What},
    id::{ActId, ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Role},
    room::{Posting, Room, Visibility},
};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use rusqlite::types::ValueRef;
use uuid::Uuid;

use super::{Book, create_room, enrol, message_id, person, post, room_id, rules, text, user};
use crate::state::{
    command::{Action, Actor, Answer, Command, News, StoredBlob},
    rows, store,
};

const PEOPLE: u128 = 4;
const HOUR_MS: i64 = 60 * 60 * 1000;
const TABLES: [&str; 18] = [
    "events",
    "messages",
    "members",
    "conversations",
    "marks",
    "mentions",
    "room_mentions",
    "reactions",
    "acts",
    "departures",
    "bans",
    "mutes",
    "slow_posts",
    "blocks",
    "blob_uses",
    "blobs",
    "blob_uploaders",
    "doomed_blobs",
];

fn command() -> impl Strategy<Value = (u128, Action)> {
    let room = (0..3_u128).prop_map(room_id);
    let message = (0..12_u128).prop_map(message_id);
    let other = (0..PEOPLE).prop_map(user);
    let words = prop_oneof![Just("soup"), Just("@p1 look"), Just("@p2 @p3"), Just("@room")];
    // Few ids, so that acts come again, also for other messages.
    let act = proptest::option::of((0..6_u128).prop_map(|number| ActId(Uuid::from_u128(3000 + number))));
    let in_room = (room, message, other, words, any::<bool>(), 0..40_u64, act);
    let action =
        (0..24_u8, in_room).prop_map(|(kind, (conversation, message, user, words, on, seq, act))| match kind {
            0..4 => post(conversation, message, words),
            4 => Action::Edit { conversation, message, body: text(words), act },
            5 => Action::Redact { conversation, message, act },
            6 => Action::React { conversation, message, emoji: "x".into(), on, act },
            7 => Action::Pin { conversation, message, on, act },
            8 => Action::Read { conversation, seq: Seq(seq) },
            13 => Action::MarkUnread { conversation, seq: Seq(seq) },
            14 => Action::ShareReads { on },
            15 => forward(conversation, message, words, on),
            16 => Action::StoreBlob(stored(seq)),
            17 if on => {
                let body = picture(seq);
                Action::Post(Post { conversation, message, body, reply_to: None, forward: None })
            }
            17 => Action::Edit { conversation, message, body: picture(seq), act },
            18 if on => super::set_avatar(Avatar::Own { blob: stored(seq).blob }),
            18 => Action::DoomBlobs { most: 2 },
            19 => Action::Ban { conversation, user, on },
            20 => Action::Mute { conversation, user, until: on.then(|| Millis(i64::try_from(seq).unwrap() * HOUR_MS)) },
            21 => Action::CreateGroup { conversation, users: vec![user] },
            22 => Action::Block { user, on },
            23 => settings(conversation, seq, on),
            9 if on => Action::Join { conversation },
            9 => Action::Leave { conversation },
            10 if on => Action::AddMember { conversation, user },
            10 => Action::RemoveMember { conversation, user },
            11 => Action::SetRole { conversation, user, role: if on { Role::Admin } else { Role::Guest } },
            _ if on => Action::OpenDirect { user },
            _ => create_room(conversation, Visibility::Public),
        });
    (0..PEOPLE, action)
}

/// One of three pictures.
fn stored(number: u64) -> StoredBlob {
    let blob = hex::encode([u8::try_from(number % 3).unwrap(); 32]).parse().unwrap();
    StoredBlob { blob, mime: "image/png".into(), size: 500, width: 20, height: 20 }
}

fn picture(number: u64) -> Body {
    let StoredBlob { blob, mime, size, width, height } = stored(number);
    let picture = Picture { blob, mime, width, height, size, thumbhash: String::new(), name: String::new() };
    Body::Picture { picture, caption: String::new() }
}

/// Two people in one room who change their words all the time.
fn wording() -> impl Strategy<Value = (u128, Action)> {
    let words = prop_oneof![Just("soup"), Just("@p1 look"), Just("@room @p0")];
    let action = (0..8_u8, 0..4_u128, words).prop_map(|(kind, number, words)| {
        let (conversation, message) = (room_id(0), message_id(number));
        match kind {
            0..2 => post(conversation, message, words),
            2..7 => Action::Edit { conversation, message, body: text(words), act: None },
            _ => Action::Redact { conversation, message, act: None },
        }
    });
    (0..2_u128, action)
}

/// Two people in one room who bring pictures, show them and take them back.
fn showing() -> impl Strategy<Value = (u128, Action)> {
    let action = (0..10_u8, 0..4_u128, 0..3_u64).prop_map(|(kind, number, blob)| {
        let (conversation, message) = (room_id(0), message_id(number));
        match kind {
            0..3 => Action::StoreBlob(stored(blob)),
            3..6 => Action::Post(Post { conversation, message, body: picture(blob), reply_to: None, forward: None }),
            6 => Action::Edit { conversation, message, body: picture(blob), act: None },
            7 => Action::Redact { conversation, message, act: None },
            8 => super::set_avatar(Avatar::Own { blob: stored(blob).blob }),
            _ => Action::DoomBlobs { most: 2 },
        }
    });
    (0..2_u128, action)
}

/// Passes a message of any room on, often in words that it does not have.
fn forward(conversation: ConversationId, message: MessageId, words: &str, near: bool) -> Action {
    let number = message.0.as_u128();
    let source = MessageId(Uuid::from_u128(if near { number ^ 1 } else { number ^ 3 }));
    let forward = Some(ForwardOf { conversation: if near { conversation } else { room_id(0) }, message: source });
    Action::Post(Post { conversation, message, body: text(words), reply_to: None, forward })
}

/// Settings of every sort, some of which only some may choose.
fn settings(conversation: ConversationId, seq: u64, on: bool) -> Action {
    let room = Room {
        name: "Kitchen".into(),
        topic: String::new(),
        visibility: if seq.is_multiple_of(3) { Visibility::Group } else { Visibility::Public },
        avatar: Avatar::Drawn { name: "room-mug".into() },
        posting: if on { Posting::Everyone } else { Posting::Admins },
        slow_seconds: u32::try_from(seq % 2).unwrap() * 7200,
        archived: seq.is_multiple_of(5) && !on,
    };
    Action::UpdateRoom { conversation, room }
}

fn all(commands: &[(u128, Action)]) -> Vec<Command> {
    let people = (0..PEOPLE).map(|number| (Actor::Stranger, enrol(user(number), &format!("p{number}"))));
    let rooms = (0..2).map(|number| (person(user(0)), create_room(room_id(number), Visibility::Public)));
    let rest = commands.iter().map(|(by, action)| {
        let by = if matches!(action, Action::DoomBlobs { .. }) { Actor::House } else { person(user(*by)) };
        (by, action.clone())
    });
    // Time goes fast, so that the time of blobs comes too.
    let ordered = people.chain(rooms).chain(rest).zip((1..).map(|number| number * HOUR_MS));
    ordered.map(|((by, action), at)| Command { at: Millis(at), by, action }).collect()
}

fn act_of(action: &Action) -> Option<ActId> {
    match action {
        Action::Edit { act, .. } | Action::Redact { act, .. } | Action::React { act, .. } | Action::Pin { act, .. } => {
            *act
        }
        _ => None,
    }
}

fn words_of(action: &Action) -> Option<&str> {
    match action {
        Action::Edit { body, .. } | Action::Post(Post { body, forward: None, .. }) => Some(body.words()),
        _ => None,
    }
}

/// Makes the words of each command its own, so that it shows where they are.
fn unique((number, mut command): (usize, Command)) -> Command {
    if let Action::Edit { body: Body::Text { text }, .. }
    | Action::Post(Post { body: Body::Text { text }, forward: None, .. }) = &mut command.action
    {
        text.push_str(&format!(" #{number}#"));
    }
    command
}

/// What a reader shows of a message.
type Shown = (Option<Body>, Vec<UserId>, bool, Option<Millis>);

/// Folds events by the rule of the protocol: of what changes a message, the highest seq wins.
fn fold(events: &[Event]) -> BTreeMap<MessageId, (Seq, Shown)> {
    let mut held: BTreeMap<MessageId, (Seq, Shown)> = BTreeMap::new();
    for event in events {
        let (id, seq, shown) = match &event.what {
            What::Message(said) => {
                let shown = (said.body.clone(), said.mentions.clone(), said.mentions_room, said.edited_at);
                (said.message, said.changed_seq, shown)
            }
            What::Edited { target, body, mentions, mentions_room } => {
                (*target, event.seq, (body.clone(), mentions.clone(), *mentions_room, Some(event.at)))
            }
            What::Redacted { target } => (*target, event.seq, (None, Vec::new(), false, Some(event.at))),
            _ => continue,
        };
        let slot = held.entry(id).or_insert_with(|| (seq, shown.clone()));
        if seq >= slot.0 {
            *slot = (seq, shown);
        }
    }
    held
}

fn assert_sound(book: &Book) {
    let mut problems = crate::operator::check(book.dir.path()).unwrap().problems;
    // The bytes of these pictures are on no disk.
    problems.retain(|problem| !problem.starts_with("blob "));
    assert_eq!(problems, [""; 0]);
}

/// Everything that the log and the tables around it say.
fn dump(book: &Book) -> String {
    let mut text = String::new();
    for table in TABLES {
        let mut statement = book.conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    ValueRef::Text(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
                    other => text.push_str(&format!("{other:?}")),
                }
                text.push(' ');
            }
            text.push('\n');
        }
    }
    text
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn seqs_are_contiguous_positions_rise_and_repeated_ids_get_the_same_ack(
        commands in proptest::collection::vec(command(), 1..80),
    ) {
        let book = Book::open();
        let mut acks: BTreeMap<(u128, MessageId), (Answer, Action)> = BTreeMap::new();
        let mut told = BTreeMap::new();
        let mut last = 0;
        for command in all(&commands) {
            let outcome = store::commit(&book.conn, &rules(), [&command]).unwrap().pop().unwrap();
            let Ok(outcome) = outcome else { continue };
            for news in outcome.news {
                if let News::Event(event) = news {
                    assert!(event.pos.0 > last, "positions rise");
                    last = event.pos.0;
                    told.insert((event.conversation, event.seq), event.pos);
                }
            }
            if let (Action::Post(said), Actor::Person { user, .. }) = (&command.action, command.by) {
                let key = (user.0.as_u128(), said.message);
                let first = acks.entry(key).or_insert_with(|| (outcome.answer.clone(), command.action.clone()));
                assert_eq!(format!("{:?}", first.0), format!("{:?}", outcome.answer));
            }
        }
        for ((by, _), (first, action)) in acks {
            let command = Command { at: Millis(9999), by: person(user(by)), action };
            let again = store::commit(&book.conn, &rules(), [&command]).unwrap().pop().unwrap().unwrap();
            assert_eq!(format!("{first:?}"), format!("{:?}", again.answer));
            assert!(again.news.is_empty());
        }
        let conversations: BTreeSet<_> = told.keys().map(|(conversation, _)| *conversation).collect();
        for conversation in conversations {
            let log = book.log(conversation);
            let head = rows::find_conversation(&book.conn, conversation).unwrap().unwrap();
            let seqs: Vec<u64> = log.iter().map(|event| event.seq.0).collect();
            assert_eq!(seqs, (1..=head.seq.0).collect::<Vec<_>>());
            assert!(log.iter().all(|event| told.get(&(conversation, event.seq)) == Some(&event.pos)));
        }
        assert_sound(&book);
    }

    #[test]
    fn everything_done_once_more_changes_nothing_that_was_named(
        commands in proptest::collection::vec(command(), 1..80),
    ) {
        let book = Book::open();
        let commands = all(&commands);
        let mut named = Vec::new();
        for command in &commands {
            let outcome = store::commit(&book.conn, &rules(), [command]).unwrap().pop().unwrap();
            if let (Some(act), Ok(outcome)) = (act_of(&command.action), outcome) {
                named.push((act, command, outcome.answer));
            }
        }
        let before = dump(&book);
        for (_, command, first) in named {
            let again = store::commit(&book.conn, &rules(), [command]).unwrap().pop().unwrap().unwrap();
            assert_eq!(format!("{first:?}"), format!("{:?}", again.answer));
            assert!(again.news.is_empty());
        }
        assert_eq!(before, dump(&book));
    }

    #[test]
    fn no_event_and_no_table_keeps_words_that_were_replaced_or_deleted(
        commands in proptest::collection::vec(wording(), 1..60),
    ) {
        let book = Book::open();
        let commands: Vec<Command> = all(&commands).into_iter().enumerate().map(unique).collect();
        let mut written = BTreeSet::new();
        for command in &commands {
            store::commit(&book.conn, &rules(), [command]).unwrap().pop().unwrap().ok();
            written.extend(words_of(&command.action).map(str::to_owned));
        }
        let logs = (0..3).flat_map(|number| book.log(room_id(number)));
        let mut present = BTreeMap::new();
        let mut edits = Vec::new();
        for event in logs {
            match event.what {
                What::Message(message) => drop(present.insert(message.message, message)),
                What::Edited { target, body: Some(body), mentions, mentions_room } => {
                    edits.push((target, body, mentions, mentions_room));
                }
                _ => {}
            }
        }
        // An edit that still has words says what its message says, so pages fold alike in any order.
        for (target, body, mentions, mentions_room) in edits {
            let message = &present[&target];
            assert_eq!(message.body.as_ref(), Some(&body));
            assert_eq!((&message.mentions, message.mentions_room), (&mentions, mentions_room));
        }
        let says: BTreeSet<&str> = present.values().filter_map(|message| message.body.as_ref()).map(Body::words).collect();
        let kept = dump(&book);
        for words in written.iter().filter(|words| !says.contains(words.as_str())) {
            assert!(!kept.contains(words.as_str()), "{words}");
        }
    }

    #[test]
    fn blobs_stay_while_something_shows_them_and_only_then(
        commands in proptest::collection::vec(showing(), 1..60),
    ) {
        let book = Book::open();
        for command in all(&commands) {
            store::commit(&book.conn, &rules(), [&command]).unwrap();
        }
        assert_sound(&book);
        let action = Action::DoomBlobs { most: 100 };
        let later = Command { at: Millis(1000 * HOUR_MS), by: Actor::House, action };
        store::commit(&book.conn, &rules(), [&later]).unwrap();
        assert_sound(&book);
        let left: i64 = book.conn.query_row("SELECT COUNT(*) FROM blobs WHERE free_at > 0", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    }

    #[test]
    fn whoever_folds_what_is_told_holds_what_is_fetched_in_any_order(
        commands in proptest::collection::vec(wording(), 1..60),
        turn in any::<u64>(),
    ) {
        let book = Book::open();
        let mut told = Vec::new();
        for command in all(&commands) {
            let outcome = store::commit(&book.conn, &rules(), [&command]).unwrap().pop().unwrap();
            let news = outcome.map(|outcome| outcome.news).unwrap_or_default();
            told.extend(news.into_iter().filter_map(|news| match news {
                News::Event(event) => Some(event),
                _ => None,
            }));
        }
        let fetched = book.log(room_id(0));
        told.retain(|event| event.conversation == room_id(0));
        let held = fold(&told);
        assert_eq!(held, fold(&fetched));
        for events in [&mut told, &mut fetched.clone()] {
            events.sort_by_key(|event| event.seq.0.wrapping_mul(turn | 1));
            assert_eq!(held, fold(events));
        }
        // Half from the live line, half from a page that was fetched later.
        let mixed: Vec<Event> = fetched.iter().zip(book.log(room_id(0))).map(|(old, new)| {
            if turn >> (old.seq.0 % 64) & 1 == 0 { told.iter().find(|event| event.seq == old.seq).unwrap().clone() } else { new }
        }).collect();
        assert_eq!(held, fold(&mixed));
    }

    #[test]
    fn how_commands_are_batched_makes_no_difference(
        commands in proptest::collection::vec(command(), 1..60),
        size in 1..20_usize,
    ) {
        let commands = all(&commands);
        let (one_by_one, batched) = (Book::open(), Book::open());
        for command in &commands {
            store::commit(&one_by_one.conn, &rules(), [command]).unwrap();
        }
        for batch in commands.chunks(size) {
            store::commit(&batched.conn, &rules(), batch).unwrap();
        }
        assert_eq!(dump(&one_by_one), dump(&batched));
    }

    #[test]
    fn the_log_alone_tells_who_is_a_member_with_which_role_and_who_is_silent(
        commands in proptest::collection::vec(command(), 1..80),
    ) {
        let book = Book::open();
        let commands = all(&commands);
        for command in &commands {
            store::commit(&book.conn, &rules(), [command]).unwrap();
        }
        for conversation in (0..3).map(room_id) {
            let mut folded: BTreeMap<UserId, (Role, Option<Millis>)> = BTreeMap::new();
            for event in book.log(conversation) {
                let What::Member { user, change } = event.what else { continue };
                match change.standing() {
                    Standing::Is(role) => {
                        folded.entry(user).or_insert((role, None)).0 = role;
                    }
                    Standing::Gone => {
                        folded.remove(&user);
                    }
                    Standing::Muted(until) => {
                        if let Some(member) = folded.get_mut(&user) {
                            member.1 = until;
                        }
                    }
                    Standing::Same => {}
                }
            }
            for number in 0..PEOPLE {
                let user = user(number);
                let fetched = rows::head(&book.conn, conversation, user).ok();
                // A silence that was over when its member came back is not told again; it says nothing any more.
                let now = commands.last().unwrap().at;
                let silent = |until: Option<Millis>| until.filter(|until| *until > now);
                let fetched = fetched.map(|head| (head.role, silent(head.muted_until)));
                let folded = folded.get(&user).map(|(role, until)| (*role, silent(*until)));
                assert_eq!(folded, fetched, "{user} in {conversation}");
            }
        }
    }
}
