//! Read marks: how far a person has read. They only grow and take no seq.

use hearth_proto::{
    id::{ConversationId, Seq, UserId},
    room::ReadMark,
};
use rusqlite::params;

use super::{
    apply::Tx,
    command::{Answer, News, Refusal, not_found},
    rows::{find_conversation, find_mark, int, uint},
};

/// Up to how many members a conversation tells all of them who has read how far.
const READ_BY_MEMBERS: u32 = 32;

impl Tx<'_> {
    pub fn read(&mut self, id: ConversationId, seq: Seq) -> Result<Answer, Refusal> {
        let me = self.me()?;
        self.my_role(id)?;
        let conversation = find_conversation(self.conn, id)?.ok_or_else(|| not_found("conversation"))?;
        let seq = seq.min(conversation.seq);
        if seq <= find_mark(self.conn, id, me)?.seq {
            return Ok(Answer::Done);
        }
        let mark = ReadMark { seq, messages: self.messages_up_to(id, seq)? };
        self.set_mark(id, me, mark)?;
        let pos = self.take_pos();
        self.conn
            .prepare_cached("UPDATE members SET changed_pos = ?3 WHERE conversation = ?1 AND user = ?2")?
            .execute(params![id.0.into_bytes(), me.0.into_bytes(), int(pos.0)])?;
        self.tell(News::Read { user: me, conversation: id, mark, pos });
        if conversation.members <= READ_BY_MEMBERS {
            self.tell(News::ReadBy { user: me, conversation: id, seq, pos });
        }
        Ok(Answer::Done)
    }

    pub fn set_mark(&self, conversation: ConversationId, user: UserId, mark: ReadMark) -> Result<(), Refusal> {
        self.conn
            .prepare_cached(
                "INSERT INTO marks (user, conversation, seq, messages) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (user, conversation) DO UPDATE SET seq = excluded.seq, messages = excluded.messages
                 WHERE excluded.seq > marks.seq",
            )?
            .execute(params![user.0.into_bytes(), conversation.0.into_bytes(), int(mark.seq.0), int(mark.messages)])?;
        Ok(())
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
