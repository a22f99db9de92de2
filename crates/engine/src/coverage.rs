//! Arithmetic of what is here and what is not: the holes in a run of seqs. Knows nothing of frames and fetching.

use hearth_proto::id::Seq;

use crate::input::Hole;

/// Seqs above this are no seqs: JSON readers elsewhere could not even write them down.
pub(crate) const HIGHEST: Seq = Seq(1 << 53);

/// At most so many holes in one conversation. Beyond it the two oldest become one: what lay between them is fetched
/// again, which costs a page and loses nothing.
const MOST_HOLES: usize = 1_024;

/// Holes in rising order, not touching each other.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Holes(Vec<Hole>);

impl Holes {
    /// What was written down, put in order in case it was not.
    pub(crate) fn restored(parts: &[Hole], head: Seq) -> Self {
        let mut holes = Self::default();
        for part in parts {
            holes.add(part.from, part.to.min(head));
        }
        holes
    }

    /// The seqs from `from` to `to` are not here.
    pub(crate) fn add(&mut self, from: Seq, to: Seq) {
        let mut new = Hole { from: from.max(Seq(1)), to };
        if new.from > new.to {
            return;
        }
        let (touching, mut rest): (Vec<Hole>, Vec<Hole>) =
            self.0.drain(..).partition(|hole| hole.from.0 <= new.to.0 + 1 && new.from.0 <= hole.to.0 + 1);
        for hole in touching {
            new = Hole { from: new.from.min(hole.from), to: new.to.max(hole.to) };
        }
        let at = rest.partition_point(|hole| hole.to < new.from);
        rest.insert(at, new);
        self.0 = rest;
        self.keep_few();
    }

    /// The seqs from `from` to `to` are here now. True when that was news.
    pub(crate) fn fill(&mut self, from: Seq, to: Seq) -> bool {
        if from > to {
            return false;
        }
        let before = self.0.clone();
        self.0 = before
            .iter()
            .flat_map(|hole| {
                let below = Hole { from: hole.from, to: Seq(from.0.saturating_sub(1)).min(hole.to) };
                let above = Hole { from: Seq(to.0.saturating_add(1)).max(hole.from), to: hole.to };
                [below, above]
            })
            .filter(|part| part.from <= part.to)
            .collect();
        self.keep_few();
        self.0 != before
    }

    /// Whether this seq is missing.
    pub(crate) fn hold(&self, seq: Seq) -> bool {
        self.0.iter().any(|hole| (hole.from..=hole.to).contains(&seq))
    }

    pub(crate) fn newest(&self) -> Option<Hole> {
        self.0.last().copied()
    }

    /// The hole that holds `seq`, or the nearest one that is at most `reach` away.
    pub(crate) fn near(&self, seq: Seq, reach: u64) -> Option<Hole> {
        let distance = |hole: &Hole| hole.from.0.saturating_sub(seq.0).max(seq.0.saturating_sub(hole.to.0));
        self.0.iter().copied().min_by_key(distance).filter(|hole| distance(hole) <= reach)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn to_vec(&self) -> Vec<Hole> {
        self.0.clone()
    }

    fn keep_few(&mut self) {
        while self.0.len() > MOST_HOLES {
            let oldest = self.0.remove(0);
            if let Some(second) = self.0.first_mut() {
                second.from = oldest.from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn hole(from: u64, to: u64) -> Hole {
        Hole { from: Seq(from), to: Seq(to) }
    }

    #[test]
    fn filling_the_middle_of_a_hole_leaves_two() {
        let mut holes = Holes::default();
        holes.add(Seq(1), Seq(10));
        assert!(holes.fill(Seq(4), Seq(6)));
        assert_eq!(holes.to_vec(), [hole(1, 3), hole(7, 10)]);
        assert!(!holes.fill(Seq(4), Seq(6)));
    }

    #[test]
    fn a_place_finds_its_hole_or_the_nearest_within_reach() {
        let holes = Holes::restored(&[hole(1, 3), hole(50, 60)], Seq(100));
        assert_eq!(holes.near(Seq(55), 0), Some(hole(50, 60)));
        assert_eq!(holes.near(Seq(65), 5), Some(hole(50, 60)));
        assert_eq!(holes.near(Seq(20), 5), None);
    }

    #[test]
    fn too_many_holes_are_joined_and_none_is_forgotten() {
        let mut holes = Holes::default();
        for n in 0..2_000 {
            holes.add(Seq(n * 2 + 1), Seq(n * 2 + 1));
        }
        assert_eq!(holes.to_vec().len(), MOST_HOLES);
        assert!((0..2_000).all(|n| holes.hold(Seq(n * 2 + 1))));
    }

    proptest! {
        #[test]
        fn holes_are_the_same_as_a_set_of_missing_seqs(
            plan in proptest::collection::vec((any::<bool>(), 1_u64..60, 0_u64..20), 1..40)
        ) {
            let (mut holes, mut missing) = (Holes::default(), BTreeSet::new());
            for (add, from, len) in plan {
                let range = from..=from + len;
                if add {
                    holes.add(Seq(from), Seq(from + len));
                    missing.extend(range);
                } else {
                    let news = range.clone().any(|seq| missing.contains(&seq));
                    prop_assert_eq!(holes.fill(Seq(from), Seq(from + len)), news);
                    missing.retain(|seq| !range.contains(seq));
                }
                let listed: Vec<u64> = holes.0.iter().flat_map(|hole| hole.from.0..=hole.to.0).collect();
                prop_assert_eq!(&listed, &missing.iter().copied().collect::<Vec<u64>>());
                prop_assert!(holes.0.windows(2).all(|pair| pair[0].to.0 + 1 < pair[1].from.0));
            }
        }
    }
}
