//! The table as a workbook: texts are texts, whatever they begin with.

use std::collections::BTreeSet;

use chrono::Datelike;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::ExportError;
use super::rows::{Cell, Rows};

/// Writes the table on the first sheet.
pub(super) fn write(rows: &Rows) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet(), rows)?;
    Ok(workbook.save_to_buffer()?)
}

/// Writes each table on a sheet of its own, by its name as far as a sheet can have it.
pub(super) fn write_sheets(sheets: &[(&str, Rows)]) -> Result<Vec<u8>, ExportError> {
    let (mut workbook, mut taken) = (Workbook::new(), BTreeSet::new());
    for (name, rows) in sheets {
        fill(workbook.add_worksheet().set_name(sheet_name(name, &mut taken))?, rows)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Most characters of a sheet's name.
const NAME_MAX: usize = 31;

/// `name` as a sheet can have it: short, without what Excel refuses, and once whatever its capitals.
fn sheet_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let is_plain = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '.' | '_' | '-');
    let plain = |most: usize| -> String {
        name.chars().map(|letter| if is_plain(&letter) { letter } else { '_' }).take(most).collect()
    };
    // Excel keeps this name for itself.
    taken.insert("history".to_owned());
    let first = plain(NAME_MAX);
    if taken.insert(first.to_lowercase()) {
        return first;
    }
    let numbered = |number: usize| {
        let end = format!(" {number}");
        plain(NAME_MAX - end.len()) + &end
    };
    let mut number = 2;
    while !taken.insert(numbered(number).to_lowercase()) {
        number += 1;
    }
    numbered(number)
}

/// Writes the titles and lines of a table.
fn fill(sheet: &mut Worksheet, rows: &Rows) -> Result<(), ExportError> {
    let (bold, day) = (Format::new().set_bold(), Format::new().set_num_format("dd/mm/yyyy"));
    for (column, title) in (0..).zip(&rows.titles) {
        sheet.write_string_with_format(0, column, *title, &bold)?;
    }
    for (row, line) in (1..).zip(&rows.lines) {
        for (column, cell) in (0..).zip(line) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                Cell::Whole(number) => sheet.write_number(row, column, *number)?,
                Cell::Decimal(number) => sheet.write_number(row, column, *number)?,
                Cell::Date(date) => sheet.write_datetime_with_format(row, column, moment(*date)?, &day)?,
                Cell::Empty => continue,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn moment(date: chrono::NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    // Plans are of this century, which fits.
    let year = u16::try_from(date.year()).unwrap_or(u16::MAX);
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8)
}
