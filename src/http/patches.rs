//! Patches: a scenario changed by JSON Patch becomes its next revision. Revisions themselves never change.

use axum::extract::{Path, State};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadBody, Busy, Missing, Refused, shown};
use super::problem::{Kind, Problem};
use super::scenarios::{KeptScenario, created};
use super::{App, Ask, Caller, IdempotencyKey};
use crate::service::revision::{Patch, RevisionError, amend, apply};
use crate::service::store::Along;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(post_patch))
}

shown!(Patch);

/// Makes the next revision of a scenario.
///
/// JSON Patch (RFC 6902), all of it or nothing. A step `[field=text]` in a list is the one record whose field has that
/// text: `/jobseekers/[id=J1]/travel_minutes_max`. Revisions never change, so there is nothing to race for: two patches
/// of one revision make two revisions. A `test` that fails, and nothing else, is a 409; issues of the patch have
/// pointers such as `#/0/path`, those of the scenario that came of it point into that scenario.
#[utoipa::path(
    post,
    path = "/v1/scenarios/{id}/patches",
    tag = "scenarios",
    params(
        ("id" = String, Path, description = "ID of the revision to change."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")
    ),
    request_body = Patch,
    responses(
        (status = 201, body = KeptScenario, headers(("Location" = String, description = "Where it is."))),
        Missing, BadBody, Refused, Busy
    )
)]
async fn post_patch(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    key: IdempotencyKey,
    Ask(patch): Ask<Patch>,
) -> Result<Response, Problem> {
    let _seat = app.readers.clone().try_acquire_owned().map_err(|_| Problem::new(Kind::TooMany))?;
    let asked = serde_json::to_vec(&patch).map_err(|error| Problem::defect(&error))?;
    let along = Along { key: key.of(&[b"patch", id.as_bytes(), &asked]), ..Along::default() };
    let change = move |document: &mut _| apply(document, &patch).map_err(RevisionError::Invalid);
    created(amend(&app.store, &app.cache, &caller.owner, &id, &along, change).await?)
}
