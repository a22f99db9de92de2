//! Exports of other chats, made by hand after each format's documentation, become the same records.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod reading;

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use hearth_archive::{
    error::Error,
    record::{ConversationKind, NoteKind, SourceKind},
    remark::Unmapped,
    source::{Options, Source},
};
use hearth_proto::{body::Body, event::MemberChange, id::Millis, people::Role, room::Visibility};
use proptest::prelude::*;
use reading::{read, sample, words};

/// The same files in a zip, inside one more directory as some tools pack them.
fn zipped(dir: &Path, to: &Path) {
    fn add(zip: &mut zip::ZipWriter<File>, dir: &Path, before: &str) {
        let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let name = format!("{before}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                add(zip, &path, &format!("{name}/"));
            } else {
                zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                zip.write_all(&fs::read(path).unwrap()).unwrap();
            }
        }
    }
    let mut zip = zip::ZipWriter::new(File::create(to).unwrap());
    add(&mut zip, dir, "export/");
    zip.finish().unwrap();
}

#[test]
fn a_slack_export_becomes_records() {
    let read = read(&sample("slack"));
    read.is_in_order();
    assert_eq!(read.kind, SourceKind::Slack);
    let handles: Vec<&str> = read.people().iter().map(|person| person.profile.handle.as_str()).collect();
    assert_eq!(handles[..4], ["ann.lee", "bo", "cy-young", "weather"]);
    let names: Vec<&str> = read.people().iter().map(|person| person.profile.name.as_str()).collect();
    assert_eq!(names[..4], ["Ann", "Bo Berg", "小明", "Weather"]);
    assert!(read.people()[3].bot);

    let general = read.room("general");
    let ConversationKind::Room { room } = &general.kind else { panic!() };
    assert_eq!((room.visibility, room.topic.as_str()), (Visibility::Public, "All of us & the cat"));
    assert_eq!(read.members(general), [("ann.lee", Role::Owner), ("bo", Role::Member), ("cy-young", Role::Member)]);
    let joined = read.notes(general)[0];
    assert_eq!(read.handle(joined.author), "ann.lee");
    assert!(
        matches!(joined.what, NoteKind::Member { user, change: MemberChange::Added { .. } } if read.handle(user) == "bo")
    );

    let said = read.said(general);
    let texts: Vec<&str> = said.iter().map(|message| words(message)).collect();
    assert_eq!(
        texts,
        [
            "Dinner at **seven**, @bo & @cy-young? 🍲 see [the menu](<https://example.org/menu?a=1&b=2>)",
            "Yes\n```\ncode *stays*\n```",
            "**[Forecast](<https://weather.example.org>)**\n\nRain at **eight**\n\n**Wind** 3",
            "look https://news.example.org/1",
            "*set the channel topic: All of us & the cat*",
            "",
            "here is @room everything",
            "two pictures\n\n📎 [plan.pdf](<https://files.example.org/F02/plan.pdf>)",
        ]
    );
    let first = said[0];
    assert_eq!(first.at, Millis(1_714_737_600_000));
    assert_eq!(first.edited_at, Some(Millis(1_714_737_630_000)));
    assert!(first.pinned);
    let reactions: Vec<(&str, usize)> =
        first.reactions.iter().map(|one| (one.emoji.as_str(), one.people.len())).collect();
    assert_eq!(reactions, [("👍", 2), (":party_parrot:", 1), ("👋🏽", 1)]);
    let mentioned: Vec<&str> = first.mentions.iter().map(|user| read.handle(*user)).collect();
    assert_eq!(mentioned, ["bo", "cy-young"]);
    assert_eq!(said[1].reply_to, Some(first.id));
    assert_eq!(said[5].body, None, "what was deleted is deleted");
    assert!(said[6].mentions_room);
    assert_eq!(read.handle(said[6].author), "dana");
    assert!(
        matches!(&said[7].body, Some(Body::Picture { picture, .. }) if picture.mime == "image/png" && picture.name == "soup.png")
    );
    assert_eq!(read.bytes.len(), 1);
    assert_eq!(read.bytes[0].1, fs::read(sample("slack/general/attachments/F01-soup.png")).unwrap());

    let ConversationKind::Room { room } = &read.room("kitchen-crew").kind else { panic!() };
    assert_eq!((room.visibility, room.archived, room.topic.as_str()), (Visibility::Private, true, "Who cooks"));
    let kinds: Vec<&ConversationKind> = read.rooms().iter().map(|room| &room.kind).collect();
    assert!(matches!(kinds[2], ConversationKind::Room { room } if room.visibility == Visibility::Group));
    assert_eq!(words(read.said(read.rooms()[2])[0]), "*waves*");
    assert!(matches!(kinds[3], ConversationKind::Direct { people } if read.handle(people[1]) == "bo"));
    assert_eq!(words(read.said(read.rooms()[3])[0]), "only you");
    assert_eq!(words(read.said(read.room("secret-plans"))[0]), "in no list");
}

