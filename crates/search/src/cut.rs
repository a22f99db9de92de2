//! A text cut into tokens and kept for a moment, so that phrases can be looked for in it.

use std::ops::Range;

use crate::{Kind, Phrase, tokens};

/// The tokens of a text by their positions. All their letters lie in one string.
#[derive(Default)]
pub(crate) struct Cut {
    letters: String,
    tokens: Vec<Kept>,
    /// Where in `tokens` each position begins.
    positions: Vec<usize>,
}

struct Kept {
    letters: Range<usize>,
    place: Range<usize>,
    kind: Kind,
}

/// Where a phrase stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Hit {
    /// Bytes of the text.
    pub place: Range<usize>,
    /// The first position.
    pub position: usize,
    /// How many letters (bytes) of its last word were not looked for.
    pub more: usize,
}

impl Cut {
    pub(crate) fn new(text: &str) -> Self {
        let mut cut = Self::default();
        // Folding hardly ever makes a text longer.
        cut.letters.reserve(text.len());
        cut.tokens.reserve(text.len() / 4);
        cut.positions.reserve(text.len() / 4);
        tokens(text, &mut |token| {
            if !token.colocated {
                cut.positions.push(cut.tokens.len());
            }
            let start = cut.letters.len();
            cut.letters.push_str(token.text);
            cut.tokens.push(Kept { letters: start..cut.letters.len(), place: token.place, kind: token.kind });
        });
        cut
    }

    /// How many positions there are.
    pub(crate) fn len(&self) -> usize {
        self.positions.len()
    }

    /// Every place where a phrase stands, in order.
    pub(crate) fn find<'a>(&'a self, phrase: &'a Phrase) -> impl Iterator<Item = Hit> + 'a {
        let starts = (self.len() + 1).saturating_sub(phrase.places.len().max(1));
        (0..starts).filter_map(|position| self.find_at(phrase, position))
    }

    fn find_at(&self, phrase: &Phrase, position: usize) -> Option<Hit> {
        let last = phrase.places.len().checked_sub(1)?;
        let mut hit: Option<Hit> = None;
        for (n, wanted) in phrase.places.iter().enumerate() {
            let (place, more) = self.stands_at(wanted, phrase.prefix && n == last, position + n)?;
            let start = hit.map_or(place.start, |hit| hit.place.start);
            hit = Some(Hit { place: start..place.end, position, more });
        }
        hit
    }

    /// Whether one of the tokens stands at a position; where, and how much of a longer word is left.
    fn stands_at(&self, wanted: &[String], prefix: bool, position: usize) -> Option<(Range<usize>, usize)> {
        let first = *self.positions.get(position)?;
        let end = self.positions.get(position + 1).copied().unwrap_or(self.tokens.len());
        self.tokens.get(first..end)?.iter().find_map(|token| {
            let letters = self.letters.get(token.letters.clone())?;
            let more = match wanted {
                [one] if prefix && token.kind == Kind::Word => letters.strip_prefix(one.as_str())?.len(),
                [one] if one == letters => 0,
                [_] => return None,
                many => many.binary_search_by(|one| one.as_str().cmp(letters)).map(|_| 0).ok()?,
            };
            Some((token.place.clone(), more))
        })
    }
}
