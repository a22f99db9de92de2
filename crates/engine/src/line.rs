//! The line to the server: when to dial, when to give up, when to come back, and when never to.
//!
//! It knows nothing of what is said on the line once the welcome has come.

use hearth_proto::{
    error::CloseCode,
    frame::PingPayload,
    id::{Cursor, Millis, Pos},
};

use crate::{
    backoff,
    connection::{Connection, LineReason},
    effect::Effect,
    heartbeat::Heartbeat,
    input::Now,
};

const DIAL_MS: u64 = 15_000;
const WELCOME_MS: u64 = 10_000;
/// A line that lived this long was good: the next break starts the backoff anew.
const GOOD_MS: u64 = 30_000;

/// ```text
///                 Connect                    Opened                 Welcome
///  Disconnected ───────────▶ Dialling ──────────────────▶ Greeting ─────────▶ Live
///       ▲                    ▲     │ failed, 15 s           │ closed, 10 s     │ closed, silent, lost
///       │ Disconnect         │     ├────────────────────────┴──────────────────┤
///       │ (from anywhere)    │     ▼ a retry helps                             ▼ it does not
///       │                    └── Waiting                                     Stopped
///       │             time, Woke, NetworkChanged,                  only Connect or TryNow
///       │             TryNow, Connect                              lead back to Dialling
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
enum State {
    Disconnected,
    Dialling { until: u64 },
    Greeting { until: u64 },
    Live { since: u64, heartbeat: Heartbeat },
    Waiting { until: u64, retry_at: Millis, reason: LineReason },
    Stopped { reason: LineReason },
}

/// One account's line. Times are `mono_ms`.
#[derive(Debug)]
pub(crate) struct Line {
    state: State,
    /// Tries since the line was last good.
    tries: u32,
}

impl Line {
    pub(crate) fn new() -> Self {
        Self { state: State::Disconnected, tries: 0 }
    }

    pub(crate) fn is_live(&self) -> bool {
        matches!(self.state, State::Live { .. })
    }

    pub(crate) fn is_greeting(&self) -> bool {
        matches!(self.state, State::Greeting { .. })
    }

    /// The state as people meet it.
    pub(crate) fn shown(&self, catching_up: bool) -> Connection {
        match self.state {
            State::Disconnected => Connection::Disconnected,
            State::Dialling { .. } | State::Greeting { .. } => Connection::Connecting,
            State::Live { .. } if catching_up => Connection::CatchingUp,
            State::Live { .. } => Connection::Connected,
            State::Waiting { retry_at, reason, .. } => Connection::Offline { reason, retry_at },
            State::Stopped { reason } => Connection::Stopped { reason },
        }
    }

    pub(crate) fn connect(&mut self, now: &Now, out: &mut Vec<Effect>) {
        match self.state {
            State::Disconnected | State::Waiting { .. } | State::Stopped { .. } => self.dial(now, out),
            State::Dialling { .. } | State::Greeting { .. } | State::Live { .. } => {}
        }
    }

    pub(crate) fn disconnect(&mut self, out: &mut Vec<Effect>) {
        match self.state {
            State::Dialling { .. } | State::Greeting { .. } | State::Live { .. } => out.push(hang_up(CLOSE_NORMAL)),
            State::Disconnected | State::Waiting { .. } | State::Stopped { .. } => {}
        }
        self.state = State::Disconnected;
        self.tries = 0;
    }

    /// The person is impatient. A sign-in that has ended stays ended.
    pub(crate) fn try_now(&mut self, now: &Now, out: &mut Vec<Effect>) {
        match self.state {
            State::Stopped { reason: LineReason::SignedOut } | State::Disconnected => {}
            State::Waiting { .. } | State::Stopped { .. } => self.dial(now, out),
            State::Dialling { .. } | State::Greeting { .. } | State::Live { .. } => {}
        }
    }

    /// The computer woke or the network is another one: what was tried before tells nothing about now.
    pub(crate) fn stirred(&mut self, received: Pos, now: &Now, out: &mut Vec<Effect>) {
        match &mut self.state {
            State::Disconnected | State::Stopped { .. } => {}
            State::Live { heartbeat, .. } => out.extend(heartbeat.probe(received, now.mono_ms).map(Effect::Ping)),
            State::Waiting { .. } | State::Dialling { .. } => {
                self.tries = 0;
                self.dial(now, out);
            }
            State::Greeting { .. } => {
                self.tries = 0;
                out.push(hang_up(CloseCode::HeartbeatMissed));
                self.dial(now, out);
            }
        }
    }

    pub(crate) fn opened(&mut self, cursor: Option<Cursor>, now: &Now, out: &mut Vec<Effect>) {
        if let State::Dialling { .. } = self.state {
            self.state = State::Greeting { until: now.mono_ms + WELCOME_MS };
            out.push(Effect::Hello { cursor });
        }
    }

    /// The server has answered the hello. Only to be called while greeting.
    pub(crate) fn welcomed(&mut self, heartbeat_ms: u64, now: &Now) {
        let heartbeat = Heartbeat::new(heartbeat_ms, now.mono_ms);
        self.state = State::Live { since: now.mono_ms, heartbeat };
    }

