//! `schakel simulate fair`: how the risks of a sized fair hold when the day is played.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum, value_parser};

use super::input::{Format, Language, bytes_of, tell_issues};
use super::{EXIT_INVALID, EXIT_NO, simulate_words};
use crate::answers::simulation::SimulationView;
use crate::files::sizing;

/// What is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Played {
    /// The day of a job fair.
    Fair,
}

/// Which fair, and how often.
#[derive(Debug, Args)]
pub(super) struct SimulateVerb {
    /// What is played.
    #[arg(value_enum)]
    what: Played,
    /// The fair as JSON (`schakel schema size`), as `schakel size` reads it. `-` for standard input.
    file: PathBuf,
    /// The same seed draws the same days.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Days played for each model.
    #[arg(long, default_value_t = 20_000, value_parser = value_parser!(u64).range(100..=10_000_000))]
    draws: u64,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl SimulateVerb {
    /// Prints what was stated beside what was seen, and tells the exit code.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<u8> {
        let (lang, Played::Fair) = (self.lang.lang(), self.what);
        let fair = match sizing::read(&bytes_of(&self.file)?) {
            Ok(fair) => fair,
            Err(issues) => {
                tell_issues(&issues, lang)?;
                return Ok(EXIT_INVALID);
            }
        };
        let view = SimulationView::of(&fair, self.seed, self.draws)?;
        match self.format {
            Format::Json => writeln!(out, "{:#}", serde_json::to_value(&view)?)?,
            Format::Table => simulate_words::write(out, &view, lang)?,
        }
        out.flush()?;
        Ok(if view.is_feasible && view.is_as_stated { 0 } else { EXIT_NO })
    }
}
