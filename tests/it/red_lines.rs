//! The red lines that the core can break, each with a test that would see it broken.

use std::process::Command;

use schakel::files::plan_file;
use schakel::files::scenario::{Code, NUMBERS, Packs, scenario_schema};
use schakel_model::Options;
use schakel_solver::constraint::{ALL, RuleBook};
use schakel_solver::domain::{Facts, Nearby, Region, RuleMode};
use schakel_solver::explain::{of_offer, of_person};
use schakel_solver::plan::{self, Prepared};
use schakel_solver::text::Lang;
use serde_json::{Value, json};

use crate::reading::{STORIES, directory, lines, people, planned, region_of, vacancies};
use crate::support::{found, put, read};

/// The story of this name as it is in the file.
fn json_of(name: &str) -> Value {
    STORIES.iter().find(|story| story.name == name).unwrap().json.clone()
}

/// The plan file of a scenario, without the name of the scenario it is of.
fn plan_of(scenario: &Value) -> Value {
    let reading = read(scenario);
    let region = reading.region.unwrap_or_else(|| panic!("{:?}", reading.issues));
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    let plan = plan::solved(&Prepared::of(facts), &Options::default());
    let file = plan_file::write(facts, &plan, &reading.defaults);
    serde_json::to_value(plan_file::format::PlanFile { scenario_digest: None, count_margin: None, ..file }).unwrap()
}

