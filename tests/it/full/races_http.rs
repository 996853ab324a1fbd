//! Requests that come twice, or all at once: each is done once, none half, and nobody is answered with a defect.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::LOCATION;
use reqwest::multipart::{Form, Part};
use schakel::files::scenario::{self, packed};
use schakel::service::revision::new_scenario;
use serde_json::{Value, json};

use crate::decisions_http::{release, story};
use crate::service::{Answer, Service};
use crate::support::{put, small};

/// How many clients ask at the same time, and for how long.
const CLIENTS: usize = 16;
const STRESS: Duration = Duration::from_secs(3);

async fn keyed(service: &Service, path: &str, body: &Value) -> Answer {
    service.send(service.request(Method::POST, path).header("Idempotency-Key", path).json(body)).await
}

async fn count(service: &Service, table: &str) -> i64 {
    let asked = format!("SELECT count(*) FROM {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).fetch_one(service.app.store.pool()).await.unwrap()
}

/// A service with a plan of a person who may start; its scenario, the plan, and a decision about it.
async fn decided() -> (Service, String, String, Value) {
    let service = Service::start().await;
    let mut scenario = story("held");
    scenario["jobseekers"][0]["gate"] = json!("none");
    let scenario = service.with_scenario(&scenario.to_string()).await;
    let plan = service.with_plan(&scenario).await;
    let decision = json!({"jobseeker": "ana", "vacancy": "poets", "decision": "accept", "reason": "fits",
        "mediator": "mediator-17"});
    (service, scenario, plan, decision)
}

#[tokio::test]
async fn a_key_sent_twice_is_done_once_and_never_means_something_else() {
    let (service, scenario, plan, decision) = decided().await;
    let other_decision = json!({"jobseeker": "ana", "vacancy": "poets", "decision": "reject",
        "reason": "client_declined", "mediator": "mediator-17"});
    let pin = |mode, reason| json!({"jobseeker": "ana", "vacancy": "poets", "mode": mode, "reason": reason});
    let handover = |to| json!({"scenario_id": scenario, "jobseeker": "ana", "from": "ocmw_schilde", "to": to});
    let mut other_release = release(&scenario, "ana");
    other_release["released_by"] = json!("ocmw_wijnegem");
    let outcome = |count| json!({"channel": "vdab", "segment": "in_guidance", "outcome": "seen", "count": count});
    let cases = [
        (format!("/v1/plans/{plan}/decisions"), decision, other_decision, "decisions"),
        (
            format!("/v1/plans/{plan}/pins"),
            pin("forbid", "client_declined"),
            pin("require", "already_agreed"),
            "scenarios",
        ),
        ("/v1/releases".to_owned(), release(&scenario, "ana"), other_release, "releases"),
        ("/v1/handovers".to_owned(), handover("vdab"), handover("vdab_schilde"), "handovers"),
        ("/v1/outcomes".to_owned(), outcome(10), outcome(20), "outcomes"),
    ];
    for (path, body, other, table) in cases {
        let before = count(&service, table).await;
        let (first, second) = tokio::join!(keyed(&service, &path, &body), keyed(&service, &path, &body));
        assert!([201, 204].contains(&first.status), "{path}: {:#}", first.body);
        assert_eq!((first.status, &first.body), (second.status, &second.body), "{path}");
        assert_eq!(keyed(&service, &path, &body).await.body, first.body, "{path}");
        assert_eq!(count(&service, table).await, before + 1, "{path}");
        let refused = keyed(&service, &path, &other).await.is(409);
        assert_eq!(refused.body["code"], "IDEMPOTENCY_KEY_REUSED", "{path}");
    }
    let seen: i64 =
        sqlx::query_scalar("SELECT sum(count) FROM outcomes").fetch_one(service.app.store.pool()).await.unwrap();
    assert_eq!(seen, 10);
}

#[tokio::test]
async fn an_import_sent_twice_under_a_key_is_begun_once() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&small().to_string()).await;
    let send = async |table: &'static str| {
        let file = Part::bytes(table.as_bytes()).file_name("tabel.csv");
        let form = Form::new().part("file", file).text("part", "jobseekers").text("scenario_id", scenario.clone());
        let asked = service.request(Method::POST, "/v1/scenarios/import").header("Idempotency-Key", "table");
        service.send(asked.multipart(form)).await
    };
    let first = send("id;reistijd\nJ1;60\n").await.is(202).body;
    assert_eq!(send("id;reistijd\nJ1;60\n").await.is(202).body["id"], first["id"]);
    assert_eq!(send("id;reistijd\nJ1;55\n").await.is(409).body["code"], "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(count(&service, "imports").await, 1);
}

