//! What a reader is told when it comes: the world at one position, as far as it changed since its cursor.

use hearth_proto::{
    error::{ErrorCode, Failure},
    id::{ConversationId, Cursor, Epoch, Millis, Pos, UserId},
    people::Profile,
    room::Head,
};
use rusqlite::{Connection, Params, params};

use super::{Entrance, Readers};
use crate::state::{
    blocks::blocked_by,
    command::{Refusal, not_found},
    invites::is_server_owner,
    marks::shares_reads,
    rows::{self, conversation_id, find_profile, head, int, profile, user},
    store,
};

/// At most so many people come with a welcome; the others come with pages and lists.
const PEOPLE: i64 = 10_000;

/// What the database has for a welcome.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub me: Profile,
    pub has_password: bool,
    pub server_owner: bool,
    pub shares_reads: bool,
    pub epoch: Epoch,
    pub pos: Pos,
    pub resumed: bool,
    pub conversations: Vec<Head>,
    pub gone: Vec<ConversationId>,
    pub people: Vec<Profile>,
    /// Whom this person blocks.
    pub blocked: Vec<UserId>,
    /// When those they have a private chat with were here last.
    pub seen: Vec<(UserId, Millis)>,
}

impl Readers {
    /// Reads it all in one transaction, so that it is true at exactly `pos`.
    ///
    /// # Errors
    /// The account is gone, or the disk fails.
    pub async fn snapshot(&self, of: Entrance, cursor: Option<Cursor>) -> Result<Snapshot, Failure> {
        self.read(move |conn| {
            // Whoever was signed out since the token was looked up must not get in.
            still_signed_in(conn, of)?;
            snapshot(conn, of.user, cursor)
        })
        .await
    }
}

fn still_signed_in(conn: &Connection, of: Entrance) -> Result<(), Refusal> {
    let is: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM devices WHERE token = ?1)")?
        .query_row([of.token], |row| row.get(0))?;
    if is { Ok(()) } else { Err(Refusal::no(ErrorCode::Unauthorized, "this device was signed out")) }
}

fn snapshot(conn: &Connection, me: UserId, cursor: Option<Cursor>) -> Result<Snapshot, Refusal> {
    let pos = rows::position(conn)?;
    let epoch = store::epoch(conn)?;
    let since = cursor.filter(|cursor| cursor.epoch == epoch && cursor.pos <= pos).map(|cursor| cursor.pos);
    let (ids, gone, people) = match since {
        Some(since) => (changed(conn, me, since)?, departed(conn, me, since)?, changed_people(conn, me, since)?),
        None => (all(conn, me)?, Vec::new(), all_people(conn, me)?),
    };
    let conversations = ids.into_iter().map(|id| head(conn, id, me)).collect::<Result<_, _>>()?;
    Ok(Snapshot {
        me: find_profile(conn, me)?.ok_or_else(|| not_found("person"))?,
        has_password: conn
            .prepare_cached("SELECT password IS NOT NULL FROM users WHERE id = ?1")?
            .query_row([me.0.into_bytes()], |row| row.get(0))?,
        server_owner: is_server_owner(conn, me)?,
        shares_reads: shares_reads(conn, me)?,
        epoch,
        pos,
        resumed: since.is_some(),
        conversations,
        gone,
        people,
        blocked: blocked_by(conn, me)?,
        seen: seen(conn, me)?,
    })
}

/// When each person I have a private chat with was here last, where neither of us blocks the other.
fn seen(conn: &Connection, me: UserId) -> Result<Vec<(UserId, Millis)>, Refusal> {
    let seen = conn
        .prepare_cached(
            "SELECT theirs.user, MAX(d.seen_at) FROM members mine
             JOIN conversations c ON c.id = mine.conversation AND c.low IS NOT NULL
             JOIN members theirs ON theirs.conversation = c.id AND theirs.user <> ?1
             JOIN devices d ON d.user = theirs.user
             WHERE mine.user = ?1
               AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.user = ?1 AND b.blocked = theirs.user)
                                                         OR (b.user = theirs.user AND b.blocked = ?1))
             GROUP BY theirs.user ORDER BY MAX(d.seen_at) DESC LIMIT ?2",
        )?
        .query_map(params![me.0.into_bytes(), PEOPLE], |row| Ok((user(row, 0)?, Millis(row.get(1)?))))?
        .collect::<Result<_, _>>()?;
    Ok(seen)
}

