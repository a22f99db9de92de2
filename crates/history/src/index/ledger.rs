//! Notes what becomes of messages in a transaction, and at its end brings index, word list and tallies up to date.
//!
//! By then it is known what each message was before and is after, so one that is written and edited in the same
//! transaction costs one entry. Entries are written in the order of their keys: FTS5 writes a new piece of its index
//! whenever a key is smaller than the one before it.

use std::collections::BTreeMap;

use hearth_proto::id::UserId;
use rusqlite::{Connection, Result, params};

use crate::index::{
    document::Subject,
    state::State,
    vocabulary::{Uses, Vocabulary},
};

/// What became of one message; None stands for one without a body, or none at all.
struct Entry {
    before: Option<Subject>,
    now: Option<Subject>,
}

/// All messages that a transaction touched.
#[derive(Default)]
pub(crate) struct Ledger {
    entries: BTreeMap<i64, Entry>,
    /// How far from its time a key of these is at most.
    stray: i64,
}

impl Ledger {
    /// A message that was not here.
    pub(crate) fn written(&mut self, key: i64, now: Option<Subject>) {
        self.entries.insert(key, Entry { before: None, now });
    }

    /// A message is something else now. `before` is asked for at its first change only.
    pub(crate) fn changed(
        &mut self,
        key: i64,
        before: impl FnOnce() -> Result<Option<Subject>>,
        now: impl FnOnce(Option<&Subject>) -> Option<Subject>,
    ) -> Result<()> {
        match self.entries.get_mut(&key) {
            Some(entry) => entry.now = now(entry.now.as_ref()),
            None => {
                let before = before()?;
                let now = now(before.as_ref());
                self.entries.insert(key, Entry { before, now });
            }
        }
        Ok(())
    }

    /// A key lies so far from its message's time.
    pub(crate) fn strays(&mut self, steps: i64) {
        self.stray = self.stray.max(steps);
    }

    /// Messages that the index has as they are.
    pub(crate) fn of_missing(missing: Vec<(i64, Subject)>) -> Self {
        let entries = missing.into_iter().map(|(key, now)| (key, Entry { before: None, now: Some(now) })).collect();
        Self { entries, stray: 0 }
    }

    /// Writes everything that is kept beside the messages, the index first.
    pub(crate) fn close(&self, conn: &Connection, vocabulary: &mut Vocabulary, at_index: &mut bool) -> Result<()> {
        if self.stray > 0 {
            conn.prepare_cached("UPDATE index_state SET stray = ?1 WHERE one = 1 AND stray < ?1")?
                .execute(params![self.stray])?;
        }
        if self.entries.is_empty() {
            return Ok(());
        }
        self.tally(conn)?;
        let from = State::read(conn)?.done_down_to;
        *at_index = true;
        self.index(conn, from, vocabulary)?;
        *at_index = false;
        Ok(())
    }

    /// Writes the index alone, for messages with this key and above.
    pub(crate) fn index(&self, conn: &Connection, from: i64, vocabulary: &mut Vocabulary) -> Result<()> {
        let mut erase =
            conn.prepare_cached("INSERT INTO word_index (word_index, rowid, words) VALUES ('delete', ?1, ?2)")?;
        let mut insert = conn.prepare_cached("INSERT INTO word_index (rowid, words) VALUES (?1, ?2)")?;
        let mut uses = Uses::default();
        let mut document = String::new();
        for (key, entry) in self.entries.range(from..) {
            if entry.before == entry.now {
                continue;
            }
            if let Some(before) = &entry.before {
                before.write(&mut document, &mut |token| uses.less(token));
                erase.execute(params![key, document])?;
            }
            if let Some(now) = &entry.now {
                now.write(&mut document, &mut |token| uses.more(token));
                insert.execute(params![key, document])?;
            }
        }
        vocabulary.take(conn, uses)
    }

    fn tally(&self, conn: &Connection) -> Result<()> {
        let mut tallies: BTreeMap<(i64, UserId), i64> = BTreeMap::new();
        let mut count = |subject: &Option<Subject>, by: i64| {
            if let Some(subject) = subject {
                *tallies.entry((subject.conversation, subject.author)).or_default() += by;
            }
        };
        for entry in self.entries.values() {
            count(&entry.before, -1);
            count(&entry.now, 1);
        }
        let mut statement = conn.prepare_cached(
            "INSERT INTO tally (conversation, author, messages) VALUES (?1, ?2, ?3)
             ON CONFLICT (conversation, author) DO UPDATE SET messages = messages + excluded.messages",
        )?;
        for ((conversation, author), by) in tallies.into_iter().filter(|(_, by)| *by != 0) {
            statement.execute(params![conversation, author.0.into_bytes(), by])?;
        }
        Ok(())
    }
}
