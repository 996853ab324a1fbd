//! What no counts within the bounds can exceed, where not every frontier was tried: a stated relaxation.
//!
//! ```text
//! hall     P(N > H) <= e  implies  E[N] <= H + sd(N) sqrt(e / (1 - e))      Cantelli's inequality, any distribution
//!                         and      E[N] <= H + ln 2 if e < 1/2 and people are independent with known rates
//!                                  (mean and median of a Poisson-binomial differ by at most ln 2: Hamza 1995)
//! table    E[min(N_j, slots_j)] <= min(E[N_j], slots_j)
//!                                <= y_j E[N_j] + (1 - y_j) slots_j for any y_j from 0 to 1      Jensen
//! counts   no segment above what fits while all others are at their fewest
//! ```
//!
//! With the y_j fixed, what is left is one knapsack with fractions, solved by the interviews each attendee of a segment
//! adds. sd(N) is taken where all segments are at their most together: people and days never correlate negatively, so
//! no counts below have a larger one.

use super::reading::Model;
use super::search::Found;
use super::{Binding, Uncertainty};

/// An upper bound on the value of any counts that fit.
pub(super) fn bound(model: &Model<'_>, found: &Found) -> f64 {
    let sizing = model.sizing;
    let most = &found.most_alone;
    let hall = hall_mean(model, most);
    if sizing.stands.is_empty() {
        return f64::min(model.attendees(most), hall);
    }
    let at_most: f64 = model.stands(most).iter().map(|stand| stand.useful_interviews).sum();
    let at_found: Vec<f64> = model
        .stands(&found.invite)
        .iter()
        .zip(&sizing.stands)
        .map(|(read, stand)| {
            // Where half of the slots are used on average an attendee more is nearly always an interview more.
            let used = read.useful_interviews / f64::max(stand.slots as f64, 1.0);
            if used < 0.5 { 1.0 } else { (2.0 * (1.0 - used)).clamp(0.0, 1.0) }
        })
        .collect();
    let all_linear = vec![1.0; sizing.stands.len()];
    let slots: f64 = sizing.stands.iter().map(|stand| stand.slots as f64).sum();
    let tangents = [all_linear, at_found].map(|weights| knapsack(model, most, hall, &weights));
    tangents.into_iter().fold(f64::min(at_most, slots), f64::min)
}

/// The most people that can be expected while the hall's risk is kept.
fn hall_mean(model: &Model<'_>, most: &[usize]) -> f64 {
    let sizing = model.sizing;
    let (places, risk) = (sizing.hall.places as f64, sizing.hall.risk.get());
    let deviation = model.turnout(most).variance().sqrt();
    let cantelli = places + deviation * (risk / (1.0 - risk)).sqrt();
    let is_independent = sizing.binding == Binding::Independent || sizing.shock.is_none();
    if is_independent && sizing.uncertainty == Uncertainty::Mean && risk < 0.5 {
        return f64::min(cantelli, places + std::f64::consts::LN_2);
    }
    if risk >= 1.0 { f64::INFINITY } else { cantelli }
}

/// The relaxation with these weights of the tables.
fn knapsack(model: &Model<'_>, most: &[usize], hall: f64, weights: &[f64]) -> f64 {
    let sizing = model.sizing;
    let fewest: Vec<usize> = sizing.segments.iter().map(|segment| segment.fewest).collect();
    let mut sum = 0.0;
    for (stand, y) in sizing.stands.iter().zip(weights) {
        let segments = sizing.segments.iter().zip(&stand.shares);
        let sure: f64 = segments.map(|(segment, share)| segment.sure as f64 * share.get()).sum();
        sum += (1.0 - y) * stand.slots as f64 + y * (sizing.walk_ins * stand.walk_in_share.get() + sure);
    }
    // Interviews that one attendee of a segment adds, then how many attendees more there can be.
    let worth = |at: usize| -> f64 { sizing.stands.iter().zip(weights).map(|(s, y)| y * s.shares[at].get()).sum() };
    let mean = |at: usize| sizing.segments[at].rate.mean().get();
    sum += (0..fewest.len()).map(|at| fewest[at] as f64 * mean(at) * worth(at)).sum::<f64>();
    let mut left = (hall - model.attendees(&fewest)).max(0.0);
    let mut order: Vec<usize> = (0..fewest.len()).collect();
    order.sort_by(|&a, &b| worth(b).total_cmp(&worth(a)));
    for at in order {
        let attendees = f64::min((most[at] - fewest[at]) as f64 * mean(at), left);
        left -= attendees;
        sum += attendees * worth(at);
    }
    sum
}
