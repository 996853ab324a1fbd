//! A table out of a file: csv as Excel writes it in Belgium, or one sheet of a workbook.

use std::io::{Cursor, Read, copy, sink};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::files::scenario::{Code, Issue};

/// Most rows of a table, headings included.
pub const ROWS_MAX: usize = 200_000;
/// Most columns of a table.
pub const COLUMNS_MAX: usize = 200;
/// Longest cell, characters: the rest of a longer one is left out, and no field takes as much.
const CELL_MAX: usize = 4000;
/// Most bytes of a workbook when unpacked.
const UNPACKED_MAX: u64 = 512 << 20;
/// Most bytes of all cells together.
const TEXT_MAX: usize = 256 << 20;

/// A table: titles of columns, and rows below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Titles, each there once; a column without a title is called by its number.
    pub columns: Vec<String>,
    /// The rows that are not empty.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file, as Excel shows it: 1 is the first.
    pub number: u32,
    /// Cells, as many as there are columns.
    pub cells: Vec<String>,
}

/// Rows with their numbers, before anyone knows which holds the titles.
type Lines = Vec<(u32, Vec<String>)>;

/// Reads `bytes`: a workbook when it begins like one, otherwise text. `sheet` names one of a workbook's sheets; the
/// first counts without it.
///
/// # Errors
/// When it is no table, too large, or has no rows.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Table, Issue> {
    let lines = if bytes.starts_with(b"PK\x03\x04") {
        // The reader of workbooks is not ours: whatever a broken one does to it, the answer is that it cannot be read.
        std::panic::catch_unwind(|| of_workbook(bytes, sheet)).unwrap_or_else(|_| Err(unreadable()))?
    } else {
        of_text(bytes)?
    };
    titled(lines)
}

fn unreadable() -> Issue {
    Issue::new(Code::TableNotRead, "#")
}

fn too_large() -> Issue {
    Issue::new(Code::TableTooLarge, "#").with("rows", &ROWS_MAX).with("columns", &COLUMNS_MAX)
}

/// `text` without what cannot be seen at its ends: blanks, also those that do not break, and byte order marks.
fn trimmed(text: &str) -> String {
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '\u{feff}' | '\0' | '\u{200b}'));
    text.chars().map(|sign| if matches!(sign, '\u{a0}' | '\u{202f}') { ' ' } else { sign }).take(CELL_MAX).collect()
}

/// Lines of a text: UTF-8, UTF-16 with its mark, or else Windows-1252.
fn of_text(bytes: &[u8]) -> Result<Lines, Issue> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let plain = if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 };
    let (text, _, _) = marked.unwrap_or(plain).decode(bytes);
    if text.contains('\0') {
        return Err(unreadable());
    }
    // Excel's own word for the separator, on a line before all others.
    let (told, text, before) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((told, rest)) => (told.trim_end().bytes().next(), rest, 1),
        None => (None, &*text, 0),
    };
    let separator = told.unwrap_or_else(|| separator_of(text));
    // Lines are counted by their ends: each has one, and only one sign long.
    let text = format!("{}\n", text.replace("\r\n", "\n"));
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let (mut lines, mut record) = (Lines::new(), csv::StringRecord::new());
    while reader.read_record(&mut record).map_err(|_| unreadable())? {
        if lines.len() >= ROWS_MAX || record.len() > 100 * COLUMNS_MAX {
            return Err(too_large());
        }
        let ends_inside = record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let number = (reader.position().line() + before).saturating_sub(1 + ends_inside);
        let number = u32::try_from(number).map_err(|_| too_large())?;
        let mut cells: Vec<_> = record.iter().map(trimmed).collect();
        shorten(&mut cells);
        lines.push((number, cells));
    }
    Ok(lines)
}

