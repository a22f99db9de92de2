//! Reads the query language. Total: any text is a query, and what is not understood is a word.

use std::ops::Range;

use jiff::tz::TimeZone;

use crate::{
    Filter, Part, PartKind, Query, Term, What,
    date::{self, Span},
    lexicon,
    pieces::{RawPiece, pieces},
    tokens,
};

/// Bytes of a query that are read; the rest is left out.
pub const LONGEST_QUERY: usize = 4096;

/// Terms, and filters, that a query has at most. What is beyond does nothing.
pub const MOST: usize = 32;

/// When the person asks, and in which zone their days begin.
#[derive(Clone, Debug)]
pub struct Now {
    /// Milliseconds since 1970.
    pub at: i64,
    pub zone: TimeZone,
}

/// Reads a query. Case, width and the way Chinese is written do not matter for its keys and words.
#[must_use]
pub fn parse(text: &str, now: &Now) -> Query {
    let text = text.get(..text.floor_char_boundary(LONGEST_QUERY)).unwrap_or_default();
    let mut query = Query::default();
    let mut counted = Utf16 { text, byte: 0, units: 0 };
    for piece in pieces(text) {
        let taken = take(&mut query, text, &piece, now);
        let start = counted.at(piece.place.start);
        let value = counted.at(taken.value.start)..counted.at(taken.value.end);
        let place = start..counted.at(piece.place.end);
        query.parts.push(Part { place, value, kind: taken.kind, not: piece.not, understood: taken.understood });
    }
    query
}

/// What has become of a piece.
struct Taken {
    kind: PartKind,
    value: Range<usize>,
    understood: bool,
}

/// Puts a piece where it belongs.
fn take(query: &mut Query, text: &str, piece: &RawPiece, now: &Now) -> Taken {
    let (not, value) = (piece.not, piece.value.clone());
    if let Some(kind) = piece.key {
        let meaning = meaning(kind, text.get(value.clone()).unwrap_or_default(), now);
        let understood = matches!(meaning, Meaning::Is(_)) && query.filters.len() < MOST;
        match meaning {
            Meaning::Is(what) if understood => query.filters.push(Filter { not, what }),
            Meaning::Is(_) | Meaning::Begun => {}
            Meaning::None => return take_words(query, text, piece.inside.clone(), PartKind::Word, not),
        }
        return Taken { kind, value, understood };
    }
    take_words(query, text, value, if piece.quoted { PartKind::Phrase } else { PartKind::Word }, not)
}

fn take_words(query: &mut Query, text: &str, value: Range<usize>, kind: PartKind, not: bool) -> Taken {
    let words = text.get(value.clone()).unwrap_or_default();
    let mut understood = false;
    tokens(words, &mut |_| understood = true);
    understood &= query.terms.len() < MOST;
    if understood {
        query.terms.push(Term { text: words.to_owned(), exact: kind == PartKind::Phrase, not });
    }
    Taken { kind, value, understood }
}

/// What a filter's value says.
enum Meaning {
    Is(What),
    /// Not yet complete; it does nothing.
    Begun,
    /// Nothing that goes with the key.
    None,
}

fn meaning(kind: PartKind, value: &str, now: &Now) -> Meaning {
    let value = value.trim();
    let (found, begun) = match kind {
        PartKind::From => (name(value, ['@', '＠']).map(What::From), lexicon::flat(value).is_empty()),
        PartKind::In => (name(value, ['#', '＃']).map(What::In), lexicon::flat(value).is_empty()),
        PartKind::Has => (lexicon::has(value).map(What::Has), lexicon::begins_has(value)),
        PartKind::Is => (lexicon::is(value).map(What::Is), lexicon::begins_is(value)),
        PartKind::Before | PartKind::After | PartKind::Since | PartKind::Until | PartKind::On => {
            let between = date::span(value, now).map(|span| between(kind, span));
            (between, date::begins(value))
        }
        PartKind::Word | PartKind::Phrase => (None, false),
    };
    match found {
        Some(what) => Meaning::Is(what),
        None if begun => Meaning::Begun,
        None => Meaning::None,
    }
}

/// A name that somebody can have.
fn name(value: &str, sign: [char; 2]) -> Option<String> {
    if sign.contains(&'@') && lexicon::is_me(value) {
        return Some("me".to_owned());
    }
    let name = value.trim_start_matches(sign).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn between(kind: PartKind, span: Span) -> What {
    let (from, to) = match kind {
        PartKind::Before => (None, Some(span.from)),
        // Three days ago is a point to count from; the 12th of March is a day that is over afterwards.
        PartKind::After if !span.ago => (Some(span.to), None),
        PartKind::After | PartKind::Since => (Some(span.from), None),
        PartKind::Until => (None, Some(span.to)),
        PartKind::On
        | PartKind::Word
        | PartKind::Phrase
        | PartKind::From
        | PartKind::In
        | PartKind::Has
        | PartKind::Is => (Some(span.from), Some(span.to)),
    };
    What::Between { from, to }
}

/// Turns byte places into UTF-16 ones, going forwards only.
struct Utf16<'a> {
    text: &'a str,
    byte: usize,
    units: u32,
}

impl Utf16<'_> {
    fn at(&mut self, byte: usize) -> u32 {
        // A value never begins before its piece, so places only grow.
        for c in self.text.get(self.byte..byte).unwrap_or_default().chars() {
            self.units += if c.len_utf16() == 1 { 1 } else { 2 };
        }
        self.byte = byte.max(self.byte);
        self.units
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
