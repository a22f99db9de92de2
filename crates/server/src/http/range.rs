//! Which part of a blob a request wants (RFC 9110, section 14): one range of bytes at most.

use axum::http::{HeaderMap, header};

/// What to send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Whole,
    /// From the first byte to the last, both included.
    Bytes {
        first: u64,
        last: u64,
    },
    /// The range lies behind the end.
    Beyond,
}

/// Reads `Range` and `If-Range` for something of `length` bytes whose strong tag is `tag`. Several ranges, other units
/// and what cannot be read are answered with the whole, as RFC 9110 allows.
pub fn wanted(headers: &HeaderMap, tag: &str, length: u64) -> Part {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let unchanged = !headers.contains_key(header::IF_RANGE) || text(header::IF_RANGE).map(str::trim) == Some(tag);
    match text(header::RANGE).filter(|_| unchanged).and_then(bounds) {
        None => Part::Whole,
        Some(Bounds::Last(0)) => Part::Beyond,
        Some(Bounds::Last(count)) => between(length.saturating_sub(count), None, length),
        Some(Bounds::From(first, last)) => between(first, last, length),
    }
}

enum Bounds {
    From(u64, Option<u64>),
    Last(u64),
}

fn bounds(range: &str) -> Option<Bounds> {
    let (unit, set) = range.trim().split_once('=')?;
    let (first, last) = set.trim().split_once('-')?;
    if !unit.eq_ignore_ascii_case("bytes") {
        return None;
    }
    match (first, last) {
        ("", count) => Some(Bounds::Last(number(count)?)),
        (first, "") => Some(Bounds::From(number(first)?, None)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Bounds::From(first, Some(last)))
        }
    }
}

/// Digits only: `u64` would take a sign.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

fn between(first: u64, last: Option<u64>, length: u64) -> Part {
    if first >= length {
        return Part::Beyond;
    }
    let end = length - 1;
    Part::Bytes { first, last: last.map_or(end, |last| last.min(end)) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const TAG: &str = "\"abc\"";

    fn of(range: &'static str) -> Part {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static(range));
        wanted(&headers, TAG, 100)
    }

    #[test]
    fn one_range_is_cut_to_what_is_there() {
        assert_eq!(of("bytes=0-9"), Part::Bytes { first: 0, last: 9 });
        assert_eq!(of("bytes=90-"), Part::Bytes { first: 90, last: 99 });
        assert_eq!(of("Bytes=90-5000"), Part::Bytes { first: 90, last: 99 });
        assert_eq!(of("bytes=-10"), Part::Bytes { first: 90, last: 99 });
        assert_eq!(of("bytes=-1000"), Part::Bytes { first: 0, last: 99 });
    }

    #[test]
    fn a_range_behind_the_end_is_said_to_be_so() {
        assert_eq!(of("bytes=100-"), Part::Beyond);
        assert_eq!(of("bytes=-0"), Part::Beyond);
        assert_eq!(of("bytes=18446744073709551615-"), Part::Beyond);
    }

    #[test]
    fn what_cannot_be_read_is_the_whole() {
        for odd in
            ["bytes=5-4", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=+1-2", "bytes", "bytes=-", "bytes= 1-2-3"]
        {
            assert_eq!(of(odd), Part::Whole, "{odd}");
        }
        assert_eq!(wanted(&HeaderMap::new(), TAG, 100), Part::Whole);
    }

    #[test]
    fn a_range_of_something_else_is_the_whole() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_static("bytes=0-9"));
        headers.insert(header::IF_RANGE, HeaderValue::from_static("\"abc\""));
        assert_eq!(wanted(&headers, TAG, 100), Part::Bytes { first: 0, last: 9 });
        headers.insert(header::IF_RANGE, HeaderValue::from_static("\"other\""));
        assert_eq!(wanted(&headers, TAG, 100), Part::Whole);
        headers.insert(header::IF_RANGE, HeaderValue::from_static("Sat, 21 Nov 2026 12:00:00 GMT"));
        assert_eq!(wanted(&headers, TAG, 100), Part::Whole);
    }
}
