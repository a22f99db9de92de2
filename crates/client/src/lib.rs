//! The hands: runs the engine's effects on socket, disk, timer and keychain, and tells the window what changed.

pub mod call;
mod clock;
mod dial;
mod files;
mod http;
mod pictures;
mod problem;
pub mod secrets;
pub mod settings;
mod settings_file;
mod socket;
mod tls;
pub mod view;
mod wake;
mod webp;
pub mod words;
