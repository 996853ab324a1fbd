//! Plans: asked for, followed while they are worked out, read, cancelled, erased.

mod events;
mod view;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Begun, Done, packed_json};
use super::openapi::{BadBody, BadFields, Busy, Missing, Refused, fields, shown};
use super::problem::{Kind, Problem};
use super::{App, Ask, Caller, Fields, IdempotencyKey};
use crate::files::plan_file::format::PlanFile;
use crate::files::scenario::{Code, Issue};
use crate::service::planner::{self, wire::SolveOptions};
use crate::service::store::{NewPlan, StoreError};
use view::{Outcome, PlanList, PlanSummary, PlanView};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create_plan, list_plans))
        .routes(routes!(read_plan, delete_plan))
        .routes(routes!(plan_file))
        .routes(routes!(cancel_plan))
        .routes(routes!(events::plan_events))
}

/// What is to be planned, and how.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanRequest {
    /// The scenario.
    #[schemars(length(min = 1, max = 100))]
    scenario_id: String,
    /// What to plan.
    kind: PlanKind,
    /// How.
    options: Option<PlanOptions>,
}

/// What can be planned.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum PlanKind {
    /// Who gets which vacancy.
    Matching,
    /// Which trainings and workshops are held, where, when and with whom, and who takes part.
    Trainings,
    /// On which days which mediator sits where, and who can reach one.
    SittingDays,
    /// Whom to invite to a fair, and for which table.
    Fair,
    /// Teams with their supervisor at hosts, whole or not at all.
    Teams,
    /// Conversation groups over municipalities, and a language buddy for who is left.
    Groups,
    /// Who gets which vacancy, with supports where they give most people a proposal.
    Interventions,
}

/// How long and how exactly.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanOptions {
    /// Longest solve, seconds, after the scenario was read and its candidates found. A limit that bites makes the plan
    /// depend on the machine, and the plan says so. The service has a default.
    #[schemars(range(min = 1, max = 86_400))]
    time_limit_s: Option<u32>,
    /// Relative gap per level that is good enough; 0, the default, asks for a proven optimum.
    #[schemars(range(min = 0.0, max = 1.0))]
    gap: Option<f64>,
    /// A plan of this kind, of this scenario or of another revision of it: of plans that are as good the one that
    /// changes least of it.
    #[schemars(length(min = 1, max = 100))]
    based_on_plan: Option<String>,
    /// Most proposals of `based_on_plan` that may change, even where more would be better; where more have to, the plan is
    /// `infeasible` and names this among what cannot hold together.
    #[schemars(range(min = 0, max = 1_000_000))]
    max_changed_promises: Option<u32>,
}

/// Which plans to list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanFields {
    /// Only those of this scenario.
    #[schemars(length(max = 100))]
    scenario_id: Option<String>,
    /// At most so many; 50 when left out.
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u32>,
    /// The page after: what `next` of the page before says.
    #[schemars(length(max = 100))]
    page: Option<String>,
}

shown!(PlanFile, PlanRequest, PlanView, PlanSummary, PlanList);
fields!(PlanFields);

/// Plans of a page when nothing else is asked.
const PAGE: u32 = 50;

/// Starts a plan of a stored scenario; answers at once with where to look. Under one `Idempotency-Key` a request that
/// is sent twice makes one plan.
#[utoipa::path(
    post, path = "/v1/plans", tag = "plans", request_body = PlanRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters of your choice")),
    responses((status = 202, body = PlanSummary, headers(("Location" = String))), BadBody, Missing, Refused, Busy)
)]
async fn create_plan(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Ask(ask): Ask<PlanRequest>,
) -> Result<Begun<PlanSummary>, Problem> {
    let asked = ask.options.unwrap_or_default();
    let kind = match ask.kind {
        PlanKind::Matching => "matching",
        PlanKind::Trainings => "trainings",
        PlanKind::SittingDays => "sitting_days",
        PlanKind::Fair => "fair",
        PlanKind::Teams => "teams",
        PlanKind::Groups => "groups",
        PlanKind::Interventions => "interventions",
    };
    if asked.max_changed_promises.is_some() && asked.based_on_plan.is_none() {
        let missing = Issue::new(Code::MissingField, "#/options/based_on_plan").with("field", &"based_on_plan");
        return Err(Problem::invalid([missing]));
    }
    if let Some(earlier) = &asked.based_on_plan {
        check_earlier(&app, &caller, (&ask.scenario_id, kind), earlier).await?;
    }
    let options = json!(SolveOptions {
        time_limit_s: asked.time_limit_s.unwrap_or(app.config.time_limit_s),
        gap: asked.gap.unwrap_or(0.0),
        based_on_plan: asked.based_on_plan,
        max_changed_promises: asked.max_changed_promises,
    });
    let key = key.of(&[b"POST /v1/plans", ask.scenario_id.as_bytes(), kind.as_bytes(), options.to_string().as_bytes()]);
    let new = NewPlan { scenario_id: ask.scenario_id, about_plan_id: None, kind: kind.to_owned(), options };
    let row = app.queue.ask(&caller.owner, new, key.as_ref()).await?;
    Ok(Begun(format!("/v1/plans/{}", row.id), PlanSummary::of(row)?))
}

