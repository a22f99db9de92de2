//! Chance that can be repeated and jumped into: every message has a stream of its own.

/// A stream of choices (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The choices that belong to the `n`-th thing of a kind. Different kinds and seeds have nothing in common.
    #[must_use]
    pub const fn of(seed: u64, kind: u64, n: u64) -> Self {
        Self(mix(mix(seed.wrapping_add(kind.wrapping_mul(0x9e37_79b9_7f4a_7c15))).wrapping_add(n)))
    }

    /// Any number.
    pub const fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `bound`; zero where the bound is zero.
    pub const fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.any() % bound }
    }

    /// From 0 up to, but not including, 1.
    #[allow(clippy::cast_precision_loss)]
    pub const fn part(&mut self) -> f64 {
        (self.any() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True so many times in a hundred.
    pub const fn percent(&mut self, often: u64) -> bool {
        self.below(100) < often
    }

    /// One of these; the empty word where there are none.
    pub fn word<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all.get(usize::try_from(self.below(all.len() as u64)).unwrap_or(0)).copied().unwrap_or_default()
    }
}

const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
