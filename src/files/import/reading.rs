//! The result of reading a cell, and helpers for every grammar of cells.

use serde_json::Value;

use crate::files::scenario::Param;

/// A cell that was read.
pub(super) struct Read {
    /// The value of the field; none where the cell says nothing of it.
    pub(super) value: Option<Value>,
    /// What the cell was read as, where that differs from its text.
    pub(super) told: Option<Param>,
}

impl Read {
    /// The value as it stands in the cell.
    pub(super) fn plain(value: Value) -> Self {
        Self { value: Some(value), told: None }
    }

    /// A value that differs from the text of the cell, with the words that tell it.
    pub(super) fn told(value: Value, told: impl Into<Param>) -> Self {
        Self { value: Some(value), told: Some(told.into()) }
    }
}

/// Why a cell is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not in the grammar.
    NotRead,
    /// It is not exactly one municipality of the region.
    Municipality,
    /// A formula without a result.
    NoResult,
    /// It has several readings: these.
    Choice(String),
}

/// Whether there is at least one sign, and all are digits.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The items of a list.
pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    let separators: &[char] = if text.contains([';', '|']) { &[';', '|'] } else { &[','] };
    text.split(separators).map(str::trim).filter(|item| !item.is_empty())
}
