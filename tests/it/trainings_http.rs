//! Trainings and sitting days over HTTP: asked for, worked out in a process of their own, explained, and checked.

use axum::http::header::LOCATION;
use schakel_solver::domain::{Facts, Nearby, PlanKind};
use schakel_solver::kind::arranged;
use schakel_solver::plan::{PoolNames, check};
use serde_json::{Value, json};

use crate::service::Service;
use crate::support::read;

/// The story of this name.
fn story(name: &str) -> Value {
    let path = format!("{}/fixtures/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Plans a scenario and waits for the end.
async fn planned(service: &Service, scenario: &Value, kind: &str) -> (String, Value) {
    let id = service.with_scenario(&scenario.to_string()).await;
    let asked = service.post("/v1/plans", &json!({"scenario_id": id, "kind": kind})).await.is(202);
    let plan = asked.headers[LOCATION].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let ended = service.ended(&plan).await;
    (plan, ended)
}

#[tokio::test]
async fn a_training_is_planned_explained_and_checked() {
    let service = Service::start().await;
    let scenario = story("a-training-needs-a-kitchen");
    let (id, plan) = planned(&service, &scenario, "trainings").await;
    assert_eq!((&plan["state"], &plan["termination"]), (&json!("completed"), &json!("optimal")));
    let editions = plan["editions"].as_array().unwrap();
    assert_eq!(editions.len(), 1);
    assert_eq!((&editions[0]["venue"], &editions[0]["taken"]), (&json!("gc-ranst"), &json!(2)));
    assert_eq!(editions[0]["resources"], json!(["gc-ranst/keuken", "I1"]));
    let not_held = plan["offers"].as_array().unwrap().iter().find(|offer| offer["filled"] == 0).unwrap();
    assert_eq!(not_held["reasons"][0]["code"], "CANNOT_BE_HELD");
    // The other path: the file, against the scenario, by the checker.
    let region = arranged(read(&scenario).region.unwrap(), PlanKind::Trainings);
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    let exact = schakel::files::plan_file::read(facts, &service.file(&id).await).unwrap();
    let names = PoolNames::of(facts);
    let found: Vec<_> = check(facts, &exact).iter().map(|one| one.in_words(&names).to_string()).collect();
    assert_eq!(found, Vec::<String>::new());
    let explained = service.get(&format!("/v1/plans/{id}/explanations?jobseeker=cleo")).await.is(200);
    assert!(explained.body.to_string().contains("cleo krijgt geen voorstel."), "{}", explained.body);
}

#[tokio::test]
async fn what_is_held_leaves_as_a_calendar_and_a_map() {
    let service = Service::start().await;
    let (id, _) = planned(&service, &story("a-training-needs-a-kitchen"), "trainings").await;
    let calendar = service.get(&format!("/v1/plans/{id}/export?format=ics")).await.is(200);
    let text = String::from_utf8(calendar.bytes).unwrap();
    // Four weeks of Mondays and Wednesdays, and nobody who takes part.
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 8);
    assert!(
        text.contains("DTSTART;TZID=Europe/Brussels:20250908T090000") && text.contains("20251001T120000"),
        "{text}"
    );
    assert!(!text.contains("amir") && !text.contains("bea"), "{text}");
    let map = service.get(&format!("/v1/plans/{id}/export?format=geojson")).await.is(200);
    let text = String::from_utf8(map.bytes).unwrap();
    assert!(text.contains("Dorpshuis Schelle") && text.contains("\"taken\":2"), "{text}");
}

#[tokio::test]
async fn a_matching_has_no_calendar() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&story("goes-on-foot").to_string()).await;
    let id = service.plan(&scenario, json!({})).await;
    service.ended(&id).await;
    let refused = service.get(&format!("/v1/plans/{id}/export?format=ics")).await.is(422);
    assert_eq!(refused.body["errors"][0]["code"], "NOT_IN_LIST");
}

#[tokio::test]
async fn sitting_days_are_planned() {
    let service = Service::start().await;
    let (_, plan) = planned(&service, &story("a-mediator-on-two-days"), "sitting_days").await;
    assert_eq!(plan["termination"], "optimal");
    assert_eq!(plan["editions"].as_array().unwrap().len(), 2);
    assert_eq!(plan["vacancies"], json!([]));
}

#[tokio::test]
async fn whom_to_invite_to_a_fair_is_planned_over_http() {
    let service = Service::start().await;
    let scenario = story("a-fair-and-a-far-municipality");
    let (id, plan) = planned(&service, &scenario, "fair").await;
    assert_eq!((&plan["state"], &plan["termination"]), (&json!("completed"), &json!("optimal")));
    let invited: Vec<_> = plan["assignments"].as_array().unwrap().iter().map(|line| &line["jobseeker"]).collect();
    assert_eq!(invited.len(), 2);
    assert!(invited.contains(&&json!("farah")), "{invited:?}");
    let region = arranged(read(&scenario).region.unwrap(), PlanKind::Fair);
    let exact =
        schakel::files::plan_file::read(Facts::of(&region, &Nearby::default()), &service.file(&id).await).unwrap();
    assert!(check(Facts::of(&region, &Nearby::default()), &exact).is_empty());
    let list = service.get(&format!("/v1/plans/{id}/export?format=csv")).await.is(200);
    assert!(String::from_utf8(list.bytes).unwrap().contains("Kanaal"));
}

