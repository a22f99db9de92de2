//! Own messages on their way: in the order in which they were written, each exactly once.
//!
//! Guarantees: a message that was queued stays here until the server has it, refuses it, or the person gives it up. In
//! one conversation only one is with the server at a time, so none overtakes another. Resending keeps the id.

use std::collections::BTreeMap;

use hearth_proto::{
    command::Post,
    error::{ErrorCode, Failure},
    id::{BlobId, ConversationId, MessageId},
};

use crate::{
    backoff,
    input::{Now, Outgoing},
};

/// Messages that may wait at once. One more counts as failed (`rate_limited`) from the start, so the person sees it and
/// sends it later; what is on disk already is always taken up again.
const MOST_MESSAGES: usize = 10_000;
/// Conversations that may each have a message with the server at once.
const MOST_POSTS: usize = 8;
const MOST_UPLOADS: usize = 2;
/// A server that names a longer pause is not believed.
const LONGEST_PAUSE_MS: u64 = 60_000;

/// ```text
///  written ──▶ Blob ──▶ Uploading ──▶ Ready ──▶ Posted ──▶ acknowledged, and gone from here
///     │         ▲ retry    │            ▲          │
///     │         └──────────┤            ├──────────┘ line lost, or a code that a retry helps against
///     └─ no blob ──────────┼────────────┘          │
///                          └──────────┬────────────┘ any other code
///                                     ▼
///                                   Failed ──▶ Blob or Ready when the person says so
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Blob { not_before: u64 },
    Uploading,
    Ready { not_before: u64 },
    Posted,
    Failed,
}

#[derive(Debug)]
struct Entry {
    outgoing: Outgoing,
    stage: Stage,
    tries: u32,
    /// The server had let go of its blob, and got it a second time.
    blob_again: bool,
}

/// What became of a message that did not get through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// It is tried again by itself.
    Waits,
    /// The person has to decide.
    Failed,
    /// It is not in the outbox (any more).
    Unknown,
}

/// All own messages that are not on the server's disk.
#[derive(Default, Debug)]
pub(crate) struct Outbox {
    /// By conversation, in the order of writing. At most [`MOST_MESSAGES`], and what was restored.
    queues: BTreeMap<ConversationId, BTreeMap<u64, Entry>>,
    places: BTreeMap<MessageId, (ConversationId, u64)>,
    /// What each conversation has with the server; at most [`MOST_POSTS`].
    posted: BTreeMap<ConversationId, MessageId>,
    written: u64,
    paused_until: u64,
}

impl Outbox {
    pub(crate) fn restored(outgoing: Vec<Outgoing>) -> Self {
        let mut outbox = Self::default();
        for message in outgoing {
            outbox.put(message);
        }
        outbox
    }

    /// A message was written. Failed: too many wait already.
    pub(crate) fn queue(&mut self, mut outgoing: Outgoing) -> Fate {
        let fate = if self.places.len() < MOST_MESSAGES { Fate::Waits } else { Fate::Failed };
        if fate == Fate::Failed {
            outgoing.failed = Some(ErrorCode::RateLimited);
        }
        self.put(outgoing);
        fate
    }

    /// The server has it. True when that was news.
    pub(crate) fn acknowledged(&mut self, message: MessageId) -> bool {
        self.remove(message)
    }

    /// The person gave it up.
    pub(crate) fn discarded(&mut self, message: MessageId) {
        self.remove(message);
    }

    /// The person wants a failed message sent after all, at its old place before those still waiting.
    pub(crate) fn retry(&mut self, message: MessageId) -> bool {
        let Some(entry) = self.entry(message).filter(|entry| entry.stage == Stage::Failed) else { return false };
        entry.outgoing.failed = None;
        entry.tries = 0;
        entry.stage = first_stage(&entry.outgoing);
        true
    }

    /// The next upload to begin, marked as begun.
    pub(crate) fn begin_upload(&mut self, now: u64) -> Option<(MessageId, BlobId)> {
        let entries = || self.queues.values().flat_map(BTreeMap::values);
        if entries().filter(|entry| entry.stage == Stage::Uploading).count() >= MOST_UPLOADS {
            return None;
        }
        let due = |entry: &&mut Entry| matches!(entry.stage, Stage::Blob { not_before } if not_before <= now);
        let entry = self.queues.values_mut().flat_map(BTreeMap::values_mut).find(due)?;
        entry.stage = Stage::Uploading;
        let blob = entry.outgoing.upload.clone()?;
        Some((entry.outgoing.message, blob))
    }

    /// The blob is on the server. True when somebody waited for it.
    pub(crate) fn uploaded(&mut self, message: MessageId) -> bool {
        let Some(entry) = self.entry(message).filter(|entry| entry.outgoing.upload.is_some()) else { return false };
        entry.outgoing.upload = None;
        entry.tries = 0;
        if entry.stage != Stage::Failed {
            entry.stage = Stage::Ready { not_before: 0 };
        }
        true
    }

    pub(crate) fn upload_failed(&mut self, message: MessageId, code: ErrorCode, now: &Now) -> Fate {
        let Some(entry) = self.entry(message).filter(|entry| entry.stage == Stage::Uploading) else {
            return Fate::Unknown;
        };
        entry.falter(code, None, now)
    }

    /// The message that may be posted next, marked as posted: the first of a conversation that has none with the server.
    pub(crate) fn begin_post(&mut self, now: u64) -> Option<Post> {
        if now < self.paused_until || self.posted.len() >= MOST_POSTS {
            return None;
        }
        let idle = self.queues.iter_mut().filter(|(id, _)| !self.posted.contains_key(*id)).map(|(_, queue)| queue);
        let entry = idle.filter_map(first_waiting_mut).find(|entry| entry.is_ready(now))?;
        entry.stage = Stage::Posted;
        let Outgoing { conversation, message, body, reply_to, .. } = entry.outgoing.clone();
        self.posted.insert(conversation, message);
        Some(Post { conversation, message, body, reply_to, forward: None })
    }

