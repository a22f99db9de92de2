//! One character: what it is to somebody who looks for it, and which character stands for it in the index.

/// What a character does where text is cut into tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    /// Ends a word and is nothing itself: spaces, punctuation, symbols, private use.
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

/// The class of a character, and what stands for it.
pub(crate) fn look(c: char) -> (Class, Folded) {
    let class = match u32::from(c) {
        0x300..=0x36F | 0xFE00..=0xFE0F | 0x200C..=0x200F | 0x1F3FB..=0x1F3FF => Class::Ignore,
        0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0x20000..=0x3FFFF => Class::Ideograph,
        0x1F000..=0x1FAFF | 0x2600..=0x27BF => Class::Emoji,
        0xE000..=0xF8FF => Class::Break,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Break,
    };
    (class, Folded::One(c.to_lowercase().next().unwrap_or(c)))
}
