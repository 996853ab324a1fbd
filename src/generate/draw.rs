//! Chance, in integers only: the same seed gives the same draws on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A part of the scenario with randomness of its own: more vacancies do not reshuffle the people.
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    /// Who lives there.
    People = 1,
    /// Which work there is.
    Vacancies = 2,
    /// Which childcare there is.
    Care = 3,
    /// Where something can be held.
    Venues = 4,
}

/// Draws of one stream.
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// The draws of `stream` for a seed.
    pub fn new(seed: u64, stream: Stream) -> Self {
        // The key is spelled out rather than derived by the library, whose derivation may change with a version.
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream as u64);
        Self(rng)
    }

    /// A number from 0 up to and not including `bound`, each equally likely (Lemire's method with rejection).
    pub fn below(&mut self, bound: u64) -> u64 {
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
    pub fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.below(to - from + 1)
    }

    /// True in `per_mille` of a thousand cases.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// A position, each with a chance in proportion to its weight.
    pub fn weighted(&mut self, weights: &Weights) -> usize {
        let at = self.below(weights.total());
        weights.0.partition_point(|&end| end <= at)
    }

    /// One of `items`, each equally likely.
    pub fn one_of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }

    /// `count` of `items` without repetition, in their own order; all of them when there are fewer.
    pub fn some_of<T: Clone>(&mut self, items: &[T], count: usize) -> Vec<T> {
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

/// Fills `words` with those of a block of a day of a trial, each day apart from all others: splitmix64, which is plain
/// enough to be fast in hundreds of millions of draws. A trial has at most 2^40 days.
pub fn words_of_day(seed: u64, (trial, day): (u32, u64), block: u64, words: &mut [u64]) {
    let n_words = words.len() as u64;
    let begin = mixed(seed ^ mixed(u64::from(trial) << 40 | day));
    let mut place = begin.wrapping_add(block.wrapping_mul(n_words).wrapping_mul(STEP));
    for word in words {
        place = place.wrapping_add(STEP);
        *word = mixed(place);
    }
}

/// Between two places of splitmix64: odd, and without a pattern.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finalizer of splitmix64. Source: Steele, Lea and Flood, 2014, doi 10.1145/2660193.2660195, with the constants of
/// Stafford.
fn mixed(place: u64) -> u64 {
    let once = (place ^ (place >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let twice = (once ^ (once >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    twice ^ (twice >> 31)
}

/// Integer weights, summed up from the left.
#[derive(Clone, Debug, Default)]
pub struct Weights(Vec<u64>);

impl Weights {
    /// The sum of all.
    pub fn total(&self) -> u64 {
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
