//! `schakel size`, run as it is: a fair in, how many to invite out.

use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::support::{piped, put};

/// Runs the verb with `fair` on its standard input.
fn run(arguments: &[&str], fair: &Value) -> Output {
    piped(&[&["size", "-"], arguments].concat(), fair)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn answer(fair: &Value) -> Value {
    let output = run(&[], fair);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A fair of two channels and one kind of table.
pub(crate) fn fair() -> Value {
    json!({
        "hall": {"places": 20, "risk": 0.05},
        "segments": [
            {
                "id": "after_training", "channel": "letter", "lead_time_days": 14, "people": 60, "floor": 5,
                "rate": {"mean": 0.3, "sample_size": 40, "observed": {"came": 12, "invited": 40}}
            },
            {
                "id": "in_guidance", "channel": "text_message", "lead_time_days": 3, "people": 40, "floor": 5,
                "rate": {"published": "recruitment_event_place_booked"}
            }
        ],
        "walk_ins": 1.0,
        "tables": [{
            "employer": "Helder Poets", "occupation": "9112.1", "slots": 8, "risk": 0.3,
            "visits": [{"segment": "after_training", "share": 0.6}, {"segment": "in_guidance", "share": 0.4}]
        }],
        "common_shock": 0.3
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut fair = fair();
    put(&mut fair, pointer, value);
    fair
}

#[test]
fn a_coordinator_reads_how_many_to_invite() {
    let output = run(&["--format", "table"], &fair());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    expect_test::expect![[r#"
        Nodig 44 mensen uit. Verwacht er 14 (8 tot 20, 90 %). Kans op meer dan de zaal: 4 %.
             34  after_training/letter/14d
             10  in_guidance/text_message/3d
          Helder Poets, 9112.1: 6,5 nuttige gesprekken van 8; wachtrij 30 %; niemand 0,08 %
        Ieder beslist los van de anderen: 8 tot 20; meer dan de zaal 4 %
        Allen reageren op hetzelfde weer en dezelfde brief: 7 tot 22; meer dan de zaal 8 %
        Verwacht: 6,5 nuttige gesprekken. Bewezen: geen andere aantallen geven er meer.
        Opkomst after_training/letter/14d: 30 % (22 % tot 39 %); vooraf 30 %, 40 mensen waard; sindsdien 12 van 40
        Opkomst in_guidance/text_message/3d: 27 % (12 % tot 44 %); vooraf 27 %, 20 mensen waard; gepubliceerd: 27 %, doi 10.30636/jbpa.21.24, via belinablog.com 2015-04-27; waarde: aanname
        Gebruikt: zonder uitnodiging komen er gemiddeld 1; zekerheid 90 %
    "#]].assert_eq(text(&output.stdout));
}

#[test]
fn the_sentence_reads_in_three_languages() {
    let first = |lang| {
        let output = run(&["--format", "table", "--lang", lang], &fair());
        text(&output.stdout).lines().next().unwrap().to_owned()
    };
    expect_test::expect![[r#"
        Nodig 44 mensen uit. Verwacht er 14 (8 tot 20, 90 %). Kans op meer dan de zaal: 4 %.
        Invite 44 people. Expect 14 (8 to 20, 90 %). Chance of more than the hall: 4 %.
        Invitez 44 personnes. Attendez-en 14 (8 à 20, 90 %). Probabilité de dépasser la salle : 4 %."#]]
    .assert_eq(&[first("nl"), first("en"), first("fr")].join("\n"));
}

#[test]
fn a_rate_shows_what_was_believed_what_was_seen_and_what_is_known() {
    let answer = answer(&fair());
    let rate = &answer["used"]["rates"][0];
    assert_eq!(rate["cell"], "after_training/letter/14d");
    let number = |pointer: &str| rate.pointer(pointer).and_then(Value::as_f64).unwrap();
    // 12 of 40 as it was believed, 12 of 40 as it was seen.
    assert!((number("/prior/alpha") - 12.0).abs() < 1e-9 && (number("/posterior/alpha") - 24.0).abs() < 1e-9);
    assert!((number("/posterior/beta") - 56.0).abs() < 1e-9 && number("/posterior/sample_size") == 80.0);
    assert_eq!(rate["observed"], json!({"came": 12, "invited": 40}));
    assert!(rate["published"].is_null());
    // What was seen moves what is known, and how many are invited.
    let unlucky = self::answer(&with("/segments/0/rate/observed", json!({"came": 4, "invited": 40})));
    let mean = |answer: &Value| answer["used"]["rates"][0]["posterior"]["mean"].as_f64().unwrap();
    assert!((mean(&unlucky) - 0.2).abs() < 1e-12 && (mean(&answer) - 0.3).abs() < 1e-12);
    assert!(unlucky["size"]["invite"].as_u64() > answer["size"]["invite"].as_u64());
}

#[test]
fn a_published_rate_is_used_where_it_is_named_and_told() {
    let answer = answer(&fair());
    let published = &answer["used"]["rates"][1]["published"];
    assert_eq!(published["name"], "recruitment_event_place_booked");
    assert!(published["source"].as_str().unwrap().contains("10.30636/jbpa.21.24"));
    assert_eq!(published["is_worth_assumed"], true);
    assert_eq!(answer["used"]["rates"][1]["prior"]["mean"], 0.27);
    assert_eq!(answer["used"]["defaults"], json!(["#/segments/1/rate/mean", "#/segments/1/rate/sample_size"]));
}

#[test]
fn an_answer_says_that_it_is_best_and_keeps_its_bounds() {
    let answer = answer(&fair());
    let size = &answer["size"];
    assert_eq!((&size["proof"]["method"], &size["proof"]["is_proven_best"]), (&json!("exact"), &json!(true)));
    let number = |pointer: &str| size.pointer(pointer).and_then(Value::as_f64).unwrap();
    assert!(number("/models/independent/chance_of_more") <= 0.05 + 1e-9);
    assert!(number("/models/common_shock/chance_of_more") > number("/models/independent/chance_of_more"));
    assert!(number("/models/independent/tables/0/chance_of_a_queue") <= 0.3 + 1e-9);
    assert!(size["segments"].as_array().unwrap().iter().all(|segment| segment["invite"].as_u64() >= Some(5)));
    let bound = self::answer(&with("/binding", json!("common_shock")));
    let risk = bound["size"]["models"]["common_shock"]["chance_of_more"].as_f64().unwrap();
    assert!(risk <= 0.05 + 1e-9 && bound["size"]["invite"].as_u64() < size["invite"].as_u64());
}

#[test]
fn floors_that_break_the_hall_are_told_and_end_in_no() {
    let mut fair = with("/segments/0/floor", json!(60));
    put(&mut fair, "/hall/places", json!(10));
    let output = run(&["--format", "table", "--lang", "en"], &fair);
    assert_eq!(output.status.code(), Some(1));
    let words = text(&output.stdout);
    assert!(words.starts_with("This does not fit, not even with the fewest people (65)."), "{words}");
    assert!(words.contains("#/hall/risk: even with the fewest people"), "{words}");
    assert!(words.contains("#/tables/0/risk"), "{words}");
}

#[test]
fn a_wave_asks_for_fewer_the_more_said_yes_and_never_for_more_than_the_hall() {
    let replies = |yes: u32| json!({"days_left": 5, "replies": [{"segment": "after_training", "yes": yes, "no": 5, "silent": 4}]});
    let mut last = u64::MAX;
    for yes in [0, 3, 6, 12, 20] {
        let mut fair = with("/wave", replies(yes));
        put(&mut fair, "/tables", json!([]));
        let output = run(&[], &fair);
        let wave = &serde_json::from_slice::<Value>(&output.stdout).unwrap()["wave"];
        // Fourteen days are not left; three are.
        assert_eq!((&wave["segments"][0]["more"], &wave["segments"][0]["is_too_late"]), (&json!(0), &json!(true)));
        let more = wave["more"].as_u64().unwrap();
        let risk = wave["size"]["models"]["independent"]["chance_of_more"].as_f64().unwrap();
        assert!(risk <= 0.05 + 1e-9 || more == 0, "{yes} said yes: {risk}");
        assert!(more <= last, "{yes}: {more} after {last}");
        assert_eq!(output.status.code(), Some(if risk <= 0.05 + 1e-9 { 0 } else { 1 }));
        last = more;
    }
    assert_eq!(last, 0);
}

#[test]
fn the_drawing_is_a_drawing_with_its_words() {
    let output = run(&["--format", "svg", "--lang", "fr"], &fair());
    let drawing = text(&output.stdout);
    assert!(drawing.starts_with("<svg ") && drawing.trim_end().ends_with("</svg>"));
    for words in ["invitations", "présents", "salle 20", "stroke-dasharray"] {
        assert!(drawing.contains(words), "{words}");
    }
    assert!(!drawing.contains("NaN") && !drawing.contains("inf"));
}

/// A fair with everything wrong that can be at once.
pub(crate) fn faulty() -> Value {
    let mut fair = fair();
    put(&mut fair, "/segments/1/id", json!("after_training"));
    put(&mut fair, "/segments/1/floor", json!(41));
    put(&mut fair, "/segments/0/rate/published", json!("compulsory_interview"));
    put(&mut fair, "/segments/0/rate/observed/came", json!(41));
    put(&mut fair, "/segments/0/people", json!(2000));
    put(&mut fair, "/tables/0/visits/1/segment", json!("after_work"));
    put(&mut fair, "/binding", json!("common_shock"));
    put(&mut fair, "/common_shock", Value::Null);
    put(&mut fair, "/wave", json!({"days_left": 3, "replies": [{"segment": "x", "yes": 1, "no": 1, "silent": 1}]}));
    fair
}

/// What is wrong with it.
pub(crate) const FAULTS: &[(&str, &str)] = &[
    ("#/segments/0/rate/mean", "ONE_OF_TWO"),
    ("#/segments/0/rate/observed/came", "NUMBER_OUT_OF_RANGE"),
    ("#/segments/1/id", "ID_USED_TWICE"),
    ("#/segments/1/floor", "NUMBER_OUT_OF_RANGE"),
    ("#/segments", "NUMBER_OUT_OF_RANGE"),
    ("#/tables/0/visits/1/segment", "ID_UNKNOWN"),
    ("#/wave/replies/0/segment", "ID_UNKNOWN"),
    ("#/common_shock", "MISSING_FIELD"),
];

#[test]
fn everything_wrong_is_told_at_once() {
    let output = run(&["--lang", "en"], &faulty());
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let told: Vec<_> = text(&output.stderr).lines().map(|line| line.split(": ").next().unwrap()).collect();
    let expected: Vec<_> = FAULTS.iter().map(|(pointer, code)| format!("{pointer}  {code}")).collect();
    assert_eq!(told, expected);
}

#[test]
fn no_one_is_named_and_nothing_about_a_person_is_taken() {
    for field in ["age", "sex", "origin", "jobseekers", "no_shows"] {
        let output = run(&[], &with(&format!("/segments/0/{field}"), json!(1)));
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).starts_with(&format!("#/segments/0/{field}  UNKNOWN_FIELD")), "{field}");
    }
    let output = run(&[], &with("/tables/0/employer", json!("85.07.30-033.28")));
    assert!(text(&output.stderr).starts_with("#/tables/0/employer  PERSON_NATIONAL_NUMBER"));
}

#[test]
fn the_schema_is_that_of_the_file() {
    let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(["schema", "size"]).output().unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&fair()));
    assert!(!validator.is_valid(&with("/segments/0/age", json!(1))));
}
