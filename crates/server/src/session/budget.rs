//! How much one person may ask for in a while: token buckets that are told the time.

use hearth_proto::{id::Millis, limits::Limits};

/// One bucket: holds up to `burst`, gains `per_second`.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    /// Thousandths of a token.
    level: i64,
    burst: i64,
    per_second: i64,
    at: Millis,
}

impl Bucket {
    /// A full bucket.
    #[must_use]
    pub fn new(per_second: u32, burst: u32, now: Millis) -> Self {
        let (per_second, burst) = (i64::from(per_second.max(1)), i64::from(burst.max(1)));
        Self { level: burst * 1000, burst, per_second, at: now }
    }

    /// Takes one token, or says how many milliseconds until there is one.
    ///
    /// # Errors
    /// The bucket is empty.
    pub fn take(&mut self, now: Millis) -> Result<(), u64> {
        // A clock that goes back fills nothing.
        let passed = now.0.saturating_sub(self.at.0).clamp(0, 3_600_000);
        self.at = now;
        self.level = (self.level + passed * self.per_second).min(self.burst * 1000);
        if self.level >= 1000 {
            self.level -= 1000;
            return Ok(());
        }
        let wait = (1000 - self.level + self.per_second - 1) / self.per_second;
        Err(u64::try_from(wait.max(1)).unwrap_or(1))
    }
}

/// Everything one person may spend, on all of their lines together.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Requests that change something.
    pub commands: Bucket,
    /// Pages and lists: a reader that catches up asks for many.
    pub reads: Bucket,
    /// Typing and presence: what is over is dropped without a word.
    pub passing: Bucket,
}

impl Budget {
    #[must_use]
    pub fn new(limits: &Limits, now: Millis) -> Self {
        Self {
            commands: Bucket::new(limits.rate_per_second, limits.rate_burst, now),
            reads: Bucket::new(limits.rate_per_second.saturating_mul(20), limits.rate_burst.saturating_mul(20), now),
            passing: Bucket::new(2, 10, now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_then_its_rate_and_says_how_long_to_wait() {
        let mut bucket = Bucket::new(5, 3, Millis(0));
        assert_eq!([0; 4].map(|now| bucket.take(Millis(now))), [Ok(()), Ok(()), Ok(()), Err(200)]);
        assert_eq!(bucket.take(Millis(199)), Err(1));
        assert_eq!(bucket.take(Millis(200)), Ok(()));
        assert_eq!(bucket.take(Millis(100)), Err(200));
    }
}
