//! Reads single items as they are shown.

use hearth_proto::{
    error::ErrorCode,
    event::What,
    frame::Reader,
    id::{ConversationId, MessageId, Millis, Seq, UserId},
    people::Member,
};
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use uuid::Uuid;

use crate::{
    column,
    item::{Item, Message, Note, NoteKind, Quote, ReactionCount, Send},
    overlay,
};

/// A conversation by its local key and its name.
pub(crate) type Of = (i64, ConversationId);

/// Where an item stands; what waits comes last.
pub(crate) fn seq_of(item: &Item) -> Seq {
    match item {
        Item::Message(message) => message.seq.unwrap_or(Seq(u64::MAX)),
        Item::Note(note) => note.seq,
        Item::Hole { from, .. } => *from,
    }
}

/// Who I am; the nil id in a file that was not told yet, which no message can be written into.
pub(crate) fn me(conn: &Connection) -> Result<UserId> {
    let me = conn
        .prepare_cached("SELECT me FROM account WHERE one = 1")?
        .query_row([], |row| column::id_maybe(row, 0, UserId))?;
    Ok(me.unwrap_or(UserId(Uuid::nil())))
}

/// The columns that [`sent`] reads, for a query over `message AS m` joined to `conversation AS c`.
macro_rules! sent_columns {
    () => {
        "m.id, c.id, m.author, m.own, m.at, m.seq, m.body, m.reply_to, m.edited_at, m.mentions_me, m.era,
         m.mentions_room, m.forwarded"
    };
}
pub(crate) use sent_columns;

/// A message as its row says it, without what stands in other tables; then the message it answers, and its era.
pub(crate) fn sent(row: &Row<'_>) -> Result<(Message, Option<MessageId>, i64)> {
    let message = Message {
        id: column::id(row, 0, MessageId)?,
        conversation: column::id(row, 1, ConversationId)?,
        author: column::id(row, 2, UserId)?,
        own: row.get(3)?,
        at: Millis(row.get(4)?),
        seq: Some(column::seq(row, 5)?),
        body: column::json_maybe(row, 6)?,
        reply_to: None,
        forwarded: column::json_maybe(row, 12)?,
        edited_at: column::millis_maybe(row, 8)?,
        pinned: false,
        mentions_me: row.get(9)?,
        mentions_room: row.get(11)?,
        reactions: Vec::new(),
        send: Send::Sent,
        edit: None,
    };
    Ok((message, column::id_maybe(row, 7, MessageId)?, row.get(10)?))
}

/// Adds what stands in other tables. What an era before the message's own said no longer holds. `waits`: something is in
/// the outbox, so it may lie over what is stored.
pub(crate) fn complete(
    conn: &Connection,
    (mut message, reply_to, era): (Message, Option<MessageId>, i64),
    waits: bool,
) -> Result<Message> {
    let since = column::stamp(era, Seq(0));
    message.reply_to = reply_to.map(|original| quote(conn, original)).transpose()?;
    message.pinned = conn
        .prepare_cached("SELECT 1 FROM pin WHERE message = ?1 AND is_on = 1 AND stamp >= ?2")?
        .exists(params![message.id.0.into_bytes(), since])?;
    if message.body.is_some() {
        message.reactions = reactions(conn, message.id, since)?;
    }
    if waits {
        overlay::lay(conn, &mut message)?;
    }
    Ok(message)
}

/// A message, sent or waiting.
pub(crate) fn message(conn: &Connection, id: MessageId) -> Result<Option<Message>> {
    one_of_many(conn, id, overlay::any(conn)?)
}

/// The same where it is known whether anything waits.
pub(crate) fn one_of_many(conn: &Connection, id: MessageId, waits: bool) -> Result<Option<Message>> {
    let found = conn
        .prepare_cached(concat!(
            "SELECT ",
            sent_columns!(),
            " FROM message AS m JOIN conversation AS c ON c.key = m.conversation WHERE m.id = ?1"
        ))?
        .query_row(params![id.0.into_bytes()], sent)
        .optional()?;
    match found {
        Some(found) => complete(conn, found, waits).map(Some),
        None if waits => waiting_message(conn, id),
        None => Ok(None),
    }
}

fn waiting_message(conn: &Connection, id: MessageId) -> Result<Option<Message>> {
    let me = me(conn)?;
    let found = conn
        .prepare_cached(
            "SELECT message, conversation, at, body, reply_to, failed, forward -> '$.origin'
             FROM outbox WHERE message = ?1 AND target IS NULL",
        )?
        .query_row(params![id.0.into_bytes()], |row| waiting_row(row, me))
        .optional()?;
    found.map(|(message, reply_to)| with_quote(conn, message, reply_to)).transpose()
}

/// What waits in a conversation, in the order in which it was written. People write few of these, so all are read.
pub(crate) fn waiting(conn: &Connection, conversation: ConversationId) -> Result<Vec<Item>> {
    let me = me(conn)?;
    let mut statement = conn.prepare_cached(
        "SELECT message, conversation, at, body, reply_to, failed, forward -> '$.origin'
         FROM outbox WHERE conversation = ?1 AND target IS NULL ORDER BY place",
    )?;
    let rows = statement.query_map(params![conversation.0.into_bytes()], |row| waiting_row(row, me))?;
    rows.map(|row| {
        let (message, reply_to) = row?;
        with_quote(conn, message, reply_to).map(Item::Message)
    })
    .collect()
}

