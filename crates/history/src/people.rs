//! Writes people: profiles as they come, and who is in which conversation.

use hearth_proto::{
    id::{ConversationId, Millis, Seq, UserId},
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
                "INSERT INTO person (id, handle, name, avatar, status, zone, former) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, name = excluded.name, avatar = excluded.avatar,
                                                status = excluded.status, zone = excluded.zone,
                                                former = excluded.former
                 WHERE handle <> excluded.handle OR name <> excluded.name OR avatar <> excluded.avatar
                    OR status <> excluded.status OR zone <> excluded.zone OR former <> excluded.former",
            )?
            .execute(params![
                person.id.0.into_bytes(),
                person.handle,
                person.name,
                column::to_json(&person.avatar)?,
                person.status,
                person.zone,
                person.former,
            ])?;
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

    /// A member may not write until then. It is a fact of its own, whatever role they have; a whole list that is newer has
    /// said it already.
    pub(crate) fn silence(&mut self, key: i64, user: UserId, until: Option<Millis>, stamp: i64) -> Result<()> {
        let until = until.map(|until| until.0);
        let changed = self
            .conn
            .prepare_cached(
                "INSERT INTO member (conversation, user, role, stamp, muted_until, muted_stamp)
                 SELECT ?1, ?2, NULL, 0, ?3, ?4 WHERE (SELECT members_stamp FROM conversation WHERE key = ?1) < ?4
                 ON CONFLICT (conversation, user)
                 DO UPDATE SET muted_until = excluded.muted_until, muted_stamp = excluded.muted_stamp
                 WHERE excluded.muted_stamp > muted_stamp",
            )?
            .execute(params![key, user.0.into_bytes(), until, stamp])?;
        self.touch.conversation(key).members |= changed > 0;
        if self.me == Some(user) {
            self.silenced(key, until, stamp)?;
        }
        Ok(())
    }

    /// Until when I may not write. An equal stamp says the same again.
    pub(crate) fn silenced(&self, key: i64, until: Option<i64>, stamp: i64) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE conversation SET silenced_until = ?2, silenced_stamp = ?3
                 WHERE key = ?1 AND silenced_stamp <= ?3",
            )?
            .execute(params![key, until, stamp])?;
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
            .prepare_cached("DELETE FROM member WHERE conversation = ?1 AND stamp <= ?2 AND muted_stamp <= ?2")?
            .execute(params![key, stamp])?;
        // What is left of those that the list may not name any more is a silence that came after it.
        self.conn
            .prepare_cached("UPDATE member SET role = NULL WHERE conversation = ?1 AND stamp <= ?2")?
            .execute(params![key, stamp])?;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO member (conversation, user, role, stamp, muted_until, muted_stamp)
             VALUES (?1, ?2, ?3, ?4, ?5, ?4)
             ON CONFLICT (conversation, user) DO UPDATE SET
                 role = CASE WHEN stamp <= excluded.stamp THEN excluded.role ELSE role END,
                 stamp = max(stamp, excluded.stamp),
                 muted_until = CASE WHEN muted_stamp <= excluded.stamp THEN excluded.muted_until ELSE muted_until END,
                 muted_stamp = max(muted_stamp, excluded.stamp)",
        )?;
        for member in members {
            insert.execute(params![
                key,
                member.user.0.into_bytes(),
                column::to_word(&member.role)?,
                stamp,
                member.muted_until.map(|until| until.0),
            ])?;
        }
        drop(insert);
        self.touch.conversation(key).members = true;
        Ok(())
    }
}
