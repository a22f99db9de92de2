//! Whether the other end is still there: pings both ways, silence, and losses that nothing else would show.

use hearth_proto::{
    frame::PingPayload,
    id::{Millis, Pos},
};

/// The interval is the server's, but not one that would drown or forget the line.
const SHORTEST_MS: u64 = 50;
const LONGEST_MS: u64 = 300_000;
/// After a wake or a change of network, the line must answer within this.
const PROBE_MS: u64 = 5_000;

/// The heartbeat of one live line. All times are `mono_ms`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Heartbeat {
    interval: u64,
    heard_at: u64,
    next_ping: u64,
    unanswered: Option<Unanswered>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Unanswered {
    payload: PingPayload,
    due: u64,
}

impl Heartbeat {
    /// Starts with the welcome.
    pub(crate) fn new(heartbeat_ms: u64, now: u64) -> Self {
        let interval = heartbeat_ms.clamp(SHORTEST_MS, LONGEST_MS);
        Self { interval, heard_at: now, next_ping: now + interval, unanswered: None }
    }

    /// Anything at all came from the server.
    pub(crate) fn heard(&mut self, now: u64) {
        self.heard_at = now;
    }

    /// The answer to our ping; gives the round trip in milliseconds.
    pub(crate) fn pong(&mut self, payload: PingPayload, now: u64) -> Option<u32> {
        self.unanswered.take_if(|open| open.payload == payload)?;
        let sent_at = u64::try_from(payload.sent_at.0).unwrap_or(now);
        Some(u32::try_from(now.saturating_sub(sent_at)).unwrap_or(u32::MAX))
    }

    /// Asks for a sign of life soon, whatever the interval says. A ping that still waits for its answer is enough.
    pub(crate) fn probe(&mut self, received: Pos, now: u64) -> Option<PingPayload> {
        let patience = self.interval.min(PROBE_MS);
        if let Some(open) = self.unanswered.as_mut().filter(|open| now < open.due) {
            open.due = open.due.min(now + patience);
            return None;
        }
        // What seems overdue may have been slept through.
        self.heard_at = now;
        Some(self.ping(received, now, patience))
    }

    /// Whether a pong was missed, or nothing was heard for two intervals.
    pub(crate) fn is_dead(&self, now: u64) -> bool {
        now >= self.heard_at + 2 * self.interval || self.unanswered.as_ref().is_some_and(|open| now >= open.due)
    }

    /// The ping that is due now.
    pub(crate) fn due_ping(&mut self, received: Pos, now: u64) -> Option<PingPayload> {
        (now >= self.next_ping && self.unanswered.is_none()).then(|| self.ping(received, now, self.interval))
    }

    /// When to look again.
    pub(crate) fn next(&self) -> u64 {
        let silent = self.heard_at + 2 * self.interval;
        match &self.unanswered {
            Some(open) => silent.min(open.due),
            None => silent.min(self.next_ping),
        }
    }

    fn ping(&mut self, received: Pos, now: u64, patience: u64) -> PingPayload {
        let payload = PingPayload { sent_at: Millis(i64::try_from(now).unwrap_or(i64::MAX)), pos: received };
        self.unanswered = Some(Unanswered { payload, due: now + patience });
        self.next_ping = now + self.interval;
        payload
    }
}
