//! The compact tables of facts, read once. Their sources stand in `fixtures/tables/README.md`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

use super::draw::Weights;
use super::rows::{number, rows};
use super::shares::Shares;
use crate::files::scenario::format::{Cefr, Day, Hours, LanguageCode, LedBy, Licence, LonLat, Time};

const MUNICIPALITIES: &str = include_str!("../../fixtures/tables/generator_municipalities.csv");
const PLACES: &str = include_str!("../../fixtures/tables/generator_places.csv");
const COMMUTES: &str = include_str!("../../fixtures/tables/generator_commutes.csv");
const OCCUPATIONS: &str = include_str!("../../fixtures/tables/generator_occupations.csv");
const SKILLS: &str = include_str!("../../fixtures/tables/generator_occupation_skills.csv");
const SHIFTS: &str = include_str!("../../fixtures/tables/generator_shifts.csv");
const FORMS: &str = include_str!("../../fixtures/tables/generator_forms.csv");
const AVAILABILITY: &str = include_str!("../../fixtures/tables/generator_availability.csv");

/// A municipality with what is published about it; 0 where the table has nothing.
#[derive(Clone, Debug)]
pub(super) struct Municipality {
    pub(super) nis: &'static str,
    pub(super) name: &'static str,
    /// In the province of Antwerp as it is since 2025.
    pub(super) in_province: bool,
    pub(super) population: u64,
    pub(super) aged_0_4: u64,
    pub(super) aged_5_14: u64,
    pub(super) establishments: u64,
    /// Jobseekers per 10 000 of the labour force.
    pub(super) jobseekers: u64,
    pub(super) places: Vec<Place>,
    /// By [`Place::weight`].
    pub(super) place_weights: Weights,
}

/// A neighbourhood, or a postcode place where no neighbourhoods are had.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Centroid: a home.
    pub(super) home: LonLat,
    /// A point surely inside: a site.
    pub(super) site: LonLat,
    weight: u64,
}

/// How much schooling people have and work asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Schooling {
    Low,
    Middle,
    High,
}

/// An occupation of ESCO and how it occurs here.
#[derive(Clone, Debug)]
pub(super) struct Occupation {
    pub(super) code: &'static str,
    pub(super) bottleneck: bool,
    pub(super) demand: u64,
    pub(super) supply: u64,
    pub(super) schooling: Schooling,
    pub(super) shifts: &'static str,
    pub(super) dutch: Cefr,
    pub(super) licence: Option<Licence>,
    pub(super) own_car_percent: u64,
    pub(super) essential: Vec<&'static str>,
    pub(super) optional: Vec<&'static str>,
}

/// Shifts of one pattern, with the contract hours.
#[derive(Clone, Debug)]
pub(super) struct Shift {
    pub(super) hours: Hours,
    pub(super) per_week: u16,
}

/// All shifts of a group of patterns.
#[derive(Clone, Debug, Default)]
pub(super) struct Shifts {
    pub(super) shifts: Vec<Shift>,
    pub(super) weights: Weights,
}

/// A form of employment besides the regular one.
#[derive(Clone, Debug)]
pub(super) struct Form {
    /// Name in the policy pack.
    pub(super) name: &'static str,
    /// The right it needs, as the policy pack names it.
    pub(super) right: &'static str,
    /// Of all vacancies, per mille.
    pub(super) vacancies: u64,
    /// People who have the right, per mille.
    pub(super) entitled: u64,
    pub(super) led_by: LedBy,
}

/// When people can work.
#[derive(Clone, Debug)]
pub(super) struct Availability {
    pub(super) hours: Vec<Hours>,
    pub(super) weights: Weights,
    pub(super) weights_with_children: Weights,
}

/// All tables.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    pub(super) municipalities: Vec<Municipality>,
    /// Workers living in the first and working in the second municipality.
    pub(super) commutes: Vec<(&'static str, &'static str, u64)>,
    pub(super) occupations: Vec<Occupation>,
    pub(super) shifts: BTreeMap<&'static str, Shifts>,
    pub(super) forms: Vec<Form>,
    pub(super) availability: Availability,
    pub(super) shares: Shares,
}

impl Tables {
    /// Reads all tables.
    ///
    /// # Errors
    /// A table that is part of the program is broken.
    pub(super) fn read() -> Result<Self> {
        let shares = Shares::read()?;
        let shifts = shifts()?;
        let occupations = occupations()?;
        for occupation in &occupations {
            ensure!(shifts.contains_key(occupation.shifts), "no shifts named {}", occupation.shifts);
        }
        Ok(Self {
            municipalities: municipalities(&shares)?,
            commutes: commutes()?,
            occupations,
            shifts,
            forms: forms()?,
            availability: availability()?,
            shares,
        })
    }
}

