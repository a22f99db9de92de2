//! One character: what it is to somebody who looks for it, and which character stands for it in the index.

mod table;

use table::{BLOCKS, ENTRIES, FAR, MANY, OUTCOMES};

/// What a character does where text is cut into tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    /// Ends a word and is nothing itself: spaces, punctuation, most symbols, private use.
    Break,
    /// Neither ends a word nor belongs to it: accents, vowel points, joiners, marks of direction and variation.
    Ignore,
    /// Belongs to a word.
    Word,
    /// A token by itself, in scripts that put no spaces between words.
    Ideograph,
    /// A token by itself: a picture among the letters.
    Emoji,
}

/// What stands for a character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Folded {
    One(char),
    Many(&'static str),
}

/// The class of a character, and what stands for it. What stands for it stands for itself, too.
pub(crate) fn look(c: char) -> (Class, Folded) {
    let number = u32::from(c);
    let block = BLOCKS.get(usize::try_from(number >> 6).unwrap_or(usize::MAX));
    let Some(block) = block else { return look_far(c) };
    let place = usize::from(*block) << 6 | (number as usize & 63);
    let outcome = ENTRIES.get(place).and_then(|entry| OUTCOMES.get(usize::from(*entry))).copied().unwrap_or(0);
    let class = match outcome >> 29 {
        1 => Class::Ignore,
        2 => Class::Word,
        3 => Class::Ideograph,
        4 => Class::Emoji,
        _ => Class::Break,
    };
    let rest = outcome & 0x0FFF_FFFF;
    if outcome & 1 << 28 != 0 {
        return (class, MANY.get(rest as usize).map_or(Folded::One(c), |many| Folded::Many(many)));
    }
    // The distance has 28 bits and a sign.
    let one = char::from_u32(number.wrapping_add(rest) & 0x0FFF_FFFF);
    (class, Folded::One(one.unwrap_or(c)))
}

/// Beyond the table there are only rare ideographs, and marks that colour or vary.
fn look_far(c: char) -> (Class, Folded) {
    match u32::from(c) {
        0x20000..=0x3FFFF => {
            let known = FAR.binary_search_by_key(&c, |(from, _)| *from).ok().and_then(|at| FAR.get(at));
            (Class::Ideograph, Folded::One(known.map_or(c, |(_, to)| *to)))
        }
        0xE0000..=0xE0FFF => (Class::Ignore, Folded::One(c)),
        _ => (Class::Break, Folded::One(c)),
    }
}
