//! Lists that a line may ask for: rooms, members, people, devices. Whether it may was asked before.

use hearth_proto::{
    frame::{Device, Reader, ServerFrame},
    id::{ConversationId, DeviceId, Millis, RequestId, Seq, UserId},
    people::Member,
    room::Listing,
};
use rusqlite::{Connection, params};

use crate::state::{
    command::{Refusal, not_found},
    marks::{READ_BY_MEMBERS, shares_reads},
    rows::{conversation_id, find_conversation, json, profile, role, uint, user, uuid},
};

/// The longest list that is sent. Longer ones are cut.
const LONGEST: i64 = 10_000;

pub(super) fn rooms(conn: &Connection, me: UserId, re: RequestId) -> Result<ServerFrame, Refusal> {
    let rooms = conn
        .prepare_cached(
            "SELECT c.id, c.room, c.members, EXISTS (SELECT 1 FROM members m WHERE m.conversation = c.id AND m.user = ?1)
             FROM conversations c WHERE c.public = 1 ORDER BY c.members DESC, c.id LIMIT ?2",
        )?
        .query_map(params![me.0.into_bytes(), LONGEST], |row| {
            Ok(Listing {
                conversation: conversation_id(row, 0)?,
                room: json(row, 1)?,
                members: row.get(2)?,
                joined: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(ServerFrame::Rooms { re, rooms })
}

pub(super) fn members(conn: &Connection, re: RequestId, conversation: ConversationId) -> Result<ServerFrame, Refusal> {
    let found = find_conversation(conn, conversation)?.ok_or_else(|| not_found("conversation"))?;
    let members = conn
        .prepare_cached(
            "SELECT m.user, m.role, s.until FROM members m
             LEFT JOIN mutes s ON s.conversation = m.conversation AND s.user = m.user
             WHERE m.conversation = ?1 ORDER BY m.user LIMIT ?2",
        )?
        .query_map(params![conversation.0.into_bytes(), LONGEST], |row| {
            let muted_until = row.get::<_, Option<i64>>(2)?.map(Millis);
            Ok(Member { user: user(row, 0)?, role: role(row, 1)?, muted_until })
        })?
        .collect::<Result<_, _>>()?;
    let people = conn
        .prepare_cached(
            "SELECT u.id, u.handle, u.name, u.avatar, u.status, u.zone, u.former FROM members m JOIN users u ON u.id = m.user
             WHERE m.conversation = ?1 ORDER BY m.user LIMIT ?2",
        )?
        .query_map(params![conversation.0.into_bytes(), LONGEST], profile)?
        .collect::<Result<_, _>>()?;
    Ok(ServerFrame::Members { re, conversation, members, people, seq: found.seq })
}

/// How far the others have read, of those who share it with those who share it.
pub(super) fn readers(
    conn: &Connection,
    me: UserId,
    re: RequestId,
    conversation: ConversationId,
) -> Result<ServerFrame, Refusal> {
    let found = find_conversation(conn, conversation)?.ok_or_else(|| not_found("conversation"))?;
    if found.members > READ_BY_MEMBERS || !shares_reads(conn, me)? {
        return Ok(ServerFrame::Readers { re, conversation, readers: Vec::new() });
    }
    let readers = conn
        .prepare_cached(
            "SELECT m.user, COALESCE(k.seq, 0) FROM members m JOIN users u ON u.id = m.user AND u.shares_reads = 1
             LEFT JOIN marks k ON k.user = m.user AND k.conversation = m.conversation
             WHERE m.conversation = ?1 AND m.user <> ?2 ORDER BY m.user",
        )?
        .query_map([conversation.0.into_bytes(), me.0.into_bytes()], |row| {
            Ok(Reader { user: user(row, 0)?, seq: Seq(uint(row, 1)?) })
        })?
        .collect::<Result<_, _>>()?;
    Ok(ServerFrame::Readers { re, conversation, readers })
}

/// Those who are kept out of a room.
pub(super) fn bans(conn: &Connection, re: RequestId, conversation: ConversationId) -> Result<ServerFrame, Refusal> {
    let people = conn
        .prepare_cached(
            "SELECT u.id, u.handle, u.name, u.avatar, u.status, u.zone, u.former FROM bans b JOIN users u ON u.id = b.user
             WHERE b.conversation = ?1 ORDER BY u.name, u.handle LIMIT ?2",
        )?
        .query_map(params![conversation.0.into_bytes(), LONGEST], profile)?
        .collect::<Result<_, _>>()?;
    Ok(ServerFrame::People { re, people })
}

pub(super) fn people(conn: &Connection, re: RequestId) -> Result<ServerFrame, Refusal> {
    let people = conn
        .prepare_cached(
            "SELECT id, handle, name, avatar, status, zone, former FROM users
             WHERE former = 0 ORDER BY name, handle LIMIT ?1",
        )?
        .query_map([LONGEST], profile)?
        .collect::<Result<_, _>>()?;
    Ok(ServerFrame::People { re, people })
}

pub(super) fn devices(
    conn: &Connection,
    (me, current): (UserId, DeviceId),
    re: RequestId,
) -> Result<ServerFrame, Refusal> {
    let devices = conn
        .prepare_cached("SELECT id, name, created_at, seen_at FROM devices WHERE user = ?1 ORDER BY created_at, id")?
        .query_map([me.0.into_bytes()], |row| {
            let id = DeviceId(uuid(row, 0)?);
            Ok(Device {
                id,
                name: row.get(1)?,
                created_at: Millis(row.get(2)?),
                seen_at: Millis(row.get(3)?),
                current: id == current,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(ServerFrame::Devices { re, devices })
}
