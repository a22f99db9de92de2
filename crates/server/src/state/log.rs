//! Writes events: takes their numbers and puts them into the log.

use hearth_proto::{
    event::{Event, What},
    id::{ConversationId, MessageId, Millis, Pos, Seq, UserId},
};
use rusqlite::params;

use super::{
    apply::Tx,
    command::{News, Refusal},
    rows::{int, to_json, uint},
};

impl Tx<'_> {
    /// Appends an event and tells it. `target` is the message that it changes.
    pub fn append(
        &mut self,
        conversation: ConversationId,
        author: UserId,
        what: What,
        target: Option<MessageId>,
    ) -> Result<(Seq, Pos), Refusal> {
        self.append_at(self.at, conversation, author, what, target)
    }

    /// The same for something that happened at another time.
    pub fn append_at(
        &mut self,
        at: Millis,
        conversation: ConversationId,
        author: UserId,
        what: What,
        target: Option<MessageId>,
    ) -> Result<(Seq, Pos), Refusal> {
        let pos = self.take_pos();
        let seq = self
            .conn
            .prepare_cached("UPDATE conversations SET seq = seq + 1, pos = ?2 WHERE id = ?1 RETURNING seq")?
            .query_row(params![conversation.0.into_bytes(), int(pos.0)], |row| uint(row, 0).map(Seq))?;
        self.write(Event { conversation, seq, pos, at, author, what }, target)?;
        Ok((seq, pos))
    }

    /// Appends an event whose numbers were taken already.
    pub fn write(&mut self, event: Event, target: Option<MessageId>) -> Result<(), Refusal> {
        self.conn
            .prepare_cached(
                "INSERT INTO events (conversation, seq, pos, at, author, what, target)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                event.conversation.0.into_bytes(),
                int(event.seq.0),
                int(event.pos.0),
                event.at.0,
                event.author.0.into_bytes(),
                to_json(&event.what)?,
                target.map(|message| message.0.into_bytes()),
            ])?;
        self.tell(News::Event(event));
        Ok(())
    }

    /// Rewrites what an old event says, so that nobody can fetch the former words.
    pub fn rewrite(&mut self, conversation: ConversationId, seq: Seq, what: &What) -> Result<(), Refusal> {
        self.conn
            .prepare_cached("UPDATE events SET what = ?3 WHERE conversation = ?1 AND seq = ?2")?
            .execute(params![conversation.0.into_bytes(), int(seq.0), to_json(what)?])?;
        Ok(())
    }
}
