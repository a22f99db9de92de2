//! The finder: what text is made of when it is looked for, and what a person who looks for it means.
//!
//! Pure: no database, no clock, nothing of the protocol. An index that is built with [`tokens`] and asked with the
//! phrases of a [`Term`] gives what [`Matcher`] gives on the texts themselves.
//!
//! ```text
//!  a message ─▶ tokens ───────────────────────▶ the index
//!  the box   ─▶ parse ─▶ Query ─▶ Term::phrases ─▶ the index
//!                          └────▶ Matcher ─▶ marks ─▶ snippet
//! ```

mod compose;
mod cut;
mod date;
mod fold;
mod lexicon;
mod matcher;
mod parse;
mod phrase;
mod pieces;
pub mod pinyin;
mod query;
mod score;
mod snippet;
mod token;
mod word;

pub use matcher::Matcher;
pub use parse::{LONGEST_QUERY, MOST, Now, parse};
pub use phrase::Phrase;
pub use query::{Filter, Has, Is, Part, PartKind, Query, Term, What};
pub use snippet::{Piece, snippet};
pub use token::{Kind, LONGEST, Token, tokens};

/// What [`tokens`] gives, counted. Any change of it counts this up, and an index of another version is built anew.
pub const VERSION: u32 = 1;
