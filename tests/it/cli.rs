//! The program as it is run: output, exit codes, languages.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use schakel::files::scenario::scenario_schema;
use serde_json::{Value, json};

use crate::support::{small, with};

/// Runs the program with `scenario` on its standard input.
fn run(arguments: &[&str], scenario: &Value) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_schakel"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end without reading.
    let _ = child.stdin.take().unwrap().write_all(scenario.to_string().as_bytes());
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn a_valid_scenario_ends_with_zero() {
    let output = run(&["validate", "-"], &small());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), "In orde: 2 werkzoekenden, 2 vacatures. Om na te kijken: 0.\n");
}

#[test]
fn an_invalid_scenario_ends_with_two_and_says_what_to_do() {
    let scenario = with("/jobseekers/0/voornaam", json!("Ana"));
    let output = run(&["validate", "-"], &scenario);
    assert_eq!(output.status.code(), Some(2));
    expect_test::expect![[r#"
        #/jobseekers/0/voornaam  fout  PERSON_NAME
            Namen van personen worden nooit aanvaard. Haal de naam weg. Gebruik een pseudoniem in het veld id.
        Niet in orde. Fouten: 1. Om na te kijken: 0.
    "#]]
    .assert_eq(stdout(&output));
    let in_french = run(&["validate", "-", "--lang", "fr"], &scenario);
    assert!(stdout(&in_french).contains("Les noms de personnes ne sont jamais acceptés."));
}

#[test]
fn what_cannot_be_planned_says_why_in_the_language_asked() {
    let scenario = with("/jobseekers/0/voornaam", json!("Ana"));
    let told = |lang: &str| {
        let output = run(&["plan", "-", "--kind", "matching", "--lang", lang], &scenario);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    expect_test::expect![[r#"
        #/jobseekers/0/voornaam  PERSON_NAME: Namen van personen worden nooit aanvaard. Haal de naam weg. Gebruik een pseudoniem in het veld id.
        schakel: fouten: 1; `schakel validate` toont ze allemaal, met wat u kunt doen
    "#]].assert_eq(&told("nl"));
    assert!(told("fr").contains("Les noms de personnes ne sont jamais acceptés."));
}

#[test]
fn a_shortlist_of_who_is_not_available_says_so() {
    let id = small()["jobseekers"][0]["id"].as_str().unwrap().to_owned();
    let told = |gate: Value| {
        let output = run(&["shortlist", "-", "--jobseeker", &id], &with("/jobseekers/0/gate", gate));
        stdout(&output).lines().next().unwrap().to_owned()
    };
    assert_eq!(told(json!("ocmw_hold")), format!("{id} is nu niet beschikbaar."));
    // For advice that is no obstacle, and whoever is available is told nothing of the kind.
    assert!(!told(json!({"released": {"by": "OCMW Kalmthout", "on": "2025-02-20"}})).contains("beschikbaar"));
}

#[test]
fn json_carries_every_language() {
    let output = run(&["validate", "-", "--format", "json"], &with("/vacancies/0/hours_per_week", json!(1976)));
    let answer: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(answer["valid"], json!(false));
    let issue = &answer["issues"][0];
    assert_eq!(issue["code"], json!("WRONG_UNIT"));
    assert_eq!(issue["severity"], json!("error"));
    assert_eq!(issue["message"]["nl"], json!("Hier horen uren per week, van 1 tot 60."));
    assert_eq!(issue["message"]["en"], json!("This is in hours a week, from 1 to 60."));
    assert!(issue["action"]["fr"].is_string());
}

#[test]
fn a_file_that_is_not_there_is_wrong_usage() {
    let output = run(&["validate", "no-such-file.json"], &json!({}));
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty() && !output.stderr.is_empty());
}

#[test]
fn the_schema_comes_out_as_it_is() {
    let output = run(&["schema", "scenario"], &json!({}));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(serde_json::from_str::<Value>(stdout(&output)).unwrap(), scenario_schema());
    let pack = run(&["schema", "pack"], &json!({}));
    assert_eq!(serde_json::from_str::<Value>(stdout(&pack)).unwrap()["title"], json!("Pack"));
    let plan = run(&["schema", "plan"], &json!({}));
    assert_eq!(serde_json::from_str::<Value>(stdout(&plan)).unwrap()["title"], json!("Schakel plan"));
}

#[test]
fn examples_of_explanations_are_found_in_any_region() {
    let generated =
        run(&["generate", "--region", "kina", "--seed", "1", "--jobseekers", "60", "--vacancies", "60"], &json!({}));
    let scenario: Value = serde_json::from_str(stdout(&generated)).unwrap();
    let starts = run(&["explain", "-", "--example", "starts"], &scenario);
    assert!(stdout(&starts).contains("krijgt het voorstel"), "{}", stdout(&starts));
    let helped = run(&["explain", "-", "--example", "helped", "--helps", "1"], &scenario);
    assert!(stdout(&helped).contains("krijgt geen voorstel"), "{}", stdout(&helped));
    assert!(stdout(&helped).contains("Wat helpt:"), "{}", stdout(&helped));
    let both = run(&["explain", "-", "--example", "helped", "--jobseeker", "J1"], &scenario);
    assert_eq!(both.status.code(), Some(2), "one person at a time");
}

#[test]
fn the_unit_and_the_container_name_only_what_the_program_knows() {
    let help = Command::new(env!("CARGO_BIN_EXE_schakel")).args(["serve", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let files = [
        include_str!("../../packaging/schakel.service"),
        include_str!("../../packaging/default"),
        include_str!("../../packaging/Containerfile"),
    ];
    let words = files
        .iter()
        .flat_map(|file| file.split(|letter: char| !(letter.is_ascii_alphanumeric() || "_-".contains(letter))));
    let mut seen = 0;
    for word in words.filter(|word| word.starts_with("SCHAKEL_") || *word == "--empty") {
        assert!(help.contains(word), "{word}");
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
}