#[tokio::test]
async fn how_many_municipalities_reach_a_share_is_not_told() {
    let service = Service::start().await;
    let (id, plan) = planned(&service, &story("schelle-first"), "trainings").await;
    assert_eq!((&plan["state"], &plan["termination"]), (&json!("completed"), &json!("optimal")));
    assert!(!plan.to_string().contains("served"), "{plan}");
    // Nor how many people of a group that comes first take part.
    assert!(!plan.to_string().contains(r#""priority""#), "{plan}");
    // Who has the scenario has the exact file, and the checker accepts it.
    let region = arranged(read(&story("schelle-first")).region.unwrap(), PlanKind::Trainings);
    let exact =
        schakel::files::plan_file::read(Facts::of(&region, &Nearby::default()), &service.file(&id).await).unwrap();
    assert_eq!(exact.levels.len(), 23);
    assert!(check(Facts::of(&region, &Nearby::default()), &exact).is_empty());
}

#[tokio::test]
async fn a_plan_based_on_another_changes_nothing_without_reason() {
    let service = Service::start().await;
    let scenario = crate::support::generated(2, 60, 40);
    let id = service.with_scenario(&scenario.to_string()).await;
    let ask = |scenario: &str, earlier: Option<&str>| {
        let options = earlier.map_or_else(|| json!({}), |earlier| json!({"based_on_plan": earlier}));
        json!({"scenario_id": scenario, "kind": "matching", "options": options})
    };
    let first = service.post("/v1/plans", &ask(&id, None)).await.is(202).body["id"].as_str().unwrap().to_owned();
    let before = service.ended(&first).await;
    let second =
        service.post("/v1/plans", &ask(&id, Some(&first))).await.is(202).body["id"].as_str().unwrap().to_owned();
    let after = service.ended(&second).await;
    assert_eq!(after["termination"], "optimal");
    assert_eq!(before["assignments"], after["assignments"]);
    // The file says what it is based on, and the checker holds it against that.
    let file = service.file(&second).await;
    assert_eq!(file.based_on.len(), file.assignments.len());
    let region = schakel::files::plan_file::standing_as_in(read(&scenario).region.unwrap(), &file);
    let exact = schakel::files::plan_file::read(Facts::of(&region, &Nearby::default()), &file).unwrap();
    assert!(check(Facts::of(&region, &Nearby::default()), &exact).is_empty());
    // Nothing may change: nothing does, and the plan is explained like any other.
    let calm = json!({"based_on_plan": first, "max_changed_promises": 0});
    let asked = json!({"scenario_id": id, "kind": "matching", "options": calm});
    let third = service.post("/v1/plans", &asked).await.is(202).body["id"].as_str().unwrap().to_owned();
    let third = service.ended(&third).await;
    assert_eq!((&third["termination"], &third["assignments"]), (&json!("optimal"), &before["assignments"]));
    let person = before["assignments"][0]["jobseeker"].as_str().unwrap();
    let third = third["id"].as_str().unwrap();
    service.get(&format!("/v1/plans/{third}/explanations?jobseeker={person}")).await.is(200);
    let alone = json!({"scenario_id": id, "kind": "matching", "options": {"max_changed_promises": 0}});
    let refused = service.post("/v1/plans", &alone).await.is(422).body;
    assert_eq!(refused["errors"][0]["pointer"], "#/options/based_on_plan");
    // Another kind, another line of revisions, nothing at all.
    let other = service.with_scenario(&story("schelle-first").to_string()).await;
    let refused = service.post("/v1/plans", &ask(&other, Some(&first))).await.is(422);
    assert_eq!(refused.body["errors"][0]["code"], "OTHER_LINEAGE", "{}", refused.body);
    let trainings = json!({"scenario_id": id, "kind": "trainings", "options": {"based_on_plan": first}});
    service.post("/v1/plans", &trainings).await.is(422);
    service.post("/v1/plans", &ask(&id, Some("plan_x"))).await.is(404);
}

#[tokio::test]
async fn a_planner_decides_who_takes_part_and_asks_what_one_more_room_gives() {
    let service = Service::start().await;
    let (id, _) = planned(&service, &story("one-instructor-for-two-trainings"), "trainings").await;
    let asked = format!("/v1/plans/{id}/value-of-one-more?pool=resources/I1/2025-09-08/am");
    let answer = service.get(&asked).await;
    assert_eq!(answer.status, 202, "{:#}", answer.body);
    let ended = service.ended(answer.headers[LOCATION].to_str().unwrap().rsplit('/').next().unwrap()).await;
    assert_eq!(ended["state"], "completed", "{ended:#}");
    let path = format!("/v1/plans/{id}/edition-pins");
    let pin = json!({"jobseeker": "cleo", "programme": "huishoudhulp", "mode": "require"});
    let pinned = service.post(&path, &pin).await.is(201).body;
    assert_eq!(pinned["revision"], 2);
    // A second decision adds up; one about the same stands in place of the first.
    service.post(&path, &json!({"venue": "gc-ranst", "mode": "forbid"})).await.is(201);
    let last = service.post(&path, &pin).await.is(201).body;
    let asked = json!({"scenario_id": last["scenario_id"], "kind": "trainings"});
    let made = service.post("/v1/plans", &asked).await.is(202);
    let next = made.headers[LOCATION].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let ended = service.ended(&next).await;
    assert_eq!(ended["editions"][0]["venue"], "dorpshuis");
    let pins = service.get(&format!("/v1/plans/{next}/pins")).await.is(200).body["editions"].clone();
    assert_eq!(pins, json!([{"venue": "gc-ranst", "mode": "forbid"}, pin]));
    let wrong = json!({"jobseeker": "nobody", "instructor": "I1", "mode": "require"});
    let refused = service.post(&path, &wrong).await.is(422).body;
    let found: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|e| (&e["pointer"], &e["code"])).collect();
    assert_eq!(found, [(&json!("#/jobseeker"), &json!("ID_UNKNOWN")), (&json!("#/instructor"), &json!("ONE_OF_TWO"))]);
}
