//! The OpenAPI document and the service agree: Schemathesis fires requests, good and bad, at every operation, and holds
//! each answer against the document. Once with IDs as they come, once with those of things that are there.

use std::fs;
use std::path::Path;
use std::process::Command;

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::service::Service;

/// Where `make test` installs Schemathesis.
const TOOL: &str = "target/conformance/bin/schemathesis";

/// Requests per operation and phase. `make conformance EXAMPLES=500` looks longer.
const EXAMPLES: &str = "8";

/// The story whose things are asked about.
const STORY: &str = "the-last-childcare-place";

/// Names of the settings that `real-ids.toml` reads, with their values.
type Ids = Vec<(&'static str, String)>;

/// Fires requests and fails on any answer that the document does not have; tells the end of the report.
async fn fire(service: &Service, settings: &str, ids: Ids) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = root.join(TOOL);
    assert!(tool.exists(), "Schemathesis is missing: `make conformance-tool` installs it from PyPI");
    let folder = tempfile::tempdir().unwrap();
    let checks = fs::read_to_string(root.join("tests/conformance/schemathesis.toml")).unwrap();
    fs::write(folder.path().join("schemathesis.toml"), checks + settings).unwrap();
    let examples = std::env::var("EXAMPLES").unwrap_or_else(|_| EXAMPLES.to_owned());
    let document = format!("{}/v1/openapi.json", service.base);
    let run = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(tool);
        command.args(["--config-file", "schemathesis.toml", "run", &document]);
        command.args(["--max-examples", &examples, "--seed", "1", "--no-color"]);
        // What the tool keeps for its next run goes away with the folder: every run is the same.
        command.envs(ids).current_dir(folder.path()).output()
    });
    let output = run.await.unwrap().unwrap();
    let (told, warned) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}\n{warned}");
    // The document is not empty and requests were sent: an unreachable service would prove nothing.
    let (_, summary) = told.split_once("= SUMMARY =").expect("a report");
    assert!(summary.contains("Test cases:"), "{told}");
    println!("{summary}");
}

/// Makes one of each thing that a path may name.
async fn things(service: &Service) -> Ids {
    let scenario = service.with_story(STORY).await;
    let text = service.get(&format!("/v1/scenarios/{scenario}/body")).await.is(200).body;
    let first = |part: &str| text[part][0]["id"].as_str().unwrap().to_owned();
    let (jobseeker, vacancy) = (first("jobseekers"), first("vacancies"));
    let plan = service.with_plan(&scenario).await;
    let handover = json!({"scenario_id": scenario, "jobseeker": jobseeker, "from": "ocmw", "to": "vdab"});
    let handover = service.post("/v1/handovers", &handover).await.is(201).body;
    // One row in error, to be mended.
    let table = Part::bytes(b"werkzoekende;max reistijd\nJ-new;veel\n".to_vec()).file_name("people.csv");
    let form = Form::new().part("file", table).text("part", "jobseekers").text("scenario_id", scenario.clone());
    let sent = service.request(Method::POST, "/v1/scenarios/import").multipart(form);
    let import = service.send(sent).await.is(202).body;
    let id = |thing: &serde_json::Value| thing["id"].as_str().unwrap().to_owned();
    vec![
        ("PLAN_ID", plan),
        ("JOBSEEKER_ID", jobseeker),
        ("VACANCY_ID", vacancy),
        ("HANDOVER_ID", id(&handover)),
        ("IMPORT_ID", id(&import)),
        ("DEMO_ID", STORY.to_owned()),
        ("SCENARIO_ID", scenario),
    ]
}

/// Added for the second run: IDs of things that are there.
const REAL_IDS: &str = include_str!("../../conformance/real-ids.toml");

/// Added for the first run: operations to which the second one gives no ID are tried in that one alone, as both would send
/// them the same requests. What one operation does with the answer of another is tried in both.
fn once() -> String {
    let document = schakel::http::document();
    let names_a_thing = |operation: &Value| {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let id = |parameter: &Value| {
            format!("\"{}.{}\"", parameter["in"].as_str().unwrap(), parameter["name"].as_str().unwrap())
        };
        parameters.map(id).any(|id| REAL_IDS.contains(&id))
    };
    let paths = document["paths"].as_object().unwrap().iter();
    let nameless = paths.filter(|(_, operations)| !operations.as_object().unwrap().values().any(names_a_thing));
    let off = ["examples", "coverage", "fuzzing"].map(|phase| format!("phases.{phase}.enabled = false\n")).concat();
    nameless.map(|(path, _)| format!("\n[[operations]]\ninclude-path = \"{path}\"\n{off}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_generated_request_gets_an_answer_that_the_document_does_not_have() {
    let service = Service::start().await;
    fire(&service, &once(), Vec::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_about_things_that_are_there_gets_an_answer_that_the_document_does_not_have() {
    let service = Service::start().await;
    let ids = things(&service).await;
    fire(&service, REAL_IDS, ids).await;
}
