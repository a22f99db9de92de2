//! What every reader of a foreign export does: makes ids that come out the same each time, meets people, hashes files, and
//! lines up the records that are ready.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    io::Read,
};

use hearth_proto::{
    body::{Body, File as FileBody, Picture},
    id::{BlobId, ConversationId, MessageId, Millis, UserId},
    people::{Avatar, Profile, handle_from, handle_is_valid},
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{kinds, text};
use crate::{
    VERSION,
    error::Error,
    record::{self, FORMAT, Header, Person, Record, Source, SourceKind},
    remark::Unmapped,
    report::Report,
    tree::{Tree, shown},
};

pub(crate) struct Intake {
    pub(crate) header: Header,
    /// Names the workspace, team or guild, so that two of them never share an id.
    scope: String,
    ready: VecDeque<Record>,
    people: HashMap<String, UserId>,
    handles: HashMap<UserId, String>,
    taken: HashSet<String>,
    /// The number that the next one with this handle tries.
    numbered: HashMap<String, u64>,
    /// Where in the export a file lies.
    files: HashMap<BlobId, String>,
    /// The file of a name, so that none is hashed twice.
    hashed: HashMap<String, record::File>,
}

/// What is known of somebody.
#[derive(Default)]
pub(super) struct Stranger<'a> {
    /// What the export calls them by everywhere.
    pub(super) id: &'a str,
    /// The name they sign in with.
    pub(super) handle: &'a str,
    pub(super) name: &'a str,
    pub(super) status: &'a str,
    pub(super) zone: &'a str,
    pub(super) bot: bool,
}

/// A message on its way in, which becomes one of Hearth's or, with several files, several.
pub(super) struct Incoming {
    pub(super) id: MessageId,
    pub(super) conversation: ConversationId,
    pub(super) at: Millis,
    pub(super) author: UserId,
    pub(super) text: String,
    pub(super) files: Vec<record::File>,
    pub(super) deleted: bool,
    pub(super) reply_to: Option<MessageId>,
    pub(super) edited_at: Option<Millis>,
    pub(super) mentions: Vec<UserId>,
    pub(super) mentions_room: bool,
    pub(super) pinned: bool,
    pub(super) reactions: Vec<record::Reaction>,
}

impl Intake {
    pub(super) fn new(kind: SourceKind, name: &str, scope: &str, made_at: Millis) -> Self {
        let source = Source { kind, name: name.to_owned(), epoch: None, me: None };
        let made_by = match kind {
            SourceKind::Hearth => "Hearth",
            SourceKind::Slack => "Slack",
            SourceKind::Mattermost => "Mattermost",
            SourceKind::Discord => "DiscordChatExporter",
        };
        let header =
            Header { format: FORMAT.to_owned(), version: VERSION, made_at, made_by: made_by.to_owned(), source };
        Self {
            header,
            scope: scope.to_owned(),
            ready: VecDeque::new(),
            people: HashMap::new(),
            handles: HashMap::new(),
            taken: HashSet::new(),
            numbered: HashMap::new(),
            files: HashMap::new(),
            hashed: HashMap::new(),
        }
    }

    /// Names the place, where it is known only after the beginning. Nothing may have an id yet.
    pub(super) fn set_scope(&mut self, scope: &str) {
        scope.clone_into(&mut self.scope);
    }

    /// The next record that is ready.
    pub(super) fn next(&mut self) -> Option<Record> {
        self.ready.pop_front()
    }

    pub(super) fn put(&mut self, record: Record) {
        self.ready.push_back(record);
    }

