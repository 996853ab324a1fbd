//! Release by the OCMW and warm handover. No answer here tells whether a person was on hold.
//!
//! There is no sign-in yet, so these routes answer as if a stranger asked: a release of someone on hold and of someone
//! who is not have the same status, the same shape, and take the same work (a revision read as a whole). A release of
//! someone the OCMW is not involved with is written down in the same way, and the rules treat both alike. That somebody
//! wants advice only is the person's own wish, which no release changes. No route lists who was released. A pseudonym
//! that nobody in the scenario has is refused, as everywhere: a typing error must not leave a person waiting.

use axum::Json;
use axum::extract::{Path, State};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Made;
use super::openapi::{BadBody, Busy, Missing, Refused, shown};
use super::problem::Problem;
use super::{App, Ask, Caller, IdempotencyKey, asked};
use crate::files::scenario::{Code, Issue};
use crate::service::revision::{RevisionError, decide};
use crate::service::store::{Along, HandoverRow, Release, StoreError};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(post_release)).routes(routes!(post_handover)).routes(routes!(post_receipt))
}

/// Who was consulted, and when.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Consulted {
    /// A function at VDAB, such as `vdab_mediator-17`.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z]+(_[a-z]+)*(-[0-9]{1,6})?$"))]
    by: String,
    /// The day.
    on: NaiveDate,
}

/// A release by the OCMW.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReleaseRequest {
    /// The scenario to make the next revision of.
    #[schemars(length(min = 1, max = 100))]
    scenario_id: String,
    /// Pseudonym of the person.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    jobseeker: String,
    /// A function at the OCMW, such as `ocmw_schilde`.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z]+(_[a-z]+)*(-[0-9]{1,6})?$"))]
    released_by: String,
    /// The day, not after the last of the plan.
    on: NaiveDate,
    /// Who was consulted at VDAB.
    consulted: Consulted,
}

/// That a release was received; the same whomever it is about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Received {
    /// ID of the release.
    id: String,
    /// The revision in which the person, if waiting for this, waits no longer.
    scenario_id: String,
}

/// A warm handover.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HandoverRequest {
    /// The scenario the pseudonym belongs to.
    #[schemars(length(min = 1, max = 100))]
    scenario_id: String,
    /// Pseudonym of the person.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    jobseeker: String,
    /// Function or organisation that hands over.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z]+(_[a-z]+)*(-[0-9]{1,6})?$"))]
    from: String,
    /// Function or organisation that receives.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z]+(_[a-z]+)*(-[0-9]{1,6})?$"))]
    to: String,
}

/// That a handover arrived.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Receipt {
    /// Function or organisation that received.
    #[schemars(length(max = 64), regex(pattern = r"^[a-z]+(_[a-z]+)*(-[0-9]{1,6})?$"))]
    by: String,
    /// The day.
    on: NaiveDate,
}

/// A handover, without the person it is about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Handover {
    /// Its ID.
    id: String,
    /// When it was sent, UTC.
    sent_at: String,
    /// Whether it arrived.
    arrived: bool,
}

shown!(ReleaseRequest, Received, HandoverRequest, Receipt, Handover);

