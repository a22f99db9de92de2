//! Archives that come into a hearth: what is there afterwards, who sees it, and what is said about the rest.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use std::{collections::BTreeMap, path::Path};

use common::{
    House, Person,
    line::Line,
    pack::{self, Pack, THEN, message_id, reaction, text},
    web,
};
use hearth_archive::{
    RECORDS,
    record::{Record, SourceKind},
    remark::{LeftOut, Remarked, Unfit},
    source::Source,
};
use hearth_proto::{
    body::Body,
    command::{PageAt, Request},
    error::ErrorCode,
    event::{Event, Forwarded, Message, What},
    frame::ServerFrame,
    http::{Entered, LoginForm, NewDevice},
    id::{ConversationId, DeviceId, Millis, Seq, UserId},
    people::Role,
    room::{Head, Visibility},
};
use hearth_server::import::{ImportError, Options, Report};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

fn options(archive: &Path) -> Options {
    Options { archive: archive.to_owned(), source: None, people: BTreeMap::new() }
}

async fn import(house: &House, archive: &Path) -> Report {
    house.running.import(options(archive), |_| {}, CancellationToken::new()).await.unwrap()
}

fn sound(house: &House) {
    assert_eq!(hearth_server::operator::check(house.dir.path()).unwrap().problems, Vec::<String>::new());
}

async fn log(line: &mut Line, conversation: ConversationId) -> Vec<Event> {
    let mut events = Vec::new();
    loop {
        let after = events.last().map_or(Seq(0), |event: &Event| event.seq);
        let request = Request::History { conversation, at: PageAt::After(after), limit: 200 };
        match line.ask(request).await {
            ServerFrame::Page(page) if page.events.is_empty() => return events,
            ServerFrame::Page(page) => events.extend(page.events),
            other => panic!("no page: {other:?}"),
        }
    }
}

fn messages(events: &[Event]) -> Vec<(&Event, &Message)> {
    let messages = events.iter().filter_map(|event| match &event.what {
        What::Message(message) => Some((event, message)),
        _ => None,
    });
    messages.collect()
}

fn named<'a>(line: &'a Line, name: &str) -> &'a Head {
    let found = line.welcome.conversations.iter().find(|head| match &head.kind {
        hearth_proto::room::ConversationKind::Room { room } => room.name == name,
        hearth_proto::room::ConversationKind::Direct { .. } => name.is_empty(),
    });
    found.unwrap_or_else(|| panic!("no {name}: {:?}", line.welcome.conversations))
}

/// Ann, who has an account in the house too, and Bob, who has none; a kitchen, a cellar, a chat of the two.
fn old_house() -> Pack {
    let mut pack = Pack::default();
    let (ann, bob) = (pack.person(1, "ann"), pack.person(2, "bob"));
    let kitchen = pack.room(1, "Old kitchen", Visibility::Public);
    pack.member(kitchen, ann, Role::Member);
    pack.member(kitchen, bob, Role::Owner);
    pack.say(kitchen, bob, 1, "soup is ready, @ann").mentions = vec![ann];
    let answer = pack.say(kitchen, ann, 2, "I bring bread");
    answer.reply_to = Some(message_id(1));
    answer.reactions = vec![reaction("🍞", &[bob, ann]), reaction("🎉", &[bob])];
    pack.say(kitchen, bob, 3, "it is at seven").edited_at = Some(Millis(THEN + 3_500));
    pack.say(kitchen, bob, 4, "a recipe").pinned = true;
    let deleted = pack.say(kitchen, ann, 5, "");
    deleted.body = None;
    deleted.edited_at = Some(Millis(THEN + 6_000));
    let body = pack.file(b"two onions, a pound of leek", "list.txt");
    pack.say(kitchen, bob, 6, "").body = Some(body);
    pack.say(kitchen, ann, 7, "words of Bob's").forwarded = Some(Forwarded { author: bob, at: Millis(THEN - 5) });
    let cellar = pack.room(2, "Old cellar", Visibility::Private);
    pack.member(cellar, ann, Role::Member);
    pack.say(cellar, bob, 20, "mind the step");
    let chat = pack.direct(3, [ann, bob]);
    pack.say(chat, bob, 30, "just between us");
    pack
}