fn municipalities(shares: &Shares) -> Result<Vec<Municipality>> {
    let mut places = places()?;
    let read = |[nis, name, part, population, young, older, establishments, jobseekers]: [&'static str; 8]| {
        let population: u64 = number(population)?;
        let aged = |cell: &str, per_mille: u64| match cell {
            "" => Ok(population * per_mille / 1000),
            known => number(known),
        };
        let places = places.remove(nis).with_context(|| format!("no place in {nis}"))?;
        Ok(Municipality {
            nis,
            name,
            in_province: part == "antwerp",
            population,
            aged_0_4: aged(young, shares.aged_0_4_of_population)?,
            aged_5_14: aged(older, shares.aged_5_14_of_population)?,
            establishments: if establishments.is_empty() { 0 } else { number(establishments)? },
            jobseekers: number(jobseekers)?,
            place_weights: places.iter().map(|place| place.weight).collect(),
            places,
        })
    };
    rows("generator_municipalities", MUNICIPALITIES)?.into_iter().map(read).collect()
}

fn places() -> Result<BTreeMap<&'static str, Vec<Place>>> {
    let mut places: BTreeMap<_, Vec<Place>> = BTreeMap::new();
    for [_, nis, lon, lat, inside_lon, inside_lat, weight] in rows("generator_places", PLACES)? {
        let home = LonLat { lon: number(lon)?, lat: number(lat)? };
        let site = LonLat { lon: number(inside_lon)?, lat: number(inside_lat)? };
        places.entry(nis).or_default().push(Place { home, site, weight: number(weight)? });
    }
    Ok(places)
}

fn commutes() -> Result<Vec<(&'static str, &'static str, u64)>> {
    let table = rows("generator_commutes", COMMUTES)?;
    table.into_iter().map(|[home, work, workers]| Ok((home, work, number(workers)?))).collect()
}

fn occupations() -> Result<Vec<Occupation>> {
    let mut skills: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for [occupation, relation, skill] in rows("generator_occupation_skills", SKILLS)? {
        skills.entry((occupation, relation)).or_default().push(skill);
    }
    let read = |row: [&'static str; 11]| {
        let [code, _, _, vdab, demand, supply, schooling, shifts, dutch, licence, own_car] = row;
        Ok(Occupation {
            code,
            bottleneck: !vdab.is_empty(),
            demand: number(demand)?,
            supply: number(supply)?,
            schooling: schooling_of(schooling)?,
            shifts,
            dutch: named(dutch)?,
            licence: if licence.is_empty() { None } else { Some(named(licence)?) },
            own_car_percent: number(own_car)?,
            essential: skills.remove(&(code, "essential")).unwrap_or_default(),
            optional: skills.remove(&(code, "optional")).unwrap_or_default(),
        })
    };
    rows("generator_occupations", OCCUPATIONS)?.into_iter().map(read).collect()
}

fn schooling_of(cell: &str) -> Result<Schooling> {
    match cell {
        "low" => Ok(Schooling::Low),
        "middle" => Ok(Schooling::Middle),
        "high" => Ok(Schooling::High),
        other => anyhow::bail!("no schooling {other:?}"),
    }
}

/// A name as the scenario format spells it.
fn named<T: serde::de::DeserializeOwned>(cell: &str) -> Result<T> {
    serde_json::from_value(cell.into()).with_context(|| format!("no such name: {cell:?}"))
}

/// A language code as the scenario format keeps it.
pub(super) fn language(code: &str) -> LanguageCode {
    LanguageCode(code.to_owned())
}

fn hours(days: &str, from: &str, to: &str) -> Result<Hours> {
    let days: Vec<Day> = days.split(' ').map(named).collect::<Result<_>>()?;
    Ok(Hours { days, from: Time(from.to_owned()), to: Time(to.to_owned()) })
}

fn shifts() -> Result<BTreeMap<&'static str, Shifts>> {
    let mut read: BTreeMap<_, (Vec<Shift>, Vec<u64>)> = BTreeMap::new();
    for [pattern, weight, days, from, to, per_week] in rows("generator_shifts", SHIFTS)? {
        let (shifts, weights) = read.entry(pattern).or_default();
        shifts.push(Shift { hours: hours(days, from, to)?, per_week: number(per_week)? });
        weights.push(number(weight)?);
    }
    let group = |(shifts, weights): (Vec<Shift>, Vec<u64>)| Shifts { shifts, weights: weights.into_iter().collect() };
    Ok(read.into_iter().map(|(pattern, read)| (pattern, group(read))).collect())
}

fn forms() -> Result<Vec<Form>> {
    let read = |[name, right, vacancies, entitled, led_by_ocmw, _]: [&'static str; 6]| {
        let led_by = if led_by_ocmw == "yes" { LedBy::Ocmw } else { LedBy::Vdab };
        Ok(Form { name, right, vacancies: number(vacancies)?, entitled: number(entitled)?, led_by })
    };
    rows("generator_forms", FORMS)?.into_iter().map(read).collect()
}

fn availability() -> Result<Availability> {
    let (mut all, mut weights, mut with_children) = (vec![], vec![], vec![]);
    for [_, weight, weight_with_children, days, from, to] in rows("generator_availability", AVAILABILITY)? {
        all.push(hours(days, from, to)?);
        weights.push(number(weight)?);
        with_children.push(number(weight_with_children)?);
    }
    Ok(Availability {
        hours: all,
        weights: weights.into_iter().collect(),
        weights_with_children: with_children.into_iter().collect(),
    })
}
