//! Acts: changes of messages that their author named, so that one which is sent again changes nothing.

use hearth_proto::{
    error::ErrorCode,
    id::{ActId, ConversationId, MessageId, Millis, Pos, Seq, UserId},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Answer, Refusal},
    rows::{conversation_id, int, uint, uuid},
};

/// The message that an act changes, and where it stands.
type Target = (ConversationId, MessageId);

impl Tx<'_> {
    /// Does something to a message, once for ever: the same act of the same person gets its first answer again,
    /// whatever happened since. What was refused was not done, and may be tried again under the same name.
    pub fn once(
        &mut self,
        act: Option<ActId>,
        target: Target,
        change: impl FnOnce(&mut Self) -> Result<Answer, Refusal>,
    ) -> Result<Answer, Refusal> {
        let Some(act) = act else { return change(self) };
        let me = self.me()?;
        if let Some((at, answer)) = self.done_before(me, act)? {
            return if at == target {
                Ok(answer)
            } else {
                Err(Refusal::no(ErrorCode::Conflict, "this act id was used for another message"))
            };
        }
        let answer = change(self)?;
        self.remember_act(me, act, target, &answer)?;
        Ok(answer)
    }

    /// Where this act was done, and the answer it got.
    pub fn done_before(&self, me: UserId, act: ActId) -> Result<Option<(Target, Answer)>, Refusal> {
        let found = self
            .conn
            .prepare_cached("SELECT conversation, message, seq, pos, at FROM acts WHERE author = ?1 AND id = ?2")?
            .query_row([me.0.into_bytes(), act.0.into_bytes()], |row| {
                let message = MessageId(uuid(row, 1)?);
                let (seq, pos, at) = (Seq(uint(row, 2)?), Pos(uint(row, 3)?), Millis(row.get(4)?));
                Ok(((conversation_id(row, 0)?, message), Answer::Ack { message, seq, pos, at }))
            })
            .optional()?;
        Ok(found)
    }

    fn remember_act(
        &self,
        me: UserId,
        act: ActId,
        (conversation, message): Target,
        answer: &Answer,
    ) -> Result<(), Refusal> {
        if let Answer::Ack { seq, pos, at, .. } = answer {
            self.conn
                .prepare_cached(
                    "INSERT INTO acts (author, id, conversation, message, seq, pos, at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    me.0.into_bytes(),
                    act.0.into_bytes(),
                    conversation.0.into_bytes(),
                    message.0.into_bytes(),
                    int(seq.0),
                    int(pos.0),
                    at.0,
                ])?;
        }
        Ok(())
    }
}
