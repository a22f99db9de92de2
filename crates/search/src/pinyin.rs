//! Latin letters that spell Chinese. Read only while a question is asked, so that the index holds none of it.

use std::{collections::BTreeSet, sync::LazyLock};

/// The longest word that is read as pinyin; longer ones are something else.
const LONGEST: usize = 36;

/// Readings that a word has at most. The ones with the fewest sounds come first.
const MOST: usize = 4;

/// How many consonants may stand for a syllable each.
const MOST_INITIALS: usize = 6;

/// A part of a word that stands for one character.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sound<'a> {
    Syllable(&'a str),
    /// The beginning of syllables: the `h` of `nh` or `nih`, the `zho` of `zho`.
    Beginning(&'a str),
}

/// The ways to read a folded word as pinyin: syllables (`nihao`), at the end one that is not complete (`niha`, `nih`),
/// or initials (`nh`, `womz`). Empty if it cannot be read so, and for single letters.
#[must_use]
pub fn readings(word: &str) -> Vec<Vec<Sound<'_>>> {
    let mut found = Vec::new();
    if (2..=LONGEST).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        read(word, &mut Vec::new(), &mut found);
    }
    // Who has typed whole syllables means those.
    let whole = |reading: &Vec<Sound<'_>>| reading.iter().all(|sound| matches!(sound, Sound::Syllable(_)));
    if found.iter().any(whole) {
        found.retain(whole);
    }
    found.sort_by_key(Vec::len);
    found.truncate(MOST);
    found
}

/// The characters that a sound can stand for, folded and sorted.
#[must_use]
pub fn characters(sound: Sound<'_>) -> Vec<char> {
    let chars: BTreeSet<char> = match sound {
        Sound::Syllable(syllable) => chars_of(syllable).into_iter().flat_map(str::chars).collect(),
        Sound::Beginning(start) => syllables_with(start).flat_map(|(_, chars)| chars.chars()).collect(),
    };
    chars.into_iter().collect()
}

/// Each syllable (without tone; v or u for ü) with its characters, sorted.
static TABLE: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| include_str!("pinyin/table.txt").lines().filter_map(|line| line.split_once(' ')).collect());

fn chars_of(syllable: &str) -> Option<&'static str> {
    let at = TABLE.binary_search_by_key(&syllable, |(known, _)| known).ok()?;
    TABLE.get(at).map(|(_, chars)| *chars)
}

fn syllables_with(start: &str) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let from = TABLE.partition_point(|(known, _)| *known < start);
    TABLE.iter().skip(from).take_while(move |(known, _)| known.starts_with(start))
}

/// Goes on from what is read already. Words that could be read in very many ways are given up early.
fn read<'a>(rest: &'a str, so_far: &mut Vec<Sound<'a>>, found: &mut Vec<Vec<Sound<'a>>>) {
    if rest.is_empty() {
        found.push(so_far.clone());
        return;
    }
    // No syllable has more than six letters. Inside a word, a lone vowel is the end of what is before it.
    let shortest = if so_far.is_empty() { 1 } else { 2 };
    for length in (shortest..=rest.len().min(6)).rev() {
        let Some((syllable, after)) = rest.split_at_checked(length) else { continue };
        if found.len() < 4 * MOST && chars_of(syllable).is_some() {
            so_far.push(Sound::Syllable(syllable));
            read(after, so_far, found);
            so_far.pop();
        }
    }
    if chars_of(rest).is_none() && syllables_with(rest).next().is_some() {
        found.push(so_far.iter().copied().chain([Sound::Beginning(rest)]).collect());
    }
    let initials = initials(rest);
    if (2..=MOST_INITIALS).contains(&initials.len()) {
        found.push(so_far.iter().copied().chain(initials.into_iter().map(Sound::Beginning)).collect());
    }
}

/// Consonants, each for a syllable; zh, ch and sh are one. Empty if there is anything else.
fn initials(mut rest: &str) -> Vec<&str> {
    let mut initials = Vec::new();
    while !rest.is_empty() {
        let length = if rest.starts_with("zh") || rest.starts_with("ch") || rest.starts_with("sh") { 2 } else { 1 };
        let Some((initial, after)) = rest.split_at_checked(length) else { return Vec::new() };
        if initial.contains(['a', 'e', 'i', 'o', 'u', 'v']) {
            return Vec::new();
        }
        initials.push(initial);
        rest = after;
    }
    initials
}

#[cfg(test)]
#[path = "pinyin_tests.rs"]
mod tests;
