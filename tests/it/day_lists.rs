//! What is in people's hands on the day of a fair: day plans of tables and people, the list at the door, the fields of
//! letters.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::process::{Command, Output};

use calamine::{Data, Reader as _, Xlsx};
use schakel_model::Options;
use schakel_solver::domain::{Facts, Nearby};
use schakel_solver::explain::trip_sentences;
use schakel_solver::plan::{self, Prepared};
use schakel_solver::text::Lang;
use serde_json::{Value, json};

use crate::interviews::{again, answer, fair};
use crate::reading::region_of;
use crate::support::{piped, put};

/// Runs `schakel interviews` on `fair`.
fn interviews(arguments: &[&str], fair: &Value) -> Output {
    piped(&[&["interviews", "-", "--gap", "0"], arguments].concat(), fair)
}

pub(crate) fn bytes(arguments: &[&str], fair: &Value) -> Vec<u8> {
    let output = interviews(arguments, fair);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

pub(crate) fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Lines of a csv table, titles first.
fn lines(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Name and lines of every sheet, titles first.
fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names();
    let mut sheet = |name: String| {
        assert!(workbook.worksheet_formula(&name).unwrap().used_cells().next().is_none(), "{name}");
        let range = workbook.worksheet_range(&name).unwrap();
        (name, range.rows().map(<[Data]>::to_vec).collect())
    };
    names.into_iter().map(&mut sheet).collect()
}

/// Properties of each event of a calendar, unfolded.
fn events(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = std::str::from_utf8(bytes).unwrap().replace("\r\n ", "");
    let mut events = Vec::new();
    for line in text.split("\r\n") {
        if line == "BEGIN:VEVENT" {
            events.push(BTreeMap::new());
        } else if let (Some(event), Some((name, value))) = (events.last_mut(), line.split_once(':')) {
            event.insert(name.split(';').next().unwrap().to_owned(), value.to_owned());
        }
    }
    events
}

/// Start, end, table, employer, pseudonym and help of every meeting, from the answer for programs, by person.
pub(crate) fn meetings(answer: &Value) -> BTreeSet<[String; 6]> {
    let attendees = answer["attendees"].as_array().unwrap().iter();
    let all = attendees.flat_map(|attendee| attendee["meetings"].as_array().unwrap());
    let of = |m: &Value| {
        let field = |name: &str| m[name].as_str().unwrap_or("").to_owned();
        let help = m["interpreter"].as_str().map_or(String::new(), |language| format!("tolk {language}"));
        [field("from"), field("to"), field("table"), field("employer"), field("attendee"), help]
    };
    all.map(of).collect()
}

/// The fair with its day.
pub(crate) fn dated() -> Value {
    let mut fair = fair();
    put(&mut fair, "/date", json!("2025-09-15"));
    fair
}

#[test]
fn each_form_holds_the_meetings_of_the_answer_and_no_other() {
    for fair in [dated(), again()] {
        let expected = meetings(&answer(&fair));
        assert!(expected.len() > 5);
        let table = lines(&bytes(&["--format", "csv"], &fair));
        assert_eq!(table[0], ["Begin", "Einde", "Tafel", "Werkgever", "Persoon", "Taalhulp"]);
        let found: BTreeSet<[String; 6]> = table[1..].iter().map(|line| line.clone().try_into().unwrap()).collect();
        assert_eq!((&found, table.len() - 1), (&expected, expected.len()));
        let starts: Vec<_> = table[1..].iter().map(|line| &line[0]).collect();
        assert!(starts.is_sorted());
        let sheets = sheets(bytes(&["--format", "xlsx"], &fair));
        // A sheet for each table that comes holds the table's meetings.
        let mut found = BTreeSet::new();
        for (name, rows) in &sheets[2..] {
            for row in &rows[1..] {
                let [from, to, person, help] = [0, 1, 2, 3].map(|at| row[at].to_string());
                let employer = expected.iter().find(|m| m[2] == *name).unwrap()[3].clone();
                assert!(found.insert([from, to, name.clone(), employer, person, help]));
            }
        }
        assert_eq!(found, expected);
        // Each person has a line for each meeting, in order; a person without a meeting has one line.
        let people = &sheets[1].1;
        let rows: Vec<[String; 4]> = people[1..].iter().map(|row| [0, 1, 2, 3].map(|at| row[at].to_string())).collect();
        assert!(rows.is_sorted());
        let found: BTreeSet<_> = rows.iter().filter(|row| !row[3].is_empty()).cloned().collect();
        assert_eq!(found, expected.iter().map(|m| [&m[4], &m[0], &m[1], &m[2]].map(Clone::clone)).collect());
        assert!(rows.iter().any(|row| row[0] == "P09" && row[3].is_empty()));
    }
    // Absent people are not listed.
    let people = &sheets(bytes(&["--format", "xlsx"], &again()))[1].1;
    assert!(!people.iter().any(|row| row[0] == Data::String("P05".to_owned())));
}

#[test]
fn the_first_sheet_sums_up() {
    let fair = dated();
    let (answer, sheets) = (answer(&fair), sheets(bytes(&["--format", "xlsx"], &fair)));
    let names: Vec<_> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Overzicht", "Mensen", "T1", "T2", "T3", "T4"]);
    let last = sheets[0].1.last().unwrap();
    assert_eq!(last[0], Data::String("Samen".to_owned()));
    assert_eq!(last[4].to_string(), meetings(&answer).len().to_string());
    assert_eq!(last[5].to_string(), answer["people"]["value"].to_string());
}

#[test]
fn every_meeting_is_an_event() {
    let fair = dated();
    let expected = meetings(&answer(&fair));
    let found = events(&bytes(&["--format", "ics"], &fair));
    let clock = |value: &str| {
        assert!(value.starts_with("20250915T"), "{value}");
        format!("{}:{}", &value[9..11], &value[11..13])
    };
    let of = |event: &BTreeMap<String, String>| {
        let (table, employer) = event["LOCATION"].split_once(' ').unwrap();
        let person = event["SUMMARY"].split_once(':').unwrap().0;
        let help = event.get("DESCRIPTION").cloned().unwrap_or_default();
        assert_eq!(event["UID"], format!("2025-09-15/{table}/{person}@schakel"));
        [clock(&event["DTSTART"]), clock(&event["DTEND"]), table.into(), employer.into(), person.into(), help]
    };
    assert_eq!((found.iter().map(of).collect::<BTreeSet<_>>(), found.len()), (expected.clone(), expected.len()));
    // The same plan is the same file.
    assert_eq!(bytes(&["--format", "ics"], &fair), bytes(&["--format", "ics"], &fair));
}

/// Every cell below the titles, or every value of an event, of a file.
fn cells(form: &str, file: Vec<u8>) -> Vec<String> {
    match form {
        "csv" => lines(&file).into_iter().skip(1).flatten().collect(),
        "xlsx" => {
            let sheets = sheets(file).into_iter();
            sheets.flat_map(|(_, rows)| rows.into_iter().skip(1).flatten().map(|cell| cell.to_string())).collect()
        }
        "ics" => {
            let clock = |value: &str| format!("{}:{}", &value[9..11], &value[11..13]);
            let value = |(name, value): (String, String)| match name.as_str() {
                "DTSTART" | "DTEND" => vec![clock(&value)],
                "SUMMARY" => value.split(": ").map(str::to_owned).collect(),
                "LOCATION" => value.splitn(2, ' ').map(str::to_owned).collect(),
                "UID" => {
                    let parts = value.strip_suffix("@schakel").unwrap().split('/').skip(1);
                    parts.map(str::to_owned).collect()
                }
                "DTSTAMP" | "END" => Vec::new(),
                _ => vec![value],
            };
            events(&file).into_iter().flatten().flat_map(value).collect()
        }
        "json" => {
            let answer: Value = serde_json::from_slice(&file).unwrap();
            assert_eq!(answer.as_object().unwrap().len(), 1);
            let values = answer["meetings"].as_array().unwrap().iter().flat_map(|m| m.as_object().unwrap());
            let value = |(name, value): (&String, &Value)| match (name.as_str(), value.as_str()) {
                ("interpreter", Some(language)) => format!("tolk {language}"),
                (_, value) => value.unwrap_or("").to_owned(),
            };
            values.map(value).collect()
        }
        _ => {
            let text = String::from_utf8(file).unwrap();
            let of = |line: &str| {
                let mut parts = line.splitn(3, "  ");
                let mut next = || parts.next().unwrap().to_owned();
                let (span, person, rest) = (next(), next(), next());
                let (rest, help) = rest.split_once(" (").unwrap_or((&rest, ""));
                let (from, to) = span.split_once('-').unwrap();
                let (table, employer) = rest.split_once(' ').unwrap();
                [from, to, &person, table, employer, help.trim_end_matches(')')].map(str::to_owned)
            };
            text.lines().flat_map(of).collect()
        }
    }
}

#[test]
fn nothing_but_six_fields_of_its_own_meetings_is_in_the_file_of_a_table_or_person() {
    let fair = dated();
    let all = meetings(&answer(&fair));
    let ids = |at: usize| all.iter().map(move |m| m[at].clone()).collect::<BTreeSet<_>>();
    let holders = ids(2).into_iter().map(|id| (2, "table", id)).chain(ids(4).into_iter().map(|id| (4, "person", id)));
    let mut looked_at = 0;
    for (at, kind, id) in holders {
        let own = all.iter().filter(|m| m[at] == id).flatten().filter(|cell| !cell.is_empty());
        let own: BTreeSet<&String> = own.collect();
        let holder = format!("{kind}:{id}");
        for form in ["csv", "xlsx", "ics", "json", "text"] {
            let cells = cells(form, bytes(&["--format", form, "--for", &holder], &fair));
            looked_at += cells.len();
            // Nothing else, and nothing less.
            let found: BTreeSet<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
            assert_eq!(found, own, "{holder} {form}");
        }
    }
    assert!(looked_at > 300, "{looked_at}");
}

#[test]
fn what_is_missing_or_unknown_is_told_at_once_with_what_there_is() {
    let output = interviews(&["--format", "ics", "--for", "table:T9", "--lang", "en"], &fair());
    assert_eq!(output.status.code(), Some(2));
    let told_all = told(&output);
    assert!(told_all.contains("#/date  MISSING_FIELD") && told_all.contains("Fill in the field"), "{told_all}");
    assert!(told_all.contains("#/tables  NOT_IN_LIST") && told_all.contains("T1, T2, T3, T4"), "{told_all}");
    assert!(output.stdout.is_empty());
    let output = interviews(&["--for", "person:T1"], &fair());
    assert!(told(&output).contains("#/attendees  NOT_IN_LIST") && told(&output).contains("P01, P02"));
    let output = interviews(&["--for", "T1"], &fair());
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("table:ID or person:ID"), "{}", told(&output));
    let mut wrong = fair();
    put(&mut wrong, "/date", json!("15/09/2025"));
    let output = interviews(&[], &wrong);
    assert!(told(&output).contains("#/date  BAD_FORMAT"), "{}", told(&output));
}

