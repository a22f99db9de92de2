//! The mind: every decision of a client, without a socket, a database, a clock or randomness.
//!
//! One [`Engine`] serves one account. It is told what happened ([`input::Input`]) and when ([`input::Now`]), and
//! answers with what is to be done ([`effect::Effect`]). The same inputs at the same times give the same effects.
//!
//! ```text
//!  input ─▶ step ─┬─ line, heartbeat, backoff          is there a line, and when to try again
//!                 ├─ welcome, receive, reply           what the server says ─▶ Record
//!                 ├─ conversation, coverage            what is here, and which holes there are
//!                 ├─ catch_up, rest                    which pages to ask for next, and when not to
//!                 ├─ outbox, reads, requests           what else to ask for ─▶ Send
//!                 └─ alert, keyword, alerts, typing    what to tell the person
//! ```

pub mod alert;
mod alerts;
mod backoff;
mod catch_up;
pub mod connection;
mod conversation;
mod coverage;
pub mod effect;
mod engine;
mod heartbeat;
pub mod input;
mod keyword;
mod line;
mod outbox;
pub mod reads;
mod receive;
mod reply;
mod requests;
pub mod rest;
mod send;
mod typing;
mod welcome;

pub use catch_up::PAGES_ASKED;
pub use engine::Engine;
