//! Times, and what one says of many of them.

use std::time::{Duration, Instant};

/// Times of one kind.
#[derive(Clone, Default, Debug)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Does something, notes how long it took, and hands on what came of it.
    pub fn take<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let made = act();
        self.0.push(started.elapsed());
        made
    }

    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that so many of a hundred do not exceed, in milliseconds; 0 where there are none.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted.get(at).map_or(0.0, ms)
    }

    #[must_use]
    pub fn median(&self) -> f64 {
        self.percentile(50)
    }

    /// The longest, in milliseconds.
    #[must_use]
    pub fn worst(&self) -> f64 {
        self.percentile(100)
    }
}

fn ms(time: &Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The middle one of these numbers; 0 where there are none.
#[must_use]
pub fn middle(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or(0.0)
}

/// One line of the table: what, the figure, and what it is held against.
pub fn line(what: &str, figure: &str, against: &str) {
    // Wide characters in the first column would need a table of widths, so there are none.
    println!("{what:<58} {figure:>26}  {against}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let mut times = Times::default();
        for n in 1..=100 {
            times.push(Duration::from_millis(n));
        }
        assert_eq!(
            [times.percentile(1), times.median(), times.percentile(99), times.worst()],
            [1.0, 50.0, 99.0, 100.0]
        );
        assert_eq!(Times::default().worst(), 0.0);
        assert_eq!(middle(&[3.0, 1.0, 2.0]), 2.0);
    }
}
