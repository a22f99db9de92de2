//! Reads rows of the conversation list, and people.

use hearth_proto::{
    body::Body,
    id::{ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Profile},
    room::Visibility,
};
use rusqlite::{Connection, OptionalExtension as _, Result, Row as SqlRow, params};

use crate::{
    column,
    item::{FileEntry, FileKind, FilesPage, Item, Message, Row, Send, Summary, SummaryKind},
    load, overlay,
};

/// Characters of a text in the list.
const SUMMARY: usize = 200;

macro_rules! row_query {
    ($tail:literal) => {
        concat!(
            "SELECT c.key, c.id, c.peer, c.name, c.topic, c.visibility, c.avatar, c.role, c.members, c.active_at,
                    c.unread, c.mentions, c.read_seq, c.head, d.text, o.pinned, o.notify, o.muted_until,
                    p.name, p.avatar, m.author, m.own, m.body, m.id,
                    c.posting, c.slow_seconds, c.archived, c.silenced_until, c.unread_seq,
                    (SELECT count(*) FROM pin AS n JOIN message AS t ON t.id = n.message
                     WHERE n.conversation = c.key AND n.is_on = 1 AND t.body IS NOT NULL AND n.stamp >= t.era << 40)
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
    let people = if visibility == Some(Visibility::Group) { others(conn, key)? } else { Vec::new() };
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
        people,
        posting: column::word(row, 24)?,
        slow_seconds: column::small(row, 25)?,
        archived: row.get(26)?,
        silenced_until: column::millis_maybe(row, 27)?,
        members: column::small(row, 8)?,
        active_at: Millis(row.get(9)?).max(said_at),
        summary,
        unread: column::small(row, 10)?,
        mentions: column::small(row, 11)?,
        read: column::seq(row, 12)?,
        unread_from: column::seq_maybe(row, 28)?.map(Seq::next),
        pins: column::small(row, 29)?,
        head: column::seq(row, 13)?,
        draft: row.get::<_, Option<String>>(14)?.unwrap_or_default(),
        pinned: row.get::<_, Option<bool>>(15)?.unwrap_or_default(),
        notify: column::word_maybe(row, 16)?.unwrap_or_default(),
        muted_until: column::millis_maybe(row, 17)?,
    })
}

/// People of a group that its row names.
const MOST_OTHERS: u32 = 20;

/// The others in it, the longest known first.
fn others(conn: &Connection, key: i64) -> Result<Vec<UserId>> {
    conn.prepare_cached(
        "SELECT user FROM member
         WHERE conversation = ?1 AND role IS NOT NULL AND user IS NOT (SELECT me FROM account WHERE one = 1)
         ORDER BY stamp, user LIMIT ?2",
    )?
    .query_map(params![key, MOST_OTHERS], |row| column::id(row, 0, UserId))?
    .collect()
}

/// The last of what waits there: it was said after everything that was sent.
fn waiting(conn: &Connection, conversation: ConversationId) -> Result<Option<(Summary, Millis)>> {
    let last = conn
        .prepare_cached(
            "SELECT message FROM outbox WHERE conversation = ?1 AND target IS NULL ORDER BY place DESC LIMIT 1",
        )?
        .query_row(params![conversation.0.into_bytes()], |row| column::id(row, 0, MessageId))
        .optional()?;
    let Some(message) = last.map(|last| load::message(conn, last)).transpose()?.flatten() else { return Ok(None) };
    let Message { author, at, body, send, .. } = message;
    Ok(Some((Summary { author, author_name: name(conn, author)?, own: true, send, what: what(body) }, at)))
}

