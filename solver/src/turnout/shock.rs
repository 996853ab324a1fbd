//! A common shock: people respond to the same weather and the same letter, so they come or stay away together.
//!
//! ```text
//! data        p_i  chance that person i comes, over all days
//!             w_j  chance of a day of kind j        x_j  what such a day adds to everyone's log odds
//! on day j    p_ij = logistic(logit(p_i) + s_i + x_j)
//! s_i         such that sum_j w_j p_ij = p_i: a person's own chance, and so the mean turnout, stays what was given
//! result      P(N = k) = sum_j w_j P_j(N = k), each P_j an exact Poisson-binomial
//! ```

use std::collections::BTreeMap;
use std::fmt;

use rayon::prelude::*;

use super::Probability;
use super::distribution::{INVITED_MAX, Turnout, TurnoutError};

/// Widest spread of the log odds that is taken: one standard deviation then multiplies the odds by 7.4.
pub const SPREAD_MAX: f64 = 2.0;

/// Days further out than this many standard deviations are left out: together 6e-14 of all.
const DEVIATIONS_MAX: f64 = 7.5;

/// Widest step between two kinds of day, standard deviations.
const STEP_MAX: f64 = 0.25;

/// Chances of a turnout on one kind of day that are not kept, at either end. Far below what other kinds of day add
/// there.
const DROPPED_BELOW: f64 = 1e-40;

/// Steps towards `s_i`. Newton's method takes four to eight; halving alone would take sixty.
const SHIFT_STEPS_MAX: usize = 100;

/// How exactly `s_i` is solved for: the last digits of a sum of hundreds of terms are noise.
const SHIFT_ERROR: f64 = 1e-14;

/// What all invited people have in common on the day: kinds of day, each with a chance and an effect on everyone's
/// odds.
#[derive(Clone, Debug, PartialEq)]
pub struct CommonShock(Days);

#[derive(Clone, Debug, PartialEq)]
enum Days {
    /// Log odds are spread normally, with this standard deviation.
    Spread(f64),
    /// These kinds of day.
    Kinds(Vec<Day>),
}

/// One kind of day.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Day {
    /// Its chance.
    weight: f64,
    /// What it adds to everyone's log odds.
    shift: f64,
}

/// Why there is no common shock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ShockError {
    /// A spread below 0, above [`SPREAD_MAX`] or no number.
    Spread(f64),
    /// No kind of day is given.
    NoDays,
    /// The kind of day at this position has a weight that is not above 0, or endless.
    Weight {
        /// Position in the list, from 0.
        at: usize,
        /// The weight.
        weight: f64,
    },
    /// The kind of day at this position multiplies the odds by a number that is not above 0, or endless.
    OddsMultiplier {
        /// Position in the list, from 0.
        at: usize,
        /// The multiplier.
        multiplier: f64,
    },
}

impl fmt::Display for ShockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spread(spread) => write!(f, "a spread of {spread}: it must be from 0 to {SPREAD_MAX}"),
            Self::NoDays => write!(f, "no kind of day is given"),
            Self::Weight { at, weight } => write!(f, "kind of day {at} has weight {weight}: it must be above 0"),
            Self::OddsMultiplier { at, multiplier } => {
                write!(f, "kind of day {at} multiplies the odds by {multiplier}: it must be above 0")
            }
        }
    }
}

impl std::error::Error for ShockError {}

impl CommonShock {
    /// Everyone's log odds move together, normally distributed with standard deviation `spread` (no unit; 0 is no
    /// shock).
    ///
    /// The normal distribution is replaced by equally spaced kinds of day, as many as it takes for the turnouts of
    /// neighbours to overlap: see [`CommonShock::n_days`]. Few nodes of Gauss and Hermite would give a turnout with a
    /// hump for each.
    ///
    /// # Errors
    /// [`ShockError::Spread`].
    pub fn of_spread(spread: f64) -> Result<Self, ShockError> {
        if (0.0..=SPREAD_MAX).contains(&spread) {
            Ok(Self(Days::Spread(spread)))
        } else {
            Err(ShockError::Spread(spread))
        }
    }

    /// Kinds of day, each a weight (relative: they need not add up to 1) and a number that everyone's odds are
    /// multiplied by.
    ///
    /// Only the ratios of the multipliers matter, since everyone's chance over all days is kept.
    ///
    /// # Errors
    /// [`ShockError`]: the first thing that is wrong.
    pub fn of_days(days: &[(f64, f64)]) -> Result<Self, ShockError> {
        let is_fine = |number: f64| number > 0.0 && number.is_finite();
        if days.is_empty() {
            return Err(ShockError::NoDays);
        }
        for (at, &(weight, multiplier)) in days.iter().enumerate() {
            if !is_fine(weight) {
                return Err(ShockError::Weight { at, weight });
            }
            if !is_fine(multiplier) {
                return Err(ShockError::OddsMultiplier { at, multiplier });
            }
        }
        let kinds = days.iter().map(|&(weight, multiplier)| Day { weight, shift: multiplier.ln() });
        Ok(Self(Days::Kinds(normalised(kinds.collect()))))
    }

    /// How many kinds of day there are when `n_invited` people are invited.
    ///
    /// For a spread: neighbours are one standard deviation of the turnout apart, or less. A sum of bells at that
    /// distance is flat to 6e-9 of its height.
    pub fn n_days(&self, n_invited: usize) -> usize {
        match &self.0 {
            Days::Spread(0.0) => 1,
            Days::Spread(spread) => 2 * half_steps(*spread, n_invited) + 1,
            Days::Kinds(kinds) => kinds.len(),
        }
    }

