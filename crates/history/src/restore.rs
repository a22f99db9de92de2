//! Reads what the account starts from. Its cost follows the number of conversations and waiting messages.

use std::collections::HashMap;

use hearth_proto::{
    id::{ActId, ConversationId, Cursor, Epoch, MessageId, Millis, Pos, Seq, UserId},
    room::ReadMark,
};
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};

use crate::{
    answer::{Draft, Restored, Standing, Waiting},
    batch::{Outgoing, Owed, Sending},
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
        "SELECT c.key, c.id, c.head, c.read_seq, c.read_messages, c.peer IS NOT NULL, o.notify, o.muted_until,
                c.unread_seq, c.unread_messages, c.owed_read, c.owed_unread
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
            unread_from: column::seq_maybe(row, 8)?
                .map(|seq| column::count(row, 9).map(|messages| ReadMark { seq, messages }))
                .transpose()?,
            owed: Owed { read: column::seq_maybe(row, 10)?, unread: column::seq_maybe(row, 11)? },
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
        "SELECT message, conversation, at, body, reply_to, upload, failed, target, forward FROM outbox ORDER BY place",
    )?;
    statement.query_map([], waiting_row)?.collect()
}

pub(crate) fn waiting(conn: &Connection, message: MessageId) -> Result<Option<Waiting>> {
    conn.prepare_cached(
        "SELECT message, conversation, at, body, reply_to, upload, failed, target, forward
         FROM outbox WHERE message = ?1 AND target IS NULL",
    )?
    .query_row(params![message.0.into_bytes()], waiting_row)
    .optional()
}

/// Acts on a message, in the order in which they were done.
pub(crate) fn acts_on(conn: &Connection, message: MessageId) -> Result<Vec<Waiting>> {
    conn.prepare_cached(
        "SELECT message, conversation, at, body, reply_to, upload, failed, target, forward
         FROM outbox WHERE target = ?1 ORDER BY place",
    )?
    .query_map(params![message.0.into_bytes()], waiting_row)?
    .collect()
}

pub(crate) fn drafts(conn: &Connection) -> Result<Vec<Draft>> {
    conn.prepare_cached("SELECT text, reply_to, attachments, edit_message, edit_text FROM draft")?
        .query_map([], |row| draft_row(row, 0))?
        .collect()
}

/// Reads the columns `text, reply_to, attachments, edit_message, edit_text`, the first of which is the `at`-th.
pub(crate) fn draft_row(row: &Row<'_>, at: usize) -> Result<Draft> {
    let text: String = row.get(at + 4)?;
    Ok(Draft {
        text: row.get(at)?,
        reply_to: column::id_maybe(row, at + 1, MessageId)?,
        attachments: column::json(row, at + 2)?,
        edit: column::id_maybe(row, at + 3, MessageId)?.map(|message| (message, text)),
    })
}

/// Reads the columns `message, conversation, at, body, reply_to, upload, failed, target, forward`.
pub(crate) fn waiting_row(row: &Row<'_>) -> Result<Waiting> {
    let what = match column::id_maybe(row, 7, MessageId)? {
        Some(target) => Sending::Act { act: column::id(row, 0, ActId)?, target, what: column::json(row, 3)? },
        None => Sending::Message {
            message: column::id(row, 0, MessageId)?,
            body: column::json(row, 3)?,
            reply_to: column::id_maybe(row, 4, MessageId)?,
            forward: column::json_maybe(row, 8)?,
            upload: column::word_maybe(row, 5)?,
        },
    };
    let conversation = column::id(row, 1, ConversationId)?;
    Ok(Waiting {
        outgoing: Outgoing { conversation, at: Millis(row.get(2)?), what },
        failed: column::word_maybe(row, 6)?,
    })
}
