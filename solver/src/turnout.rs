//! Turnout: how many of the invited people come, exactly.
//!
//! What is known of a show-up rate is a [`Beta`], learned from recorded fairs in [`attendance`]; of walk-ins an hour, a
//! [`Gamma`]. People who decide on their own give a [`Turnout`], which an [`Invited`] list keeps up to date; people who
//! share the weather and the letter give one through a [`CommonShock`]. [`Table`] reads it for one table of interviews,
//! [`sizing`] says how many to invite, and [`Funnel`] how many on a list start and pass. Nothing here knows who a
//! person is: a chance comes from a channel and a broad segment.

use std::fmt;

pub mod attendance;
mod beta;
mod distribution;
mod funnel;
mod gamma;
mod invited;
mod shock;
pub mod sizing;
mod table;
#[cfg(test)]
mod tests;

pub use beta::{Beta, BetaError, LearnedRate};
pub use distribution::{INVITED_MAX, Turnout, TurnoutError};
pub use funnel::{Funnel, Group, LISTED_MAX, Listed};
pub use gamma::{Gamma, GammaError};
pub use invited::Invited;
pub use shock::{CommonShock, SPREAD_MAX, ShockError};
pub use table::Table;

/// A probability, from 0 to 1, both included.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// `value` as a probability.
    ///
    /// # Errors
    /// [`NotAProbability`] when it is below 0, above 1 or no number.
    pub fn new(value: f64) -> Result<Self, NotAProbability> {
        // Adding zero makes -0 a plain 0.
        if (0.0..=1.0).contains(&value) { Ok(Self(value + 0.0)) } else { Err(NotAProbability(value)) }
    }

    /// The number, from 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The probability that it does not happen.
    #[must_use]
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }

    /// A result of our own arithmetic, which may be a rounding outside. An empty sum is -0: adding zero makes it plain.
    fn rounded(value: f64) -> Self {
        Self(value.clamp(0.0, 1.0) + 0.0)
    }
}

/// A number that is no probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotAProbability(pub f64);

impl fmt::Display for NotAProbability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no probability: it must be from 0 to 1", self.0)
    }
}

impl std::error::Error for NotAProbability {}
