//! Tables that come in: what people type in a spreadsheet becomes records, row by row.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use schakel::files::import::{self, Columns, Mapping, Merged, Part, Status};
use schakel::files::scenario::{Code, Packs};
use serde_json::{Value, json};

use crate::support::small;

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::built_in);

/// Reads a table into [`small`], with guessed columns.
fn import(part: Part, bytes: &[u8]) -> (Columns, Merged) {
    import_into(small(), part, bytes)
}

fn import_into(base: Value, part: Part, bytes: &[u8]) -> (Columns, Merged) {
    let table = import::read(bytes, None).unwrap();
    let columns = Columns::of(part, &table, None).unwrap();
    let merged = import::merge(base, &columns, &table.columns, &table.rows, &PACKS);
    (columns, merged)
}

/// The record with this ID in what came of an import.
fn record(merged: &Merged, part: Part, id: &str) -> Value {
    let scenario: Value = serde_json::from_str(&merged.scenario.as_ref().unwrap().0).unwrap();
    scenario[part.name()].as_array().unwrap().iter().find(|record| record["id"] == id).unwrap().clone()
}

/// Status, code and pointer of each row.
fn told(merged: &Merged) -> Vec<(Status, Vec<(&'static str, &str)>)> {
    merged
        .rows
        .iter()
        .map(|row| (row.status, row.issues.iter().map(|it| (it.code.entry().code, it.pointer.as_str())).collect()))
        .collect()
}

const DUTCH: &str = "Werkzoekenden van deze week;;;;\r\n\
    werkzoekende;Lengtegraad;Breedtegraad;Gemeente;Vervoer;Rijbewijs;Reistijd;Nederlands spreken;Beroepen;Beschikbaarheid;Min uren;Max uren;Vanaf;Inschrijving;Geboortejaar;Kinderen;Vaste opmerking é\r\n\
    N1; 4,473 ;51,384;Kalmthout;fiets, te voet;AM|B;45;b1;9112.1;\"ma-vr 8u-16u30; za 9.00-12.00\";19;38;10/03/2025;6-5-24;1.990;3+\u{a0};belt soms\r\n\
    ;;;;;;;;;;;;;;;;\r\n";

#[test]
fn a_dutch_table_of_excel_becomes_records() {
    let (encoded, _, _) = encoding_rs::WINDOWS_1252.encode(DUTCH);
    let (columns, merged) = import(Part::Jobseekers, &encoded);
    assert_eq!(told(&merged), [(Status::Created, vec![])]);
    assert_eq!(columns.ignored, ["Vaste opmerking é"]);
    assert_eq!(merged.rows[0].row, 3);
    let weekdays = json!(["mon", "tue", "wed", "thu", "fri"]);
    let expected = json!({
        "id": "N1", "home": {"lon": 4.473, "lat": 51.384}, "municipality": "11022", "modes": ["bike", "walk"],
        "licences": ["AM", "B"], "travel_minutes_max": 45, "languages": {"nl": {"speaking": "B1"}}, "goals": ["9112.1"],
        "availability": [{"days": weekdays, "from": "08:00", "to": "16:30"}, {"days": ["sat"], "from": "09:00", "to": "12:00"}],
        "hours_per_week": {"min": 19, "max": 38}, "first_day": "2025-03-10", "registered_on": "2024-05-06",
        "birth_year": 1990, "children": [{"age": 3, "care_needed": true}]
    });
    assert_eq!(record(&merged, Part::Jobseekers, "N1"), expected);
}

#[test]
fn french_and_english_tables_give_the_same_vacancy() {
    let french = "\u{feff}Offre,Employeur,Longitude,Latitude,Commune,Métier,Postes,Horaire,Heures par semaine,Début,Permis,Voiture,Form,Pénurie\n\
        W1,Nettoie sa,4.55,\"51,2\",ranst,9112.1,2,\"ma,ve 8h-12h30\",16,17/03/2025,B,oui,regular,x\n";
    let english = "vacancy\temployer\tlon\tlat\tmunicipality\toccupation\topenings\tshifts\thours\tstart\tlicence\tcar\tform\tbottleneck\n\
        W1\tNettoie sa\t4.55\t51.2\t11035\t9112.1\t2\ttue, fri 8:00 - 12:30\t16\t2025-03-17\tb\tyes\tregular\ttrue\n";
    let of = |text: &str| {
        let (columns, merged) = import(Part::Vacancies, text.as_bytes());
        assert_eq!(told(&merged), [(Status::Created, vec![])]);
        assert!(columns.ignored.is_empty());
        record(&merged, Part::Vacancies, "W1")
    };
    assert_eq!(of(french), of(english));
    assert_eq!(of(french)["shifts"], json!([{"days": ["tue", "fri"], "from": "08:00", "to": "12:30"}]));
    assert_eq!(of(french)["bottleneck"], json!(true));
}

#[test]
fn a_workbook_with_dates_and_times_is_read_as_excel_shows_it() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Opvang").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (column, title) in (0..).zip(["id", "naam", "lon", "lat", "openingsuren", "vrije plaatsen", "datum"]) {
        sheet.write_string(0, column, title).unwrap();
    }
    sheet.write_string(1, 0, "K1").unwrap().write_string(1, 1, "=De Maan").unwrap();
    sheet.write_number(1, 2, 4.47).unwrap().write_number(1, 3, 51.38).unwrap();
    sheet.write_string(1, 4, "ma-vr 7:00-18u").unwrap().write_string(1, 5, "0-2:5; 3-11:1").unwrap();
    sheet.write_datetime_with_format(1, 6, ExcelDateTime::from_ymd(2025, 12, 31).unwrap(), &day).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let table = import::read(&bytes, Some("Opvang")).unwrap();
    assert_eq!(
        table.rows[0].cells,
        ["K1", "=De Maan", "4,47", "51,38", "ma-vr 7:00-18u", "0-2:5; 3-11:1", "2025-12-31"]
    );
    let (_, merged) = import(Part::Childcare, &bytes);
    assert_eq!(told(&merged), [(Status::Created, vec![])]);
    let places = json!([{"from_age": 0, "to_age": 2, "free": 5}, {"from_age": 3, "to_age": 11, "free": 1}]);
    assert_eq!(record(&merged, Part::Childcare, "K1")["places"], places);
    let refused = import::read(&bytes, Some("Blad9")).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_str()), (Code::SheetUnknown, "#/sheet"));
}

