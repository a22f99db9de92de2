//! What happens to the past when the server's log is another one.
//!
//! The usual cause is a server restored from a backup: the new log begins like the old one and then goes another way.
//! So a message of an older era keeps its seq until the new log takes it over, by id, or proves that it went another way
//! before it: something else stands at that seq, or the log ends below it. From there on the messages of the older eras
//! are *lost* (era 0): the server has them no more, they stay readable here, and they move to the last place before the
//! parting, in their old order. That makes several messages with one seq; pages never divide those. Nothing is numbered
//! uniquely but by id, so an old seq is never in the way of a new one. Lost notes (who came and went) are dropped with
//! the log that meant them.

use hearth_proto::{
    event::{Event, What},
    id::{Epoch, Seq},
};
use rusqlite::{Result, params};

use crate::{apply::Fold, column};

impl Fold<'_> {
    /// Starts a new era, unless this very epoch has begun already or there was none before. True when it started.
    /// Nothing is known of any conversation's numbers any more, nor whether I am in it; heads say it again.
    pub(crate) fn new_era(&mut self, epoch: Option<Epoch>) -> Result<bool> {
        let before = self.epoch()?;
        if before.is_none() || before == epoch {
            return Ok(false);
        }
        self.era += 1;
        self.conn.prepare_cached("UPDATE account SET era = ?1 WHERE one = 1")?.execute(params![self.era])?;
        self.conn.prepare_cached("DELETE FROM hole")?.execute([])?;
        self.conn.prepare_cached("DELETE FROM reader")?.execute([])?;
        self.conn
            .prepare_cached(
                "UPDATE conversation SET era = ?1, role = NULL, role_stamp = ?2, head = 0, messages = 0, read_seq = 0,
                     read_messages = 0, said_seq = 0, said_read = 0, said_mentions = 0, said_active_at = 0,
                     silenced_until = NULL, silenced_stamp = ?2, unread_seq = NULL, unread_messages = 0,
                     owed_read = NULL, owed_unread = NULL",
            )?
            .execute(params![self.era, column::stamp(self.era, Seq(0))])?;
        let mut all = self.conn.prepare_cached("SELECT key FROM conversation")?;
        for key in all.query_map([], |row| row.get(0))? {
            self.touch.conversation(key?);
        }
        Ok(true)
    }

    /// The new log ends here, so what older ones numbered above it is lost.
    pub(crate) fn beyond(&mut self, key: i64, head: Seq) -> Result<()> {
        if self.era == 1 {
            return Ok(());
        }
        let above = self
            .conn
            .prepare_cached("SELECT 1 FROM message WHERE conversation = ?1 AND seq > ?2 AND era < ?3")?
            .exists(params![key, column::int(head.0), self.era])?;
        if above { self.part(key, head.next()) } else { Ok(()) }
    }

    /// An event stands at its seq now. What an older era had there is the same, and replaced, or the logs have parted.
    pub(crate) fn settle(&mut self, key: i64, event: &Event) -> Result<()> {
        if self.era == 1 {
            return Ok(());
        }
        let seq = column::int(event.seq.0);
        let message =
            if let What::Message(message) = &event.what { Some(message.message.0.into_bytes()) } else { None };
        let other_message = self
            .conn
            .prepare_cached(
                "SELECT 1 FROM message
                 WHERE conversation = ?1 AND seq = ?2 AND era > 0 AND era < ?3 AND (?4 IS NULL OR id <> ?4)",
            )?
            .exists(params![key, seq, self.era, message])?;
        let other_note = self
            .conn
            .prepare_cached(
                "SELECT 1 FROM note
                 WHERE conversation = ?1 AND seq = ?2 AND era < ?3 AND NOT (at = ?4 AND author = ?5)",
            )?
            .exists(params![key, seq, self.era, event.at.0, event.author.0.into_bytes()])?;
        if other_message || other_note {
            self.part(key, event.seq)?;
        }
        self.conn
            .prepare_cached("DELETE FROM note WHERE conversation = ?1 AND seq = ?2 AND era < ?3")?
            .execute(params![key, seq, self.era])?;
        Ok(())
    }

    /// From `seq` on the new log is not the old ones.
    fn part(&mut self, key: i64, seq: Seq) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE message SET seq = max(?2 - 1, 1), era = 0 WHERE conversation = ?1 AND seq >= ?2 AND era < ?3",
            )?
            .execute(params![key, column::int(seq.0), self.era])?;
        self.conn
            .prepare_cached("DELETE FROM note WHERE conversation = ?1 AND seq >= ?2 AND era < ?3")?
            .execute(params![key, column::int(seq.0), self.era])?;
        Ok(())
    }
}
