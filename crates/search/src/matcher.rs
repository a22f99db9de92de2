//! Looks for terms in a text without an index: whether they are there, where they stand, and how well they fit.

use std::ops::Range;

use crate::{
    Phrase, Term,
    cut::{Cut, Hit},
    score,
    token::trimmings,
};

/// Terms, ready to be looked for. Agrees with an index of [`crate::tokens`] that is asked with [`Term::phrases`].
#[derive(Clone, Debug)]
pub struct Matcher {
    /// For each term the phrases any of which will do.
    wanted: Vec<Vec<Phrase>>,
    unwanted: Vec<Vec<Phrase>>,
}

impl Matcher {
    /// Prepares the terms. `pinyin`: Latin words may also spell Chinese ones.
    #[must_use]
    pub fn new(terms: &[Term], pinyin: bool) -> Self {
        let pick = |not| terms.iter().filter(|term| term.not == not).map(|term| term.phrases(pinyin)).collect();
        Self { wanted: pick(false), unwanted: pick(true) }
    }

    /// Whether the text is a hit. Cheaper than [`Matcher::marks`].
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let cut = Cut::new(text);
        let has = |phrases: &Vec<Phrase>| phrases.iter().any(|phrase| cut.find(phrase).next().is_some());
        self.wanted.iter().all(has) && !self.unwanted.iter().any(has)
    }

    /// Where the terms stand: bytes, on character boundaries, in order, apart, none empty. None if the text is not a
    /// hit. A joined picture (a family) is marked whole if a part of it is meant.
    #[must_use]
    pub fn marks(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let mut marks: Vec<Range<usize>> =
            self.hits(&Cut::new(text))?.into_iter().flatten().map(|(_, hit)| widened(text, hit.place)).collect();
        marks.sort_by_key(|mark| (mark.start, mark.end));
        marks.dedup_by(|next, kept| {
            let joins = next.start <= kept.end;
            if joins {
                kept.end = kept.end.max(next.end);
            }
            joins
        });
        Some(marks)
    }

    /// How well the text fits, 0 if it does not. Says something only beside other texts of the same query.
    #[must_use]
    pub fn score(&self, text: &str) -> u32 {
        let cut = Cut::new(text);
        self.hits(&cut).map_or(0, |hits| score::of(&hits, cut.len()))
    }

    /// For each wanted term its hits, with the phrase that was found. None if the text is not a hit.
    fn hits(&self, cut: &Cut) -> Option<Vec<Vec<(&Phrase, Hit)>>> {
        let has = |phrases: &Vec<Phrase>| phrases.iter().any(|phrase| cut.find(phrase).next().is_some());
        if self.unwanted.iter().any(has) {
            return None;
        }
        let mut all = Vec::with_capacity(self.wanted.len());
        for phrases in &self.wanted {
            let found: Vec<(&Phrase, Hit)> =
                phrases.iter().flat_map(|phrase| cut.find(phrase).map(move |hit| (phrase, hit))).collect();
            if found.is_empty() {
                return None;
            }
            all.push(found);
        }
        Some(all)
    }
}

const JOINER: char = '\u{200D}';

/// A mark with the pictures that are joined to its own.
fn widened(text: &str, mut mark: Range<usize>) -> Range<usize> {
    while let Some(before) = text.get(..mark.start).and_then(|before| before.strip_suffix(JOINER)) {
        // Back over skin and colour to the picture itself.
        let mut chars = before.char_indices().rev();
        let picture = chars.find(|(at, _)| trimmings(before.get(*at..).unwrap_or_default()) == 0);
        mark.start = picture.map_or(0, |(at, _)| at);
    }
    while let Some(after) = text.get(mark.end..).and_then(|after| after.strip_prefix(JOINER)) {
        let picture = after.chars().next().map_or(0, char::len_utf8);
        let more = trimmings(after.get(picture..).unwrap_or_default());
        mark.end += JOINER.len_utf8() + picture + more;
    }
    mark
}

#[cfg(test)]
#[path = "matcher_tests.rs"]
mod tests;
