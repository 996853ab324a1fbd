//! The words of clerks: what a cell may say, what is told of it, and what is refused because it can mean two things.

use schakel::files::import::{Merged, Part};
use schakel_solver::text::Lang;
use serde_json::{Value, json};

use crate::clerks_tables::{cell, import, import_into, of_person, record, told};
use crate::support::small;

/// Days, from and to of the hours in a cell of a table in a language.
fn hours(title: &str, text: &str) -> Result<Vec<(String, String, String)>, Vec<&'static str>> {
    let (value, codes) = cell(Part::Childcare, "C1", title, text, "/open");
    if codes.iter().any(|code| code.starts_with("CELL")) {
        return Err(codes);
    }
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let days = |it: &Value| it["days"].as_array().unwrap().iter().map(text).collect::<Vec<_>>().join(" ");
    Ok(value.as_array().unwrap().iter().map(|it| (days(it), text(&it["from"]), text(&it["to"]))).collect())
}

#[test]
fn the_language_of_days_comes_from_the_words_and_never_from_the_h() {
    let one = |days: &str, from: &str, to: &str| Ok(vec![(days.to_owned(), from.to_owned(), to.to_owned())]);
    let (dutch, french) = ("openingsuren", "heures d'ouverture");
    assert_eq!(hours(dutch, "ma-vr 8h-16h30"), one("mon tue wed thu fri", "08:00", "16:30"));
    assert_eq!(hours(dutch, "ma,di,do 8h30-12h"), one("mon tue thu", "08:30", "12:00"));
    assert_eq!(hours(dutch, "wo-za 9h-18h"), one("wed thu fri sat", "09:00", "18:00"));
    assert_eq!(hours(dutch, "ma, di 8u-12u"), one("mon tue", "08:00", "12:00"));
    assert_eq!(hours(dutch, "ma, di 8:00-12:00"), one("mon tue", "08:00", "12:00"));
    assert_eq!(hours(dutch, "ma, di 8h-12h"), Err(vec!["CELL_UNCLEAR"]));
    assert_eq!(hours("open", "di 8:00-12:00"), Err(vec!["CELL_UNCLEAR"]));
    assert_eq!(hours(french, "ma, ve 8h-12h30"), one("tue fri", "08:00", "12:30"));
    assert_eq!(hours(french, "ma-di 8h-12h"), one("tue wed thu fri sat sun", "08:00", "12:00"));
    assert_eq!(hours(dutch, "lu-vr 8h-12h"), Err(vec!["CELL_NOT_READ"]));
}

#[test]
fn hours_in_everyday_words_are_read() {
    let week = "mon tue wed thu fri";
    let one = |days: &str, from: &str, to: &str| (days.to_owned(), from.to_owned(), to.to_owned());
    for text in [
        "weekdagen 9-15u",
        "ma t/m vr 9u tot 15u",
        "ma tot vr van 9u tot 15u",
        "maandag - vrijdag 9 uur - 15 uur",
        "werkdagen 9:00-15:00",
    ] {
        assert_eq!(hours("openingsuren", text), Ok(vec![one(week, "09:00", "15:00")]), "{text}");
    }
    let two = Ok(vec![one(week, "09:00", "12:00"), one(week, "13:00", "17:00")]);
    assert_eq!(hours("openingsuren", "ma-vr 9u-12u en 13u-17u"), two);
    assert_eq!(hours("openingsuren", "ma-vr 9u-12u, 13u-17u"), two);
    let mixed = Ok(vec![one("mon", "08:00", "16:00"), one("sat sun", "09:00", "12:00")]);
    assert_eq!(hours("openingsuren", "ma 8u-16u, za en zo 9u-12u"), mixed);
    for text in ["9u-12u en 13u-17u", "voltijds", "ma-vr", "ma-vr 9u", "ma vr 25u-26u"] {
        assert_eq!(hours("openingsuren", text), Err(vec!["CELL_NOT_READ"]), "{text}");
    }
}

