//! What is written for reading says everything, and nothing that people wrote becomes markup.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod any;

use std::{
    fs,
    path::{Path, PathBuf},
};

use hearth_archive::{
    export::{Export, Format, Look},
    pages::language::Language,
    record::{
        Conversation, ConversationKind, File, Header, Hole, Message, Note, NoteKind, Person, Reaction, Record, Source,
        SourceKind,
    },
    source::{self, Options},
};
use hearth_proto::{
    body::{Body, Picture},
    id::{BlobId, ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Profile},
    room::{Posting, Room, Visibility},
};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

const ROOM: ConversationId = ConversationId(Uuid::from_u128(7));

fn header() -> Header {
    Header {
        format: hearth_archive::record::FORMAT.to_owned(),
        version: hearth_archive::VERSION,
        made_at: Millis(1_714_770_000_000),
        made_by: "hearth/0".to_owned(),
        source: Source { kind: SourceKind::Hearth, name: "The <b>house</b>".to_owned(), epoch: None, me: None },
    }
}

fn look() -> Look {
    Look { zone: TimeZone::UTC, language: Language::English }
}

fn person(n: u128, name: &str) -> Record {
    let avatar = Avatar::Drawn { name: "person".to_owned() };
    let (id, handle) = (UserId(Uuid::from_u128(n)), name.to_lowercase());
    let profile = Profile {
        id,
        handle,
        name: name.to_owned(),
        avatar,
        status: String::new(),
        zone: String::new(),
        former: false,
    };
    Record::Person(Person { profile, bot: false })
}

fn room(name: &str) -> Record {
    let room = Room {
        name: name.to_owned(),
        topic: "a <topic>".to_owned(),
        visibility: Visibility::Private,
        avatar: Avatar::Drawn { name: "room".to_owned() },
        posting: Posting::Everyone,
        slow_seconds: 0,
        archived: false,
    };
    Record::Conversation(Conversation { id: ROOM, kind: ConversationKind::Room { room }, head: Seq(9) })
}

fn said(n: u64, author: u128, body: Option<Body>) -> Message {
    Message {
        id: MessageId(Uuid::from_u128(0xE000 + u128::from(n))),
        conversation: ROOM,
        seq: Some(Seq(n)),
        at: Millis(1_714_760_000_000 + i64::try_from(n).unwrap() * 60_000),
        author: UserId(Uuid::from_u128(author)),
        body,
        reply_to: None,
        forwarded: None,
        edited_at: None,
        mentions: Vec::new(),
        mentions_room: false,
        pinned: false,
        reactions: Vec::new(),
    }
}

fn text(text: &str) -> Option<Body> {
    Some(Body::Text { text: text.to_owned() })
}

fn hash(bytes: &[u8]) -> BlobId {
    hex::encode(Sha256::digest(bytes)).parse().unwrap()
}

fn picture(bytes: &[u8], name: &str) -> (File, Picture) {
    let (blob, size, mime) = (hash(bytes), bytes.len() as u64, "image/png".to_owned());
    let file = File { blob: blob.clone(), size, mime: mime.clone(), name: name.to_owned(), here: true };
    let thumbhash = String::new();
    (file, Picture { blob, mime, width: 2000, height: 1000, size, thumbhash, name: name.to_owned() })
}

fn write(dir: &Path, format: Format, records: &[Record]) -> PathBuf {
    let to = dir.join(format!("{format:?}"));
    let mut export = Export::begin(&to, format, header(), look()).unwrap();
    for record in records {
        export.write(record).unwrap();
    }
    export.finish().unwrap();
    to
}

fn page(dir: &Path, file: &str) -> String {
    fs::read_to_string(dir.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// All files below, with their words.
fn pages(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(pages(&path)) } else { found.push(fs::read_to_string(path).unwrap()) }
    }
    found
}

#[test]
fn pages_hold_what_was_said_and_lead_to_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let mut records = vec![person(1, "Ann"), person(2, "王小明"), room("Kitchen")];
    for n in 1..=4500 {
        records.push(Record::Message(said(n, 1 + u128::from(n % 2), text(&format!("number {n}")))));
    }
    let mut answer = said(4501, 2, text("an answer"));
    answer.reply_to = Some(MessageId(Uuid::from_u128(0xE000 + 3)));
    records.push(Record::Message(answer));
    records.push(Record::Hole(Hole { conversation: ROOM, from: Seq(4600), to: Seq(4700) }));
    let to = write(dir.path(), Format::Html, &records);
    assert!(page(&to, "index.html").contains("href=\"kitchen/3.html\""));
    assert!(page(&to, "index.html").contains("Messages: 4501"));
    let (first, last) = (page(&to, "kitchen/1.html"), page(&to, "kitchen/3.html"));
    assert!(first.contains("number 2000<") && !first.contains("number 2001<"));
    assert!(first.contains("href=\"2.html\" rel=\"next\"") && !last.contains("rel=\"next\""));
    assert!(last.contains("href=\"1.html#m-00000000-0000-0000-0000-00000000e003\""), "a quote leads to its page");
    assert!(last.contains("class=\"hole\""));
    assert!(!to.join("kitchen/4.html").exists());
}

