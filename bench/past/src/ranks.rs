//! Ranks as they come in language (Zipf, Mandelbrot): the first often, the last hardly ever.

use crate::chance::Chance;

/// Chooses ranks from 0.
#[derive(Clone, Debug)]
pub struct Ranks {
    /// The chance of this rank or any before it, rising to 1.
    up_to: Vec<f64>,
}

impl Ranks {
    /// So many ranks; the higher `steep`, the more the first ones have.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn new(count: usize, steep: f64, shift: f64) -> Self {
        let mut sum = 0.0;
        let mut up_to: Vec<f64> = (0..count)
            .map(|rank| {
                sum += (rank as f64 + 1.0 + shift).powf(-steep);
                sum
            })
            .collect();
        for each in &mut up_to {
            *each /= sum;
        }
        Self { up_to }
    }

    /// One rank.
    pub fn one(&self, chance: &mut Chance) -> usize {
        let at = chance.part();
        self.up_to.partition_point(|up_to| *up_to <= at).min(self.up_to.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_ranks_come_most_and_the_last_ones_come_too() {
        let ranks = Ranks::new(1_000, 1.0, 2.0);
        let mut seen = vec![0_u32; 1_000];
        for n in 0..200_000 {
            seen[ranks.one(&mut Chance::of(1, 1, n))] += 1;
        }
        assert!(seen[0] > 5 * seen[50] && seen[50] > 5 * seen[900]);
        assert!(seen.iter().filter(|count| **count == 0).count() < 20);
    }
}
