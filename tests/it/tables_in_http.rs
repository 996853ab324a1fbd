//! Tables that come in over HTTP: judged in the background, mended row by row, the mapping kept.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::service::{Answer, Service};
use crate::support::small;

pub(crate) fn form(table: &'static str, fields: &[(&'static str, String)]) -> Form {
    let form = Form::new().part("file", Part::bytes(table.as_bytes()).file_name("tabel.csv"));
    fields.iter().fold(form, |form, (name, value)| form.text(*name, value.clone()))
}

pub(crate) async fn post(service: &Service, form: Form) -> Answer {
    service.send(service.request(Method::POST, "/v1/scenarios/import").multipart(form)).await
}

/// The import when it has ended.
pub(crate) async fn ended(service: &Service, begun: &Answer) -> Value {
    let path = begun.headers["location"].to_str().unwrap().to_owned();
    for _ in 0..200 {
        let import = service.get(&path).await.is(200).body;
        if import["state"] != "running" {
            return import;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it never ended");
}

/// What an import of people reports of its rows, without what is new in every import.
pub(crate) async fn rows_of(service: &Service, scenario: &str, table: &str) -> Value {
    let file = Part::bytes(table.as_bytes().to_vec()).file_name("tabel.csv");
    let form = Form::new().part("file", file).text("part", "jobseekers").text("scenario_id", scenario.to_owned());
    let begun = post(service, form).await.is(202);
    ended(service, &begun).await["rows"].clone()
}

async fn patch(service: &Service, path: &str, cells: Value) -> Answer {
    service.send(service.request(Method::PATCH, path).json(&json!({"cells": cells}))).await
}

#[tokio::test]
async fn rows_make_one_revision_and_a_mended_row_the_next() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&small().to_string()).await;
    let fields = [("part", "jobseekers".to_owned()), ("scenario_id", scenario.clone())];
    let begun = post(&service, form("id;reistijd;opmerking\nJ1;60;a\nJ2;vlug;b\n", &fields)).await.is(202);
    let import = ended(&service, &begun).await;
    assert_eq!(import["counts"], json!({"created": 0, "updated": 1, "unchanged": 0, "error": 1, "not_read": 0}));
    assert_eq!((&import["state"], &import["ignored"]), (&json!("completed"), &json!(["opmerking"])));
    let source = &import["source"];
    assert_eq!((&source["encoding"], &source["separator"]), (&json!("UTF-8"), &json!(";")));
    assert_eq!(import["rows"][0]["changed"], json!(["travel_minutes_max"]));
    assert_eq!(import["rows"][1]["issues"][0]["pointer"], json!("#/rows/3/reistijd"));
    assert_eq!(import["rows"][1]["cells"], json!({"id": "J2", "reistijd": "vlug"}));
    let first = import["result_id"].as_str().unwrap().to_owned();
    let path = format!("/v1/imports/{}", import["id"].as_str().unwrap());
    let only = service.get(&format!("{path}?status=error&limit=1")).await.is(200).body;
    assert_eq!(only["rows"][0]["row"], json!(3));

    let still = patch(&service, &format!("{path}/rows/3"), json!({"reistijd": "2 jaar"})).await.is(200).body;
    assert_eq!(still["status"], json!("error"));
    let mended = patch(&service, &format!("{path}/rows/3"), json!({"reistijd": "50"})).await.is(200).body;
    assert_eq!((&mended["status"], &mended["issues"]), (&json!("updated"), &json!([])));
    patch(&service, &format!("{path}/rows/3"), json!({"reistijd": "55"})).await.is(409);
    patch(&service, &format!("{path}/rows/9"), json!({"reistijd": "55"})).await.is(404);
    let after = service.get(&path).await.is(200).body;
    assert_eq!(after["counts"], json!({"created": 0, "updated": 2, "unchanged": 0, "error": 0, "not_read": 0}));
    let region = service.app.cache.region("kina", after["result_id"].as_str().unwrap()).await.unwrap();
    let minutes = |id| region.region.jobseekers[region.jobseeker(id).unwrap().at()].travel_minutes_max;
    assert_eq!((minutes("J1"), minutes("J2")), (Some(60), Some(50)));
    let row = service.app.store.scenario("kina", after["result_id"].as_str().unwrap()).await.unwrap();
    assert_eq!((row.revision, row.parent_id), (3, Some(first)));
    service.delete(&path).await.is(204);
    service.get(&path).await.is(410);
}

