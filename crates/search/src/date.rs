//! Reads days as people write them, in English and Chinese: `2026-03`, `12.3.2026`, `yesterday`, `last week`, `3d`, `上周`.
//!
//! A day is read in the zone of the person who asks; without a year it is the last one that has been.

mod named;
mod number;
mod numeric;
mod relative;

use jiff::{Timestamp, civil::Date};

use crate::{
    Now,
    fold::{Class, Folded, look},
};

/// A stretch of time, in milliseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Span {
    pub from: i64,
    /// The first moment that no longer belongs to it.
    pub to: i64,
    /// It was counted back from now: three days ago, not the 12th of March.
    pub ago: bool,
}

/// Days, before they are put into a zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Days {
    first: Date,
    /// The day after the last one.
    end: Date,
    ago: bool,
}

impl Days {
    fn new(first: Date, end: Option<Date>) -> Option<Self> {
        Some(Self { first, end: end?, ago: false })
    }

    fn day(date: Date) -> Option<Self> {
        Self::new(date, date.tomorrow().ok())
    }
}

/// The time that a text names.
pub(crate) fn span(text: &str, now: &Now) -> Option<Span> {
    let text = plain(text);
    if let Some((first, last)) = text.split_once("..") {
        let (first, last) = (one(first.trim(), now)?, one(last.trim(), now)?);
        return Some(Span { from: first.from, to: last.to, ago: first.ago });
    }
    one(&text, now)
}

/// Whether somebody who goes on typing can still come to a date.
pub(crate) fn begins(text: &str) -> bool {
    let text = plain(text);
    let numbers = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ' ' | '年' | '月');
    text.chars().all(numbers) || named::begins(&text)
}

fn one(text: &str, now: &Now) -> Option<Span> {
    let local = Timestamp::from_millisecond(now.at).ok()?.to_zoned(now.zone.clone());
    if let Some(hours) = relative::hours_ago(text) {
        let from = now.at.checked_sub(hours.checked_mul(3_600_000)?)?;
        return Some(Span { from, to: from.checked_add(3_600_000)?, ago: true });
    }
    let today = local.date();
    let days = relative::read(text, today).or_else(|| numeric::read(text, today))?;
    let start = |date: Date| date.to_zoned(now.zone.clone()).ok().map(|start| start.timestamp().as_millisecond());
    Some(Span { from: start(days.first)?, to: start(days.end)?, ago: days.ago })
}

/// Small letters, ASCII digits and separators, simplified characters.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.trim().chars() {
        match (c, look(c)) {
            ('－' | '–' | '−', _) => plain.push('-'),
            ('／', _) => plain.push('/'),
            ('．', _) => plain.push('.'),
            (_, (Class::Word | Class::Ideograph, Folded::One(one))) => plain.push(one),
            (_, (Class::Word | Class::Ideograph, Folded::Many(many))) => plain.push_str(many),
            (_, (Class::Break | Class::Ignore | Class::Emoji, _)) if c.is_whitespace() || c == '_' => plain.push(' '),
            (_, (Class::Break | Class::Ignore | Class::Emoji, _)) => plain.push(c),
        }
    }
    plain
}
