//! Whether the service lives, is ready, and which version it is.

use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;
use super::openapi::{Busy, shown};
use super::problem::{Kind, Problem};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(ready)).routes(routes!(version))
}

/// That all is well.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(super) struct Health {
    /// Always `ok`.
    status: &'static str,
}

/// Which program answers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Version {
    /// Always `schakel`.
    name: &'static str,
    /// Version of the program.
    version: &'static str,
    /// Scenario format it reads.
    scenario_format: &'static str,
    /// Plan format it writes.
    plan_format: &'static str,
}

shown!(Health, Version);

/// Whether the process answers at all.
#[utoipa::path(get, path = "/v1/health", tag = "service", responses((status = 200, body = Health)))]
async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Whether requests can be taken: the database answers, there is space to write, and plans are worked off.
#[utoipa::path(get, path = "/v1/ready", tag = "service", responses((status = 200, body = Health), Busy))]
async fn ready(State(app): State<App>) -> Result<Json<Health>, Problem> {
    if !app.store.can_write(app.config.folder()).await {
        return Err(Problem::new(Kind::DiskFull));
    }
    match sqlx::query("SELECT 1").execute(app.store.pool()).await {
        Ok(_) if app.queue.is_alive() => Ok(Json(Health { status: "ok" })),
        Ok(_) | Err(_) => Err(Problem::new(Kind::NotReady)),
    }
}

/// Version of the program and of its formats.
#[utoipa::path(get, path = "/v1/version", tag = "service", responses((status = 200, body = Version)))]
async fn version() -> Json<Version> {
    Json(Version {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        scenario_format: crate::files::scenario::format::FORMAT,
        plan_format: crate::files::plan_file::format::FORMAT,
    })
}
