//! The childcare facilities nearest to each home, worked out once per region.

use std::sync::OnceLock;

use super::{CareIdx, Jobseeker, JobseekerIdx, Region};

/// For each age of a child that needs care and has no place, the nearest facilities that take the age.
type OfAges = Vec<(u8, Vec<CareIdx>)>;

/// The facilities nearest to each person, worked out when first asked.
#[derive(Default)]
pub struct NearestCare(OnceLock<Vec<OfAges>>);

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
        let all = self.all_nearest();
        let of_ages = all[jobseeker.at()].iter();
        of_ages.into_iter().find(|(known, _)| *known == age).map_or(&[], |(_, nearest)| nearest.as_slice())
    }

    /// Works out the nearest facilities of everyone now, so that the first question need not wait for it.
    pub fn find_nearest_care(&self) {
        self.all_nearest();
    }

    /// The nearest facilities of everyone.
    fn all_nearest(&self) -> &[OfAges] {
        self.nearest.0.get_or_init(|| self.jobseekers.iter().map(|person| self.nearest_of(person)).collect())
    }

    /// The nearest facilities for each age among the children of one person.
    fn nearest_of(&self, person: &Jobseeker) -> OfAges {
        let without_place = person.children.iter().filter(|child| child.needs_care && child.place.is_none());
        let mut ages: Vec<u8> = without_place.map(|child| child.age).collect();
        ages.sort_unstable();
        ages.dedup();
        ages.into_iter().map(|age| (age, self.nearest_for(person, age))).collect()
    }

    /// The nearest facilities for a child of `age`, the nearest first. Linear in the facilities.
    fn nearest_for(&self, person: &Jobseeker, age: u8) -> Vec<CareIdx> {
        let many = usize::from(self.pack.limits.childcare_choices_max);
        let takes = self.childcare.iter().enumerate().filter(|(_, care)| care.band_of(age).is_some());
        let mut found: Vec<_> = takes
            .map(|(idx, care)| (person.home.chord_squared_to(&care.site).to_bits(), CareIdx::from_usize(idx)))
            .collect();
        if found.len() > many && many > 0 {
            found.select_nth_unstable(many - 1);
        }
        found.truncate(many);
        found.sort_unstable();
        found.into_iter().map(|(_, idx)| idx).collect()
    }
}
