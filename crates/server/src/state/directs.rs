//! Private chats: one between any two people.

use hearth_proto::{
    id::{ConversationId, Millis, UserId},
    people::Role,
};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::{
    apply::Tx,
    command::{Answer, Audience, News, Refusal, forbidden, not_found},
    restraints::blocked,
    rows::{conversation_id, find_account, find_profile, find_role, head, int, role_number},
};

impl Tx<'_> {
    pub fn open_direct(&mut self, peer: UserId) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if peer == me {
            return Err(forbidden("a private chat needs somebody else"));
        }
        find_account(self.conn, peer)?.ok_or_else(|| not_found("person"))?;
        let (low, high) = pair(me, peer);
        let id = match self.direct_of(low, high)? {
            Some(id) if find_role(self.conn, id, me)?.is_some() => {
                return Ok(Answer::Conversation(head(self.conn, id, me)?));
            }
            // An import that was cut short has filled it, and let nobody in yet.
            Some(id) => id,
            None if self.blocks(peer, me)? => return Err(blocked()),
            None => self.insert_direct(low, high, me, self.at)?,
        };
        self.seat_both(id, low, high)?;
        Ok(Answer::Conversation(head(self.conn, id, me)?))
    }

    /// The chat between these two, if there is one.
    pub fn direct_of(&self, low: UserId, high: UserId) -> Result<Option<ConversationId>, Refusal> {
        let known = self
            .conn
            .prepare_cached("SELECT id FROM conversations WHERE low = ?1 AND high = ?2")?
            .query_row([low.0.into_bytes(), high.0.into_bytes()], |row| conversation_id(row, 0))
            .optional()?;
        Ok(known)
    }

    /// Makes the chat, with nobody in it yet.
    pub fn insert_direct(
        &self,
        low: UserId,
        high: UserId,
        creator: UserId,
        at: Millis,
    ) -> Result<ConversationId, Refusal> {
        let id = direct_id(low, high);
        self.conn
            .prepare_cached(
                "INSERT INTO conversations (id, low, high, room, public, newcomers, avatar_blob, creator, seq, room_seq,
                 messages, members, active_at, pos) VALUES (?1, ?2, ?3, NULL, 0, 0, NULL, ?4, 0, 0, 0, 0, ?5, 0)",
            )?
            .execute(params![
                id.0.into_bytes(),
                low.0.into_bytes(),
                high.0.into_bytes(),
                creator.0.into_bytes(),
                at.0
            ])?;
        Ok(id)
    }

    /// From here on the two are in it and hear of it.
    pub fn seat_both(&mut self, id: ConversationId, low: UserId, high: UserId) -> Result<(), Refusal> {
        let profile = |user| find_profile(self.conn, user)?.ok_or_else(|| not_found("person"));
        let (lows, highs) = (profile(low)?, profile(high)?);
        // A place before the chat's own: a reader that is cut off between the two still asks for the chat.
        let met = self.take_pos();
        let pos = self.take_pos();
        self.conn
            .prepare_cached("UPDATE conversations SET members = 2, pos = ?2 WHERE id = ?1")?
            .execute(params![id.0.into_bytes(), int(pos.0)])?;
        for user in [low, high] {
            self.insert_member(id, user, role_number(Role::Member), pos)?;
            let peer = Some(if user == low { high } else { low });
            self.tell(News::Entered { conversation: id, user, peer });
        }
        self.tell(News::Person { profile: highs, pos: met, to: Audience::User(low) });
        self.tell(News::Person { profile: lows, pos: met, to: Audience::User(high) });
        for user in [low, high] {
            self.tell(News::Head { user, head: head(self.conn, id, user)?, pos });
        }
        Ok(())
    }
}

/// The two of a private chat, in the order in which it keeps them.
pub fn pair(one: UserId, other: UserId) -> (UserId, UserId) {
    if one < other { (one, other) } else { (other, one) }
}

/// The id of the chat between two people follows from who they are, so that no node can make a second one.
fn direct_id(low: UserId, high: UserId) -> ConversationId {
    let mut hash = Sha256::new();
    hash.update(b"hearth direct");
    hash.update(low.0.as_bytes());
    hash.update(high.0.as_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    // Version 8 of RFC 9562: the bits are the application's own.
    let id: Uuid = Builder::from_custom_bytes(bytes).into_uuid();
    ConversationId(id)
}