#[test]
fn pictures_lie_beside_the_pages_under_harmless_names() {
    let dir = tempfile::tempdir().unwrap();
    let (file, sent) = picture(b"a picture", "../../<soup>.svg");
    let (absent, gone) = picture(b"another", "gone.png");
    let to = dir.path().join("out");
    let mut export = Export::begin(&to, Format::Html, header(), look()).unwrap();
    export.write(&person(1, "Ann")).unwrap();
    export.write(&room("Kitchen")).unwrap();
    export.file(&file, Some(&mut &b"a picture"[..])).unwrap();
    export.file(&absent, None).unwrap();
    for (n, picture) in [(1, sent), (2, gone)] {
        let body = Body::Picture { picture, caption: "look".to_owned() };
        export.write(&Record::Message(said(n, 1, Some(body)))).unwrap();
    }
    let counts = export.finish().unwrap();
    assert_eq!((counts.files, counts.missing_files), (1, 1));
    let place = format!("files/{}/_..__soup_.svg.txt", &file.blob.as_str()[..16]);
    let place = if to.join(&place).exists() { place } else { panic!("{:?}", files(&to)) };
    assert_eq!(fs::read(to.join(&place)).unwrap(), b"a picture");
    let drawn = page(&to, "kitchen/1.html");
    assert!(drawn.contains(&format!("src=\"../{place}\"")) && drawn.contains("width=\"480\" height=\"240\""));
    assert!(drawn.contains("gone.png") && drawn.contains("not in this export"));
}

fn files(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn every_format_shows_edits_answers_reactions_pins_and_deletions() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = said(1, 1, text("# soup\n```\nopen fence"));
    first.edited_at = Some(Millis(5));
    first.pinned = true;
    first.reactions = vec![Reaction { emoji: "👍".to_owned(), people: vec![UserId(Uuid::from_u128(2))] }];
    let mut second = said(2, 2, text("yes <script>alert(1)</script>"));
    second.reply_to = Some(first.id);
    let records = [
        person(1, "Ann *Lee*"),
        person(2, "Bo"),
        room("Kitchen"),
        Record::Note(Note {
            conversation: ROOM,
            seq: None,
            at: Millis(1_714_760_000_000),
            author: UserId(Uuid::from_u128(1)),
            what: NoteKind::Member {
                user: UserId(Uuid::from_u128(2)),
                change: hearth_proto::event::MemberChange::Added { role: hearth_proto::people::Role::Member },
            },
        }),
        Record::Message(first),
        Record::Message(second),
        Record::Message(said(3, 2, None)),
    ];
    let markdown = page(&write(dir.path(), Format::Markdown, &records), "kitchen.md");
    for part in [
        "# Kitchen",
        "## 2024-05-03",
        "*Ann \\*Lee\\* added Bo* · 18:13",
        "- **Ann \\*Lee\\*** · 18:14 · edited · pinned",
        "  # soup",
        "👍 Bo",
        "> **Ann \\*Lee\\***: soup open fence",
        "yes \\<script>alert(1)\\</script>",
        "*This message was deleted.*",
    ] {
        assert!(markdown.contains(part), "{part} in\n{markdown}");
    }
    let plain = page(&write(dir.path(), Format::Text, &records), "kitchen.txt");
    for part in [
        "[18:14] Ann *Lee*: # soup\n    ```\n    open fence\n    (edited; pinned)\n    (👍 Bo)",
        "[This message was deleted.]",
    ] {
        assert!(plain.contains(part), "{part} in\n{plain}");
    }
    let html = page(&write(dir.path(), Format::Html, &records), "kitchen/1.html");
    for part in [
        "<bdi>Ann *Lee*</bdi> added <bdi>Bo</bdi>",
        "<strong>soup</strong>",
        "edited",
        "📌 pinned",
        "title=\"Bo\">👍 1",
        "class=\"quote\" href=\"#m-",
        "&lt;script&gt;",
        "This message was deleted.",
    ] {
        assert!(html.contains(part), "{part} in\n{html}");
    }
}

