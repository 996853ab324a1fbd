//! Patches over HTTP: all of it or nothing, records named by what they are, a line of revisions.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::scenarios_http::errors;
use crate::service::{Answer, Service};
use crate::support::{jobseeker, small};

/// Posts a scenario and answers with its ID.
async fn posted(service: &Service, scenario: &Value) -> String {
    let answer = service.post("/v1/scenarios", scenario).await.is(201);
    answer.body["id"].as_str().unwrap().to_owned()
}

async fn patched(service: &Service, id: &str, patch: Value) -> Answer {
    service.post(&format!("/v1/scenarios/{id}/patches"), &patch).await
}

async fn body(service: &Service, answer: &Answer) -> Value {
    let id = answer.body["id"].as_str().unwrap();
    service.get(&format!("/v1/scenarios/{id}/body")).await.is(200).body
}

#[tokio::test]
async fn a_patch_makes_the_next_revision_and_leaves_the_one_before() {
    let service = Service::start().await;
    let first = posted(&service, &small()).await;
    let patch = json!([
        {"op": "test", "path": "/jobseekers/[id=J1]/travel_minutes_max", "value": 45.0},
        {"op": "replace", "path": "/jobseekers/[id=J1]/travel_minutes_max", "value": 60},
        {"op": "add", "path": "/jobseekers/-", "value": jobseeker("J3")},
        {"op": "remove", "path": "/pins/[jobseeker=J2]"},
        {"op": "copy", "from": "/vacancies/[id=V1]/openings", "path": "/vacancies/[id=V2]/openings"},
        {"op": "move", "from": "/jobseekers/[id=J2]/goals/0", "path": "/jobseekers/[id=J2]/goals/-"},
        {"op": "add", "path": "/policy/numbers/travel_minutes_max", "value": 80},
    ]);
    let second = patched(&service, &first, patch).await.is(201);
    assert_eq!(second.body["revision"], 2);
    assert_eq!(second.body["parent_id"], first);
    assert_eq!(second.body["origin_id"], first);
    let mut expected = small();
    expected["jobseekers"][0]["travel_minutes_max"] = json!(60);
    expected["jobseekers"].as_array_mut().unwrap().push(jobseeker("J3"));
    expected["pins"] = json!([]);
    expected["jobseekers"][1]["goals"].as_array_mut().unwrap().reverse();
    expected["policy"]["numbers"]["travel_minutes_max"] = json!(80);
    // Fields stay in their order too.
    assert_eq!(body(&service, &second).await.to_string(), expected.to_string());
    assert_eq!(service.get(&format!("/v1/scenarios/{first}/body")).await.body, small());
    let third = json!([{"op": "replace", "path": "/story", "value": "Another."}]);
    let third = patched(&service, second.body["id"].as_str().unwrap(), third).await.is(201);
    assert_eq!((&third.body["revision"], &third.body["origin_id"]), (&json!(3), &json!(first)));
    // A second change of the first revision is a revision of its own.
    let aside = patched(&service, &first, json!([{"op": "remove", "path": "/story"}])).await.is(201);
    assert_eq!((&aside.body["revision"], &aside.body["parent_id"]), (&json!(4), &json!(first)));
    // Erasing one takes along what was made from it, and nothing else.
    service.delete(&format!("/v1/scenarios/{}", second.body["id"].as_str().unwrap())).await.is(204);
    service.get(&format!("/v1/scenarios/{}", third.body["id"].as_str().unwrap())).await.is(410);
    service.get(&format!("/v1/scenarios/{}", aside.body["id"].as_str().unwrap())).await.is(200);
    service.get(&format!("/v1/scenarios/{first}")).await.is(200);
}

