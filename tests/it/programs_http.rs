//! What a program that integrates needs: examples that work, codes with captions, journeys it can draw, lists it can page.

use serde_json::{Value, json};

use crate::asking::story;
use crate::service::Service;

/// The document, and the example at the body of an operation.
fn document() -> Value {
    schakel::http::document()
}

fn example(operation: &str) -> Value {
    let (method, path) = operation.split_once(' ').unwrap();
    let content = &document()["paths"][path][method.to_lowercase()]["requestBody"]["content"]["application/json"];
    content["example"].clone()
}

#[test]
fn every_operation_that_reads_json_has_an_example_of_its_schema() {
    let document = document();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let content = &operation["requestBody"]["content"]["application/json"];
            if content.is_null() {
                continue;
            }
            let example = content.get("example").unwrap_or_else(|| panic!("{method} {path} has no example"));
            let mut schema = content["schema"].clone();
            schema["components"] = document["components"].clone();
            let wrong: Vec<_> = jsonschema::options()
                .build(&schema)
                .unwrap()
                .iter_errors(example)
                .map(|error| error.to_string())
                .collect();
            assert!(wrong.is_empty(), "{method} {path}: {wrong:?}");
        }
    }
    let listed = include_str!("../../fixtures/examples.json");
    let listed: Value = serde_json::from_str(listed).unwrap();
    for (operation, told) in listed.as_object().unwrap() {
        assert_eq!(example(operation), *told, "{operation} is no operation with a body");
    }
}

#[tokio::test]
async fn examples_are_accepted_by_the_service() {
    let service = Service::start().await;
    let scenario = service.post("/v1/scenarios", &example("POST /v1/scenarios")).await.is(201).body;
    let id = scenario["id"].as_str().unwrap().to_owned();
    let of_scenario = |operation: &str| {
        let mut body = example(operation);
        body["scenario_id"] = json!(id);
        body
    };
    let plan = service.post("/v1/plans", &of_scenario("POST /v1/plans")).await.is(202).body;
    let plan = plan["id"].as_str().unwrap().to_owned();
    service.ended(&plan).await;
    for operation in ["POST /v1/shortlists", "POST /v1/evaluations"] {
        service.post(operation.trim_start_matches("POST "), &of_scenario(operation)).await.is(200);
    }
    for operation in ["POST /v1/interviews", "POST /v1/invitations/size", "POST /v1/invitations/attendance"] {
        service.post(operation.trim_start_matches("POST "), &example(operation)).await.is(200);
    }
    let handover = service.post("/v1/handovers", &of_scenario("POST /v1/handovers")).await.is(201).body;
    let receipt = format!("/v1/handovers/{}/receipt", handover["id"].as_str().unwrap());
    service.post(&receipt, &example("POST /v1/handovers/{id}/receipt")).await.is(200);
    service.post("/v1/outcomes", &example("POST /v1/outcomes")).await.is(204);
    for what in ["decisions", "pins"] {
        let operation = format!("POST /v1/plans/{{id}}/{what}");
        service.post(&format!("/v1/plans/{plan}/{what}"), &example(&operation)).await.is(201);
    }
    service.post("/v1/releases", &of_scenario("POST /v1/releases")).await.is(201);
    let newest = service.get(&format!("/v1/scenarios/{id}?latest=true")).await.is(200).body;
    let patches = format!("/v1/scenarios/{}/patches", newest["id"].as_str().unwrap());
    service.post(&patches, &example("POST /v1/scenarios/{id}/patches")).await.is(201);
    let pack = example("PUT /v1/policy-packs/{name}");
    let path = format!("/v1/policy-packs/{}", pack["name"].as_str().unwrap());
    service.send(service.request(reqwest::Method::PUT, &path).json(&pack)).await.is(201);
}

