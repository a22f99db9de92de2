//! The words two Hearths say to each other: ids, bodies, events, frames, HTTP forms, codes and limits.
//!
//! Only data and its rules of form live here. There is no socket, no clock, no storage and no randomness.
//! `docs/PROTOCOL.md` says what the words mean; the golden samples in `tests/golden` pin how they are written.

pub mod act;
pub mod body;
pub mod command;
pub mod discovery;
pub mod error;
pub mod event;
pub mod frame;
pub mod http;
pub mod id;
pub mod limits;
pub mod link;
pub mod people;
pub mod rights;
pub mod room;

/// The WebSocket subprotocol of this version. A peer that offers no known one is refused.
pub const SUBPROTOCOL: &str = "hearth.v1";

/// The port a hearth listens on unless told otherwise.
pub const DEFAULT_PORT: u16 = 7340;