/// The last sent message, or the last note where nobody has said anything.
fn last_said(conn: &Connection, row: &SqlRow<'_>, of: load::Of) -> Result<Option<Summary>> {
    if let Some(author) = column::id_maybe(row, 20, UserId)? {
        let last = column::id(row, 23, MessageId)?;
        let what = what(overlay::words(conn, last, column::json_maybe(row, 22)?)?);
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

/// Pinned messages that are here and not deleted, the last pinned first; pins that wait come before all others.
pub(crate) fn pinned(conn: &Connection, (key, id): load::Of, limit: u32) -> Result<Vec<Message>> {
    let mut ids: Vec<MessageId> = conn
        .prepare_cached(
            "SELECT target FROM outbox WHERE conversation = ?1 AND target IS NOT NULL AND body ->> '$.act' = 'pin'
             ORDER BY place DESC",
        )?
        .query_map(params![id.0.into_bytes()], |row| column::id(row, 0, MessageId))?
        .collect::<Result<_>>()?;
    let mut statement = conn.prepare_cached(
        "SELECT p.message FROM pin AS p JOIN message AS m ON m.id = p.message
         WHERE p.conversation = ?1 AND p.is_on = 1 AND m.body IS NOT NULL AND p.stamp >= m.era << 40
         ORDER BY p.stamp DESC LIMIT ?2",
    )?;
    for id in statement.query_map(params![key, limit], |row| column::id(row, 0, MessageId))? {
        ids.push(id?);
    }
    let mut pinned: Vec<Message> = Vec::new();
    for id in ids {
        let fresh = pinned.iter().all(|one| one.id != id);
        pinned.extend(load::message(conn, id)?.filter(|one| fresh && one.pinned && one.body.is_some()));
    }
    Ok(pinned)
}

/// Files of one kind, newest first.
pub(crate) fn files(conn: &Connection, key: i64, kind: FileKind, before: Option<Seq>, limit: u32) -> Result<FilesPage> {
    let word = match kind {
        FileKind::Pictures => "picture",
        FileKind::Videos => "video",
        FileKind::Files => "file",
    };
    let mut entries: Vec<FileEntry> = conn
        .prepare_cached(
            "SELECT id, seq, at, author, body FROM message INDEXED BY message_files
             WHERE conversation = ?1 AND file = ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4",
        )?
        .query_map(params![key, word, before.map_or(i64::MAX, |seq| column::int(seq.0)), limit + 1], |row| {
            Ok(FileEntry {
                message: column::id(row, 0, MessageId)?,
                seq: column::seq(row, 1)?,
                at: Millis(row.get(2)?),
                author: column::id(row, 3, UserId)?,
                body: column::json(row, 4)?,
            })
        })?
        .collect::<Result<_>>()?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > most;
    entries.truncate(most);
    let missing = conn.prepare_cached("SELECT 1 FROM hole WHERE conversation = ?1")?.exists(params![key])?;
    Ok(FilesPage { entries, more, complete: !missing })
}

/// The first message above `after` that mentions me and is not deleted.
pub(crate) fn next_mention(conn: &Connection, key: i64, after: Option<Seq>) -> Result<Option<MessageId>> {
    conn.prepare_cached(
        "SELECT id FROM message INDEXED BY message_to_me
         WHERE conversation = ?1 AND mentions_me = 1 AND own = 0 AND body IS NOT NULL
           AND seq > coalesce(?2, (SELECT coalesce(unread_seq, read_seq) FROM conversation WHERE key = ?1))
         ORDER BY seq LIMIT 1",
    )?
    .query_row(params![key, after.map(|seq| column::int(seq.0))], |row| column::id(row, 0, MessageId))
    .optional()
}

/// What is missing first above `after` and below the mention that [`next_mention`] gives: another one may be in there.
pub(crate) fn missing_before_mention(conn: &Connection, key: i64, after: Option<Seq>) -> Result<Option<Seq>> {
    conn.prepare_cached(
        "WITH span (floor) AS (
             SELECT coalesce(?2, (SELECT coalesce(unread_seq, read_seq) FROM conversation WHERE key = ?1))
         )
         SELECT max(hole.first, span.floor + 1) FROM hole, span
         WHERE hole.conversation = ?1 AND hole.last > span.floor
           AND hole.first < coalesce((
               SELECT min(seq) FROM message INDEXED BY message_to_me
               WHERE conversation = ?1 AND mentions_me = 1 AND own = 0 AND body IS NOT NULL AND seq > span.floor
           ), 9223372036854775807)
         ORDER BY hole.first LIMIT 1",
    )?
    .query_row(params![key, after.map(|seq| column::int(seq.0))], |row| column::seq(row, 0))
    .optional()
}

pub(crate) fn people(conn: &Connection) -> Result<Vec<Profile>> {
    let mut statement =
        conn.prepare_cached("SELECT id, handle, name, avatar, status, zone, former FROM person ORDER BY id")?;
    statement.query_map([], profile)?.collect()
}

pub(crate) fn person(conn: &Connection, user: UserId) -> Result<Option<Profile>> {
    conn.prepare_cached("SELECT id, handle, name, avatar, status, zone, former FROM person WHERE id = ?1")?
        .query_row(params![user.0.into_bytes()], profile)
        .optional()
}

fn profile(row: &SqlRow<'_>) -> Result<Profile> {
    Ok(Profile {
        id: column::id(row, 0, UserId)?,
        handle: row.get(1)?,
        name: row.get(2)?,
        avatar: column::json(row, 3)?,
        status: row.get(4)?,
        zone: row.get(5)?,
        former: row.get(6)?,
    })
}
