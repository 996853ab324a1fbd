//! Scenarios: posted as a stream, read once all of it is there, kept revision by revision, erased with everything
//! derived from them.

use std::io::{self, Read};
use std::path::PathBuf;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use flate2::read::MultiGzDecoder;
use futures_util::StreamExt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Done, Made, packed_json};
use super::openapi::{BadBody, BadFields, Busy, Missing, Refused, fields, shown};
use super::problem::{Kind, Problem, ProblemError};
use super::{App, Caller, Fields, IdempotencyKey, extract};
use crate::files::scenario::{DefaultUsed, format};
use crate::files::unpacked_max;
use crate::service::cache::unblocked;
use crate::service::revision::accept;
use crate::service::store::{Along, ScenarioRow, StoreError};

/// Most scenarios that are read at the same time: each takes a processor and the memory of a region.
pub(super) const READ_AT_ONCE: usize = 2;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(post_scenario, list_scenarios))
        .routes(routes!(scenario, erase_scenario))
        .routes(routes!(scenario_body))
        .routes(routes!(scenario_validation))
}

/// What a scenario holds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Summary {
    /// Name of the region.
    region: String,
    /// What the scenario says it shows.
    story: Option<String>,
    /// How many people.
    jobseekers: u64,
    /// How many vacancies.
    vacancies: u64,
    /// How many childcare facilities.
    childcare: u64,
    /// How many kinds of scarce support.
    supports: u64,
    /// How many venues.
    venues: u64,
    /// How many earlier assignments.
    promises: u64,
    /// How many decisions that the plan must follow.
    pins: u64,
}

/// What was found in reading a scenario that is kept: warnings, and the numbers of the pack that filled what it left
/// open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Validation {
    /// Warnings: a person should look at these.
    issues: Vec<ProblemError>,
    /// Defaults that were used.
    defaults: Vec<DefaultUsed>,
}

/// A scenario without its body. Neither its length nor its digest is told: of a release, either would say whom it
/// found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ScenarioView {
    /// Its ID.
    id: String,
    /// The first of its line; itself where it was posted.
    origin_id: String,
    /// The one it was made from.
    parent_id: Option<String>,
    /// 1 for the first of a line, and one more each time.
    revision: i64,
    /// When, UTC.
    created_at: String,
    /// Name of the policy pack.
    policy_pack: String,
    /// What it holds.
    summary: Summary,
}

/// A scenario that was kept, and what was found in reading it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct KeptScenario {
    #[serde(flatten)]
    scenario: ScenarioView,
    /// Warnings and defaults.
    validation: Validation,
}

/// Scenarios, the newest first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ScenarioList {
    /// At most as many as asked.
    scenarios: Vec<ScenarioView>,
    /// What to give as `page` for those that follow; null when there are none.
    next: Option<String>,
}

/// Which scenarios to list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListFields {
    /// At most so many; 50 when left out.
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u32>,
    /// The page after: what `next` of the page before says.
    #[schemars(length(max = 100))]
    page: Option<String>,
    /// With `true` only the newest revision of each scenario that was posted.
    latest: Option<bool>,
}

/// Which revision of a scenario.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RevisionFields {
    /// With `true` the newest revision that was made from it.
    latest: Option<bool>,
}

shown!(format::Scenario, KeptScenario, ScenarioList, ScenarioView, Validation);
fields!(ListFields, RevisionFields);

/// JSON of the store as its type.
fn kept<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(error.to_string()))
}

impl TryFrom<ScenarioRow> for ScenarioView {
    type Error = StoreError;

    fn try_from(row: ScenarioRow) -> Result<Self, StoreError> {
        Ok(Self {
            summary: kept(&row.summary)?,
            id: row.id,
            origin_id: row.origin_id,
            parent_id: row.parent_id,
            revision: row.revision,
            created_at: row.created_at,
            policy_pack: row.policy_pack,
        })
    }
}

/// The answer to a request that made a scenario: 201, where it is, and what was found.
pub(super) fn created(row: ScenarioRow) -> Result<Response, Problem> {
    let location = format!("/v1/scenarios/{}", row.id);
    let validation = kept(&row.validation)?;
    let view = KeptScenario { scenario: ScenarioView::try_from(row)?, validation };
    Ok(Made(location, view).into_response())
}

