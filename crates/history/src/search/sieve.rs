//! Decides about one message whether it is what somebody looks for. Whatever way leads to a message, it passes here.

use std::{collections::HashMap, ops::Range};

use hearth_proto::{
    body::Body,
    id::{ConversationId, MessageId, Millis, Seq, UserId},
};
use hearth_search::{Has, Is, Matcher, What};
use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};

use crate::{carry::Carried, column, finding::Search, overlay};

/// A message that is looked at.
pub(crate) struct Candidate {
    pub(crate) key: i64,
    pub(crate) id: MessageId,
    /// By its local key.
    pub(crate) conversation: i64,
    pub(crate) author: UserId,
    own: bool,
    pub(crate) at: Millis,
    era: i64,
    pub(crate) seq: Seq,
    mentions_me: bool,
    pub(crate) body: Body,
}

/// The columns that [`Candidate::read`] reads from `message`.
macro_rules! candidate_columns {
    () => {
        "key, id, conversation, author, own, at, era, seq, mentions_me, body"
    };
}
pub(crate) use candidate_columns;

impl Candidate {
    pub(crate) fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            key: row.get(0)?,
            id: column::id(row, 1, MessageId)?,
            conversation: row.get(2)?,
            author: column::id(row, 3, UserId)?,
            own: row.get(4)?,
            at: Millis(row.get(5)?),
            era: row.get(6)?,
            seq: column::seq(row, 7)?,
            mentions_me: row.get(8)?,
            body: column::json(row, 9)?,
        })
    }

    /// None where it was deleted, or is gone.
    pub(crate) fn of_key(conn: &Connection, key: i64) -> Result<Option<Self>> {
        conn.prepare_cached(concat!(
            "SELECT ",
            candidate_columns!(),
            " FROM message WHERE key = ?1 AND body IS NOT NULL"
        ))?
        .query_row(params![key], Self::read)
        .optional()
    }
}

/// What fits.
pub(crate) struct Fitting {
    pub(crate) words: String,
}

/// Where unread begins in a conversation.
#[derive(Clone, Copy)]
struct Unread {
    after: Seq,
    era: i64,
}

/// A question, ready to be put to messages.
pub(crate) struct Sieve {
    pub(crate) matcher: Matcher,
    has_terms: bool,
    from: (Option<Vec<UserId>>, Vec<UserId>),
    within: (Option<Vec<i64>>, Vec<i64>),
    /// Included, excluded, and whether it must not be between them.
    between: Vec<(i64, i64, bool)>,
    has: Vec<(Has, bool)>,
    is: Vec<(Is, bool)>,
    /// Empty where nobody asks for it.
    unread: HashMap<i64, Unread>,
    /// Messages whose words are others than what is stored, the newest first.
    pub(crate) reworded: Vec<i64>,
}

