//! Levels of a language in the words of Flemish course lists: `A2`, `B1.2`, `A1+`, `richtgraad 2.1`, `geen`,
//! `moedertaal`.

use serde_json::{Value, json};

use super::field::plain;
use super::reading::{Fault, Read};
use super::words;

const LEVELS: [&str; 6] = ["A1", "A2", "B1", "B2", "C1", "C2"];

/// The levels of the centres for adult education beside those of the European framework: published by the Taalunie
/// (questions about "ERK Nederlands"). Level 1 has two halves of its own; the halves of the others are within one
/// level.
const RICHTGRADEN: &[(&str, &str)] = &[
    ("1.1", "A1"),
    ("1.2", "A2"),
    ("2", "B1"),
    ("2.1", "B1"),
    ("2.2", "B1"),
    ("3", "B2"),
    ("3.1", "B2"),
    ("3.2", "B2"),
    ("4", "C1"),
    ("4.1", "C1"),
    ("4.2", "C1"),
];

/// Words in front of a level that say only that it is one.
const BEFORE: [&str; 9] = ["nt2", "richtgraad", "graad", "rg", "niveau", "level", "erk", "cefr", "cecr"];

/// The level in a cell; null for who is below the lowest.
pub(super) fn read(text: &str) -> Result<Read, Fault> {
    let word = text.trim().to_lowercase().replace(',', ".");
    if matches!(word.as_str(), "-" | "0") || NONE.contains(&plain(&word).as_str()) {
        return Ok(Read::told(Value::Null, words::BELOW_A1));
    }
    if NATIVE.contains(&plain(&word).as_str()) {
        return Ok(Read::told(json!("C2"), &"C2"));
    }
    let mut rest = word.as_str();
    let mut is_grade = false;
    while let Some(before) = BEFORE.iter().find(|before| rest.starts_with(*before)) {
        is_grade |= matches!(*before, "richtgraad" | "graad" | "rg" | "nt2");
        rest = rest[before.len()..].trim_start_matches([' ', ':', '-', '.']);
    }
    let upper = rest.to_uppercase();
    if let Some(level) = LEVELS.into_iter().find(|level| *level == upper) {
        return Ok(Read::plain(json!(level)));
    }
    // A level and how far within it: the level itself is what was reached.
    let within = LEVELS.into_iter().find(|level| {
        let rest = upper.strip_prefix(*level).unwrap_or_default();
        rest == "+"
            || rest.strip_prefix('.').is_some_and(|part| part.len() == 1 && part.bytes().all(|it| it.is_ascii_digit()))
    });
    if let Some(level) = within {
        return Ok(Read::told(json!(level), &level));
    }
    if let Some((_, level)) =
        RICHTGRADEN.iter().find(|(grade, _)| *grade == rest).filter(|_| is_grade || rest.contains('.'))
    {
        return Ok(Read::told(json!(level), level));
    }
    if rest == "1" && is_grade {
        return Err(Fault::Choice("richtgraad 1.1 = A1; richtgraad 1.2 = A2".to_owned()));
    }
    // `A1/A2`, `A2-B1`: both are levels, and only the writer knows which.
    let both: Vec<_> = upper.split(['/', '-']).map(str::trim).collect();
    if both.len() == 2 && both.iter().all(|one| LEVELS.contains(one)) {
        return Err(Fault::Choice(both.join("; ")));
    }
    Err(Fault::NotRead)
}

const NONE: [&str; 11] = ["geen", "nee", "neen", "a0", "aucun", "aucune", "none", "niets", "nihil", "non", "no"];

const NATIVE: [&str; 7] =
    ["moedertaal", "nt1", "eerstetaal", "languematernelle", "mothertongue", "native", "firstlanguage"];
