//! A word while it is read: its folded letters so far, and where its parts begin.

use std::ops::Range;

use crate::{
    fold::Folded,
    token::{Kind, LONGEST, Token},
};

/// A word with more parts than this is a hash or a key, and nobody looks for a piece of it.
const MOST_PARTS: usize = 6;

/// So is one that changes more often than this between letters and digits.
const MOST_NUMBERS: u8 = 3;

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
    /// How often it has changed between letters and digits.
    numbers: u8,
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
            numbers: 0,
            last: None,
            previous: (Start::default(), None),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Adds what stands for one letter of the source. A piece that is full is given away first.
    pub(crate) fn push(&mut self, folded: Folded, place: Range<usize>, shape: Shape, each: &mut dyn FnMut(Token<'_>)) {
        let more = match folded {
            Folded::One(one) => one.len_utf8(),
            Folded::Many(many) => many.len(),
        };
        if self.folded.len() + more > LONGEST {
            self.give_piece(each);
        }
        if self.folded.is_empty() {
            self.place = place.clone();
        }
        let here = Start { folded: self.folded.len(), place: place.start };
        if let Some(start) = self.part_starts(shape, here) {
            self.start_part(start);
            let number = self.last == Some(Shape::Digit) || shape == Shape::Digit;
            self.numbers = self.numbers.saturating_add(u8::from(number));
        }
        self.previous = (here, self.last);
        self.last = Some(shape);
        match folded {
            Folded::One(one) => self.folded.push(one),
            Folded::Many(many) => self.folded.push_str(many),
        }
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
        if self.parts <= MOST_PARTS && self.numbers <= MOST_NUMBERS {
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

    /// Where a part begins now that this letter is known: here, or at the one before.
    fn part_starts(&self, shape: Shape, here: Start) -> Option<Start> {
        match (self.last?, shape) {
            (Shape::Upper, Shape::Lower) => (self.previous.1 == Some(Shape::Upper)).then_some(self.previous.0),
            (Shape::Upper, Shape::Upper) | (Shape::Lower, Shape::Lower) | (Shape::Digit, Shape::Digit) => None,
            (Shape::Lower, Shape::Upper) | (Shape::Digit, Shape::Upper | Shape::Lower) => Some(here),
            (Shape::Upper | Shape::Lower, Shape::Digit) => Some(here),
        }
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
        self.numbers = 0;
        self.last = None;
        self.previous = (Start::default(), None);
    }
}
