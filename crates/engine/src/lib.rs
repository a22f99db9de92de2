//! The mind: every decision of a client, without a socket, a database, a clock or randomness.

pub mod connection;
