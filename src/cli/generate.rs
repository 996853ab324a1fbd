//! `schakel generate`: a synthetic scenario, same seed same bytes.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use clap::Args;

use crate::files::scenario::format::Timetable;
use crate::generate::{Ask, FIRST_YEAR, LAST_YEAR, Territory, write_with};

/// Generates a synthetic scenario: no person in it exists, all around them does.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// Where.
    #[arg(long, value_enum)]
    region: Territory,
    /// The same seed gives the same bytes, on any machine.
    #[arg(long)]
    seed: u64,
    /// Number of people; the region's own number when absent.
    #[arg(long)]
    jobseekers: Option<u32>,
    /// Number of vacancies; the region's own number when absent.
    #[arg(long)]
    vacancies: Option<u32>,
    /// Name of the network by which public transport goes; straight lines when absent.
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// The Monday of the week that stands for every week; the first with ordinary service when absent.
    #[arg(long, value_name = "DATE", requires = "network")]
    week_of: Option<NaiveDate>,
    /// The year of the plan, which begins in September; the policy pack that holds then.
    #[arg(long, default_value_t = FIRST_YEAR, value_parser = clap::value_parser!(i32).range(i64::from(FIRST_YEAR)..=i64::from(LAST_YEAR)))]
    year: i32,
    /// File to write; stdout when absent.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Generate {
    /// Writes the scenario to the file, or to `out`.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let defaults = Ask::new(self.region, self.seed);
        let ask = Ask {
            jobseekers: self.jobseekers.unwrap_or(defaults.jobseekers),
            vacancies: self.vacancies.unwrap_or(defaults.vacancies),
            year: self.year,
            ..defaults
        };
        let week_of = self.week_of;
        let timetable = self.network.clone().map(|network| Timetable { network, week_of });
        match &self.out {
            Some(path) => {
                let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
                write_with(&ask, timetable, BufWriter::new(file))
            }
            None => write_with(&ask, timetable, BufWriter::new(out)),
        }
    }
}
