//! What people decide: decisions, pins, releases, handovers and outcomes over HTTP.

use serde_json::{Value, json};

use crate::service::Service;
use crate::support::put;

/// A story as JSON.
pub(crate) fn story(name: &str) -> Value {
    let path = format!("{}/fixtures/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The story of a decision that is followed, released, with a second vacancy at night that the person cannot take.
fn two_vacancies() -> Value {
    let mut scenario = story("held");
    put(&mut scenario, "/jobseekers/0/gate", json!("none"));
    let mut second = scenario["vacancies"][0].clone();
    put(&mut second, "/id", json!("nacht"));
    put(&mut second, "/shifts", json!([{"days": ["mon"], "from": "22:00", "to": "06:00"}]));
    put(&mut scenario, "/vacancies/-", second);
    let mut third = scenario["vacancies"][0].clone();
    put(&mut third, "/id", json!("tweede"));
    put(&mut scenario, "/vacancies/-", third);
    scenario
}

fn codes(answer: &Value) -> Vec<(&str, &str)> {
    let errors = answer["errors"].as_array().unwrap();
    errors.iter().map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())).collect()
}

/// The vacancy that a plan proposes to the only person.
async fn proposed(service: &Service, plan: &str) -> String {
    let plan = service.app.cache.plan("kina", plan).await.unwrap();
    plan.file.shown().assignments[0].proposed().to_owned()
}

#[tokio::test]
async fn a_mediator_decides_and_the_latest_decision_counts() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&two_vacancies().to_string()).await;
    let plan = service.with_plan(&scenario).await;
    let path = format!("/v1/plans/{plan}/decisions");
    let vacancy = proposed(&service, &plan).await;
    let other = if vacancy == "poets" { "tweede" } else { "poets" };
    let decide = |more: Value| {
        let mut body = json!({"jobseeker": "ana", "vacancy": vacancy, "mediator": "mediator-17"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let accept = decide(json!({"decision": "accept", "reason": "fits"}));
    assert_eq!(service.post(&path, &accept).await.is(201).body["counts"], true);
    let declined = decide(json!({"decision": "reject", "reason": "client_declined"}));
    service.post(&path, &declined).await.is(201);
    let change = decide(json!({"decision": "change", "changed_to": other, "reason": "client_objected"}));
    service.post(&path, &change).await.is(201);
    let all = service.get(&path).await.is(200).body;
    let counts: Vec<_> = all["decisions"].as_array().unwrap().iter().map(|one| one["counts"].clone()).collect();
    assert_eq!(counts, [false, false, true]);
    assert_eq!(all["decisions"][2]["changed_to"], other);
}

#[tokio::test]
async fn a_decision_is_about_a_proposal_and_within_the_rules() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&two_vacancies().to_string()).await;
    let plan = service.with_plan(&scenario).await;
    let path = format!("/v1/plans/{plan}/decisions");
    let vacancy = proposed(&service, &plan).await;
    let refused = [
        (
            json!({"jobseeker": "bo", "decision": "accept", "reason": "client_declined"}),
            vec![("#/vacancy", "NOT_PROPOSED"), ("#/reason", "NOT_FOR_THIS")],
        ),
        (json!({"decision": "change", "reason": "client_agreed"}), vec![("#/changed_to", "MISSING_FIELD")]),
        (
            json!({"decision": "change", "reason": "client_agreed", "changed_to": vacancy}),
            vec![("#/changed_to", "NOT_FOR_THIS")],
        ),
        (
            json!({"decision": "change", "reason": "client_agreed", "changed_to": "none"}),
            vec![("#/changed_to", "ID_UNKNOWN")],
        ),
        (
            json!({"decision": "change", "reason": "client_agreed", "changed_to": "nacht"}),
            vec![("#/changed_to", "WAY_BLOCKED")],
        ),
        (
            json!({"decision": "accept", "reason": "fits", "mediator": "jan@example.org"}),
            vec![("#/mediator", "BAD_FORMAT")],
        ),
        (json!({"decision": "accept", "reason": "she is nice"}), vec![("#/reason", "NOT_IN_LIST")]),
    ];
    for (more, expected) in refused {
        let mut body = json!({"jobseeker": "ana", "vacancy": vacancy, "mediator": "mediator"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = service.post(&path, &body).await.is(422).body;
        let found = codes(&answer);
        assert!(expected.iter().all(|one| found.contains(one)), "{body}: {found:?}");
    }
    assert_eq!(service.get(&path).await.is(200).body["decisions"], json!([]));
    let accept =
        json!({"jobseeker": "ana", "vacancy": vacancy, "mediator": "mediator", "decision": "accept", "reason": "fits"});
    for (column, value) in [("state", "solving"), ("state", "failed"), ("kind", "swaps")] {
        let set = format!(
            "UPDATE plans SET {column} = '{value}', result = CASE '{value}' WHEN 'failed' THEN NULL ELSE result END"
        );
        sqlx::query(sqlx::AssertSqlSafe(set)).execute(service.app.store.pool()).await.unwrap();
        service.post(&path, &accept).await.is(409);
    }
    service.post("/v1/plans/plan_none/decisions", &accept).await.is(404);
}

#[tokio::test]
async fn a_pin_makes_a_revision_whose_plan_follows_it() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&two_vacancies().to_string()).await;
    let plan = service.with_plan(&scenario).await;
    let path = format!("/v1/plans/{plan}/pins");
    let vacancy = proposed(&service, &plan).await;
    let pin = json!({"jobseeker": "ana", "vacancy": vacancy, "mode": "forbid", "reason": "client_declined"});
    let pinned = service.post(&path, &pin).await.is(201).body;
    assert_eq!(pinned["revision"], 2);
    let next = service.with_plan(pinned["scenario_id"].as_str().unwrap()).await;
    assert_ne!(proposed(&service, &next).await, vacancy);
    // The last pin about a pairing holds.
    let path = format!("/v1/plans/{next}/pins");
    let require = json!({"jobseeker": "ana", "vacancy": vacancy, "mode": "require", "reason": "already_agreed"});
    let pinned = service.post(&path, &require).await.is(201).body;
    let last = service.with_plan(pinned["scenario_id"].as_str().unwrap()).await;
    assert_eq!(proposed(&service, &last).await, vacancy);
    let pins = service.get(&format!("/v1/plans/{last}/pins")).await.is(200).body;
    assert_eq!(pins["pins"], json!([{"jobseeker": "ana", "vacancy": vacancy, "mode": "require"}]));
    // What the rules block cannot be required; it would leave the next plan without any proposal.
    let blocked = json!({"jobseeker": "ana", "vacancy": "nacht", "mode": "require", "reason": "client_agreed"});
    assert_eq!(codes(&service.post(&path, &blocked).await.is(422).body)[0], ("#/vacancy", "WAY_BLOCKED"));
    let wrong = json!({"jobseeker": "x", "vacancy": "y", "mode": "require", "reason": "client_declined"});
    let answer = service.post(&path, &wrong).await.is(422).body;
    assert_eq!(
        codes(&answer),
        [("#/jobseeker", "ID_UNKNOWN"), ("#/vacancy", "ID_UNKNOWN"), ("#/reason", "NOT_FOR_THIS")]
    );
}

