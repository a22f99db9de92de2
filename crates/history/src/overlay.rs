//! Lays what this account did and the server does not have yet over what is here, so that it is seen at once.
//!
//! Nothing is stored twice: what waits stands in the outbox alone, and when it leaves from there (taken or refused) what
//! is stored shows through again.

use hearth_proto::{
    act::Act,
    body::Body,
    error::ErrorCode,
    id::{MessageId, UserId},
};
use rusqlite::{Connection, Result, params};

use crate::{
    column,
    item::{Message, ReactionCount, Send},
    load,
};

/// Whether anything at all waits to be sent. Mostly nothing does, and then nothing lies over any message.
pub(crate) fn any(conn: &Connection) -> Result<bool> {
    conn.prepare_cached("SELECT max(place) IS NOT NULL FROM outbox")?.query_row([], |row| row.get(0))
}

/// Messages whose words are others once all that waits is done, by their keys, the newest first. People wait with few.
pub(crate) fn reworded(conn: &Connection) -> Result<Vec<i64>> {
    conn.prepare_cached(
        "SELECT DISTINCT m.key FROM outbox AS o JOIN message AS m ON m.id = o.target
         WHERE o.target IS NOT NULL AND o.body ->> '$.act' IN ('edit', 'redact') ORDER BY m.key DESC",
    )?
    .query_map([], |row| row.get(0))?
    .collect()
}

/// Acts on a message that wait or were refused, in the order in which they were done.
fn acts(conn: &Connection, target: MessageId) -> Result<Vec<(Act, Option<ErrorCode>)>> {
    conn.prepare_cached("SELECT body, failed FROM outbox WHERE target = ?1 ORDER BY place")?
        .query_map(params![target.0.into_bytes()], |row| Ok((column::json(row, 0)?, column::word_maybe(row, 1)?)))?
        .collect()
}

/// The message as it is once all that waits is done.
pub(crate) fn lay(conn: &Connection, message: &mut Message) -> Result<()> {
    for (act, failed) in acts(conn, message.id)? {
        // A deleted message has nothing left that could be changed.
        if message.body.is_none() {
            return Ok(());
        }
        match act {
            Act::Edit { body } => {
                message.body = Some(body);
                message.edit = Some(failed.map_or(Send::Waiting, |code| Send::Failed { code }));
            }
            Act::Redact => {
                message.body = None;
                message.reactions.clear();
                message.edited_at = None;
                message.edit = None;
            }
            Act::React { emoji, on } => react(&mut message.reactions, load::me(conn)?, emoji, on),
            Act::Pin { on } => message.pinned = on,
        }
    }
    Ok(())
}

/// The same for the words alone, as quotes and rows show them.
pub(crate) fn words(conn: &Connection, target: MessageId, body: Option<Body>) -> Result<Option<Body>> {
    let Some(mut body) = body else { return Ok(None) };
    for (act, _) in acts(conn, target)? {
        match act {
            Act::Edit { body: edited } => body = edited,
            Act::Redact => return Ok(None),
            Act::React { .. } | Act::Pin { .. } => {}
        }
    }
    Ok(Some(body))
}

fn react(counts: &mut Vec<ReactionCount>, me: UserId, emoji: String, on: bool) {
    match counts.iter_mut().find(|count| count.emoji == emoji) {
        Some(count) if on && !count.users.contains(&me) => count.users.push(me),
        Some(count) if !on => count.users.retain(|user| *user != me),
        Some(_) => {}
        None if on => counts.push(ReactionCount { emoji, users: vec![me] }),
        None => {}
    }
    counts.retain(|count| !count.users.is_empty());
}