    /// The dial failed, or the line broke without a word.
    pub(crate) fn failed(&mut self, reason: LineReason, now: &Now) {
        match self.state {
            State::Dialling { .. } | State::Greeting { .. } | State::Live { .. } => {
                if reason.retry_helps() {
                    self.wait(reason, now);
                } else {
                    self.state = State::Stopped { reason };
                }
            }
            State::Disconnected | State::Waiting { .. } | State::Stopped { .. } => {}
        }
    }

    /// The server closed. A close while dialling is an echo of the socket before.
    pub(crate) fn closed(&mut self, code: Option<CloseCode>, now: &Now, out: &mut Vec<Effect>) {
        match self.state {
            State::Greeting { .. } | State::Live { .. } => {}
            State::Disconnected | State::Dialling { .. } | State::Waiting { .. } | State::Stopped { .. } => return,
        }
        let reason = close_reason(code);
        if code.is_none_or(CloseCode::reconnect) {
            self.wait(reason, now);
            return;
        }
        if reason == LineReason::SignedOut {
            out.push(Effect::SignedOut);
        }
        self.state = State::Stopped { reason };
    }

    /// Anything came from the server.
    pub(crate) fn heard(&mut self, now: &Now) {
        if let State::Live { heartbeat, .. } = &mut self.state {
            heartbeat.heard(now.mono_ms);
        }
    }

    /// The server's ping says how far it has sent. More than was received means a loss that nothing else would show:
    /// read on from the log.
    pub(crate) fn pinged(&mut self, ping: PingPayload, received: Pos, now: &Now, out: &mut Vec<Effect>) {
        if !self.is_live() || ping.pos <= received {
            return;
        }
        out.push(hang_up(CloseCode::SlowReader));
        let first = self.tries == 0 || self.was_good(now);
        self.wait(LineReason::ClosedByNetwork, now);
        // At once, but only once: a server that counts wrongly must not be dialled in a circle.
        if first {
            self.dial(now, out);
        }
    }

    pub(crate) fn ponged(&mut self, payload: PingPayload, now: &Now, out: &mut Vec<Effect>) {
        if let State::Live { heartbeat, .. } = &mut self.state
            && let Some(ms) = heartbeat.pong(payload, now.mono_ms)
        {
            out.push(Effect::RoundTrip { ms });
        }
    }

    /// Time has passed.
    pub(crate) fn tick(&mut self, received: Pos, now: &Now, out: &mut Vec<Effect>) {
        let reason = match &mut self.state {
            State::Dialling { until } | State::Greeting { until } if now.mono_ms >= *until => LineReason::TimedOut,
            State::Live { heartbeat, .. } if heartbeat.is_dead(now.mono_ms) => LineReason::ClosedByNetwork,
            State::Live { heartbeat, .. } => {
                out.extend(heartbeat.due_ping(received, now.mono_ms).map(Effect::Ping));
                return;
            }
            State::Waiting { until, .. } if now.mono_ms >= *until => return self.dial(now, out),
            State::Dialling { .. } | State::Greeting { .. } | State::Waiting { .. } => return,
            State::Disconnected | State::Stopped { .. } => return,
        };
        out.push(hang_up(CloseCode::HeartbeatMissed));
        self.wait(reason, now);
    }

    /// When to look again.
    pub(crate) fn next(&self) -> Option<u64> {
        match &self.state {
            State::Disconnected | State::Stopped { .. } => None,
            State::Dialling { until } | State::Greeting { until } | State::Waiting { until, .. } => Some(*until),
            State::Live { heartbeat, .. } => Some(heartbeat.next()),
        }
    }

    fn dial(&mut self, now: &Now, out: &mut Vec<Effect>) {
        self.state = State::Dialling { until: now.mono_ms + DIAL_MS };
        out.push(Effect::Dial);
    }

    fn wait(&mut self, reason: LineReason, now: &Now) {
        if self.was_good(now) {
            self.tries = 0;
        }
        let delay = backoff::delay_ms(self.tries, now.entropy);
        self.tries = self.tries.saturating_add(1);
        let retry_at = Millis(now.wall.0.saturating_add_unsigned(delay));
        self.state = State::Waiting { until: now.mono_ms + delay, retry_at, reason };
    }

    fn was_good(&self, now: &Now) -> bool {
        matches!(self.state, State::Live { since, .. } if now.mono_ms >= since + GOOD_MS)
    }
}

/// RFC 6455, 7.4.1: the purpose of the connection is fulfilled.
const CLOSE_NORMAL: CloseCode = CloseCode::Other(1000);

const fn hang_up(code: CloseCode) -> Effect {
    Effect::HangUp { code: code.number() }
}

const fn close_reason(code: Option<CloseCode>) -> LineReason {
    match code {
        // 1006 is what a WebSocket library reports when the socket ended without a close frame.
        None | Some(CloseCode::Other(1006) | CloseCode::HeartbeatMissed) => LineReason::ClosedByNetwork,
        Some(CloseCode::SignedOut) => LineReason::SignedOut,
        Some(CloseCode::Replaced) => LineReason::Replaced,
        Some(CloseCode::ProtocolBroken) => LineReason::ProtocolBroken,
        Some(CloseCode::VersionUnsupported) => LineReason::WrongVersion,
        Some(
            CloseCode::GoingAway
            | CloseCode::SlowReader
            | CloseCode::HelloTimeout
            | CloseCode::Internal
            | CloseCode::Abuse
            | CloseCode::Other(_),
        ) => LineReason::ClosedByServer,
    }
}
