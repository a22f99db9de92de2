//! Reads an export whole, and asks what came of it.

// Each test file uses a part of it.
#![allow(dead_code)]

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use hearth_archive::{
    record::{Conversation, ConversationKind, InConversation, Message, Note, Person, Record, SourceKind},
    remark::Unmapped,
    report::Report,
    source::{Options, Source},
};
use hearth_proto::{
    body::Body,
    id::{BlobId, Millis, UserId},
    people::Role,
};

pub struct Read {
    pub kind: SourceKind,
    pub records: Vec<Record>,
    pub report: Report,
    pub bytes: Vec<(BlobId, Vec<u8>)>,
}

pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name)
}

pub fn read(path: &Path) -> Read {
    let mut source = Source::open(path, &Options::default()).unwrap();
    let (mut records, mut bytes) = (Vec::new(), Vec::new());
    while let Some(record) = source.next().unwrap() {
        if let Record::File(file) = &record {
            let mut whole = Vec::new();
            source.file(&file.blob).unwrap().unwrap().read_to_end(&mut whole).unwrap();
            bytes.push((file.blob.clone(), whole));
        }
        records.push(record);
    }
    let (done, total) = source.progress();
    assert_eq!(done, total, "at the end all is read");
    Read { kind: source.header().source.kind, records, report: source.report().clone(), bytes }
}

fn as_room(record: &Record) -> Option<&Conversation> {
    if let Record::Conversation(one) = record { Some(one) } else { None }
}

fn as_message(record: &Record) -> Option<&Message> {
    if let Record::Message(one) = record { Some(one) } else { None }
}

fn as_note(record: &Record) -> Option<&Note> {
    if let Record::Note(one) = record { Some(one) } else { None }
}

fn as_member(record: &Record) -> Option<&InConversation> {
    if let Record::Member(one) = record { Some(one) } else { None }
}

impl Read {
    pub fn people(&self) -> Vec<&Person> {
        self.records
            .iter()
            .filter_map(|record| if let Record::Person(person) = record { Some(person) } else { None })
            .collect()
    }

    pub fn handle(&self, user: UserId) -> &str {
        &self.people().iter().find(|person| person.profile.id == user).expect("told before").profile.handle
    }

    pub fn rooms(&self) -> Vec<&Conversation> {
        self.records.iter().filter_map(as_room).collect()
    }

    pub fn room(&self, name: &str) -> &Conversation {
        let named = |room: &&&Conversation| matches!(&room.kind, ConversationKind::Room { room } if room.name == name);
        self.rooms().iter().find(named).copied().expect("a room of this name")
    }

    pub fn said(&self, room: &Conversation) -> Vec<&Message> {
        self.records.iter().filter_map(as_message).filter(|message| message.conversation == room.id).collect()
    }

    pub fn notes(&self, room: &Conversation) -> Vec<&Note> {
        self.records.iter().filter_map(as_note).filter(|note| note.conversation == room.id).collect()
    }

    pub fn members(&self, room: &Conversation) -> Vec<(&str, Role)> {
        let members = self.records.iter().filter_map(as_member).filter(|member| member.conversation == room.id);
        members.map(|member| (self.handle(member.member.user), member.member.role)).collect()
    }

    pub fn count(&self, what: Unmapped) -> u64 {
        self.report.remarks.iter().find(|remark| remark.what == what).map_or(0, |remark| remark.count)
    }

    /// Everything that a record names has come before it.
    pub fn is_in_order(&self) {
        let (mut people, mut rooms, mut files) = (Vec::new(), Vec::new(), Vec::new());
        let mut last = (None, Millis(i64::MIN));
        for record in &self.records {
            for blob in record.blobs() {
                assert!(files.contains(blob));
            }
            match record {
                Record::Person(person) => people.push(person.profile.id),
                Record::Conversation(room) => rooms.push(room.id),
                Record::File(file) => files.push(file.blob.clone()),
                Record::Member(member) => {
                    assert_eq!(rooms.last(), Some(&member.conversation));
                    assert!(people.contains(&member.member.user));
                }
                Record::Message(message) => {
                    assert_eq!(rooms.last(), Some(&message.conversation), "one conversation after the other");
                    let reacted = message.reactions.iter().flat_map(|reaction| &reaction.people);
                    assert!(message.mentions.iter().chain(reacted).all(|user| people.contains(user)));
                    assert!(people.contains(&message.author));
                    assert!(
                        last < (Some(message.conversation), message.at)
                            || last.0 != Some(message.conversation)
                            || last.1 == message.at,
                        "oldest first"
                    );
                    last = (Some(message.conversation), message.at);
                }
                Record::Note(note) => assert!(people.contains(&note.author)),
                Record::Header(_) | Record::Hole(_) | Record::End(_) | Record::Unknown(_) => panic!("{record:?}"),
            }
        }
    }
}

pub fn words(message: &Message) -> &str {
    message.body.as_ref().map_or("", Body::words)
}
