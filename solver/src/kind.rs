//! Kinds of plan: what each offers, what may be opened for it and what counts, for the one model.

mod fairs;
mod lists;
mod openings;
mod outflow;

use std::borrow::Cow;

use crate::constraint::{self, Claims, FloorKind, PoolKey, PoolSpec};
use crate::domain::{Demand, Facts, Level, Objective, PlanKind, Region, Tier};
use schakel_model::{Draw, Floor, Missing, Pool, PoolIdx};

pub use lists::{Lists, lists, problem_of};
pub use openings::{obstacles_to, sessions};

/// A kind of plan.
#[derive(Debug)]
pub struct Kind {
    /// Which.
    pub kind: PlanKind,
    /// Its name in data and on the command line.
    pub name: &'static str,
    /// What counts, the most important first; `None` is as the policy pack says.
    levels: Option<&'static [Level]>,
}

/// What counts where something is opened, unless the planner wants something else.
const OPENED: &[Level] = &[Level::Placed, Level::Opened, Level::Fit];
/// Levels of a plan of teams: owed hours first.
const TEAMED: &[Level] = &[Level::Floors, Level::Placed, Level::Opened, Level::Fit];
/// Levels of a plan of conversation groups: groups first, then buddies for people left over.
const GROUPED: &[Level] = &[Level::Grouped, Level::Placed, Level::Opened, Level::Fit];
/// Levels of a plan of interventions.
const SUPPORTED: &[Level] = &[Level::Promises, Level::Placed, Level::Cost, Level::Fit];
/// Levels of a plan of fairs.
const INVITED: &[Level] = &[Level::Promises, Level::Floors, Level::Useful, Level::Fit];
/// Shares of municipalities first, the lowest share first: the first plan in this order is the leximin of the shares.
const WORST_SERVED: &[Level] = &{
    let mut levels = [Level::Fit; Tier::SHARES.len() + 3];
    let mut at = 0;
    while at < Tier::SHARES.len() {
        levels[at] = Level::Served(Tier::SHARES[at]);
        at += 1;
    }
    levels[at] = Level::Placed;
    levels[at + 1] = Level::Opened;
    levels
};
/// Travel before the number of editions.
const LEAST_TRAVEL: &[Level] = &[Level::Placed, Level::Travel, Level::Opened];

/// Every kind of plan.
pub static KINDS: &[Kind] = &[
    Kind { kind: PlanKind::Matching, name: "matching", levels: None },
    Kind { kind: PlanKind::Trainings, name: "trainings", levels: Some(OPENED) },
    Kind { kind: PlanKind::Fair, name: "fair", levels: Some(INVITED) },
    Kind { kind: PlanKind::Teams, name: "teams", levels: Some(TEAMED) },
    Kind { kind: PlanKind::Groups, name: "groups", levels: Some(GROUPED) },
    Kind { kind: PlanKind::Interventions, name: "interventions", levels: Some(SUPPORTED) },
    Kind { kind: PlanKind::SittingDays, name: "sitting_days", levels: Some(OPENED) },
];

impl Kind {
    /// The kind in the table.
    pub fn of(kind: PlanKind) -> &'static Self {
        // The table has every kind: a test goes through them.
        KINDS.iter().find(|known| known.kind == kind).unwrap_or(&KINDS[0])
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|known| known.name == name)
    }
}

/// What counts in a plan of the region, the most important first. In an action the tiers of the pack decide who takes
/// part among plans for as many people, and its soft floors come before how many. Last of all, what an earlier plan
/// proposed stays.
pub fn levels(region: &Region) -> Cow<'_, [Level]> {
    let mut levels = levels_of_kind(region);
    if !region.standing.is_empty() {
        levels.to_mut().push(Level::Kept);
    }
    levels
}