#[test]
fn a_row_with_a_known_id_says_what_changed_and_keeps_the_rest() {
    let (_, merged) = import(Part::Jobseekers, "id;reistijd;nl/speaking;kinderen\nJ1;60;B2;\n".as_bytes());
    assert_eq!(told(&merged), [(Status::Updated, vec![])]);
    assert_eq!(merged.rows[0].changed, ["travel_minutes_max"]);
    let after = record(&merged, Part::Jobseekers, "J1");
    assert_eq!((&after["travel_minutes_max"], &after["children"]), (&json!(60), &small()["jobseekers"][0]["children"]));
}

#[test]
fn one_bad_row_never_stops_the_good_ones() {
    let text = "id;reistijd;geboortejaar;gemeente\nJ1;60;1990;\nJ2;vlug;1990;\nJ1;50;;\nJ9;45;1990;\nJ2;60;19;\nJ2;60;1991;Parijs\n";
    let (_, merged) = import(Part::Jobseekers, text.as_bytes());
    let found = told(&merged);
    assert_eq!(found[0], (Status::Updated, vec![]));
    assert_eq!(found[1], (Status::Error, vec![("CELL_NOT_READ", "#/rows/3/reistijd")]));
    assert_eq!(found[2], (Status::Error, vec![("ID_USED_TWICE", "#/rows/4/id")]));
    assert_eq!(found[3].0, Status::Error);
    assert!(found[3].1.contains(&("MISSING_FIELD", "#/rows/5/home")), "{found:?}");
    assert_eq!(found[5].1[0], ("MUNICIPALITY_UNCLEAR", "#/rows/7/gemeente"));
    assert_eq!(record(&merged, Part::Jobseekers, "J1")["travel_minutes_max"], json!(60));
    assert_eq!(record(&merged, Part::Jobseekers, "J2"), small()["jobseekers"][1]);
}