/// Runs the program on a scenario given on standard input, and answers with what it prints.
fn printed(scenario: &Value, verb: &[&str]) -> String {
    use std::io::Write;
    use std::process::Stdio;
    let mut child = Command::new(env!("CARGO_BIN_EXE_schakel"))
        .args([&[verb[0], "-"], &verb[1..]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(scenario.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty() || output.status.code() == Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

// Red line 2: locked rules.

#[test]
fn every_locked_rule_stays_must_whatever_anyone_writes() {
    for rule in ALL.iter().filter(|rule| rule.is_locked()) {
        for mode in [json!("off"), json!({"prefer": {"points": 0}})] {
            let mut scenario = json_of("more-people-than-openings");
            put(&mut scenario, "/policy/rules", json!({rule.id().0: mode}));
            let pointer = format!("#/policy/rules/{}", rule.id().0);
            let reading = read(&scenario);
            assert_eq!(found(&reading), [(Code::LockedRuleLoosened, pointer.as_str())]);
            assert!(reading.region.is_none());
        }
        // A pack that loosens it is not even added.
        let mut pack: Value = serde_json::to_value(Packs::built_in().iter().next().unwrap()).unwrap();
        put(&mut pack, "/name", json!("loose"));
        put(&mut pack, "/rules", json!({rule.id().0: "off"}));
        let mut packs = Packs::built_in();
        assert!(packs.add(pack.to_string().as_bytes()).iter().any(|issue| issue.code == Code::LockedRuleLoosened));
        assert!(packs.get("loose").is_none());
        // And were it smuggled past the reader, the core would not follow it.
        let mut region: Region = region_of("more-people-than-openings").clone();
        region.pack.rule_modes.insert(rule.id().0.to_owned(), RuleMode::Off);
        let position = ALL.iter().position(|known| known.id() == rule.id()).unwrap();
        assert!(RuleBook::of(&region.pack).is_must(position), "{}", rule.id().0);
    }
    let mut locked: Vec<_> = ALL.iter().filter(|rule| rule.is_locked()).map(|rule| rule.id().0).collect();
    locked.sort_unstable();
    assert_eq!(locked, ["entitlement", "gate", "licence", "right_to_work"]);
}

// Red line 3: the hold reveals nothing.

/// A busy scenario in which `ana` is not available, for one cause or the other.
fn unavailable(cause: &str) -> Value {
    let mut scenario = json_of("more-people-than-openings");
    let ana = scenario["jobseekers"].as_array_mut().unwrap().iter_mut().find(|person| person["id"] == "ana").unwrap();
    match cause {
        "held" => put(ana, "/gate", json!("ocmw_hold")),
        "advice" => put(ana, "/gate", json!("advice_only")),
        _ => put(ana, "/first_day", json!("2026-03-02")),
    }
    // Someone with whom others compete, and a near miss for everyone.
    put(&mut scenario, "/vacancies/0/openings", json!(2));
    let mut second = scenario["vacancies"][0].clone();
    put(&mut second, "/id", json!("avond"));
    put(&mut second, "/shifts", json!([{"days": ["mon"], "from": "20:00", "to": "23:00"}]));
    put(&mut scenario, "/vacancies/-", second);
    scenario
}

#[test]
fn the_held_and_the_absent_read_the_same() {
    let story = |name: &str| STORIES.iter().find(|story| story.name == name).unwrap();
    for lang in Lang::ALL {
        assert_eq!(lines(story("held"), lang), lines(story("not-there-before-the-end"), lang));
    }
}

#[test]
fn vacancies_do_not_count_a_held_person() {
    let held = plan_of(&unavailable("held"));
    let mut without = unavailable("held");
    without["jobseekers"].as_array_mut().unwrap().retain(|person| person["id"] != "ana");
    // Had she not been in the file at all, the vacancies would say the same.
    assert_eq!(held["vacancies"], plan_of(&without)["vacancies"]);
}

// Red line 4: priority is for actions, not for vacancies.

#[test]
fn long_or_short_registration_changes_no_plan() {
    for (story, _) in planned().filter(|(story, _)| story.json["policy"].get("shares").is_none()) {
        let mut swapped = story.json.clone();
        for (position, person) in swapped["jobseekers"].as_array_mut().unwrap().iter_mut().enumerate() {
            put(person, "/registered_on", json!(["2019-05-06", "2025-08-25"][position % 2]));
        }
        let first = plan_of(&swapped);
        assert_eq!(first, plan_of(&story.json), "{}", story.name);
    }
}

#[test]
fn age_is_no_group_of_a_floor() {
    for group in [json!({"age": 50}), json!({"born_before": 1970}), json!({"priority": "older"})] {
        let mut scenario = json_of("a-floor-that-binds");
        put(&mut scenario, "/policy/shares/0/group", group);
        assert!(read(&scenario).region.is_none());
    }
}

// Red line 5: no score from who someone is.

#[test]
fn who_someone_is_changes_no_points() {
    let changes = [
        ("/birth_year", json!(1962)),
        ("/birth_year", json!(2003)),
        ("/registered_on", json!("2018-01-01")),
        ("/right_to_work", json!({"until": "2031-12-31"})),
        ("/gate", json!({"released": {"by": "OCMW", "on": "2025-09-01"}})),
        ("/entitlements", json!([{"right": "collective_tailored_work", "from": "2024-01-01"}])),
        ("/children", json!([{"age": 9, "care_needed": false}])),
        ("/languages/ar", json!({"speaking": "C2"})),
        ("/assessments", json!([{"field": "languages", "by": "OCMW", "on": "2025-08-01"}])),
    ];
    let story = json_of("more-people-than-openings");
    let plan = plan_of(&story);
    for (pointer, value) in &changes {
        for person in 0..3 {
            let mut changed = story.clone();
            put(&mut changed, &format!("/jobseekers/{person}{pointer}"), value.clone());
            assert_eq!(plan_of(&changed), plan, "{pointer}");
        }
    }
    // Another municipality with the same home: nothing changes without a floor.
    let mut moved = story.clone();
    put(&mut moved, "/jobseekers/0/municipality", story["jobseekers"][1]["municipality"].clone());
    assert_eq!(plan_of(&moved), plan);
}

// Red line 7: other people stay invisible.

/// The story of many people for one opening, with so many people.
fn crowd(count: usize) -> Value {
    let mut scenario = json_of("more-people-than-openings");
    let one = scenario["jobseekers"][0].clone();
    let people = (0..count).map(|number| {
        let mut person = one.clone();
        put(&mut person, "/id", json!(format!("p{number}")));
        person
    });
    scenario["jobseekers"] = people.collect();
    scenario
}

#[test]
fn small_numbers_of_others_are_never_told() {
    for (count, told) in [(2, "minder dan 10"), (10, "minder dan 10"), (11, " 10 "), (14, " 13 ")] {
        let scenario = crowd(count);
        let region = read(&scenario).region.unwrap();
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(&region, &near));
        let plan = plan::solved(&prepared, &Options::default());
        for person in people(&region) {
            let said = of_person(&prepared, &plan, person, Lang::Nl);
            let about_others: Vec<_> = said.iter().filter(|line| line.contains("anderen")).collect();
            assert!(about_others.len() == 1 && about_others[0].contains(told), "{count}: {said:?}");
            let id = &region.jobseekers[person.at()].id;
            let other_ids = region.jobseekers.iter().map(|other| &other.id).filter(|other| *other != id);
            let words: Vec<_> = said.iter().flat_map(|line| line.split([' ', '.'])).collect();
            assert!(other_ids.into_iter().all(|other| !words.contains(&other.as_str())), "{said:?}");
        }
    }
}

#[test]
fn a_vacancy_counts_people_coarsely() {
    for (story, region) in planned() {
        let plan = plan::solved(&Prepared::of(Facts::of(region, &Nearby::default())), &Options::default());
        for vacancy in vacancies(region) {
            for line in of_offer(Facts::of(region, &Nearby::default()), &plan, vacancy, Lang::Nl) {
                // How many it takes to hold something is no count of people.
                let is_coarse = line.contains("minder dan 10") || line.contains("Er zijn minstens");
                assert!(!line.contains("mensen") || is_coarse, "{}: {line}", story.name);
            }
        }
    }
}

// Red line 8: few data; no free text about a person.

/// Texts about a person that the schema lets be free, each with why.
const FREE_TEXTS: &[&str] = &[
    // An office, at the OCMW: the reader refuses national numbers and e-mail addresses in it.
    "Gate.released.by",
    // An organisation, likewise.
    "Assessment.by",
    // A field of the jobseeker: checked against the list of fields.
    "Assessment.field",
    // Names of rights of the pack, codes of ESCO, identifiers of the file: all looked up.
    "Entitlement.right",
    "Jobseeker.goals[]",
    "Jobseeker.skills[]",
    "Child.place",
    "Child.school",
    "Pin.jobseeker",
    "Pin.vacancy",
    "Promise.jobseeker",
    "Promise.vacancy",
    "Score.jobseeker",
    "Score.vacancy",
];

/// Every text below `schema` that is neither a code, a date nor one of a list.
fn free_texts(place: &str, schema: &Value, found: &mut Vec<String>) {
    let is_text = match &schema["type"] {
        Value::Array(types) => types.contains(&json!("string")),
        one => one == "string",
    };
    let is_bound = ["pattern", "format", "enum", "const"].iter().any(|key| schema.get(key).is_some());
    if is_text && !is_bound {
        found.push(place.to_owned());
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        free_texts(&format!("{place}.{name}"), field, found);
    }
    if let Some(items) = schema.get("items") {
        free_texts(&format!("{place}[]"), items, found);
    }
    for key in ["anyOf", "oneOf", "allOf"] {
        schema[key].as_array().into_iter().flatten().for_each(|part| free_texts(place, part, found));
    }
}

#[test]
fn nothing_about_a_person_is_free_text() {
    let schema = scenario_schema();
    let mut found = Vec::new();
    for part in ["Jobseeker", "Child", "Gate", "RightToWork", "Entitlement", "Assessment", "Pin", "Promise", "Score"] {
        let definition = &schema["$defs"][part];
        assert!(definition.is_object(), "{part}");
        free_texts(part, definition, &mut found);
    }
    found.retain(|place| !FREE_TEXTS.contains(&place.as_str()));
    assert!(found.is_empty(), "free text about a person: {found:?}");
}

#[test]
fn a_plan_knows_people_by_their_pseudonym_only() {
    for (story, _) in planned() {
        let plan = plan_of(&story.json);
        for part in ["assignments", "unassigned"] {
            for record in plan[part].as_array().unwrap() {
                let known =
                    ["jobseeker", "vacancy", "mode", "childcare", "supports", "points", "candidates", "reasons"];
                assert!(record.as_object().unwrap().keys().all(|key| known.contains(&key.as_str())), "{record}");
            }
        }
    }
}

#[test]
fn refused_stories_are_refused_for_what_they_show() {
    let codes = |name: &str| -> Vec<Code> {
        let story = STORIES.iter().find(|story| story.name == name).unwrap();
        story.reading.issues.iter().map(|issue| issue.code).collect()
    };
    assert_eq!(codes("refused-locked-rule-loosened"), [Code::LockedRuleLoosened; 2]);
    assert_eq!(codes("refused-national-number"), [Code::PersonNationalNumber, Code::PersonName]);
    assert_eq!(codes("refused-floor-of-zero"), [Code::FloorIsZero]);
    assert_eq!(codes("refused-free-text-about-a-person"), [Code::BadFormat]);
    let shown = printed_refusal("refused-national-number");
    assert!(!shown.contains("85.07.30") && !shown.contains("Ana"), "{shown}");
}

/// What `validate` says of a story that is refused.
fn printed_refusal(name: &str) -> String {
    let path = directory().join(format!("{name}.json"));
    let output = Command::new(env!("CARGO_BIN_EXE_schakel")).arg("validate").arg(path).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stdout).unwrap()
}

// Red line 11: defaults are labelled.

#[test]
fn every_number_of_a_pack_says_where_it_comes_from() {
    for pack in Packs::built_in().iter() {
        assert_eq!(pack.numbers.len(), NUMBERS.len());
        for (name, number) in &pack.numbers {
            let is_sourced = number.source == "assumption" || number.source.len() > 20;
            assert!(is_sourced, "{name}: {}", number.source);
        }
        assert!(pack.forms.iter().all(|form| !form.source.is_empty()));
        assert!(pack.shares.iter().all(|share| share.at_least != Some(0)), "a floor of zero");
    }
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn a_held_person_leaves_no_trace_anywhere() {
        let verbs: &[&[&str]] = &[
            &["plan", "--kind", "matching", "--format", "json"],
            &["plan", "--kind", "matching", "--format", "table", "--levers", "5"],
            &["shortlist", "--vacancy", "poets", "--format", "json"],
            &["shortlist", "--vacancy", "poets"],
            &["shortlist", "--vacancy", "avond", "--format", "json"],
            &["shortlist", "--jobseeker", "ana", "--format", "json"],
            &["shortlist", "--jobseeker", "ana"],
            &["explain", "--jobseeker", "ana", "--offer", "poets"],
            &["explain", "--jobseeker", "ana", "--offer", "avond", "--format", "json"],
            &["explain", "--jobseeker", "ana", "--lang", "fr"],
            &["explain", "--jobseeker", "bo", "--offer", "poets", "--lang", "en"],
            &["validate"],
        ];
        for verb in verbs {
            let held = printed(&unavailable("held"), verb);
            assert!(!held.is_empty(), "{verb:?} says nothing");
            assert_eq!(held, printed(&unavailable("later"), verb), "{verb:?}");
            assert_eq!(held, printed(&unavailable("advice"), verb), "{verb:?}");
            let lower = held.to_lowercase();
            for trace in ["ocmw", "cpas", "hold", "leefloon", "gate", "vrijgave"] {
                assert!(!lower.contains(trace), "{verb:?} says {trace}");
            }
        }
    }

    #[test]
    fn a_number_that_is_not_named_makes_no_difference() {
        let mut tried = 0;
        for (story, region) in planned() {
            let plan = plan_of(&story.json);
            let named: Vec<&str> = story.reading.defaults.iter().map(|default| default.name.as_str()).collect();
            for range in NUMBERS.iter().filter(|range| !named.contains(&range.name)) {
                let is_stated = story.json["policy"]["numbers"].get(range.name).is_some();
                if is_stated {
                    continue;
                }
                let mut changed = story.json.clone();
                if changed["policy"].get("numbers").is_none() {
                    put(&mut changed, "/policy/numbers", json!({}));
                }
                let own = region.pack.sources.iter().find(|number| number.name == range.name).unwrap().value;
                put(
                    &mut changed,
                    &format!("/policy/numbers/{}", range.name),
                    json!(if own == range.max { range.min } else { range.max }),
                );
                let mut after = plan_of(&changed);
                after["defaults"] = plan["defaults"].clone();
                assert_eq!(after, plan, "{}: {} is used and not named", story.name, range.name);
                tried += 1;
            }
        }
        assert!(tried > 500, "{tried}");
    }
}
