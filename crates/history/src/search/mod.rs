//! Finds messages: what is asked becomes a way through the messages, newest first, and a sieve that each must pass.

mod hit;
mod sieve;
mod walk;

pub(crate) use walk::{count, search};
