//! Tables that come in: rows of a spreadsheet become records of a scenario, each judged, none stopping the others.
//!
//! `table` reads the file (`text` or `workbook`), `field` and `columns` decide which column is for what, `cell` and
//! what stands beside it are the grammar of cells, `row` makes a record of a row, `merge` puts the records into a
//! scenario that is then read as a whole.

mod amount;
mod cell;
mod columns;
mod context;
mod day;
mod field;
mod hidden;
mod level;
mod merge;
mod number_format;
mod place;
mod reading;
mod row;
mod sheet;
mod table;
mod text;
mod week;
mod words;
mod workbook;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::scenario::Issue;

pub use columns::{Columns, Mapping, key};
pub use field::{Field, Part};
pub use merge::{Merged, merge};
pub use sheet::{COLUMNS_MAX, Mark, ROWS_MAX, Row, Source, Unread};
pub use table::{Table, read};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A new record.
    Created,
    /// A record with the same ID was there, and has another value now.
    Updated,
    /// A record with the same ID was there and says the same.
    Unchanged,
    /// Left out: see its issues.
    Error,
    /// Not looked at: see its issue.
    NotRead,
}

impl Status {
    /// Every word. The rows of a table are those of each word together.
    pub const ALL: [Self; 5] = [Self::Created, Self::Updated, Self::Unchanged, Self::Error, Self::NotRead];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Error => "error",
            Self::NotRead => "not_read",
        }
    }
}

/// A row that was judged.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Number of the row in the file, as Excel shows it.
    pub row: u32,
    /// What became of it.
    pub status: Status,
    /// ID of its record.
    pub id: Option<String>,
    /// Fields that have another value than before.
    pub changed: Vec<String>,
    /// What is wrong or doubtful, with pointers such as `#/rows/12/geboortejaar`.
    pub issues: Vec<Issue>,
    /// Cells of columns that are for a field, by title; none of a row that holds what is never kept.
    pub cells: BTreeMap<String, String>,
}