#[tokio::test]
async fn what_is_scarce_is_listed_and_every_code_of_a_plan_has_a_caption() {
    let service = Service::start().await;
    let scenario = service.with_story("the-last-coach").await;
    let plan = service.with_plan(&scenario).await;
    let view = service.get(&format!("/v1/plans/{plan}")).await.is(200).body;
    let captions = view["captions"].as_object().unwrap();
    for level in view["levels"].as_array().unwrap() {
        assert!(captions.contains_key(level["level"].as_str().unwrap()), "{level}");
    }
    for reason in view["unassigned"][0]["reasons"].as_array().unwrap() {
        assert!(captions.contains_key(reason["code"].as_str().unwrap()), "{reason}");
    }
    let all = service.get(&format!("/v1/plans/{plan}/pools")).await.is(200).body;
    let pools = all["pools"].as_array().unwrap();
    let names: Vec<_> = pools.iter().map(|pool| pool["pool"].as_str().unwrap()).collect();
    assert_eq!(names, ["openings/keuken", "supports/coach"]);
    assert_eq!(pools[1]["one_more"]["nl"], "nog een taalcoach op de werkvloer (1 week, 900 euro)");
    let first = service.get(&format!("/v1/plans/{plan}/pools?limit=1")).await.is(200).body;
    let next = first["next"].as_str().unwrap().replace('/', "%2F");
    let second = service.get(&format!("/v1/plans/{plan}/pools?limit=1&page={next}")).await.is(200).body;
    assert_eq!([&first["pools"][0], &second["pools"][0]], [&pools[0], &pools[1]]);
    for pool in names {
        let pool = pool.replace('/', "%2F");
        let answer = service.get(&format!("/v1/plans/{plan}/value-of-one-more?pool={pool}")).await;
        assert!([200, 202].contains(&answer.status), "{:#}", answer.body);
    }
}

#[tokio::test]
async fn a_proposal_has_its_journey_leg_by_leg() {
    let service = Service::start().await;
    let with_bus = service.with_scenario(&story("a-childcare-place-near-work").to_string()).await;
    let plan = service.with_plan(&with_bus).await;
    let person = story("a-childcare-place-near-work")["jobseekers"][0]["id"].as_str().unwrap().to_owned();
    let told = service.get(&format!("/v1/plans/{plan}/explanations?jobseeker={person}")).await.is(200).body;
    let itinerary = &told["itinerary"];
    assert_eq!((&itinerary["day"], itinerary["there"].as_array().unwrap().len()), (&json!("mon"), 4), "{itinerary:#}");
    for way in ["there", "back"] {
        let legs = itinerary[way].as_array().unwrap();
        let ends = |leg: &Value| [leg["from"].clone(), leg["to"].clone()];
        let kinds: Vec<_> = legs.iter().map(|leg| leg["to"]["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"childcare") && kinds.contains(&"stop"), "{kinds:?}");
        // Each leg begins where the one before ended, and no earlier.
        for pair in legs.windows(2) {
            assert_eq!(ends(&pair[0])[1], ends(&pair[1])[0], "{pair:#?}");
            assert!(pair[0]["arrive"].as_str() <= pair[1]["depart"].as_str(), "{pair:#?}");
        }
        let rides: Vec<_> = legs.iter().filter(|leg| leg["mode"] == "transit").collect();
        assert!(rides.iter().all(|leg| leg["vehicle"] == "bus" && leg["line"] == "1"), "{rides:#?}");
        assert!(legs.iter().all(|leg| leg["from"]["lon"].is_f64() && leg["to"]["lat"].is_f64()));
    }
    let minutes = |text: &Value| {
        let (hours, minutes) = text.as_str().unwrap().split_once(':').unwrap();
        hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
    };
    // Work begins at nine: what is between leaving home and that is told as a number too.
    let leaves = minutes(&itinerary["there"][0]["depart"]);
    assert_eq!(9 * 60 - leaves, itinerary["minutes_there"].as_i64().unwrap());
    let on_foot = service.with_story("goes-on-foot").await;
    let plan = service.with_plan(&on_foot).await;
    let person = story("goes-on-foot")["jobseekers"][0]["id"].as_str().unwrap().to_owned();
    let told = service.get(&format!("/v1/plans/{plan}/explanations?jobseeker={person}")).await.is(200).body;
    let there = told["itinerary"]["there"].as_array().unwrap();
    let leg = &there[0];
    assert_eq!((there.len(), &leg["mode"], &leg["to"]["kind"]), (1, &json!("walk"), &json!("work")));
    assert_eq!(minutes(&leg["arrive"]) - minutes(&leg["depart"]), told["itinerary"]["minutes_there"].as_i64().unwrap());
}