#[test]
fn a_page_lets_nothing_in_and_names_its_one_style() {
    use base64::Engine as _;
    let dir = tempfile::tempdir().unwrap();
    let to =
        write(dir.path(), Format::Html, &[person(1, "Ann"), room("Kitchen"), Record::Message(said(1, 1, text("hi")))]);
    for page in pages(&to) {
        let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
        assert!(page.contains(&format!("default-src 'none'; style-src 'sha256-{digest}'")));
        assert!(!page.contains("style=\"") && !page.contains("<script"), "nothing but that style");
    }
}

#[test]
fn rooms_of_one_name_do_not_overwrite_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let mut records = vec![person(1, "Ann")];
    for n in 0..3u128 {
        let Record::Conversation(mut one) = room("Kitchen") else { panic!() };
        one.id = ConversationId(Uuid::from_u128(n));
        records.push(Record::Conversation(one));
        let mut message = said(1, 1, text(&format!("in {n}")));
        message.conversation = ConversationId(Uuid::from_u128(n));
        records.push(Record::Message(message));
    }
    let html = write(dir.path(), Format::Html, &records);
    assert!(page(&html, "kitchen-3/1.html").contains("in 2"));
    let markdown = write(dir.path(), Format::Markdown, &records);
    assert!(page(&markdown, "kitchen-2.md").contains("in 1"));
}

#[test]
fn an_archive_written_and_read_again_is_the_same_even_from_a_zip() {
    let dir = tempfile::tempdir().unwrap();
    let (file, sent) = picture(b"a picture", "soup.png");
    let to = dir.path().join("out");
    let mut export = Export::begin(&to, Format::Lines, header(), look()).unwrap();
    let message = Record::Message(said(1, 1, Some(Body::Picture { picture: sent, caption: String::new() })));
    export.write(&person(1, "Ann")).unwrap();
    export.write(&room("Kitchen")).unwrap();
    export.file(&file, Some(&mut &b"a picture"[..])).unwrap();
    export.write(&message).unwrap();
    export.finish().unwrap();
    let packed = dir.path().join("out.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&packed).unwrap());
    for name in ["archive.jsonl".to_owned(), format!("files/{}", file.blob)] {
        zip.start_file(format!("house/{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &fs::read(to.join(&name)).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    for path in [to.clone(), to.join("archive.jsonl"), packed] {
        let mut archive = source::Source::open(&path, &Options::default()).unwrap();
        let mut records = Vec::new();
        while let Some(record) = archive.next().unwrap() {
            records.push(record);
        }
        assert_eq!(records, [person(1, "Ann"), room("Kitchen"), Record::File(file.clone()), message.clone()]);
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.file(&file.blob).unwrap().unwrap(), &mut bytes).unwrap();
        assert_eq!(bytes, b"a picture");
    }
}

#[test]
fn what_lies_beside_an_export_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mine = dir.path().join("Html.part");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("mine"), "x").unwrap();
    let to = write(dir.path(), Format::Html, &[person(1, "Ann"), room("Kitchen")]);
    assert!(page(&to, "kitchen/1.html").contains("Nothing has been said here."));
    assert!(mine.join("mine").exists());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn nothing_that_anybody_says_becomes_markup(
        people in prop::collection::vec(any::person(), 1..3), messages in prop::collection::vec(any::message(), 1..8), settings in any::room(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut records: Vec<Record> = people.into_iter().map(Record::Person).collect();
        let kind = ConversationKind::Room { room: settings };
        records.push(Record::Conversation(Conversation { id: ROOM, kind, head: Seq(0) }));
        records.extend(messages.into_iter().map(|message| Record::Message(Message { conversation: ROOM, ..message })));
        for page in pages(&write(dir.path(), Format::Html, &records)) {
            let body = page.split("<body>").nth(1).unwrap();
            for tag in body.split('<').skip(1) {
                let name = tag.trim_start_matches('/').split(['>', ' ']).next().unwrap();
                let ours = ["header", "h1", "h2", "p", "main", "ul", "ol", "li", "a", "bdi", "nav", "b", "footer", "article", "div",
                    "span", "time", "img", "video", "strong", "em", "s", "code", "pre", "blockquote", "br", "hr", "table", "tr", "td",
                    "details", "summary", "body", "html"];
                prop_assert!(ours.contains(&name), "<{}", tag);
            }
            let hidden = body.contains(['\u{202e}', '\0']);
            prop_assert!(!hidden);
        }
        write(dir.path(), Format::Markdown, &records);
        write(dir.path(), Format::Text, &records);
    }
}
