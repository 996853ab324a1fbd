//! What is known of how many people come unasked in an hour: a gamma distribution, updated with counts.

use std::fmt;

use super::Probability;
use super::beta::ln_gamma;

/// Most hours, and most people: beyond it the arithmetic loses digits.
const MOST: f64 = 1e6;

/// A gamma distribution of a rate an hour: as if `seen` people had come in `hours`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    seen: f64,
    hours: f64,
}

/// Why there is no such rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GammaError {
    /// A prior rate must be above 0 an hour, and be worth more than 0 hours; both are bounded by a million.
    Prior {
        /// People an hour.
        per_hour: f64,
        /// Hours.
        worth: f64,
    },
    /// People were seen in no time, or more of either than a million.
    Counts {
        /// People.
        seen: u64,
        /// Hours.
        hours: f64,
    },
}

impl fmt::Display for GammaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prior { per_hour, worth } => {
                write!(f, "{per_hour} an hour, worth {worth} hours: both must be above 0, at most {MOST}")
            }
            Self::Counts { seen, hours } => write!(f, "{seen} people in {hours} hours: that cannot be"),
        }
    }
}

impl std::error::Error for GammaError {}

impl Gamma {
    /// A prior of `per_hour` people, worth as much as `worth` hours watched.
    ///
    /// # Errors
    /// [`GammaError::Prior`].
    pub fn prior(per_hour: f64, worth: f64) -> Result<Self, GammaError> {
        let within = |value: f64| (f64::MIN_POSITIVE..=MOST).contains(&value);
        let is_fine = within(per_hour) && within(worth) && within(per_hour * worth);
        if is_fine {
            Ok(Self { seen: per_hour * worth, hours: worth })
        } else {
            Err(GammaError::Prior { per_hour, worth })
        }
    }

    /// This, after `seen` people came unasked in `hours`: people who decide alone come as a Poisson process, of which
    /// the gamma is the conjugate.
    ///
    /// # Errors
    /// [`GammaError::Counts`].
    pub fn updated(&self, seen: u64, hours: f64) -> Result<Self, GammaError> {
        let is_fine = (0.0..=MOST).contains(&hours) && seen as f64 <= MOST && (seen == 0 || hours > 0.0);
        if !is_fine {
            return Err(GammaError::Counts { seen, hours });
        }
        Ok(Self { seen: self.seen + seen as f64, hours: self.hours + hours })
    }

    /// Expected people an hour.
    pub fn mean(&self) -> f64 {
        self.seen / self.hours
    }

    /// The shape: people who came, as it were.
    pub fn seen(&self) -> f64 {
        self.seen
    }

    /// The rate parameter: hours watched, as it were.
    pub fn hours(&self) -> f64 {
        self.hours
    }

    /// The chance that the rate is at most `per_hour`: the regularised incomplete gamma function.
    pub fn cdf(&self, per_hour: f64) -> Probability {
        let x = per_hour * self.hours;
        if x <= 0.0 {
            return Probability(0.0);
        }
        let factor = (self.seen * x.ln() - x - ln_gamma(self.seen)).exp();
        // Each expansion converges fast on its side of the mean. Source: DLMF 8.7.1, 8.9.2.
        if x < self.seen + 1.0 {
            Probability::rounded(factor * series(self.seen, x))
        } else {
            Probability::rounded(1.0 - factor * fraction(self.seen, x))
        }
    }

    /// People an hour below which the true rate lies with a chance of `share`, by halving.
    pub fn quantile(&self, share: Probability) -> f64 {
        let (mut low, mut high) = (0.0, self.mean());
        while self.cdf(high) < share && high < f64::MAX / 4.0 && share.get() < 1.0 {
            (low, high) = (high, 2.0 * high);
        }
        // 100 halvings: below the distance of two numbers, also for small rates.
        for _ in 0..100 {
            let middle = low + (high - low) / 2.0;
            if self.cdf(middle) < share { low = middle } else { high = middle }
        }
        low + (high - low) / 2.0
    }

    /// The rates between which the true one lies with a chance of `confidence`, as much below as above.
    pub fn central(&self, confidence: Probability) -> (f64, f64) {
        let below = confidence.complement().get() / 2.0;
        (self.quantile(Probability(below)), self.quantile(Probability(1.0 - below)))
    }
}

/// Terms of both expansions: some times the root of the shape, and that is at most two million.
const TERMS_MAX: u32 = 100_000;

/// Sum over n of x^n / (a (a+1) ... (a+n)).
fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0 / a, 1.0 / a);
    for n in 1..TERMS_MAX {
        term *= x / (a + f64::from(n));
        sum += term;
        if term <= sum * f64::EPSILON {
            break;
        }
    }
    sum
}

/// The continued fraction of the upper tail, by the method of Lentz; above the shape no divisor is zero.
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1e300, b.recip());
    let mut value = d;
    for n in 1..TERMS_MAX {
        let n = f64::from(n);
        let term = -n * (n - a);
        b += 2.0;
        d = (term * d + b).recip();
        c = b + term / c;
        value *= c * d;
        if (c * d - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}
