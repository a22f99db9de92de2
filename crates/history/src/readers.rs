//! Those who read: a small pool of query-only connections, and all questions one can ask.

use std::{
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use hearth_proto::{
    id::{BlobId, ConversationId, MessageId, Millis, Seq, UserId},
    people::{Member, Profile},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    answer::{Divider, Draft, Restored, Waiting},
    batch::Sending,
    column,
    error::ReadError,
    finding::{Count, Found, IndexProgress, Reach, Search},
    gallery::{self, Gallery, LinksPage, Month, Statistics},
    index::{State, Trouble},
    item::{FileKind, FilesPage, Item, Message, Place, Row, TimelinePage},
    list, load, open, reach, restore, search, timeline,
};

/// At most so many connections. Whoever comes when all are in use waits; queries take milliseconds.
const MOST: usize = 4;

/// A cheap handle to the pool; clones share it.
#[derive(Clone)]
pub struct Readers {
    pool: Arc<Pool>,
}

struct Pool {
    file: PathBuf,
    /// Where the writer hears of a damaged index.
    trouble: Trouble,
    state: Mutex<Connections>,
    returned: Condvar,
}

#[derive(Default)]
struct Connections {
    idle: Vec<Connection>,
    /// Idle or in use.
    made: usize,
}

impl Pool {
    fn lock(&self) -> MutexGuard<'_, Connections> {
        // Nobody leaves the list half-changed, so a panic elsewhere does no harm to it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Readers {
    pub(crate) fn open(file: PathBuf, trouble: Trouble) -> rusqlite::Result<Self> {
        let first = connect(&file)?;
        let state = Mutex::new(Connections { idle: vec![first], made: 1 });
        Ok(Self { pool: Arc::new(Pool { file, trouble, state, returned: Condvar::new() }) })
    }

    /// A reader, which sees the history as it is at its first question until it is dropped. Ask what belongs together of
    /// one reader, and do not keep it: the file cannot shrink its log meanwhile. Blocks while all are in use.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn get(&self) -> Result<Reader, ReadError> {
        let conn = self.take()?;
        let reader = Reader { conn: Some(conn), pool: Arc::clone(&self.pool) };
        reader.conn()?.execute_batch("BEGIN")?;
        Ok(reader)
    }

    fn take(&self) -> Result<Connection, ReadError> {
        let mut state = self.pool.lock();
        loop {
            if let Some(conn) = state.idle.pop() {
                return Ok(conn);
            }
            if state.made < MOST {
                let conn = connect(&self.pool.file)?;
                state.made += 1;
                return Ok(conn);
            }
            state = self.pool.returned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn connect(file: &std::path::Path) -> rusqlite::Result<Connection> {
    let conn = open::connect(file)?;
    conn.pragma_update(None, "query_only", "ON")?;
    Ok(conn)
}

/// One connection for a while; it goes back to the pool when dropped.
pub struct Reader {
    /// None only while it is being dropped.
    conn: Option<Connection>,
    pool: Arc<Pool>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        let mut state = self.pool.lock();
        match self.conn.take() {
            Some(conn) if conn.execute_batch("ROLLBACK").is_ok() => state.idle.push(conn),
            Some(_) | None => state.made -= 1,
        }
        self.pool.returned.notify_one();
    }
}

impl Reader {
    #[cfg(test)]
    pub(crate) fn connection(&self) -> &Connection {
        self.conn.as_ref().expect("in use")
    }

    fn conn(&self) -> Result<&Connection, ReadError> {
        self.conn.as_ref().ok_or_else(|| ReadError::Other("the connection is gone".to_owned()))
    }

    fn key(&self, conversation: ConversationId) -> Result<Option<i64>, ReadError> {
        Ok(self
            .conn()?
            .prepare_cached("SELECT key FROM conversation WHERE id = ?1")?
            .query_row(params![conversation.0.into_bytes()], |row| row.get(0))
            .optional()?)
    }

    /// What the account starts from.
    ///
    /// # Errors
    /// See [`ReadError`], as for all questions.
    pub fn restore(&self) -> Result<Restored, ReadError> {
        Ok(restore::restored(self.conn()?)?)
    }

    /// The conversation list: pinned first, then the most recently active.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn rows(&self) -> Result<Vec<Row>, ReadError> {
        Ok(list::rows(self.conn()?)?)
    }

    /// None where it is not known, or no head of it has come yet.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn row(&self, conversation: ConversationId) -> Result<Option<Row>, ReadError> {
        Ok(list::row(self.conn()?, conversation)?)
    }

    /// A stretch of a timeline of about `limit` sent items (1 to 500). What waits comes on top, wherever the page
    /// reaches the end; so do holes at its edges, and messages that share the seq of the last one.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn timeline(&self, conversation: ConversationId, place: Place, limit: u32) -> Result<TimelinePage, ReadError> {
        let key = self.key(conversation)?.unwrap_or(0);
        Ok(timeline::page(self.conn()?, (key, conversation), place, limit)?)
    }

    /// Everything that was sent at the places from `from` to `to`, both included, and whatever elsewhere quotes it.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn between(&self, conversation: ConversationId, from: Seq, to: Seq) -> Result<Vec<Item>, ReadError> {
        let key = self.key(conversation)?.unwrap_or(0);
        Ok(timeline::between(self.conn()?, (key, conversation), from, to)?)
    }

    /// A message, sent or waiting.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn message(&self, message: MessageId) -> Result<Option<Message>, ReadError> {
        Ok(load::message(self.conn()?, message)?)
    }

    /// None while it waits, or where it is not here.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn seq_of(&self, message: MessageId) -> Result<Option<Seq>, ReadError> {
        Ok(self
            .conn()?
            .prepare_cached("SELECT seq FROM message WHERE id = ?1")?
            .query_row(params![message.0.into_bytes()], |row| column::seq(row, 0))
            .optional()?)
    }

    /// None where everything is read.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn divider(&self, conversation: ConversationId) -> Result<Option<Divider>, ReadError> {
        let Some(key) = self.key(conversation)? else { return Ok(None) };
        Ok(timeline::divider(self.conn()?, key)?)
    }

    /// Pinned messages that are here and not deleted, the last pinned first, at most `limit`.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn pinned(&self, conversation: ConversationId, limit: u32) -> Result<Vec<Message>, ReadError> {
        let Some(key) = self.key(conversation)? else { return Ok(Vec::new()) };
        Ok(list::pinned(self.conn()?, (key, conversation), limit)?)
    }

    /// Files of one kind, newest first, at most `limit`, older than `before`.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn files(
        &self,
        conversation: ConversationId,
        kind: FileKind,
        before: Option<Seq>,
        limit: u32,
    ) -> Result<FilesPage, ReadError> {
        let key = self.key(conversation)?.unwrap_or(0);
        Ok(list::files(self.conn()?, key, kind, before, limit)?)
    }

    /// Months in which there is something of a kind, the newest first. `month_of` says year and month of a moment.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn months(
        &self,
        conversation: ConversationId,
        what: Gallery,
        month_of: &mut dyn FnMut(Millis) -> (i16, i8),
    ) -> Result<Vec<Month>, ReadError> {
        let key = self.key(conversation)?.unwrap_or(0);
        Ok(gallery::months(self.conn()?, key, what, month_of)?)
    }

    /// Messages with web addresses in them, newest first, at most `limit`, older than `before`.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn links(&self, conversation: ConversationId, before: Option<Seq>, limit: u32) -> Result<LinksPage, ReadError> {
        let key = self.key(conversation)?.unwrap_or(0);
        Ok(gallery::links(self.conn()?, key, before, limit)?)
    }

    /// Figures about a conversation. `spans` are moments, rising, between which messages are counted.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn statistics(&self, conversation: ConversationId, spans: &[Millis]) -> Result<Statistics, ReadError> {
        let key = self.key(conversation)?.unwrap_or(0);
        Ok(gallery::statistics(self.conn()?, key, spans)?)
    }

    /// The first message above `after` (None: above what was read) that mentions me.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn next_mention(
        &self,
        conversation: ConversationId,
        after: Option<Seq>,
    ) -> Result<Option<MessageId>, ReadError> {
        let Some(key) = self.key(conversation)? else { return Ok(None) };
        Ok(list::next_mention(self.conn()?, key, after)?)
    }

    /// The first missing event above `after` (None: above what was read) that may be an earlier mention of me than
    /// [`Self::next_mention`] gives.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn missing_before_mention(
        &self,
        conversation: ConversationId,
        after: Option<Seq>,
    ) -> Result<Option<Seq>, ReadError> {
        let Some(key) = self.key(conversation)? else { return Ok(None) };
        Ok(list::missing_before_mention(self.conn()?, key, after)?)
    }

    /// The hole in which the first message at or after this moment may lie; None where that message is known.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn hole_before_date(&self, conversation: ConversationId, at: Millis) -> Result<Option<(Seq, Seq)>, ReadError> {
        let Some(key) = self.key(conversation)? else { return Ok(None) };
        Ok(timeline::hole_before_date(self.conn()?, key, at)?)
    }

    /// How far the others have read, as far as this is known.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn readers(&self, conversation: ConversationId) -> Result<Vec<hearth_proto::frame::Reader>, ReadError> {
        let Some(key) = self.key(conversation)? else { return Ok(Vec::new()) };
        Ok(load::readers(self.conn()?, key)?)
    }

    /// Acts on a message that wait or were refused, in the order in which they were done.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn acts_on(&self, message: MessageId) -> Result<Vec<Waiting>, ReadError> {
        Ok(restore::acts_on(self.conn()?, message)?)
    }

    /// Those who are in the conversation, as far as this file was told.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn members(&self, conversation: ConversationId) -> Result<Vec<Member>, ReadError> {
        let Some(key) = self.key(conversation)? else { return Ok(Vec::new()) };
        Ok(load::members(self.conn()?, key)?)
    }

    /// Everyone this file knows of, by id.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn people(&self) -> Result<Vec<Profile>, ReadError> {
        Ok(list::people(self.conn()?)?)
    }

    /// # Errors
    /// See [`ReadError`].
    pub fn person(&self, user: UserId) -> Result<Option<Profile>, ReadError> {
        Ok(list::person(self.conn()?, user)?)
    }

    /// What was being written there; empty where there is none.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn draft(&self, conversation: ConversationId) -> Result<Draft, ReadError> {
        let found = self
            .conn()?
            .prepare_cached(
                "SELECT text, reply_to, attachments, edit_message, edit_text FROM draft WHERE conversation = ?1",
            )?
            .query_row(params![conversation.0.into_bytes()], |row| restore::draft_row(row, 0))
            .optional()?;
        Ok(found.unwrap_or_default())
    }

    /// How much waits to be sent, messages and acts, without what was refused.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn waiting(&self) -> Result<u32, ReadError> {
        Ok(self
            .conn()?
            .prepare_cached("SELECT count(*) FROM outbox WHERE failed IS NULL")?
            .query_row([], |row| column::small(row, 0))?)
    }

    /// A message of the outbox, with what still has to be uploaded for it.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn waiting_message(&self, message: MessageId) -> Result<Option<Waiting>, ReadError> {
        Ok(restore::waiting(self.conn()?, message)?)
    }

    /// Every blob that a message of the outbox or a draft needs, uploaded or not; their bytes must stay on this disk.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn waiting_blobs(&self) -> Result<Vec<BlobId>, ReadError> {
        let outbox = restore::outbox(self.conn()?)?;
        let bodies = outbox.iter().filter_map(|waiting| match &waiting.outgoing.what {
            Sending::Message { body, .. } => body.blob().cloned(),
            Sending::Act { .. } => None,
        });
        let drafts = restore::drafts(self.conn()?)?;
        let attached =
            drafts.iter().flat_map(|draft| &draft.attachments).map(|attached| attached.attachment.blob().clone());
        Ok(bodies.chain(attached).collect())
    }

    /// A page of messages that fit. What waits to be sent is not among them. A question that asks for nothing finds
    /// nothing.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn search(&self, what: &Search) -> Result<Found, ReadError> {
        Ok(search::search(self.conn()?, &self.pool.trouble, what)?)
    }

    /// How many messages fit. Stops at `up_to`, and where counting would take long.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn count(&self, what: &Search, up_to: u32) -> Result<Count, ReadError> {
        Ok(search::count(self.conn()?, &self.pool.trouble, what, up_to)?)
    }

    /// How far the index has come; None once everything is in it.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn indexing(&self) -> Result<Option<IndexProgress>, ReadError> {
        let state = State::read(self.conn()?)?;
        // A damaged index is made anew at the next step.
        Ok(state.progress().or_else(|| self.pool.trouble.is_told().then(IndexProgress::default)))
    }

    /// How much of a conversation, or of all that this person is in (None), is here.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn reach(&self, conversation: Option<ConversationId>) -> Result<Reach, ReadError> {
        let key = match conversation {
            Some(conversation) => Some(self.key(conversation)?.unwrap_or(0)),
            None => None,
        };
        Ok(reach::reach(self.conn()?, key)?)
    }

    /// What [`crate::writer::Writer::set_meta`] kept.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn meta(&self, name: &str) -> Result<Option<String>, ReadError> {
        Ok(self
            .conn()?
            .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
            .query_row(params![name], |row| row.get(0))
            .optional()?)
    }
}
