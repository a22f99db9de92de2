//! What each character is and what it folds to, from the Unicode Character Database and OpenCC.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};
use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Break = 0,
    Ignore = 1,
    Word = 2,
    Ideograph = 3,
    Emoji = 4,
}

/// Characters that regions and habits write differently, beyond the dictionary: both sides fold together.
const ALSO: [(char, char); 22] = [
    ('著', '着'),
    ('妳', '你'),
    ('牠', '它'),
    ('瞭', '了'),
    ('覆', '复'),
    ('藉', '借'),
    ('祇', '只'),
    ('衹', '只'),
    ('甦', '苏'),
    ('邨', '村'),
    ('椀', '碗'),
    ('枱', '台'),
    ('敍', '叙'),
    ('衞', '卫'),
    ('粧', '妆'),
    ('簷', '檐'),
    ('痺', '痹'),
    ('谘', '咨'),
    ('糭', '粽'),
    ('睪', '睾'),
    ('鲶', '鲇'),
    ('迺', '乃'),
];

/// Blocks of scripts that put no spaces between words (and the syllables of Korean, which are looked for singly).
const UNSPACED: [(u32, u32); 29] = [
    (0x0E00, 0x0EFF), // Thai, Lao
    (0x1000, 0x109F), // Myanmar
    (0x1100, 0x11FF), // Hangul jamo
    (0x1780, 0x17FF), // Khmer
    (0x1950, 0x19DF), // Tai Le, New Tai Lue
    (0x1A20, 0x1AAF), // Tai Tham
    (0x1B00, 0x1B7F), // Balinese
    (0x2E80, 0x2FDF), // Radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x3035),
    (0x3038, 0x303C),
    (0x3041, 0x30FF), // Hiragana, katakana
    (0x3100, 0x318F), // Bopomofo, Hangul compatibility jamo
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA000, 0xA4CF), // Yi
    (0xA960, 0xA97F), // Hangul jamo
    (0xA980, 0xA9FF), // Javanese, Myanmar
    (0xAA60, 0xAADF), // Myanmar, Tai Viet
    (0xAC00, 0xD7FF), // Hangul
    (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC),   // Half-width katakana and hangul
    (0x16FE0, 0x18DFF), // Iteration marks, Tangut, Khitan
    (0x1AFF0, 0x1B2FF), // Kana, Nushu
    (0x1F200, 0x1F2FF),
    (0x20000, 0x3FFFF),
];

pub struct Characters {
    simplified: HashMap<char, char>,
    digits: HashMap<char, char>,
}

impl Characters {
    pub fn new() -> Self {
        let mut simplified = HashMap::new();
        for line in include_str!("../../data/TSCharacters.txt").lines().filter(|line| !line.starts_with('#')) {
            if let Some((from, to)) = line.split_once('\t') {
                simplified.insert(from.chars().next().unwrap(), to.chars().next().unwrap());
            }
        }
        simplified.extend(ALSO);
        Self { simplified, digits: digits() }
    }

    /// The class of a character, and what stands for it.
    pub fn look(&self, c: char) -> (Class, String) {
        let class = self.class(c);
        match class {
            Class::Break => match self.letters(c) {
                // A sign that is only another way to write letters: № is No, ㎏ is kg.
                Some(letters) if is_symbol(c) => (Class::Word, letters),
                _ => self.ideograph_sign(c).map_or((class, c.to_string()), |one| (Class::Ideograph, one.to_string())),
            },
            Class::Ignore | Class::Emoji => (class, c.to_string()),
            Class::Word => (class, self.letters(c).unwrap_or_else(|| lower(c))),
            Class::Ideograph => (class, self.ideograph(c).to_string()),
        }
    }