#[tokio::test]
async fn an_archive_comes_in_whole_with_its_times_and_twice_adds_nothing() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let pack = old_house();
    let archive = pack.write();
    let report = import(&house, archive.path()).await;
    assert_eq!((report.added(), report.known(), report.left_out()), (9, 0, 0), "{report}");
    assert_eq!((report.files, report.file_bytes, report.reactions), (1, 27, 3));
    let who: Vec<_> = report.people.iter().map(|one| (one.handle.as_str(), one.here.as_str(), one.account)).collect();
    assert!(who.contains(&("ann", "ann", true)) && who.contains(&("bob", "bob", false)), "{who:?}");
    assert!(report.remarks.is_empty(), "{report}");

    let mut line = house.line(&ann).await;
    let head = named(&line, "Old kitchen").clone();
    assert_eq!((head.messages, head.read.messages, head.mentions, head.role), (7, 7, 0, Role::Owner));
    assert_eq!(head.active_at, Millis(THEN + 7000));
    let events = log(&mut line, head.conversation).await;
    let came = messages(&events);
    let wrote = pack.messages(pack::room_id(1));
    assert_eq!(came.len(), wrote.len());
    for (number, ((event, message), was)) in (1..).zip(came.iter().zip(&wrote)) {
        assert_eq!((message.message, event.at, &message.body), (was.id, was.at, &was.body));
        assert_eq!((message.number, message.reply_to, message.edited_at), (number, was.reply_to, was.edited_at));
        assert_eq!(event.author == ann.user, was.author == pack::user(1), "{event:?}");
    }
    let bob = came[0].0.author;
    assert_eq!(came[0].1.mentions, [ann.user]);
    assert_eq!(came[6].1.forwarded, Some(Forwarded { author: bob, at: Millis(THEN - 5) }));
    let hung: Vec<_> = events
        .iter()
        .filter_map(|event| match &event.what {
            What::Reaction { target, emoji, on: true } => Some((*target, emoji.as_str(), event.author)),
            _ => None,
        })
        .collect();
    let bread = message_id(2);
    assert_eq!(hung, [(bread, "🍞", bob), (bread, "🍞", ann.user), (bread, "🎉", bob)]);
    let pinned = events
        .iter()
        .filter(|event| matches!(event.what, What::Pinned { target, on: true } if target == message_id(4)));
    assert_eq!(pinned.count(), 1);
    let Some(Body::File { file, .. }) = &came[5].1.body else { panic!() };
    let bearer = format!("Bearer {}", ann.token);
    let path = format!("/api/blobs/{}", file.blob);
    let got = web::send(house.at(), "GET", &path, &[("authorization", &bearer)], b"").await;
    assert_eq!((got.status, got.body.as_slice()), (200, b"two onions, a pound of leek".as_slice()));

    let chat = named(&line, "").conversation;
    assert_eq!(messages(&log(&mut line, chat).await).len(), 1);
    assert_eq!(named(&line, "Old cellar").messages, 1);
    let pos = line.welcome.pos;
    sound(&house);

    let again = import(&house, archive.path()).await;
    assert_eq!((again.added(), again.known(), again.reactions, again.files), (0, 9, 0, 0), "{again}");
    let house = house.restart().await;
    let line = house.line(&ann).await;
    assert_eq!(line.welcome.pos, pos, "nothing happened");
    sound(&house);
}

#[tokio::test]
async fn whoever_is_there_is_let_in_and_hears_of_no_message_one_by_one() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut line = house.line(&ann).await;
    let archive = old_house().write();
    import(&house, archive.path()).await;
    // A place of her own marks the end of what she hears.
    let own = line.room("After", Visibility::Private).await;
    let mut heads = Vec::new();
    for frame in &line.heard {
        match frame {
            ServerFrame::Event(event) if event.conversation != own => {
                assert!(matches!(event.what, What::Member { .. }), "{event:?}");
            }
            ServerFrame::Conversation { head, .. } => heads.push((head.messages, head.read.messages)),
            _ => {}
        }
    }
    heads.truncate(3);
    assert_eq!(heads, [(7, 7), (1, 1), (1, 1)]);
}

