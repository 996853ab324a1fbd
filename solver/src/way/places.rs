//! Childcare places that may be chosen for a child: the nearest to home and to work, its school, and what serves it.

use super::{CHILDREN_MAX, Choice, Way};
use crate::domain::{CareIdx, Child, DAY, Facts, JobseekerIdx, Mode, Modes, OfferIdx, Weekday};
use crate::travel::{Located, When};

/// Whether a facility may be chosen for a child, going by where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nearness {
    /// It may.
    Near,
    /// Others that take the age lie nearer to home and to work.
    NotNearest,
    /// It takes so many minutes from home, too many; `None` when one cannot get there.
    Far(Option<u16>),
}

/// Whether `care` may be chosen for `child`, going by the way's mode of travel. What serves the child's school is near.
pub(crate) fn nearness(way: &Way<'_>, child: &Child, care: CareIdx) -> Nearness {
    let region = way.facts.region;
    if let Some(school) = child.school {
        let serves = region.childcare[care.at()].serves.contains(&school);
        return if serves { Nearness::Near } else { Nearness::NotNearest };
    }
    let near_home = way.facts.care_near_home(way.jobseeker_idx, child.age).contains(&care);
    let near_work = way.facts.care_near_work(way.offer_idx, child.age).contains(&care);
    if !near_home && !near_work {
        return Nearness::NotNearest;
    }
    let minutes_max = region.pack.limits.childcare_minutes_max;
    let modes = first_legs(way);
    let from_home = quickest(way, modes, way.home(), way.at_care(care));
    let is_within = |minutes: Option<u16>| minutes.is_some_and(|minutes| minutes <= minutes_max);
    if near_home && is_within(from_home) {
        return Nearness::Near;
    }
    if near_work && is_within(quickest(way, modes, way.at_care(care), way.site())) {
        return Nearness::Near;
    }
    Nearness::Far(from_home)
}

/// Whether `care` may be chosen for `child` by the way's mode of travel; its own school always may.
pub(crate) fn may_be_chosen(way: &Way<'_>, child: &Child, care: CareIdx) -> bool {
    child.school == Some(care) || nearness(way, child, care) == Nearness::Near
}

/// The modes in which a journey may begin: of one that passes hubs, the own bicycle or public transport.
fn first_legs(way: &Way<'_>) -> [Option<Mode>; 2] {
    match way.choice.mode {
        Mode::BikeTransit => [way.bicycle(), None],
        Mode::SharedBike | Mode::SharedCar => [way.bicycle(), Some(Mode::Transit)],
        plain => [Some(plain), None],
    }
}

/// The least minutes between two places on the morning of the first shift.
fn quickest(way: &Way<'_>, modes: [Option<Mode>; 2], from: Located<'_>, to: Located<'_>) -> Option<u16> {
    let first = way.shifts().next();
    let when = first.map_or(When::ArriveBy(Weekday::Mon, DAY / 3), |shift| {
        // A shift that ends the next day still begins on its own.
        When::ArriveBy(shift.day, shift.from)
    });
    let travel = &way.facts.region.travel;
    let minutes = modes.into_iter().flatten().filter_map(|mode| travel.minutes(way.traveller(), from, to, mode, when));
    minutes.min()
}

/// Every assignment of facilities to the children of a person who need care and have no place yet, among those that may
/// be chosen by some of `modes`, in no more stops than a trip can have; each child may also be left without.
///
/// A person without such children gets one choice: nowhere to go.
pub fn place_choices(
    facts: Facts<'_>,
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    modes: Modes,
) -> Vec<[Option<CareIdx>; CHILDREN_MAX]> {
    let mut choices = vec![[None; CHILDREN_MAX]];
    // More stops than a trip can have never pay: where they are allowed at a price, going nowhere has the same price.
    let stops_max = usize::from(facts.region.pack.limits.childcare_stops_max);
    let person = &facts.region.jobseekers[jobseeker.at()];
    let without_place = person.children.iter().filter(|child| child.needs_care && child.place.is_none());
    for (position, child) in without_place.take(CHILDREN_MAX).enumerate() {
        let near = facilities_for(facts, jobseeker, offer, child, modes);
        let with_place = choices.iter().flat_map(|choice| {
            near.iter().map(move |&care| {
                let mut choice = *choice;
                choice[position] = Some(care);
                choice
            })
        });
        choices = with_place.chain(choices.iter().copied()).filter(|choice| distinct(choice) <= stops_max).collect();
    }
    choices
}

/// How many distinct facilities a choice names.
fn distinct(places: &[Option<CareIdx>; CHILDREN_MAX]) -> usize {
    (0..CHILDREN_MAX).filter(|&at| places[at].is_some() && !places[..at].contains(&places[at])).count()
}

/// The facilities that may be chosen for a child by some of `modes`.
fn facilities_for(
    facts: Facts<'_>,
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    child: &Child,
    modes: Modes,
) -> Vec<CareIdx> {
    let region = facts.region;
    if let Some(school) = child.school {
        return [school].into_iter().chain(region.care_serving(school, child.age)).collect();
    }
    let way = |mode| Way { facts, jobseeker_idx: jobseeker, offer_idx: offer, choice: Choice::by(mode) };
    let is_near = |care: CareIdx| modes.iter().any(|mode| nearness(&way(mode), child, care) == Nearness::Near);
    let (of_home, of_work) = (facts.care_near_home(jobseeker, child.age), facts.care_near_work(offer, child.age));
    let besides = of_work.iter().filter(|care| !of_home.contains(care));
    of_home.iter().chain(besides).copied().filter(|&care| is_near(care)).collect()
}
