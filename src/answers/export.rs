//! Tables that leave: proposals of a plan as csv, xlsx or geojson, with only what the reader may see.
//!
//! An employer sees what a mediator accepted, and of that a fixed list of columns. A mediator sees every line and how
//! it stands. Who is on hold looks like anyone who is not available now. Of a fair there are lists for its door and its
//! letters, and once its interviews are planned the day of each table and person.

mod calendar;
pub(crate) mod csv_file;
mod day;
mod lists;
mod map;
mod rows;
mod words;
mod xlsx_file;

use std::collections::BTreeMap;

use schakel_solver::domain::{Facts, Gate, Jobseeker, Offer, PlanKind};
use schakel_solver::plan::Plan;
use schakel_solver::text::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answers::disclosure::Coarse;

pub use day::{DayForm, DayPlan, Holder, obstacles};

/// Who will read the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// A mediator: every proposal and how it stands, and why others have none.
    #[default]
    Mediator,
    /// An employer: only what a mediator accepted, and of that only what work asks for.
    Employer,
}

/// The form of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Text, one row a line.
    Csv,
    /// A workbook.
    Xlsx,
    /// Points on a map.
    Geojson,
    /// A calendar of what is held. A matching holds nothing.
    Ics,
}

impl Form {
    /// Ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Geojson => "geojson",
            Self::Ics => "ics",
        }
    }

    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Geojson => "application/geo+json",
            Self::Ics => "text/calendar; charset=utf-8",
        }
    }
}

/// Which list of a fair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum List {
    /// Whom to invite for which table, and why others are not.
    #[default]
    Invitations,
    /// Who may come in at the door, to be ticked.
    CheckIn,
    /// What a mediator's letters need, one person a line.
    Letters,
    /// Who was invited and is silent, and by which channel they hear again.
    Reminders,
}

/// How text tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// As Excel in Belgium opens it: semicolons, decimal commas, a byte order mark.
    #[default]
    Belgian,
    /// RFC 4180: commas, decimal points, no mark.
    Plain,
}

/// What a mediator last said of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Accepted,
    /// Another vacancy.
    Changed,
    /// No.
    Rejected,
}

/// The last decision on each proposal, by jobseeker and vacancy.
pub type Decisions = BTreeMap<(String, String), Decision>;

/// Why no table was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The workbook could not be made.
    #[error("workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A calendar was asked of a plan that holds nothing.
    #[error("this plan holds nothing: there is no calendar of it")]
    NothingHeld,
    /// A list of a fair was asked of another plan.
    #[error("this plan is of no fair: only a plan of the kind fair has a list for the door or for letters")]
    NoFair,
    /// A list of a fair was asked as a map or a calendar.
    #[error("this list is a table: csv or xlsx")]
    ListIsTable,
    /// A list of a fair was asked for an employer.
    #[error("this list is for the coordinator and the mediators of a fair, not for an employer")]
    NotForEmployers,
    /// The plan invites somebody for whom the scenario has no journey or vacancy.
    #[error("{0} is invited, and the scenario has no journey or vacancy for that any more: plan again")]
    NotOfToday(String),
    /// A calendar of a day without a date.
    #[error("a calendar needs the date of the fair")]
    NoDate,
    /// The text could not be made.
    #[error("csv: {0}")]
    Csv(#[from] csv::Error),
}

/// A plan to write out.
#[derive(Clone, Copy)]
pub struct Export<'a> {
    /// The region.
    pub facts: Facts<'a>,
    /// The plan.
    pub plan: &'a Plan,
    /// What mediators decided.
    pub decisions: &'a Decisions,
    /// Noise for counts of people.
    pub coarse: &'a Coarse,
    /// Who will read the table.
    pub reader: Reader,
    /// The only employer whose vacancies are written; none for all. A table for an employer needs a name: without one
    /// it has no lines.
    pub employer: Option<&'a str>,
    /// Language of titles and words.
    pub lang: Lang,
}

impl Export<'_> {
    /// The table in this form.
    ///
    /// # Errors
    /// When the plan has more lines than a workbook can hold.
    pub fn write(&self, form: Form, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
        match form {
            Form::Csv => csv_file::write(&rows::of(self), dialect),
            Form::Xlsx => xlsx_file::write(&rows::of(self)),
            Form::Geojson => Ok(map::of(self).to_string().into_bytes()),
            Form::Ics if !self.facts.region.plans_programmes() => Err(ExportError::NothingHeld),
            Form::Ics => Ok(calendar::written(&calendar::of(self))),
        }
    }

    /// A list of a fair in this form.
    ///
    /// # Errors
    /// When the plan is not of a fair, the reader is an employer, the form is not a table, or the plan no longer fits
    /// the scenario.
    pub fn write_list(&self, list: List, form: Form, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
        if list == List::Invitations {
            return self.write(form, dialect);
        }
        if self.facts.region.kind != PlanKind::Fair {
            return Err(ExportError::NoFair);
        }
        if self.reader == Reader::Employer {
            return Err(ExportError::NotForEmployers);
        }
        match form {
            Form::Csv => csv_file::write(&lists::of(self, list)?, dialect),
            Form::Xlsx => xlsx_file::write(&lists::of(self, list)?),
            Form::Geojson | Form::Ics => Err(ExportError::ListIsTable),
        }
    }

    /// The last decision on a proposal.
    fn decision(&self, jobseeker: &str, vacancy: &str) -> Option<Decision> {
        self.decisions.get(&(jobseeker.to_owned(), vacancy.to_owned())).copied()
    }

    /// Whether the reader may see this proposal. For an employer a mediator accepted it, the work is theirs, and the
    /// person is not on hold.
    fn shows(&self, person: &Jobseeker, vacancy: &Offer) -> bool {
        let is_theirs = self.employer == Some(vacancy.host.as_str());
        match self.reader {
            Reader::Mediator => self.employer.is_none() || is_theirs,
            Reader::Employer => {
                let is_accepted = self.decision(&person.id, &vacancy.id) == Some(Decision::Accepted);
                is_theirs && is_accepted && person.gate != Gate::Hold
            }
        }
    }
}
