//! Whom words mention, read as the protocol says (`docs/PROTOCOL.md`, section 6), for sources that do not keep it.

use std::collections::BTreeSet;

use hearth_proto::id::UserId;

/// People that one message mentions at most.
const MOST: usize = 50;

/// Characters of a handle.
const HANDLE: usize = 32;

/// The people whose handles stand behind an `@`, by id. Whoever wrote it mentions nobody by their own.
pub fn in_words(words: &str, author: UserId, whose: impl Fn(&str) -> Option<UserId>) -> Vec<UserId> {
    let mut found = BTreeSet::new();
    for (place, _) in words.match_indices('@') {
        let before = words[..place].chars().next_back();
        if before.is_some_and(|c| c == '@' || is_spaced(c)) {
            continue;
        }
        let run: Vec<char> = words[place + 1..]
            .chars()
            .take(HANDLE + 1)
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            .collect();
        // The longest handle that fits counts; in scripts with capitals it ends where the word does.
        let named = (1..=run.len().min(HANDLE)).rev().find_map(|length| {
            let (handle, rest) = run.split_at_checked(length)?;
            let last = handle.last().copied()?;
            let goes_on = rest.first().is_some_and(|next| is_spaced(last) && is_spaced(*next));
            let handle: String = handle.iter().flat_map(|c| c.to_lowercase()).collect();
            if last.is_alphanumeric() && !goes_on { whose(&handle) } else { None }
        });
        found.extend(named);
        if found.len() >= MOST {
            break;
        }
    }
    found.remove(&author);
    found.into_iter().collect()
}

/// Whether words of this letter's script are divided by spaces, as far as capitals and digits tell.
fn is_spaced(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(words: &str) -> Vec<u128> {
        let known = ["ann", "bo-b", "bo", "王小明"];
        let whose = |handle: &str| {
            known.iter().position(|known| *known == handle).map(|n| UserId(uuid::Uuid::from_u128(n as u128)))
        };
        let nobody = UserId(uuid::Uuid::max());
        in_words(words, nobody, whose).iter().map(|user| user.0.as_u128()).collect()
    }

    #[test]
    fn a_mention_is_a_handle_and_no_part_of_a_word() {
        assert_eq!(named("hi @Ann, and @bo-b."), [0, 1]);
        assert_eq!(named("mail ann@ann.example, @annabel, @@ann"), [0; 0]);
        assert_eq!(named("你好@王小明你好 (@bo)"), [2, 3]);
    }
}
