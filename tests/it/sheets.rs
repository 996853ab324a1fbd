//! `schakel explain --sheet`: one page about a person, that says what the plan says and hides what nobody may see.

use serde_json::{Value, json};

use crate::support::{piped, put};

fn story(name: &str) -> Value {
    let path = format!("{}/fixtures/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The parts of a sheet, by heading.
fn sheet(scenario: &Value, who: &[&str], lang: &str) -> Vec<(String, Vec<String>)> {
    let arguments = [&["explain", "-", "--sheet", "--format", "json", "--lang", lang], who].concat();
    let output = piped(&arguments, scenario);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sheet: Value = serde_json::from_slice(&output.stdout).unwrap();
    let part = |part: &Value| {
        let lines = part["sentences"].as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned());
        (part["title"].as_str().unwrap().to_owned(), lines.collect())
    };
    sheet["parts"].as_array().unwrap().iter().map(part).collect()
}

#[test]
fn who_has_a_proposal_reads_the_way_there_and_what_is_still_to_be_arranged() {
    let parts = sheet(&story("a-childcare-place-near-work"), &["--example", "starts"], "nl");
    let titles: Vec<_> = parts.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["Voorstel", "De weg", "Nog te regelen", "Te vragen"]);
    assert!(parts[1].1[0].starts_with("Heen op maandag: "), "{parts:?}");
    assert_eq!(
        parts[2].1,
        ["Bij De Haven is volgens de lijst plaats voor het kind van 1 jaar. Die is nog aan te vragen."]
    );
    // Nothing is said twice.
    let all: Vec<_> = parts.iter().flat_map(|(_, lines)| lines).collect();
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(all.len(), distinct.len());
}

#[test]
fn who_has_none_reads_every_obstacle_and_who_acts() {
    let parts = sheet(&story("a-course-unlocks"), &["--example", "helped"], "nl");
    let of = |title: &str| &parts.iter().find(|(known, _)| known == title).unwrap().1;
    assert!(
        of("Wat er in de weg staat")[0].contains("is er één obstakel: spreekt Nederlands op niveau A1"),
        "{parts:?}"
    );
    assert!(
        of("Wat zou helpen")[0].starts_with("1. Nederlands leren tot niveau B1 (VDAB met de persoon)."),
        "{parts:?}"
    );
    for lang in ["en", "fr"] {
        assert_eq!(sheet(&story("a-course-unlocks"), &["--example", "helped"], lang).len(), parts.len());
    }
}

#[test]
fn a_sheet_about_who_is_on_hold_is_that_about_anyone_who_is_not_available() {
    let with = |gate: Value, first_day: &str| {
        let mut scenario = story("a-course-unlocks");
        let id = scenario["jobseekers"][0]["id"].as_str().unwrap().to_owned();
        put(&mut scenario, "/jobseekers/0/gate", gate);
        put(&mut scenario, "/jobseekers/0/first_day", json!(first_day));
        sheet(&scenario, &["--jobseeker", &id], "nl")
    };
    let held = with(json!("ocmw_hold"), "2025-09-01");
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(held, with(json!("none"), "2031-01-01"));
    assert_ne!(held, with(json!("none"), "2025-09-01"));
}
