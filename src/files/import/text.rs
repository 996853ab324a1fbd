//! Rows out of a text: which encoding, which separator, and cells in quotes. Nothing is mended: where a quote is not
//! closed, nobody can say where the rows after it begin, and they are told as not read.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::sheet::{COLUMNS_MAX, Lines, Mark, ROWS_MAX, Row, Source, Unread, too_large, trimmed, unreadable};
use crate::files::scenario::Issue;

/// Rows of a text: UTF-8, UTF-16 with its mark, or else Windows-1252.
pub(super) fn lines(bytes: &[u8]) -> Result<Lines, Issue> {
    let encoding = encoding_of(bytes);
    let (text, _, _) = encoding.decode(bytes);
    if text.contains('\0') {
        return Err(unreadable());
    }
    // Excel's own word for the separator, on a row before all others.
    let (told, text, before) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((told, rest)) => (told.trim_end().bytes().next().filter(u8::is_ascii), rest, 1),
        None => (None, &*text, 0),
    };
    let separator = told.unwrap_or_else(|| separator_of(text));
    let mut rows = rows(text, char::from(separator), before)?;
    rows.iter_mut().for_each(|row| mark(row, encoding));
    let (encoding, separator) = (Some(encoding.name().to_owned()), Some(char::from(separator)));
    Ok(Lines { rows, source: Source { encoding, separator, ..Source::default() }, hidden: Vec::new() })
}

/// The encoding by all of the text: one sign that is not UTF-8 does not make a text Windows-1252 whose others all are.
fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if bad == 0 || good > bad { UTF_8 } else { WINDOWS_1252 }
}

/// Marks the cells whose signs may be others than were meant.
fn mark(row: &mut Row, encoding: &'static Encoding) {
    for (position, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_ascii()) {
        // A cell that is good UTF-8 in a text that is not was most likely pasted from elsewhere.
        let is_other = || {
            let (bytes, _, _) = encoding.encode(cell);
            encoding == WINDOWS_1252 && std::str::from_utf8(&bytes).is_ok_and(|text| !text.is_ascii())
        };
        if cell.contains('\u{fffd}') {
            row.marks.insert(position, Mark::Replaced(encoding.name()));
        } else if is_other() {
            row.marks.insert(position, Mark::Doubtful(encoding.name()));
        }
    }
}

/// The separator with which most rows are as wide as the first that has it; a semicolon when in doubt.
fn separator_of(text: &str) -> u8 {
    let is_balanced = text.matches('"').count().is_multiple_of(2);
    let (mut counts, mut lines, mut quoted) = ([0_usize; 3], Vec::new(), false);
    for byte in text.bytes() {
        quoted ^= byte == b'"';
        if byte == b'\n' || byte == b'\r' {
            // Where quotes do not pair up, a quote is taken to end with its line.
            quoted &= is_balanced;
            if !quoted && counts != [0; 3] {
                lines.push(std::mem::take(&mut counts));
            }
        } else if let Some(at) = SEPARATORS.iter().position(|sign| *sign == byte && !quoted) {
            counts[at] += 1;
        }
    }
    lines.push(counts);
    let score = |at: usize| {
        let all = || lines.iter().map(|counts| counts[at]).filter(|count| *count > 0);
        let first = all().next().unwrap_or(0);
        (all().filter(|count| *count == first).count(), all().count(), first)
    };
    // Of equals the first.
    let best = (0..SEPARATORS.len()).rev().max_by_key(|at| score(*at)).unwrap_or(0);
    SEPARATORS[best]
}

const SEPARATORS: [u8; 3] = [b';', b'\t', b','];

