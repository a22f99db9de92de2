//! Own messages and acts on their way: in the order in which they were done, each exactly once.
//!
//! Guarantees: what was queued stays here until the server has it, refuses it, or the person gives it up. In one
//! conversation only one is with the server at a time, so none overtakes another, and an act on a message that waits
//! leaves only after it. Resending keeps the id. An act on a message that was refused waits with it.

use std::collections::BTreeMap;

use hearth_proto::{
    act::{Act, SendId},
    body::Body,
    command::{Post, Request},
    error::{ErrorCode, Failure},
    id::{BlobId, ConversationId, MessageId},
};

use crate::{
    backoff,
    input::{Now, Outgoing, Sending},
};

/// Messages and acts that may wait at once. One more counts as failed (`rate_limited`) from the start, so the person sees
/// it and sends it later; what is on disk already is always taken up again.
const MOST_WAITING: usize = 10_000;
/// Conversations that may each have something with the server at once.
const MOST_OFFERED: usize = 8;
const MOST_UPLOADS: usize = 2;
/// A server that names a longer pause is not believed.
const LONGEST_PAUSE_MS: u64 = 60_000;

/// ```text
///  written ──▶ Blob ──▶ Uploading ──▶ Ready ──▶ Offered ──▶ acknowledged, and gone from here
///     │         ▲ retry    │            ▲          │
///     │         └──────────┤            ├──────────┘ line lost, or a code that a retry helps against
///     └─ no blob ──────────┼────────────┘          │
///                          └──────────┬────────────┘ any other code
///                                     ▼
///                                   Failed ──▶ Blob or Ready when the person says so
///                                              (acts without words are taken back instead)
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Blob { not_before: u64 },
    Uploading,
    Ready { not_before: u64 },
    Offered,
    Failed,
}

#[derive(Debug)]
struct Entry {
    outgoing: Outgoing,
    stage: Stage,
    tries: u32,
    /// The server may have it, though nothing was heard of that.
    offered: bool,
    /// The server had let go of its blob, and got it a second time.
    blob_again: bool,
}

/// What became of something that did not get through.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Fate {
    /// It is tried again by itself.
    Waits,
    /// The person has to decide.
    Failed,
    /// An act without words, which is as if it had never been.
    TakenBack { conversation: ConversationId, target: MessageId, act: Act },
    /// It is not in the outbox (any more).
    Unknown,
}

/// All own messages and acts that are not on the server's disk.
#[derive(Default, Debug)]
pub(crate) struct Outbox {
    /// By conversation, in the order of writing. At most [`MOST_WAITING`], and what was restored.
    queues: BTreeMap<ConversationId, BTreeMap<u64, Entry>>,
    places: BTreeMap<SendId, (ConversationId, u64)>,
    /// What each conversation has with the server; at most [`MOST_OFFERED`].
    offered: BTreeMap<ConversationId, SendId>,
    written: u64,
    paused_until: u64,
}

impl Outbox {
    pub(crate) fn restored(outgoing: Vec<Outgoing>) -> Self {
        let mut outbox = Self::default();
        for one in outgoing {
            outbox.put(one, true);
        }
        outbox
    }

    /// Something was written. Failed or taken back: too much waits already.
    pub(crate) fn queue(&mut self, mut outgoing: Outgoing) -> Fate {
        if self.places.len() < MOST_WAITING {
            self.put(outgoing, false);
            return Fate::Waits;
        }
        if let Some(fate) = taken_back(&outgoing) {
            return fate;
        }
        outgoing.failed = Some(ErrorCode::RateLimited);
        self.put(outgoing, false);
        Fate::Failed
    }

    /// The server has it. True when that was news.
    pub(crate) fn acknowledged(&mut self, id: SendId) -> bool {
        self.remove(id)
    }

    /// The person gave it up, and with a message all acts on it.
    pub(crate) fn discarded(&mut self, id: SendId) {
        if let (SendId::Message(message), Some((conversation, _))) = (id, self.places.get(&id)) {
            let is_on_it =
                |entry: &&Entry| matches!(entry.outgoing.what, Sending::Act { target, .. } if target == message);
            let on_it = self.queues.get(conversation).into_iter().flat_map(BTreeMap::values).filter(is_on_it);
            let on_it = on_it.map(|entry| entry.outgoing.what.id());
            for act in on_it.collect::<Vec<_>>() {
                self.remove(act);
            }
        }
        self.remove(id);
    }

