//! The table as a workbook: texts are texts, whatever they begin with.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};

use chrono::Datelike;

use super::ExportError;
use super::rows::{Cell, Rows};

/// Writes the table on the first sheet.
pub(super) fn write(rows: &Rows) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
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
    Ok(workbook.save_to_buffer()?)
}

fn moment(date: chrono::NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    // Plans are of this century, which fits.
    let year = u16::try_from(date.year()).unwrap_or(u16::MAX);
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8)
}
