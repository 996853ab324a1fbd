//! Laws of what-if: an overlay changes what it says, and nothing about anyone or anything else.

use super::laws::{drawn, regions, told, ways};
use crate::constraint::ALL;
use crate::domain::*;
use crate::sample::Dice;
use crate::way::Way;

/// One change of each kind about the first of everything.
fn one_of_each() -> [Change; 20] {
    let (person, offer, care) = (JobseekerIdx(0), OfferIdx(0), CareIdx::new(0));
    let all = [
        Change::Speaks(person, Language::DUTCH, [Cefr::C2; 4]),
        Change::HasMode(person, Mode::Car),
        Change::HasLicences(person, Licences::default().with(LicenceCategory::B)),
        Change::TravelsUpTo(person, 200),
        Change::WorksShiftsOf(person, offer),
        Change::WorksHours(person, 9),
        Change::LearnsSkillsOf(person, offer),
        Change::AimsAt(person, OccupationIdx(2)),
        Change::Entitled(person, EntitlementIdx(0)),
        Change::Released(person),
        Change::LanguageSupport(offer),
        Change::StartsOn(offer, super::case::day(90)),
        Change::ShiftsMove(offer, 30),
        Change::LeavesFrom(person, 0),
        Change::ChildGoesTo(person, 0, care),
        Change::MoreOpenings(offer, 3),
        Change::OpensFor(care, 0, DAY),
        Change::MorePlaces(care, 0),
        Change::MoreSupport(SupportIdx::new(0), 2),
        Change::MoreLike(ResourceIdx(0), 1),
    ];
    // A new kind of change must be added above and here.
    for change in &all {
        match change {
            Change::Speaks(..) | Change::HasMode(..) | Change::HasLicences(..) | Change::TravelsUpTo(..) => {}
            Change::WorksShiftsOf(..) | Change::WorksHours(..) | Change::LearnsSkillsOf(..) => {}
            Change::ShiftsMove(..) | Change::LeavesFrom(..) | Change::ChildGoesTo(..) => {}
            Change::AimsAt(..) | Change::Entitled(..) | Change::Released(..) => {}
            Change::LanguageSupport(..) | Change::StartsOn(..) | Change::MoreOpenings(..) => {}
            Change::OpensFor(..) | Change::MorePlaces(..) | Change::MoreSupport(..) => {}
            Change::MoreLike(..) => {}
        }
    }
    all
}

/// Rules that a change may speak to; every other says of every way what it said.
fn concerned(change: &Change) -> &'static [&'static str] {
    match change {
        Change::Speaks(..) | Change::LanguageSupport(_) => &["language"],
        Change::HasMode(..) => &["mobility", "licence"],
        Change::HasLicences(..) => &["licence"],
        Change::TravelsUpTo(..) | Change::LeavesFrom(..) => &["mobility"],
        Change::ChildGoesTo(..) => &["mobility", "childcare"],
        Change::ShiftsMove(..) => &["availability", "night_work", "mobility", "childcare"],
        Change::WorksShiftsOf(..) => &["availability"],
        Change::WorksHours(..) => &["hours"],
        Change::LearnsSkillsOf(..) => &["skills"],
        Change::AimsAt(..) => &["goals"],
        Change::Entitled(..) => &["entitlement", "quotas"],
        Change::Released(_) => &["gate"],
        Change::StartsOn(..) => &["first_day", "entitlement", "right_to_work", "night_work", "supports", "quotas"],
        Change::MoreOpenings(..) => &["openings"],
        // With two stops, longer opening hours may change the order in which they are passed.
        Change::OpensFor(..) => &["childcare", "mobility"],
        // Room in a pool: only a way that used more than there was is judged otherwise. A place that is now free may
        // become a remedy.
        Change::MorePlaces(..) => &["mobility", "childcare"],
        Change::MoreSupport(..) => &["supports"],
        // Only what is held draws it.
        Change::MoreLike(..) => &[],
    }
}

/// Whether a way has to do with a subject.
fn is_about(way: &Way<'_>, subject: Subject) -> bool {
    match subject {
        Subject::Jobseeker(jobseeker) => way.jobseeker_idx == jobseeker,
        Subject::Offer(offer) => way.offer_idx == offer,
        // The facility may also be named as another place for a child that has one.
        Subject::Care(care) => {
            way.stops().as_slice().contains(&care) || way.jobseeker().children.iter().any(|child| child.place.is_some())
        }
        Subject::Support(support) => way.choice.supports_used().any(|used| used == support),
        Subject::Resource(_) => false,
    }
}

