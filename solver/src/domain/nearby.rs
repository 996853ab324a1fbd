//! What is near each home and each place of work: childcare facilities and hubs, worked out when first asked.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::{CareIdx, Facts, HubIdx, HubKind, Jobseeker, JobseekerIdx, OfferIdx, Point, Region};

/// For each age of a child that needs care, the nearest facilities that take the age.
type OfAges = Vec<(u8, Vec<CareIdx>)>;

/// Of each kind of hub, for each home or each site, the nearest hubs.
type HubsOfKinds = [Vec<Vec<HubIdx>>; HubKind::ALL.len()];

/// What is near, derived from one region: a changed region has another. Kept by who prepares a region to be asked;
/// [`Facts`] hand it on.
#[derive(Default)]
pub struct Nearby {
    care_of_homes: OnceLock<Vec<OfAges>>,
    ages_to_place: OnceLock<Vec<u8>>,
    /// One for each offer: most are never asked.
    care_of_sites: OnceLock<Vec<OnceLock<OfAges>>>,
    hubs_of_homes: OnceLock<HubsOfKinds>,
    hubs_of_sites: OnceLock<HubsOfKinds>,
}

impl<'a> Facts<'a> {
    /// The facilities that may be chosen for a child of `age` years: the pack's number of those nearest to the home, as
    /// the crow flies, that take the age. Worked out for the whole region when first asked.
    pub fn care_near_home(self, jobseeker: JobseekerIdx, age: u8) -> &'a [CareIdx] {
        of_age(&self.care_of_homes()[jobseeker.at()], age)
    }

    /// The facilities nearest to a place of work that may be chosen besides. Worked out per offer when first asked.
    pub fn care_near_work(self, offer: OfferIdx, age: u8) -> &'a [CareIdx] {
        let (region, near) = (self.region, self.near);
        let sites = near.care_of_sites.get_or_init(|| region.offers.iter().map(|_| OnceLock::new()).collect());
        let of_site = sites[offer.at()].get_or_init(|| {
            let most = usize::from(region.pack.limits.childcare_choices_near_work_max);
            let of_all = || region.jobseekers.iter().flat_map(ages_to_place).collect::<BTreeSet<_>>();
            let ages = near.ages_to_place.get_or_init(|| of_all().into_iter().collect());
            nearest_care(region, &region.offers[offer.at()].site, ages, most)
        });
        of_age(of_site, age)
    }

    /// The pack's number of hubs of `kind` nearest to a home, as the crow flies.
    pub fn hubs_near_home(self, jobseeker: JobseekerIdx, kind: HubKind) -> &'a [HubIdx] {
        let homes = self.region.jobseekers.iter().map(|person| &person.home);
        let near = self.near.hubs_of_homes.get_or_init(|| hubs_of_kinds(self.region, homes));
        near[kind as usize].get(jobseeker.at()).map_or(&[], Vec::as_slice)
    }

    /// The pack's number of hubs of `kind` nearest to a site, as the crow flies.
    pub fn hubs_near_site(self, offer: OfferIdx, kind: HubKind) -> &'a [HubIdx] {
        let sites = self.region.offers.iter().map(|offer| &offer.site);
        let near = self.near.hubs_of_sites.get_or_init(|| hubs_of_kinds(self.region, sites));
        near[kind as usize].get(offer.at()).map_or(&[], Vec::as_slice)
    }

    /// Works out the facilities near everyone's home now, so that the first question need not wait for it.
    pub fn find_care_near_homes(self) {
        self.care_of_homes();
    }

    /// The facilities near everyone's home.
    fn care_of_homes(self) -> &'a [OfAges] {
        let region = self.region;
        let most = usize::from(region.pack.limits.childcare_choices_max);
        let of_person = |person: &Jobseeker| nearest_care(region, &person.home, &ages_to_place(person), most);
        self.near.care_of_homes.get_or_init(|| region.jobseekers.iter().map(of_person).collect())
    }
}

/// The `most` facilities nearest to `point` for each of `ages`, the nearest first. Linear in the facilities.
fn nearest_care(region: &Region, point: &Point, ages: &[u8], most: usize) -> OfAges {
    if ages.is_empty() {
        return Vec::new();
    }
    let facilities = region.childcare.iter().enumerate().filter(|(_, care)| !care.is_school);
    let distances: Vec<_> =
        facilities.map(|(at, care)| (point.chord_squared_to(&care.site).to_bits(), CareIdx::from_usize(at))).collect();
    let of_age = |&age: &u8| {
        let takes = |care: CareIdx| region.childcare[care.at()].band_of(age).is_some();
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

/// The nearest hubs of every kind for each of some points. Hubs times points.
fn hubs_of_kinds<'a>(region: &Region, points: impl Iterator<Item = &'a Point> + Clone) -> HubsOfKinds {
    let most = usize::from(region.pack.limits.hub_choices_max);
    HubKind::ALL.map(|kind| match region.has_hub(kind) {
        true => points.clone().map(|point| nearest_hubs(region, point, kind, most)).collect(),
        false => Vec::new(),
    })
}

/// The `most` hubs of `kind` nearest to `point`, the nearest first. Linear in the hubs.
fn nearest_hubs(region: &Region, point: &Point, kind: HubKind, most: usize) -> Vec<HubIdx> {
    let of_kind = region.hubs.iter().enumerate().filter(|(_, hub)| hub.kind == kind);
    let mut found: Vec<_> =
        of_kind.map(|(at, hub)| (point.chord_squared_to(&hub.at).to_bits(), HubIdx::from_usize(at))).collect();
    found.sort_unstable();
    found.into_iter().take(most).map(|(_, hub)| hub).collect()
}
