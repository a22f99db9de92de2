//! Cuts text into tokens: what the index keeps, and what a query is compared with.
//!
//! Words are runs of letters and digits, folded so that case, accents, width and the two ways of writing Chinese do
//! not matter. Scripts without spaces give one token per character, so that any piece of a text is a phrase of it.

use std::ops::Range;

use crate::{
    fold::{Class, Folded, look},
    word::{Shape, Word},
};

/// The longest token in bytes. A longer word is cut into pieces that follow one another, so its beginning is a phrase
/// of whole pieces and the beginning of one.
pub const LONGEST: usize = 64;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Letters and digits; what is looked for may be its beginning.
    Word,
    /// One character of a script without spaces.
    Ideograph,
    /// One picture; a flag is one, too.
    Emoji,
}

/// A piece of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token<'a> {
    /// Folded, never empty, at most [`LONGEST`] bytes.
    pub text: &'a str,
    /// Bytes of the source, on character boundaries.
    pub place: Range<usize>,
    pub kind: Kind,
    /// It stands at the same position as the token before it: what begins inside a word (`bar` in `fooBar`).
    pub colocated: bool,
}

/// Gives each token of a text in its order. Total and linear; allocates one small buffer for the whole text.
pub fn tokens(text: &str, each: &mut dyn FnMut(Token<'_>)) {
    let mut word = Word::new();
    let mut small = [0_u8; 4];
    let chars = text.char_indices();
    for (at, c) in chars {
        let place = at..at + c.len_utf8();
        let (class, folded) = look(c);
        let folded = match folded {
            Folded::One(one) => &*one.encode_utf8(&mut small),
            Folded::Many(many) => many,
        };
        match class {
            Class::Break => word.give(each),
            Class::Ignore => {
                if !word.is_empty() {
                    word.cover(place.end);
                }
            }
            Class::Word => word.push(folded, place, shape(c), each),
            Class::Ideograph => {
                word.give(each);
                each(Token { text: folded, place, kind: Kind::Ideograph, colocated: false });
            }
            Class::Emoji => {
                word.give(each);
                each(Token { text: folded, place, kind: Kind::Emoji, colocated: false });
            }
        }
    }
    word.give(each);
}

fn shape(c: char) -> Shape {
    if c.is_numeric() {
        Shape::Digit
    } else if c.is_uppercase() {
        Shape::Upper
    } else {
        Shape::Lower
    }
}
