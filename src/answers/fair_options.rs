//! One fair in several venues, at several hours and on several days, side by side, as rows.

use chrono::NaiveDate;
use schakel_solver::domain::{Facts, Fair, Region, Window};
use schakel_solver::explain::rounded_people;
use schakel_solver::plan::{FairReading, Plan};
use schakel_solver::text::Clock;
use serde::Serialize;

use crate::files::plan_file::{self, format::Termination};

/// A fair as it would be in one venue, at one hour, on one day.
#[derive(Clone, Debug, Serialize)]
pub struct FairOptionRow {
    /// The venue.
    pub venue: String,
    /// The day.
    pub date: NaiveDate,
    /// From this hour, `HH:MM`.
    pub from: String,
    /// Until this hour, `HH:MM`.
    pub to: String,
    /// Whether this is the fair as the scenario has it.
    pub is_own: bool,
    /// What its plan leads one to expect; nothing where no room of the venue is free then.
    #[serde(flatten)]
    pub counted: Option<FairOptionCounts>,
    /// On what it is best of all rows, where rows differ: `expected`, `useful_interviews`, `overflow`, `possible`.
    pub best_on: Vec<&'static str>,
}

/// What the plan of a fair leads one to expect.
#[derive(Clone, Debug, Serialize)]
pub struct FairOptionCounts {
    /// People that the hall holds there: as the scenario has it, or as the largest free room has seats.
    pub places: u32,
    /// People to invite now.
    pub invite: u32,
    /// Visitors expected, walk-ins included.
    pub expected: f64,
    /// Useful interviews expected over all tables.
    pub useful_interviews: f64,
    /// The chance that more come than the hall holds.
    pub overflow: f64,
    /// People who could be invited, rounded down; null where they are few.
    pub possible: Option<u32>,
    /// The same by municipality where they live.
    pub municipalities: Vec<ReachedRow>,
    /// How the plan ended.
    pub termination: Termination,
}

/// People of one municipality who could be invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReachedRow {
    /// NIS code.
    pub municipality: String,
    /// People, rounded down; null where they are few.
    pub possible: Option<u32>,
}

impl FairOptionRow {
    /// The row of a fair, with what its plan leads one to expect.
    pub fn of(region: &Region, fair: &Fair, is_own: bool, counted: Option<FairOptionCounts>) -> Self {
        let Window { from, to, .. } = fair.hours;
        Self {
            venue: region.venues[fair.venue.at()].id.clone(),
            date: fair.date,
            from: Clock(from).to_string(),
            to: Clock(to).to_string(),
            is_own,
            counted,
            best_on: Vec::new(),
        }
    }
}

impl FairOptionCounts {
    /// What `plan` leads one to expect of its only fair.
    pub fn of(facts: Facts<'_>, plan: &Plan, reading: &FairReading) -> Self {
        let region = facts.region;
        let fair = &region.fairs[reading.fair];
        let mut people = vec![0; region.municipalities.len()];
        let waiting = plan.unassigned.iter().filter(|person| person.candidates > 0).map(|person| person.jobseeker);
        for person in plan.assignments.iter().map(|edge| edge.jobseeker).chain(waiting) {
            people[region.jobseekers[person.at()].municipality.at()] += 1;
        }
        let reached = region.municipalities.iter().zip(&people).map(|(municipality, &people)| ReachedRow {
            municipality: municipality.nis.clone(),
            possible: rounded_people(facts, people),
        });
        Self {
            places: fair.places,
            invite: reading.by_channel.iter().sum(),
            expected: reading.turnout.mean(),
            useful_interviews: reading.tables.iter().map(|table| table.table.useful_interviews).sum(),
            overflow: reading.turnout.more_than(fair.places as usize).get(),
            possible: rounded_people(facts, people.iter().sum()),
            municipalities: reached.collect(),
            termination: plan_file::termination_name(&plan.termination),
        }
    }
}

/// Says of each row that can be held on what it is best. Rows that are as good are best together; where all are, none
/// is.
pub fn compare(rows: &mut [FairOptionRow]) {
    /// Chances and sums that differ by less are the same.
    const SAME: f64 = 1e-9;
    type Measure = fn(&FairOptionCounts) -> f64;
    let measures: [(&'static str, Measure); 4] = [
        ("expected", |row| row.expected),
        ("useful_interviews", |row| row.useful_interviews),
        ("overflow", |row| -row.overflow),
        ("possible", |row| row.possible.map_or(0.0, f64::from)),
    ];
    for (name, measure) in measures {
        let measured = |row: &FairOptionRow| row.counted.as_ref().map(measure);
        let most = rows.iter().filter_map(measured).fold(f64::NEG_INFINITY, f64::max);
        let is_best = |row: &FairOptionRow| measured(row).is_some_and(|value| value > most - SAME);
        if rows.iter().filter(|row| row.counted.is_some()).any(|row| !is_best(row)) {
            rows.iter_mut().filter(|row| is_best(row)).for_each(|row| row.best_on.push(name));
        }
    }
}
