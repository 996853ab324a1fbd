//! Indexes over a region: offers by occupation group and by place, people by the occupation groups they look in.

use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::constraint::{IscoPrefix, RuleBook};
use crate::domain::{Facts, JobseekerIdx, OfferIdx, Point, chord_squared_of};

/// A point on the unit sphere with something at it. Distances between such points, squared, are squared chords: no map
/// projection, no error.
type At<T> = GeomWithData<[f64; 3], T>;

/// Finds offers near a home or of an occupation group, and people who look in the group of an offer.
#[derive(Debug)]
pub struct Index {
    /// Offers with the ISCO group of their occupation, sorted by group.
    by_occupation: Vec<([u8; 4], OfferIdx, [f64; 3])>,
    /// Offers of no occupation: of use whatever one looks for.
    for_everyone: Vec<(OfferIdx, [f64; 3])>,
    /// People with each group they look in, sorted by length and digits of the group; the digits after its length are
    /// 0.
    seekers: Vec<((usize, [u8; 4]), JobseekerIdx)>,
    /// Offers by place.
    sites: RTree<At<OfferIdx>>,
    /// Pairs whose travel time is stated outright, sorted.
    stated: Vec<(JobseekerIdx, OfferIdx)>,
    /// How far from home work may be, metres, in the order of people; infinite where nothing bounds it.
    reaches_m: Vec<f64>,
}

impl Index {
    /// Indexes `facts` under `rules`. Later calls must use the same facts and rules; only rules that bound no search
    /// may be switched off since. `n log n` in people and offers.
    pub fn of(facts: Facts<'_>, rules: &RuleBook) -> Self {
        let region = facts.region;
        let offers = || region.offers.iter().enumerate().map(|(idx, v)| (OfferIdx::from_usize(idx), v));
        let mut by_occupation: Vec<_> = offers()
            .filter_map(|(idx, offer)| {
                Some((region.occupations[offer.occupation?.at()].isco, idx, offer.site.direction))
            })
            .collect();
        let no_occupation = offers().filter(|(_, offer)| offer.occupation.is_none());
        let for_everyone = no_occupation.map(|(idx, offer)| (idx, offer.site.direction)).collect();
        by_occupation.sort_by_key(|&(isco, idx, _)| (isco, idx));
        let sites = RTree::bulk_load(offers().map(|(idx, v)| At::new(v.site.direction, idx)).collect());
        let seekers = seekers(facts, rules);
        let people = (0..region.jobseekers.len()).map(JobseekerIdx::from_usize);
        let reaches_m = people.map(|person| rules.reach_m(facts, person)).collect();
        Self { by_occupation, for_everyone, seekers, sites, stated: region.stated_pairs(), reaches_m }
    }

    /// People who look in an occupation group that holds `isco`, or everyone for an offer of no occupation: sorted,
    /// each once.
    pub fn people_for(&self, isco: Option<[u8; 4]>) -> Vec<JobseekerIdx> {
        let Some(isco) = isco else { return (0..self.reaches_m.len()).map(JobseekerIdx::from_usize).collect() };
        let mut found = Vec::new();
        for len in 0..=isco.len() {
            let group = padded(IscoPrefix { digits: isco, len });
            let first = self.seekers.partition_point(|(known, _)| *known < group);
            found.extend(self.seekers[first..].iter().take_while(|(known, _)| *known == group).map(|&(_, who)| who));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Offers that a person at `home` may reach within `reach_m` metres, of these occupation groups when given, and
    /// those whose travel time is stated: sorted, each once, into `found`.
    pub fn offers_for(
        &self,
        jobseeker: JobseekerIdx,
        home: &Point,
        reach_m: f64,
        groups: Option<&[IscoPrefix]>,
        found: &mut Vec<OfferIdx>,
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
                let near = self.for_everyone.iter().filter(|(_, site)| squared(&home.direction, site) <= chord_squared);
                found.extend(near.map(|&(idx, _)| idx));
            }
            None if reach_m.is_finite() => {
                found.extend(self.sites.locate_within_distance(home.direction, chord_squared).map(|at| at.data));
            }
            None => {
                found.extend(self.by_occupation.iter().map(|&(_, idx, _)| idx));
                found.extend(self.for_everyone.iter().map(|&(idx, _)| idx));
            }
        }
        let first = self.stated.partition_point(|&(person, _)| person < jobseeker);
        found.extend(self.stated[first..].iter().take_while(|(person, _)| *person == jobseeker).map(|&(_, v)| v));
        found.sort_unstable();
        found.dedup();
    }

    /// How far from home work may be for this person, metres.
    pub fn reach_m(&self, jobseeker: JobseekerIdx) -> f64 {
        self.reaches_m[jobseeker.at()]
    }

    /// Whether the travel time of the pair is stated outright.
    pub fn is_stated(&self, jobseeker: JobseekerIdx, offer: OfferIdx) -> bool {
        self.stated.binary_search(&(jobseeker, offer)).is_ok()
    }

    /// Offers whose occupation lies in `group`.
    fn of_group(&self, group: &IscoPrefix) -> &[([u8; 4], OfferIdx, [f64; 3])] {
        let digits = &group.digits[..group.len];
        let first = self.by_occupation.partition_point(|(isco, ..)| isco[..group.len] < *digits);
        let rest = &self.by_occupation[first..];
        &rest[..rest.partition_point(|(isco, ..)| isco[..group.len] == *digits)]
    }
}

/// Everyone with each group they look in; people whom no rule binds to groups look in the group that holds all.
fn seekers(facts: Facts<'_>, rules: &RuleBook) -> Vec<((usize, [u8; 4]), JobseekerIdx)> {
    let mut seekers = Vec::new();
    for person in (0..facts.region.jobseekers.len()).map(JobseekerIdx::from_usize) {
        let all = || vec![IscoPrefix { digits: [b'0'; 4], len: 0 }];
        let groups = rules.occupation_groups(facts, person).unwrap_or_else(all);
        seekers.extend(groups.into_iter().map(|group| (padded(group), person)));
    }
    seekers.sort_unstable();
    seekers
}

/// Length and digits of a group, with 0 for the digits that do not count.
fn padded(group: IscoPrefix) -> (usize, [u8; 4]) {
    let mut digits = group.digits;
    digits[group.len..].fill(b'0');
    (group.len, digits)
}

/// Squared chord between two directions.
fn squared(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
