//! Every count of people that leaves over HTTP, gathered from all answers about a plan: coarse, the same when asked
//! again, and of no use to who compares a scenario with its next revision.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::asking::planned;
use crate::service::Service;
use crate::support::put;
use crate::suppression::people;

/// Numbers about other people, by where they stand.
type Counts = BTreeMap<String, i64>;

/// Every count about `plan`, from every answer that has one.
async fn counts(service: &Service, plan: &str) -> Counts {
    let mut all = Counts::new();
    let mut note = |name: String, value: &Value| {
        if let Some(count) = value.as_i64() {
            all.insert(name, count);
        }
    };
    let audit = service.get(&format!("/v1/plans/{plan}/audit")).await.is(200).body;
    for table in audit["tables"].as_array().unwrap() {
        for cell in table["groups"].as_array().unwrap() {
            for number in ["people", "placed"] {
                note(format!("audit/{}/{}/{number}", table["by"], cell["group"]), &cell[number]);
            }
        }
    }
    for number in ["people", "placed"] {
        note(format!("audit/everyone/{number}"), &audit["everyone"][number]);
    }
    let view = service.get(&format!("/v1/plans/{plan}")).await.is(200).body;
    for vacancy in view["vacancies"].as_array().unwrap() {
        note(format!("plan/{}/candidates", vacancy["vacancy"]), &vacancy["candidates"]);
        for reason in vacancy["reasons"].as_array().into_iter().flatten() {
            for (code, about) in reason.as_object().unwrap() {
                note(format!("plan/{}/{code}/{}", vacancy["vacancy"], about["rule"]), &about["pairings"]);
                note(format!("plan/{}/{reason}", vacancy["vacancy"]), &reason["pairings"]);
            }
        }
        let id = vacancy["vacancy"].as_str().unwrap();
        let about = service.get(&format!("/v1/plans/{plan}/explanations?offer={id}")).await.is(200).body;
        note(format!("explanations/{id}"), &about["possible_for"]["count"]);
    }
    assert!(view["certificate"].get("parts").is_none(), "the proof names what others could have had");
    for by in ["rule", "municipality"] {
        for changes in 1..=3 {
            let path = format!("/v1/plans/{plan}/near-misses?group_by={by}&max_changes={changes}");
            for group in service.get(&path).await.is(200).body["groups"].as_array().unwrap() {
                for number in ["people", "near_misses", "unlocked"] {
                    note(format!("near-misses/{changes}/{}/{number}", group["group"]), &group[number]);
                }
            }
        }
    }
    let map = service.get(&format!("/v1/plans/{plan}/export?format=geojson")).await.is(200);
    let map: Value = serde_json::from_slice(&map.bytes).unwrap();
    for home in map["features"].as_array().unwrap().iter().filter(|one| one["properties"]["kind"] == "home") {
        note(format!("map/{}", home["geometry"]["coordinates"]), &home["properties"]["people"]);
    }
    all
}

#[tokio::test]
async fn every_count_is_coarse_and_the_same_when_asked_again() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&people(1).to_string()).await;
    let plan = planned(&service, &scenario).await;
    let file = service.app.store.plan_result("kina", &plan).await.unwrap().unwrap();
    let file: Value = serde_json::from_reader(flate2::read::GzDecoder::new(&file[..])).unwrap();
    let exact = file["vacancies"][0]["candidates"].as_i64().unwrap();
    assert!(exact > 0 && exact % 10 != 0, "nothing to hide: {exact}");
    let first = counts(&service, &plan).await;
    for part in ["audit/", "plan/", "near-misses/", "map/"] {
        assert!(first.keys().any(|name| name.starts_with(part)), "{part} has no counts: {first:#?}");
    }
    for (name, count) in &first {
        assert_eq!(count % 10, 0, "{name}");
    }
    assert_eq!(counts(&service, &plan).await, first);
    let candidates = &first["plan/\"poets\"/candidates"];
    assert_eq!(first.get("explanations/poets"), Some(candidates).filter(|count| **count > 0));
    // Employers see nobody that no mediator accepted, and no homes.
    let map = service
        .get(&format!("/v1/plans/{plan}/export?format=geojson&for=employer&employer=Helder%20Poets"))
        .await
        .is(200);
    assert_eq!(serde_json::from_slice::<Value>(&map.bytes).unwrap()["features"], json!([]));
    let view = service.get(&format!("/v1/plans/{plan}")).await.is(200).body;
    assert_eq!(view["kpis"]["candidates"].as_u64().unwrap_or(0) % 10, 0);
}

/// The age group whose people moved most against the trend of everyone: whom a revision took away.
fn suspected(before: &Counts, after: &Counts) -> Option<String> {
    let groups = ["under_25", "25_to_54", "55_and_over"];
    let name = |group: &str| format!("audit/\"age_group\"/\"{group}\"/people");
    let of = |counts: &Counts, group: &str| counts.get(&name(group)).copied().unwrap_or(0);
    let falls = groups.map(|group| of(before, group) - of(after, group));
    let most = *falls.iter().max().unwrap();
    let fell: Vec<_> = groups.iter().zip(falls).filter(|(_, fall)| *fall == most && most > 0).collect();
    (fell.len() == 1).then(|| (*fell[0].0).to_owned())
}

