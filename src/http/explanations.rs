//! Questions about a plan: why this, why not that, near misses, what would help, what differs from another plan.

use axum::Json;
use axum::extract::{Path, State};
use schakel_solver::explain::{GroupBy, Planned, near_misses_counted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadFields, Busy, Missing, Refused, fields, shown};
use super::problem::Problem;
use super::{App, Caller, Fields, asked};
use crate::answers::views::{CompareView, ExplanationView, HelpsView, NearMissesView, OfferView};
use crate::files::scenario::{Code, Issue};
use crate::service::planner::DECIDED_BY;
use crate::service::queue::About;

/// People whose near misses are counted for one answer, divided by the square of the number of changes: a second or two
/// of one processor at most.
const COUNTED_MAX: usize = 2_000;
/// Sets of changes that are told.
const HELPS_MAX: usize = 10;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(explanations))
        .routes(routes!(near_misses))
        .routes(routes!(what_would_help))
        .routes(routes!(compare))
}

/// About whom or what.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExplanationFields {
    /// The person; without one, the vacancy alone is explained.
    #[schemars(length(min = 1, max = 100))]
    jobseeker: Option<String>,
    /// The vacancy; with a person, why it is or is not the proposal.
    #[schemars(length(min = 1, max = 100))]
    offer: Option<String>,
}

/// Which near misses are counted, and how.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NearMissFields {
    /// Most obstacles of a pairing.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 3))]
    max_changes: u32,
    /// What they are counted by.
    #[serde(default)]
    group_by: Grouping,
}

fn one() -> u32 {
    1
}

/// What near misses are counted by.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Grouping {
    /// The rule in the way.
    #[default]
    Rule,
    /// Where the person lives.
    Municipality,
}

/// About whom.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HelpFields {
    /// The person.
    #[schemars(length(min = 1, max = 100))]
    jobseeker: String,
}

/// Which two plans.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CompareFields {
    /// The first.
    #[schemars(length(min = 1, max = 100))]
    a: String,
    /// The second.
    #[schemars(length(min = 1, max = 100))]
    b: String,
}

/// What a plan says about a person, or about a vacancy when no person was named.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "made once and written out at once")]
pub(super) enum AboutView {
    /// About a person.
    Jobseeker(ExplanationView),
    /// About a vacancy.
    Offer(OfferView),
}

shown!(AboutView, NearMissesView, HelpsView, CompareView);
fields!(ExplanationFields, NearMissFields, HelpFields, CompareFields);

/// Why this proposal, why not that vacancy: rules, points, how many others competed, and all of it in sentences.
#[utoipa::path(get, path = "/v1/plans/{id}/explanations", tag = "plans",
    params(("id" = String, Path, description = "The plan"), ExplanationFields),
    responses((status = 200, body = AboutView), BadFields, Missing, Refused, Busy))]
async fn explanations(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(fields): Fields<ExplanationFields>,
) -> Result<Json<AboutView>, Problem> {
    let plan = asked::plan(&app, &caller, &id).await?;
    let person = fields.jobseeker.as_deref().map(|id| asked::jobseeker(&plan.cached, id, "?jobseeker")).transpose();
    let offer = fields.offer.as_deref().map(|id| asked::vacancy(&plan.cached, id, "?offer")).transpose();
    let (person, offer) = asked::both(person, offer)?;
    if person.is_none() && offer.is_none() {
        let issue = Issue::new(Code::OneOfTwo, "?jobseeker").with("field", &"jobseeker").with("other", &"offer");
        return Err(Problem::invalid([issue]));
    }
    let asked = plan.clone();
    let answer = app.answering.ask(move || {
        let prepared = asked.cached.prepared();
        match (person, offer) {
            (Some(person), offer) => {
                Some(AboutView::Jobseeker(ExplanationView::of(&prepared, asked.plan.shown(), person, offer)))
            }
            (None, offer) => {
                offer.map(|offer| AboutView::Offer(OfferView::of(prepared.facts, asked.plan.shown(), offer)))
            }
        }
    });
    let mut answer = answer.await?.ok_or_else(Problem::not_found)?;
    if let (AboutView::Jobseeker(view), Some(offer)) = (&mut answer, offer)
        && view.needs_decision(plan.cached.facts(), offer)
    {
        let about = About { owner: &caller.owner, scenario_id: &plan.scenario_id, plan_id: &id };
        let params = serde_json::json!({"jobseeker": fields.jobseeker, "vacancy": fields.offer});
        let decided = app.queue.answer_now(about, DECIDED_BY, params).await?;
        view.decided_by = decided.and_then(|decided| serde_json::from_value(decided).ok());
    }
    Ok(Json(answer))
}

