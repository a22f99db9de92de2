//! Whole stories of one client, told against a small server and a disk that checks every transaction. Time is virtual.

// All of this is test code, also what stands outside of a test function.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod acts;
mod alerts;
mod asks;
mod catch_up;
mod disk;
mod hostile;
mod line;
mod outbox;
mod plans;
mod reads;
mod rest;
mod server;
mod world;
