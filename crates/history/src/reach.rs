//! Says how much of the past is here, from the holes and what stands beside them.

use rusqlite::{Connection, OptionalExtension as _, Result, params};

use crate::{column, finding::Reach};
use hearth_proto::id::Millis;

/// Of one conversation, or of all that one is in.
pub(crate) fn reach(conn: &Connection, conversation: Option<i64>) -> Result<Reach> {
    let mut statement = conn.prepare_cached(
        "SELECT key, messages, era FROM conversation
         WHERE known = 1 AND iif(?1 IS NULL, role IS NOT NULL, key = ?1)",
    )?;
    let rows = statement.query_map(params![conversation], |row| {
        Ok((row.get::<_, i64>(0)?, column::count(row, 1)?, row.get::<_, i64>(2)?))
    })?;
    let mut all = Reach { complete: true, ..Reach::default() };
    // Of several, all is here from the moment on at which the last of them begins to be.
    let (mut nowhere, mut begun) = (false, None::<Millis>);
    for row in rows {
        let (key, messages, era) = row?;
        let one = of(conn, key, messages, era)?;
        nowhere |= one.since.is_none() && one.all > 0;
        all.complete &= one.complete;
        all.here += one.here;
        all.all += one.all;
        // What is complete limits nothing, however late it began.
        if one.complete {
            begun = begun.into_iter().chain(one.since).min();
        } else {
            all.since = all.since.max(one.since);
        }
    }
    if all.complete {
        all.since = begun;
    } else if nowhere {
        all.since = None;
    }
    Ok(all)
}

fn of(conn: &Connection, key: i64, messages: u64, era: i64) -> Result<Reach> {
    let holes: Vec<(i64, i64)> = conn
        .prepare_cached("SELECT first, last FROM hole WHERE conversation = ?1 ORDER BY first")?
        .query_map(params![key], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_>>()?;
    let mut missing = 0;
    for (first, last) in &holes {
        // Messages are numbered, so two neighbours tell how many lie between them.
        let before = numbered(conn, (key, era), *first, Side::Before)?.map_or(0, |(number, _)| number);
        let behind = numbered(conn, (key, era), *last, Side::Behind)?;
        let up_to = behind.map_or(messages, |(number, _)| number.saturating_sub(1));
        missing += up_to.saturating_sub(before);
    }
    let last = holes.last().map_or(0, |(_, last)| *last);
    let since = numbered(conn, (key, era), last, Side::Behind)?.map(|(_, at)| at);
    Ok(Reach { complete: holes.is_empty(), since, here: messages.saturating_sub(missing), all: messages })
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    Behind,
}

/// The nearest message on one side of a place: its number and time.
fn numbered(conn: &Connection, (key, era): (i64, i64), seq: i64, side: Side) -> Result<Option<(u64, Millis)>> {
    let query = match side {
        Side::Before => {
            "SELECT number, at FROM message WHERE conversation = ?1 AND seq < ?2 AND era = ?3 AND number > 0
             ORDER BY seq DESC LIMIT 1"
        }
        Side::Behind => {
            "SELECT number, at FROM message WHERE conversation = ?1 AND seq > ?2 AND era = ?3 AND number > 0
             ORDER BY seq LIMIT 1"
        }
    };
    conn.prepare_cached(query)?
        .query_row(params![key, seq, era], |row| Ok((column::count(row, 0)?, Millis(row.get(1)?))))
        .optional()
}
