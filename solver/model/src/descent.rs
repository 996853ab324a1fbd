//! Lowers a bound by steps along a smoothed subgradient: good prices are looked for here, and proven elsewhere.

use crate::tuning;

/// When a descent stops, and how long its steps are.
pub(super) struct Reach<'a> {
    /// What the best choice is worth.
    pub(super) value: f64,
    /// A bound up to here is good enough.
    pub(super) enough: f64,
    pub(super) rounds: usize,
    /// Length of the first step, as a part of what is left to the best choice.
    pub(super) step: f64,
    /// Rounds without progress before steps become shorter, and how much shorter.
    pub(super) patience: (usize, f64),
    pub(super) stop: &'a dyn Fn() -> bool,
}

/// Lowers the bound from the prices `start`, each step as long as the distance to what the best choice is worth
/// suggests; returns the best prices and their bound. No price falls below 0. `weigh` tells the bound at given prices,
/// which it may set right, and writes how the bound changes with each price.
pub(super) fn descend(
    start: Vec<f64>,
    reach: &Reach<'_>,
    weigh: &mut dyn FnMut(&mut [f64], &mut [f64]) -> f64,
) -> (Vec<f64>, f64) {
    let mut now = start;
    let (mut best, mut least) = (now.clone(), f64::INFINITY);
    let (mut slope, mut along) = (vec![0.0; now.len()], vec![0.0; now.len()]);
    let (mut step, mut idle) = (reach.step, 0);
    for _ in 0..reach.rounds {
        let bound = weigh(&mut now, &mut slope);
        let gained = least - bound;
        if gained > 0.0 {
            least = bound;
            best.copy_from_slice(&now);
        }
        idle = if gained > 1e-4 * (bound - reach.value).abs() { 0 } else { idle + 1 };
        if least <= reach.enough || step < 1e-3 || (reach.stop)() {
            break;
        }
        let mut length = 0.0;
        for ((along, &own), &price) in along.iter_mut().zip(&slope).zip(&now) {
            let own = if price <= 0.0 && own > 0.0 { 0.0 } else { own };
            *along = tuning::DIRECTION_KEPT * *along + own;
            length += *along * *along;
        }
        if length == 0.0 {
            break;
        }
        if idle >= reach.patience.0 {
            (step, idle) = (step * reach.patience.1, 0);
            now.copy_from_slice(&best);
            along.fill(0.0);
            continue;
        }
        let by = step * (bound - reach.value).max(1.0) / length;
        now.iter_mut().zip(&along).for_each(|(price, along)| *price = (*price - by * along).max(0.0));
    }
    (best, least)
}
