//! How long to wait before the next try: full jitter under a cap.

/// The window of the first try, in milliseconds.
pub(crate) const BASE_MS: u64 = 500;
/// No window grows beyond this.
pub(crate) const CAP_MS: u64 = 30_000;

/// A wait of 0 up to the window of this try (0 is the first), spread evenly so that many clients do not come back
/// together. `entropy` must be fresh for each call.
#[must_use]
pub(crate) fn delay_ms(tries: u32, entropy: u64) -> u64 {
    scramble(entropy) % (window_ms(tries) + 1)
}

/// The longest that this try may wait.
#[must_use]
pub(crate) fn window_ms(tries: u32) -> u64 {
    let doubled = 1_u64.checked_shl(tries).map_or(CAP_MS, |factor| BASE_MS.saturating_mul(factor));
    doubled.min(CAP_MS)
}

/// Spreads the bits (the finisher of SplitMix64), so that callers with poor entropy still get an even spread.
const fn scramble(entropy: u64) -> u64 {
    let mixed = (entropy ^ (entropy >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn windows_double_from_the_base_up_to_the_cap() {
        let windows: Vec<u64> = (0..8).map(window_ms).collect();
        assert_eq!(windows, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        assert_eq!(window_ms(u32::MAX), CAP_MS);
    }

    #[test]
    fn waits_use_the_whole_window() {
        let waits: Vec<u64> = (0..2_000).map(|entropy| delay_ms(3, entropy)).collect();
        let low = waits.iter().filter(|&&wait| wait < 2_000).count();
        assert!((800..1_200).contains(&low), "{low} of 2000 in the lower half");
        assert!(waits.iter().any(|&wait| wait < 200) && waits.iter().any(|&wait| wait > 3_800));
    }

    proptest! {
        #[test]
        fn a_wait_never_leaves_its_window(tries: u32, entropy: u64) {
            prop_assert!(delay_ms(tries, entropy) <= window_ms(tries));
        }
    }
}
