//! The real app, in real windows, with a real notification service: what people do from end to end.
//!
//! Every test sets its own stage (display, bus, home), so tests do not see each other. Pictures of what was seen are kept
//! in `target/e2e`.

mod acts;
mod alerts;
mod arriving;
mod attachments;
mod bad_input;
mod broken_start;
mod chat;
mod composer;
mod composer_ime;
mod devices;
mod entering;
mod export;
mod files;
mod groups;
mod hostile;
mod house;
mod launching;
mod long_past;
mod looking;
mod nearby;
mod offline;
mod other_programs;
mod papers;
mod power_cut;
mod rooms;
mod search;
mod standing_still;