#[tokio::test]
async fn nobody_signs_in_as_somebody_who_is_only_in_the_archive_until_the_operator_lets_them() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let archive = old_house().write();
    import(&house, archive.path()).await;
    let mut line = house.line(&ann).await;
    let ServerFrame::People { people, .. } = line.ask(Request::ListPeople).await else { panic!() };
    assert_eq!(people.len(), 1, "{people:?}");
    let bob = pack::user(2);
    let carl = house.join("Carl").await;
    assert_eq!(house.line(&carl).await.refused(Request::OpenDirect { user: bob }).await, ErrorCode::NotFound);
    let kitchen = named(&line, "Old kitchen").conversation;
    assert_eq!(line.refused(Request::AddMember { conversation: kitchen, user: bob }).await, ErrorCode::NotFound);
    let users = vec![bob];
    let group = Request::CreateGroup { conversation: common::new_conversation(), users };
    assert_eq!(line.refused(group).await, ErrorCode::NotFound);
    let device = || NewDevice { id: DeviceId(Uuid::now_v7()), name: "laptop".into() };
    let form = LoginForm { handle: "bob".into(), password: "a kettle on the stove".into(), device: device() };
    assert_eq!(web::post(house.at(), "/api/login", &form).await.0, 401);

    hearth_server::operator::set_password(house.dir.path(), "bob", "a kettle on the stove").unwrap();
    let (status, body) = web::post(house.at(), "/api/login", &form).await;
    assert_eq!(status, 200, "{body}");
    let Entered { user, token } = serde_json::from_str(&body).unwrap();
    assert_eq!(user, bob, "what he wrote is his again");
    line.ok(Request::AddMember { conversation: kitchen, user: bob }).await;
    let bobs = house.line(&Person { user, token, device: form.device.id }).await;
    assert_eq!(named(&bobs, "Old kitchen").messages, 7);
}

#[tokio::test]
async fn a_later_export_goes_on_where_the_first_one_ended_and_never_into_the_middle() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut pack = old_house();
    import(&house, pack.write().path()).await;
    let (kitchen, bob) = (pack::room_id(1), pack::user(2));
    pack.say(kitchen, bob, 40, "the old house goes on");
    pack.say(kitchen, pack::user(1), 41, "for a day");
    let later = import(&house, pack.write().path()).await;
    assert_eq!((later.added(), later.known(), later.left_out()), (2, 9, 0), "{later}");
    let mut line = house.line(&ann).await;
    let head = named(&line, "Old kitchen").clone();
    assert_eq!((head.messages, head.read.messages), (9, 9), "what is imported has been read");

    line.say(kitchen, "now we are here").await;
    pack.say(kitchen, bob, 50, "and on");
    let refused = import(&house, pack.write().path()).await;
    assert_eq!((refused.added(), refused.left_out()), (0, 1), "{refused}");
    assert_eq!(refused.conversations[0].why, Some(LeftOut::Conflict));
    let events = log(&mut line, kitchen).await;
    let times: Vec<_> = messages(&events).iter().map(|(event, _)| event.at).collect();
    assert!(times.is_sorted(), "{times:?}");
    sound(&house);
}