#[tokio::test]
async fn every_operation_that_cannot_be_done_is_told_and_nothing_is_kept() {
    let service = Service::start().await;
    let id = posted(&service, &small()).await;
    let patch = json!([
        {"op": "replace", "path": "/jobseekers/[id=J9]/modes", "value": []},
        {"op": "replace", "path": "/jobseekers/[municipality=11022]/modes", "value": []},
        {"op": "remove", "path": "/nothing"},
        {"op": "add", "path": "/jobseekers/7", "value": 1},
        {"op": "add", "path": "/story"},
        {"op": "copy", "path": "/story"},
        {"op": "move", "from": "/region", "path": "/region/name"},
        {"op": "test", "path": "/story", "value": null},
        {"op": "remove", "path": ""},
        {"op": "remove", "path": "/jobseekers/01"},
        {"op": "replace", "path": "/jobseekers/[id=85073003328]/modes", "value": []},
    ]);
    let refused = patched(&service, &id, patch).await.is(422);
    assert_eq!(
        errors(&refused),
        [
            ("PATH_UNKNOWN", "#/0/path"),
            ("PATH_AMBIGUOUS", "#/1/path"),
            ("PATH_UNKNOWN", "#/2/path"),
            ("PATH_UNKNOWN", "#/3/path"),
            ("MISSING_FIELD", "#/4/value"),
            ("MISSING_FIELD", "#/5/from"),
            ("MOVE_INTO_ITSELF", "#/6/path"),
            ("TEST_FAILED", "#/7/path"),
            ("PATH_UNKNOWN", "#/8/path"),
            ("PATH_UNKNOWN", "#/9/path"),
            ("PATH_UNKNOWN", "#/10/path"),
        ]
    );
    assert_eq!(refused.body["errors"][1]["params"]["count"], "2");
    assert!(!refused.body.to_string().contains("85073003328"), "a national number is never repeated");
    let shapes = json!([{"op": "burn", "path": "story"}, {"op": "add", "path": "/a~2", "with": 1}]);
    let refused = patched(&service, &id, shapes).await.is(422);
    let mut found = errors(&refused);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("BAD_FORMAT", "#/0/path"),
            ("BAD_FORMAT", "#/1/path"),
            ("NOT_IN_LIST", "#/0/op"),
            ("UNKNOWN_FIELD", "#/1/with")
        ]
    );
    patched(&service, &id, json!([])).await.is(422);
    patched(&service, &id, json!({"op": "remove", "path": "/story"})).await.is(422);
    patched(&service, "scenario_never", json!([{"op": "remove", "path": "/story"}])).await.is(404);
    assert_eq!(service.get("/v1/scenarios").await.body["scenarios"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_test_that_fails_is_a_conflict() {
    let service = Service::start().await;
    let id = posted(&service, &small()).await;
    let patch = json!([
        {"op": "test", "path": "/jobseekers/[id=J1]/first_day", "value": "2025-03-11"},
        {"op": "replace", "path": "/jobseekers/[id=J1]/first_day", "value": "2025-03-12"},
    ]);
    let refused = patched(&service, &id, patch).await.is(409);
    assert_eq!(refused.body["code"], "CONFLICT");
    assert_eq!(errors(&refused), [("TEST_FAILED", "#/0/path")]);
}

#[tokio::test]
async fn what_comes_of_a_patch_is_read_as_any_scenario() {
    let service = Service::start().await;
    let id = posted(&service, &small()).await;
    let patch = json!([
        {"op": "add", "path": "/jobseekers/[id=J1]/name", "value": "Ana"},
        {"op": "replace", "path": "/policy/rules", "value": {"gate": "off"}},
    ]);
    let refused = patched(&service, &id, patch).await.is(422);
    let mut found = errors(&refused);
    found.sort_unstable();
    assert_eq!(found, [("LOCKED_RULE_LOOSENED", "#/policy/rules/gate"), ("PERSON_NAME", "#/jobseekers/0/name")]);
    let whole = patched(&service, &id, json!([{"op": "replace", "path": "", "value": [1]}])).await.is(422);
    assert_eq!(errors(&whole)[0], ("WRONG_TYPE", "#"));
    let whole = patched(&service, &id, json!([{"op": "add", "path": "", "value": small()}])).await.is(201);
    assert_eq!(body(&service, &whole).await, small());
}

#[tokio::test]
async fn copies_of_copies_come_to_an_end() {
    let service = Service::start().await;
    let id = posted(&service, &small()).await;
    let doubled: Vec<_> =
        (0..40).map(|_| json!({"op": "copy", "from": "/vacancies", "path": "/vacancies/-"})).collect();
    let refused = patched(&service, &id, json!(doubled)).await.is(422);
    assert_eq!(errors(&refused)[0].0, "COPIES_TOO_LARGE");
}

#[tokio::test]
async fn a_patch_sent_twice_under_one_key_is_done_once() {
    let service = Service::start().await;
    let id = posted(&service, &small()).await;
    let send = async |value: &str| {
        let path = format!("/v1/scenarios/{id}/patches");
        let patch = json!([{"op": "replace", "path": "/story", "value": value}]);
        let request = service.request(reqwest::Method::POST, &path).header("Idempotency-Key", "k").json(&patch);
        service.send(request).await
    };
    assert_eq!(send("A.").await.is(201).body, send("A.").await.is(201).body);
    send("B.").await.is(409);
}

/// An operation on some value of `scenario`, as JSON and done by hand.
fn done_by_hand(scenario: &mut Value, (kind, record, field): (u8, usize, usize)) -> Value {
    let people = scenario["jobseekers"].as_array().unwrap();
    let at = record % people.len();
    let id = people[at]["id"].as_str().unwrap().to_owned();
    let numbers = ["travel_minutes_max", "birth_year"];
    let name = numbers[field % numbers.len()];
    let by_id = format!("/jobseekers/[id={id}]");
    let people = scenario["jobseekers"].as_array_mut().unwrap();
    match kind {
        0 => {
            let new = format!("J{}", 100 + people.len());
            people.insert(at, jobseeker(&new));
            json!({"op": "add", "path": by_id, "value": jobseeker(&new)})
        }
        1 if people.len() > 2 && !["J1", "J2"].contains(&id.as_str()) => {
            people.remove(at);
            json!({"op": "remove", "path": by_id})
        }
        2 => {
            people[at][name] = json!(50 + field % 9 + if name == "birth_year" { 1900 } else { 0 });
            json!({"op": "add", "path": format!("{by_id}/{name}"), "value": people[at][name]})
        }
        3 => {
            let moved = people.remove(at);
            people.push(moved);
            json!({"op": "move", "from": by_id, "path": "/jobseekers/-"})
        }
        4 => {
            let to = field % people.len();
            people[to]["languages"] = people[at]["languages"].clone();
            json!({"op": "copy", "from": format!("{by_id}/languages"), "path": format!("/jobseekers/{to}/languages")})
        }
        _ => json!({"op": "test", "path": format!("{by_id}/goals"), "value": people[at]["goals"]}),
    }
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn a_patch_does_what_is_done_by_hand() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let service = runtime.block_on(Service::start());
        let id = runtime.block_on(posted(&service, &small()));
        let kinds = proptest::collection::vec((0_u8..6, 0_usize..50, 0_usize..50), 1..12);
        let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let law = |kinds: Vec<(u8, usize, usize)>| {
            let mut by_hand = small();
            let patch: Vec<_> = kinds.into_iter().map(|kind| done_by_hand(&mut by_hand, kind)).collect();
            runtime.block_on(async {
                let answer = patched(&service, &id, json!(patch)).await.is(201);
                prop_assert_eq!(body(&service, &answer).await.to_string(), by_hand.to_string());
                Ok(())
            })
        };
        runner.run(&kinds, law).unwrap();
    }
}
