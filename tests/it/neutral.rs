//! Red line 3 over HTTP: a hold cannot be told from another cause, by status, by bytes or by time.

use std::time::Instant;

use serde_json::{Value, json};

use crate::asking::{planned, story};
use crate::service::Service;
use crate::support::put;

/// The cause that keeps a copy of the person out: its number modulo three.
const HELD: usize = 0;
const ONLY_ADVICE: usize = 1;
const STARTS_LATE: usize = 2;
/// Kept out by nothing, to show that a test would see it.
const AVAILABLE: usize = 3;

/// Copies of one person, each not available for one of the causes in turn: `n0`, `n1`, ...
pub(crate) fn unavailable(n: usize) -> Value {
    let mut scenario = story("more-people-than-openings");
    let ana = scenario["jobseekers"].as_array().unwrap().iter().find(|person| person["id"] == "ana").unwrap().clone();
    for at in 0..n {
        let mut person = ana.clone();
        put(&mut person, "/id", json!(format!("n{at:03}")));
        match at % 3 {
            HELD => put(&mut person, "/gate", json!("ocmw_hold")),
            ONLY_ADVICE => put(&mut person, "/gate", json!("advice_only")),
            _ => put(&mut person, "/first_day", json!("2026-03-02")),
        }
        put(&mut scenario, "/jobseekers/-", person);
    }
    let mut second = scenario["vacancies"][0].clone();
    put(&mut second, "/id", json!("avond"));
    put(&mut second, "/shifts", json!([{"days": ["mon"], "from": "20:00", "to": "23:00"}]));
    put(&mut scenario, "/vacancies/-", second);
    // What the OCMW itself leads, and would be possible for a person on hold, in the eyes of the OCMW.
    let mut own = scenario["vacancies"][0].clone();
    put(&mut own, "/id", json!("groen"));
    put(&mut own, "/led_by", json!("ocmw"));
    put(&mut own, "/openings", json!(3));
    put(&mut scenario, "/vacancies/-", own);
    scenario
}

/// Takes the counts of groups out of an evaluation. Their noise is drawn from what was asked, which names the person,
/// so that it differs from person to person and not from cause to cause; `attack_http.rs` tests what it tells.
pub(crate) fn without_noise(evaluation: &mut Value) {
    for level in evaluation["levels"].as_array_mut().unwrap().iter_mut().filter(|level| level["level"] == "floors") {
        level["value"] = json!("about so many");
    }
    evaluation["pools"].as_array_mut().unwrap().retain(|pool| !pool["pool"].as_str().unwrap().starts_with("quotas"));
}

/// What anyone may ask about a person.
async fn asked(service: &Service, scenario: &str, plan: &str, person: &str) -> Vec<(u16, String)> {
    let mut answers = Vec::new();
    for advice in [false, true] {
        let ask = json!({"scenario_id": scenario, "jobseeker": person, "advice": advice});
        answers.push(service.post("/v1/shortlists", &ask).await);
    }
    for path in [
        format!("explanations?jobseeker={person}"),
        format!("explanations?jobseeker={person}&offer=poets"),
        format!("explanations?jobseeker={person}&offer=avond"),
        format!("explanations?jobseeker={person}&offer=groen"),
        format!("what-would-help?jobseeker={person}"),
        format!("sheet?jobseeker={person}"),
        format!("sheet?jobseeker={person}&format=html&lang=fr"),
    ] {
        answers.push(service.get(&format!("/v1/plans/{plan}/{path}")).await);
    }
    for vacancy in ["poets", "avond", "groen"] {
        let ask = json!({"scenario_id": scenario, "assignments": [{"jobseeker": person, "vacancy": vacancy}]});
        let mut answer = service.post("/v1/evaluations", &ask).await;
        // The unassigned are all the others, by name: only their number is compared.
        answer.body["unassigned"] = json!(answer.body["unassigned"].as_array().unwrap().len());
        without_noise(&mut answer.body);
        answer.bytes = answer.body.to_string().into_bytes();
        answers.push(answer);
    }
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(person, "someone");
    answers.into_iter().map(|answer| (answer.status, text(answer.bytes))).collect()
}

