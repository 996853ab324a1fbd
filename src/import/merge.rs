//! Records of rows go into a scenario; it is read as a whole, and rows at fault are left out until the rest is sound.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::cell::{self, Municipalities};
use super::columns::Columns;
use super::field::{SKILLS, language};
use super::table::Row;
use super::{Outcome, Status};
use crate::scenario::{
    self, Code, Issue, Packs, Reading, Severity, escaped, holds_national_number, is_email, is_national_number,
};

/// How often the scenario is read again without the rows at fault. One record can hide what is wrong with another, but
/// seldom more than once or twice.
const ROUNDS_MAX: usize = 8;

/// What came of the rows.
pub struct Merged {
    /// The scenario with the good rows in it, as JSON, and how it was read. None when no row was good.
    pub scenario: Option<(String, Reading)>,
    /// Every row.
    pub rows: Vec<Outcome>,
    /// What is wrong with the scenario itself, when that is why nothing came of it.
    pub issues: Vec<Issue>,
}

/// A row as a record.
struct Judged {
    outcome: Outcome,
    record: Map<String, Value>,
}

/// Puts `rows` into `base`: records with an ID that is there are changed, others are added.
pub fn merge(base: Value, columns: &Columns, titles: &[String], rows: &[Row], packs: &Packs) -> Merged {
    let municipalities = Municipalities::of(&base);
    let mut judged: Vec<_> = rows.iter().map(|row| judge(columns, titles, row, &municipalities)).collect();
    refuse_twice(&mut judged, columns);
    for _ in 0..ROUNDS_MAX {
        if judged.iter().all(|row| row.outcome.status == Status::Error) {
            break;
        }
        let (scenario, at) = put(base.clone(), columns, &mut judged);
        let text = scenario.to_string();
        drop(scenario);
        let reading = scenario::read(text.as_bytes(), packs);
        let others = attribute(&reading.issues, columns, &mut judged, &at);
        if reading.region.is_some() {
            return Merged { scenario: Some((text, reading)), rows: outcomes(judged), issues: Vec::new() };
        }
        if !others.is_empty() {
            // Not about a row: the scenario has errors of its own, and no row can be tried on it.
            judged.iter_mut().for_each(|row| row.outcome.status = Status::Error);
            return Merged { scenario: None, rows: outcomes(judged), issues: others };
        }
    }
    judged.iter_mut().for_each(|row| row.outcome.status = Status::Error);
    Merged { scenario: None, rows: outcomes(judged), issues: Vec::new() }
}

fn outcomes(judged: Vec<Judged>) -> Vec<Outcome> {
    judged.into_iter().map(|row| row.outcome).collect()
}

/// Where a cell stands, as a pointer.
fn pointer(row: u32, title: &str) -> String {
    format!("#/rows/{row}/{}", escaped(title))
}

/// A row as a record, with what is wrong with each of its cells.
fn judge(columns: &Columns, titles: &[String], row: &Row, municipalities: &Municipalities) -> Judged {
    let (mut issues, mut record, mut cells) = (Vec::new(), Map::new(), BTreeMap::new());
    let mut is_secret = false;
    for (title, text) in titles.iter().zip(&row.cells).filter(|(_, text)| !text.is_empty()) {
        let pointer = pointer(row.number, title);
        if let Some(code) = personal(text).filter(|_| columns.part.is_about_persons()) {
            is_secret = true;
            issues.push(Issue::new(code, pointer));
            continue;
        }
        let Some(path) = columns.mapping.get(title) else { continue };
        // A row of a person is kept under its pseudonym: what cannot be one is not kept.
        if !columns.part.is_about_persons() || path != "id" || is_pseudonym(text) {
            cells.insert(title.clone(), text.clone());
        }
        let Some(kind) = columns.kind(path) else { continue };
        match cell::read(kind, text, municipalities) {
            Ok(value) => set(&mut record, path, value),
            Err(code) => issues.push(Issue::new(code, pointer).with("expected", kind.expected())),
        }
    }
    let id = record.get("id").and_then(Value::as_str).map(str::to_owned);
    if id.is_none() && issues.is_empty() {
        let title = columns.title("id").unwrap_or("id");
        issues.push(Issue::new(Code::MissingField, pointer(row.number, title)).with("field", &"id"));
    }
    if is_secret {
        cells.clear();
    }
    let status = if issues.is_empty() { Status::Created } else { Status::Error };
    let outcome = Outcome { row: row.number, status, id, changed: Vec::new(), issues, cells };
    Judged { outcome, record }
}

fn is_pseudonym(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte))
}

/// The code of a cell that holds what is never accepted about a person.
fn personal(text: &str) -> Option<Code> {
    if is_national_number(text) || holds_national_number(text) {
        Some(Code::PersonNationalNumber)
    } else {
        text.split_whitespace().any(is_email).then_some(Code::PersonContact)
    }
}

