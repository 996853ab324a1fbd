//! `schakel interviews`: who sits at which table of a fair in which slot.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use schakel_solver::interviews::Status;

use super::input::{Language, bytes_of, tell_issues};
use super::{EXIT_INVALID, EXIT_NO, EXIT_STOPPED, interviews_words};
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
}

/// Which fair.
#[derive(Debug, Args)]
pub(super) struct InterviewsVerb {
    /// The fair as JSON (`schakel schema interviews`): slots, tables, attendees with their wishes, and what was promised before.
    /// `-` for standard input.
    file: PathBuf,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = InterviewsFormat::Text)]
    format: InterviewsFormat,
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
        let plan = interviews_planned(&day, self.gap, self.time_limit, &|| false)?;
        let view = InterviewsView::of(&day, &plan);
        match self.format {
            InterviewsFormat::Json => writeln!(out, "{:#}", serde_json::to_value(&view)?)?,
            InterviewsFormat::Text => interviews_words::write(out, &view, &plan, lang)?,
        }
        out.flush()?;
        Ok(match plan.status {
            Status::Optimal | Status::WithinGap => 0,
            Status::NotProven => EXIT_STOPPED,
            Status::Infeasible => EXIT_NO,
        })
    }
}
