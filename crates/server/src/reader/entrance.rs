//! What is looked up at the door: tokens, passwords, invites, blobs.

use std::collections::HashSet;

use hearth_proto::{
    error::Failure,
    id::{BlobId, DeviceId, Millis, UserId},
};
use rusqlite::{Connection, OptionalExtension};

use super::Readers;
use crate::{
    hub::acquaintance::Acquaintance,
    state::{
        blobs,
        command::{Digest, Refusal},
        invites::{self, Invite},
        rows::{Kind, conversation_id, find_conversation, find_profile, user, uuid},
    },
};

/// Who a token belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entrance {
    pub user: UserId,
    pub device: DeviceId,
    pub token: Digest,
    pub seen_at: Millis,
}

/// What a sign-in with a password is checked against.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub user: UserId,
    pub hash: Option<String>,
}

/// What is served of a blob.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownBlob {
    pub mime: String,
    /// Whether a message, a person or a room shows it.
    pub shown: bool,
}

impl Readers {
    /// Who a token belongs to, if anyone.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn entrance(&self, token: Digest) -> Result<Option<Entrance>, Failure> {
        self.read(move |conn| {
            let found = conn
                .prepare_cached("SELECT user, id, seen_at FROM devices WHERE token = ?1")?
                .query_row([token], |row| {
                    Ok(Entrance {
                        user: user(row, 0)?,
                        device: DeviceId(uuid(row, 1)?),
                        token,
                        seen_at: Millis(row.get(2)?),
                    })
                })
                .optional()?;
            Ok(found)
        })
        .await
    }

    /// # Errors
    /// The disk fails.
    pub async fn sign_in(&self, handle: String) -> Result<Option<SignIn>, Failure> {
        self.read(move |conn| {
            let found = conn
                .prepare_cached("SELECT id, password FROM users WHERE handle = ?1")?
                .query_row([handle], |row| Ok(SignIn { user: user(row, 0)?, hash: row.get(1)? }))
                .optional()?;
            Ok(found)
        })
        .await
    }

    /// The stored password of an account, if it has one.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn password(&self, of: UserId) -> Result<Option<String>, Failure> {
        self.read(move |conn| {
            let found = conn
                .prepare_cached("SELECT password FROM users WHERE id = ?1")?
                .query_row([of.0.into_bytes()], |row| row.get(0))
                .optional()?;
            Ok(found.flatten())
        })
        .await
    }

    /// An invite that can be used now, with the inviter's name and the room's.
    ///
    /// # Errors
    /// `invite_unknown`, `invite_expired`, `invite_used`.
    pub async fn invite(&self, code: Digest, now: Millis) -> Result<(Invite, String, String), Failure> {
        self.read(move |conn| {
            let invite = invites::usable(conn, &code, now)?;
            let from = match invite.creator {
                Some(creator) => find_profile(conn, creator)?.map(|profile| profile.name).unwrap_or_default(),
                None => String::new(),
            };
            let room = match invite.conversation {
                Some(id) => find_conversation(conn, id)?,
                None => None,
            };
            let room = match room.map(|room| room.kind) {
                Some(Kind::Room(room)) => room.name,
                Some(Kind::Direct { .. }) | None => String::new(),
            };
            Ok((invite, from, room))
        })
        .await
    }

    /// A blob that this person may see; None when it is not here or not theirs to see.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn blob(&self, me: UserId, blob: BlobId) -> Result<Option<KnownBlob>, Failure> {
        self.read(move |conn| {
            if !blobs::may_see(conn, me, &blob)? {
                return Ok(None);
            }
            let known = conn
                .prepare_cached("SELECT mime, free_at IS NULL FROM blobs WHERE id = ?1")?
                .query_row([blob.as_str()], |row| Ok(KnownBlob { mime: row.get(0)?, shown: row.get(1)? }))
                .optional()?;
            Ok(known)
        })
        .await
    }

    /// Whether the state knows this blob.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn has_blob(&self, blob: BlobId) -> Result<bool, Failure> {
        self.read(move |conn| {
            let has = conn
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM blobs WHERE id = ?1)")?
                .query_row([blob.as_str()], |row| row.get(0))?;
            Ok(has)
        })
        .await
    }

    /// Whether upkeep has blobs to remove.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn blobs_to_remove(&self, now: Millis) -> Result<bool, Failure> {
        self.read(move |conn| Ok(blobs::any_to_remove(conn, now)?)).await
    }

    /// Blobs that were given up and whose bytes are still to be removed, at most so many.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn doomed_blobs(&self, most: u32) -> Result<Vec<BlobId>, Failure> {
        self.read(move |conn| Ok(blobs::doomed(conn, most)?)).await
    }

    /// How many bytes a person has uploaded.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn used_bytes(&self, me: UserId) -> Result<u64, Failure> {
        self.read(move |conn| Ok(blobs::used_bytes(conn, me)?)).await
    }

    /// Whether nobody has an account yet.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn is_empty(&self) -> Result<bool, Failure> {
        self.read(|conn| Ok(conn.query_row("SELECT NOT EXISTS (SELECT 1 FROM users)", [], |row| row.get(0))?)).await
    }

    /// Every device that is signed in.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn signed_in(&self) -> Result<HashSet<(UserId, DeviceId)>, Failure> {
        self.read(|conn| {
            let devices = conn
                .prepare_cached("SELECT user, id FROM devices")?
                .query_map([], |row| Ok((user(row, 0)?, DeviceId(uuid(row, 1)?))))?
                .collect::<Result<_, _>>()?;
            Ok(devices)
        })
        .await
    }

    /// Who is in which conversation, who has a private chat with whom, and who blocks whom.
    ///
    /// # Errors
    /// The disk fails.
    pub async fn acquaintance(&self) -> Result<Acquaintance, Failure> {
        self.read(|conn| {
            let mut known = Acquaintance::default();
            let mut statement = conn.prepare_cached("SELECT user, conversation FROM members")?;
            for row in statement.query_map([], |row| Ok((user(row, 0)?, conversation_id(row, 1)?)))? {
                let (user, conversation) = row?;
                known.memberships.entry(user).or_default().insert(conversation);
            }
            for (low, high) in pairs(conn, "SELECT low, high FROM conversations WHERE low IS NOT NULL")? {
                known.meet(low, high);
            }
            for (user, blocked) in pairs(conn, "SELECT user, blocked FROM blocks")? {
                known.block(user, blocked, true);
            }
            Ok(known)
        })
        .await
    }
}

fn pairs(conn: &Connection, sql: &str) -> Result<Vec<(UserId, UserId)>, Refusal> {
    let pairs =
        conn.prepare_cached(sql)?.query_map([], |row| Ok((user(row, 0)?, user(row, 1)?)))?.collect::<Result<_, _>>()?;
    Ok(pairs)
}
