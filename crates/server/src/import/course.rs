//! The course of an import: record by record, some hundred of them to a commit.

use std::collections::BTreeSet;

use hearth_archive::{
    record::{ConversationKind, Message, Record},
    source::Source,
};
use hearth_proto::{
    id::{ConversationId, MessageId, Millis, UserId},
    people::Avatar,
    room::{Room, Visibility},
};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::{
    ImportError, Options, Progress, Watch,
    bodies::{Fitted, fit},
    files::Files,
    ledger::{Ledger, strange},
    names,
    people::{Means, People, face},
    places::{Places, Standing},
    report::{ConversationReport, Remarks, Report, Unfit},
};
use crate::{
    clock::now,
    state::{
        command::{Begin, BeginKind, Import, Imported, ImportedMessage, Open},
        form,
    },
};

/// Messages to a commit, and bytes of them. A commit waits for the disk; what is not committed yet is in memory.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// An import on its way.
pub(super) struct Course<'a, 'b> {
    source: Source,
    ledger: Ledger,
    /// Sees what is committed.
    reader: Connection,
    files: Files<'a>,
    people: People,
    places: Places,
    remarks: Remarks,
    batch: Vec<Import>,
    /// For each message of the batch: which conversation of the archive it belongs to.
    queued: Vec<Queued>,
    batch_bytes: usize,
    reactions: u64,
    progress: Progress,
    watch: Watch<'b>,
}

struct Queued {
    conversation: ConversationId,
    /// A further part of a message that was too long; counted with the first.
    part: bool,
    message: MessageId,
}

impl<'a, 'b> Course<'a, 'b> {
    pub(super) fn new(
        (source, options): (Source, &Options),
        (ledger, reader): (Ledger, Connection),
        files: Files<'a>,
        watch: Watch<'b>,
        progress: Progress,
    ) -> Self {
        Self {
            source,
            ledger,
            reader,
            files,
            people: People::new(options.people.clone()),
            places: Places::default(),
            remarks: Remarks::default(),
            batch: Vec::with_capacity(BATCH),
            queued: Vec::with_capacity(BATCH),
            batch_bytes: 0,
            reactions: 0,
            progress,
            watch,
        }
    }

    /// Takes everything in, and lets the people in at the end.
    pub(super) fn run(mut self) -> Result<(Report, Ledger), ImportError> {
        let before = self.progress.read;
        self.go_on()?;
        while let Some(record) = self.source.next()? {
            self.go_on()?;
            self.take(record)?;
            if self.batch.len() >= BATCH || self.batch_bytes >= BATCH_BYTES {
                self.progress.read = before + self.source.progress().0;
                self.flush()?;
            }
        }
        self.flush()?;
        for id in self.places.ids() {
            self.open(id)?;
        }
        self.progress.read = self.progress.total;
        (self.watch.progress)(self.progress);
        Ok(self.report())
    }

    /// What is not committed yet is let go; it comes again with the next import.
    fn go_on(&self) -> Result<(), ImportError> {
        if self.watch.cancel.is_cancelled() { Err(ImportError::Cancelled) } else { Ok(()) }
    }

    fn take(&mut self, record: Record) -> Result<(), ImportError> {
        match record {
            Record::Person(person) => self.people.told(person),
            Record::Conversation(conversation) => self.places.told(conversation),
            Record::Member(member) => {
                if member.member.muted_until.is_some_and(|until| until > now()) {
                    let who = self.people.handle(member.member.user).to_owned();
                    self.remarks.note(Unfit::Silence, || who);
                }
                self.places.member(member);
            }
            Record::File(file) => self.files.told(file),
            Record::Message(message) => self.message(message)?,
            Record::Note(_) => self.remarks.note(Unfit::Note, String::new),
            Record::Hole(hole) => {
                self.remarks.note(Unfit::Hole, || format!("{}: {} to {}", hole.conversation, hole.from, hole.to));
            }
            // The reader of the archive has told of those itself.
            Record::Unknown(_) | Record::Header(_) | Record::End(_) => {}
        }
        Ok(())
    }

    fn here(&mut self, person: UserId) -> Result<UserId, ImportError> {
        let Self { source, files, ledger, reader, remarks, people, .. } = self;
        people.here(person, &mut Means { source, files, ledger, reader, remarks })
    }

