//! Names a server's key in six plain words, so that two people can compare keys by voice. Display only: connections are
//! checked against the whole fingerprint, never against the words.

use hearth_proto::link::Fingerprint;

/// 256 words, one a line, one for each value of a byte. People compare what two installations show, maybe of different
/// versions, so the order and the words are fixed for good.
const LIST: &str = include_str!("words.txt");

/// How many bytes of the fingerprint are named. Six are 48 bits: short enough to read out over the telephone.
const NAMED: usize = 6;

/// The six words of a key, in the order they are read out. The same key has the same words everywhere.
#[must_use]
pub fn words_of(fingerprint: &Fingerprint) -> Vec<String> {
    // The list has a line for every byte (tested below), so the filter drops none.
    fingerprint
        .0
        .iter()
        .take(NAMED)
        .filter_map(|byte| LIST.lines().nth(usize::from(*byte)))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn key(first: [u8; NAMED]) -> Fingerprint {
        let mut bytes = [0xa5; 32];
        bytes[..NAMED].copy_from_slice(&first);
        Fingerprint(bytes)
    }

    #[test]
    fn every_byte_has_its_own_word() {
        let words: Vec<&str> = LIST.lines().collect();
        assert_eq!(words.len(), 256);
        assert_eq!(words.iter().collect::<HashSet<_>>().len(), 256);
    }

    #[test]
    fn each_word_is_short_and_plain() {
        for word in LIST.lines() {
            assert!((3..=8).contains(&word.len()), "{word}");
            assert!(word.bytes().all(|letter| letter.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn no_word_begins_another() {
        for word in LIST.lines() {
            for other in LIST.lines().filter(|other| *other != word) {
                assert!(!other.starts_with(word), "{word} begins {other}");
            }
        }
    }

    #[test]
    fn the_words_of_a_key_never_change() {
        assert_eq!(words_of(&key([0, 1, 2, 3, 4, 5])), ["acorn", "almond", "anchor", "apple", "apricot", "arrow"]);
        assert_eq!(
            words_of(&key([255, 254, 128, 127, 64, 0])),
            ["zigzag", "zebra", "lagoon", "ladder", "dolphin", "acorn"]
        );
    }

    #[test]
    fn every_key_has_six_words() {
        for byte in 0..=u8::MAX {
            assert_eq!(words_of(&key([byte; NAMED])).len(), NAMED);
        }
    }

    #[test]
    fn keys_that_differ_in_a_named_byte_have_other_words() {
        assert_ne!(words_of(&key([1, 2, 3, 4, 5, 6])), words_of(&key([1, 2, 3, 4, 5, 7])));
    }
}
