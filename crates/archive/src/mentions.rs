//! Whom words mention, read as the protocol says (`docs/PROTOCOL.md`, section 6), for sources that do not keep it.

use std::{borrow::Cow, collections::BTreeSet};

use hearth_proto::id::UserId;

use crate::foreign::text;

/// People that one message mentions at most.
const MOST: usize = 50;

/// Characters of a handle.
const HANDLE: usize = 32;

/// The people whose handles stand behind an `@`, by id. Whoever wrote it mentions nobody by their own.
pub fn in_words(words: &str, author: UserId, whose: impl Fn(&str) -> Option<UserId>) -> Vec<UserId> {
    let mut found = BTreeSet::new();
    for (place, _) in words.match_indices('@') {
        found.extend(at(words, place, &whose).map(|(_, user)| user));
        if found.len() >= MOST {
            break;
        }
    }
    found.remove(&author);
    found.into_iter().collect()
}

/// The same words with other handles behind the `@`, where somebody is called something else elsewhere. Code stays as it
/// is.
pub fn renamed<'w>(words: &'w str, new: impl Fn(&str) -> Option<String>) -> Cow<'w, str> {
    if !words.contains('@') {
        return Cow::Borrowed(words);
    }
    Cow::Owned(text::outside_code(words, |words| {
        let mut out = String::with_capacity(words.len());
        let mut done = 0;
        for (place, _) in words.match_indices('@') {
            let Some((length, handle)) = at(words, place, &new) else { continue };
            let end = place + 1 + length;
            out.push_str(&words[done..=place]);
            out.push_str(&handle);
            let (last, next) = (handle.chars().next_back(), words[end..].chars().next());
            if last.is_some_and(is_spaced) && next.is_some_and(is_spaced) {
                // The old one could end here and the new one could not.
                out.push(' ');
            }
            done = end;
        }
        out.push_str(&words[done..]);
        out
    }))
}

/// What is known of the handle behind the `@` that stands here, and how many bytes the handle takes.
fn at<T>(words: &str, place: usize, known: impl Fn(&str) -> Option<T>) -> Option<(usize, T)> {
    let before = words[..place].chars().next_back();
    if before.is_some_and(|c| c == '@' || is_spaced(c)) {
        return None;
    }
    let run: Vec<char> = words[place + 1..]
        .chars()
        .take(HANDLE + 1)
        .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .collect();
    // The longest handle that fits counts; in scripts with capitals it ends where the word does.
    (1..=run.len().min(HANDLE)).rev().find_map(|length| {
        let (handle, rest) = run.split_at_checked(length)?;
        let last = handle.last().copied()?;
        let goes_on = rest.first().is_some_and(|next| is_spaced(last) && is_spaced(*next));
        let bytes = handle.iter().map(|c| c.len_utf8()).sum();
        let handle: String = handle.iter().flat_map(|c| c.to_lowercase()).collect();
        if last.is_alphanumeric() && !goes_on { Some((bytes, known(&handle)?)) } else { None }
    })
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

    #[test]
    fn handles_are_renamed_where_they_mention_somebody() {
        let new = |handle: &str| match handle {
            "bo" => Some("bo-2".to_owned()),
            "王小明" => Some("ming".to_owned()),
            _ => None,
        };
        let check = |words: &str, expected: &str| assert_eq!(renamed(words, new), expected);
        check("hi @Bo, @bob and @ann: `@bo` bo@bo.example", "hi @bo-2, @bob and @ann: `@bo` bo@bo.example");
        check("@王小明你好 @王小明ok", "@ming你好 @ming ok");
        check("nobody", "nobody");
    }
}
