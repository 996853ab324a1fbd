//! Records of rows go into a scenario; it is read as a whole, and rows at fault are left out until the rest is sound.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

use super::columns::Columns;
use super::context::Context;
use super::field::Part;
use super::row::{Judged, ROOMS, judge, pointer, tongue, unread};
use super::sheet::{Row, Unread};
use super::{Outcome, Status};
use crate::files::scenario::{self, Code, Issue, Packs, Reading, Severity};

/// How often the scenario is read again without the rows at fault. One record can hide what is wrong with another, but
/// seldom more than once or twice.
const ROUNDS_MAX: usize = 8;

/// Most issues that are looked at in one reading, for each row: each goes to its row, however many rows are wrong.
const ISSUES_OF_ROW: usize = 20;
/// Most of them all.
const ISSUES_MAX: usize = 100_000;

/// After so many rows that are wrong, if they are most, the rest is not read: nobody mends more in one go, and each is
/// kept with all that is wrong.
const WRONG_MAX: usize = 2_000;

/// What came of the rows.
pub struct Merged {
    /// The scenario with the good rows in it, as JSON, and how it was read. None when no row was good.
    pub scenario: Option<(String, Reading)>,
    /// Every row.
    pub rows: Vec<Outcome>,
    /// What is wrong with the scenario itself, when that is why nothing came of it.
    pub issues: Vec<Issue>,
}

/// Puts `rows` into `base`: records with an ID that is there are changed, others are added.
pub fn merge(base: Value, columns: &Columns, titles: &[String], rows: &[Row], packs: &Packs) -> Merged {
    let context = Context::of(&base, packs, tongue(columns, titles, rows));
    let mut judged = judged(columns, titles, rows, &context);
    refuse_twice(&mut judged, columns);
    let issues_max = (scenario::ISSUES_MAX + ISSUES_OF_ROW * rows.len()).min(ISSUES_MAX);
    for _ in 0..ROUNDS_MAX {
        if judged.iter().all(|row| !row.is_good()) {
            break;
        }
        let (scenario, places) = put(base.clone(), columns, &mut judged);
        let text = scenario.to_string();
        drop(scenario);
        let reading = scenario::read_up_to(text.as_bytes(), packs, issues_max);
        let others = attribute(&reading.issues, columns, &mut judged, &places);
        if reading.region.is_some() {
            return Merged { scenario: Some((text, reading)), rows: outcomes(judged), issues: Vec::new() };
        }
        if !others.is_empty() {
            // Not about a row: the scenario has errors of its own, and no row can be tried on it.
            judged.iter_mut().filter(|row| row.is_good()).for_each(|row| row.outcome.status = Status::Error);
            return Merged { scenario: None, rows: outcomes(judged), issues: others };
        }
    }
    judged.iter_mut().filter(|row| row.is_good()).for_each(|row| row.outcome.status = Status::Error);
    Merged { scenario: None, rows: outcomes(judged), issues: Vec::new() }
}

/// Every row, judged; from `WRONG_MAX` wrong rows on, if they are the majority, the other rows wait until these are
/// mended.
fn judged(columns: &Columns, titles: &[String], rows: &[Row], context: &Context) -> Vec<Judged> {
    let (mut judged, mut n_wrong) = (Vec::with_capacity(rows.len()), 0);
    let mut first = None;
    for row in rows {
        if let Some(first) = first {
            judged.push(unread(row, Unread::After(first)));
            continue;
        }
        let one = judge(columns, titles, row, context);
        // Hidden rows do not count as wrong.
        n_wrong += usize::from(one.outcome.status == Status::Error);
        judged.push(one);
        first = (n_wrong >= WRONG_MAX && 2 * n_wrong > judged.len()).then_some(row.number);
    }
    judged
}

fn outcomes(judged: Vec<Judged>) -> Vec<Outcome> {
    let told = |Judged { mut outcome, notes, .. }: Judged| {
        // Most rows have one of both: no room is made for more.
        if outcome.issues.is_empty() {
            outcome.issues = notes;
        } else {
            outcome.issues.extend(notes);
        }
        outcome
    };
    judged.into_iter().map(told).collect()
}

/// The field of a jobseeker that tells where they stand with the OCMW.
const GATE: &str = "gate";

