//! `schakel employers`: whom to invite to a fair, and which measures fit the vacancies.

use std::path::Path;
use std::process::Command;

use schakel::files::scenario::Code;
use serde_json::{Value, json};

use crate::support::{found, put, read, small};

/// What the command line answers.
fn schakel(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A scenario written to `folder`.
fn written(folder: &Path, name: &str, scenario: &Value) -> String {
    let path = folder.join(name);
    std::fs::write(&path, scenario.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A scenario of the generator in which employers have several vacancies, most of them with a date.
fn generated(seed: usize) -> Value {
    let number = seed.to_string();
    let size = ["--jobseekers", "250", "--vacancies", "120"];
    let answer = schakel(&[&["generate", "--region", "kina", "--seed", &number], &size[..]].concat());
    let mut scenario: Value = serde_json::from_slice(&answer).unwrap();
    // Fairs name people, and are not there yet when employers are chosen.
    scenario.as_object_mut().unwrap().shift_remove("fairs");
    for (at, vacancy) in scenario["vacancies"].as_array_mut().unwrap().iter_mut().enumerate() {
        vacancy["employer"] = json!(format!("Werkgever {}", (at * 7 + seed) % 20));
        if at % 5 != 0 {
            vacancy["published_on"] = json!(format!("2025-0{}-1{}", 1 + at % 6, at % 3));
        }
    }
    scenario
}

fn answer(scenario: &str, more: &[&str]) -> Value {
    let arguments = [&["employers", scenario, "--format", "json", "--limit", "1000"], more].concat();
    serde_json::from_slice(&schakel(&arguments)).unwrap()
}

#[test]
fn the_order_of_lists_changes_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut scenario = generated(3);
    let first = written(folder.path(), "first.json", &scenario);
    for list in ["jobseekers", "vacancies", "childcare", "supports"] {
        scenario[list].as_array_mut().unwrap().reverse();
    }
    let second = written(folder.path(), "second.json", &scenario);
    for format in ["table", "json", "csv"] {
        let of = |path: &str| schakel(&["employers", path, "--format", format, "--limit", "1000"]);
        assert_eq!(of(&first), of(&second), "{format}");
    }
}

#[test]
fn employers_are_ranked_and_what_the_plan_fills_is_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = generated(4);
    let path = written(folder.path(), "region.json", &scenario);
    let plan = folder.path().join("plan.json");
    let plan = plan.to_str().unwrap();
    schakel(&["plan", &path, "--kind", "matching", "--out", plan]);
    let file: Value = serde_json::from_slice(&std::fs::read(plan).unwrap()).unwrap();
    let starts =
        |id: &Value| file["assignments"].as_array().unwrap().iter().filter(|one| one["vacancy"] == *id).count();
    let (all, left) = (answer(&path, &[]), answer(&path, &["--plan", plan]));
    let mut filled = 0;
    for (answer, with_plan) in [(&all, false), (&left, true)] {
        let employers = answer["employers"].as_array().unwrap();
        assert_eq!(employers.len(), 20);
        let rank = |of: &Value| {
            let number = |field: &str| of[field].as_i64().map_or(1, |number| -number);
            (number("bottleneck"), number("days_open"), number("unfilled"), of["employer"].to_string())
        };
        assert!(employers.is_sorted_by_key(rank));
        for vacancy in employers.iter().flat_map(|of| of["vacancies"].as_array().unwrap()) {
            let starts = if with_plan { starts(&vacancy["vacancy"]) as u64 } else { 0 };
            filled += starts;
            let own = scenario["vacancies"].as_array().unwrap().iter().find(|own| own["id"] == vacancy["vacancy"]);
            let openings = own.unwrap()["openings"].as_u64().unwrap();
            assert_eq!(vacancy["unfilled"].as_u64(), Some(openings - starts));
            assert_eq!(vacancy["published_on"], own.unwrap().get("published_on").cloned().unwrap_or_default());
        }
    }
    assert!(filled > 20, "too few to prove anything: {filled}");
}

/// Every count of people in an answer.
fn people<'a>(answer: &'a Value, found: &mut Vec<&'a Value>) {
    match answer {
        Value::Array(values) => values.iter().for_each(|value| people(value, found)),
        Value::Object(fields) => {
            let counts = ["possible", "near", "to_learn", "people"];
            found.extend(fields.iter().filter(|(name, _)| counts.contains(&name.as_str())).map(|(_, count)| count));
            fields.values().for_each(|value| people(value, found));
        }
        _ => {}
    }
}

