//! Where the people and the work are: the municipalities of a region with their weights.

use std::collections::BTreeMap;

use clap::ValueEnum;

use super::draw::{Draw, Weights};
use super::tables::{Municipality, Place, Tables};

/// Kalmthout, Ranst, Schelle, Schilde, Wijnegem, Zandhoven, Zoersel.
const SEVEN: [&str; 7] = ["11022", "11035", "11038", "11039", "11050", "11054", "11055"];

/// A region that can be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Territory {
    /// The seven municipalities of the cooperation agreement.
    Kina,
    /// The province of Antwerp.
    Antwerp,
    /// The Flemish Region.
    Flanders,
}

impl Territory {
    /// Name in the scenario.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kina => "KINA: zeven gemeenten",
            Self::Antwerp => "Provincie Antwerpen",
            Self::Flanders => "Vlaams Gewest",
        }
    }

    /// Jobseekers when no number is asked.
    pub fn default_jobseekers(self) -> u32 {
        match self {
            Self::Kina => 3_500,
            Self::Antwerp => 60_000,
            Self::Flanders => 230_000,
        }
    }

    /// Vacancies when no number is asked.
    pub fn default_vacancies(self) -> u32 {
        match self {
            Self::Kina => 5_000,
            Self::Antwerp => 15_000,
            Self::Flanders => 60_000,
        }
    }

    fn has(self, municipality: &Municipality) -> bool {
        match self {
            Self::Kina => SEVEN.contains(&municipality.nis),
            Self::Antwerp => municipality.in_province,
            Self::Flanders => true,
        }
    }
}

/// The municipalities of a region, and where its people live and work.
pub(super) struct HomesAndSites<'a> {
    pub(super) municipalities: Vec<&'a Municipality>,
    home_weights: Vec<u64>,
    homes: Weights,
    sites: Vec<&'a Municipality>,
    site_weights: Weights,
}

impl<'a> HomesAndSites<'a> {
    pub(super) fn new(region: Territory, tables: &'a Tables) -> Self {
        let municipalities: Vec<_> = tables.municipalities.iter().filter(|one| region.has(one)).collect();
        let home_weights: Vec<_> = municipalities.iter().map(|one| one.population * one.jobseekers).collect();
        let sites = match region {
            Territory::Kina => sites_of_the_seven(tables, &municipalities),
            Territory::Antwerp | Territory::Flanders => sites_of_all(tables, &municipalities),
        };
        let site_weights = sites.iter().map(|&(_, weight)| weight).collect();
        Self {
            homes: home_weights.iter().copied().collect(),
            home_weights,
            municipalities,
            sites: sites.into_iter().map(|(one, _)| one).collect(),
            site_weights,
        }
    }

    /// A home: municipality and neighbourhood.
    pub(super) fn home(&self, draw: &mut Draw) -> (&'a Municipality, Place) {
        let municipality = self.municipalities[draw.weighted(&self.homes)];
        (municipality, place_in(municipality, draw))
    }

    /// A site of work: municipality and neighbourhood.
    pub(super) fn site(&self, draw: &mut Draw) -> (&'a Municipality, Place) {
        let municipality = self.sites[draw.weighted(&self.site_weights)];
        (municipality, place_in(municipality, draw))
    }

    /// How many of `people` are expected in each municipality, rounded down.
    pub(super) fn expected(&self, people: u64) -> impl Iterator<Item = (&'a Municipality, u64)> + '_ {
        let total = u128::from(self.homes.total());
        let share = move |weight: u64| (u128::from(people) * u128::from(weight) / total) as u64;
        self.municipalities.iter().zip(&self.home_weights).map(move |(&one, &weight)| (one, share(weight)))
    }
}

/// A neighbourhood of a municipality, by its number of statistical sectors.
pub(super) fn place_in(municipality: &Municipality, draw: &mut Draw) -> Place {
    municipality.places[draw.weighted(&municipality.place_weights)]
}

/// The majority of the work by establishments in the seven, the rest where their residents go to work.
fn sites_of_the_seven<'a>(tables: &'a Tables, seven: &[&'a Municipality]) -> Vec<(&'a Municipality, u64)> {
    let mut workers: BTreeMap<&str, u64> = BTreeMap::new();
    for &(_, work, number) in tables.commutes.iter().filter(|(_, work, _)| !SEVEN.contains(work)) {
        *workers.entry(work).or_default() += number;
    }
    let inside: u64 = seven.iter().map(|one| one.establishments).sum();
    let outside: u64 = workers.values().sum();
    let share = tables.shares.vacancies_in_the_seven;
    let here = seven.iter().map(|&one| (one, one.establishments * outside * share));
    let there = tables.municipalities.iter().filter_map(|one| {
        let number = workers.get(one.nis)?;
        Some((one, number * inside * (1000 - share)))
    });
    here.chain(there).collect()
}

/// By establishments; where their number is not had, as many per inhabitant as in the province of Antwerp.
fn sites_of_all<'a>(tables: &'a Tables, municipalities: &[&'a Municipality]) -> Vec<(&'a Municipality, u64)> {
    let province = || tables.municipalities.iter().filter(|one| one.in_province);
    let establishments: u64 = province().map(|one| one.establishments).sum();
    let population: u64 = province().map(|one| one.population).sum();
    let weight = |one: &Municipality| match one.establishments {
        0 => one.population * establishments / population,
        known => known,
    };
    municipalities.iter().map(|&one| (one, weight(one))).collect()
}
