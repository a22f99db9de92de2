//! The mind: every decision of a client, without a socket, a database, a clock or randomness.
//!
//! One [`Engine`] serves one account. It is told what happened ([`input::Input`]) and when ([`input::Now`]), and
//! answers with what is to be done ([`effect::Effect`]).

pub mod alert;
pub mod connection;
pub mod effect;
pub mod input;