    fn class(&self, c: char) -> Class {
        use GeneralCategory as G;
        let unspaced = UNSPACED.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(c)));
        if c.is_ascii() {
            return if c.is_ascii_alphanumeric() { Class::Word } else { Class::Break };
        }
        match u32::from(c) {
            // Zero-width space: a place to break a line. The others fill places for layout, vary or colour.
            0x200B => return Class::Break,
            0x034F | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x3164 | 0xFFA0 | 0xFE00..=0xFE0F => {
                return Class::Ignore;
            }
            0x3099 | 0x309A | 0xFF9E | 0xFF9F | 0x1F3FB..=0x1F3FF | 0xE0000..=0xE0FFF => return Class::Ignore,
            _ => {}
        }
        if c.is_emoji_char() {
            return Class::Emoji;
        }
        let combining = canonical_combining_class(c);
        match c.general_category() {
            G::Format | G::EnclosingMark => Class::Ignore,
            G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::LetterNumber
            | G::OtherNumber
                if unspaced =>
            {
                Class::Ideograph
            }
            G::NonspacingMark | G::SpacingMark if unspaced => Class::Ideograph,
            // Accents and vowel points go; vowels of Indic scripts and what joins their consonants are letters.
            G::NonspacingMark if combining != 0 && combining != 9 => Class::Ignore,
            // Tatweel only stretches.
            G::ModifierLetter if c == '\u{640}' => Class::Ignore,
            G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::NonspacingMark
            | G::SpacingMark
            | G::DecimalNumber
            | G::LetterNumber
            | G::OtherNumber => Class::Word,
            G::OtherSymbol if matches!(u32::from(c), 0x2600..=0x27BF | 0x1F000..=0x1F0FF | 0x1F300..=0x1FAFF) => {
                Class::Emoji
            }
            _ => Class::Break,
        }
    }

    /// Letters and digits without case, accents and width. None if what is left is anything else.
    fn letters(&self, c: char) -> Option<String> {
        let flat: String = lower_all(&lower_all(&c.to_string().nfkd().collect::<String>()).nfkd().collect::<String>());
        let mut letters = String::new();
        for c in flat.chars() {
            match self.class(c) {
                Class::Ignore => continue,
                Class::Word => {}
                Class::Break | Class::Ideograph | Class::Emoji => return None,
            }
            match c {
                'ł' => letters.push('l'),
                'ø' => letters.push('o'),
                'đ' | 'ð' => letters.push('d'),
                'ħ' => letters.push('h'),
                'ŧ' => letters.push('t'),
                'ı' => letters.push('i'),
                'ß' => letters.push_str("ss"),
                'æ' => letters.push_str("ae"),
                'œ' => letters.push_str("oe"),
                'þ' => letters.push_str("th"),
                'ς' => letters.push('σ'),
                _ => letters.push(self.digits.get(&c).copied().unwrap_or(c)),
            }
        }
        (!letters.is_empty()).then_some(letters)
    }

    /// The common way to write one character of an unspaced script.
    fn ideograph(&self, c: char) -> char {
        let mut composed = c.to_string().nfkc().collect::<Vec<_>>();
        // Korean letters that stand alone are not parts of a syllable; their compatibility forms stay what they are.
        if matches!(u32::from(c), 0x3131..=0x318E) || composed.len() != 1 {
            composed = vec![c];
        }
        let mut one = composed[0];
        if matches!(u32::from(one), 0x30A1..=0x30F6 | 0x30FD | 0x30FE) {
            one = char::from_u32(u32::from(one) - 0x60).unwrap();
        }
        while let Some(next) = self.simplified.get(&one).filter(|next| **next != one) {
            one = *next;
        }
        one
    }

    /// The character that a sign like ㊀ stands for.
    fn ideograph_sign(&self, c: char) -> Option<char> {
        let mut parts = c.nfkd();
        let one = parts.next().filter(|one| *one != c && parts.next().is_none())?;
        (is_symbol(c) && self.class(one) == Class::Ideograph).then(|| self.ideograph(one))
    }
}

fn is_symbol(c: char) -> bool {
    matches!(c.general_category(), GeneralCategory::OtherSymbol)
}

fn lower(c: char) -> String {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one.to_string(),
        _ => c.to_string(),
    }
}

fn lower_all(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Every decimal digit with its ASCII one. Each script's ten stand together, in order.
fn digits() -> HashMap<char, char> {
    let mut digits = HashMap::new();
    let mut start = None;
    for c in (0..0x20000).map(char::from_u32) {
        let digit = c.filter(|c| c.general_category() == GeneralCategory::DecimalNumber);
        let Some(digit) = digit else {
            start = None;
            continue;
        };
        let start = *start.get_or_insert(u32::from(digit));
        digits.insert(digit, char::from(b'0' + u8::try_from((u32::from(digit) - start) % 10).unwrap()));
    }
    digits
}
