//! Branch and bound over what is opened: every leaf has prices that prove it.

use std::collections::BTreeMap;

use super::cover::{self, Cover};
use super::dual::{self, Descent, Evaluation, Prices, State, View};
use super::exact::{self, BITS, Exact};
use super::map::Map;
use super::primal::Choice;
use crate::certificate::{self, Proof, Split};
use crate::descent::Reach;
use crate::lp::Seconds;
use crate::part::Part;
use crate::problem::{PoolIdx, Problem};
use crate::tuning;

/// Most decisions on one path: the search is recursive and the stack finite.
const DEEPEST: usize = 1_000;

/// A search in progress.
pub(super) struct Tree<'a> {
    pub(super) problem: &'a Problem,
    pub(super) part: &'a Part,
    pub(super) map: &'a Map,
    pub(super) view: &'a View,
    /// The relaxation, where it can be solved exactly.
    pub(super) cover: Option<Cover>,
    pub(super) states: Vec<State>,
    pub(super) root: &'a Exact,
    /// The greatest number every value is a multiple of.
    pub(super) unit: i128,
    /// By how much a bound may be above the best choice and still be good enough.
    pub(super) slack: i128,
    pub(super) best: Choice,
    /// The greatest bound of the leaves.
    pub(super) bound: i128,
    pub(super) nodes_left: usize,
    pub(super) stop: &'a dyn Fn() -> bool,
    /// The seconds that are left, where there is a limit.
    pub(super) seconds: Seconds<'a>,
    pub(super) depth: usize,
    /// By how much closing and opening a facility lowered the bound where it was tried.
    pub(super) known: BTreeMap<usize, (f64, f64)>,
}