/// Whether an earlier plan is of this kind, has a result and belongs to the same line of revisions.
async fn check_earlier(
    app: &App,
    caller: &Caller,
    (scenario_id, kind): (&str, &str),
    earlier: &str,
) -> Result<(), Problem> {
    let row = app.store.plan(&caller.owner, earlier).await?;
    let asked_of = app.store.scenario(&caller.owner, scenario_id).await?.origin_id;
    let earlier_of = app.store.scenario(&caller.owner, &row.scenario_id).await?.origin_id;
    let is_of_line = asked_of == earlier_of && row.kind == kind;
    if !is_of_line || app.store.plan_result(&caller.owner, earlier).await?.is_none() {
        return Err(Problem::invalid([Issue::new(Code::OtherLineage, "#/options/based_on_plan")]));
    }
    Ok(())
}

/// Plans, the newest first.
#[utoipa::path(
    get, path = "/v1/plans", tag = "plans", params(PlanFields), responses((status = 200, body = PlanList), BadFields)
)]
async fn list_plans(
    State(app): State<App>,
    caller: Caller,
    Fields(asked): Fields<PlanFields>,
) -> Result<Json<PlanList>, Problem> {
    let (scenario_id, limit) = (asked.scenario_id.as_deref(), asked.limit.unwrap_or(PAGE));
    let rows = app.store.plans(&caller.owner, scenario_id, asked.page.as_deref(), limit).await?;
    let next = rows.last().filter(|_| rows.len() == limit as usize).map(|row| row.id.clone());
    Ok(Json(PlanList { plans: rows.into_iter().map(PlanSummary::of).collect::<Result<_, _>>()?, next }))
}

/// A plan: how it stands, and once it has ended what came out.
///
/// Other people are counted about, never exactly; the proof is in the file of the plan.
#[utoipa::path(
    get, path = "/v1/plans/{id}", tag = "plans", params(("id" = String, Path, description = "The plan")),
    responses((status = 200, body = PlanView), Missing)
)]
async fn read_plan(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Json<PlanView>, Problem> {
    let row = app.store.plan(&caller.owner, &id).await?;
    let outcome = match app.store.plan_result(&caller.owner, &id).await?.filter(|_| row.is_final()) {
        None => Outcome::None,
        Some(answer) if planner::is_question(&row.kind) => Outcome::Answer(answer),
        Some(_) => Outcome::Proposal(Box::new(app.cache.plan_seen(&caller.owner, &id).await?)),
    };
    let view = app.answering.ask(move || PlanView::of(row, outcome)).await?;
    Ok(Json(view?))
}

/// The plan file, exact and with its proof, as `schakel check` reads it beside the body of the scenario.
///
/// It tells nothing that the body does not: whoever checks has both.
#[utoipa::path(
    get, path = "/v1/plans/{id}/file", tag = "plans", params(("id" = String, Path, description = "The plan")),
    responses((status = 200, body = PlanFile), Missing, Refused)
)]
async fn plan_file(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let row = app.store.plan(&caller.owner, &id).await?;
    let result =
        app.store.plan_result(&caller.owner, &id).await?.filter(|_| row.is_final() && !planner::is_question(&row.kind));
    result.map(|packed| packed_json(packed, &headers)).ok_or_else(|| Problem::new(Kind::NoPlan))
}

/// Asks for the end of a plan. The best so far is kept as its result, with the bounds that were proven.
#[utoipa::path(
    post, path = "/v1/plans/{id}/cancel", tag = "plans", params(("id" = String, Path, description = "The plan")),
    responses((status = 202, body = PlanSummary, headers(("Location" = String))), Missing, Refused)
)]
async fn cancel_plan(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Begun<PlanSummary>, Problem> {
    let row = app.queue.cancel(&caller.owner, &id).await.map_err(|error| conflict(error, Kind::AlreadyFinal))?;
    Ok(Begun(format!("/v1/plans/{}", row.id), PlanSummary::of(row)?))
}

/// Erases a plan that ended, with everything derived from it.
#[utoipa::path(
    delete, path = "/v1/plans/{id}", tag = "plans", params(("id" = String, Path, description = "The plan")),
    responses((status = 204, description = "It is erased."), Missing, Refused)
)]
async fn delete_plan(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Done, Problem> {
    app.store.delete_plan(&caller.owner, &id).await.map_err(|error| conflict(error, Kind::NotFinal))?;
    app.cache.forget_plan(&id);
    app.queue.forget();
    Ok(Done)
}

/// A conflict by its own name.
fn conflict(error: StoreError, kind: Kind) -> Problem {
    match error {
        StoreError::Conflict => Problem::new(kind),
        error => error.into(),
    }
}
