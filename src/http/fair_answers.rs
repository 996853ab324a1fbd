//! What people who were invited to a fair answer, as they answer. An answer is a change of the scenario: a new
//! revision.

use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Made;
use super::openapi::{BadBody, Busy, Missing, Refused, shown};
use super::pins::Pinned;
use super::problem::Problem;
use super::{App, Ask, Caller, IdempotencyKey};
use crate::files::scenario::format::FairAnswer;
use crate::files::scenario::{Code, Issue};
use crate::service::revision::{RevisionError, decide};
use crate::service::store::Along;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(post_fair_answer))
}

/// What somebody who was invited answered.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FairAnswerRequest {
    /// The fair.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    fair: String,
    /// Pseudonym of the person.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    jobseeker: String,
    /// The answer; `silent` takes back one that was written down by mistake.
    answer: FairAnswer,
}

shown!(FairAnswerRequest);

/// Writes down what somebody who was invited to a fair answered.
///
/// Makes a new revision of the newest one that was made from the scenario, so that answers add up, however many come at
/// once. Who says yes has a place: a yes beyond the places of the hall, or beyond the interviews of the table of the
/// invitation, is refused with `NO_PLACE_LEFT`, and the answer stays as it was.
#[utoipa::path(
    post,
    path = "/v1/scenarios/{id}/fair-answers",
    tag = "invitations",
    params(
        ("id" = String, Path, description = "ID of the scenario, or of any revision of it."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")
    ),
    request_body = FairAnswerRequest,
    responses(
        (status = 201, body = Pinned, headers(("Location" = String, description = "The new revision."))),
        Missing, BadBody, Refused, Busy
    )
)]
async fn post_fair_answer(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    key: IdempotencyKey,
    Ask(ask): Ask<FairAnswerRequest>,
) -> Result<Made<Pinned>, Problem> {
    let text = serde_json::to_vec(&ask).map_err(|error| Problem::defect(&error))?;
    let along = Along { key: key.of(&[b"fair answer", id.as_bytes(), &text]), ..Along::default() };
    let change = move |scenario: &mut Value| answered(scenario, &ask);
    let row = decide(&app.store, &app.cache, &caller.owner, &id, along, change).await.map_err(|error| match error {
        RevisionError::Invalid(issues) => Problem::invalid(issues),
        error => error.into(),
    })?;
    Ok(Made(format!("/v1/scenarios/{}", row.id), Pinned { scenario_id: row.id, revision: row.revision }))
}

/// Puts the answer where the invitation stands.
fn answered(scenario: &mut Value, ask: &FairAnswerRequest) -> Result<(), Vec<Issue>> {
    let unknown = |pointer: &str, id: &str, list: &str| {
        vec![Issue::new(Code::IdUnknown, pointer).with("id", &id).with("list", &list)]
    };
    let fairs = scenario["fairs"].as_array_mut();
    let fair = fairs.into_iter().flatten().find(|fair| fair["id"] == ask.fair.as_str());
    let fair = fair.ok_or_else(|| unknown("#/fair", &ask.fair, "fairs"))?;
    let invited = fair["invited"].as_array().into_iter().flatten();
    let at = invited.clone().position(|invitation| invitation["jobseeker"] == ask.jobseeker.as_str());
    let at = at.ok_or_else(|| unknown("#/jobseeker", &ask.jobseeker, "invited"))?;
    if ask.answer == FairAnswer::Yes {
        let table = &fair["invited"][at]["table"];
        let others = invited.enumerate().filter(|(other, invitation)| *other != at && invitation["answer"] == "yes");
        let tables: Vec<&Value> = others.map(|(_, invitation)| &invitation["table"]).collect();
        let own = fair["tables"].as_array().into_iter().flatten().find(|own| own["id"] == *table);
        let slots = own.and_then(|own| own["slots"].as_u64()).unwrap_or(u64::MAX);
        let at_table = tables.iter().filter(|other| **other == table).count();
        let places = fair["hall"]["places"].as_u64().unwrap_or(u64::MAX);
        for (taken, most) in [(tables.len(), places), (at_table, slots)] {
            if taken as u64 >= most {
                return Err(vec![Issue::new(Code::NoPlaceLeft, "#/answer").with("max", &most)]);
            }
        }
    }
    fair["invited"][at]["answer"] = json!(ask.answer);
    Ok(())
}
