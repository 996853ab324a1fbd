//! The file of recorded fairs: how many of how many came, for each channel, segment and lead time, and how many
//! unasked.
//!
//! Counts only. Channels and segments are closed lists, so that no name can stand for a person, an audit dimension
//! (age, sex, origin, handicap, family, neighbourhood) or a proxy of one; and a count of few people, which could be one
//! person's own history, is refused.

use std::collections::BTreeMap;

use schakel_solver::turnout::attendance::{self, Attendance, CELL_WORTH, Recorded};
use schakel_solver::turnout::{Beta, Gamma};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::scenario::{self, Code, Issue, holds_national_number, shown};
use crate::files::sizing::PublishedRate;

/// Fewest people of whom something is counted or told: k.
pub const LEAST_COUNTED: u32 = 10;

/// Most people over all cells: as many as a rate of a scenario takes.
const INVITED_MAX: u64 = 1_000_000;

/// The published rate of a segment of which nothing is stated: an ordinary invitation to a recruitment event.
pub const PUBLISHED_DEFAULT: PublishedRate = PublishedRate::RecruitmentEventPlainText;

/// Declares a closed list with its codes.
macro_rules! closed {
    ($(#[$doc:meta])* $list:ident { $($name:ident $code:literal $says:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum $list {
            $(#[doc = $says] #[serde(rename = $code)] $name,)+
        }

        impl $list {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

closed! {
    /// Where people stand on their way to work.
    Segment {
        FirstContact "first_contact" "Never spoken to before.";
        InGuidance "in_guidance" "With a mediator.";
        InTraining "in_training" "In a training.";
        AfterTraining "after_training" "Completed a training.";
        AfterWork "after_work" "Back from a job.";
    }
}

closed! {
    /// By what means people are invited.
    InvitedBy {
        Letter "letter" "A letter.";
        TextMessage "text_message" "A text message.";
        Email "email" "An e-mail.";
        Phone "phone" "A phone call.";
        Mediator "mediator" "Their mediator, in person.";
        Partner "partner" "A partner organisation, in person.";
    }
}

/// What was recorded, and what was believed before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceAsk {
    /// The segments, each once.
    #[schemars(length(min = 1, max = 5))]
    pub segments: Vec<AttendanceSegment>,
    /// What was counted, each channel, segment and lead time once: add the counts of several fairs up. A cell with
    /// nobody invited is one that is planned.
    #[schemars(length(max = 1000))]
    pub cells: Vec<AttendanceCell>,
    /// How many people the start of a cell is worth. Left out: 20, an assumption.
    #[schemars(range(min = 0.5, max = 1_000_000.0))]
    pub cell_worth: Option<f64>,
    /// People who come unasked.
    pub walk_ins: Option<AttendanceWalkIns>,
}

/// A segment and what was believed of its show-up rate; where neither is stated, a published rate is taken and told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceSegment {
    /// Which.
    pub id: Segment,
    /// What was believed before anything was counted.
    pub prior: Option<AttendancePrior>,
    /// A published rate, by its name.
    pub published: Option<PublishedRate>,
}

/// A belief about a show-up rate.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendancePrior {
    /// Expected share of the invited who come.
    #[schemars(range(min = 0.01, max = 0.999))]
    pub mean: f64,
    /// How many observed people that is worth: 5 is a guess, 500 is a record.
    #[schemars(range(min = 0.5, max = 1_000_000.0))]
    pub sample_size: f64,
    /// Where it comes from, or `assumption`.
    #[schemars(length(min = 1, max = 100))]
    pub source: String,
}

/// How many came of how many invited.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceCell {
    /// How they were invited.
    pub channel: InvitedBy,
    /// Where they stood, one of `segments`.
    pub segment: Segment,
    /// Days between the invitation and the fair.
    #[schemars(range(min = 0, max = 365))]
    pub lead_days: u32,
    /// People invited: nobody, or ten and more. Fewer wait for the next fair and are then added up.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub invited: u32,
    /// Of those, people who came.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub came: u32,
}

/// People who come unasked. They have a rate of their own, an hour.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceWalkIns {
    /// What was believed before anything was counted.
    pub prior: WalkInsPrior,
    /// What was counted since.
    pub seen: Option<WalkInsSeen>,
    /// Hours that the next fair is open: the people expected then are told.
    #[schemars(range(min = 0.25, max = 24.0))]
    pub fair_hours: Option<f64>,
}

/// A belief about people who come unasked.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WalkInsPrior {
    /// People an hour.
    #[schemars(range(min = 0.01, max = 1000.0))]
    pub per_hour: f64,
    /// How many hours watched that is worth.
    #[schemars(range(min = 0.1, max = 1000.0))]
    pub worth_hours: f64,
    /// Where it comes from, or `assumption`.
    #[schemars(length(min = 1, max = 100))]
    pub source: String,
}

/// People who came unasked while somebody counted.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WalkInsSeen {
    /// People.
    #[schemars(range(min = 0, max = 100_000))]
    pub walk_ins: u32,
    /// Hours.
    #[schemars(range(min = 0.25, max = 10_000.0))]
    pub hours: f64,
}

/// Recorded fairs with what they teach.
#[derive(Clone, Debug)]
pub struct Record {
    /// What was recorded.
    pub ask: AttendanceAsk,
    /// What is known of each segment and cell.
    pub attendance: Attendance,
    /// The rate of people who come unasked before and after counting; people an hour.
    pub walk_ins: Option<(Gamma, Gamma)>,
}

