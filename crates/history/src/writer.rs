//! The one who writes. Every call is one transaction: when it has returned, all of it is written (and what only this
//! computer knows is on the disk, see the crate); when it failed, nothing of it is. Calls block for as long as the disk
//! takes, so the owner gives it a thread of its own.

use hearth_proto::id::{ConversationId, MessageId, Millis};
use rusqlite::{Connection, OptionalExtension as _, Result, TransactionBehavior, params};

use crate::{
    answer::Waiting,
    apply::Fold,
    batch::{Batch, Outgoing, Touched},
    column,
    error::WriteError,
    item::NotifyLevel,
};

/// Owns the only writing connection of a history.
pub struct Writer {
    conn: Connection,
    /// Erased words may still stand in the write-ahead log.
    log_to_empty: bool,
    /// As the connection is set now.
    sync: Sync,
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
    pub(crate) fn new(conn: Connection) -> Self {
        Self { conn, log_to_empty: false, sync: Sync::Full }
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
        self.wait(&Waiting {
            conversation: outgoing.conversation,
            message: outgoing.message,
            body: outgoing.body.clone(),
            reply_to: outgoing.reply_to,
            upload: outgoing.upload.clone(),
            failed: None,
            at: outgoing.at,
        })
    }

    pub(crate) fn wait(&mut self, waiting: &Waiting) -> Result<Touched, WriteError> {
        self.write(|fold| {
            let failed = waiting.failed.map(|code| column::to_word(&code)).transpose()?;
            let new = fold
                .conn
                .prepare_cached(
                    "INSERT INTO outbox (message, conversation, at, body, reply_to, upload, failed)
                     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM message WHERE id = ?1)
                     ON CONFLICT (message) DO NOTHING",
                )?
                .execute(params![
                    waiting.message.0.into_bytes(),
                    waiting.conversation.0.into_bytes(),
                    waiting.at.0,
                    column::to_json(&waiting.body)?,
                    waiting.reply_to.map(|original| original.0.into_bytes()),
                    waiting.upload.as_ref().map(|blob| blob.as_str()),
                    failed,
                ])?;
            if new > 0 {
                fold.touch.outbox.insert(waiting.message);
                fold.touch.rows.insert(waiting.conversation);
            }
            Ok(())
        })
    }

    /// Forgets a waiting or failed message. A sent one is left alone.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn discard(&mut self, message: MessageId) -> Result<Touched, WriteError> {
        self.write(|fold| {
            let conversation = fold
                .conn
                .prepare_cached("DELETE FROM outbox WHERE message = ?1 RETURNING conversation")?
                .query_row(params![message.0.into_bytes()], |row| column::id(row, 0, ConversationId))
                .optional()?;
            fold.touch.erased |= conversation.is_some();
            fold.touch.rows.extend(conversation);
            Ok(())
        })
    }

    /// Keeps what is being written; nothing at all forgets it.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn set_draft(
        &mut self,
        conversation: ConversationId,
        text: &str,
        reply_to: Option<MessageId>,
    ) -> Result<Touched, WriteError> {
        self.write(|fold| {
            let id = conversation.0.into_bytes();
            if text.is_empty() && reply_to.is_none() {
                fold.conn.prepare_cached("DELETE FROM draft WHERE conversation = ?1")?.execute(params![id])?;
            } else {
                fold.conn
                    .prepare_cached(
                        "INSERT INTO draft (conversation, text, reply_to) VALUES (?1, ?2, ?3)
                         ON CONFLICT (conversation) DO UPDATE SET text = excluded.text, reply_to = excluded.reply_to",
                    )?
                    .execute(params![id, text, reply_to.map(|original| original.0.into_bytes())])?;
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

    pub(crate) fn write(&mut self, act: impl FnOnce(&mut Fold<'_>) -> Result<()>) -> Result<Touched, WriteError> {
        self.write_with(Sync::Full, act)
    }

    fn write_with(&mut self, sync: Sync, act: impl FnOnce(&mut Fold<'_>) -> Result<()>) -> Result<Touched, WriteError> {
        if self.sync != sync {
            let level = match sync {
                Sync::Full => "FULL",
                Sync::Normal => "NORMAL",
            };
            self.conn.pragma_update(None, "synchronous", level)?;
            self.sync = sync;
        }
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut fold = Fold::begin(&tx)?;
        act(&mut fold)?;
        let (touched, erased) = fold.end()?;
        tx.commit()?;
        self.log_to_empty |= erased;
        self.empty_log();
        Ok(touched)
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

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
