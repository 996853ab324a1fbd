//! The childcare facilities nearest to each home and to each place of work, worked out once per region.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::{CareIdx, Jobseeker, JobseekerIdx, OfferIdx, Point, Region};

/// For each age of a child that needs care, the nearest facilities that take the age.
type OfAges = Vec<(u8, Vec<CareIdx>)>;

/// The facilities nearest to each person and to each offer, worked out when first asked.
#[derive(Default)]
pub struct NearestCare {
    homes: OnceLock<Vec<OfAges>>,
    ages: OnceLock<Vec<u8>>,
    /// One for each offer: most are never asked.
    sites: OnceLock<Vec<OnceLock<OfAges>>>,
}

/// A clone starts anew: it may be changed before it is asked.
impl Clone for NearestCare {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Derived from the rest of the region: nothing to tell.
impl std::fmt::Debug for NearestCare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NearestCare")
    }
}

impl Region {
    /// The facilities that may be chosen for a child of `age` years: the pack's number of those nearest to the home, as
    /// the crow flies, that take the age. Worked out for the whole region when first asked.
    pub fn nearest_care(&self, jobseeker: JobseekerIdx, age: u8) -> &[CareIdx] {
        of_age(&self.all_nearest()[jobseeker.at()], age)
    }

    /// The facilities nearest to a place of work that may be chosen besides. Worked out per offer when first asked.
    pub fn care_near_work(&self, offer: OfferIdx, age: u8) -> &[CareIdx] {
        let sites = self.nearest.sites.get_or_init(|| self.offers.iter().map(|_| OnceLock::new()).collect());
        let of_site = sites[offer.at()].get_or_init(|| {
            let most = usize::from(self.pack.limits.childcare_choices_near_work_max);
            self.nearest_to(&self.offers[offer.at()].site, self.ages_to_place(), most)
        });
        of_age(of_site, age)
    }

    /// The facilities that bring children of `age` years to `school` and fetch them there. Linear in the facilities.
    pub fn care_serving(&self, school: CareIdx, age: u8) -> impl Iterator<Item = CareIdx> {
        let serving = self.childcare.iter().enumerate();
        let serving = serving.filter(move |(_, care)| care.serves.contains(&school) && care.band_of(age).is_some());
        serving.map(|(at, _)| CareIdx::from_usize(at))
    }

    /// Works out the nearest facilities of everyone now, so that the first question need not wait for it.
    pub fn find_nearest_care(&self) {
        self.all_nearest();
    }

    /// The nearest facilities of everyone.
    fn all_nearest(&self) -> &[OfAges] {
        let most = usize::from(self.pack.limits.childcare_choices_max);
        let of_person = |person: &Jobseeker| self.nearest_to(&person.home, &ages_to_place(person), most);
        self.nearest.homes.get_or_init(|| self.jobseekers.iter().map(of_person).collect())
    }

    /// The ages of all children for whom a place is to be chosen, sorted.
    fn ages_to_place(&self) -> &[u8] {
        let of_all = || self.jobseekers.iter().flat_map(ages_to_place).collect::<BTreeSet<_>>();
        self.nearest.ages.get_or_init(|| of_all().into_iter().collect())
    }

    /// The `most` facilities nearest to `point` for each of `ages`, the nearest first. Linear in the facilities.
    fn nearest_to(&self, point: &Point, ages: &[u8], most: usize) -> OfAges {
        if ages.is_empty() {
            return Vec::new();
        }
        let facilities = self.childcare.iter().enumerate().filter(|(_, care)| !care.is_school);
        let distances: Vec<_> = facilities
            .map(|(at, care)| (point.chord_squared_to(&care.site).to_bits(), CareIdx::from_usize(at)))
            .collect();
        let of_age = |&age: &u8| {
            let takes = |care: CareIdx| self.childcare[care.at()].band_of(age).is_some();
            let mut found: Vec<_> = distances.iter().copied().filter(|&(_, care)| takes(care)).collect();
            if found.len() > most && most > 0 {
                found.select_nth_unstable(most - 1);
            }
            found.truncate(most);
            found.sort_unstable();
            (age, found.into_iter().map(|(_, care)| care).collect())
        };
        ages.iter().map(of_age).collect()
    }
}

/// The ages of the children of one person for whom a place may be chosen, or another one found, sorted.
fn ages_to_place(person: &Jobseeker) -> Vec<u8> {
    let of_care = person.children.iter().filter(|child| child.needs_care && child.school.is_none());
    let mut ages: Vec<u8> = of_care.map(|child| child.age).collect();
    ages.sort_unstable();
    ages.dedup();
    ages
}

/// The facilities of one age.
fn of_age(of_ages: &OfAges, age: u8) -> &[CareIdx] {
    of_ages.iter().find(|(known, _)| *known == age).map_or(&[], |(_, nearest)| nearest.as_slice())
}
