//! Chance, in integers only: the same seed gives the same draws on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A part of the scenario with randomness of its own: more vacancies do not reshuffle the people.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    People = 1,
    Vacancies = 2,
    Care = 3,
}

/// Draws of one stream.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    pub(super) fn new(seed: u64, stream: Stream) -> Self {
        // The key is spelled out rather than derived by the library, whose derivation may change with a version.
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream as u64);
        Self(rng)
    }

    /// A number from 0 up to and not including `bound`, each equally likely (Lemire's method with rejection).
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        assert!(bound > 0, "nothing to draw from");
        let biased = bound.wrapping_neg() % bound;
        loop {
            let wide = u128::from(self.0.next_u64()) * u128::from(bound);
            if wide as u64 >= biased {
                return (wide >> 64) as u64;
            }
        }
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.below(to - from + 1)
    }

    /// True in `per_mille` of a thousand cases.
    pub(super) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// A position, each with a chance in proportion to its weight.
    pub(super) fn weighted(&mut self, weights: &Weights) -> usize {
        let at = self.below(weights.total());
        weights.0.partition_point(|&end| end <= at)
    }

    /// One of `items`, each equally likely.
    pub(super) fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }

    /// `count` of `items` without repetition, in their own order; all of them when there are fewer.
    pub(super) fn some_of<T: Clone>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut wanted = count.min(items.len()) as u64;
        let mut left = items.len() as u64;
        let mut taken = Vec::with_capacity(count);
        for item in items {
            if self.below(left) < wanted {
                taken.push(item.clone());
                wanted -= 1;
            }
            left -= 1;
        }
        taken
    }
}

/// Integer weights, summed up from the left.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights(Vec<u64>);

impl Weights {
    pub(super) fn total(&self) -> u64 {
        self.0.last().copied().unwrap_or(0)
    }
}

impl FromIterator<u64> for Weights {
    fn from_iter<I: IntoIterator<Item = u64>>(weights: I) -> Self {
        let sums = weights.into_iter().scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self(sums.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_of_zero_is_never_drawn_and_the_others_in_proportion() {
        let weights: Weights = [0, 1, 0, 3].into_iter().collect();
        let mut draw = Draw::new(7, Stream::People);
        let mut counts = [0_u32; 4];
        for _ in 0..4000 {
            counts[draw.weighted(&weights)] += 1;
        }
        assert_eq!([counts[0], counts[2]], [0, 0]);
        // Three standard errors of 4000 draws at one in four: 82.
        assert!(counts[1].abs_diff(1000) < 82, "{counts:?}");
    }

    #[test]
    fn some_of_takes_the_number_asked_without_repetition() {
        let mut draw = Draw::new(7, Stream::Care);
        for count in 0..7 {
            let mut taken = draw.some_of(&[1, 2, 3, 4, 5], count);
            taken.dedup();
            assert_eq!(taken.len(), count.min(5));
        }
    }
}
