//! The one who writes. Every call is one transaction: when it has returned, all of it is written (and what only this
//! computer knows is on the disk, see the crate); when it failed, nothing of it is. Calls block for as long as the disk
//! takes, so the owner gives it a thread of its own.

use hearth_proto::{
    body::Body,
    id::{ActId, ConversationId, MessageId, Millis},
};
use rusqlite::{Connection, OptionalExtension as _, Result, TransactionBehavior, params};

use crate::{
    answer::{Draft, Waiting},
    apply::{Fold, bytes},
    batch::{Batch, Outgoing, Sending, Touched},
    column,
    error::{WriteError, is_damage},
    finding::IndexProgress,
    index::{self, State, Trouble, Vocabulary},
    item::NotifyLevel,
};

/// Owns the only writing connection of a history.
pub struct Writer {
    pub(crate) conn: Connection,
    /// Erased words may still stand in the write-ahead log.
    log_to_empty: bool,
    /// As the connection is set now.
    sync: Sync,
    /// Where readers say that the index is damaged.
    trouble: Trouble,
    vocabulary: Vocabulary,
}

/// How long a commit waits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sync {
    /// Until it is on the disk.
    Full,
    /// Not at all; a power cut may take it, whole and together with all that came after it.
    Normal,
}

impl Writer {
    pub(crate) fn new(conn: Connection, trouble: Trouble) -> Self {
        Self { conn, log_to_empty: false, sync: Sync::Full, trouble, vocabulary: Vocabulary::default() }
    }

    /// Writes one step of the log. Applying it again changes nothing.
    ///
    /// # Errors
    /// See [`WriteError`]; nothing was written, the cursor included, so the same batch may be given again.
    pub fn apply(&mut self, batch: &Batch) -> Result<Touched, WriteError> {
        self.write_with(Sync::Normal, |fold| fold.batch(batch))
    }

