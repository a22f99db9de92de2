//! Makes pages of hits, by time or the best first, and counts them.

use rusqlite::{Connection, Result};

use crate::{
    finding::{Count, Found, Mark, Order, Search},
    index::Trouble,
    search::{
        hit::Names,
        sieve::{Candidate, Fitting, Sieve},
        walk::{Next, Walk},
        way::Way,
    },
};

/// At most so many messages are looked at for one page. Whoever wants more goes on from the mark.
const LOOKS: u32 = 4_000;
/// So many of the newest hits are weighed against each other.
const WEIGHED: usize = 1_000;
/// Counting, a message that the index is sure of costs a fraction of a look.
const COUNTED: u32 = 20_000;

pub(crate) fn search(conn: &Connection, trouble: &Trouble, search: &Search) -> Result<Found> {
    if !Sieve::asks(search) {
        return Ok(Found::default());
    }
    let (sieve, way) = (Sieve::new(conn, search)?, Way::new(conn, trouble, search)?);
    let mut walk = Walk { conn, trouble, sieve: &sieve, way: &way, looks: LOOKS };
    let limit = usize::try_from(search.limit.clamp(1, 200)).unwrap_or(1);
    match (search.order, search.after) {
        (_, Some(Mark::Below(key))) => newest(&mut walk, key, limit),
        (Order::Newest, None) => newest(&mut walk, i64::MAX, limit),
        (Order::Newest, Some(Mark::Given { top, .. })) => newest(&mut walk, top.saturating_add(1), limit),
        (Order::Best, None) => best(&mut walk, (i64::MAX, 0), limit),
        (Order::Best, Some(Mark::Given { top, hits })) => best(&mut walk, (top, hits), limit),
    }
}

fn newest(walk: &mut Walk<'_>, below: i64, limit: usize) -> Result<Found> {
    let (conn, sieve) = (walk.conn, walk.sieve);
    let (mut names, mut hits) = (Names::default(), Vec::new());
    let next = walk.hits(below, &mut |candidate, fitting| {
        hits.push(names.hit(conn, sieve, candidate, &fitting)?);
        Ok(if hits.len() < limit { Next::GoOn } else { Next::Enough })
    })?;
    Ok(Found { hits, next: next.map(Mark::Below) })
}

/// The newest hits up to a key, the best of them first, without those that were given; behind them by time.
fn best(walk: &mut Walk<'_>, (top, given): (i64, u32), limit: usize) -> Result<Found> {
    let (conn, sieve) = (walk.conn, walk.sieve);
    let mut weighed: Vec<(u64, Candidate, Fitting)> = Vec::new();
    let mut newest = None;
    let below = walk.hits(top.saturating_add(1), &mut |candidate, fitting| {
        let newest = *newest.get_or_insert(candidate.at.0);
        let weight = weight(sieve.matcher.score(&fitting.words), newest.saturating_sub(candidate.at.0));
        weighed.push((weight, candidate, fitting));
        Ok(if weighed.len() < WEIGHED { Next::GoOn } else { Next::Enough })
    })?;
    let top = weighed.first().map_or(top, |(_, candidate, _)| candidate.key);
    weighed.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.key.cmp(&a.1.key)));
    let all = weighed.len();
    let from = usize::try_from(given).unwrap_or(usize::MAX);
    let mut names = Names::default();
    let hits = weighed
        .into_iter()
        .skip(from)
        .take(limit)
        .map(|(_, candidate, fitting)| names.hit(conn, sieve, candidate, &fitting))
        .collect::<Result<Vec<_>>>()?;
    let given = from.saturating_add(hits.len());
    let next = if given < all {
        Some(Mark::Given { top, hits: u32::try_from(given).unwrap_or(u32::MAX) })
    } else {
        below.map(Mark::Below)
    };
    Ok(Found { hits, next })
}

/// How well it fits counts most; a month of age takes away half of what being new is worth.
fn weight(score: u32, age: i64) -> u64 {
    const MONTH: u64 = 30 * 24 * 60 * 60 * 1_000;
    let age = u64::try_from(age).unwrap_or(0);
    let fresh = 1_000 * MONTH / MONTH.saturating_add(age);
    u64::from(score) * 2_000 + fresh
}

pub(crate) fn count(conn: &Connection, trouble: &Trouble, search: &Search, up_to: u32) -> Result<Count> {
    if !Sieve::asks(search) {
        return Ok(Count::default());
    }
    let (sieve, way) = (Sieve::new(conn, search)?, Way::new(conn, trouble, search)?);
    let looks = if way.sure.is_some() && way.only.is_none() { COUNTED } else { LOOKS };
    let (hits, next) = Walk { conn, trouble, sieve: &sieve, way: &way, looks }.count(up_to)?;
    Ok(Count { hits, more: next.is_some() })
}
