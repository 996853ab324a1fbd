//! One file of a feed as a table: columns by name, cells without the blanks around them, rows with their number.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Read, Seek};

use csv::StringRecord;
use zip::ZipArchive;
use zip::result::{ZipError, ZipResult};

use super::report::FileUse;
use super::{Code, Issue};

/// Most bytes of one file, unpacked: a zip may claim more than any timetable has.
const FILE_BYTES_MAX: u64 = 4 << 30;

/// An open feed.
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
    read: BTreeMap<&'static str, FileUse>,
}

impl<R: Read + Seek> Archive<R> {
    pub(super) fn open(content: R) -> ZipResult<Self> {
        Ok(Self { zip: ZipArchive::new(content)?, read: BTreeMap::new() })
    }

    /// What became of each file of the feed: those that were never opened are not used.
    pub(super) fn uses(mut self, feed: &str) -> Vec<FileUse> {
        let mut uses = Vec::new();
        if !self.has("agency.txt") {
            let (feed, file) = (feed.to_owned(), "agency.txt".to_owned());
            uses.push(FileUse { feed, file, is_missing: true, ..FileUse::default() });
        }
        for at in 0..self.zip.len() {
            let Ok(file) = self.zip.by_index_raw(at) else { continue };
            if file.is_dir() {
                continue;
            }
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            let known = self.read.remove(name.as_str());
            let of_file = known.unwrap_or_else(|| FileUse { file: name, ..FileUse::default() });
            uses.push(FileUse { feed: feed.to_owned(), bytes: file.size(), ..of_file });
        }
        uses
    }

    /// Whether `file` has `column`.
    pub(super) fn has_column(&mut self, file: &str, column: &str) -> bool {
        let Ok(content) = self.zip.by_name(file) else { return false };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(content.take(FILE_BYTES_MAX));
        let head = reader.headers().map(head_of).unwrap_or_default();
        head.iter().any(|name| name == column)
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
            Ok(head) => head_of(head),
            Err(error) => return vec![Issue::new(Code::FileNotReadable, feed, file).with("cause", &error)],
        };
        let lacking = needed.iter().filter(|column| !head.iter().any(|name| name == *column));
        let mut issues: Vec<_> =
            lacking.map(|column| Issue::new(Code::ColumnMissing, feed, file).with("column", column)).collect();
        if !issues.is_empty() {
            return issues;
        }
        let asked: Vec<Cell<bool>> = head.iter().map(|_| Cell::new(false)).collect();
        let (mut n_rows, mut filled) = (0, vec![0_u64; head.len()]);
        let (mut cells, mut number) = (StringRecord::new(), 1);
        loop {
            number += 1;
            match reader.read_record(&mut cells) {
                Ok(false) => break,
                Ok(true) => {
                    // Empty lines count too: the row is the one that an editor shows.
                    number = cells.position().map_or(number, csv::Position::line);
                    let row = Row { feed, file, number, head: &head, cells: &cells, asked: &asked };
                    issues.extend(each(&row).err().map(|issue| *issue));
                    n_rows += 1;
                    for (at, count) in filled.iter_mut().enumerate() {
                        if !asked[at].get() {
                            *count += u64::from(cells.get(at).is_some_and(|cell| !cell.trim().is_empty()));
                        }
                    }
                }
                Err(error) => {
                    let is_last = error.is_io_error();
                    number = error.position().map_or(number, csv::Position::line);
                    issues.push(Issue::new(Code::RowNotReadable, feed, file).at_row(number).with("cause", &error));
                    if is_last {
                        break;
                    }
                }
            }
        }
        self.read.insert(file, FileUse::of(file, n_rows, head.into_iter().zip(&asked).zip(filled)));
        issues
    }
}

/// Names of columns, without what stands around them.
fn head_of(head: &StringRecord) -> Vec<String> {
    head.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect()
}

/// One row of a file.
pub(super) struct Row<'a> {
    feed: &'a str,
    file: &'static str,
    pub(super) number: u64,
    head: &'a [String],
    cells: &'a StringRecord,
    /// Which columns have been asked for: those are used.
    asked: &'a [Cell<bool>],
}

impl<'a> Row<'a> {
    /// The cell under `column`; empty where there is none.
    pub(super) fn cell(&self, column: &str) -> &'a str {
        let at = self.head.iter().position(|name| name == column);
        if let Some(at) = at {
            self.asked[at].set(true);
        }
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
        let cell = self.cell(column);
        if cell.is_empty() { Ok(default) } else { read(cell).ok_or_else(|| self.issue(code, column, cell)) }
    }

    /// An issue at this row about `value` under `column`.
    pub(super) fn issue(&self, code: Code, column: &str, value: &str) -> Box<Issue> {
        let issue = Issue::new(code, self.feed, self.file).at_row(self.number);
        Box::new(issue.with("column", &column).with("value", &value))
    }
}
