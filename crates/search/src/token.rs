//! Cuts text into tokens: what the index keeps, and what a query is compared with.
//!
//! Words are runs of letters and digits, folded so that case, accents, width and the two ways of writing Chinese do
//! not matter. Scripts without spaces give one token per character, so that any piece of a text is a phrase of it.

use std::ops::Range;

use crate::{
    compose,
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
    /// Folded, never empty, at most [`LONGEST`] bytes. It never holds a character of private use.
    pub text: &'a str,
    /// Bytes of the source, on character boundaries.
    pub place: Range<usize>,
    pub kind: Kind,
    /// It stands at the same position as the token before it: what begins inside a word (`bar` in `fooBar`).
    pub colocated: bool,
}

/// Gives each token of a text in its order. Total and linear; one small buffer serves the whole text.
pub fn tokens(text: &str, each: &mut dyn FnMut(Token<'_>)) {
    let mut word = Word::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += if word.is_empty() { plain_word(rest, at, each) } else { 0 };
        let Some(rest) = text.get(at..) else { break };
        let Some(c) = rest.chars().next() else { break };
        let (c, shape) = match c {
            'a'..='z' => (c, Shape::Lower),
            'A'..='Z' => (c.to_ascii_lowercase(), Shape::Upper),
            '0'..='9' => (c, Shape::Digit),
            '\0'..='\x7F' => {
                word.give(each);
                at += 1;
                continue;
            }
            _ => {
                at = beyond_ascii(c, at, text, &mut word, each);
                continue;
            }
        };
        word.push(Folded::One(c), at..at + 1, shape, each);
        at += 1;
    }
    word.give(each);
}

/// Most words of most texts: small ASCII letters up to something else in ASCII. Given as it stands, without the buffer.
/// Says how many bytes it took.
fn plain_word(rest: &str, at: usize, each: &mut dyn FnMut(Token<'_>)) -> usize {
    let bytes = rest.as_bytes();
    let long = bytes.iter().take(LONGEST + 1).take_while(|byte| byte.is_ascii_lowercase()).count();
    let ends = bytes.get(long).is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric());
    match rest.get(..long) {
        Some(text) if ends && (1..=LONGEST).contains(&long) => {
            each(Token { text, place: at..at + long, kind: Kind::Word, colocated: false });
            long
        }
        Some(_) | None => 0,
    }
}

/// Takes one character, or several that stand for one. Gives the place behind it.
fn beyond_ascii(c: char, at: usize, text: &str, word: &mut Word, each: &mut dyn FnMut(Token<'_>)) -> usize {
    let end = at + c.len_utf8();
    let after = |end: usize| text.get(end..).unwrap_or_default();
    let (class, folded) = look(c);
    match class {
        Class::Break => word.give(each),
        Class::Ignore => word.cover(end),
        Class::Word => word.push(folded, at..end, shape(c, folded), each),
        Class::Ideograph => {
            word.give(each);
            let Folded::One(one) = folded else { return end };
            let (one, end) = match compose::joined(one, after(end)) {
                Some((joined, more)) => (compose::folded(joined), end + more),
                None => (one, end),
            };
            let end = end + trimmings(after(end));
            each(Token { text: one.encode_utf8(&mut [0; 4]), place: at..end, kind: Kind::Ideograph, colocated: false });
            return end;
        }
        Class::Emoji => {
            word.give(each);
            let flag = after(end).chars().next().filter(|next| is_flag_letter(c) && is_flag_letter(*next));
            let end = end + flag.map_or(0, char::len_utf8);
            let picture = text.get(at..end).unwrap_or_default();
            let end = end + trimmings(after(end));
            each(Token { text: picture, place: at..end, kind: Kind::Emoji, colocated: false });
            return end;
        }
    }
    end
}

/// How many bytes of what follows only vary the character before: skin, colour, accents, but no joiners.
pub(crate) fn trimmings(rest: &str) -> usize {
    // Nothing in ASCII or among the common ideographs (U+4000 to U+9FFF) is of this kind.
    if matches!(rest.as_bytes().first(), None | Some(0..=0x7F | 0xE4..=0xE9)) {
        return 0;
    }
    rest.chars().take_while(|c| *c != '\u{200D}' && look(*c).0 == Class::Ignore).map(char::len_utf8).sum()
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

fn shape(c: char, folded: Folded) -> Shape {
    let first = match folded {
        Folded::One(one) => Some(one),
        Folded::Many(many) => many.chars().next(),
    };
    if first.is_some_and(|first| first.is_ascii_digit()) {
        Shape::Digit
    } else if c.is_uppercase() {
        Shape::Upper
    } else {
        Shape::Lower
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
