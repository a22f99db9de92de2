//! Archives, written as anybody would write them.

use std::path::Path;

use hearth_archive::{
    FILES, RECORDS, VERSION,
    record::{
        Conversation, ConversationKind, FORMAT, File, Header, InConversation, Message, Person, Reaction, Record,
        Source, SourceKind,
    },
    writer::Writer,
};
use hearth_proto::{
    body::{Body, File as FileBody},
    id::{BlobId, ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Member, Profile, Role},
    room::{Posting, Room, Visibility},
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use uuid::Uuid;

/// A day long ago, in milliseconds.
pub const THEN: i64 = 1_500_000_000_000;

/// What goes into an archive, and the files beside it.
#[derive(Default)]
pub struct Pack {
    pub records: Vec<Record>,
    pub files: Vec<(BlobId, Vec<u8>)>,
}

pub fn user(number: u128) -> UserId {
    UserId(Uuid::from_u128(0xa000 + number))
}

pub fn room_id(number: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(0xb000 + number))
}

pub fn message_id(number: u128) -> MessageId {
    MessageId(Uuid::from_u128(0xc000 + number))
}

pub fn text(words: &str) -> Body {
    Body::Text { text: words.to_owned() }
}

impl Pack {
    pub fn person(&mut self, number: u128, handle: &str) -> UserId {
        self.person_with(user(number), handle)
    }

    pub fn person_with(&mut self, id: UserId, handle: &str) -> UserId {
        let name = handle.to_uppercase();
        let avatar = Avatar::Drawn { name: "person-fox".into() };
        let profile = Profile {
            id,
            handle: handle.into(),
            name,
            avatar,
            status: String::new(),
            zone: String::new(),
            former: false,
        };
        self.records.push(Record::Person(Person { profile, bot: false }));
        id
    }

    pub fn room(&mut self, number: u128, name: &str, visibility: Visibility) -> ConversationId {
        let id = room_id(number);
        let room = Room {
            name: name.into(),
            topic: "as it was".into(),
            visibility,
            avatar: Avatar::Drawn { name: "room-kettle".into() },
            posting: Posting::Everyone,
            slow_seconds: 0,
            archived: false,
        };
        self.records.push(Record::Conversation(Conversation {
            id,
            kind: ConversationKind::Room { room },
            head: Seq(0),
        }));
        id
    }

    pub fn direct(&mut self, number: u128, people: [UserId; 2]) -> ConversationId {
        let id = room_id(number);
        let kind = ConversationKind::Direct { people };
        self.records.push(Record::Conversation(Conversation { id, kind, head: Seq(0) }));
        id
    }

    pub fn member(&mut self, conversation: ConversationId, user: UserId, role: Role) {
        let member = Member { user, role, muted_until: None };
        self.records.push(Record::Member(InConversation { conversation, member }));
    }

    /// A file of the archive, and a message that brings it.
    pub fn file(&mut self, bytes: &[u8], name: &str) -> Body {
        let blob: BlobId = hex::encode(Sha256::digest(bytes)).parse().unwrap();
        let (size, mime) = (bytes.len() as u64, "text/plain".to_owned());
        self.files.push((blob.clone(), bytes.to_vec()));
        self.records.push(Record::File(File {
            blob: blob.clone(),
            size,
            mime: mime.clone(),
            name: name.into(),
            here: true,
        }));
        let file = FileBody { blob, mime, size, name: name.into(), video: None };
        Body::File { file, caption: "as promised".into() }
    }

    pub fn say(&mut self, conversation: ConversationId, author: UserId, number: u128, words: &str) -> &mut Message {
        let at = Millis(THEN + i64::try_from(number).unwrap() * 1000);
        self.records.push(Record::Message(Message {
            id: message_id(number),
            conversation,
            seq: None,
            at,
            author,
            body: Some(text(words)),
            reply_to: None,
            forwarded: None,
            edited_at: None,
            mentions: Vec::new(),
            mentions_room: false,
            pinned: false,
            reactions: Vec::new(),
        }));
        match self.records.last_mut() {
            Some(Record::Message(message)) => message,
            _ => unreachable!(),
        }
    }

    /// The messages of one conversation.
    pub fn messages(&self, of: ConversationId) -> Vec<Message> {
        let messages = self.records.iter().filter_map(|record| match record {
            Record::Message(message) if message.conversation == of => Some(message.clone()),
            _ => None,
        });
        messages.collect()
    }

    /// Writes it to a directory of its own.
    pub fn write(&self) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        self.write_to(dir.path());
        dir
    }

    pub fn write_to(&self, dir: &Path) {
        let header = Header {
            format: FORMAT.into(),
            version: VERSION,
            made_at: Millis(THEN),
            made_by: "test/0".into(),
            source: Source { kind: SourceKind::Hearth, name: "Elsewhere".into(), epoch: None, me: None },
        };
        let mut writer = Writer::new(std::fs::File::create(dir.join(RECORDS)).unwrap(), header).unwrap();
        for record in &self.records {
            writer.write(record).unwrap();
        }
        writer.finish().unwrap();
        std::fs::create_dir_all(dir.join(FILES)).unwrap();
        for (blob, bytes) in &self.files {
            std::fs::write(dir.join(FILES).join(blob.as_str()), bytes).unwrap();
        }
    }
}

pub fn reaction(emoji: &str, people: &[UserId]) -> Reaction {
    Reaction { emoji: emoji.into(), people: people.to_vec() }
}
