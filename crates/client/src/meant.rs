//! Whom and what a name in a question means. Several may have the same name, or begin alike: then any of them is meant.

use hearth_history::item::Row;
use hearth_proto::id::{ConversationId, UserId};
use hearth_search::{Matcher, Term};

/// People and conversations whose name the words are, at most.
const MOST: usize = 5;

/// A person, as they are called.
#[derive(Clone, Debug)]
pub struct Called {
    pub user: UserId,
    pub name: String,
    pub handle: String,
}

/// Everybody and everything that has a name in an account.
#[derive(Default, Debug)]
pub struct Names {
    /// Who asks.
    pub me: Option<UserId>,
    pub people: Vec<Called>,
    pub rows: Vec<Row>,
}

impl Names {
    /// Whom `from:` means: who has this handle; else those with this whole name; else those of whom it is a beginning.
    #[must_use]
    pub fn people(&self, value: &str) -> Vec<UserId> {
        if value.is_empty() {
            return Vec::new();
        }
        if let Some(me) = self.me.filter(|_| is_me(value)) {
            return vec![me];
        }
        let by = |fits: &dyn Fn(&Called) -> bool| -> Vec<UserId> {
            self.people.iter().filter(|called| fits(called)).map(|called| called.user).collect()
        };
        let folded = value.to_lowercase();
        let begins = begins(value);
        first_found([
            &|| by(&|called| called.handle.to_lowercase() == folded),
            &|| by(&|called| called.name.to_lowercase() == folded),
            &|| by(&|called| called.handle.to_lowercase().starts_with(&folded) || is_called(&begins, &called.name)),
        ])
    }

    /// What `in:` means: rooms, groups, and private chats by who is at their other end.
    #[must_use]
    pub fn conversations(&self, value: &str) -> Vec<ConversationId> {
        if value.is_empty() {
            return Vec::new();
        }
        let by = |fits: &dyn Fn(&Row) -> bool| -> Vec<ConversationId> {
            self.rows.iter().filter(|row| fits(row)).map(|row| row.conversation).collect()
        };
        let folded = value.to_lowercase();
        let begins = begins(value);
        first_found([
            &|| by(&|row| row.name.to_lowercase() == folded || self.is_peer(row, &|one| one.handle == folded)),
            &|| self.groups_of(&folded),
            &|| by(&|row| is_called(&begins, &row.name) || self.is_group_of(row, &begins)),
        ])
    }

    /// People of whom the words are a name, and conversations of several people, the last active first.
    #[must_use]
    pub fn called(&self, words: &[Term], pinyin: bool) -> (Vec<UserId>, Vec<ConversationId>) {
        let matcher = Matcher::new(words, pinyin);
        let mut people: Vec<(u32, &Called)> = self
            .people
            .iter()
            .filter(|called| Some(called.user) != self.me)
            .map(|called| (matcher.score(&called.name).max(matcher.score(&called.handle)), called))
            .filter(|(score, _)| *score > 0)
            .collect();
        people.sort_by(|(one, a), (other, b)| other.cmp(one).then_with(|| a.name.cmp(&b.name)));
        let mut rows: Vec<&Row> =
            self.rows.iter().filter(|row| row.peer.is_none() && matcher.marks(&row.name).is_some()).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.active_at));
        (
            people.into_iter().take(MOST).map(|(_, called)| called.user).collect(),
            rows.into_iter().take(MOST).map(|row| row.conversation).collect(),
        )
    }

    fn is_peer(&self, row: &Row, fits: &dyn Fn(&Called) -> bool) -> bool {
        row.peer.is_some_and(|peer| self.people.iter().any(|called| called.user == peer && fits(called)))
    }

    /// The chats without a name all of whose people are named here, as a list of chats names them; of these, those with
    /// the most people.
    fn groups_of(&self, folded: &str) -> Vec<ConversationId> {
        let is_named = |user: &UserId| {
            let named = |called: &&Called| called.user == *user && !called.name.is_empty();
            self.people.iter().find(named).is_some_and(|called| folded.contains(&called.name.to_lowercase()))
        };
        let fits = |row: &&Row| row.name.is_empty() && row.people.len() > 1 && row.people.iter().all(is_named);
        let most = self.rows.iter().filter(fits).map(|row| row.people.len()).max().unwrap_or(0);
        self.rows.iter().filter(fits).filter(|row| row.people.len() == most).map(|row| row.conversation).collect()
    }

    /// A chat without a name goes by those of its people.
    fn is_group_of(&self, row: &Row, begins: &Matcher) -> bool {
        let meant = |called: &Called| row.people.contains(&called.user) && is_called(begins, &called.name);
        row.name.is_empty() && self.people.iter().any(meant)
    }
}

fn is_me(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "me" | "我")
}