fn age_group(person: &Value) -> String {
    let age = 2025 - person["birth_year"].as_i64().unwrap();
    let group = if age < 25 { "under_25" } else { ["25_to_54", "55_and_over"][usize::from(age >= 55)] };
    group.to_owned()
}

/// The ages of a scenario, counted.
fn ages(scenario: &Value) -> Counts {
    let mut counts = Counts::new();
    for person in scenario["jobseekers"].as_array().unwrap() {
        *counts.entry(format!("audit/\"age_group\"/\"{}\"/people", age_group(person))).or_default() += 1;
    }
    counts
}

#[tokio::test]
async fn a_revision_with_one_person_less_tells_nothing_about_that_person() {
    let service = Service::start().await;
    let fixed = sqlx::query("INSERT INTO secrets (name, value) VALUES ('counts', $1)").bind(vec![3_u8; 32]);
    fixed.execute(service.app.store.pool()).await.unwrap();
    let scenario = people(2);
    let first = service.with_scenario(&scenario.to_string()).await;
    let before = planned(&service, &first).await;
    let before = counts(&service, &before).await;
    let (mut exact, mut ours, mut moved, mut told, tries) = (0, 0, 0, 0, 18);
    for at in 0..tries {
        let victim = &scenario["jobseekers"][at * 3];
        let patch = json!([{"op": "remove", "path": format!("/jobseekers/[id={}]", victim["id"].as_str().unwrap())}]);
        let revised = service.post(&format!("/v1/scenarios/{first}/patches"), &patch).await.is(201).body;
        let plan = planned(&service, revised["id"].as_str().unwrap()).await;
        let after = counts(&service, &plan).await;
        ours += usize::from(suspected(&before, &after) == Some(age_group(victim)));
        let mut without = scenario.clone();
        without["jobseekers"].as_array_mut().unwrap().remove(at * 3);
        exact += usize::from(suspected(&ages(&scenario), &ages(&without)) == Some(age_group(victim)));
        moved += before.iter().filter(|(name, count)| after.get(*name) != Some(count)).count();
        told += before.len();
    }
    // Every answer moves, not only those about the one who left.
    assert!(moved * 4 > told, "{moved} of {told}");
    println!("who left is found {ours} of {tries} times; from exact numbers {exact}");
    assert_eq!(exact, tries);
    assert!(ours * 2 <= tries, "{ours} of {tries}");
}

#[tokio::test]
async fn outcomes_tell_no_single_one() {
    let service = Service::start().await;
    let seen = async || {
        let body = service.get("/v1/outcomes").await.is(200).body;
        body["rates"].to_string()
    };
    let mut body = json!({"channel": "fair", "segment": "in_training", "outcome": "seen", "count": 9});
    let before = seen().await;
    service.post("/v1/outcomes", &body).await.is(204);
    assert_eq!(seen().await, before);
    put(&mut body, "/count", json!(1));
    service.post("/v1/outcomes", &body).await.is(204);
    let ten = seen().await;
    assert_ne!(ten, before);
    for _ in 0..9 {
        service.post("/v1/outcomes", &body).await.is(204);
        assert_eq!(seen().await, ten);
    }
}

/// A share of the policy: so many of a group.
fn share(id: &str, group: &Value, at_least: u32) -> Value {
    json!({"id": id, "group": group, "at_least": at_least})
}

/// Keys of numbers that are about no group of people: each is a fact of one thing, a place, a price or a limit.
const NO_COUNT_OF_PEOPLE: &[&str] = &[
    "hours_per_week",
    "lon",
    "lat",
    "points",
    "value",
    "bound",
    "gap",
    "weeks",
    "cost_euro",
    "measured",
    "limit",
    "revision",
    "attempt",
    "openings",
    "filled",
    "open",
    "level",
    "placed_percent",
    "without_start",
    "vacancies",
    "seconds",
    "elapsed_s",
    "time_limit_s",
    "used_for",
    "placed",
    "reading",
    "indexing",
    "candidates_s",
    "solving",
    "reasons",
    "hours",
    "minutes",
    "by",
    "changes",
    "least",
    "age",
    "max_changes",
    "of_people",
    "looked_at",
    "coordinates",
    "people_max",
    "drawn",
    "widened_percent",
];

/// Every whole number of an answer, with the path of keys to it.
fn numbers(value: &Value, path: &str, found: &mut Vec<(String, i64)>) {
    match value {
        Value::Number(number) => found.extend(number.as_i64().map(|number| (path.to_owned(), number))),
        Value::Array(items) => items.iter().for_each(|item| numbers(item, path, found)),
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| numbers(value, &format!("{path}/{key}"), found));
        }
        _ => {}
    }
}

