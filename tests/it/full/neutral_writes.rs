//! Red line 3 where something is written: decisions, pins, releases and handovers about a held person read, and take as
//! long, as those about any other who is not available.

use std::time::Duration;

use serde_json::{Value, json};

use crate::asking::planned;
use crate::decisions_http::release;
use crate::neutral::{PEOPLE, TOLD_APART, mann_whitney, timed, unavailable, without_noise};
use crate::service::Service;

/// Everything that may be written about a person: the path and the body.
fn writes(scenario: &str, plan: &str, person: &str) -> Vec<(String, Value)> {
    let decide = |decision: &str, reason: &str, more: Value| {
        let mut body = json!({"jobseeker": person, "vacancy": "poets", "decision": decision, "reason": reason, "mediator": "mediator"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        (format!("/v1/plans/{plan}/decisions"), body)
    };
    let pin = |vacancy: &str, mode: &str, reason: &str| {
        let body = json!({"jobseeker": person, "vacancy": vacancy, "mode": mode, "reason": reason});
        (format!("/v1/plans/{plan}/pins"), body)
    };
    vec![
        decide("accept", "fits", json!({})),
        decide("reject", "client_declined", json!({})),
        decide("change", "client_agreed", json!({"changed_to": "avond"})),
        pin("poets", "require", "client_agreed"),
        pin("avond", "require", "client_agreed"),
        pin("poets", "forbid", "client_declined"),
        (
            format!("/v1/plans/{plan}/edition-pins"),
            json!({"jobseeker": person, "start": "2025-09-08", "mode": "require"}),
        ),
        ("/v1/releases".to_owned(), release(scenario, person)),
        (
            "/v1/handovers".to_owned(),
            json!({"scenario_id": scenario, "jobseeker": person, "from": "ocmw", "to": "vdab"}),
        ),
        (
            "/v1/evaluations".to_owned(),
            json!({"scenario_id": scenario, "assignments": [{"jobseeker": person, "vacancy": "poets"}]}),
        ),
    ]
}

/// Status, headers and body of each answer, but for what is new in every one: IDs, moments, revisions.
async fn answered(service: &Service, scenario: &str, plan: &str, person: &str) -> Vec<(u16, Vec<String>, String)> {
    let mut answers = Vec::new();
    for (path, body) in writes(scenario, plan, person) {
        let mut answer = service.post(&path, &body).await;
        for new in ["trace_id", "id", "scenario_id", "sent_at"] {
            if let Some(value) = answer.body.get_mut(new) {
                *value = json!(value.as_str().unwrap().len());
            }
        }
        if let Some(revision) = answer.body.get_mut("revision") {
            *revision = json!("one more than there were");
        }
        // The unassigned are all the others, by name: only their number is compared.
        if let Some(left) = answer.body.get_mut("unassigned") {
            *left = json!(left.as_array().unwrap().len());
            without_noise(&mut answer.body);
            answer.bytes = answer.body.to_string().into_bytes();
        }
        let named = |name: &&reqwest::header::HeaderName| *name != "date";
        let mut headers: Vec<_> = answer.headers.keys().filter(named).map(ToString::to_string).collect();
        headers.push(answer.bytes.len().to_string());
        answers.push((answer.status, headers, answer.body.to_string().replace(person, "someone")));
    }
    answers
}

#[tokio::test]
async fn what_is_written_about_a_held_person_is_answered_as_about_any_other() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&unavailable(3).to_string()).await;
    let plan = planned(&service, &scenario).await;
    let held = answered(&service, &scenario, &plan, "n000").await;
    let statuses: Vec<_> = held.iter().map(|(status, ..)| *status).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 201, 201, 201, 201, 200], "{held:#?}");
    for (_, _, text) in &held[..5] {
        assert!(text.contains("NOT_PROPOSED") || text.contains("NOT_AVAILABLE_NOW"), "{text}");
    }
    assert_eq!(held, answered(&service, &scenario, &plan, "n001").await, "only wants advice");
    assert_eq!(held, answered(&service, &scenario, &plan, "n002").await, "starts after the horizon");
    for (_, _, text) in &held {
        let lower = text.to_lowercase();
        for trace in ["ocmw", "cpas", "hold\"", "leefloon", "vrijgave", "advice"] {
            assert!(!lower.contains(trace), "{trace} in {text}");
        }
    }
    // Someone who is available gets other answers: the comparison can see a difference.
    let free = answered(&service, &scenario, &plan, "ana").await;
    assert!(free[3].0 == 201 && free[9].2 != held[9].2, "{free:#?}");
}

#[tokio::test]
async fn no_clock_tells_a_held_person_where_something_is_written() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&unavailable(PEOPLE).to_string()).await;
    let plan = planned(&service, &scenario).await;
    let n_writes = writes(&scenario, &plan, "n000").len();
    for at in 0..n_writes {
        let write = async |service: &Service, person: usize| {
            let (path, body) = writes(&scenario, &plan, &format!("n{person:03}")).swap_remove(at);
            assert!(service.post(&path, &body).await.status < 500);
        };
        // A noisy machine may tell apart what is alike, once; never three times in a row.
        let mut told = Vec::new();
        while told.len() < 3 && told.last().is_none_or(|&z| z >= TOLD_APART) {
            let (held, other) = timed(&service, write, Duration::ZERO).await;
            told.push(mann_whitney(&held, &other).abs());
        }
        let path = &writes(&scenario, &plan, "n000")[at].0;
        assert!(told.iter().any(|&z| z < TOLD_APART), "a clock tells the hold at {path}: {told:?}");
    }
}
