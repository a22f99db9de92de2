//! The hands: runs the engine's effects on socket, disk, timer and keychain, and tells the window what changed.

pub mod call;
pub mod settings;
pub mod view;
pub mod words;
