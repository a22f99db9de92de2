//! Turns what a timeline shows into records of an archive.

use std::collections::HashMap;

use hearth_archive::{
    mentions,
    record::{Conversation, ConversationKind, File, Hole, InConversation, Message, Note, NoteKind, Reaction, Record},
};
use hearth_history::item::{self, Item, Row};
use hearth_proto::{
    body::Body,
    id::{BlobId, ConversationId, UserId},
    people::Member,
    room::{Room, Visibility},
};

pub(super) fn conversation(row: &Row, me: UserId) -> Conversation {
    let kind = match row.peer {
        Some(peer) => ConversationKind::Direct { people: [me, peer] },
        None => ConversationKind::Room {
            room: Room {
                name: row.name.clone(),
                topic: row.topic.clone(),
                visibility: row.visibility.unwrap_or(Visibility::Private),
                avatar: row.avatar.clone(),
                posting: row.posting,
                slow_seconds: row.slow_seconds,
                archived: row.archived,
            },
        },
    };
    Conversation { id: row.conversation, kind, head: row.head }
}

pub(super) const fn member(conversation: ConversationId, member: Member) -> Record {
    Record::Member(InConversation { conversation, member })
}

/// None for what waits to be sent.
pub(super) fn item(conversation: ConversationId, item: Item, handles: &HashMap<String, UserId>) -> Option<Record> {
    match item {
        Item::Message(said) => said.seq.is_some().then(|| Record::Message(message(said, handles))),
        Item::Note(item::Note { conversation, seq, at, author, what }) => {
            let what = match what {
                item::NoteKind::Member { user, change } => NoteKind::Member { user, change },
                item::NoteKind::Room { room } => NoteKind::Room { room },
                item::NoteKind::Newer => NoteKind::Newer,
            };
            Some(Record::Note(Note { conversation, seq: Some(seq), at, author, what }))
        }
        Item::Hole { from, to } => Some(Record::Hole(Hole { conversation, from, to })),
    }
}

fn message(said: item::Message, handles: &HashMap<String, UserId>) -> Message {
    let words = said.body.as_ref().filter(|_| said.forwarded.is_none()).map(Body::words).unwrap_or_default();
    // The history keeps whether a message mentions its owner; whom else it mentions stands in its words.
    let whose = |handle: &str| handles.get(handle).copied();
    let mentions = if words.contains('@') { mentions::in_words(words, said.author, whose) } else { Vec::new() };
    Message {
        id: said.id,
        conversation: said.conversation,
        seq: said.seq,
        at: said.at,
        author: said.author,
        body: said.body,
        reply_to: said.reply_to.map(|quote| quote.message),
        forwarded: said.forwarded,
        edited_at: said.edited_at,
        mentions,
        mentions_room: said.mentions_room,
        pinned: said.pinned,
        reactions: said
            .reactions
            .into_iter()
            .map(|count| Reaction { emoji: count.emoji, people: count.users })
            .collect(),
    }
}

/// What is known of the file that a record names.
pub(super) fn file(record: &Record, blob: &BlobId) -> File {
    let plain = |mime: &str, name: &str, size| File {
        blob: blob.clone(),
        size,
        mime: mime.to_owned(),
        name: name.to_owned(),
        here: false,
    };
    match record {
        Record::Message(Message { body: Some(Body::File { file, .. }), .. }) => {
            plain(&file.mime, &file.name, file.size)
        }
        Record::Message(Message { body: Some(Body::Picture { picture, .. }), .. })
        | Record::Message(Message { body: Some(Body::Sticker { picture: Some(picture), .. }), .. }) => {
            plain(&picture.mime, &picture.name, picture.size)
        }
        Record::Header(_)
        | Record::Person(_)
        | Record::Conversation(_)
        | Record::Member(_)
        | Record::File(_)
        | Record::Message(_)
        | Record::Note(_)
        | Record::Hole(_)
        | Record::End(_)
        | Record::Unknown(_) => plain("", "", 0),
    }
}

/// Everybody whom a record names.
pub(super) fn named(record: &Record) -> Vec<UserId> {
    match record {
        Record::Conversation(Conversation { kind: ConversationKind::Direct { people }, .. }) => people.to_vec(),
        Record::Member(member) => vec![member.member.user],
        Record::Message(message) => {
            let mut named = vec![message.author];
            named.extend(message.forwarded.map(|forwarded| forwarded.author));
            named.extend(&message.mentions);
            named.extend(message.reactions.iter().flat_map(|reaction| &reaction.people));
            named
        }
        Record::Note(Note { author, what: NoteKind::Member { user, .. }, .. }) => vec![*author, *user],
        Record::Note(Note { author, .. }) => vec![*author],
        Record::Header(_)
        | Record::Person(_)
        | Record::Conversation(_)
        | Record::File(_)
        | Record::Hole(_)
        | Record::End(_)
        | Record::Unknown(_) => Vec::new(),
    }
}
