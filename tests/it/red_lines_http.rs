//! The red lines over HTTP: what the service never does.

use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use serde_json::{Value, json};

use crate::decisions_http::{release, story};
use crate::service::Service;
use crate::support::put;
use crate::tables_in_http::{ended, form, post};

// Red line 1: it proposes, a person decides.

#[tokio::test]
async fn nothing_is_decided_until_a_mediator_does() {
    let service = Service::start().await;
    let scenario = service.with_story("released").await;
    let plan = service.with_plan(&scenario).await;
    let path = format!("/v1/plans/{plan}/decisions");
    assert_eq!(service.get(&path).await.is(200).body["decisions"], json!([]));
    let proposed = service.app.cache.plan("kina", &plan).await.unwrap();
    let proposed = &proposed.file.shown().assignments[0];
    let nobody =
        json!({"jobseeker": proposed.jobseeker, "vacancy": proposed.vacancy, "decision": "accept", "reason": "fits"});
    let answer = service.post(&path, &nobody).await.is(422).body;
    assert_eq!(answer["errors"][0]["pointer"], "#/mediator");
}

// Red line 3: the OCMW's hold reveals nothing.

#[tokio::test]
async fn a_release_answers_the_same_for_the_held_and_the_free() {
    let service = Service::start().await;
    let mut scenario = story("held");
    for (id, gate) in [("free", json!("none")), ("advice", json!("advice_only"))] {
        let mut person = scenario["jobseekers"][0].clone();
        put(&mut person, "/id", json!(id));
        put(&mut person, "/gate", gate);
        put(&mut scenario, "/jobseekers/-", person);
    }
    let scenario = service.with_scenario(&scenario.to_string()).await;
    let masked = |mut body: Value, ids: [&str; 2]| {
        ids.iter().for_each(|id| put(&mut body, &format!("/{id}"), json!("?")));
        body
    };
    let mut answers = Vec::new();
    for person in ["ana", "free", "advice"] {
        let released = service.post("/v1/releases", &release(&scenario, person)).await.is(201);
        let handover = json!({"scenario_id": scenario, "jobseeker": person, "from": "ocmw", "to": "vdab"});
        let handed = service.post("/v1/handovers", &handover).await.is(201);
        let length = (released.bytes.len(), handed.bytes.len());
        let released = (masked(released.body, ["id", "scenario_id"]), released.headers.len());
        answers.push((released, masked(handed.body, ["id", "sent_at"]), length));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
    // A typing error must not leave somebody waiting.
    let unknown = service.post("/v1/releases", &release(&scenario, "nobody")).await.is(422).body;
    assert_eq!(
        (&unknown["errors"][0]["code"], &unknown["errors"][0]["pointer"]),
        (&json!("ID_UNKNOWN"), &json!("#/jobseeker"))
    );
    let handover = json!({"scenario_id": scenario, "jobseeker": "nobody", "from": "ocmw", "to": "vdab"});
    service.post("/v1/handovers", &handover).await.is(422);
    service.get("/v1/releases").await.is(405);
    service.get("/v1/handovers").await.is(405);
}

// Red line 7: other people stay invisible.

#[tokio::test]
async fn an_audit_of_few_people_says_nothing_exact() {
    let service = Service::start().await;
    let scenario = service.with_story("more-people-than-openings").await;
    let plan = service.with_plan(&scenario).await;
    let audit = service.get(&format!("/v1/plans/{plan}/audit")).await.is(200);
    let body = String::from_utf8(audit.bytes).unwrap();
    for person in story("more-people-than-openings")["jobseekers"].as_array().unwrap() {
        assert!(!body.contains(&format!("\"{}\"", person["id"].as_str().unwrap())));
    }
    for table in audit.body["tables"].as_array().unwrap() {
        for cell in table["groups"].as_array().unwrap() {
            let numbers = [&cell["people"], &cell["placed"]].map(|number| number.as_u64().unwrap_or(0));
            assert!(numbers.iter().all(|number| number % 10 == 0), "{cell}");
        }
    }
    service.get(&format!("/v1/plans/{plan}/audit?by=origin")).await.is(422);
}

// Red line 8: few data; nobody's pseudonym in the logs.

/// Where a log goes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Every operation of the document: method and path, with `id` wherever the path asks for something.
fn operations(id: &str) -> Vec<(Method, String)> {
    let document = serde_json::to_value(schakel::http::document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let filled = path.split('/').map(|step| if step.starts_with('{') { id } else { step });
        let filled = filled.collect::<Vec<_>>().join("/");
        for method in item.as_object().unwrap().keys().filter(|key| key.as_str() != "parameters") {
            operations.push((method.to_uppercase().parse().unwrap(), filled.clone()));
        }
    }
    operations
}

/// Sends every operation what names the person: in the path, in the query, in bodies of every wrong kind.
async fn ask_everything(service: &Service, ids: [&str; 3]) -> usize {
    let mut asked = 0;
    for id in ids {
        for (method, path) in operations(id) {
            let query = "jobseeker=pseudonym-zwq&offer=poets&employer=Werkgever-zwq&pool=openings/zwq&format=csv&a=zwq";
            for path in [path.clone(), format!("{path}?{query}")] {
                if method == Method::DELETE || path.contains("/events") {
                    continue;
                }
                let body =
                    json!({"scenario_id": id, "jobseeker": "pseudonym-zwq", "vacancy": "poets", "reason": "zwq"});
                for body in [body.to_string(), "{\"zwq".to_owned(), "[\"zwq\"]".to_owned()] {
                    let request = service.request(method.clone(), &path);
                    let request = request.header("content-type", "application/json").header("idempotency-key", "zwq");
                    assert!(service.send(request.body(body)).await.status != 500);
                    asked += 1;
                }
            }
        }
    }
    asked
}

// Red line 9: erasure erases.

#[tokio::test]
async fn what_was_decided_goes_with_its_scenario() {
    let service = Service::start().await;
    let scenario = service.with_story("released").await;
    let plan = service.with_plan(&scenario).await;
    let proposed = service.app.cache.plan("kina", &plan).await.unwrap().file.shown().assignments[0].clone();
    let (jobseeker, vacancy) = (proposed.jobseeker, proposed.vacancy);
    let decision = json!({"jobseeker": jobseeker, "vacancy": vacancy, "decision": "accept", "reason": "fits", "mediator": "mediator"});
    service.post(&format!("/v1/plans/{plan}/decisions"), &decision).await.is(201);
    let pin = json!({"jobseeker": jobseeker, "vacancy": vacancy, "mode": "require", "reason": "fits"});
    service.post(&format!("/v1/plans/{plan}/pins"), &pin).await.is(201);
    service.post("/v1/releases", &release(&scenario, &jobseeker)).await.is(201);
    let handover = json!({"scenario_id": scenario, "jobseeker": jobseeker, "from": "ocmw", "to": "vdab"});
    service.post("/v1/handovers", &handover).await.is(201);
    let tables = ["decisions", "releases", "handovers", "plans", "scenarios"];
    let rows = async |table: &str| {
        let asked = sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}")));
        asked.fetch_one(service.app.store.pool()).await.unwrap()
    };
    for table in tables {
        assert!(rows(table).await > 0, "{table}");
    }
    sqlx::query("DELETE FROM scenarios WHERE id = $1").bind(&scenario).execute(service.app.store.pool()).await.unwrap();
    for table in tables {
        assert_eq!(rows(table).await, 0, "{table}");
    }
    service.get(&format!("/v1/plans/{plan}/decisions")).await.is(404);
}

