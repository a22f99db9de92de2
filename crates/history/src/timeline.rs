//! Reads pages of a timeline, and where reading goes on. A page costs its own length, wherever it lies.

use std::collections::HashSet;

use hearth_proto::id::{MessageId, Millis, Seq};
use rusqlite::{Connection, OptionalExtension as _, Result, params};

use crate::{
    answer::Divider,
    column,
    item::{Item, Place, TimelinePage},
    load::{self, Of, sent_columns},
    overlay, stretch,
    touch::MOST_QUOTES,
};

/// Sent items in one page.
const MOST: u32 = 500;

pub(crate) fn page(conn: &Connection, of: Of, place: Place, limit: u32) -> Result<TimelinePage> {
    let limit = usize::try_from(limit.clamp(1, MOST)).unwrap_or(1);
    let newest = || run(conn, of, stretch::before(conn, of.0, i64::MAX, limit)?.unwrap_or(1), i64::MAX);
    match place {
        Place::Newest => newest(),
        Place::Before { seq } => {
            let below = column::int(seq.0);
            run(conn, of, stretch::before(conn, of.0, below, limit)?.unwrap_or(below), below.saturating_sub(1))
        }
        Place::After { seq } => {
            let above = column::int(seq.0);
            let last = stretch::after(conn, of.0, above, limit)?.unwrap_or(above);
            run(conn, of, above.saturating_add(1), last)
        }
        Place::Unread => match divider(conn, of.0)? {
            Some(divider) => around(conn, of, divider.first.unwrap_or(divider.after.next()), limit),
            None => newest(),
        },
        Place::Date { when } => match first_since(conn, of.0, when)? {
            Some(seq) => around(conn, of, seq, limit),
            None => newest(),
        },
        Place::Message { message } => match seq_in(conn, of.0, message)? {
            Some(seq) => around(conn, of, seq, limit),
            None => newest(),
        },
    }
}

/// A third of the page before the place, the rest from it on.
fn around(conn: &Connection, of: Of, seq: Seq, limit: usize) -> Result<TimelinePage> {
    let place = column::int(seq.0);
    let earlier = limit / 3;
    let first = if earlier > 0 { stretch::before(conn, of.0, place, earlier)? } else { None };
    let last = stretch::after(conn, of.0, place.saturating_sub(1), limit - earlier)?;
    run(conn, of, first.unwrap_or(place), last.unwrap_or(place))
}

/// Everything at the places from `first` to `last`, both included.
fn run(conn: &Connection, of: Of, first: i64, last: i64) -> Result<TimelinePage> {
    let mut items = Vec::new();
    holes(conn, of.0, (first, last), &mut items)?;
    notes(conn, of, (first, last), &mut items)?;
    messages(conn, of.0, (first, last), &mut items)?;
    // Stable, so at one place a hole comes first, then notes, then messages in the order of their numbers.
    items.sort_by_key(load::seq_of);
    let at_end = !stretch::any_after(conn, of.0, last)?;
    if at_end {
        items.extend(load::waiting(conn, of.1)?);
    }
    Ok(TimelinePage { items, at_start: !stretch::any_before(conn, of.0, first)?, at_end })
}

/// Everything that was sent at the places from `from` to `to`, both included, and the answers to it elsewhere, which
/// quote it.
pub(crate) fn between(conn: &Connection, of: Of, from: Seq, to: Seq) -> Result<Vec<Item>> {
    let places = (column::int(from.0), column::int(to.0));
    let mut items = Vec::new();
    notes(conn, of, places, &mut items)?;
    messages(conn, of.0, places, &mut items)?;
    let waits = overlay::any(conn)?;
    let mut answers = conn.prepare_cached(
        "SELECT a.id FROM message AS m JOIN message AS a ON a.reply_to = m.id AND a.conversation = m.conversation
         WHERE m.conversation = ?1 AND m.seq BETWEEN ?2 AND ?3 AND a.seq NOT BETWEEN ?2 AND ?3
         ORDER BY m.seq DESC LIMIT ?4",
    )?;
    let found =
        answers.query_map(params![of.0, places.0, places.1, MOST_QUOTES], |row| column::id(row, 0, MessageId))?;
    for answer in found {
        items.extend(load::one_of_many(conn, answer?, waits)?.map(Item::Message));
    }
    if waits {
        let here: HashSet<MessageId> = items.iter().filter_map(id_of).collect();
        let quotes = |item: &Item| match item {
            Item::Message(message) => message.reply_to.as_ref().is_some_and(|quote| here.contains(&quote.message)),
            Item::Note(_) | Item::Hole { .. } => false,
        };
        items.extend(load::waiting(conn, of.1)?.into_iter().filter(quotes));
    }
    items.sort_by_key(load::seq_of);
    Ok(items)
}

