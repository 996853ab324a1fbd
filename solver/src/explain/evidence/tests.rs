//! Evidence against what anyone can recount by hand.

use std::collections::BTreeSet;

use super::*;
use crate::domain::{Nearby, Overlay};
use crate::explain::unlocks;
use crate::sample::{self, Dice};

/// Small regions of every kind.
fn regions() -> impl Iterator<Item = Region> {
    let plain = (0..40).map(|seed| sample::region(seed, 14, 10));
    plain.chain((0..40).map(|seed| sample::varied(seed, 14, 10)))
}

/// Small regions where skills keep many people away.
fn demanding() -> impl Iterator<Item = Region> {
    (0..120).map(|seed| {
        let mut dice = Dice::new(seed);
        let mut region = sample::region(seed, 9, 7);
        region.pack.limits.essential_skills_percent_min = 100;
        for person in &mut region.jobseekers {
            person.skills.retain(|_| dice.chance(60));
        }
        region
    })
}

/// Every way of a pairing without supports.
fn ways<'a>(facts: Facts<'a>, jobseeker_idx: JobseekerIdx, offer_idx: OfferIdx) -> Vec<Way<'a>> {
    let any = Way { facts, jobseeker_idx, offer_idx, choice: Choice::by(Mode::Walk) };
    let places = place_choices(facts, jobseeker_idx, offer_idx, any.modes());
    let with = |mode| places.iter().map(move |&places| Way { choice: Choice { places, ..Choice::by(mode) }, ..any });
    any.modes().iter().flat_map(with).collect()
}

/// Where everyone stands towards everything, from the findings of every way.
fn by_findings(prepared: &Prepared<'_>) -> Vec<Chances> {
    let region = prepared.facts.region;
    let offers = || (0..region.offers.len()).map(OfferIdx::from_usize);
    let people = (0..region.jobseekers.len()).map(JobseekerIdx::from_usize);
    let of_person = |person| {
        let skills = |offer| Change::LearnsSkillsOf(person, offer);
        let mut chances = Chances::default();
        for offer in offers() {
            let is_learned = |judged: &&crate::constraint::Judged| {
                let remedies = judged.finding.remedies(prepared.facts);
                !remedies.is_empty() && remedies.iter().all(|remedy| remedy.change == skills(offer))
            };
            let mut found = BTreeSet::new();
            for way in ways(prepared.facts, person, offer) {
                let judged = prepared.rules.judge(&way);
                let blocking: Vec<_> = judged.iter().filter(|judged| judged.blocks()).collect();
                if blocking.iter().all(is_learned) {
                    found.insert(blocking.len());
                }
            }
            match found.first() {
                Some(0) => chances.ready.push(offer),
                Some(_) => chances.to_learn.push(offer),
                None => {}
            }
        }
        let occupation = |offer: &OfferIdx| region.offers[offer.at()].occupation;
        let known: Vec<_> = chances.ready.iter().map(occupation).collect();
        chances.to_learn.retain(|offer| !known.contains(&occupation(offer)));
        chances
    };
    people.map(of_person).collect()
}

#[test]
fn whom_skills_alone_keep_away_is_what_the_findings_say() {
    let mut learners = 0;
    for region in regions().chain(demanding()) {
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(&region, &near));
        let found = all_chances(&prepared);
        assert_eq!(found, by_findings(&prepared));
        learners += found.iter().filter(|chances| !chances.to_learn.is_empty()).count();
    }
    assert!(learners > 100, "too few to prove anything: {learners}");
}

#[test]
fn learning_the_skills_is_enough_and_nothing_less_is() {
    let mut tried = 0;
    for region in regions().chain(demanding()) {
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(&region, &near));
        for (at, chances) in all_chances(&prepared).iter().enumerate() {
            let person = JobseekerIdx::from_usize(at);
            for &offer in &chances.to_learn {
                assert!(!unlocks(&prepared, Overlay::NONE, person, offer), "is possible already");
                let overlay = Overlay::new([Change::LearnsSkillsOf(person, offer)]);
                let facts = prepared.facts.under(&overlay);
                let passes = |way: &Way<'_>| prepared.rules.verdict(way).blocked_by.is_none();
                assert!(ways(facts, person, offer).iter().any(passes), "does not pass with the skills");
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "too few to prove anything: {tried}");
}

/// Most people with a seat, by trying everything for each in turn.
fn most_seated(can_take: &[Vec<OfferIdx>], free: &mut [u32]) -> u32 {
    let Some((first, rest)) = can_take.split_first() else { return 0 };
    let mut most = most_seated(rest, free);
    for offer in first {
        if free[offer.at()] > 0 {
            free[offer.at()] -= 1;
            most = most.max(1 + most_seated(rest, free));
            free[offer.at()] += 1;
        }
    }
    most
}

#[test]
fn seats_are_as_many_as_trying_everything_gives() {
    let (mut differ, mut learn) = (0, 0);
    for region in demanding() {
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(&region, &near));
        let chances = by_findings(&prepared);
        let openings: Vec<u32> = region.offers.iter().map(|offer| offer.openings.unwrap()).collect();
        let most = |lists: Vec<Vec<OfferIdx>>| most_seated(&lists, &mut openings.clone());
        let without = most(chances.iter().map(|of| of.ready.clone()).collect());
        for of in evidence(&prepared) {
            let is_of = |offer: &&OfferIdx| region.offers[offer.at()].occupation == Some(of.occupation);
            let learned = |chances: &Chances| chances.to_learn.iter().filter(is_of).copied().collect::<Vec<_>>();
            let with = |of: &Chances| [of.ready.clone(), learned(of)].concat();
            assert_eq!(of.seated, most(chances.iter().map(learned).collect()));
            assert_eq!(of.net, most(chances.iter().map(with).collect()) - without);
            assert_eq!(of.people as usize, chances.iter().filter(|of| !learned(of).is_empty()).count());
            assert_eq!(of.people, of.homes.iter().map(|(_, people)| people).sum::<u32>());
            assert!(of.net <= of.seated && of.seated <= of.people && of.idle <= of.people, "{of:?}");
            assert!(of.seated <= of.in_reach && of.bottleneck <= of.in_reach && of.in_reach <= of.openings, "{of:?}");
            differ += u32::from(of.net < of.seated);
            learn += u32::from(of.net > 0);
        }
    }
    assert!(differ > 5 && learn > 20, "too few to prove anything: {differ}, {learn}");
}

#[test]
fn seats_do_not_depend_on_whose_turn_comes_first() {
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let (people, offers) = (8, 5);
        let openings: Vec<u32> = (0..offers).map(|_| dice.below(3) as u32).collect();
        let mut list = || (0..offers).map(|n| OfferIdx(n as u32)).filter(|_| dice.chance(35)).collect::<Vec<_>>();
        let mut can_take: Vec<_> = (0..people).map(|_| list()).collect();
        let most = most_seated(&can_take, &mut openings.clone());
        for _ in 0..2 {
            let given = Seats::of(openings.clone(), people).give(|person| can_take[person.at()].iter());
            assert_eq!(given, most, "{can_take:?} {openings:?}");
            can_take.reverse();
            can_take.iter_mut().for_each(|list| list.reverse());
        }
    }
}
