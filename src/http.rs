//! The service over HTTP: what it holds, and the list of all routes. Handlers read, ask and show.

pub mod problem;
mod answer;
mod asked;
mod audit;
mod catalogues;
mod decisions;
mod door;
mod edition_pins;
mod evaluations;
mod explanations;
mod exports;
mod extract;
mod fair_answers;
mod health;
mod import_form;
mod imports;
mod interviews;
mod invitations;
mod metrics;
mod networks;
mod openapi;
mod outcomes;
mod packs;
mod patches;
mod pins;
mod plans;
mod questions;
mod releases;
mod scenarios;
mod sheets;
mod shortlists;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;
use utoipa_axum::router::OpenApiRouter;

pub use extract::{Ask, Caller, Fields, IdempotencyKey, JsonText};
pub use openapi::document;

use crate::service::answering::Answering;
use crate::service::cache::Cache;
use crate::service::config::Config;
use crate::service::queue::Queue;
use crate::service::store::{Store, StoreError};
use problem::Problem;

/// What the handlers share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of the service.
pub struct Parts {
    /// Settings.
    pub config: Config,
    /// What is kept.
    pub store: Store,
    /// Regions ready to be asked.
    pub cache: Cache,
    /// Where questions wait for a processor.
    pub answering: Answering,
    /// Seats of scenarios that are being read.
    pub readers: Arc<Semaphore>,
    /// Where plans wait for their turn.
    pub queue: Queue,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// The service on a store, with its worker.
    ///
    /// # Errors
    /// When the plans that were under way cannot be taken up again.
    pub async fn start(config: Config, store: Store) -> Result<Self, StoreError> {
        let cache = Cache::new(store.clone(), config.residents);
        let readers = Arc::new(Semaphore::new(scenarios::READ_AT_ONCE));
        let queue = Queue::start(&config, &store).await?;
        Ok(Self(Arc::new(Parts { config, store, cache, answering: Answering::default(), readers, queue })))
    }
}

/// Every route, with its place in the OpenAPI document.
fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::head())
        .merge(health::routes())
        .merge(metrics::routes())
        .merge(catalogues::routes())
        .merge(networks::routes())
        .merge(packs::routes())
        .merge(scenarios::routes())
        .merge(patches::routes())
        .merge(imports::routes())
        .merge(shortlists::routes())
        .merge(invitations::routes())
        .merge(interviews::routes())
        .merge(fair_answers::routes())
        .merge(evaluations::routes())
        .merge(plans::routes())
        .merge(explanations::routes())
        .merge(questions::routes())
        .merge(audit::routes())
        .merge(sheets::routes())
        .merge(exports::routes())
        .merge(decisions::routes())
        .merge(pins::routes())
        .merge(edition_pins::routes())
        .merge(releases::routes())
        .merge(outcomes::routes())
}

/// The whole service.
pub fn router(app: App) -> Router {
    let (router, _) = routes().split_for_parts();
    router
        .merge(openapi::viewer())
        .route("/", axum::routing::get(async || axum::response::Redirect::temporary("/docs")))
        .fallback(async || Problem::not_found())
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), door::knock))
        .layer(CatchPanicLayer::custom(|cause: Box<dyn std::any::Any + Send>| {
            // The panic hook has told it on standard error.
            drop(cause);
            axum::response::IntoResponse::into_response(Problem::new(problem::Kind::Defect))
        }))
        .layer(from_fn(problem::complete))
        .layer(from_fn(metrics::note))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(problem::failed))
        .with_state(app)
}

/// A request as the log knows it: by its route. What stands in its place in a path, or in the query, may be a person.
fn span(request: &Request) -> Span {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    tracing::debug_span!("request", method = %request.method(), route)
}