#[test]
fn counts_of_people_are_coarse_and_show_nobody_below_ten() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "region.json", &generated(5));
    let answer = answer(&path, &[]);
    let mut found = Vec::new();
    people(&answer, &mut found);
    assert!(found.iter().all(|count| count.is_null() || count.as_u64().is_some_and(|n| n >= 10 && n % 10 == 0)));
    let is_shown = |count: &&&Value| !count.is_null();
    assert!(found.iter().filter(is_shown).count() > 20 && !found.iter().all(|count| is_shown(&count)));
    // Every support is listed at every vacancy, or the list would tell that it helps somebody.
    let vacancies = answer["employers"].as_array().unwrap().iter().flat_map(|of| of["vacancies"].as_array().unwrap());
    let mut supports: Vec<usize> = vacancies.map(|vacancy| vacancy["supports"].as_array().unwrap().len()).collect();
    supports.dedup();
    assert_eq!(supports.len(), 1, "{supports:?}");
}

/// Red line 3: whoever is on hold leaves no trace.
#[test]
fn people_on_hold_change_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut scenario = generated(6);
    let before = written(folder.path(), "before.json", &scenario);
    let is_moved = |at: usize| at.is_multiple_of(2);
    for (at, person) in scenario["jobseekers"].as_array_mut().unwrap().iter_mut().enumerate() {
        if is_moved(at) {
            person["gate"] = json!("ocmw_hold");
        }
    }
    let held = written(folder.path(), "held.json", &scenario);
    let mut at = 0;
    scenario["jobseekers"].as_array_mut().unwrap().retain(|_| {
        at += 1;
        !is_moved(at - 1)
    });
    let gone = written(folder.path(), "gone.json", &scenario);
    for format in ["table", "json", "csv"] {
        let of = |path: &str| schakel(&["employers", path, "--format", format, "--limit", "1000"]);
        assert_eq!(of(&held), of(&gone), "{format}");
        assert_ne!(of(&held), of(&before), "{format}: nothing to compare");
    }
}

#[test]
fn a_vacancy_is_not_published_after_the_plan_begins() {
    let mut scenario = small();
    put(&mut scenario, "/vacancies/0/published_on", json!("2025-03-03"));
    assert_eq!(found(&read(&scenario)), []);
    put(&mut scenario, "/vacancies/0/published_on", json!("2025-03-04"));
    assert_eq!(found(&read(&scenario)), [(Code::DateInFuture, "#/vacancies/0/published_on")]);
}

#[test]
fn a_plan_that_fills_no_vacancies_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "region.json", &small());
    let plan = folder.path().join("plan.json");
    schakel(&["plan", &path, "--kind", "trainings", "--out", plan.to_str().unwrap()]);
    let arguments = ["employers", &path, "--plan", plan.to_str().unwrap()];
    let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("fills no vacancies"), "{output:?}");
}

#[test]
fn a_coordinator_reads_it_in_three_languages() {
    let folder = tempfile::tempdir().unwrap();
    let mut scenario = small();
    put(&mut scenario, "/vacancies/0/published_on", json!("2025-02-01"));
    let path = written(folder.path(), "region.json", &scenario);
    let says = |more: &[&str], words: &[&str]| {
        let answer = String::from_utf8(schakel(&[&["employers", &path], more].concat())).unwrap();
        words.iter().for_each(|word| assert!(answer.contains(word), "{word}: {answer}"));
    };
    let dutch = ["open sinds 30 dagen", "ouderdom onbekend", "kan starten: minder dan 10 mensen"];
    says(&["--lang", "nl"], &dutch);
    // Sixteen hours a week are more than wijk-werken allows.
    says(
        &[],
        &["Past bij deze vacature: voor minder dan 10 mensen: Gewone arbeidsovereenkomst; Tijdelijke werkervaring"],
    );
    says(&["--lang", "en"], &["Ranked on open bottleneck openings", "Fits this vacancy:", "elementary occupations"]);
    says(&["--lang", "fr"], &["Convient à cette offre :", "ancienneté inconnue", "professions élémentaires"]);
    says(&["--format", "csv"], &["rang;werkgever;sector;vacature", "1;Poets nv;elementaire beroepen;V1;"]);
}
