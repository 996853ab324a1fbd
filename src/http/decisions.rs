//! Decisions about proposals: a mediator accepts, changes or rejects each one before anyone is contacted.

use axum::Json;
use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Made;
use super::openapi::{BadBody, Busy, Missing, Refused, shown};
use super::problem::{Kind, Problem};
use super::{App, Ask, Caller, IdempotencyKey, asked};
use crate::answers::decision_reasons::{DecisionReason, For};
use crate::files::scenario::{Code, Issue};
use crate::service::cache::CachedPlan;
use crate::service::planner;
use crate::service::store::{DecisionRow, NewDecision};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(post_decision, list_decisions))
}

/// What a mediator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Choice {
    /// As proposed.
    Accept,
    /// Another vacancy.
    Change,
    /// Not this.
    Reject,
}

impl Choice {
    fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Change => "change",
            Self::Reject => "reject",
        }
    }

    fn needs(self) -> For {
        match self {
            Self::Accept => For::Accept,
            Self::Change => For::Change,
            Self::Reject => For::Reject,
        }
    }
}

/// A decision about a proposal.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionRequest {
    /// Pseudonym of the person.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    jobseeker: String,
    /// The vacancy that the plan proposes.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    vacancy: String,
    /// Accept, change or reject.
    decision: Choice,
    /// The other vacancy: with `change`, and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    changed_to: Option<String>,
    /// Coded; each goes with some decisions.
    reason: DecisionReason,
    /// A function, with a number where several people have it: `mediator`, `mediator-17`. Never a name or an address.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z]+(_[a-z]+)*(-[0-9]{1,6})?$"))]
    mediator: String,
}

/// A decision as it is kept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Decision {
    /// Its ID.
    id: String,
    /// Pseudonym of the person.
    jobseeker: String,
    /// The vacancy that the plan proposes.
    vacancy: String,
    /// `accept`, `change` or `reject`.
    decision: String,
    /// The other vacancy.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_to: Option<String>,
    /// Coded.
    reason: String,
    /// Who decided.
    mediator: String,
    /// When, UTC.
    decided_at: String,
    /// Whether it is the latest about this proposal, which is the one that counts.
    counts: bool,
}

/// Decisions about the proposals of a plan, the oldest first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Decisions {
    /// Every one, also those that a later one replaces.
    decisions: Vec<Decision>,
}

shown!(DecisionRequest, Decision, Decisions);

/// Decides about a proposal of a plan.
///
/// Nothing leaves without it. The latest decision about a proposal counts; all are kept. `change` names another vacancy
/// of the scenario that the rules allow: where they do not, each obstacle is an error at `#/changed_to`. That the
/// person declines or objects is a reason like any other and changes no points. 409 while the plan has not ended or has
/// no result.
#[utoipa::path(
    post,
    path = "/v1/plans/{id}/decisions",
    tag = "decisions",
    params(
        ("id" = String, Path, description = "ID of the plan."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")
    ),
    request_body = DecisionRequest,
    responses(
        (status = 201, body = Decision, headers(("Location" = String, description = "Where decisions are listed."))),
        Missing, BadBody, Refused, Busy
    )
)]
async fn post_decision(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    key: IdempotencyKey,
    Ask(ask): Ask<DecisionRequest>,
) -> Result<Made<Decision>, Problem> {
    let row = app.store.plan(&caller.owner, &id).await?;
    if !["completed", "failed", "cancelled"].contains(&row.state.as_str()) {
        return Err(Problem::new(Kind::NotFinal));
    }
    let has_proposals = !planner::is_question(&row.kind) && row.termination.as_deref() != Some("infeasible");
    if !has_proposals || app.store.plan_result(&caller.owner, &id).await?.is_none() {
        return Err(Problem::new(Kind::NoPlan));
    }
    let plan = app.cache.plan(&caller.owner, &id).await?;
    let asked = ask.clone();
    let issues = app.answering.ask(move || issues(&plan, &asked)).await?;
    if !issues.is_empty() {
        return Err(Problem::invalid(issues));
    }
    let text = serde_json::to_vec(&ask).map_err(|error| Problem::defect(&error))?;
    let key = key.of(&[b"decision", id.as_bytes(), &text]);
    let new = NewDecision {
        plan_id: id.clone(),
        jobseeker: ask.jobseeker,
        vacancy: ask.vacancy,
        decision: ask.decision.code(),
        changed_to: ask.changed_to,
        reason: ask.reason.code(),
        mediator: ask.mediator,
    };
    let (row, counts) = app.store.insert_decision(&caller.owner, &new, key.as_ref()).await?;
    tracing::info!(plan = id, decision = row.id, "decided");
    Ok(Made(format!("/v1/plans/{id}/decisions"), Decision::of(row, counts)))
}

/// Decisions about a plan.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/decisions",
    tag = "decisions",
    params(("id" = String, Path, description = "ID of the plan.")),
    responses((status = 200, body = Decisions), Missing)
)]
async fn list_decisions(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Decisions>, Problem> {
    let rows = app.store.decisions(&caller.owner, &id).await?;
    let mut latest = std::collections::BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        latest.insert((row.jobseeker.clone(), row.vacancy.clone()), at);
    }
    let counts = |at: usize| latest.values().any(|&last| last == at);
    let decisions = rows.into_iter().enumerate().map(|(at, row)| Decision::of(row, counts(at)));
    Ok(Json(Decisions { decisions: decisions.collect() }))
}

impl Decision {
    fn of(row: DecisionRow, counts: bool) -> Self {
        let DecisionRow { id, jobseeker, vacancy, decision, changed_to, reason, mediator, decided_at, .. } = row;
        Self { id, jobseeker, vacancy, decision, changed_to, reason, mediator, decided_at, counts }
    }
}

/// Everything that is wrong with a decision about `plan`.
fn issues(plan: &CachedPlan, ask: &DecisionRequest) -> Vec<Issue> {
    let mut issues = Vec::new();
    let choice = ask.decision.code();
    let is_proposed = |proposed: &crate::files::plan_file::format::Assignment| {
        proposed.jobseeker == ask.jobseeker && proposed.proposed() == ask.vacancy
    };
    if !plan.file.shown().assignments.iter().any(is_proposed) {
        issues.push(Issue::new(Code::NotProposed, "#/vacancy"));
    }
    if !ask.reason.is_for().contains(&ask.decision.needs()) {
        issues.push(Issue::new(Code::NotForThis, "#/reason").with("choice", &choice));
    }
    match (&ask.changed_to, ask.decision) {
        (None, Choice::Change) => {
            issues.push(Issue::new(Code::MissingField, "#/changed_to").with("field", &"changed_to"))
        }
        (None, _) => {}
        (Some(other), Choice::Change) if *other != ask.vacancy => {
            let found = (plan.cached.jobseeker(&ask.jobseeker), asked::vacancy(&plan.cached, other, "#/changed_to"));
            match found {
                (_, Err(unknown)) => issues.push(unknown),
                (Some(jobseeker), Ok(vacancy)) => {
                    let obstacles = asked::obstacles(&plan.cached, jobseeker, vacancy);
                    issues.extend(obstacles.iter().map(|judged| asked::blocked(judged, "#/changed_to")));
                }
                (None, Ok(_)) => {}
            }
        }
        (Some(_), _) => issues.push(Issue::new(Code::NotForThis, "#/changed_to").with("choice", &choice)),
    }
    issues
}
