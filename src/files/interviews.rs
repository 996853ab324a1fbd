//! The file of a fair whose interviews are planned: slots, tables, attendees, what was promised before.
//!
//! A wish and its value come from the mediator, never from an audit dimension (age, sex, origin, handicap, family,
//! neighbourhood). Times are those of one day, and people are pseudonyms.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schakel_solver::interviews::{self as core, Fair};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::scenario::{self, Code, INTERVIEWS_WORK, Issue, holds_national_number, shown};

/// The interviews of a fair.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewsAsk {
    /// The day. Nothing is planned by it: a calendar needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The slots in the order of the day. A meeting lasts as long as its slot.
    #[schemars(length(min = 1, max = 40))]
    pub slots: Vec<Span>,
    /// Minutes on foot between zones of the hall, in either direction. Zones that are not named are next to each other.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub walks: Vec<InterviewWalk>,
    /// The tables.
    #[schemars(length(min = 1, max = 120))]
    pub tables: Vec<InterviewTable>,
    /// The attendees.
    #[schemars(length(max = 1000))]
    pub attendees: Vec<InterviewAttendee>,
    /// Interpreters who go to whichever table needs them.
    #[serde(default)]
    #[schemars(length(max = 30))]
    pub interpreters: Vec<InterviewInterpreters>,
    /// What people were told before: `promises` of the earlier answer. Those to someone absent count for nothing.
    #[serde(default)]
    #[schemars(length(max = 40_000))]
    pub promises: Vec<InterviewPromise>,
    /// Most promises that may be changed to people who come, also where it cannot be helped. Left out: no limit, and
    /// still as few as possible.
    #[schemars(range(min = 0, max = 40_000))]
    pub changed_max: Option<u32>,
}

/// From when until when.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
// Its name in the OpenAPI document.
#[schemars(rename = "InterviewSpan")]
pub struct Span {
    /// Start, such as 09:00.
    #[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    pub from: String,
    /// End, later than the start.
    #[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    pub to: String,
}

/// How long it takes on foot from one zone to another.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewWalk {
    /// Two zones.
    #[schemars(length(min = 2, max = 2), inner(length(min = 1, max = 64)))]
    pub between: Vec<String>,
    /// Minutes.
    #[schemars(range(min = 0, max = 240))]
    pub minutes: u32,
}

/// A table of an employer.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewTable {
    /// Its name.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// The employer.
    #[schemars(length(min = 1, max = 100))]
    pub employer: String,
    /// Where in the hall it stands. Left out: beside all others.
    #[schemars(length(min = 1, max = 64))]
    pub zone: Option<String>,
    /// When nobody is received.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub breaks: Vec<Span>,
    /// Languages spoken at it, or for which it has help of its own.
    #[schemars(length(min = 1, max = 20), inner(regex(pattern = r"^[a-z]{2,3}$")))]
    pub languages: Vec<String>,
    /// The employer does not come after all.
    #[serde(default)]
    pub is_cancelled: bool,
}

/// Someone who comes.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewAttendee {
    /// A pseudonym.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// From when until when they can be there, by their bus and their childcare.
    pub there: Span,
    /// Most meetings.
    #[schemars(range(min = 1, max = 40))]
    pub meetings_max: u32,
    /// Languages they speak well enough for an interview.
    #[schemars(length(min = 1, max = 20), inner(regex(pattern = r"^[a-z]{2,3}$")))]
    pub languages: Vec<String>,
    /// The tables they would like to sit at.
    #[schemars(length(max = 30))]
    pub wishes: Vec<InterviewWish>,
    /// They do not come after all.
    #[serde(default)]
    pub is_absent: bool,
}

/// A table that an attendee would like to sit at.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewWish {
    /// The table.
    #[schemars(length(min = 1, max = 64))]
    pub table: String,
    /// What the meeting is worth, compared with others.
    #[schemars(range(min = 1, max = 1000))]
    pub value: u32,
}

/// Interpreters of one language.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewInterpreters {
    /// Between this language and that of the table.
    #[schemars(regex(pattern = r"^[a-z]{2,3}$"))]
    pub language: String,
    /// Meetings they can help at once.
    #[schemars(range(min = 0, max = 120))]
    pub at_once: u32,
}

/// What an attendee was told before.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewPromise {
    /// Who.
    #[schemars(length(min = 1, max = 64))]
    pub attendee: String,
    /// At which table.
    #[schemars(length(min = 1, max = 64))]
    pub table: String,
    /// The start of the slot.
    #[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    pub at: String,
}

/// A fair whose interviews can be planned.
#[derive(Clone, Debug)]
pub struct FairDay {
    /// What was asked.
    pub ask: InterviewsAsk,
    /// The question.
    pub fair: Fair,
}

/// A fair out of `text`, or everything that is wrong with it.
///
/// # Errors
/// Every issue, at least one.
pub fn read(text: &[u8]) -> Result<FairDay, Vec<Issue>> {
    fair_day(scenario::read_as::<InterviewsAsk>(text)?)
}

