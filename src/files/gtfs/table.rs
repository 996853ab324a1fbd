//! One file of a feed as a table: columns by name, cells without the blanks around them, rows with their number.

use std::io::{Read, Seek};

use csv::StringRecord;
use zip::ZipArchive;
use zip::result::{ZipError, ZipResult};

use super::{Code, Issue};

/// Most bytes of one file, unpacked: a zip may claim more than any timetable has.
const FILE_BYTES_MAX: u64 = 4 << 30;

/// An open feed.
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
}

impl<R: Read + Seek> Archive<R> {
    pub(super) fn open(content: R) -> ZipResult<Self> {
        Ok(Self { zip: ZipArchive::new(content)? })
    }

    /// Whether the feed has `file`.
    pub(super) fn has(&self, file: &str) -> bool {
        self.zip.index_for_name(file).is_some()
    }

    /// Hands every row of `file` to `each`, which may refuse it with an issue.
    ///
    /// Returns the issues of the file: that it is missing, lacks one of the `needed` columns, or has rows that cannot
    /// be read.
    pub(super) fn rows(
        &mut self,
        feed: &str,
        file: &'static str,
        needed: &[&'static str],
        mut each: impl FnMut(&Row<'_>) -> Result<(), Box<Issue>>,
    ) -> Vec<Issue> {
        let content = match self.zip.by_name(file) {
            Ok(content) => content,
            Err(ZipError::FileNotFound) => return vec![Issue::new(Code::FileMissing, feed, file)],
            Err(error) => return vec![Issue::new(Code::FileNotReadable, feed, file).with("cause", &error)],
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(content.take(FILE_BYTES_MAX));
        let head = match reader.headers() {
            Ok(head) => head.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect(),
            Err(error) => return vec![Issue::new(Code::FileNotReadable, feed, file).with("cause", &error)],
        };
        let head: Vec<String> = head;
        let lacking = needed.iter().filter(|column| !head.iter().any(|name| name == *column));
        let mut issues: Vec<_> =
            lacking.map(|column| Issue::new(Code::ColumnMissing, feed, file).with("column", column)).collect();
        if !issues.is_empty() {
            return issues;
        }
        let (mut cells, mut number) = (StringRecord::new(), 1);
        loop {
            number += 1;
            match reader.read_record(&mut cells) {
                Ok(false) => return issues,
                Ok(true) => {
                    // Empty lines count too: the row is the one that an editor shows.
                    number = cells.position().map_or(number, csv::Position::line);
                    let row = Row { feed, file, number, head: &head, cells: &cells };
                    issues.extend(each(&row).err().map(|issue| *issue));
                }
                Err(error) => {
                    let is_last = error.is_io_error();
                    number = error.position().map_or(number, csv::Position::line);
                    issues.push(Issue::new(Code::RowNotReadable, feed, file).at_row(number).with("cause", &error));
                    if is_last {
                        return issues;
                    }
                }
            }
        }
    }
}

/// One row of a file.
pub(super) struct Row<'a> {
    feed: &'a str,
    file: &'static str,
    pub(super) number: u64,
    head: &'a [String],
    cells: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// The cell under `column`; empty where there is none.
    pub(super) fn cell(&self, column: &str) -> &'a str {
        let at = self.head.iter().position(|name| name == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or("").trim()
    }

    /// The cell under `column`, which must not be empty.
    pub(super) fn filled(&self, column: &str) -> Result<&'a str, Box<Issue>> {
        let cell = self.cell(column);
        if cell.is_empty() { Err(self.issue(Code::CellEmpty, column, cell)) } else { Ok(cell) }
    }

    /// The cell under `column`, read by `read`; what cannot be read is an issue of that code.
    pub(super) fn read<T>(&self, column: &str, code: Code, read: fn(&str) -> Option<T>) -> Result<T, Box<Issue>> {
        let cell = self.filled(column)?;
        read(cell).ok_or_else(|| self.issue(code, column, cell))
    }

    /// As [`Row::read`], where an empty cell stands for `default`.
    pub(super) fn read_or<T>(
        &self,
        column: &str,
        default: T,
        code: Code,
        read: fn(&str) -> Option<T>,
    ) -> Result<T, Box<Issue>> {
        if self.cell(column).is_empty() { Ok(default) } else { self.read(column, code, read) }
    }

    /// An issue at this row about `value` under `column`.
    pub(super) fn issue(&self, code: Code, column: &str, value: &str) -> Box<Issue> {
        let issue = Issue::new(code, self.feed, self.file).at_row(self.number);
        Box::new(issue.with("column", &column).with("value", &value))
    }
}