/// Rows with the ID of an earlier row are errors; so is a row that says something else of a venue than an earlier row
/// did.
fn refuse_twice(judged: &mut [Judged], columns: &Columns) {
    let mut seen: HashMap<(String, Option<String>), u32> = HashMap::new();
    let mut told: HashMap<(String, String), (Value, u32)> = HashMap::new();
    for Judged { outcome, record, .. } in judged {
        let Some(id) = outcome.id.clone() else { continue };
        let room = room_of(record);
        let own = if room.is_some() { ROOM_ID } else { "id" };
        let mut refuse = |code, field: &str, first: u32| {
            let issue = Issue::new(code, pointer(outcome.row, columns.title(field).unwrap_or(field)));
            outcome.issues.push(issue.with("first", &format!("#/rows/{first}")));
            outcome.status = Status::Error;
        };
        match seen.entry((id.clone(), room)) {
            Entry::Occupied(first) => {
                refuse(Code::IdUsedTwice, own, *first.get());
                continue;
            }
            Entry::Vacant(entry) => drop(entry.insert(outcome.row)),
        }
        for (field, value) in record.iter().filter(|(field, _)| *field != ROOMS) {
            let (known, first) =
                told.entry((id.clone(), field.clone())).or_insert_with(|| (value.clone(), outcome.row));
            if known != value {
                refuse(Code::RowsDisagree, field, *first);
            }
        }
    }
}

/// Where the ID of a room stands.
const ROOM_ID: &str = "rooms.id";

/// The ID of the room that a record brings.
fn room_of(record: &Map<String, Value>) -> Option<String> {
    let room = record.get(ROOMS)?.as_array()?.first()?;
    Some(room.get("id")?.as_str()?.to_owned())
}

/// Position of the item with the same ID as `item`.
fn position_of(items: &[Value], item: &Value) -> Option<usize> {
    let id = item.get("id")?;
    items.iter().position(|known| known.get("id") == Some(id))
}

/// Which row stands where in the part: by position of its record and, where it brings a room, of that room.
type Places = BTreeMap<(usize, Option<usize>), usize>;

/// The scenario with the rows that are still good in it, and where they stand.
fn put(mut scenario: Value, columns: &Columns, judged: &mut [Judged]) -> (Value, Places) {
    let mut places = Places::new();
    let Some(fields) = scenario.as_object_mut() else { return (scenario, places) };
    let list = fields.entry(columns.part.name()).or_insert_with(|| json!([]));
    let Some(list) = list.as_array_mut() else { return (scenario, places) };
    let id_of = |record: &Value| record.get("id").and_then(Value::as_str).map(str::to_owned);
    let mut known: HashMap<_, _> = list.iter().enumerate().filter_map(|(at, it)| Some((id_of(it)?, at))).collect();
    for (row, it) in judged.iter_mut().enumerate() {
        let is_good = it.is_good();
        let Judged { outcome, record, notes, middle } = it;
        let Some(id) = outcome.id.clone().filter(|_| is_good) else { continue };
        let is_new = !known.contains_key(&id);
        let position = *known.entry(id).or_insert(list.len());
        if is_new {
            list.push(json!({}));
        }
        let Some(before) = list[position].as_object_mut() else { continue };
        let room = || record.get(ROOMS)?.as_array()?.first();
        let room_before = room().and_then(|room| position_of(before.get(ROOMS)?.as_array()?, room));
        let is_update = !is_new && (room().is_none() || room_before.is_some());
        outcome.status = if is_update { Status::Updated } else { Status::Created };
        outcome.changed = if is_new { Vec::new() } else { changed(before, record, "") };
        // Whether the gate really changed is confidential: every row that names a gate counts as changing it.
        if !is_new && record.contains_key(GATE) && !outcome.changed.iter().any(|field| field == GATE) {
            outcome.changed.push(GATE.to_owned());
        }
        if outcome.status == Status::Updated && outcome.changed.is_empty() {
            outcome.status = Status::Unchanged;
        }
        overlay(before, record, "");
        if let Some((point, told)) = middle.as_deref().filter(|_| !before.contains_key(columns.part.point())) {
            before.insert(columns.part.point().to_owned(), point.clone());
            if !notes.contains(told) {
                notes.push(told.clone());
            }
        }
        // A room that was not there stands last now.
        let last = || Some(before.get(ROOMS)?.as_array()?.len().saturating_sub(1));
        let room = room().and_then(|_| room_before.or_else(last));
        places.insert((position, room), row);
    }
    (scenario, places)
}