#[tokio::test]
async fn every_answer_about_a_held_person_is_that_about_any_other_who_is_not_available() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&unavailable(3).to_string()).await;
    let plan = planned(&service, &scenario).await;
    let held = asked(&service, &scenario, &plan, "n000").await;
    assert!(held.iter().all(|(status, _)| *status == 200), "{held:#?}");
    assert!(held[0].1.contains("NOT_AVAILABLE_NOW"));
    assert_eq!(held, asked(&service, &scenario, &plan, "n001").await, "only wants advice");
    assert_eq!(held, asked(&service, &scenario, &plan, "n002").await, "starts after the horizon");
    for (_, text) in &held {
        let lower = text.to_lowercase();
        for trace in ["ocmw", "cpas", "hold\"", "leefloon", "vrijgave", "advice_only"] {
            assert!(!lower.contains(trace), "{trace} in {text}");
        }
    }
}

/// Everything that is said about others while `someone` is kept out by one of the causes, path and bytes. The noise in
/// counts is that of one secret and one ID, so nothing has to be masked.
async fn said_about_others(cause: usize) -> Vec<(String, String)> {
    let mut scenario = unavailable(4);
    let people = scenario["jobseekers"].as_array_mut().unwrap();
    people.retain(|person| !person["id"].as_str().unwrap().starts_with('n') || person["id"] == format!("n{cause:03}"));
    let last = people.len() - 1;
    put(&mut people[last], "/id", json!("someone"));
    if cause == AVAILABLE {
        put(&mut people[last], "/gate", json!("none"));
    }
    let service = Service::start().await;
    let secret = sqlx::query("INSERT INTO secrets (name, value) VALUES ('counts', $1)").bind(&b"the same"[..]);
    secret.execute(service.app.store.pool()).await.unwrap();
    let id = service.with_scenario_as(&scenario.to_string(), Some("scenario_same")).await;
    let plan = planned(&service, &id).await;
    let mut answers = Vec::new();
    for vacancy in ["poets", "avond", "groen"] {
        for advice in [false, true] {
            let ask = json!({"scenario_id": id, "vacancy": vacancy, "advice": advice});
            let answer = service.post("/v1/shortlists", &ask).await.is(200);
            answers.push((ask.to_string(), String::from_utf8(answer.bytes).unwrap()));
        }
    }
    let paths = [
        "",
        "/explanations?offer=poets",
        "/explanations?offer=avond",
        "/explanations?offer=groen",
        "/explanations?jobseeker=bo",
        "/explanations?jobseeker=bo&offer=poets",
        "/explanations?jobseeker=bo&offer=avond",
        "/explanations?jobseeker=ana&offer=poets",
        "/what-would-help?jobseeker=bo",
        "/near-misses",
        "/near-misses?max_changes=3",
        "/near-misses?group_by=municipality",
        "/audit",
        "/export?format=csv",
        "/export?format=geojson",
        "/export?format=csv&for=employer&employer=Helder%20Poets",
        "/export?format=csv&for=mediator&lang=en",
    ];
    let paths = paths.map(|path| format!("/v1/plans/{plan}{path}"));
    for path in paths.into_iter().chain([format!("/v1/plans/compare?a={plan}&b={plan}")]) {
        let answer = service.get(&path).await;
        answers.push((format!("{path}: {}", answer.status), String::from_utf8(answer.bytes).unwrap()));
    }
    answers
}

