//! A short piece of a text around its hits, in one line.

use std::ops::Range;

/// A piece of a line that is a hit or is not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    pub text: String,
    pub hit: bool,
}

/// About so many characters of the text around its hits. Line breaks become spaces; `…` stands where text is left out.
#[must_use]
pub fn snippet(text: &str, marks: &[Range<usize>], about: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut add = |range: Range<usize>, hit: bool| {
        let text: String = text.get(range).unwrap_or_default().chars().take(about).collect();
        if !text.is_empty() {
            pieces.push(Piece { text, hit });
        }
    };
    for mark in marks {
        add(at..mark.start, false);
        add(mark.clone(), true);
        at = mark.end;
    }
    add(at..text.len(), false);
    pieces
}
