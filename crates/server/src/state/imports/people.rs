//! Who the people of an archive are here: somebody with an account, or somebody who is only known from it.

use hearth_proto::{
    id::UserId,
    people::{Avatar, handle_is_valid},
};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use crate::state::{
    apply::Tx,
    blobs::is_picture,
    command::{Found, Imported, ImportedPerson, Refusal, Whose, not_found},
    rows::{avatar_blob, find_profile, int, to_json, user},
};

impl Tx<'_> {
    /// Finds the account of a person, or makes one that nobody can sign in to.
    pub(super) fn import_person(&mut self, person: &ImportedPerson) -> Result<Imported, Refusal> {
        let (user, found) = match &person.is {
            Whose::Handle(handle) => {
                let (user, found) = self.called(handle)?.ok_or_else(|| not_found("person"))?;
                (user, Some(found))
            }
            // The id is the surest: then the archive was made here, or has been imported before.
            Whose::SameHandle => match self.with_id(person.user)? {
                Some(found) => (person.user, Some(found)),
                None => match self.called(&person.handle)?.filter(|(_, found)| *found == Found::Account) {
                    Some((user, found)) => (user, Some(found)),
                    None => (person.user, None),
                },
            },
            // An archive may have been changed by others since it was made here.
            Whose::Nobody => match self.with_id(person.user)? {
                Some(Found::Account) => {
                    let other = stand_in(person.user);
                    (other, self.with_id(other)?)
                }
                found => (person.user, found),
            },
        };
        let found = match found {
            Some(found) => found,
            None => {
                self.make_former(user, person)?;
                Found::Made
            }
        };
        let profile = find_profile(self.conn, user)?.ok_or_else(|| not_found("person"))?;
        Ok(Imported::Person { user, handle: profile.handle, found })
    }

    fn called(&self, handle: &str) -> Result<Option<(UserId, Found)>, Refusal> {
        let found = self
            .conn
            .prepare_cached("SELECT id, former FROM users WHERE handle = ?1")?
            .query_row([handle], |row| Ok((user(row, 0)?, found(row.get(1)?))))
            .optional()?;
        Ok(found)
    }

    fn with_id(&self, id: UserId) -> Result<Option<Found>, Refusal> {
        let found = self
            .conn
            .prepare_cached("SELECT former FROM users WHERE id = ?1")?
            .query_row([id.0.into_bytes()], |row| row.get(0).map(found))
            .optional()?;
        Ok(found)
    }

    /// Without a password and a device there is no way in; the operator can open one by setting a password.
    fn make_former(&mut self, user: UserId, person: &ImportedPerson) -> Result<(), Refusal> {
        let wanted = if handle_is_valid(&person.handle) { person.handle.as_str() } else { "" };
        let handle = self.numbered_handle(wanted)?;
        let avatar = match avatar_blob(&person.avatar) {
            Some(blob) if !is_picture(self.conn, blob)? => Avatar::Drawn { name: "former".to_owned() },
            Some(_) | None => person.avatar.clone(),
        };
        let pos = self.take_pos();
        self.conn
            .prepare_cached(
                "INSERT INTO users
                 (id, handle, name, avatar, avatar_blob, password, owner, created_at, profile_pos, former)
                 VALUES (?1, ?2, ?3, ?4, ?5, NULL, 0, ?6, ?7, 1)",
            )?
            .execute(params![
                user.0.into_bytes(),
                handle,
                person.name.trim(),
                to_json(&avatar)?,
                avatar_blob(&avatar).map(hearth_proto::id::BlobId::as_str),
                self.at.0,
                int(pos.0),
            ])?;
        self.swap_avatar(&avatar, &avatar)?;
        Ok(())
    }
}

/// Who stands for a person of an archive whose id is another's here. The same each time.
fn stand_in(user: UserId) -> UserId {
    let mut id = [0; 16];
    let hash = Sha256::new().chain_update(b"former").chain_update(user.0.as_bytes()).finalize();
    id.copy_from_slice(hash.first_chunk::<16>().unwrap_or(&[0; 16]));
    UserId(uuid::Builder::from_custom_bytes(id).into_uuid())
}

const fn found(former: bool) -> Found {
    if former { Found::Former } else { Found::Account }
}
