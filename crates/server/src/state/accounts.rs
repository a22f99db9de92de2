//! Accounts: making them, names, handles, pictures, passwords.

use hearth_proto::{
    error::ErrorCode,
    event::MemberChange,
    id::{ConversationId, UserId},
    people::{Profile, Role, handle_from},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Actor, Answer, Audience, Enrol, NewProfile, News, Refusal, forbidden, not_found},
    mentions::means_everyone,
    rows::{avatar_blob, conversation_id, find_conversation, find_profile, find_role, int, to_json, user},
};

impl Tx<'_> {
    /// A new account, already in the rooms that newcomers find themselves in. The first account owns the server.
    /// Asking again from the same device with the same invite enters the account made before.
    pub fn enrol(&mut self, enrol: &Enrol) -> Result<Answer, Refusal> {
        if let Some(known) = self.enrolled_before(enrol)? {
            return self.add_device(known, &enrol.device, &enrol.token, enrol.code.as_ref());
        }
        let room = match &enrol.code {
            Some(code) => self.spend_invite(code)?,
            None if self.rules.open => None,
            None => return Err(Refusal::no(ErrorCode::InviteUnknown, "one needs an invite to join here")),
        };
        let handle = self.free_handle(enrol)?;
        self.check_avatar(None, &enrol.avatar)?;
        let first: bool =
            self.conn.prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM users)")?.query_row([], |row| row.get(0))?;
        let pos = self.take_pos();
        self.conn
            .prepare_cached(
                "INSERT INTO users (id, handle, name, avatar, avatar_blob, password, owner, created_at, profile_pos)
                 VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                enrol.user.0.into_bytes(),
                handle,
                enrol.name.trim(),
                to_json(&enrol.avatar)?,
                enrol.password,
                first,
                self.at.0,
                int(pos.0),
            ])?;
        let answer = self.add_device(enrol.user, &enrol.device, &enrol.token, enrol.code.as_ref())?;
        self.enter_first_rooms(enrol.user, room)?;
        Ok(answer)
    }

    fn enrolled_before(&self, enrol: &Enrol) -> Result<Option<UserId>, Refusal> {
        let Some(code) = &enrol.code else { return Ok(None) };
        let known = self
            .conn
            .prepare_cached("SELECT user FROM devices WHERE id = ?1 AND entered_with = ?2")?
            .query_row(params![enrol.device.id.0.into_bytes(), code], |row| user(row, 0))
            .optional()?;
        Ok(known)
    }

    fn enter_first_rooms(&mut self, user: UserId, invited_to: Option<ConversationId>) -> Result<(), Refusal> {
        let mut rooms: Vec<ConversationId> = self
            .conn
            .prepare_cached("SELECT id FROM conversations WHERE newcomers = 1 AND public = 1 ORDER BY id")?
            .query_map([], |row| conversation_id(row, 0))?
            .collect::<Result<_, _>>()?;
        rooms.extend(invited_to);
        for room in rooms {
            let Some(conversation) = find_conversation(self.conn, room)? else { continue };
            // An invite is older than what may have become of its room; it still leads into the house.
            if find_role(self.conn, room, user)?.is_none() && self.let_in(&conversation, room, user).is_ok() {
                self.enter(room, user, user, MemberChange::Joined { role: Role::Member })?;
            }
        }
        Ok(())
    }

    fn free_handle(&self, enrol: &Enrol) -> Result<String, Refusal> {
        if let Some(wanted) = &enrol.handle {
            return if self.handle_is_taken(wanted)? { Err(taken()) } else { Ok(wanted.clone()) };
        }
        self.numbered_handle(&handle_from(&enrol.name))
    }

    /// This handle, or the first free one like it.
    pub fn numbered_handle(&self, wanted: &str) -> Result<String, Refusal> {
        let base = if wanted.is_empty() { "friend" } else { wanted };
        let mut handle = base.to_owned();
        let mut number = 1_u32;
        while self.handle_is_taken(&handle)? {
            number += 1;
            let ending = format!("-{number}");
            let start: String = base.chars().take(32 - ending.len()).collect();
            handle = format!("{}{ending}", start.trim_end_matches('-'));
        }
        Ok(handle)
    }

    fn handle_is_taken(&self, handle: &str) -> Result<bool, Refusal> {
        if means_everyone(handle) {
            return Ok(true);
        }
        let taken = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM users WHERE handle = ?1)")?
            .query_row([handle], |row| row.get(0))?;
        Ok(taken)
    }

    pub fn set_profile(&mut self, new: &NewProfile) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let now = find_profile(self.conn, me)?.ok_or_else(|| not_found("person"))?;
        let mut wanted = now.clone();
        if let Some(name) = &new.name {
            wanted.name = name.trim().to_owned();
        }
        if let Some(handle) = new.handle.as_deref().filter(|handle| *handle != now.handle) {
            if self.handle_is_taken(handle)? {
                return Err(taken());
            }
            wanted.handle = handle.to_owned();
        }
        if let Some(avatar) = &new.avatar {
            self.check_avatar(Some(me), avatar)?;
            wanted.avatar = avatar.clone();
        }
        if let Some(status) = &new.status {
            wanted.status = status.trim().to_owned();
        }
        if let Some(zone) = &new.zone {
            wanted.zone = zone.clone();
        }
        if wanted == now {
            return Ok(Answer::Me(now));
        }
        let pos = self.take_pos();
        self.conn
            .prepare_cached(
                "UPDATE users SET name = ?2, handle = ?3, avatar = ?4, avatar_blob = ?5, status = ?6, zone = ?7,
                 profile_pos = ?8 WHERE id = ?1",
            )?
            .execute(params![
                me.0.into_bytes(),
                wanted.name,
                wanted.handle,
                to_json(&wanted.avatar)?,
                avatar_blob(&wanted.avatar).map(hearth_proto::id::BlobId::as_str),
                wanted.status,
                wanted.zone,
                int(pos.0),
            ])?;
        self.swap_avatar(&now.avatar, &wanted.avatar)?;
        self.tell(News::Person { profile: wanted.clone(), pos, to: Audience::Peers(me) });
        Ok(Answer::Me(wanted))
    }

    pub fn set_password(&mut self, user: UserId, hash: &str) -> Result<Answer, Refusal> {
        match self.by {
            Actor::Person { user: me, .. } if me == user => {}
            Actor::House => {}
            Actor::Person { .. } | Actor::Stranger => return Err(forbidden("that is not your password")),
        }
        let now = find_profile(self.conn, user)?;
        self.conn
            .prepare_cached("UPDATE users SET password = ?2, former = 0 WHERE id = ?1")?
            .execute(params![user.0.into_bytes(), hash])?;
        if let Some(profile) = now.filter(|now| now.former) {
            // Others can write to them from now on.
            let pos = self.take_pos();
            self.conn
                .prepare_cached("UPDATE users SET profile_pos = ?2 WHERE id = ?1")?
                .execute(params![user.0.into_bytes(), int(pos.0)])?;
            let profile = Profile { former: false, ..profile };
            self.tell(News::Person { profile, pos, to: Audience::Peers(user) });
        }
        Ok(Answer::Done)
    }
}

fn taken() -> Refusal {
    Refusal::no(ErrorCode::HandleTaken, "somebody here has this handle already")
}
