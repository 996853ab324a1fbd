//! The reader as a whole: everything at once, order of no meaning, never a panic, what the region holds.

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use schakel::files::scenario::{self, Code, Packs};
use schakel_model::Options;
use schakel_solver::domain::{DAY, Demand, Facts, Nearby, RuleMode};
use schakel_solver::plan::{self, Prepared};
use schakel_solver::text::Lang;
use serde_json::{Value, json};

use crate::support::{found, jobseeker, put, read, read_text, small, vacancy, with};

#[test]
fn the_small_scenario_is_valid() {
    let reading = read(&small());
    assert_eq!(found(&reading), []);
    assert!(reading.region.is_some());
    assert_eq!(reading.story.as_deref(), Some("Two people, two vacancies."));
}

#[test]
fn venues_are_counted_and_change_nothing_of_a_matching() {
    let (with, mut scenario) = (read(&small()), small());
    scenario["venues"] = json!([]);
    scenario["edition_pins"] = json!([]);
    let without = read(&scenario);
    assert_eq!((with.venues, without.venues), (1, 0));
    let plan = |reading: &scenario::Reading| {
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(reading.region.as_ref().unwrap(), &near));
        plan::solved(&prepared, &Options::default())
    };
    assert_eq!(plan(&with), plan(&without));
}

#[test]
fn every_issue_comes_out_at_once() {
    let mut scenario = small();
    let faults = [
        ("/format", json!("x"), Code::FormatUnknown, "#/format"),
        ("/region/name", json!(""), Code::WrongLength, "#/region/name"),
        ("/policy/rules/licence", json!("off"), Code::LockedRuleLoosened, "#/policy/rules/licence"),
        ("/travel/matrix/0/minutes", json!(-5), Code::Negative, "#/travel/matrix/0/minutes"),
        ("/childcare/0/open/0/to", json!("06:00"), Code::ClosesBeforeOpens, "#/childcare/0/open/0/to"),
        ("/supports/0/kind", json!("horse"), Code::NotInList, "#/supports/0/kind"),
        ("/vacancies/1/site/lon", json!(40), Code::CoordinatesOutside, "#/vacancies/1/site"),
        ("/vacancies/1/salary", json!(3), Code::UnknownField, "#/vacancies/1/salary"),
        ("/jobseekers/0/name", json!("Ana"), Code::PersonName, "#/jobseekers/0/name"),
        ("/jobseekers/0/goals/0", json!("0000.9"), Code::OccupationUnknown, "#/jobseekers/0/goals/0"),
        ("/jobseekers/1/first_day", json!("soon"), Code::BadFormat, "#/jobseekers/1/first_day"),
        ("/scores/0/vacancy", json!("V9"), Code::IdUnknown, "#/scores/0/vacancy"),
        ("/pins/0/mode", json!("maybe"), Code::NotInList, "#/pins/0/mode"),
    ];
    for (pointer, value, ..) in &faults {
        put(&mut scenario, pointer, value.clone());
    }
    let reading = read(&scenario);
    let mut expected: Vec<_> = faults.iter().map(|(_, _, code, pointer)| (*code, *pointer)).collect();
    let mut all = found(&reading);
    expected.sort_unstable();
    all.sort_unstable();
    assert_eq!(all, expected);
    assert!(reading.region.is_none());
}