    /// The turnout of `people`: exact for these kinds of day. Everyone's chance over all days is as given, so the mean
    /// is too.
    ///
    /// # Errors
    /// [`TurnoutError::TooManyInvited`].
    pub fn turnout(&self, people: &[Probability]) -> Result<Turnout, TurnoutError> {
        if people.len() > INVITED_MAX {
            return Err(TurnoutError::TooManyInvited { n_invited: people.len() });
        }
        let days = self.days(people.len());
        if let [_only] = days.as_slice() {
            return Turnout::of(people);
        }
        let logits = logits(people, &days);
        let on = |day: &Day| -> Vec<Probability> {
            let chances = people.iter().zip(&logits);
            let moved = chances.map(|(&person, logit)| match logit {
                Some(logit) => Probability::rounded(logistic(logit + day.shift)),
                None => person,
            });
            moved.collect()
        };
        let turnouts: Vec<_> = days.par_iter().map(|day| Turnout::convolved(&on(day), DROPPED_BELOW)).collect();
        // Added up in the order of the days, whichever was ready first.
        let mut chances = vec![0.0; people.len() + 1];
        for (day, turnout) in days.iter().zip(&turnouts) {
            turnout.add_to(&mut chances, day.weight);
        }
        Ok(Turnout::of_chances(chances))
    }

    /// The chance of each kind of day when `n_invited` people are invited, with the chance that `person` comes on such
    /// a day.
    pub(super) fn on_each_day(&self, person: Probability, n_invited: usize) -> Vec<(f64, Probability)> {
        let days = self.days(n_invited);
        let logit = logits(&[person], &days).pop().flatten();
        let on = |day: &Day| match logit {
            Some(logit) if days.len() > 1 => Probability::rounded(logistic(logit + day.shift)),
            _ => person,
        };
        days.iter().map(|day| (day.weight, on(day))).collect()
    }

    /// As [`Self::on_each_day`], of someone who comes with so many thousandths.
    pub(super) fn of_rate(&self, thousandths: u32, n_invited: usize) -> Vec<(f64, f64)> {
        let person = Probability::rounded(f64::from(thousandths.max(1)) / 1000.0);
        self.on_each_day(person, n_invited).into_iter().map(|(weight, chance)| (weight, chance.get())).collect()
    }

    fn days(&self, n_invited: usize) -> Vec<Day> {
        match &self.0 {
            Days::Spread(0.0) => vec![Day { weight: 1.0, shift: 0.0 }],
            Days::Spread(spread) => {
                let half = half_steps(*spread, n_invited) as i32;
                let deviations = (-half..=half).map(|step| DEVIATIONS_MAX * f64::from(step) / f64::from(half));
                let day = |z: f64| Day { weight: (-z * z / 2.0).exp(), shift: spread * z };
                normalised(deviations.map(day).collect())
            }
            Days::Kinds(kinds) => kinds.clone(),
        }
    }
}

/// Steps from the middle to the end, for a step in the log odds that moves the mean turnout by at most its standard
/// deviation.
fn half_steps(spread: f64, n_invited: usize) -> usize {
    // The mean moves by the variance for each unit of log odds; no variance is above n / 4.
    let deviation_max = f64::max((n_invited as f64).sqrt() / 2.0, 1.0);
    let step = f64::min(STEP_MAX, 1.0 / (spread * deviation_max));
    (DEVIATIONS_MAX / step).ceil() as usize
}

fn normalised(mut days: Vec<Day>) -> Vec<Day> {
    let sum: f64 = days.iter().map(|day| day.weight).sum();
    days.iter_mut().for_each(|day| day.weight /= sum);
    days
}

/// For each person the log odds, moved so that the chance over all days is the person's own; none where it is 0 or 1.
fn logits(people: &[Probability], days: &[Day]) -> Vec<Option<f64>> {
    // Many people share a channel and a segment, and so a chance. Positive numbers are ordered as their bits are.
    let mut known = BTreeMap::new();
    let logit = |person: &Probability| {
        let chance = person.get();
        let is_open = chance > 0.0 && chance < 1.0;
        is_open.then(|| *known.entry(chance.to_bits()).or_insert_with(|| moved_logit(chance, days)))
    };
    people.iter().map(logit).collect()
}

/// The number t with sum_j w_j logistic(t + x_j) = `chance`.
fn moved_logit(chance: f64, days: &[Day]) -> f64 {
    // Of coming and staying the rarer is solved for: the other has no digits left for it.
    if chance <= 0.5 { solved(chance, days, 1.0) } else { -solved(1.0 - chance, days, -1.0) }
}

/// The number t with sum_j w_j logistic(t + `sign` x_j) = `chance`: Newton's method, kept between bounds that close in.
fn solved(chance: f64, days: &[Day], sign: f64) -> f64 {
    let logit = chance.ln() - (-chance).ln_1p();
    let shifts = || days.iter().map(|day| sign * day.shift);
    let (least, most) = (shifts().fold(f64::INFINITY, f64::min), shifts().fold(f64::NEG_INFINITY, f64::max));
    // At `low` every day gives at most `chance`, at `high` at least.
    let (mut low, mut high, mut t) = (logit - most, logit - least, logit - (least + most) / 2.0);
    for _ in 0..SHIFT_STEPS_MAX {
        let (mut value, mut slope) = (0.0, 0.0);
        for day in days {
            let share = logistic(t + sign * day.shift);
            value += day.weight * share;
            slope += day.weight * share * (1.0 - share);
        }
        if value < chance {
            low = t
        } else {
            high = t
        }
        let newton = t - (value - chance) / slope;
        let next = if newton > low && newton < high { newton } else { low + (high - low) / 2.0 };
        let is_there = (next - t).abs() <= SHIFT_ERROR * t.abs().max(1.0);
        t = next;
        if is_there {
            break;
        }
    }
    t
}

/// 1 / (1 + e^-x), with its digits where it is small.
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