#[tokio::test]
async fn of_two_decisions_at_once_one_counts_and_each_is_told_the_truth() {
    let (service, _, plan, decision) = decided().await;
    let path = format!("/v1/plans/{plan}/decisions");
    let made = futures_util::future::join_all((0..8).map(|_| service.post(&path, &decision))).await;
    let made: BTreeSet<_> = made.into_iter().map(|made| made.is(201).body["id"].to_string()).collect();
    assert_eq!(made.len(), 8);
    let listed = service.get(&path).await.is(200).body["decisions"].as_array().unwrap().clone();
    assert_eq!(listed.iter().filter(|one| one["counts"] == true).count(), 1);
    assert_eq!(listed.last().unwrap()["counts"], true);
    // Sent again under its key, a decision that no longer counts says so.
    assert_eq!(keyed(&service, &path, &decision).await.is(201).body["counts"], true);
    service.post(&path, &decision).await.is(201);
    assert_eq!(keyed(&service, &path, &decision).await.is(201).body["counts"], false);
}

/// A fair with three places, two of them at the table T1, and eight people who were invited, four to each table.
fn invited() -> Value {
    let mut scenario = story("a-second-wave");
    let person = scenario["jobseekers"][0].clone();
    scenario["jobseekers"] = json!([]);
    scenario["fairs"][0]["invited"] = json!([]);
    let table = &mut scenario["fairs"][0]["tables"][0];
    table["slots"] = json!(2);
    let mut other = table.clone();
    (other["id"], other["slots"]) = (json!("T2"), json!(16));
    put(&mut scenario, "/fairs/0/tables/-", other);
    for at in 0..8 {
        let mut person = person.clone();
        person["id"] = json!(format!("p{at}"));
        let invitation = json!({"jobseeker": person["id"], "table": format!("T{}", 1 + at % 2), "answer": "silent"});
        put(&mut scenario, "/fairs/0/invited/-", invitation);
        put(&mut scenario, "/jobseekers/-", person);
    }
    scenario["fairs"][0]["channels"][0]["jobseekers"] = json!(["p0"]);
    scenario
}

