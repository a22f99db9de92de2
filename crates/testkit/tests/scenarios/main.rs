//! Whole clients and whole servers, with a network between them that breaks. Each test waits for what people see.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod acts;
mod archives;
mod catching_up;
mod devices;
mod entering;
mod files;
mod finding;
mod histories;
mod home;
mod lines;
mod nearby;
mod offline;
mod people;
mod pictures;
mod presence;
mod rest;
mod restarts;
mod rooms;