/// Puts `value` at `path`; a level of a language without a skill is for all four.
fn set(record: &mut Map<String, Value>, path: &str, value: Value) {
    if let Some((code, None)) = language(path) {
        for skill in SKILLS {
            set(record, &format!("languages.{code}.{skill}"), value.clone());
        }
        return;
    }
    match path.split_once('.') {
        None => drop(record.insert(path.to_owned(), value)),
        Some((first, rest)) => {
            let below = record.entry(first).or_insert_with(|| json!({}));
            if let Value::Object(below) = below {
                set(below, rest, value);
            }
        }
    }
}

/// Rows with the ID of an earlier row are errors.
fn refuse_twice(judged: &mut [Judged], columns: &Columns) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for Judged { outcome, .. } in judged {
        let Some(id) = &outcome.id else { continue };
        if let Some(first) = seen.get(id) {
            let issue = Issue::new(Code::IdUsedTwice, pointer(outcome.row, columns.title("id").unwrap_or("id")));
            outcome.issues.push(issue.with("first", &format!("#/rows/{first}")));
            outcome.status = Status::Error;
        } else {
            seen.insert(id.clone(), outcome.row);
        }
    }
}

/// The scenario with the rows that are still good in it, and which row is at which position of the part.
fn put(mut scenario: Value, columns: &Columns, judged: &mut [Judged]) -> (Value, HashMap<usize, usize>) {
    let mut at = HashMap::new();
    let Some(fields) = scenario.as_object_mut() else { return (scenario, at) };
    let list = fields.entry(columns.part.name()).or_insert_with(|| json!([]));
    let Some(list) = list.as_array_mut() else { return (scenario, at) };
    let id_of = |record: &Value| record.get("id").and_then(Value::as_str).map(str::to_owned);
    let known: HashMap<_, _> = list.iter().enumerate().filter_map(|(at, it)| Some((id_of(it)?, at))).collect();
    for (row, Judged { outcome, record }) in judged.iter_mut().enumerate() {
        if outcome.status == Status::Error {
            continue;
        }
        let position = outcome.id.as_ref().and_then(|id| known.get(id)).copied();
        match position.and_then(|position| list.get_mut(position)).and_then(Value::as_object_mut) {
            Some(before) => {
                outcome.status = Status::Updated;
                outcome.changed = changed(before, record, "");
                overlay(before, record);
            }
            None => {
                outcome.status = Status::Created;
                list.push(Value::Object(record.clone()));
            }
        }
        at.insert(position.unwrap_or(list.len() - 1), row);
    }
    (scenario, at)
}

/// Fields below `path` with another value in `after` than in `before`.
fn changed(before: &Map<String, Value>, after: &Map<String, Value>, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (field, value) in after {
        match (before.get(field), value) {
            (Some(Value::Object(before)), Value::Object(after)) if is_group(field, path) => {
                found.extend(changed(before, after, &format!("{path}{field}.")));
            }
            (known, value) if known != Some(value) => found.push(format!("{path}{field}")),
            _ => {}
        }
    }
    found
}

/// Whether the fields of this object come from columns of their own.
fn is_group(field: &str, path: &str) -> bool {
    path.starts_with("languages.") || matches!(field, "home" | "site" | "at" | "hours_per_week" | "languages")
}

/// Puts the fields of `after` over those of `before`; what is not in `after` stays.
fn overlay(before: &mut Map<String, Value>, after: &Map<String, Value>) {
    overlay_at(before, after, "");
}

fn overlay_at(before: &mut Map<String, Value>, after: &Map<String, Value>, path: &str) {
    for (field, value) in after {
        match (before.get_mut(field), value) {
            (Some(Value::Object(before)), Value::Object(after)) if is_group(field, path) => {
                overlay_at(before, after, &format!("{path}{field}."));
            }
            _ => drop(before.insert(field.clone(), value.clone())),
        }
    }
}

/// Gives each issue to the row it is about, and returns the errors that are about none.
fn attribute(issues: &[Issue], columns: &Columns, judged: &mut [Judged], at: &HashMap<usize, usize>) -> Vec<Issue> {
    let start = format!("#/{}/", columns.part.name());
    let mut others = Vec::new();
    // Each reading tells its doubts again.
    judged.iter_mut().for_each(|row| row.outcome.issues.retain(|issue| issue.severity() == Severity::Error));
    for issue in issues {
        let rest = issue.pointer.strip_prefix(&start);
        let (position, field) = rest.map_or(("", ""), |rest| rest.split_once('/').unwrap_or((rest, "")));
        let row = position.parse().ok().and_then(|position: usize| at.get(&position));
        let is_error = issue.severity() == Severity::Error;
        let Some(Judged { outcome, .. }) = row.and_then(|row| judged.get_mut(*row)) else {
            others.extend(is_error.then(|| issue.clone()));
            continue;
        };
        let path = field.replace('/', ".");
        let title = columns.title(&path).or_else(|| columns.title(path.split('.').next().unwrap_or_default()));
        let pointer = pointer(outcome.row, title.unwrap_or(field));
        outcome.issues.push(Issue { pointer, ..issue.clone() });
        if is_error {
            outcome.status = Status::Error;
            outcome.changed.clear();
        }
    }
    others
}
