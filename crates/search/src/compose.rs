//! Joins characters that some programs write apart: sound marks of kana, the letters of a Korean syllable.

use crate::fold::{Folded, look};

/// The one character that `first` (folded) and what follows it write together, and how many bytes that is beyond `first`.
pub(crate) fn joined(first: char, rest: &str) -> Option<(char, usize)> {
    let mut following = rest.chars();
    let second = following.next()?;
    match first {
        '\u{3046}'..='\u{309D}' => Some((sounded(first, second)?, second.len_utf8())),
        '\u{1100}'..='\u{1112}' => syllable(first, second, following.next()),
        _ => None,
    }
}

/// か and a voiced sound mark, or は and a half-voiced one. The marks come in full and half width.
fn sounded(kana: char, mark: char) -> Option<char> {
    let number = u32::from(kana);
    let three = (0x306F..=0x307B).contains(&number) && number % 3 == 0;
    let two =
        matches!(number, 0x304B..=0x3062 if number % 2 == 1) || matches!(number, 0x3064 | 0x3066 | 0x3068 | 0x309D);
    let joined = match mark {
        '\u{3099}' | '\u{FF9E}' if kana == '\u{3046}' => 0x3094,
        '\u{3099}' | '\u{FF9E}' if two || three => number + 1,
        '\u{309A}' | '\u{FF9F}' if three => number + 2,
        _ => return None,
    };
    char::from_u32(joined)
}

/// A leading consonant, a vowel and perhaps a trailing consonant (Unicode, section 3.12).
fn syllable(leading: char, vowel: char, trailing: Option<char>) -> Option<(char, usize)> {
    let vowel_index = u32::from(vowel).checked_sub(0x1161).filter(|index| *index < 21)?;
    let trailing = trailing.filter(|trailing| matches!(u32::from(*trailing), 0x11A8..=0x11C2));
    let trailing_index = trailing.map_or(0, |trailing| u32::from(trailing) - 0x11A7);
    let joined = 0xAC00 + ((u32::from(leading) - 0x1100) * 21 + vowel_index) * 28 + trailing_index;
    Some((char::from_u32(joined)?, vowel.len_utf8() + trailing.map_or(0, char::len_utf8)))
}

/// What joined characters fold to. They are in the table under their own number.
pub(crate) fn folded(joined: char) -> char {
    match look(joined).1 {
        Folded::One(one) => one,
        Folded::Many(_) => joined,
    }
}
