//! Private chats: one between any two people.

use hearth_proto::{
    id::{ConversationId, UserId},
    people::Role,
};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::{
    apply::Tx,
    command::{Answer, Audience, News, Refusal, forbidden, not_found},
    restraints::blocked,
    rows::{conversation_id, find_profile, head, int, role_number},
};

impl Tx<'_> {
    pub fn open_direct(&mut self, peer: UserId) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if peer == me {
            return Err(forbidden("a private chat needs somebody else"));
        }
        let their_profile = find_profile(self.conn, peer)?.ok_or_else(|| not_found("person"))?;
        let my_profile = find_profile(self.conn, me)?.ok_or_else(|| not_found("person"))?;
        let (low, high) = if me < peer { (me, peer) } else { (peer, me) };
        let known = self
            .conn
            .prepare_cached("SELECT id FROM conversations WHERE low = ?1 AND high = ?2")?
            .query_row([low.0.into_bytes(), high.0.into_bytes()], |row| conversation_id(row, 0))
            .optional()?;
        if let Some(id) = known {
            return Ok(Answer::Conversation(head(self.conn, id, me)?));
        }
        if self.blocks(peer, me)? {
            return Err(blocked());
        }
        let id = direct_id(low, high);
        // A place before the chat's own: a reader that is cut off between the two still asks for the chat.
        let met = self.take_pos();
        let pos = self.take_pos();
        self.conn
            .prepare_cached(
                "INSERT INTO conversations (id, low, high, room, public, newcomers, avatar_blob, creator, seq, room_seq,
                 messages, members, active_at, pos) VALUES (?1, ?2, ?3, NULL, 0, 0, NULL, ?4, 0, 0, 0, 2, ?5, ?6)",
            )?
            .execute(params![
                id.0.into_bytes(),
                low.0.into_bytes(),
                high.0.into_bytes(),
                me.0.into_bytes(),
                self.at.0,
                int(pos.0)
            ])?;
        for user in [low, high] {
            self.insert_member(id, user, role_number(Role::Member), pos)?;
            let peer = Some(if user == low { high } else { low });
            self.tell(News::Entered { conversation: id, user, peer });
        }
        let mine = head(self.conn, id, me)?;
        self.tell(News::Person { profile: their_profile, pos: met, to: Audience::User(me) });
        self.tell(News::Person { profile: my_profile, pos: met, to: Audience::User(peer) });
        self.tell(News::Head { user: me, head: mine.clone(), pos });
        self.tell(News::Head { user: peer, head: head(self.conn, id, peer)?, pos });
        Ok(Answer::Conversation(mine))
    }
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
