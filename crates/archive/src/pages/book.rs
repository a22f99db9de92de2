//! What the writers for reading remember while records go by: who is who, where files lie, and what was said lately.

use std::collections::{HashMap, VecDeque};

use hearth_proto::{
    body::Body,
    id::{BlobId, MessageId, UserId},
    people::Avatar,
    room::{Room, Visibility},
};
use jiff::tz::TimeZone;

use super::{
    escape,
    language::{Words, fill},
    markup,
};
use crate::record::{ConversationKind, Header, Message, Person};

/// Messages that an answer can quote. One that answers an older one says only that it is an answer.
const RECENT: usize = 20_000;

/// Characters of a quote.
const QUOTE: usize = 100;

/// What is the same on every page.
pub(crate) struct Setting {
    pub(crate) header: Header,
    pub(crate) zone: TimeZone,
    pub(crate) words: &'static Words,
}

#[derive(Default)]
pub(crate) struct Book {
    people: HashMap<UserId, Known>,
    /// Where a file lies below the export; None where it is not in it.
    files: HashMap<BlobId, Option<String>>,
    said: HashMap<MessageId, Said>,
    order: VecDeque<MessageId>,
}

struct Known {
    name: String,
    bot: bool,
    picture: Option<BlobId>,
}

/// A message that an answer may quote.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) author: UserId,
    pub(crate) words: String,
    pub(crate) page: u32,
}

impl Book {
    pub(crate) fn meet(&mut self, person: &Person) {
        let profile = &person.profile;
        let name = if profile.name.trim().is_empty() { &profile.handle } else { &profile.name };
        let picture = match &profile.avatar {
            Avatar::Own { blob } => Some(blob.clone()),
            Avatar::Drawn { .. } => None,
        };
        let known = Known { name: escape::one_line(name), bot: person.bot, picture };
        self.people.insert(profile.id, known);
    }

    pub(crate) fn name<'a>(&'a self, user: UserId, words: &'a Words) -> &'a str {
        self.people.get(&user).map(|known| known.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(words.unknown)
    }

    pub(crate) fn is_bot(&self, user: UserId) -> bool {
        self.people.get(&user).is_some_and(|known| known.bot)
    }

    /// Where a person's own picture lies.
    pub(crate) fn picture(&self, user: UserId) -> Option<&str> {
        self.place(self.people.get(&user)?.picture.as_ref()?)
    }

    pub(crate) fn lay(&mut self, blob: BlobId, place: Option<String>) {
        self.files.insert(blob, place);
    }

    /// Where a file lies; None where it is not in the export.
    pub(crate) fn place(&self, blob: &BlobId) -> Option<&str> {
        self.files.get(blob)?.as_deref()
    }

    pub(crate) fn hear(&mut self, message: &Message, page: u32, words: &Words) {
        let said = Said { author: message.author, words: gist(message.body.as_ref(), words), page };
        if self.said.insert(message.id, said).is_none() {
            self.order.push_back(message.id);
        }
        if self.order.len() > RECENT
            && let Some(oldest) = self.order.pop_front()
        {
            self.said.remove(&oldest);
        }
    }

    pub(crate) fn said(&self, message: MessageId) -> Option<&Said> {
        self.said.get(&message)
    }

    /// What a conversation is called: its name, or those who are in it.
    pub(crate) fn title(&self, kind: &ConversationKind, members: &[UserId], words: &Words) -> String {
        match kind {
            ConversationKind::Room { room } if !room.name.trim().is_empty() => escape::one_line(&room.name),
            ConversationKind::Room { room: Room { visibility: Visibility::Group, .. } } if !members.is_empty() => {
                let names: Vec<&str> = members.iter().take(6).map(|user| self.name(*user, words)).collect();
                names.join(", ")
            }
            ConversationKind::Room { .. } => words.unnamed.to_owned(),
            ConversationKind::Direct { people: [one, other] } => {
                fill(words.between, &[self.name(*one, words), self.name(*other, words)])
            }
        }
    }
}

/// A body on one short line.
pub(crate) fn gist(body: Option<&Body>, words: &Words) -> String {
    let text = match body {
        None => words.deleted,
        Some(Body::Text { text }) => text,
        Some(Body::Sticker { name, .. }) => return fill(words.sticker, &[&escape::one_line(name)]),
        Some(Body::Picture { caption, .. }) if caption.trim().is_empty() => words.picture,
        Some(Body::Picture { caption, .. }) => caption,
        Some(Body::File { file, .. }) => &file.name,
        Some(Body::Unknown(_)) => words.newer,
    };
    // Bytes enough for the characters that are wanted, so that a long text costs little.
    let head = text.get(..text.floor_char_boundary(QUOTE * 8)).unwrap_or(text);
    let line = escape::one_line(&markup::plain(head));
    let cut: String = line.chars().take(QUOTE).collect();
    if cut.len() < line.len() || head.len() < text.len() { format!("{cut}…") } else { cut }
}