/// Near misses of the people without a start, counted by rule or municipality. In a large region a fixed sample is
/// looked at, and the answer says of how many.
#[utoipa::path(get, path = "/v1/plans/{id}/near-misses", tag = "plans",
    params(("id" = String, Path, description = "The plan"), NearMissFields),
    responses((status = 200, body = NearMissesView), BadFields, Missing, Refused, Busy))]
async fn near_misses(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(ask): Fields<NearMissFields>,
) -> Result<Json<NearMissesView>, Problem> {
    let plan = asked::plan(&app, &caller, &id).await?;
    let answer = app.answering.ask(move || {
        let (prepared, changes_max) = (plan.cached.prepared(), ask.max_changes as usize);
        let by = match ask.group_by {
            Grouping::Rule => GroupBy::Rule,
            Grouping::Municipality => GroupBy::Municipality,
        };
        let people_max = COUNTED_MAX / (changes_max * changes_max).max(1);
        let counted = near_misses_counted(&prepared, plan.plan.shown(), changes_max, by, people_max);
        NearMissesView::of(prepared.facts, &counted, (by, changes_max), &plan.coarse)
    });
    Ok(Json(answer.await?))
}

/// The nearest sets of changes that would open vacancies to a person, with support, weeks and cost.
#[utoipa::path(get, path = "/v1/plans/{id}/what-would-help", tag = "plans",
    params(("id" = String, Path, description = "The plan"), HelpFields),
    responses((status = 200, body = HelpsView), BadFields, Missing, Refused, Busy))]
async fn what_would_help(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(about): Fields<HelpFields>,
) -> Result<Json<HelpsView>, Problem> {
    let plan = asked::plan(&app, &caller, &id).await?;
    let person = asked::jobseeker(&plan.cached, &about.jobseeker, "?jobseeker");
    let person = person.map_err(|issue| Problem::invalid([issue]))?;
    let answer =
        app.answering.ask(move || HelpsView::of(&plan.cached.prepared(), plan.plan.shown(), person, HELPS_MAX));
    Ok(Json(answer.await?))
}

/// Two plans of one scenario or of its revisions: what each level gains or loses, who moves, which promises are broken.
#[utoipa::path(get, path = "/v1/plans/compare", tag = "plans", params(CompareFields),
    responses((status = 200, body = CompareView), BadFields, Missing, Refused, Busy))]
async fn compare(
    State(app): State<App>,
    caller: Caller,
    Fields(ask): Fields<CompareFields>,
) -> Result<Json<CompareView>, Problem> {
    let (a, b) = (asked::plan(&app, &caller, &ask.a).await?, asked::plan(&app, &caller, &ask.b).await?);
    let origin_of_a = app.store.scenario(&caller.owner, &a.scenario_id).await?.origin_id;
    let origin_of_b = app.store.scenario(&caller.owner, &b.scenario_id).await?.origin_id;
    if origin_of_a != origin_of_b {
        return Err(Problem::invalid([Issue::new(Code::OtherLineage, "?b")]));
    }
    let answer = app.answering.ask(move || {
        let before = Planned { facts: a.cached.facts(), plan: a.plan.shown() };
        let after = Planned { facts: b.cached.facts(), plan: b.plan.shown() };
        CompareView::of((ask.a, before), (ask.b, after))
    });
    Ok(Json(answer.await?))
}
