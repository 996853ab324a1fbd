//! Metrics for Prometheus: requests, solves, what is in memory. No label carries an identifier.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics::{Key, KeyName, Label, Level, Metadata, Recorder, SharedString, Unit};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;
use super::problem::Problem;
use crate::service::store::PlanCount;

/// Requests, by method, route and status.
const REQUESTS: &str = "schakel_http_request_duration_seconds";
/// Plans, by state; those that are queued are the depth of the queue.
const PLANS: &str = "schakel_plans";
/// Solves that ended, by termination.
const SOLVES: &str = "schakel_solves";
/// Regions in memory.
const RESIDENTS: &str = "schakel_resident_regions";
/// Every state of a plan.
const STATES: &[&str] = &["queued", "preparing", "solving", "completed", "failed", "cancelled"];
/// Every way in which a solve ends.
const TERMINATIONS: &[&str] =
    &["optimal", "within_gap", "time_limit", "node_limit", "cancelled", "infeasible", "error"];
/// Limits of the classes of a duration, seconds.
const SECONDS: &[f64] = &[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0];
/// Requests between two rounds of upkeep, which puts noted durations into buckets: until then they wait in memory.
const NOTED_MAX: u64 = 1024;

/// The one recorder of the process.
static RECORDER: LazyLock<PrometheusRecorder> = LazyLock::new(|| {
    // Refused only when there is no class at all.
    let builder = PrometheusBuilder::new();
    let recorder = builder.set_buckets(SECONDS).unwrap_or_default().build_recorder();
    let named = |name: &'static str| KeyName::from_const_str(name);
    recorder.describe_histogram(named(REQUESTS), Some(Unit::Seconds), "Requests by method, route and status.".into());
    recorder.describe_gauge(named(PLANS), None, "Plans by state: those queued are the depth of the queue.".into());
    recorder.describe_gauge(named(SOLVES), None, "Solves that ended, by termination.".into());
    recorder.describe_gauge(named(RESIDENTS), None, "Regions in memory.".into());
    recorder
});

/// Where the metrics come from.
static ORIGIN: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(scrape))
}

/// Sets a gauge.
fn gauge(name: &'static str, labels: Vec<Label>, value: i64) {
    RECORDER.register_gauge(&Key::from_parts(name, labels), &ORIGIN).set(value as f64);
}

/// Metrics in the text format of Prometheus.
#[utoipa::path(
    get,
    path = "/v1/metrics",
    tag = "service",
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn scrape(State(app): State<App>) -> Result<Response, Problem> {
    let counts = app.store.plan_counts().await?;
    let sum = |is: &dyn Fn(&PlanCount) -> bool| counts.iter().filter(|one| is(one)).map(|one| one.count).sum();
    for state in STATES {
        gauge(PLANS, vec![Label::new("state", *state)], sum(&|one| one.state == *state));
    }
    for end in TERMINATIONS {
        let has_ended = |one: &PlanCount| one.termination.as_deref() == Some(end);
        gauge(SOLVES, vec![Label::new("termination", *end)], sum(&has_ended));
    }
    gauge(RESIDENTS, Vec::new(), app.cache.len() as i64);
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, RECORDER.handle().render()).into_response())
}

/// Notes how long each request takes.
pub(super) async fn note(request: Request, next: Next) -> Response {
    static NOTED: AtomicU64 = AtomicU64::new(0);

    let method = match request.method().as_str() {
        known @ ("GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "PATCH") => known.to_owned(),
        _ => "other".to_owned(),
    };
    // The route, never the path: paths carry IDs.
    let route = request.extensions().get::<MatchedPath>().map_or("other".to_owned(), |path| path.as_str().to_owned());
    let began = Instant::now();
    let response = next.run(request).await;
    let status = SharedString::from(response.status().as_u16().to_string());
    let labels = vec![Label::new("method", method), Label::new("route", route), Label::new("status", status)];
    RECORDER.register_histogram(&Key::from_parts(REQUESTS, labels), &ORIGIN).record(began.elapsed().as_secs_f64());
    if NOTED.fetch_add(1, Ordering::Relaxed).is_multiple_of(NOTED_MAX) {
        RECORDER.handle().run_upkeep();
    }
    response
}
