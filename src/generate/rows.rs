//! Rows of the compact tables, cell by cell.

use std::fmt::Display;
use std::str::FromStr;

use anyhow::{Context, Result};

/// The rows of a table without its head, each with `N` cells.
pub(super) fn rows<const N: usize>(name: &str, text: &'static str) -> Result<Vec<[&'static str; N]>> {
    let row = |(line, text): (usize, &'static str)| {
        let cells: Vec<_> = text.split(';').collect();
        cells.try_into().ok().with_context(|| format!("{name}, line {}: not {N} cells", line + 1))
    };
    text.lines().enumerate().skip(1).map(row).collect()
}

/// A number of a table.
pub(super) fn number<T: FromStr>(cell: &str) -> Result<T>
where
    T::Err: Display,
{
    cell.parse().map_err(|error| anyhow::anyhow!("{cell:?}: {error}"))
}
