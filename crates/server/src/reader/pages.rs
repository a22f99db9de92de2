//! Pages of a conversation's log.

use std::collections::BTreeSet;

use hearth_proto::{
    command::PageAt,
    event::{Event, What},
    frame::{Page, ServerFrame},
    id::{ConversationId, MessageId, Millis, Pos, RequestId, Seq},
    limits::Limits,
    people::Profile,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::state::{
    command::{Refusal, not_found},
    rows::{self, find_conversation, int, json, uint, user},
};

/// Which page is wanted.
pub(super) struct Wanted {
    pub conversation: ConversationId,
    pub at: PageAt,
    pub limit: u32,
}

/// An event and how long it is when written.
type Sized = (Event, usize);

const OLDER: &str = "SELECT seq, pos, at, author, what, LENGTH(what) FROM events
    WHERE conversation = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3";
const NEWER: &str = "SELECT seq, pos, at, author, what, LENGTH(what) FROM events
    WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";

pub(super) fn page(conn: &Connection, re: RequestId, wanted: Wanted, limits: &Limits) -> Result<ServerFrame, Refusal> {
    let conversation = wanted.conversation;
    let found = find_conversation(conn, conversation)?.ok_or_else(|| not_found("conversation"))?;
    let limit = wanted.limit.clamp(1, limits.page_events);
    // What a page's events may take, so that with its people it stays within one frame.
    let room = usize::try_from(limits.frame_bytes).unwrap_or(usize::MAX) / 4 * 3;
    let head = found.seq;
    let older = |below: Seq, count: u32, room: usize| -> Result<(Vec<Event>, usize), Refusal> {
        let (mut events, left) = cut(read(conn, OLDER, conversation, below, count)?, room);
        events.reverse();
        Ok((events, left))
    };
    let newer = |above: Seq, count: u32, room: usize| -> Result<(Vec<Event>, usize), Refusal> {
        Ok(cut(read(conn, NEWER, conversation, above, count)?, room))
    };
    let around = |seq: Seq| -> Result<(Vec<Event>, Seq), Refusal> {
        let seq = seq.min(head);
        let (mut events, left) = older(seq.next(), limit.div_ceil(2), room / 2)?;
        events.extend(newer(seq, limit / 2, room / 2 + left)?.0);
        Ok((events, Seq(seq.0.saturating_add(1))))
    };
    let (events, empty_at) = match wanted.at {
        PageAt::Before(seq) => (older(seq, limit, room)?.0, Seq(seq.0.min(head.0.saturating_add(1)))),
        PageAt::After(seq) => (newer(seq, limit, room)?.0, Seq(seq.0.min(head.0).saturating_add(1))),
        PageAt::Around(seq) => around(seq)?,
        PageAt::AroundMessage(message) => around(seq_of(conn, conversation, message)?)?,
    };
    let from = events.first().map_or(empty_at, |event| event.seq);
    let to = events.last().map_or(Seq(empty_at.0.saturating_sub(1)), |event| event.seq);
    let people = named(conn, &events)?;
    Ok(ServerFrame::Page(Page { re, conversation, from, to, events, people }))
}

/// Where a message of this conversation stands.
fn seq_of(conn: &Connection, conversation: ConversationId, message: MessageId) -> Result<Seq, Refusal> {
    let found = conn
        .prepare_cached("SELECT seq FROM messages WHERE id = ?1 AND conversation = ?2")?
        .query_row(params![message.0.into_bytes(), conversation.0.into_bytes()], |row| uint(row, 0))
        .optional()?;
    found.map(Seq).ok_or_else(|| not_found("message"))
}

fn read(
    conn: &Connection,
    sql: &str,
    conversation: ConversationId,
    seq: Seq,
    count: u32,
) -> Result<Vec<Sized>, Refusal> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows =
        statement.query_map(params![conversation.0.into_bytes(), int(seq.0), count], |row| event(row, conversation))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn event(row: &Row<'_>, conversation: ConversationId) -> rusqlite::Result<Sized> {
    let event = Event {
        conversation,
        seq: Seq(uint(row, 0)?),
        pos: Pos(uint(row, 1)?),
        at: Millis(row.get(2)?),
        author: user(row, 3)?,
        what: json(row, 4)?,
    };
    // Beside what happened, an event's own fields take less than this.
    Ok((event, row.get_ref(4)?.as_str()?.len() + 220))
}

/// Keeps the first events that fit, at least one, and says how much room is left.
fn cut(events: Vec<Sized>, room: usize) -> (Vec<Event>, usize) {
    let mut left = room;
    let mut kept = Vec::new();
    for (event, size) in events {
        if size > left && !kept.is_empty() {
            break;
        }
        left = left.saturating_sub(size);
        kept.push(event);
    }
    (kept, left)
}

/// Everybody named in the events: authors, members, mentioned people, and who first wrote what was passed on.
fn named(conn: &Connection, events: &[Event]) -> Result<Vec<Profile>, Refusal> {
    let mut ids = BTreeSet::new();
    for event in events {
        ids.insert(event.author);
        match &event.what {
            What::Member { user, .. } => {
                ids.insert(*user);
            }
            What::Message(message) => {
                ids.extend(message.mentions.iter().copied());
                ids.extend(message.forwarded.map(|origin| origin.author));
            }
            What::Edited { mentions, .. } => ids.extend(mentions.iter().copied()),
            What::Redacted { .. }
            | What::Reaction { .. }
            | What::Pinned { .. }
            | What::Room { .. }
            | What::Unknown(_) => {}
        }
    }
    let mut people = Vec::with_capacity(ids.len());
    for id in ids {
        people.extend(rows::find_profile(conn, id)?);
    }
    Ok(people)
}
