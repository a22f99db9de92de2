//! Reads rows of the conversation list, and people.

use hearth_proto::{
    body::Body,
    id::{ConversationId, MessageId, Millis, UserId},
    people::{Avatar, Profile},
};
use rusqlite::{Connection, OptionalExtension as _, Result, Row as SqlRow, params};

use crate::{
    column,
    item::{Item, Message, Row, Send, Summary, SummaryKind},
    load,
};

/// Characters of a text in the list.
const SUMMARY: usize = 200;

macro_rules! row_query {
    ($tail:literal) => {
        concat!(
            "SELECT c.key, c.id, c.peer, c.name, c.topic, c.visibility, c.avatar, c.role, c.members, c.active_at,
                    c.unread, c.mentions, c.read_seq, c.head, d.text, o.pinned, o.notify, o.muted_until,
                    p.name, p.avatar, m.author, m.own, m.body
             FROM conversation AS c
             LEFT JOIN draft AS d ON d.conversation = c.id
             LEFT JOIN choice AS o ON o.conversation = c.id
             LEFT JOIN person AS p ON p.id = c.peer
             LEFT JOIN message AS m ON m.key = c.last_message
             WHERE c.known = 1",
            $tail
        )
    };
}

/// All rows, as they stand in the list.
pub(crate) fn rows(conn: &Connection) -> Result<Vec<Row>> {
    let mut statement = conn.prepare_cached(row_query!(""))?;
    let mut rows: Vec<Row> = statement.query_map([], |row| read(conn, row))?.collect::<Result<_>>()?;
    rows.sort_by_key(|row| (!row.pinned, std::cmp::Reverse(row.active_at), row.conversation));
    Ok(rows)
}

pub(crate) fn row(conn: &Connection, conversation: ConversationId) -> Result<Option<Row>> {
    conn.prepare_cached(row_query!(" AND c.id = ?1"))?
        .query_row(params![conversation.0.into_bytes()], |row| read(conn, row))
        .optional()
}

fn read(conn: &Connection, row: &SqlRow<'_>) -> Result<Row> {
    let key: i64 = row.get(0)?;
    let conversation = column::id(row, 1, ConversationId)?;
    let peer = column::id_maybe(row, 2, UserId)?;
    let (name, avatar, visibility) = if peer.is_some() {
        let unknown = Avatar::Drawn { name: String::new() };
        (row.get::<_, Option<String>>(18)?.unwrap_or_default(), column::json_maybe(row, 19)?.unwrap_or(unknown), None)
    } else {
        (row.get(3)?, column::json(row, 6)?, Some(column::word(row, 5)?))
    };
    let (summary, said_at) = match waiting(conn, conversation)? {
        Some((summary, at)) => (Some(summary), at),
        None => (last_said(conn, row, (key, conversation))?, Millis(i64::MIN)),
    };
    Ok(Row {
        conversation,
        name,
        avatar,
        topic: row.get(4)?,
        visibility,
        peer,
        role: column::word_maybe(row, 7)?,
        people: Vec::new(),
        posting: hearth_proto::room::Posting::Everyone,
        archived: false,
        slow_seconds: 0,
        silenced_until: None,
        members: column::small(row, 8)?,
        active_at: Millis(row.get(9)?).max(said_at),
        summary,
        unread: column::small(row, 10)?,
        mentions: column::small(row, 11)?,
        read: column::seq(row, 12)?,
        unread_from: None,
        pins: 0,
        head: column::seq(row, 13)?,
        draft: row.get::<_, Option<String>>(14)?.unwrap_or_default(),
        pinned: row.get::<_, Option<bool>>(15)?.unwrap_or_default(),
        notify: column::word_maybe(row, 16)?.unwrap_or_default(),
        muted_until: column::millis_maybe(row, 17)?,
    })
}

