//! Counts of people as they may leave: with noise and rounded, never exact.
//!
//! Hiding small cells is not enough: a total less the cells that are shown gives the hidden one, and two plans that
//! differ by one person give that person. The usual repair (hide more cells until nothing follows) has to know every
//! question that will ever be asked. So nothing exact is shown at all, as disclosure control for flexible tables does
//! it: noise from a keyed hash (Fraser and Wooton, A proposed method for confidentialising tabular output to protect
//! against differencing, 2005), of a geometric kind (Ghosh, Roughgarden and Sundararajan, Universally
//! utility-maximizing privacy mechanisms, 2009), in a layer that stays and a layer that moves (Francis, Probst Eide and
//! Munz, Diffix: high-utility database anonymization, 2017).
//!
//! - **The layer that moves** is drawn anew when anything about the people or the proposals changes, in every cell at
//!   once:
//!   which cell a person was in does not show from which cell moved. It is the difference of two geometric variables with
//!   mean about k/2. One person more or less changes the chance of any answer by a factor of at most about e^(2/k),
//!   however many other numbers are known; someone who counts in m numbers, by e^(2m/k). No answer is impossible under any other
//!   truth, so no system of equations or inequalities over the answers ever leaves one solution.
//! - **The layer that stays** is the same for one question about every revision of a scenario. Averaging over revisions
//!   wears off the layer that moves, never this one: after any number of them a count is known to within k/2 or so.
//! - **The same question has the same answer.** Nothing is drawn when somebody asks, so asking again averages nothing
//!   out.
//! - **Rounding** to multiples of k comes last, so every number shown, and every difference of two, is 0 or at least k.
//!   What follows from noisy numbers (rounding, shares) reveals no more than they do.
//!
//! What it costs: a count is off by k or so either way, much for a village and little for a region. What it does not
//! stop: an attacker who makes a thousand revisions with someone and a thousand without, and averages both, learns how
//! that person counts (with about 20 each, the two averages still differ by several people for no reason). But anyone
//! who may revise a scenario may read it. The key is a secret of the database.

use sha2::{Digest, Sha256};

/// The smallest count of people that leaves; a pack may ask for more, never for less.
pub const LEAST_SHOWN: u32 = crate::files::attendance::LEAST_COUNTED;

/// A counter of events, rounded down on its own to a multiple of [`LEAST_SHOWN`].
pub fn rounded_down(count: i64) -> i64 {
    count - count.rem_euclid(i64::from(LEAST_SHOWN))
}

/// Noise for the counts about one thing.
#[derive(Clone, Debug)]
pub struct Coarse {
    staying: [u8; 32],
    moving: [u8; 32],
    least: u32,
}

impl Coarse {
    /// Noise from `secret`: one layer for all of `line`, a scenario and its revisions; one for `facts`, everything that
    /// the counts depend on. Nothing below `least` is shown, nor below [`LEAST_SHOWN`].
    pub fn about(secret: &[u8], line: &str, facts: impl IntoIterator<Item = impl AsRef<[u8]>>, least: u32) -> Self {
        let keyed = |hash: &mut Sha256, part: &[u8]| {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        };
        let mut hash = Sha256::new();
        keyed(&mut hash, secret);
        keyed(&mut hash, line.as_bytes());
        let staying = hash.clone().finalize().into();
        facts.into_iter().for_each(|fact| keyed(&mut hash, fact.as_ref()));
        // Without facts the two layers would be one, counted twice.
        hash.update(b"moving");
        Self { staying, moving: hash.finalize().into(), least: least.max(LEAST_SHOWN) }
    }

    /// The base that every count is rounded to.
    pub fn least(&self) -> u32 {
        self.least
    }

    /// How far a count is off either way, at most, nine times in ten: two layers of noise of mean k/2 each, and the
    /// rounding. A number below it says nothing.
    pub fn margin(&self) -> u32 {
        2 * self.least
    }

    /// A count to show beside its margin: `None` where the margin exceeds it.
    pub fn told(&self, question: &str, exact: usize) -> Option<u32> {
        Some(self.count(question, exact)).filter(|&count| count >= self.margin())
    }

    /// `exact` as the answer to `question`: a multiple of the base, 0 for few or none.
    pub fn count(&self, question: &str, exact: usize) -> u32 {
        let noise = |key: &[u8; 32]| self.geometric(key, question, b"+") - self.geometric(key, question, b"-");
        let (noisy, base) = (exact as f64 + noise(&self.staying) + noise(&self.moving), f64::from(self.least));
        ((noisy / base).round().max(0.0) * base) as u32
    }

    /// As [`Coarse::told`], for units that stand for people: 0 instead of `None`.
    pub fn units(&self, question: &str, exact: i64) -> i64 {
        self.told(question, usize::try_from(exact).unwrap_or(0)).unwrap_or(0).into()
    }

    /// A geometric variable with mean about half the base.
    fn geometric(&self, key: &[u8; 32], question: &str, part: &[u8]) -> f64 {
        let drawn = Sha256::new().chain_update(key).chain_update(part).chain_update(question).finalize();
        let bits = drawn.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        // Uniform in (0, 1]: 53 bits and never 0.
        let uniform = ((bits >> 11) + 1) as f64 / (1_u64 << 53) as f64;
        (-uniform.ln() * f64::from(self.least) / 2.0).floor()
    }
}