#[test]
fn nothing_is_handed_out_of_a_plan_that_may_not_be() {
    let mut fair = again();
    put(&mut fair, "/changed_max", json!(0));
    for arguments in [&["--format", "csv"][..], &["--for", "table:T1"]] {
        let output = interviews(&[arguments, &["--lang", "en"]].concat(), &fair);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        assert!(told(&output).contains("More promises have to change than may."), "{}", told(&output));
    }
}

#[test]
fn no_name_becomes_a_formula_a_second_event_or_a_refused_sheet() {
    let mut fair = dated();
    for (at, employer) in ["=1+1", "@SUM(A1)", "A\r\nEND:VEVENT\r\nBEGIN:VEVENT", "-1"].into_iter().enumerate() {
        put(&mut fair, &format!("/tables/{at}/employer"), json!(employer));
    }
    // Excel takes no colon, no more than 31 letters and no name twice, whatever its capitals.
    let names = ["History", "mensen", &"t:".repeat(32), &format!("{}x", "t:".repeat(31))];
    let mut text = fair.to_string();
    for (old, new) in ["T1", "T2", "T3", "T4"].into_iter().zip(names) {
        text = text.replace(&format!("\"{old}\""), &format!("\"{new}\""));
    }
    text = text.replace("\"P01\"", "\"-P01\"");
    let fair: Value = serde_json::from_str(&text).unwrap();
    let n_meetings = meetings(&answer(&fair)).len();
    let table = lines(&bytes(&["--format", "csv"], &fair));
    assert_eq!(table.len(), n_meetings + 1);
    assert!(table.iter().flatten().all(|cell| !cell.starts_with(['=', '@', '-', '+'])), "{table:?}");
    let sheets = sheets(bytes(&["--format", "xlsx"], &fair));
    let found: Vec<_> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    let long = "t_".repeat(16);
    let expected = ["Overzicht", "Mensen", "History 2", "mensen 2", &long[..31], &format!("{} 2", &long[..29])];
    assert_eq!(found, expected);
    assert_eq!(events(&bytes(&["--format", "ics"], &fair)).len(), n_meetings);
}

