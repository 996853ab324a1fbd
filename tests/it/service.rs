//! The service as tests use it: on a port of its own, on a database of its own, asked over HTTP.

use std::path::PathBuf;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, RequestBuilder};
use schakel::files::plan_file;
use schakel::files::scenario::{self, Packs};
use schakel::http::{App, router};
use schakel::service::config::Config;
use schakel::service::revision::{keep, new_scenario, packed};
use schakel::service::store::Store;
use schakel_model::Options;
use schakel_solver::plan::solved;
use serde_json::Value;
use tempfile::TempDir;

/// A service that listens, until it is dropped.
pub(crate) struct Service {
    /// The state of the service.
    pub(crate) app: App,
    /// `http://127.0.0.1:port`.
    pub(crate) base: String,
    client: reqwest::Client,
    _folder: TempDir,
    listening: tokio::task::JoinHandle<()>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    /// The body as JSON; null when it is none.
    pub(crate) body: Value,
    /// The body as it came.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The answer, when it has this status.
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:#}", self.body);
        self
    }
}

/// Settings for a database in `folder`.
pub(crate) fn config(folder: &TempDir) -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        hosts: Vec::new(),
        database: folder.path().join("schakel.db"),
        networks: None,
        owner: "kina".to_owned(),
        solves: 1,
        queue_max: 100,
        attempts_max: 3,
        time_limit_s: 60,
        residents: 4,
        scenario_mib_max: 64,
        solver: Some(env!("CARGO_BIN_EXE_schakel").into()),
        empty: true,
    }
}

impl Service {
    /// A service with nothing in it.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// A service with other settings.
    pub(crate) async fn start_with(set: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(&folder);
        set(&mut config);
        let store = Store::open(&config.database).await.unwrap();
        Self::of(App::start(config, store).await.unwrap(), folder).await
    }

    /// A service with these insides; what is in `folder` goes away with it.
    pub(crate) async fn of(app: App, folder: TempDir) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let routes = router(app.clone());
        let listening = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { app, base, client: reqwest::Client::builder().no_gzip().build().unwrap(), _folder: folder, listening }
    }

    /// Ends it, and starts it again on the same database.
    pub(crate) async fn restart(&mut self) {
        self.listening.abort();
        self.app.queue.stop().await;
        let config = self.app.config.clone();
        let store = Store::open(&config.database).await.unwrap();
        self.app = App::start(config, store).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        self.base = format!("http://{}", listener.local_addr().unwrap());
        let routes = router(self.app.clone());
        self.listening = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    }

    /// Where its database is.
    pub(crate) fn database(&self) -> PathBuf {
        self.app.config.database.clone()
    }

    /// A request, to be completed by the test.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Sends a request.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap().to_vec();
        Answer { status, headers, body: serde_json::from_slice(&bytes).unwrap_or_default(), bytes }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// Keeps a scenario file of the fixtures, past HTTP; answers with its ID.
    pub(crate) async fn with_story(&self, story: &str) -> String {
        let path = format!("{}/fixtures/scenarios/{story}.json", env!("CARGO_MANIFEST_DIR"));
        self.with_scenario(&std::fs::read_to_string(path).unwrap()).await
    }

    /// Keeps a scenario, past HTTP; answers with its ID.
    pub(crate) async fn with_scenario(&self, text: &str) -> String {
        self.with_scenario_as(text, None).await
    }

    /// Keeps a scenario under an ID of the test's choice: noise in counts depends on it.
    pub(crate) async fn with_scenario_as(&self, text: &str, id: Option<&str>) -> String {
        let packs = Packs::built_in();
        let reading = scenario::read(text.as_bytes(), &packs);
        let new = new_scenario(reading, &packs, packed(text.as_bytes()).unwrap(), text.len() as u64, String::new());
        let (mut new, resident) = new.unwrap();
        new.id = id.map_or(new.id, str::to_owned);
        let app = &self.app;
        keep(&app.store, &app.cache, &app.config.owner, new, resident).await.unwrap().id
    }

    /// Plans a kept scenario, past the queue; answers with the plan's ID.
    pub(crate) async fn with_plan(&self, scenario_id: &str) -> String {
        let (app, owner) = (&self.app, &self.app.config.owner);
        let resident = app.cache.region(owner, scenario_id).await.unwrap();
        let facts = resident.facts();
        let plan = solved(&resident.prepared(), &Options::default());
        let file = plan_file::write(facts, &plan, &resident.defaults);
        let termination = serde_json::to_value(file.termination).unwrap();
        let id = format!("plan_{scenario_id}");
        sqlx::query(
            "INSERT INTO plans (id, owner, scenario_id, kind, options, state, termination, attempt, asked_at, ended_at, \
             result) VALUES ($1, $2, $3, 'matching', '{}', 'completed', $4, 1, $5, $5, $6)",
        )
        .bind(&id)
        .bind(owner)
        .bind(scenario_id)
        .bind(termination.as_str().unwrap())
        .bind("2025-09-01T00:00:00.000Z")
        .bind(packed(&serde_json::to_vec(&file).unwrap()).unwrap())
        .execute(app.store.pool())
        .await
        .unwrap();
        id
    }
}

#[tokio::test]
async fn it_lives_is_ready_and_says_its_version() {
    let service = Service::start().await;
    service.get("/v1/health").await.is(200);
    service.get("/v1/ready").await.is(200);
    let version = service.get("/v1/version").await.is(200);
    assert_eq!(version.body["scenario_format"], "schakel/scenario/1");
    assert!(service.database().exists());
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_with_what_to_do() {
    let service = Service::start().await;
    let answer = service.get("/v1/nothing").await.is(404);
    assert_eq!(answer.headers[CONTENT_TYPE], "application/problem+json");
    assert_eq!(answer.body["code"], "NOT_FOUND");
    assert_eq!(answer.body["errors"][0]["action"]["nl"], "Kijk het adres en het kenmerk na.");
    let answer = service.delete("/v1/health").await.is(405);
    assert_eq!(answer.body["code"], "METHOD_NOT_ALLOWED");
    let story = service.with_story("a-bicycle-unlocks").await;
    assert!(story.starts_with("scenario_"));
}