    /// An id made of what the export calls a thing: the same whenever it is read again (RFC 9562, version 8).
    fn uuid(&self, what: &str, parts: &[&str]) -> Uuid {
        let mut digest = Sha256::new();
        let kind = format!("{:?}", self.header.source.kind);
        for part in [kind.as_str(), &self.scope, what].into_iter().chain(parts.iter().copied()) {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(digest.finalize()) {
            *to = from;
        }
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }

    pub(super) fn conversation_id(&self, id: &str) -> ConversationId {
        ConversationId(self.uuid("conversation", &[id]))
    }

    pub(super) fn message_id(&self, parts: &[&str]) -> MessageId {
        MessageId(self.uuid("message", parts))
    }

    /// Who it is, where they were met before.
    pub(super) fn known(&self, id: &str) -> Option<UserId> {
        self.people.get(id).copied()
    }

    /// The handle that somebody has here.
    pub(super) fn handle(&self, user: UserId) -> &str {
        self.handles.get(&user).map(String::as_str).unwrap_or_default()
    }

    /// Who it is; met for the first time, they are told.
    pub(super) fn meet(&mut self, stranger: &Stranger<'_>, report: &mut Report) -> UserId {
        if let Some(user) = self.people.get(stranger.id) {
            return *user;
        }
        let user = UserId(self.uuid("person", &[stranger.id]));
        let wanted = stranger.handle.to_lowercase();
        let plain = if handle_is_valid(&wanted) { wanted } else { handle_from(stranger.handle) };
        let plain = if plain.is_empty() { handle_from(stranger.name) } else { plain };
        let plain = if plain.is_empty() { "somebody".to_owned() } else { plain };
        let handle = self.free(&plain);
        if handle != stranger.handle && !stranger.handle.is_empty() {
            report.note(Unmapped::HandleChanged, format!("{} → {handle}", shown(stranger.handle)));
        }
        let name = if stranger.name.trim().is_empty() { stranger.handle } else { stranger.name };
        let name = if name.trim().is_empty() { &handle } else { name };
        let profile = Profile {
            id: user,
            handle: handle.clone(),
            name: name.trim().to_owned(),
            // No drawing of this name: initials.
            avatar: Avatar::Drawn { name: "person".to_owned() },
            status: stranger.status.trim().to_owned(),
            zone: stranger.zone.to_owned(),
            // Whether they are is for the hearth to know that they come into.
            former: false,
        };
        self.people.insert(stranger.id.to_owned(), user);
        self.handles.insert(user, handle.clone());
        self.taken.insert(handle);
        self.put(Record::Person(Person { profile, bot: stranger.bot }));
        user
    }

    fn free(&mut self, handle: &str) -> String {
        if !self.taken.contains(handle) {
            return handle.to_owned();
        }
        let stem: String = handle.chars().take(26).collect();
        let stem = stem.trim_end_matches(['-', '_', '.']);
        // From where the last search for this one ended: many may want the same.
        let next = self.numbered.entry(stem.to_owned()).or_insert(2);
        loop {
            let free = format!("{stem}-{next}");
            *next += 1;
            if !self.taken.contains(&free) {
                return free;
            }
        }
    }

    /// The file at the first of these places where there is one; told when it is met for the first time.
    pub(super) fn file(
        &mut self,
        tree: &mut Tree,
        places: &[String],
        name: &str,
    ) -> Result<Option<record::File>, Error> {
        for place in places {
            if let Some(file) = self.hashed.get(place) {
                return Ok(Some(record::File { name: name.to_owned(), ..file.clone() }));
            }
            let Some(mut reader) = tree.read(place)? else { continue };
            let failed = |error: std::io::Error| Error::File { file: shown(place), why: error.to_string() };
            let (mut digest, mut size, mut head) = (Sha256::new(), 0u64, Vec::new());
            let mut piece = vec![0; 64 * 1024];
            loop {
                let read = reader.read(&mut piece).map_err(failed)?;
                let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
                if head.len() < 16 {
                    head.extend(bytes.iter().take(16));
                }
                digest.update(bytes);
                size += bytes.len() as u64;
            }
            drop(reader);
            let blob: BlobId = hex::encode(digest.finalize()).parse().map_err(std::io::Error::other)?;
            let mime = kinds::picture(&head).unwrap_or_else(|| kinds::by_name(name));
            let file =
                record::File { blob: blob.clone(), size, mime: mime.to_owned(), name: name.to_owned(), here: true };
            if self.files.insert(blob, place.clone()).is_none() {
                self.put(Record::File(file.clone()));
            }
            self.hashed.insert(place.clone(), file.clone());
            return Ok(Some(file));
        }
        Ok(None)
    }

    /// The bytes of a file that was told.
    pub(crate) fn bytes<'t>(&self, tree: &'t mut Tree, blob: &BlobId) -> Result<Option<Box<dyn Read + 't>>, Error> {
        match self.files.get(blob) {
            Some(place) => tree.read(place),
            None => Ok(None),
        }
    }

    /// Lines up what a message becomes: words and the first file together, each further file behind it.
    pub(super) fn say(&mut self, incoming: Incoming, place: &str, report: &mut Report) {
        let Incoming { id, conversation, at, author, text, files, deleted, reply_to, edited_at, .. } = incoming;
        let text = text.trim().to_owned();
        let mut bodies: Vec<Option<Body>> = Vec::new();
        if deleted {
            bodies.push(None);
        } else {
            let mut caption = Some(text.clone());
            bodies.extend(files.into_iter().map(|file| Some(body(file, caption.take().unwrap_or_default()))));
            if bodies.is_empty() && !text.is_empty() {
                bodies.push(Some(Body::Text { text }));
            }
        }
        if bodies.is_empty() {
            report.note(Unmapped::Empty, place);
            return;
        }
        let mut rest = Some((incoming.mentions, incoming.mentions_room, incoming.pinned, incoming.reactions));
        for (part, body) in bodies.into_iter().enumerate() {
            let (mentions, mentions_room, pinned, reactions) = rest.take().unwrap_or_default();
            let id = match part {
                0 => id,
                part => MessageId(self.uuid("part", &[&id.to_string(), &part.to_string()])),
            };
            let message = record::Message {
                id,
                conversation,
                seq: None,
                at,
                author,
                body,
                reply_to,
                forwarded: None,
                edited_at: if part == 0 { edited_at } else { None },
                mentions,
                mentions_room,
                pinned,
                reactions,
            };
            self.put(Record::Message(message));
        }
    }
}

