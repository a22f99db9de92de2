//! The only place that reads clocks and randomness. Everything else is handed a [`Now`].

use hearth_engine::input::Now;
use hearth_proto::id::Millis;
use jiff::{Timestamp, Zoned};
use uuid::Uuid;

/// This moment, for the engine.
#[must_use]
pub fn now() -> Now {
    let local = Zoned::now();
    let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
    Now {
        wall: Millis(local.timestamp().as_millisecond()),
        mono_ms: mono_ms(),
        entropy: entropy(),
        local_minute: u16::try_from(minute).unwrap_or_default(),
        local_weekday: u8::try_from(local.weekday().to_monday_zero_offset()).unwrap_or_default(),
    }
}

/// The wall clock.
#[must_use]
pub fn wall() -> Millis {
    Millis(Timestamp::now().as_millisecond())
}

/// A fresh UUIDv7, for whatever this installation makes.
#[must_use]
pub fn fresh_id() -> Uuid {
    Uuid::now_v7()
}

/// Milliseconds of a clock that only runs forward and counts time asleep.
#[cfg(target_os = "linux")]
#[must_use]
pub fn mono_ms() -> u64 {
    millis(rustix::time::ClockId::Boottime)
}

/// Milliseconds asleep since the computer started.
#[cfg(target_os = "linux")]
#[must_use]
pub(crate) fn asleep_ms() -> u64 {
    millis(rustix::time::ClockId::Boottime).saturating_sub(millis(rustix::time::ClockId::Monotonic))
}

#[cfg(target_os = "linux")]
fn millis(clock: rustix::time::ClockId) -> u64 {
    let time = rustix::time::clock_gettime(clock);
    u64::try_from(time.tv_sec).unwrap_or_default() * 1000 + u64::try_from(time.tv_nsec).unwrap_or_default() / 1_000_000
}

/// Milliseconds of a clock that only runs forward. Where the system's clock stands still in sleep, so does this.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn mono_ms() -> u64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    u64::try_from(START.get_or_init(std::time::Instant::now).elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Random bits. They only spread retries in time, so a system without randomness falls back on the clock.
fn entropy() -> u64 {
    getrandom::u64().unwrap_or_else(|_| mono_ms())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_is_well_formed() {
        let first = now();
        let second = now();
        assert!(first.mono_ms <= second.mono_ms);
        assert!(first.local_minute < 24 * 60 && first.local_weekday < 7);
        assert!(first.wall.0 > 1_700_000_000_000);
        assert_ne!(first.entropy, second.entropy);
    }
}