/// A release of `jobseeker`.
pub(crate) fn release(scenario: &str, jobseeker: &str) -> Value {
    json!({"scenario_id": scenario, "jobseeker": jobseeker, "released_by": "ocmw_schilde", "on": "2025-09-02",
        "consulted": {"by": "vdab_mediator-3", "on": "2025-09-01"}})
}

#[tokio::test]
async fn a_released_person_can_be_proposed_something() {
    let service = Service::start().await;
    let scenario = service.with_story("held").await;
    let plan = service.with_plan(&scenario).await;
    assert!(service.app.cache.plan("kina", &plan).await.unwrap().file.shown().assignments.is_empty());
    let released = service.post("/v1/releases", &release(&scenario, "ana")).await.is(201).body;
    let next = service.with_plan(released["scenario_id"].as_str().unwrap()).await;
    assert_eq!(proposed(&service, &next).await, "poets");
    let mut late = release(&scenario, "nobody");
    put(&mut late, "/on", json!("2099-01-01"));
    service.post("/v1/releases", &late).await.is(422);
    service.post("/v1/releases", &release("scenario_none", "ana")).await.is(404);
}

#[tokio::test]
async fn a_receipt_confirms_arrival_once() {
    let service = Service::start().await;
    let scenario = service.with_story("held").await;
    let handover = json!({"scenario_id": scenario, "jobseeker": "ana", "from": "ocmw_schilde", "to": "vdab"});
    let sent = service.post("/v1/handovers", &handover).await.is(201).body;
    assert_eq!(sent["arrived"], false);
    let path = format!("/v1/handovers/{}/receipt", sent["id"].as_str().unwrap());
    let receipt = json!({"by": "vdab", "on": "2025-09-03"});
    for _ in 0..2 {
        assert_eq!(service.post(&path, &receipt).await.is(200).body["arrived"], true);
    }
    service.post(&path, &json!({"by": "vdab", "on": "2025-09-04"})).await.is(409);
    service.post("/v1/handovers/handover_none/receipt", &receipt).await.is(404);
}

