//! Indexes over a region: vacancies by occupation group and by place.

use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::constraint::IscoPrefix;
use crate::domain::{JobseekerIdx, Point, Region, VacancyIdx, chord_squared_of};

/// A point on the unit sphere with something at it. Distances between such points, squared, are squared chords: no map
/// projection, no error.
type At<T> = GeomWithData<[f64; 3], T>;

/// Finds vacancies near a home or of an occupation group.
#[derive(Debug)]
pub struct Index {
    /// Vacancies with the ISCO group of their occupation, sorted by group.
    by_occupation: Vec<([u8; 4], VacancyIdx, [f64; 3])>,
    /// Vacancies by place.
    sites: RTree<At<VacancyIdx>>,
    /// Pairs whose travel time is stated outright, sorted.
    stated: Vec<(JobseekerIdx, VacancyIdx)>,
}

impl Index {
    /// Indexes a region. `n log n` in its people and vacancies.
    pub fn of(region: &Region) -> Self {
        let vacancies = || region.vacancies.iter().enumerate().map(|(idx, v)| (VacancyIdx::from_usize(idx), v));
        let mut by_occupation: Vec<_> = vacancies()
            .map(|(idx, vacancy)| (region.occupations[vacancy.occupation.at()].isco, idx, vacancy.site.direction))
            .collect();
        by_occupation.sort_by_key(|&(isco, idx, _)| (isco, idx));
        let sites = RTree::bulk_load(vacancies().map(|(idx, v)| At::new(v.site.direction, idx)).collect());
        Self { by_occupation, sites, stated: region.travel.exceptions() }
    }

    /// Vacancies that a person at `home` may reach within `reach_m` metres, of these occupation groups when given, and
    /// those whose travel time is stated: sorted, each once, into `found`.
    pub fn vacancies_for(
        &self,
        jobseeker: JobseekerIdx,
        home: &Point,
        reach_m: f64,
        groups: Option<&[IscoPrefix]>,
        found: &mut Vec<VacancyIdx>,
    ) {
        found.clear();
        let chord_squared = chord_squared_of(reach_m);
        match groups {
            Some(groups) => {
                for group in groups {
                    let near = self
                        .of_group(group)
                        .iter()
                        .filter(|(_, _, site)| squared(&home.direction, site) <= chord_squared);
                    found.extend(near.map(|&(_, idx, _)| idx));
                }
            }
            None if reach_m.is_finite() => {
                found.extend(self.sites.locate_within_distance(home.direction, chord_squared).map(|at| at.data));
            }
            None => found.extend(self.by_occupation.iter().map(|&(_, idx, _)| idx)),
        }
        let first = self.stated.partition_point(|&(person, _)| person < jobseeker);
        found.extend(self.stated[first..].iter().take_while(|(person, _)| *person == jobseeker).map(|&(_, v)| v));
        found.sort_unstable();
        found.dedup();
    }

    /// Whether the travel time of the pair is stated outright.
    pub fn is_stated(&self, jobseeker: JobseekerIdx, vacancy: VacancyIdx) -> bool {
        self.stated.binary_search(&(jobseeker, vacancy)).is_ok()
    }

    /// Vacancies whose occupation lies in `group`.
    fn of_group(&self, group: &IscoPrefix) -> &[([u8; 4], VacancyIdx, [f64; 3])] {
        let digits = &group.digits[..group.len];
        let first = self.by_occupation.partition_point(|(isco, ..)| isco[..group.len] < *digits);
        let rest = &self.by_occupation[first..];
        &rest[..rest.partition_point(|(isco, ..)| isco[..group.len] == *digits)]
    }
}

/// Squared chord between two directions.
fn squared(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
