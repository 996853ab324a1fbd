//! What the service and the child process say to each other: lines of JSON, and after some of them as many bytes as
//! they announce.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::files::interviews::InterviewsAsk;
use crate::files::plan_file::format::Level;
use crate::files::plan_file::format::Termination;

/// The line that asks the child to end with the best it has.
pub(super) const STOP: &str = "stop";

/// The first line to the child. The scenario follows it, and the plan that a question is about, both gzipped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// What to work out.
    pub task: Task,
    /// Policy packs of the owner, as JSON, besides those of the program.
    pub packs: Vec<String>,
    /// The folder of networks that the scenario may name.
    pub networks: Option<PathBuf>,
    /// Length of the scenario.
    pub scenario_bytes: usize,
    /// Length of the plan; 0 when there is none.
    pub plan_bytes: usize,
}

/// What a child works out. A new kind of plan is a line in [`schakel_solver::kind::KINDS`]; a new question about a plan
/// a line in [`super::QUESTIONS`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// A plan.
    Plan {
        /// Of which kind.
        kind: String,
        /// How long and how exactly.
        options: SolveOptions,
        /// What a run before this one left, to be made a plan without looking further.
        leftover: Option<Leftover>,
    },
    /// A question about a plan.
    Question {
        /// Which.
        kind: String,
        /// As asked.
        params: Value,
    },
    /// The interviews of a fair, without a scenario.
    Interviews {
        /// The fair, checked already.
        fair: Box<InterviewsAsk>,
        /// Seconds after which the best so far is the plan.
        seconds: f64,
    },
}

/// Options of a plan, none left open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SolveOptions {
    /// Longest solve, seconds, after the scenario was read and its candidates found.
    pub time_limit_s: u32,
    /// Relative gap per level that is good enough.
    pub gap: f64,
    /// The plan whose proposals stand: of plans that are as good the one that changes least of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on_plan: Option<String>,
    /// How many of those proposals may change at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_changed_promises: Option<u32>,
}

/// The best choice of a run that had to be ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Leftover {
    /// Positions of the chosen edges.
    pub best: Vec<u32>,
    /// Why it was ended.
    pub because: StopReason,
}

/// Why a run is ended before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// Someone asked for it.
    Cancelled,
    /// Its time was over.
    TimeLimit,
}

/// A line from the child.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// How far it is.
    Progress(ProgressMessage),
    /// A better choice: positions of edges.
    Best(Vec<u32>),
    /// It is done; what came out follows, gzipped.
    Done(Done),
    /// It cannot be worked out, and never will.
    Refused(String),
}

/// How far a solve is. Values of the part of the region in hand, its levels added up with their multipliers, rounded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
// Its name in the OpenAPI document.
#[schemars(rename = "Told")]
pub struct ProgressMessage {
    /// `reading`, `indexing`, `finding`, `listing`, `relaxing`, `choosing`, `proving`, `writing`, `answering`.
    pub phase: String,
    /// The level in hand, 1 for the most important.
    pub level: Option<usize>,
    /// The best value known.
    pub best: Option<f64>,
    /// What no plan exceeds.
    pub bound: Option<f64>,
    /// Relative distance of the two.
    pub gap: Option<f64>,
    /// Seconds since the run began.
    pub elapsed_s: f64,
}

impl ProgressMessage {
    /// A phase without values.
    pub(super) fn phase(phase: &str) -> Self {
        Self { phase: phase.to_owned(), level: None, best: None, bound: None, gap: None, elapsed_s: 0.0 }
    }

    /// Whether the model is at work: what came before prepares it.
    pub fn is_solving(&self) -> bool {
        !["reading", "indexing", "finding", "listing"].contains(&self.phase.as_str())
    }
}

/// What came out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Done {
    /// How the solve ended; none for an answer to a question.
    pub termination: Option<Termination>,
    /// Whether every decision and hard floor is kept that can be.
    pub is_usable: bool,
    /// Indicators; none for an answer to a question.
    pub kpis: Option<Kpis>,
    /// Length of what follows.
    pub bytes: usize,
}

/// Indicators of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kpis {
    /// Jobseekers of the scenario.
    pub people: usize,
    /// Vacancies of the scenario.
    pub vacancies: usize,
    /// Openings of all vacancies.
    pub openings: u64,
    /// People with a proposal.
    pub placed: usize,
    /// Ways that no rule blocks.
    pub candidates: usize,
    /// Value and bound per level, the most important first.
    pub levels: Vec<LevelKpi>,
    /// Where the time went.
    pub seconds: Seconds,
}

/// A level of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LevelKpi {
    /// Which.
    pub level: Level,
    /// Reached.
    pub value: i64,
    /// Exceeded by no plan that does as well on the levels before.
    pub bound: i64,
    /// Relative distance of the two; 0 is proven.
    pub gap: f64,
}

/// Seconds of each phase.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Seconds {
    /// Reading the scenario.
    pub reading: f64,
    /// Indexing it.
    pub indexing: f64,
    /// Finding candidates and listing pools.
    pub candidates: f64,
    /// Solving and proving.
    pub solving: f64,
    /// Writing reasons.
    pub reasons: f64,
}

/// Relative distance of a value and its bound.
pub(super) fn gap(value: f64, bound: f64) -> f64 {
    let most = value.abs().max(bound.abs());
    if bound <= value || most == 0.0 { 0.0 } else { (bound - value) / most }
}
