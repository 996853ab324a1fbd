//! Workbooks for who types tables: an empty one to fill in, and a filled one back with what is wrong marked in its
//! cells.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_xlsxwriter::{Color, DataValidation, DataValidationErrorStyle, Format, Note, Workbook, XlsxError};
use schakel_solver::text::Lang;

use crate::files::import::{Outcome, Part, Table};
use crate::files::scenario::{Issue, Severity, escaped};

/// Columns of the tables to fill in: part, field, language, title, an example, what it is about, what can be chosen.
const TABLE: &str = include_str!("../../fixtures/tables/template.csv");
/// The part under which that table lists the titles of the sheet that explains.
const HEADING: &str = "heading";
/// Rows in which a choice is offered.
const CHOICE_ROWS: u32 = 500;
/// How wide a column is, letters.
const WIDTH: u16 = 22;
/// How wide the column of an explanation is, letters.
const WIDE: u16 = 70;

/// A column of a table to fill in.
#[derive(Clone, Debug)]
pub struct TemplateColumn {
    /// Title, by which the column is known when it comes in.
    pub title: String,
    /// What may stand in it.
    pub example: String,
    about: String,
    choices: Vec<String>,
}

static COLUMNS: LazyLock<BTreeMap<(String, String), Vec<TemplateColumn>>> = LazyLock::new(|| {
    let mut columns: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in csv::Reader::from_reader(TABLE.as_bytes()).records().filter_map(Result::ok) {
        let cell = |at| row.get(at).unwrap_or_default().to_owned();
        let choices = cell(6).split('|').filter(|choice| !choice.is_empty()).map(str::to_owned).collect();
        let column = TemplateColumn { title: cell(3), example: cell(4), about: cell(5), choices };
        columns.entry((cell(0), cell(2))).or_default().push(column);
    }
    columns
});

/// The columns of a table of this part, in this language.
pub fn template_columns(part: Part, lang: Lang) -> &'static [TemplateColumn] {
    columns_of(part.name(), lang)
}

fn columns_of(part: &str, lang: Lang) -> &'static [TemplateColumn] {
    COLUMNS.get(&(part.to_owned(), lang.code().to_owned())).map_or(&[], Vec::as_slice)
}

/// A workbook to fill in: titles, one row as an example, lists to choose from, and a sheet that explains.
///
/// # Errors
/// When the workbook cannot be written.
pub fn template(part: Part, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, bold, text) = (Workbook::new(), Format::new().set_bold(), Format::new().set_num_format("@"));
    let columns = template_columns(part, lang);
    let sheet = workbook.add_worksheet().set_name(part.name())?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, WIDTH)?.set_column_format(at, &text)?;
        sheet.write_string_with_format(0, at, &column.title, &bold)?;
        sheet.write_string_with_format(1, at, &column.example, &text)?;
        if !column.choices.is_empty() {
            // A hint, not a restriction: any other text that the reader understands may be typed.
            let list = DataValidation::new()
                .allow_list_strings(&column.choices)?
                .set_error_style(DataValidationErrorStyle::Information);
            sheet.add_data_validation(1, at, CHOICE_ROWS, at, &list)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    // The name of the sheet, then its titles.
    let mut headings = columns_of(HEADING, lang).iter().map(|heading| heading.title.as_str());
    let sheet = workbook.add_worksheet().set_name(headings.next().unwrap_or(HEADING))?;
    for ((at, heading), width) in (0..).zip(headings).zip([WIDTH, WIDE, WIDTH, WIDE]) {
        sheet.set_column_width(at, width)?.write_string_with_format(0, at, heading, &bold)?;
    }
    for (row, column) in (1..).zip(columns) {
        let cells = [&column.title, &column.about, &column.example, &column.choices.join(", ")];
        (0..).zip(cells).try_for_each(|(at, cell)| sheet.write_string(row, at, cell).map(drop))?;
    }
    workbook.save_to_buffer()
}

/// The table as a workbook, each cell where it was: what is wrong is red and what is doubtful yellow, with what to do
/// in a note.
///
/// # Errors
/// When the workbook cannot be written.
pub fn marked(table: &Table, rows: &[Outcome], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, bold) = (Workbook::new(), Format::new().set_bold());
    let [red, yellow] = [0x00FF_C7CE, 0x00FF_EB9C].map(|colour| Format::new().set_background_color(Color::RGB(colour)));
    let name = table.source.sheet.clone().unwrap_or_else(|| "1".to_owned());
    let sheet = workbook.add_worksheet().set_name(name)?;
    let title_row = table.source.title_row.max(1) - 1;
    for (at, title) in (0..).zip(&table.columns) {
        sheet.set_column_width(at, WIDTH)?.write_string_with_format(title_row, at, title, &bold)?;
    }
    let judged: BTreeMap<u32, &Outcome> = rows.iter().map(|outcome| (outcome.row, outcome)).collect();
    for row in &table.rows {
        let issues = judged.get(&row.number).map_or(&[][..], |outcome| &outcome.issues);
        let places: Vec<_> = issues.iter().map(|issue| (column_of(issue, table), issue)).collect();
        for at in 0..table.columns.len() {
            let said: Vec<&Issue> = places.iter().filter(|(of, _)| *of == at).map(|(_, issue)| *issue).collect();
            let text = row.cells.get(at).map_or("", String::as_str);
            let (line, at) = (row.number - 1, at as u16);
            if said.is_empty() {
                sheet.write_string(line, at, text)?;
                continue;
            }
            let is_wrong = said.iter().any(|issue| issue.severity() == Severity::Error);
            sheet.write_string_with_format(line, at, text, if is_wrong { &red } else { &yellow })?;
            let words = said.iter().map(|issue| format!("{} {}", issue.message(lang), issue.action(lang)));
            let note = Note::new(words.collect::<Vec<_>>().join("\n")).set_author("schakel").add_author_prefix(false);
            sheet.insert_note(line, at, &note)?;
        }
    }
    sheet.set_freeze_panes(title_row + 1, 0)?;
    workbook.save_to_buffer()
}

/// The position of the column that an issue is about; the first where it is about the whole row.
fn column_of(issue: &Issue, table: &Table) -> usize {
    let title = issue.pointer.splitn(4, '/').nth(3).unwrap_or_default();
    table.columns.iter().position(|known| escaped(known) == title).unwrap_or(0)
}
