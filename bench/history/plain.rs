//! The plain ways to search in SQLite, on the same messages: looking through all of them (`LIKE`), and the two tokenizers
//! that come with FTS5. Each gets its own copy of the texts, without anything else in its way.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use hearth_past::Past;
use hearth_proto::event::{Event, What};
use rusqlite::{Connection, params, types::Value};

use crate::{
    asking::{Needle, Question, is_han},
    searching::PAGE,
};

/// How it is searched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Way {
    Like,
    Trigram,
    Unicode61,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Like, Self::Trigram, Self::Unicode61];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Like => "LIKE, through all messages",
            Self::Trigram => "FTS5 trigram",
            Self::Unicode61 => "FTS5 unicode61",
        }
    }

    const fn table(self) -> Option<&'static str> {
        match self {
            Self::Like => None,
            Self::Trigram => Some("by_trigram"),
            Self::Unicode61 => Some("by_unicode61"),
        }
    }
}

/// A file with the texts of a past and these indexes.
pub struct Plain {
    conn: Connection,
}

/// What building an index took.
#[derive(Clone, Copy, Debug)]
pub struct Built {
    pub took: Duration,
    pub bytes: u64,
}

impl Plain {
    /// Writes the texts. An index is added by [`Self::build`].
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(file: &Path, past: &Past) -> Result<Self> {
        let mut conn = Connection::open(file)?;
        // As a history is, but for waiting for the disk, which is not what is measured here.
        conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096;")?;
        conn.execute_batch(
            "CREATE TABLE message (key INTEGER PRIMARY KEY, author BLOB NOT NULL, conversation BLOB NOT NULL,
                                   at INTEGER NOT NULL, words TEXT NOT NULL) STRICT;",
        )?;
        let tx = conn.transaction()?;
        {
            let mut insert =
                tx.prepare("INSERT INTO message (key, author, conversation, at, words) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for n in 0..past.messages() {
                let event = past.event(n);
                insert.execute(params![
                    i64::try_from(n)?,
                    event.author.0.into_bytes(),
                    event.conversation.0.into_bytes(),
                    event.at.0,
                    words(&event)
                ])?;
            }
        }
        tx.commit()?;
        Ok(Self { conn })
    }

    /// Builds the index of one way in one go, the fastest way there is.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn build(&self, way: Way) -> Result<Built> {
        let started = Instant::now();
        if let Some(table) = way.table() {
            let tokenizer = if way == Way::Trigram { "trigram" } else { "unicode61" };
            self.conn.execute_batch(&format!(
                "CREATE VIRTUAL TABLE {table} USING fts5(words, content='message', content_rowid='key', tokenize='{tokenizer}');
                 INSERT INTO {table} ({table}) VALUES ('rebuild');"
            ))?;
        }
        let took = started.elapsed();
        let like = format!("{}%", way.table().unwrap_or("no such table"));
        let bytes = self.conn.query_row(
            "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE ?1",
            params![like],
            |row| row.get::<_, i64>(0),
        )?;
        Ok(Built { took, bytes: u64::try_from(bytes)? })
    }

    /// The newest page of hits; None where this way has no means to ask.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ask(&self, way: Way, question: &Question) -> Result<Option<usize>> {
        let Some((sql, values)) = statement(way, question) else { return Ok(None) };
        let mut statement = self.conn.prepare_cached(&sql)?;
        let hits = statement.query_map(rusqlite::params_from_iter(values), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut count = 0;
        for hit in hits {
            hit.context("a hit")?;
            count += 1;
        }
        Ok(Some(count))
    }
}

/// The words of a message's body.
fn words(event: &Event) -> String {
    match &event.what {
        What::Message(message) => message.body.as_ref().map(|body| body.words().to_owned()).unwrap_or_default(),
        What::Edited { .. }
        | What::Redacted { .. }
        | What::Reaction { .. }
        | What::Pinned { .. }
        | What::Member { .. }
        | What::Room { .. }
        | What::Unknown(_) => String::new(),
    }
}

fn statement(way: Way, question: &Question) -> Option<(String, Vec<Value>)> {
    let mut values = Vec::new();
    let mut wheres: Vec<String> = Vec::new();
    let mut sql = "SELECT m.key, m.words FROM message AS m".to_owned();
    let newest = match way.table() {
        None => {
            for needle in &question.needles {
                values.push(Value::Text(format!("%{}%", needle.text)));
                wheres.push("m.words LIKE ?".to_owned());
            }
            "m.key"
        }
        Some(table) => {
            sql.push_str(&format!(" JOIN {table} AS t ON t.rowid = m.key"));
            values.push(Value::Text(expression(way, &question.needles)?));
            wheres.push(format!("{table} MATCH ?"));
            "t.rowid"
        }
    };
    if let Some(from) = question.from {
        values.push(Value::Blob(from.0.into_bytes().to_vec()));
        wheres.push("m.author = ?".to_owned());
    }
    if let Some(within) = question.within {
        values.push(Value::Blob(within.0.into_bytes().to_vec()));
        wheres.push("m.conversation = ?".to_owned());
    }
    if let Some((from, to)) = question.between {
        values.extend([Value::Integer(from), Value::Integer(to)]);
        wheres.push("m.at >= ? AND m.at < ?".to_owned());
    }
    sql.push_str(&format!(" WHERE {} ORDER BY {newest} DESC LIMIT {PAGE}", wheres.join(" AND ")));
    Some((sql, values))
}

/// The best that these tokenizers can do with it. Trigrams find nothing shorter than three characters.
fn expression(way: Way, needles: &[Needle]) -> Option<String> {
    let terms: Vec<String> = needles
        .iter()
        .filter_map(|needle| {
            let quoted = format!("\"{}\"", needle.text);
            let long_enough = needle.text.chars().count() >= 3;
            match way {
                Way::Trigram => long_enough.then_some(quoted),
                Way::Unicode61 if needle.phrase => Some(quoted),
                Way::Like | Way::Unicode61 => Some(format!("{quoted}*")),
            }
        })
        .collect();
    (terms.len() == needles.len()).then(|| terms.join(" AND "))
}

/// Whether this is a question for characters that are written without spaces.
#[must_use]
pub fn is_chinese(question: &Question) -> bool {
    question.needles.iter().any(|needle| needle.text.chars().all(is_han))
}
