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
use chrono::{Days, NaiveDate};
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

/// The year in which every date of the generator is written.
pub const FIRST_YEAR: i32 = 2025;
/// The last year whose autumn lies within a policy pack of the program.
pub const LAST_YEAR: i32 = 2028;

/// The policy pack of the first year, and that of the others.
const PACKS: [&str; 2] = ["agreement-2020-2025", "continued-from-2026"];

/// The dates of a generated plan: those of 2025, or as many weeks later as keep the days of the week.
#[derive(Clone, Copy, Debug)]
struct Dates {
    weeks_later: u64,
}

impl Dates {
    fn of(year: i32) -> Self {
        Self { weeks_later: 52 * u64::from(year.saturating_sub(FIRST_YEAR).unsigned_abs()) }
    }

    /// First day of the plan, a Monday.
    fn from(self) -> NaiveDate {
        self.moved(day(2025, 9, 1))
    }

    /// Last day of the plan.
    fn to(self) -> NaiveDate {
        self.moved(day(2025, 12, 31))
    }

    /// A date of the first year in this one, on the same day of the week.
    fn moved(self, date: NaiveDate) -> NaiveDate {
        date + Days::new(7 * self.weeks_later)
    }
}

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
    /// The year of the plan, from [`FIRST_YEAR`] to [`LAST_YEAR`].
    pub year: i32,
}

impl Ask {
    /// As many people and vacancies as the region has by default.
    pub fn new(region: Territory, seed: u64) -> Self {
        let (jobseekers, vacancies) = (region.default_jobseekers(), region.default_vacancies());
        Self { region, seed, jobseekers, vacancies, year: FIRST_YEAR }
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
    let dates = Dates::of(ask.year);
    let mut people = People::new(ask.seed, dates, &tables, &territory, &childcare);
    let mut vacancies = Vacancies::new(ask.seed, dates, &tables, &territory);

    let mut lines = Lines { out, first: true };
    lines.field("format", FORMAT)?;
    lines.field("story", &story(ask))?;
    lines.field("region", &region(ask, &territory))?;
    lines.field("horizon", &Horizon { from: dates.from(), to: dates.to() })?;
    lines.field("policy", &policy::policy(ask, &territory, &tables))?;
    if timetable.is_some() {
        lines.field("travel", &format::Travel { timetable, ..format::Travel::default() })?;
    }
    lines.list("childcare", &childcare.facilities)?;
    let openable = Openable::new(ask.seed, dates, &territory.municipalities);
    lines.list("venues", &openable.venues)?;
    lines.list("programmes", &openable.programmes)?;
    lines.list("instructors", &openable.instructors)?;
    lines.list("supports", policy::supports(ask, &tables.shares))?;
    let mut employers = Employers::default();
    let vacancies = (0..ask.vacancies).map(|_| vacancies.next()).inspect(|vacancy| employers.count(vacancy));
    lines.list("vacancies", vacancies)?;
    if ask.region == Territory::Kina {
        lines.list("fairs", employers.fair(dates, &territory.municipalities, ask.jobseekers))?;
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

    /// Writes a value on the line. Only writing can fail, so every error is an I/O error.
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