fn ids(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<ConversationId>, Refusal> {
    let ids = conn.prepare_cached(sql)?.query_map(params, |row| conversation_id(row, 0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

fn profiles(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<Profile>, Refusal> {
    let people = conn.prepare_cached(sql)?.query_map(params, profile)?.collect::<Result<_, _>>()?;
    Ok(people)
}

fn all(conn: &Connection, me: UserId) -> Result<Vec<ConversationId>, Refusal> {
    ids(conn, "SELECT conversation FROM members WHERE user = ?1", [me.0.into_bytes()])
}

/// Conversations with events after `since`, and those where this person's own standing changed. Both halves walk an
/// index from `since` on, so the cost is that of what changed.
fn changed(conn: &Connection, me: UserId, since: Pos) -> Result<Vec<ConversationId>, Refusal> {
    ids(
        conn,
        "SELECT c.id FROM conversations c INDEXED BY conversations_by_pos
         CROSS JOIN members m ON m.conversation = c.id AND m.user = ?1 WHERE c.pos > ?2
         UNION SELECT conversation FROM members WHERE user = ?1 AND changed_pos > ?2",
        params![me.0.into_bytes(), int(since.0)],
    )
}

fn departed(conn: &Connection, me: UserId, since: Pos) -> Result<Vec<ConversationId>, Refusal> {
    ids(
        conn,
        "SELECT conversation FROM departures WHERE user = ?1 AND pos > ?2",
        params![me.0.into_bytes(), int(since.0)],
    )
}

fn all_people(conn: &Connection, me: UserId) -> Result<Vec<Profile>, Refusal> {
    profiles(
        conn,
        "SELECT DISTINCT u.id, u.handle, u.name, u.avatar, u.status, u.zone, u.former FROM members mine
         JOIN members theirs ON theirs.conversation = mine.conversation JOIN users u ON u.id = theirs.user
         WHERE mine.user = ?1 LIMIT ?2",
        params![me.0.into_bytes(), PEOPLE],
    )
}

/// People I share a conversation with whose profile changed after `since`, or who came into one after it, and
/// everyone in the conversations that I came into after it.
fn changed_people(conn: &Connection, me: UserId, since: Pos) -> Result<Vec<Profile>, Refusal> {
    profiles(
        conn,
        "SELECT u.id, u.handle, u.name, u.avatar, u.status, u.zone, u.former FROM users u
         WHERE u.profile_pos > ?2 AND EXISTS (SELECT 1 FROM members theirs
             JOIN members mine ON mine.conversation = theirs.conversation AND mine.user = ?1 WHERE theirs.user = u.id)
         UNION SELECT u.id, u.handle, u.name, u.avatar, u.status, u.zone, u.former FROM members theirs
             CROSS JOIN members mine ON mine.conversation = theirs.conversation AND mine.user = ?1
             CROSS JOIN users u ON u.id = theirs.user WHERE theirs.joined_pos > ?2
         UNION SELECT u.id, u.handle, u.name, u.avatar, u.status, u.zone, u.former FROM members mine
             CROSS JOIN members theirs ON theirs.conversation = mine.conversation
             CROSS JOIN users u ON u.id = theirs.user
             WHERE mine.user = ?1 AND mine.changed_pos > ?2 AND mine.joined_pos > ?2
         LIMIT ?3",
        params![me.0.into_bytes(), int(since.0), PEOPLE],
    )
}
