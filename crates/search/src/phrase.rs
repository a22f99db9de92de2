//! Turns a term into phrases of tokens, the form in which an index is asked.

use crate::{Kind, Term, tokens};

/// Tokens that stand next to each other.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Phrase {
    /// One position after the other; each with the folded tokens that may stand there, at least one.
    pub places: Vec<Vec<String>>,
    /// The token at the last position may be longer. Only a word has a beginning; then its position has one token.
    pub prefix: bool,
}

impl Term {
    /// The phrases any of which is a hit. Not empty; with `pinyin`, what a Latin word may spell comes after the word
    /// itself.
    #[must_use]
    pub fn phrases(&self, _pinyin: bool) -> Vec<Phrase> {
        let mut places = Vec::new();
        let mut last = Kind::Ideograph;
        tokens(&self.text, &mut |token| {
            if !token.colocated {
                places.push(vec![token.text.to_owned()]);
                last = token.kind;
            }
        });
        vec![Phrase { places, prefix: !self.exact && last == Kind::Word }]
    }
}