#[tokio::test]
async fn floors_that_anyone_patches_in_count_no_group() {
    let service = Service::start().await;
    let mut scenario = people(3);
    let municipality = scenario["region"]["municipalities"][0]["nis"].clone();
    let groups =
        [json!({"municipality": municipality}), json!({"priority": "long_term"}), json!({"priority": "short_term"})];
    let shares: Vec<_> =
        (0..15).map(|at| share(&format!("s{at}"), &groups[at % 3], [1, 2, 5, 40, 1000][at / 3])).collect();
    put(&mut scenario, "/policy/shares", json!(shares));
    let id = service.with_scenario(&scenario.to_string()).await;
    let plan = service.plan(&id, json!({})).await;
    let view = service.ended(&plan).await;
    let missing = view["missing"].as_array().unwrap_or_else(|| panic!("{}", view["termination"]));
    assert!(!missing.is_empty(), "a floor of a thousand is missed");
    assert!(missing.iter().all(|missing| missing["units"].as_i64().unwrap() % 10 == 0), "{missing:?}");
    let floors = |levels: &Value| -> Vec<i64> {
        let levels =
            levels.as_array().unwrap_or_else(|| panic!("{view:#}")).iter().filter(|level| level["level"] == "floors");
        levels.flat_map(|level| [level["value"].as_i64().unwrap(), level["bound"].as_i64().unwrap_or(0)]).collect()
    };
    assert!(floors(&view["levels"]).iter().all(|value| value % 10 == 0), "{}", view["levels"]);
    assert_eq!(floors(&view["kpis"]["levels"]), [0; 0], "indicators have no noise: floors are not among them");
    let events = service.get(&format!("/v1/plans/{plan}/events")).await.is(200);
    let events = String::from_utf8(events.bytes).unwrap();
    for event in events.lines().filter_map(|line| line.strip_prefix("data: ")) {
        let event: Value = serde_json::from_str(event).unwrap();
        let is_early = event["level"].as_i64().is_some_and(|level| level <= 3);
        assert!(!is_early || event["best"].is_null(), "{event}");
    }
    // One assignment of one person: whether they are of a group must not be in the answer.
    let vacancy = scenario["vacancies"][0]["id"].clone();
    let mut told = std::collections::BTreeSet::new();
    for person in scenario["jobseekers"].as_array().unwrap().iter().take(30) {
        let ask = json!({"scenario_id": id, "assignments": [{"jobseeker": person["id"], "vacancy": vacancy}]});
        let answer = service.post("/v1/evaluations", &ask).await.is(200).body;
        for pool in answer["pools"].as_array().unwrap() {
            let off = pool["limit"].as_i64().unwrap() - pool["drawn"].as_i64().unwrap();
            assert_eq!(off % 10, 0, "{pool}");
            told.insert(pool["pool"].to_string());
        }
    }
    assert!(told.iter().any(|pool| pool.contains("quotas")), "a floor of a thousand is told: {told:?}");
}

#[tokio::test]
async fn every_number_of_every_answer_is_coarse_or_counts_no_people() {
    let service = Service::start().await;
    let scenario = people(4);
    let id = service.with_scenario(&scenario.to_string()).await;
    let plan = planned(&service, &id).await;
    let (person, vacancy) = (scenario["jobseekers"][0]["id"].clone(), scenario["vacancies"][0]["id"].clone());
    let mut answers = Vec::new();
    for path in ["", "/audit", "/near-misses", "/near-misses?group_by=municipality", "/pins", "/decisions"] {
        answers.push(service.get(&format!("/v1/plans/{plan}{path}")).await.is(200).body);
    }
    let (name, offer) = (person.as_str().unwrap(), vacancy.as_str().unwrap());
    for path in [
        format!("explanations?jobseeker={name}"),
        format!("explanations?offer={offer}"),
        format!("what-would-help?jobseeker={name}"),
    ] {
        answers.push(service.get(&format!("/v1/plans/{plan}/{path}")).await.is(200).body);
    }
    let ask = json!({"scenario_id": id, "vacancy": vacancy, "limit": 1});
    let shortlist = service.post("/v1/shortlists", &ask).await.is(200).body;
    let possible = shortlist["possible"].as_i64().unwrap();
    assert!(possible == 1 || possible % 10 == 0, "{possible}");
    answers.push(shortlist);
    let mut seen = 0;
    for answer in &answers {
        let mut found = Vec::new();
        numbers(answer, "", &mut found);
        for (path, number) in found {
            let key = path.rsplit('/').next().unwrap();
            seen += 1;
            let is_no_count = NO_COUNT_OF_PEOPLE.contains(&key) || path.contains("defaults") || path.contains("params");
            assert!(is_no_count || number % 10 == 0 || number == 1, "{path} is {number}: noise, or say what it counts");
        }
    }
    assert!(seen > 100, "{seen} numbers");
}