/// Keeps a scenario.
///
/// The body may be packed (`Content-Encoding: gzip`), and unpacks to at most 16 MiB and twenty times its size. A
/// scenario with an error is not kept, and every issue is told; warnings do not refuse. Two are read at a time; a third
/// is told to come back. With an `Idempotency-Key` the same scenario sent twice is kept once.
#[utoipa::path(
    post,
    path = "/v1/scenarios",
    tag = "scenarios",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible characters.")),
    request_body(content = format::Scenario, description = "The scenario format itself."),
    responses(
        (status = 201, body = KeptScenario, headers(("Location" = String, description = "Where it is."))),
        BadBody, Refused, Busy
    )
)]
async fn post_scenario(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    extract::is_json(&headers)?;
    let is_gzip = extract::is_gzip(&headers)?;
    let bytes_max = app.config.scenario_mib_max.saturating_mul(1 << 20);
    // Takes a place among the readers only once the body is there: a slow sender keeps nobody else out.
    let source = spooled(body, app.config.folder(), bytes_max).await?;
    let bytes = source.metadata().map_err(|error| Problem::defect(&error))?.len();
    let seat = app.readers.clone().try_acquire_owned().map_err(|_| Problem::new(Kind::TooMany))?;
    let packs = app.store.packs(&caller.owner).await?;
    let read = unblocked(move || {
        let _seat = seat;
        let bytes_max = if is_gzip { bytes_max.min(unpacked_max(bytes)) } else { bytes_max };
        let source = io::BufReader::with_capacity(1 << 16, source);
        let text: Box<dyn Read> = if is_gzip { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) };
        accept(text, bytes_max, &packs)
    });
    let (new, cached) = read.await??;
    let along = Along { key: key.of(&[b"scenario", new.digest.as_bytes()]), ..Along::default() };
    let row = app.store.insert_scenario(&caller.owner, new, &along).await?;
    app.cache.keep(&caller.owner, &row.id, cached.into()).await?;
    created(row)
}

/// The body as a file without a name, which goes away with its last reader: nobody waits while it arrives. It lies
/// beside the database, where there is room for scenarios; a folder for temporary files is often memory.
async fn spooled(body: Body, beside: PathBuf, bytes_max: u64) -> Result<std::fs::File, Problem> {
    let defect = |error: io::Error| Problem::from(StoreError::from(error));
    let file = unblocked(move || tempfile::tempfile_in(beside)).await?.map_err(defect)?;
    let (mut file, mut body, mut received) = (tokio::fs::File::from_std(file), body.into_data_stream(), 0);
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| Problem::new(Kind::BrokenOff))?;
        received += piece.len() as u64;
        if received > bytes_max {
            return Err(Problem::new(Kind::TooLarge));
        }
        file.write_all(&piece).await.map_err(defect)?;
    }
    file.flush().await.map_err(defect)?;
    file.rewind().await.map_err(defect)?;
    Ok(file.into_std().await)
}

/// Scenarios, the newest first.
#[utoipa::path(
    get,
    path = "/v1/scenarios",
    tag = "scenarios",
    params(ListFields),
    responses((status = 200, body = ScenarioList), BadFields)
)]
async fn list_scenarios(
    State(app): State<App>,
    caller: Caller,
    Fields(ask): Fields<ListFields>,
) -> Result<Json<ScenarioList>, Problem> {
    let limit = ask.limit.unwrap_or(50);
    let rows = app.store.scenarios(&caller.owner, limit, ask.page.as_deref(), ask.latest == Some(true)).await?;
    let next = rows.last().filter(|_| rows.len() == limit as usize).map(|row| row.id.clone());
    let scenarios = rows.into_iter().map(ScenarioView::try_from).collect::<Result<_, _>>()?;
    Ok(Json(ScenarioList { scenarios, next }))
}

/// A scenario without its body; with `latest` the newest revision that was made from it.
#[utoipa::path(
    get,
    path = "/v1/scenarios/{id}",
    tag = "scenarios",
    params(("id" = String, Path, description = "ID of the scenario."), RevisionFields),
    responses((status = 200, body = ScenarioView), Missing, BadFields)
)]
async fn scenario(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(ask): Fields<RevisionFields>,
) -> Result<Json<ScenarioView>, Problem> {
    let id = if ask.latest == Some(true) { app.store.newest_from(&caller.owner, &id).await? } else { id };
    let row = app.store.scenario(&caller.owner, &id).await?;
    Ok(Json(row.try_into()?))
}

/// What was found in reading a scenario: warnings, and the defaults that were used.
#[utoipa::path(
    get,
    path = "/v1/scenarios/{id}/validation",
    tag = "scenarios",
    params(("id" = String, Path, description = "ID of the scenario.")),
    responses((status = 200, body = Validation), Missing)
)]
async fn scenario_validation(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Validation>, Problem> {
    let row = app.store.scenario(&caller.owner, &id).await?;
    Ok(Json(kept(&row.validation)?))
}

/// The scenario itself, byte for byte as it was posted; packed where the caller accepts that.
#[utoipa::path(
    get,
    path = "/v1/scenarios/{id}/body",
    tag = "scenarios",
    params(("id" = String, Path, description = "ID of the scenario.")),
    responses((status = 200, body = format::Scenario), Missing)
)]
async fn scenario_body(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let packed = app.store.scenario_body(&caller.owner, &id).await?;
    Ok(packed_json(packed, &headers))
}

/// Erases a scenario, every revision made from it, and everything derived from those: plans, decisions, imports.
/// Whoever asks for them afterwards is told that they are gone.
#[utoipa::path(
    delete,
    path = "/v1/scenarios/{id}",
    tag = "scenarios",
    params(("id" = String, Path, description = "ID of the scenario.")),
    responses((status = 204, description = "It is erased."), Missing)
)]
async fn erase_scenario(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Done, Problem> {
    let erased = app.store.erase_scenario(&caller.owner, &id).await?;
    app.cache.forget(&erased.scenarios);
    app.queue.forget();
    Ok(Done)
}