#[test]
fn faults_of_shape_and_of_meaning_in_one_record_all_come_out() {
    let mut scenario = small();
    let faults = [
        ("/jobseekers/0/insz", json!("85.07.30-033.28"), Code::PersonNationalNumber, "#/jobseekers/0/insz"),
        ("/jobseekers/0/modes/0", json!("fly"), Code::NotInList, "#/jobseekers/0/modes/0"),
        ("/jobseekers/0/gate", json!(5), Code::NotInList, "#/jobseekers/0/gate"),
        ("/jobseekers/0/availability/0/from", json!("7h"), Code::BadFormat, "#/jobseekers/0/availability/0/from"),
        ("/jobseekers/0/first_day", json!(3), Code::WrongType, "#/jobseekers/0/first_day"),
        ("/jobseekers/0/children/0/age", json!(-3), Code::Negative, "#/jobseekers/0/children/0/age"),
        ("/jobseekers/0/children/1/place", json!("C9"), Code::IdUnknown, "#/jobseekers/0/children/1/place"),
        ("/jobseekers/0/municipality", json!("11055"), Code::IdUnknown, "#/jobseekers/0/municipality"),
        ("/jobseekers/0/hours_per_week/min", json!(60), Code::HoursBackwards, "#/jobseekers/0/hours_per_week"),
        ("/jobseekers/0/registered_on", json!("2025-03-05"), Code::DateInFuture, "#/jobseekers/0/registered_on"),
        ("/jobseekers/0/home/lon", json!("east"), Code::WrongType, "#/jobseekers/0/home/lon"),
        ("/childcare/0/places/0/free", json!(-1), Code::Negative, "#/childcare/0/places/0/free"),
        ("/childcare/0/at", json!({"lon": 51, "lat": 4}), Code::CoordinatesSwapped, "#/childcare/0/at"),
        ("/policy/shares/0/at_least", json!(0), Code::FloorIsZero, "#/policy/shares/0/at_least"),
        ("/policy/shares/0/form", json!("gig"), Code::IdUnknown, "#/policy/shares/0/form"),
    ];
    for (pointer, value, ..) in &faults {
        put(&mut scenario, pointer, value.clone());
    }
    let reading = read(&scenario);
    let mut expected: Vec<_> = faults.iter().map(|(_, _, code, pointer)| (*code, *pointer)).collect();
    let mut all = found(&reading);
    expected.sort_unstable();
    all.sort_unstable();
    assert_eq!(all, expected);
}

#[test]
fn a_faulty_record_is_still_known_by_its_id() {
    let mut scenario = small();
    put(&mut scenario, "/vacancies/0/openings", json!("many"));
    // The promise, the pin and the matrix still point at V1: only one thing is wrong.
    assert_eq!(found(&read(&scenario)), [(Code::WrongType, "#/vacancies/0/openings")]);
}

/// A region of 30 people whose lists can be shuffled.
fn thirty() -> Value {
    let mut scenario = small();
    for number in 3..=30 {
        put(&mut scenario, "/jobseekers/-", jobseeker(&format!("J{number}")));
        put(&mut scenario, "/vacancies/-", vacancy(&format!("V{number}")));
        let score = json!({"jobseeker": format!("J{number}"), "vacancy": "V2", "points": number});
        put(&mut scenario, "/scores/-", score);
    }
    scenario
}

/// Shuffles every list of `value` whose order means nothing, and the fields of every object.
fn shuffle(value: &mut Value, random: &mut impl Rng) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| shuffle(item, random));
            for at in (1..items.len()).rev() {
                items.swap(at, random.next_u32() as usize % (at + 1));
            }
        }
        Value::Object(fields) => {
            let mut names: Vec<_> = fields.keys().cloned().collect();
            for at in (1..names.len()).rev() {
                names.swap(at, random.next_u32() as usize % (at + 1));
            }
            for name in names {
                let mut item = fields.shift_remove(&name).unwrap();
                // Goals stand in order of preference.
                if name != "goals" {
                    shuffle(&mut item, random);
                }
                fields.insert(name, item);
            }
        }
        _ => {}
    }
}

#[test]
fn the_order_of_lists_and_fields_means_nothing() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut scenario = thirty();
    let first = format!("{:?}", read(&scenario).region.unwrap());
    for _ in 0..10 {
        shuffle(&mut scenario, &mut random);
        assert_eq!(format!("{:?}", read(&scenario).region.unwrap()), first);
    }
}