/// Where each operation of the service is held against a person on hold, or why there is nothing to hold. An operation
/// that is not here fails a test: think of what it tells before it is written.
const OPERATIONS: &[(&str, &str)] = &[
    ("GET /v1/demo-data", "about no stored person"),
    ("GET /v1/demo-data/{id}", "about no stored person"),
    ("POST /v1/evaluations", "asked, and neutral_writes"),
    ("POST /v1/handovers", "neutral_writes"),
    ("POST /v1/handovers/{id}/receipt", "by the one who handed over, about a release"),
    ("GET /v1/health", "about no stored person"),
    ("GET /v1/import-mappings", "titles of columns"),
    ("GET /v1/imports/{id}", "a_table_and_a_patch_tell_no_gate"),
    ("DELETE /v1/imports/{id}", "about no stored person"),
    ("PATCH /v1/imports/{id}/rows", "a_table_and_a_patch_tell_no_gate: the same report"),
    ("PATCH /v1/imports/{id}/rows/{row}", "a_table_and_a_patch_tell_no_gate: the same report"),
    ("POST /v1/interviews", "about pseudonyms and wishes that the caller sends, and no gate"),
    (
        "POST /v1/invitations/attendance",
        "counts of people per channel, segment and lead time, about nobody in particular",
    ),
    ("POST /v1/invitations/size", "counts of people per channel, about nobody in particular"),
    ("GET /v1/issue-types", "about no stored person"),
    ("GET /v1/metrics", "counts of events"),
    ("GET /v1/networks", "about no stored person"),
    ("GET /v1/networks/{name}/isochrone", "about no stored person"),
    ("GET /v1/networks/{name}/route", "about no stored person"),
    ("GET /v1/outcomes", "counts of events"),
    ("POST /v1/outcomes", "names nobody"),
    ("GET /v1/plans", "states of plans"),
    ("POST /v1/plans", "said_about_others, by the plan"),
    ("GET /v1/plans/compare", "said_about_others"),
    ("GET /v1/plans/{id}", "said_about_others"),
    ("DELETE /v1/plans/{id}", "about no stored person"),
    ("GET /v1/plans/{id}/audit", "said_about_others"),
    ("POST /v1/plans/{id}/cancel", "about no stored person"),
    ("GET /v1/plans/{id}/decisions", "what was decided, which neutral_writes refuses"),
    ("POST /v1/plans/{id}/decisions", "neutral_writes"),
    ("POST /v1/plans/{id}/edition-pins", "neutral_writes"),
    ("GET /v1/plans/{id}/events", "states of plans"),
    ("GET /v1/plans/{id}/explanations", "asked"),
    ("GET /v1/plans/{id}/export", "said_about_others"),
    ("GET /v1/plans/{id}/file", "said_about_others"),
    ("GET /v1/plans/{id}/near-misses", "said_about_others"),
    ("GET /v1/plans/{id}/pools", "what is full in a plan, in which people on hold take nothing"),
    ("GET /v1/plans/{id}/pins", "what was pinned"),
    ("POST /v1/plans/{id}/pins", "neutral_writes"),
    ("GET /v1/plans/{id}/sheet", "asked"),
    ("GET /v1/plans/{id}/value-of-one-more", "counts of people proposed something"),
    ("GET /v1/plans/{id}/what-would-help", "asked"),
    ("GET /v1/policy-packs", "about no stored person"),
    ("GET /v1/policy-packs/{name}", "about no stored person"),
    ("PUT /v1/policy-packs/{name}", "about no stored person"),
    ("GET /v1/ready", "about no stored person"),
    ("GET /v1/reason-codes", "about no stored person"),
    ("POST /v1/releases", "neutral_writes"),
    ("GET /v1/scenarios", "names of scenarios"),
    ("POST /v1/scenarios", "judges what the caller sends"),
    ("POST /v1/scenarios/import", "a_table_and_a_patch_tell_no_gate"),
    ("GET /v1/scenarios/{id}", "sizes"),
    ("DELETE /v1/scenarios/{id}", "about no stored person"),
    ("GET /v1/scenarios/{id}/body", "all that was sent, gates too: for who sent it, and for the checker"),
    (
        "POST /v1/scenarios/{id}/fair-answers",
        "who was invited and said what, which the caller wrote; no gate is looked at",
    ),
    ("POST /v1/scenarios/{id}/patches", "a_table_and_a_patch_tell_no_gate"),
    ("GET /v1/scenarios/{id}/validation", "judges what the caller sent"),
    ("POST /v1/shortlists", "asked"),
    ("GET /v1/version", "about no stored person"),
];