impl AttendanceSegment {
    /// Source of the prior.
    pub fn source(&self) -> &str {
        let stated = self.prior.as_ref().map(|prior| prior.source.as_str());
        stated.unwrap_or_else(|| self.published.unwrap_or(PUBLISHED_DEFAULT).entry().source)
    }

    fn prior(&self) -> Option<Beta> {
        let entry = self.published.unwrap_or(PUBLISHED_DEFAULT).entry();
        let stated = self.prior.as_ref().map(|prior| (prior.mean, prior.sample_size));
        let (mean, sample_size) = stated.unwrap_or((entry.mean, entry.sample_size));
        Beta::prior(mean, sample_size).ok()
    }
}

/// Recorded fairs out of `text`, or everything that is wrong with them.
///
/// # Errors
/// Every issue, at least one.
pub fn read(text: &[u8]) -> Result<Record, Vec<Issue>> {
    learned(scenario::read_as::<AttendanceAsk>(text)?)
}

/// What recorded fairs teach, or everything that is wrong with them.
///
/// # Errors
/// Every issue, at least one.
pub fn learned(ask: AttendanceAsk) -> Result<Record, Vec<Issue>> {
    let mut issues = Vec::new();
    check_segments(&ask, &mut issues);
    check_cells(&ask, &mut issues);
    if let Some(walk_ins) = &ask.walk_ins {
        check_source("#/walk_ins/prior/source".to_owned(), &walk_ins.prior.source, &mut issues);
    }
    if !issues.is_empty() {
        return Err(issues);
    }
    // What the schema and the checks let through is in range.
    record(ask).ok_or_else(|| vec![Issue::new(Code::WrongType, "#").with("expected", &"AttendanceAsk")])
}

fn check_source(pointer: String, source: &str, issues: &mut Vec<Issue>) {
    if holds_national_number(source) {
        issues.push(Issue::new(Code::PersonNationalNumber, pointer));
    }
}

fn check_segments(ask: &AttendanceAsk, issues: &mut Vec<Issue>) {
    let mut first = BTreeMap::new();
    for (at, segment) in ask.segments.iter().enumerate() {
        let here = format!("#/segments/{at}");
        if let Some(first) = first.insert(segment.id, at) {
            let first = format!("#/segments/{first}/id");
            issues.push(Issue::new(Code::IdUsedTwice, format!("{here}/id")).with("first", &first));
        }
        let Some(prior) = &segment.prior else { continue };
        check_source(format!("{here}/prior/source"), &prior.source, issues);
        if segment.published.is_some() {
            let issue = Issue::new(Code::OneOfTwo, format!("{here}/prior"));
            issues.push(issue.with("field", &"prior").with("other", &"published"));
        }
    }
}

fn check_cells(ask: &AttendanceAsk, issues: &mut Vec<Issue>) {
    let out_of_range = |pointer: String, id: &'static str, min: u32, max: u64| {
        Issue::new(Code::NumberOutOfRange, pointer).with("id", &id).with("min", &min).with("max", &max)
    };
    let mut first = BTreeMap::new();
    for (at, cell) in ask.cells.iter().enumerate() {
        let here = format!("#/cells/{at}");
        if !ask.segments.iter().any(|segment| segment.id == cell.segment) {
            let issue = Issue::new(Code::IdUnknown, format!("{here}/segment"));
            issues.push(issue.with("id", &shown(cell.segment.code())).with("list", &"segments"));
        }
        if let Some(first) = first.insert((cell.channel, cell.segment, cell.lead_days), at) {
            let first = format!("#/cells/{first}");
            issues.push(Issue::new(Code::IdUsedTwice, here.clone()).with("first", &first));
        }
        if (1..LEAST_COUNTED).contains(&cell.invited) {
            issues.push(out_of_range(format!("{here}/invited"), "invited", LEAST_COUNTED, INVITED_MAX));
        }
        if cell.came > cell.invited {
            issues.push(out_of_range(format!("{here}/came"), "came", 0, cell.invited.into()));
        }
    }
    if ask.cells.iter().map(|cell| u64::from(cell.invited)).sum::<u64>() > INVITED_MAX {
        issues.push(out_of_range("#/cells".to_owned(), "invited", 0, INVITED_MAX));
    }
}

fn record(ask: AttendanceAsk) -> Option<Record> {
    let priors = ask.segments.iter().map(AttendanceSegment::prior).collect::<Option<Vec<_>>>()?;
    let row = |cell: &AttendanceCell| {
        let segment = ask.segments.iter().position(|segment| segment.id == cell.segment)?;
        let (invited, came) = (cell.invited.into(), cell.came.into());
        let channel = cell.channel.code().to_owned();
        Some(Recorded { channel, segment, lead_time_days: cell.lead_days, invited, came })
    };
    let rows = ask.cells.iter().map(row).collect::<Option<Vec<_>>>()?;
    let attendance = attendance::learned(&priors, &rows, ask.cell_worth.unwrap_or(CELL_WORTH)).ok()?;
    let walk_ins = match &ask.walk_ins {
        Some(stated) => {
            let prior = Gamma::prior(stated.prior.per_hour, stated.prior.worth_hours).ok()?;
            let (seen, hours) = stated.seen.as_ref().map_or((0, 0.0), |seen| (seen.walk_ins, seen.hours));
            Some((prior, prior.updated(seen.into(), hours).ok()?))
        }
        None => None,
    };
    Some(Record { ask, attendance, walk_ins })
}