#[test]
fn facts_are_those_of_the_file() {
    let region = read(&small()).region.unwrap();
    let night = region.offers[0].shifts[2];
    assert_eq!((night.from, night.to), (22 * 60, DAY + 6 * 60));
    assert_eq!(region.occupations[0].isco, *b"5131");
    assert_eq!(region.pack.limits.travel_minutes_max, 75);
    assert_eq!(region.pack.rule_modes["mobility"], RuleMode::Prefer(50));
    assert_eq!(region.pack.shares[0].demand, Demand::FloorSoft(1));
    let form = &region.pack.forms[region.offers[0].contract.unwrap().form.at()];
    assert_eq!((form.name.as_str(), form.hours_per_week_max), ("wijk_werken", Some(12)));
    assert_eq!(region.jobseekers[0].children[1].place.map(|care| care.at()), Some(0));
    assert_eq!(region.scores.len() + region.promises.len() + region.pins.len(), 3);
    let stated = region.pack.sources.iter().find(|number| number.name == "travel_minutes_max").unwrap();
    assert_eq!(stated.source, "stated in the scenario");
}

#[test]
fn defaults_say_for_how_many_they_were_used() {
    let mut scenario = small();
    scenario["jobseekers"][0].as_object_mut().unwrap().shift_remove("travel_minutes_max");
    scenario["policy"]["numbers"] = json!({});
    let reading = read(&scenario);
    let used_for = |name: &str| {
        let default = reading.defaults.iter().find(|default| default.name == name);
        default.map(|default| (default.value, default.used_for))
    };
    assert_eq!(used_for("travel_minutes_max"), Some((60, 1)));
    assert_eq!(used_for("walk_metres_per_hour"), Some((5000, 2)));
    assert_eq!(used_for("childcare_minutes_max"), Some((20, 2)));
    assert_eq!(used_for("points_base"), Some((1000, 1)));
    // Stated in the scenario, or used by nobody.
    assert_eq!(used_for("bike_metres_per_hour"), None);
    assert_eq!(used_for("car_metres_per_hour"), None);
    assert_eq!(used_for("minimum_age"), None);
    assert!(reading.defaults.iter().all(|default| !default.source.is_empty()));
}

#[test]
fn writing_what_was_read_loses_nothing() {
    let scenario: scenario::format::Scenario = serde_json::from_value(small()).unwrap();
    let again = serde_json::to_value(&scenario).unwrap();
    let facts = |value: &Value| format!("{:?}", read(value).region.unwrap());
    assert_eq!(facts(&again), facts(&small()));
    let twice: scenario::format::Scenario = serde_json::from_value(again.clone()).unwrap();
    assert_eq!(serde_json::to_value(&twice).unwrap(), again);
}

