//! The hearth: one server, to be embedded or run by `hearthd`.
//!
//! `http` and `gateway` hold the sockets, `session` one connection's protocol, `sequencer` puts commands in order,
//! `state` applies them, `writer` makes them durable and tells the `hub`, which hands frames to whoever listens.
//! `reader` answers everything that changes nothing, `announce` makes the server known on its network, `import` brings archives in. There is no client logic here, and nothing that draws.

mod announce;
mod blobs;
mod clock;
mod config;
mod data;
mod doors;
mod gateway;
mod house;
mod http;
mod hub;
mod listener;
mod metrics;
mod passwords;
mod reader;
mod removal;
mod secrets;
mod sequencer;
mod server;
mod session;
mod state;
mod tls;
mod upkeep;
mod writer;

pub mod import;
pub mod operator;

pub use announce::{AnnounceError, Announcing, Heard};
pub use config::Config;
pub use server::{Running, Server, StartError};
pub use tls::Tls;