/// The separator that stands most often in the first line with one outside quotes; a semicolon when in doubt.
fn separator_of(text: &str) -> u8 {
    for line in text.lines().take(20) {
        let mut quoted = false;
        let mut counts = [(b';', 0), (b'\t', 0), (b',', 0)];
        for byte in line.bytes() {
            quoted ^= byte == b'"';
            if let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == byte && !quoted) {
                *count += 1;
            }
        }
        // The first of the most frequent.
        let most = counts.iter().rev().max_by_key(|(_, count)| *count);
        if let Some((sign, _)) = most.filter(|(_, count)| *count > 0) {
            return *sign;
        }
    }
    b';'
}

/// Takes empty cells off the end.
fn shorten(cells: &mut Vec<String>) {
    let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    cells.truncate(used);
}

/// Refuses a workbook that unpacks to more than [`UNPACKED_MAX`], whatever it says of itself.
fn is_bounded(bytes: &[u8]) -> Result<(), Issue> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut unpacked = 0;
    for position in 0..archive.len() {
        let entry = archive.by_index(position).map_err(|_| unreadable())?;
        unpacked += copy(&mut entry.take(UNPACKED_MAX + 1), &mut sink()).map_err(|_| unreadable())?;
        if unpacked > UNPACKED_MAX {
            return Err(too_large());
        }
    }
    Ok(())
}

/// Lines of a sheet, cell by cell: one far away makes no large table of empty ones.
fn of_workbook(bytes: &[u8], sheet: Option<&str>) -> Result<Lines, Issue> {
    is_bounded(bytes)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let names = workbook.sheet_names();
    let name = match sheet {
        None => names.first().ok_or_else(unreadable)?,
        Some(asked) => names
            .iter()
            .find(|name| *name == asked)
            .ok_or_else(|| Issue::new(Code::SheetUnknown, "#/sheet").with("allowed", &names.join(", ")))?,
    };
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|_| unreadable())?;
    let (mut lines, mut bytes) = (Lines::new(), 0);
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = shown(cell.get_value());
        if text.is_empty() {
            continue;
        }
        bytes += text.len();
        if row as usize >= ROWS_MAX || column as usize >= COLUMNS_MAX || bytes > TEXT_MAX {
            return Err(too_large());
        }
        if lines.last().is_none_or(|(number, _)| *number != row + 1) {
            lines.push((row + 1, Vec::new()));
        }
        let Some((_, cells)) = lines.last_mut() else { continue };
        let width = cells.len().max(column as usize + 1);
        cells.resize(width, String::new());
        cells[column as usize] = text;
    }
    Ok(lines)
}

/// A cell as Excel shows it in Belgium, so that one grammar reads both kinds of file: decimal comma, ISO dates.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string().replace('.', ","),
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

/// The table in `lines`: the first with more than one cell holds the titles; what stands above it is a heading.
fn titled(lines: Lines) -> Result<Table, Issue> {
    let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let most = lines.iter().map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    let mut lines = lines.into_iter().skip_while(|(_, cells)| filled(cells) < most.min(2));
    let empty = || Issue::new(Code::TableEmpty, "#");
    let (_, titles) = lines.next().filter(|_| most > 0).ok_or_else(empty)?;
    let mut rows: Vec<_> =
        lines.filter(|(_, cells)| filled(cells) > 0).map(|(number, cells)| Row { number, cells }).collect();
    let width = rows.iter().map(|row| row.cells.len()).max().ok_or_else(empty)?.max(titles.len());
    if width > COLUMNS_MAX {
        return Err(too_large());
    }
    let mut columns: Vec<String> = Vec::with_capacity(width);
    for position in 0..width {
        let title = titles.get(position).map_or("", String::as_str);
        let name = if title.is_empty() { format!("#{}", position + 1) } else { title.to_owned() };
        let (mut unique, mut count) = (name.clone(), 1);
        while columns.contains(&unique) {
            count += 1;
            unique = format!("{name} ({count})");
        }
        columns.push(unique);
    }
    rows.iter_mut().for_each(|row| row.cells.resize(width, String::new()));
    Ok(Table { columns, rows })
}
