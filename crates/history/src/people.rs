//! Writes people: profiles as they come, and who is in which conversation.

use hearth_proto::{
    id::{ConversationId, Seq, UserId},
    people::{Member, Profile, Role},
};
use rusqlite::{Result, params};

use crate::{apply::Fold, column};

impl Fold<'_> {
    pub(crate) fn me(&mut self, me: &Profile) -> Result<()> {
        self.conn.prepare_cached("UPDATE account SET me = ?1 WHERE one = 1")?.execute(params![me.id.0.into_bytes()])?;
        self.me = Some(me.id);
        self.person(me)
    }

    /// Profiles carry no seq; the server sends them as they are now, so the last one told is the truth.
    pub(crate) fn person(&mut self, person: &Profile) -> Result<()> {
        let changed = self
            .conn
            .prepare_cached(
                "INSERT INTO person (id, handle, name, avatar) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, name = excluded.name, avatar = excluded.avatar
                 WHERE handle <> excluded.handle OR name <> excluded.name OR avatar <> excluded.avatar",
            )?
            .execute(params![person.id.0.into_bytes(), person.handle, person.name, column::to_json(&person.avatar)?])?;
        if changed > 0 {
            self.touch.people.insert(person.id, person.clone());
        }
        Ok(())
    }

    /// One member came, went or has another role. A whole list that is newer has said it already.
    pub(crate) fn member(&mut self, key: i64, user: UserId, role: Option<Role>, stamp: i64) -> Result<()> {
        let role = role.map(|role| column::to_word(&role)).transpose()?;
        let changed = self
            .conn
            .prepare_cached(
                "INSERT INTO member (conversation, user, role, stamp)
                 SELECT ?1, ?2, ?3, ?4 WHERE (SELECT members_stamp FROM conversation WHERE key = ?1) < ?4
                 ON CONFLICT (conversation, user) DO UPDATE SET role = excluded.role, stamp = excluded.stamp
                 WHERE excluded.stamp > stamp",
            )?
            .execute(params![key, user.0.into_bytes(), role, stamp])?;
        self.touch.conversation(key).members |= changed > 0;
        if self.me == Some(user) {
            self.conn
                .prepare_cached(
                    "UPDATE conversation SET role = ?2, role_stamp = ?3 WHERE key = ?1 AND role_stamp < ?3",
                )?
                .execute(params![key, role, stamp])?;
        }
        Ok(())
    }

    /// Everyone who was in it as of `seq`. What a newer event said of somebody stays.
    pub(crate) fn member_list(&mut self, conversation: ConversationId, members: &[Member], seq: Seq) -> Result<()> {
        let key = self.key(conversation)?;
        let stamp = column::stamp(self.era, seq);
        let newer = self
            .conn
            .prepare_cached("UPDATE conversation SET members_stamp = ?2 WHERE key = ?1 AND members_stamp < ?2")?
            .execute(params![key, stamp])?;
        if newer == 0 {
            return Ok(());
        }
        self.conn
            .prepare_cached("DELETE FROM member WHERE conversation = ?1 AND stamp <= ?2")?
            .execute(params![key, stamp])?;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO member (conversation, user, role, stamp) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (conversation, user) DO NOTHING",
        )?;
        for member in members {
            insert.execute(params![key, member.user.0.into_bytes(), column::to_word(&member.role)?, stamp])?;
        }
        drop(insert);
        self.touch.conversation(key).members = true;
        Ok(())
    }
}