fn with_quote(conn: &Connection, mut message: Message, reply_to: Option<MessageId>) -> Result<Message> {
    message.reply_to = reply_to.map(|original| quote(conn, original)).transpose()?;
    overlay::lay(conn, &mut message)?;
    Ok(message)
}

fn waiting_row(row: &Row<'_>, me: UserId) -> Result<(Message, Option<MessageId>)> {
    let failed: Option<ErrorCode> = column::word_maybe(row, 5)?;
    let message = Message {
        id: column::id(row, 0, MessageId)?,
        conversation: column::id(row, 1, ConversationId)?,
        author: me,
        own: true,
        at: Millis(row.get(2)?),
        seq: None,
        body: column::json(row, 3)?,
        reply_to: None,
        forwarded: column::json_maybe(row, 6)?,
        edited_at: None,
        pinned: false,
        mentions_me: false,
        mentions_room: false,
        reactions: Vec::new(),
        send: failed.map_or(Send::Waiting, |code| Send::Failed { code }),
        edit: None,
    };
    Ok((message, column::id_maybe(row, 4, MessageId)?))
}

fn quote(conn: &Connection, original: MessageId) -> Result<Quote> {
    let id = original.0.into_bytes();
    let sent = conn
        .prepare_cached("SELECT author, body FROM message WHERE id = ?1")?
        .query_row(params![id], |row| Ok((column::id(row, 0, UserId)?, column::json_maybe(row, 1)?)))
        .optional()?;
    if let Some((author, body)) = sent {
        return Ok(Quote { message: original, author: Some(author), body: overlay::words(conn, original, body)? });
    }
    let waiting = conn
        .prepare_cached("SELECT body FROM outbox WHERE message = ?1 AND target IS NULL")?
        .query_row(params![id], |row| column::json(row, 0))
        .optional()?;
    let author = if waiting.is_some() { Some(me(conn)?) } else { None };
    Ok(Quote { message: original, author, body: overlay::words(conn, original, waiting)? })
}

/// Emoji in the order of their oldest standing reaction, people likewise.
fn reactions(conn: &Connection, message: MessageId, since: i64) -> Result<Vec<ReactionCount>> {
    let mut statement = conn.prepare_cached(
        "SELECT emoji, user FROM reaction WHERE message = ?1 AND is_on = 1 AND stamp >= ?2 ORDER BY stamp",
    )?;
    let rows = statement.query_map(params![message.0.into_bytes(), since], |row| {
        Ok((row.get::<_, String>(0)?, column::id(row, 1, UserId)?))
    })?;
    let mut counts: Vec<ReactionCount> = Vec::new();
    for row in rows {
        let (emoji, user) = row?;
        match counts.iter_mut().find(|count| count.emoji == emoji) {
            Some(count) => count.users.push(user),
            None => counts.push(ReactionCount { emoji, users: vec![user] }),
        }
    }
    Ok(counts)
}

/// The note at this place, of the newest era that has one.
pub(crate) fn note(conn: &Connection, (key, id): Of, seq: Seq) -> Result<Option<Item>> {
    conn.prepare_cached(
        "SELECT seq, at, author, what FROM note WHERE conversation = ?1 AND seq = ?2 ORDER BY era DESC LIMIT 1",
    )?
    .query_row(params![key, column::int(seq.0)], |row| note_row(row, id))
    .optional()
}

pub(crate) fn note_row(row: &Row<'_>, conversation: ConversationId) -> Result<Item> {
    let what = match column::json(row, 3)? {
        What::Member { user, change } => NoteKind::Member { user, change },
        What::Room { room } => NoteKind::Room { room },
        // Kinds that are no notes are never written here; one of a later version may be known by now, and is shown
        // as before until a step of the schema folds it.
        What::Unknown(_)
        | What::Message(_)
        | What::Edited { .. }
        | What::Redacted { .. }
        | What::Reaction { .. }
        | What::Pinned { .. } => NoteKind::Newer,
    };
    Ok(Item::Note(Note {
        conversation,
        seq: column::seq(row, 0)?,
        at: Millis(row.get(1)?),
        author: column::id(row, 2, UserId)?,
        what,
    }))
}

/// Those who are in it now.
pub(crate) fn members(conn: &Connection, key: i64) -> Result<Vec<Member>> {
    let mut statement = conn.prepare_cached(
        "SELECT user, role, muted_until FROM member WHERE conversation = ?1 AND role IS NOT NULL ORDER BY user",
    )?;
    let rows = statement.query_map(params![key], |row| {
        let muted_until = column::millis_maybe(row, 2)?;
        Ok(Member { user: column::id(row, 0, UserId)?, role: column::word(row, 1)?, muted_until })
    })?;
    rows.collect()
}

/// How far the others have read, as far as this is known.
pub(crate) fn readers(conn: &Connection, key: i64) -> Result<Vec<Reader>> {
    let mut statement = conn.prepare_cached("SELECT user, seq FROM reader WHERE conversation = ?1 ORDER BY user")?;
    let rows = statement
        .query_map(params![key], |row| Ok(Reader { user: column::id(row, 0, UserId)?, seq: column::seq(row, 1)? }))?;
    rows.collect()
}