/// Looks for words that begin so, or are read so in pinyin.
fn begins(value: &str) -> Matcher {
    Matcher::new(&[Term { text: value.to_owned(), exact: false, not: false }], true)
}

fn is_called(begins: &Matcher, name: &str) -> bool {
    begins.marks(name).is_some_and(|marks| !marks.is_empty())
}

fn first_found<T, const N: usize>(ways: [&dyn Fn() -> Vec<T>; N]) -> Vec<T> {
    ways.into_iter().map(|way| way()).find(|found| !found.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use hearth_history::item::NotifyLevel;
    use hearth_proto::{
        id::{Millis, Seq},
        people::Avatar,
        room::Posting,
    };
    use uuid::Uuid;

    use super::*;

    fn user(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn place(n: u128) -> ConversationId {
        ConversationId(Uuid::from_u128(n))
    }

    fn called(n: u128, name: &str, handle: &str) -> Called {
        Called { user: user(n), name: name.to_owned(), handle: handle.to_owned() }
    }

    fn row(n: u128, name: &str, peer: Option<UserId>, people: Vec<UserId>) -> Row {
        Row {
            conversation: place(n),
            name: name.to_owned(),
            avatar: Avatar::Drawn { name: String::new() },
            topic: String::new(),
            visibility: None,
            peer,
            people,
            role: None,
            posting: Posting::Everyone,
            archived: false,
            slow_seconds: 0,
            silenced_until: None,
            members: 0,
            active_at: Millis(i64::try_from(n).expect("small")),
            summary: None,
            unread: 0,
            mentions: 0,
            read: Seq(0),
            unread_from: None,
            pins: 0,
            head: Seq(0),
            draft: String::new(),
            pinned: false,
            notify: NotifyLevel::All,
            muted_until: None,
        }
    }

    fn village() -> Names {
        Names {
            me: Some(user(1)),
            people: vec![
                called(1, "Lena", "lena"),
                called(2, "Ann Lee", "ann"),
                called(3, "Anna Berg", "berg"),
                called(4, "王小明", "xm"),
                called(5, "ann", "other"),
            ],
            rows: vec![
                row(1, "Kitchen", None, Vec::new()),
                row(2, "Kitchen garden", None, Vec::new()),
                row(3, "Ann Lee", Some(user(2)), Vec::new()),
                row(4, "", None, vec![user(3), user(4)]),
                row(5, "读书会", None, Vec::new()),
            ],
        }
    }

    #[test]
    fn a_handle_means_one_person_and_a_beginning_all_who_begin_so() {
        let names = village();
        assert_eq!(names.people("ann"), [user(2)]);
        assert_eq!(names.people("ANN LEE"), [user(2)]);
        assert_eq!(names.people("an"), [user(2), user(3), user(5)]);
        assert_eq!(names.people("王"), [user(4)]);
        assert_eq!(names.people("nobody"), []);
        assert_eq!(names.people(""), []);
    }

    #[test]
    fn me_is_who_asks() {
        assert_eq!(village().people("me"), [user(1)]);
        assert_eq!(village().people("我"), [user(1)]);
    }

    #[test]
    fn a_whole_name_means_that_place_and_a_beginning_all_that_begin_so() {
        let names = village();
        assert_eq!(names.conversations("kitchen"), [place(1)]);
        assert_eq!(names.conversations("kitch"), [place(1), place(2)]);
        assert_eq!(names.conversations("garden"), [place(2)]);
        assert_eq!(names.conversations("ann"), [place(3)], "a private chat goes by who is at its other end");
        assert_eq!(names.conversations("berg"), [place(4)], "a chat without a name by those of its people");
        assert_eq!(names.conversations("Anna Berg and 王小明"), [place(4)], "or by all of them");
        assert_eq!(names.conversations("Anna Berg and Lena"), []);
        assert_eq!(names.conversations("读书"), [place(5)]);
        assert_eq!(names.conversations("cellar"), []);
        assert_eq!(names.conversations(""), []);
    }

    #[test]
    fn chinese_names_go_by_how_they_are_read() {
        let names = village();
        assert_eq!(names.people("xiaoming"), [user(4)]);
        assert_eq!(names.conversations("dushu"), [place(5)]);
    }

    #[test]
    fn words_that_are_names_find_those_who_have_them_but_not_oneself() {
        let term = |text: &str| Term { text: text.to_owned(), exact: false, not: false };
        let (people, places) = village().called(&[term("ann")], false);
        assert_eq!(people.len(), 3, "{people:?}");
        assert_eq!(places, []);
        let (people, places) = village().called(&[term("kitchen")], false);
        assert_eq!((people, places), (vec![], vec![place(2), place(1)]));
        assert_eq!(village().called(&[term("lena")], false), (vec![], vec![]));
    }
}
