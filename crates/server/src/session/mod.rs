//! One connection's protocol, without its socket: `step(now, input)` says what to do next.
//!
//! No await, no clock, no randomness, no database. The gateway carries the effects out.
//!
//! ```text
//!              hello            welcomed
//!  Greeting ──────────► Entering ───────► Live
//!     │ late,               │ refused      │ silent, nonsense, abuse
//!     │ or no hello         │              │
//!     ▼                     ▼              ▼
//!    Over ◄─────────────────┴──────────────┘
//! ```

pub mod budget;
pub mod request;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};

use hearth_proto::{
    command::NewInvite,
    error::{CloseCode, ErrorCode, Failure},
    frame::{Bare, ClientFrame, Hello, ServerFrame, Unreadable},
    id::{ConversationId, Millis, RequestId},
    limits::Limits,
    people::Presence,
};

use self::{
    budget::Budget,
    request::{Wish, wish},
};
use crate::{
    reader::Query,
    state::{command::Action, form},
};

/// Unreadable frames in a row after which the line is closed.
const NONSENSE: u32 = 20;
/// Refusals for haste without a request in between that was in time, after which the line is closed.
const HASTE: u32 = 200;
/// Requests under way at which no more frames are read from the line; the client's own send queue then fills.
const UNDER_WAY: u32 = 64;
/// The same for pages and lists, whose answers are large.
const READS_UNDER_WAY: u32 = 4;

/// What a session is told at its beginning.
#[derive(Clone, Debug)]
pub struct Terms {
    pub limits: Arc<Limits>,
    pub heartbeat_ms: i64,
    pub hello_within_ms: i64,
}

/// What happens to a session.
#[derive(Debug)]
pub enum Input<'a> {
    Text(&'a str),
    Binary,
    Pong,
    /// Time has passed; see [`Session::wake_at`].
    Tick,
    /// The token was good, and the welcome is in the queue.
    Welcomed(Arc<Mutex<Budget>>),
    /// The line may not be entered.
    Refused(CloseCode),
    /// A reply left the queue.
    ReplySent,
    /// The reply to a query left the queue.
    ReadReplySent,
}

/// What the gateway does for a session.
#[derive(Debug)]
pub enum Effect {
    Enter(Box<Hello>),
    /// Put it in order; the reply comes through the queue.
    Command {
        re: RequestId,
        action: Box<Action>,
    },
    /// Read it and reply through the queue.
    Query {
        re: RequestId,
        query: Query,
    },
    /// These need fresh secrets or password hashing first.
    Invite {
        re: RequestId,
        invite: NewInvite,
    },
    DeviceCode {
        re: RequestId,
    },
    Password {
        re: RequestId,
        current: Option<String>,
        new: String,
    },
    Reply(Box<ServerFrame>),
    Typing(ConversationId),
    Presence(Presence),
    Ping,
    Close(CloseCode),
}

/// The state of one connection.
#[derive(Debug)]
pub struct Session {
    terms: Terms,
    phase: Phase,
    nonsense: u32,
    haste: u32,
    under_way: u32,
    reads: u32,
}

#[derive(Debug)]
enum Phase {
    Greeting { until: Millis },
    Entering,
    Live { budget: Arc<Mutex<Budget>>, ping_at: Millis, unanswered: bool },
    Over,
}

impl Session {
    #[must_use]
    pub fn new(terms: Terms, now: Millis) -> Self {
        let until = Millis(now.0.saturating_add(terms.hello_within_ms));
        Self { terms, phase: Phase::Greeting { until }, nonsense: 0, haste: 0, under_way: 0, reads: 0 }
    }

    /// When to tick next, if ever.
    #[must_use]
    pub const fn wake_at(&self) -> Option<Millis> {
        match self.phase {
            Phase::Greeting { until } => Some(until),
            Phase::Live { ping_at, .. } => Some(ping_at),
            Phase::Entering | Phase::Over => None,
        }
    }

    /// Whether frames may be read from the line now. If not, they wait at the client.
    #[must_use]
    pub const fn listens(&self) -> bool {
        match self.phase {
            Phase::Greeting { .. } | Phase::Over => true,
            Phase::Entering => false,
            Phase::Live { .. } => self.under_way < UNDER_WAY && self.reads < READS_UNDER_WAY,
        }
    }

    /// Takes one input; the effects are to be carried out in order.
    pub fn step(&mut self, now: Millis, input: Input<'_>) -> Vec<Effect> {
        match input {
            Input::Text(text) => self.text(now, text),
            Input::Binary => self
                .unreadable(&Unreadable { re: None, failure: Failure::new(ErrorCode::Malformed, "frames are text") }),
            Input::Pong => {
                if let Phase::Live { unanswered, .. } = &mut self.phase {
                    *unanswered = false;
                }
                Vec::new()
            }
            Input::Tick => self.tick(now),
            Input::Welcomed(budget) => {
                let ping_at = Millis(now.0.saturating_add(self.terms.heartbeat_ms));
                self.phase = Phase::Live { budget, ping_at, unanswered: false };
                Vec::new()
            }
            Input::Refused(code) => self.over(code),
            Input::ReplySent => {
                self.under_way = self.under_way.saturating_sub(1);
                Vec::new()
            }
            Input::ReadReplySent => {
                self.under_way = self.under_way.saturating_sub(1);
                self.reads = self.reads.saturating_sub(1);
                Vec::new()
            }
        }
    }