/// What counts where no earlier plan stands.
fn levels_of_kind(region: &Region) -> Cow<'_, [Level]> {
    let Some(of_kind) = Kind::of(region.kind).levels else { return Cow::Borrowed(&region.pack.levels) };
    let levels = match region.wanted.objective {
        _ if !region.plans_programmes() => of_kind,
        Objective::MostPeople => of_kind,
        Objective::WorstServed => WORST_SERVED,
        Objective::LeastTravel => LEAST_TRAVEL,
        Objective::Weighed(_) => return Cow::Borrowed(&[Level::Weighed]),
    };
    if !region.kind.is_action() {
        return Cow::Borrowed(levels);
    }
    let mut levels = levels.to_vec();
    let has_floor = region.pack.action_shares.iter().any(|share| matches!(share.demand, Demand::FloorSoft(_)));
    if has_floor && !levels.contains(&Level::Floors) {
        let first = levels.iter().take_while(|&&level| level == Level::Promises).count();
        levels.insert(first, Level::Floors);
    }
    let people = |level: &Level| matches!(level, Level::Placed | Level::Useful);
    if let Some(at) = levels.iter().position(people) {
        let tiers = region.pack.action_tiers.iter().map(|&group| Level::Priority(group));
        levels.splice(at + 1..at + 1, tiers);
    }
    Cow::Owned(levels)
}

/// The region as a plan of `kind` sees it: what people can take and what may be opened. Of a region that was read for a
/// matching.
#[must_use]
pub fn arranged(mut region: Region, kind: PlanKind) -> Region {
    region.kind = kind;
    if region.plans_programmes() {
        openings::arrange(&mut region);
    }
    if kind == PlanKind::Fair {
        fairs::arrange(&mut region);
    }
    region
}

/// The pools of a region with their positions in the model: the same for everyone who asks.
#[derive(Clone, Debug)]
pub struct Pools {
    /// Sorted by key; positions are [`PoolIdx`].
    specs: Vec<PoolSpec>,
    /// For each rule the range of its pools.
    of_rule: Vec<std::ops::Range<usize>>,
}

impl Pools {
    /// The pools that the rules declare.
    pub fn of(facts: Facts<'_>) -> Self {
        let specs = constraint::pools(facts);
        let of_rule = (0..constraint::ALL.len())
            .map(|rule| {
                let first = specs.partition_point(|spec| usize::from(spec.key.rule) < rule);
                first..specs.partition_point(|spec| usize::from(spec.key.rule) <= rule)
            })
            .collect();
        Self { specs, of_rule }
    }

    /// Number of pools.
    pub fn len(&self) -> usize {
        self.specs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.specs.is_empty()
    }

    /// Position of a pool. Logarithmic; constant where a rule has one pool per subject.
    pub fn position(&self, key: PoolKey) -> Option<PoolIdx> {
        let range = self.of_rule[usize::from(key.rule)].clone();
        let guess = range.start + key.subject as usize;
        if guess < range.end && self.specs[guess].key == key {
            return Some(guess as PoolIdx);
        }
        let found = self.specs[range.clone()].binary_search_by_key(&key, |spec| spec.key).ok()?;
        Some((range.start + found) as PoolIdx)
    }

    /// The pool at a position.
    pub fn spec(&self, pool: PoolIdx) -> &PoolSpec {
        &self.specs[pool as usize]
    }

    /// All pools in order of position.
    pub fn iter(&self) -> impl Iterator<Item = &PoolSpec> {
        self.specs.iter()
    }

    /// The rows of the model: soft floors count on the level `floors`, one point a missing unit; where a pack has no
    /// such level they are not looked at.
    fn rows(&self, levels: &[Level]) -> Vec<Pool> {
        let floors_level = levels.iter().position(|&level| level == Level::Floors);
        let floor = |units: u32, kind: FloorKind| {
            let missing = match kind {
                FloorKind::Hard => Some(Missing::Refused),
                FloorKind::Never => Some(Missing::Never),
                FloorKind::Soft => floors_level.map(|level| Missing::Costs { level, points: 1 }),
            };
            missing.map(|missing| Floor { units: units.into(), missing })
        };
        let row = |spec: &PoolSpec| Pool {
            capacity: spec.capacity.map(i64::from),
            floor: spec.floor.and_then(|(units, kind)| floor(units, kind)),
        };
        self.specs.iter().map(row).collect()
    }

    /// Appends the draws of `claims` by position, sorted, and returns the owner among them.
    fn draws(&self, claims: &Claims, draws: &mut Vec<Draw>) -> Option<PoolIdx> {
        let first = draws.len();
        let mut owner = None;
        for &(key, units) in claims.as_slice() {
            let Some(pool) = self.position(key) else {
                panic!("a rule draws a pool that it did not declare: {}/{}", key.subject, key.part);
            };
            draws.push(Draw { pool, units });
            if constraint::is_owner(key) {
                owner = Some(pool);
            }
        }
        draws[first..].sort_unstable_by_key(|draw| draw.pool);
        owner
    }
}
