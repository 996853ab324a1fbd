//! The audit of a plan over HTTP.

use axum::Json;
use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadFields, Busy, Missing, Refused, fields, shown};
use super::problem::Problem;
use super::{App, Caller, Fields, asked};
use crate::answers::audit::{Audit, Dimension, audit};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_audit))
}

/// What is asked of an audit.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AuditFields {
    /// One dimension; all of them when left out.
    #[serde(default)]
    by: Option<Dimension>,
}

fields!(AuditFields);
shown!(Audit);

/// What a plan gives to whom, per municipality and group.
///
/// Counts carry noise and are rounded to at least 10, so that neither small cells, nor totals, nor several questions,
/// nor successive plans tell about one person. The same question has the same answer; groups do not add up to everyone.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/audit",
    tag = "plans",
    params(("id" = String, Path, description = "ID of the plan."), AuditFields),
    responses((status = 200, body = Audit), Missing, BadFields, Refused, Busy)
)]
async fn get_audit(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(ask): Fields<AuditFields>,
) -> Result<Json<Audit>, Problem> {
    let plan = asked::plan(&app, &caller, &id).await?;
    let dimensions = ask.by.map_or_else(|| Dimension::ALL.to_vec(), |by| vec![by]);
    let audited = move || audit(&plan.cached.region, plan.plan.shown(), &dimensions, &plan.coarse);
    Ok(Json(app.answering.ask(audited).await?))
}
