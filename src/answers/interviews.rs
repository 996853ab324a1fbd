//! The interviews of a fair as JSON: the day of each person and of each table, what changed, and how good the plan is.

use schakel_solver::interviews::{Cause, Level, Meeting, NoMeeting, Plan, Status};
use schemars::JsonSchema;
use serde::Serialize;

use crate::files::interviews::{FairDay, InterviewPromise, InterviewTable, Span};

/// Who sits where and when.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InterviewsView {
    /// `optimal`, `within_gap`, `not_proven`, or `infeasible`: more promises have to be changed than may be.
    pub status: String,
    /// The distance to the bound on the level that is farthest from it, per cent.
    pub gap_percent: f64,
    /// Promises kept, of those to people who come.
    pub kept: LevelView,
    /// People with at least one meeting.
    pub people: LevelView,
    /// Total value.
    pub value: LevelView,
    /// Promises that are not kept.
    pub changed: Vec<ChangedView>,
    /// Most promises that may be changed, where that was said.
    pub changed_max: Option<u32>,
    /// One line for each attendee, in the order of the file.
    pub attendees: Vec<AttendeeView>,
    /// One line for each table, in the order of the file.
    pub tables: Vec<TableView>,
    /// What everyone can be told, ready for the file with which the fair is planned again.
    pub promises: Vec<InterviewPromise>,
}

/// What is reached on a level, and what no plan exceeds that is as good on the levels before.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
// Its name in the OpenAPI document.
#[schemars(rename = "InterviewLevel")]
pub struct LevelView {
    /// What is reached.
    pub value: u64,
    /// The bound.
    pub bound: u64,
}

/// A promise that is not kept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
// Its name in the OpenAPI document.
#[schemars(rename = "InterviewChanged")]
pub struct ChangedView {
    /// What was told.
    #[serde(flatten)]
    pub promise: InterviewPromise,
    /// Why: `table_cancelled`, `table_closed`, `not_there`, `not_wished`, `no_shared_language`, `other_promises`.
    pub cause: String,
}

/// The day of one attendee.
#[derive(Clone, Debug, Serialize, JsonSchema)]
// Its name in the OpenAPI document.
#[schemars(rename = "InterviewAttendeeView")]
pub struct AttendeeView {
    /// Who.
    pub id: String,
    /// Their meetings, in the order of the day.
    pub meetings: Vec<MeetingView>,
    /// Why there is none: `absent`, `no_wish`, `too_short`, `cancelled`, `no_shared_language`, `never_open`, `full`,
    /// `no_interpreter_free`.
    pub reason: Option<String>,
}

/// The day of one table.
#[derive(Clone, Debug, Serialize, JsonSchema)]
// Its name in the OpenAPI document.
#[schemars(rename = "InterviewTableView")]
pub struct TableView {
    /// Its name.
    pub id: String,
    /// The employer.
    pub employer: String,
    /// The employer does not come.
    pub is_cancelled: bool,
    /// Its meetings, in the order of the day.
    pub meetings: Vec<MeetingView>,
    /// Slots in which it is open and nobody sits at it.
    pub free: usize,
}

/// One interview.
#[derive(Clone, Debug, Serialize, JsonSchema)]
// Its name in the OpenAPI document.
#[schemars(rename = "InterviewMeeting")]
pub struct MeetingView {
    /// When.
    #[serde(flatten)]
    pub span: Span,
    /// Who.
    pub attendee: String,
    /// At which table.
    pub table: String,
    /// Of which employer.
    pub employer: String,
    /// The language of the interpreter who helps.
    pub interpreter: Option<String>,
}

impl AttendeeView {
    /// Whether the attendee is absent.
    pub fn is_absent(&self) -> bool {
        self.reason.as_deref() == Some(reason_code(NoMeeting::Absent))
    }
}

