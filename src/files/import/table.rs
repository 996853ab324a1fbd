//! A table out of a file: csv as Excel writes it in Belgium, or one sheet of a workbook.

use super::sheet::{COLUMNS_MAX, Lines, Row, Source, Unread, too_large, unreadable};
use super::{text, workbook};
use crate::files::scenario::{Code, Issue};

/// A table: titles of columns, and rows below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Titles, each there once; a column without a title is called by its number.
    pub columns: Vec<String>,
    /// The rows that are not empty, also those that are not read.
    pub rows: Vec<Row>,
    /// How the file was read.
    pub source: Source,
}

/// Reads `bytes`: a workbook when it begins like one, otherwise text. `sheet` names one of a workbook's sheets; the
/// first that can be seen counts without it.
///
/// # Errors
/// When it is no table, too large, or has no rows.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Table, Issue> {
    let lines = if bytes.starts_with(b"PK\x03\x04") {
        // The reader of workbooks is not ours: whatever a broken one does to it, the answer is that it cannot be read.
        std::panic::catch_unwind(|| workbook::lines(bytes, sheet)).unwrap_or_else(|_| Err(unreadable()))?
    } else {
        text::lines(bytes)?
    };
    titled(lines)
}

/// The table in `lines`: the first with more than one cell holds the titles; what stands above it is a heading.
fn titled(lines: Lines) -> Result<Table, Issue> {
    let Lines { rows, mut source, hidden } = lines;
    let most = rows.iter().map(Row::filled).max().unwrap_or(0);
    let empty = || Issue::new(Code::TableEmpty, "#");
    let is_title = |row: &Row| row.unread != Some(Unread::Hidden) && row.filled() >= most.min(2);
    let at = rows.iter().position(is_title).filter(|_| most > 0);
    // Where a quote is not closed before the titles end, nothing is known of the rest.
    let is_quote = |row: &&Row| row.unread == Some(Unread::Quote);
    if let Some(quote) = rows.iter().take(at.unwrap_or(usize::MAX)).find(is_quote) {
        return Err(Issue::new(Code::QuoteNotClosed, format!("#/rows/{}", quote.number)));
    }
    let at = at.ok_or_else(empty)?;
    let mut rows = rows.into_iter().skip(at);
    let titles = rows.next().ok_or_else(empty)?;
    let is_row = |row: &Row| row.filled() > 0 || matches!(row.unread, Some(Unread::Quote | Unread::After(_)));
    let mut rows: Vec<_> = rows.filter(is_row).collect();
    let width = rows.iter().map(|row| row.cells.len()).max().ok_or_else(empty)?.max(titles.cells.len());
    if width > COLUMNS_MAX {
        return Err(too_large());
    }
    let mut columns: Vec<String> = Vec::with_capacity(width);
    for position in 0..width {
        let title = titles.cells.get(position).map_or("", String::as_str);
        let name = if title.is_empty() { format!("#{}", position + 1) } else { title.to_owned() };
        let (mut unique, mut count) = (name.clone(), 1);
        while columns.contains(&unique) {
            count += 1;
            unique = format!("{name} ({count})");
        }
        columns.push(unique);
    }
    rows.iter_mut().for_each(|row| row.cells.resize(width, String::new()));
    (source.title_row, source.heading_rows) = (titles.number, u32::try_from(at).unwrap_or(u32::MAX));
    source.hidden_columns = hidden.into_iter().filter_map(|position| columns.get(position).cloned()).collect();
    Ok(Table { columns, rows, source })
}