#[test]
fn every_operation_of_the_service_is_held_against_a_person_on_hold() {
    let document: Value = serde_json::from_str(include_str!("../../fixtures/openapi.json")).unwrap();
    let verbs = ["get", "post", "put", "patch", "delete"];
    let paths = document["paths"].as_object().unwrap().iter();
    let of_path = |(path, verbs_of): (&String, &Value)| {
        let verbs = verbs.iter().filter(|verb| verbs_of.get(**verb).is_some());
        verbs.map(|verb| format!("{} {path}", verb.to_uppercase())).collect::<Vec<_>>()
    };
    let there: std::collections::BTreeSet<_> = paths.flat_map(of_path).collect();
    let listed = OPERATIONS.iter().map(|(operation, _)| (*operation).to_owned()).collect();
    assert_eq!(there, listed, "say in OPERATIONS what the operation tells about a person on hold, and test it");
}

/// Operations of a patch about one person that could tell a gate.
fn patches(person: &str) -> Vec<Value> {
    let at = format!("/jobseekers/[id={person}]");
    let gate = format!("{at}/gate");
    vec![
        json!([{"op": "test", "path": gate, "value": "ocmw_hold"}]),
        json!([{"op": "remove", "path": gate}]),
        json!([{"op": "replace", "path": gate, "value": "none"}]),
        json!([{"op": "copy", "from": gate, "path": "/story"}]),
        json!([{"op": "move", "from": gate, "path": format!("{at}/home")}]),
        json!([{"op": "test", "path": at, "value": {}}]),
        json!([{"op": "copy", "from": at, "path": "/vacancies/-"}]),
        json!([{"op": "add", "path": format!("{gate}/on"), "value": "2025-09-01"}]),
        json!([{"op": "remove", "path": "/jobseekers/[gate=ocmw_hold]/goals"}]),
        json!([{"op": "add", "path": gate, "value": "none"}]),
    ]
}

#[tokio::test]
async fn a_table_and_a_patch_tell_no_gate() {
    let mut told = Vec::new();
    for cause in [HELD, ONLY_ADVICE, STARTS_LATE] {
        let service = Service::start().await;
        let id = service.with_scenario(&unavailable(3).to_string()).await;
        let person = format!("n{cause:03}");
        let mut answers = Vec::new();
        for patch in patches(&person) {
            let answer = service.post(&format!("/v1/scenarios/{id}/patches"), &patch).await;
            let issues = answer.body["errors"].to_string().replace(&person, "someone");
            answers.push(format!("{} {} {issues}", answer.status, answer.body["code"]));
        }
        let table = format!("id;gate;max reistijd\n{person};none;45\n");
        let rows = crate::tables_in_http::rows_of(&service, &id, &table).await;
        answers.push(rows.to_string().replace(&person, "someone"));
        told.push(answers);
    }
    assert!(
        told[0][..9].iter().all(|answer| answer.starts_with("422") && answer.contains("GATE_NOT_ASKED")),
        "{told:#?}"
    );
    assert!(told[0][9].starts_with("201") && told[0][10].contains("gate"), "{told:#?}");
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}

