//! Rows as a text or a workbook gives them, before anyone knows which holds the titles.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::scenario::{Code, Issue};

/// Most rows of a table, headings included.
pub const ROWS_MAX: usize = 200_000;
/// Most columns of a table.
pub const COLUMNS_MAX: usize = 200;
/// Longest cell, characters: the rest of a longer one is left out, and no field takes as much.
const CELL_MAX: usize = 4000;

/// How a file was read: everything that was taken for granted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Source {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Its other sheets: nothing of them is read.
    pub other_sheets: Vec<String>,
    /// The first year of the days of a workbook: 1900 or 1904.
    pub date_system: Option<u16>,
    /// The encoding of a text.
    pub encoding: Option<String>,
    /// What stands between the cells of a text.
    pub separator: Option<char>,
    /// The row with the titles, as Excel shows it.
    pub title_row: u32,
    /// How many rows stand above it: they are a heading.
    pub heading_rows: u32,
    /// Titles of columns that are hidden: they are not read, unless a mapping names them.
    pub hidden_columns: Vec<String>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file, as Excel shows it: 1 is the first.
    pub number: u32,
    /// Cells, as many as there are columns.
    pub cells: Vec<String>,
    /// What is to be known of a cell besides its text, by position.
    pub marks: BTreeMap<usize, Mark>,
    /// Why it is not read, where it is not.
    pub unread: Option<Unread>,
}

impl Row {
    /// A row of texts.
    pub fn new(number: u32, cells: Vec<String>) -> Self {
        Self { number, cells, ..Self::default() }
    }

    /// How many cells have something in them.
    pub(super) fn filled(&self) -> usize {
        let texts = self.cells.iter().filter(|cell| !cell.is_empty()).count();
        texts + self.marks.values().filter(|mark| **mark == Mark::NoResult).count()
    }
}

/// What is to be known of a cell besides its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A number, not a text that looks like one. Days are numbers too.
    Number {
        /// Whether that workbook counts from 1904.
        is_1904: bool,
    },
    /// A formula without a result.
    NoResult,
    /// A sign of it is not of the encoding of its file, which is this.
    Replaced(&'static str),
    /// Its signs may be of another encoding than this one, of its file.
    Doubtful(&'static str),
}

/// Why a row is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A quote in it is not closed, or closed where no cell ends.
    Quote,
    /// It stands after a row that has to be mended first, which has this number.
    After(u32),
    /// It is hidden: filtered out, or folded away.
    Hidden,
}

/// Rows with their numbers, before anyone knows which holds the titles.
pub(super) struct Lines {
    pub(super) rows: Vec<Row>,
    pub(super) source: Source,
    /// Positions of hidden columns.
    pub(super) hidden: Vec<usize>,
}

pub(super) fn unreadable() -> Issue {
    Issue::new(Code::TableNotRead, "#")
}

pub(super) fn too_large() -> Issue {
    Issue::new(Code::TableTooLarge, "#").with("rows", &ROWS_MAX).with("columns", &COLUMNS_MAX)
}

/// `text` without what cannot be seen at its ends: blanks, also those that do not break, and byte order marks; and
/// without the apostrophe that our own tables have before what a spreadsheet would take for a formula.
pub(super) fn trimmed(text: &str) -> String {
    let is_unseen = |sign: char| sign.is_whitespace() || matches!(sign, '\u{feff}' | '\0' | '\u{200b}');
    let text = text.trim_matches(is_unseen);
    let is_formula = |rest: &&str| {
        rest.trim_matches(is_unseen).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
            || rest.starts_with(['\t', '\r', '\n'])
    };
    let text = text.strip_prefix('\'').filter(is_formula).map_or(text, |rest| rest.trim_matches(is_unseen));
    text.chars().map(|sign| if matches!(sign, '\u{a0}' | '\u{202f}') { ' ' } else { sign }).take(CELL_MAX).collect()
}