/// A story of a fair.
pub(crate) fn story(name: &str) -> Value {
    let path = format!("{}/fixtures/scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Plans the fair of `planned` and exports the plan beside `scenario`.
fn exported_beside(planned: &Value, scenario: &Value, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (before, now, plan) = (path("before.json"), path("now.json"), path("plan.json"));
    std::fs::write(&before, planned.to_string()).unwrap();
    std::fs::write(&now, scenario.to_string()).unwrap();
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
    let output = run(&["plan", &before, "--kind", "fair", "--out", &plan]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    run(&[&["export", &plan, "--scenario", &now], arguments].concat())
}

fn exported(scenario: &Value, arguments: &[&str]) -> Vec<u8> {
    let output = exported_beside(scenario, scenario, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    output.stdout
}

#[test]
fn the_list_at_the_door_has_who_may_come_in_by_pseudonym_and_room_for_walk_ins() {
    let mut scenario = story("a-second-wave");
    put(&mut scenario, "/fairs/0/walk_ins", json!(9.0));
    put(&mut scenario, "/fairs/0/hall/places", json!(30));
    let table = lines(&exported(&scenario, &["--list", "check-in"]));
    assert_eq!(table[0], ["Beurs", "Werkzoekende", "Kanaal", "Tafel", "Uren", "Is er"]);
    // Amir said no; for Dirk, by letter, it is too late.
    let fair = "Regionale jobbeurs";
    assert_eq!(table[1], [fair, "bea", "letter", "T1 Helder Poets", "13:00-17:00", ""]);
    assert_eq!(table[2], [fair, "cleo", "mediator", "T1 Helder Poets", "13:00-17:00", ""]);
    // Nine on average, and twice their standard deviation of three.
    assert_eq!(table.len(), 3 + 15);
    assert!(table[3..].iter().all(|line| *line == [fair, "", "", "", "13:00-17:00", ""]));
    let rows = &sheets(exported(&scenario, &["--list", "check-in", "--format", "xlsx"]))[0].1;
    let shown = |row: &Vec<Data>| row.iter().map(Data::to_string).collect::<Vec<_>>();
    assert_eq!(rows.iter().map(shown).collect::<Vec<_>>(), table);
    // Without `--list` the export is the list of invitations.
    let invitations = exported(&scenario, &[]);
    assert_eq!(invitations, exported(&scenario, &["--list", "invitations"]));
    assert!(String::from_utf8(invitations).unwrap().contains("zei nee"));
}

#[test]
fn who_said_yes_comes_in_whatever_is_planned() {
    let mut scenario = story("a-second-wave");
    scenario["jobseekers"][0]["goals"] = json!(["2512.4"]);
    scenario["fairs"][0]["invited"] = json!([{"jobseeker": "amir", "table": "T1", "answer": "yes"}]);
    let table = lines(&exported(&scenario, &["--list", "check-in"]));
    assert_eq!(table[1][1], "amir");
    // No letter without a journey.
    let letters = lines(&exported(&scenario, &["--list", "letters"]));
    assert!(!letters.iter().any(|line| line[0] == "amir") && letters.len() > 1, "{letters:?}");
}

#[test]
fn who_is_on_hold_or_not_available_is_in_no_list_also_of_an_older_plan() {
    let free = story("a-second-wave");
    for list in ["check-in", "letters"] {
        for planned_before in [false, true] {
            let files = [json!("ocmw_hold"), json!("advice_only")].map(|gate| {
                let mut scenario = free.clone();
                // Bea has her invitation, Cleo would get one.
                put(&mut scenario, "/jobseekers/1/gate", gate.clone());
                put(&mut scenario, "/jobseekers/2/gate", gate);
                let planned = if planned_before { &free } else { &scenario };
                let output = exported_beside(planned, &scenario, &["--list", list]);
                assert_eq!(output.status.code(), Some(0), "{}", told(&output));
                String::from_utf8(output.stdout).unwrap()
            });
            assert_eq!(files[0], files[1]);
            assert!(!files[0].contains("bea") && !files[0].contains("cleo"), "{list}: {}", files[0]);
        }
        let free = String::from_utf8(exported(&free, &["--list", list])).unwrap();
        assert!(free.contains("bea") && free.contains("cleo"), "{list}: {free}");
    }
}

/// Minutes after midnight of the last hour in `words`.
fn last_hour(words: &str) -> u32 {
    let at = words.rfind(':').unwrap();
    60 * words[at - 2..at].parse::<u32>().unwrap() + words[at + 1..at + 3].parse::<u32>().unwrap()
}

#[test]
fn a_letter_has_what_a_tired_reader_needs_in_each_language() {
    let scenario = story("a-second-wave");
    let table = lines(&exported(&scenario, &["--list", "letters"]));
    let titles =
        ["Werkzoekende", "Kanaal", "Beurs", "Datum", "Uren", "Plaats", "Gemeente", "Werkgever", "Vacature", "Reis"];
    assert_eq!(table[0], titles);
    let cleo = table.iter().find(|line| line[0] == "cleo").unwrap();
    let expected = [
        "mediator",
        "Regionale jobbeurs",
        "maandag 15 september 2025",
        "van 13:00 tot 17:00",
        "'t Gasthuis",
        "Wijnegem",
        "Helder Poets",
    ];
    assert_eq!(cleo[1..8], expected);
    // Neither an ESCO code nor the identifier of the vacancy.
    assert!(!cleo[8].is_empty() && cleo[8] != "poets" && !cleo[8].contains("9112"), "{}", cleo[8]);
    let mut journeys = BTreeSet::new();
    for lang in ["nl", "en", "fr"] {
        let table = lines(&exported(&scenario, &["--list", "letters", "--lang", lang]));
        for line in &table[1..] {
            let journey = &line[9];
            let minutes: String = journey.chars().filter(char::is_ascii_digit).collect();
            let minutes: u32 = minutes[..minutes.len() - 4].parse().unwrap();
            // Someone who leaves then arrives when the fair begins.
            assert_eq!(last_hour(journey) + minutes, 13 * 60, "{journey}");
        }
        journeys.insert(table.iter().find(|line| line[0] == "cleo").unwrap()[9].clone());
    }
    assert_eq!(journeys.len(), 3);
    let dutch = journeys.iter().find(|journey| journey.starts_with("De weg erheen duurt ")).unwrap();
    assert!(dutch.contains(" Vertrek thuis ten laatste om 12:"), "{dutch}");
}

#[test]
fn a_journey_by_timetable_says_which_bus_or_train() {
    let region = region_of("by-bicycle-to-the-station");
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    let plan = plan::solved(&Prepared::of(facts), &Options::default());
    let words = |lang| trip_sentences(&plan.assignments[0].way(facts), lang).unwrap();
    assert_eq!(
        words(Lang::Nl),
        "De weg erheen duurt 57 minuten met de fiets en met bus of trein. Vertrek thuis ten laatste om 07:48. 07:48 met de \
         fiets (13 min) naar Kalmthout Station. Trein L van Kalmthout Station (08:01) naar Antwerpen-Centraal (08:27). Te \
         voet (2 min). Dienstregeling: voorbeeld; week van 1 september."
    );
    for lang in [Lang::En, Lang::Fr] {
        assert!(words(lang).contains("07:48") && words(lang).contains("08:01"), "{}", words(lang));
    }
}

#[test]
fn lists_are_refused_where_they_make_no_sense() {
    let scenario = story("a-second-wave");
    let refused = |arguments: &[&str]| {
        let output = exported_beside(&scenario, &scenario, arguments);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        told(&output)
    };
    assert!(refused(&["--list", "letters", "--format", "geojson"]).contains("csv or xlsx"));
    assert!(refused(&["--list", "check-in", "--format", "ics"]).contains("csv or xlsx"));
    let employers = ["--list", "check-in", "--for", "employer", "--employer", "Helder Poets"];
    assert!(refused(&employers).contains("not for an employer"));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, plan) = (path("scenario.json"), path("plan.json"));
    std::fs::write(&file, scenario.to_string()).unwrap();
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
    run(&["plan", &file, "--kind", "matching", "--out", &plan]);
    let output = run(&["export", &plan, "--scenario", &file, "--list", "letters"]);
    assert!(output.status.code() == Some(2) && told(&output).contains("of no fair"), "{}", told(&output));
}

#[test]
fn the_day_goes_from_the_fair_to_its_interviews() {
    let scenario = story("more-who-fit-than-interviews");
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, plan) = (path("scenario.json"), path("plan.json"));
    std::fs::write(&file, scenario.to_string()).unwrap();
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
    run(&["plan", &file, "--kind", "fair", "--out", &plan]);
    let day: Value = serde_json::from_slice(&run(&["fair-day", &plan, "--scenario", &file]).stdout).unwrap();
    assert_eq!(day["date"], "2025-09-15");
    let found = events(&bytes(&["--format", "ics", "--for", "table:T2"], &day));
    assert!(!found.is_empty() && found.iter().all(|event| event["DTSTART"].starts_with("20250915T")));
}
