//! An attacker who sees only answers over HTTP: totals, every dimension, a second plan with one person fewer. An attack
//! that works on exact numbers with small cells left out must not work on the answers of the service.

use std::collections::BTreeMap;

use schakel::answers::disclosure::{Coarse, LEAST_SHOWN};
use serde_json::{Value, json};

use crate::decisions_http::story;
use crate::service::Service;
use crate::support::put;

const SEEDS: u64 = 12;
/// The dimensions of the attack, each of which splits everyone.
const SPLITS: [&str; 3] = ["municipality", "age_group", "dutch"];

/// Numbers by question; `everyone` is one.
type Numbers = BTreeMap<(String, String), [Option<i64>; 2]>;

/// 64 people, four of them in a small municipality, and some without anything in reach of their goals.
pub(crate) fn people(seed: u64) -> Value {
    let mut scenario = story("more-people-than-openings");
    put(&mut scenario, "/vacancies/0/openings", json!(200));
    let one = scenario["jobseekers"][0].clone();
    let places = scenario["region"]["municipalities"].as_array().unwrap();
    let nis = |at: usize| places[at.min(places.len() - 1)]["nis"].clone();
    let draw = |number: u64, of: u64| seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(number * 7919) / 3 % of;
    let person = |number: u64| {
        let mut person = one.clone();
        put(&mut person, "/id", json!(format!("p{seed}-{number}")));
        put(&mut person, "/municipality", nis(usize::from(number >= 60)));
        put(&mut person, "/birth_year", json!([2003, 1985, 1965][draw(number, 3) as usize]));
        if draw(number, 2) == 0 {
            put(&mut person, "/hours_per_week", json!({"min": 1, "max": 2}));
        }
        person
    };
    let people: Vec<Value> = (0..64).map(person).collect();
    scenario["jobseekers"] = json!(people);
    scenario
}

/// What the service says about a plan.
async fn said(service: &Service, plan: &str) -> Numbers {
    let body = service.get(&format!("/v1/plans/{plan}/audit")).await.is(200).body;
    // Asked again, and dimension by dimension: the very same.
    for table in body["tables"].as_array().unwrap() {
        let path = format!("/v1/plans/{plan}/audit?by={}", table["by"].as_str().unwrap());
        assert_eq!(service.get(&path).await.is(200).body["tables"], json!([table]));
    }
    let cell = |cell: &Value| [cell["people"].as_i64(), cell["placed"].as_i64()];
    let mut numbers = Numbers::from([(("everyone".to_owned(), String::new()), cell(&body["everyone"]))]);
    for table in body["tables"].as_array().unwrap() {
        for group in table["groups"].as_array().unwrap() {
            let name = |value: &Value| value.as_str().unwrap().to_owned();
            numbers.insert((name(&table["by"]), name(&group["group"])), cell(group));
        }
    }
    numbers
}

/// The truth, counted by the test itself from the scenario and the stored plan.
async fn truth(service: &Service, plan: &str, scenario: &Value) -> Numbers {
    let plan = service.app.cache.plan("kina", plan).await.unwrap();
    let placed: Vec<&str> = plan.file.shown().assignments.iter().map(|one| one.jobseeker.as_str()).collect();
    let mut numbers = Numbers::new();
    let mut add = |by: &str, group: &str, starts: i64| {
        let cell = numbers.entry((by.to_owned(), group.to_owned())).or_insert([Some(0), Some(0)]);
        *cell = [cell[0].map(|people| people + 1), cell[1].map(|placed| placed + starts)];
    };
    for person in scenario["jobseekers"].as_array().unwrap() {
        let starts = i64::from(placed.contains(&person["id"].as_str().unwrap()));
        add("everyone", "", starts);
        add("municipality", person["municipality"].as_str().unwrap(), starts);
        let age = 2025 - person["birth_year"].as_i64().unwrap();
        add(
            "age_group",
            if age < 25 {
                "under_25"
            } else if age < 55 {
                "25_to_54"
            } else {
                "55_and_over"
            },
            starts,
        );
    }
    numbers
}