#[test]
fn an_empty_overlay_changes_nothing() {
    let empty = Overlay::new([]);
    assert!(empty.is_empty());
    assert_eq!(&empty, Overlay::NONE);
    for (seed, region) in regions().enumerate() {
        for way in ways(Facts::of(&region, &Nearby::default()), &mut Dice::new(seed as u64)) {
            let after = way.with(way.facts.under(&empty));
            assert!(ALL.iter().all(|rule| told(*rule, &way) == told(*rule, &after)));
            assert_eq!(drawn(&way), drawn(&after));
        }
    }
}

#[test]
fn a_change_makes_room_in_its_own_pool_only() {
    for region in regions() {
        let near = Nearby::default();
        let as_it_is = Facts::of(&region, &near);
        let before = crate::constraint::pools(as_it_is);
        for change in one_of_each() {
            let overlay = Overlay::new([change]);
            let facts = as_it_is.under(&overlay);
            let after = crate::constraint::pools(facts);
            let changed: Vec<_> = before
                .iter()
                .zip(&after)
                .filter(|(before, after)| before != after)
                .map(|(before, after)| {
                    let name = crate::constraint::pool_name(facts, before.key);
                    (name.split('/').next().unwrap().to_owned(), after.capacity.unwrap() - before.capacity.unwrap())
                })
                .collect();
            let expected = match change {
                Change::MoreOpenings(..) => vec![("openings".to_owned(), 3)],
                Change::MorePlaces(..) => vec![("childcare".to_owned(), 1)],
                Change::MoreSupport(..) => vec![("supports".to_owned(), 2)],
                _ => Vec::new(),
            };
            assert_eq!(changed, expected, "{change:?}");
            assert_eq!(before.len(), after.len());
        }
    }
}

#[test]
fn an_overlay_is_read_by_subject_in_any_order() {
    let changes = one_of_each();
    let mut shuffled: Vec<_> = changes.iter().rev().chain(&changes).copied().collect();
    shuffled.rotate_left(5);
    let overlay = Overlay::new(shuffled);
    assert_eq!(overlay, Overlay::new(changes));
    assert_eq!(overlay.iter().count(), 20);
    let about = |subject| overlay.about(subject).count();
    assert_eq!(about(Subject::Jobseeker(JobseekerIdx(0))), 12);
    assert_eq!(about(Subject::Offer(OfferIdx(0))), 4);
    assert_eq!(about(Subject::Care(CareIdx::new(0))), 2);
    assert_eq!(about(Subject::Support(SupportIdx::new(0))), 1);
    assert_eq!(about(Subject::Jobseeker(JobseekerIdx(1))), 0);
    assert_eq!(about(Subject::Support(SupportIdx::new(1))), 0);
}

#[test]
fn what_a_person_has_already_is_not_taken_away() {
    let mut case = super::case::Case::new();
    let person = super::case::PERSON;
    case.person().languages = vec![LanguageLevels { language: Language::DUTCH, levels: [Cefr::B2; 4] }];
    case.person().travel_minutes_max = Some(90);
    case.person().licences = Licences::default().with(LicenceCategory::C);
    case.changes = Overlay::new([
        Change::Speaks(person, Language::DUTCH, [Cefr::A1, Cefr::C1, Cefr::A1, Cefr::B2]),
        Change::TravelsUpTo(person, 30),
        Change::HasMode(person, Mode::Car),
        Change::HasLicences(person, Licences::default().with(LicenceCategory::B)),
    ]);
    let way = case.way();
    assert_eq!(way.levels(Language::DUTCH), [Cefr::B2, Cefr::C1, Cefr::B2, Cefr::B2]);
    assert_eq!(way.travel_minutes_max(), 90);
    assert!(way.modes().has(Mode::Walk) && way.modes().has(Mode::Car) && !way.modes().has(Mode::Bike));
    assert!(way.licences().has(LicenceCategory::C) && way.licences().has(LicenceCategory::B));
}

#[test]
fn trying_a_mode_goes_by_it_and_trying_anything_else_goes_as_before() {
    let case = super::case::Case::new();
    let (person, way) = (super::case::PERSON, case.way());
    let mode_of = |change: Change| way.trying(&change, case.facts()).choice.mode;
    assert_eq!(mode_of(Change::HasMode(person, Mode::Bike)), Mode::Bike);
    assert_eq!(mode_of(Change::HasMode(JobseekerIdx(7), Mode::Bike)), Mode::Walk);
    assert_eq!(mode_of(Change::TravelsUpTo(person, 9)), Mode::Walk);
}

