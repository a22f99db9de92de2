//! Reads the query language. Total: any text is a query, and what is not understood is a word.

use jiff::tz::TimeZone;

use crate::{Part, PartKind, Query, Term, tokens};

/// When the person asks, and in which zone their days begin.
#[derive(Clone, Debug)]
pub struct Now {
    /// Milliseconds since 1970.
    pub at: i64,
    pub zone: TimeZone,
}

/// Reads a query.
#[must_use]
pub fn parse(text: &str, _now: &Now) -> Query {
    let mut query = Query::default();
    let mut at = 0_u32;
    for piece in text.split(' ') {
        let end = at + piece.encode_utf16().count() as u32;
        let mut any = false;
        tokens(piece, &mut |_| any = true);
        if !piece.is_empty() {
            let kind = PartKind::Word;
            query.parts.push(Part { place: at..end, value: at..end, kind, not: false, understood: any });
        }
        if any {
            query.terms.push(Term { text: piece.to_owned(), exact: false, not: false });
        }
        at = end + 1;
    }
    query
}
