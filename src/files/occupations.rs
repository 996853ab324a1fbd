//! The table of ESCO occupations the program is built with: code, Dutch label, English label.

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
}

static BY_CODE: LazyLock<HashMap<&'static str, Labels>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(row).collect());

/// Labels of the occupation with the ESCO code `code`.
pub fn labels(code: &str) -> Option<&'static Labels> {
    BY_CODE.get(code)
}

/// Codes of all occupations, in the order of the table.
pub fn codes() -> impl Iterator<Item = &'static str> {
    TABLE.lines().skip(1).filter_map(|line| line.split(',').next())
}

fn row(line: &'static str) -> Option<(&'static str, Labels)> {
    let (code, rest) = line.split_once(',')?;
    let (nl, rest) = cell(rest)?;
    let en = cell(rest.strip_prefix(',')?)?.0;
    let en = if en.is_empty() { nl.clone() } else { en };
    Some((code, Labels { nl, en }))
}

/// The first cell of `text`, without its quotes, and what follows it.
fn cell(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(',').unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    // No label has a quote in it: a test reads every row.
    let end = quoted.find('"')?;
    Some((quoted[..end].to_owned(), &quoted[end + 1..]))
}
