//! The plan file, word for word. Whole numbers of a proof are text: they may be larger than JSON readers keep exact.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::scenario::format::{Mode, Priority};

/// The only format name this version reads and writes.
pub const FORMAT: &str = "schakel/plan/1";

/// Who may see a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeenBy {
    /// Anyone who may see plans of the region.
    #[default]
    Everyone,
    /// The OCMW and the mediators of people on hold: it proposes them what the OCMW leads.
    Ocmw,
}

impl SeenBy {
    /// Whether it is everyone.
    pub fn is_everyone(&self) -> bool {
        *self == Self::Everyone
    }
}

/// A proposal for a region. A person decides on every line of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Schakel plan")]
pub struct PlanFile {
    /// Always `schakel/plan/1`.
    pub format: String,
    /// What was planned: `matching`, `trainings` or `sitting_days`.
    pub kind: String,
    /// Name of the region.
    pub region: String,
    /// Policy pack.
    pub policy_pack: String,
    /// The scenario it is of: SHA-256 of what is read of it, the numbers of the pack and the timetables included,
    /// whatever the order of its lists. Absent where the plan is shown to others: who guesses could try whether a guess
    /// is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario_digest: Option<String>,
    /// Who may see it; absent is everyone.
    #[serde(default, skip_serializing_if = "SeenBy::is_everyone")]
    pub seen_by: SeenBy,
    /// How far counts of people are off either way, at most, nine times in ten; absent where they are exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_margin: Option<u32>,
    /// How the solve ended.
    pub termination: Termination,
    /// Relative gap per level that was asked; absent is 0: a proven optimum was asked.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub gap: f64,
    /// What an earlier plan proposed, which this one replaces: of plans that are as good it keeps most of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub based_on: Vec<Standing>,
    /// How many of those may change at most; absent where nothing is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_max: Option<u32>,
    /// Pins and hard floors that cannot hold together, by pool; leaving any one out, the rest can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<String>,
    /// Value and bound per level, the most important first.
    pub levels: Vec<LevelResult>,
    /// Numbers of the pack that were used because the scenario left them open.
    pub defaults: Vec<Default>,
    /// Who is proposed what.
    pub assignments: Vec<Assignment>,
    /// Every jobseeker without a proposal.
    pub unassigned: Vec<Unassigned>,
    /// Every vacancy, of a matching.
    pub vacancies: Vec<Vacancy>,
    /// What is held, of any other plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<Edition>,
    /// Everything that could be held, of any other plan: each programme, venue, first day and pattern.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// Floors that are not reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    /// What proves the bounds.
    pub certificate: Certificate,
}

/// A proposal of an earlier plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Jobseeker.
    pub jobseeker: String,
    /// Vacancy or offer.
    pub vacancy: String,
}

/// Whether a number is 0.
fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

/// A goal of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PlanLevel")]
pub enum Level {
    /// Keep earlier promises.
    Promises,
    /// Miss as few floor units as possible.
    Floors,
    /// Let as many people as possible start, or take part.
    Placed,
    /// Fit and reach, in points.
    Fit,
    /// Hold as few editions as possible, counted below 0.
    Opened,
    /// Let as many people as possible of `group`, which comes first in actions, take part.
    Priority,
    /// Let as many people as possible be in a group.
    Grouped,
    /// Supports that cost as little as possible, in cents, counted below 0.
    Cost,
    /// Expect as many useful interviews at a fair as possible, in thousandths.
    Useful,
    /// Let as many municipalities as possible have places for `percent` of their people who want one.
    Served,
    /// Keep as many proposals of `based_on` as possible.
    Kept,
    /// As little travel as possible, in minutes, counted below 0.
    Travel,
    /// People, minutes and editions against each other, in the points that the scenario gives.
    Weighed,
}

/// How a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Termination {
    /// Proven best.
    Optimal,
    /// Proven within the gap asked.
    WithinGap,
    /// Ended by a limit of time.
    TimeLimit,
    /// Ended because the proof took more nodes than are looked at.
    NodeLimit,
    /// Stopped.
    Cancelled,
    /// Pins and hard floors contradict.
    Infeasible,
}

/// A level of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelResult {
    /// Which.
    pub level: Level,
    /// Of `served`: the share that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// Of `priority`: the group that counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Priority>,
    /// What the plan reaches.
    pub value: i64,
    /// What no plan exceeds that does as well on the levels before.
    pub bound: i64,
}

/// A default that was used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Default {
    /// Name of the number in the pack.
    pub name: String,
    /// Value.
    pub value: i64,
    /// Source, or `assumption`.
    pub source: String,
    /// For how many people or offers.
    pub used_for: u64,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// Jobseeker.
    pub jobseeker: String,
    /// Vacancy, of a matching.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vacancy: Option<String>,
    /// Offer, of any other plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// Mode of travel.
    pub mode: Mode,
    /// Childcare for each child that needs care and had no place, in the order of the scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub childcare: Vec<Option<String>>,
    /// Supports used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supports: Vec<String>,
    /// Points on the level `fit`.
    pub points: i64,
}

impl Assignment {
    /// The vacancy or offer.
    pub fn of(&self) -> Option<&str> {
        self.vacancy.as_deref().or(self.offer.as_deref())
    }

    /// The vacancy or offer proposed.
    pub fn proposed(&self) -> &str {
        self.vacancy.as_deref().or(self.offer.as_deref()).unwrap_or_default()
    }
}

