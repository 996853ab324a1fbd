//! Catalogues, packs, demo data and metrics over HTTP: every code is listed, every demo is accepted, no pack loosens a
//! lock.

use std::collections::BTreeSet;

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use schakel::files::scenario::{Code, Packs, is_locked};
use schakel_solver::constraint::ALL;
use serde_json::{Value, json};

use crate::scenarios_http::errors;
use crate::service::{Answer, Service};
use crate::support::{small, with};

/// The values under `key` of the objects in a list.
fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|one| one[key].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_code_of_an_issue_or_a_problem_is_listed_once_with_words() {
    let service = Service::start().await;
    let answer = service.get("/v1/issue-types").await.is(200);
    let types = &answer.body["issue_types"];
    let listed = texts(types, "code");
    let distinct: BTreeSet<_> = listed.iter().copied().collect();
    assert_eq!(listed.len(), distinct.len());
    let problems = schakel::http::problem::Kind::ALL.iter().map(|kind| kind.entry().code);
    let all: BTreeSet<_> = Code::ALL.iter().map(|code| code.entry().code).chain(problems).collect();
    assert_eq!(distinct, all);
    for one in types.as_array().unwrap() {
        for lang in ["nl", "en", "fr"] {
            assert!(one["message"][lang].as_str().unwrap().len() > 8, "{one}");
            assert!(one["action"][lang].as_str().unwrap().len() > 8, "{one}");
        }
    }
    assert!(types.as_array().unwrap().iter().any(|one| one["severity"] == "warning" && one["status"].is_null()));
}

#[tokio::test]
async fn every_reason_code_is_listed_with_its_rule() {
    let service = Service::start().await;
    let answer = service.get("/v1/reason-codes").await.is(200);
    let codes = &answer.body["reason_codes"];
    let listed: BTreeSet<_> = texts(codes, "code").into_iter().collect();
    assert_eq!(listed.len(), codes.as_array().unwrap().len());
    for rule in ALL {
        for code in rule.codes() {
            let one = codes.as_array().unwrap().iter().find(|one| one["code"] == code.code).unwrap();
            assert_eq!(one["rule"], rule.id().0);
            assert_eq!(one["is_locked"], is_locked(rule.id().0));
        }
    }
    // What people may say is there too, and nothing else is accepted from them.
    let given = texts(&answer.body["given"], "code");
    let decisions = Value::from(schemars::schema_for!(schakel::answers::decision_reasons::DecisionReason));
    for code in decisions["oneOf"].as_array().unwrap() {
        assert!(given.contains(&code["const"].as_str().unwrap()), "{code} is not listed");
    }
    // The other path: the codes that a plan file may carry.
    let schema = Value::from(schemars::schema_for!(schakel::files::plan_file::format::Reason));
    let of_plans: Vec<_> =
        schema["oneOf"].as_array().unwrap().iter().map(|one| &one["properties"]["code"]["const"]).collect();
    assert_eq!(of_plans.len(), 8);
    for code in of_plans {
        assert!(listed.contains(code.as_str().unwrap()), "{code} is not listed");
    }
}

async fn put(service: &Service, name: &str, pack: &Value) -> Answer {
    service.send(service.request(Method::PUT, &format!("/v1/policy-packs/{name}")).json(pack)).await
}

#[tokio::test]
async fn a_pack_changes_until_a_scenario_uses_it() {
    let service = Service::start().await;
    let built_in = "agreement-2020-2025";
    let mut pack = service.get(&format!("/v1/policy-packs/{built_in}")).await.is(200).body;
    assert_eq!(put(&service, built_in, &pack).await.is(409).body["code"], "IN_USE");
    pack["name"] = json!("trial");
    let made = put(&service, "trial", &pack).await.is(201);
    assert_eq!(made.headers[LOCATION], "/v1/policy-packs/trial");
    assert_eq!(made.body, pack);
    pack["about"] = json!("A trial.");
    put(&service, "trial", &pack).await.is(200);
    assert_eq!(service.get("/v1/policy-packs/trial").await.is(200).body, pack);
    let kept = service.post("/v1/scenarios", &with("/policy/pack", json!("trial"))).await.is(201);
    assert_eq!(kept.body["policy_pack"], "trial");
    put(&service, "trial", &pack).await.is(200);
    let before = pack.clone();
    pack["about"] = json!("Another trial.");
    assert_eq!(put(&service, "trial", &pack).await.is(409).body["code"], "IN_USE");
    assert_eq!(service.get("/v1/policy-packs/trial").await.is(200).body, before);
    let list = service.get("/v1/policy-packs").await.is(200).body;
    assert_eq!(texts(&list["packs"], "name"), [built_in, "continued-from-2026", "trial"]);
    assert_eq!(list["packs"][0]["is_built_in"], true);
    assert_eq!((&list["packs"][2]["is_built_in"], &list["packs"][2]["is_immutable"]), (&json!(false), &json!(true)));
    service.get("/v1/policy-packs/nothing").await.is(404);
    service.post("/v1/scenarios", &with("/policy/pack", json!("nothing"))).await.is(422);
}