#[test]
fn what_slack_has_and_hearth_has_not_is_reported() {
    let read = read(&sample("slack"));
    for (what, count) in [
        (Unmapped::FileMissing, 1),
        (Unmapped::CustomEmoji, 1),
        (Unmapped::ReactionWithoutPeople, 1),
        (Unmapped::ThreadReply, 1),
        (Unmapped::Embed, 2),
        (Unmapped::SystemMessage, 1),
        (Unmapped::UnknownPerson, 2),
        (Unmapped::ChatWithOneself, 1),
        (Unmapped::HiddenByPlan, 1),
        (Unmapped::Unreadable, 1),
        // A message without anything, and a file that was deleted.
        (Unmapped::Empty, 2),
        (Unmapped::UnknownFile, 1),
    ] {
        assert_eq!(read.count(what), count, "{what:?}: {:#?}", read.report.remarks);
    }
    let unreadable = read.report.remarks.iter().find(|remark| remark.what == Unmapped::Unreadable).unwrap();
    assert!(unreadable.examples[0].starts_with("general/2024-05-03.json#10: "), "{unreadable:?}");
}

#[test]
fn a_mattermost_export_becomes_records() {
    let read = read(&sample("mattermost/import.jsonl"));
    read.is_in_order();
    assert_eq!(read.kind, SourceKind::Mattermost);
    let square = read.room("Town Square");
    assert_eq!(read.members(square), [("ann", Role::Admin), ("bo", Role::Guest)]);
    assert!(matches!(read.notes(square)[0].what, NoteKind::Member { change: MemberChange::Joined { .. }, .. }));
    let said = read.said(square);
    let texts: Vec<&str> = said.iter().map(|message| words(message)).collect();
    assert_eq!(
        texts,
        [
            "**first** 👋 @bo and @room, see `@bo :wave:`\n\n📎 gone.txt",
            "second",
            "third, an answer",
            "*ann updated the channel header*",
        ],
        "in the order of time, whatever the order of lines"
    );
    assert!(said[0].pinned && said[0].mentions_room);
    assert_eq!(said[0].mentions.iter().map(|user| read.handle(*user)).collect::<Vec<_>>(), ["bo"]);
    assert!(matches!(&said[0].body, Some(Body::Picture { picture, .. }) if picture.name == "bread.png"));
    assert_eq!(said[0].edited_at, Some(Millis(1_714_740_009_000)));
    assert_eq!(said[0].reactions.len(), 2);
    assert_eq!(said[2].reply_to, Some(said[0].id));
    let cooks = read.room("Cooks");
    assert!(
        matches!(&cooks.kind, ConversationKind::Room { room } if room.archived && room.visibility == Visibility::Private)
    );
    assert_eq!(words(read.said(cooks)[0]), "**[Build](<https://ci.example.org/1>)**\n\npassed\n\n**Time** 12");
    assert_eq!(read.rooms().iter().filter(|room| matches!(room.kind, ConversationKind::Direct { .. })).count(), 1);
    assert_eq!(words(read.said(read.room("Notes"))[0]), "to myself");
    for (what, count) in [
        (Unmapped::FileMissing, 1),
        (Unmapped::CustomEmoji, 1),
        (Unmapped::CustomEmojiPicture, 1),
        (Unmapped::ThreadReply, 1),
        (Unmapped::SystemMessage, 1),
        (Unmapped::Embed, 1),
        (Unmapped::UnknownPerson, 1),
        (Unmapped::ChatWithOneself, 1),
        (Unmapped::Unreadable, 1),
        (Unmapped::Setting, 2),
        (Unmapped::PeopleDetails, 1),
    ] {
        assert_eq!(read.count(what), count, "{what:?}: {:#?}", read.report.remarks);
    }
}

#[test]
fn exports_of_discord_become_records() {
    let read = read(&sample("discord"));
    read.is_in_order();
    assert_eq!(read.kind, SourceKind::Discord);
    let house = read.room("house");
    assert!(matches!(read.notes(house)[0].what, NoteKind::Member { change: MemberChange::Joined { .. }, .. }));
    let said = read.said(house);
    let texts: Vec<&str> = said.iter().map(|message| words(message)).collect();
    assert_eq!(
        texts,
        [
            "Hi @bo and @bo, @room :stirring: :stirring: `@Bo`",
            "look\n\n📎 [notes.txt](<https://cdn.example.org/x/notes.txt>)",
            "Ann Lee `/roll`\n\n**You rolled**\n\n**6**\n\n**Dice** d6",
            "*Pinned a message.*",
            "> from elsewhere",
            "📎 [Wave](<https://cdn.example.org/wave.json>)",
        ],
        "in the order of time, although the export was written backwards"
    );
    assert_eq!(said[0].at, Millis(1_714_752_060_500));
    assert!(said[0].pinned && said[0].mentions_room && said[0].edited_at.is_some());
    assert_eq!(
        said[0].reactions.iter().map(|one| (one.emoji.as_str(), one.people.len())).collect::<Vec<_>>(),
        [("👍", 2), (":stirring:", 1)]
    );
    assert_eq!(said[1].reply_to, Some(said[0].id));
    assert!(matches!(&said[1].body, Some(Body::Picture { picture, .. }) if picture.name == "cat.png"));
    assert_eq!(said[4].reply_to, None, "what is passed on is no answer");
    assert_eq!(words(read.said(read.room("house / soup"))[0]), "thick or thin?");
    assert_eq!(read.rooms().iter().filter(|room| matches!(room.kind, ConversationKind::Direct { .. })).count(), 1);
    for (what, count) in [
        (Unmapped::FileMissing, 2),
        (Unmapped::CustomEmoji, 2),
        (Unmapped::ReactionWithoutPeople, 1),
        (Unmapped::ThreadRoom, 1),
        (Unmapped::Embed, 1),
        (Unmapped::SystemMessage, 1),
        (Unmapped::Interactive, 1),
        (Unmapped::ForwardedByUnknown, 1),
        (Unmapped::Unreadable, 1),
        (Unmapped::Category, 1),
    ] {
        assert_eq!(read.count(what), count, "{what:?}: {:#?}", read.report.remarks);
    }
}