#[tokio::test]
async fn of_those_who_confirm_at_once_no_more_have_a_place_than_there_are_and_no_answer_is_lost() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&invited().to_string()).await;
    let path = format!("/v1/scenarios/{scenario}/fair-answers");
    let says =
        |person: usize, answer: &str| json!({"fair": "beurs", "jobseeker": format!("p{person}"), "answer": answer});
    let yes: Vec<_> = (0..8).map(|person| says(person, "yes")).collect();
    let answers = futures_util::future::join_all(yes.iter().map(|yes| service.post(&path, yes))).await;
    let taken: BTreeSet<_> = (0..8).filter(|&person| answers[person].status == 201).collect();
    assert_eq!(taken.len(), 3, "{taken:?}");
    assert!(taken.iter().filter(|&person| person % 2 == 0).count() <= 2, "more than the table has: {taken:?}");
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!((refused.status, &refused.body["errors"][0]["code"]), (422, &json!("NO_PLACE_LEFT")));
    }
    // The newest revision has all answers, and everyone who was told a place has it.
    let saying_yes = async |place: &str| -> BTreeSet<usize> {
        let body = service.get(&format!("{place}/body")).await.is(200).body;
        let invited = body["fairs"][0]["invited"].as_array().unwrap().clone();
        (0..8).filter(|&at| invited[at]["answer"] == "yes").collect()
    };
    let newest = answers.iter().filter(|answer| answer.status == 201).max_by_key(|one| one.body["revision"].as_i64());
    let newest = newest.unwrap().headers[LOCATION].to_str().unwrap().to_owned();
    assert_eq!(saying_yes(&newest).await, taken);
    // A person who has a place keeps it when they say yes again; one who declines makes room.
    let first = *taken.first().unwrap();
    service.post(&path, &says(first, "yes")).await.is(201);
    service.post(&path, &says(first, "no")).await.is(201);
    let next = (0..8).find(|person| !taken.contains(person) && person % 2 == 1).unwrap();
    let made = service.post(&path, &says(next, "yes")).await.is(201);
    let mut expected = taken.clone();
    expected.remove(&first);
    expected.insert(next);
    assert_eq!(saying_yes(made.headers[LOCATION].to_str().unwrap()).await, expected);
    // Nobody who was not invited answers, and at no other fair.
    let unknown = service.post(&path, &json!({"fair": "none", "jobseeker": "p0", "answer": "yes"})).await.is(422);
    assert_eq!(unknown.body["errors"][0]["pointer"], "#/fair");
    let unknown = service.post(&path, &json!({"fair": "beurs", "jobseeker": "p9", "answer": "yes"})).await.is(422);
    assert_eq!(unknown.body["errors"][0]["pointer"], "#/jobseeker");
}

#[tokio::test]
async fn a_scenario_read_under_a_pack_that_changed_meanwhile_is_not_kept() {
    let service = Service::start().await;
    let mut pack = service.get("/v1/policy-packs/agreement-2020-2025").await.is(200).body;
    pack["name"] = json!("trial");
    let put =
        async |pack: &Value| service.send(service.request(Method::PUT, "/v1/policy-packs/trial").json(pack)).await;
    put(&pack).await.is(201);
    let app = &service.app;
    let mut text = small();
    text["policy"]["pack"] = json!("trial");
    let text = text.to_string();
    let read = async || {
        let packs = app.store.packs("kina").await.unwrap();
        let reading = scenario::read(text.as_bytes(), &packs);
        new_scenario(reading, &packs, packed(text.as_bytes()).unwrap(), text.len() as u64, String::new()).unwrap()
    };
    let (new, resident) = read().await;
    pack["about"] = json!("Another.");
    put(&pack).await.is(200);
    let kept = schakel::service::revision::keep(&app.store, &app.cache, "kina", new, resident).await;
    assert!(matches!(
        kept,
        Err(schakel::service::revision::RevisionError::Store(schakel::service::store::StoreError::Conflict))
    ));
    let (new, resident) = read().await;
    schakel::service::revision::keep(&app.store, &app.cache, "kina", new, resident).await.unwrap();
    put(&json!({"name": "trial"})).await.is(422);
    pack["about"] = json!("A third.");
    put(&pack).await.is(409);
}

#[tokio::test]
async fn what_was_erased_is_not_kept_at_hand_and_its_handovers_are_gone() {
    let (service, scenario, plan, _) = decided().await;
    let handover = json!({"scenario_id": scenario, "jobseeker": "ana", "from": "ocmw_schilde", "to": "vdab"});
    let sent = service.post("/v1/handovers", &handover).await.is(201).body;
    let resident = service.app.cache.region("kina", &scenario).await.unwrap();
    service.app.cache.plan("kina", &plan).await.unwrap();
    service.delete(&format!("/v1/scenarios/{scenario}")).await.is(204);
    // A region that was read before the erasure can no longer be cached.
    assert!(service.app.cache.keep("kina", &scenario, resident).await.is_err());
    assert!(service.app.cache.plan("kina", &plan).await.is_err());
    let receipt = json!({"by": "vdab", "on": "2025-09-03"});
    let path = format!("/v1/handovers/{}/receipt", sent["id"].as_str().unwrap());
    service.post(&path, &receipt).await.is(410);
    service.post("/v1/handovers", &handover).await.is(410);
}

