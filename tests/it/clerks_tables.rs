//! Tables as clerks type them: cells are read as they look, and everything that is not read is reported.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};
use std::sync::LazyLock;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use schakel::files::import::{self, Columns, Merged, Outcome, Part, Status, Table};
use schakel::files::scenario::{Code, Packs, Severity};
use serde_json::{Value, json};

use crate::support::small;

static PACKS: LazyLock<Packs> = LazyLock::new(Packs::built_in);

/// A table read into [`small`].
pub(crate) fn import(part: Part, bytes: &[u8]) -> (Table, Merged) {
    import_into(small(), part, bytes)
}

/// A table read into a scenario.
pub(crate) fn import_into(base: Value, part: Part, bytes: &[u8]) -> (Table, Merged) {
    let table = import::read(bytes, None).unwrap();
    let columns = Columns::of(part, &table, None).unwrap();
    let merged = import::merge(base, &columns, &table.columns, &table.rows, &PACKS);
    (table, merged)
}

/// The record with this ID in what came of an import.
pub(crate) fn record(merged: &Merged, part: Part, id: &str) -> Value {
    let scenario: Value = serde_json::from_str(&merged.scenario.as_ref().unwrap().0).unwrap();
    scenario[part.name()].as_array().unwrap().iter().find(|record| record["id"] == id).unwrap().clone()
}

/// Number, status and codes of each row.
pub(crate) fn told(merged: &Merged) -> Vec<(u32, &'static str, Vec<&'static str>)> {
    let codes = |row: &Outcome| row.issues.iter().map(|it| it.code.entry().code).collect();
    merged.rows.iter().map(|row| (row.row, row.status.name(), codes(row))).collect()
}

/// One cell of a column for J1: its value, or the code of what is wrong with it; and whether something was told.
pub(crate) fn cell(part: Part, id: &str, title: &str, text: &str, path: &str) -> (Value, Vec<&'static str>) {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(["id", title]).unwrap();
    writer.write_record([id, text]).unwrap();
    let (_, merged) = import(part, &writer.into_inner().unwrap());
    let codes = merged.rows[0].issues.iter().map(|it| it.code.entry().code).collect();
    let value = merged.scenario.is_some().then(|| record(&merged, part, id).pointer(path).cloned()).flatten();
    (value.unwrap_or(Value::Null), codes)
}

/// A cell of J1.
pub(crate) fn of_person(title: &str, text: &str, path: &str) -> (Value, Vec<&'static str>) {
    cell(Part::Jobseekers, "J1", title, text, path)
}

/// A workbook of one sheet.
fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// Texts in the first row.
fn titles(sheet: &mut Worksheet, titles: &[&str]) {
    for (column, title) in (0..).zip(titles) {
        sheet.write_string(0, column, *title).unwrap();
    }
}

