//! Five hundred questions that people could ask of a past, of every kind that is hard for some index. The same past gives
//! the same questions.

use std::collections::{BTreeMap, HashMap};

use hearth_past::{Past, places, planted};
use hearth_proto::{
    event::What,
    id::{ConversationId, UserId},
};

/// What makes a question easy or hard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    OneCharacter,
    TwoCharacters,
    Characters,
    CommonWord,
    RareWord,
    TwoWords,
    Prefix,
    Phrase,
    Filters,
    Nothing,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::OneCharacter,
        Self::TwoCharacters,
        Self::Characters,
        Self::CommonWord,
        Self::RareWord,
        Self::TwoWords,
        Self::Prefix,
        Self::Phrase,
        Self::Filters,
        Self::Nothing,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneCharacter => "one Chinese character",
            Self::TwoCharacters => "two Chinese characters",
            Self::Characters => "three to five of them",
            Self::CommonWord => "a common word",
            Self::RareWord => "a rare word",
            Self::TwoWords => "two words",
            Self::Prefix => "the beginning of a word",
            Self::Phrase => "a phrase in quotes",
            Self::Filters => "words with filters",
            Self::Nothing => "what is not there",
        }
    }

    const fn count(self) -> usize {
        match self {
            Self::OneCharacter | Self::RareWord | Self::Prefix => 60,
            Self::TwoCharacters => 80,
            Self::Characters | Self::TwoWords | Self::Phrase => 40,
            Self::CommonWord | Self::Filters => 50,
            Self::Nothing => 20,
        }
    }
}

/// A question, as a person types it and as what it means.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    pub kind: Kind,
    /// What stands in the box.
    pub text: String,
    /// What has to be in a message, each by itself.
    pub needles: Vec<Needle>,
    pub from: Option<UserId>,
    pub within: Option<ConversationId>,
    /// Milliseconds, the second not included.
    pub between: Option<(i64, i64)>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Needle {
    pub text: String,
    /// Whole words next to each other. Otherwise the beginning of a word, or Chinese anywhere.
    pub phrase: bool,
}

/// Messages that are looked at for words to ask for.
const SAMPLE: u64 = 20_000;

/// What was said in a sample, and how often.
struct Words {
    texts: Vec<String>,
    characters: Vec<char>,
    /// Latin words in small letters, the most common first.
    latin: Vec<String>,
    /// How many of them are common.
    common: usize,
}

/// The questions for this past.
#[must_use]
pub fn questions(past: &Past) -> Vec<Question> {
    let words = listen(past);
    Kind::ALL.iter().flat_map(|kind| of_kind(*kind, past, &words).into_iter().take(kind.count())).collect()
}

/// Questions for what stands there equally often in a past of any length.
#[must_use]
pub fn rare() -> Vec<Question> {
    planted::WORDS.iter().map(|word| question(Kind::RareWord, word)).collect()
}

fn question(kind: Kind, text: &str) -> Question {
    let needles = text.split(' ').map(|word| Needle { text: word.to_owned(), phrase: false }).collect();
    Question { kind, text: text.to_owned(), needles, from: None, within: None, between: None }
}

fn of_kind(kind: Kind, past: &Past, words: &Words) -> Vec<Question> {
    let texts = |step: usize| words.texts.iter().skip(step * 7).step_by(words.texts.len().div_ceil(900).max(1) + step);
    match kind {
        Kind::OneCharacter => {
            // A third each of the most common, of the middle, and of the rarest.
            let count = words.characters.len();
            let picked = (0..20).flat_map(|n| [n, count / 3 + n, count - 1 - n]);
            picked.filter_map(|n| words.characters.get(n)).map(|c| question(kind, &c.to_string())).collect()
        }
        Kind::TwoCharacters => texts(1).filter_map(|text| han(text, 2)).map(|two| question(kind, &two)).collect(),
        Kind::Characters => {
            let lengths = [3, 4, 5].into_iter().cycle();
            texts(2).zip(lengths).filter_map(|(text, n)| han(text, n)).map(|some| question(kind, &some)).collect()
        }
        Kind::CommonWord => words.latin.iter().take(words.common).map(|word| question(kind, word)).collect(),
        Kind::RareWord => {
            let said = words.latin.iter().rev().filter(|word| word.len() > 4).take(40).map(String::as_str);
            planted::WORDS.into_iter().chain(said).map(|word| question(kind, word)).collect()
        }
        Kind::TwoWords => texts(3)
            .filter_map(|text| {
                let mut words = text.split_whitespace().filter(|word| plain(word) && word.len() > 2);
                let (one, _, other) = (words.next()?, words.next()?, words.next()?);
                Some(question(kind, &format!("{one} {other}")))
            })
            .collect(),
        Kind::Prefix => {
            let lengths = [2, 3, 4].into_iter().cycle();
            let spread = words.latin.iter().step_by((words.latin.len() / 70).max(1)).zip(lengths);
            spread.filter_map(|(word, n)| word.get(..n)).map(|begin| question(kind, begin)).collect()
        }
        Kind::Phrase => texts(4).filter_map(|text| phrase(kind, text)).collect(),
        Kind::Filters => (0..).zip(texts(5)).filter_map(|(n, text)| filtered(kind, past, n, text)).collect(),
        Kind::Nothing => ["qxzv", "zzyzxq", "xqwrtp", "jjqqvx", "vvkqzz", "wqxjkz", "鼉鼊", "齾齉", "龗麤", "爩癵"]
            .iter()
            .flat_map(|word| [question(kind, word), question(kind, &format!("{word} the"))])
            .collect(),
    }
}

