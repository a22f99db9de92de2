//! The index of words: what stands in it, how it is kept with the messages in one transaction, and how it is asked.
//!
//! ```text
//!  fold ─▶ ledger ─▶ document ─▶ word_index (FTS5, tokenizer)     in the transaction of the message
//!                        └─────▶ word        (how often)
//!  search ─▶ expression ─▶ word_index        prefix weighs the beginnings of words with `word`
//! ```

mod document;
mod expression;
mod ledger;
mod prefix;
mod signpost;
mod state;
mod tokenizer;
mod vocabulary;

pub(crate) use document::{Said, Subject, Tag};
pub(crate) use expression::{Expression, Tags, expression};
pub(crate) use ledger::Ledger;
pub(crate) use state::{State, Trouble, prepare, renew, step};
pub(crate) use tokenizer::register;
pub(crate) use vocabulary::Vocabulary;

#[cfg(test)]
mod tests;
