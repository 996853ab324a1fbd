//! Tables to fill in, and tables that come back with what is wrong marked in the cells.

use std::io::Read;

use schakel::answers::workbooks::{marked, template, template_columns};
use schakel::files::import::{self, Columns, Part, Status};
use schakel::files::scenario::Packs;
use schakel_solver::text::Lang;

use crate::support::small;

#[test]
fn a_table_that_is_filled_in_as_its_example_comes_in_without_a_question() {
    for part in Part::ALL {
        for lang in Lang::ALL {
            let about = format!("{part:?} {lang:?}");
            let table = import::read(&template(part, lang).unwrap(), None).unwrap();
            let titles: Vec<_> = template_columns(part, lang).iter().map(|column| column.title.as_str()).collect();
            assert!(titles.len() > 5 && table.columns == titles, "{about}");
            let columns = Columns::of(part, &table, None).unwrap();
            assert!(columns.ignored.is_empty(), "{about}: {:?}", columns.ignored);
            let merged = import::merge(small(), &columns, &table.columns, &table.rows, &Packs::built_in());
            let [row] = &merged.rows[..] else { panic!("{about}: {:?}", merged.rows) };
            assert_eq!(row.status, Status::Created, "{about}: {:?}", row.issues);
            let told: Vec<_> = row.issues.iter().map(|issue| issue.code.entry().code).collect();
            assert!(told.iter().all(|code| ["CELL_READ_AS", "PLACE_COARSE"].contains(code)), "{about}: {told:?}");
        }
    }
}

/// One file of a workbook.
fn file_of(workbook: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_table_with_faults_comes_back_with_each_marked_where_it_stands() {
    let text = "Lijst van maart;;;;\ndossiernr;postcode;max reistijd;vervoer;rijbewijs\n\
                W1;2920;60 min;fiets;nee\nW2;2920;veel;fiets;nee\nW3;2920;45;raket;zeker\n";
    let table = import::read(text.as_bytes(), None).unwrap();
    let columns = Columns::of(Part::Jobseekers, &table, None).unwrap();
    let merged = import::merge(small(), &columns, &table.columns, &table.rows, &Packs::built_in());
    let workbook = marked(&table, &merged.rows, Lang::Nl).unwrap();
    // The same cells in the same rows: it comes in as it is, once it is mended.
    let again = import::read(&workbook, None).unwrap();
    assert_eq!(again.columns, table.columns);
    let cells =
        |table: &import::Table| -> Vec<_> { table.rows.iter().map(|row| (row.number, row.cells.clone())).collect() };
    assert_eq!(cells(&again), cells(&table));
    let notes = file_of(&workbook, "xl/comments1.xml");
    for cell in ["C4", "D5", "E5"] {
        assert!(notes.contains(&format!("ref=\"{cell}\"")), "{cell}: {notes}");
    }
    for issue in merged.rows.iter().flat_map(|row| &row.issues) {
        let message = issue.message(Lang::Nl).replace('\'', "&apos;");
        let message = message.replace("&apos;", "'");
        assert!(notes.contains(&message), "{message}: {notes}");
    }
    assert!(!notes.contains("ref=\"C3\""), "what is right has no mark");
}