/// Exact numbers with those below k left out: what is not enough.
fn small_cells_left_out(truth: &Numbers) -> Numbers {
    let shown = |number: &Option<i64>| number.filter(|number| *number >= i64::from(LEAST_SHOWN));
    truth.iter().map(|(cell, numbers)| (cell.clone(), [shown(&numbers[0]), shown(&numbers[1])])).collect()
}

/// Cells below k that follow from the answers when each number shown is taken to be off by at most `slack`: intervals,
/// narrowed by "the groups of a split add up to everyone" until nothing moves.
fn pinned(said: &Numbers, slack: i64) -> Vec<((String, String), usize, i64)> {
    let mut claims = Vec::new();
    for (by, kind) in SPLITS.iter().flat_map(|by| [(by, 0), (by, 1)]) {
        let wide = |number: Option<i64>| {
            let hidden = (0, i64::from(LEAST_SHOWN) - 1 + slack);
            number.map_or(hidden, |number| ((number - slack).max(0), number + slack))
        };
        let total = wide(said[&("everyone".to_owned(), String::new())][kind]);
        let cells: Vec<_> = said.iter().filter(|((dimension, _), _)| dimension == by).collect();
        let mut ranges: Vec<(i64, i64)> = cells.iter().map(|(_, numbers)| wide(numbers[kind])).collect();
        for _ in 0..ranges.len() * 2 {
            for at in 0..ranges.len() {
                let others = |end: fn(&(i64, i64)) -> i64| -> i64 {
                    ranges.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, range)| end(range)).sum()
                };
                let (least, most) = (total.0 - others(|range| range.1), total.1 - others(|range| range.0));
                ranges[at] = (ranges[at].0.max(least), ranges[at].1.min(most));
            }
        }
        let found = cells.iter().zip(&ranges).filter(|(_, range)| range.0 == range.1);
        let small = found.filter(|(_, range)| range.0 < i64::from(LEAST_SHOWN));
        claims.extend(small.map(|((cell, _), range)| ((*cell).clone(), kind, range.0)));
    }
    claims
}

/// The group and the status of whoever is missing from the second plan, when the answers differ in one group of the
/// split, or in everyone's placed, by one.
fn gone(before: &Numbers, after: &Numbers, by: &str) -> (Option<String>, Option<bool>) {
    let moved: Vec<_> = before
        .iter()
        .filter(|((dimension, _), _)| dimension == by)
        .filter(|(cell, numbers)| after.get(*cell).is_none_or(|after| after[0] != numbers[0]))
        .collect();
    let group = (moved.len() == 1).then(|| moved[0].0.1.clone());
    let everyone = ("everyone".to_owned(), String::new());
    let status = match (before[&everyone][1], after[&everyone][1]) {
        (Some(before), Some(after)) if (0..=1).contains(&(before - after)) => Some(before != after),
        _ => None,
    };
    (group, status)
}

/// How often each attack was right.
#[derive(Debug, Default)]
struct Successes {
    cells: u64,
    groups: u64,
    statuses: u64,
}