#[test]
fn levels_of_course_lists_are_read_and_told() {
    let level = |text: &str| of_person("nederlands", text, "/languages/nl/speaking");
    for (text, expected) in [
        ("A0", Value::Null),
        ("geen", Value::Null),
        ("A1+", json!("A1")),
        ("B1.2", json!("B1")),
        ("1.2", json!("A2")),
        ("1.1", json!("A1")),
        ("NT2 richtgraad 2.1", json!("B1")),
        ("richtgraad 3", json!("B2")),
        ("RG 4", json!("C1")),
        ("moedertaal", json!("C2")),
    ] {
        assert_eq!(level(text), (expected, vec!["CELL_READ_AS"]), "{text}");
    }
    assert_eq!(level("a2 "), (json!("A2"), vec![]));
    assert_eq!(level("niveau B1"), (json!("B1"), vec![]));
    for (text, code) in [
        ("A1/A2", "CELL_UNCLEAR"),
        ("richtgraad 1", "CELL_UNCLEAR"),
        ("goed", "CELL_NOT_READ"),
        ("A3", "CELL_NOT_READ"),
        ("2", "CELL_NOT_READ"),
    ] {
        assert_eq!(level(text).1, [code], "{text}");
    }
}

/// The words of the issues of a row in Dutch.
fn words(merged: &Merged, row: usize) -> String {
    merged.rows[row].issues.iter().map(|it| it.message(Lang::Nl)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_column_that_bears_on_a_locked_rule_is_never_dropped_in_silence() {
    for title in
        ["OCMW-dossier", "steun sinds", "verblijfskaart", "single permit", "leeftijd", "art. 60", "Heeft een rijbewijs"]
    {
        let (_, codes) = of_person(title, "ja", "/id");
        assert_eq!(codes, ["COLUMN_ABOUT_RULE"], "{title}");
        assert_eq!(of_person(title, "", "/id").1, Vec::<&str>::new(), "{title}");
    }
    for title in ["opmerking", "sector", "team", "taalles", "bagage"] {
        assert_eq!(of_person(title, "ja", "/id").1, Vec::<&str>::new(), "{title}");
    }
    // A second column for the same field is dropped, and so told.
    let (_, merged) = import(Part::Jobseekers, b"id;ocmw;leefloon\nJ1;none;ja\n");
    assert_eq!(told(&merged)[0].2, ["COLUMN_ABOUT_RULE"]);
}

#[test]
fn who_lives_on_support_waits_for_the_ocmw_and_a_no_releases_nobody() {
    for title in ["Leefloon", "OCMW", "steun", "equivalent leefloon"] {
        assert_eq!(of_person(title, "ja", "/gate"), (json!("ocmw_hold"), vec!["CELL_READ_AS"]), "{title}");
    }
    let mut base = small();
    base["jobseekers"][0]["gate"] = json!("ocmw_hold");
    let (_, merged) = import_into(base, Part::Jobseekers, b"id;leefloon\nJ1;nee\n");
    assert_eq!(record(&merged, Part::Jobseekers, "J1")["gate"], json!("ocmw_hold"));
    assert_eq!(of_person("arbeidskaart", "ja", "/right_to_work").1, ["CELL_NOT_READ"]);
}

#[test]
fn an_occupation_is_read_by_its_label_or_everyday_word_and_two_readings_are_a_choice() {
    for (text, code) in [
        ("vrachtwagenchauffeur", "8332.2"),
        ("Vrachtwagenchauffeur ", "8332.2"),
        ("CARGO VEHICLE DRIVER", "8332.2"),
        ("magazijnier", "9333.8"),
        ("ober", "5131.2"),
        ("9112.1", "9112.1"),
    ] {
        assert_eq!(of_person("gewenste job", text, "/goals"), (json!([code]), vec![]), "{text}");
        assert_eq!(cell(Part::Vacancies, "V1", "functie", text, "/occupation"), (json!(code), vec![]), "{text}");
    }
    assert_eq!(of_person("beroepen", "hovenier; 9112.2", "/goals").0, json!(["6113.5", "9112.2"]));
    for text in ["portier", "poetshulp", "chauffeur"] {
        let (_, merged) = import(Part::Jobseekers, format!("id;beroepen\nJ1;{text}\n").as_bytes());
        assert_eq!(told(&merged)[0].2, ["CELL_UNCLEAR"], "{text}");
    }
    let (_, merged) = import(Part::Jobseekers, b"id;beroepen\nJ1;portier\n");
    assert!(words(&merged, 0).contains("5414.1.4 portier; 9621.1 portier"), "{}", words(&merged, 0));
    assert!(!of_person("beroepen", "sterrenkijker van beroep", "/goals").1.is_empty());
}

#[test]
fn a_form_of_employment_is_read_by_its_caption() {
    for text in ["Gewone arbeidsovereenkomst", "regular employment", "CONTRAT DE TRAVAIL ORDINAIRE", "regular"] {
        assert_eq!(cell(Part::Vacancies, "V1", "vorm", text, "/employment_form").0, json!("regular"), "{text}");
    }
    assert!(!cell(Part::Vacancies, "V1", "vorm", "zelfstandige", "/employment_form").1.is_empty());
}

#[test]
fn everyday_words_of_people_are_read() {
    let none = Vec::<&str>::new;
    for text in ["nee", "geen", "-", "neen"] {
        assert_eq!(of_person("rijbewijs", text, "/licences"), (json!([]), none()), "{text}");
    }
    assert_eq!(of_person("rijbewijs", "ja", "/licences"), (json!(["B"]), vec!["CELL_READ_AS"]));
    for text in ["fiets + bus", "fiets/bus", "fiets en bus", "fiets, trein"] {
        assert_eq!(of_person("vervoer", text, "/modes"), (json!(["bike", "transit"]), none()), "{text}");
    }
    for (text, minutes) in
        [("60 min", 60), ("1u", 60), ("1u30", 90), ("1,5 uur", 90), ("45'", 45), ("1:15", 75), ("60", 60)]
    {
        assert_eq!(of_person("max reistijd", text, "/travel_minutes_max"), (json!(minutes), none()), "{text}");
    }
    for text in ["60 km", "1u90", "een uur", "1,2"] {
        assert_eq!(of_person("max reistijd", text, "/travel_minutes_max").1, ["CELL_NOT_READ"], "{text}");
    }
    for text in ["-", "geen", "nee"] {
        assert_eq!(of_person("kinderen", text, "/children"), (json!([]), none()), "{text}");
    }
    let two = json!([{"age": 3, "care_needed": false}, {"age": 7, "care_needed": false}]);
    assert_eq!(of_person("kinderen", "2 (3j en 7j)", "/children"), (two, vec!["CELL_READ_AS"]));
    assert_eq!(of_person("kinderen", "3 (3j en 7j)", "/children").1, ["CELL_NOT_READ"]);
    assert_eq!(of_person("kinderen", "2", "/children").1, ["CELL_READ_AS"]);
    assert_eq!(of_person("max uren", "voltijds", "/hours_per_week/max"), (json!(38), vec!["CELL_READ_AS"]));
    assert_eq!(of_person("uren/week", "20-32", "/hours_per_week"), (json!({"min": 20, "max": 32}), none()));
    assert_eq!(of_person("uren/week", "32 uur", "/hours_per_week").1, ["CELL_READ_AS"]);
    assert_eq!(of_person("uren/week", "32-20", "/hours_per_week").1, ["CELL_NOT_READ"]);
    assert_eq!(of_person("Frans", "B1", "/languages/fr/speaking").0, json!("B1"));
}

#[test]
fn days_in_words_are_read_and_a_day_of_birth_gives_a_year_and_is_not_kept() {
    for text in ["1 april 2025", "1 apr. 2025", "1er avril 2025", "April 1, 2025", "01/04/2025"] {
        assert_eq!(of_person("vanaf", text, "/first_day").0, json!("2025-04-01"), "{text}");
    }
    for text in ["1 oktober 2024", "1 okt. 2024", "1er octobre 2024", "October 1, 2024"] {
        assert_eq!(of_person("ingeschreven sinds", text, "/registered_on").0, json!("2024-10-01"), "{text}");
    }
    for text in ["direct", "zo snel mogelijk", "ZSM"] {
        assert_eq!(of_person("vanaf", text, "/first_day"), (json!("2025-03-03"), vec!["CELL_READ_AS"]), "{text}");
        assert_eq!(of_person("ingeschreven sinds", text, "/registered_on").1, ["CELL_NOT_READ"], "{text}");
    }
    for text in ["oktober 2025", "31 februari 2025", "begin mei"] {
        assert_eq!(of_person("vanaf", text, "/first_day").1, ["CELL_NOT_READ"], "{text}");
    }
    for (text, year) in
        [("12/05/1985", 1985), ("12/05/85", 1985), ("12 mei 1985", 1985), ("12-05-07", 2007), ("31188", 1985)]
    {
        let (_, merged) = import(Part::Jobseekers, format!("dossiernr;geboortedatum\nJ1;{text}\n").as_bytes());
        assert_eq!(record(&merged, Part::Jobseekers, "J1")["birth_year"], json!(year), "{text}");
        let kept = json!([merged.rows[0].cells, merged.rows[0].issues]).to_string();
        assert!(!kept.contains(text), "{kept}");
    }
}
