//! The table as text, safe to open in a spreadsheet.

use super::rows::{Cell, Rows};
use super::{Dialect, ExportError};

/// Writes the table.
pub(super) fn write(rows: &Rows, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    let (separator, before) = match dialect {
        Dialect::Belgian => (b';', "\u{feff}".as_bytes()),
        Dialect::Plain => (b',', &b""[..]),
    };
    let mut writer =
        csv::WriterBuilder::new().delimiter(separator).terminator(csv::Terminator::CRLF).from_writer(before.to_vec());
    writer.write_record(&rows.titles)?;
    for line in &rows.lines {
        writer.write_record(line.iter().map(|cell| shown(cell, dialect)))?;
    }
    writer.into_inner().map_err(|error| ExportError::Csv(error.into_error().into()))
}

fn shown(cell: &Cell, dialect: Dialect) -> String {
    match (cell, dialect) {
        (Cell::Text(text), _) => guarded(text),
        (Cell::Whole(number), _) => number.to_string(),
        (Cell::Decimal(number), Dialect::Belgian) => number.to_string().replace('.', ","),
        (Cell::Decimal(number), Dialect::Plain) => number.to_string(),
        (Cell::Date(day), Dialect::Belgian) => day.format("%d/%m/%Y").to_string(),
        (Cell::Date(day), Dialect::Plain) => day.to_string(),
        (Cell::Empty, _) => String::new(),
    }
}

/// The text with an apostrophe before it, where a spreadsheet would take it for a formula.
pub(crate) fn guarded(text: &str) -> String {
    let is_control = text.starts_with(['\t', '\r', '\n']);
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_control || is_formula { format!("'{text}") } else { text.to_owned() }
}