#[tokio::test]
async fn a_pack_that_loosens_a_locked_rule_is_refused_with_all_else_that_is_wrong() {
    let service = Service::start().await;
    let mut pack = service.get("/v1/policy-packs/agreement-2020-2025").await.is(200).body;
    for rule in ALL.iter().filter(|rule| rule.is_locked()) {
        for mode in [json!("off"), json!({"prefer": {"points": 1}})] {
            let mut loose = pack.clone();
            loose["name"] = json!("loose");
            loose["rules"] = json!({rule.id().0: mode});
            let refused = put(&service, "loose", &loose).await.is(422);
            assert_eq!(errors(&refused), [("LOCKED_RULE_LOOSENED", format!("#/rules/{}", rule.id().0).as_str())]);
        }
    }
    pack["rules"] = json!({"gate": "off", "nothing": "must"});
    pack["valid_to"] = json!("1999-01-01");
    pack["extra"] = json!(1);
    let refused = put(&service, "other", &pack).await.is(422);
    let mut found = errors(&refused);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("END_BEFORE_START", "#/valid_to"),
            ("LOCKED_RULE_LOOSENED", "#/rules/gate"),
            ("RULE_UNKNOWN", "#/rules/nothing"),
            ("UNKNOWN_FIELD", "#/extra"),
        ]
    );
    assert_eq!(service.get("/v1/policy-packs").await.body["packs"].as_array().unwrap().len(), 2);
    let mut named = service.get("/v1/policy-packs/agreement-2020-2025").await.body;
    named["name"] = json!("one");
    assert_eq!(errors(&put(&service, "two", &named).await.is(422)), [("NOT_IN_LIST", "#/name")]);
}

#[tokio::test]
async fn metrics_count_routes_and_never_name_what_was_asked_for() {
    let service = Service::start().await;
    let id = service.post("/v1/scenarios", &small()).await.is(201).body["id"].as_str().unwrap().to_owned();
    service.get(&format!("/v1/scenarios/{id}")).await.is(200);
    service.get("/nowhere/at/all").await.is(404);
    let answer = service.get("/v1/metrics").await.is(200);
    assert_eq!(answer.headers[CONTENT_TYPE], "text/plain; version=0.0.4; charset=utf-8");
    let text = String::from_utf8(answer.bytes).unwrap();
    for expected in [
        "# TYPE schakel_http_request_duration_seconds histogram",
        "route=\"/v1/scenarios/{id}\",status=\"200\"",
        "route=\"other\",status=\"404\"",
        "schakel_plans{state=\"queued\"}",
        "schakel_solves{termination=\"optimal\"}",
        "schakel_resident_regions",
    ] {
        assert!(text.contains(expected), "{expected}:\n{text}");
    }
    assert!(!text.contains("scenario_") && !text.contains("nowhere"), "{text}");
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[tokio::test]
    async fn every_demo_is_a_scenario_that_is_accepted() {
        let service = Service::start().await;
        let list = service.get("/v1/demo-data").await.is(200);
        let ids = texts(&list.body["demo_data"], "id");
        assert_eq!(ids[0], "kina");
        for id in &ids {
            let demo = service.get(&format!("/v1/demo-data/{id}")).await.is(200);
            assert_eq!(demo.headers[CONTENT_TYPE], "application/json");
            let kept = service.post("/v1/scenarios", &demo.body).await.is(201);
            let told = list.body["demo_data"].as_array().unwrap().iter().find(|one| one["id"] == *id).unwrap();
            assert_eq!(kept.body["summary"]["story"], told["story"]);
            service.delete(kept.headers[LOCATION].to_str().unwrap()).await.is(204);
        }
        service.get("/v1/demo-data/nothing").await.is(404);
        // Every story that is a valid scenario is there.
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/scenarios");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let valid = files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).filter(|path| {
            let file = std::fs::File::open(path).unwrap();
            schakel::files::scenario::read(file, &Packs::built_in()).region.is_some()
        });
        let mut names: Vec<_> = valid.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        names.sort_unstable();
        assert_eq!(ids[1..], names);
    }
}
