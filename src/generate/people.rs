//! People, none of whom exists. Their properties follow published shares where there are any.

mod abilities;
mod circumstances;
mod family;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::Dates;
use super::care::Childcare;
use super::draw::{Draw, Stream, Weights};
use super::shares::Shares;
use super::tables::{Occupation, Schooling, Tables};
use super::territory::HomesAndSites;
use crate::files::scenario::format::{HoursRange, Jobseeker};

/// Draws people one after the other.
pub(super) struct People<'a> {
    tables: &'a Tables,
    territory: &'a HomesAndSites<'a>,
    childcare: &'a Childcare,
    dates: Dates,
    draw: Draw,
    ages: Weights,
    schoolings: Weights,
    durations: Weights,
    /// Supply of each occupation among people with low, middle and high schooling.
    supplies: [Weights; 3],
    number: u32,
}

impl<'a> People<'a> {
    pub(super) fn new(
        seed: u64,
        dates: Dates,
        tables: &'a Tables,
        territory: &'a HomesAndSites<'a>,
        childcare: &'a Childcare,
    ) -> Self {
        let shares = &tables.shares;
        let supply = |own: Schooling| tables.occupations.iter().map(move |one| one.supply * fit(own, one.schooling));
        Self {
            tables,
            territory,
            childcare,
            dates,
            draw: Draw::new(seed, Stream::People),
            ages: [shares.age_under_25, shares.age_25_59, shares.age_60_64].into_iter().collect(),
            schoolings: schoolings(shares),
            durations: durations(shares),
            supplies: [Schooling::Low, Schooling::Middle, Schooling::High].map(|own| supply(own).collect()),
            number: 0,
        }
    }

    pub(super) fn next(&mut self) -> Jobseeker {
        self.number += 1;
        let (tables, shares, dates) = (self.tables, &self.tables.shares, self.dates);
        let (municipality, place) = self.territory.home(&mut self.draw);
        let age = self.age();
        let goals = self.goals();
        let draw = &mut self.draw;
        let licences = abilities::licences(&goals, shares, draw);
        let modes = abilities::modes(&licences, shares, draw);
        let languages = abilities::languages(municipality.nis, shares, draw);
        let skills = abilities::skills(&goals, shares, draw);
        let children = family::children(age, municipality.nis, self.childcare, shares, draw);
        let needs_care = children.iter().any(|child| child.care_needed);
        let registered_on = dates.from() - Days::new(days_registered(draw, &self.durations));
        Jobseeker {
            id: format!("J{:05}", self.number),
            home: place.home,
            municipality: municipality.nis.to_owned(),
            modes,
            licences,
            travel_minutes_max: circumstances::travel_minutes_max(shares, draw),
            transfers_max: None,
            walk_metres_max: None,
            leaves_from: None,
            languages,
            skills: skills.into_iter().collect(),
            goals: goals.iter().map(|goal| goal.code.to_owned()).collect(),
            availability: circumstances::availability(&tables.availability, needs_care, draw),
            hours_per_week: hours_per_week(needs_care, shares, draw),
            first_day: first_day(dates, shares, draw),
            children,
            registered_on,
            birth_year: (dates.from().year() as u64 - age) as u16,
            gate: circumstances::gate(dates, municipality.name, shares, draw),
            right_to_work: circumstances::right_to_work(dates, shares, draw),
            entitlements: circumstances::entitlements(dates, &tables.forms, draw),
            assessments: circumstances::assessments(dates, shares, draw),
        }
    }

    /// Age reached in the year of the plan.
    fn age(&mut self) -> u64 {
        match self.draw.weighted(&self.ages) {
            0 => self.draw.between(18, 24),
            1 => self.draw.between(25, 59),
            _ => self.draw.between(60, 64),
        }
    }

    /// One to three occupations, by supply among people with the schooling drawn.
    fn goals(&mut self) -> Vec<&'a Occupation> {
        let supply = &self.supplies[self.draw.weighted(&self.schoolings)];
        let second = self.draw.chance(self.tables.shares.second_goal);
        let third = second && self.draw.chance(self.tables.shares.third_goal);
        let mut seen = BTreeSet::new();
        (0..1 + usize::from(second) + usize::from(third))
            .map(|_| self.draw.weighted(supply))
            .filter(|&at| seen.insert(at))
            .map(|at| &self.tables.occupations[at])
            .collect()
    }
}

/// How often each schooling is drawn: low, middle, high.
pub fn schoolings(shares: &Shares) -> Weights {
    [shares.schooling_low, shares.schooling_middle, shares.schooling_high].into_iter().collect()
}

fn durations(shares: &Shares) -> Weights {
    let weights = [shares.registered_under_1_year, shares.registered_1_to_2_years, shares.registered_over_2_years];
    weights.into_iter().collect()
}

/// How readily people with `own` schooling aim at work that asks `asked`. Assumption.
fn fit(own: Schooling, asked: Schooling) -> u64 {
    match (own, asked) {
        (Schooling::Low, Schooling::Low) => 10,
        (Schooling::Low, Schooling::Middle) => 5,
        (Schooling::Low, Schooling::High) => 0,
        (Schooling::Middle, Schooling::Low) => 4,
        (Schooling::Middle, Schooling::Middle) => 10,
        (Schooling::Middle, Schooling::High) => 1,
        (Schooling::High, Schooling::Low) => 1,
        (Schooling::High, Schooling::Middle) => 4,
        (Schooling::High, Schooling::High) => 20,
    }
}

/// Days since registration: under a year, up to two, up to eight.
fn days_registered(draw: &mut Draw, durations: &Weights) -> u64 {
    match draw.weighted(durations) {
        0 => draw.between(1, 364),
        1 => draw.between(366, 729),
        _ => draw.between(731, 8 * 365),
    }
}

/// Full-time, part-time or either; parents who need care ask part-time twice as often.
fn hours_per_week(needs_care: bool, shares: &Shares, draw: &mut Draw) -> HoursRange {
    let part = if needs_care { 2 * shares.hours_part } else { shares.hours_part };
    let full = if needs_care { shares.hours_full / 2 } else { shares.hours_full };
    let at = draw.below(1000);
    if at < full {
        HoursRange { min: 24, max: 40 }
    } else if at < full + part {
        HoursRange { min: draw.between(8, 15) as u16, max: draw.between(20, 32) as u16 }
    } else {
        HoursRange { min: 8, max: 40 }
    }
}

/// Most at once, some during the plan, a few only after it.
fn first_day(dates: Dates, shares: &Shares, draw: &mut Draw) -> NaiveDate {
    let at = draw.below(1000);
    if at < shares.available_at_once {
        dates.from()
    } else if at < shares.available_at_once + shares.available_after_horizon {
        dates.to() + Days::new(draw.between(1, 90))
    } else {
        dates.from() + Days::new(draw.between(1, 90))
    }
}
