//! The verbs of the command line, one file each.
//!
//! Results go to stdout, words about the run to stderr.

mod generate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    Generate(generate::Generate),
}

/// Runs one verb and says how the process ends.
pub fn run(cli: Cli) -> ExitCode {
    let done = match &cli.verb {
        Verb::Generate(args) => generate::run(args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say(&error),
    }
}

/// Says what went wrong, where words about the run belong.
#[expect(clippy::print_stderr, reason = "words about the run go to stderr")]
fn say(error: &anyhow::Error) -> ExitCode {
    eprintln!("schakel: {error:#}");
    ExitCode::from(EXIT_INVALID)
}
