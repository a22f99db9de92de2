//! Archives for reading: a folder of HTML pages, Markdown, and plain text. What people wrote is text here as everywhere:
//! it is escaped, and nothing of it can become markup, run, or load anything.

pub mod language;

pub(crate) mod book;
pub(crate) mod html;
pub(crate) mod prose;

mod escape;
mod markup;
mod moment;
mod size;

pub(crate) use escape::hidden as is_hidden;