#[tokio::test]
async fn what_does_not_fit_is_split_or_named_and_nothing_is_left_out_in_silence() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let mut pack = Pack::default();
    let bob = pack.person(2, "bob");
    let room = pack.room(1, &"long ".repeat(40), Visibility::Public);
    pack.say(room, bob, 1, &"word ".repeat(5000)).reactions =
        vec![reaction("👍", &[bob]), reaction("not one emoji", &[bob])];
    pack.say(room, bob, 2, " ");
    pack.say(room, bob, 3, "alone").reply_to = Some(message_id(999));
    let body = pack.file(b"one thing", "a.txt");
    pack.files[0].1 = b"another thing".to_vec();
    pack.say(room, bob, 4, "").body = Some(body);
    let body = pack.file(b"gone", "b.txt");
    pack.files.truncate(1);
    pack.say(room, bob, 5, "").body = Some(body);
    pack.say(room, bob, 6, "from tomorrow").at = Millis(i64::MAX);
    let archive = pack.write();
    let report = import(&house, archive.path()).await;
    let codes: Vec<_> = report.remarks.iter().map(|remark| (remark.what, remark.count)).collect();
    let expected = [
        (Unfit::NameChanged, 1),
        (Unfit::TooLong, 1),
        (Unfit::StrangeReaction, 1),
        (Unfit::EmptyMessage, 1),
        (Unfit::FileDamaged, 1),
        (Unfit::FileNotHere, 2),
        (Unfit::ImpossibleTime, 1),
        (Unfit::AnswersNothing, 1),
    ]
    .map(|(what, count)| (Remarked::Taken(what), count));
    assert_eq!(codes, expected, "{report}");
    assert_eq!((report.added(), report.left_out()), (5, 1));
    let mut line = house.line(&ann).await;
    let head = line.welcome.conversations[0].clone();
    let events = log(&mut line, head.conversation).await;
    let words: Vec<_> = messages(&events).iter().map(|(_, message)| message.body.clone().unwrap()).collect();
    assert_eq!(words.len(), 6, "one became two");
    let long = format!("{} {}", words[0].words(), words[1].words());
    assert_eq!(long.split_whitespace().count(), 5000);
    assert_eq!(words[3], text("as promised\n\n📎 a.txt (9 B)"));
    assert_eq!(words[4], text("as promised\n\n📎 b.txt (4 B)"));
    let again = import(&house, archive.path()).await;
    assert_eq!((again.added(), again.known()), (0, 5), "{again}");
    sound(&house);
}

#[tokio::test]
async fn people_are_whom_the_owner_says_they_are() {
    let house = House::start().await;
    let (ann, bo) = (house.join("Ann").await, house.join("Bo").await);
    let archive = old_house().write();
    let mut wanted = options(archive.path());
    wanted.people.insert("bob".into(), Some("bo".into()));
    wanted.people.insert("ann".into(), None);
    let watch = CancellationToken::new;
    let mut unknown = wanted.clone();
    unknown.people.insert("carl".into(), Some("ann".into()));
    let refused = house.running.import(unknown, |_| {}, watch()).await;
    assert!(matches!(refused, Err(ImportError::NobodyThere(handle)) if handle == "carl"));
    let mut unknown = wanted.clone();
    unknown.people.insert("bob".into(), Some("dora".into()));
    let refused = house.running.import(unknown, |_| {}, watch()).await;
    assert!(matches!(refused, Err(ImportError::NobodyHere(handle)) if handle == "dora"));

    let report = house.running.import(wanted, |_| {}, watch()).await.unwrap();
    let mut line = house.line(&bo).await;
    let kitchen = named(&line, "Old kitchen").clone();
    assert_eq!(kitchen.role, Role::Owner);
    let events = log(&mut line, kitchen.conversation).await;
    let authors: Vec<UserId> = messages(&events).iter().map(|(event, _)| event.author).collect();
    assert!(authors.contains(&bo.user) && !authors.contains(&ann.user));
    assert!(report.people.iter().any(|one| one.handle == "ann" && one.here == "ann-2" && !one.account), "{report}");
    // She owns the server, so what anybody may find is hers too; the private room is not.
    let anns = house.line(&ann).await;
    assert_eq!(anns.welcome.conversations.len(), 1);
    sound(&house);
}

