//! A word while it is read: its folded letters so far, and where its parts begin.

use std::ops::Range;

use crate::token::{Kind, LONGEST, Token};

/// A word with more parts than this is a hash or a key, and nobody looks for a piece of it.
const MOST_PARTS: usize = 6;

/// What a letter is where `fooBar2` falls into `foo`, `Bar` and `2`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    Upper,
    Lower,
    Digit,
}

/// Where a part begins.
#[derive(Clone, Copy, Default)]
struct Start {
    folded: usize,
    place: usize,
}

/// One buffer for all words of a text.
pub(crate) struct Word {
    folded: String,
    /// Bytes of the source.
    place: Range<usize>,
    starts: [Start; MOST_PARTS],
    parts: usize,
    last: Option<Shape>,
    /// Where the last letter began, and what was before it: `HTTPServer` is cut before the S once the e is seen.
    previous: (Start, Option<Shape>),
}

impl Word {
    pub(crate) fn new() -> Self {
        Self {
            folded: String::new(),
            place: 0..0,
            starts: [Start::default(); MOST_PARTS],
            parts: 0,
            last: None,
            previous: (Start::default(), None),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Adds an ASCII letter or digit, already small. Gives the place behind it.
    pub(crate) fn push_ascii(&mut self, c: char, at: usize, shape: Shape, each: &mut dyn FnMut(Token<'_>)) -> usize {
        let mut small = [0_u8; 4];
        self.push(c.encode_utf8(&mut small), at..at + 1, shape, each);
        at + 1
    }

    /// Adds what stands for one letter of the source. A piece that is full is given away first.
    pub(crate) fn push(&mut self, folded: &str, place: Range<usize>, shape: Shape, each: &mut dyn FnMut(Token<'_>)) {
        if self.folded.len() + folded.len() > LONGEST {
            self.give_piece(each);
        }
        if self.folded.is_empty() {
            self.place = place.clone();
        }
        let here = Start { folded: self.folded.len(), place: place.start };
        match (self.last, shape) {
            (None, _) | (Some(Shape::Upper), Shape::Upper) | (Some(Shape::Digit), Shape::Digit) => {}
            (Some(Shape::Lower), Shape::Lower) => {}
            (Some(Shape::Upper), Shape::Lower) => {
                if self.previous.1 == Some(Shape::Upper) {
                    self.start_part(self.previous.0);
                }
            }
            (Some(Shape::Digit), Shape::Upper | Shape::Lower) | (Some(Shape::Lower), Shape::Upper) => {
                self.start_part(here);
            }
            (Some(Shape::Upper | Shape::Lower), Shape::Digit) => self.start_part(here),
        }
        self.previous = (here, self.last);
        self.last = Some(shape);
        self.folded.push_str(folded);
        self.place.end = place.end;
    }

    /// What is ignored inside a word or behind it still belongs to its place.
    pub(crate) fn cover(&mut self, end: usize) {
        if !self.folded.is_empty() {
            self.place.end = end;
        }
    }

    /// Gives the word, then what begins inside it.
    pub(crate) fn give(&mut self, each: &mut dyn FnMut(Token<'_>)) {
        if self.folded.is_empty() {
            return;
        }
        each(Token { text: &self.folded, place: self.place.clone(), kind: Kind::Word, colocated: false });
        if self.parts <= MOST_PARTS {
            for start in self.starts.iter().take(self.parts) {
                if let Some(text) = self.folded.get(start.folded..) {
                    each(Token { text, place: start.place..self.place.end, kind: Kind::Word, colocated: true });
                }
            }
        }
        self.clear();
    }

    /// Gives a piece of a word that is too long for one token. Its parts are of no interest.
    fn give_piece(&mut self, each: &mut dyn FnMut(Token<'_>)) {
        self.parts = 0;
        self.give(each);
        // The next piece has no parts either.
        self.parts = MOST_PARTS + 1;
    }

    fn start_part(&mut self, start: Start) {
        if let Some(slot) = self.starts.get_mut(self.parts) {
            *slot = start;
        }
        // One more than fits says that there are too many.
        self.parts = (self.parts + 1).min(MOST_PARTS + 1);
    }

    fn clear(&mut self) {
        self.folded.clear();
        self.parts = 0;
        self.last = None;
        self.previous = (Start::default(), None);
    }
}
