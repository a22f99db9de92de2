//! Dates and times of day as they stand on a page: the same in every language, in the reader's own time zone.

use hearth_proto::id::Millis;
use jiff::{Timestamp, Zoned, tz::TimeZone};

fn zoned(at: Millis, zone: &TimeZone) -> Zoned {
    // What no calendar has (an archive may say anything) becomes its nearest end.
    let nearest = if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(at.0).unwrap_or(nearest).to_zoned(zone.clone())
}

/// Such as `2024-05-03`.
pub(crate) fn date(at: Millis, zone: &TimeZone) -> String {
    zoned(at, zone).strftime("%Y-%m-%d").to_string()
}

/// Such as `18:22`.
pub(crate) fn time(at: Millis, zone: &TimeZone) -> String {
    zoned(at, zone).strftime("%H:%M").to_string()
}

/// Such as `2024-05-03 18:22`.
pub(crate) fn both(at: Millis, zone: &TimeZone) -> String {
    zoned(at, zone).strftime("%Y-%m-%d %H:%M").to_string()
}

/// For machines: with the offset, to the second.
pub(crate) fn exact(at: Millis, zone: &TimeZone) -> String {
    zoned(at, zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The zone's name, such as `Asia/Shanghai`.
pub(crate) fn name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_zone() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let at = Millis(1_714_760_520_000);
        assert_eq!(both(at, &zone), "2024-05-04 02:22");
        assert_eq!(exact(at, &zone), "2024-05-04T02:22:00+08:00");
    }

    #[test]
    fn no_moment_is_too_far_away() {
        for at in [i64::MIN, i64::MAX, 0] {
            assert!(!both(Millis(at), &TimeZone::UTC).is_empty());
        }
    }
}
