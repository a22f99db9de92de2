//! Turns a term into phrases of tokens, the form in which an index is asked.

use crate::{Kind, Term, pinyin, tokens};

/// Tokens that stand next to each other.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Phrase {
    /// One position after the other; each with the folded tokens that may stand there: at least one, sorted, each once.
    /// Only what is spelled in pinyin has more than one.
    pub places: Vec<Vec<String>>,
    /// The token at the last position may be longer. Only a word has a beginning; then its position has one token.
    pub prefix: bool,
    /// The term was read as pinyin.
    pub spelled: bool,
}

impl Term {
    /// The phrases any of which is a hit. The first is the term itself; with `pinyin`, what a Latin word may spell
    /// comes after it. What is not wanted, or in quotes, is never read as pinyin.
    #[must_use]
    pub fn phrases(&self, pinyin: bool) -> Vec<Phrase> {
        let mut places = Vec::new();
        let mut last = Kind::Ideograph;
        tokens(&self.text, &mut |token| {
            if !token.colocated {
                places.push(vec![token.text.to_owned()]);
                last = token.kind;
            }
        });
        let mut phrases = Vec::new();
        if let ([word], true, false, false) = (places.as_slice(), pinyin, self.exact, self.not) {
            phrases.extend(word.first().into_iter().flat_map(|word| spelled(word)));
        }
        phrases.insert(0, Phrase { places, prefix: !self.exact && last == Kind::Word, spelled: false });
        phrases
    }
}

fn spelled(word: &str) -> Vec<Phrase> {
    let place = |sound: &pinyin::Sound<'_>| pinyin::characters(*sound).into_iter().map(String::from).collect();
    pinyin::readings(word)
        .iter()
        .map(|reading| Phrase { places: reading.iter().map(place).collect(), prefix: false, spelled: true })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> Term {
        Term { text: text.to_owned(), exact: false, not: false }
    }

    fn only(text: &str) -> (Vec<String>, bool) {
        let phrases = term(text).phrases(false);
        assert_eq!(phrases.len(), 1);
        (phrases[0].places.concat(), phrases[0].prefix)
    }

    #[test]
    fn a_word_may_be_the_beginning_of_one_and_an_ideograph_is_itself() {
        assert_eq!(only("Café"), (vec!["cafe".to_owned()], true));
        assert_eq!(only("漢字"), (["汉", "字"].map(str::to_owned).to_vec(), false));
        assert_eq!(only("foo中文Bar"), (["foo", "中", "文", "bar"].map(str::to_owned).to_vec(), true));
        assert_eq!(only("fooBar.baz"), (["foobar", "baz"].map(str::to_owned).to_vec(), true));
        let exact = Term { exact: true, ..term("hot soup") };
        assert!(!exact.phrases(true)[0].prefix);
    }

    #[test]
    fn what_a_word_spells_comes_after_the_word() {
        let phrases = term("nihao").phrases(true);
        assert_eq!(phrases.len(), 2);
        assert!(phrases[0].prefix && !phrases[0].spelled);
        assert!(phrases[1].spelled && !phrases[1].prefix);
        assert!(phrases[1].places[0].contains(&"你".to_owned()));
        assert!(phrases[1].places.iter().all(|place| place.is_sorted()));
        assert_eq!(Term { not: true, ..term("nihao") }.phrases(true).len(), 1);
        assert_eq!(Term { exact: true, ..term("nihao") }.phrases(true).len(), 1);
        assert_eq!(term("ni中").phrases(true).len(), 1);
    }
}