    fn message(&mut self, mut message: Message) -> Result<(), ImportError> {
        let possible = Millis(message.at.0.clamp(0, now().0));
        if message.at != possible {
            self.remarks.note(Unfit::Time, || message.id.to_string());
        }
        message.at = possible;
        message.edited_at = message.edited_at.map(|at| Millis(at.0.clamp(possible.0, now().0.max(possible.0))));
        let Some(here) = self.begin(message.conversation, message.at)? else {
            if let Some(place) = self.places.get_mut(message.conversation) {
                place.left_out += 1;
            }
            return Ok(());
        };
        let author = self.here(message.author)?;
        let pieces = match &message.body {
            Some(body) => {
                let blob = body.blob().cloned();
                let Self { source, files, ledger, reader, remarks, .. } = self;
                let brought = match &blob {
                    Some(blob) => Some(files.bring(blob, source, ledger, reader, remarks)?),
                    None => None,
                };
                let Fitted { pieces, remarks } = fit(body.clone(), brought, self.ledger.limits());
                for remark in remarks {
                    self.remarks.note(remark, || message.id.to_string());
                }
                if pieces.is_empty() {
                    self.remarks.note(Unfit::Empty, || message.id.to_string());
                    if let Some(place) = self.places.get_mut(message.conversation) {
                        place.left_out += 1;
                    }
                    return Ok(());
                }
                pieces.into_iter().map(Some).collect()
            }
            None => vec![None],
        };
        let forwarded = match message.forwarded {
            Some(mut origin) => {
                origin.author = self.here(origin.author)?;
                Some(origin)
            }
            None => None,
        };
        let mut mentions = Vec::with_capacity(message.mentions.len());
        for person in &message.mentions {
            mentions.push(self.here(*person)?);
        }
        let reactions = self.reactions(&message)?;
        let mut brought = ImportedMessage {
            conversation: here,
            message: message.id,
            at: message.at,
            author,
            body: None,
            reply_to: message.reply_to,
            forwarded,
            edited_at: message.edited_at,
            mentions,
            mentions_room: message.mentions_room,
            pinned: message.pinned,
            reactions,
            follows: None,
        };
        for (number, body) in (0_u64..).zip(pieces) {
            brought.body = body;
            if number > 0 {
                // What hangs on the whole hangs on its first part.
                brought.message = part(message.id, number);
                brought.reply_to = None;
                brought.mentions.clear();
                brought.mentions_room = false;
                brought.pinned = false;
                brought.reactions.clear();
            }
            self.queue(message.conversation, number > 0, brought.clone());
        }
        if let Some(place) = self.places.get_mut(message.conversation) {
            place.authors.insert(author);
        }
        Ok(())
    }

    fn reactions(&mut self, message: &Message) -> Result<Vec<(String, UserId)>, ImportError> {
        let mut reactions = Vec::new();
        for reaction in &message.reactions {
            if form::reaction(&reaction.emoji).is_err() {
                self.remarks.note(Unfit::ReactionStrange, || reaction.emoji.chars().take(40).collect());
                continue;
            }
            for person in &reaction.people {
                reactions.push((reaction.emoji.clone(), self.here(*person)?));
            }
        }
        Ok(reactions)
    }

    fn queue(&mut self, conversation: ConversationId, part: bool, mut message: ImportedMessage) {
        let Some(place) = self.places.get_mut(conversation) else { return };
        message.follows = place.follows.replace(message.message);
        self.batch_bytes += 512 + message.body.as_ref().map_or(0, |body| body.words().len());
        self.queued.push(Queued { conversation, part, message: message.message });
        self.batch.push(Import::Message(Box::new(message)));
    }

