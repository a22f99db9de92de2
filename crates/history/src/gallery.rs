//! What was sent to a conversation beside words: links, months, figures. Read from indexes that hold all they need, so
//! that no message has to be looked at that is not shown.

use std::collections::BTreeMap;

use hearth_proto::{
    body::Body,
    id::{MessageId, Millis, Seq, UserId},
};
use rusqlite::{Connection, Result, params};

use crate::{carry, column};

/// What a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gallery {
    Pictures,
    Videos,
    /// Everything else that was attached.
    Files,
    Links,
}

/// A month in which there is something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    pub count: u32,
    /// A list that is older than this begins with the month's newest.
    pub before: Seq,
}

/// A message with web addresses in it.
#[derive(Clone, PartialEq, Debug)]
pub struct LinkEntry {
    pub message: MessageId,
    pub seq: Seq,
    pub at: Millis,
    pub author: UserId,
    pub body: Body,
    /// As they are written, in their order.
    pub links: Vec<String>,
}

/// A part of the links of a conversation, newest first.
#[derive(Clone, PartialEq, Debug)]
pub struct LinksPage {
    pub entries: Vec<LinkEntry>,
    /// Older ones are here too; ask with `before` set to the last entry's seq.
    pub more: bool,
    /// False where parts of the conversation are not here yet.
    pub complete: bool,
}

/// Figures about what is here of a conversation.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Statistics {
    /// Without those that were deleted.
    pub messages: u64,
    /// When the first was written.
    pub since: Option<Millis>,
    /// Those who wrote most, most first.
    pub people: Vec<(UserId, u64)>,
    pub pictures: u64,
    pub videos: u64,
    pub files: u64,
    /// Of all three together.
    pub file_bytes: u64,
    /// Messages with links.
    pub links: u64,
    /// Messages, deleted ones too, between each moment that was asked for and the next; the last up to now.
    pub spans: Vec<u64>,
    /// False where parts of the conversation are not here yet.
    pub complete: bool,
}

/// Those who wrote most are named up to this many.
const PEOPLE: u32 = 10;

/// `month_of` says year and month of a moment, in whatever calendar and zone the months are.
pub(crate) fn months(
    conn: &Connection,
    key: i64,
    what: Gallery,
    month_of: &mut dyn FnMut(Millis) -> (i16, i8),
) -> Result<Vec<Month>> {
    let mut found: BTreeMap<(i16, i8), (u32, i64)> = BTreeMap::new();
    let mut add = |seq: i64, at: i64| {
        let (count, newest) = found.entry(month_of(Millis(at))).or_default();
        *count += 1;
        *newest = seq.max(*newest);
    };
    let mut each = |query: &str, file: Option<&str>| -> Result<()> {
        let mut statement = conn.prepare_cached(query)?;
        let mut rows = statement.query(params![key, file])?;
        while let Some(row) = rows.next()? {
            add(row.get(0)?, row.get(1)?);
        }
        Ok(())
    };
    match word(what) {
        Some(file) => each(
            "SELECT seq, at FROM message INDEXED BY message_files WHERE conversation = ?1 AND file = ?2",
            Some(file),
        ),
        None => each(
            "SELECT seq, at FROM message INDEXED BY message_links WHERE conversation = ?1 AND link = 1 AND ?2 IS NULL",
            None,
        ),
    }?;
    let month = |((year, month), (count, newest))| Month {
        year,
        month,
        count,
        before: Seq(u64::try_from(newest).unwrap_or(0)).next(),
    };
    Ok(found.into_iter().rev().map(month).collect())
}

fn word(what: Gallery) -> Option<&'static str> {
    match what {
        Gallery::Pictures => Some("picture"),
        Gallery::Videos => Some("video"),
        Gallery::Files => Some("file"),
        Gallery::Links => None,
    }
}

pub(crate) fn links(conn: &Connection, key: i64, before: Option<Seq>, limit: u32) -> Result<LinksPage> {
    let mut entries: Vec<LinkEntry> = conn
        .prepare_cached(
            "SELECT id, seq, at, author, body FROM message INDEXED BY message_links
             WHERE conversation = ?1 AND link = 1 AND seq < ?2 AND body IS NOT NULL ORDER BY seq DESC LIMIT ?3",
        )?
        .query_map(params![key, before.map_or(i64::MAX, |seq| column::int(seq.0)), i64::from(limit) + 1], |row| {
            let body: Body = column::json(row, 4)?;
            let links = carry::links(body.words()).map(str::to_owned).collect();
            Ok(LinkEntry {
                message: column::id(row, 0, MessageId)?,
                seq: column::seq(row, 1)?,
                at: Millis(row.get(2)?),
                author: column::id(row, 3, UserId)?,
                body,
                links,
            })
        })?
        .collect::<Result<_>>()?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > most;
    entries.truncate(most);
    Ok(LinksPage { entries, more, complete: is_complete(conn, key)? })
}

/// `spans` begin at these moments, rising.
pub(crate) fn statistics(conn: &Connection, key: i64, spans: &[Millis]) -> Result<Statistics> {
    let mut statistics = Statistics { complete: is_complete(conn, key)?, ..Statistics::default() };
    statistics.messages = conn
        .prepare_cached("SELECT coalesce(sum(messages), 0) FROM tally WHERE conversation = ?1")?
        .query_row(params![key], |row| column::count(row, 0))?;
    statistics.since = conn
        .prepare_cached("SELECT min(at) FROM message INDEXED BY message_by_time WHERE conversation = ?1")?
        .query_row(params![key], |row| column::millis_maybe(row, 0))?;
    statistics.people = conn
        .prepare_cached(
            "SELECT author, messages FROM tally WHERE conversation = ?1 AND messages > 0
             ORDER BY messages DESC, author LIMIT ?2",
        )?
        .query_map(params![key, PEOPLE], |row| Ok((column::id(row, 0, UserId)?, column::count(row, 1)?)))?
        .collect::<Result<_>>()?;
    let mut files = conn.prepare_cached(
        "SELECT count(*), coalesce(sum(file_size), 0) FROM message INDEXED BY message_files
         WHERE conversation = ?1 AND file = ?2",
    )?;
    for (word, count) in
        [("picture", &mut statistics.pictures), ("video", &mut statistics.videos), ("file", &mut statistics.files)]
    {
        let (number, bytes) =
            files.query_row(params![key, word], |row| Ok((column::count(row, 0)?, column::count(row, 1)?)))?;
        *count = number;
        statistics.file_bytes = statistics.file_bytes.saturating_add(bytes);
    }
    statistics.links = conn
        .prepare_cached("SELECT count(*) FROM message INDEXED BY message_links WHERE conversation = ?1 AND link = 1")?
        .query_row(params![key], |row| column::count(row, 0))?;
    let mut between = conn.prepare_cached(
        "SELECT count(*) FROM message INDEXED BY message_by_time WHERE conversation = ?1 AND at >= ?2 AND at < ?3",
    )?;
    for (n, from) in spans.iter().enumerate() {
        let to = spans.get(n + 1).map_or(i64::MAX, |to| to.0);
        statistics.spans.push(between.query_row(params![key, from.0, to], |row| column::count(row, 0))?);
    }
    Ok(statistics)
}

fn is_complete(conn: &Connection, key: i64) -> Result<bool> {
    Ok(!conn.prepare_cached("SELECT 1 FROM hole WHERE conversation = ?1")?.exists(params![key])?)
}
