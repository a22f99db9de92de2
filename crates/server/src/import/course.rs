//! The course of an import: record by record, some hundred of them to a commit.

use hearth_archive::{
    record::{ConversationKind, Record},
    remark::Unfit,
    source::Source,
};
use hearth_proto::id::{ConversationId, MessageId, UserId};
use rusqlite::Connection;

use super::{
    ImportError, Options, Progress, Watch,
    files::Files,
    ledger::{Ledger, strange, why},
    people::{Means, People},
    places::Places,
    report::{ConversationReport, Remarks, Report},
};
use crate::{
    clock::now,
    state::command::{Import, Imported},
};

/// Messages to a commit, and bytes of them. A commit waits for the disk; what is not committed yet is in memory.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// An import on its way.
pub(super) struct Course<'a, 'b> {
    pub(super) source: Source,
    pub(super) ledger: Ledger,
    /// Sees what is committed.
    pub(super) reader: Connection,
    pub(super) files: Files<'a>,
    pub(super) people: People,
    pub(super) places: Places,
    pub(super) remarks: Remarks,
    pub(super) batch: Vec<Import>,
    /// For each message of the batch: which conversation of the archive it belongs to.
    pub(super) queued: Vec<Queued>,
    pub(super) batch_bytes: usize,
    reactions: u64,
    progress: Progress,
    watch: Watch<'b>,
}

/// A message of the batch.
pub(super) struct Queued {
    pub(super) conversation: ConversationId,
    /// A further part of a message that was too long; counted with the first.
    pub(super) part: bool,
    pub(super) message: MessageId,
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
                    self.remarks.note(Unfit::SilenceLeftOut, || who);
                }
                self.places.member(member);
            }
            Record::File(file) => self.files.told(file),
            Record::Message(message) => self.message(message)?,
            Record::Note(_) => self.remarks.note(Unfit::NoteLeftOut, String::new),
            Record::Hole(hole) => {
                self.remarks.note(Unfit::Hole, || format!("{}: {}–{}", hole.conversation, hole.from, hole.to));
            }
            // The reader of the archive has told of those itself.
            Record::Unknown(_) | Record::Header(_) | Record::End(_) => {}
        }
        Ok(())
    }

    /// Whose account here somebody of the archive has.
    pub(super) fn here(&mut self, person: UserId) -> Result<UserId, ImportError> {
        let Self { source, files, ledger, reader, remarks, people, .. } = self;
        people.here(person, &mut Means { source, files, ledger, reader, remarks })
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
            let arrived = match outcome {
                Ok(Imported::Message(arrived)) => arrived,
                Ok(
                    Imported::Person { .. } | Imported::Conversation { .. } | Imported::Blob | Imported::Opened { .. },
                ) => {
                    return Err(strange().into());
                }
                Err(failure) => {
                    // A part that stays out leaves words out, too.
                    place.left_out += 1;
                    place.why.get_or_insert(why(failure));
                    continue;
                }
            };
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
        self.progress.messages = self.places.messages();
        self.progress.files = self.files.count;
        (self.watch.progress)(self.progress);
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
        let conversations = conversations.collect();
        let report = Report {
            source: header.source.kind,
            name: header.source.name.clone(),
            conversations,
            people: self.people.report(self.places.left_out()),
            files: self.files.count,
            file_bytes: self.files.bytes,
            reactions: self.reactions,
            remarks: self.remarks.after(self.source.report()),
        };
        (report, self.ledger)
    }
}
