//! `schakel simulate`, run as it is: what is seen of days played beside what was stated, for the right model and wrong
//! ones.

use std::process::Output;
use std::time::Instant;

use serde_json::{Value, json};

use crate::size::{FAULTS, fair, faulty};
use crate::support::{piped, put};

/// Runs the verb with `fair` on its standard input.
fn run(arguments: &[&str], fair: &Value) -> Output {
    piped(&[&["simulate", "fair", "-"], arguments].concat(), fair)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn answer(arguments: &[&str], fair: &Value) -> Value {
    let output = run(&[arguments, &["--format", "json"]].concat(), fair);
    assert_eq!(output.status.code(), Some(0), "{} {}", text(&output.stderr), text(&output.stdout));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What was seen under a model, by its name.
fn model<'a>(answer: &'a Value, name: &str) -> &'a Value {
    answer["models"].as_array().unwrap().iter().find(|model| model["model"] == name).unwrap()
}

fn number(value: &Value, pointer: &str) -> f64 {
    value.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no {pointer} in {value}"))
}

/// 60 employers, 2,000 candidates through four channels, a hall of 400.
fn large() -> Value {
    let segments = [("letter", 600, 0.18, 60.0), ("text_message", 500, 0.3, 40.0), ("guidance", 500, 0.5, 90.0)];
    let segments = segments.into_iter().chain([("partner", 400, 0.25, 25.0)]).map(|(channel, people, mean, worth)| {
        json!({
            "id": channel, "channel": channel, "lead_time_days": 7, "people": people, "floor": 20,
            "rate": {"mean": mean, "sample_size": worth}
        })
    });
    let table = |at: u32| {
        let share = |part: u32| f64::from(part) / 1000.0;
        json!({
            "employer": format!("Werkgever {at}"), "occupation": "9112.1", "slots": 18, "risk": 1.0,
            "walk_in_share": share(20),
            "visits": [
                {"segment": "letter", "share": share(15 + at % 20)}, {"segment": "text_message", "share": share(30)},
                {"segment": "guidance", "share": share(60 - at % 30)}, {"segment": "partner", "share": share(25)}
            ]
        })
    };
    json!({
        "hall": {"places": 400, "risk": 0.05}, "segments": segments.collect::<Vec<_>>(), "walk_ins": 20,
        "tables": (0..60).map(table).collect::<Vec<_>>()
    })
}

/// `fair` when all respond to the same weather, and the risks are read from that.
fn together() -> Value {
    let mut fair = fair();
    put(&mut fair, "/binding", json!("common_shock"));
    fair
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |seed| run(&["--seed", seed, "--draws", "1000", "--format", "json"], &fair()).stdout;
    assert_eq!(bytes("7"), bytes("7"));
    assert_ne!(bytes("7"), bytes("8"));
}

#[test]
fn models_that_are_what_was_stated_are_left_out() {
    let mut alone = together();
    put(&mut alone, "/walk_ins", json!(0));
    let answer = answer(&["--draws", "1000"], &alone);
    let names: Vec<_> = answer["models"].as_array().unwrap().iter().map(|model| model["model"].clone()).collect();
    assert_eq!(names, ["as_stated", "rates_lower", "rates_higher"]);
    assert_eq!(answer["models"][0]["common_shock"], 0.3);
}

#[test]
fn a_coordinator_reads_what_was_stated_beside_what_was_seen() {
    let output = run(&["--draws", "2000"], &fair());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    expect_test::expect![[r#"
        44 uitgenodigd, zaal voor 20. 2000 dagen per model, seed 1.
                                    meer dan zaal          in 8-20       aanwezigen       gesprekken
        voorzien                           4,35 %          92,12 %             13,9              6,5
        zoals voorzien              4,60 ± 0,47 %   91,75 ± 0,62 %      14,0 ± 0,09       6,5 ± 0,04
        opkomst x 0,8               0,65 ± 0,46 %   85,50 ± 0,79 %      11,3 ± 0,08       5,5 ± 0,04
        opkomst x 1,25             19,85 ± 0,89 %   79,95 ± 0,90 %      17,2 ± 0,09       7,3 ± 0,03
        niet uitgenodigd x 2        9,05 ± 0,64 %   88,65 ± 0,71 %      15,0 ± 0,09       6,5 ± 0,04
        zelfde weer, spreiding 0,5 12,60 ± 0,74 %   74,50 ± 0,97 %      13,9 ± 0,13       6,1 ± 0,05
        zoals voorzien: tafels die het meest afwijken: wachtrij Helder Poets, 9112.1, voorzien 29,89 %, gezien 31,05 %; niemand Helder Poets, 9112.1, voorzien 0,08 %, gezien 0,10 %
        opkomst x 0,8: tafels die het meest afwijken: wachtrij Helder Poets, 9112.1, voorzien 29,89 %, gezien 12,95 %; niemand Helder Poets, 9112.1, voorzien 0,08 %, gezien 0,30 %
        opkomst x 1,25: tafels die het meest afwijken: wachtrij Helder Poets, 9112.1, voorzien 29,89 %, gezien 55,50 %; niemand Helder Poets, 9112.1, voorzien 0,08 %, gezien 0,00 %
        niet uitgenodigd x 2: tafels die het meest afwijken: wachtrij Helder Poets, 9112.1, voorzien 29,89 %, gezien 29,60 %; niemand Helder Poets, 9112.1, voorzien 0,08 %, gezien 0,05 %
        zelfde weer, spreiding 0,5: tafels die het meest afwijken: wachtrij Helder Poets, 9112.1, voorzien 29,89 %, gezien 32,45 %; niemand Helder Poets, 9112.1, voorzien 0,08 %, gezien 0,95 %
        Zoals voorzien: wat gezien is, klopt met wat voorzien was, op toeval na (4 standaardfouten; 5 van de verste tafel).
        Wat voorzien was, geldt niet meer bij: opkomst x 0,8; opkomst x 1,25; niet uitgenodigd x 2; zelfde weer, spreiding 0,5.
    "#]]
    .assert_eq(text(&output.stdout));
    let lines = ["nl", "en", "fr"].map(|lang| {
        let output = run(&["--draws", "500", "--lang", lang], &fair());
        text(&output.stdout).lines().count()
    });
    assert!(lines.iter().all(|n| *n == lines[0]), "{lines:?}");
}

#[test]
fn what_would_take_too_long_is_refused_with_what_would_not() {
    let output = run(&["--draws", "10000000", "--lang", "en"], &large());
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    let most = told.trim_end().rsplit(' ').next().unwrap();
    assert!(told.contains("10000000 draws of this fair take too long: ask at most "), "{told}");
    assert!((100_000..1_000_000).contains(&most.parse::<u64>().unwrap()), "{told}");
    for draws in ["99", "0", "many"] {
        assert_eq!(run(&["--draws", draws], &fair()).status.code(), Some(2));
    }
}

#[test]
fn faults_and_fairs_that_do_not_fit_are_told_as_sizing_tells_them() {
    let output = run(&["--lang", "en"], &faulty());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr).lines().count(), FAULTS.len());
    let mut fair = fair();
    put(&mut fair, "/segments/0/floor", json!(60));
    put(&mut fair, "/hall/places", json!(10));
    let output = run(&["--draws", "1000", "--lang", "en"], &fair);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("This does not fit within the risks"));
}