/// Someone without a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unassigned {
    /// Jobseeker.
    pub jobseeker: String,
    /// Vacancies or offers that were possible.
    pub candidates: u32,
    /// Why not.
    pub reasons: Vec<Reason>,
}

/// A vacancy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlanVacancy")]
pub struct Vacancy {
    /// Vacancy.
    pub vacancy: String,
    /// Openings filled.
    pub filled: u32,
    /// Openings left.
    pub open: u32,
    /// People for whom it was possible.
    pub candidates: u32,
    /// Why openings are left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// What is held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlanEdition")]
pub struct Edition {
    /// Identifier: programme, venue, first day, pattern, room and who leads it.
    pub edition: String,
    /// The offer that it is held for.
    pub offer: String,
    /// The programme.
    pub programme: String,
    /// The venue.
    pub venue: String,
    /// First session.
    pub from: chrono::NaiveDate,
    /// Last session.
    pub to: chrono::NaiveDate,
    /// Rooms and people it needs.
    pub resources: Vec<String>,
    /// Places.
    pub places: u32,
    /// Fewest people for whom it is held.
    pub least: u32,
    /// People who take part.
    pub taken: u32,
}

/// What could be held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlanOffer")]
pub struct Offer {
    /// Programme, venue, first day and pattern.
    pub offer: String,
    /// People who take part.
    pub filled: u32,
    /// Places left.
    pub open: u32,
    /// People for whom it was possible.
    pub candidates: u32,
    /// Why it is not held, or places are left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum Reason {
    /// Not available now; no cause is given.
    NotAvailableNow {},
    /// Nothing within reach and goals.
    NothingInReach {},
    /// So many pairings fail on this rule only.
    OnlyObstacle {
        /// The rule.
        rule: String,
        /// How many pairings.
        pairings: u32,
    },
    /// So many pairings fail on several rules.
    SeveralObstacles {
        /// How many pairings.
        pairings: u32,
    },
    /// So many pairings were possible and went elsewhere.
    Competition {
        /// How many pairings.
        pairings: u32,
    },
    /// It cannot be held: a room or a person is missing, or not free.
    CannotBeHeld {},
    /// Fewer people could come than it takes.
    TooFew {
        /// How many people could.
        people: u32,
        /// How many it takes.
        least: u32,
    },
    /// It could be held, and what is held instead is better on the levels of the plan.
    NotChosen {
        /// How many people could come.
        people: u32,
    },
}

/// A floor that is not reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// Pool.
    pub pool: String,
    /// Units missing.
    pub units: i64,
}

/// Prices that prove the bounds, and whether the solver claims more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Whether the prices alone prove the plan best on every level.
    pub proven_by_prices: bool,
    /// Whether HiGHS claims so.
    pub claimed_by_solver: bool,
    /// Whether hard floors are a first level of their own.
    pub relaxed: bool,
    /// Cuts, each by the pools whose capacities are added up and halved, rounded down; the first is the pool `cut/0`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Vec<String>>,
    /// Independent parts.
    pub parts: Vec<Part>,
}

/// What a bound solves exactly at given prices; everything else is priced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ProofGrouping")]
pub enum Grouping {
    /// What each person takes.
    #[default]
    Owners,
    /// What has to be opened, with everyone who comes to it; people are priced.
    Seats,
}

impl Grouping {
    /// Whether it is by person.
    pub fn is_owners(&self) -> bool {
        *self == Self::Owners
    }
}

/// The proof of one part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CertificatePart")]
pub struct Part {
    /// Pools that can bind, and those of people who are priced.
    pub pools: Vec<String>,
    /// What blocks that say nothing solve exactly, in plans written before blocks said it themselves; absent is
    /// `owners`.
    #[serde(default, skip_serializing_if = "Grouping::is_owners")]
    pub grouping: Grouping,
    /// Blocks of levels.
    pub blocks: Vec<Block>,
}

/// The proof of one block of levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Position of the first level.
    pub first_level: u32,
    /// What a point of each level counts.
    pub multipliers: Vec<String>,
    /// What is solved exactly at given prices; absent is `owners`.
    #[serde(default, skip_serializing_if = "Grouping::is_owners")]
    pub grouping: Grouping,
    /// Values of the blocks before.
    pub settled: Vec<String>,
    /// Prices are multiples of one over two to this power.
    pub scale_bits: u32,
    /// Plans worth no more than this need no proof.
    pub target: String,
    /// Prices before any branching.
    pub root: Prices,
    /// The tree of cases, flat: a branch is followed by all of its first case (never), then by all of its second
    /// (certainly).
    pub proof: Vec<Case>,
}

/// Prices by pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// Of capacities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacities: Vec<(String, String)>,
    /// Of floors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub floors: Vec<(String, String)>,
    /// Of settled blocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<(u32, String)>,
}

/// A case of a proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Case {
    /// A leaf: prices as differences from the root.
    Prices(Prices),
    /// Two cases follow: that none of the edges of this fact is chosen, and that exactly one is.
    Branch(Fact),
}

/// What a branch decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// The owner takes an edge that draws the pool.
    Draws {
        /// Owner.
        owner: String,
        /// Pool.
        pool: String,
    },
    /// One edge.
    Edge {
        /// Owner.
        owner: Option<String>,
        /// Pools drawn and units.
        draws: Vec<(String, i32)>,
        /// Points per level.
        points: Vec<i64>,
        /// Which of several alike.
        rank: u32,
    },
}