/// How far two samples are from being drawn from one: the z of Mann and Whitney's rank sum, ties shared.
pub(crate) fn mann_whitney(a: &[f64], b: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> = a.iter().map(|&x| (x, true)).chain(b.iter().map(|&x| (x, false))).collect();
    all.sort_by(|x, y| x.0.total_cmp(&y.0));
    let (mut at, mut ranks_of_a) = (0, 0.0);
    for alike in all.chunk_by(|x, y| x.0 == y.0) {
        let shared = at as f64 + (alike.len() as f64 + 1.0) / 2.0;
        ranks_of_a += shared * alike.iter().filter(|(_, is_a)| *is_a).count() as f64;
        at += alike.len();
    }
    let (n, m) = (a.len() as f64, b.len() as f64);
    let u = ranks_of_a - n * (n + 1.0) / 2.0;
    (u - n * m / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt()
}

#[test]
fn the_rank_test_tells_a_shift_and_nothing_else() {
    let noise = |seed: u64| (0..200).map(move |at| ((at * 7919 + seed * 104_729) % 1000) as f64).collect::<Vec<_>>();
    let (a, b) = (noise(1), noise(2));
    assert!(mann_whitney(&a, &b).abs() < 2.0);
    let shifted: Vec<_> = b.iter().map(|x| x + 200.0).collect();
    assert!(mann_whitney(&a, &shifted) < -4.0);
}

/// Seconds of each question about the people of one cause and of another, in turn; `added` is waited for the first.
pub(crate) async fn timed(
    service: &Service,
    ask: impl AsyncFn(&Service, usize),
    added: std::time::Duration,
) -> (Vec<f64>, Vec<f64>) {
    let (mut held, mut other) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // The order changes each round, so that neither is always the second.
        for side in if round % 2 == 0 { [0, 2] } else { [2, 0] } {
            let begun = Instant::now();
            if side == 0 && !added.is_zero() {
                tokio::time::sleep(added).await;
            }
            ask(service, side + 3 * (round % (PEOPLE / 3))).await;
            if side == 0 { &mut held } else { &mut other }.push(begun.elapsed().as_secs_f64());
        }
    }
    (held, other)
}

const ROUNDS: usize = 150;
pub(crate) const PEOPLE: usize = 60;
/// Beyond this many deviations two samples are told apart: once in some ten thousand tests where there is nothing to
/// tell.
pub(crate) const TOLD_APART: f64 = 4.0;

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[tokio::test]
    async fn what_is_said_about_others_is_the_same_whatever_keeps_someone_out() {
        let held = said_about_others(HELD).await;
        assert!(held.iter().all(|(question, _)| question.starts_with('{') || question.ends_with(": 200")), "{held:#?}");
        assert_eq!(held, said_about_others(ONLY_ADVICE).await);
        assert_eq!(held, said_about_others(STARTS_LATE).await);
        // An available person is visible: at least in the list of the vacancy.
        assert_ne!(held[0], said_about_others(AVAILABLE).await[0]);
    }

    #[tokio::test]
    async fn no_clock_tells_a_held_person_from_another_who_is_not_available() {
        let service = Service::start().await;
        let scenario = service.with_scenario(&unavailable(PEOPLE).to_string()).await;
        let plan = planned(&service, &scenario).await;
        let shortlist = async |service: &Service, person: usize| {
            let ask = json!({"scenario_id": scenario, "jobseeker": format!("n{person:03}")});
            service.post("/v1/shortlists", &ask).await.is(200);
        };
        let explanation = async |service: &Service, person: usize| {
            let path = format!("/v1/plans/{plan}/explanations?jobseeker=n{person:03}&offer=poets");
            service.get(&path).await.is(200);
        };
        let help = async |service: &Service, person: usize| {
            service.get(&format!("/v1/plans/{plan}/what-would-help?jobseeker=n{person:03}")).await.is(200);
        };
        let none = std::time::Duration::ZERO;
        // A noisy machine may tell apart what is alike, once; never three times in a row.
        let mut told = [0.0; 3];
        for _ in 0..3 {
            let samples = [
                timed(&service, &shortlist, none).await,
                timed(&service, &explanation, none).await,
                timed(&service, &help, none).await,
            ];
            told = samples.map(|(held, other)| mann_whitney(&held, &other).abs());
            if told.iter().all(|&z| z < TOLD_APART) {
                break;
            }
        }
        assert!(told.iter().all(|&z| z < TOLD_APART), "a clock tells the hold: {told:?}");
        // The same clock would tell two milliseconds more.
        let (slower, other) = timed(&service, &shortlist, std::time::Duration::from_millis(2)).await;
        assert!(mann_whitney(&slower, &other) > TOLD_APART);
    }
}
