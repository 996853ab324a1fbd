//! The table of ESCO occupations the program is built with: code, Dutch, English and French label.

use std::sync::LazyLock;

/// Every ESCO occupation. This service uses the ESCO classification of the European Commission.
const TABLE: &str = include_str!("../../fixtures/tables/occupations.csv");

/// Labels of an occupation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Dutch.
    pub nl: String,
    /// English; the Dutch label where ESCO has no English one yet.
    pub en: String,
    /// French, often of a man and of a woman with a slash between them; the Dutch label where ESCO has no French one
    /// yet.
    pub fr: String,
}

/// Labels of the occupation with the ESCO code `code`, by bisection of the table, which is sorted by code: a scenario names
/// some hundreds of the three thousand.
pub fn labels(code: &str) -> Option<Labels> {
    let mut rest = rows();
    while !rest.is_empty() {
        // In bytes: the middle may lie within a letter.
        let is_end = |byte: &u8| *byte == b'\n';
        let before = &rest.as_bytes()[..rest.len() / 2];
        let start = before.iter().rposition(is_end).map_or(0, |end| end + 1);
        let end = rest[start..].find('\n').map_or(rest.len(), |end| start + end + 1);
        let row = &rest[start..end];
        match code_of(row).cmp(code) {
            std::cmp::Ordering::Equal => return labelled(row),
            std::cmp::Ordering::Less => rest = &rest[end..],
            std::cmp::Ordering::Greater => rest = &rest[..start],
        }
    }
    None
}

static ALL: LazyLock<Vec<(&'static str, Labels)>> =
    LazyLock::new(|| rows().lines().filter_map(|row| Some((code_of(row), labelled(row)?))).collect());

/// Code and labels of all occupations, in the order of the table; read when they are first asked for.
pub fn all() -> &'static [(&'static str, Labels)] {
    &ALL
}

/// The table without its titles.
fn rows() -> &'static str {
    TABLE.split_once('\n').map_or("", |(_, rows)| rows)
}

fn code_of(row: &str) -> &str {
    row.split(',').next().unwrap_or_default()
}

/// The labels of a row.
fn labelled(row: &str) -> Option<Labels> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes());
    let row = reader.records().next()?.ok()?;
    let nl = row.get(1)?;
    let or_dutch = |at| row.get(at).filter(|label| !label.is_empty()).unwrap_or(nl).to_owned();
    Some(Labels { nl: nl.to_owned(), en: or_dutch(2), fr: or_dutch(3) })
}
