//! Finds messages, and the answers that were given for them.

use hearth_proto::{
    event::{Message, What},
    id::{ConversationId, MessageId, Millis, Pos, Seq, UserId},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Answer, Refusal, not_found},
    rows::{conversation_id, int, json, uint, user},
};

/// What is remembered of a message for ever, beside its event.
pub(super) struct Remembered {
    pub id: MessageId,
    pub conversation: ConversationId,
    pub author: UserId,
    pub seq: Seq,
    pub pos: Pos,
    pub at: Millis,
    pub redacted: bool,
    pub pinned: bool,
    pub pin_seq: Seq,
    pub changed_seq: Seq,
}

impl Tx<'_> {
    pub fn remembered(&self, id: MessageId) -> Result<Option<Remembered>, Refusal> {
        let found = self
            .conn
            .prepare_cached(
                "SELECT conversation, author, seq, pos, at, redacted, pinned, pin_seq, changed_seq
                 FROM messages WHERE id = ?1",
            )?
            .query_row([id.0.into_bytes()], |row| {
                Ok(Remembered {
                    id,
                    conversation: conversation_id(row, 0)?,
                    author: user(row, 1)?,
                    seq: Seq(uint(row, 2)?),
                    pos: Pos(uint(row, 3)?),
                    at: Millis(row.get(4)?),
                    redacted: row.get(5)?,
                    pinned: row.get(6)?,
                    pin_seq: Seq(uint(row, 7)?),
                    changed_seq: Seq(uint(row, 8)?),
                })
            })
            .optional()?;
        Ok(found)
    }

    /// The message of this conversation with this id.
    pub fn message_in(&self, conversation: ConversationId, id: MessageId) -> Result<Remembered, Refusal> {
        self.remembered(id)?.filter(|found| found.conversation == conversation).ok_or_else(|| not_found("message"))
    }

    /// The message's own event, as stored.
    pub fn message_event(&self, message: &Remembered) -> Result<Message, Refusal> {
        let what: What = self
            .conn
            .prepare_cached("SELECT what FROM events WHERE conversation = ?1 AND seq = ?2")?
            .query_row(params![message.conversation.0.into_bytes(), int(message.seq.0)], |row| json(row, 0))?;
        match what {
            What::Message(message) => Ok(message),
            What::Edited { .. }
            | What::Redacted { .. }
            | What::Reaction { .. }
            | What::Pinned { .. }
            | What::Member { .. }
            | What::Room { .. }
            | What::Unknown(_) => Err(not_found("message")),
        }
    }

    /// The acknowledgement that the event at `seq` got, for a request that asks for what is so already.
    pub fn ack_of(&self, message: &Remembered, seq: Seq) -> Result<Answer, Refusal> {
        if seq == Seq(0) || seq == message.seq {
            return Ok(Answer::Ack { message: message.id, seq: message.seq, pos: message.pos, at: message.at });
        }
        let (pos, at) = self
            .conn
            .prepare_cached("SELECT pos, at FROM events WHERE conversation = ?1 AND seq = ?2")?
            .query_row(params![message.conversation.0.into_bytes(), int(seq.0)], |row| {
                Ok((Pos(uint(row, 0)?), Millis(row.get(1)?)))
            })?;
        Ok(Answer::Ack { message: message.id, seq, pos, at })
    }

    pub fn ack(&self, message: MessageId, (seq, pos): (Seq, Pos)) -> Answer {
        Answer::Ack { message, seq, pos, at: self.at }
    }
}
