//! Pins of a planner: what is held, or who takes part, in the next plan of trainings, groups, teams or sitting days. A
//! pin is a change of the scenario: a new revision.

use axum::extract::{Path, State};
use schakel_solver::domain::{self, Region};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Made;
use super::openapi::{BadBody, Busy, Missing, Refused, shown};
use super::pins::Pinned;
use super::problem::Problem;
use super::{App, Ask, Caller, IdempotencyKey};
use crate::files::scenario::Issue;
use crate::files::scenario::format::{EditionPin, PinMode};
use crate::service::revision::{RevisionError, decide};
use crate::service::store::Along;

/// Where the pins of a planner are in a scenario.
const LIST: &str = "edition_pins";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(post_edition_pin))
}

shown!(EditionPin);

/// Decides that something is held or not, or that somebody takes part in it or not, in the next plan.
///
/// Makes a new revision of the newest one that was made from the plan's scenario, so that decisions about one plan add
/// up; the pin stands in place of an earlier one about the same. The plan itself stays as it is: plan the new revision
/// to see what follows. What cannot be followed is told by that plan, which then proposes nothing else.
#[utoipa::path(
    post,
    path = "/v1/plans/{id}/edition-pins",
    tag = "decisions",
    params(
        ("id" = String, Path, description = "ID of the plan."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")
    ),
    request_body = EditionPin,
    responses(
        (status = 201, body = Pinned, headers(("Location" = String, description = "The new revision."))),
        Missing, BadBody, Refused, Busy
    )
)]
async fn post_edition_pin(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    key: IdempotencyKey,
    Ask(ask): Ask<EditionPin>,
) -> Result<Made<Pinned>, Problem> {
    let plan = app.store.plan(&caller.owner, &id).await?;
    let pin = serde_json::to_value(&ask).map_err(|error| Problem::defect(&error))?;
    let along =
        Along { key: key.of(&[LIST.as_bytes(), id.as_bytes(), pin.to_string().as_bytes()]), ..Along::default() };
    let change = move |scenario: &mut Value| {
        put(scenario, pin.clone());
        Ok(())
    };
    let made = decide(&app.store, &app.cache, &caller.owner, &plan.scenario_id, along, change).await;
    let row = made.map_err(refused)?;
    let pinned = Pinned { scenario_id: row.id, revision: row.revision };
    Ok(Made(format!("/v1/scenarios/{}", pinned.scenario_id), pinned))
}

/// The planner's pins of a region, as a scenario says them.
pub(super) fn views(region: &Region) -> Vec<EditionPin> {
    let view = |pin: &domain::EditionPin| EditionPin {
        jobseeker: pin.jobseeker.map(|idx| region.jobseekers[idx.at()].id.clone()),
        programme: pin.programme.map(|idx| region.programmes[idx.at()].id.clone()),
        venue: pin.venue.map(|idx| region.venues[idx.at()].id.clone()),
        start: pin.start,
        instructor: pin.instructor.map(|idx| region.resources[idx.at()].id.clone()),
        mode: if pin.require { PinMode::Require } else { PinMode::Forbid },
    };
    region.edition_pins.iter().map(view).collect()
}

/// Puts a pin into a scenario, in place of those about the same.
fn put(scenario: &mut Value, pin: Value) {
    const NAMED: [&str; 5] = ["jobseeker", "programme", "venue", "start", "instructor"];
    let Some(parts) = scenario.as_object_mut() else { return };
    let pins = parts.entry(LIST).or_insert_with(|| json!([]));
    if let Some(pins) = pins.as_array_mut() {
        pins.retain(|known| NAMED.iter().any(|name| known.get(name) != pin.get(name)));
        pins.push(pin);
    }
}

/// Why a pin was not taken: what is wrong with the pin in the scenario points at the body.
fn refused(error: RevisionError) -> Problem {
    let RevisionError::Invalid(issues) = error else { return error.into() };
    let own = |pointer: &str| {
        let of_list = pointer.strip_prefix(&format!("#/{LIST}/"))?;
        let field = of_list.find('/').map_or("", |at| &of_list[at..]);
        Some(format!("#{field}"))
    };
    let points_at = |issue: Issue| Issue { pointer: own(&issue.pointer).unwrap_or_else(|| "#".to_owned()), ..issue };
    Problem::invalid(issues.into_iter().map(points_at))
}