#[test]
fn an_issue_of_the_whole_scenario_comes_back_to_its_row() {
    let (_, merged) = import(Part::Jobseekers, "id;geboortejaar;eerste dag\nJ1;1890;\nJ2;1991;11/03/2025\n".as_bytes());
    assert_eq!(told(&merged)[0], (Status::Error, vec![("WRONG_UNIT", "#/rows/2/geboortejaar")]));
    assert_eq!(merged.rows[1].changed, ["birth_year", "first_day"]);
}

#[test]
fn what_is_never_accepted_of_a_person_is_refused_and_not_kept() {
    for (title, code) in [
        ("Voornaam", Code::PersonName),
        ("E-mail", Code::PersonContact),
        ("Straat", Code::PersonAddress),
        ("INSZ", Code::PersonNationalNumber),
    ] {
        let table = import::read(format!("id;{title}\nJ1;x\n").as_bytes(), None).unwrap();
        let refused = Columns::of(Part::Jobseekers, &table, None).unwrap_err();
        assert_eq!((refused[0].code, &refused[0].pointer), (code, &format!("#/columns/{title}")));
    }
    for secret in ["85.07.30-033.28", "rr 85073003328", "ana@example.be", "bel ana@example.be"] {
        for column in ["reistijd", "opmerking"] {
            let (_, merged) = import(Part::Jobseekers, format!("id;{column}\nJ1;{secret}\n").as_bytes());
            assert_eq!(merged.rows[0].status, Status::Error, "{secret} in {column}");
            let kept = json!([merged.rows[0].cells, merged.rows[0].issues]).to_string();
            assert!(!kept.contains(secret), "{kept}");
        }
    }
    let (_, merged) = import(Part::Jobseekers, "werkzoekende;reistijd\nJan Janssens;45\n".as_bytes());
    assert!(!json!(merged.rows[0].cells).to_string().contains("Janssens"));
}

#[test]
fn a_table_or_mapping_that_cannot_be_right_says_why() {
    let code = |bytes: &[u8]| import::read(bytes, None).unwrap_err().code;
    assert_eq!(code(b"PK\x03\x04 no workbook"), Code::TableNotRead);
    assert_eq!(code(b"a;b\0\n1;2\n"), Code::TableNotRead);
    assert_eq!(code(b""), Code::TableEmpty);
    assert_eq!(code(b"id;gemeente\n;;\n"), Code::TableEmpty);
    assert_eq!(code(format!("{}\n1\n", ";x".repeat(300)).as_bytes()), Code::TableTooLarge);
    let table = import::read(b"a;b;c\n1;2;3\n", None).unwrap();
    let told = Mapping::from(
        [("a", "id"), ("b", "id"), ("c", "shoe_size"), ("d", "gate")].map(|(a, b)| (a.to_owned(), b.to_owned())),
    );
    let codes: BTreeSet<_> =
        Columns::of(Part::Jobseekers, &table, Some(&told)).unwrap_err().iter().map(|it| it.code).collect();
    assert_eq!(codes, BTreeSet::from([Code::ColumnFieldTwice, Code::ColumnFieldUnknown, Code::ColumnUnknown]));
}

#[test]
fn every_code_of_tables_has_a_test() {
    let source =
        concat!(include_str!("tables_in.rs"), include_str!("clerks_tables.rs"), include_str!("clerks_words.rs"));
    for code in Code::OF_TABLES {
        let entry = code.entry().code;
        assert!(source.contains(&format!("Code::{code:?}")) || source.contains(&format!("\"{entry}\"")), "{code:?}");
    }
}