#[tokio::test]
async fn nobodys_words_are_nobodys_even_under_the_id_of_somebody_who_is_here() {
    let house = House::start().await;
    let (ann, bo) = (house.join("Ann").await, house.join("Bo").await);
    let mut pack = Pack::default();
    let bob = pack.person_with(bo.user, "bob");
    let kitchen = pack.room(1, "Old kitchen", Visibility::Public);
    pack.member(kitchen, bob, Role::Owner);
    pack.say(kitchen, bob, 1, "I never said so");
    let archive = pack.write();
    let mut wanted = options(archive.path());
    wanted.people.insert("bob".into(), None);
    for added in [true, false] {
        let report = house.running.import(wanted.clone(), |_| {}, CancellationToken::new()).await.unwrap();
        let bob = report.people.iter().find(|one| one.handle == "bob").unwrap();
        assert!(!bob.account, "{report}");
        assert_eq!(report.conversations.iter().any(|one| one.added > 0), added, "{report}");
    }
    let mut line = house.line(&ann).await;
    let kitchen = named(&line, "Old kitchen").clone();
    let events = log(&mut line, kitchen.conversation).await;
    assert_eq!(messages(&events).len(), 1);
    assert!(messages(&events).iter().all(|(event, _)| event.author != bo.user));
    sound(&house);
}

#[tokio::test]
async fn whoever_is_mentioned_is_called_as_they_are_called_here() {
    let house = House::start().await;
    let (ann, bo) = (house.join("Ann").await, house.join("Bo").await);
    let mut pack = Pack::default();
    let (anns, bob) = (pack.person(1, "ann"), pack.person(2, "bob"));
    let kitchen = pack.room(1, "Old kitchen", Visibility::Public);
    pack.say(kitchen, anns, 1, "@bob, ask @ann: `@bob`").mentions = vec![bob];
    pack.say(kitchen, bob, 2, "nobody is called @ann here");
    let body = pack.file(b"two onions", "list.txt");
    let said = pack.say(kitchen, bob, 3, "");
    said.mentions = vec![anns];
    let Body::File { file, .. } = body else { panic!() };
    said.body = Some(Body::File { file, caption: "for @ann.".to_owned() });
    let archive = pack.write();
    let mut wanted = options(archive.path());
    wanted.people.insert("bob".into(), Some("bo".into()));
    wanted.people.insert("ann".into(), None);
    house.running.import(wanted, |_| {}, CancellationToken::new()).await.unwrap();
    let mut line = house.line(&ann).await;
    let id = named(&line, "Old kitchen").conversation;
    let events = log(&mut line, id).await;
    let came = messages(&events);
    let words: Vec<&str> = came.iter().map(|(_, message)| message.body.as_ref().unwrap().words()).collect();
    assert_eq!(words, ["@bo, ask @ann-2: `@bob`", "nobody is called @ann here", "for @ann-2."]);
    assert_eq!(came[0].1.mentions, [bo.user]);
    sound(&house);
}

#[tokio::test]
async fn private_chats_of_people_who_are_not_here_stay_out_and_that_is_said() {
    let house = House::start().await;
    house.join("Ann").await;
    let mut pack = Pack::default();
    let (bob, carl) = (pack.person(2, "bob"), pack.person(3, "carl"));
    let chat = pack.direct(1, [bob, carl]);
    pack.say(chat, bob, 1, "nobody else's business");
    let archive = pack.write();
    let report = import(&house, archive.path()).await;
    assert_eq!((report.added(), report.left_out()), (0, 1), "{report}");
    assert_eq!(report.conversations[0].why, Some(LeftOut::NobodyHere));

    // Its people are named all the same: whoever knows who they are can say so, and it comes in.
    let named: Vec<_> = report.people.iter().map(|one| (one.handle.as_str(), one.here.as_str(), one.account)).collect();
    assert_eq!(named, [("bob", "", false), ("carl", "", false)]);
    assert!(report.to_string().contains("bob (BOB): nobody here"), "{report}");
    let mut options = options(archive.path());
    options.people.insert("bob".into(), Some("ann".into()));
    let report = house.running.import(options, |_| {}, CancellationToken::new()).await.unwrap();
    assert_eq!((report.added(), report.left_out()), (1, 0), "{report}");
    let named: Vec<_> = report.people.iter().map(|one| (one.handle.as_str(), one.here.as_str(), one.account)).collect();
    assert_eq!(named, [("bob", "ann", true), ("carl", "carl", false)]);
}

