//! A hearth moves into another one: what people read there is what they wrote here.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::{collections::BTreeMap, fs::File, path::Path};

use anyhow::{Context, Result};
use hearth_archive::{
    RECORDS, VERSION,
    record::{
        Conversation, ConversationKind, FORMAT, Header, InConversation, Message, Person as Named, Reaction, Record,
        Source, SourceKind,
    },
    writer::Writer,
};
use hearth_client::call::{EditCall, MessageCall, PinCall, ReactCall, TextCall};
use hearth_history::item;
use hearth_proto::{
    body::Body,
    id::{ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Member, Profile, Role},
    room::{Posting, Room, Visibility},
};
use hearth_server::import::{Options, Report};
use hearth_testkit::{
    people::{Person, told},
    server::Hearth,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// More than a client fetches at once, several times.
const LONG: u128 = 900;

/// What somebody holds of a room, as records.
async fn written_out(person: &Person, name: &str, visibility: Visibility) -> Result<Vec<Record>> {
    let id = person.room(name)?.conversation;
    let room = Room {
        name: name.into(),
        topic: String::new(),
        visibility,
        avatar: Avatar::Drawn { name: "room-kettle".into() },
        posting: Posting::Everyone,
        slow_seconds: 0,
        archived: false,
    };
    let mut records =
        vec![Record::Conversation(Conversation { id, kind: ConversationKind::Room { room }, head: Seq(0) })];
    for said in person.has_all_of(name).await? {
        let reactions =
            said.reactions.into_iter().map(|count| Reaction { emoji: count.emoji, people: count.users }).collect();
        records.push(Record::Message(Message {
            id: said.id,
            conversation: id,
            seq: said.seq,
            at: said.at,
            author: said.author,
            body: said.body,
            reply_to: said.reply_to.map(|quote| quote.message),
            forwarded: said.forwarded,
            edited_at: said.edited_at,
            mentions: Vec::new(),
            mentions_room: said.mentions_room,
            pinned: said.pinned,
            reactions,
        }));
    }
    Ok(records)
}

fn named(id: UserId, handle: &str, name: &str) -> Record {
    let avatar = Avatar::Drawn { name: "person-owl".into() };
    let profile =
        Profile { id, handle: handle.into(), name: name.into(), avatar, status: String::new(), zone: String::new() };
    Record::Person(Named { profile, bot: false })
}

fn member(conversation: ConversationId, user: UserId, role: Role) -> Record {
    Record::Member(InConversation { conversation, member: Member { user, role, muted_until: None } })
}

fn write(dir: &Path, records: &[Record]) -> Result<()> {
    let source = Source { kind: SourceKind::Hearth, name: "Old".into(), epoch: None, me: None };
    let (format, made_by) = (FORMAT.to_owned(), "test/0".to_owned());
    let header = Header { format, version: VERSION, made_at: Millis(0), made_by, source };
    let mut writer = Writer::new(File::create(dir.join(RECORDS))?, header)?;
    for record in records {
        writer.write(record)?;
    }
    writer.finish()?;
    Ok(())
}

async fn import(hearth: &Hearth, archive: &Path) -> Result<Report> {
    let options = Options { archive: archive.to_owned(), source: None, people: BTreeMap::new() };
    Ok(hearth.running()?.import(options, |_| {}, CancellationToken::new()).await?)
}

/// What must be the same at both ends, with the people of the one named as at the other.
type Same =
    (MessageId, Millis, UserId, Option<Body>, Option<MessageId>, Option<Millis>, bool, Vec<(String, Vec<UserId>)>);

fn same(messages: Vec<item::Message>, whose: impl Fn(UserId) -> UserId) -> Vec<Same> {
    let one = |said: item::Message| {
        let mut reactions: Vec<(String, Vec<UserId>)> = said
            .reactions
            .into_iter()
            .map(|count| (count.emoji, count.users.into_iter().map(&whose).collect()))
            .collect();
        for (_, people) in &mut reactions {
            people.sort();
        }
        let reply_to = said.reply_to.map(|quote| quote.message);
        (said.id, said.at, whose(said.author), said.body, reply_to, said.edited_at, said.pinned, reactions)
    };
    messages.into_iter().map(one).collect()
}

/// An evening in the old kitchen, with everything that can be done to a message.
async fn talk(ann: &Person, ben: &Person) -> Result<()> {
    let soup = ann.says("Kitchen", "soup is ready, @ben").await?;
    ben.sees("Kitchen", "soup is ready, @ben").await?;
    let (bens, anns) = (ben.room("Kitchen")?, ann.room("Kitchen")?);
    let reply = TextCall { key: bens, text: "on my way".into(), reply_to: Some(soup) };
    ben.client()?.send_text(reply).await.map_err(told)?;
    ann.sees("Kitchen", "on my way").await?;
    for (person, key) in [(ann, anns), (ben, bens)] {
        let react = ReactCall { key, message: soup, emoji: "🍲".into(), on: true };
        person.client()?.react(react).await.map_err(told)?;
    }
    let late = ann.says("Kitchen", "at sevn").await?;
    let edit = EditCall { key: anns, message: late, text: "at seven".into() };
    ann.client()?.edit_message(edit).await.map_err(told)?;
    let slip = ann.says("Kitchen", "never mind").await?;
    ann.client()?.delete_message(MessageCall { key: anns, message: slip }).await.map_err(told)?;
    ann.client()?.pin_message(PinCall { key: anns, message: late, on: true }).await.map_err(told)?;
    let done = |messages: &[item::Message]| {
        let of = |id| messages.iter().find(|said| said.id == id);
        of(soup).is_some_and(|said| said.reactions.first().is_some_and(|count| count.users.len() == 2))
            && of(late).is_some_and(|said| said.pinned && said.edited_at.is_some())
            && of(slip).is_some_and(|said| said.body.is_none())
            && messages.iter().all(|said| said.send == item::Send::Sent)
    };
    ann.has_sent_all().await?;
    ben.has_sent_all().await?;
    let all = || async { Ok(done(&ann.has_all_of("Kitchen").await?).then_some(())) };
    ann.until_read("sees all that was done", |_| all()).await
}

#[tokio::test]
async fn a_hearth_moves_into_another_one_whole_and_only_once() -> Result<()> {
    let old = Hearth::plain().await?;
    let ann = Person::join("Ann", &old.owner_link()?).await?;
    ann.makes_room("Kitchen").await?;
    let ben = Person::join("Ben", &ann.invites_to("Kitchen").await?).await?;
    ben.has("Kitchen").await?;
    talk(&ann, &ben).await?;
    let wrote = ann.has_all_of("Kitchen").await?;
    let kitchen = ann.room("Kitchen")?.conversation;
    let (anna, benno) = (ann.user()?, ben.user()?);
    let mut records = vec![named(anna, "ann", "Ann"), named(benno, "ben", "Ben")];
    records.extend(written_out(&ann, "Kitchen", Visibility::Public).await?);
    records.insert(3, member(kitchen, anna, Role::Owner));
    records.insert(4, member(kitchen, benno, Role::Member));
    let archive = tempfile::tempdir()?;
    write(archive.path(), &records)?;

    // Ann has gone ahead, and looks on while it is imported.
    let new = Hearth::plain().await?;
    let ann2 = Person::join("Ann", &new.owner_link()?).await?;
    let report = import(&new, archive.path()).await?;
    assert_eq!((report.added(), report.left_out()), (wrote.len() as u64, 0), "{report}");
    ann2.has("Kitchen").await?;
    let me = ann2.user()?;
    let here = |user| if user == anna { me } else { user };
    let before = same(wrote, here);
    let read = same(ann2.has_all_of("Kitchen").await?, |user| user);
    assert_eq!(read, before);
    assert_eq!(ann2.unread("Kitchen")?, 0, "what was imported has been read");
    let head = ann2.world()?.rows[&ann2.room("Kitchen")?].head;

    let again = import(&new, archive.path()).await?;
    assert_eq!((again.added(), again.reactions), (0, 0), "{again}");
    ann2.says("Kitchen", "here we are").await?;
    ann2.has_sent_all().await?;
    let newest = ann2.sees("Kitchen", "here we are").await?.seq.context("sent")?;
    assert_eq!(newest, head.next(), "nothing stands between");

    // Whoever comes later sees all of it, too; the kitchen is where newcomers find themselves.
    let carl = Person::join("Carl", &new.invite(Default::default()).await?).await?;
    carl.has("Kitchen").await?;
    carl.sees("Kitchen", "here we are").await?;
    let mut seen = same(carl.has_all_of("Kitchen").await?, |user| user);
    seen.pop();
    assert_eq!(seen, before);
    Ok(())
}

#[tokio::test]
async fn a_long_past_is_paged_through_by_somebody_who_joins_afterwards() -> Result<()> {
    let hearth = Hearth::plain().await?;
    let ann = Person::join("Ann", &hearth.owner_link()?).await?;
    let (dora, room) = (UserId(Uuid::from_u128(7)), ConversationId(Uuid::from_u128(8)));
    let settings = Room {
        name: "Old hall".into(),
        topic: "a long time ago".into(),
        visibility: Visibility::Public,
        avatar: Avatar::Drawn { name: "room-lantern".into() },
        posting: Posting::Everyone,
        slow_seconds: 0,
        archived: false,
    };
    let kind = ConversationKind::Room { room: settings };
    let mut records =
        vec![named(dora, "dora", "Dora"), Record::Conversation(Conversation { id: room, kind, head: Seq(0) })];
    let mut expected = Vec::new();
    for number in 0..LONG {
        let text = format!("line {number} of the old days");
        expected.push(text.clone());
        let emoji = "📜".to_owned();
        records.push(Record::Message(Message {
            id: MessageId(Uuid::from_u128(1000 + number)),
            conversation: room,
            seq: None,
            at: Millis(1_000_000_000_000 + i64::try_from(number)? * 60_000),
            author: dora,
            body: Some(Body::Text { text }),
            reply_to: None,
            forwarded: None,
            edited_at: None,
            mentions: Vec::new(),
            mentions_room: false,
            pinned: number == 3,
            reactions: if number % 50 == 0 { vec![Reaction { emoji, people: vec![dora] }] } else { Vec::new() },
        }));
    }
    let archive = tempfile::tempdir()?;
    write(archive.path(), &records)?;
    let report = import(&hearth, archive.path()).await?;
    assert_eq!(report.added(), u64::try_from(LONG)?, "{report}");
    ann.has("Old hall").await?;
    assert_eq!(ann.unread("Old hall")?, 0);

    let link = hearth.invite(Default::default()).await?;
    let carl = Person::join("Carl", &link).await?;
    carl.has("Old hall").await?;
    for person in [&ann, &carl] {
        let all = person.has_all_of("Old hall").await?;
        let texts: Vec<_> =
            all.iter().filter_map(|said| said.body.as_ref().map(|body| body.words().to_owned())).collect();
        assert_eq!(texts, expected);
        assert!(all.iter().all(|said| said.author == dora));
        assert!(all.iter().map(|said| said.at).is_sorted());
        assert_eq!(all.iter().filter(|said| !said.reactions.is_empty()).count(), 18);
        assert_eq!(all.iter().filter(|said| said.pinned).count(), 1);
    }
    // A restart of the client changes nothing about it, and the talk goes on behind it.
    carl.says("Old hall", "what a long past").await?;
    ann.sees("Old hall", "what a long past").await?;
    ann.has_unread("Old hall", 1).await
}