#[test]
fn a_cell_far_away_makes_no_large_table() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "id").unwrap().write_string(1_048_575, 16_383, "x").unwrap();
    let refused = import::read(&workbook.save_to_buffer().unwrap(), None).unwrap_err();
    assert_eq!(refused.code, Code::TableTooLarge);
}

#[test]
fn the_titles_of_a_column_that_stands_twice_are_told_apart() {
    let table = import::read(b"sep=,\nid,uren,uren,\nV1,38,19,x\n", None).unwrap();
    assert_eq!(table.columns, ["id", "uren", "uren (2)", "#4"]);
    assert_eq!((table.rows[0].number, &table.rows[0].cells[3]), (3, &"x".to_owned()));
}

/// The cells of a record about gate and right to work.
fn rights_of(person: &Value) -> [(String, String); 2] {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let gate = match &person["gate"] {
        Value::Object(gate) => format!("released:{}:{}", text(&gate["released"]["by"]), text(&gate["released"]["on"])),
        Value::String(gate) => gate.clone(),
        _ => String::new(),
    };
    let right = match &person["right_to_work"] {
        Value::Object(right) => text(&right["until"]),
        Value::String(right) => right.clone(),
        _ => String::new(),
    };
    [("gate".to_owned(), gate), ("right_to_work".to_owned(), right)]
}

/// A record as a row, written by another hand than the reader's.
fn row_of(person: &Value) -> Vec<(String, String)> {
    let mut row = Vec::new();
    let mut put = |title: &str, text: String| row.push((title.to_owned(), text));
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let list = |value: &Value| {
        value.as_array().map_or_else(String::new, |all| all.iter().map(text).collect::<Vec<_>>().join("|"))
    };
    let each = |value: &Value, write: &dyn Fn(&Value) -> String| {
        value.as_array().map_or_else(String::new, |all| all.iter().map(write).collect::<Vec<_>>().join(";"))
    };
    for field in ["id", "municipality", "travel_minutes_max", "first_day", "registered_on", "birth_year"] {
        if !person[field].is_null() {
            put(field, text(&person[field]));
        }
    }
    for field in ["modes", "licences", "skills", "goals"] {
        put(field, list(&person[field]));
    }
    for (title, value) in [("home.lon", &person["home"]["lon"]), ("home.lat", &person["home"]["lat"])] {
        put(title, text(value).replace('.', ","));
    }
    for bound in ["min", "max"] {
        put(&format!("hours_per_week.{bound}"), text(&person["hours_per_week"][bound]));
    }
    for (code, levels) in person["languages"].as_object().into_iter().flatten() {
        for (skill, level) in levels.as_object().unwrap() {
            put(&format!("languages.{code}.{skill}"), text(level));
        }
    }
    put(
        "availability",
        each(&person["availability"], &|it| {
            format!("{} {}-{}", list(&it["days"]).replace('|', ","), text(&it["from"]), text(&it["to"]))
        }),
    );
    put(
        "children",
        each(&person["children"], &|it| {
            let (care, place) = (if it["care_needed"] == true { "+" } else { "" }, it["place"].as_str());
            format!("{}{care}{}", it["age"], place.map_or_else(String::new, |place| format!("@{place}")))
        }),
    );
    put(
        "entitlements",
        each(&person["entitlements"], &|it| {
            format!("{}:{}..{}", text(&it["right"]), text(&it["from"]), it["until"].as_str().unwrap_or(""))
        }),
    );
    put(
        "assessments",
        each(&person["assessments"], &|it| format!("{}:{}:{}", text(&it["field"]), text(&it["by"]), text(&it["on"]))),
    );
    row.extend(rights_of(person));
    row
}