#[test]
fn one_file_of_discord_is_enough_and_finds_its_media() {
    let read = read(&sample("discord/The house - Rooms - house [7001].json"));
    assert_eq!((read.rooms().len(), read.bytes.len()), (1, 1));
}

#[test]
fn a_zip_says_the_same_as_its_directory() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["slack", "mattermost", "discord"] {
        let zip = dir.path().join(format!("{name}.zip"));
        zipped(&sample(name), &zip);
        let (packed, plain) = (read(&zip), read(&sample(name)));
        assert_eq!(packed.records, plain.records);
        assert_eq!(packed.bytes, plain.bytes);
    }
}

#[test]
fn reading_again_gives_the_same_ids() {
    for name in ["slack", "mattermost", "discord"] {
        assert_eq!(read(&sample(name)).records, read(&sample(name)).records);
    }
}

#[test]
fn a_name_that_leads_out_of_a_zip_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["../../evil.json", "/etc/evil.json", "a\\..\\evil.json", "C:/evil.json"] {
        let path = dir.path().join("evil.zip");
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        for name in ["users.json", "channels.json", name] {
            zip.start_file(name, options).unwrap();
            zip.write_all(b"[]").unwrap();
        }
        zip.finish().unwrap();
        let refused = Source::open(&path, &Options::default()).err();
        assert!(matches!(refused, Some(Error::File { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn a_zip_that_would_fill_the_disk_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bomb.zip");
    let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
    zip.start_file("archive.jsonl", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1024 * 1024];
    for _ in 0..70 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap();
    assert!(matches!(Source::open(&path, &Options::default()).err(), Some(Error::File { .. })));
}

#[test]
fn an_export_cannot_name_files_outside_of_itself() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("secret.txt"), "secret").unwrap();
    let export = dir.path().join("export");
    fs::create_dir(&export).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path().join("secret.txt"), export.join("link.txt")).unwrap();
    let attached: Vec<String> = ["../secret.txt", "link.txt", "/etc/hostname", "..\\secret.txt"]
        .iter()
        .map(|url| serde_json::json!({"url": url, "fileName": "x"}).to_string())
        .collect();
    let json = format!(
        r#"{{"guild":{{"id":"1","name":"g"}},"channel":{{"id":"2","type":"GuildTextChat","name":"c"}},"messages":[
        {{"id":"3","timestamp":"2024-05-03T18:00:00Z","content":"hi","author":{{"id":"4","name":"a"}},"attachments":[{}]}}]}}"#,
        attached.join(",")
    );
    fs::write(export.join("c.json"), json).unwrap();
    let read = read(&export);
    assert_eq!((read.bytes.len(), read.count(Unmapped::FileMissing)), (0, 4));
}

#[test]
fn a_file_that_is_nothing_known_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    for bytes in [&b""[..], b"hello", b"{}", b"PK\x03\x04broken", b"[1,2]"] {
        let path = dir.path().join("x.json");
        fs::write(&path, bytes).unwrap();
        let error = Source::open(&path, &Options::default()).err().expect("refused");
        assert!(matches!(error, Error::NotKnown(_)), "{error:?}");
    }
    assert!(Source::open(dir.path(), &Options::default()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_damage_to_an_export_makes_a_reader_panic(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..6), cut in 0..40usize) {
        let dir = tempfile::tempdir().unwrap();
        for (name, file) in [("a.jsonl", "mattermost/import.jsonl"), ("b.json", "discord/The house - Rooms - house [7001].json")] {
            let mut all = fs::read(sample(file)).unwrap();
            let at = at.index(all.len());
            let end = (at + cut).min(all.len());
            all.splice(at..end, bytes.clone());
            let path = dir.path().join(name);
            fs::write(&path, all).unwrap();
            if let Ok(mut source) = Source::open(&path, &Options::default()) {
                while let Ok(Some(_)) = source.next() {}
            }
        }
    }
}