    /// Puts a message into the outbox; when this has returned, it is on the disk. A message that is in it, or was sent, stays as it is.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn enqueue(&mut self, outgoing: &Outgoing) -> Result<Touched, WriteError> {
        self.enqueue_all(std::slice::from_ref(outgoing))
    }

    /// The same for several that belong together: all of them or none.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn enqueue_all(&mut self, outgoing: &[Outgoing]) -> Result<Touched, WriteError> {
        self.write(|fold| {
            outgoing.iter().try_for_each(|one| wait(fold, &Waiting { outgoing: one.clone(), failed: None }))
        })
    }

    pub(crate) fn wait(&mut self, waiting: &Waiting) -> Result<Touched, WriteError> {
        self.write(|fold| wait(fold, waiting))
    }

    /// Forgets a waiting or failed message, with what was done to it since. A sent one is left alone.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn discard(&mut self, message: MessageId) -> Result<Touched, WriteError> {
        self.write(|fold| {
            let conversation = fold
                .conn
                .prepare_cached("DELETE FROM outbox WHERE message = ?1 AND target IS NULL RETURNING conversation")?
                .query_row(params![message.0.into_bytes()], |row| column::id(row, 0, ConversationId))
                .optional()?;
            if conversation.is_some() {
                fold.conn
                    .prepare_cached("DELETE FROM outbox WHERE target = ?1")?
                    .execute(params![message.0.into_bytes()])?;
            }
            fold.touch.erased |= conversation.is_some();
            fold.touch.rows.extend(conversation);
            Ok(())
        })
    }

    /// Forgets acts that wait or were refused. What the server has taken already stays.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn discard_acts(&mut self, acts: &[ActId]) -> Result<Touched, WriteError> {
        self.write(|fold| acts.iter().try_for_each(|act| fold.take_act(*act).map(drop)))
    }

    /// Gives a refused message other words; it waits anew, at its old place.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn reword(&mut self, message: MessageId, body: &Body) -> Result<Touched, WriteError> {
        self.write(|fold| {
            let conversation = fold
                .conn
                .prepare_cached(
                    "UPDATE outbox SET body = ?2, failed = NULL
                     WHERE message = ?1 AND target IS NULL AND failed IS NOT NULL RETURNING conversation",
                )?
                .query_row(params![message.0.into_bytes(), column::to_json(body)?], |row| {
                    column::id(row, 0, ConversationId)
                })
                .optional()?;
            fold.touch.erased |= conversation.is_some();
            if let Some(conversation) = conversation {
                fold.shown_anew(conversation, message)?;
            }
            Ok(())
        })
    }

    /// Keeps what is being written; nothing at all forgets it.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn set_draft(&mut self, conversation: ConversationId, draft: &Draft) -> Result<Touched, WriteError> {
        self.write(|fold| {
            let id = conversation.0.into_bytes();
            if draft.is_empty() {
                fold.conn.prepare_cached("DELETE FROM draft WHERE conversation = ?1")?.execute(params![id])?;
            } else {
                fold.conn
                    .prepare_cached(
                        "INSERT INTO draft (conversation, text, reply_to, attachments, edit_message, edit_text)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                         ON CONFLICT (conversation) DO UPDATE SET
                             text = excluded.text, reply_to = excluded.reply_to, attachments = excluded.attachments,
                             edit_message = excluded.edit_message, edit_text = excluded.edit_text",
                    )?
                    .execute(params![
                        id,
                        draft.text,
                        draft.reply_to.map(|original| original.0.into_bytes()),
                        column::to_json(&draft.attachments)?,
                        draft.edit.as_ref().map(|(message, _)| message.0.into_bytes()),
                        draft.edit.as_ref().map_or("", |(_, text)| text),
                    ])?;
            }
            fold.touch.rows.insert(conversation);
            Ok(())
        })
    }

    /// What the conversation may alert for.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn set_notify(
        &mut self,
        conversation: ConversationId,
        notify: NotifyLevel,
        muted_until: Option<Millis>,
    ) -> Result<Touched, WriteError> {
        self.write(|fold| {
            fold.conn
                .prepare_cached(
                    "INSERT INTO choice (conversation, notify, muted_until, pinned) VALUES (?1, ?2, ?3, 0)
                     ON CONFLICT (conversation)
                     DO UPDATE SET notify = excluded.notify, muted_until = excluded.muted_until",
                )?
                .execute(params![
                    conversation.0.into_bytes(),
                    column::to_word(&notify)?,
                    muted_until.map(|until| until.0)
                ])?;
            fold.touch.rows.insert(conversation);
            Ok(())
        })
    }

    /// Whether the conversation stands above the others in the list.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn set_pinned(&mut self, conversation: ConversationId, pinned: bool) -> Result<Touched, WriteError> {
        self.write(|fold| {
            fold.conn
                .prepare_cached(
                    "INSERT INTO choice (conversation, notify, pinned) VALUES (?1, ?2, ?3)
                     ON CONFLICT (conversation) DO UPDATE SET pinned = excluded.pinned",
                )?
                .execute(params![conversation.0.into_bytes(), column::to_word(&NotifyLevel::default())?, pinned])?;
            fold.touch.rows.insert(conversation);
            Ok(())
        })
    }

    /// The conversation to show at the next start.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn set_last_open(&mut self, conversation: Option<ConversationId>) -> Result<(), WriteError> {
        self.write(|fold| {
            fold.conn
                .prepare_cached("UPDATE account SET last_open = ?1 WHERE one = 1")?
                .execute(params![conversation.map(|id| id.0.into_bytes())])?;
            Ok(())
        })
        .map(drop)
    }

    /// Keeps a small fact about the account, such as the server's name, under a name of the caller's.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn set_meta(&mut self, name: &str, value: &str) -> Result<(), WriteError> {
        self.write(|fold| {
            fold.conn
                .prepare_cached(
                    "INSERT INTO meta (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                )?
                .execute(params![name, value])?;
            Ok(())
        })
        .map(drop)
    }

    /// Brings the index further by about so many messages, the newest first, and says how far it is; None once it is
    /// whole. To be called again and again, in small steps, when nothing else is to be written.
    ///
    /// # Errors
    /// See [`WriteError`]; the steps before this one hold.
    pub fn index_step(&mut self, messages: u32) -> Result<Option<IndexProgress>, WriteError> {
        self.set_sync(Sync::Normal)?;
        let damaged = self.trouble.is_told();
        let mut at_index = false;
        let stepped = if damaged { Ok(None) } else { self.try_index_step(messages, &mut at_index) };
        match stepped {
            Ok(progress) if !damaged => Ok(progress),
            Err(error) if !(at_index && is_damage(&error)) => Err(error.into()),
            Ok(_) | Err(_) => {
                self.renew_index()?;
                Ok(State::read(&self.conn)?.progress())
            }
        }
    }

    fn try_index_step(&mut self, messages: u32, at_index: &mut bool) -> Result<Option<IndexProgress>> {
        // What it learns holds only if all of this is written.
        let mut vocabulary = std::mem::take(&mut self.vocabulary);
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let progress = index::step(&tx, &mut vocabulary, messages, at_index)?;
        *at_index = true;
        tx.commit()?;
        self.vocabulary = vocabulary;
        Ok(progress)
    }

    /// A damaged index costs nothing but itself.
    fn renew_index(&mut self) -> Result<()> {
        self.vocabulary = Vocabulary::default();
        index::renew(&mut self.conn)?;
        self.log_to_empty = true;
        self.empty_log();
        self.trouble.is_over();
        Ok(())
    }

    pub(crate) fn write(&mut self, act: impl Fn(&mut Fold<'_>) -> Result<()>) -> Result<Touched, WriteError> {
        self.write_with(Sync::Full, act)
    }

    fn write_with(&mut self, sync: Sync, act: impl Fn(&mut Fold<'_>) -> Result<()>) -> Result<Touched, WriteError> {
        self.set_sync(sync)?;
        let mut at_index = false;
        match self.attempt(&act, &mut at_index) {
            Err(error) if at_index && is_damage(&error) => {
                self.renew_index()?;
                Ok(self.attempt(&act, &mut at_index)?)
            }
            done => Ok(done?),
        }
    }

    fn attempt(&mut self, act: &impl Fn(&mut Fold<'_>) -> Result<()>, at_index: &mut bool) -> Result<Touched> {
        let mut vocabulary = std::mem::take(&mut self.vocabulary);
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut fold = Fold::begin(&tx)?;
        act(&mut fold)?;
        let (touched, erased) = fold.end(&mut vocabulary, at_index)?;
        // FTS5 writes the last of it now.
        *at_index = true;
        tx.commit()?;
        self.vocabulary = vocabulary;
        self.log_to_empty |= erased;
        self.empty_log();
        Ok(touched)
    }

    fn set_sync(&mut self, sync: Sync) -> Result<()> {
        if self.sync != sync {
            let level = match sync {
                Sync::Full => "FULL",
                Sync::Normal => "NORMAL",
            };
            self.conn.pragma_update(None, "synchronous", level)?;
            self.sync = sync;
        }
        Ok(())
    }

    /// Moves everything out of the write-ahead log and cuts it off, so that erased words are nowhere. A reader in the
    /// way is not waited for: the next write tries again, and so does closing the file.
    fn empty_log(&mut self) {
        if !self.log_to_empty {
            return;
        }
        let patient = std::time::Duration::from_secs(5);
        let done = self.conn.busy_timeout(std::time::Duration::ZERO).and_then(|()| {
            self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok(row.get::<_, i64>(0)? == 0))
        });
        // What was to be written is written, so a failure here is no failure of the call.
        self.log_to_empty = !matches!(done, Ok(true));
        self.conn.busy_timeout(patient).unwrap_or_default();
    }
}

/// Puts one thing into the outbox. What is in it already, or was sent, stays as it is.
fn wait(fold: &mut Fold<'_>, waiting: &Waiting) -> Result<()> {
    let Waiting { outgoing: Outgoing { conversation, at, what }, failed } = waiting;
    let (target, body, reply_to, forward, upload) = match what {
        Sending::Message { message: _, body, reply_to, forward, upload } => (
            None,
            column::to_json(body)?,
            reply_to.map(|original| original.0.into_bytes()),
            forward.as_ref().map(column::to_json).transpose()?,
            upload.as_ref().map(|blob| blob.as_str()),
        ),
        Sending::Act { act: _, target, what } => (Some(*target), column::to_json(what)?, None, None, None),
    };
    let new = fold
        .conn
        .prepare_cached(
            "INSERT INTO outbox (message, conversation, at, body, reply_to, upload, failed, target, forward)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS (SELECT 1 FROM message WHERE id = ?1)
             ON CONFLICT (message) DO NOTHING",
        )?
        .execute(params![
            bytes(what.id()),
            conversation.0.into_bytes(),
            at.0,
            body,
            reply_to,
            upload,
            failed.map(|code| column::to_word(&code)).transpose()?,
            target.map(|target| target.0.into_bytes()),
            forward,
        ])?;
    match (new, what) {
        (0, _) => Ok(()),
        (_, Sending::Message { message, .. }) => fold.shown_anew(*conversation, *message),
        (_, Sending::Act { target, .. }) => fold.shown_anew(*conversation, *target),
    }
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