impl Tree<'_> {
    /// Explores the node at hand from prices known to be good nearby.
    pub(super) fn explore(&mut self, start: &Prices) -> Proof {
        if let Some(leaf) = self.closed(&mut Exact::rounded(self.map, start)) {
            return leaf;
        }
        if let Some(open) = self.decided() {
            return self.close_decided(&open, start);
        }
        if self.nodes_left == 0 || self.depth == DEEPEST || (self.stop)() {
            return self.leaf(&mut Exact::rounded(self.map, start));
        }
        self.nodes_left -= 1;
        let descent = self.descend(start);
        if let Some(leaf) = self.closed(&mut Exact::rounded(self.map, &descent.prices)) {
            return leaf;
        }
        let Some(f) = self.in_doubt(&descent) else {
            return self.leaf(&mut Exact::rounded(self.map, &descent.prices));
        };
        let certainly = Box::new(self.within(f, State::Open, &descent.prices));
        let never = Box::new(self.within(f, State::Closed, &descent.prices));
        Proof::Branch { split: self.split(f), never, certainly }
    }

    fn within(&mut self, f: usize, state: State, start: &Prices) -> Proof {
        self.states[f] = state;
        self.depth += 1;
        let proof = self.explore(start);
        self.depth -= 1;
        self.states[f] = State::Free;
        proof
    }

    /// The opener of `f`: no other grants what it grants.
    fn split(&self, f: usize) -> Split {
        let e = self.part.edges[self.map.facilities[f].opener as usize];
        let (draws, points) = (self.problem.draws_of(e).to_vec(), self.problem.points_of(e).collect());
        Split::Edge { owner: None, draws, points, rank: 0 }
    }

    /// The best prices for the node, and a choice near the relaxation.
    fn relaxed(&mut self) -> Option<Descent> {
        let descent = self.cover.as_mut()?.solve(self.map, self.view, &self.states, self.seconds);
        let Some(descent) = descent else {
            self.cover = None;
            return None;
        };
        let open = cover::rounded(self.map, self.view, &descent.share);
        if self.depth <= tuning::EXCHANGE_DEPTH {
            let other = self.map.improved(&open, self.stop);
            if other.value > self.best.value {
                self.best = other;
            }
        } else {
            self.consider(&open);
        }
        Some(descent)
    }

    /// Better prices for the node, and better choices on the way.
    fn descend(&mut self, start: &Prices) -> Descent {
        if let Some(descent) = self.relaxed() {
            return descent;
        }
        let value = self.best.value as f64;
        let enough = value + self.slack as f64 + 0.9 * self.unit as f64;
        let reach =
            Reach { value, enough, rounds: tuning::NODE_ROUNDS, step: 0.5, patience: (20, 0.7), stop: self.stop };
        let mut seen: Vec<Vec<usize>> = Vec::new();
        let mut round = 0;
        let mut note = |evaluation: &Evaluation| {
            round += 1;
            if round % 25 == 0 {
                seen.push(opened(self.view, evaluation));
            }
        };
        let descent = dual::descend(self.map, self.view, &self.states, start, &reach, &mut note);
        seen.dedup();
        for open in &seen {
            self.consider(open);
        }
        if let Some(open) = seen.last().filter(|open| self.depth <= tuning::EXCHANGE_DEPTH && self.map.fits(open)) {
            let other = self.map.improved(open, self.stop);
            if other.value > self.best.value {
                self.best = other;
            }
        }
        descent
    }

    /// Takes note of a choice, improved where it is good already.
    fn consider(&mut self, open: &[usize]) {
        if self.map.fits(open) && self.map.value(open) > self.best.value {
            self.best = self.map.improved(open, self.stop);
        }
    }

    /// What is open where nothing is left to decide.
    fn decided(&self) -> Option<Vec<usize>> {
        let of = |state: State| self.view.facilities.iter().copied().filter(move |&f| self.states[f] == state);
        let open: Vec<usize> = of(State::Open).collect();
        let full = self.map.counts && open.len() as i64 >= self.map.resources[0].1;
        (full || of(State::Free).next().is_none()).then_some(open)
    }

    /// Closes a node in which everything is decided: by what it is worth, or by what it breaks.
    fn close_decided(&mut self, open: &[usize], start: &Prices) -> Proof {
        let mut prices = Exact::rounded(self.map, start);
        if self.map.fits(open) {
            let assigned = self.map.assigned(open);
            if assigned.value > self.best.value {
                self.best = self.map.improved(open, self.stop);
            }
            prices.people = assigned.gain.iter().map(|&gain| i128::from(gain) << BITS).collect();
            prices.resources.fill(0);
            return self.leaf(&mut prices);
        }
        let mut left: Vec<i64> = self.map.resources.iter().map(|&(_, capacity)| capacity).collect();
        for &(r, units) in open.iter().flat_map(|&f| &self.map.facilities[f].draws) {
            left[r] -= units;
        }
        // Dearer than all points together.
        prices.resources.iter_mut().zip(left).for_each(|(price, left)| *price = i128::from(left < 0) << (BITS + 52));
        self.leaf(&mut prices)
    }

    /// The facility to decide next: among the most doubtful, the one whose two answers both lower the bound most.
    fn in_doubt(&mut self, descent: &Descent) -> Option<usize> {
        let free = self.view.facilities.iter().zip(&descent.share).filter(|&(&f, _)| self.states[f] == State::Free);
        // Where nothing is in doubt, what is open anyway is decided first.
        let mut candidates: Vec<(f64, usize)> =
            free.map(|(&f, share)| (share.min(1.0 - share) + 1e-3 * share, f)).collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if self.cover.is_some() {
            // What its clients pay to be reached: of two equally doubtful facilities, the one with more at stake comes
            // first.
            let paid = |f: usize| -> f64 {
                let clients = self.map.facilities[f].clients.clone();
                clients.map(|c| self.map.value[c] as f64 - descent.prices.people[self.map.group[c] as usize]).sum()
            };
            let score = |&(doubt, f): &(f64, usize)| (doubt * paid(f), f);
            let best = candidates.iter().map(score).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            return best.map(|(_, f)| f);
        }
        candidates.truncate(tuning::FACILITIES_PROBED);
        let unknown: Vec<usize> = candidates.iter().map(|&(_, f)| f).filter(|f| !self.known.contains_key(f)).collect();
        for f in unknown {
            let mut gain = |state: State| descent.bound - self.answered(f, state, &descent.prices);
            let gains = (gain(State::Closed), gain(State::Open));
            self.known.insert(f, gains);
        }
        let needed = (descent.bound - self.best.value as f64).max(1.0);
        let mut best: Option<(f64, usize)> = None;
        for &(doubt, f) in &candidates {
            let (closed, open) = self.known.get(&f).copied().unwrap_or_default();
            let score = closed.clamp(needed * 1e-3, needed) * open.clamp(needed * 1e-3, needed);
            let score = score * (doubt + 0.05);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, f));
            }
        }
        best.map(|(_, f)| f)
    }

    /// The bound after a few rounds if `f` is in this state.
    fn answered(&mut self, f: usize, state: State, start: &Prices) -> f64 {
        self.states[f] = state;
        let value = self.best.value as f64;
        let reach = Reach {
            value,
            enough: value,
            rounds: tuning::TRIAL_ROUNDS,
            step: 0.3,
            patience: (5, 0.5),
            stop: self.stop,
        };
        let bound = dual::descend(self.map, self.view, &self.states, start, &reach, &mut |_| ()).bound;
        self.states[f] = State::Free;
        bound
    }

    /// The scaled bound as a value there can be.
    fn floor(&self, bound: i128) -> i128 {
        (bound >> BITS).div_euclid(self.unit) * self.unit
    }

    /// A leaf, where these prices are good enough.
    fn closed(&mut self, prices: &mut Exact) -> Option<Proof> {
        let bound = exact::weigh(self.map, self.view, &self.states, prices).bound;
        (self.floor(bound) <= i128::from(self.best.value) + self.slack).then(|| self.leaf(prices))
    }

    /// A leaf with these prices, whatever they prove.
    fn leaf(&mut self, prices: &mut Exact) -> Proof {
        let bound = exact::weigh(self.map, self.view, &self.states, prices).bound;
        self.bound = self.bound.max(self.floor(bound));
        Proof::Prices(sparse(self.map, prices, Some(self.root)))
    }
}

/// What an evaluation opens, sorted.
pub(super) fn opened(view: &View, evaluation: &Evaluation) -> Vec<usize> {
    let mut open: Vec<usize> =
        view.facilities.iter().zip(&evaluation.open).filter(|&(_, &open)| open).map(|(&f, _)| f).collect();
    open.sort_unstable();
    open
}

/// Prices by pool, as differences from `base`.
pub(super) fn sparse(map: &Map, prices: &Exact, base: Option<&Exact>) -> certificate::Prices {
    let mut capacities: Vec<(PoolIdx, i128)> = Vec::new();
    for (g, &price) in prices.people.iter().enumerate() {
        let before = base.map_or(0, |base| base.people[g]);
        if price != before {
            let shares = map.shared(g, price).into_iter().zip(map.shared(g, before));
            capacities.extend(shares.map(|((pool, price), (_, before))| (pool, price - before)));
        }
    }
    let resources = map.resources.iter().zip(&prices.resources).enumerate();
    capacities
        .extend(resources.map(|(r, (&(pool, _), price))| (pool, price - base.map_or(0, |base| base.resources[r]))));
    capacities.retain(|&(_, price)| price != 0);
    capacities.sort_unstable();
    certificate::Prices { capacities, ..certificate::Prices::default() }
}
