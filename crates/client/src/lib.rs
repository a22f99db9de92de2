//! The hands: runs the engine's effects on socket, disk, timer and keychain, and tells the window what changed.
//!
//! ```text
//!  window, desk ─▶ client ─▶ account ─▶ life ─▶ run ◀─▶ engine
//!       ▲             ├─ nearby                  │
//!       │             └─ enter, profile, rooms,  ├─ dialling, line      the socket
//!       │                messages, acts, reading ├─ memory              the history's thread
//!       └──────────────────── window ◀───────────┴─ transfer, alerts    pictures, notifications
//! ```

mod account;
mod account_file;
mod acts;
pub mod alerts;
pub mod archive_view;
mod archives;
mod archiving;
mod arrival;
mod blobs;
mod cache;
pub mod call;
mod carry_out;
pub mod client;
mod clock;
mod coverage;
mod dial;
mod dialling;
mod downloads;
mod enter;
mod entrance;
pub mod exports;
pub mod file_view;
mod files;
mod gallery;
pub mod gallery_view;
mod http;
mod indexing;
mod invites;
mod kinds;
mod life;
mod line;
mod meant;
pub mod members;
mod memory;
mod messages;
pub mod names;
mod nearby;
mod people;
mod pictures;
mod presence;
mod problem;
mod profile;
pub mod reading;
mod record;
mod rooms;
mod run;
mod search;
pub mod search_view;
pub mod secrets;
pub mod settings;
pub mod settings_file;
mod shared;
mod show;
mod sightings;
mod socket;
mod staging;
mod stickers;
mod tls;
mod told;
mod transfer;
mod video;
pub mod view;
pub mod wake;
mod webp;
mod window;
pub mod words;
