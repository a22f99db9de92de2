//! Who may not write in a room until when. It outlasts leaving, so that nobody gets around it by coming back.

use hearth_proto::{
    event::{MemberChange, What},
    id::{ConversationId, Millis, UserId},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Answer, News, Refusal, not_found},
    rows::{find_mute, find_role, head, int, user},
};

impl Tx<'_> {
    /// Silences a member until then, or gives them the word back.
    pub fn mute(&mut self, id: ConversationId, person: UserId, until: Option<Millis>) -> Result<Answer, Refusal> {
        let me = self.me()?;
        find_role(self.conn, id, person)?.ok_or_else(|| not_found("member"))?;
        self.outranks(id, me, person)?;
        match until.filter(|until| *until > self.at) {
            Some(until) if find_mute(self.conn, id, person)? != Some(until) => {
                self.conn
                    .prepare_cached(
                        "INSERT INTO mutes (conversation, user, by, until) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (conversation, user) DO UPDATE SET by = excluded.by, until = excluded.until",
                    )?
                    .execute(params![id.0.into_bytes(), person.0.into_bytes(), me.0.into_bytes(), until.0])?;
                self.tell_mute(id, me, person, Some(until))?;
            }
            Some(_) => {}
            None => self.end_silence(id, me, person)?,
        }
        Ok(Answer::Done)
    }

    /// Gives somebody the word back, if it was taken.
    pub fn end_silence(&mut self, id: ConversationId, by: UserId, person: UserId) -> Result<(), Refusal> {
        let silent = self
            .conn
            .prepare_cached("DELETE FROM mutes WHERE conversation = ?1 AND user = ?2")?
            .execute([id.0.into_bytes(), person.0.into_bytes()])?;
        if silent > 0 { self.tell_mute(id, by, person, None) } else { Ok(()) }
    }

    /// Says once more that somebody who came back is still silent, since coming in says nothing of it.
    pub fn silence_again(&mut self, id: ConversationId, person: UserId) -> Result<(), Refusal> {
        let silent = self
            .conn
            .prepare_cached("SELECT by, until FROM mutes WHERE conversation = ?1 AND user = ?2 AND until > ?3")?
            .query_row(params![id.0.into_bytes(), person.0.into_bytes(), self.at.0], |row| {
                Ok((user(row, 0)?, Millis(row.get(1)?)))
            })
            .optional()?;
        match silent {
            Some((by, until)) => self.tell_mute(id, by, person, Some(until)),
            None => Ok(()),
        }
    }

    fn tell_mute(
        &mut self,
        id: ConversationId,
        by: UserId,
        person: UserId,
        until: Option<Millis>,
    ) -> Result<(), Refusal> {
        let at = self.news.len();
        let what = What::Member { user: person, change: MemberChange::Muted { until } };
        let (_, pos) = self.append(id, by, what, None)?;
        self.conn
            .prepare_cached("UPDATE members SET changed_pos = ?3 WHERE conversation = ?1 AND user = ?2")?
            .execute(params![id.0.into_bytes(), person.0.into_bytes(), int(pos.0)])?;
        self.news.insert(at, News::Head { user: person, head: head(self.conn, id, person)?, pos });
        Ok(())
    }
}
