//! Makes hits out of messages that fit.

use std::collections::{HashMap, hash_map::Entry};

use hearth_proto::id::ConversationId;
use hearth_search::snippet;
use rusqlite::{Connection, Result, params};

use crate::{
    column,
    finding::Hit,
    search::sieve::{Candidate, Fitting, Sieve},
};

/// About so many characters of a message stand in a hit.
const SNIPPET: usize = 160;

/// Conversations by their local keys, looked up once.
#[derive(Default)]
pub(crate) struct Names(HashMap<i64, ConversationId>);

impl Names {
    pub(crate) fn hit(
        &mut self,
        conn: &Connection,
        sieve: &Sieve,
        candidate: Candidate,
        fitting: &Fitting,
    ) -> Result<Hit> {
        let conversation = match self.0.entry(candidate.conversation) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => *new.insert(
                conn.prepare_cached("SELECT id FROM conversation WHERE key = ?1")?
                    .query_row(params![candidate.conversation], |row| column::id(row, 0, ConversationId))?,
            ),
        };
        Ok(Hit {
            message: candidate.id,
            conversation,
            seq: candidate.seq,
            at: candidate.at,
            author: candidate.author,
            snippet: snippet(&fitting.words, &sieve.marks(fitting), SNIPPET),
            body: candidate.body,
        })
    }
}