#[tokio::test]
async fn outcomes_are_counted_coarsely_and_never_by_trait() {
    let service = Service::start().await;
    let count = |outcome: &str, count: u32| json!({"channel": "vdab", "segment": "in_guidance", "outcome": outcome, "count": count});
    for (outcome, times) in [("seen", 57), ("no_show", 19), ("excused", 9)] {
        service.post("/v1/outcomes", &count(outcome, times)).await.is(204);
    }
    let shown = async || {
        let body = service.get("/v1/outcomes").await.is(200).body;
        let rates = body["rates"].as_array().unwrap().clone();
        rates.into_iter().find(|one| one["channel"] == "vdab" && one["segment"] == "in_guidance").unwrap()["outcomes"]
            .clone()
    };
    let of = |outcomes: &Value, name: &str| {
        outcomes.as_array().unwrap().iter().find(|one| one["outcome"] == name).unwrap().clone()
    };
    let before = shown().await;
    assert_eq!(of(&before, "seen"), json!({"outcome": "seen", "at_least": 50}));
    assert_eq!(of(&before, "excused")["at_least"], 0);
    service.post("/v1/outcomes", &count("excused", 1)).await.is(204);
    assert_eq!(of(&shown().await, "seen")["percent"], 71);
    for segment in ["women", "over_55", "non_dutch_speaker", "2000 Antwerpen", "single_parent"] {
        let mut body = count("seen", 1);
        put(&mut body, "/segment", json!(segment));
        assert_eq!(codes(&service.post("/v1/outcomes", &body).await.is(422).body), [("#/segment", "NOT_IN_LIST")]);
    }
    assert_eq!(
        codes(&service.post("/v1/outcomes", &count("refused", 1)).await.is(422).body),
        [("#/reason", "MISSING_FIELD")]
    );
    let mut reason = count("seen", 1);
    put(&mut reason, "/reason", json!("too_far"));
    assert_eq!(codes(&service.post("/v1/outcomes", &reason).await.is(422).body), [("#/reason", "NOT_FOR_THIS")]);
}

#[tokio::test]
async fn decisions_about_one_plan_add_up_whoever_takes_them_first() {
    let service = Service::start().await;
    let mut scenario = two_vacancies();
    let ana = scenario["jobseekers"][0].clone();
    let people: Vec<_> = (0..8).map(|n| format!("p{n}")).collect();
    for id in &people {
        let mut person = ana.clone();
        person["id"] = json!(id);
        scenario["jobseekers"].as_array_mut().unwrap().push(person);
    }
    let id = service.with_scenario(&scenario.to_string()).await;
    let plan = service.with_plan(&id).await;
    let vacancy = proposed(&service, &plan).await;
    let pin =
        |person: &str| json!({"jobseeker": person, "vacancy": vacancy, "mode": "forbid", "reason": "client_declined"});
    let path = format!("/v1/plans/{plan}/pins");
    let first = service.post(&path, &pin("ana")).await.is(201).body;
    let second = service.post(&path, &pin("p0")).await.is(201).body;
    assert_eq!(
        (&first["revision"], &second["revision"]),
        (&json!(2), &json!(3)),
        "no sibling: it is made from the first"
    );
    // A release of the scenario that the plan is of comes on top of both.
    let release = json!({
        "scenario_id": id, "jobseeker": "p1", "released_by": "ocmw_ranst", "on": "2025-09-01",
        "consulted": {"by": "vdab-1", "on": "2025-09-01"}
    });
    service.post("/v1/releases", &release).await.is(201);
    // All at once.
    let bodies: Vec<_> = people[1..].iter().map(|person| pin(person)).collect();
    let all = futures_util::future::join_all(bodies.iter().map(|body| service.post(&path, body))).await;
    let mut newest: Vec<(i64, String)> = Vec::new();
    for answer in all {
        let made = answer.is(201).body;
        newest.push((made["revision"].as_i64().unwrap(), made["scenario_id"].as_str().unwrap().to_owned()));
    }
    newest.sort_unstable();
    assert_eq!(newest.iter().map(|(revision, _)| *revision).collect::<Vec<_>>(), (5..=11).collect::<Vec<_>>());
    let body = service.get(&format!("/v1/scenarios/{}/body", newest.last().unwrap().1)).await.is(200).body;
    assert_eq!(body["pins"].as_array().unwrap().len(), 9, "nobody's decision is lost");
    let released = body["jobseekers"].as_array().unwrap().iter().find(|person| person["id"] == "p1").unwrap();
    assert!(released["gate"]["released"].is_object());
}
