//! The verbs of the command line, one file each.
//!
//! Results go to stdout, words about the run to stderr.

mod attendance;
mod attendance_words;
mod backup;
mod check;
mod dutch;
mod editions_table;
mod employers;
mod evidence;
mod explain;
mod export;
mod fair_day;
mod fair_options;
mod fair_reminders;
mod fair_table;
mod generate;
mod groups_table;
mod holding_table;
mod import;
mod import_calendar;
mod import_gtfs;
mod input;
mod interventions_table;
mod interviews;
mod interviews_words;
mod isochrone;
mod network;
mod plan;
mod plan_table;
mod route;
mod schema;
mod serve;
mod shortlist;
mod simulate;
mod simulate_words;
mod size;
mod size_svg;
mod size_words;
mod trade_off;
mod turnout;
mod turnout_words;
mod validate;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use dutch::{asks_for_dutch, in_dutch};

/// Exit code: the answer is "no" (a check fails, a plan is infeasible).
pub const EXIT_NO: u8 = 1;
/// Exit code: wrong usage or invalid input.
pub const EXIT_INVALID: u8 = 2;
/// Exit code: stopped by a limit, with a usable plan.
pub const EXIT_STOPPED: u8 = 3;
/// Exit code: a defect of the program.
pub const EXIT_DEFECT: u8 = 70;

/// Plans who gets which chance in a public employment region.
#[derive(Debug, Parser)]
#[command(name = "schakel", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Says everything that is wrong with a scenario.
    Validate(validate::Validate),
    /// Prints the JSON Schema of a file.
    Schema {
        /// Which file.
        #[arg(value_enum)]
        of: schema::Schema,
    },
    /// Writes a synthetic scenario: same seed, same bytes.
    Generate(generate::Generate),
    /// Says how to get from one place to another by public transport.
    Route(route::RouteVerb),
    /// Draws how far one gets from a place by public transport and on foot, or whence one gets there.
    Isochrone(isochrone::IsochroneVerb),
    /// Proposes who gets which chance, with a proof.
    Plan(plan::PlanVerb),
    /// Plans what is held for each objective, and sets side by side what one costs the other.
    TradeOff(trade_off::TradeOffVerb),
    /// Says which occupation needs a training here, and what speaks for it.
    Evidence(evidence::EvidenceVerb),
    /// Ranks whom to invite to a fair among the employers, with the measures that fit each vacancy.
    Employers(employers::EmployersVerb),
    /// Writes the interviews of a plan of a fair as a file to lay out.
    FairDay(fair_day::FairDayVerb),
    /// Plans a fair in several venues, at several hours and on several days, and sets them side by side.
    FairOptions(fair_options::FairOptionsVerb),
    /// Ranks who fits a vacancy, or what fits a person.
    Shortlist(shortlist::ShortlistVerb),
    /// Says how many of the invited people come, exactly, from a list of their probabilities.
    Turnout(turnout::TurnoutVerb),
    /// Says how many people to invite to a fair, and what to expect.
    Size(size::SizeVerb),
    /// Says what recorded fairs teach about who comes, per channel, segment and lead time.
    Attendance(attendance::AttendanceVerb),
    /// Sizes a fair, plays the day many times, and sets what was seen beside the risks that were stated.
    Simulate(simulate::SimulateVerb),
    /// Plans who sits at which table of a fair in which slot, or plans it again beside what was promised.
    Interviews(interviews::InterviewsVerb),
    /// Says why, why not, and what would help.
    Explain(explain::ExplainVerb),
    /// Adds a plan up again, independently.
    Check(check::CheckVerb),
    /// Brings in what others keep: a table into a scenario, or timetables.
    #[command(subcommand)]
    Import(import::ImportVerb),
    /// Writes a plan as a table.
    Export(export::ExportVerb),
    /// Serves scenarios and plans over HTTP.
    Serve(serve::Serve),
    /// Copies the database, also while a server works on it.
    Backup(backup::BackupVerb),
    /// Works out one plan for the service, which asks on standard input.
    #[command(hide = true)]
    Solve {
        /// The plan, for whoever looks at processes.
        plan: String,
    },
    /// Prints the OpenAPI document of the service.
    Openapi,
}

/// Runs one verb and says how the process ends.
pub fn run(cli: Cli) -> ExitCode {
    let mut out = io::stdout().lock();
    let answer = match cli.verb {
        Verb::Validate(validate) => validate.run(&mut out).map(|is_valid| if is_valid { 0 } else { EXIT_INVALID }),
        Verb::Schema { of } => of.run(&mut out).map(|()| 0),
        Verb::Generate(generate) => generate.run(&mut out).map(|()| 0),
        Verb::Route(route) => route.run(&mut out).map(|is_found| if is_found { 0 } else { EXIT_NO }),
        Verb::Isochrone(isochrone) => isochrone.run(&mut out).map(|()| 0),
        Verb::Plan(plan) => plan.run(&mut out),
        Verb::FairDay(verb) => verb.run(&mut out).map(|()| 0),
        Verb::FairOptions(verb) => verb.run(&mut out).map(|()| 0),
        Verb::TradeOff(verb) => verb.run(&mut out).map(|()| 0),
        Verb::Employers(verb) => verb.run(&mut out).map(|()| 0),
        Verb::Evidence(verb) => verb.run(&mut out).map(|()| 0),
        Verb::Shortlist(shortlist) => shortlist.run(&mut out).map(|()| 0),
        Verb::Turnout(turnout) => turnout.run(&mut out).map(|is_valid| if is_valid { 0 } else { EXIT_INVALID }),
        Verb::Size(verb) => verb.run(&mut out).map(|outcome| match outcome {
            size::SizeOutcome::Sized => 0,
            size::SizeOutcome::Infeasible => EXIT_NO,
            size::SizeOutcome::Invalid => EXIT_INVALID,
        }),
        Verb::Attendance(verb) => verb.run(&mut out),
        Verb::Simulate(verb) => verb.run(&mut out),
        Verb::Interviews(verb) => verb.run(&mut out),
        Verb::Explain(explain) => explain.run(&mut out).map(|()| 0),
        Verb::Import(import) => import.run(&mut out),
        Verb::Export(export) => export.run(&mut out).map(|()| 0),
        Verb::Serve(serve) => serve.run().map(|()| 0),
        Verb::Backup(backup) => backup.run(&mut out).map(|()| 0),
        Verb::Solve { plan: _ } => crate::service::planner::child::run().map(|()| 0),
        Verb::Openapi => schema::openapi(&mut out).map(|()| 0),
        Verb::Check(check) => check.run(&mut out).map(|holds| if holds { 0 } else { EXIT_NO }),
    };
    match answer {
        Ok(code) => ExitCode::from(code),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to do when standard error is closed too.
            let _ = writeln!(io::stderr(), "schakel: {error:#}");
            ExitCode::from(EXIT_INVALID)
        }
    }
}

/// Whether the reader of our output went away (`schakel generate ... | head`): not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
