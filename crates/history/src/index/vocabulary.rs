//! The list of words that stand in the index.
//!
//! That a word is in the list is written with the message that brings it, and that it is not, with the one that takes the
//! last use of it away: searching relies on it. How often a word is used is only weighed, so it is counted in memory and
//! written now and then; what a crash takes of it is not missed.

use std::collections::{BTreeSet, HashMap};

use hearth_search::{Kind, Token};
use rusqlite::{Connection, Result, params};

use crate::index::{expression::quoted_word, signpost};

/// Counts are written after so many transactions, or when so many words are known.
const TRANSACTIONS: u32 = 64;
const MOST_WORDS: usize = 40_000;

/// How often the words of a transaction are used, more or less than before.
#[derive(Default)]
pub(crate) struct Uses {
    words: HashMap<String, i64>,
    /// What messages had of any kind and may have no more. Characters and emoji are in no list, but must be forgotten.
    less: BTreeSet<String>,
}

impl Uses {
    pub(crate) fn more(&mut self, token: &Token<'_>) {
        if !self.less.is_empty() {
            self.less.remove(token.text);
        }
        if token.kind == Kind::Word {
            self.count(token.text, 1);
        }
    }

    pub(crate) fn less(&mut self, token: &Token<'_>) {
        if token.kind == Kind::Word {
            self.count(token.text, -1);
        }
        if !self.less.contains(token.text) {
            self.less.insert(token.text.to_owned());
        }
    }

    fn count(&mut self, word: &str, by: i64) {
        match self.words.get_mut(word) {
            Some(uses) => *uses += by,
            None => {
                self.words.insert(word.to_owned(), by);
            }
        }
    }
}

/// Words that are known to be in the list, each with the uses that are not written yet. To be forgotten whole when a
/// transaction fails.
#[derive(Default)]
pub(crate) struct Vocabulary {
    known: HashMap<String, i64>,
    transactions: u32,
}

impl Vocabulary {
    /// Takes in what a transaction changes, in that transaction and after it has changed the index.
    pub(crate) fn take(&mut self, conn: &Connection, uses: Uses) -> Result<()> {
        let mut new = Vec::new();
        for (word, by) in uses.words.into_iter().filter(|(_, by)| *by > 0) {
            match self.known.get_mut(&word) {
                Some(more) => *more += by,
                None => new.push((word, by)),
            }
        }
        new.sort_unstable();
        let mut insert = conn.prepare_cached("INSERT INTO word (word, uses) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for (word, by) in new {
            let was_there = insert.execute(params![word, by])? == 0;
            self.known.insert(word, if was_there { by } else { 0 });
        }
        self.forget(conn, uses.less)?;
        self.transactions += 1;
        if self.transactions >= TRANSACTIONS || self.known.len() > MOST_WORDS {
            self.write(conn)?;
        }
        Ok(())
    }

    /// Of what some message has no more, what none has.
    fn forget(&mut self, conn: &Connection, less: BTreeSet<String>) -> Result<()> {
        let mut used = conn.prepare_cached("SELECT 1 FROM word_index WHERE word_index MATCH ?1 LIMIT 1")?;
        let mut delete = conn.prepare_cached("DELETE FROM word WHERE word = ?1")?;
        let mut gone = Vec::new();
        for word in less {
            if !used.exists(params![quoted_word(&word)])? {
                delete.execute(params![word])?;
                self.known.remove(&word);
                gone.push(word);
            }
        }
        signpost::forget(conn, &gone)
    }

    fn write(&mut self, conn: &Connection) -> Result<()> {
        let mut more: Vec<(&String, i64)> =
            self.known.iter().filter(|(_, more)| **more > 0).map(|(word, more)| (word, *more)).collect();
        more.sort_unstable();
        let mut update = conn.prepare_cached("UPDATE word SET uses = uses + ?2 WHERE word = ?1")?;
        for (word, by) in more {
            update.execute(params![word, by])?;
        }
        if self.known.len() > MOST_WORDS {
            self.known.clear();
        }
        self.known.values_mut().for_each(|more| *more = 0);
        self.transactions = 0;
        Ok(())
    }
}
