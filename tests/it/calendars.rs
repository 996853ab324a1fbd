//! Calendars that leave: their time zone, and texts that cannot begin a line.

use std::process::Command;

use chrono::{Datelike, Timelike};
use serde_json::json;

use crate::day_lists::{bytes, dated, meetings, story, told};
use crate::interviews::answer;
use crate::support::put;

/// The lines of a calendar, unfolded; every one of them is a property.
fn calendar_lines(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap().replace("\r\n ", "");
    let lines: Vec<String> = text.trim_end_matches("\r\n").split("\r\n").map(str::to_owned).collect();
    for line in &lines {
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(line.split_once(':').is_some_and(|(name, _)| name.starts_with(char::is_uppercase)), "{line:?}");
    }
    lines
}

#[test]
fn a_calendar_tells_its_time_zone_once_before_its_events_and_no_text_begins_a_line() {
    let mut fair = dated();
    for (at, employer) in
        ["A\rEND:VEVENT\rBEGIN:VEVENT", "B\nX:1", "C\u{85}D\u{7}", "BEGIN:VEVENT\r\n"].iter().enumerate()
    {
        put(&mut fair, &format!("/tables/{at}/employer"), json!(employer));
    }
    let lines = calendar_lines(&bytes(&["--format", "ics"], &fair));
    let count = |wanted: &str| lines.iter().filter(|line| *line == wanted).count();
    assert_eq!([count("BEGIN:VTIMEZONE"), count("END:VTIMEZONE"), count("BEGIN:VCALENDAR")], [1, 1, 1]);
    assert_eq!(count("BEGIN:VEVENT"), meetings(&answer(&fair)).len());
    let at = |wanted: &str| lines.iter().position(|line| line == wanted).unwrap();
    assert!(at("BEGIN:VTIMEZONE") < at("BEGIN:VEVENT") && at("END:VTIMEZONE") < at("BEGIN:VEVENT"));
    let zone = &lines[at("BEGIN:VTIMEZONE")..at("END:VTIMEZONE")];
    assert_eq!(zone[1], "TZID:Europe/Brussels");
    // Every time zone that is named is this one.
    let named = lines.iter().filter(|line| line.contains("TZID=")).collect::<Vec<_>>();
    assert!(!named.is_empty() && named.iter().all(|line| line.contains("TZID=Europe/Brussels:")), "{named:?}");
    // The two rules, and a first day of each that keeps to it: a Sunday in the last week of its month.
    for (part, month, offsets) in [("DAYLIGHT", 3, ["+0100", "+0200"]), ("STANDARD", 10, ["+0200", "+0100"])] {
        let from = zone.iter().position(|line| *line == format!("BEGIN:{part}")).unwrap();
        let of = |name: &str| zone[from..].iter().find_map(|line| line.strip_prefix(name)).unwrap();
        assert_eq!(of("RRULE:"), format!("FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU"));
        assert_eq!([of("TZOFFSETFROM:"), of("TZOFFSETTO:")], offsets);
        let first = chrono::NaiveDateTime::parse_from_str(of("DTSTART:"), "%Y%m%dT%H%M%S").unwrap();
        assert_eq!((first.month(), first.weekday(), first.day() > 24), (month, chrono::Weekday::Sun, true));
        // At one o'clock in Greenwich, in each direction.
        assert_eq!(first.hour(), if part == "DAYLIGHT" { 2 } else { 3 });
    }
}

#[test]
fn a_calendar_of_sessions_has_the_zone_too_and_no_text_begins_a_line() {
    let mut scenario = story("a-training-where-the-planner-decides");
    scenario["region"]["name"] = json!("K\rBEGIN:VEVENT");
    for venue in scenario["venues"].as_array_mut().unwrap() {
        venue["name"] = json!("Zaal\rEND:VCALENDAR");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, plan) = (path("scenario.json"), path("plan.json"));
    std::fs::write(&file, scenario.to_string()).unwrap();
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
    run(&["plan", &file, "--kind", "trainings", "--out", &plan]);
    let output = run(&["export", &plan, "--scenario", &file, "--format", "ics"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let lines = calendar_lines(&output.stdout);
    let count = |wanted: &str| lines.iter().filter(|line| *line == wanted).count();
    assert!(count("BEGIN:VEVENT") > 0 && count("BEGIN:VEVENT") == count("END:VEVENT"));
    assert_eq!([count("BEGIN:VTIMEZONE"), count("END:VCALENDAR")], [1, 1]);
}
