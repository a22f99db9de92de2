//! Who a text mentions: `@handle` of a member.

use std::collections::BTreeSet;

use hearth_proto::id::{ConversationId, Seq, UserId};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::Refusal,
    rows::{int, user},
};

/// At most this many people are mentioned by one message; further ones are plain text.
const MENTIONS: usize = 50;
/// At most this many `@` of one message are looked at.
const CANDIDATES: usize = 200;
const HANDLE_CHARS: usize = 32;

impl Tx<'_> {
    /// The members that `words` mentions, the author excepted, each once.
    pub fn mentioned(&self, at: ConversationId, author: UserId, words: &str) -> Result<Vec<UserId>, Refusal> {
        let mut found = BTreeSet::new();
        for handles in candidates(words).take(CANDIDATES) {
            for handle in handles {
                if let Some(member) = self.member_by_handle(at, &handle)? {
                    found.insert(member);
                    break;
                }
            }
            if found.len() >= MENTIONS {
                break;
            }
        }
        found.remove(&author);
        Ok(found.into_iter().collect())
    }

    fn member_by_handle(&self, at: ConversationId, handle: &str) -> Result<Option<UserId>, Refusal> {
        let found = self
            .conn
            .prepare_cached(
                "SELECT u.id FROM users u JOIN members m ON m.conversation = ?1 AND m.user = u.id WHERE u.handle = ?2",
            )?
            .query_row(params![at.0.into_bytes(), handle], |row| user(row, 0))
            .optional()?;
        Ok(found)
    }

    pub fn note_mentions(&self, at: ConversationId, seq: Seq, users: &[UserId]) -> Result<(), Refusal> {
        for user in users {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO mentions (user, conversation, seq) VALUES (?1, ?2, ?3)")?
                .execute(params![user.0.into_bytes(), at.0.into_bytes(), int(seq.0)])?;
        }
        Ok(())
    }

    pub fn clear_mentions(&self, at: ConversationId, seq: Seq, users: &[UserId]) -> Result<(), Refusal> {
        for user in users {
            self.conn
                .prepare_cached("DELETE FROM mentions WHERE user = ?1 AND conversation = ?2 AND seq = ?3")?
                .execute(params![user.0.into_bytes(), at.0.into_bytes(), int(seq.0)])?;
        }
        Ok(())
    }
}

/// For each `@` that starts a word: the handles that may follow it, longest first.
///
/// A handle ends before anything that is no letter or digit, or, in scripts without spaces and capitals, anywhere:
/// `@王小明你好` may mean `王小明`, but `@annabel` never means `ann`.
fn candidates(words: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    words.char_indices().filter(|(_, c)| *c == '@').filter_map(move |(at, _)| {
        let before = words.get(..at)?.chars().next_back();
        if before.is_some_and(|c| spaced(c) || c == '@') {
            return None;
        }
        let follows: Vec<char> = words.get(at + 1..)?.chars().take(HANDLE_CHARS + 1).collect();
        let run = follows.iter().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')).count();
        let handles = (1..=run.min(HANDLE_CHARS)).rev().filter(|end| {
            let last = follows.get(end - 1).copied();
            let next = follows.get(*end).copied();
            last.is_some_and(char::is_alphanumeric) && !(last.is_some_and(spaced) && next.is_some_and(spaced))
        });
        Some(handles.map(|end| follows.iter().take(end).flat_map(|c| c.to_lowercase()).collect()).collect())
    })
}

/// Whether words of this letter's script are divided by spaces, as far as capitals and digits tell.
fn spaced(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(words: &str) -> Vec<Vec<String>> {
        candidates(words).collect()
    }

    #[test]
    fn a_handle_ends_where_its_word_ends() {
        assert_eq!(all("hi @Ann, and @bo-b."), vec![vec!["ann"], vec!["bo-b", "bo"]]);
        assert_eq!(all("mail me at ann@example.org"), Vec::<Vec<String>>::new());
        assert!(!all("@annabel").concat().contains(&"ann".to_owned()));
    }

    #[test]
    fn a_handle_may_end_anywhere_in_chinese() {
        assert!(all("你好@王小明你好").concat().contains(&"王小明".to_owned()));
    }
}
