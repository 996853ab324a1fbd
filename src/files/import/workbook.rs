//! Rows out of a sheet of a workbook, as Excel shows them: the sheet, rows and columns that can be seen, numbers by
//! their formats, and formulas by the results that were stored.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, copy, sink};

use calamine::{DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Style, Xlsx};

use super::hidden::{Hidden, hidden};
use super::number_format;
use super::sheet::{COLUMNS_MAX, Lines, Mark, ROWS_MAX, Row, Source, Unread, too_large, trimmed, unreadable};
use crate::files::scenario::{Code, Issue};
use crate::files::unpacked_max;

/// Most bytes of all cells together.
const TEXT_MAX: usize = 256 << 20;

/// Refuses a workbook that unpacks to more than [`unpacked_max`], whatever it says of itself.
fn is_bounded(bytes: &[u8]) -> Result<(), Issue> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let most = unpacked_max(bytes.len() as u64);
    let mut unpacked = 0;
    for position in 0..archive.len() {
        let entry = archive.by_index(position).map_err(|_| unreadable())?;
        unpacked += copy(&mut entry.take(most + 1), &mut sink()).map_err(|_| unreadable())?;
        if unpacked > most {
            return Err(too_large());
        }
    }
    Ok(())
}

/// The sheet that is meant: the one asked for, or the first that can be seen.
fn chosen<'a>(sheets: &'a [Sheet], asked: Option<&str>) -> Result<&'a str, Issue> {
    let tables = || sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let name = |sheet: &'a Sheet| sheet.name.as_str();
    match asked {
        None => {
            let seen = tables().find(|sheet| sheet.visible == SheetVisible::Visible);
            seen.or_else(|| sheets.first()).map(name).ok_or_else(unreadable)
        }
        Some(asked) => {
            let all = || sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ");
            let found = sheets.iter().find(|sheet| sheet.name == asked).map(name);
            found.ok_or_else(|| Issue::new(Code::SheetUnknown, "#/sheet").with("allowed", &all()))
        }
    }
}

/// Rows of a sheet, cell by cell: one far away makes no large table of empty ones.
pub(super) fn lines(bytes: &[u8], sheet: Option<&str>) -> Result<Lines, Issue> {
    is_bounded(bytes)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let sheets = workbook.sheets_metadata().to_vec();
    let name = chosen(&sheets, sheet)?;
    let is_1904 = workbook.has_1904_epoch();
    let source = Source {
        sheet: Some(name.to_owned()),
        other_sheets: sheets.iter().map(|sheet| &sheet.name).filter(|other| *other != name).cloned().collect(),
        date_system: Some(if is_1904 { 1904 } else { 1900 }),
        ..Source::default()
    };
    let (mut rows, empty) = filled(&mut workbook, name, is_1904)?;
    if !empty.is_empty() {
        without_result(&mut workbook, name, &empty, &mut rows)?;
    }
    let Hidden { rows: hidden_rows, columns } = hidden(bytes, name).unwrap_or_default();
    for row in rows.iter_mut().filter(|row| hidden_rows.contains(&row.number)) {
        row.unread = Some(Unread::Hidden);
    }
    Ok(Lines { rows, source, hidden: columns })
}

/// Where cells stand: row and column, from 0.
type Places = BTreeSet<(u32, u32)>;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Rows with the cells that have something in them, and where there are cells that have not.
fn filled(workbook: &mut Book<'_>, name: &str, is_1904: bool) -> Result<(Vec<Row>, Places), Issue> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|_| unreadable())?;
    let (mut rows, mut empty, mut bytes) = (Vec::<Row>::new(), BTreeSet::new(), 0);
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = shown(cell.get_value(), cells.styles().get(style));
        if matches!(cell.get_value(), DataRef::Empty) && empty.len() < ROWS_MAX * 10 {
            empty.insert((row, column));
        }
        if text.is_empty() {
            continue;
        }
        bytes += text.len();
        if row as usize >= ROWS_MAX || column as usize >= COLUMNS_MAX || bytes > TEXT_MAX {
            return Err(too_large());
        }
        let is_number = matches!(cell.get_value(), DataRef::Int(_) | DataRef::Float(_));
        put(&mut rows, row, column as usize, text, is_number.then_some(Mark::Number { is_1904 }));
    }
    Ok((rows, empty))
}

/// Puts a cell where it belongs. Cells come in the order of their rows.
fn put(rows: &mut Vec<Row>, row: u32, column: usize, text: String, mark: Option<Mark>) {
    let at = rows.binary_search_by_key(&(row + 1), |known| known.number);
    let at = at.unwrap_or_else(|at| {
        rows.insert(at, Row::new(row + 1, Vec::new()));
        at
    });
    let known = &mut rows[at];
    let width = known.cells.len().max(column + 1);
    known.cells.resize(width, String::new());
    known.cells[column] = text;
    known.marks.extend(mark.map(|mark| (column, mark)));
}

/// Marks the formulas among the `empty` cells: the program that wrote the workbook stored no result.
fn without_result(workbook: &mut Book<'_>, name: &str, empty: &Places, rows: &mut Vec<Row>) -> Result<(), Issue> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|_| unreadable())?;
    while let Some(formula) = cells.next_formula().map_err(|_| unreadable())? {
        let (row, column) = formula.get_position();
        if formula.get_value().is_empty() || !empty.contains(&(row, column)) {
            continue;
        }
        if row as usize >= ROWS_MAX || column as usize >= COLUMNS_MAX {
            return Err(too_large());
        }
        put(rows, row, column as usize, String::new(), Some(Mark::NoResult));
    }
    Ok(())
}

/// A cell as Excel shows it in Belgium, so that one grammar reads both kinds of file: decimal comma, ISO dates.
fn shown(value: &DataRef<'_>, style: Option<&Style>) -> String {
    let format = style.and_then(|style| style.number_format.as_ref()).map_or("", |it| it.format_code.as_str());
    let number = |number: f64| number_format::shown(number, format);
    match value {
        #[expect(clippy::cast_precision_loss, reason = "Excel itself keeps every number as a float")]
        DataRef::Int(whole) => number(*whole as f64),
        DataRef::Float(float) => number(*float),
        DataRef::String(text) => trimmed(text),
        DataRef::SharedString(text) => trimmed(text),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => shown_moment(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => trimmed(text.trim_end_matches("T00:00:00")),
        // A formula that failed: told as what stands in the cell.
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn shown_moment(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    // A time of day is rounded to its minute: half past eight is no whole fraction of a day.
    let minutes = u32::from(hour) * 60 + u32::from(minute) + u32::from(second > 30 || (second == 30 && milli > 0));
    let (hour, minute) = (minutes / 60, minutes % 60);
    if (0.0..1.0).contains(&value) {
        format!("{hour:02}:{minute:02}")
    } else if value.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}
