//! Chooses edges: the optimisation core.
//!
//! A [`Problem`] is a flat list of edges that draw pools. [`solve`] chooses the edges worth most, level by level, the
//! first level before all others, and hands back a [`Certificate`]: prices from which [`bound`] recomputes, in integers
//! and without trusting any solver, what no plan can exceed. [`audit`] adds a plan up again.
//!
//! - [`part`](self): pools that cannot bind are dropped and independent parts are split.
//! - `assignment`: a part in which every edge draws one unit of one scarce pool is solved by shortest augmenting paths.
//! - `sift`, `master`, `lp`: any other part starts from its linear relaxation, over few edges, priced out over all.
//! - `first`: a choice made in a moment, from what is promised.
//! - `open`: where something has to be opened first, a choice to start from.
//! - `sites`: a stronger bound where something has to be opened, with prices that `descent` looks for.
//! - `pack`: which openers fit together, from the prices of a relaxation.
//! - [`locate`]: where facilities are opened that people take one by one, prices of people and a search of its own.
//! - `cuts`: rows that whole choices keep and relaxations do not; `relax`: the levels one after the other, with them.
//! - `choose`, `milp`: HiGHS chooses among the edges that prices do not exclude; what is settled is first weighed, then
//!   kept.
//! - `branch`: our own branch and bound proves the choice, deciding first what was tried and lowers the bound most;
//!   every leaf is bounded in integers.
//! - `certificate`, `weigh`: the proof as plain data, and the checker.
//! - `tuning`: what makes it faster or slower.
//! - `floors`: when floors cannot be reached, which ones are in conflict.

use std::ops::Range;
use std::sync::Arc;

mod assignment;
mod best;
mod block;
mod branch;
mod certificate;
mod choose;
mod cuts;
mod descent;
mod first;
mod floors;
pub mod locate;
mod lp;
mod master;
mod milp;
mod open;
mod pack;
mod part;
mod price;
mod problem;
mod relax;
mod settle;
mod sift;
mod sites;
mod tuning;
mod weigh;
#[cfg(test)]
mod tests;

pub use certificate::{BlockProof, Certificate, Cut, Grouping, PartProof, Prices, Proof, Refusal, Split};
pub use problem::{Builder, Draw, EdgeIdx, Floor, Malformed, Missing, Points, Pool, PoolIdx, Problem};

pub use weigh::{audit, bound};

use best::Best;

use settle::Settled;

/// How to solve.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Relative gap per level that is good enough; 0 asks for a proven optimum.
    pub gap: f64,
    /// Most nodes of a proof, per part and block of levels.
    pub max_nodes: usize,
    /// Asked between pieces of work; once true, the best so far is returned.
    pub stop: &'a dyn Fn() -> bool,
    /// Told what is being done.
    pub progress: &'a dyn Fn(Progress),
    /// Called with each better choice as soon as it is known, sorted: a choice for the parts settled so far, not yet
    /// for the rest.
    pub improved: &'a dyn Fn(Vec<EdgeIdx>),
    /// Seconds that are left for one call of HiGHS. A limit that bites makes the plan depend on the machine.
    pub seconds: &'a dyn Fn() -> Option<f64>,
    /// A previous choice to start from; ignored where it does not hold.
    pub hint: Option<&'a [EdgeIdx]>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            gap: 0.0,
            max_nodes: 2_000,
            stop: &|| false,
            progress: &|_| (),
            improved: &|_| (),
            seconds: &|| None,
            hint: None,
        }
    }
}

/// What is being done with a block of levels of the part in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// The levels in hand; with refused floors, level 0 is theirs.
    pub levels: Range<usize>,
    /// The best value known, levels added up with their multipliers.
    pub best: Option<i128>,
    /// What no choice exceeds, added up the same way.
    pub bound: Option<i128>,
}

/// Stages of the work on a block of levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Solving the linear relaxation.
    Relaxing,
    /// Looking for the best choice.
    Choosing,
    /// Proving that there is none better.
    Proving,
}

/// How good the choice is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Proven best: the bound recomputed from the certificate meets the value on every level.
    Optimal,
    /// Every level is proven to be within the gap asked.
    WithinGap,
    /// The most nodes of a proof were not enough.
    NodeLimit,
    /// The caller stopped it.
    Cancelled,
    /// The refused floors of these pools cannot all be reached; leaving any one out, the others can.
    Infeasible(Vec<PoolIdx>),
}

/// A choice of edges with what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The chosen edges, sorted. When refused floors cannot be reached, as few of their units as possible are missing.
    pub chosen: Vec<EdgeIdx>,
    /// Missing units of every pool with a floor, `(pool, units)`, only where some are.
    pub missing: Vec<(PoolIdx, i64)>,
    /// Value per level.
    pub values: Vec<i128>,
    /// Bound per level, read level by level: given that the levels before are as they are.
    pub bounds: Vec<i128>,
    /// How good the choice is.
    pub status: Status,
    /// Prices that prove the bounds.
    pub certificate: Certificate,
    /// Whether HiGHS claims the choice to be best where it is not proven.
    pub claimed_by_solver: bool,
}

