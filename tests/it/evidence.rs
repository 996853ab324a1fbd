//! `schakel evidence`: which occupation needs a training, and what speaks for it.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// What the command line answers.
fn schakel(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The file of a story.
fn story(name: &str) -> String {
    format!("{}/fixtures/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

fn answer(scenario: &str) -> Value {
    let answer = schakel(&["evidence", scenario, "--format", "json", "--limit", "1000"]);
    serde_json::from_slice(&answer).unwrap()
}

fn rows(scenario: &str) -> Vec<Value> {
    answer(scenario)["occupations"].as_array().unwrap().clone()
}

/// A scenario written to `folder`.
fn written(folder: &Path, name: &str, scenario: &Value) -> String {
    let path = folder.join(name);
    std::fs::write(&path, scenario.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A scenario of the generator.
fn generated(seed: u32) -> Value {
    let seed = seed.to_string();
    let size = ["--jobseekers", "250", "--vacancies", "200"];
    let answer = schakel(&[&["generate", "--region", "kina", "--seed", &seed], &size[..]].concat());
    serde_json::from_slice(&answer).unwrap()
}

#[test]
fn who_misses_only_skills_is_counted_and_would_start() {
    let rows = rows(&story("skills-to-learn"));
    assert_eq!(rows.len(), 1);
    let count = |field: &str| rows[0][field].as_u64().unwrap();
    let counts = ["openings", "in_reach", "bottleneck", "ready", "people", "idle", "seated", "net"].map(count);
    assert_eq!(counts, [1, 1, 0, 0, 1, 1, 1, 1]);
    assert_eq!(rows[0]["municipalities"][0]["municipality"], "11022");
    assert_eq!(rows[0]["vacancies"][0]["vacancy"], "zorg");
}

#[test]
fn who_misses_something_else_besides_is_not_counted() {
    let mut scenario: Value = serde_json::from_slice(&std::fs::read(story("skills-to-learn")).unwrap()).unwrap();
    scenario["jobseekers"][0]["languages"]["nl"]["speaking"] = "A1".into();
    let folder = tempfile::tempdir().unwrap();
    let rows = rows(&written(folder.path(), "less-dutch.json", &scenario));
    assert_eq!((rows[0]["people"].as_u64(), rows[0]["in_reach"].as_u64()), (Some(0), Some(0)));
}

#[test]
fn the_order_of_lists_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut scenario = generated(3);
    let first = rows(&written(folder.path(), "first.json", &scenario));
    for list in ["jobseekers", "vacancies", "childcare"] {
        scenario[list].as_array_mut().unwrap().reverse();
    }
    let second = rows(&written(folder.path(), "second.json", &scenario));
    assert_eq!(first, second);
    assert!(first.iter().any(|row| row["net"].as_u64() > Some(0)), "nothing to compare");
    let net = |row: &Value| std::cmp::Reverse(row["net"].as_u64());
    assert!(first.is_sorted_by_key(net), "those first by which most people more start");
}

#[test]
fn the_map_shows_vacancies_and_no_homes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.geojson");
    schakel(&["evidence", &story("skills-to-learn"), "--geojson", file.to_str().unwrap()]);
    let map: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), 1);
    assert_eq!(features[0]["geometry"]["coordinates"], json!([4.486, 51.384]));
    assert_eq!(
        (&features[0]["properties"]["vacancy"], &features[0]["properties"]["people"]),
        (&"zorg".into(), &1.into())
    );
}

#[test]
fn whom_counsellors_put_forward_stands_apart_and_counts_nowhere() {
    let mut scenario = crate::support::small();
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "before.json", &scenario);
    let plan = |path: &str| {
        let mut plan: Value = serde_json::from_slice(&schakel(&["plan", path, "--kind", "matching"])).unwrap();
        plan.as_object_mut().unwrap().remove("scenario_digest").unwrap();
        plan
    };
    let (before, planned) = (answer(&path), plan(&path));
    let occupation = scenario["programmes"][0]["occupation"].as_str().unwrap().to_owned();
    scenario["nominations"] = json!([
        {"jobseeker": "J1", "occupation": occupation, "by": "vdab"},
        {"jobseeker": "J1", "programme": "P1", "by": "ocmw"},
        {"jobseeker": "J2", "programme": "P1", "by": "ocmw"},
        {"jobseeker": "J2", "programme": "P1", "by": "ocmw"},
        {"jobseeker": "J2", "occupation": "9412.1", "by": "partner"},
    ]);
    let path = written(folder.path(), "after.json", &scenario);
    let after = answer(&path);
    assert_eq!(planned, plan(&path), "no plan reads it");
    assert_eq!((&before["nominations"], &before["occupations"]), (&json!([]), &after["occupations"]));
    let expected = json!([
        {"occupation": occupation, "people": 2, "by": {"ocmw": 2, "vdab": 1}},
        {"occupation": "9412.1", "people": 1, "by": {"partner": 1}},
    ]);
    assert_eq!(after["nominations"], expected);
    let table = String::from_utf8(schakel(&["evidence", &path])).unwrap();
    assert!(table.contains("2 mensen voorgedragen (VDAB 1, OCMW 2)."), "{table}");
}

#[test]
fn a_planner_reads_it_in_three_languages() {
    let says = |lang: &str, words: &str| {
        let answer = String::from_utf8(schakel(&["evidence", &story("skills-to-learn"), "--lang", lang])).unwrap();
        assert!(answer.contains(words), "{answer}");
    };
    says("nl", "1 open plaats binnen bereik, waarvan 0 knelpunt; 1 persoon mist enkel de vaardigheden");
    says("en", "1 person lacks only the skills; after a training there is room for 1");
    says("fr", "à 1 personne il ne manque que les compétences");
}