/// Releases a person for mediation: the OCMW decides, in consultation with VDAB.
///
/// It goes into the newest revision that was made from the scenario, so that releases and other decisions add up.
///
/// The answer says that the release was received, and is the same for a person who waited for it and for one who did
/// not: only the OCMW's own file tells who waits. A pseudonym that nobody in the newest revision has is refused.
#[utoipa::path(
    post,
    path = "/v1/releases",
    tag = "ocmw",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")),
    request_body = ReleaseRequest,
    responses(
        (status = 201, body = Received, headers(("Location" = String, description = "The new revision."))),
        Missing, BadBody, Refused, Busy
    )
)]
async fn post_release(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Ask(ask): Ask<ReleaseRequest>,
) -> Result<Made<Received>, Problem> {
    let newest = app.store.newest_from(&caller.owner, &ask.scenario_id).await?;
    let cached = app.cache.region(&caller.owner, &newest).await?;
    let horizon = cached.region.horizon;
    let days = [("#/on", ask.on), ("#/consulted/on", ask.consulted.on)];
    // Asked of every release alike: had the scenario to refuse the day, it would do so only for people it has.
    let late = days.into_iter().filter(|(_, day)| *day > horizon.to).map(|(pointer, _)| {
        Issue::new(Code::DateOutsideHorizon, pointer).with("from", &horizon.from).with("to", &horizon.to)
    });
    let unknown = asked::jobseeker(&cached, &ask.jobseeker, "#/jobseeker").err();
    let issues: Vec<_> = unknown.into_iter().chain(late).collect();
    if !issues.is_empty() {
        return Err(Problem::invalid(issues));
    }
    let gate = json!({"released": {"by": &ask.released_by, "on": ask.on}});
    let jobseeker = ask.jobseeker.clone();
    let change = move |scenario: &mut Value| {
        release(scenario, &jobseeker, gate.clone());
        Ok(())
    };
    let text = serde_json::to_vec(&ask).map_err(|error| Problem::defect(&error))?;
    let release = Release {
        jobseeker: ask.jobseeker,
        released_by: ask.released_by,
        released_on: ask.on.to_string(),
        consulted_by: ask.consulted.by,
        consulted_on: ask.consulted.on.to_string(),
    };
    let along = Along { key: key.of(&[b"release", &text]), release: Some(release), ..Along::default() };
    let made = decide(&app.store, &app.cache, &caller.owner, &ask.scenario_id, along, change).await;
    let row = made.map_err(|error| match error {
        // The scenario was read before, and a gate of this shape is refused of nobody.
        refused @ RevisionError::Invalid(_) => Problem::defect(&refused),
        error => error.into(),
    })?;
    let id = app.store.release_of(&caller.owner, &row.id).await?;
    tracing::info!(release = id, "release received");
    Ok(Made(format!("/v1/scenarios/{}", row.id), Received { id, scenario_id: row.id }))
}

/// Writes the release down where the person stands in the scenario.
fn release(scenario: &mut Value, jobseeker: &str, gate: Value) {
    let people = scenario["jobseekers"].as_array_mut();
    let person = people.into_iter().flatten().find(|person| person["id"] == jobseeker);
    if let Some(person) = person.filter(|person| person["gate"] != "advice_only") {
        person["gate"] = gate;
    }
}

/// Hands a person over, warmly: the receipt confirms that the message arrived, and nothing else.
///
/// As with a release, the answer is the same whoever it is about, and a pseudonym that nobody has is refused.
#[utoipa::path(
    post,
    path = "/v1/handovers",
    tag = "ocmw",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")),
    request_body = HandoverRequest,
    responses(
        (status = 201, body = Handover, headers(("Location" = String, description = "Where the receipt goes."))),
        Missing, BadBody, Refused
    )
)]
async fn post_handover(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Ask(ask): Ask<HandoverRequest>,
) -> Result<Made<Handover>, Problem> {
    let newest = app.store.newest_from(&caller.owner, &ask.scenario_id).await?;
    let cached = app.cache.region(&caller.owner, &newest).await?;
    asked::jobseeker(&cached, &ask.jobseeker, "#/jobseeker").map_err(|unknown| Problem::invalid([unknown]))?;
    let text = serde_json::to_vec(&ask).map_err(|error| Problem::defect(&error))?;
    let key = key.of(&[b"handover", &text]);
    let parties = (ask.from.as_str(), ask.to.as_str());
    let kept = app.store.insert_handover(&caller.owner, &ask.scenario_id, &ask.jobseeker, parties, key.as_ref());
    let row = kept.await?;
    Ok(Made(format!("/v1/handovers/{}/receipt", row.id), row.into()))
}

/// Confirms that a handover arrived; it accepts nothing.
///
/// Once: the same receipt again is answered alike, another one is a 409.
#[utoipa::path(
    post,
    path = "/v1/handovers/{id}/receipt",
    tag = "ocmw",
    params(("id" = String, Path, description = "ID of the handover.")),
    request_body = Receipt,
    responses((status = 200, body = Handover), Missing, BadBody, Refused)
)]
async fn post_receipt(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Ask(ask): Ask<Receipt>,
) -> Result<Json<Handover>, Problem> {
    let received: Result<HandoverRow, StoreError> =
        app.store.receive_handover(&caller.owner, &id, &ask.by, &ask.on.to_string()).await;
    Ok(Json(received?.into()))
}

impl From<HandoverRow> for Handover {
    fn from(row: HandoverRow) -> Self {
        Self { id: row.id, sent_at: row.created_at, arrived: row.received_by.is_some() }
    }
}
