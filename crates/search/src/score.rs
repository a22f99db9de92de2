//! How well a text fits a query, from where its terms stand. All numbers here are taste; only their order matters.

use crate::{Phrase, cut::Hit};

/// A whole word is what was meant; a beginning is worth less the more is left of the word.
const WHOLE: u32 = 30;
/// Sounds are a guess.
const SPELLED: u32 = 6;
/// For each time a term comes again, up to four times.
const AGAIN: u32 = 2;
/// A term among the first words.
const EARLY: u32 = 4;
/// The next term of the query stands right behind this one; less if it is only near.
const BEHIND: u32 = 24;
const NEAR: u32 = 8;
/// A text that says nothing else.
const NOTHING_ELSE: u32 = 10;

/// The score of a text with so many positions. At least 1.
pub(crate) fn of(hits: &[Vec<(&Phrase, Hit)>], positions: usize) -> u32 {
    let terms: u32 = hits.iter().map(|found| term(found)).sum();
    let pairs: u32 = hits.iter().zip(hits.iter().skip(1)).map(|(one, next)| pair(one, next)).sum();
    let covered: usize = hits.iter().filter_map(|found| found.first()).map(|(phrase, _)| phrase.places.len()).sum();
    let rest = NOTHING_ELSE * count(covered.min(positions)) / count(positions.max(1));
    1 + terms + pairs + rest
}

fn term(found: &[(&Phrase, Hit)]) -> u32 {
    let best = found.iter().map(|(phrase, hit)| one(phrase, hit)).max().unwrap_or(0);
    best + AGAIN * count(found.len().saturating_sub(1).min(4))
}

fn one(phrase: &Phrase, hit: &Hit) -> u32 {
    let early = if hit.position < 8 { EARLY } else { 0 };
    if phrase.spelled {
        return SPELLED + early;
    }
    let asked = phrase.places.last().and_then(|place| place.first()).map_or(1, String::len).max(1);
    WHOLE * count(asked) / count(asked + hit.more) + early
}

/// Two terms that follow one another in the query.
fn pair(one: &[(&Phrase, Hit)], next: &[(&Phrase, Hit)]) -> u32 {
    let near = |(phrase, hit): &(&Phrase, Hit)| {
        let end = hit.position + phrase.places.len();
        // Hits come in order, so the first one from here on is the nearest.
        let from = next.iter().map(|(_, hit)| hit.position).filter(|position| *position >= end).min()?;
        Some(match from - end {
            0 => BEHIND,
            1..=6 => NEAR,
            _ => 0,
        })
    };
    one.iter().take(16).filter_map(near).max().unwrap_or(0)
}

fn count(number: usize) -> u32 {
    // Texts are far shorter than this; beyond it only the order of absurd texts is lost.
    u32::try_from(number.min(1 << 20)).unwrap_or(1 << 20)
}
