//! The truth: applies one command inside a SQLite transaction and says what came of it.
//!
//! Deterministic: the same commands in the same order make the same rows anywhere. Clock, fresh ids and random bytes
//! come in with the command; nothing here awaits, sends, or reads a clock. What commands mean is in `docs/PROTOCOL.md`.

mod accounts;
mod acts;
mod apply;
mod bans;
pub mod blobs;
pub mod blocks;
pub mod command;
mod devices;
mod directs;
pub mod form;
mod forwards;
mod groups;
mod imports;
pub mod invites;
mod log;
pub mod marks;
mod members;
mod mentions;
mod messages;
mod mutes;
mod posts;
mod reactions;
mod restraints;
pub mod rights;
mod rooms;
pub mod rows;
pub mod schema;
pub mod store;

pub use apply::{Rules, apply};

#[cfg(test)]
pub(crate) mod tests;
