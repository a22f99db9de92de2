//! Who is kept out of a room.

use hearth_proto::{
    event::{MemberChange, What},
    id::{ConversationId, UserId},
};

use super::{
    apply::Tx,
    command::{Answer, Refusal, not_found},
    rows::{find_profile, find_role},
};

impl Tx<'_> {
    /// Takes a person out, if they are in, and lets them in no more.
    pub fn ban(&mut self, id: ConversationId, person: UserId) -> Result<Answer, Refusal> {
        let me = self.me()?;
        find_profile(self.conn, person)?.ok_or_else(|| not_found("person"))?;
        self.outranks(id, me, person)?;
        if self.is_banned(id, person)? {
            return Ok(Answer::Done);
        }
        self.conn
            .prepare_cached("INSERT INTO bans (conversation, user) VALUES (?1, ?2)")?
            .execute([id.0.into_bytes(), person.0.into_bytes()])?;
        if find_role(self.conn, id, person)?.is_some() {
            self.depart(id, me, person, MemberChange::Banned)?;
        } else {
            self.append(id, me, What::Member { user: person, change: MemberChange::Banned }, None)?;
        }
        Ok(Answer::Done)
    }

    /// The person may come back, by themselves or brought by somebody.
    pub fn unban(&mut self, id: ConversationId, person: UserId) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let banned = self
            .conn
            .prepare_cached("DELETE FROM bans WHERE conversation = ?1 AND user = ?2")?
            .execute([id.0.into_bytes(), person.0.into_bytes()])?;
        if banned > 0 {
            self.append(id, me, What::Member { user: person, change: MemberChange::Unbanned }, None)?;
        }
        Ok(Answer::Done)
    }

    pub fn is_banned(&self, id: ConversationId, person: UserId) -> Result<bool, Refusal> {
        let is = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM bans WHERE conversation = ?1 AND user = ?2)")?
            .query_row([id.0.into_bytes(), person.0.into_bytes()], |row| row.get(0))?;
        Ok(is)
    }
}
