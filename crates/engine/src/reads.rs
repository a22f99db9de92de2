//! Own marks on their way to the server: merged, in the order in which they were made, at most one a second for each
//! conversation. What is owed stands in the history too, so a restart forgets none of it.

use std::collections::BTreeMap;

use hearth_proto::{
    command::Request,
    error::Failure,
    id::{ConversationId, Seq},
};

const PACE_MS: u64 = 1_000;

/// What the server still has to be told of own marks: first the one, then the other.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Owed {
    pub read: Option<Seq>,
    /// The message from which on it was marked unread.
    pub unread: Option<Seq>,
}

impl Owed {
    const fn is_nothing(self) -> bool {
        self.read.is_none() && self.unread.is_none()
    }
}

/// One mark on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    Read(Seq),
    Unread(Seq),
}

impl Mark {
    pub(crate) const fn request(self, conversation: ConversationId) -> Request {
        match self {
            Self::Read(seq) => Request::Read { conversation, seq },
            Self::Unread(seq) => Request::MarkUnread { conversation, seq },
        }
    }
}

/// All maps are bounded by the number of conversations.
#[derive(Default, Debug)]
pub(crate) struct Reads {
    owed: BTreeMap<ConversationId, Owed>,
    /// One of each conversation may be with the server.
    sent: BTreeMap<ConversationId, Mark>,
    /// When a mark may leave again, for conversations that sent one within the last second.
    not_before: BTreeMap<ConversationId, u64>,
    paused_until: u64,
}

impl Reads {
    pub(crate) fn restored(owed: impl Iterator<Item = (ConversationId, Owed)>) -> Self {
        Self { owed: owed.filter(|(_, owed)| !owed.is_nothing()).collect(), ..Self::default() }
    }

    /// What the server has to be told of this conversation.
    pub(crate) fn owed(&self, conversation: ConversationId) -> Owed {
        self.owed.get(&conversation).copied().unwrap_or_default()
    }

    /// The server is to know that this was read. Reading beyond a place takes back that it was marked unread there.
    pub(crate) fn owe_read(&mut self, conversation: ConversationId, seq: Seq) {
        let owed = self.owed.entry(conversation).or_default();
        owed.read = owed.read.max(Some(seq));
        owed.unread = owed.unread.filter(|unread| *unread > seq);
    }

    /// The server is to know that it is unread from here on.
    pub(crate) fn owe_unread(&mut self, conversation: ConversationId, seq: Seq) {
        self.owed.entry(conversation).or_default().unread = Some(seq);
    }

    /// The server knows of this read mark, and that nothing at or before it is marked unread. True when that was owed.
    pub(crate) fn known(&mut self, conversation: ConversationId, seq: Seq) -> bool {
        self.settle(conversation, |owed| owed.read = owed.read.filter(|read| *read > seq))
    }

    /// It was told, or cannot be. True when that was owed.
    pub(crate) fn told(&mut self, conversation: ConversationId, mark: Mark) -> bool {
        self.sent.remove(&conversation);
        match mark {
            Mark::Read(seq) => self.known(conversation, seq),
            Mark::Unread(seq) => self.settle(conversation, |owed| owed.unread = owed.unread.filter(|at| *at != seq)),
        }
    }

    fn settle(&mut self, conversation: ConversationId, settle: impl FnOnce(&mut Owed)) -> bool {
        let Some(owed) = self.owed.get_mut(&conversation) else { return false };
        let before = *owed;
        settle(owed);
        let changed = *owed != before;
        if owed.is_nothing() {
            self.owed.remove(&conversation);
        }
        changed
    }

    /// No answer came; it is told again.
    pub(crate) fn unanswered(&mut self, conversation: ConversationId) {
        self.sent.remove(&conversation);
    }

    /// The server was too busy; the mark waits.
    pub(crate) fn failed(&mut self, conversation: ConversationId, failure: &Failure, now: u64) {
        self.sent.remove(&conversation);
        self.paused_until =
            self.paused_until.max(now + failure.retry_after_ms.unwrap_or(PACE_MS).clamp(PACE_MS, 60_000));
    }

    /// The next mark that may leave, noted as sent.
    pub(crate) fn begin(&mut self, now: u64) -> Option<(ConversationId, Mark)> {
        self.not_before.retain(|_, at| *at > now);
        if now < self.paused_until {
            return None;
        }
        let free = |id: &ConversationId| !self.not_before.contains_key(id) && !self.sent.contains_key(id);
        let (id, owed) = self.owed.iter().find(|(id, _)| free(id)).map(|(id, owed)| (*id, *owed))?;
        let mark = owed.read.map(Mark::Read).or(owed.unread.map(Mark::Unread))?;
        self.not_before.insert(id, now + PACE_MS);
        self.sent.insert(id, mark);
        Some((id, mark))
    }

    /// The log is another one, and so are its seqs.
    pub(crate) fn forget(&mut self) {
        self.owed.clear();
        self.sent.clear();
    }

    /// A line starts afresh.
    pub(crate) fn resume(&mut self) {
        self.paused_until = 0;
        self.not_before.clear();
        self.sent.clear();
    }

    /// When a mark that waits may leave.
    pub(crate) fn next(&self) -> Option<u64> {
        let at = |id| self.not_before.get(id).copied().unwrap_or(0).max(self.paused_until);
        self.owed.keys().filter(|id| !self.sent.contains_key(*id)).map(at).min()
    }
}
