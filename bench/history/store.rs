//! Fills a history as a client does whose person wants all of it: heads and holes first, then pages of one room each, the
//! newest of all rooms first, as many in one transaction as come together while the one before is written.

use std::{collections::BinaryHeap, path::Path, time::Duration};

use anyhow::{Context as _, Result};
use hearth_history::{
    batch::{Batch, Coverage},
    writer::Writer,
};
use hearth_past::{Past, places};
use hearth_proto::{
    event::{Event, What},
    id::{Cursor, Seq},
};
use rusqlite::{Connection, OpenFlags};

use crate::{
    figures::{Spent, Stopwatch},
    naive,
};

/// Events in one page of history, as servers give them (`page_events`).
pub const PAGE: usize = 200;

/// Pages that come together: as many as the client has on their way at once.
pub const TOGETHER: usize = hearth_engine::PAGES_ASKED;

/// How the names of the index's tables begin.
pub const INDEX: &[&str] = &["word"];

/// How fast it went in.
#[derive(Clone, Copy, Debug)]
pub struct Ingest {
    pub messages: u64,
    /// Bytes of what people wrote, as UTF-8, names of files included.
    pub text: u64,
    /// Writing alone; making the messages up does not count.
    pub spent: Spent,
}

impl Ingest {
    #[must_use]
    pub fn per_second(self) -> f64 {
        self.rate(self.spent.wall)
    }

    /// Messages for each second of work.
    #[must_use]
    pub fn per_second_of_work(self) -> f64 {
        self.rate(self.spent.worked)
    }

    #[allow(clippy::cast_precision_loss)]
    fn rate(self, time: Duration) -> f64 {
        self.messages as f64 / time.as_secs_f64().max(1e-9)
    }
}

/// Writes the whole past.
///
/// # Errors
/// When the history cannot be written.
pub fn catch_up(writer: &mut Writer, past: &Past, cursor: Option<Cursor>) -> Result<Ingest> {
    let me = past.people().first().context("there is a reader")?;
    let rooms = 0..places::ROOMS;
    let welcome = Batch {
        me: Some(me.clone()),
        cursor,
        people: past.people().get(1..).unwrap_or_default().to_vec(),
        heads: rooms.clone().map(|room| past.head(room)).collect(),
        coverage: rooms.clone().map(|room| coverage(past, room, past.of_room(room).len())).collect(),
        ..Batch::default()
    };
    writer.apply(&welcome)?;
    let (mut spent, mut text) = (Spent::default(), 0);
    // The room whose newest missing message is newest of all comes next.
    let mut missing: BinaryHeap<(u32, u64)> =
        rooms.filter_map(|room| Some((*past.of_room(room).last()?, room))).collect();
    let mut left: Vec<usize> = (0..places::ROOMS).map(|room| past.of_room(room).len()).collect();
    while !missing.is_empty() {
        let mut batch = Batch::default();
        for _ in 0..TOGETHER {
            let Some((_, room)) = missing.pop() else { break };
            let Some(to) = left.get_mut(usize::try_from(room)?) else { continue };
            let from = to.saturating_sub(PAGE);
            let page = past.of_room(room).get(from..*to).unwrap_or_default();
            batch.past.extend(page.iter().map(|n| past.event(u64::from(*n))));
            batch.coverage.retain(|one| one.conversation != places::conversation(room));
            batch.coverage.push(coverage(past, room, from));
            *to = from;
            if let Some(next) = from.checked_sub(1).and_then(|next| past.of_room(room).get(next)) {
                missing.push((*next, room));
            }
        }
        text += batch.past.iter().map(written).sum::<usize>();
        let watch = Stopwatch::start();
        writer.apply(&batch)?;
        spent += watch.stop();
    }
    Ok(Ingest { messages: past.messages(), text: u64::try_from(text)?, spent })
}

/// Bytes of what people wrote, all of it.
///
/// # Errors
/// When there is more than can be counted.
pub fn text(past: &Past) -> Result<u64> {
    Ok(u64::try_from((0..past.messages()).map(|n| written(&past.event(n))).sum::<usize>())?)
}

fn written(event: &Event) -> usize {
    match &event.what {
        What::Message(message) => message.body.as_ref().map_or(0, |body| naive::searched(body).len()),
        What::Edited { .. }
        | What::Redacted { .. }
        | What::Reaction { .. }
        | What::Pinned { .. }
        | What::Member { .. }
        | What::Room { .. }
        | What::Unknown(_) => 0,
    }
}

/// Everything but the first so many is here.
fn coverage(past: &Past, room: u64, missing: usize) -> Coverage {
    let holes = if missing > 0 { vec![(Seq(1), Seq(missing as u64))] } else { Vec::new() };
    Coverage { conversation: places::conversation(room), head: Seq(past.of_room(room).len() as u64), holes }
}

/// Bytes of a history file, by what they are for.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// The tables of the search index.
    pub index: u64,
    pub file: u64,
}

/// Looks at a closed file. Tables whose names begin with one of `index` are the index.
///
/// # Errors
/// When it cannot be read.
pub fn sizes(file: &Path, index: &[&str]) -> Result<Sizes> {
    let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut found = 0;
    let mut statement = conn.prepare("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")?;
    for row in statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))? {
        let (name, bytes) = row?;
        if index.iter().any(|prefix| name.starts_with(prefix)) {
            found += bytes;
        }
    }
    Ok(Sizes { index: u64::try_from(found)?, file: std::fs::metadata(file)?.len() })
}
