//! Red line 1 over HTTP: what an employer sees is what a mediator accepted last, and nothing of anyone else.

use serde_json::{Value, json};

use crate::asking::{planned, story};
use crate::service::Service;
use crate::support::put;

/// Two employers with the same work for four people each, eight people for it, and one whom the OCMW holds.
fn two_employers() -> Value {
    let mut scenario = story("more-people-than-openings");
    let ana = scenario["jobseekers"][0].clone();
    put(&mut scenario, "/jobseekers", json!([]));
    for at in 0..9 {
        let mut person = ana.clone();
        put(&mut person, "/id", json!(format!("person-{at}")));
        put(&mut person, "/gate", json!(if at == 8 { "ocmw_hold" } else { "none" }));
        put(&mut scenario, "/jobseekers/-", person);
    }
    put(&mut scenario, "/vacancies/0/openings", json!(4));
    let mut other = scenario["vacancies"][0].clone();
    put(&mut other, "/id", json!("stilte"));
    put(&mut other, "/employer", json!("Stille Poets"));
    put(&mut scenario, "/vacancies/-", other);
    scenario
}

/// Posts a decision and returns the status of the answer.
async fn decide(service: &Service, plan: &str, (person, vacancy): (&str, &str), decision: &str) -> u16 {
    let reason = match decision {
        "accept" => "fits",
        "change" => "client_agreed",
        _ => "client_declined",
    };
    let mut body = json!({"jobseeker": person, "vacancy": vacancy, "decision": decision, "reason": reason, "mediator": "mediator-17"});
    if decision == "change" {
        put(&mut body, "/changed_to", json!(if vacancy == "poets" { "stilte" } else { "poets" }));
    }
    service.post(&format!("/v1/plans/{plan}/decisions"), &body).await.status
}

/// The people that an employer's table names, in order; checks that no form of it names anyone else.
async fn seen(service: &Service, plan: &str, employer: &str) -> Vec<String> {
    let path = |format: &str| {
        let employer = employer.replace(' ', "%20");
        format!("/v1/plans/{plan}/export?format={format}&for=employer&employer={employer}")
    };
    let named = async |format: &str| {
        let text = String::from_utf8(service.get(&path(format)).await.is(200).bytes).unwrap();
        (0..9).map(|at| format!("person-{at}")).filter(|person| text.contains(person)).collect::<Vec<_>>()
    };
    let table = named("csv").await;
    assert!(named("geojson").await.iter().all(|person| table.contains(person)));
    service.get(&path("xlsx")).await.is(200);
    table
}

#[tokio::test]
async fn an_employer_sees_only_what_a_mediator_accepted_last_and_only_its_own() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&two_employers().to_string()).await;
    let plan = planned(&service, &scenario).await;
    let of = async |vacancy: &str| -> Vec<String> {
        let plan = service.app.cache.plan("kina", &plan).await.unwrap();
        let theirs = plan.file.shown().assignments.iter().filter(|proposal| proposal.proposed() == vacancy);
        theirs.map(|proposal| proposal.jobseeker.clone()).collect()
    };
    let (helder, stille) = (of("poets").await, of("stilte").await);
    assert_eq!((helder.len(), stille.len()), (4, 4));
    for employer in ["Helder Poets", "Stille Poets"] {
        assert!(seen(&service, &plan, employer).await.is_empty(), "nobody decided yet");
    }
    let decisions: [(&str, &[&[&str]]); 2] = [
        ("poets", &[&["accept"], &["change"], &["reject"], &["accept", "reject"]]),
        ("stilte", &[&["reject", "accept"], &["accept"], &[], &["accept", "change"]]),
    ];
    for (vacancy, about) in decisions {
        for (person, decided) in of(vacancy).await.iter().zip(about) {
            for decision in *decided {
                assert_eq!(decide(&service, &plan, (person, vacancy), decision).await, 201);
            }
        }
        // Nobody can say yes for someone the plan does not propose.
        assert_eq!(decide(&service, &plan, ("person-8", vacancy), "accept").await, 422);
    }
    assert_eq!(seen(&service, &plan, "Helder Poets").await, [helder[0].clone()]);
    let mut accepted = stille[..2].to_vec();
    accepted.sort();
    assert_eq!(seen(&service, &plan, "Stille Poets").await, accepted);
    // Without a name there is no table for an employer, and a name that nobody has is no name.
    let path = format!("/v1/plans/{plan}/export?format=csv&for=employer");
    service.get(&path).await.is(422);
    service.get(&format!("{path}&employer=Helder")).await.is(422);
}

#[tokio::test]
async fn who_is_held_is_in_no_employers_table_even_where_plan_and_decision_say_so() {
    let service = Service::start().await;
    let free = two_employers().to_string().replace("ocmw_hold", "none").replace("\"openings\":4", "\"openings\":5");
    let free = service.with_scenario(&free).await;
    let plan = planned(&service, &free).await;
    for vacancy in ["poets", "stilte"] {
        let insert = "INSERT INTO decisions (id, plan_id, jobseeker, vacancy, decision, reason, mediator, decided_at) \
                      VALUES ($1, $2, 'person-8', $1, 'accept', 'fits', 'mediator', '2025-09-02T00:00:00.000Z')";
        sqlx::query(insert).bind(vacancy).bind(&plan).execute(service.app.store.pool()).await.unwrap();
    }
    let both = async |plan: &str| {
        let mut people = seen(&service, plan, "Helder Poets").await;
        people.extend(seen(&service, plan, "Stille Poets").await);
        people
    };
    assert_eq!(both(&plan).await, ["person-8"], "the test can see it");
    // The same plan and the same yes, of a region in which the person is held.
    let held = two_employers().to_string().replace("\"openings\":4", "\"openings\":5");
    let held = service.with_scenario(&held).await;
    let other = planned(&service, &held).await;
    let copy = "UPDATE plans SET result = (SELECT result FROM plans WHERE id = $1) WHERE id = $2";
    sqlx::query(copy).bind(&plan).bind(&other).execute(service.app.store.pool()).await.unwrap();
    let copy = "UPDATE decisions SET plan_id = $1";
    sqlx::query(copy).bind(&other).execute(service.app.store.pool()).await.unwrap();
    assert!(both(&other).await.is_empty());
}