#[tokio::test]
async fn a_damaged_archive_and_one_of_another_kind_change_nothing() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let pos = house.line(&ann).await.welcome.pos;
    let archive = old_house().write();
    let records = archive.path().join(RECORDS);
    let whole = std::fs::read(&records).unwrap();
    std::fs::write(&records, &whole[..whole.len() - 40]).unwrap();
    let run = |options| house.running.import(options, |_| {}, CancellationToken::new());
    assert!(matches!(run(options(archive.path())).await, Err(ImportError::Archive(_))));
    std::fs::write(&records, &whole).unwrap();
    let slack = Options { source: Some(SourceKind::Slack), ..options(archive.path()) };
    assert!(matches!(run(slack).await, Err(ImportError::OtherSource { .. })));
    let called_off = CancellationToken::new();
    called_off.cancel();
    let cancelled = house.running.import(options(archive.path()), |_| {}, called_off).await;
    assert!(matches!(cancelled, Err(ImportError::Cancelled)));
    assert_eq!(house.line(&ann).await.welcome.pos, pos);
    // What was called off goes on.
    assert_eq!(import(&house, archive.path()).await.added(), 9);
}

#[tokio::test]
async fn a_rehearsal_says_the_same_and_changes_nothing() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let pos = house.line(&ann).await.welcome.pos;
    let archive = old_house().write();
    let rehearse = || house.running.rehearse_import(options(archive.path()), |_| {}, CancellationToken::new());
    let (first, second) = (rehearse().await.unwrap(), rehearse().await.unwrap());
    assert_eq!(first, second);
    assert_eq!(house.line(&ann).await.welcome.pos, pos);
    assert!(!house.dir.path().join("rehearsal").exists());
    assert_eq!(import(&house, archive.path()).await, first);
    sound(&house);
}

#[tokio::test]
async fn what_other_chats_exported_comes_in_and_everything_else_is_named() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../archive/tests/samples");
    for (name, source) in
        [("slack", SourceKind::Slack), ("mattermost", SourceKind::Mattermost), ("discord", SourceKind::Discord)]
    {
        let house = House::start().await;
        let ann = house.join("Ann").await;
        house.join("Bo").await;
        let archive = samples.join(name);
        let wanted = || Options { source: Some(source), ..options(&archive) };
        let run = || house.running.import(wanted(), |_| {}, CancellationToken::new());
        let report = run().await.unwrap();
        let mut said = 0;
        let mut whole = Source::open(&archive, &hearth_archive::source::Options::default()).unwrap();
        while let Some(record) = whole.next().unwrap() {
            said += u64::from(matches!(record, Record::Message(_)));
        }
        assert!(report.added() > 0, "{report}");
        assert_eq!(report.added() + report.left_out(), said, "{report}");
        for one in report.conversations.iter().filter(|one| one.left_out > 0) {
            assert_eq!(one.why, Some(LeftOut::NobodyHere), "{report}");
        }
        assert!(
            report.people.iter().any(|one| one.account) && report.people.iter().any(|one| !one.account),
            "{report}"
        );
        assert!(report.files > 0, "{report}");
        let mut line = house.line(&ann).await;
        for head in line.welcome.conversations.clone() {
            assert_eq!(head.read.messages, head.messages);
            let events = log(&mut line, head.conversation).await;
            assert!(messages(&events).iter().map(|(event, _)| event.at).is_sorted());
        }
        sound(&house);
        let again = run().await.unwrap();
        assert_eq!((again.added(), again.known(), again.reactions), (0, report.added(), 0), "{again}");
        let shown = report.to_string();
        assert!(
            report.remarks.iter().all(|remark| remark.count > 0 && shown.contains(&remark.what.to_string())),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn a_hearth_that_nobody_owns_takes_nothing() {
    let house = House::start().await;
    let archive = old_house().write();
    let refused = house.running.import(options(archive.path()), |_| {}, CancellationToken::new()).await;
    assert!(matches!(refused, Err(ImportError::NobodyOwns)));
}
