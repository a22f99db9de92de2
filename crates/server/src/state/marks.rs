//! Read marks: how far a person has read, from where they want to read again, and whether others may know. They take
//! no seq.

use hearth_proto::{
    id::{ConversationId, Pos, Seq, UserId},
    room::ReadMark,
};
use rusqlite::{Connection, params};

use super::{
    apply::Tx,
    command::{Answer, News, Refusal, not_found},
    rows::{Marks, find_conversation, find_marks, int, uint, user},
};

/// Up to how many members a conversation tells its members who has read how far.
pub const READ_BY_MEMBERS: u32 = 32;

impl Tx<'_> {
    /// The mark only grows. What was marked unread is read again once this is at or after it.
    pub fn read(&mut self, id: ConversationId, seq: Seq) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let conversation = find_conversation(self.conn, id)?.ok_or_else(|| not_found("conversation"))?;
        let seq = seq.min(conversation.seq);
        let before = find_marks(self.conn, id, me)?;
        let mut after = before;
        if seq > before.read.seq {
            after.read = ReadMark { seq, messages: self.messages_up_to(id, seq)? };
        }
        after.unread_from = before.unread_from.filter(|from| seq <= from.seq);
        if after == before {
            return Ok(Answer::Done);
        }
        let pos = self.set_marks(id, me, after)?;
        if after.read != before.read && conversation.members <= READ_BY_MEMBERS && shares_reads(self.conn, me)? {
            let to = self.who_may_know(id, me)?;
            self.tell(News::ReadBy { user: me, conversation: id, seq, pos, to });
        }
        Ok(Answer::Done)
    }

    /// Unread counts from just before `seq`, and the read mark stays. What was never read is unread as it is.
    pub fn mark_unread(&mut self, id: ConversationId, seq: Seq) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let before = find_marks(self.conn, id, me)?;
        let last = Seq(seq.0.saturating_sub(1));
        let mut after = before;
        after.unread_from = if last < before.read.seq {
            Some(ReadMark { seq: last, messages: self.messages_up_to(id, last)? })
        } else {
            None
        };
        if after != before {
            self.set_marks(id, me, after)?;
        }
        Ok(Answer::Done)
    }

    /// Whether others see how far this person has read. Who does not tell is not told.
    pub fn share_reads(&mut self, on: bool) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if shares_reads(self.conn, me)? != on {
            self.conn
                .prepare_cached("UPDATE users SET shares_reads = ?2 WHERE id = ?1")?
                .execute(params![me.0.into_bytes(), on])?;
            let pos = self.take_pos();
            self.tell(News::SharesReads { user: me, on, pos });
        }
        Ok(Answer::Done)
    }

    /// Writes both marks and tells the person's own devices.
    pub fn set_marks(&mut self, id: ConversationId, me: UserId, marks: Marks) -> Result<Pos, Refusal> {
        let Marks { read, unread_from } = marks;
        self.conn
            .prepare_cached(
                "INSERT INTO marks (user, conversation, seq, messages, unread_seq, unread_messages)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (user, conversation) DO UPDATE SET seq = excluded.seq, messages = excluded.messages,
                 unread_seq = excluded.unread_seq, unread_messages = excluded.unread_messages",
            )?
            .execute(params![
                me.0.into_bytes(),
                id.0.into_bytes(),
                int(read.seq.0),
                int(read.messages),
                unread_from.map(|from| int(from.seq.0)),
                unread_from.map(|from| int(from.messages)),
            ])?;
        let pos = self.take_pos();
        self.conn
            .prepare_cached("UPDATE members SET changed_pos = ?3 WHERE conversation = ?1 AND user = ?2")?
            .execute(params![id.0.into_bytes(), me.0.into_bytes(), int(pos.0)])?;
        self.tell(News::Read { user: me, conversation: id, mark: read, unread_from, pos });
        Ok(pos)
    }

    /// The other members who share how far they read themselves.
    fn who_may_know(&self, id: ConversationId, me: UserId) -> Result<Vec<UserId>, Refusal> {
        let found = self
            .conn
            .prepare_cached(
                "SELECT m.user FROM members m JOIN users u ON u.id = m.user
                 WHERE m.conversation = ?1 AND m.user <> ?2 AND u.shares_reads = 1 ORDER BY m.user",
            )?
            .query_map([id.0.into_bytes(), me.0.into_bytes()], |row| user(row, 0))?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// How many messages lie at or before `seq`.
    fn messages_up_to(&self, conversation: ConversationId, seq: Seq) -> Result<u64, Refusal> {
        let count = self
            .conn
            .prepare_cached(
                "SELECT COALESCE(MAX(number), 0) FROM messages WHERE conversation = ?1 AND seq =
                 (SELECT MAX(seq) FROM messages WHERE conversation = ?1 AND seq <= ?2)",
            )?
            .query_row(params![conversation.0.into_bytes(), int(seq.0)], |row| uint(row, 0))?;
        Ok(count)
    }
}

/// Whether this person lets others see how far they have read.
pub fn shares_reads(conn: &Connection, user: UserId) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT shares_reads FROM users WHERE id = ?1")?
        .query_row([user.0.into_bytes()], |row| row.get(0))
}