/// The rows of a text. A record is one row, whatever breaks its cells have, as Excel counts.
fn rows(text: &str, separator: char, before: u32) -> Result<Vec<Row>, Issue> {
    let (mut rows, mut rest, mut width): (Vec<Row>, _, _) = (Vec::new(), text, 0);
    while !rest.is_empty() {
        if rows.len() >= ROWS_MAX {
            return Err(too_large());
        }
        let number = u32::try_from(rows.len() + 1).map_err(|_| too_large())? + before;
        let (record, after) = record(rest, separator);
        match record {
            Record::Cells(cells) if !swallows_rows(&cells, separator, width) => {
                if cells.len() > 100 * COLUMNS_MAX {
                    return Err(too_large());
                }
                width = width.max(cells.len());
                let mut cells: Vec<_> = cells.iter().map(|cell| trimmed(cell)).collect();
                shorten(&mut cells);
                rows.push(Row::new(number, cells));
                rest = after;
            }
            Record::Cells(_) | Record::Spoilt => {
                rows.push(Row { number, unread: Some(Unread::Quote), ..Row::default() });
                rest = after;
            }
            Record::Open => {
                rows.push(Row { number, unread: Some(Unread::Quote), ..Row::default() });
                // `after` is what follows the line on which the quote opens.
                let is_filled = |line: &str| line.chars().any(|sign| sign != separator && !sign.is_whitespace());
                let lines = after.lines().enumerate().filter(|(_, line)| is_filled(line));
                for (at, _) in lines {
                    let later = u32::try_from(at + 1).map_err(|_| too_large())? + number;
                    rows.push(Row { number: later, unread: Some(Unread::After(number)), ..Row::default() });
                }
                return if rows.len() > ROWS_MAX { Err(too_large()) } else { Ok(rows) };
            }
        }
    }
    Ok(rows)
}

/// Whether a cell holds a line that is as wide as the table: a quote that was closed rows later.
fn swallows_rows(cells: &[String], separator: char, width: usize) -> bool {
    let is_wide = |line: &str| line.matches(separator).count() + 1 == width;
    width > 2 && cells.iter().any(|cell| cell.contains('\n') && cell.lines().any(is_wide))
}

/// A record.
enum Record {
    /// Its cells.
    Cells(Vec<String>),
    /// A quote is closed where no cell ends, on the line on which it opens: that row is lost.
    Spoilt,
    /// A quote is not closed: that row and all below it are lost.
    Open,
}

/// The first record and what follows it; where its quote is not closed, what stands below the line on which it opens.
fn record(text: &str, separator: char) -> (Record, &str) {
    let (mut cells, mut rest) = (Vec::new(), text);
    loop {
        let is_end = |sign: char| sign == separator || sign == '\n' || sign == '\r';
        if let Some(opened) = rest.strip_prefix('"') {
            let Some((cell, after)) = closed(opened) else { return (Record::Open, below(rest)) };
            let after = after.trim_start_matches(' ');
            if !after.is_empty() && !after.starts_with(is_end) {
                let has_breaks = cell.contains('\n');
                return if has_breaks { (Record::Open, below(rest)) } else { (Record::Spoilt, below(after)) };
            }
            cells.push(cell);
            rest = after;
        } else {
            let end = rest.find(is_end).unwrap_or(rest.len());
            cells.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        match rest.strip_prefix(separator) {
            Some(next) => rest = next,
            None => return (Record::Cells(cells), below(rest)),
        }
    }
}

/// What follows the end of the line that `text` begins with.
fn below(text: &str) -> &str {
    let Some(end) = text.find(['\n', '\r']) else { return "" };
    let rest = &text[end..];
    rest.strip_prefix("\r\n").unwrap_or(&rest[1..])
}

/// The text of a cell whose quote was opened, and what follows the quote that closes it.
fn closed(opened: &str) -> Option<(String, &str)> {
    let mut from = 0;
    loop {
        let at = from + opened[from..].find('"')?;
        if !opened[at + 1..].starts_with('"') {
            let cell = opened[..at].replace("\"\"", "\"").replace("\r\n", "\n").replace('\r', "\n");
            return Some((cell, &opened[at + 1..]));
        }
        from = at + 2;
    }
}

/// Takes empty cells off the end.
fn shorten(cells: &mut Vec<String>) {
    let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    cells.truncate(used);
}
