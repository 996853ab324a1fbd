//! `schakel interviews`, run as it is: a fair in, who sits where and when out; and again when things change.

use std::process::Output;

use expect_test::expect_file;
use serde_json::{Value, json};

use crate::support::{piped, put};

/// Runs the verb with `fair` on its standard input.
fn run(arguments: &[&str], fair: &Value) -> Output {
    piped(&[&["interviews", "-"], arguments].concat(), fair)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

pub(crate) fn fair() -> Value {
    serde_json::from_str(include_str!("../../fixtures/interviews/wijnegem.json")).unwrap()
}

pub(crate) fn again() -> Value {
    serde_json::from_str(include_str!("../../fixtures/interviews/wijnegem-again.json")).unwrap()
}

pub(crate) fn answer(fair: &Value) -> Value {
    let output = run(&["--format", "json", "--gap", "0"], fair);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The day of `id`, as starts and tables.
fn day(answer: &Value, id: &str) -> Vec<(String, String)> {
    let attendees = answer["attendees"].as_array().unwrap();
    let own = attendees.iter().find(|attendee| attendee["id"] == id).unwrap()["meetings"].as_array().unwrap();
    own.iter().map(|m| (m["from"].as_str().unwrap().to_owned(), m["table"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn a_coordinator_reads_the_day_of_each_person_and_table() {
    let output = run(&["--gap", "0"], &fair());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    expect_file!["../../fixtures/interviews/wijnegem.nl.txt"].assert_eq(text(&output.stdout));
    let output = run(&["--gap", "0"], &again());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    expect_file!["../../fixtures/interviews/wijnegem-again.nl.txt"].assert_eq(text(&output.stdout));
}

#[test]
fn every_language_says_as_much() {
    let lines = ["nl", "en", "fr"].map(|lang| text(&run(&["--lang", lang], &again()).stdout).lines().count());
    assert!(lines[0] > 10 && lines.iter().all(|n| *n == lines[0]), "{lines:?}");
}

#[test]
fn who_has_no_meeting_reads_why() {
    let answer = answer(&fair());
    let reasons: Vec<(&str, &str)> = answer["attendees"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|attendee| Some((attendee["id"].as_str()?, attendee["reason"].as_str()?)))
        .collect();
    let expected = [("P06", "too_short"), ("P07", "no_shared_language"), ("P08", "never_open"), ("P09", "no_wish")];
    assert_eq!(reasons, expected);
}

#[test]
fn planned_again_only_what_has_to_change_does() {
    let (before, after) = (answer(&fair()), answer(&again()));
    // P05 stays away, P02 comes late, P11 walks in and T3 is cancelled: of what was told only that is changed.
    for id in ["P03", "P10", "P01", "P04"] {
        let still: Vec<_> = day(&before, id).into_iter().filter(|(_, table)| table != "T3").collect();
        let now = day(&after, id);
        assert!(still.iter().all(|meeting| now.contains(meeting)), "{id}: {still:?} {now:?}");
    }
    assert!(!day(&after, "P11").is_empty());
    let causes: Vec<&str> =
        after["changed"].as_array().unwrap().iter().map(|changed| changed["cause"].as_str().unwrap()).collect();
    assert!(!causes.is_empty() && causes.iter().all(|cause| ["not_there", "table_cancelled"].contains(cause)));
}

#[test]
fn promises_of_an_answer_are_the_file_to_plan_again_with() {
    let before = answer(&fair());
    let mut fair = fair();
    put(&mut fair, "/promises", before["promises"].clone());
    put(&mut fair, "/changed_max", json!(0));
    let after = answer(&fair);
    assert_eq!((&after["attendees"], &after["changed"]), (&before["attendees"], &json!([])));
}

#[test]
fn fewer_changes_than_there_have_to_be_is_an_answer_too() {
    let mut fair = again();
    put(&mut fair, "/changed_max", json!(0));
    let output = run(&["--lang", "en"], &fair);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("more promises have to change than may"));
}

/// A fair with faults of every sort.
pub(crate) fn faulty() -> Value {
    let mut fair = again();
    put(&mut fair, "/slots/1/from", json!("08:50"));
    put(&mut fair, "/attendees/0/id", json!("85.07.30-033.28"));
    put(&mut fair, "/attendees/1/wishes/0/table", json!("T9"));
    put(&mut fair, "/attendees/2/there", json!({"from": "10:00", "to": "09:00"}));
    put(&mut fair, "/tables/1/id", json!("T1"));
    fair
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let output = run(&["--lang", "en"], &faulty());
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    for place in [
        "#/slots/1/from  NUMBER_OUT_OF_RANGE",
        "#/attendees/0/id  PERSON_NATIONAL_NUMBER",
        "#/attendees/1/wishes/0/table  ID_UNKNOWN",
        "#/attendees/2/there/to  NUMBER_OUT_OF_RANGE",
        "#/tables/1/id  ID_USED_TWICE",
    ] {
        assert!(told.contains(place), "{place}: {told}");
    }
    assert!(!told.contains("85.07.30"), "{told}");
    let mut fair = fair_with_unknown_field();
    let output = run(&[], &fair);
    assert_eq!(output.status.code(), Some(2));
    put(&mut fair, "/slots", json!([]));
    assert!(text(&run(&[], &fair).stderr).contains("UNKNOWN_FIELD"));
}

fn fair_with_unknown_field() -> Value {
    let mut fair = fair();
    put(&mut fair, "/tables/0/colour", json!("red"));
    fair
}
