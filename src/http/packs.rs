//! Policy packs: those the program brings and those of the owner. One that a scenario uses no longer changes.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Made;
use super::openapi::{BadBody, Missing, Refused, shown};
use super::problem::{Kind, Problem};
use super::{App, Caller, JsonText};
use crate::files::scenario::format::Pack;
use crate::files::scenario::{Code, Issue, Packs, Severity};
use crate::service::revision::RevisionError;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_packs)).routes(routes!(pack, put_pack))
}

/// A policy pack in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PackLine {
    /// Name by which scenarios choose it.
    name: String,
    /// What it is.
    about: String,
    /// First day of validity.
    valid_from: NaiveDate,
    /// Last day of validity.
    valid_to: NaiveDate,
    /// Whether the program brings it.
    is_built_in: bool,
    /// Whether it no longer changes: the program brings it, or a scenario uses it.
    is_immutable: bool,
}

/// Policy packs, by name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PackList {
    /// All that the caller may use.
    packs: Vec<PackLine>,
}

shown!(Pack, PackList);

/// The policy packs that scenarios may choose.
#[utoipa::path(get, path = "/v1/policy-packs", tag = "policy", responses((status = 200, body = PackList)))]
async fn list_packs(State(app): State<App>, caller: Caller) -> Result<Json<PackList>, Problem> {
    let packs = app.store.packs(&caller.owner).await?;
    let used = app.store.packs_in_use(&caller.owner).await?;
    let built_in = Packs::built_in();
    let line = |pack: &Pack| {
        let is_built_in = built_in.get(&pack.name).is_some();
        PackLine {
            name: pack.name.clone(),
            about: pack.about.clone(),
            valid_from: pack.valid_from,
            valid_to: pack.valid_to,
            is_built_in,
            is_immutable: is_built_in || used.contains(&pack.name),
        }
    };
    Ok(Json(PackList { packs: packs.iter().map(line).collect() }))
}

/// A policy pack: levels, floors, limits and weights, each number with its source.
#[utoipa::path(
    get,
    path = "/v1/policy-packs/{name}",
    tag = "policy",
    params(("name" = String, Path, description = "Name of the pack.")),
    responses((status = 200, body = Pack), Missing)
)]
async fn pack(State(app): State<App>, caller: Caller, Path(name): Path<String>) -> Result<Json<Pack>, Problem> {
    let packs = app.store.packs(&caller.owner).await?;
    packs.get(&name).cloned().map(Json).ok_or_else(Problem::not_found)
}

/// Keeps a policy pack under its name.
///
/// Every issue is told at once; a pack that loosens a locked rule is refused. One that a scenario uses, or that the
/// program brings, no longer changes: 409.
#[utoipa::path(
    put,
    path = "/v1/policy-packs/{name}",
    tag = "policy",
    params(("name" = String, Path, description = "Name of the pack, as in its body.")),
    request_body = Pack,
    responses(
        (status = 200, body = Pack, description = "It took the place of the one before, or is the same."),
        (status = 201, body = Pack, headers(("Location" = String, description = "Where it is."))),
        BadBody, Refused
    )
)]
async fn put_pack(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    JsonText(text): JsonText,
) -> Result<Response, Problem> {
    let pack = read(&text, &name)?;
    if Packs::built_in().get(&name).is_some() {
        return Err(Problem::new(Kind::InUse));
    }
    let body = serde_json::to_string(&pack).map_err(|error| Problem::defect(&error))?;
    let is_new = app.store.put_pack(&caller.owner, &name, &body).await?;
    if !is_new {
        return Ok(Json(pack).into_response());
    }
    let location = format!("/v1/policy-packs/{name}");
    Ok(Made(location, pack).into_response())
}

/// The pack in `text`, which carries `name`.
fn read(text: &[u8], name: &str) -> Result<Pack, RevisionError> {
    let mut packs = Packs::of_rules();
    let mut issues = packs.add(text);
    let pack = packs.iter().next().cloned();
    if pack.as_ref().is_some_and(|pack| pack.name != name) {
        issues.push(Issue::new(Code::NotInList, "#/name").with("allowed", &name));
    }
    let is_refused = issues.iter().any(|issue| issue.severity() == Severity::Error);
    pack.filter(|_| !is_refused).ok_or(RevisionError::Invalid(issues))
}
