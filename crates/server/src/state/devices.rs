//! Devices: who is signed in where.

use hearth_proto::{
    error::ErrorCode,
    http::NewDevice,
    id::{DeviceId, Millis, UserId},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Actor, Answer, Digest, News, Refusal, forbidden, not_found},
    rows::{find_profile, user},
};

impl Tx<'_> {
    /// Signs a device in. The same device entering again gets a new token; the old one is void.
    pub fn add_device(
        &mut self,
        user: UserId,
        device: &NewDevice,
        token: &Digest,
        entered_with: Option<&Digest>,
    ) -> Result<Answer, Refusal> {
        if find_profile(self.conn, user)?.is_none() {
            return Err(Refusal::no(ErrorCode::Unauthorized, "this account is gone"));
        }
        let name: String = device.name.trim().chars().take(64).collect();
        let replaced = self
            .conn
            .prepare_cached("UPDATE devices SET name = ?3, token = ?4, seen_at = ?5 WHERE user = ?1 AND id = ?2")?
            .execute(params![user.0.into_bytes(), device.id.0.into_bytes(), name, token, self.at.0])?;
        if replaced == 0 {
            self.conn
                .prepare_cached(
                    "INSERT INTO devices (user, id, name, token, entered_with, created_at, seen_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                )?
                .execute(params![
                    user.0.into_bytes(),
                    device.id.0.into_bytes(),
                    name,
                    token,
                    entered_with,
                    self.at.0
                ])?;
        } else {
            self.tell(News::SignedOut { user, device: Some(device.id) });
        }
        Ok(Answer::Entered(user))
    }

    /// A one-time code for another device of the same person.
    pub fn create_device_code(&mut self, code: &Digest, expires_at: Millis) -> Result<Answer, Refusal> {
        let me = self.me()?;
        self.store_device_code(me, code, expires_at)
    }

    /// The same for the account that owns the server, so that whoever sits at the machine can always get into it.
    pub fn create_owner_code(&mut self, code: &Digest, expires_at: Millis) -> Result<Answer, Refusal> {
        if self.by != Actor::House {
            return Err(forbidden("only whoever runs the server may do that"));
        }
        let owner = self
            .conn
            .prepare_cached("SELECT id FROM users WHERE owner = 1 ORDER BY created_at, id LIMIT 1")?
            .query_row([], |row| user(row, 0))
            .optional()?
            .ok_or_else(|| not_found("owner"))?;
        self.store_device_code(owner, code, expires_at)
    }

    fn store_device_code(&self, person: UserId, code: &Digest, expires_at: Millis) -> Result<Answer, Refusal> {
        self.conn
            .prepare_cached("DELETE FROM device_codes WHERE expires_at <= ?1 OR user = ?2")?
            .execute(params![self.at.0, person.0.into_bytes()])?;
        self.conn
            .prepare_cached("INSERT INTO device_codes (code, user, expires_at) VALUES (?1, ?2, ?3)")?
            .execute(params![code, person.0.into_bytes(), expires_at.0])?;
        Ok(Answer::Done)
    }

    pub fn redeem_device_code(&mut self, code: &Digest, device: &NewDevice, token: &Digest) -> Result<Answer, Refusal> {
        let owner = self
            .conn
            .prepare_cached("DELETE FROM device_codes WHERE code = ?1 AND expires_at > ?2 RETURNING user")?
            .query_row(params![code, self.at.0], |row| user(row, 0))
            .optional()?;
        let Some(owner) = owner else {
            return Err(Refusal::no(ErrorCode::InviteUnknown, "this code is not known, was used, or has expired"));
        };
        self.add_device(owner, device, token, None)
    }

    pub fn sign_out(&mut self) -> Result<Answer, Refusal> {
        let (user, device) = self.me_on()?;
        self.conn
            .prepare_cached("DELETE FROM devices WHERE user = ?1 AND id = ?2")?
            .execute([user.0.into_bytes(), device.0.into_bytes()])?;
        self.tell(News::SignedOut { user, device: Some(device) });
        Ok(Answer::Done)
    }

    pub fn remove_devices(&mut self, user: UserId) -> Result<Answer, Refusal> {
        if self.by != Actor::House {
            return Err(forbidden("only whoever runs the server may do that"));
        }
        self.conn.prepare_cached("DELETE FROM devices WHERE user = ?1")?.execute([user.0.into_bytes()])?;
        self.tell(News::SignedOut { user, device: None });
        Ok(Answer::Done)
    }

    pub fn device_seen(&mut self, user: UserId, device: DeviceId) -> Result<Answer, Refusal> {
        self.conn.prepare_cached("UPDATE devices SET seen_at = ?3 WHERE user = ?1 AND id = ?2")?.execute(params![
            user.0.into_bytes(),
            device.0.into_bytes(),
            self.at.0
        ])?;
        Ok(Answer::Done)
    }
}