/// The last of what waits there: it was said after everything that was sent.
fn waiting(conn: &Connection, conversation: ConversationId) -> Result<Option<(Summary, Millis)>> {
    let last = conn
        .prepare_cached("SELECT message FROM outbox WHERE conversation = ?1 ORDER BY place DESC LIMIT 1")?
        .query_row(params![conversation.0.into_bytes()], |row| column::id(row, 0, MessageId))
        .optional()?;
    let Some(message) = last.map(|last| load::message(conn, last)).transpose()?.flatten() else { return Ok(None) };
    let Message { author, at, body, send, .. } = message;
    Ok(Some((Summary { author, author_name: name(conn, author)?, own: true, send, what: what(body) }, at)))
}

/// The last sent message, or the last note where nobody has said anything.
fn last_said(conn: &Connection, row: &SqlRow<'_>, of: load::Of) -> Result<Option<Summary>> {
    if let Some(author) = column::id_maybe(row, 20, UserId)? {
        let what = what(column::json_maybe(row, 22)?);
        let author_name = name(conn, author)?;
        return Ok(Some(Summary { author, author_name, own: row.get(21)?, send: Send::Sent, what }));
    }
    let note = conn
        .prepare_cached("SELECT seq, at, author, what FROM note WHERE conversation = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row(params![of.0], |row| load::note_row(row, of.1))
        .optional()?;
    let Some(Item::Note(note)) = note else { return Ok(None) };
    Ok(Some(Summary {
        author: note.author,
        author_name: name(conn, note.author)?,
        own: note.author == load::me(conn)?,
        send: Send::Sent,
        what: SummaryKind::Note { what: note.what },
    }))
}

fn what(body: Option<Body>) -> SummaryKind {
    match body {
        None => SummaryKind::Deleted,
        Some(Body::Text { text }) => SummaryKind::Text { text: one_line(&text) },
        Some(Body::File { file, .. }) => SummaryKind::File { name: one_line(&file.name) },
        Some(Body::Picture { caption, .. }) => SummaryKind::Picture { caption: one_line(&caption) },
        Some(Body::Sticker { .. }) => SummaryKind::Sticker,
        Some(Body::Unknown(_)) => SummaryKind::Newer,
    }
}

fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        // Long enough in bytes is not yet long enough in characters, but ends the work on a very long text.
        if line.len() > SUMMARY * 4 {
            break;
        }
    }
    line.chars().take(SUMMARY).collect()
}

fn name(conn: &Connection, user: UserId) -> Result<String> {
    let found = conn
        .prepare_cached("SELECT name FROM person WHERE id = ?1")?
        .query_row(params![user.0.into_bytes()], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Pinned messages that are here and not deleted, the last pinned first.
pub(crate) fn pinned(conn: &Connection, key: i64, limit: u32) -> Result<Vec<Message>> {
    let mut statement = conn.prepare_cached(
        "SELECT p.message FROM pin AS p JOIN message AS m ON m.id = p.message
         WHERE p.conversation = ?1 AND p.is_on = 1 AND m.body IS NOT NULL AND p.stamp >= m.era << 40
         ORDER BY p.stamp DESC LIMIT ?2",
    )?;
    let ids: Vec<MessageId> =
        statement.query_map(params![key, limit], |row| column::id(row, 0, MessageId))?.collect::<Result<_>>()?;
    ids.into_iter().filter_map(|id| load::message(conn, id).transpose()).collect()
}

pub(crate) fn people(conn: &Connection) -> Result<Vec<Profile>> {
    let mut statement = conn.prepare_cached("SELECT id, handle, name, avatar FROM person ORDER BY id")?;
    statement.query_map([], profile)?.collect()
}

pub(crate) fn person(conn: &Connection, user: UserId) -> Result<Option<Profile>> {
    conn.prepare_cached("SELECT id, handle, name, avatar FROM person WHERE id = ?1")?
        .query_row(params![user.0.into_bytes()], profile)
        .optional()
}

fn profile(row: &SqlRow<'_>) -> Result<Profile> {
    Ok(Profile {
        id: column::id(row, 0, UserId)?,
        handle: row.get(1)?,
        name: row.get(2)?,
        avatar: column::json(row, 3)?,
        status: String::new(),
        zone: String::new(),
    })
}
