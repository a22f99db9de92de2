//! When people write: over five years that grow busier, by day more than by night, less at weekends.

/// 1 March 2021, 00:00 UTC, in milliseconds. A Monday.
pub const BEGIN: i64 = 1_614_556_800_000;
/// Five years.
const HOURS: usize = 24 * 1_826;
const HOUR_MS: f64 = 3_600_000.0;

/// When the past ends, in milliseconds.
#[allow(clippy::cast_possible_wrap)]
pub const END: i64 = BEGIN + HOURS as i64 * 3_600_000;

/// How busy each hour of a day is, for people who live eight hours ahead of UTC and others who live at it.
const DAY: [f64; 24] = [
    4.0, 5.0, 6.0, 7.0, 6.0, 7.0, 8.0, 9.0, 9.0, 9.0, 8.0, 9.0, 9.0, 8.0, 7.0, 5.0, 3.0, 2.0, 1.5, 1.2, 1.0, 0.8, 1.0,
    2.0,
];

/// Turns parts of the past into moments.
#[derive(Clone, Debug)]
pub struct Days {
    /// The part of everything that is written before the end of each hour.
    up_to: Vec<f64>,
}

impl Days {
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn new() -> Self {
        let mut sum = 0.0;
        let mut up_to: Vec<f64> = (0..HOURS)
            .map(|hour| {
                let weekday = if (hour / 24) % 7 < 5 { 1.0 } else { 0.55 };
                let grown = 0.4 + 1.2 * hour as f64 / HOURS as f64;
                sum += DAY.get(hour % 24).copied().unwrap_or(1.0) * weekday * grown;
                sum
            })
            .collect();
        for each in &mut up_to {
            *each /= sum;
        }
        Self { up_to }
    }

    /// The moment by which this part (0 to 1) of everything has been written, in milliseconds.
    #[must_use]
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    pub fn moment(&self, part: f64) -> i64 {
        let hour = self.up_to.partition_point(|up_to| *up_to <= part).min(HOURS - 1);
        let before = hour.checked_sub(1).and_then(|before| self.up_to.get(before)).copied().unwrap_or(0.0);
        let width = self.up_to.get(hour).copied().unwrap_or(1.0) - before;
        let within = if width > 0.0 { ((part - before) / width).clamp(0.0, 0.999_999) } else { 0.0 };
        BEGIN + ((hour as f64 + within) * HOUR_MS) as i64
    }
}

impl Default for Days {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_forward_and_stays_within_its_years() {
        let days = Days::new();
        let moments: Vec<i64> = (0..=10_000).map(|n| days.moment(f64::from(n) / 10_000.0)).collect();
        assert!(moments.is_sorted());
        assert!(moments[0] >= BEGIN && moments[10_000] < END);
    }

    #[test]
    fn nights_and_weekends_are_quiet() {
        let days = Days::new();
        let (mut by_hour, mut by_day) = ([0_u32; 24], [0_u32; 7]);
        for n in 0..100_000 {
            let hour = (days.moment(f64::from(n) / 100_000.0) - BEGIN) / 3_600_000;
            by_hour[usize::try_from(hour % 24).unwrap()] += 1;
            by_day[usize::try_from(hour / 24 % 7).unwrap()] += 1;
        }
        assert!(by_hour[12] > 5 * by_hour[21]);
        assert!(by_day[0] > by_day[6]);
    }
}