/// A fair out of `ask`, or everything that is wrong with it.
///
/// # Errors
/// Every issue, at least one.
pub fn fair_day(ask: InterviewsAsk) -> Result<FairDay, Vec<Issue>> {
    let mut issues = Vec::new();
    check_times(&ask, &mut issues);
    check_names(&ask, &mut issues);
    check_references(&ask, &mut issues);
    if !issues.is_empty() {
        return Err(issues);
    }
    let fair = built(&ask);
    if !fair.is_well_formed() {
        return Err(vec![Issue::new(Code::WrongType, "#").with("expected", &"InterviewsAsk")]);
    }
    Ok(FairDay { ask, fair })
}

/// Most wishes, each counted for every slot in which its attendee is there, that are planned in two seconds.
const WORK_MAX: usize = 50_000;

/// Refuses a `day` that takes more than two seconds to plan well: for callers that may not wait.
///
/// # Errors
/// The one issue.
pub fn check_work(day: &FairDay) -> Result<(), Vec<Issue>> {
    let slots = |attendee: &core::Attendee| (attendee.last + 1).saturating_sub(attendee.first);
    let work: usize = day.fair.attendees.iter().map(|attendee| attendee.wishes.len() * slots(attendee)).sum();
    if work <= WORK_MAX {
        return Ok(());
    }
    let issue = Issue::new(Code::NumberOutOfRange, "#/attendees").with("id", INTERVIEWS_WORK);
    Err(vec![issue.with("min", &0).with("max", &WORK_MAX)])
}

/// Minutes after midnight of a time that the schema let through.
pub(crate) fn minutes(time: &str) -> u32 {
    let (hours, minutes) = time.split_once(':').unwrap_or_default();
    60 * hours.parse::<u32>().unwrap_or(0) + minutes.parse::<u32>().unwrap_or(0)
}

fn check_times(ask: &InterviewsAsk, issues: &mut Vec<Issue>) {
    let slots = ask.slots.iter().enumerate().map(|(at, span)| (format!("#/slots/{at}"), span));
    let breaks = ask.tables.iter().enumerate().flat_map(|(t, table)| {
        table.breaks.iter().enumerate().map(move |(at, span)| (format!("#/tables/{t}/breaks/{at}"), span))
    });
    let there = ask.attendees.iter().enumerate().map(|(j, a)| (format!("#/attendees/{j}/there"), &a.there));
    for (here, span) in slots.chain(breaks).chain(there) {
        if minutes(&span.from) >= minutes(&span.to) {
            let issue = Issue::new(Code::NumberOutOfRange, format!("{here}/to")).with("id", &"to");
            issues.push(issue.with("min", &span.from).with("max", &"23:59"));
        }
    }
    for (at, pair) in ask.slots.windows(2).enumerate() {
        if minutes(&pair[1].from) < minutes(&pair[0].to) {
            let issue = Issue::new(Code::NumberOutOfRange, format!("#/slots/{}/from", at + 1)).with("id", &"from");
            issues.push(issue.with("min", &pair[0].to).with("max", &"23:59"));
        }
    }
}

/// Names that are there twice, or hold a number that is never accepted.
fn check_names(ask: &InterviewsAsk, issues: &mut Vec<Issue>) {
    let mut texts: Vec<(String, &str)> = Vec::new();
    for (t, table) in ask.tables.iter().enumerate() {
        texts.push((format!("#/tables/{t}/id"), &table.id));
        texts.push((format!("#/tables/{t}/employer"), &table.employer));
        texts.extend(table.zone.iter().map(|zone| (format!("#/tables/{t}/zone"), zone.as_str())));
    }
    texts.extend(ask.attendees.iter().enumerate().map(|(j, a)| (format!("#/attendees/{j}/id"), a.id.as_str())));
    let number = texts.into_iter().filter(|(_, text)| holds_national_number(text));
    issues.extend(number.map(|(here, _)| Issue::new(Code::PersonNationalNumber, here)));
    let tables = ask.tables.iter().map(|table| table.id.clone());
    check_once("#/tables", "/id", tables, issues);
    check_once("#/attendees", "/id", ask.attendees.iter().map(|attendee| attendee.id.clone()), issues);
    check_once("#/interpreters", "/language", ask.interpreters.iter().map(|i| i.language.clone()), issues);
    let promises = ask.promises.iter().map(|p| (p.attendee.clone(), p.table.clone(), p.at.clone()));
    check_once("#/promises", "", promises, issues);
    let walks = ask.walks.iter().map(|walk| walk.between.iter().cloned().collect::<BTreeSet<_>>());
    check_once("#/walks", "/between", walks, issues);
    for (j, attendee) in ask.attendees.iter().enumerate() {
        let wished = attendee.wishes.iter().map(|wish| wish.table.clone());
        check_once(&format!("#/attendees/{j}/wishes"), "/table", wished, issues);
    }
}

