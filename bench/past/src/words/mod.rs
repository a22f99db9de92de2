//! What people say, by hand: lists of words, the most common first.

pub mod chinese;
pub mod english;
pub mod japanese;
pub mod marks;

/// The words of a list that is written with spaces and line breaks between them.
#[must_use]
pub fn list(text: &'static str) -> Vec<&'static str> {
    text.split_whitespace().collect()
}
