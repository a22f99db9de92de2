//! Reads single rows and turns them into the words of the wire. Used inside and outside of transactions.

use hearth_proto::{
    error::ErrorCode,
    id::{BlobId, ConversationId, Millis, Pos, Seq, UserId},
    people::{Avatar, Profile, Role},
    room::{ConversationKind, Head, ReadMark, Room, Visibility},
};
use rusqlite::{Connection, OptionalExtension, Row, types::Type};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::command::{Refusal, not_found};

/// A conversation as the server holds it, the same for everyone.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub kind: Kind,
    pub seq: Seq,
    pub room_seq: Seq,
    pub messages: u64,
    pub members: u32,
    pub active_at: Millis,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Room(Room),
    Direct { low: UserId, high: UserId },
}

/// SQLite's integers are signed; positions never come near the sign.
pub fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub fn uint(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(at)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(at, value))
}

pub fn uuid(row: &Row<'_>, at: usize) -> rusqlite::Result<Uuid> {
    row.get::<_, [u8; 16]>(at).map(Uuid::from_bytes)
}

pub fn user(row: &Row<'_>, at: usize) -> rusqlite::Result<UserId> {
    uuid(row, at).map(UserId)
}

pub fn conversation_id(row: &Row<'_>, at: usize) -> rusqlite::Result<ConversationId> {
    uuid(row, at).map(ConversationId)
}

pub fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(at)?.as_str()?;
    serde_json::from_str(text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into()))
}

pub fn to_json<T: Serialize>(value: &T) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|error| Refusal::no(ErrorCode::Internal, &error.to_string()))
}

pub const fn role_number(role: Role) -> i64 {
    match role {
        Role::Guest => 0,
        Role::Member => 1,
        Role::Admin => 2,
        Role::Owner => 3,
    }
}

pub fn role(row: &Row<'_>, at: usize) -> rusqlite::Result<Role> {
    match row.get::<_, i64>(at)? {
        0 => Ok(Role::Guest),
        1 => Ok(Role::Member),
        2 => Ok(Role::Admin),
        3 => Ok(Role::Owner),
        other => Err(rusqlite::Error::IntegralValueOutOfRange(at, other)),
    }
}

/// The blob of an own picture.
pub const fn avatar_blob(avatar: &Avatar) -> Option<&BlobId> {
    match avatar {
        Avatar::Own { blob } => Some(blob),
        Avatar::Drawn { .. } => None,
    }
}

pub fn find_conversation(conn: &Connection, id: ConversationId) -> rusqlite::Result<Option<Conversation>> {
    conn.prepare_cached(
        "SELECT low, high, room, seq, room_seq, messages, members, active_at FROM conversations WHERE id = ?1",
    )?
    .query_row([id.0.into_bytes()], |row| {
        let kind = match row.get::<_, Option<[u8; 16]>>(0)? {
            Some(low) => Kind::Direct { low: UserId(Uuid::from_bytes(low)), high: user(row, 1)? },
            None => Kind::Room(json(row, 2)?),
        };
        Ok(Conversation {
            kind,
            seq: Seq(uint(row, 3)?),
            room_seq: Seq(uint(row, 4)?),
            messages: uint(row, 5)?,
            members: row.get(6)?,
            active_at: Millis(row.get(7)?),
        })
    })
    .optional()
}

pub fn find_role(conn: &Connection, conversation: ConversationId, user: UserId) -> rusqlite::Result<Option<Role>> {
    conn.prepare_cached("SELECT role FROM members WHERE conversation = ?1 AND user = ?2")?
        .query_row([conversation.0.into_bytes(), user.0.into_bytes()], |row| role(row, 0))
        .optional()
}

pub fn find_profile(conn: &Connection, id: UserId) -> rusqlite::Result<Option<Profile>> {
    conn.prepare_cached("SELECT id, handle, name, avatar, status, zone, former FROM users WHERE id = ?1")?
        .query_row([id.0.into_bytes()], profile)
        .optional()
}

/// The same of somebody who can sign in: who is only known from an import is nobody to write to or to bring in.
pub fn find_account(conn: &Connection, id: UserId) -> rusqlite::Result<Option<Profile>> {
    Ok(find_profile(conn, id)?.filter(|profile| !profile.former))
}