/// Fields in any order, and lists that are empty left out: the same record is the same text.
fn canonical(record: &Value) -> Value {
    let mut record = record.clone();
    record.as_object_mut().unwrap().retain(|_, value| *value != json!([]) && *value != json!({}));
    let sorted: std::collections::BTreeMap<String, Value> = serde_json::from_value(record).unwrap();
    json!(sorted)
}

#[test]
fn rows_are_called_by_the_number_excel_shows() {
    let table = import::read(b"id;naam\r\n\r\nA;\"twee\r\nregels\"\r\nB;x", None).unwrap();
    assert_eq!(table.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn the_program_ends_with_one_when_some_rows_are_wrong_and_two_when_all_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("in.json"), small().to_string()).unwrap();
    let run = |table: &str| {
        std::fs::write(path("table.csv"), table).unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_schakel"))
            .args(["import", "csv", &path("table.csv"), "--part", "jobseekers", "--into", &path("in.json")])
            .args(["--out", &path("out.json")])
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run("id;reistijd\nJ1;60\n").0, 0);
    let (code, words) = run("id;reistijd\nJ1;60\nJ2;x\n");
    assert_eq!(code, 1);
    assert!(words.contains("Nieuw: 0. Gewijzigd: 1. Ongewijzigd: 0. Fout: 1. Niet gelezen: 0. Rijen: 2."), "{words}");
    assert_eq!(run("id;reistijd\nJ2;x\n").0, 2);
    assert_eq!(run("id;voornaam\nJ2;x\n").0, 2);
    let after: Value = serde_json::from_slice(&std::fs::read(path("out.json")).unwrap()).unwrap();
    assert_eq!(after["jobseekers"][0]["travel_minutes_max"], json!(60));
}

