//! Walks through messages, newest first, until a page is full or enough was looked at.

use rusqlite::{Connection, Result, params};

use crate::{
    finding::{Count, Found, Mark, Search},
    search::{
        hit::Names,
        sieve::{Candidate, Fitting, Sieve, candidate_columns},
    },
};

/// At most so many messages are looked at for one page. Whoever wants more goes on from the mark.
const LOOK: u32 = 4_000;

pub(crate) fn search(conn: &Connection, search: &Search) -> Result<Found> {
    if !Sieve::asks(search) {
        return Ok(Found::default());
    }
    let sieve = Sieve::new(conn, search)?;
    let below = match search.after {
        None => i64::MAX,
        Some(Mark::Below(key)) => key,
        Some(Mark::Given { top, .. }) => top.saturating_add(1),
    };
    let limit = search.limit.clamp(1, 200);
    let mut names = Names::default();
    let mut hits = Vec::new();
    let next = walk(conn, &sieve, below, |candidate, fitting| {
        hits.push(names.hit(conn, candidate, &fitting)?);
        Ok(hits.len() < usize::try_from(limit).unwrap_or(1))
    })?;
    Ok(Found { hits, next: next.map(Mark::Below) })
}

pub(crate) fn count(conn: &Connection, search: &Search, up_to: u32) -> Result<Count> {
    if !Sieve::asks(search) {
        return Ok(Count::default());
    }
    let sieve = Sieve::new(conn, search)?;
    let mut hits = 0;
    let next = walk(conn, &sieve, i64::MAX, |_, _| {
        hits += 1;
        Ok(hits < up_to)
    })?;
    Ok(Count { hits, more: next.is_some() })
}

/// Gives what fits, until `take` wants no more or enough was looked at; then says below which key to go on.
fn walk(
    conn: &Connection,
    sieve: &Sieve,
    below: i64,
    mut take: impl FnMut(Candidate, Fitting) -> Result<bool>,
) -> Result<Option<i64>> {
    let mut statement = conn.prepare_cached(concat!(
        "SELECT ",
        candidate_columns!(),
        " FROM message WHERE key < ?1 AND body IS NOT NULL ORDER BY key DESC"
    ))?;
    let mut rows = statement.query(params![below])?;
    let mut looked = 0;
    while let Some(row) = rows.next()? {
        let mut candidate = Candidate::read(row)?;
        let key = candidate.key;
        looked += 1;
        let more = match sieve.fit(conn, &mut candidate)? {
            Some(fitting) => take(candidate, fitting)?,
            None => true,
        };
        if !more || looked == LOOK {
            return Ok(Some(key));
        }
    }
    Ok(None)
}