#[tokio::test]
async fn rows_mended_together_make_one_revision() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&small().to_string()).await;
    let fields = [("part", "jobseekers".to_owned()), ("scenario_id", scenario.clone())];
    let begun = post(&service, form("id;reistijd\nJ1;x\nJ2;y\nJ1;z\n", &fields)).await.is(202);
    let path = format!("/v1/imports/{}", ended(&service, &begun).await["id"].as_str().unwrap());
    let mend = async |rows: Value| {
        service.send(service.request(Method::PATCH, &format!("{path}/rows")).json(&json!({"rows": rows}))).await
    };
    let row = |row: u32, title: &str, text: &str| json!({"row": row, "cells": {title: text}});
    // A title that the table does not have, and a row that is named twice, are refused by name, and nothing is kept.
    let refused = mend(json!([row(2, "reistijd", "40"), row(3, "reistyd", "50")])).await.is(422).body;
    let error = &refused["errors"][0];
    assert_eq!((&error["code"], &error["pointer"]), (&json!("COLUMN_UNKNOWN"), &json!("#/rows/1/cells/reistyd")));
    let refused = mend(json!([row(2, "reistijd", "40"), row(2, "reistijd", "50")])).await.is(422).body;
    assert_eq!(refused["errors"][0]["pointer"], json!("#/rows/1/row"));
    let refused = patch(&service, &format!("{path}/rows/2"), json!({"reistyd": "50"})).await.is(422).body;
    assert_eq!(refused["errors"][0]["pointer"], json!("#/cells/reistyd"));
    mend(json!([row(2, "reistijd", "40"), row(9, "reistijd", "50")])).await.is(404);

    let mended = mend(json!([row(2, "reistijd", "40"), row(3, "reistijd", "50"), row(4, "reistijd", "soms")])).await;
    let mended = mended.is(200).body;
    let status = |at: usize| mended["rows"][at]["status"].as_str().unwrap().to_owned();
    assert_eq!([status(0), status(1), status(2)], ["updated", "updated", "error"]);
    let newest = service.get(&format!("/v1/scenarios/{scenario}?latest=true")).await.is(200).body;
    assert_eq!((&newest["id"], &newest["revision"]), (&mended["result_id"], &json!(2)), "one revision for both");
    let all = service.get("/v1/scenarios?latest=true").await.is(200).body;
    assert_eq!(all["scenarios"].as_array().unwrap().len(), 1);
    assert_eq!(service.get("/v1/scenarios").await.is(200).body["scenarios"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rows_mended_at_once_leave_no_revision_of_nobody() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&small().to_string()).await;
    let fields = [("part", "jobseekers".to_owned()), ("scenario_id", scenario)];
    let begun = post(&service, form("id;reistijd\nJ1;x\nJ2;y\n", &fields)).await.is(202);
    let path = format!("/v1/imports/{}", ended(&service, &begun).await["id"].as_str().unwrap());
    let (first, second) = (format!("{path}/rows/2"), format!("{path}/rows/3"));
    let cells = json!({"reistijd": "50"});
    let (one, other) = tokio::join!(patch(&service, &first, cells.clone()), patch(&service, &second, cells));
    let done = usize::from(one.status == 200) + usize::from(other.status == 200);
    assert!(done >= 1 && [200, 409].contains(&one.status) && [200, 409].contains(&other.status));
    let kept = service.get("/v1/scenarios").await.is(200).body["scenarios"].as_array().unwrap().len();
    assert_eq!(kept, 1 + done);
    assert_eq!(service.get(&path).await.is(200).body["counts"]["updated"], json!(done));
}