#[test]
fn a_table_of_rooms_becomes_venues_and_each_row_is_told() {
    let dutch = "kenmerk;gebouw;lon;lat;gemeente;eigenaar;lokaal;zitplaatsen;openingsuren;uitrusting\n\
        H2;De Kring;4,46;51,38;Kalmthout;Parochie;A;20;ma-vr 9u-17u;beamer, wifi\n\
        H2;;;;;;B;8;za 9u-12u;drempelvrij\n\
        H2;De Ring;;;;;C;8;za 9u-12u;\n\
        H2;;;;;;D;0;za 9u-12u;\n\
        H1;;;;;;1;15;;(leeg)\n";
    let (columns, merged) = import(Part::Venues, dutch.as_bytes());
    assert!(columns.ignored.is_empty());
    let expected = [
        (Status::Created, vec![]),
        (Status::Created, vec![]),
        (Status::Error, vec![("ROWS_DISAGREE", "#/rows/4/gebouw")]),
        (Status::Error, vec![("WRONG_UNIT", "#/rows/5/zitplaatsen")]),
        (Status::Updated, vec![]),
    ];
    assert_eq!(told(&merged), expected);
    assert_eq!(merged.rows[4].changed, ["rooms.seats", "rooms.equipment"]);
    let rooms = record(&merged, Part::Venues, "H2")["rooms"].clone();
    assert_eq!((&rooms[0]["equipment"], &rooms[1]["id"]), (&json!(["projector", "wifi"]), &json!("B")));
    assert_eq!(rooms.as_array().unwrap().len(), 2);
    let known = record(&merged, Part::Venues, "H1");
    assert_eq!((&known["rooms"][0]["seats"], &known["rooms"][0]["equipment"]), (&json!(15), &Value::Null));
    assert_eq!(known["rooms"][1], small()["venues"][0]["rooms"][1]);
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn thousands_of_bad_rows_stop_no_good_one() {
        // Homes abroad: wrong by their meaning, each told at its row.
        let line = DUTCH.lines().nth(2).unwrap();
        let row = |n: usize| {
            let at = if n.is_multiple_of(10) { "4,473" } else { "40,473" };
            line.replacen("N1; 4,473 ", &format!("M{n};{at}"), 1) + "\r\n"
        };
        let rows: String = (0..9_000).map(row).collect();
        let table = format!("{}\r\n{rows}", DUTCH.lines().nth(1).unwrap());
        let merged = import(Part::Jobseekers, table.as_bytes()).1;
        let of = |status| merged.rows.iter().filter(|row| row.status == status).count();
        assert_eq!((of(Status::Created), of(Status::Error)), (900, 8_100));
    }

    #[test]
    fn where_most_of_thousands_are_wrong_the_rest_waits_and_every_row_is_told_once() {
        let rows = |good: usize, bad: usize| {
            let line = DUTCH.lines().nth(2).unwrap();
            let good = (0..good).map(|n| line.replacen("N1; ", &format!("G{n};"), 1) + "\r\n");
            let bad = (0..bad).map(|n| line.replacen("N1; 4,473 ", &format!("B{n};ooit"), 1) + "\r\n");
            let rows: String = good.chain(bad).collect();
            let merged = import(Part::Jobseekers, format!("{}\r\n{rows}", DUTCH.lines().nth(1).unwrap()).as_bytes()).1;
            let of = |status| merged.rows.iter().filter(|row| row.status == status).count();
            (of(Status::Created), of(Status::Error), of(Status::NotRead), merged.rows.len())
        };
        assert_eq!(rows(10, 12_000), (10, 2_000, 10_000, 12_010));
        assert_eq!(rows(5_010, 5_005), (5_010, 5_005, 0, 10_015));
    }

    #[test]
    fn rows_that_are_hidden_are_not_wrong_however_many_there_are() {
        let line = DUTCH.lines().nth(2).unwrap();
        let rows: String = (0..3_000).map(|n| line.replacen("N1; ", &format!("H{n};"), 1) + "\r\n").collect();
        let text = format!("{}\r\n{rows}", DUTCH.lines().nth(1).unwrap());
        let mut table = import::read(text.as_bytes(), None).unwrap();
        table.rows[..2_990].iter_mut().for_each(|row| row.unread = Some(import::Unread::Hidden));
        let columns = Columns::of(Part::Jobseekers, &table, None).unwrap();
        let merged = import::merge(small(), &columns, &table.columns, &table.rows, &Packs::built_in());
        let of = |status| merged.rows.iter().filter(|row| row.status == status).count();
        assert_eq!((of(Status::Created), of(Status::NotRead)), (10, 2_990));
    }

    #[test]
    fn ten_thousand_rows_come_in_at_once() {
        let mut text = String::from(
            "id;lon;lat;gemeente;vervoer;beroepen;beschikbaarheid;min uren;max uren;vanaf;inschrijving;geboortejaar\n",
        );
        for row in 0..10_000 {
            let year = if row % 1000 == 0 { "ooit" } else { "1990" };
            text += &format!(
                "T{row};4,473;51,384;Kalmthout;fiets;9112.1;ma-vr 8u-16u;19;38;10/03/2025;06/05/2024;{year}\n"
            );
        }
        let begun = std::time::Instant::now();
        let (_, merged) = import(Part::Jobseekers, text.as_bytes());
        println!("10,000 rows in {:.1} s", begun.elapsed().as_secs_f64());
        assert_eq!(merged.rows.iter().filter(|row| row.status == Status::Created).count(), 9990);
        assert!(begun.elapsed().as_secs() < 60);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

        #[test]
        fn people_written_as_a_table_come_back_the_same(seed in 0u64..1000) {
            let mut scenario = crate::support::generated(seed, 25, 10);
            let people = scenario["jobseekers"].as_array().unwrap().clone();
            let rows: Vec<_> = people.iter().map(row_of).collect();
            let titles: BTreeSet<String> = rows.iter().flatten().map(|(title, _)| title.clone()).collect();
            let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
            writer.write_record(&titles).unwrap();
            for row in &rows {
                let cell = |title: &String| row.iter().find(|(known, _)| known == title).map_or("", |(_, text)| text.as_str());
                writer.write_record(titles.iter().map(cell)).unwrap();
            }
            scenario["jobseekers"] = json!([]);
            for part in ["promises", "pins", "scores"] {
                scenario.as_object_mut().unwrap().shift_remove(part);
            }
            let (columns, merged) = import_into(scenario, Part::Jobseekers, &writer.into_inner().unwrap());
            prop_assert_eq!(&columns.ignored, &Vec::<String>::new());
            prop_assert!(merged.rows.iter().all(|row| row.status == Status::Created), "{:?} {:?}", told(&merged), merged.issues);
            for person in &people {
                let back = record(&merged, Part::Jobseekers, person["id"].as_str().unwrap());
                prop_assert_eq!(canonical(&back), canonical(person));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..600), is_workbook: bool) {
            let start: &[u8] = if is_workbook { b"PK\x03\x04" } else { b"" };
            let bytes = [start, &bytes].concat();
            if let Ok(table) = import::read(&bytes, None) {
                prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
            }
        }

        #[test]
        fn no_cell_stops_the_reader(text in "[ -~àé€\u{a0}]{0,20}", column in 0usize..20) {
            let title = Part::Jobseekers.fields()[column].path;
            let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
            writer.write_record(["id", "Titel", if title == "id" { "skills" } else { title }]).unwrap();
            writer.write_record(["J1", "x", &text]).unwrap();
            let bytes = writer.into_inner().unwrap();
            if let Ok(table) = import::read(&bytes, None)
                && let Ok(columns) = Columns::of(Part::Jobseekers, &table, None)
            {
                let merged = import::merge(small(), &columns, &table.columns, &table.rows, &PACKS);
                let is_error = merged.rows[0].status == Status::Error;
                prop_assert_eq!(is_error, merged.scenario.is_none());
                prop_assert_eq!(is_error, merged.rows[0].issues.iter().any(|issue| issue.severity() == schakel::files::scenario::Severity::Error));
            }
        }
    }
}

