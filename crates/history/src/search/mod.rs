//! Finds messages: what is asked becomes a way on which they lie, newest first, and a sieve that each must pass.

mod hit;
mod page;
mod sieve;
mod walk;
mod way;

pub(crate) use page::{count, search};
