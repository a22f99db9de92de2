//! A hearth moves into another one: what people read there is what they wrote here.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use hearth_archive::{
    RECORDS, VERSION,
    record::{
        Conversation, ConversationKind, FORMAT, Header, Message, Person as Named, Reaction, Record, Source, SourceKind,
    },
    remark::{Remarked, Unfit},
    writer::Writer,
};
use hearth_client::{
    archive_view::{ExportCall, ExportFormat, ExportState},
    call::{EditCall, MessageCall, PinCall, ReactCall, TextCall},
    file_view::{DownloadCall, FileState, SendFileCall, StageCall},
    settings::Language,
};
use hearth_history::item::{self, Attachment};
use hearth_proto::{
    body::Body,
    command::NewInvite,
    id::{BlobId, ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Profile},
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

/// Everything that somebody holds, written out as the window does it.
async fn exported(person: &Person) -> Result<PathBuf> {
    let (client, to) = (person.client()?, person.dir().join("export"));
    let call = ExportCall { account: person.account()?, here: None, format: ExportFormat::Jsonl, files: true };
    client.export(call, to.clone(), Language::English).await.map_err(told)?;
    let state = person.until("has written it out", |_| {
        let view = client.exports().pop()?;
        (!matches!(view.state, ExportState::Running { .. })).then_some(view.state)
    });
    let state = state.await?;
    ensure!(matches!(state, ExportState::Done { missing: 0, complete: true, .. }), "{state:?}");
    Ok(to)
}

/// A file of Ann's in the kitchen.
async fn sends_file(person: &Person, bytes: &[u8]) -> Result<BlobId> {
    let path = person.dir().join("list.bin");
    std::fs::write(&path, bytes)?;
    let call = StageCall { account: person.account()?, path, staging: "one".into(), as_file: true };
    let Attachment::File { file } = person.client()?.stage_file(call).await.map_err(told)? else { bail!("no file") };
    let blob = file.blob.clone();
    let call = SendFileCall { key: person.room("Kitchen")?, file, caption: "the list".into(), reply_to: None };
    person.client()?.send_file(call).await.map_err(told)?;
    person.has_sent_all().await?;
    Ok(blob)
}

fn named(id: UserId, handle: &str, name: &str) -> Record {
    let avatar = Avatar::Drawn { name: "person-owl".into() };
    let profile = Profile {
        id,
        handle: handle.into(),
        name: name.into(),
        avatar,
        status: String::new(),
        zone: String::new(),
        former: false,
    };
    Record::Person(Named { profile, bot: false })
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
    let one = |mut said: item::Message| {
        if let Some(Body::Text { text }) = &mut said.body {
            // He is called so there.
            *text = text.replace("@benno", "@ben").replace("@ben", "@benno");
        }
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
    let bytes = b"two onions\0a pound of leek".repeat(1000);
    let list = sends_file(&ann, &bytes).await?;
    ann.makes("Cellar", Visibility::Private).await?;
    ann.adds(&ben, "Cellar").await?;
    ben.has("Cellar").await?;
    ben.says("Cellar", "mind the step").await?;
    let chat = ann.chats_with(&ben).await?;
    ann.says(&chat, "just between us").await?;
    ann.has_sent_all().await?;
    ann.sees("Cellar", "mind the step").await?;
    let mut wrote = Vec::new();
    for room in ["Kitchen", "Cellar", "Ben"] {
        wrote.push((room, ann.has_all_of(room).await?));
    }
    let said: usize = wrote.iter().map(|(_, messages)| messages.len()).sum();
    let archive = exported(&ann).await?;

    // Both have gone ahead, Ben under another handle, and look on while it is imported.
    let new = Hearth::plain().await?;
    let ann2 = Person::join("Ann", &new.owner_link()?).await?;
    let mut ben2 = Person::new("Ben").await?;
    let link = new.invite(NewInvite::default()).await?.to_string();
    ben2.enter_as(&link, Some("benno"), None).await.map_err(told)?;
    ben2.is_connected().await?;
    let people = BTreeMap::from([("ben".to_owned(), Some("benno".to_owned()))]);
    let options = Options { archive: archive.clone(), source: Some(SourceKind::Hearth), people };
    let run = || new.running().map(|running| running.import(options.clone(), |_| {}, CancellationToken::new()));
    let report = run()?.await?;
    assert_eq!((report.added(), report.left_out(), report.files), (said as u64, 0, 1), "{report}");
    assert!(report.people.iter().all(|one| one.account), "{report}");
    let codes: Vec<_> = report.remarks.iter().map(|remark| remark.what).collect();
    assert_eq!(codes, [Remarked::Taken(Unfit::NoteLeftOut)], "{report}");

    let (anna, benno) = (ann.user()?, ben.user()?);
    let (anns, bens) = (ann2.user()?, ben2.user()?);
    let here = |user| {
        if user == anna {
            anns
        } else if user == benno {
            bens
        } else {
            user
        }
    };
    for (room, messages) in wrote.clone() {
        let before = same(messages, here);
        for (person, name) in [(&ann2, room), (&ben2, if room == "Ben" { "Ann" } else { room })] {
            person.has(name).await?;
            assert_eq!(same(person.has_all_of(name).await?, |user| user), before, "{name}");
            assert_eq!(person.unread(name)?, 0, "what was imported has been read");
        }
    }
    let head = ann2.world()?.rows[&ann2.room("Kitchen")?].head;
    let again = run()?.await?;
    assert_eq!((again.added(), again.known(), again.reactions), (0, said as u64, 0), "{again}");
    ben2.says("Kitchen", "here we are").await?;
    let newest = ann2.sees("Kitchen", "here we are").await?.seq.context("sent")?;
    assert_eq!(newest, head.next(), "nothing stands between");

    // Whoever comes later sees all of it, too, and can have the file; the kitchen is where newcomers find themselves.
    let carl = Person::join("Carl", &new.invite(NewInvite::default()).await?).await?;
    carl.sees("Kitchen", "here we are").await?;
    let mut seen = same(carl.has_all_of("Kitchen").await?, |user| user);
    seen.pop();
    assert_eq!(seen, same(wrote.swap_remove(0).1, here));
    assert!(carl.room("Cellar").is_err());
    let call = DownloadCall { account: carl.account()?, blob: list.clone(), size: bytes.len() as u64 };
    carl.client()?.download(call).await.map_err(told)?;
    carl.until("has the file", |world| {
        world.files.get(&list)?.last().filter(|state| **state == FileState::Here).cloned()
    })
    .await?;
    let to = carl.dir().join("saved");
    carl.client()?.save_file(carl.account()?, &list, to.clone()).await.map_err(told)?;
    assert!(std::fs::read(to)? == bytes);
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

    let link = hearth.invite(NewInvite::default()).await?;
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
        let world = person.world()?;
        assert!(world.people[&dora].former, "she is known from the archive alone");
        assert!(!world.people[&carl.user()?].former);
    }
    // A restart of the client changes nothing about it, and the talk goes on behind it.
    carl.says("Old hall", "what a long past").await?;
    ann.sees("Old hall", "what a long past").await?;
    ann.has_unread("Old hall", 1).await
}