/// Chooses the edges of `problem` that are worth most, level by level. Deterministic unless a limit of time bites.
///
/// # Panics
/// When [`Problem::check`] refuses the problem: [`Builder`] makes problems it accepts.
pub fn solve(problem: &Problem, options: &Options<'_>) -> Solution {
    assert_eq!(problem.check(), Ok(()), "a problem keeps the promises of its fields");
    let is_relaxed = problem.refuses();
    let relaxed = is_relaxed.then(|| problem.relaxed());
    let work = relaxed.as_ref().unwrap_or(problem);
    let mut outcome = Outcome {
        chosen: Vec::new(),
        certificate: Certificate { relaxed: is_relaxed, ..Certificate::default() },
        claimed: true,
        out_of_time: false,
        in_conflict: None,
    };
    for (at, part) in part::split(work).into_iter().enumerate() {
        let edges = Arc::clone(&part.edges);
        let tell = |better: &[u32]| (options.improved)(joined(&outcome.chosen, &edges, better));
        let first_cut = (work.pools.len() + outcome.certificate.cuts.len()) as PoolIdx;
        let (best, hint, is_free) = (Best::of(work, &part, &tell), local_hint(&edges, options), part.rows.is_empty());
        let settled = settle::settle(work, part, &hint, first_cut, options, &best);
        let misses_floors = is_relaxed && best.values(&settled.chosen)[0] < 0;
        outcome.add(&edges, settled, is_free, misses_floors.then_some(at));
    }
    outcome.chosen.sort_unstable();
    finish(problem, work, outcome, options)
}

/// What has come of the parts.
struct Outcome {
    chosen: Vec<EdgeIdx>,
    certificate: Certificate,
    claimed: bool,
    out_of_time: bool,
    /// The first part whose refused floors are not all reached.
    in_conflict: Option<usize>,
}

impl Outcome {
    /// Adds what came of the part with these edges: one in which nothing is scarce needs no proof.
    fn add(&mut self, edges: &[EdgeIdx], settled: Settled, is_free: bool, in_conflict: Option<usize>) {
        self.certificate.cuts.extend(settled.cuts);
        self.in_conflict = self.in_conflict.or(in_conflict);
        self.chosen.extend(settled.chosen.iter().map(|&e| edges[e as usize]));
        self.claimed &= settled.claimed;
        self.out_of_time |= settled.out_of_time;
        if !is_free {
            self.certificate.parts.push(settled.proof);
        }
    }
}

/// What was chosen of parts before, and a choice of `part`, by position in the problem.
fn joined(before: &[EdgeIdx], edges: &[EdgeIdx], better: &[u32]) -> Vec<EdgeIdx> {
    let mut all: Vec<EdgeIdx> = before.to_vec();
    all.extend(better.iter().map(|&e| edges[e as usize]));
    all.sort_unstable();
    all
}

/// The edges of the hint that lie in a part with these edges, by position in it.
fn local_hint(edges: &[EdgeIdx], options: &Options<'_>) -> Vec<u32> {
    let hint = options.hint.unwrap_or_default().iter();
    let mut local: Vec<u32> = hint.filter_map(|e| edges.binary_search(e).ok()).map(|e| e as u32).collect();
    local.sort_unstable();
    local.dedup();
    local
}

/// Seconds that count as none.
const LAST_MOMENT: f64 = 0.05;

/// Adds the choice up, recomputes the bounds from the certificate and tells how good the choice is.
fn finish(problem: &Problem, work: &Problem, outcome: Outcome, options: &Options<'_>) -> Solution {
    let Outcome { chosen, certificate, claimed: claimed_by_solver, out_of_time, in_conflict } = outcome;
    let values = audit(work, &chosen);
    debug_assert!(values.is_ok(), "{values:?}");
    let mut values = values.unwrap_or_else(|_| vec![0; work.n_levels]);
    let bounds = weigh::bound_of_work(work, &certificate);
    debug_assert!(bounds.is_ok(), "{bounds:?}");
    let mut bounds = bounds.unwrap_or_else(|_| vec![i128::MAX; work.n_levels]);
    let proven_short = certificate.relaxed && bounds[0] < 0;
    let is_last_moment = || (options.seconds)().is_some_and(|left| left < LAST_MOMENT);
    let good = |gap: f64| values.iter().zip(&bounds).all(|(&value, &bound)| within(value, bound, gap));
    let status = match in_conflict {
        Some(at) if proven_short => Status::Infeasible(floors::irreducible(work, at, options)),
        _ if values == bounds => Status::Optimal,
        _ if options.gap > 0.0 && in_conflict.is_none() && good(options.gap) => Status::WithinGap,
        // A search may have had a share of the time and leave some of it; a call of HiGHS that was given the last
        // seconds may end a moment before they are over.
        _ if out_of_time || (options.stop)() || is_last_moment() => Status::Cancelled,
        _ => Status::NodeLimit,
    };
    if certificate.relaxed {
        values.remove(0);
        bounds.remove(0);
    }
    let missing = missing(problem, &chosen);
    Solution { chosen, missing, values, bounds, status, certificate, claimed_by_solver }
}

/// Whether `value` is within a relative `gap` of `bound`.
fn within(value: i128, bound: i128, gap: f64) -> bool {
    let most = value.unsigned_abs().max(bound.unsigned_abs()) as f64;
    bound <= value || (bound.saturating_sub(value)) as f64 <= gap * most
}

/// Missing units of every floor that is not reached.
fn missing(problem: &Problem, chosen: &[EdgeIdx]) -> Vec<(PoolIdx, i64)> {
    let mut drawn = vec![0i64; problem.pools.len()];
    for d in chosen.iter().flat_map(|&e| problem.draws_of(e)) {
        drawn[d.pool as usize] += i64::from(d.units);
    }
    let short = |(p, pool): (usize, &Pool)| {
        let missing = pool.floor?.units - drawn[p];
        (missing > 0).then_some((p as PoolIdx, missing))
    };
    problem.pools.iter().enumerate().filter_map(short).collect()
}