/// The workbook with a text in one of its parts replaced.
fn with_part(workbook: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let (name, mut bytes) = (entry.name().unwrap().into_owned(), Vec::new());
        entry.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{text}");
            bytes = text.replace(from, to).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn a_quote_that_is_not_closed_is_an_error_and_no_row_below_it_is_lost() {
    let (_, merged) = import(Part::Jobseekers, b"id;reistijd;nota\nJ1;50;ok\nJ2;55;\"belt\nJ3;60;ok\n\nJ4;65;ok\n");
    let expected = [
        (2, "updated", vec![]),
        (3, "error", vec!["QUOTE_NOT_CLOSED"]),
        (4, "not_read", vec!["ROW_NOT_READ"]),
        (6, "not_read", vec!["ROW_NOT_READ"]),
    ];
    assert_eq!(told(&merged), expected);
    // The next quote in the table closes it where no cell ends.
    let (_, merged) = import(Part::Jobseekers, b"id;reistijd;nota\nJ1;50;\"belt\nJ2;55;\"ook\nJ3;60;ok\n");
    let rows: Vec<_> = told(&merged).into_iter().map(|(row, status, _)| (row, status)).collect();
    assert_eq!(rows, [(2, "error"), (3, "not_read"), (4, "not_read")]);
    // It swallows whole rows and is closed at the end of a cell.
    let (_, merged) = import(Part::Jobseekers, b"id;reistijd;nota\nJ1;50;\"belt\nJ2;55;x\nJ2;60;ok\"\nJ2;50;x\n");
    assert_eq!(told(&merged)[0], (2, "error", vec!["QUOTE_NOT_CLOSED"]));
    // One row with a stray quote is that row's fault alone.
    let (_, merged) = import(Part::Jobseekers, b"id;reistijd;nota\nJ1;50;\"De \"Zon\nJ2;55;ok\n");
    let rows: Vec<_> = told(&merged).into_iter().map(|(row, status, _)| (row, status)).collect();
    assert_eq!(rows, [(2, "error"), (3, "updated")]);
    let refused = import::read(b"id;\"reistijd\nJ1;50\n", None).unwrap_err();
    assert_eq!((refused.code, refused.pointer.as_str()), (Code::QuoteNotClosed, "#/rows/1"));
}

#[test]
fn a_record_is_one_row_whatever_breaks_its_cells_have() {
    for breaks in ["\n", "\r\n", "\r"] {
        let text = format!("id;reistijd;nota{breaks}J1;50;\"een{breaks}twee{breaks}drie\"{breaks}J2;vlug;x{breaks}");
        let (_, merged) = import(Part::Jobseekers, text.as_bytes());
        assert_eq!(told(&merged), [(2, "updated", vec![]), (3, "error", vec!["CELL_NOT_READ"])], "{breaks:?}");
    }
}

#[test]
fn a_formula_without_a_result_is_an_issue_at_its_cell() {
    let bytes = workbook(|sheet| {
        titles(sheet, &["id", "reistijd", "max uren"]);
        sheet.write_string(1, 0, "J1").unwrap().write_formula(1, 1, "30+20").unwrap();
        sheet.write_formula(1, 2, Formula::new("40-2").set_result("38")).unwrap();
        sheet.write_string(2, 0, "J2").unwrap().write_number(2, 1, 55).unwrap();
    });
    for stored in ["", "<v></v>", "<v/>"] {
        let bytes = with_part(&bytes, SHEET, "<f>30+20</f><v>0</v>", &format!("<f>30+20</f>{stored}"));
        let (_, merged) = import(Part::Jobseekers, &bytes);
        assert_eq!(told(&merged)[0], (2, "error", vec!["FORMULA_WITHOUT_RESULT"]), "{stored}");
        assert_eq!(merged.rows[0].issues[0].pointer, "#/rows/2/reistijd");
        assert_eq!(told(&merged)[1], (3, "updated", vec![]));
    }
    // A row of nothing else is a row too; a formula that gives an empty text is an empty cell.
    let alone = with_part(&bytes, SHEET, "<f>40-2</f><v>38</v>", "<f>40-2</f>");
    assert_eq!(told(&import(Part::Jobseekers, &alone).1)[0].1, "error");
    let empty =
        with_part(&bytes, SHEET, "<c r=\"B2\"><f>30+20</f><v>0</v>", "<c r=\"B2\" t=\"str\"><f>30+20</f><v></v>");
    assert_eq!(told(&import(Part::Jobseekers, &empty).1)[0], (2, "unchanged", vec![]));
}

#[test]
fn a_sheet_that_is_hidden_is_not_the_one_that_is_meant() {
    for hidden in [1, 2] {
        let mut workbook = Workbook::new();
        for at in 0..=hidden {
            let sheet = workbook.add_worksheet().set_name(format!("Blad {at}")).unwrap();
            if at < hidden {
                sheet.set_hidden(true);
            } else {
                sheet.set_active(true);
            }
            titles(sheet, &["id", "reistijd"]);
            sheet.write_string(1, 0, "J1").unwrap().write_number(1, 1, 11 * (at + 1)).unwrap();
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let (table, merged) = import(Part::Jobseekers, &bytes);
        assert_eq!(record(&merged, Part::Jobseekers, "J1")["travel_minutes_max"], json!(11 * (hidden + 1)));
        assert_eq!(table.source.sheet, Some(format!("Blad {hidden}")));
        assert_eq!(table.source.other_sheets.len(), usize::try_from(hidden).unwrap());
        // A hidden sheet is read when it is named.
        assert_eq!(import::read(&bytes, Some("Blad 0")).unwrap().rows[0].cells[1], "11");
    }
}

#[test]
fn rows_that_were_filtered_out_are_not_read_and_each_is_told() {
    for hidden in [vec![2], vec![1], vec![1, 3]] {
        let bytes = workbook(|sheet| {
            titles(sheet, &["id", "reistijd"]);
            for (row, id) in [(1, "J1"), (2, "J2"), (3, "J9")] {
                sheet.write_string(row, 0, id).unwrap().write_number(row, 1, 40 + row).unwrap();
            }
            for row in &hidden {
                sheet.set_row_hidden(*row).unwrap();
            }
        });
        let (_, merged) = import(Part::Jobseekers, &bytes);
        for row in &merged.rows {
            let is_hidden = hidden.contains(&(row.row - 1));
            assert_eq!(row.status == Status::NotRead, is_hidden, "{row:?}");
            assert_eq!(row.issues.iter().any(|it| it.code == Code::RowHidden), is_hidden);
        }
        assert_eq!(merged.rows.len(), 3);
    }
}

#[test]
fn a_column_that_is_hidden_is_not_read_and_told() {
    let bytes = workbook(|sheet| {
        titles(sheet, &["id", "reistijd", "max uren"]);
        sheet.write_string(1, 0, "J1").unwrap().write_number(1, 1, 51).unwrap().write_number(1, 2, 30).unwrap();
        sheet.set_column_hidden(2).unwrap();
    });
    let (table, merged) = import(Part::Jobseekers, &bytes);
    assert_eq!(
        (&table.source.hidden_columns, &merged.rows[0].changed),
        (&vec!["max uren".to_owned()], &vec!["travel_minutes_max".to_owned()])
    );
}

#[test]
fn an_error_value_is_not_read_in_any_kind_of_field() {
    for value in ["#N/A", "#N/B", "#VERW!", "#REF!", "#WAARDE!", "#DEEL/0!", "#DIV/0!", "#NAAM?", "#GETAL!", "#####"] {
        for part in Part::ALL {
            let fields = part.fields().iter().map(|field| field.path).filter(|path| *path != "id");
            for path in fields {
                let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
                writer.write_record(["id", path]).unwrap();
                writer.write_record(["X1", value]).unwrap();
                let (_, merged) = import(part, &writer.into_inner().unwrap());
                assert!(told(&merged)[0].2.contains(&"CELL_NOT_READ"), "{value} in {path}");
            }
        }
        let (_, merged) = import(Part::Childcare, format!("id;naam\n{value};De Zon\n").as_bytes());
        assert_eq!(told(&merged)[0].2, ["CELL_NOT_READ"], "{value}");
    }
    // A name may begin with a hash.
    let (value, _) = cell(Part::Childcare, "C1", "naam", "#1 De Zon", "/name");
    assert_eq!(value, json!("#1 De Zon"));
}

#[test]
fn a_number_with_a_comma_is_no_list() {
    let bytes = workbook(|sheet| {
        titles(sheet, &["id", "kinderen", "beroepen"]);
        sheet.write_string(1, 0, "J1").unwrap().write_number(1, 1, 3.5).unwrap();
        sheet.write_string(2, 0, "J2").unwrap().write_number(2, 2, 9112.1).unwrap();
    });
    let (_, merged) = import(Part::Jobseekers, &bytes);
    assert_eq!(told(&merged), [(2, "error", vec!["CELL_NOT_READ"]), (3, "error", vec!["CELL_NOT_READ"])]);
    // The same workbook saved as text says the same.
    assert_eq!(of_person("kinderen", "3,5", "/children").1, ["CELL_NOT_READ"]);
    assert_eq!(
        of_person("kinderen", "3, 5", "/children").0,
        json!([{"age": 3, "care_needed": false}, {"age": 5, "care_needed": false}])
    );
}

#[test]
fn a_number_is_read_as_its_format_shows_it() {
    let with_format = |number: f64, format: &str| {
        let bytes = workbook(|sheet| {
            titles(sheet, &["id", "reistijd"]);
            sheet.write_number_with_format(1, 0, number, &Format::new().set_num_format(format)).unwrap();
            sheet.write_number(1, 1, 50).unwrap();
        });
        import::read(&bytes, None).unwrap().rows[0].cells[0].clone()
    };
    for (number, format, shown) in [
        (123.0, "00000", "00123"),
        (1_234_567.0, "00000", "1234567"),
        (123.0, "00-000", "00-123"),
        (7.0, "\"D\"000", "D007"),
        (30.0, "0\" dagen\"", "30 dagen"),
        (0.5, "0%", "50%"),
        (30.0, "0.0\" uur\"", "30 uur"),
        (4.473, "0.00", "4,473"),
        (1234.0, "#,##0", "1234"),
        (123.0, "General", "123"),
        (-5.0, "00000", "-5"),
    ] {
        assert_eq!(with_format(number, format), shown, "{number} as {format}");
    }
    let mut base = small();
    base["jobseekers"][0]["id"] = json!("00123");
    for part in ["travel", "scores", "promises", "pins"] {
        base.as_object_mut().unwrap().shift_remove(part);
    }
    let bytes = workbook(|sheet| {
        titles(sheet, &["id", "reistijd"]);
        sheet.write_number_with_format(1, 0, 123, &Format::new().set_num_format("00000")).unwrap();
        sheet.write_number(1, 1, 55).unwrap();
    });
    let (_, merged) = import_into(base, Part::Jobseekers, &bytes);
    assert_eq!(
        (merged.rows[0].id.as_deref(), merged.rows[0].status),
        (Some("00123"), Status::Updated),
        "{:?}",
        merged.rows
    );
}

#[test]
fn the_encoding_is_that_of_all_of_the_text_and_one_odd_sign_is_told_at_its_row() {
    let read = |bytes: &[u8]| {
        let (table, merged) = import(Part::Childcare, bytes);
        (
            table.source.encoding.clone().unwrap(),
            table.source.separator.unwrap(),
            told(&merged).into_iter().map(|it| it.2).collect::<Vec<_>>(),
            table,
        )
    };
    let (encoding, separator, codes, table) = read(b"id;naam;nota\nC1;Cr\xc3\xa8che Zo\xc3\xa9;na\xefef\n");
    assert_eq!((encoding.as_str(), separator, &codes[0]), ("UTF-8", ';', &vec!["SIGN_NOT_READ"]));
    assert_eq!(table.rows[0].cells[1], "Crèche Zoé");
    let (encoding, separator, codes, table) = read(b"id\tnaam\nC1\tCr\xe8che Zo\xe9\n");
    assert_eq!((encoding.as_str(), separator, &codes[0]), ("windows-1252", '\t', &vec![]));
    assert_eq!(table.rows[0].cells[1], "Crèche Zoé");
    // Most is Windows-1252, one row was pasted from UTF-8.
    let (encoding, _, codes, _) = read(b"id,naam,nota\nC1,Cr\xe8che Zo\xe9,\xe9\xe9n\nC1,Zo\xc3\xa9,x\n");
    assert_eq!(encoding, "windows-1252");
    assert!(codes[1].contains(&"SIGN_NOT_READ") && !codes[0].contains(&"SIGN_NOT_READ"), "{codes:?}");
}

#[test]
fn the_separator_is_that_of_most_rows_whatever_a_heading_has() {
    for (text, separator) in [
        ("Opvang, voorjaar, 2025\nid;naam;lon\nC1;Zon;4,47\nC2;Maan;4,48\n", ';'),
        ("id;naam\nC1;a,b,c\nC2;d,e,f\n", ';'),
        ("id,naam,lon\nC1,\"Zon; Maan; Ster\",4.47\n", ','),
    ] {
        assert_eq!(import::read(text.as_bytes(), None).unwrap().source.separator, Some(separator), "{text}");
    }
}

#[test]
fn what_an_export_guards_with_an_apostrophe_comes_back_without_it() {
    for name in ["=1+1", "+32", "-x", "@home", "＝1", "a;b", "'t Zonnetje", "'s Heeren"] {
        let exported = crate::tables_out::guarded_by_export(name);
        let text = format!("id;naam\nC1;\"{}\"\n", exported.replace('"', "\"\""));
        let (_, merged) = import(Part::Childcare, text.as_bytes());
        assert_eq!(record(&merged, Part::Childcare, "C1")["name"], json!(name), "{exported}");
        let bytes = workbook(|sheet| {
            titles(sheet, &["id", "naam"]);
            sheet.write_string(1, 0, "C1").unwrap().write_string(1, 1, &exported).unwrap();
        });
        assert_eq!(
            record(&import(Part::Childcare, &bytes).1, Part::Childcare, "C1")["name"],
            json!(name),
            "{exported}"
        );
    }
}

/// Checks that every row has one status and that the rows by status add up to all rows.
fn accounted(table: &Table, merged: &Merged) -> Result<usize, TestCaseError> {
    let numbers: Vec<_> = merged.rows.iter().map(|row| row.row).collect();
    let unique: BTreeSet<_> = numbers.iter().collect();
    prop_assert_eq!(unique.len(), numbers.len());
    prop_assert!(numbers.is_sorted());
    let counted: usize =
        Status::ALL.iter().map(|word| merged.rows.iter().filter(|row| row.status == *word).count()).sum();
    prop_assert_eq!(counted, merged.rows.len());
    prop_assert_eq!(merged.rows.len(), table.rows.len());
    for row in &merged.rows {
        let is_error = row.issues.iter().any(|it| it.severity() == Severity::Error);
        // A row that is left out says why; a row that is taken has no errors.
        prop_assert!(matches!(row.status, Status::Error | Status::NotRead) || !is_error, "{:?}", row);
        prop_assert!(!matches!(row.status, Status::Error | Status::NotRead) || !row.issues.is_empty(), "{:?}", row);
    }
    Ok(merged.rows.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_line_of_a_text_is_accounted_for_once(lines in proptest::collection::vec("(J[1-4])?;([0-9]{0,3}|vlug);[a-z\"; ]{0,6}", 1..12)) {
        let text = format!("id;reistijd;nota;nog\n{}\n", lines.join("\n"));
        let filled = lines.iter().filter(|line| line.chars().any(|sign| sign != ';' && sign != ' ')).count();
        if filled == 0 {
            prop_assert_eq!(import::read(text.as_bytes(), None).unwrap_err().code, Code::TableEmpty);
            return Ok(());
        }
        // Nothing but empty quotes.
        if text.contains("\"") && import::read(text.as_bytes(), None).is_err() {
            return Ok(());
        }
        let (table, merged) = import(Part::Jobseekers, text.as_bytes());
        let rows = accounted(&table, &merged)?;
        if text.contains('"') {
            prop_assert!(rows <= filled);
        } else {
            prop_assert_eq!(rows, filled);
        }
    }

    #[test]
    fn every_row_of_a_workbook_is_accounted_for_once(rows in proptest::collection::vec((0u8..5, "[0-9]{0,2}|vlug|#N/A", any::<bool>()), 1..12)) {
        let bytes = workbook(|sheet| {
            titles(sheet, &["id", "reistijd"]);
            for (at, (person, minutes, is_hidden)) in (1..).zip(&rows) {
                sheet.write_string(at, 0, format!("J{person}")).unwrap().write_string(at, 1, minutes).unwrap();
                if *is_hidden {
                    sheet.set_row_hidden(at).unwrap();
                }
            }
        });
        let (table, merged) = import(Part::Jobseekers, &bytes);
        prop_assert_eq!(accounted(&table, &merged)?, rows.len());
        let not_read = merged.rows.iter().filter(|row| row.status == Status::NotRead).count();
        prop_assert_eq!(not_read, rows.iter().filter(|(_, _, is_hidden)| *is_hidden).count());
    }
}

#[test]
fn a_row_that_says_what_is_known_is_unchanged() {
    let minutes = small()["jobseekers"][0]["travel_minutes_max"].clone();
    let (_, merged) = import(Part::Jobseekers, format!("id;reistijd\nJ1;{minutes}\nJ2;51\n").as_bytes());
    assert_eq!(told(&merged), [(2, "unchanged", vec![]), (3, "updated", vec![])]);
}

#[test]
fn days_of_a_workbook_that_counts_from_1904_are_those_that_excel_shows() {
    let bytes = workbook(|sheet| {
        titles(sheet, &["id", "vanaf"]);
        sheet.write_string(1, 0, "J1").unwrap().write_number(1, 1, 44_264).unwrap();
        let day = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_string(2, 0, "J2").unwrap().write_number_with_format(2, 1, 44_264, &day).unwrap();
    });
    let bytes = with_part(&bytes, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
    let (table, merged) = import(Part::Jobseekers, &bytes);
    assert_eq!(table.source.date_system, Some(1904));
    for id in ["J1", "J2"] {
        assert_eq!(record(&merged, Part::Jobseekers, id)["first_day"], json!("2025-03-10"), "{id}");
    }
}
