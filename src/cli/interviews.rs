//! `schakel interviews`: who sits at which table of a fair in which slot.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use schakel_solver::interviews::Status;
use serde_json::json;

use super::input::{Language, bytes_of, hand_over, tell_issues};
use super::{EXIT_INVALID, EXIT_NO, EXIT_STOPPED, interviews_words};
use crate::answers::export::{DayForm, DayPlan, Dialect, Holder, obstacles};
use crate::answers::interviews::InterviewsView;
use crate::files::interviews;
use crate::service::planner::interviews_planned;

/// The form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum InterviewsFormat {
    /// For people: the day of each person and of each table.
    Text,
    /// For programs.
    Json,
    /// A line for each meeting.
    Csv,
    /// A workbook: what it comes to, everyone, and a sheet for each table.
    Xlsx,
    /// A calendar with an event for each meeting. The file has to name the date.
    Ics,
}

impl InterviewsFormat {
    /// The file to hand out; `None` for what stays on the screen.
    fn file(self) -> Option<DayForm> {
        match self {
            Self::Text | Self::Json => None,
            Self::Csv => Some(DayForm::Csv),
            Self::Xlsx => Some(DayForm::Xlsx),
            Self::Ics => Some(DayForm::Ics),
        }
    }
}

/// Which fair.
#[derive(Debug, Args)]
pub(super) struct InterviewsVerb {
    /// The fair as JSON (`schakel schema interviews`): slots, tables, attendees with their wishes, and what was
    /// promised before. `-` for standard input.
    file: PathBuf,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = InterviewsFormat::Text)]
    format: InterviewsFormat,
    /// Only the meetings of one table or of one person, and nothing else.
    #[arg(long = "for", value_name = "table:ID|person:ID")]
    holder: Option<Holder>,
    /// How csv is written.
    #[arg(long, value_enum, default_value_t = Dialect::Belgian)]
    dialect: Dialect,
    /// Where to write; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Relative gap that is good enough; 0 asks for a proven optimum.
    #[arg(long, default_value_t = 0.01, value_name = "GAP")]
    gap: f64,
    /// Seconds after which the best plan so far is given. A limit that bites makes the plan depend on the machine.
    #[arg(long, default_value_t = 60.0, value_name = "SECONDS")]
    time_limit: f64,
}

impl InterviewsVerb {
    /// Prints the plan and tells the exit code.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<u8> {
        ensure!((0.0..=1.0).contains(&self.gap), "--gap goes from 0 to 1");
        ensure!((0.0..=86_400.0).contains(&self.time_limit), "--time-limit goes from 0 to 86400 seconds");
        let lang = self.lang.lang();
        let day = match interviews::read(&bytes_of(&self.file)?) {
            Ok(day) => day,
            Err(issues) => {
                tell_issues(&issues, lang)?;
                return Ok(EXIT_INVALID);
            }
        };
        let (form, holder) = (self.format.file(), self.holder.as_ref());
        let issues = obstacles(&day, form, holder);
        if !issues.is_empty() {
            tell_issues(&issues, lang)?;
            return Ok(EXIT_INVALID);
        }
        let plan = interviews_planned(&day, self.gap, self.time_limit, &|| false)?;
        let view = InterviewsView::of(&day, &plan);
        if plan.status == Status::Infeasible && (form.is_some() || holder.is_some()) {
            // An infeasible plan is not handed out.
            interviews_words::write_infeasible(&mut io::stderr().lock(), &plan, lang)?;
            return Ok(EXIT_NO);
        }
        let sheet = DayPlan { view: &view, date: day.ask.date, holder, lang };
        let mut bytes = Vec::new();
        match (self.format, form) {
            (_, Some(form)) => bytes = sheet.write(form, self.dialect)?,
            (InterviewsFormat::Json, _) if holder.is_some() => {
                writeln!(bytes, "{:#}", json!({"meetings": sheet.meetings()}))?;
            }
            (InterviewsFormat::Json, _) => writeln!(bytes, "{:#}", serde_json::to_value(&view)?)?,
            _ if holder.is_some() => interviews_words::write_meetings(&mut bytes, &sheet.meetings(), lang)?,
            _ => interviews_words::write(&mut bytes, &view, &plan, lang)?,
        }
        hand_over(&bytes, self.out.as_deref(), out)?;
        Ok(match plan.status {
            Status::Optimal | Status::WithinGap => 0,
            Status::NotProven => EXIT_STOPPED,
            Status::Infeasible => EXIT_NO,
        })
    }
}
