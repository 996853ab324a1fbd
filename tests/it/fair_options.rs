//! `schakel fair-options`: a fair in several venues, at several hours and on several days.

use std::process::{Command, Output};

use serde_json::{Value, json};

/// A story with a fair in a small hall of Wijnegem, and a second venue far away from everyone who walks.
fn scenario() -> Value {
    let path = format!("{}/fixtures/scenarios/a-fair-in-a-small-hall.json", env!("CARGO_MANIFEST_DIR"));
    let mut scenario: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut far = scenario["venues"][0].clone();
    (far["id"], far["name"], far["at"]) = (json!("ver"), json!("Ver weg"), json!({"lon": 4.486, "lat": 51.384}));
    scenario["venues"].as_array_mut().unwrap().push(far);
    for venue in scenario["venues"].as_array_mut().unwrap() {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        venue["rooms"][0]["open"] = json!([{"days": days, "from": "07:00", "to": "22:00"}]);
    }
    // Counts of people are told from two on, so that four of them can be seen.
    scenario["policy"]["numbers"]["count_shown_min"] = json!(2);
    scenario
}

/// What the program does with a scenario.
fn asked(scenario: &Value, verb: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("region.json");
    std::fs::write(&path, scenario.to_string()).unwrap();
    Command::new(env!("CARGO_BIN_EXE_schakel")).args([verb, path.to_str().unwrap()]).args(more).output().unwrap()
}

fn printed(scenario: &Value, verb: &str, more: &[&str]) -> String {
    let output = asked(scenario, verb, more);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn rows(scenario: &Value, more: &[&str]) -> Vec<Value> {
    let more = [&["--fair", "beurs", "--format", "json"], more].concat();
    serde_json::from_str(&printed(scenario, "fair-options", &more)).unwrap()
}

#[test]
fn each_row_is_the_plan_of_that_fair() {
    let scenario = scenario();
    let venues = ["--venue", "gasthuis", "--venue", "ver", "--venue", "ver"];
    let times = ["--hours", "13:00-17:00", "--hours", "19:00-21:00", "--date", "2025-09-15", "--date", "2025-09-20"];
    let rows = rows(&scenario, &[&venues[..], &times].concat());
    assert_eq!(rows.len(), 8, "each combination once");
    let own: Vec<_> = rows.iter().filter(|row| row["is_own"] == true).collect();
    assert_eq!(own.len(), 1);
    assert_eq!((&own[0]["invite"], &own[0]["expected"], &own[0]["possible"]), (&json!(2), &json!(1.0), &json!(4)));
    for row in &rows {
        // The same fair, planned by `schakel plan` as the scenario has it.
        let mut stated = scenario.clone();
        for field in ["venue", "date", "from", "to"] {
            stated["fairs"][0][field] = row[field].clone();
        }
        let plan: Value =
            serde_json::from_str(&printed(&stated, "plan", &["--kind", "fair", "--format", "json"])).unwrap();
        let invited = plan["assignments"].as_array().unwrap().len();
        let waiting = plan["unassigned"].as_array().unwrap().iter().filter(|person| person["candidates"] != 0).count();
        let possible = row["possible"].as_u64().unwrap_or(0) as usize;
        assert_eq!((row["invite"].as_u64(), possible), (Some(invited as u64), (invited + waiting) / 2 * 2), "{row}");
        let by_home = row["municipalities"].as_array().unwrap().iter().filter_map(|of| of["possible"].as_u64());
        assert!(by_home.sum::<u64>() as usize <= possible);
    }
}

#[test]
fn the_nearer_venue_is_best_on_who_can_come() {
    let rows = rows(&scenario(), &["--venue", "ver", "--venue", "gasthuis"]);
    let is_best = |row: &Value, on: &str| row["best_on"].as_array().unwrap().contains(&json!(on));
    assert!(
        is_best(&rows[1], "possible") && is_best(&rows[1], "expected") && !is_best(&rows[0], "possible"),
        "{rows:?}"
    );
}

#[test]
fn where_no_room_is_free_nothing_is_counted_and_a_smaller_room_holds_fewer() {
    let mut scenario = scenario();
    scenario["venues"][1]["rooms"][0]["seats"] = json!(1);
    scenario["venues"][1]["rooms"][0]["away"] = json!([{"from": "2025-09-20", "to": "2025-09-20"}]);
    let more = ["--venue", "gasthuis", "--venue", "ver", "--date", "2025-09-15", "--date", "2025-09-20"];
    let found = rows(&scenario, &more);
    let places: Vec<_> = found.iter().map(|row| row["places"].as_u64()).collect();
    assert_eq!(places, [Some(2), Some(2), Some(1), None], "{found:?}");
    assert_eq!((&found[3]["invite"], &found[3]["best_on"]), (&Value::Null, &json!([])));
    let table = printed(&scenario, "fair-options", &[&["--fair", "beurs"], &more[..]].concat());
    assert!(table.contains("geen zaal vrij op dat uur"), "{table}");
}

#[test]
fn few_people_are_not_counted_out() {
    let mut scenario = scenario();
    scenario["policy"]["numbers"].as_object_mut().unwrap().shift_remove("count_shown_min");
    let rows = rows(&scenario, &[]);
    assert_eq!((&rows[0]["possible"], &rows[0]["municipalities"][0]["possible"]), (&json!(null), &json!(null)));
    let table = printed(&scenario, "fair-options", &["--fair", "beurs"]);
    assert!(table.contains("<10") && table.contains("(zoals nu)"), "{table}");
}

#[test]
fn everything_wrong_with_the_question_is_said_at_once() {
    let more = ["--fair", "none", "--venue", "nowhere", "--hours", "17:00-13:00", "--date", "2031-01-01"];
    let output = asked(&scenario(), "fair-options", &more);
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    for wrong in ["--fair none", "--venue nowhere", "--hours 17:00-13:00", "--date 2031-01-01"] {
        assert!(words.contains(wrong), "{words}");
    }
}
