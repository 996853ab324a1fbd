//! The pipeline: facts to candidates to model to plan. Every person and every offer once, with reasons; every level
//! with its value and what no plan exceeds.

mod again;
mod check;
mod closing;
mod fair;
mod holding;
mod interventions;
mod pooling;
mod reasons;
mod reminders;
mod trade_off;
mod work;

use std::sync::Arc;

use crate::candidates::{self, Edge, Index};
use crate::constraint::{self, Claims, FloorKind, PoolKey, RuleBook};
use crate::domain::{EditionIdx, Facts, JobseekerIdx, Level, OfferIdx, Region};
use crate::kind::{self, Lists, Pools};
use schakel_model::{self as model, Certificate, Options};

pub use again::Again;
pub(crate) use again::starts;
pub use check::{Effort, InWords, PoolNames, Report, Violation, check, inspect};
pub use closing::{Closing, closings};
pub use fair::{FairReading, TableReading, fair_readings};
pub use holding::{Holding, holdings};
pub use interventions::{Interventions, SupportUse, interventions};
pub use pooling::{Pooling, pooling};
pub use reasons::{Reason, SoleObstacles};
pub use reminders::{NextWave, Reminder, reminders};
pub use trade_off::{Measures, Share, measured};
pub use work::work_afterwards;

/// How a solve ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Termination {
    /// Proven best on every level.
    Optimal,
    /// Proven within the gap that was asked.
    WithinGap,
    /// A limit of time ended it.
    TimeLimit,
    /// [`Options::max_nodes`](model::Options::max_nodes) were not enough for the proof.
    NodeLimit,
    /// It was stopped.
    Cancelled,
    /// Pins and hard floors that cannot hold together; leaving any one out, the rest can.
    Infeasible(Vec<PoolKey>),
}

/// Whether `value` lacks no more of `bound` than a relative `gap` of the greater of the two.
fn is_within(value: i128, bound: i128, gap: f64) -> bool {
    let most = value.unsigned_abs().max(bound.unsigned_abs()) as f64;
    bound <= value || bound.saturating_sub(value) as f64 <= gap * most
}

impl Termination {
    /// Its name in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::WithinGap => "within_gap",
            Self::TimeLimit => "time_limit",
            Self::NodeLimit => "node_limit",
            Self::Cancelled => "cancelled",
            Self::Infeasible(_) => "infeasible",
        }
    }
}

/// What a plan reaches on one level, and what no plan exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelResult {
    /// The level.
    pub level: Level,
    /// Reached.
    pub value: i128,
    /// Not exceeded by any plan that does as well on the levels before.
    pub bound: i128,
}

/// An offer in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferResult {
    /// Which.
    pub offer: OfferIdx,
    /// Openings filled.
    pub filled: u32,
    /// People who could take it.
    pub candidates: u32,
    /// Why openings are left.
    pub reasons: Vec<Reason>,
}

/// A jobseeker who does not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unassigned {
    /// Who.
    pub jobseeker: JobseekerIdx,
    /// Offers the person could take.
    pub candidates: u32,
    /// Why not.
    pub reasons: Vec<Reason>,
}

/// A proposal for a region: who starts where, who does not and why, and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How the solve ended.
    pub termination: Termination,
    /// Relative gap per level that was asked; 0 asked for a proven optimum.
    pub gap: f64,
    /// Levels, the most important first.
    pub levels: Vec<LevelResult>,
    /// Who starts where, sorted by jobseeker.
    pub assignments: Vec<Edge>,
    /// What is held, sorted.
    pub opened: Vec<EditionIdx>,
    /// Everyone else, sorted.
    pub unassigned: Vec<Unassigned>,
    /// Every offer, sorted.
    pub offers: Vec<OfferResult>,
    /// Floors that are not reached, with the units missing.
    pub missing: Vec<(PoolKey, i64)>,
    /// Proof of the bounds; its pools are positions in [`Pools::of`] the region.
    pub certificate: Certificate,
    /// Whether the solver claims more than the certificate proves.
    pub claimed_by_solver: bool,
}

/// A region made ready to be asked and planned: rules under its policy, and indexes.
pub struct Prepared<'a> {
    /// The facts.
    pub facts: Facts<'a>,
    /// The rules.
    pub rules: Arc<RuleBook>,
    /// The indexes.
    pub index: Arc<Index>,
}

impl<'a> Prepared<'a> {
    /// Prepares `facts`. `n log n` in people and offers, and facilities for each parent.
    pub fn of(facts: Facts<'a>) -> Self {
        Self::under(facts, RuleBook::of(&facts.region.pack))
    }

    /// Prepares `facts` under other rules than those of its policy pack: for advice.
    pub fn under(facts: Facts<'a>, rules: RuleBook) -> Self {
        facts.find_care_near_homes();
        let index = Index::of(facts, &rules);
        Self { facts, rules: Arc::new(rules), index: Arc::new(index) }
    }

    /// The lists of the plan.
    pub fn lists(&self) -> Lists {
        kind::lists(self.facts, candidates::find(self.facts, &self.rules, &self.index))
    }
}

/// Plans a region. Deterministic unless `options` has a limit that bites.
pub fn solved(prepared: &Prepared<'_>, options: &Options<'_>) -> Plan {
    let lists = prepared.lists();
    let solution = model::solve(&lists.problem, options);
    of_solution(prepared, &lists, solution, options.gap)
}

