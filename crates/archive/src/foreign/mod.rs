//! Exports of other chats, read into Hearth's records. Each module says what of its format is taken over and what is only
//! reported; nothing is left out without standing in the report.

pub(crate) mod discord;
pub(crate) mod mattermost;
pub(crate) mod slack;
pub(crate) mod text;

mod card;
mod emoji;
mod intake;
mod json;
mod kinds;
mod slack_text;
