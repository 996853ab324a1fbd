//! One fair in several venues, at several hours and on several days, side by side, as rows.

use chrono::NaiveDate;
use schakel_solver::domain::{Facts, Window};
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
    /// On what it is best of all rows, where rows differ: `expected`, `useful_interviews`, `overflow`, `possible`.
    pub best_on: Vec<&'static str>,
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
    /// The row of a plan, from what it leads one to expect of the fair.
    pub fn of(facts: Facts<'_>, plan: &Plan, reading: &FairReading, is_own: bool) -> Self {
        let region = facts.region;
        let fair = &region.fairs[reading.fair];
        let Window { from, to, .. } = fair.hours;
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
            venue: region.venues[fair.venue.at()].id.clone(),
            date: fair.date,
            from: Clock(from).to_string(),
            to: Clock(to).to_string(),
            is_own,
            invite: reading.by_channel.iter().sum(),
            expected: reading.turnout.mean(),
            useful_interviews: reading.tables.iter().map(|table| table.table.useful_interviews).sum(),
            overflow: reading.turnout.more_than(fair.places as usize).get(),
            possible: rounded_people(facts, people.iter().sum()),
            municipalities: reached.collect(),
            termination: plan_file::termination_name(&plan.termination),
            best_on: Vec::new(),
        }
    }
}

/// Says of each row on what it is best. Rows that are as good are best together; where all are, none is.
pub fn compare(rows: &mut [FairOptionRow]) {
    /// Chances and sums that differ by less are the same.
    const SAME: f64 = 1e-9;
    type Measure = fn(&FairOptionRow) -> f64;
    let measures: [(&'static str, Measure); 4] = [
        ("expected", |row| row.expected),
        ("useful_interviews", |row| row.useful_interviews),
        ("overflow", |row| -row.overflow),
        ("possible", |row| row.possible.map_or(0.0, f64::from)),
    ];
    for (name, measure) in measures {
        let most = rows.iter().map(measure).fold(f64::NEG_INFINITY, f64::max);
        let is_best = |row: &FairOptionRow| measure(row) > most - SAME;
        if !rows.iter().all(is_best) {
            rows.iter_mut().filter(|row| is_best(row)).for_each(|row| row.best_on.push(name));
        }
    }
}