    fn tick(&mut self, now: Millis) -> Vec<Effect> {
        match &mut self.phase {
            Phase::Greeting { until } if now >= *until => self.over(CloseCode::HelloTimeout),
            Phase::Live { ping_at, .. } if now < *ping_at => Vec::new(),
            Phase::Live { unanswered: true, .. } => self.over(CloseCode::HeartbeatMissed),
            Phase::Live { ping_at, unanswered, .. } => {
                *ping_at = Millis(now.0.saturating_add(self.terms.heartbeat_ms));
                *unanswered = true;
                vec![Effect::Ping]
            }
            Phase::Greeting { .. } | Phase::Entering | Phase::Over => Vec::new(),
        }
    }

    fn over(&mut self, code: CloseCode) -> Vec<Effect> {
        self.phase = Phase::Over;
        vec![Effect::Close(code)]
    }

    fn text(&mut self, now: Millis, text: &str) -> Vec<Effect> {
        let frame = match (&self.phase, ClientFrame::parse(text)) {
            (Phase::Greeting { .. }, Ok(ClientFrame::Bare(Bare::Hello(hello)))) => {
                self.phase = Phase::Entering;
                return vec![Effect::Enter(Box::new(hello))];
            }
            (Phase::Greeting { .. }, _) => return self.over(CloseCode::ProtocolBroken),
            (Phase::Entering | Phase::Over, _) => return Vec::new(),
            (Phase::Live { .. }, Err(unreadable)) => return self.unreadable(&unreadable),
            (Phase::Live { .. }, Ok(frame)) => frame,
        };
        self.nonsense = 0;
        match frame {
            ClientFrame::Bare(Bare::Hello(_)) => self.over(CloseCode::ProtocolBroken),
            ClientFrame::Bare(Bare::Typing { conversation }) => {
                self.passing(now).then_some(Effect::Typing(conversation)).into_iter().collect()
            }
            ClientFrame::Bare(Bare::Presence { presence }) => {
                self.passing(now).then_some(Effect::Presence(presence)).into_iter().collect()
            }
            ClientFrame::Request { id, request } => self.request(now, id, wish(request)),
        }
    }

    fn request(&mut self, now: Millis, re: RequestId, wish: Wish) -> Vec<Effect> {
        let reads = matches!(wish, Wish::Query(_));
        let spent = self.spend(|budget| if reads { budget.reads.take(now) } else { budget.commands.take(now) });
        if let Err(wait) = spent {
            self.haste += 1;
            if self.haste >= HASTE {
                return self.over(CloseCode::Abuse);
            }
            let mut failure = Failure::new(ErrorCode::RateLimited, "slower, please");
            failure.retry_after_ms = Some(wait);
            return self.reply(ServerFrame::Error { re: Some(re), failure });
        }
        self.haste = 0;
        let effect = match wish {
            Wish::Query(query) => {
                self.reads += 1;
                Effect::Query { re, query }
            }
            Wish::Command(action) => match form::check(&action, &self.terms.limits) {
                Ok(()) => Effect::Command { re, action },
                Err(failure) => return self.reply(ServerFrame::Error { re: Some(re), failure }),
            },
            Wish::Invite(invite) => Effect::Invite { re, invite },
            Wish::DeviceCode => Effect::DeviceCode { re },
            Wish::Password { current, new } => match form::password(&new, &self.terms.limits) {
                Ok(()) => Effect::Password { re, current, new },
                Err(failure) => return self.reply(ServerFrame::Error { re: Some(re), failure }),
            },
        };
        self.under_way += 1;
        vec![effect]
    }

    fn unreadable(&mut self, unreadable: &Unreadable) -> Vec<Effect> {
        if !matches!(self.phase, Phase::Live { .. }) {
            return self.over(CloseCode::ProtocolBroken);
        }
        self.nonsense += 1;
        if self.nonsense >= NONSENSE {
            return self.over(CloseCode::ProtocolBroken);
        }
        self.reply(ServerFrame::Error { re: unreadable.re, failure: unreadable.failure.clone() })
    }

    fn reply(&mut self, frame: ServerFrame) -> Vec<Effect> {
        self.under_way += 1;
        vec![Effect::Reply(Box::new(frame))]
    }

    fn passing(&self, now: Millis) -> bool {
        self.spend(|budget| budget.passing.take(now)).is_ok()
    }

    fn spend(&self, from: impl FnOnce(&mut Budget) -> Result<(), u64>) -> Result<(), u64> {
        match &self.phase {
            // Nothing panics while it is held.
            Phase::Live { budget, .. } => from(&mut budget.lock().unwrap_or_else(PoisonError::into_inner)),
            Phase::Greeting { .. } | Phase::Entering | Phase::Over => Err(1000),
        }
    }
}
