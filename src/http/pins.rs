//! Pins: what a mediator requires of the next plan, or forbids. A pin is a change of the scenario: a new revision.

use axum::Json;
use axum::extract::{Path, State};
use schakel_solver::domain::Region;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Made;
use super::openapi::{BadBody, Busy, Missing, Refused, shown};
use super::problem::Problem;
use super::{App, Ask, Caller, IdempotencyKey, asked, edition_pins};
use crate::answers::decision_reasons::{DecisionReason, For};
use crate::files::scenario::format::{EditionPin, PinMode};
use crate::files::scenario::{Code, Issue};
use crate::service::cache::CachedRegion;
use crate::service::revision::{RevisionError, decide};
use crate::service::store::Along;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(post_pin, list_pins))
}

/// What the next plan must or must not propose.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PinRequest {
    /// Pseudonym of the person.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    jobseeker: String,
    /// Vacancy.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    vacancy: String,
    /// Require or forbid.
    mode: PinMode,
    /// Coded; each goes with one mode or both.
    reason: DecisionReason,
}

/// The revision that has the decision.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Pinned {
    /// ID of the new revision, made from the newest one of the same scenario.
    pub(super) scenario_id: String,
    /// Its number.
    pub(super) revision: i64,
}

/// A pin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct PinView {
    /// Pseudonym of the person.
    jobseeker: String,
    /// Vacancy.
    vacancy: String,
    /// Require or forbid.
    mode: PinMode,
}

/// Pins that a plan followed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Pins {
    /// In the order of the region.
    pins: Vec<PinView>,
    /// What a planner decided about what is held and who takes part, in the order of the region.
    editions: Vec<EditionPin>,
}

shown!(PinRequest, Pinned, Pins);

/// Requires or forbids a pairing in the next plan.
///
/// Makes a new revision of the newest one that was made from the plan's scenario, so that decisions about one plan add
/// up; the pin stands in place of an earlier one about the same pairing. The plan itself stays as it is: plan the new
/// revision to see what follows. What the rules block cannot be required: each obstacle is an error at `#/vacancy`, and
/// mending the facts it is about comes first.
#[utoipa::path(
    post,
    path = "/v1/plans/{id}/pins",
    tag = "decisions",
    params(
        ("id" = String, Path, description = "ID of the plan."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")
    ),
    request_body = PinRequest,
    responses(
        (status = 201, body = Pinned, headers(("Location" = String, description = "The new revision."))),
        Missing, BadBody, Refused, Busy
    )
)]
async fn post_pin(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    key: IdempotencyKey,
    Ask(ask): Ask<PinRequest>,
) -> Result<Made<Pinned>, Problem> {
    let plan = app.store.plan(&caller.owner, &id).await?;
    let newest = app.store.newest_from(&caller.owner, &plan.scenario_id).await?;
    let cached = app.cache.region(&caller.owner, &newest).await?;
    let (mode, needs) = match ask.mode {
        PinMode::Require => ("require", For::Require),
        PinMode::Forbid => ("forbid", For::Forbid),
    };
    let asked = ask.clone();
    let mut issues = app.answering.ask(move || wrong(&cached, &asked)).await?;
    if !ask.reason.is_for().contains(&needs) {
        issues.push(Issue::new(Code::NotForThis, "#/reason").with("choice", &mode));
    }
    if !issues.is_empty() {
        return Err(Problem::invalid(issues));
    }
    let text = serde_json::to_vec(&ask).map_err(|error| Problem::defect(&error))?;
    let along = Along { key: key.of(&[b"pin", id.as_bytes(), &text]), ..Along::default() };
    let pin = json!({"jobseeker": ask.jobseeker, "vacancy": ask.vacancy, "mode": mode, "reason": ask.reason.code()});
    let change = move |scenario: &mut Value| {
        put(scenario, pin.clone());
        Ok(())
    };
    let made = decide(&app.store, &app.cache, &caller.owner, &plan.scenario_id, along, change).await;
    let row = made.map_err(refused)?;
    let pinned = Pinned { scenario_id: row.id, revision: row.revision };
    Ok(Made(format!("/v1/scenarios/{}", pinned.scenario_id), pinned))
}

/// The pins that a plan followed: those of its scenario.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/pins",
    tag = "decisions",
    params(("id" = String, Path, description = "ID of the plan.")),
    responses((status = 200, body = Pins), Missing)
)]
async fn list_pins(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Json<Pins>, Problem> {
    let plan = app.store.plan(&caller.owner, &id).await?;
    let cached = app.cache.region(&caller.owner, &plan.scenario_id).await?;
    Ok(Json(Pins { pins: views(&cached.region), editions: edition_pins::views(&cached.region) }))
}

/// What is wrong with the pairing of a pin. A plan with a requirement that the rules block would be no plan.
fn wrong(cached: &CachedRegion, ask: &PinRequest) -> Vec<Issue> {
    let jobseeker = asked::jobseeker(cached, &ask.jobseeker, "#/jobseeker");
    let vacancy = asked::vacancy(cached, &ask.vacancy, "#/vacancy");
    match (jobseeker, vacancy) {
        (Ok(jobseeker), Ok(vacancy)) if ask.mode == PinMode::Require => {
            let obstacles = asked::obstacles(cached, jobseeker, vacancy);
            // The new pin takes the place of one about the same pairing.
            let of_rules = obstacles.iter().filter(|judged| !judged.constraint().is_decision());
            of_rules.map(|judged| asked::blocked(judged, "#/vacancy")).collect()
        }
        (jobseeker, vacancy) => jobseeker.err().into_iter().chain(vacancy.err()).collect(),
    }
}

fn views(region: &Region) -> Vec<PinView> {
    let view = |pin: &schakel_solver::domain::Pin| PinView {
        jobseeker: region.jobseekers[pin.jobseeker.at()].id.clone(),
        vacancy: region.offers[pin.offer.at()].id.clone(),
        mode: if pin.require { PinMode::Require } else { PinMode::Forbid },
    };
    region.pins.iter().map(view).collect()
}

/// Puts a pin into a scenario, in place of those about the same pairing.
fn put(scenario: &mut Value, pin: Value) {
    let Some(parts) = scenario.as_object_mut() else { return };
    let pins = parts.entry("pins").or_insert_with(|| json!([]));
    if let Some(pins) = pins.as_array_mut() {
        pins.retain(|known| known["jobseeker"] != pin["jobseeker"] || known["vacancy"] != pin["vacancy"]);
        pins.push(pin);
    }
}

/// Why a pin was not taken: what is wrong with the scenario because of it points at the body.
fn refused(error: RevisionError) -> Problem {
    match error {
        RevisionError::Invalid(issues) => {
            Problem::invalid(issues.into_iter().map(|issue| Issue { pointer: "#".to_owned(), ..issue }))
        }
        error => error.into(),
    }
}
