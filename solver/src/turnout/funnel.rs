//! From a seat on the list to a pass: how many of a list start, how many of those pass, and how long a list has to be.
//!
//! ```text
//! data      n     people on the list
//! starters  S   ~ beta-binomial(n, starts): the share that starts is one for the whole group, and not known exactly
//! passers   P | S ~ beta-binomial(S, passes)
//! holds     P(S >= least);   overfills  P(S > places)
//! ```
//!
//! Both chances rise with n: one more person on the list makes it likelier to reach any number of starters. So the
//! shortest list with which a group holds surely enough is found by halving. All of it is exact for this model: sums of
//! positive terms, no sampling. A reason to stay away that a group shares shows only as uncertainty of the rate: counts
//! of one group say less of the next one than as many people in many groups do.

use super::distribution::check_size;
use super::sizing::law::{Rate, came};
use super::{Beta, Probability, Turnout, TurnoutError};

/// Longest list that is looked at.
pub const LISTED_MAX: usize = 2_000;

/// What is known of the steps of an intake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Funnel {
    /// Of people with a seat, the share that starts.
    pub starts: Beta,
    /// Of people who start, the share that passes.
    pub passes: Beta,
}

/// What becomes of a list of people.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// How many start.
    pub starters: Turnout,
    /// How many pass, of all who start.
    pub passers: Turnout,
}

/// A list that is long enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed {
    /// People on it.
    pub seats: usize,
    /// The chance that enough of them start.
    pub holds: Probability,
    /// The chance that more of them start than there are places: so often somebody has to be turned away.
    pub overfills: Probability,
}

impl Funnel {
    /// What becomes of `seats` people on the list. Quadratic in them.
    ///
    /// # Errors
    /// [`TurnoutError::TooManyInvited`].
    pub fn group(&self, seats: usize) -> Result<Group, TurnoutError> {
        let starters = self.starters(seats)?;
        let mut passers = vec![0.0; seats + 1];
        for (started, chance) in starters.pmf().into_iter().enumerate().filter(|(_, chance)| *chance > 0.0) {
            let of_these = came(started, rate(&self.passes));
            passers.iter_mut().zip(of_these).for_each(|(sum, pass)| *sum += chance * pass);
        }
        Ok(Group { starters, passers: Turnout::of_chances(passers) })
    }

    /// The shortest list with which at least `least` start with a chance of `chance` or more, and how often more then
    /// start than there are `places`. Nothing where [`LISTED_MAX`] people are too few.
    pub fn seats_to_offer(&self, least: usize, places: usize, chance: Probability) -> Option<Listed> {
        let listed = |seats: usize| {
            let starters = self.starters(seats).ok()?;
            Some(Listed { seats, holds: at_least(&starters, least), overfills: starters.more_than(places) })
        };
        let is_enough = |seats: usize| listed(seats).is_some_and(|listed| listed.holds >= chance);
        if !is_enough(LISTED_MAX) {
            return None;
        }
        let (mut low, mut high) = (0, LISTED_MAX);
        while low < high {
            let middle = low + (high - low) / 2;
            if is_enough(middle) { high = middle } else { low = middle + 1 }
        }
        listed(high)
    }

    pub(super) fn starters(&self, seats: usize) -> Result<Turnout, TurnoutError> {
        check_size(seats)?;
        Ok(Turnout::of_chances(came(seats, rate(&self.starts))))
    }
}

impl Group {
    /// The chance that at least `least` start: that the group holds.
    pub fn holds(&self, least: usize) -> Probability {
        at_least(&self.starters, least)
    }

    /// The chance that more start than there are places.
    pub fn overfills(&self, places: usize) -> Probability {
        self.starters.more_than(places)
    }
}

/// The chance that at least `least` come.
fn at_least(turnout: &Turnout, least: usize) -> Probability {
    // Whichever number comes, it is at least none.
    least.checked_sub(1).map_or(Probability(1.0), |fewer| turnout.more_than(fewer))
}

fn rate(known: &Beta) -> Rate {
    Rate { mean: known.mean().get(), worth: Some(known.sample_size()) }
}
