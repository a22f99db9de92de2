//! Times, and what one says of many of them.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// How long something took, and how much of it this thread was working. On a machine that others use too, the second
/// says what the first would be in peace, for what does not wait for the disk.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    wall: Instant,
    worked: Duration,
}

impl Stopwatch {
    #[must_use]
    pub fn start() -> Self {
        Self { wall: Instant::now(), worked: worked() }
    }

    #[must_use]
    pub fn stop(self) -> Spent {
        Spent { wall: self.wall.elapsed(), worked: worked().saturating_sub(self.worked) }
    }
}

/// What a stopwatch shows.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Spent {
    pub wall: Duration,
    pub worked: Duration,
}

impl std::ops::AddAssign for Spent {
    fn add_assign(&mut self, other: Self) {
        self.wall += other.wall;
        self.worked += other.worked;
    }
}

fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Times of one kind.
#[derive(Clone, Default, Debug)]
pub struct Times(Vec<Spent>);

impl Times {
    /// Does something, notes how long it took, and hands on what came of it.
    pub fn take<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let watch = Stopwatch::start();
        let made = act();
        self.0.push(watch.stop());
        made
    }

    pub fn push(&mut self, time: Spent) {
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
        percentile(self.0.iter().map(|spent| spent.wall).collect(), percent)
    }

    /// The same of the time that was worked.
    #[must_use]
    pub fn worked(&self, percent: usize) -> f64 {
        percentile(self.0.iter().map(|spent| spent.worked).collect(), percent)
    }

    /// The middle one of these, by the time on the wall.
    #[must_use]
    pub fn middle(&self) -> Spent {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by_key(|spent| spent.wall);
        sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or_default()
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

fn percentile(mut times: Vec<Duration>, percent: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len() * percent).div_ceil(100).max(1) - 1;
    times.get(at).map_or(0.0, ms)
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
            times.push(Spent { wall: Duration::from_millis(n), worked: Duration::from_millis(n / 2) });
        }
        assert_eq!(
            [times.percentile(1), times.median(), times.percentile(99), times.worst()],
            [1.0, 50.0, 99.0, 100.0]
        );
        assert_eq!(times.worked(100), 50.0);
        assert_eq!(Times::default().worst(), 0.0);
        assert_eq!(middle(&[3.0, 1.0, 2.0]), 2.0);
    }
}