/// One client: everything that writes, in turn. Answers with every status but 429.
async fn client(service: &Service, number: usize, plan: &str, decision: &Value) -> Vec<u16> {
    let (begun, mut statuses) = (Instant::now(), Vec::new());
    let mut own = Vec::new();
    for turn in number.. {
        if begun.elapsed() > STRESS {
            break;
        }
        let answer = match (turn % 8, own.last()) {
            (0, _) | (_, None) => {
                let answer = service.post("/v1/scenarios", &small()).await;
                own.extend(answer.body["id"].as_str().map(str::to_owned));
                answer
            }
            (1, Some(id)) => {
                let patch = json!([{"op": "replace", "path": "/story", "value": turn.to_string()}]);
                service.post(&format!("/v1/scenarios/{id}/patches"), &patch).await
            }
            (2, Some(id)) => service.post("/v1/plans", &json!({"scenario_id": id, "kind": "matching"})).await,
            (3, _) => service.post(&format!("/v1/plans/{plan}/decisions"), decision).await,
            (4, Some(id)) => {
                let mut release = release(id, "J1");
                (release["on"], release["consulted"]["on"]) = (json!("2025-03-02"), json!("2025-03-01"));
                service.post("/v1/releases", &release).await
            }
            (5, Some(id)) => {
                let handover = json!({"scenario_id": id, "jobseeker": "J1", "from": "ocmw", "to": "vdab"});
                service.post("/v1/handovers", &handover).await
            }
            (6, _) => {
                let outcome = json!({"channel": "vdab", "segment": "in_guidance", "outcome": "seen"});
                service.post("/v1/outcomes", &outcome).await
            }
            (_, Some(_)) => {
                let id = own.pop().unwrap_or_default();
                service.delete(&format!("/v1/scenarios/{id}")).await
            }
        };
        assert!(answer.status < 500 || answer.status == 503, "{} {:#}", answer.status, answer.body);
        if answer.status == 429 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        } else {
            statuses.push(answer.status);
        }
    }
    statuses
}

#[tokio::test]
async fn sixteen_clients_that_write_at_once_break_nothing() {
    let (service, _, plan, decision) = decided().await;
    let clients = (0..CLIENTS).map(|number| client(&service, number, &plan, &decision));
    let statuses: Vec<_> = futures_util::future::join_all(clients).await.concat();
    let fine = statuses.iter().filter(|&&status| status < 300).count();
    println!("{CLIENTS} clients: {} answers, {fine} of them 2xx", statuses.len());
    assert!(fine * 10 > statuses.len() * 9, "{statuses:?}");
    let pool = service.app.store.pool();
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(pool).await.unwrap();
    assert_eq!(sound, "ok");
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(pool).await.unwrap();
    assert!(broken.is_empty(), "{} rows belong to nothing", broken.len());
    let twice: i64 = sqlx::query_scalar("SELECT count(*) - count(DISTINCT origin_id || revision) FROM scenarios")
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(twice, 0, "two revisions of a line with one number");
    let lone = "SELECT count(*) FROM releases WHERE scenario_id NOT IN (SELECT id FROM scenarios WHERE revision > 1)";
    assert_eq!(sqlx::query_scalar::<_, i64>(lone).fetch_one(pool).await.unwrap(), 0, "a release without its revision");
    let undead = "SELECT count(*) FROM erased WHERE id IN (SELECT id FROM scenarios UNION SELECT id FROM plans)";
    assert_eq!(sqlx::query_scalar::<_, i64>(undead).fetch_one(pool).await.unwrap(), 0);
    let listed = service.get(&format!("/v1/plans/{plan}/decisions")).await.is(200).body["decisions"].clone();
    assert_eq!(listed.as_array().unwrap().iter().filter(|one| one["counts"] == true).count(), 1);
}
