//! A row becomes a record: each cell is read, faults are reported, and personal data that is never kept is dropped.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::cell;
use super::columns::{Columns, about_rule};
use super::context::Context;
use super::field::{Kind, Part, SKILLS, language};
use super::place;
use super::reading::{Fault, Read};
use super::sheet::{Mark, Row, Unread};
use super::week::Tongue;
use super::{Outcome, Status};
use crate::files::scenario::{Code, Issue, escaped, holds_national_number, is_email, is_national_number, shown};

/// The parts of a venue that have rows of their own.
pub(super) const ROOMS: &str = "rooms";

/// A row as a record.
pub(super) struct Judged {
    pub(super) outcome: Outcome,
    pub(super) record: Map<String, Value>,
    /// Notes to report, whatever becomes of the row.
    pub(super) notes: Vec<Issue>,
    /// A point for a record without one: the middle of its municipality, and the note about it.
    pub(super) middle: Option<Box<(Value, Issue)>>,
}

impl Judged {
    /// Whether its record can still be put in.
    pub(super) fn is_good(&self) -> bool {
        !matches!(self.outcome.status, Status::Error | Status::NotRead)
    }
}

/// Where a cell stands, as a pointer.
pub(super) fn pointer(row: u32, title: &str) -> String {
    format!("#/rows/{row}/{}", escaped(title))
}

/// The language of a table, by its titles and its cells with hours.
pub(super) fn tongue(columns: &Columns, titles: &[String], rows: &[Row]) -> Tongue {
    let is_hours = |title: &String| columns.mapping.get(title).and_then(|path| columns.kind(path)) == Some(Kind::Hours);
    let of_hours: Vec<_> = titles.iter().enumerate().filter(|(_, title)| is_hours(title)).map(|(at, _)| at).collect();
    let cells = rows.iter().flat_map(|row| of_hours.iter().filter_map(|at| row.cells.get(*at)));
    Tongue::of(titles.iter().map(String::as_str), cells.map(String::as_str))
}

/// The issue of a cell that is not read.
fn issue(fault: Fault, kind: Kind, pointer: String, cell: &str) -> Issue {
    match fault {
        Fault::NotRead => Issue::new(Code::CellNotRead, pointer).with("expected", super::words::expected(kind)),
        Fault::Municipality => Issue::new(Code::MunicipalityUnclear, pointer),
        Fault::NoResult => Issue::new(Code::FormulaWithoutResult, pointer),
        Fault::Choice(choices) => Issue::new(Code::CellUnclear, pointer).with("cell", &cell).with("choices", &choices),
    }
}

/// A row that is not read, and why.
pub(super) fn unread(row: &Row, why: Unread) -> Judged {
    let at = format!("#/rows/{}", row.number);
    let (status, issue) = match why {
        Unread::Quote => (Status::Error, Issue::new(Code::QuoteNotClosed, at)),
        Unread::After(first) => (Status::NotRead, Issue::new(Code::RowNotRead, at).with("first", &first)),
        Unread::Hidden => (Status::NotRead, Issue::new(Code::RowHidden, at)),
    };
    let outcome =
        Outcome { row: row.number, status, id: None, changed: Vec::new(), issues: Vec::new(), cells: BTreeMap::new() };
    Judged { outcome, record: Map::new(), notes: vec![issue], middle: None }
}

/// The note about a cell besides its value.
fn note(columns: &Columns, title: &str, mark: Option<Mark>, pointer: &str) -> Option<Issue> {
    if let Some(Mark::Replaced(encoding) | Mark::Doubtful(encoding)) = mark {
        return Some(Issue::new(Code::SignNotRead, pointer).with("encoding", &encoding));
    }
    let may_bear = matches!(columns.part, Part::Jobseekers | Part::Vacancies) && !columns.mapping.contains_key(title);
    let about = about_rule(title).filter(|_| may_bear)?;
    Some(Issue::new(Code::ColumnAboutRule, pointer).with("column", &shown(title)).with("about", about))
}

/// A row as a record, with what is wrong with each of its cells.
pub(super) fn judge(columns: &Columns, titles: &[String], row: &Row, context: &Context) -> Judged {
    if let Some(why) = row.unread {
        return unread(row, why);
    }
    let (mut issues, mut notes, mut record, mut cells) = (Vec::new(), Vec::new(), Map::new(), BTreeMap::new());
    let mut is_secret = false;
    for (position, (title, text)) in titles.iter().zip(&row.cells).enumerate() {
        let mark = row.marks.get(&position).copied();
        if text.is_empty() && mark != Some(Mark::NoResult) {
            continue;
        }
        let pointer = pointer(row.number, title);
        if let Some(code) = personal(text).filter(|_| columns.part.is_about_persons()) {
            is_secret = true;
            issues.push(Issue::new(code, pointer));
            continue;
        }
        notes.extend(note(columns, title, mark, &pointer));
        let Some((path, kind)) = columns.mapping.get(title).and_then(|path| Some((path, columns.kind(path)?))) else {
            continue;
        };
        let read = cell::read(kind, text, mark, context);
        if let Some(text) = kept(columns.part, path, kind, text, &read) {
            cells.insert(title.clone(), text);
        }
        let said = if kind == Kind::BirthYear { "***".to_owned() } else { shown(text) };
        match read {
            Ok(Read { value, told }) => {
                if let Some(told) = told {
                    notes.push(Issue::new(Code::CellReadAs, pointer).with("cell", &said).with("value", told));
                }
                if let Some(value) = value {
                    set(&mut record, path, value);
                }
                if kind == Kind::Place
                    && let Ok(place) = context.place(text)
                {
                    record.entry("municipality").or_insert_with(|| json!(place.nis));
                }
            }
            Err(fault) => issues.push(issue(fault, kind, pointer, &said)),
        }
    }
    // A row of a venue brings one room.
    if let Some(room) = record.remove(ROOMS) {
        record.insert(ROOMS.to_owned(), json!([room]));
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
    let middle = middle(columns, &record, row.number).map(Box::new);
    Judged { outcome, record, notes, middle }
}

/// The middle of the municipality of a record, where the table has no column for points.
fn middle(columns: &Columns, record: &Map<String, Value>, row: u32) -> Option<(Value, Issue)> {
    if record.contains_key(columns.part.point()) {
        return None;
    }
    let place = place::middle(record.get("municipality")?.as_str()?)?;
    let title = columns.title("municipality").unwrap_or("municipality");
    let issue =
        Issue::new(Code::CellReadAs, pointer(row, title)).with("cell", &place.nis).with("value", &place.shown());
    Some((place.point(), issue))
}

/// The text that is kept of a cell. A row about a person is kept under its pseudonym: an ID that cannot be a pseudonym
/// is not kept, and of a date of birth only the year is.
fn kept(part: Part, path: &str, kind: Kind, text: &str, read: &Result<Read, Fault>) -> Option<String> {
    if part.is_about_persons() && path == "id" && !is_pseudonym(text) {
        return None;
    }
    if kind == Kind::BirthYear && text.len() > 4 {
        return read.as_ref().ok()?.value.as_ref().map(Value::to_string);
    }
    Some(text.to_owned())
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
        None => match (record.get_mut(path), value) {
            // Two columns may be for parts of one field, and a third for the whole.
            (Some(Value::Object(known)), Value::Object(parts)) => known.extend(parts),
            (_, value) => drop(record.insert(path.to_owned(), value)),
        },
        Some((first, rest)) => {
            let below = record.entry(first).or_insert_with(|| json!({}));
            if let Value::Object(below) = below {
                set(below, rest, value);
            }
        }
    }
}