/// A word of the text with a filter that leaves part of the past.
fn filtered(kind: Kind, past: &Past, n: u64, text: &str) -> Option<Question> {
    let word = match han(text, 1 + usize::from(n.is_multiple_of(2))) {
        Some(characters) => characters,
        None => text.split_whitespace().find(|word| plain(word) && word.len() > 2)?.to_lowercase(),
    };
    let mut question = question(kind, &word);
    match n % 3 {
        0 => {
            let person = past.people().get(usize::try_from(1 + n * 7 % (places::PEOPLE - 1)).ok()?)?;
            question.from = Some(person.id);
            question.text.push_str(&format!(" from:{}", person.handle));
        }
        1 => {
            let room = n * 3 % 40;
            question.within = Some(places::conversation(room));
            question.text.push_str(&format!(" in:\"{}\"", places::room_name(room)));
        }
        _ => {
            let year = 2022 + n % 3;
            question.between = Some((new_year(year), new_year(year + 1)));
            question.text.push_str(&format!(" on:{year}"));
        }
    }
    Some(question)
}

/// The first moment of a year from 2021 to 2028 in UTC, in milliseconds.
fn new_year(year: u64) -> i64 {
    let days = (2021..year).map(|year| if year.is_multiple_of(4) { 366 } else { 365 }).sum::<i64>();
    1_609_459_200_000 + days * 86_400_000
}

/// Two or three words that stand next to each other.
fn phrase(kind: Kind, text: &str) -> Option<Question> {
    let words: Vec<&str> = text.split(' ').collect();
    let run = words.windows(2).find(|two| two.iter().all(|word| plain(word)))?;
    let joined = run.join(" ");
    let needles = vec![Needle { text: joined.clone(), phrase: true }];
    Some(Question { needles, ..question(kind, &format!("\"{joined}\"")) })
}

fn plain(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic())
}

/// So many Chinese characters that stand next to each other.
fn han(text: &str, count: usize) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(count).find(|run| run.iter().all(|c| is_han(*c))).map(|run| run.iter().collect())
}

#[must_use]
pub fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn listen(past: &Past) -> Words {
    let step = (past.messages() / SAMPLE).max(1);
    let mut texts = Vec::new();
    let mut characters: HashMap<char, u32> = HashMap::new();
    let mut latin: HashMap<String, u32> = HashMap::new();
    for n in (0..past.messages()).step_by(usize::try_from(step).unwrap_or(1)) {
        let What::Message(message) = past.event(n).what else { continue };
        let Some(text) = message.body.map(|body| body.words().to_owned()).filter(|text| !text.is_empty()) else {
            continue;
        };
        for c in text.chars().filter(|c| is_han(*c)) {
            *characters.entry(c).or_default() += 1;
        }
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| plain(word) && word.len() > 1)
        {
            *latin.entry(word.to_lowercase()).or_default() += 1;
        }
        texts.push(text);
    }
    let common = 50;
    Words { texts, characters: by_count(characters), latin: by_count(latin), common }
}

/// The most common first; those that are equally common in their own order.
fn by_count<T: Ord + std::hash::Hash>(counts: HashMap<T, u32>) -> Vec<T> {
    let mut by_count: BTreeMap<u32, Vec<T>> = BTreeMap::new();
    for (what, count) in counts {
        by_count.entry(count).or_default().push(what);
    }
    by_count
        .into_iter()
        .rev()
        .flat_map(|(_, mut same)| {
            same.sort();
            same
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_five_hundred_questions_of_every_kind_and_always_the_same() {
        let past = Past::new(1, 10_000, places::user(0));
        let asked = questions(&past);
        assert_eq!(asked, questions(&past));
        assert_eq!(asked.len(), 500);
        for kind in Kind::ALL {
            assert_eq!(asked.iter().filter(|question| question.kind == kind).count(), kind.count(), "{kind:?}");
        }
    }

    #[test]
    fn years_begin_where_they_begin() {
        assert_eq!(
            [new_year(2021), new_year(2022), new_year(2025)],
            [1_609_459_200_000, 1_640_995_200_000, 1_735_689_600_000]
        );
    }
}
