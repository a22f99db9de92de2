//! What to fetch next, so that what a person most likely looks at is here first.
//!
//! Order: the place somebody looks at; then the newest page of each conversation that has news, the open one first and
//! then by activity; then the past that somebody asked for; then, in the background and only while it disturbs nobody
//! (`rest.rs`), the rest of the past. The past comes newest first over all conversations.

use std::{cmp::Reverse, collections::BTreeMap};

use hearth_proto::{
    error::Failure,
    id::{ConversationId, Millis, Seq},
};

use crate::{
    backoff,
    conversation::{Conversation, Conversations},
    coverage::Holes,
    input::{Hole, Now},
    requests::Requests,
    rest::{Asked, Manners, Pause, Rest},
};

/// Pages that somebody asked for, on their way at once where the line is quick. Those that come while others are written
/// go into one transaction, which costs far less for each than one of its own.
pub const PAGES_ASKED: usize = 40;
/// So many at first, and where the line is slow: whatever the person does comes behind them.
const FEWEST: usize = 3;
/// Of the past that nobody asked for.
const MOST_OLDER: usize = 4;
/// Kept free for whatever somebody waits for.
const FREE: usize = 2;

/// A page that comes so soon lets one more be on its way.
const QUICK_MS: u64 = 250;
/// A page that takes so long halves them.
const SLOW_MS: u64 = 1_000;

/// One page on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fetch {
    pub(crate) conversation: ConversationId,
    /// What is asked for: `to` and what lies before it, down to `from`.
    pub(crate) part: Hole,
    pub(crate) errand: Errand,
}

/// Why a page is fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Errand {
    Wanted,
    Newest,
    /// The person wants all of it.
    Asked,
    Older,
}

impl Errand {
    /// Whether somebody is likely to look at just this page now.
    pub(crate) const fn is_awaited(self) -> bool {
        match self {
            Self::Wanted | Self::Newest => true,
            Self::Asked | Self::Older => false,
        }
    }
}

/// A conversation whose newest page is not here yet. Messages of that page above `after` are news; None: no news at
/// all, as on the first connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Due {
    pub(crate) after: Option<Seq>,
}

#[derive(Debug)]
pub(crate) struct CatchUp {
    /// Bounded by the number of conversations.
    due: BTreeMap<ConversationId, Due>,
    /// Only the last place that was looked at.
    wanted: Option<(ConversationId, Seq)>,
    pub(crate) manners: Manners,
    paused_until: u64,
    tries: u32,
    /// Pages of the past that may be on their way at once, by how quick the line is.
    at_once: usize,
}

impl Default for CatchUp {
    fn default() -> Self {
        Self {
            due: BTreeMap::new(),
            wanted: None,
            manners: Manners::default(),
            paused_until: 0,
            tries: 0,
            at_once: FEWEST,
        }
    }
}

impl CatchUp {
    /// Goes on with what the person asked for before.
    pub(crate) fn restored(asked: Asked) -> Self {
        Self { manners: Manners::new(asked), ..Self::default() }
    }

    /// The newest page of this conversation is to come soon. An older debt stays as it is.
    pub(crate) fn owe(&mut self, conversation: ConversationId, after: Option<Seq>) {
        self.due.entry(conversation).or_insert(Due { after });
    }

    pub(crate) fn owed(&self, conversation: ConversationId) -> Option<Due> {
        self.due.get(&conversation).copied()
    }

    /// The log is another one, and what was owed from the old one never comes.
    pub(crate) fn forget(&mut self) {
        self.due.clear();
        self.wanted = None;
    }

    pub(crate) fn want(&mut self, conversation: ConversationId, seq: Seq) {
        self.wanted = Some((conversation, seq));
    }

    /// A page of this errand has come, so long after it was asked for.
    pub(crate) fn came(&mut self, fetch: &Fetch, took_ms: u64) {
        self.tries = 0;
        if took_ms <= QUICK_MS {
            self.at_once = (self.at_once + 1).min(PAGES_ASKED);
        } else if took_ms >= SLOW_MS {
            self.at_once = (self.at_once / 2).max(FEWEST);
        }
        match fetch.errand {
            Errand::Wanted => self.wanted = self.wanted.filter(|(conversation, _)| *conversation != fetch.conversation),
            Errand::Newest => {
                self.due.remove(&fetch.conversation);
            }
            Errand::Asked | Errand::Older => {}
        }
    }