const fn id_of(item: &Item) -> Option<MessageId> {
    match item {
        Item::Message(message) => Some(message.id),
        Item::Note(_) | Item::Hole { .. } => None,
    }
}

fn holes(conn: &Connection, key: i64, (first, last): (i64, i64), into: &mut Vec<Item>) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT first, last FROM hole WHERE conversation = ?1 AND first BETWEEN ?2 AND ?3 ORDER BY first",
    )?;
    let rows = statement.query_map(params![key, first, last], |row| {
        Ok(Item::Hole { from: column::seq(row, 0)?, to: column::seq(row, 1)? })
    })?;
    for row in rows {
        into.push(row?);
    }
    Ok(())
}

fn notes(conn: &Connection, of: Of, (first, last): (i64, i64), into: &mut Vec<Item>) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, at, author, what FROM note WHERE conversation = ?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq, era",
    )?;
    for row in statement.query_map(params![of.0, first, last], |row| load::note_row(row, of.1))? {
        into.push(row?);
    }
    Ok(())
}

fn messages(conn: &Connection, key: i64, (first, last): (i64, i64), into: &mut Vec<Item>) -> Result<()> {
    let waits = overlay::any(conn)?;
    let mut statement = conn.prepare_cached(concat!(
        "SELECT ",
        sent_columns!(),
        " FROM message AS m JOIN conversation AS c ON c.key = m.conversation
         WHERE m.conversation = ?1 AND m.seq BETWEEN ?2 AND ?3 ORDER BY m.seq, m.number"
    ))?;
    for row in statement.query_map(params![key, first, last], load::sent)? {
        into.push(Item::Message(load::complete(conn, row?, waits)?));
    }
    Ok(())
}

fn seq_in(conn: &Connection, key: i64, message: MessageId) -> Result<Option<Seq>> {
    conn.prepare_cached("SELECT seq FROM message WHERE id = ?1 AND conversation = ?2")?
        .query_row(params![message.0.into_bytes(), key], |row| column::seq(row, 0))
        .optional()
}

/// The first message of the present log that was written at that moment or later.
fn first_since(conn: &Connection, key: i64, at: Millis) -> Result<Option<Seq>> {
    conn.prepare_cached(
        "SELECT seq FROM message INDEXED BY message_by_time WHERE conversation = ?1 AND at >= ?2 ORDER BY at, seq LIMIT 1",
    )?
        .query_row(params![key, at.0], |row| column::seq(row, 0))
        .optional()
}

/// The hole in which the first message at or after that moment may lie; None where it is known. It is right before the
/// first one that is here, or at the end.
pub(crate) fn hole_before_date(conn: &Connection, key: i64, at: Millis) -> Result<Option<(Seq, Seq)>> {
    let found = first_since(conn, key, at)?.map_or(i64::MAX, |seq| column::int(seq.0));
    let earlier = conn
        .prepare_cached("SELECT max(seq) FROM message WHERE conversation = ?1 AND seq < ?2 AND at < ?3")?
        .query_row(params![key, found, at.0], |row| row.get::<_, Option<i64>>(0))?;
    conn.prepare_cached(
        "SELECT first, last FROM hole WHERE conversation = ?1 AND first > ?2 AND first < ?3 ORDER BY first LIMIT 1",
    )?
    .query_row(params![key, earlier.unwrap_or(0), found], |row| Ok((column::seq(row, 0)?, column::seq(row, 1)?)))
    .optional()
}

/// Where reading goes on; None where everything is read.
pub(crate) fn divider(conn: &Connection, key: i64) -> Result<Option<Divider>> {
    let standing = conn
        .prepare_cached("SELECT unread, coalesce(unread_seq, read_seq), era FROM conversation WHERE key = ?1")?
        .query_row(params![key], |row| Ok((column::small(row, 0)?, column::seq(row, 1)?, row.get::<_, i64>(2)?)))
        .optional()?;
    let Some((unread @ 1.., read, era)) = standing else { return Ok(None) };
    let first = conn
        .prepare_cached(
            "SELECT seq FROM message WHERE conversation = ?1 AND seq > ?2 AND own = 0 AND era = ?3
             ORDER BY seq LIMIT 1",
        )?
        .query_row(params![key, column::int(read.0), era], |row| column::seq(row, 0))
        .optional()?;
    let missing = conn
        .prepare_cached("SELECT 1 FROM hole WHERE conversation = ?1 AND last > ?2 AND first < ?3")?
        .exists(params![key, column::int(read.0), first.map_or(i64::MAX, |first| column::int(first.0))])?;
    // Where something between is not here, the first unread message may be in there.
    let first = first.filter(|_| !missing);
    Ok(Some(Divider { after: first.map_or(read, |first| Seq(first.0.saturating_sub(1))), first, unread }))
}