    /// Whether the server cannot have this message, so that giving it up leaves nothing behind.
    pub(crate) fn never_left(&self, message: MessageId) -> bool {
        let entry = self.places.get(&SendId::Message(message)).and_then(|(id, place)| self.queues.get(id)?.get(place));
        entry.is_some_and(|entry| !entry.offered || entry.stage == Stage::Failed)
    }

    /// A failed message has other words, and is tried again.
    pub(crate) fn reword(&mut self, message: MessageId, words: Body) {
        if let Some(entry) = self.entry(SendId::Message(message)).filter(|entry| entry.stage == Stage::Failed)
            && let Sending::Message { body, .. } = &mut entry.outgoing.what
        {
            *body = words;
        }
        self.retry(SendId::Message(message));
    }

    /// The person wants something that failed sent after all, at its old place before what still waits.
    pub(crate) fn retry(&mut self, id: SendId) -> bool {
        let Some(entry) = self.entry(id).filter(|entry| entry.stage == Stage::Failed) else { return false };
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
        match &entry.outgoing.what {
            Sending::Message { message, upload: Some(blob), .. } => Some((*message, blob.clone())),
            Sending::Message { .. } | Sending::Act { .. } => None,
        }
    }

    /// The blob is on the server. True when somebody waited for it.
    pub(crate) fn uploaded(&mut self, message: MessageId) -> bool {
        let Some(entry) = self.entry(SendId::Message(message)) else { return false };
        let Sending::Message { upload, .. } = &mut entry.outgoing.what else { return false };
        if upload.take().is_none() {
            return false;
        }
        entry.tries = 0;
        if entry.stage != Stage::Failed {
            entry.stage = Stage::Ready { not_before: 0 };
        }
        true
    }

    pub(crate) fn upload_failed(&mut self, message: MessageId, code: ErrorCode, now: &Now) -> Fate {
        let id = SendId::Message(message);
        let Some(entry) = self.entry(id).filter(|entry| entry.stage == Stage::Uploading) else {
            return Fate::Unknown;
        };
        entry.falter(code, None, now)
    }

    /// What may leave next, marked as offered: the first of a conversation that has nothing with the server.
    pub(crate) fn begin_send(&mut self, now: u64) -> Option<(SendId, Request)> {
        if now < self.paused_until || self.offered.len() >= MOST_OFFERED {
            return None;
        }
        let mut idle = self.queues.iter_mut().filter(|(id, _)| !self.offered.contains_key(*id));
        let entry = idle.find_map(|(_, queue)| first_waiting_mut(queue).filter(|entry| entry.is_ready(now)))?;
        entry.stage = Stage::Offered;
        entry.offered = true;
        let Outgoing { conversation, what, .. } = entry.outgoing.clone();
        let id = what.id();
        self.offered.insert(conversation, id);
        Some((id, request(conversation, what)))
    }

