//! How many of one segment come, and how many of those visit a table: whole distributions, by recurrences of positive
//! terms.
//!
//! ```text
//! rate known      K ~ binomial(n, m)
//! rate uncertain  K ~ beta-binomial(n, m w, (1 - m) w): the binomial, integrated over what is known of the rate
//! visits          V | K ~ binomial(K, q): each attendee decides alone whether to visit the table
//! walk-ins        Poisson
//! ```

/// What is known of the rate of a segment on one kind of day.
#[derive(Clone, Copy, Debug)]
pub(in crate::turnout) struct Rate {
    /// Expected rate, between 0 and 1.
    pub(in crate::turnout) mean: f64,
    /// How many observed people the knowledge is worth; none when the rate counts as known.
    pub(in crate::turnout) worth: Option<f64>,
}

/// Chances below this are no longer multiplied on: far below any risk that is asked for.
const LEAST: f64 = 1e-60;

/// Chances this small at the end of a distribution are cut off: together below 1e-26.
const CUT: f64 = 1e-30;

/// Rates closer to 0 or 1 than this are moved here, so that odds stay finite.
const NEAREST: f64 = 1e-12;

/// The chances that 0, 1, .. `n` of `n` people come.
pub(in crate::turnout) fn came(n: usize, rate: Rate) -> Vec<f64> {
    let mean = rate.mean.clamp(NEAREST, 1.0 - NEAREST);
    // f(k + 1) / f(k).
    let up = |k: usize| {
        let (k, left) = (k as f64, (n - k) as f64);
        let odds = match rate.worth {
            None => mean / (1.0 - mean),
            Some(worth) => (k + mean * worth) / (left - 1.0 + (1.0 - mean) * worth),
        };
        left / (k + 1.0) * odds
    };
    // From the middle outwards, so that nothing overflows and the thin ends keep their digits.
    let middle = ((n as f64 * mean).round() as usize).min(n);
    let mut chances = vec![0.0; n + 1];
    chances[middle] = 1.0;
    for k in middle..n {
        chances[k + 1] = chances[k] * up(k);
        if chances[k + 1] < LEAST {
            break;
        }
    }
    for k in (0..middle).rev() {
        chances[k] = chances[k + 1] / up(k);
        if chances[k] < LEAST {
            break;
        }
    }
    let sum: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= sum);
    chances
}

/// The chances that 0, 1, .. `most` of `n` people come and visit a table that each attendee visits with chance `share`.
pub(super) fn visited(n: usize, rate: Rate, share: f64, most: usize) -> Vec<f64> {
    if rate.worth.is_none() {
        return shortened(came(n, Rate { mean: rate.mean * share, worth: None }), most);
    }
    let mut visits = vec![0.0; most + 1];
    // Visitors of k attendees, one attendee more at a time.
    let mut of_k = vec![0.0; most + 1];
    of_k[0] = 1.0;
    for chance in came(n, rate) {
        if chance > 0.0 {
            visits.iter_mut().zip(&of_k).for_each(|(sum, visit)| *sum += chance * visit);
        }
        one_more(&mut of_k, share);
    }
    visits
}

/// The chances that 0, 1, .. `most` of `n` sure people visit.
pub(super) fn sure_visits(n: usize, share: f64, most: usize) -> Vec<f64> {
    let mut of_n = vec![0.0; most + 1];
    of_n[0] = 1.0;
    (0..n).for_each(|_| one_more(&mut of_n, share));
    of_n
}

fn one_more(visits: &mut [f64], share: f64) {
    for v in (1..visits.len()).rev() {
        visits[v] = visits[v] * (1.0 - share) + visits[v - 1] * share;
    }
    visits[0] *= 1.0 - share;
}

/// The chances of 0, 1, .. people who come unasked.
pub(super) fn walk_ins(mean: f64) -> Vec<f64> {
    // Twelve deviations, and some for small means: what is left out is below 1e-26.
    let most = (mean + 12.0 * mean.sqrt() + 30.0).ceil() as usize;
    let middle = mean as usize;
    let mut chances = vec![0.0; most + 1];
    chances[middle] = 1.0;
    for k in middle..most {
        chances[k + 1] = chances[k] * mean / (k + 1) as f64;
    }
    for k in (0..middle).rev() {
        chances[k] = chances[k + 1] * (k + 1) as f64 / mean;
    }
    let sum: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= sum);
    chances
}

/// The chances of sums up to `most`; what lies beyond is left out.
pub(super) fn convolved(one: &[f64], other: &[f64], most: usize) -> Vec<f64> {
    let (one, other) = (kept(one), kept(other));
    let n = (one.end + other.end).saturating_sub(1).min(most + 1);
    let mut sums = vec![0.0; n];
    for a in one.start..one.end.min(n) {
        let reach = other.end.min(n - a);
        if reach > other.start {
            let to = &mut sums[a + other.start..a + reach];
            to.iter_mut().zip(&other.chances[other.start..reach]).for_each(|(sum, b)| *sum += one.chances[a] * b);
        }
    }
    sums
}

struct Kept<'a> {
    chances: &'a [f64],
    start: usize,
    end: usize,
}

/// Without ends too thin to matter.
fn kept(chances: &[f64]) -> Kept<'_> {
    let start = chances.iter().position(|&chance| chance > CUT).unwrap_or(0);
    let end = chances.iter().rposition(|&chance| chance > CUT).map_or(0, |last| last + 1);
    Kept { chances, start, end }
}

fn shortened(mut chances: Vec<f64>, most: usize) -> Vec<f64> {
    chances.truncate(most + 1);
    chances
}