/// Adds an issue for each of `keys` that was there before.
fn check_once<K: Ord>(list: &str, field: &str, keys: impl Iterator<Item = K>, issues: &mut Vec<Issue>) {
    let mut first = BTreeMap::new();
    for (at, key) in keys.enumerate() {
        let before = *first.entry(key).or_insert(at);
        if before != at {
            let issue = Issue::new(Code::IdUsedTwice, format!("{list}/{at}{field}"));
            issues.push(issue.with("first", &format!("{list}/{before}{field}")));
        }
    }
}

/// Names that no list has.
fn check_references(ask: &InterviewsAsk, issues: &mut Vec<Issue>) {
    let tables: BTreeSet<&str> = ask.tables.iter().map(|table| table.id.as_str()).collect();
    let attendees: BTreeSet<&str> = ask.attendees.iter().map(|attendee| attendee.id.as_str()).collect();
    let slots: BTreeSet<&str> = ask.slots.iter().map(|slot| slot.from.as_str()).collect();
    let mut unknown = |list: &str, known: &BTreeSet<&str>, name: &str, here: String| {
        if !known.contains(name) {
            issues.push(Issue::new(Code::IdUnknown, here).with("id", &shown(name)).with("list", &list));
        }
    };
    for (j, attendee) in ask.attendees.iter().enumerate() {
        for (at, wish) in attendee.wishes.iter().enumerate() {
            unknown("tables", &tables, &wish.table, format!("#/attendees/{j}/wishes/{at}/table"));
        }
    }
    for (at, promise) in ask.promises.iter().enumerate() {
        unknown("attendees", &attendees, &promise.attendee, format!("#/promises/{at}/attendee"));
        unknown("tables", &tables, &promise.table, format!("#/promises/{at}/table"));
        unknown("slots", &slots, &promise.at, format!("#/promises/{at}/at"));
    }
    let zones: BTreeSet<&str> = ask.tables.iter().filter_map(|table| table.zone.as_deref()).collect();
    for (at, walk) in ask.walks.iter().enumerate() {
        for (side, zone) in walk.between.iter().enumerate() {
            unknown("zone", &zones, zone, format!("#/walks/{at}/between/{side}"));
        }
    }
}

/// The question that `ask`, which was checked, comes to.
fn built(ask: &InterviewsAsk) -> Fair {
    let slot = |span: &Span| core::Slot { from: minutes(&span.from), to: minutes(&span.to) };
    let slots: Vec<core::Slot> = ask.slots.iter().map(slot).collect();
    // Tables without a zone share one zone, to and from which no walk is stated.
    let mut zones: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for table in &ask.tables {
        let next = zones.len();
        zones.entry(table.zone.as_deref()).or_insert(next);
    }
    let mut walks = vec![vec![0; zones.len()]; zones.len()];
    for walk in &ask.walks {
        if let [Some(&a), Some(&b)] = [0, 1].map(|side| zones.get(&walk.between.get(side).map(String::as_str))) {
            (walks[a][b], walks[b][a]) = (walk.minutes, walk.minutes);
        }
    }
    let table = |table: &InterviewTable| core::Table {
        id: table.id.clone(),
        zone: zones.get(&table.zone.as_deref()).copied().unwrap_or(0),
        open: (0..slots.len()).filter(|&s| !table.breaks.iter().any(|span| overlaps(slot(span), slots[s]))).collect(),
        languages: table.languages.iter().cloned().collect(),
        is_cancelled: table.is_cancelled,
    };
    let promise = |promise: &InterviewPromise| core::Promise {
        attendee: promise.attendee.clone(),
        table: promise.table.clone(),
        slot: ask.slots.iter().position(|slot| slot.from == promise.at).unwrap_or(0),
    };
    let help = |i: &InterviewInterpreters| core::Interpreters { language: i.language.clone(), at_once: i.at_once };
    Fair {
        tables: ask.tables.iter().map(table).collect(),
        attendees: ask.attendees.iter().map(|attendee| comes(attendee, &slots)).collect(),
        interpreters: ask.interpreters.iter().map(help).collect(),
        promises: ask.promises.iter().map(promise).collect(),
        changed_max: ask.changed_max,
        slots,
        walks,
    }
}

fn overlaps(one: core::Slot, other: core::Slot) -> bool {
    one.from < other.to && other.from < one.to
}

/// An attendee, there in the slots that lie within their time.
fn comes(attendee: &InterviewAttendee, slots: &[core::Slot]) -> core::Attendee {
    let (from, to) = (minutes(&attendee.there.from), minutes(&attendee.there.to));
    let within = |&s: &usize| slots[s].from >= from && slots[s].to <= to;
    let (first, last) = match ((0..slots.len()).find(within), (0..slots.len()).rev().find(within)) {
        (Some(first), Some(last)) => (first, last),
        _ => (1, 0),
    };
    let wish = |wish: &InterviewWish| core::Wish { table: wish.table.clone(), value: wish.value };
    core::Attendee {
        id: attendee.id.clone(),
        first,
        last,
        most: attendee.meetings_max,
        languages: attendee.languages.iter().cloned().collect(),
        wishes: attendee.wishes.iter().map(wish).collect(),
        is_absent: attendee.is_absent,
    }
}
