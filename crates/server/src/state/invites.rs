//! Invites: who may come in.

use hearth_proto::{
    command::NewInvite,
    error::ErrorCode,
    id::{ConversationId, Millis, UserId},
    people::Role,
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{
    apply::Tx,
    command::{Actor, Answer, Digest, Refusal, forbidden},
};

/// An invite as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Invite {
    /// None when it came from whoever runs the server.
    pub creator: Option<UserId>,
    pub conversation: Option<ConversationId>,
    pub expires_at: Option<Millis>,
    pub uses: Option<u32>,
}

impl Tx<'_> {
    pub fn create_invite(&mut self, invite: &NewInvite, code: &Digest) -> Result<Answer, Refusal> {
        let creator = match self.by {
            Actor::House => None,
            Actor::Person { user, .. } => Some(user),
            Actor::Stranger => return Err(forbidden("this needs an account")),
        };
        if let Some(me) = creator {
            if self.rules.owners_invite && !is_server_owner(self.conn, me)? {
                return Err(forbidden("only the server's owner may invite here"));
            }
            if let Some(room) = invite.conversation
                && self.my_role(room)? < Role::Member
            {
                return Err(forbidden("guests may not bring others in"));
            }
        }
        if let Some(room) = invite.conversation {
            self.room(room)?;
        }
        if invite.uses == Some(0) || invite.expires_at.is_some_and(|at| at <= self.at) {
            return Err(Refusal::no(ErrorCode::Malformed, "such an invite could never be used"));
        }
        self.conn
            .prepare_cached(
                "INSERT INTO invites (code, creator, conversation, expires_at, uses, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                code,
                creator.map(|user| user.0.into_bytes()),
                invite.conversation.map(|room| room.0.into_bytes()),
                invite.expires_at.map(|at| at.0),
                invite.uses,
                self.at.0,
            ])?;
        Ok(Answer::Done)
    }

    /// Uses an invite once; the room it leads to.
    pub fn spend_invite(&mut self, code: &Digest) -> Result<Option<ConversationId>, Refusal> {
        let invite = usable(self.conn, code, self.at)?;
        if invite.uses.is_some() {
            self.conn.prepare_cached("UPDATE invites SET uses = uses - 1 WHERE code = ?1")?.execute([code])?;
        }
        Ok(invite.conversation)
    }
}

/// The invite, if it can be used now.
///
/// # Errors
/// `invite_unknown`, `invite_expired`, `invite_used`.
pub fn usable(conn: &Connection, code: &Digest, now: Millis) -> Result<Invite, Refusal> {
    let found = conn
        .prepare_cached("SELECT creator, conversation, expires_at, uses FROM invites WHERE code = ?1")?
        .query_row([code], |row| {
            Ok(Invite {
                creator: row.get::<_, Option<[u8; 16]>>(0)?.map(|id| UserId(Uuid::from_bytes(id))),
                conversation: row.get::<_, Option<[u8; 16]>>(1)?.map(|id| ConversationId(Uuid::from_bytes(id))),
                expires_at: row.get::<_, Option<i64>>(2)?.map(Millis),
                uses: row.get(3)?,
            })
        })
        .optional()?;
    match found {
        None => Err(Refusal::no(ErrorCode::InviteUnknown, "this invite is not known here")),
        Some(invite) if invite.expires_at.is_some_and(|at| at <= now) => {
            Err(Refusal::no(ErrorCode::InviteExpired, "this invite has expired"))
        }
        Some(invite) if invite.uses == Some(0) => Err(Refusal::no(ErrorCode::InviteUsed, "this invite was used up")),
        Some(invite) => Ok(invite),
    }
}

pub fn is_server_owner(conn: &Connection, user: UserId) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT owner FROM users WHERE id = ?1")?
        .query_row([user.0.into_bytes()], |row| row.get(0))
        .optional()
        .map(Option::unwrap_or_default)
}
