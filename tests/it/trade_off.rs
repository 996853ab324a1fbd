//! `schakel trade-off`: what is held for each objective, side by side.

use std::process::Command;

use serde_json::Value;

/// The answer for a story.
fn asked(story: &str, more: &[&str]) -> Vec<u8> {
    let path = format!("{}/fixtures/scenarios/{story}.json", env!("CARGO_MANIFEST_DIR"));
    let arguments = ["trade-off", &path, "--kind", "trainings"];
    let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).args(more).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn rows(story: &str, more: &[&str]) -> Vec<Value> {
    serde_json::from_slice(&asked(story, &[&["--format", "json"], more].concat())).unwrap()
}

/// In a row, the people of a municipality who have a place, and those who look for one.
fn served(row: &Value, municipality: &str) -> (u64, u64) {
    let shares = row["shares"].as_array().unwrap();
    let own = shares.iter().find(|share| share["municipality"] == municipality).unwrap();
    (own["served"].as_u64().unwrap(), own["wanting"].as_u64().unwrap())
}

#[test]
fn what_the_worst_served_first_costs_is_seen() {
    let rows = rows("schelle-first", &[]);
    let objectives: Vec<_> = rows.iter().map(|row| row["objective"].as_str().unwrap()).collect();
    assert_eq!(objectives, ["most_people", "worst_served", "least_travel"]);
    let of = |objective: &str| rows.iter().find(|row| row["objective"] == objective).unwrap();
    // Two trainings in Ranst reach six people; one in Schelle reaches two, instead of three there.
    assert_eq!(of("most_people")["people"], 6);
    assert_eq!((served(of("most_people"), "11035"), served(of("most_people"), "11038")), ((6, 6), (0, 2)));
    assert_eq!(of("worst_served")["people"], 5);
    assert_eq!((served(of("worst_served"), "11035"), served(of("worst_served"), "11038")), ((3, 6), (2, 2)));
    assert!(rows.iter().all(|row| row["termination"] == "optimal"));
    assert!(of("least_travel")["minutes"].as_u64() <= of("most_people")["minutes"].as_u64());
}

#[test]
fn each_limit_of_sites_is_planned() {
    let rows = rows("one-new-site", &["--sites", "0", "--sites", "1", "--sites", "2"]);
    let of = |most: u64| rows.iter().find(|row| row["sites_max"] == most && row["objective"] == "most_people").unwrap();
    // The centre of Hove is in use already: it needs no new site.
    let people = [0, 1, 2].map(|most| of(most)["people"].as_u64().unwrap());
    let venues = [0, 1, 2].map(|most| of(most)["venues"].as_array().unwrap().len());
    assert_eq!((rows.len(), people, venues), (9, [2, 5, 7], [1, 2, 3]));
}

#[test]
fn the_map_shows_where_each_plan_holds_what() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("map.geojson");
    asked("schelle-first", &["--geojson", file.to_str().unwrap()]);
    let map: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let features = map["features"].as_array().unwrap();
    let schelle = features.iter().find(|feature| feature["properties"]["venue"] == "dorpshuis").unwrap();
    let held: Vec<_> = schelle["properties"]["plans"].as_array().unwrap().iter().collect();
    let n_held = |objective: &str| {
        held.iter().find(|plan| plan["objective"] == objective).unwrap()["editions"].as_array().unwrap().len()
    };
    assert_eq!((n_held("most_people"), n_held("worst_served")), (0, 1));
}

#[test]
fn a_planner_reads_the_table_in_dutch() {
    let table = String::from_utf8(asked("schelle-first", &[])).unwrap();
    assert!(table.contains("slechtst bediend eerst") && table.contains("Schelle                      0/2"), "{table}");
}