#[test]
fn deep_and_empty_texts_are_answered() {
    let deep = "[".repeat(5000);
    assert_eq!(read_text(&deep).issues[0].code, Code::MalformedJson);
    assert_eq!(read_text("").issues[0].code, Code::MalformedJson);
    assert_eq!(read_text("[]").issues[0].code, Code::WrongType);
    assert_eq!(read_text("5").issues[0].code, Code::WrongType);
    assert_eq!(found(&read_text("{}")).len(), 4);
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn no_bytes_make_the_reader_panic() {
        let packs = Packs::built_in();
        let text = small().to_string().into_bytes();
        let mut random = ChaCha8Rng::seed_from_u64(7);
        for _ in 0..20_000 {
            let mut broken = text.clone();
            for _ in 0..=random.next_u32() % 3 {
                let at = random.next_u32() as usize % broken.len();
                match random.next_u32() % 4 {
                    0 => drop(broken.remove(at)),
                    1 => broken.truncate(at.max(1)),
                    2 => broken[at] = random.next_u32() as u8,
                    // A sign of JSON in the wrong place gets further than a random byte.
                    _ => broken[at] = b"{}[],:\"-0129e.\\ "[random.next_u32() as usize % 16],
                }
            }
            let reading = scenario::read(broken.as_slice(), &packs);
            assert!(reading.region.is_some() || !reading.issues.is_empty());
        }
    }

    #[test]
    fn any_json_value_anywhere_gives_issues_and_no_panic() {
        let leaf = proptest::prop_oneof![
            proptest::strategy::Just(json!(null)),
            proptest::strategy::Just(json!(-1)),
            proptest::strategy::Just(json!(1e300)),
            proptest::strategy::Just(json!([[]])),
            proptest::strategy::Just(json!({"a": {}})),
            proptest::strategy::Just(json!("\u{0}")),
        ];
        let mut runner = TestRunner::new_with_rng(
            Config { cases: 500, failure_persistence: None, ..Config::default() },
            TestRng::deterministic_rng(RngAlgorithm::ChaCha),
        );
        let pointers = crate::schema::pointers(&small());
        runner
            .run(&(0..pointers.len(), leaf), |(at, value)| {
                let mut scenario = small();
                put(&mut scenario, &pointers[at], value);
                let reading = read(&scenario);
                assert!(reading.region.is_some() || !reading.issues.is_empty());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn shifts_of_teams_that_take_turns_are_not_added_up() {
    let teams = json!([
        {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "06:00", "to": "14:00"},
        {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "14:00", "to": "22:00"}
    ]);
    let mut scenario = with("/vacancies/0/shifts", teams);
    assert_eq!(
        found(&read(&scenario)),
        [(Code::ShiftsOverContract, "#/vacancies/0/shifts"), (Code::RestShort, "#/vacancies/0/shifts")]
    );
    scenario["vacancies"][0]["alternating"] = json!(true);
    assert_eq!(found(&read(&scenario)), []);
    // What counts as long is the pack's, or the scenario's.
    scenario["policy"]["numbers"]["shift_hours_max"] = json!(7);
    assert!(found(&read(&scenario)).iter().all(|(code, _)| *code == Code::ShiftLong));
}

#[test]
fn a_byte_order_mark_is_skipped_and_utf_16_is_named() {
    let text = small().to_string();
    let with_mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    assert_eq!(scenario::read(with_mark.as_slice(), &Packs::built_in()).issues, []);
    for text in [&b"\xFF\xFE{\0}\0"[..], &b"\xFE\xFF\0{\0}"[..]] {
        let reading = scenario::read(text, &Packs::built_in());
        assert_eq!(found(&reading), [(Code::TextIsUtf16, "#")]);
    }
}

#[test]
fn of_more_issues_than_anyone_mends_the_first_thousand_are_told_and_the_rest_counted() {
    let mut scenario = small();
    scenario["jobseekers"] = json!(vec![json!({}); 5_000]);
    let issues = read(&scenario).issues;
    assert_eq!(issues.len(), scenario::ISSUES_MAX + 1);
    let last = issues.last().unwrap();
    assert_eq!(last.code, Code::MoreIssues);
    let of_one = read(&{
        let mut one = small();
        one["jobseekers"] = json!([{}]);
        one
    });
    let of_people = of_one.issues.iter().filter(|issue| issue.pointer.starts_with("#/jobseekers/0")).count();
    let counted: usize = last.message(Lang::Nl).split_whitespace().find_map(|word| word.parse().ok()).unwrap();
    // Beyond some thousands of issues a faulty record counts as one.
    assert!(of_people > 1 && counted + scenario::ISSUES_MAX > 5_000, "{counted}");
}

#[test]
fn however_many_warnings_there_are_nobody_is_lost() {
    let mut scenario = small();
    let people: Vec<Value> = (0..6_000)
        .map(|n| {
            let mut person = jobseeker(&format!("W{n}"));
            // More decimals than a home may have without a word.
            person["home"] = json!({"lon": 4.471234, "lat": 51.381234});
            person
        })
        .collect();
    scenario["jobseekers"].as_array_mut().unwrap().extend(people);
    let reading = read(&scenario);
    assert_eq!(reading.region.unwrap().jobseekers.len(), 6_002);
    assert_eq!(reading.issues.len(), scenario::ISSUES_MAX + 1);
    assert!(reading.issues.last().unwrap().message(Lang::En).contains("5000"), "{:?}", reading.issues.last());
}