#[tokio::test]
async fn what_breaks_suppressed_tables_does_not_break_the_audit() {
    let service = Service::start().await;
    // The same noise in every run.
    let fixed = sqlx::query("INSERT INTO secrets (name, value) VALUES ('counts', $1)").bind(vec![7_u8; 32]);
    fixed.execute(service.app.store.pool()).await.unwrap();
    let (mut naive, mut ours, mut sound) = (Successes::default(), Successes::default(), 0);
    for seed in 1..=SEEDS {
        let first = people(seed);
        let mut second = first.clone();
        let victim = second["jobseekers"].as_array_mut().unwrap().remove((seed * 5 % 60) as usize);
        let mut plans = Vec::new();
        for scenario in [&first, &second] {
            let id = service.with_scenario(&scenario.to_string()).await;
            plans.push(service.with_plan(&id).await);
        }
        let exact = [truth(&service, &plans[0], &first).await, truth(&service, &plans[1], &second).await];
        let left_out = [small_cells_left_out(&exact[0]), small_cells_left_out(&exact[1])];
        let told = [said(&service, &plans[0]).await, said(&service, &plans[1]).await];
        let age = 2025 - victim["birth_year"].as_i64().unwrap();
        let group = if age < 25 {
            "under_25"
        } else if age < 55 {
            "25_to_54"
        } else {
            "55_and_over"
        };
        let everyone = ("everyone".to_owned(), String::new());
        let was_placed = exact[0][&everyone][1] != exact[1][&everyone][1];
        for (answers, successes) in [(&left_out, &mut naive), (&told, &mut ours)] {
            let is_right = |(cell, kind, value): &((String, String), usize, i64)| {
                exact[0].get(cell).is_some_and(|numbers| numbers[*kind] == Some(*value))
            };
            successes.cells += u64::from(pinned(&answers[0], 0).iter().any(is_right));
            let (found, status) = gone(&answers[0], &answers[1], "age_group");
            successes.groups += u64::from(found.as_deref() == Some(group));
            successes.statuses += u64::from(status == Some(was_placed));
        }
        // Who knows how the noise is made takes each number to be off by several times k.
        sound += pinned(&told[0], 4 * i64::from(LEAST_SHOWN)).len();
    }
    // The attack works where it can: on exact numbers it is right every time.
    assert_eq!((naive.cells, naive.groups, naive.statuses), (SEEDS, SEEDS, SEEDS), "{naive:?}");
    // On what the service says it is right no more often than a guess: a third for the group, a half for the status.
    assert_eq!(sound, 0);
    assert!(ours.cells * 4 <= SEEDS && ours.groups * 2 <= SEEDS && ours.statuses * 4 <= SEEDS * 3, "{ours:?}");
}

#[test]
fn counts_are_multiples_of_k_fair_and_the_same_when_asked_again() {
    let about = |facts: &str| Coarse::about(b"secret", facts, [facts], 10);
    let shown: Vec<u32> = (0..2000).map(|number| about(&number.to_string()).count("people", 200)).collect();
    assert!(shown.iter().all(|count| count % 10 == 0));
    let mean = f64::from(shown.iter().sum::<u32>()) / 2000.0;
    assert!((mean - 200.0).abs() < 2.0, "{mean}");
    assert_eq!(about("a").count("people", 57), about("a").count("people", 57));
    // One person less: the chance of any answer hardly changes, and most answers occur under both.
    let often = |exact: usize| {
        let mut often = BTreeMap::<u32, i32>::new();
        (0..20_000)
            .for_each(|number| *often.entry(about(&format!("{exact}/{number}")).count("x", exact)).or_default() += 1);
        often
    };
    let (with, without) = (often(15), often(14));
    for (answer, times) in with.iter().filter(|(_, times)| **times > 500) {
        let ratio = f64::from(*times) / f64::from(without[answer]);
        assert!((0.8..1.25).contains(&ratio), "{answer}: {ratio}");
    }
}

#[tokio::test]
async fn a_number_is_told_with_its_margin_and_left_out_where_that_exceeds_it() {
    let service = Service::start().await;
    let scenario = service.with_scenario(&people(3).to_string()).await;
    let plan = crate::asking::planned(&service, &scenario).await;
    let audit = service.get(&format!("/v1/plans/{plan}/audit")).await.is(200).body;
    let margin = audit["margin"].as_u64().unwrap();
    assert_eq!(audit["rounded_to"].as_u64().unwrap() * 2, margin);
    let groups = audit["tables"].as_array().unwrap().iter().flat_map(|table| table["groups"].as_array().unwrap());
    let (mut told, mut left_out) = (0, 0);
    for cell in groups {
        for name in ["people", "placed"] {
            match cell[name].as_u64() {
                Some(number) => {
                    assert!(number >= margin, "{cell}");
                    told += 1;
                }
                None => left_out += 1,
            }
        }
    }
    assert!(told > 0 && left_out > 0, "{told} told, {left_out} left out");
    // Nine times in ten a count is no further off than its margin.
    let coarse = |n: u32| schakel::answers::disclosure::Coarse::about(b"a secret", "line", [n.to_le_bytes()], 10);
    let within =
        (0..2_000).filter(|&n| coarse(n).count(&n.to_string(), 200).abs_diff(200) <= coarse(n).margin()).count();
    assert!((1_800..1_990).contains(&within), "{within} of 2,000 within the margin");
}