/// A picture where Hearth shows it as one, else a file.
fn body(file: record::File, caption: String) -> Body {
    let record::File { blob, size, mime, name, .. } = file;
    if matches!(mime.as_str(), "image/png" | "image/jpeg" | "image/gif" | "image/webp") {
        let picture = Picture { blob, mime, width: 0, height: 0, size, thumbhash: String::new(), name };
        return Body::Picture { picture, caption };
    }
    let name = if name.trim().is_empty() { "file".to_owned() } else { name };
    Body::File { file: FileBody { blob, mime, size, name, video: None }, caption }
}

/// What stands in a message for a file that is not in the export.
pub(super) fn absent(name: &str, address: &str, place: &str, report: &mut Report) -> String {
    report.note(Unmapped::FileMissing, format!("{place}: {}", shown(name)));
    format!("📎 {}", text::link(if name.trim().is_empty() { "file" } else { name }, address))
}

/// Who reacted with what to one message, each once. As many as whoever made the export likes.
#[derive(Default)]
pub(super) struct Reactions {
    by_emoji: Vec<record::Reaction>,
    seen: HashSet<(String, UserId)>,
}

impl Reactions {
    pub(super) fn add(&mut self, emoji: &str, user: UserId) {
        if !self.seen.insert((emoji.to_owned(), user)) {
            return;
        }
        match self.by_emoji.iter_mut().find(|reaction| reaction.emoji == emoji) {
            Some(reaction) => reaction.people.push(user),
            None => self.by_emoji.push(record::Reaction { emoji: emoji.to_owned(), people: vec![user] }),
        }
    }

    pub(super) fn all(self) -> Vec<record::Reaction> {
        self.by_emoji
    }
}
