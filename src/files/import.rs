//! Tables that come in: rows of a spreadsheet become records of a scenario, each judged, none stopping the others.
//!
//! `table` reads the file, `field` and `columns` decide which column is for what, `cell` and `week` are the grammar of
//! cells, `merge` puts the records into a scenario that is then read as a whole.

mod cell;
mod columns;
mod field;
mod merge;
mod table;
mod week;
mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::scenario::Issue;

pub use columns::{Columns, Mapping, key};
pub use field::{Field, Part};
pub use merge::{Merged, merge};
pub use table::{COLUMNS_MAX, ROWS_MAX, Row, Table, read};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A new record.
    Created,
    /// A record with the same ID was there.
    Updated,
    /// Left out: see its issues.
    Error,
}

impl Status {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Error => "error",
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