    /// The server did not take it.
    pub(crate) fn refused(&mut self, id: SendId, failure: &Failure, now: &Now) -> Fate {
        let Some(entry) = self.take_back(id) else { return Fate::Unknown };
        // The server has let go of a blob that was uploaded long before: bring it again, once.
        if failure.code == ErrorCode::BlobMissing
            && !entry.blob_again
            && let Sending::Message { body, upload, forward: None, .. } = &mut entry.outgoing.what
            && let Some(blob) = body.blob().cloned()
        {
            entry.blob_again = true;
            *upload = Some(blob);
            entry.stage = Stage::Blob { not_before: now.mono_ms };
            return Fate::Waits;
        }
        if !failure.code.retry_helps()
            && let Some(fate) = taken_back(&entry.outgoing)
        {
            self.remove(id);
            return fate;
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
    pub(crate) fn unanswered(&mut self, id: SendId) {
        if let Some(entry) = self.take_back(id) {
            entry.stage = Stage::Ready { not_before: 0 };
        }
    }

    /// A line starts afresh: what waited for a time tries at once.
    pub(crate) fn resume(&mut self) {
        self.paused_until = 0;
        for entry in self.queues.values_mut().flat_map(BTreeMap::values_mut) {
            match &mut entry.stage {
                Stage::Blob { not_before } | Stage::Ready { not_before } => *not_before = 0,
                Stage::Uploading | Stage::Offered | Stage::Failed => {}
            }
        }
    }

    /// When something that waits for a time may go on.
    pub(crate) fn next(&self, now: u64) -> Option<u64> {
        let posts = self.queues.values().filter_map(first_waiting).filter_map(|entry| match entry.stage {
            Stage::Ready { not_before } => Some(not_before.max(self.paused_until)),
            Stage::Blob { .. } | Stage::Uploading | Stage::Offered | Stage::Failed => None,
        });
        let uploads = self.queues.values().flat_map(BTreeMap::values).filter_map(|entry| match entry.stage {
            Stage::Blob { not_before } => Some(not_before),
            Stage::Ready { .. } | Stage::Uploading | Stage::Offered | Stage::Failed => None,
        });
        posts.chain(uploads).filter(|at| *at > now).min()
    }

    /// It is no longer with the server.
    fn take_back(&mut self, id: SendId) -> Option<&mut Entry> {
        self.offered.retain(|_, offered| *offered != id);
        self.entry(id).filter(|entry| entry.stage == Stage::Offered)
    }

    fn put(&mut self, outgoing: Outgoing, offered: bool) {
        if self.places.contains_key(&outgoing.what.id()) {
            return;
        }
        self.written += 1;
        self.places.insert(outgoing.what.id(), (outgoing.conversation, self.written));
        let entry = Entry { stage: first_stage(&outgoing), tries: 0, offered, blob_again: false, outgoing };
        self.queues.entry(entry.outgoing.conversation).or_default().insert(self.written, entry);
    }

    fn entry(&mut self, id: SendId) -> Option<&mut Entry> {
        let (conversation, place) = self.places.get(&id)?;
        self.queues.get_mut(conversation)?.get_mut(place)
    }

    fn remove(&mut self, id: SendId) -> bool {
        self.offered.retain(|_, offered| *offered != id);
        let Some((conversation, place)) = self.places.remove(&id) else { return false };
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
        let uploads = matches!(self.outgoing.what, Sending::Message { upload: Some(_), .. });
        self.stage = if uploads { Stage::Blob { not_before } } else { Stage::Ready { not_before } };
        Fate::Waits
    }
}

fn first_stage(outgoing: &Outgoing) -> Stage {
    match (&outgoing.failed, &outgoing.what) {
        (Some(_), _) => Stage::Failed,
        (None, Sending::Message { upload: Some(_), .. }) => Stage::Blob { not_before: 0 },
        (None, Sending::Message { .. } | Sending::Act { .. }) => Stage::Ready { not_before: 0 },
    }
}

/// What a refusal makes of an act without words; None for what has words, which are the person's to keep or give up.
fn taken_back(outgoing: &Outgoing) -> Option<Fate> {
    match &outgoing.what {
        Sending::Message { .. } | Sending::Act { what: Act::Edit { .. }, .. } => None,
        Sending::Act { target, what, .. } => {
            Some(Fate::TakenBack { conversation: outgoing.conversation, target: *target, act: what.clone() })
        }
    }
}

fn request(conversation: ConversationId, what: Sending) -> Request {
    match what {
        Sending::Message { message, body, reply_to, forward, upload: _ } => {
            Request::Post(Post { conversation, message, body, reply_to, forward })
        }
        Sending::Act { act, target, what } => what.request(conversation, target, act),
    }
}

/// The first that may leave: neither failed, nor an act on a message that is.
fn first_waiting(queue: &BTreeMap<u64, Entry>) -> Option<&Entry> {
    queue.values().find(|entry| entry.stage != Stage::Failed && !is_held(queue, entry))
}

fn first_waiting_mut(queue: &mut BTreeMap<u64, Entry>) -> Option<&mut Entry> {
    let place = queue
        .iter()
        .find(|(_, entry)| entry.stage != Stage::Failed && !is_held(queue, entry))
        .map(|(place, _)| *place)?;
    queue.get_mut(&place)
}

/// An act on a message that failed waits with it.
fn is_held(queue: &BTreeMap<u64, Entry>, entry: &Entry) -> bool {
    let Sending::Act { target, .. } = entry.outgoing.what else { return false };
    let is_target = |one: &Entry| one.outgoing.what.id() == SendId::Message(target);
    queue.values().any(|one| one.stage == Stage::Failed && is_target(one))
}
