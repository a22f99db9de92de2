//! Asks a history, as the search box does: names are resolved, and pages are read until the first one is full.

use anyhow::Result;
use hearth_history::{
    finding::{Chosen, Hit, Order, Search},
    readers::Readers,
};
use hearth_past::END;
use hearth_search::{Now, What, parse};
use jiff::tz::TimeZone;

use crate::asking::Question;

/// Hits that the search panel shows at first.
pub const PAGE: usize = 50;

/// What was found by a question.
#[derive(Clone, Default, Debug)]
pub struct Answer {
    pub hits: Vec<Hit>,
    /// How often the history was asked to go on until the page was full.
    pub steps: u32,
    /// There may be more.
    pub more: bool,
}

/// The question as the history takes it.
#[must_use]
pub fn search(question: &Question, limit: usize) -> Search {
    // Everything that was ever said is past.
    let mut query = parse(&question.text, &Now { at: END, zone: TimeZone::UTC });
    // Names are the client's to resolve.
    query.filters.retain(|filter| !matches!(filter.what, What::From(_) | What::In(_)));
    Search {
        query,
        from: Chosen { any: question.from.map(|user| vec![user]), not: Vec::new() },
        within: Chosen { any: question.within.map(|room| vec![room]), not: Vec::new() },
        pinyin: false,
        order: Order::Newest,
        after: None,
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
    }
}

/// Reads until there are so many hits, or no more.
///
/// # Errors
/// When the history cannot be read.
pub fn ask(readers: &Readers, mut search: Search, wanted: usize) -> Result<Answer> {
    let mut answer = Answer::default();
    loop {
        let found = readers.get()?.search(&search)?;
        answer.steps += 1;
        answer.hits.extend(found.hits);
        answer.more = found.next.is_some();
        if answer.hits.len() >= wanted || found.next.is_none() {
            return Ok(answer);
        }
        search.after = found.next;
        search.limit = u32::try_from(wanted - answer.hits.len()).unwrap_or(u32::MAX);
    }
}