    /// The server did not take it.
    pub(crate) fn refused(&mut self, message: MessageId, failure: &Failure, now: &Now) -> Fate {
        let Some(entry) = self.take_back(message) else { return Fate::Unknown };
        // The server has let go of a blob that was uploaded long before: bring it again, once.
        if failure.code == ErrorCode::BlobMissing
            && !entry.blob_again
            && let Some(blob) = entry.outgoing.body.blob().cloned()
        {
            entry.blob_again = true;
            entry.outgoing.upload = Some(blob);
            entry.stage = Stage::Blob { not_before: now.mono_ms };
            return Fate::Waits;
        }
        let fate = entry.falter(failure.code, failure.retry_after_ms, now);
        if failure.code == ErrorCode::RateLimited {
            // The limit is on the person, not on the conversation.
            let wait = failure.retry_after_ms.unwrap_or(backoff::BASE_MS).min(LONGEST_PAUSE_MS);
            self.paused_until = self.paused_until.max(now.mono_ms + wait);
        }
        fate
    }

    /// No answer came, or the line is gone: to be sent again, at once when there is a line.
    pub(crate) fn unanswered(&mut self, message: MessageId) {
        if let Some(entry) = self.take_back(message) {
            entry.stage = Stage::Ready { not_before: 0 };
        }
    }

    /// A line starts afresh: what waited for a time tries at once.
    pub(crate) fn resume(&mut self) {
        self.paused_until = 0;
        for entry in self.queues.values_mut().flat_map(BTreeMap::values_mut) {
            match &mut entry.stage {
                Stage::Blob { not_before } | Stage::Ready { not_before } => *not_before = 0,
                Stage::Uploading | Stage::Posted | Stage::Failed => {}
            }
        }
    }

    /// When something that waits for a time may go on.
    pub(crate) fn next(&self, now: u64) -> Option<u64> {
        let posts = self.queues.values().filter_map(first_waiting).filter_map(|entry| match entry.stage {
            Stage::Ready { not_before } => Some(not_before.max(self.paused_until)),
            Stage::Blob { .. } | Stage::Uploading | Stage::Posted | Stage::Failed => None,
        });
        let uploads = self.queues.values().flat_map(BTreeMap::values).filter_map(|entry| match entry.stage {
            Stage::Blob { not_before } => Some(not_before),
            Stage::Ready { .. } | Stage::Uploading | Stage::Posted | Stage::Failed => None,
        });
        posts.chain(uploads).filter(|at| *at > now).min()
    }

    /// It is no longer with the server.
    fn take_back(&mut self, message: MessageId) -> Option<&mut Entry> {
        self.posted.retain(|_, posted| *posted != message);
        self.entry(message).filter(|entry| entry.stage == Stage::Posted)
    }

    fn put(&mut self, outgoing: Outgoing) {
        if self.places.contains_key(&outgoing.message) {
            return;
        }
        self.written += 1;
        self.places.insert(outgoing.message, (outgoing.conversation, self.written));
        let entry = Entry { stage: first_stage(&outgoing), tries: 0, blob_again: false, outgoing };
        self.queues.entry(entry.outgoing.conversation).or_default().insert(self.written, entry);
    }

    fn entry(&mut self, message: MessageId) -> Option<&mut Entry> {
        let (conversation, place) = self.places.get(&message)?;
        self.queues.get_mut(conversation)?.get_mut(place)
    }

    fn remove(&mut self, message: MessageId) -> bool {
        self.posted.retain(|_, posted| *posted != message);
        let Some((conversation, place)) = self.places.remove(&message) else { return false };
        if let Some(queue) = self.queues.get_mut(&conversation) {
            queue.remove(&place);
            if queue.is_empty() {
                self.queues.remove(&conversation);
            }
        }
        true
    }
}

impl Entry {
    fn is_ready(&self, now: u64) -> bool {
        matches!(self.stage, Stage::Ready { not_before } if not_before <= now)
    }

    /// Back to the stage before, for a while or until the person decides.
    fn falter(&mut self, code: ErrorCode, retry_after_ms: Option<u64>, now: &Now) -> Fate {
        if !code.retry_helps() {
            self.stage = Stage::Failed;
            self.outgoing.failed = Some(code);
            return Fate::Failed;
        }
        let wait = retry_after_ms.unwrap_or_else(|| backoff::delay_ms(self.tries + 1, now.entropy));
        self.tries = self.tries.saturating_add(1).min(16);
        let not_before = now.mono_ms + wait.min(LONGEST_PAUSE_MS);
        let uploads = self.outgoing.upload.is_some();
        self.stage = if uploads { Stage::Blob { not_before } } else { Stage::Ready { not_before } };
        Fate::Waits
    }
}

fn first_stage(outgoing: &Outgoing) -> Stage {
    match (&outgoing.failed, &outgoing.upload) {
        (Some(_), _) => Stage::Failed,
        (None, Some(_)) => Stage::Blob { not_before: 0 },
        (None, None) => Stage::Ready { not_before: 0 },
    }
}

/// The first that is not failed: only it may leave.
fn first_waiting(queue: &BTreeMap<u64, Entry>) -> Option<&Entry> {
    queue.values().find(|entry| entry.stage != Stage::Failed)
}

fn first_waiting_mut(queue: &mut BTreeMap<u64, Entry>) -> Option<&mut Entry> {
    queue.values_mut().find(|entry| entry.stage != Stage::Failed)
}
