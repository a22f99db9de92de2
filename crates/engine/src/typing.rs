//! Who is writing where, others and oneself. Nothing here is kept or repeated.

use std::collections::BTreeMap;

use hearth_proto::id::{ConversationId, UserId};

use crate::effect::Effect;

/// How long another's sign of writing holds.
const VALID_MS: u64 = 5_000;
/// How often our own is sent at most.
const PACE_MS: u64 = 3_000;
/// Writers known at once over all conversations; more are not shown.
const MOST_WRITERS: usize = 256;

#[derive(Default, Debug)]
pub(crate) struct Typing {
    /// Until when each holds. Bounded by [`MOST_WRITERS`].
    others: BTreeMap<(ConversationId, UserId), u64>,
    /// Where and when we said it last.
    own: Option<(ConversationId, u64)>,
}

impl Typing {
    /// Another person writes.
    pub(crate) fn begin(&mut self, conversation: ConversationId, user: UserId, now: u64, out: &mut Vec<Effect>) {
        let room = self.others.len() < MOST_WRITERS;
        let known = self.others.contains_key(&(conversation, user));
        if known || room {
            self.others.insert((conversation, user), now + VALID_MS);
        }
        if !known && room {
            out.push(self.shown(conversation));
        }
    }

    /// They have said it, or gone.
    pub(crate) fn end(&mut self, conversation: ConversationId, user: UserId, out: &mut Vec<Effect>) {
        if self.others.remove(&(conversation, user)).is_some() {
            out.push(self.shown(conversation));
        }
    }

    /// Signs that are too old go.
    pub(crate) fn expire(&mut self, now: u64, out: &mut Vec<Effect>) {
        self.drop_where(|until| until <= now, out);
    }

    /// Nobody is known to write any more.
    pub(crate) fn clear(&mut self, out: &mut Vec<Effect>) {
        self.own = None;
        self.drop_where(|_| true, out);
    }

    /// Whether our own sign is to be sent now.
    pub(crate) fn say(&mut self, conversation: ConversationId, now: u64) -> bool {
        let fresh = self.own.is_some_and(|(place, at)| place == conversation && now < at + PACE_MS);
        if !fresh {
            self.own = Some((conversation, now));
        }
        !fresh
    }

    /// What was being written has been sent: the next sign is a new one.
    pub(crate) fn said(&mut self) {
        self.own = None;
    }

    pub(crate) fn next(&self) -> Option<u64> {
        self.others.values().copied().min()
    }

    fn drop_where(&mut self, over: impl Fn(u64) -> bool, out: &mut Vec<Effect>) {
        let mut touched: Vec<ConversationId> =
            self.others.iter().filter(|(_, until)| over(**until)).map(|((place, _), _)| *place).collect();
        touched.dedup();
        self.others.retain(|_, until| !over(*until));
        out.extend(touched.into_iter().map(|place| self.shown(place)));
    }

    fn shown(&self, conversation: ConversationId) -> Effect {
        let users = self.others.keys().filter(|(place, _)| *place == conversation).map(|(_, user)| *user).collect();
        Effect::Typing { conversation, users }
    }
}