/// Fields below `path` with another value in `after` than in `before`. A room that is new has none.
fn changed(before: &Map<String, Value>, after: &Map<String, Value>, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (field, value) in after {
        match (before.get(field), value) {
            (Some(Value::Object(before)), Value::Object(after)) if is_group(field, path) => {
                found.extend(changed(before, after, &format!("{path}{field}.")));
            }
            (Some(Value::Array(known)), Value::Array(rooms)) if field == ROOMS => {
                let pair = |room| Some((known[position_of(known, room)?].as_object()?, room.as_object()?));
                let pairs = rooms.iter().filter_map(pair);
                found.extend(pairs.flat_map(|(before, after)| changed(before, after, "rooms.")));
            }
            (None, Value::Null) => {}
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

/// Overwrites the fields of `before` with those of `after`, and removes fields that are null; fields that `after` lacks
/// stay.
fn overlay(before: &mut Map<String, Value>, after: &Map<String, Value>, path: &str) {
    for (field, value) in after {
        match value {
            Value::Null => drop(before.shift_remove(field)),
            Value::Object(after) if is_group(field, path) => {
                let below = before.entry(field).or_insert_with(|| json!({}));
                let Value::Object(below) = below else { continue };
                overlay(below, after, &format!("{path}{field}."));
                if below.is_empty() {
                    before.shift_remove(field);
                }
            }
            Value::Array(rooms) if field == ROOMS => {
                let Value::Array(known) = before.entry(field).or_insert_with(|| json!([])) else { continue };
                rooms.iter().for_each(|room| overlay_room(known, room));
            }
            value => drop(before.insert(field.clone(), value.clone())),
        }
    }
}

/// Puts a room over the one with the same ID, or adds it.
fn overlay_room(known: &mut Vec<Value>, room: &Value) {
    let position = position_of(known, room).unwrap_or(known.len());
    if position == known.len() {
        known.push(json!({}));
    }
    if let (Value::Object(before), Value::Object(after)) = (&mut known[position], room) {
        overlay(before, after, "rooms.");
    }
}

/// Where an issue is: the record, the room of it, and the path of the field, which does not count rooms.
struct Spot {
    record: usize,
    room: Option<usize>,
    path: String,
}

impl Spot {
    fn of(pointer: &str, part: Part) -> Option<Self> {
        let mut steps = pointer.strip_prefix(&format!("#/{}/", part.name()))?.split('/');
        let record = steps.next()?.parse().ok()?;
        let mut path: Vec<&str> = steps.collect();
        let room = path.get(1).filter(|_| part == Part::Venues && path[0] == ROOMS).and_then(|room| room.parse().ok());
        if room.is_some() {
            path.remove(1);
        }
        Some(Self { record, room, path: path.join(".") })
    }

    /// The rows it is about: what is wrong with a venue is wrong with each of its rooms.
    fn rows(&self, places: &Places) -> Vec<usize> {
        let whole = (self.record, None)..=(self.record, Some(usize::MAX));
        match self.room {
            Some(_) => places.get(&(self.record, self.room)).copied().into_iter().collect(),
            None => places.range(whole).map(|(_, row)| *row).collect(),
        }
    }
}

/// Gives each issue to the rows it is about, and returns the errors that are about none.
fn attribute(issues: &[Issue], columns: &Columns, judged: &mut [Judged], places: &Places) -> Vec<Issue> {
    let mut others = Vec::new();
    // Each reading reports all warnings anew.
    judged.iter_mut().for_each(|row| row.outcome.issues.retain(|issue| issue.severity() == Severity::Error));
    for issue in issues {
        let is_error = issue.severity() == Severity::Error;
        let spot = Spot::of(&issue.pointer, columns.part);
        let rows = spot.as_ref().map(|spot| spot.rows(places)).unwrap_or_default();
        if rows.is_empty() {
            others.extend(is_error.then(|| issue.clone()));
        }
        let path = spot.map(|spot| spot.path).unwrap_or_default();
        let title = columns.title(&path).or_else(|| columns.title(path.split('.').next().unwrap_or_default()));
        for row in rows {
            let outcome = &mut judged[row].outcome;
            let pointer = pointer(outcome.row, title.unwrap_or(&path));
            outcome.issues.push(Issue { pointer, ..issue.clone() });
            if is_error {
                outcome.status = Status::Error;
                outcome.changed.clear();
            }
        }
    }
    others
}
