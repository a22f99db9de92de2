//! Looks for terms in a text without an index, and says where they stand.

use std::ops::Range;

use crate::{Kind, Phrase, Term, tokens};

/// Terms, ready to be looked for. Agrees with an index of [`tokens`] that is asked with [`Term::phrases`].
#[derive(Clone, Debug)]
pub struct Matcher {
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

    /// Where the terms stand: bytes, on character boundaries, in order, apart. None if the text is not a hit.
    #[must_use]
    pub fn marks(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let mut positions: Vec<Vec<(String, Range<usize>, Kind)>> = Vec::new();
        tokens(text, &mut |token| {
            let entry = (token.text.to_owned(), token.place, token.kind);
            match positions.last_mut() {
                Some(last) if token.colocated => last.push(entry),
                Some(_) | None => positions.push(vec![entry]),
            }
        });
        let find = |phrases: &[Phrase]| -> Vec<Range<usize>> {
            let mut found = Vec::new();
            for phrase in phrases {
                for window in positions.windows(phrase.places.len().max(1)) {
                    let mut place: Option<Range<usize>> = None;
                    let all = phrase.places.iter().zip(window).enumerate().all(|(n, (wanted, here))| {
                        let prefix = phrase.prefix && n + 1 == phrase.places.len();
                        let hit = here.iter().find(|(text, _, kind)| {
                            wanted.iter().any(|want| {
                                text == want || prefix && *kind == Kind::Word && text.starts_with(want.as_str())
                            })
                        });
                        if let Some((_, range, _)) = hit {
                            place = Some(place.as_ref().map_or(range.start, |place| place.start)..range.end);
                        }
                        hit.is_some()
                    });
                    if all {
                        found.extend(place);
                    }
                }
            }
            found
        };
        if self.unwanted.iter().any(|phrases| !find(phrases).is_empty()) {
            return None;
        }
        let mut marks = Vec::new();
        for phrases in &self.wanted {
            let found = find(phrases);
            if found.is_empty() {
                return None;
            }
            marks.extend(found);
        }
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

    /// How well the text fits, 0 if it does not. For ordering hits of one query only.
    #[must_use]
    pub fn score(&self, text: &str) -> u32 {
        self.marks(text).map_or(0, |marks| 1 + u32::try_from(marks.len()).unwrap_or(u32::MAX - 1))
    }
}
