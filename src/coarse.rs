//! Counts of people as they may leave: with noise and rounded, never exact.
//!
//! Hiding small cells is not enough: a total less the cells that are shown gives the hidden one, and two plans that differ
//! by one person give that person. The usual repair (hide more cells until nothing follows) has to know every question that
//! will ever be asked. So nothing exact is shown at all, as disclosure control for flexible tables does it:
//!
//! - **Noise.** To each count is added the difference of two geometric variables with mean about k. One person more or less
//!   changes the chance of any answer by a factor of at most e^(1/k), however many other numbers are known; someone who
//!   counts in m numbers, by at most e^(m/k). No answer is impossible under any other truth, so no system of equations or
//!   inequalities over the answers ever leaves one solution: this is differential privacy, with 1/k per count.
//! - **The same question, the same answer.** Noise comes from a keyed hash of the question and of *everything* the counts
//!   are about. Asking again averages nothing out. Anything else about the people or the plan draws all the noise anew, in
//!   every cell: which cell a person was in does not show from which cell moved.
//! - **Rounding** to multiples of k comes last, so every number shown, and every difference of two, is 0 or at least k.
//!   What follows from noisy numbers (rounding, shares) reveals no more than they do.
//!
//! What it costs: a count is off by k or so either way, much for a village and little for a region. What it does not stop:
//! whoever may change a scenario hundreds of times can average the answers; but who may do that holds the scenario itself.
//! The key is a secret of the database.

use sha2::{Digest, Sha256};

/// The smallest count of people that leaves; a pack may ask for more, never for less.
pub const LEAST_SHOWN: u32 = 10;

/// A counter of events, rounded down on its own to a multiple of [`LEAST_SHOWN`].
pub fn rounded_down(count: i64) -> i64 {
    count - count.rem_euclid(i64::from(LEAST_SHOWN))
}

/// Noise for the counts about one thing.
#[derive(Clone, Debug)]
pub struct Coarse {
    key: [u8; 32],
    least: u32,
}

impl Coarse {
    /// Noise from `secret` for counts about `facts`: everything that the counts depend on. Nothing below `least` is shown,
    /// nor below [`LEAST_SHOWN`].
    pub fn about(secret: &[u8], facts: impl IntoIterator<Item = impl AsRef<[u8]>>, least: u32) -> Self {
        let mut hash = Sha256::new();
        hash.update((secret.len() as u64).to_le_bytes());
        hash.update(secret);
        for fact in facts {
            hash.update((fact.as_ref().len() as u64).to_le_bytes());
            hash.update(fact.as_ref());
        }
        Self { key: hash.finalize().into(), least: least.max(LEAST_SHOWN) }
    }

    /// The base that every count is rounded to.
    pub fn least(&self) -> u32 {
        self.least
    }

    /// `exact` as the answer to `question`: a multiple of the base, 0 for few or none.
    pub fn count(&self, question: &str, exact: usize) -> u32 {
        let noisy = exact as f64 + self.geometric(question, b"+") - self.geometric(question, b"-");
        let base = f64::from(self.least);
        ((noisy / base).round().max(0.0) * base) as u32
    }

    /// A geometric variable with mean about the base.
    fn geometric(&self, question: &str, part: &[u8]) -> f64 {
        let drawn = Sha256::new().chain_update(self.key).chain_update(part).chain_update(question).finalize();
        let bits = drawn.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        // Uniform in (0, 1]: 53 bits and never 0.
        let uniform = ((bits >> 11) + 1) as f64 / (1_u64 << 53) as f64;
        (-uniform.ln() * f64::from(self.least)).floor()
    }
}