/// The plan that a solution of the model means, of which a relative `gap` was asked.
pub fn of_solution(prepared: &Prepared<'_>, lists: &Lists, solution: model::Solution, gap: f64) -> Plan {
    let facts = prepared.facts;
    let key = |pool: model::PoolIdx| lists.pools.spec(pool).key;
    let (assignments, opened) = lists.meaning(&solution.chosen);
    // A limit may have ended the solve before it took what follows from its choice: with that the bounds may be met.
    let completed = lists.worth(facts, &solution.chosen);
    let is_met = completed.as_ref().unwrap_or(&solution.values) == &solution.bounds;
    let is_completed = completed.is_some();
    let values = completed.unwrap_or(solution.values);
    let is_good = gap > 0.0 && values.iter().zip(&solution.bounds).all(|(&value, &bound)| is_within(value, bound, gap));
    let of_kind = kind::levels(facts.region);
    let levels = of_kind.iter().zip(values.iter().zip(&solution.bounds));
    let reasons = reasons::of_all(prepared, &lists.edges, &assignments, &opened);
    Plan {
        termination: match solution.status {
            _ if is_completed && is_met => Termination::Optimal,
            _ if is_completed && is_good => Termination::WithinGap,
            model::Status::Optimal => Termination::Optimal,
            model::Status::WithinGap => Termination::WithinGap,
            model::Status::NodeLimit => Termination::NodeLimit,
            model::Status::Cancelled => Termination::Cancelled,
            model::Status::Infeasible(pools) => Termination::Infeasible(pools.into_iter().map(key).collect()),
        },
        gap,
        levels: levels.map(|(&level, (&value, &bound))| LevelResult { level, value, bound }).collect(),
        unassigned: reasons.0,
        offers: reasons.1,
        missing: solution.missing.iter().map(|&(pool, units)| (key(pool), units)).collect(),
        certificate: solution.certificate,
        // What is proven is claimed.
        claimed_by_solver: solution.claimed_by_solver || is_met,
        assignments,
        opened,
    }
}

/// Of sorted `opened` editions the one of `offer`. Editions stand in the order of their offers.
fn edition_among(opened: &[EditionIdx], region: &Region, offer: OfferIdx) -> Option<EditionIdx> {
    let of = |idx: &EditionIdx| region.editions.get(idx.at()).map_or(OfferIdx(u32::MAX), |edition| edition.offer);
    opened.binary_search_by_key(&offer, of).ok().map(|at| opened[at])
}

/// Places of an offer, with sorted `opened` editions.
fn places_among(opened: &[EditionIdx], facts: Facts<'_>, offer: OfferIdx) -> u32 {
    let granted = || edition_among(opened, facts.region, offer).map_or(0, |idx| facts.region.editions[idx.at()].places);
    facts.openings(offer).unwrap_or_else(granted)
}

impl Plan {
    /// The assignment of a person, when there is one. Logarithmic.
    pub fn assignment_of(&self, jobseeker: JobseekerIdx) -> Option<&Edge> {
        let position = self.assignments.binary_search_by_key(&jobseeker, |edge| edge.jobseeker).ok()?;
        self.assignments.get(position)
    }

    /// Why a person does not start, when that is so. Logarithmic.
    pub fn unassigned_of(&self, jobseeker: JobseekerIdx) -> Option<&Unassigned> {
        let position = self.unassigned.binary_search_by_key(&jobseeker, |person| person.jobseeker).ok()?;
        self.unassigned.get(position)
    }

    /// The edition of an offer that is held, when there is one. Logarithmic.
    pub fn edition_of(&self, region: &Region, offer: OfferIdx) -> Option<EditionIdx> {
        edition_among(&self.opened, region, offer)
    }

    /// Places of an offer: its openings, or those of the edition that is held.
    pub fn places_of(&self, facts: Facts<'_>, offer: OfferIdx) -> u32 {
        places_among(&self.opened, facts, offer)
    }

    /// Whether a decision or hard floor is not kept: a plan that a limit ended before it got there is not usable.
    pub fn misses_a_hard_floor(&self, facts: Facts<'_>) -> bool {
        let pools = Pools::of(facts);
        let is_hard = |key: PoolKey| {
            let spec = pools.position(key).map(|pool| pools.spec(pool));
            spec.and_then(|spec| spec.floor).is_some_and(|(_, kind)| kind == FloorKind::Hard)
        };
        self.missing.iter().any(|&(key, _)| is_hard(key))
    }

    /// Units drawn of every pool, by position in `pools`.
    pub fn drawn(&self, facts: Facts<'_>, pools: &Pools) -> Vec<i64> {
        let mut drawn = vec![0; pools.len()];
        let mut claims = Claims::default();
        let mut add = |claims: &Claims| {
            for &(key, units) in claims.as_slice() {
                let Some(pool) = pools.position(key) else {
                    panic!("a rule draws a pool that it did not declare: {}/{}", key.subject, key.part);
                };
                drawn[pool as usize] += i64::from(units);
            }
        };
        for edge in &self.assignments {
            constraint::draws(&edge.way(facts), &mut claims);
            add(&claims);
        }
        let people: Vec<_> = self.assignments.iter().map(|edge| (edge.jobseeker, edge.offer)).collect();
        for column in facts.region.columns_of(&people, &self.opened) {
            constraint::takes(facts, column, &mut claims);
            add(&claims);
        }
        drawn
    }
}
