//! Writes where conversations stand: what a head says, what is covered, how far was read.

use std::collections::BTreeMap;

use hearth_proto::{
    id::{ConversationId, Seq},
    room::{ConversationKind, Head, ReadMark, Room},
};
use rusqlite::{OptionalExtension as _, Result, params};

use crate::{
    apply::Fold,
    batch::{Coverage, Marks},
    column,
};

impl Fold<'_> {
    pub(crate) fn head(&mut self, head: &Head) -> Result<()> {
        let key = self.key(head.conversation)?;
        self.beyond(key, head.seq)?;
        self.raise(key, head.seq, head.messages)?;
        let peer = match &head.kind {
            ConversationKind::Room { room } => {
                self.room(key, room, column::stamp(self.era, head.room_seq))?;
                None
            }
            ConversationKind::Direct { peer } => Some(peer.0.into_bytes()),
        };
        self.conn
            .prepare_cached("UPDATE conversation SET known = 1, peer = ?2 WHERE key = ?1")?
            .execute(params![key, peer])?;
        self.conn
            .prepare_cached("UPDATE conversation SET role = ?2, role_stamp = ?3 WHERE key = ?1 AND role_stamp <= ?3")?
            .execute(params![key, column::to_word(&head.role)?, column::stamp(self.era, head.seq)])?;
        let as_of = column::stamp(self.era, head.seq);
        self.silenced(key, head.muted_until.map(|until| until.0), as_of)?;
        self.conn
            .prepare_cached(
                "UPDATE conversation SET said_seq = ?2, said_read = ?3, said_members = ?4, said_mentions = ?5,
                                         said_active_at = ?6
                 WHERE key = ?1 AND said_seq <= ?2",
            )?
            .execute(params![
                key,
                column::int(head.seq.0),
                column::int(head.unread_from.unwrap_or(head.read).seq.0),
                head.members,
                head.mentions,
                head.active_at.0,
            ])?;
        self.read(key, head.read)?;
        // What was marked here and not told yet comes after what the server says.
        let owes = self
            .conn
            .prepare_cached(
                "SELECT 1 FROM conversation
                 WHERE key = ?1 AND (owed_read IS NOT NULL OR owed_unread IS NOT NULL)",
            )?
            .exists(params![key])?;
        if owes { Ok(()) } else { self.unread_from(key, head.unread_from) }
    }

    /// A room's settings, as of a stamp. An equal stamp says the same again.
    pub(crate) fn room(&mut self, key: i64, room: &Room, stamp: i64) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE conversation SET name = ?2, topic = ?3, visibility = ?4, avatar = ?5, room_stamp = ?6,
                                         posting = ?7, slow_seconds = ?8, archived = ?9
                 WHERE key = ?1 AND room_stamp <= ?6",
            )?
            .execute(params![
                key,
                room.name,
                room.topic,
                column::to_word(&room.visibility)?,
                column::to_json(&room.avatar)?,
                stamp,
                column::to_word(&room.posting)?,
                room.slow_seconds,
                room.archived,
            ])?;
        Ok(())
    }

    /// I am no longer in it. A later head brings me back.
    pub(crate) fn gone(&mut self, conversation: ConversationId) -> Result<()> {
        let key = self.key(conversation)?;
        self.conn.prepare_cached("UPDATE conversation SET role = NULL WHERE key = ?1")?.execute(params![key])?;
        Ok(())
    }

    /// Own marks, and what of them the server still has to be told.
    pub(crate) fn marks(&mut self, marks: &Marks) -> Result<()> {
        let key = self.key(marks.conversation)?;
        self.read(key, marks.read)?;
        self.unread_from(key, marks.unread_from)?;
        self.conn.prepare_cached("UPDATE conversation SET owed_read = ?2, owed_unread = ?3 WHERE key = ?1")?.execute(
            params![
                key,
                marks.owed.read.map(|seq| column::int(seq.0)),
                marks.owed.unread.map(|seq| column::int(seq.0)),
            ],
        )?;
        Ok(())
    }

    /// Unread counts from this mark instead of the read mark; None ends that.
    fn unread_from(&self, key: i64, mark: Option<ReadMark>) -> Result<()> {
        let messages = mark.map(|mark| self.counted(key, mark)).transpose()?;
        self.conn
            .prepare_cached("UPDATE conversation SET unread_seq = ?2, unread_messages = ?3 WHERE key = ?1")?
            .execute(params![key, mark.map(|mark| column::int(mark.seq.0)), column::int(messages.unwrap_or(0))])?;
        Ok(())
    }

    /// How many messages lie at or before a mark. Where its giver did not know, what is here may.
    fn counted(&self, key: i64, mark: ReadMark) -> Result<u64> {
        let counted = self
            .conn
            .prepare_cached(
                "SELECT number FROM message WHERE conversation = ?1 AND seq <= ?2 AND era = ?3 AND number > 0
                 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row(params![key, column::int(mark.seq.0), self.era], |row| column::count(row, 0))
            .optional()?;
        Ok(mark.messages.max(counted.unwrap_or(0)))
    }

    /// A read mark only grows.
    pub(crate) fn read(&mut self, key: i64, mark: ReadMark) -> Result<()> {
        let messages = self.counted(key, mark)?;
        self.conn
            .prepare_cached(
                "UPDATE conversation SET read_seq = ?2, read_messages = max(read_messages, ?3)
                 WHERE key = ?1 AND read_seq <= ?2",
            )?
            .execute(params![key, column::int(mark.seq.0), column::int(messages)])?;
        Ok(())
    }

    pub(crate) fn coverage(&mut self, coverage: &Coverage) -> Result<()> {
        let key = self.key(coverage.conversation)?;
        self.conn
            .prepare_cached("UPDATE conversation SET head = ?2 WHERE key = ?1")?
            .execute(params![key, column::int(coverage.head.0)])?;
        self.holes(key, &coverage.holes.iter().copied().collect())
    }

    /// After a new era, until the engine says more.
    pub(crate) fn nothing_covered(&mut self, head: &Head) -> Result<()> {
        let key = self.key(head.conversation)?;
        let all = (head.seq > Seq(0)).then_some((Seq(1), head.seq));
        self.holes(key, &all.into_iter().collect())
    }

    /// Puts these holes (from, to) in the place of those that were there, and notes the difference.
    fn holes(&mut self, key: i64, now: &BTreeMap<Seq, Seq>) -> Result<()> {
        let before: BTreeMap<Seq, Seq> = self
            .conn
            .prepare_cached("SELECT first, last FROM hole WHERE conversation = ?1")?
            .query_map(params![key], |row| Ok((column::seq(row, 0)?, column::seq(row, 1)?)))?
            .collect::<Result<_>>()?;
        for from in before.keys().filter(|from| !now.contains_key(from)) {
            self.conn
                .prepare_cached("DELETE FROM hole WHERE conversation = ?1 AND first = ?2")?
                .execute(params![key, column::int(from.0)])?;
            self.touch.conversation(key).holes.insert(*from, Seq(from.0.saturating_sub(1)));
        }
        for (from, to) in now.iter().filter(|(from, to)| before.get(from) != Some(to)) {
            self.conn
                .prepare_cached(
                    "INSERT INTO hole (conversation, first, last) VALUES (?1, ?2, ?3)
                     ON CONFLICT (conversation, first) DO UPDATE SET last = excluded.last",
                )?
                .execute(params![key, column::int(from.0), column::int(to.0)])?;
            self.touch.conversation(key).holes.insert(*from, *to);
        }
        Ok(())
    }
}
