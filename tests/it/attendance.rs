//! `schakel attendance`, run as it is: counts of recorded fairs in, rates per channel, segment and lead time out.

use std::process::{Command, Output};

use schakel::answers::disclosure::LEAST_SHOWN;
use serde_json::{Value, json};

use crate::service::Service;
use crate::support::{piped, put, read};

fn run(arguments: &[&str], record: &Value) -> Output {
    piped(&[&["attendance", "-"], arguments].concat(), record)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn answer(arguments: &[&str], record: &Value) -> Value {
    let output = run(arguments, record);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Two fairs' counts, one channel that was never tried, and one segment of which nothing is stated.
pub(crate) fn record() -> Value {
    json!({
        "segments": [
            {"id": "in_guidance", "prior": {"mean": 0.4, "sample_size": 30, "source": "assumption"}},
            {"id": "after_training", "published": "recruitment_event_place_booked"},
            {"id": "first_contact"}
        ],
        "cells": [
            {"channel": "letter", "segment": "in_guidance", "lead_days": 14, "invited": 80, "came": 20},
            {"channel": "letter", "segment": "in_guidance", "lead_days": 21, "invited": 40, "came": 10},
            {"channel": "mediator", "segment": "in_guidance", "lead_days": 7, "invited": 50, "came": 35},
            {"channel": "phone", "segment": "in_guidance", "lead_days": 3, "invited": 0, "came": 0},
            {"channel": "text_message", "segment": "after_training", "lead_days": 2, "invited": 60, "came": 18},
            {"channel": "letter", "segment": "first_contact", "lead_days": 30, "invited": 0, "came": 0}
        ],
        "walk_ins": {
            "prior": {"per_hour": 2.0, "worth_hours": 2.0, "source": "assumption"},
            "seen": {"walk_ins": 26, "hours": 8.0},
            "fair_hours": 4.0
        }
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut record = record();
    put(&mut record, pointer, value);
    record
}

#[test]
fn a_coordinator_reads_what_is_known_and_what_it_rests_on() {
    let output = run(&[], &record());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    expect_test::expect![[r#"
        in_guidance (in begeleiding): 38 % komt (33 % tot 44 %, 90 %)
          vooraf 40 %, 30 mensen waard; geteld 65 van 170; opgetekend
          vooraf: bron assumption
            letter, 14 tot 27 dagen vooraf: 30 % komt (24 % tot 36 %, 90 %)
              vooraf 59 %, 20 mensen waard; geteld 30 van 120; opgetekend
            mediator, 7 tot 13 dagen vooraf: 58 % komt (48 % tot 68 %, 90 %)
              vooraf 28 %, 20 mensen waard; geteld 35 van 50; opgetekend
            phone, 3 tot 6 dagen vooraf: 38 % komt (22 % tot 57 %, 90 %)
              vooraf 38 %, 20 mensen waard; niets geteld; opgetekend bij de groep
        after_training (na een opleiding): 29 % komt (21 % tot 38 %, 90 %)
          vooraf 27 %, 20 mensen waard; geteld 18 van 60; opgetekend
          vooraf: gepubliceerd in 27 %, doi 10.30636/jbpa.21.24, via belinablog.com 2015-04-27
            text_message, 0 tot 2 dagen vooraf: 29 % komt (21 % tot 38 %, 90 %)
              vooraf 27 %, 20 mensen waard; geteld 18 van 60; opgetekend
        first_contact (nog nooit gesproken): 10 % komt (2 % tot 23 %, 90 %)
          vooraf 10 %, 20 mensen waard; niets geteld; standaard, waarde aangenomen, gepubliceerd in ±10 %, doi 10.30636/jbpa.21.24, via belinablog.com 2015-04-27
            letter, 28 dagen vooraf en meer: 10 % komt (2 % tot 23 %, 90 %)
              vooraf 10 %, 20 mensen waard; niets geteld; standaard, waarde aangenomen, gepubliceerd in ±10 %, doi 10.30636/jbpa.21.24, via belinablog.com 2015-04-27
        Zonder uitnodiging: 3,0 per uur (2,2 tot 4,0, 90 %)
          vooraf 2,0, 2 uur waard; bron assumption; geteld 26 in 8 uur
          Verwacht op de volgende beurs: 12
        Gebruikt: elk kanaal begint bij de rest van zijn groep, 20 mensen waard (aanname); dagen vooraf in groepen (aanname)
    "#]].assert_eq(text(&output.stdout));
}

#[test]
fn three_languages_say_default_and_recorded() {
    for (lang, words) in [
        ("en", ["default, worth assumed, published in ±10 %, doi", "recorded", "An hour", "nothing counted"]),
        ("fr", ["par défaut, valeur supposée, publié dans ±10 %, doi", "relevé", "par heure", "rien de compté"]),
    ] {
        let output = run(&["--lang", lang], &record());
        let table = text(&output.stdout);
        assert!(words.iter().all(|words| table.to_lowercase().contains(&words.to_lowercase())), "{table}");
    }
}

#[test]
fn a_cell_is_the_rest_of_its_segment_and_its_own_counts() {
    let answer = answer(&["--format", "json"], &record());
    let number = |pointer: &str| answer.pointer(pointer).and_then(Value::as_f64).unwrap();
    let near = |pointer: &str, expected: f64| {
        let found = number(pointer);
        assert!((found - expected).abs() < 1e-9, "{pointer}: {found}, not {expected}");
    };
    // 12 of 30 believed, 65 of 170 counted.
    near("/segments/0/posterior/mean", 77.0 / 200.0);
    // The letter: 30 of 120 counted; the rest of the segment is 12 + 35 of 30 + 50, worth twenty.
    assert_eq!(answer["cells"][0]["id"], "letter_in_guidance_14d");
    assert_eq!(answer["cells"][0]["observed"], json!({"came": 30, "invited": 120}));
    near("/cells/0/prior/mean", 47.0 / 80.0);
    near("/cells/0/posterior/mean", (20.0 * 47.0 / 80.0 + 30.0) / 140.0);
    // The phone was never tried: what the segment says.
    assert_eq!(
        (&answer["cells"][2]["channel"], &answer["cells"][2]["basis"]),
        (&json!("phone"), &json!("recorded_of_segment"))
    );
    near("/cells/2/posterior/mean", 77.0 / 200.0);
    assert!(number("/cells/2/posterior/from") < number("/segments/0/posterior/from"));
    // Nothing is stated of those never spoken to, and nothing counted: the published default.
    assert_eq!(answer["segments"][2]["basis"], "published_default");
    assert!(answer["segments"][2]["source"].as_str().unwrap().contains("10.30636/jbpa.21.24"));
    near("/segments/2/posterior/mean", 0.1);
    assert_eq!(answer["used"]["defaults"], json!(["#/segments/2/prior", "#/cell_worth"]));
    // 4 in 2 hours believed, 26 in 8 counted; open four hours.
    near("/walk_ins/posterior/per_hour", 3.0);
    near("/walk_ins/expected", 12.0);
    assert!(number("/walk_ins/posterior/from") < 3.0 && number("/walk_ins/posterior/to") > 3.0);
}

#[test]
fn the_order_of_the_lists_changes_no_rate() {
    let mut turned = record();
    turned["cells"].as_array_mut().unwrap().reverse();
    turned["segments"].as_array_mut().unwrap().reverse();
    let cells = |record: &Value| {
        let answer = answer(&["--format", "json"], record);
        let mut cells = answer["cells"].as_array().unwrap().clone();
        cells.sort_by_key(|cell| cell["id"].as_str().unwrap().to_owned());
        cells
    };
    assert_eq!(cells(&record()), cells(&turned));
}

#[test]
fn what_is_pasted_into_a_scenario_is_read_to_the_same_rates() {
    let rates = answer(&["--format", "json"], &record());
    let channels = answer(&["--as", "channels"], &record());
    assert_eq!(channels, rates["channels"]);
    // Whom each reaches is the coordinator's; one is for everyone else.
    let mut pasted = channels.as_array().unwrap().clone();
    let people = ["amir", "bea", "cleo", "dirk"];
    for (channel, person) in pasted.iter_mut().skip(1).zip(people) {
        channel["jobseekers"] = json!([person]);
    }
    let text = include_str!("../../fixtures/scenarios/a-fair-in-a-small-hall.json");
    let mut scenario: Value = serde_json::from_str(text).unwrap();
    scenario["fairs"][0]["channels"] = json!(pasted);
    let reading = read(&scenario);
    assert!(reading.issues.is_empty(), "{:?}", reading.issues);
    let region = reading.region.unwrap();
    for cell in rates["cells"].as_array().unwrap() {
        let channel =
            region.fairs[0].channels.iter().find(|channel| channel.id == cell["id"].as_str().unwrap()).unwrap();
        let mean = cell["posterior"]["mean"].as_f64().unwrap();
        assert!((f64::from(channel.show) - 1000.0 * mean).abs() <= 0.5 + 1e-9, "{cell}");
        assert_eq!(u64::from(channel.lead_time_days), cell["lead_from_days"].as_u64().unwrap());
    }
    // One channel alone is read as it comes.
    scenario["fairs"][0]["channels"] = json!([channels[0]]);
    assert!(read(&scenario).issues.is_empty());
}

#[test]
fn what_is_pasted_into_size_is_read_to_the_same_rates() {
    let rates = answer(&["--format", "json"], &record());
    let output = run(&["--as", "segments", "--lang", "en"], &record());
    assert!(text(&output.stderr).contains("Fill in people"), "{}", text(&output.stderr));
    let segments: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(segments, rates["sizing_segments"]);
    let mut fair =
        json!({"hall": {"places": 60, "risk": 0.05}, "walk_ins": rates["walk_ins"]["expected"], "segments": segments});
    for filled in [false, true] {
        if filled {
            put(&mut fair, "/segments/0/people", json!(100));
        }
        let output = piped(&["size", "-"], &fair);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let sized: Value = serde_json::from_slice(&output.stdout).unwrap();
        for (cell, rate) in rates["cells"].as_array().unwrap().iter().zip(sized["used"]["rates"].as_array().unwrap()) {
            for field in ["mean", "from", "to", "sample_size"] {
                let [ours, theirs] = [cell, rate].map(|it| it["posterior"][field].as_f64().unwrap());
                assert!((ours - theirs).abs() < 1e-9, "{field} {cell}");
            }
        }
        assert_eq!(sized["size"]["invite"].as_u64() > Some(0), filled);
    }
}

#[test]
fn a_rate_too_near_to_nobody_is_told_and_not_pasted() {
    let mut record = with(
        "/cells/5",
        json!({"channel": "letter", "segment": "first_contact", "lead_days": 30, "invited": 900_000, "came": 0}),
    );
    put(
        &mut record,
        "/cells/6",
        json!({"channel": "email", "segment": "first_contact", "lead_days": 30, "invited": 0, "came": 0}),
    );
    let output = run(&["--as", "channels", "--lang", "en"], &record);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("email_first_contact_28d: too near to nobody"), "{}", text(&output.stderr));
    assert!(!text(&output.stdout).contains("email_first_contact_28d"));
}

#[test]
fn segments_and_channels_are_closed_lists() {
    for name in
        ["long_term_unemployed", "origin", "women", "non_dutch_speaking", "living_wage", "Kalmthout", "over_55", "sick"]
    {
        for pointer in ["/segments/0/id", "/cells/0/segment", "/cells/0/channel"] {
            let output = run(&["--lang", "en"], &with(pointer, json!(name)));
            assert_eq!(output.status.code(), Some(2));
            assert!(text(&output.stderr).starts_with(&format!("#{pointer}  NOT_IN_LIST")), "{}", text(&output.stderr));
        }
    }
}

#[test]
fn no_person_can_be_in_it() {
    for field in ["jobseekers", "jobseeker", "history", "name", "age", "municipality"] {
        for place in ["/segments/0", "/cells/0", "/walk_ins", ""] {
            let output = run(&[], &with(&format!("{place}/{field}"), json!(1)));
            assert_eq!(output.status.code(), Some(2));
            assert!(text(&output.stderr).starts_with(&format!("#{place}/{field}  ")), "{}", text(&output.stderr));
        }
    }
    // Few people could be one person's own history.
    assert_eq!(LEAST_SHOWN, 10);
    for (invited, code) in [(1, 2), (9, 2), (10, 0), (0, 0)] {
        let mut record = with("/cells/0/invited", json!(invited));
        put(&mut record, "/cells/0/came", json!(0));
        assert_eq!(run(&[], &record).status.code(), Some(code), "{invited}");
    }
    let output = run(&[], &with("/segments/0/prior/source", json!("85.07.30-033.28")));
    assert!(text(&output.stderr).starts_with("#/segments/0/prior/source  PERSON_NATIONAL_NUMBER"));
}

#[test]
fn everything_wrong_is_told_at_once() {
    let mut record = with("/segments/0/published", json!("compulsory_interview"));
    put(&mut record, "/segments/2/id", json!("after_training"));
    put(&mut record, "/cells/1/lead_days", json!(14));
    put(&mut record, "/cells/2/came", json!(51));
    put(&mut record, "/cells/4/invited", json!(3));
    put(&mut record, "/walk_ins/prior/source", json!("85.07.30-033.28"));
    for lang in ["nl", "en", "fr"] {
        let output = run(&["--lang", lang], &record);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let told: Vec<_> = text(&output.stderr).lines().map(|line| line.split(": ").next().unwrap()).collect();
        assert_eq!(
            told,
            [
                "#/segments/0/prior  ONE_OF_TWO",
                "#/segments/2/id  ID_USED_TWICE",
                "#/cells/1  ID_USED_TWICE",
                "#/cells/2/came  NUMBER_OUT_OF_RANGE",
                "#/cells/4/invited  NUMBER_OUT_OF_RANGE",
                "#/cells/4/came  NUMBER_OUT_OF_RANGE",
                "#/cells/5/segment  ID_UNKNOWN",
                "#/walk_ins/prior/source  PERSON_NATIONAL_NUMBER",
            ]
        );
    }
}

#[test]
fn the_schema_is_that_of_the_file() {
    let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(["schema", "attendance"]).output().unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&record()));
    assert!(!validator.is_valid(&with("/cells/0/jobseekers", json!(["J1"]))));
    assert!(!validator.is_valid(&with("/segments/0/id", json!("women"))));
}

#[tokio::test]
async fn the_service_answers_as_the_command_line_does_and_keeps_nothing() {
    let service = Service::start().await;
    let told = service.post("/v1/invitations/attendance", &record()).await.is(200);
    assert_eq!(told.body, answer(&["--format", "json"], &record()));
    let mut few = record();
    put(&mut few, "/cells/0/invited", json!(3));
    put(&mut few, "/cells/0/came", json!(4));
    let refused = service.post("/v1/invitations/attendance", &few).await.is(422);
    assert!(refused.body["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{:#}", refused.body);
}
