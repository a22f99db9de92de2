//! Invites that still hold, for those who may see them. A code is nowhere: only its digest was ever stored.

use hearth_proto::{
    frame::{InviteInfo, ServerFrame},
    id::{ConversationId, Millis, RequestId, UserId},
    rights::{Right, may},
};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::{
    clock::now,
    state::{
        command::{Digest, Refusal},
        invites::{is_server_owner, name},
        rows::{find_conversation, find_role},
    },
};

/// The longest list that is sent; the newest ones are in it.
const LONGEST: i64 = 1000;

/// Those into one room: admins see all of them, others their own. Those to the server: its owner sees all of them,
/// others their own.
pub(super) fn list(
    conn: &Connection,
    me: UserId,
    re: RequestId,
    conversation: Option<ConversationId>,
) -> Result<ServerFrame, Refusal> {
    let all = is_server_owner(conn, me)?
        || match conversation {
            Some(conversation) => sees_all(conn, me, conversation)?,
            None => false,
        };
    let invites = conn
        .prepare_cached(
            "SELECT code, creator, conversation, created_at, expires_at, uses, used FROM invites
             WHERE (?1 IS NULL OR conversation = ?1) AND (?2 OR creator = ?3)
               AND (expires_at IS NULL OR expires_at > ?4) AND (uses IS NULL OR uses > 0)
             ORDER BY created_at DESC, code LIMIT ?5",
        )?
        .query_map(
            params![conversation.map(|room| room.0.into_bytes()), all, me.0.into_bytes(), now().0, LONGEST],
            info,
        )?
        .collect::<Result<_, _>>()?;
    Ok(ServerFrame::Invites { re, invites })
}

fn sees_all(conn: &Connection, me: UserId, conversation: ConversationId) -> Result<bool, Refusal> {
    let (Some(found), Some(role)) = (find_conversation(conn, conversation)?, find_role(conn, conversation, me)?) else {
        return Ok(false);
    };
    Ok(may(Right::OthersInvites, found.kind.place(), role))
}

fn info(row: &Row<'_>) -> rusqlite::Result<InviteInfo> {
    let id = |at| row.get::<_, Option<[u8; 16]>>(at).map(|id| id.map(Uuid::from_bytes));
    Ok(InviteInfo {
        invite: name(&row.get::<_, Digest>(0)?),
        by: id(1)?.map(UserId),
        conversation: id(2)?.map(ConversationId),
        created_at: Millis(row.get(3)?),
        expires_at: row.get::<_, Option<i64>>(4)?.map(Millis),
        uses_left: row.get(5)?,
        used: row.get(6)?,
    })
}