impl Sieve {
    pub(crate) fn new(conn: &Connection, search: &Search) -> Result<Self> {
        let keys = |ids: &[ConversationId]| keys_of(conn, ids);
        let mut sieve = Self {
            matcher: Matcher::new(&search.query.terms, search.pinyin),
            has_terms: !search.query.terms.is_empty(),
            from: (search.from.any.clone(), search.from.not.clone()),
            within: (search.within.any.as_deref().map(keys).transpose()?, keys(&search.within.not)?),
            between: Vec::new(),
            has: Vec::new(),
            is: Vec::new(),
            unread: HashMap::new(),
            reworded: overlay::reworded(conn)?,
        };
        for filter in &search.query.filters {
            match &filter.what {
                // Whom names mean says the caller.
                What::From(_) | What::In(_) => {}
                What::Between { from, to } => {
                    sieve.between.push((from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX), filter.not));
                }
                What::Has(has) => sieve.has.push((*has, filter.not)),
                What::Is(is) => {
                    if *is == Is::Unread {
                        sieve.unread = unread(conn)?;
                    }
                    sieve.is.push((*is, filter.not));
                }
            }
        }
        Ok(sieve)
    }

    /// Whether anything is asked at all.
    pub(crate) fn asks(search: &Search) -> bool {
        let chosen = search.from.any.is_some() || !search.from.not.is_empty() || search.within.any.is_some();
        let filtered = search.query.filters.iter().any(|filter| match filter.what {
            What::From(_) | What::In(_) => false,
            What::Between { .. } | What::Has(_) | What::Is(_) => true,
        });
        !search.query.terms.is_empty() || filtered || chosen || !search.within.not.is_empty()
    }

    /// None where the message is not what is looked for.
    pub(crate) fn fit(&self, conn: &Connection, candidate: &mut Candidate) -> Result<Option<Fitting>> {
        if !self.allows(conn, candidate)? {
            return Ok(None);
        }
        // An own edit or deletion that waits is shown everywhere, so it is what must fit.
        if self.reworded.contains(&candidate.key) {
            match overlay::words(conn, candidate.id, Some(candidate.body.clone()))? {
                None => return Ok(None),
                Some(body) => candidate.body = body,
            }
        }
        Ok(self.fit_body(&candidate.body))
    }

    fn allows(&self, conn: &Connection, one: &Candidate) -> Result<bool> {
        let among = |(any, not): &(Option<Vec<i64>>, Vec<i64>)| {
            any.as_ref().is_none_or(|any| any.contains(&one.conversation)) && !not.contains(&one.conversation)
        };
        let (people, not_people) = &self.from;
        let plain = among(&self.within)
            && people.as_ref().is_none_or(|any| any.contains(&one.author))
            && !not_people.contains(&one.author)
            && self.between.iter().all(|(from, to, not)| (*from <= one.at.0 && one.at.0 < *to) != *not);
        if !plain {
            return Ok(false);
        }
        for (is, not) in &self.is {
            let holds = match is {
                Is::Mention => one.mentions_me,
                Is::Mine => one.own,
                Is::Pinned => pinned(conn, one)?,
                Is::Unread => self.is_unread(one),
            };
            if holds == *not {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_unread(&self, one: &Candidate) -> bool {
        let unread = self.unread.get(&one.conversation);
        unread.is_some_and(|unread| !one.own && one.era == unread.era && one.seq > unread.after)
    }

    fn fit_body(&self, body: &Body) -> Option<Fitting> {
        let carried = Carried::of(body);
        if self.has.iter().any(|(has, not)| carried.has(*has) == *not) {
            return None;
        }
        let fits = !self.has_terms || self.matcher.fits(&carried.words);
        fits.then_some(Fitting { words: carried.words })
    }

    /// Where it fits, in bytes of the words.
    pub(crate) fn marks(&self, fitting: &Fitting) -> Vec<Range<usize>> {
        if self.has_terms { self.matcher.marks(&fitting.words).unwrap_or_default() } else { Vec::new() }
    }
}

pub(crate) fn keys_of(conn: &Connection, ids: &[ConversationId]) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached("SELECT key FROM conversation WHERE id = ?1")?;
    let found: Result<Vec<Option<i64>>> =
        ids.iter().map(|id| statement.query_row(params![id.0.into_bytes()], |row| row.get(0)).optional()).collect();
    Ok(found?.into_iter().flatten().collect())
}

fn pinned(conn: &Connection, one: &Candidate) -> Result<bool> {
    conn.prepare_cached("SELECT 1 FROM pin WHERE message = ?1 AND is_on = 1 AND stamp >= ?2")?
        .exists(params![one.id.0.into_bytes(), column::stamp(one.era, Seq(0))])
}

fn unread(conn: &Connection) -> Result<HashMap<i64, Unread>> {
    conn.prepare_cached(
        "SELECT key, coalesce(unread_seq, read_seq), era FROM conversation
         WHERE known = 1 AND role IS NOT NULL AND unread > 0",
    )?
    .query_map([], |row| Ok((row.get(0)?, Unread { after: column::seq(row, 1)?, era: row.get(2)? })))?
    .collect()
}