#[test]
fn a_place_by_its_name_is_a_point_inside_it_and_a_point_that_is_known_stays() {
    let person = |titles: &str, cells: &str| {
        let rest = DUTCH.lines().nth(2).unwrap().splitn(4, ';').nth(3).unwrap();
        let titles_of_rest = DUTCH.lines().nth(1).unwrap().splitn(4, ';').nth(3).unwrap();
        format!("werkzoekende;{titles};{titles_of_rest}\r\nN2;{cells};{rest}\r\n")
    };
    // By part of a municipality or postcode; by the municipality where there is no such column.
    let by_part = import(Part::Jobseekers, person("deelgemeente", "Kalmthout").as_bytes()).1;
    assert_eq!(record(&by_part, Part::Jobseekers, "N2")["home"], json!({"lon": 4.454, "lat": 51.403}));
    let by_code = import(Part::Jobseekers, person("postcode", "2920 Kalmthout").as_bytes()).1;
    assert_eq!(record(&by_code, Part::Jobseekers, "N2")["municipality"], "11022");
    let alone = person("x", "y").replace(";x;", ";").replace(";y;", ";");
    let by_municipality = import(Part::Jobseekers, alone.as_bytes()).1;
    assert!(record(&by_municipality, Part::Jobseekers, "N2")["home"]["lon"].is_number());
    assert!(told(&by_municipality)[0].1.iter().any(|(code, _)| *code == "CELL_READ_AS"));
    // Whoever has a point keeps it.
    let known = import(Part::Jobseekers, b"werkzoekende;gemeente\nJ1;Kalmthout\n").1;
    assert_eq!(record(&known, Part::Jobseekers, "J1")["home"], small()["jobseekers"][0]["home"]);
    let nowhere = import(Part::Jobseekers, person("wijk", "Nergenshuizen").as_bytes()).1;
    assert_eq!(told(&nowhere)[0].1, [("CELL_NOT_READ", "#/rows/2/wijk")]);
}
