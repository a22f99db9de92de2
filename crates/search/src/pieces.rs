//! Cuts what stands in the box into pieces: words, quoted phrases, and `key:value` with or without quotes.

use std::{iter::Peekable, ops::Range, str::CharIndices};

use crate::{PartKind, lexicon};

/// One piece. Places are bytes of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RawPiece {
    /// All of it, with minus, key and quotes.
    pub place: Range<usize>,
    /// All of it but the minus.
    pub inside: Range<usize>,
    pub not: bool,
    /// What the key before its colon says; the value need not make sense.
    pub key: Option<PartKind>,
    /// What stands behind the colon, or all of it; without quotes.
    pub value: Range<usize>,
    pub quoted: bool,
}

/// The pieces of a text in their order.
pub(crate) fn pieces(text: &str) -> Vec<RawPiece> {
    let mut pieces = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.peek().copied() {
        if c.is_whitespace() {
            chars.next();
        } else {
            pieces.push(piece(text, start, &mut chars));
        }
    }
    pieces
}

fn piece(text: &str, start: usize, chars: &mut Peekable<CharIndices<'_>>) -> RawPiece {
    let not = chars.next_if(|(_, c)| is_minus(*c)).is_some();
    let inside = here(text, chars);
    let mut key = None;
    let value = quoted(text, chars).or_else(|| {
        key = key_before_colon(text, chars);
        key.and_then(|_| quoted(text, chars))
    });
    let quoted = value.is_some();
    let value = value.unwrap_or_else(|| {
        let value = if key.is_some() { here(text, chars) } else { inside };
        while chars.next_if(|(_, c)| !c.is_whitespace()).is_some() {}
        value..here(text, chars)
    });
    let end = here(text, chars);
    RawPiece { place: start..end, inside: inside..end, not, key, value, quoted }
}

/// Reads up to the first colon of a word. If no key stands before it, the word is read no further than this.
fn key_before_colon(text: &str, chars: &mut Peekable<CharIndices<'_>>) -> Option<PartKind> {
    let start = here(text, chars);
    while let Some((at, c)) = chars.next_if(|(_, c)| !c.is_whitespace()) {
        if matches!(c, ':' | '：') {
            return text.get(start..at).and_then(lexicon::key);
        }
    }
    None
}

/// What stands between quotes, if they open here. Quotes that never close hold the rest.
fn quoted(text: &str, chars: &mut Peekable<CharIndices<'_>>) -> Option<Range<usize>> {
    let (_, open) = chars.next_if(|(_, c)| closes(*c).is_some())?;
    let close = closes(open)?;
    let start = here(text, chars);
    while chars.next_if(|(_, c)| !close.contains(c)).is_some() {}
    let end = here(text, chars);
    chars.next();
    Some(start..end)
}

/// What may close a quote. Double quotes close each other in whatever form the keyboard gives them.
fn closes(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '“' | '”' | '„' | '＂' => Some(&['"', '“', '”', '„', '＂']),
        '«' => Some(&['»']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '－' | '−')
}

fn here(text: &str, chars: &mut Peekable<CharIndices<'_>>) -> usize {
    chars.peek().map_or(text.len(), |(at, _)| *at)
}
