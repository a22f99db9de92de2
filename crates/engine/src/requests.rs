//! Requests on their way: which reply belongs to what, and how long it is waited for.

use std::collections::BTreeMap;

use hearth_proto::{
    act::SendId,
    id::{ConversationId, RequestId},
};

use crate::{catch_up::Fetch, input::AskId, reads::Mark};

/// How long a reply may take.
const PATIENCE_MS: u64 = 20_000;
/// At most so many questions of the person wait at once; one more is answered `rate_limited`.
const MOST_ASKS: usize = 256;

/// Why a request was sent.
#[derive(Clone, Debug)]
pub(crate) enum Purpose {
    Send(SendId),
    Fetch(Fetch),
    Members(ConversationId),
    Readers(ConversationId),
    Mark(ConversationId, Mark),
    Ask(AskId),
}

/// All requests without a reply yet. Ids are never used twice, so a reply from an earlier line matches nothing.
#[derive(Default, Debug)]
pub(crate) struct Requests {
    last: RequestId,
    /// Bounded by the bounds of each purpose: sends, fetches and asks count theirs; members and readers are one at a time;
    /// marks one for a conversation, and gone after [`PATIENCE_MS`].
    open: BTreeMap<RequestId, Open>,
}

#[derive(Debug)]
struct Open {
    purpose: Purpose,
    until: u64,
}

impl Requests {
    pub(crate) fn open(&mut self, purpose: Purpose, now: u64) -> RequestId {
        self.last = self.last.next();
        self.open.insert(self.last, Open { purpose, until: now + PATIENCE_MS });
        self.last
    }

    /// How long ago it was sent.
    pub(crate) fn age(&self, id: RequestId, now: u64) -> Option<u64> {
        self.open.get(&id).map(|open| (now + PATIENCE_MS).saturating_sub(open.until))
    }

    /// The reply is here.
    pub(crate) fn close(&mut self, id: RequestId) -> Option<Purpose> {
        self.open.remove(&id).map(|open| open.purpose)
    }

    /// What is fetched with it, while it has no reply.
    pub(crate) fn fetch(&self, id: RequestId) -> Option<&Fetch> {
        match &self.open.get(&id)?.purpose {
            Purpose::Fetch(fetch) => Some(fetch),
            Purpose::Send(_) | Purpose::Members(_) | Purpose::Readers(_) | Purpose::Mark(..) | Purpose::Ask(_) => None,
        }
    }

    /// The oldest request whose time is over, taken out.
    pub(crate) fn overdue(&mut self, now: u64) -> Option<Purpose> {
        // All wait equally long, so the oldest id is due first.
        self.open.first_entry().filter(|entry| entry.get().until <= now).map(|entry| entry.remove().purpose)
    }

    /// The line is gone; so are all replies.
    pub(crate) fn drain(&mut self) -> Vec<Purpose> {
        std::mem::take(&mut self.open).into_values().map(|open| open.purpose).collect()
    }

    pub(crate) fn next(&self) -> Option<u64> {
        self.open.first_key_value().map(|(_, open)| open.until)
    }

    pub(crate) fn fetches(&self) -> impl Iterator<Item = &Fetch> {
        self.open.keys().filter_map(|id| self.fetch(*id))
    }

    pub(crate) fn asks_are_full(&self) -> bool {
        self.open.values().filter(|open| matches!(open.purpose, Purpose::Ask(_))).count() >= MOST_ASKS
    }

    pub(crate) fn asks_members(&self) -> bool {
        self.open.values().any(|open| matches!(open.purpose, Purpose::Members(_)))
    }

    pub(crate) fn asks_readers(&self) -> bool {
        self.open.values().any(|open| matches!(open.purpose, Purpose::Readers(_)))
    }
}
