//! Somebody else's plan, looked at without refusing it; and the swaps that would make it better.

use schakel_solver::candidates::Edge;
use schakel_solver::constraint::{FloorKind, pool_name};
use schakel_solver::domain::{self, Facts, Promise};
use schakel_solver::explain::{OffPool, Swap, added_up, judged};
use schakel_solver::kind::Pools;
use schakel_solver::plan::Prepared;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answers::disclosure::Coarse;

use super::{RuleView, jobseeker_id, vacancy_id};
use crate::files::plan_file::format::Assignment;
use crate::files::plan_file::format::Level;
use crate::files::plan_file::{counts_groups, level_named, write_assignment};

/// A floor at which missing units cost.
const FLOOR_SOFT: &str = "floor_soft";

/// Most assignments that pass, and most that do not, whose rules are listed: the rules of one take some kilobytes.
const RULES_TOLD: usize = 1_000;

/// What a list of assignments is worth, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EvaluationView {
    /// Whether every rule, pool, decision and hard floor holds.
    pub holds: bool,
    /// Per level, the most important first.
    pub levels: Vec<LevelView>,
    /// Every assignment, judged, in the order in which they were sent.
    pub assignments: Vec<JudgedView>,
    /// Assignments of which `rules` is not told: of many, the first thousand that are let through and the first
    /// thousand that are not have theirs.
    pub rules_left_out: u32,
    /// How far the units of floors and quotas of groups are off either way, at most, nine times in ten.
    pub margin: u32,
    /// Pools with too little and floors not reached; floors and quotas of groups of people only where many are missing.
    pub pools: Vec<OffPoolView>,
    /// Firm promises that are not kept.
    pub promises_broken: Vec<PromiseView>,
    /// Everyone else, by pseudonym.
    pub unassigned: Vec<String>,
}

/// A level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LevelView {
    /// Which.
    pub level: Level,
    /// What the assignments add up to.
    pub value: i64,
}

/// An assignment, judged.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct JudgedView {
    /// The assignment, with what was left open filled in and its points.
    #[serde(flatten)]
    pub way: Assignment,
    /// Whether every rule lets it through.
    pub passed: bool,
    /// Everything the rules find; empty where it is left out.
    pub rules: Vec<RuleView>,
}

/// A pool with too little, or a floor not reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OffPoolView {
    /// Which.
    pub pool: String,
    /// Units drawn.
    pub drawn: i64,
    /// Most units of a pool, fewest of a floor.
    pub limit: i64,
    /// `capacity`, `floor_hard` or `floor_soft`.
    pub kind: String,
}

/// A promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PromiseView {
    /// To whom.
    pub jobseeker: String,
    /// Of what.
    pub vacancy: String,
}

/// Up to three helpful swaps: the answer of a plan of the kind `swaps`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SwapsView {
    /// The best first; each by itself, no person in two of them.
    pub swaps: Vec<SwapView>,
}

/// A small change that truly makes the assignments better.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SwapView {
    /// What goes.
    pub remove: Vec<Assignment>,
    /// What comes in its place.
    pub add: Vec<Assignment>,
    /// Units by which rules, pools and hard floors are broken less.
    pub repairs: i64,
    /// Gained per level, the most important first.
    pub gains: Vec<LevelView>,
}

impl EvaluationView {
    /// What `edges`, in any order, add up to. Floors and quotas of groups carry noise: the exact count of a single
    /// assignment would tell whether the person is in the group.
    pub fn of(prepared: &Prepared<'_>, edges: &[Edge], coarse: &Coarse) -> Self {
        let facts = prepared.facts;
        let sums = added_up(facts, &Pools::of(facts), edges);
        let mut left = [RULES_TOLD; 2];
        let assignments: Vec<_> = edges.iter().map(|edge| JudgedView::of(prepared, edge, &mut left)).collect();
        let told = 2 * RULES_TOLD - left[0] - left[1];
        let pools: Vec<_> = sums.off.iter().filter_map(|off| OffPoolView::of(facts, off, coarse)).collect();
        let holds = assignments.iter().all(|judged| judged.passed) && pools.iter().all(|pool| pool.kind == FLOOR_SOFT);
        let mut unassigned: Vec<_> = sums.left.iter().map(|&person| jobseeker_id(facts, person)).collect();
        unassigned.sort_unstable();
        Self {
            holds,
            levels: sums.levels.iter().map(|&(level, value)| LevelView::of(level, value, coarse)).collect(),
            rules_left_out: (edges.len() - told) as u32,
            assignments,
            margin: coarse.margin(),
            pools,
            promises_broken: sums.broken.iter().map(|promise| PromiseView::of(facts, promise)).collect(),
            unassigned,
        }
    }
}

impl JudgedView {
    /// An assignment with its rules, as long as some are `left` to list: counted apart for blocked and for passed
    /// assignments.
    fn of(prepared: &Prepared<'_>, edge: &Edge, left: &mut [usize; 2]) -> Self {
        let found = judged(prepared, edge);
        let passed = !found.iter().any(schakel_solver::constraint::Judged::blocks);
        let left = &mut left[usize::from(passed)];
        let is_told = *left > 0;
        *left -= usize::from(is_told);
        let rules = if is_told { RuleView::all(prepared.facts, edge.jobseeker, &found) } else { Vec::new() };
        Self { way: write_assignment(prepared.facts.region, edge), passed, rules }
    }
}

impl LevelView {
    fn of(level: domain::Level, value: i64, coarse: &Coarse) -> Self {
        let value = if level == domain::Level::Floors { -coarse.units("level/floors", -value) } else { value };
        Self { level: level_named(level), value }
    }
}

impl OffPoolView {
    /// The pool, as it may be told; nothing where it is off by fewer people than can be told.
    fn of(facts: Facts<'_>, off: &OffPool, coarse: &Coarse) -> Option<Self> {
        let (kind, sign) = match off.floor {
            None => ("capacity", 1),
            Some(FloorKind::Hard | FloorKind::Never) => ("floor_hard", -1),
            Some(FloorKind::Soft) => (FLOOR_SOFT, -1),
        };
        let (pool, mut drawn) = (pool_name(facts, off.pool), off.drawn);
        if counts_groups(&pool) {
            let by = coarse.units(&format!("evaluated/{pool}"), (off.drawn - off.limit) * sign);
            drawn = off.limit + by * sign;
            if by == 0 {
                return None;
            }
        }
        Some(Self { pool, drawn, limit: off.limit, kind: kind.to_owned() })
    }
}

impl PromiseView {
    fn of(facts: Facts<'_>, promise: &Promise) -> Self {
        Self { jobseeker: jobseeker_id(facts, promise.jobseeker), vacancy: vacancy_id(facts, promise.offer) }
    }
}

impl SwapsView {
    /// Swaps as JSON.
    pub fn of(facts: Facts<'_>, swaps: &[Swap]) -> Self {
        let assignments = |edges: &[Edge]| edges.iter().map(|edge| write_assignment(facts.region, edge)).collect();
        let levels = &facts.region.pack.levels;
        let gains = |swap: &Swap| {
            // The gain on floors would tell which group the people of a swap are in.
            let gained = levels.iter().zip(&swap.gain.levels).filter(|(level, _)| **level != domain::Level::Floors);
            gained.map(|(&level, &value)| LevelView { level: level_named(level), value }).collect()
        };
        let swap = |swap: &Swap| SwapView {
            remove: assignments(&swap.out),
            add: assignments(&swap.into),
            repairs: swap.gain.must,
            gains: gains(swap),
        };
        Self { swaps: swaps.iter().map(swap).collect() }
    }
}
