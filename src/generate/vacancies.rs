//! Vacancies: where the work is, in occupations that exist, with what each usually asks.

use std::collections::BTreeMap;

use chrono::Days;

use super::Dates;
use super::draw::{Draw, Stream, Weights};
use super::tables::{Form, Occupation, Schooling, Tables, language};
use super::territory::HomesAndSites;
use crate::files::scenario::format::{Cefr, Day, Hours, Languages, LedBy, Levels, Licence, Time, Vacancy};

/// The form that allows a few hours a week.
pub(super) const WIJK_WERKEN: &str = "wijk_werken";

/// Draws vacancies one after the other.
pub(super) struct Vacancies<'a> {
    tables: &'a Tables,
    territory: &'a HomesAndSites<'a>,
    dates: Dates,
    draw: Draw,
    demand: Weights,
    /// Demand for work that asks little schooling: where the social economy is found.
    simple_demand: Weights,
    forms: Weights,
    number: u32,
}

impl<'a> Vacancies<'a> {
    pub(super) fn new(seed: u64, dates: Dates, tables: &'a Tables, territory: &'a HomesAndSites<'a>) -> Self {
        let simple = |one: &Occupation| if one.schooling == Schooling::Low { one.demand } else { 0 };
        let forms = tables.forms.iter().map(|form| form.vacancies);
        let regular = 1000 - forms.clone().sum::<u64>();
        Self {
            tables,
            territory,
            dates,
            draw: Draw::new(seed, Stream::Vacancies),
            demand: tables.occupations.iter().map(|one| one.demand).collect(),
            simple_demand: tables.occupations.iter().map(simple).collect(),
            forms: forms.chain([regular]).collect(),
            number: 0,
        }
    }

    pub(super) fn next(&mut self) -> Vacancy {
        self.number += 1;
        let (municipality, place) = self.territory.site(&mut self.draw);
        // The position after the last form is the regular one.
        let form = self.tables.forms.get(self.draw.weighted(&self.forms));
        let demand = if form.is_some() { &self.simple_demand } else { &self.demand };
        let occupation = &self.tables.occupations[self.draw.weighted(demand)];
        let (shifts, hours_per_week) = self.shifts(occupation, form);
        let vehicle = form.is_none() && self.draw.below(100) < occupation.own_car_percent;
        let asked = 3 + self.draw.below(3) as usize;
        Vacancy {
            title: None,
            contact: None,
            alternating: false,
            id: format!("V{:05}", self.number),
            employer: format!("Werkgever {}-{:03}", municipality.nis, 1 + self.draw.below(400)),
            site: place.site,
            municipality: Some(municipality.nis.to_owned()),
            occupation: occupation.code.to_owned(),
            openings: self.openings(),
            shifts,
            hours_per_week,
            start: self.dates.from() + Days::new(7 * self.draw.between(1, 14)),
            languages: self.languages(occupation, form.is_some()),
            essential_skills: owned(self.draw.some_of(&occupation.essential, asked)),
            optional_skills: owned(self.draw.some_of(&occupation.optional, 4)),
            licences: licences(occupation, vehicle),
            vehicle,
            employment_form: form.map_or("regular", |form| form.name).to_owned(),
            led_by: form.map_or(LedBy::Vdab, |form| form.led_by),
            bottleneck: occupation.bottleneck,
            language_support: self.draw.chance(self.tables.shares.language_support),
            minimum_age: minimum_age(occupation),
            published_on: None,
        }
    }

    fn openings(&mut self) -> u32 {
        let one = self.draw.chance(self.tables.shares.one_opening);
        if one { 1 } else { self.draw.between(2, 5) as u32 }
    }

    fn shifts(&mut self, occupation: &Occupation, form: Option<&Form>) -> (Vec<Hours>, u16) {
        if form.is_some_and(|form| form.name == WIJK_WERKEN) {
            // A few hours a week by decree, so two mornings.
            let (from, to) = (Time("08:30".to_owned()), Time("12:30".to_owned()));
            return (vec![Hours { days: vec![Day::Tue, Day::Thu], from, to }], 8);
        }
        let group = &self.tables.shifts[occupation.shifts];
        let shift = &group.shifts[self.draw.weighted(&group.weights)];
        (vec![shift.hours.clone()], shift.per_week)
    }

    fn languages(&mut self, occupation: &Occupation, simple: bool) -> Languages {
        let level = if simple { Cefr::A1 } else { occupation.dutch };
        let spoken =
            Levels { listening: Some(level), speaking: Some(level), reading: below(level), writing: below(level) };
        let mut languages = BTreeMap::from([(language("nl"), spoken)]);
        let another = matches!(level, Cefr::B2 | Cefr::C1 | Cefr::C2);
        if another && self.draw.chance(self.tables.shares.french_or_english_asked) {
            let code = self.draw.one_of(&["fr", "en"]);
            let levels = Levels { listening: Some(Cefr::B1), speaking: Some(Cefr::B1), reading: None, writing: None };
            languages.insert(language(code), levels);
        }
        languages
    }
}

fn owned(skills: Vec<&str>) -> Vec<String> {
    skills.into_iter().map(str::to_owned).collect()
}

/// One level less; simple work asks no reading.
fn below(level: Cefr) -> Option<Cefr> {
    match level {
        Cefr::A1 => None,
        Cefr::A2 => Some(Cefr::A1),
        Cefr::B1 => Some(Cefr::A2),
        Cefr::B2 => Some(Cefr::B1),
        Cefr::C1 => Some(Cefr::B2),
        Cefr::C2 => Some(Cefr::C1),
    }
}

fn licences(occupation: &Occupation, vehicle: bool) -> Vec<Licence> {
    match occupation.licence {
        None if vehicle => vec![Licence::B],
        asked => asked.into_iter().collect(),
    }
}

/// Lorries and buses from 21, guarding from 18; other work has no age of its own.
fn minimum_age(occupation: &Occupation) -> Option<u8> {
    match occupation.licence {
        Some(Licence::C | Licence::CE | Licence::D) => Some(21),
        _ => (occupation.shifts == "security").then_some(18),
    }
}
