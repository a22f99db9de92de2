//! Manners of the background: when older pages may come that nobody waits for, and what somebody has asked for.
//!
//! ```text
//!             the person does something              runs on its battery
//!  coming ──────────────────────────────▶ paused ◀─────────────────────── coming
//!         ◀──── quiet for five seconds ───       ──── back on the mains ──▶
//! ```
//! What the person asks for does not pause.

use std::collections::BTreeSet;

use hearth_proto::id::ConversationId;

/// So long nothing is fetched in the background after the person did something.
const QUIET_MS: u64 = 5_000;

/// Whether what is missing of the past is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// Nothing is missing.
    Here,
    Coming,
    Paused(Pause),
    /// Something is missing that the server does not give.
    Withheld,
}

/// Why it does not come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pause {
    /// There is no line.
    Offline,
    /// The person does something, and is not to be slowed down.
    Active,
    /// The computer runs on its battery.
    Battery,
}

/// Conversations whose whole past the person has asked for. Empty once it is here.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Asked {
    pub all: bool,
    /// Bounded by the number of conversations.
    pub conversations: BTreeSet<ConversationId>,
}

impl Asked {
    pub(crate) fn holds(&self, conversation: ConversationId) -> bool {
        self.all || self.conversations.contains(&conversation)
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.all && self.conversations.is_empty()
    }
}

#[derive(Default, Debug)]
pub(crate) struct Manners {
    pub(crate) asked: Asked,
    pub(crate) battery: bool,
    quiet_at: u64,
}

impl Manners {
    pub(crate) fn new(asked: Asked) -> Self {
        Self { asked, ..Self::default() }
    }

    /// The person does something.
    pub(crate) fn stir(&mut self, now: u64) {
        self.quiet_at = now + QUIET_MS;
    }

    /// The past of this conversation, or of all, is wanted.
    pub(crate) fn ask(&mut self, conversation: Option<ConversationId>) {
        match conversation {
            Some(id) => {
                self.asked.conversations.insert(id);
            }
            None => self.asked.all = true,
        }
    }

    /// Why nothing comes that nobody asked for.
    pub(crate) fn pause(&self, now: u64) -> Option<Pause> {
        if self.battery { Some(Pause::Battery) } else { (now < self.quiet_at).then_some(Pause::Active) }
    }

    /// When it goes on by itself.
    pub(crate) fn next_at(&self, now: u64) -> Option<u64> {
        (!self.battery && now < self.quiet_at).then_some(self.quiet_at)
    }
}
