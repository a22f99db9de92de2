//! Reactions and pins. Asking for what is so already changes nothing and gets the first answer.

use hearth_proto::{
    error::ErrorCode,
    event::What,
    id::{ConversationId, MessageId, Seq},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Answer, Refusal, not_found},
    rows::{int, uint},
};

/// How many different emoji one person may hang on one message.
const REACTIONS_EACH: i64 = 20;

impl Tx<'_> {
    pub fn react(
        &mut self,
        conversation: ConversationId,
        id: MessageId,
        emoji: &str,
        on: bool,
    ) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let message = self.message_in(conversation, id)?;
        if message.redacted {
            return Err(not_found("message"));
        }
        let known = self
            .conn
            .prepare_cached("SELECT present, seq FROM reactions WHERE message = ?1 AND user = ?2 AND emoji = ?3")?
            .query_row(params![id.0.into_bytes(), me.0.into_bytes(), emoji], |row| {
                Ok((row.get::<_, bool>(0)?, Seq(uint(row, 1)?)))
            })
            .optional()?;
        let (present, seq) = known.unwrap_or((false, Seq(0)));
        if present == on {
            return self.ack_of(&message, seq);
        }
        let others: i64 = self
            .conn
            .prepare_cached("SELECT COUNT(*) FROM reactions WHERE message = ?1 AND user = ?2")?
            .query_row(params![id.0.into_bytes(), me.0.into_bytes()], |row| row.get(0))?;
        if known.is_none() && others >= REACTIONS_EACH {
            return Err(Refusal::no(ErrorCode::TooLarge, "too many different reactions to one message"));
        }
        let what = What::Reaction { target: id, emoji: emoji.to_owned(), on };
        let place = self.append(conversation, me, what, Some(id))?;
        self.conn
            .prepare_cached(
                "INSERT INTO reactions (message, user, emoji, present, seq) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (message, user, emoji) DO UPDATE SET present = excluded.present, seq = excluded.seq",
            )?
            .execute(params![id.0.into_bytes(), me.0.into_bytes(), emoji, on, int(place.0.0)])?;
        Ok(self.ack(id, place))
    }

    pub fn pin(&mut self, conversation: ConversationId, id: MessageId, on: bool) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let message = self.message_in(conversation, id)?;
        if message.redacted && on {
            return Err(not_found("message"));
        }
        if message.pinned == on {
            return self.ack_of(&message, message.pin_seq);
        }
        let place = self.append(conversation, me, What::Pinned { target: id, on }, Some(id))?;
        self.conn.prepare_cached("UPDATE messages SET pinned = ?2, pin_seq = ?3 WHERE id = ?1")?.execute(params![
            id.0.into_bytes(),
            on,
            int(place.0.0)
        ])?;
        Ok(self.ack(id, place))
    }
}
