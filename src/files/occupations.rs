//! The table of ESCO occupations the program is built with: code, Dutch, English and French label.

use std::collections::HashMap;
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
    /// French, often of a man and of a woman with a slash between them; the Dutch label where ESCO has no French one yet.
    pub fr: String,
}

static ALL: LazyLock<Vec<(String, Labels)>> = LazyLock::new(|| {
    let mut table = csv::Reader::from_reader(TABLE.as_bytes());
    table.records().filter_map(|row| labelled(&row.ok()?)).collect()
});

static BY_CODE: LazyLock<HashMap<&'static str, &'static Labels>> =
    LazyLock::new(|| ALL.iter().map(|(code, labels)| (code.as_str(), labels)).collect());

/// Labels of the occupation with the ESCO code `code`.
pub fn labels(code: &str) -> Option<&'static Labels> {
    BY_CODE.get(code).copied()
}

/// Codes of all occupations, in the order of the table.
pub fn codes() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(code, _)| code.as_str())
}

/// The code and the labels of a row.
fn labelled(row: &csv::StringRecord) -> Option<(String, Labels)> {
    let nl = row.get(1)?;
    let or_dutch = |at| row.get(at).filter(|label| !label.is_empty()).unwrap_or(nl).to_owned();
    Some((row.get(0)?.to_owned(), Labels { nl: nl.to_owned(), en: or_dutch(2), fr: or_dutch(3) }))
}
