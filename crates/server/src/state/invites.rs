//! Invites: who may come in.

use hearth_proto::{
    command::NewInvite,
    error::ErrorCode,
    event::MemberChange,
    id::{ConversationId, Millis, UserId},
    people::Role,
    rights::Right,
    room::Visibility,
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{
    apply::Tx,
    command::{Actor, Answer, Digest, Refusal, forbidden, not_found},
    rights::ask,
    rows::{find_role, head},
};

/// How much of its code's digest names an invite.
const NAME_BYTES: usize = 8;

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
        if let Some(me) = creator
            && self.rules.owners_invite
            && !is_server_owner(self.conn, me)?
        {
            return Err(forbidden("only the server's owner may invite here"));
        }
        if let Some(room) = invite.conversation {
            let (_, room) = self.room(room)?;
            if room.visibility == Visibility::Group {
                return Err(forbidden("people are brought into a private chat by those who are in it"));
            }
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
        self.conn
            .prepare_cached("UPDATE invites SET uses = uses - 1, used = used + 1 WHERE code = ?1")?
            .execute([code])?;
        Ok(invite.conversation)
    }

    /// Enters the room that an invite leads to, with the account one has. Who is in it already uses nothing up.
    pub fn use_invite(&mut self, code: &Digest) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let known = find(self.conn, code)?.and_then(|invite| invite.conversation);
        if let Some(id) = known
            && find_role(self.conn, id, me)?.is_some()
        {
            return Ok(Answer::Conversation(head(self.conn, id, me)?));
        }
        let invite = usable(self.conn, code, self.at)?;
        let id = invite.conversation.ok_or_else(|| not_found("room behind this invite"))?;
        let (conversation, _) = self.room(id)?;
        self.let_in(&conversation, id, me)?;
        self.spend_invite(code)?;
        self.enter(id, me, me, MemberChange::Joined { role: Role::Member })?;
        Ok(Answer::Conversation(head(self.conn, id, me)?))
    }

    /// Makes an invite unknown. Whoever made it may, admins of the room it leads to, and owners of the server.
    pub fn revoke_invite(&mut self, name: &str) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let (first, last) = digests(name).ok_or_else(|| not_found("invite"))?;
        let found = self
            .conn
            .prepare_cached("SELECT code, creator, conversation FROM invites WHERE code BETWEEN ?1 AND ?2 LIMIT 1")?
            .query_row([first, last], |row| {
                let creator = row.get::<_, Option<[u8; 16]>>(1)?.map(|id| UserId(Uuid::from_bytes(id)));
                let room = row.get::<_, Option<[u8; 16]>>(2)?.map(|id| ConversationId(Uuid::from_bytes(id)));
                Ok((row.get::<_, Digest>(0)?, creator, room))
            })
            .optional()?;
        let (code, creator, room) = found.ok_or_else(|| not_found("invite"))?;
        if creator != Some(me) && !is_server_owner(self.conn, me)? {
            let room = room.ok_or_else(|| not_found("invite"))?;
            // Who may not know of it learns nothing.
            ask(self.conn, me, room, Right::OthersInvites).map_err(|_| not_found("invite"))?;
        }
        self.conn.prepare_cached("DELETE FROM invites WHERE code = ?1")?.execute([code])?;
        Ok(Answer::Done)
    }
}

/// What an invite is called among those who may see it: not its code, which lets people in.
#[must_use]
pub fn name(code: &Digest) -> String {
    code.iter().take(NAME_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

/// The lowest and the highest digest that an invite of this name can have.
fn digests(name: &str) -> Option<(Digest, Digest)> {
    if name.len() != NAME_BYTES * 2 || !name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let (mut first, mut last): (Digest, Digest) = ([0; 32], [0xff; 32]);
    for (at, (low, high)) in first.iter_mut().zip(&mut last).take(NAME_BYTES).enumerate() {
        *low = u8::from_str_radix(name.get(at * 2..at * 2 + 2)?, 16).ok()?;
        *high = *low;
    }
    Some((first, last))
}

/// The invite, if it can be used now.
///
/// # Errors
/// `invite_unknown`, `invite_expired`, `invite_used`.
pub fn usable(conn: &Connection, code: &Digest, now: Millis) -> Result<Invite, Refusal> {
    match find(conn, code)? {
        None => Err(Refusal::no(ErrorCode::InviteUnknown, "this invite is not known here")),
        Some(invite) if invite.expires_at.is_some_and(|at| at <= now) => {
            Err(Refusal::no(ErrorCode::InviteExpired, "this invite has expired"))
        }
        Some(invite) if invite.uses == Some(0) => Err(Refusal::no(ErrorCode::InviteUsed, "this invite was used up")),
        Some(invite) => Ok(invite),
    }
}

fn find(conn: &Connection, code: &Digest) -> Result<Option<Invite>, Refusal> {
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
    Ok(found)
}

pub fn is_server_owner(conn: &Connection, user: UserId) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT owner FROM users WHERE id = ?1")?
        .query_row([user.0.into_bytes()], |row| row.get(0))
        .optional()
        .map(Option::unwrap_or_default)
}
