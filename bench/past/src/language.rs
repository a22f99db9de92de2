//! Vocabularies: a list that was written by hand, and behind it as many rarer words as a group of people comes to use.

use std::collections::HashMap;

use crate::{
    chance::Chance,
    ranks::Ranks,
    words::{chinese, english, japanese, list},
};

/// Words of all kinds, and how often each is said.
#[derive(Debug)]
pub struct Language {
    english: Vec<&'static str>,
    english_ranks: Ranks,
    english_tail: Ranks,
    syllables: Vec<&'static str>,
    endings: Vec<&'static str>,
    chinese: Vec<&'static str>,
    chinese_ranks: Ranks,
    chinese_tail: Ranks,
    rare: Vec<char>,
    pub(crate) nouns: Vec<&'static str>,
    pub(crate) verbs: Vec<&'static str>,
    traditional: HashMap<char, char>,
}

/// So many English words that nobody wrote down by hand: names, slips, terms of a trade.
const ENGLISH_TAIL: usize = 60_000;
const CHINESE_TAIL: usize = 30_000;

/// Of a hundred words, so many are of these.
const FROM_THE_TAIL: u64 = 6;

impl Language {
    #[must_use]
    pub fn new() -> Self {
        let english = list(english::COMMON);
        let chinese = list(chinese::COMMON);
        Self {
            english_ranks: Ranks::new(english.len(), 1.0, 2.7),
            english_tail: Ranks::new(ENGLISH_TAIL, 0.9, 20.0),
            syllables: list(english::SYLLABLES),
            endings: list(english::ENDINGS),
            chinese_ranks: Ranks::new(chinese.len(), 1.0, 4.0),
            chinese_tail: Ranks::new(CHINESE_TAIL, 0.9, 20.0),
            rare: chinese::RARE.chars().filter(|c| !c.is_whitespace()).collect(),
            nouns: list(japanese::NOUNS),
            verbs: list(japanese::VERBS),
            traditional: pairs(chinese::TRADITIONAL),
            english,
            chinese,
        }
    }

    pub(crate) fn english_word(&self, chance: &mut Chance) -> String {
        if chance.percent(FROM_THE_TAIL) {
            return self.invented_english(self.english_tail.one(chance));
        }
        self.english.get(self.english_ranks.one(chance)).copied().unwrap_or_default().to_owned()
    }

    /// The word of this rank, which is always the same one.
    fn invented_english(&self, rank: usize) -> String {
        let mut chance = Chance::of(7, 1, rank as u64);
        let mut word = String::new();
        for _ in 0..2 + chance.below(2) {
            word.push_str(chance.word(&self.syllables));
        }
        word.push_str(chance.word(&self.endings));
        word
    }

    pub(crate) fn chinese_word(&self, chance: &mut Chance) -> String {
        if chance.percent(FROM_THE_TAIL) {
            return self.invented_chinese(self.chinese_tail.one(chance));
        }
        self.chinese.get(self.chinese_ranks.one(chance)).copied().unwrap_or_default().to_owned()
    }

    fn invented_chinese(&self, rank: usize) -> String {
        let mut chance = Chance::of(7, 2, rank as u64);
        (0..2).filter_map(|_| self.rare.get(index(&mut chance, self.rare.len()))).collect()
    }

    /// The same text as somebody writes it who writes traditional characters.
    pub(crate) fn in_traditional(&self, text: &str) -> String {
        text.chars().map(|c| self.traditional.get(&c).copied().unwrap_or(c)).collect()
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether this character is written the same way by everybody here. Japanese ones may be traditional.
#[must_use]
pub fn has_one_form(c: char) -> bool {
    let japanese = japanese::NOUNS.contains(c) || japanese::VERBS.contains(c);
    !japanese && pairs(chinese::TRADITIONAL).iter().all(|(simple, traditional)| c != *simple && c != *traditional)
}

fn index(chance: &mut Chance, count: usize) -> usize {
    usize::try_from(chance.below(count as u64)).unwrap_or(0)
}

fn pairs(text: &'static str) -> HashMap<char, char> {
    list(text)
        .into_iter()
        .filter_map(|pair| {
            let mut both = pair.chars();
            Some((both.next()?, both.next()?))
        })
        .filter(|(simple, traditional)| simple != traditional)
        .collect()
}
