//! What holds a member back although the table of rights lets them: an archive, a room where only admins write,
//! silence, slow mode, a block between two people. Each has its own code, and they are looked at in this order.

use hearth_proto::{
    error::{ErrorCode, Failure},
    id::{ConversationId, Millis, UserId},
    people::Role,
    rights::Right,
    room::{Posting, Room},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::Refusal,
    rights::Standing,
    rows::{Kind, find_mute},
};

impl Tx<'_> {
    /// Refuses what the member may not do now, and notes when they wrote where writing is slowed down.
    pub(super) fn restrain(
        &self,
        me: UserId,
        id: ConversationId,
        right: Right,
        standing: &Standing,
    ) -> Result<(), Refusal> {
        match &standing.conversation.kind {
            Kind::Direct { low, high } => {
                let peer = if *low == me { *high } else { *low };
                if writes(right) && self.blocks(peer, me)? { Err(blocked()) } else { Ok(()) }
            }
            Kind::Room(room) => {
                if room.archived && (writes(right) || matches!(right, Right::AddMember | Right::Invite)) {
                    return Err(archived());
                }
                if speaks(right) && room.posting == Posting::Admins && standing.role < Role::Admin {
                    return Err(Refusal::no(ErrorCode::ReadOnly, "only admins write here"));
                }
                if writes(right) && find_mute(self.conn, id, me)?.is_some_and(|until| until > self.at) {
                    return Err(Refusal::no(ErrorCode::Muted, "an admin has silenced you here"));
                }
                if right == Right::Post && standing.role < Role::Admin { self.slow_down(me, id, room) } else { Ok(()) }
            }
        }
    }

    fn slow_down(&self, me: UserId, id: ConversationId, room: &Room) -> Result<(), Refusal> {
        if room.slow_seconds == 0 {
            return Ok(());
        }
        let pause = i64::from(room.slow_seconds) * 1000;
        let last = self
            .conn
            .prepare_cached("SELECT at FROM slow_posts WHERE conversation = ?1 AND user = ?2")?
            .query_row([id.0.into_bytes(), me.0.into_bytes()], |row| row.get(0).map(Millis))
            .optional()?;
        // A clock that was set back must not silence anybody for longer than the room wants.
        let wait = last.map_or(0, |last| last.0.saturating_add(pause).saturating_sub(self.at.0).min(pause));
        if wait > 0 {
            let mut failure = Failure::new(ErrorCode::SlowMode, "this room wants a pause between two messages");
            failure.retry_after_ms = u64::try_from(wait).ok();
            return Err(failure.into());
        }
        self.conn
            .prepare_cached(
                "INSERT INTO slow_posts (conversation, user, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (conversation, user) DO UPDATE SET at = excluded.at",
            )?
            .execute(params![id.0.into_bytes(), me.0.into_bytes(), self.at.0])?;
        Ok(())
    }

    /// Whether `user` takes no private messages from `from`.
    pub fn blocks(&self, user: UserId, from: UserId) -> Result<bool, Refusal> {
        let blocks = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM blocks WHERE user = ?1 AND blocked = ?2)")?
            .query_row([user.0.into_bytes(), from.0.into_bytes()], |row| row.get(0))?;
        Ok(blocks)
    }
}

/// What puts something of mine before others.
const fn writes(right: Right) -> bool {
    speaks(right) || matches!(right, Right::React)
}

/// What does so with weight: the room's own voice.
const fn speaks(right: Right) -> bool {
    matches!(right, Right::Post | Right::Edit | Right::Pin)
}

pub(super) fn archived() -> Refusal {
    Refusal::no(ErrorCode::Archived, "this room is archived")
}

pub(super) fn blocked() -> Refusal {
    Refusal::no(ErrorCode::Blocked, "this person takes no private messages from you")
}
