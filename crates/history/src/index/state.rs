//! How far the index is, building it in steps, and starting over with it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use rusqlite::{Connection, Result, TransactionBehavior, params};

use crate::{
    column,
    error::is_damage,
    finding::IndexProgress,
    index::{
        document::{Said, Subject},
        ledger::Ledger,
        signpost,
        vocabulary::Vocabulary,
    },
};
use hearth_proto::id::UserId;

/// What stands in the one row about the index.
#[derive(Clone, Copy)]
pub(crate) struct State {
    version: u32,
    /// Messages with this key and above are in it.
    pub(crate) done_down_to: i64,
    done: u64,
    total: u64,
    /// No key is further than this from the time of its message.
    pub(crate) stray: i64,
}

impl State {
    pub(crate) fn read(conn: &Connection) -> Result<Self> {
        conn.prepare_cached("SELECT version, done_down_to, done, total, stray FROM index_state WHERE one = 1")?
            .query_row([], |row| {
                Ok(Self {
                    version: column::small(row, 0)?,
                    done_down_to: row.get(1)?,
                    done: column::count(row, 2)?,
                    total: column::count(row, 3)?,
                    stray: row.get(4)?,
                })
            })
    }

    /// None once every message is in it.
    pub(crate) fn progress(&self) -> Option<IndexProgress> {
        (self.done_down_to > WHOLE).then(|| IndexProgress { done: self.done.min(self.total), total: self.total })
    }
}

/// Everything is in the index from this key on: all there is.
const WHOLE: i64 = i64::MIN;

/// Whoever reads and finds the index damaged tells whoever writes, who makes it anew.
#[derive(Clone, Default)]
pub(crate) struct Trouble(Arc<AtomicBool>);

impl Trouble {
    pub(crate) fn tell(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_told(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn is_over(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Begins an index where there is none, or one of another version, on the connection that is to write it.
pub(crate) fn prepare(conn: &mut Connection) -> Result<()> {
    if State::read(conn)?.version != hearth_search::VERSION {
        renew(conn)?;
    }
    signpost::prepare(conn)
}

/// Drops the index and begins a new one, which is filled by [`step`] and by whatever is written from now on.
pub(crate) fn renew(conn: &mut Connection) -> Result<()> {
    match dropped_and_begun(conn) {
        Err(error) if is_damage(&error) => {
            forget(conn)?;
            dropped_and_begun(conn)?;
            // Gives back the pages that nobody names any more, and the words on them. Without room for it they stay
            // until the file is rewritten some other time.
            conn.execute_batch("VACUUM").or_else(|error| if is_damage(&error) { Err(error) } else { Ok(()) })
        }
        other => other,
    }
}

fn dropped_and_begun(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute_batch("DROP TABLE IF EXISTS word_index; DROP TABLE IF EXISTS word")?;
    tx.execute_batch(include_str!("renew.sql"))?;
    tx.execute(
        "UPDATE index_state SET version = ?1, done = 0,
             total = (SELECT count(*) FROM message WHERE body IS NOT NULL),
             done_down_to = coalesce((SELECT max(key) + 1 FROM message), ?2)
         WHERE one = 1",
        params![hearth_search::VERSION, WHOLE],
    )?;
    tx.commit()
}

/// Takes a damaged index out of the list of tables, without a look at its pages.
fn forget(conn: &Connection) -> Result<()> {
    conn.pragma_update(None, "writable_schema", "ON")?;
    let forgotten = conn.execute(
        "DELETE FROM sqlite_schema WHERE tbl_name IN
             ('word', 'word_index', 'word_index_data', 'word_index_idx', 'word_index_config')",
        [],
    );
    // Also reads the list of tables again.
    conn.pragma_update(None, "writable_schema", "RESET")?;
    forgotten.map(drop)
}

/// Takes the next messages into the index, from the newest down. The caller's transaction.
pub(crate) fn step(
    conn: &Connection,
    vocabulary: &mut Vocabulary,
    messages: u32,
    at_index: &mut bool,
) -> Result<Option<IndexProgress>> {
    let state = State::read(conn)?;
    if state.done_down_to == WHOLE {
        return Ok(None);
    }
    let mut statement = conn.prepare_cached(
        "SELECT key, conversation, author, mentions_me, body FROM message WHERE key < ?1 ORDER BY key DESC LIMIT ?2",
    )?;
    let mut rows = statement.query(params![state.done_down_to, messages.max(1)])?;
    let (mut down_to, mut taken, mut missing) = (state.done_down_to, 0, Vec::new());
    while let Some(row) = rows.next()? {
        down_to = row.get(0)?;
        taken += 1;
        if let Some(body) = row.get::<_, Option<String>>(4)? {
            let subject = Subject {
                conversation: row.get(1)?,
                author: column::id(row, 2, UserId)?,
                mentions_me: row.get(3)?,
                carried: Said::stored(body)?.carried,
            };
            missing.push((down_to, subject));
        }
    }
    if taken < messages.max(1) {
        down_to = WHOLE;
    }
    let done = u64::try_from(missing.len()).unwrap_or(0);
    *at_index = true;
    Ledger::of_missing(missing).index(conn, i64::MIN, vocabulary)?;
    *at_index = false;
    conn.prepare_cached("UPDATE index_state SET done_down_to = ?1, done = done + ?2 WHERE one = 1")?
        .execute(params![down_to, column::int(done)])?;
    Ok(State::read(conn)?.progress())
}
