//! The memory: one account's history in one SQLite file.

pub mod batch;
pub mod item;
