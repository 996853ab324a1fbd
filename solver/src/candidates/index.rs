//! Indexes over a region: vacancies by occupation group and by place, homes by place.

use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::constraint::IscoPrefix;
use crate::domain::{JobseekerIdx, Point, Region, VacancyIdx, chord_squared_of};

/// A point on the unit sphere with something at it. Distances between such points, squared, are squared chords: no map
/// projection, no error.
type At<T> = GeomWithData<[f64; 3], T>;

/// Finds vacancies near a home or of an occupation group, and homes near a vacancy.
#[derive(Debug)]
pub struct Index {
    /// Vacancies with the ISCO group of their occupation, sorted by group.
    by_occupation: Vec<([u8; 4], VacancyIdx, [f64; 3])>,
    /// Vacancies by place.
    sites: RTree<At<VacancyIdx>>,
    /// Distinct homes by place, with a range of `residents`: people share neighbourhood centroids.
    homes: RTree<At<(u32, u32)>>,
    /// People by home.
    residents: Vec<JobseekerIdx>,
    /// Pairs whose travel time is stated outright, by person.
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
        let (homes, residents) = homes_of(region);
        Self { by_occupation, sites, homes, residents, stated: region.travel.exceptions() }
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

    /// People whose home lies within `reach_m` metres of `site`, and those with a stated travel time to `vacancy`:
    /// sorted, each once.
    pub fn residents_near(&self, vacancy: VacancyIdx, site: &Point, reach_m: f64) -> Vec<JobseekerIdx> {
        let near = self.homes.locate_within_distance(site.direction, chord_squared_of(reach_m));
        let mut found: Vec<_> = near
            .flat_map(|at| &self.residents[at.data.0 as usize..at.data.1 as usize])
            .copied()
            .chain(self.stated.iter().filter(|(_, to)| *to == vacancy).map(|&(person, _)| person))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Vacancies whose occupation lies in `group`.
    fn of_group(&self, group: &IscoPrefix) -> &[([u8; 4], VacancyIdx, [f64; 3])] {
        let digits = &group.digits[..group.len];
        let first = self.by_occupation.partition_point(|(isco, ..)| isco[..group.len] < *digits);
        let rest = &self.by_occupation[first..];
        &rest[..rest.partition_point(|(isco, ..)| isco[..group.len] == *digits)]
    }
}

/// Distinct homes with the people who live there.
fn homes_of(region: &Region) -> (RTree<At<(u32, u32)>>, Vec<JobseekerIdx>) {
    let bits = |idx: &JobseekerIdx| region.jobseekers[idx.at()].home.direction.map(f64::to_bits);
    let mut residents: Vec<_> = (0..region.jobseekers.len()).map(JobseekerIdx::from_usize).collect();
    residents.sort_by_key(|idx| (bits(idx), *idx));
    let mut homes = Vec::new();
    let mut first = 0;
    for here in residents.chunk_by(|a, b| bits(a) == bits(b)) {
        let last = first + here.len() as u32;
        homes.push(At::new(region.jobseekers[here[0].at()].home.direction, (first, last)));
        first = last;
    }
    (RTree::bulk_load(homes), residents)
}

/// Squared chord between two directions.
fn squared(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