    /// Makes what waits durable and counts what became of it.
    fn flush(&mut self) -> Result<(), ImportError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.batch_bytes = 0;
        let outcomes = self.ledger.commit(std::mem::take(&mut self.batch))?;
        for (queued, outcome) in std::mem::take(&mut self.queued).into_iter().zip(outcomes) {
            let Some(place) = self.places.get_mut(queued.conversation) else { continue };
            match outcome {
                Ok(Imported::Message(arrived)) => {
                    self.reactions += u64::from(arrived.reactions);
                    if arrived.answers_nothing {
                        self.remarks.note(Unfit::AnswersNothing, || queued.message.to_string());
                    }
                    match (queued.part, arrived.new) {
                        (true, _) => {}
                        (false, true) => place.added += 1,
                        (false, false) => place.known += 1,
                    }
                }
                Ok(_) => return Err(strange().into()),
                Err(failure) => {
                    if !queued.part {
                        place.left_out += 1;
                    }
                    place.why.get_or_insert(failure.message);
                }
            }
        }
        self.progress.messages = self.places.messages();
        self.progress.files = self.files.count;
        (self.watch.progress)(self.progress);
        Ok(())
    }

    /// Makes the conversation where this is the first that comes of it. None when it cannot come in.
    fn begin(&mut self, id: ConversationId, at: Millis) -> Result<Option<ConversationId>, ImportError> {
        let Some(place) = self.places.get(id) else {
            self.remarks.note(Unfit::LaterRecord, || id.to_string());
            return Ok(None);
        };
        match place.standing {
            Standing::Begun { here, .. } => return Ok(Some(here)),
            Standing::Refused => return Ok(None),
            Standing::Unknown => {}
        }
        let kind = place.kind.clone();
        let private: Vec<UserId> = match &kind {
            ConversationKind::Direct { people } => people.to_vec(),
            ConversationKind::Room { room } if room.visibility == Visibility::Group => {
                place.members.iter().map(|(person, _)| *person).collect()
            }
            ConversationKind::Room { .. } => Vec::new(),
        };
        if matches!(&kind, ConversationKind::Direct { .. }) || is_group(&kind) {
            let mut anybody = false;
            for person in &private {
                anybody |= self.people.can_sign_in(*person, &self.reader)?;
            }
            if !anybody {
                return Ok(self.refuse(id, "nobody of this private chat has an account here"));
            }
        }
        let kind = match kind {
            ConversationKind::Direct { people: [one, other] } => {
                BeginKind::Direct { people: [self.here(one)?, self.here(other)?] }
            }
            ConversationKind::Room { room } => BeginKind::Room { conversation: id, room: self.room(room)? },
        };
        let outcome = self.ledger.commit(vec![Import::Begin(Begin { kind, at })])?.pop().ok_or_else(strange)?;
        match outcome {
            Ok(Imported::Conversation { conversation, open }) => {
                if let Some(place) = self.places.get_mut(id) {
                    place.standing = Standing::Begun { here: conversation, open };
                }
                Ok(Some(conversation))
            }
            Ok(_) => Err(strange().into()),
            Err(failure) => Ok(self.refuse(id, &failure.message)),
        }
    }

    fn refuse(&mut self, id: ConversationId, why: &str) -> Option<ConversationId> {
        if let Some(place) = self.places.get_mut(id) {
            place.standing = Standing::Refused;
            place.why = Some(why.to_owned());
        }
        None
    }

    /// A room's settings as this server takes them.
    fn room(&mut self, room: Room) -> Result<Room, ImportError> {
        let limits = self.ledger.limits();
        let name = match room.visibility {
            Visibility::Group if room.name.trim().is_empty() => String::new(),
            Visibility::Group | Visibility::Public | Visibility::Private => names::name(&room.name, limits, "room"),
        };
        let topic = names::topic(&room.topic, limits);
        if (name.as_str(), topic.as_str()) != (room.name.trim(), room.topic.trim()) {
            self.remarks.note(Unfit::Name, || name.clone());
        }
        let avatar = match room.avatar {
            Avatar::Own { blob } => {
                let Self { source, files, ledger, reader, remarks, .. } = self;
                face(&blob, &mut Means { source, files, ledger, reader, remarks })?
            }
            drawn @ Avatar::Drawn { .. } => drawn,
        };
        let slow_seconds = room.slow_seconds.min(24 * 60 * 60);
        Ok(Room { name, topic, avatar, slow_seconds, ..room })
    }

    /// Lets the people of a conversation in. An empty one has only now to be made.
    fn open(&mut self, id: ConversationId) -> Result<(), ImportError> {
        let Some(conversation) = self.begin(id, now())? else { return Ok(()) };
        let Some(place) = self.places.get(id) else { return Ok(()) };
        if place.standing == (Standing::Begun { here: conversation, open: true }) && place.added == 0 {
            return Ok(());
        }
        let members = place.members.clone();
        let wrote: BTreeSet<UserId> = place.authors.clone();
        let mut people = Vec::with_capacity(members.len());
        for (person, role) in members {
            if self.people.can_sign_in(person, &self.reader)? {
                people.push((self.here(person)?, role));
            }
        }
        if people.is_empty() {
            // Some exports do not say who was in it; whoever wrote was.
            people.extend(wrote.into_iter().map(|person| (person, hearth_proto::people::Role::Member)));
        }
        let open = Open { conversation, people };
        let Imported::Opened { people } = self.ledger.commit_one(Import::Open(open))? else {
            return Err(strange().into());
        };
        if let Some(place) = self.places.get_mut(id) {
            place.entered = people;
        }
        Ok(())
    }

    fn report(self) -> (Report, Ledger) {
        let header = self.source.header();
        let conversations = self.places.ids().into_iter().filter_map(|id| {
            let place = self.places.get(id)?;
            let name = match &place.kind {
                ConversationKind::Room { room } if room.name.is_empty() => {
                    let people = place.members.iter().map(|(person, _)| self.people.handle(*person));
                    people.collect::<Vec<_>>().join(", ")
                }
                ConversationKind::Room { room } => room.name.clone(),
                ConversationKind::Direct { people: [one, other] } => {
                    format!("{}, {}", self.people.handle(*one), self.people.handle(*other))
                }
            };
            Some(ConversationReport {
                name,
                added: place.added,
                known: place.known,
                left_out: place.left_out,
                why: place.why.clone(),
                entered: place.entered,
            })
        });
        let report = Report {
            source: header.source.kind,
            name: header.source.name.clone(),
            conversations: conversations.collect(),
            people: self.people.report,
            files: self.files.count,
            file_bytes: self.files.bytes,
            reactions: self.reactions,
            remarks: self.remarks.after(self.source.report()),
        };
        (report, self.ledger)
    }
}

fn is_group(kind: &ConversationKind) -> bool {
    matches!(kind, ConversationKind::Room { room } if room.visibility == Visibility::Group)
}

/// A further part of a message: its id follows from the message's, so that it is the same next time.
fn part(of: MessageId, number: u64) -> MessageId {
    let mut hash = Sha256::new();
    hash.update(b"hearth import part");
    hash.update(of.0.as_bytes());
    hash.update(number.to_be_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    // Version 8 of RFC 9562: the bits are the application's own.
    let id: Uuid = Builder::from_custom_bytes(bytes).into_uuid();
    MessageId(id)
}
