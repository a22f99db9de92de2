//! Measures what a history does at a million messages: search, opening rooms, taking in a catch-up, and the window that
//! shows it. What it is compared with is measured in the same run on the same data: the limits, the plain ways to search
//! in SQLite, and an empty window. The short test runs all of it but the window and the clock on ten thousand messages.

pub mod asking;
pub mod figures;
pub mod naive;
pub mod opening;
pub mod options;
pub mod plain;
pub mod searching;
pub mod store;
pub mod window;
