//! `schakel turnout`, run as it is: a list of probabilities in, a turnout out.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// Runs the verb with `list` on its standard input.
fn run(arguments: &[&str], list: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_schakel"))
        .arg("turnout")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end without reading.
    let _ = child.stdin.take().unwrap().write_all(list);
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn answer(arguments: &[&str], list: &str) -> Value {
    let output = run(arguments, list.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Forty-six people, most of whom have better things to do.
fn fair() -> String {
    format!("# mailing, in guidance\n{}\n# letter\n{}", "0.35\n".repeat(30), "0.22\n".repeat(16))
}

#[test]
fn a_coordinator_reads_how_many_to_expect() {
    let output =
        run(&["-", "--format", "table", "--hall", "20", "--slots", "12", "--spread", "0.4"], fair().as_bytes());
    assert_eq!(output.status.code(), Some(0));
    expect_test::expect![[r#"
        Ieder beslist los van de anderen:
          Verwacht 14 mensen (9 tot 19, 90 %)
          Kans op meer dan de 20 plaatsen in de zaal: 2,0 %
          Nuttige gesprekken: 11,5 van 12
          Kans op een wachtrij: 68,3 %; kans dat niemand komt: minder dan 0,01 %
        Allen reageren op hetzelfde weer en dezelfde brief:
          Verwacht 14 mensen (7 tot 22, 90 %)
          Kans op meer dan de 20 plaatsen in de zaal: 9,7 %
          Nuttige gesprekken: 11,0 van 12
          Kans op een wachtrij: 60,0 %; kans dat niemand komt: minder dan 0,01 %
        Gebruikt: 46 uitgenodigd; zekerheid 90 % (standaard); gezamenlijke spreiding 0,4
    "#]]
    .assert_eq(text(&output.stdout));
    assert!(output.stderr.is_empty());
}

#[test]
fn it_reads_in_three_languages_and_names_its_defaults() {
    let read = |lang| {
        let output = run(&["-", "--format", "table", "--slots", "1", "--lang", lang], b"0.5\n0.5\n");
        text(&output.stdout).to_owned()
    };
    expect_test::expect![[r#"
        Ieder beslist los van de anderen:
          Verwacht 1,0 persoon (0 tot 2, 90 %)
          Nuttige gesprekken: 0,8 van 1
          Kans op een wachtrij: 25,0 %; kans dat niemand komt: 25,0 %
        Gebruikt: 2 uitgenodigd; zekerheid 90 % (standaard); geen gezamenlijke spreiding (standaard; vraag ze met --spread)
        Each decides alone:
          Expect 1.0 person (0 to 2, 90 %)
          Useful interviews: 0.8 of 1
          Chance of a queue: 25.0 %; chance that nobody comes: 25.0 %
        Used: 2 invited; confidence 90 % (default); no common spread (default; ask for it with --spread)
        Chacun décide seul :
          Attendez 1,0 personne (0 à 2, 90 %)
          Entretiens utiles : 0,8 sur 1
          Probabilité d'une file : 25,0 % ; que personne ne vienne : 25,0 %
        Utilisé : 2 invitations ; confiance 90 % (par défaut) ; sans dispersion commune (par défaut ; demandez-la avec --spread)
    "#]].assert_eq(&[read("nl"), read("en"), read("fr")].concat());
}

#[test]
fn a_program_reads_every_chance() {
    let answer = answer(&["-", "--hall", "1", "--slots", "1"], "\u{feff}0.5\r\n\n  # a remark\n0.5\n1\n0\n");
    assert_eq!(answer["invited"], json!(4));
    let model = &answer["models"]["independent"];
    assert_eq!(model["pmf"], json!([0.0, 0.25, 0.5, 0.25, 0.0]));
    assert_eq!(model["cdf"], json!([0.0, 0.25, 0.75, 1.0, 1.0]));
    assert_eq!((&model["mean"], &model["variance"]), (&json!(2.0), &json!(0.5)));
    assert_eq!(model["interval"], json!({"from": 1, "to": 3, "chance": 1.0}));
    assert_eq!(model["hall"], json!({"places": 1, "chance_of_more": 0.75}));
    let table =
        json!({"slots": 1, "useful_interviews": 1.0, "chance_of_a_queue": 0.75, "chance_that_nobody_comes": 0.0});
    assert_eq!(model["table"], table);
    assert_eq!(model["quantiles"][4], json!({"share": 0.5, "people": 2}));
    let used =
        json!({"confidence_percent": 90.0, "hall": 1, "slots": 1, "spread": null, "defaults": ["confidence_percent"]});
    assert_eq!(answer["used"], used);
    assert_eq!(answer["models"]["common_shock"], Value::Null, "asked for, or not there");
}

#[test]
fn a_shock_stands_beside_the_model_without_one() {
    let both = answer(&["-", "--confidence", "80", "--spread", "0.6", "--hall", "20"], &fair());
    let (alone, together) = (&both["models"]["independent"], &both["models"]["common_shock"]);
    let number = |model: &Value, field: &str| model.pointer(field).and_then(Value::as_f64).unwrap();
    assert!((number(alone, "/mean") - number(together, "/mean")).abs() < 1e-9);
    assert!(number(together, "/variance") > 2.0 * number(alone, "/variance"));
    assert!(number(together, "/hall/chance_of_more") > number(alone, "/hall/chance_of_more"));
    assert_eq!((&together["spread"], &both["used"]["defaults"]), (&json!(0.6), &json!([])));
    // What is the same without the second model.
    assert_eq!(*alone, answer(&["-", "--confidence", "80", "--hall", "20"], &fair())["models"]["independent"]);
}

#[test]
fn every_bad_line_is_told_at_once_and_never_repeated() {
    let list = b"0.2\n0,35\nAn Janssens\n1.5\n# fine\n-0.1\n40%\nNaN\n\xff\xfe\n0.9\n";
    let output = run(&["-"], list);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    expect_test::expect![[r#"
        regel 2  DECIMAL_COMMA: een getal met een komma. Schrijf een punt: 0.35.
        regel 3  NOT_A_NUMBER: geen getal. Schrijf één kans van 0 tot 1 per regel, zoals 0.35, of zet # vooraan.
        regel 4  NOT_A_PROBABILITY: een kans ligt van 0 tot 1. Schrijf bijvoorbeeld 0.35 voor 35 op 100.
        regel 6  NOT_A_PROBABILITY: een kans ligt van 0 tot 1. Schrijf bijvoorbeeld 0.35 voor 35 op 100.
        regel 7  PERCENT: een percentage. Schrijf een kans van 0 tot 1: 0.35 in plaats van 35 %.
        regel 8  NOT_A_PROBABILITY: een kans ligt van 0 tot 1. Schrijf bijvoorbeeld 0.35 voor 35 op 100.
        regel 9  NOT_A_NUMBER: geen getal. Schrijf één kans van 0 tot 1 per regel, zoals 0.35, of zet # vooraan.
    "#]]
    .assert_eq(text(&output.stderr));
    let in_french = run(&["-", "--lang", "fr"], list);
    assert!(text(&in_french.stderr).contains("ligne 2  DECIMAL_COMMA : un nombre avec une virgule."));
    let in_english = run(&["-", "--lang", "en"], list);
    assert!(text(&in_english.stderr).contains("line 3  NOT_A_NUMBER: no number."));
    assert!(!text(&in_english.stderr).contains("Janssens"), "a list may hold names; errors do not");
}

#[test]
fn a_list_of_nobody_or_of_too_many_is_refused() {
    let nobody = run(&["-"], b"# nobody yet\n\n");
    assert_eq!(nobody.status.code(), Some(2));
    assert!(text(&nobody.stderr).starts_with("NOBODY_INVITED"));
    let too_many = run(&["-"], "0\n".repeat(20_001).as_bytes());
    assert_eq!(too_many.status.code(), Some(2));
    assert!(text(&too_many.stderr).starts_with("TOO_MANY_INVITED"));
}

#[test]
fn options_that_make_no_sense_are_wrong_usage() {
    for arguments in
        [["-", "--confidence", "100"], ["-", "--confidence", "0"], ["-", "--spread", "3"], ["-", "--hall", "-1"]]
    {
        assert_eq!(run(&arguments, b"0.5\n").status.code(), Some(2), "{arguments:?}");
    }
    let missing = run(&["no-such-list.txt"], b"");
    assert_eq!(missing.status.code(), Some(2));
    assert!(!missing.stderr.is_empty() && missing.stdout.is_empty());
}

#[test]
fn five_thousand_people_are_no_trouble() {
    let list: String = (0..5_000).map(|at| format!("{}\n", f64::from(at % 97 + 1) / 200.0)).collect();
    let mean: f64 = (0..5_000).map(|at| f64::from(at % 97 + 1) / 200.0).sum();
    let answer = answer(&["-"], &list);
    let model = &answer["models"]["independent"];
    assert!((model["mean"].as_f64().unwrap() - mean).abs() < 1e-9);
    assert_eq!(model["pmf"].as_array().map(Vec::len), Some(5_001));
    assert!((model["cdf"][5_000].as_f64().unwrap() - 1.0).abs() < 1e-12);
}
