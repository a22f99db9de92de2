//! Own read marks on their way to the server: merged, at most one a second for each conversation.

use std::collections::BTreeMap;

use hearth_proto::{
    error::Failure,
    id::{ConversationId, Seq},
};

const PACE_MS: u64 = 1_000;

/// Both maps are bounded by the number of conversations.
#[derive(Default, Debug)]
pub(crate) struct Reads {
    due: BTreeMap<ConversationId, Seq>,
    /// When a mark may leave again, for conversations that sent one within the last second.
    not_before: BTreeMap<ConversationId, u64>,
    paused_until: u64,
}

impl Reads {
    /// The server is to know that this was read. It replaces an older mark that has not left yet.
    pub(crate) fn owe(&mut self, conversation: ConversationId, seq: Seq) {
        let due = self.due.entry(conversation).or_insert(seq);
        *due = seq.max(*due);
    }

    /// The server knows of this mark.
    pub(crate) fn known(&mut self, conversation: ConversationId, seq: Seq) {
        if self.due.get(&conversation).is_some_and(|due| *due <= seq) {
            self.due.remove(&conversation);
        }
    }

    /// The server was too busy; the mark waits.
    pub(crate) fn failed(&mut self, conversation: ConversationId, seq: Seq, failure: &Failure, now: u64) {
        self.owe(conversation, seq);
        self.paused_until =
            self.paused_until.max(now + failure.retry_after_ms.unwrap_or(PACE_MS).clamp(PACE_MS, 60_000));
    }

    /// The next mark that may leave, taken out.
    pub(crate) fn begin(&mut self, now: u64) -> Option<(ConversationId, Seq)> {
        self.not_before.retain(|_, at| *at > now);
        if now < self.paused_until {
            return None;
        }
        let id = *self.due.keys().find(|id| !self.not_before.contains_key(*id))?;
        self.not_before.insert(id, now + PACE_MS);
        self.due.remove(&id).map(|seq| (id, seq))
    }

    /// The log is another one, and so are its seqs.
    pub(crate) fn forget(&mut self) {
        self.due.clear();
    }

    /// A line starts afresh.
    pub(crate) fn resume(&mut self) {
        self.paused_until = 0;
        self.not_before.clear();
    }

    /// When a mark that waits may leave.
    pub(crate) fn next(&self) -> Option<u64> {
        let at = |id| self.not_before.get(id).copied().unwrap_or(0).max(self.paused_until);
        self.due.keys().map(at).min()
    }
}