impl InterviewsView {
    /// `plan` of `day`.
    pub fn of(day: &FairDay, plan: &Plan) -> Self {
        let level = |level: Level| LevelView { value: level.value, bound: level.bound };
        let at = |slot: usize| day.ask.slots[slot].from.clone();
        let promise = |attendee: &str, table: &str, slot: usize| InterviewPromise {
            attendee: attendee.to_owned(),
            table: table.to_owned(),
            at: at(slot),
        };
        let changed = plan.changed.iter().map(|changed| ChangedView {
            promise: promise(&changed.promise.attendee, &changed.promise.table, changed.promise.slot),
            cause: cause_code(changed.cause).to_owned(),
        });
        Self {
            status: status_code(plan.status).to_owned(),
            gap_percent: 100.0 * plan.gap_reached(),
            kept: level(plan.kept),
            people: level(plan.people),
            value: level(plan.value),
            changed: changed.collect(),
            changed_max: day.ask.changed_max,
            attendees: attendees(day, plan),
            tables: tables(day, plan),
            promises: plan.meetings.iter().map(|m| promise(&m.attendee, &m.table, m.slot)).collect(),
        }
    }
}

fn attendees(day: &FairDay, plan: &Plan) -> Vec<AttendeeView> {
    let of = |id: &str| {
        let reason = plan.lines.iter().find(|line| line.attendee == id).and_then(|line| line.reason);
        AttendeeView {
            id: id.to_owned(),
            meetings: meetings(day, plan, |m| m.attendee == id),
            reason: reason.map(|reason| reason_code(reason).to_owned()),
        }
    };
    day.ask.attendees.iter().map(|attendee| of(&attendee.id)).collect()
}

fn tables(day: &FairDay, plan: &Plan) -> Vec<TableView> {
    let of = |(table, facts): (&InterviewTable, &schakel_solver::interviews::Table)| {
        let meetings = meetings(day, plan, |m| m.table == table.id);
        TableView {
            id: table.id.clone(),
            employer: table.employer.clone(),
            is_cancelled: table.is_cancelled,
            free: if table.is_cancelled { 0 } else { facts.open.len() - meetings.len() },
            meetings,
        }
    };
    day.ask.tables.iter().zip(&day.fair.tables).map(of).collect()
}

/// The meetings that `which` names, in the order of the day.
fn meetings(day: &FairDay, plan: &Plan, which: impl Fn(&Meeting) -> bool) -> Vec<MeetingView> {
    let mut own: Vec<&Meeting> = plan.meetings.iter().filter(|m| which(m)).collect();
    own.sort_by_key(|m| m.slot);
    let employer = |id: &str| day.ask.tables.iter().find(|table| table.id == id).map(|table| table.employer.clone());
    let view = |m: &Meeting| MeetingView {
        span: day.ask.slots[m.slot].clone(),
        attendee: m.attendee.clone(),
        table: m.table.clone(),
        employer: employer(&m.table).unwrap_or_default(),
        interpreter: m.interpreter.clone(),
    };
    own.into_iter().map(view).collect()
}

fn status_code(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::WithinGap => "within_gap",
        Status::NotProven => "not_proven",
        Status::Infeasible => "infeasible",
    }
}

fn reason_code(reason: NoMeeting) -> &'static str {
    match reason {
        NoMeeting::Absent => "absent",
        NoMeeting::NoWish => "no_wish",
        NoMeeting::TooShort => "too_short",
        NoMeeting::Cancelled => "cancelled",
        NoMeeting::NoSharedLanguage => "no_shared_language",
        NoMeeting::NeverOpen => "never_open",
        NoMeeting::Full => "full",
        NoMeeting::NoInterpreterFree => "no_interpreter_free",
    }
}

fn cause_code(cause: Cause) -> &'static str {
    match cause {
        Cause::TableCancelled => "table_cancelled",
        Cause::TableClosed => "table_closed",
        Cause::NotThere => "not_there",
        Cause::NotWished => "not_wished",
        Cause::NoSharedLanguage => "no_shared_language",
        Cause::OtherPromises => "other_promises",
    }
}
