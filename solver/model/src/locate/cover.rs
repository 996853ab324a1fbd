//! The linear relaxation of covering, solved exactly: there are no better prices.
//!
//! ```text
//! sets        F  facilities     K  merged groups of people     R  shared resources
//! variables   y_f in [0,1]  f is opened        z_k in [0,1]  k is reached
//! maximise    sum_f w_f y_f + sum_k v_k z_k
//! subject to  z_k <= sum_{f that reach k} y_f       every group, with price l_k: people pay v_k - l_k
//!             sum_f u_rf y_f <= c_r                 every resource
//! ```

use super::dual::{Descent, Prices, State, View};
use super::map::Map;
use crate::lp::{Change, Column, Lp, Seconds, Simplex};

/// A relaxation that stays open: what changes from node to node are states of facilities.
pub(super) struct Cover {
    lp: Lp,
    pending: Change,
    /// The state of each facility in the programme.
    states: Vec<State>,
}

impl Cover {
    /// The relaxation of a merged map; `None` where anything but the number of open facilities is limited.
    pub(super) fn new(map: &Map) -> Option<Self> {
        if !map.counts && !map.resources.is_empty() {
            return None;
        }
        let n = map.twins.len();
        let reached = (0..n).map(|_| (f64::NEG_INFINITY, 0.0));
        let resources = map.resources.iter().map(|&(_, capacity)| (f64::NEG_INFINITY, capacity as f64));
        let rows: Vec<(f64, f64)> = reached.chain(resources).collect();
        let opened = map.facilities.iter().map(|facility| {
            let clients = facility.clients.clone().map(|c| (map.group[c] as usize, -1.0));
            let draws = facility.draws.iter().map(|&(r, units)| (n + r, units as f64));
            let entries = clients.chain(draws).collect();
            Column { points: facility.weight as f64, bounds: (0.0, 1.0), entries }
        });
        let people =
            (0..n).map(|k| Column { points: map.worth(k) as f64, bounds: (0.0, 1.0), entries: vec![(k, 1.0)] });
        let pending = Change { columns: opened.chain(people).collect(), ..Change::default() };
        let lp = Lp::new(&rows, Simplex::Primal)?;
        Some(Self { lp, pending, states: vec![State::Free; map.facilities.len()] })
    }

    /// Prices, bound and how far each facility in view is opened; `None` once HiGHS has failed.
    pub(super) fn solve(&mut self, map: &Map, view: &View, states: &[State], seconds: Seconds<'_>) -> Option<Descent> {
        for (f, (now, &state)) in self.states.iter_mut().zip(states).enumerate().filter(|(_, (now, s))| *now != *s) {
            let (low, high) = match state {
                State::Free => (0.0, 1.0),
                State::Open => (1.0, 1.0),
                State::Closed => (0.0, 0.0),
            };
            self.pending.bounds.push((f, low, high));
            *now = state;
        }
        let answer = self.lp.solve(std::mem::take(&mut self.pending), seconds)?;
        // What was best stays dually feasible when only bounds change.
        self.pending.simplex = Some(Simplex::Dual);
        let n = map.twins.len();
        let pays = |(k, price): (usize, &f64)| (map.worth(k) as f64 - price).max(0.0);
        let people = answer.prices[..n].iter().enumerate().map(pays).collect();
        let prices = Prices { people, resources: answer.prices[n..].to_vec() };
        let share = view.facilities.iter().map(|&f| answer.columns[f]).collect();
        Some(Descent { prices, bound: answer.value, share })
    }
}

/// A choice near a relaxation: what is opened furthest, as far as it fits. Sorted.
pub(super) fn rounded(map: &Map, view: &View, share: &[f64]) -> Vec<usize> {
    const LEAST: f64 = 1e-6;
    let least = if map.counts { LEAST } else { 0.5 };
    let mut order: Vec<(f64, usize)> =
        share.iter().copied().zip(view.facilities.iter().copied()).filter(|&(share, _)| share >= least).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    if map.counts {
        order.truncate(map.resources[0].1.max(0) as usize);
    }
    let mut open: Vec<usize> = order.into_iter().map(|(_, f)| f).collect();
    open.sort_unstable();
    open
}
