//! Plans as they are shown: in a list, and with everything that came out.

use std::collections::BTreeMap;

use flate2::read::GzDecoder;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answers::disclosure::rounded_down;
use crate::answers::outward::Seen;
use crate::answers::views::{InEach, captions};
use crate::files::plan_file::format::{self, Level, PlanFile};
use crate::service::planner::wire::{Kpis, ProgressMessage};
use crate::service::store::{PlanRow, StoreError};

/// Where a plan is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// It waits for its turn.
    Queued,
    /// The scenario is read, candidates are found.
    Preparing,
    /// The best choice is looked for and proven.
    Solving,
    /// It has a result.
    Completed,
    /// It has none, and will have none.
    Failed,
    /// It was cancelled; the best so far is its result, where there was one.
    Cancelled,
}

impl State {
    fn of(name: &str) -> Result<Self, StoreError> {
        Ok(match name {
            "queued" => Self::Queued,
            "preparing" => Self::Preparing,
            "solving" => Self::Solving,
            "completed" => Self::Completed,
            "failed" => Self::Failed,
            "cancelled" => Self::Cancelled,
            other => return Err(StoreError::Damaged(format!("a plan is {other}"))),
        })
    }
}

/// A plan without what came out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PlanSummary {
    /// ID.
    id: String,
    /// The scenario it plans.
    scenario_id: String,
    /// The plan it is a question about.
    about_plan_id: Option<String>,
    /// `matching`, or the kind of question.
    kind: String,
    /// As asked, defaults filled in.
    options: Value,
    /// Where it is on its way.
    state: State,
    /// How the solve ended: `optimal`, `within_gap`, `time_limit`, `node_limit`, `cancelled`, `infeasible`, `error`;
    /// none until then.
    termination: Option<String>,
    /// Code of what went wrong: `SOLVER_ENDED` (as often as it may be tried), `STOPPED_TOO_SOON` (before every decision
    /// and hard floor was kept), `REFUSED`.
    failure: Option<String>,
    /// How often it was begun.
    attempt: i64,
    /// When it was asked, UTC.
    asked_at: String,
    /// When the last attempt began, UTC.
    started_at: Option<String>,
    /// When it ended, UTC.
    ended_at: Option<String>,
    /// How far it is, or was.
    progress: Option<ProgressMessage>,
    /// Indicators of the result.
    kpis: Option<Kpis>,
}

impl PlanSummary {
    /// The summary of a stored row.
    pub(super) fn of(row: PlanRow) -> Result<Self, StoreError> {
        Ok(Self {
            state: State::of(&row.state)?,
            options: kept(&row.options)?,
            progress: row.progress.as_deref().map(kept).transpose()?,
            kpis: row.kpis.as_deref().map(kept).transpose()?.map(coarse),
            id: row.id,
            scenario_id: row.scenario_id,
            about_plan_id: row.about_plan_id,
            kind: row.kind,
            termination: row.termination,
            failure: row.failure,
            attempt: row.attempt,
            asked_at: row.asked_at,
            started_at: row.started_at,
            ended_at: row.ended_at,
        })
    }
}

/// Indicators with ways counted in tens: in a scenario with one vacancy they are people.
fn coarse(kpis: Kpis) -> Kpis {
    let candidates = i64::try_from(kpis.candidates).map_or(0, rounded_down);
    // The units that floors miss count people of groups: the levels of the plan itself show them, with noise. The
    // number of municipalities that reach a share counts them too, and is never shown.
    let counts_groups = |level: Level| matches!(level, Level::Floors | Level::Served | Level::Priority);
    let levels = kpis.levels.iter().filter(|level| !counts_groups(level.level)).cloned().collect();
    Kpis { levels, candidates: usize::try_from(candidates).unwrap_or(0), ..kpis }
}

/// JSON that is kept as text.
fn kept<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// A page of plans, the newest first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PlanList {
    /// The plans.
    pub(super) plans: Vec<PlanSummary>,
    /// What to give as `page` for those that follow; null when there are none.
    pub(super) next: Option<String>,
}

/// A plan, with what came out once it has ended.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PlanView {
    /// How it stands.
    #[serde(flatten)]
    summary: PlanSummary,
    /// The proposal.
    #[serde(flatten)]
    proposal: Option<Proposal>,
    /// The answer, where the plan is a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Value>,
}

/// What a solve proposes. A person decides on every line of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Proposal {
    /// Pins and hard floors that cannot hold together, by pool; leaving any one out, the rest can.
    conflict: Vec<String>,
    /// Value and bound per level, the most important first.
    levels: Vec<format::LevelResult>,
    /// Numbers of the pack that were used because the scenario left them open.
    defaults: Vec<format::Default>,
    /// Who is proposed what.
    assignments: Vec<format::Assignment>,
    /// What is held. A matching holds nothing.
    editions: Vec<format::Edition>,
    /// Everything that could be held, with the reasons why it is not; none for a matching. Counts of people are coarse,
    /// as those of vacancies.
    offers: Vec<format::Offer>,
    /// Every jobseeker without a proposal, with the reasons.
    unassigned: Vec<format::Unassigned>,
    /// Every vacancy, with the reasons for openings that are left. Counts of people are about so many, in multiples of
    /// at least 10; 0 says too few to tell, and a reason about too few is left out.
    vacancies: Vec<format::Vacancy>,
    /// Floors that are not reached.
    missing: Vec<format::Missing>,
    /// What is proven. The proof itself names what others could have had, and is not shown.
    certificate: Proven,
    /// Captions of the codes above, by code: of levels, reasons and rules.
    captions: BTreeMap<String, InEach>,
}

/// What is proven about a plan.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
struct Proven {
    /// Whether prices alone prove the plan best on every level.
    proven_by_prices: bool,
    /// Whether the solver claims so.
    claimed_by_solver: bool,
}

/// What a plan came to.
pub(super) enum Outcome {
    /// Nothing, or not yet.
    None,
    /// A proposal, as it may be seen.
    Proposal(Box<Seen<PlanFile>>),
    /// The answer to a question, gzipped.
    Answer(Vec<u8>),
}

impl PlanView {
    /// The view of a stored row, with its outcome.
    pub(super) fn of(row: PlanRow, outcome: Outcome) -> Result<Self, StoreError> {
        let mut view = Self { summary: PlanSummary::of(row)?, proposal: None, answer: None };
        match outcome {
            Outcome::None => {}
            Outcome::Proposal(file) => view.proposal = Some(Proposal::of(file.into_shown())),
            Outcome::Answer(packed) => {
                let answer = serde_json::from_reader(GzDecoder::new(&*packed));
                view.answer = Some(answer.map_err(|error| StoreError::Damaged(error.to_string()))?);
            }
        }
        Ok(view)
    }
}

impl Proposal {
    /// What a plan file proposes.
    fn of(file: PlanFile) -> Self {
        Self {
            captions: captions(&file),
            conflict: file.conflict,
            levels: file.levels,
            defaults: file.defaults,
            assignments: file.assignments,
            editions: file.editions,
            offers: file.offers,
            unassigned: file.unassigned,
            vacancies: file.vacancies,
            missing: file.missing,
            certificate: Proven {
                proven_by_prices: file.certificate.proven_by_prices,
                claimed_by_solver: file.certificate.claimed_by_solver,
            },
        }
    }
}
