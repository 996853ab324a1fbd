//! Synthetic scenarios: no person in them exists, all around them does. Same seed, same bytes, on any machine.
//!
//! Every number comes from a table under `fixtures/tables`, where it carries its source or the word assumption.

mod care;
pub mod demo;
pub mod draw;
mod fairs;
mod people;
mod policy;
mod programmes;
mod rows;
pub mod shares;
mod tables;
mod territory;
mod vacancies;

use std::io::Write;

use anyhow::Result;
use chrono::NaiveDate;
use serde::Serialize;

use care::Childcare;
use fairs::Employers;
use people::People;
use programmes::Openable;
use tables::Tables;
use territory::HomesAndSites;
use vacancies::Vacancies;

pub use people::schoolings;
pub use territory::Territory;

use crate::files::scenario::format::{self, FORMAT, Horizon};

/// The policy pack, which ends on the last day of [`HORIZON_TO`].
const PACK: &str = "agreement-2020-2025";

/// First day of every generated plan, a Monday.
const HORIZON_FROM: NaiveDate = day(2025, 9, 1);
/// Last day of every generated plan.
const HORIZON_TO: NaiveDate = day(2025, 12, 31);

/// A date known when the program is built.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such day"),
    }
}

/// What to generate.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Where.
    pub region: Territory,
    /// The same seed gives the same bytes.
    pub seed: u64,
    /// Number of people.
    pub jobseekers: u32,
    /// Number of vacancies.
    pub vacancies: u32,
}

impl Ask {
    /// As many people and vacancies as the region has by default.
    pub fn new(region: Territory, seed: u64) -> Self {
        Self { region, seed, jobseekers: region.default_jobseekers(), vacancies: region.default_vacancies() }
    }
}

/// Writes the scenario, one record a line, holding no more than one person or vacancy at a time.
///
/// # Errors
/// `out` cannot be written, or a table of the program is broken.
pub fn write(ask: &Ask, out: impl Write) -> Result<()> {
    write_with(ask, None, out)
}

/// As [`write()`], with public transport by a timetable that was imported.
///
/// # Errors
/// `out` cannot be written, or a table of the program is broken.
pub fn write_with(ask: &Ask, timetable: Option<format::Timetable>, out: impl Write) -> Result<()> {
    let tables = Tables::read()?;
    let territory = HomesAndSites::new(ask.region, &tables);
    let childcare = Childcare::new(ask.seed, &territory.municipalities, &tables.shares);
    let mut people = People::new(ask.seed, &tables, &territory, &childcare);
    let mut vacancies = Vacancies::new(ask.seed, &tables, &territory);

    let mut lines = Lines { out, first: true };
    lines.field("format", FORMAT)?;
    lines.field("story", &story(ask))?;
    lines.field("region", &region(ask, &territory))?;
    lines.field("horizon", &Horizon { from: HORIZON_FROM, to: HORIZON_TO })?;
    lines.field("policy", &policy::policy(ask, &territory, &tables))?;
    if timetable.is_some() {
        lines.field("travel", &format::Travel { timetable, ..format::Travel::default() })?;
    }
    lines.list("childcare", &childcare.facilities)?;
    let openable = Openable::new(ask.seed, &territory.municipalities);
    lines.list("venues", &openable.venues)?;
    lines.list("programmes", &openable.programmes)?;
    lines.list("instructors", &openable.instructors)?;
    lines.list("supports", policy::supports(ask, &tables.shares))?;
    let mut employers = Employers::default();
    let vacancies = (0..ask.vacancies).map(|_| vacancies.next()).inspect(|vacancy| employers.count(vacancy));
    lines.list("vacancies", vacancies)?;
    if ask.region == Territory::Kina {
        lines.list("fairs", employers.fair(&territory.municipalities, ask.jobseekers))?;
    }
    lines.list("jobseekers", (0..ask.jobseekers).map(|_| people.next()))?;
    lines.end()
}

/// What the scenario says of itself.
pub(crate) fn story(ask: &Ask) -> String {
    let region = ask.region.name();
    format!("{region}, generated with seed {}: no person in it exists; places, occupations and shares do.", ask.seed)
}

fn region(ask: &Ask, territory: &HomesAndSites<'_>) -> format::Region {
    let municipality =
        |one: &&tables::Municipality| format::Municipality { nis: one.nis.to_owned(), name: one.name.to_owned() };
    format::Region {
        name: ask.region.name().to_owned(),
        municipalities: territory.municipalities.iter().map(municipality).collect(),
    }
}

/// A JSON object whose lists have one element a line.
struct Lines<W> {
    out: W,
    first: bool,
}

impl<W: Write> Lines<W> {
    fn key(&mut self, key: &str) -> Result<()> {
        let before = if self.first { "{" } else { "," };
        self.first = false;
        Ok(write!(self.out, "{before}\n\"{key}\":")?)
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<()> {
        self.key(key)?;
        self.record(value)
    }

    /// A value on the line; what fails is the writing, so it is said as such.
    fn record<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        Ok(serde_json::to_writer(&mut self.out, value).map_err(std::io::Error::from)?)
    }

    fn list<T: Serialize>(&mut self, key: &str, records: impl IntoIterator<Item = T>) -> Result<()> {
        self.key(key)?;
        let mut before = "[\n";
        for record in records {
            self.out.write_all(before.as_bytes())?;
            self.record(&record)?;
            before = ",\n";
        }
        Ok(self.out.write_all(if before == "[\n" { b"[]" } else { b"\n]" })?)
    }

    fn end(mut self) -> Result<()> {
        self.out.write_all(b"\n}\n")?;
        Ok(self.out.flush()?)
    }
}
