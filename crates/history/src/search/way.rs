//! The shortest way to the messages that may fit: through the index, by a short list of keys, or along the log.

use hearth_search::{Is, What};
use rusqlite::{Connection, Result, params};

use crate::{
    column,
    error::is_damage,
    finding::Search,
    index::{Expression, State, Tag, Tags, Trouble, expression},
    key, load,
    search::sieve::keys_of,
};
use hearth_proto::id::{Millis, Seq};

/// More groups of alternatives than this are left to the sieve.
const MOST_TAGS: usize = 64;
/// A list of keys is no short one from here on.
const MOST_KEYS: usize = 20_000;

/// Where to look. What does not lie on the way does not fit; what lies on it may not fit either.
pub(crate) struct Way {
    /// What the index is asked; None: it cannot help.
    pub(crate) expression: Option<Expression>,
    /// Nothing but these, the newest first.
    pub(crate) only: Option<Vec<i64>>,
    /// Keys, both ends included.
    pub(crate) lowest: i64,
    pub(crate) highest: i64,
    /// What has a key between these, and is found by an exact expression, fits without a look at it. None: nothing does.
    pub(crate) sure: Option<(i64, i64)>,
    /// The index has messages with this key and above.
    pub(crate) indexed: i64,
}

impl Way {
    pub(crate) fn new(conn: &Connection, trouble: &Trouble, search: &Search) -> Result<Self> {
        let state = State::read(conn)?;
        let mut way = Self {
            expression: None,
            only: None,
            lowest: i64::MIN,
            highest: i64::MAX,
            sure: Some((i64::MIN, i64::MAX)),
            indexed: state.done_down_to,
        };
        let tags = way.filters(conn, search, state.stray)?;
        if trouble.is_told() {
            (way.indexed, way.sure) = (i64::MAX, None);
            return Ok(way);
        }
        match expression(conn, &search.query.terms, search.pinyin, &tags) {
            Ok(found) => way.expression = found,
            Err(error) if is_damage(&error) => {
                trouble.tell();
                way.indexed = i64::MAX;
            }
            Err(error) => return Err(error),
        }
        if way.expression.as_ref().is_none_or(|expression| !expression.exact) {
            way.sure = None;
        }
        Ok(way)
    }

    fn filters(&mut self, conn: &Connection, search: &Search, stray: i64) -> Result<Tags> {
        let mut tags = Tags::default();
        if let Some(people) = &search.from.any {
            self.people(people, &mut tags);
        }
        for user in &search.from.not {
            tags.not.push(Tag::Author(*user));
        }
        if let Some(any) = &search.within.any {
            let keys = keys_of(conn, any)?;
            self.conversations(&keys, &mut tags);
        }
        for key in keys_of(conn, &search.within.not)? {
            tags.not.push(Tag::Conversation(key));
        }
        for filter in &search.query.filters {
            match &filter.what {
                What::From(_) | What::In(_) => {}
                What::Between { from, to } if !filter.not => self.between(*from, *to, stray),
                What::Has(has) => tags.has(*has, filter.not),
                What::Is(Is::Mention) if filter.not => tags.not.push(Tag::Mention),
                What::Is(Is::Mention) => tags.any_of(vec![Tag::Mention]),
                What::Is(Is::Mine) => self.mine(conn, filter.not, &mut tags)?,
                What::Is(Is::Pinned) if !filter.not => self.only(pinned(conn)?),
                What::Is(Is::Unread) if !filter.not => {
                    if let Some(keys) = unread(conn)? {
                        self.only(keys);
                    } else {
                        self.sure = None;
                    }
                }
                What::Between { .. } | What::Is(Is::Pinned | Is::Unread) => self.sure = None,
            }
        }
        Ok(tags)
    }

    fn nothing(&mut self) {
        self.only = Some(Vec::new());
    }

    fn people(&mut self, people: &[hearth_proto::id::UserId], tags: &mut Tags) {
        match people.len() {
            0 => self.nothing(),
            1..=MOST_TAGS => tags.people(people),
            _ => self.sure = None,
        }
    }

    fn conversations(&mut self, keys: &[i64], tags: &mut Tags) {
        match keys.len() {
            0 => self.nothing(),
            1..=MOST_TAGS => tags.any_of(keys.iter().map(|key| Tag::Conversation(*key)).collect()),
            _ => self.sure = None,
        }
    }

    fn mine(&mut self, conn: &Connection, not: bool, tags: &mut Tags) -> Result<()> {
        let me = load::me(conn)?;
        if not {
            tags.not.push(Tag::Author(me));
        } else {
            tags.any_of(vec![Tag::Author(me)]);
        }
        Ok(())
    }

    /// Times become keys, as far as keys can be from their times.
    fn between(&mut self, from: Option<i64>, to: Option<i64>, stray: i64) {
        let (mut first, mut last) = self.sure.unwrap_or((i64::MAX, i64::MIN));
        if let Some(from) = from {
            let step = key::step(Millis(from));
            self.lowest = self.lowest.max(step - stray);
            first = first.max(step + stray + 1);
        }
        if let Some(to) = to {
            let step = key::step(Millis(to));
            self.highest = self.highest.min(step + stray);
            last = last.min(step - stray - 1);
        }
        self.sure = self.sure.map(|_| (first, last));
    }

    fn only(&mut self, keys: Vec<i64>) {
        self.sure = None;
        let both = match self.only.take() {
            Some(mut before) => {
                before.retain(|key| keys.contains(key));
                before
            }
            None => keys,
        };
        self.only = Some(both);
    }
}

/// Keys of messages that are pinned, the newest first. People pin few.
fn pinned(conn: &Connection) -> Result<Vec<i64>> {
    conn.prepare_cached(
        "SELECT m.key FROM pin AS p CROSS JOIN message AS m ON m.id = p.message WHERE p.is_on = 1 ORDER BY m.key DESC",
    )?
    .query_map([], |row| row.get(0))?
    .collect()
}

/// Keys of messages that may be unread, the newest first; None where they are too many for a list.
fn unread(conn: &Connection) -> Result<Option<Vec<i64>>> {
    let marks: Vec<(i64, Seq)> = conn
        .prepare_cached(
            "SELECT key, coalesce(unread_seq, read_seq) FROM conversation
             WHERE known = 1 AND role IS NOT NULL AND unread > 0",
        )?
        .query_map([], |row| Ok((row.get(0)?, column::seq(row, 1)?)))?
        .collect::<Result<_>>()?;
    let mut keys: Vec<i64> = Vec::new();
    let mut statement = conn.prepare_cached(
        "SELECT key FROM message INDEXED BY message_by_seq WHERE conversation = ?1 AND seq > ?2 LIMIT ?3",
    )?;
    for (conversation, after) in marks {
        let most = i64::try_from(MOST_KEYS + 1).unwrap_or(i64::MAX);
        for key in statement.query_map(params![conversation, column::int(after.0), most], |row| row.get(0))? {
            keys.push(key?);
        }
        if keys.len() > MOST_KEYS {
            return Ok(None);
        }
    }
    keys.sort_unstable_by(|a, b| b.cmp(a));
    Ok(Some(keys))
}