#[tokio::test]
async fn a_mapping_is_kept_for_the_next_table_with_the_same_columns() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&small().to_string()).await;
    let fields = [("part", "jobseekers".to_owned()), ("scenario_id", scenario)];
    let told = ("mapping", json!({"wie": "id", "ver": "travel_minutes_max"}).to_string());
    let table = "wie;ver\nJ1;30\n";
    let begun = post(&service, form(table, &[&fields[..], &[told]].concat())).await.is(202);
    assert_eq!(ended(&service, &begun).await["counts"]["updated"], json!(1));
    let begun = post(&service, form("ver;wie\n35;J1\n", &fields)).await.is(202);
    assert_eq!(begun.body["mapping"], json!({"wie": "id", "ver": "travel_minutes_max"}));
    assert_eq!(ended(&service, &begun).await["counts"]["updated"], json!(1));
    let kept = service.get("/v1/import-mappings").await.is(200).body;
    assert_eq!(kept["mappings"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_table_can_begin_a_scenario() {
    let service = Service::start().await;
    let base =
        json!({"region": small()["region"], "horizon": small()["horizon"], "policy": {"pack": "agreement-2020-2025"}});
    let table = "vacature;werkgever;lon;lat;beroep;plaatsen;uurrooster;uren;start;vorm\n\
        V1;=Poets;4,55;51,2;9112.1;1;ma-vr 8u-12u;20;17/03/2025;regular\n";
    let fields = [("part", "vacancies".to_owned()), ("base", base.to_string())];
    let import = ended(&service, &post(&service, form(table, &fields)).await.is(202)).await;
    assert_eq!(
        import["counts"],
        json!({"created": 1, "updated": 0, "unchanged": 0, "error": 0, "not_read": 0}),
        "{import:#}"
    );
    let row = service.app.store.scenario("kina", import["result_id"].as_str().unwrap()).await.unwrap();
    assert_eq!((row.revision, row.parent_id), (1, None));
    let nothing = [("part", "vacancies".to_owned()), ("base", json!({"region": 5}).to_string())];
    let import = ended(&service, &post(&service, form(table, &nothing)).await.is(202)).await;
    assert_eq!((&import["state"], &import["result_id"]), (&json!("failed"), &Value::Null));
    assert!(!import["issues"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn what_cannot_be_an_import_is_told_at_once() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&small().to_string()).await;
    let of = |part: &str| [("part", part.to_owned()), ("scenario_id", scenario.clone())];
    let codes = |answer: &Answer| -> Vec<String> {
        answer.body["errors"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
    };
    let answer = post(&service, form("id;voornaam\nJ1;Ana\n", &of("jobseekers"))).await.is(422);
    assert_eq!(codes(&answer), ["PERSON_NAME"]);
    let answer = post(&service, form("id\nR1\n", &of("fairs"))).await.is(422);
    assert_eq!(codes(&answer), ["NOT_IN_LIST"]);
    let answer = post(&service, form("id\nR1\n", &[("sheat", "1".to_owned())])).await.is(422);
    assert_eq!(codes(&answer), ["UNKNOWN_FIELD", "MISSING_FIELD"]);
    let answer = post(&service, form("id\nR1\n", &[("part", "vacancies".to_owned()), ("base", "{".to_owned())])).await;
    assert_eq!(codes(&answer.is(422)), ["MALFORMED_JSON"]);
    let unknown = [("part", "vacancies".to_owned()), ("scenario_id", "scenario_0".to_owned())];
    post(&service, form("id\nR1\n", &unknown)).await.is(404);
    service.post("/v1/scenarios/import", &json!({})).await.is(415);
    let large = "x".repeat(65 << 20);
    let large: &'static str = Box::leak(large.into_boxed_str());
    post(&service, form(large, &of("vacancies"))).await.is(413);
}

#[tokio::test]
async fn an_import_that_was_under_way_when_the_program_ended_has_failed() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&small().to_string()).await;
    let fields = [("part", "jobseekers".to_owned()), ("scenario_id", scenario)];
    let keyed = async || {
        let request = service.request(Method::POST, "/v1/scenarios/import").header("Idempotency-Key", "table");
        service.send(request.multipart(form("id;reistijd\nJ1;60\n", &fields))).await.is(202)
    };
    let import = ended(&service, &keyed().await).await;
    sqlx::query("UPDATE imports SET state = 'running'").execute(service.app.store.pool()).await.unwrap();
    service.app.store.fail_broken_imports().await.unwrap();
    let after = service.get(&format!("/v1/imports/{}", import["id"].as_str().unwrap())).await.is(200).body;
    assert_eq!(after["state"], json!("failed"));
    // Sent again under its key, it is begun again.
    let again = ended(&service, &keyed().await).await;
    assert_ne!(again["id"], import["id"]);
    assert_eq!(again["state"], json!("completed"));
}