/// Takes seconds.
mod full {
    use super::*;

    #[test]
    fn what_was_stated_is_seen_when_the_day_is_as_stated() {
        let mut mean = fair();
        put(&mut mean, "/rate_uncertainty", json!("mean"));
        let mut wave = fair();
        let replies = json!([{"segment": "after_training", "yes": 6, "no": 5, "silent": 4}]);
        put(&mut wave, "/wave", json!({"days_left": 5, "replies": replies}));
        for (name, fair) in
            [("fair", fair()), ("together", together()), ("mean", mean), ("wave", wave), ("large", large())]
        {
            // The chance of a difference of 4 standard errors, anywhere, is one in a thousand: the seeds are fixed.
            for seed in ["1", "2", "3"] {
                let draws = 4000.0;
                let answer = answer(&["--seed", seed, "--draws", "4000"], &fair);
                let right = model(&answer, "as_stated");
                for figure in ["more_than_hall", "within_interval"] {
                    let (stated, seen) =
                        (number(right, &format!("/{figure}/stated")), number(right, &format!("/{figure}/seen")));
                    let error = (stated * (1.0 - stated) / draws).sqrt();
                    assert!((seen - stated).abs() <= 4.0 * error, "{name} {seed} {figure}: {seen}, stated {stated}");
                }
                for figure in ["attendees", "useful_interviews"] {
                    let errors = number(right, &format!("/{figure}/errors"));
                    assert!(errors.abs() <= 4.0, "{name} {seed} {figure}: {errors} standard errors");
                }
                assert_eq!((&right["agrees"], &answer["is_as_stated"]), (&json!(true), &json!(true)), "{name} {seed}");
            }
        }
    }

    #[test]
    fn wrong_models_are_seen_to_be_wrong() {
        let answer = answer(&[], &large());
        let risk = |name: &str| number(model(&answer, name), "/more_than_hall/seen");
        let stated = number(model(&answer, "as_stated"), "/more_than_hall/stated");
        assert!(stated > 0.03 && stated <= 0.05, "{stated}");
        assert!(risk("rates_lower") < 0.2 * stated && risk("rates_higher") > 5.0 * stated);
        assert!(risk("more_walk_ins") > stated && risk("common_shock") > 1.5 * stated);
        for name in ["rates_lower", "rates_higher", "more_walk_ins", "common_shock"] {
            let wrong = model(&answer, name);
            assert_eq!(wrong["agrees"], false, "{name}");
            // The interval told covers less, and misses by more than chance explains.
            assert!(number(wrong, "/within_interval/errors") < -4.0, "{name}: {wrong}");
        }
        let mean = |name: &str| number(model(&answer, name), "/attendees/seen");
        let invited = mean("as_stated") - 20.0;
        assert!((mean("rates_higher") - 20.0 - 1.25 * invited).abs() < 2.0);
        assert!((mean("more_walk_ins") - 40.0 - invited).abs() < 2.0);
        // People who come together come as often.
        assert!((mean("common_shock") - mean("as_stated")).abs() < 3.0);
    }

    #[test]
    fn the_size_of_a_fair_takes_seconds() {
        let begun = Instant::now();
        let output = run(&["--lang", "en"], &large());
        let seconds = begun.elapsed().as_secs_f64();
        println!("{}{seconds:.1} s", text(&output.stdout));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        // Some seconds where the machine is free.
        assert!(seconds < 60.0, "{seconds} s");
    }
}
