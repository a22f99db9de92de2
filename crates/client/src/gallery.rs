//! What was sent to a conversation beside words, by month, and figures about it. Everything that is here needs no line.

use hearth_history::{
    error::ReadError,
    gallery::{self, Month, Statistics},
    item::{FileEntry, FileKind},
    readers::Reader,
};
use hearth_proto::id::Millis;
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

use crate::{
    client::Client,
    gallery_view::{
        Gallery, GalleryCall, GalleryEntry, GalleryKind, GalleryMonth, MonthCount, PersonCount, RoomStatistics,
    },
    http::Answer,
    view::Key,
};

/// Entries that are given at once, at most.
const LONGEST_PART: u32 = 500;

/// Months whose messages are counted.
const MONTHS: i8 = 12;

impl Client {
    /// Everything of one kind that was sent to a conversation.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn gallery(&self, call: GalleryCall) -> Answer<Gallery> {
        self.window().set_shown(call.key);
        self.account(call.key.account)?.read(move |reader| part(reader, &call)).await
    }

    /// Figures about a conversation.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn statistics(&self, key: Key) -> Answer<RoomStatistics> {
        let months = last_months(&Zoned::now());
        let begins: Vec<Millis> = months.iter().map(|(_, begins)| *begins).collect();
        let figures =
            self.account(key.account)?.read(move |reader| reader.statistics(key.conversation, &begins)).await?;
        Ok(statistics(figures, &months))
    }
}

fn part(reader: &Reader, call: &GalleryCall) -> Result<Gallery, ReadError> {
    let (conversation, limit) = (call.key.conversation, call.limit.clamp(1, LONGEST_PART));
    let (what, kind) = match call.kind {
        GalleryKind::Pictures => (gallery::Gallery::Pictures, Some(FileKind::Pictures)),
        GalleryKind::Videos => (gallery::Gallery::Videos, Some(FileKind::Videos)),
        GalleryKind::Files => (gallery::Gallery::Files, Some(FileKind::Files)),
        GalleryKind::Links => (gallery::Gallery::Links, None),
    };
    let mut all = match kind {
        Some(kind) => {
            let page = reader.files(conversation, kind, call.before, limit)?;
            let entry = |entry: FileEntry| {
                let FileEntry { message, seq, at, author, body } = entry;
                GalleryEntry { message, seq, at, author, body, links: Vec::new() }
            };
            let entries = page.entries.into_iter().map(entry).collect();
            Gallery { entries, more: page.more, complete: page.complete, months: Vec::new() }
        }
        None => {
            let page = reader.links(conversation, call.before, limit)?;
            let entry = |entry: gallery::LinkEntry| {
                let gallery::LinkEntry { message, seq, at, author, body, links } = entry;
                GalleryEntry { message, seq, at, author, body, links }
            };
            let entries = page.entries.into_iter().map(entry).collect();
            Gallery { entries, more: page.more, complete: page.complete, months: Vec::new() }
        }
    };
    if call.before.is_none() {
        let zone = TimeZone::system();
        let months = reader.months(conversation, what, &mut |at| month_of(at, &zone))?;
        let view = |Month { year, month, count, before }| GalleryMonth { year, month, count, before };
        all.months = months.into_iter().map(view).collect();
    }
    Ok(all)
}

/// Year and month of a moment on this computer's calendar.
fn month_of(at: Millis, zone: &TimeZone) -> (i16, i8) {
    let date = zone.to_datetime(Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH)).date();
    (date.year(), date.month())
}

/// The first days of the last twelve months, this one last, and when they begin.
fn last_months(now: &Zoned) -> Vec<(Date, Millis)> {
    let this = now.date().first_of_month();
    (0..MONTHS)
        .rev()
        .filter_map(|ago| {
            let first = this.checked_sub(jiff::Span::new().months(ago)).ok()?;
            let begins = first.to_zoned(now.time_zone().clone()).ok()?;
            Some((first, Millis(begins.timestamp().as_millisecond())))
        })
        .collect()
}

fn statistics(figures: Statistics, months: &[(Date, Millis)]) -> RoomStatistics {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let counts = months.iter().zip(figures.spans).map(|((first, _), messages)| MonthCount {
        year: first.year(),
        month: first.month(),
        messages: small(messages),
    });
    RoomStatistics {
        messages: small(figures.messages),
        since: figures.since,
        people: figures.people.into_iter().map(|(user, n)| PersonCount { user, messages: small(n) }).collect(),
        pictures: small(figures.pictures),
        videos: small(figures.videos),
        files: small(figures.files),
        file_bytes: figures.file_bytes,
        links: small(figures.links),
        months: counts.collect(),
        complete: figures.complete,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_lies_in_the_month_of_this_computers_calendar() {
        // 2026-02-28 23:30 UTC.
        let at = Millis(1_772_321_400_000);
        let east = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(month_of(at, &TimeZone::UTC), (2026, 2));
        assert_eq!(month_of(at, &east), (2026, 3));
    }

    #[test]
    fn the_last_twelve_months_end_with_this_one_also_on_the_last_day_of_a_long_month() {
        let now: Zoned = "2026-03-31T12:00:00+02:00[Europe/Berlin]".parse().expect("a moment");
        let months = last_months(&now);
        let named: Vec<(i16, i8)> = months.iter().map(|(first, _)| (first.year(), first.month())).collect();
        assert_eq!(named.first(), Some(&(2025, 4)));
        assert_eq!(named.last(), Some(&(2026, 3)));
        assert_eq!(named.len(), 12);
        assert!(months.is_sorted_by_key(|(_, begins)| *begins));
        let (_, begins) = months.last().expect("a month");
        assert_eq!(begins.0, 1_772_319_600_000, "midnight there, not here");
    }
}