    /// A request failed in a way that a retry helps against: nothing is fetched for a while.
    pub(crate) fn pause(&mut self, failure: &Failure, now: &Now) {
        let wait = failure.retry_after_ms.unwrap_or_else(|| backoff::delay_ms(self.tries + 1, now.entropy));
        self.tries = self.tries.saturating_add(1).min(16);
        self.paused_until = self.paused_until.max(now.mono_ms + wait.min(LONGEST_PAUSE_MS));
    }

    pub(crate) fn is_paused(&self, now: u64) -> bool {
        now < self.paused_until
    }

    /// A line starts afresh; what an earlier server asked for is past.
    pub(crate) fn resume(&mut self) {
        self.paused_until = 0;
        self.at_once = FEWEST;
    }

    /// Drops what cannot come any more. True while newest pages are still to come.
    pub(crate) fn is_behind(&mut self, conversations: &Conversations) -> bool {
        self.due.retain(|id, _| conversations.get(*id).is_some_and(Conversation::can_be_fetched));
        !self.due.is_empty()
    }

    /// When fetching goes on, if it is paused.
    pub(crate) fn next_at(&self, conversations: &Conversations, now: u64) -> Option<u64> {
        let polite = || self.manners.next_at(now).filter(|_| conversations.fetchable().next().is_some());
        if self.is_paused(now) { Some(self.paused_until) } else { polite() }
    }

    /// Forgets wishes that are fulfilled or cannot be. Some: what is left, where it became less. Only to be called on a
    /// live line, since before the welcome nobody knows what is missing.
    pub(crate) fn settle(&mut self, conversations: &Conversations) -> Option<Asked> {
        let asked = &mut self.manners.asked;
        if asked.is_empty() {
            return None;
        }
        let before = asked.clone();
        let open = |id| conversations.get(id).is_some_and(Conversation::can_be_fetched);
        asked.conversations.retain(|id| open(*id));
        asked.all = asked.all && conversations.fetchable().next().is_some();
        (*asked != before).then(|| asked.clone())
    }

    /// Whether what is missing of one conversation, or of all, is on its way.
    pub(crate) fn rest(
        &self,
        conversations: &Conversations,
        here: Option<ConversationId>,
        live: bool,
        now: u64,
    ) -> Rest {
        let concerned = |id: ConversationId| here.is_none_or(|here| here == id);
        let mut fetchable = conversations.fetchable().filter(|(id, _)| concerned(*id)).peekable();
        if fetchable.peek().is_none() {
            let missing = conversations.iter().any(|(id, one)| concerned(id) && !one.holes.is_empty());
            return if missing { Rest::Withheld } else { Rest::Here };
        }
        if !live {
            return Rest::Paused(Pause::Offline);
        }
        match self.manners.pause(now) {
            Some(pause) if !fetchable.any(|(id, _)| self.manners.asked.holds(id)) => Rest::Paused(pause),
            Some(_) | None => Rest::Coming,
        }
    }

    /// The next page to ask for, as long as there is room for one more.
    pub(crate) fn next(
        &mut self,
        conversations: &Conversations,
        requests: &Requests,
        open: Option<ConversationId>,
        page: u64,
        now: u64,
    ) -> Option<Fetch> {
        if requests.fetches().count() >= self.at_once + FREE {
            return None;
        }
        self.next_wanted(conversations, requests, page)
            .or_else(|| self.next_newest(conversations, requests, open, page))
            .or_else(|| self.next_asked(conversations, requests, page))
            .or_else(|| self.next_older(conversations, requests, page, now))
    }

    fn next_wanted(&mut self, conversations: &Conversations, requests: &Requests, page: u64) -> Option<Fetch> {
        let (id, seq) = self.wanted?;
        let conversation = conversations.get(id).filter(|one| one.can_be_fetched());
        let Some(hole) = conversation.and_then(|one| one.holes.near(seq, page)) else {
            self.wanted = None;
            return None;
        };
        // Half a page above the place, the rest below it.
        let to = Seq(seq.max(hole.from).0.saturating_add(page / 2)).min(hole.to);
        let hole = Hole { from: hole.from, to };
        part(id, hole, requests, page, Errand::Wanted)
    }

