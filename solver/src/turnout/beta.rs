//! What is known of a show-up rate: a beta distribution, updated with counts, shrunk to its segment.

use std::fmt;

use super::Probability;

/// Largest number of people that a prior may be worth, and largest count: beyond it the arithmetic loses digits.
const PEOPLE_MAX: f64 = 1e9;

/// A beta distribution of a rate: as if `alpha` people had come and `beta` had not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    alpha: f64,
    beta: f64,
}

/// A rate with everything it rests on, to be shown together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearnedRate {
    /// What was believed before.
    pub prior: Beta,
    /// Of the people invited, those who came.
    pub came: u64,
    /// People invited.
    pub invited: u64,
    /// What is known now.
    pub posterior: Beta,
}

/// Why there is no such rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BetaError {
    /// The mean of a prior must lie between 0 and 1, both excluded: nothing could be learned from either.
    Mean(f64),
    /// A prior must be worth more than 0 people and at most a thousand million.
    SampleSize(f64),
    /// More people came than were invited, or more than a thousand million were.
    Counts {
        /// People who came.
        came: u64,
        /// People invited.
        invited: u64,
    },
}

impl fmt::Display for BetaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mean(mean) => write!(f, "a prior mean of {mean}: it must lie between 0 and 1"),
            Self::SampleSize(people) => {
                write!(f, "a prior worth {people} people: it must be above 0, at most {PEOPLE_MAX}")
            }
            Self::Counts { came, invited } => write!(f, "{came} of {invited} invited people came: that cannot be"),
        }
    }
}

impl std::error::Error for BetaError {}

impl Beta {
    /// A prior with this `mean`, worth as much as `sample_size` people observed.
    ///
    /// # Errors
    /// [`BetaError::Mean`], [`BetaError::SampleSize`].
    pub fn prior(mean: f64, sample_size: f64) -> Result<Self, BetaError> {
        let (alpha, beta) = (mean * sample_size, (1.0 - mean) * sample_size);
        if !(mean > 0.0 && mean < 1.0) {
            return Err(BetaError::Mean(mean));
        }
        // Below the normal numbers a mean has no digits left.
        let is_fine = sample_size <= PEOPLE_MAX && alpha >= f64::MIN_POSITIVE && beta >= f64::MIN_POSITIVE;
        if is_fine { Ok(Self { alpha, beta }) } else { Err(BetaError::SampleSize(sample_size)) }
    }

    /// This, after `came` of `invited` people came.
    ///
    /// # Errors
    /// [`BetaError::Counts`].
    pub fn updated(&self, came: u64, invited: u64) -> Result<Self, BetaError> {
        if came > invited || invited as f64 > PEOPLE_MAX {
            return Err(BetaError::Counts { came, invited });
        }
        Ok(Self { alpha: self.alpha + came as f64, beta: self.beta + (invited - came) as f64 })
    }

    /// The first parameter: people who came, as it were.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The second parameter: people who stayed away, as it were.
    pub fn beta(&self) -> f64 {
        self.beta
    }

    /// How many observed people this is worth.
    pub fn sample_size(&self) -> f64 {
        self.alpha + self.beta
    }

    /// Expected rate: the chance that the next person comes.
    pub fn mean(&self) -> Probability {
        Probability::rounded(self.alpha / self.sample_size())
    }

    /// Variance of the rate.
    pub fn variance(&self) -> f64 {
        let size = self.sample_size();
        (self.alpha / size) * (self.beta / size) / (size + 1.0)
    }

    /// The chance that the rate is at most `rate`: the regularised incomplete beta function.
    ///
    /// Relative error: 1e-13, or some 1e-15 times the sample size where that is more.
    pub fn cdf(&self, rate: Probability) -> Probability {
        let (x, y) = (rate.get(), rate.complement().get());
        if x == 0.0 || y == 0.0 {
            return rate;
        }
        // The fraction converges fast below the mean; above it, the same is asked of who stays away.
        if x < (self.alpha + 1.0) / (self.sample_size() + 2.0) {
            Probability::rounded(lower_tail(self.alpha, self.beta, x, y))
        } else {
            Probability::rounded(1.0 - lower_tail(self.beta, self.alpha, y, x))
        }
    }

    /// The rate below which the true one lies with a chance of `share`, by halving: exact to 1e-15 where [`Beta::cdf`]
    /// is.
    pub fn quantile(&self, share: Probability) -> Probability {
        let (mut low, mut high) = (0.0, 1.0);
        if share.get() == 0.0 || share.get() == 1.0 {
            return share;
        }
        // 60 halvings: below the distance of two numbers near 1.
        for _ in 0..60 {
            let middle = low + (high - low) / 2.0;
            if self.cdf(Probability(middle)) < share { low = middle } else { high = middle }
        }
        Probability(low + (high - low) / 2.0)
    }

    /// The rates between which the true one lies with a chance of `confidence`, as much below as above.
    pub fn central(&self, confidence: Probability) -> (Probability, Probability) {
        let below = confidence.complement().get() / 2.0;
        (self.quantile(Probability(below)), self.quantile(Probability(1.0 - below)))
    }
}

impl LearnedRate {
    /// What `came` of `invited` people teach about a rate of which `prior` was known.
    ///
    /// # Errors
    /// [`BetaError::Counts`].
    pub fn of(prior: Beta, came: u64, invited: u64) -> Result<Self, BetaError> {
        Ok(Self { prior, came, invited, posterior: prior.updated(came, invited)? })
    }

    /// The rate of a cell (a channel and a lead time in a segment), shrunk to its `segment`.
    ///
    /// Its prior has the mean that is known of the segment, and is worth `strength` people: a cell with that many
    /// invited counts for half. The counts of the segment should leave out the cell, or its people count twice.
    ///
    /// # Errors
    /// [`BetaError::SampleSize`] for the strength, [`BetaError::Counts`].
    pub fn of_cell(segment: &Beta, strength: f64, came: u64, invited: u64) -> Result<Self, BetaError> {
        Self::of(Beta::prior(segment.mean().get(), strength)?, came, invited)
    }
}

/// Regularised incomplete beta function at x = 1 - y, for x below the mean: its continued fraction, by the method of
/// Lentz.
///
/// Source: DLMF 8.17.22, with 8.17.8 as the factor before it.
fn lower_tail(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let factor = (a * x.ln() + b * y.ln() - ln_beta).exp() / a;
    let (mut c, mut d) = (1.0, away_from_zero(1.0 - (a + b) * x / (a + 1.0)).recip());
    let mut fraction = d;
    for m in 1..TERMS_MAX {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = away_from_zero(1.0 + term * d).recip();
            c = away_from_zero(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    factor * fraction
}

/// Terms of the fraction: it takes some times the root of the larger parameter, and that is at most 1e9 or so.
const TERMS_MAX: u32 = 200_000;

/// A divisor of the fraction may be zero by chance: the method goes on with something tiny.
fn away_from_zero(divisor: f64) -> f64 {
    if divisor.abs() < 1e-300 { 1e-300 } else { divisor }
}

/// The logarithm of the gamma function of `x` above 0: Stirling's series, from 15 on. Source: DLMF 5.11.1, 5.5.1.
pub(super) fn ln_gamma(mut x: f64) -> f64 {
    let mut below = 1.0;
    while x < 15.0 {
        below *= x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = 1.0 / 12.0
        - square
            * (1.0 / 360.0
                - square
                    * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square * (1.0 / 1188.0 - square * 691.0 / 360_360.0))));
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series / x - f64::ln(below)
}