/// A row of `id, handle, name, avatar, status, zone, former`.
pub fn profile(row: &Row<'_>) -> rusqlite::Result<Profile> {
    Ok(Profile {
        id: user(row, 0)?,
        handle: row.get(1)?,
        name: row.get(2)?,
        avatar: json(row, 3)?,
        status: row.get(4)?,
        zone: row.get(5)?,
        former: row.get(6)?,
    })
}

/// Until when somebody may not write in a room, whether or not that is over.
pub fn find_mute(conn: &Connection, conversation: ConversationId, user: UserId) -> rusqlite::Result<Option<Millis>> {
    conn.prepare_cached("SELECT until FROM mutes WHERE conversation = ?1 AND user = ?2")?
        .query_row([conversation.0.into_bytes(), user.0.into_bytes()], |row| row.get(0).map(Millis))
        .optional()
}

/// Where a person stands in a conversation's log.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Marks {
    pub read: ReadMark,
    /// Just before the message from which on it was marked unread, if it was; always below `read`.
    pub unread_from: Option<ReadMark>,
}

pub fn find_marks(conn: &Connection, conversation: ConversationId, user: UserId) -> rusqlite::Result<Marks> {
    conn.prepare_cached(
        "SELECT seq, messages, unread_seq IS NOT NULL, COALESCE(unread_seq, 0), COALESCE(unread_messages, 0)
         FROM marks WHERE user = ?1 AND conversation = ?2",
    )?
    .query_row([user.0.into_bytes(), conversation.0.into_bytes()], |row| {
        let from = ReadMark { seq: Seq(uint(row, 3)?), messages: uint(row, 4)? };
        Ok(Marks {
            read: ReadMark { seq: Seq(uint(row, 0)?), messages: uint(row, 1)? },
            unread_from: row.get::<_, bool>(2)?.then_some(from),
        })
    })
    .optional()
    .map(Option::unwrap_or_default)
}

/// How many messages after `seq` mention this person, alone or with everyone.
fn mentions_after(conn: &Connection, id: ConversationId, me: UserId, seq: Seq) -> rusqlite::Result<u32> {
    conn.prepare_cached(
        "SELECT COUNT(*) FROM (
             SELECT seq FROM mentions WHERE user = ?1 AND conversation = ?2 AND seq > ?3
             UNION SELECT seq FROM room_mentions WHERE conversation = ?2 AND seq > ?3 AND author <> ?1)",
    )?
    .query_row(rusqlite::params![me.0.into_bytes(), id.0.into_bytes(), int(seq.0)], |row| row.get(0))
}

/// The conversation as this member sees it.
///
/// # Errors
/// `not_found` when they are no member.
pub fn head(conn: &Connection, id: ConversationId, me: UserId) -> Result<Head, Refusal> {
    let conversation = find_conversation(conn, id)?.ok_or_else(|| not_found("conversation"))?;
    let role = find_role(conn, id, me)?.ok_or_else(|| not_found("conversation"))?;
    let Marks { read, unread_from } = find_marks(conn, id, me)?;
    let mentions = mentions_after(conn, id, me, unread_from.unwrap_or(read).seq)?;
    let kind = match conversation.kind {
        Kind::Room(room) => ConversationKind::Room { room },
        Kind::Direct { low, high } => ConversationKind::Direct { peer: if low == me { high } else { low } },
    };
    Ok(Head {
        conversation: id,
        kind,
        role,
        muted_until: find_mute(conn, id, me)?,
        members: conversation.members,
        seq: conversation.seq,
        room_seq: conversation.room_seq,
        messages: conversation.messages,
        active_at: conversation.active_at,
        read,
        unread_from,
        mentions,
    })
}

pub fn position(conn: &Connection) -> rusqlite::Result<Pos> {
    conn.prepare_cached("SELECT value FROM meta WHERE key = 'pos'")?.query_row([], |row| uint(row, 0)).map(Pos)
}

pub const fn is_public(room: &Room) -> bool {
    matches!(room.visibility, Visibility::Public)
}

/// Whether a room is shown to those who are not in it.
pub const fn is_listed(room: &Room) -> bool {
    is_public(room) && !room.archived
}
