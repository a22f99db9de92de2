//! Finds where a page of a timeline begins and ends, from indexes alone.
//!
//! Messages, notes and holes stand at a place: their seq, or the seq a hole begins at. A page is a run of places, and
//! everything at a place belongs to the same page.

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Result, params};

/// The first place of a page that ends before `below` and holds `limit` things, or all there are. None where there is
/// nothing. A hole right before the page belongs to it, so that whoever sees its edge knows.
pub(crate) fn before(conn: &Connection, key: i64, below: i64, limit: usize) -> Result<Option<i64>> {
    let mut places = Vec::new();
    for query in [
        "SELECT seq FROM message WHERE conversation = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
        "SELECT seq FROM note WHERE conversation = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
        "SELECT first FROM hole WHERE conversation = ?1 AND first < ?2 ORDER BY first DESC LIMIT ?3",
    ] {
        collect(conn.prepare_cached(query)?, (key, below, limit), &mut places)?;
    }
    places.sort_unstable_by(|a, b| b.cmp(a));
    let Some(first) = nth(&places, limit) else { return Ok(None) };
    let hole = hole_before(conn, key, first)?;
    let item = item_before(conn, key, first)?;
    Ok(Some(match (hole, item) {
        (Some(hole), item) if item.is_none_or(|item| hole >= item) => hole,
        (Some(_) | None, _) => first,
    }))
}

/// The last place of a page that begins after `above`; otherwise as [`before`].
pub(crate) fn after(conn: &Connection, key: i64, above: i64, limit: usize) -> Result<Option<i64>> {
    let mut places = Vec::new();
    for query in [
        "SELECT seq FROM message WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        "SELECT seq FROM note WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        "SELECT first FROM hole WHERE conversation = ?1 AND first > ?2 ORDER BY first LIMIT ?3",
    ] {
        collect(conn.prepare_cached(query)?, (key, above, limit), &mut places)?;
    }
    places.sort_unstable();
    let Some(last) = nth(&places, limit) else { return Ok(None) };
    let hole = hole_after(conn, key, last)?;
    let item = item_after(conn, key, last)?;
    Ok(Some(match (hole, item) {
        (Some(hole), item) if item.is_none_or(|item| hole <= item) => hole,
        (Some(_) | None, _) => last,
    }))
}

/// Whether anything stands before this place.
pub(crate) fn any_before(conn: &Connection, key: i64, place: i64) -> Result<bool> {
    Ok(item_before(conn, key, place)?.is_some() || hole_before(conn, key, place)?.is_some())
}

/// Whether anything that was sent stands after this place.
pub(crate) fn any_after(conn: &Connection, key: i64, place: i64) -> Result<bool> {
    Ok(item_after(conn, key, place)?.is_some() || hole_after(conn, key, place)?.is_some())
}

fn collect(mut query: CachedStatement<'_>, of: (i64, i64, usize), into: &mut Vec<i64>) -> Result<()> {
    let limit = i64::try_from(of.2).unwrap_or(i64::MAX);
    for place in query.query_map(params![of.0, of.1, limit], |row| row.get(0))? {
        into.push(place?);
    }
    Ok(())
}

fn nth(places: &[i64], limit: usize) -> Option<i64> {
    places.get(limit.saturating_sub(1)).or(places.last()).copied()
}

fn item_before(conn: &Connection, key: i64, place: i64) -> Result<Option<i64>> {
    let message = one(
        conn,
        "SELECT seq FROM message WHERE conversation = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1",
        (key, place),
    )?;
    let note =
        one(conn, "SELECT seq FROM note WHERE conversation = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1", (key, place))?;
    Ok(message.max(note))
}

fn item_after(conn: &Connection, key: i64, place: i64) -> Result<Option<i64>> {
    let message =
        one(conn, "SELECT seq FROM message WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT 1", (key, place))?;
    let note =
        one(conn, "SELECT seq FROM note WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT 1", (key, place))?;
    Ok(message.into_iter().chain(note).min())
}

fn hole_before(conn: &Connection, key: i64, place: i64) -> Result<Option<i64>> {
    one(conn, "SELECT first FROM hole WHERE conversation = ?1 AND first < ?2 ORDER BY first DESC LIMIT 1", (key, place))
}

fn hole_after(conn: &Connection, key: i64, place: i64) -> Result<Option<i64>> {
    one(conn, "SELECT first FROM hole WHERE conversation = ?1 AND first > ?2 ORDER BY first LIMIT 1", (key, place))
}

fn one(conn: &Connection, query: &str, (key, place): (i64, i64)) -> Result<Option<i64>> {
    conn.prepare_cached(query)?.query_row(params![key, place], |row| row.get(0)).optional()
}