    fn next_newest(
        &self,
        conversations: &Conversations,
        requests: &Requests,
        open: Option<ConversationId>,
        page: u64,
    ) -> Option<Fetch> {
        let on_its_way =
            |id| requests.fetches().any(|fetch| fetch.conversation == id && fetch.errand == Errand::Newest);
        let (id, hole) = self
            .due
            .keys()
            .filter(|id| !on_its_way(**id))
            .filter_map(|id| conversations.get(*id).filter(|one| one.can_be_fetched()).map(|one| (*id, one)))
            .max_by_key(|(id, one)| (open == Some(*id), one.active_at))
            .and_then(|(id, one)| Some((id, one.holes.newest()?)))?;
        Some(newest_part(id, hole, page, Errand::Newest))
    }

    fn next_asked(&self, conversations: &Conversations, requests: &Requests, page: u64) -> Option<Fetch> {
        let asked = &self.manners.asked;
        if asked.is_empty() || on_their_way(requests, Errand::Asked) >= self.at_once {
            return None;
        }
        next_past(conversations, requests, page, Errand::Asked, |id| asked.holds(id))
    }

    fn next_older(&self, conversations: &Conversations, requests: &Requests, page: u64, now: u64) -> Option<Fetch> {
        if self.manners.pause(now).is_some() || on_their_way(requests, Errand::Older) >= self.at_once.min(MOST_OLDER) {
            return None;
        }
        next_past(conversations, requests, page, Errand::Older, |_| true)
    }
}

/// A server that names a longer pause is not believed.
const LONGEST_PAUSE_MS: u64 = 60_000;

fn on_their_way(requests: &Requests, errand: Errand) -> usize {
    requests.fetches().filter(|fetch| fetch.errand == errand).count()
}

/// The newest page that is missing and not on its way, over all conversations that count. Where it is not known how old
/// that is, the first page is to tell, before more is asked for.
fn next_past(
    conversations: &Conversations,
    requests: &Requests,
    page: u64,
    errand: Errand,
    counts: impl Fn(ConversationId) -> bool,
) -> Option<Fetch> {
    let (_, id, hole) = conversations
        .fetchable()
        .filter(|(id, _)| counts(*id))
        .filter_map(|(id, one)| {
            let coming = || requests.fetches().filter(move |fetch| fetch.conversation == id);
            let hole = match one.frontier {
                Some(_) if coming().any(|fetch| fetch.errand == Errand::Newest) => return None,
                Some(_) => beneath(&one.holes, coming())?,
                None if coming().next().is_some() => return None,
                None => one.holes.newest()?,
            };
            Some(((one.frontier.unwrap_or(Millis(i64::MAX)), one.active_at), id, hole))
        })
        .max_by_key(|(order, id, _)| (*order, Reverse(*id)))?;
    Some(newest_part(id, hole, page, errand))
}

/// The newest hole, without what is on its way.
fn beneath<'a>(holes: &Holes, coming: impl Iterator<Item = &'a Fetch>) -> Option<Hole> {
    let mut coming = coming.peekable();
    if coming.peek().is_none() {
        return holes.newest();
    }
    let mut left = holes.clone();
    for fetch in coming {
        left.fill(fetch.part.from, fetch.part.to);
    }
    left.newest()
}

/// The newest page of a hole, unless it is on its way already.
fn part(id: ConversationId, hole: Hole, requests: &Requests, page: u64, errand: Errand) -> Option<Fetch> {
    let fetch = newest_part(id, hole, page, errand);
    let asked = requests.fetches().any(|other| other.conversation == id && overlap(other.part, fetch.part));
    (!asked).then_some(fetch)
}

fn newest_part(conversation: ConversationId, hole: Hole, page: u64, errand: Errand) -> Fetch {
    let lowest = Seq((hole.to.0 + 1).saturating_sub(page.max(1)));
    Fetch { conversation, part: Hole { from: hole.from.max(lowest), to: hole.to }, errand }
}

fn overlap(one: Hole, other: Hole) -> bool {
    one.from <= other.to && other.from <= one.to
}
