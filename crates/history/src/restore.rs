//! Reads what the account starts from. Its cost follows the number of conversations and waiting messages.

use std::collections::HashMap;

use hearth_proto::{
    id::{ConversationId, Cursor, Epoch, MessageId, Millis, Pos, Seq, UserId},
    room::ReadMark,
};
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};

use crate::{
    answer::{Restored, Standing, Waiting},
    column, list,
};

pub(crate) fn restored(conn: &Connection) -> Result<Restored> {
    let (me, epoch, pos, last_open) =
        conn.prepare_cached("SELECT me, epoch, pos, last_open FROM account WHERE one = 1")?.query_row([], |row| {
            Ok((
                column::id_maybe(row, 0, UserId)?,
                column::id_maybe(row, 1, Epoch)?,
                Pos(column::count(row, 2)?),
                column::id_maybe(row, 3, ConversationId)?,
            ))
        })?;
    Ok(Restored {
        me: me.map(|me| list::person(conn, me)).transpose()?.flatten(),
        cursor: epoch.map(|epoch| Cursor { epoch, pos }),
        standings: standings(conn)?,
        outbox: outbox(conn)?,
        last_open,
    })
}

/// Conversations that I am in. Those that I have left have nothing to catch up with.
fn standings(conn: &Connection) -> Result<Vec<Standing>> {
    let mut holes = holes(conn)?;
    let mut statement = conn.prepare_cached(
        "SELECT c.key, c.id, c.head, c.read_seq, c.read_messages, c.peer IS NOT NULL, o.notify, o.muted_until
         FROM conversation AS c LEFT JOIN choice AS o ON o.conversation = c.id
         WHERE c.known = 1 AND c.role IS NOT NULL",
    )?;
    let rows = statement.query_map([], |row| {
        let key: i64 = row.get(0)?;
        Ok(Standing {
            conversation: column::id(row, 1, ConversationId)?,
            head: column::seq(row, 2)?,
            holes: holes.remove(&key).unwrap_or_default(),
            read: ReadMark { seq: column::seq(row, 3)?, messages: column::count(row, 4)? },
            direct: row.get(5)?,
            notify: column::word_maybe(row, 6)?.unwrap_or_default(),
            muted_until: column::millis_maybe(row, 7)?,
        })
    })?;
    rows.collect()
}

fn holes(conn: &Connection) -> Result<HashMap<i64, Vec<(Seq, Seq)>>> {
    let mut statement =
        conn.prepare_cached("SELECT conversation, first, last FROM hole ORDER BY conversation, first")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, column::seq(row, 1)?, column::seq(row, 2)?)))?;
    let mut holes: HashMap<i64, Vec<(Seq, Seq)>> = HashMap::new();
    for row in rows {
        let (key, from, to) = row?;
        holes.entry(key).or_default().push((from, to));
    }
    Ok(holes)
}

/// In the order in which it was written.
pub(crate) fn outbox(conn: &Connection) -> Result<Vec<Waiting>> {
    let mut statement = conn.prepare_cached(
        "SELECT message, conversation, at, body, reply_to, upload, failed FROM outbox ORDER BY place",
    )?;
    statement.query_map([], waiting_row)?.collect()
}

pub(crate) fn waiting(conn: &Connection, message: MessageId) -> Result<Option<Waiting>> {
    conn.prepare_cached(
        "SELECT message, conversation, at, body, reply_to, upload, failed FROM outbox WHERE message = ?1",
    )?
    .query_row(params![message.0.into_bytes()], waiting_row)
    .optional()
}

/// Reads the columns `message, conversation, at, body, reply_to, upload, failed`.
pub(crate) fn waiting_row(row: &Row<'_>) -> Result<Waiting> {
    Ok(Waiting {
        message: column::id(row, 0, MessageId)?,
        conversation: column::id(row, 1, ConversationId)?,
        at: Millis(row.get(2)?),
        body: column::json(row, 3)?,
        reply_to: column::id_maybe(row, 4, MessageId)?,
        upload: column::word_maybe(row, 5)?,
        failed: column::word_maybe(row, 6)?,
    })
}