// Red line 10: no open door.

#[test]
fn it_refuses_to_be_reached_from_outside_without_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    for listen in ["0.0.0.0:0", "[::]:0"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_schakel"));
        command.args(["serve", "--listen", listen, "--database"]).arg(folder.path().join("schakel.db"));
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("sign-in") && said.contains("127.0.0.1"), "{said}");
    }
    assert!(!folder.path().join("schakel.db").exists());
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[tokio::test]
    async fn the_log_knows_nobody() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter("debug,schakel=trace,schakel_solver=trace,tower_http=trace")
            .with_writer(move || writer.clone());
        // For every thread: one of its own would miss what another thread met first.
        tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
        let service = Service::start().await;
        let pseudonym = "pseudonym-zwq";
        let text = story("held").to_string().replace("\"ana\"", &format!("\"{pseudonym}\""));
        let text = text.replace("Helder Poets", "Werkgever-zwq");
        let scenario = service.with_scenario(&text).await;
        let released = service.post("/v1/releases", &release(&scenario, pseudonym)).await.is(201).body;
        let plan = service.with_plan(released["scenario_id"].as_str().unwrap()).await;
        let decision = json!({"jobseeker": pseudonym, "vacancy": "poets", "decision": "accept", "reason": "fits", "mediator": "mediator_zwq"});
        service.post(&format!("/v1/plans/{plan}/decisions"), &decision).await.is(201);
        let pin = json!({"jobseeker": pseudonym, "vacancy": "poets", "mode": "forbid", "reason": "client_declined"});
        service.post(&format!("/v1/plans/{plan}/pins"), &pin).await.is(201);
        service.get(&format!("/v1/plans/{plan}/export?format=csv&for=employer&employer=Werkgever-zwq")).await.is(200);
        let fields = [("part", "jobseekers".to_owned()), ("scenario_id", scenario.clone())];
        let table = form("id;reistijd;zwq\npseudonym-zwq;60;zwq\nzwq-2;vlug;zwq\n", &fields);
        ended(&service, &post(&service, table).await.is(202)).await;
        assert!(ask_everything(&service, [&scenario, &plan, pseudonym]).await > 300);
        let full = Service::start_with(|config| config.queue_max = 0).await;
        let scenario = full.with_scenario(&text).await;
        full.post("/v1/plans", &json!({"scenario_id": scenario, "kind": "matching"})).await.is(503);
        let told = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(told.contains("too much to do: asked to come back"));
        let errors: Vec<_> = told.lines().filter(|line| line.contains(" ERROR ")).take(5).collect();
        assert!(errors.is_empty(), "nothing failed: {errors:#?}");
        assert!(told.contains("decided") && told.contains("/v1/plans/{id}/decisions"), "the log is empty: {told}");
        let lines: Vec<_> = told.lines().filter(|line| line.contains("zwq")).take(5).collect();
        assert!(lines.is_empty(), "{lines:#?}");
    }
}