#[test]
fn a_change_does_what_it_says_and_no_more() {
    use super::case::{Case, PERSON, VACANCY, ZON, day};
    let mut case = Case::new();
    case.region.offers.push(case.region.offers[0].clone());
    case.region.offers[0].essential_skills = vec![SkillIdx(1), SkillIdx(2)];
    case.region.offers[0].optional_skills = vec![SkillIdx(3)];
    case.region.offers[1].essential_skills = vec![SkillIdx(4)];
    case.region.offers[1].shifts = vec![Window { day: Weekday::Sat, from: 22 * 60, to: DAY + 6 * 60 }];
    let elsewhere = OfferIdx(1);
    case.changes = Overlay::new([
        Change::LearnsSkillsOf(PERSON, VACANCY),
        Change::WorksShiftsOf(PERSON, elsewhere),
        Change::WorksHours(PERSON, 9),
        Change::Entitled(PERSON, EntitlementIdx(0)),
        Change::StartsOn(VACANCY, day(60)),
        Change::MorePlaces(ZON, 1),
    ]);
    let (facts, way) = (case.facts(), case.way());
    // The essential skills of that offer, not its optional ones and not those of another.
    assert_eq!([1, 2, 3, 4].map(|n| way.holds(SkillIdx(n))), [true, true, false, false]);
    // The shifts of that offer, at whichever offer they are worked, and no other.
    let night = Window { day: Weekday::Sat, from: 22 * 60, to: DAY + 6 * 60 };
    assert!(way.is_available(night) && Way { offer_idx: elsewhere, ..way }.is_available(night));
    assert!(!way.is_available(Window { day: Weekday::Sat, from: 0, to: 60 }));
    // Nine hours, besides twenty to forty, and all between.
    assert_eq!([8, 9, 10, 19, 20, 40, 41].map(|n| way.accepts_hours(n)), [false, true, true, true, true, true, false]);
    assert!(way.is_entitled(EntitlementIdx(0), day(0)) && !way.is_entitled(EntitlementIdx(1), day(0)));
    assert_eq!((facts.start(VACANCY), facts.start(elsewhere)), (day(60), day(30)));
    assert_eq!(way.start(), day(60));
    assert_eq!((facts.places(ZON, 0), facts.places(ZON, 1), facts.places(CareIdx::new(1), 1)), (4, 8, 7));
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn a_change_speaks_to_its_subject_and_its_rules_only() {
        let mut felt = vec![0; one_of_each().len()];
        for (seed, mut region) in regions().enumerate() {
            // Rare enough to be made sure of.
            let contract = region.offers[0].contract.as_mut().unwrap();
            contract.hours_per_week = 9;
            if seed % 2 == 0 {
                region.jobseekers[0].gate = Gate::Hold;
            }
            if seed % 3 == 0 {
                let child = Child { age: 1, needs_care: true, place: Some(CareIdx::new(1)), school: None };
                region.jobseekers[0].children = vec![child];
            }
            let near = Nearby::default();
            let ways = ways(Facts::of(&region, &near), &mut Dice::new(seed as u64));
            for (n, change) in one_of_each().iter().enumerate() {
                let overlay = Overlay::new([*change]);
                let facts = Facts::of(&region, &near).under(&overlay);
                for way in ways.iter().step_by(2) {
                    let after = way.with(facts);
                    for rule in ALL.iter().filter(|rule| told(**rule, way) != told(**rule, &after)) {
                        assert!(is_about(way, change.subject()), "{change:?} reaches {}", rule.id().0);
                        assert!(concerned(change).contains(&rule.id().0), "{change:?} reaches {}", rule.id().0);
                        felt[n] += 1;
                    }
                    let draws_otherwise =
                        concerned(change).contains(&"quotas") || matches!(change, Change::ChildGoesTo(..));
                    if !is_about(way, change.subject()) || !draws_otherwise {
                        assert_eq!(drawn(way), drawn(&after), "{change:?}");
                    }
                }
            }
        }
        let is_unfelt = |(change, times): &(Change, &usize)| **times == 0 && !concerned(change).is_empty();
        let unfelt: Vec<_> = one_of_each().into_iter().zip(&felt).filter(is_unfelt).collect();
        assert!(unfelt.is_empty(), "{unfelt:?}");
    }
}
