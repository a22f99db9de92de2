//! Who a text mentions: `@handle` of a member, or `@room` for all of them.

use std::collections::BTreeSet;

use hearth_proto::{
    id::{ConversationId, Seq, UserId},
    rights::{Right, may},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::Refusal,
    rows::{find_conversation, find_role, int, user},
};

/// At most this many people are mentioned by one message; further ones are plain text.
const MENTIONS: usize = 50;
/// At most this many `@` of one message are looked at.
const CANDIDATES: usize = 200;
const HANDLE_CHARS: usize = 32;
/// What mentions everyone. Nobody can take one of these as a handle.
const EVERYONE: [&str; 3] = ["room", "all", "所有人"];

/// Whether these words after an `@` mean everyone.
pub fn means_everyone(handle: &str) -> bool {
    EVERYONE.contains(&handle)
}

/// Who a message mentions.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Mentioned {
    /// Members, the author excepted, each once.
    pub users: Vec<UserId>,
    pub room: bool,
}

impl Tx<'_> {
    /// Whom `words` mentions. Where the author may not call everyone, `@room` is plain text.
    pub fn mentioned(&self, at: ConversationId, author: UserId, words: &str) -> Result<Mentioned, Refusal> {
        let mut found = BTreeSet::new();
        let mut room = false;
        for handles in candidates(words).take(CANDIDATES) {
            for handle in handles {
                if means_everyone(&handle) {
                    room = true;
                    break;
                }
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
        let room = room && self.may_mention_room(at)?;
        Ok(Mentioned { users: found.into_iter().collect(), room })
    }

    /// Whether the asker may call everyone here. A private chat of two has nobody else to call.
    fn may_mention_room(&self, at: ConversationId) -> Result<bool, Refusal> {
        let (found, role) = (find_conversation(self.conn, at)?, find_role(self.conn, at, self.me()?)?);
        Ok(found.zip(role).is_some_and(|(found, role)| may(Right::MentionRoom, found.kind.place(), role)))
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

    /// Counts the message at `seq` for those it mentions.
    pub fn note_mentions(&self, at: ConversationId, seq: Seq, author: UserId, now: &Mentioned) -> Result<(), Refusal> {
        for user in &now.users {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO mentions (user, conversation, seq) VALUES (?1, ?2, ?3)")?
                .execute(params![user.0.into_bytes(), at.0.into_bytes(), int(seq.0)])?;
        }
        if now.room {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO room_mentions (conversation, seq, author) VALUES (?1, ?2, ?3)")?
                .execute(params![at.0.into_bytes(), int(seq.0), author.0.into_bytes()])?;
        }
        Ok(())
    }

    /// Forgets whom the message at `seq` mentioned.
    pub fn clear_mentions(&self, at: ConversationId, seq: Seq, users: &[UserId]) -> Result<(), Refusal> {
        for user in users {
            self.conn
                .prepare_cached("DELETE FROM mentions WHERE user = ?1 AND conversation = ?2 AND seq = ?3")?
                .execute(params![user.0.into_bytes(), at.0.into_bytes(), int(seq.0)])?;
        }
        self.conn
            .prepare_cached("DELETE FROM room_mentions WHERE conversation = ?1 AND seq = ?2")?
            .execute(params![at.0.into_bytes(), int(seq.0)])?;
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
