//! The real plan passes, everything doctored is refused.

mod brute;
mod doctored;
mod editions;
mod fairs;

use std::collections::BTreeMap;

use super::*;
use crate::constraint::draws;
use crate::domain::*;
use crate::plan::{Prepared, Termination, solved};
use crate::sample::{self, Dice};
use crate::travel::Place;
use crate::way::{Choice, SUPPORTS_MAX, Way};
use schakel_model::Options;

/// What is wrong with a plan, in words, for messages of tests.
fn in_words(facts: Facts<'_>, violations: &[Violation]) -> Vec<String> {
    let names = PoolNames::of(facts);
    violations.iter().map(|violation| violation.in_words(&names).to_string()).collect()
}

/// A sample with the policy shaken up: pins that require, hard floors, other levels, milder rules.
fn varied(seed: u64, people: usize, offers: usize) -> Region {
    let mut region = sample::region(seed, people, offers);
    let mut dice = Dice::new(seed ^ 0xC0FFEE);
    let below = |n: usize, dice: &mut Dice| dice.below(n as u64) as u32;
    if dice.chance(50) {
        // Mostly a pairing that can be, sometimes any.
        let edges = Prepared::of(Facts::of(&region, &Nearby::default())).lists().edges;
        let any = (JobseekerIdx(below(people, &mut dice)), OfferIdx(below(offers, &mut dice)));
        let possible = (!edges.is_empty()).then(|| edges[below(edges.len(), &mut dice) as usize]);
        let possible = possible.filter(|_| dice.chance(80)).map(|edge| (edge.jobseeker, edge.offer));
        let (jobseeker, offer) = possible.unwrap_or(any);
        region.pins.push(Pin { jobseeker, offer, require: true });
        region.pins.sort_unstable();
    }
    let share = |id: &str, group, form, demand| Share { id: id.to_owned(), group, form, demand };
    let floor = if dice.chance(30) { Demand::FloorHard(1 + below(2, &mut dice)) } else { Demand::FloorSoft(2) };
    region.pack.shares.push(share("speakers", Group::Priority(PriorityGroup::NonDutchSpeaker), None, floor));
    if dice.chance(20) {
        region.pack.shares.push(share("regular", Group::Everyone, Some(FormIdx(0)), Demand::Quota(1)));
    }
    region.pack.levels = match dice.below(6) {
        0 => vec![Level::Placed, Level::Fit],
        1 => vec![Level::Fit, Level::Promises],
        2 => vec![Level::Floors, Level::Placed, Level::Promises, Level::Fit],
        _ => region.pack.levels,
    };
    let modes = &mut region.pack.rule_modes;
    for rule in ["childcare", "language", "mobility", "supports", "availability"] {
        match dice.below(12) {
            0 => drop(modes.insert(rule.to_owned(), RuleMode::Off)),
            1 => drop(modes.insert(rule.to_owned(), RuleMode::Prefer(dice.below(2500) as i64))),
            _ => {}
        }
    }
    if dice.chance(15) {
        region.pack.weights.per_support = dice.below(200) as i64;
    }
    if dice.chance(20) {
        region.scores.values_mut().for_each(|score| score.replaces = true);
    }
    region
}

#[test]
fn the_plan_of_every_sample_passes() {
    for seed in 0..200 {
        let (people, offers) = (1 + seed as usize % 14, 1 + seed as usize % 11);
        let region = sample::region(seed, people, offers);
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        let found = check(facts, &solved(&Prepared::of(facts), &Options::default()));
        assert!(found.is_empty(), "seed {seed}: {:?}", in_words(facts, &found));
    }
}

#[test]
fn solving_again_agrees() {
    for seed in 0..60 {
        let region = varied(seed, 8, 6);
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        let report = inspect(facts, &solved(&Prepared::of(facts), &Options::default()), Effort { resolve: true });
        assert!(report.violations.is_empty(), "seed {seed}: {:?}", in_words(facts, &report.violations));
        assert_eq!(report.resolved.map(|(_, values)| values), Some(report.values), "seed {seed}");
    }
}

#[test]
fn a_plan_of_what_if_passes_against_the_same_what_if() {
    for seed in 0..60 {
        let region = sample::region(seed, 8, 6);
        let (jobseeker, offer) = (JobseekerIdx(seed as u32 % 8), OfferIdx(seed as u32 % 6));
        let near = Nearby::default();
        let overlay = Overlay::new([
            Change::MoreOpenings(offer, 1),
            Change::HasMode(jobseeker, Mode::Car),
            Change::TravelsUpTo(jobseeker, 180),
            Change::WorksShiftsOf(jobseeker, offer),
            Change::AimsAt(jobseeker, OccupationIdx(0)),
            Change::MorePlaces(CareIdx::new(0), 1),
        ]);
        let facts = Facts::of(&region, &near).under(&overlay);
        let found = check(facts, &solved(&Prepared::of(facts), &Options::default()));
        assert!(found.is_empty(), "seed {seed}: {:?}", in_words(facts, &found));
    }
}

#[test]
fn the_same_region_gives_the_same_plan() {
    for seed in 0..40 {
        let (one, two) = (varied(seed, 12, 9), varied(seed, 12, 9));
        let plan = |region: &Region| solved(&Prepared::of(Facts::of(region, &Nearby::default())), &Options::default());
        assert_eq!(plan(&one), plan(&two), "seed {seed}");
    }
}

#[test]
fn all_ways_of_a_pairing_draw_the_same_of_every_floor() {
    // Leaving out a way for a better one relies on this.
    let mut claims = crate::constraint::Claims::default();
    for seed in 0..40 {
        let region = varied(seed, 6, 6);
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        let floors: Vec<_> =
            crate::constraint::pools(facts).into_iter().filter(|spec| spec.floor.is_some()).map(|s| s.key).collect();
        let mut of_pairing = BTreeMap::new();
        for edge in Prepared::of(facts).lists().edges {
            let stripped = Choice { mode: edge.choice.mode, supports: [None; SUPPORTS_MAX], ..edge.choice };
            for choice in [edge.choice, stripped, Choice::by(Mode::Transit)] {
                draws(&Way { choice, ..edge.way(facts) }, &mut claims);
                let drawn: Vec<_> = claims.as_slice().iter().copied().filter(|(key, _)| floors.contains(key)).collect();
                let known = of_pairing.entry((edge.jobseeker, edge.offer)).or_insert_with(|| drawn.clone());
                assert_eq!(*known, drawn, "seed {seed}");
            }
        }
    }
}

#[test]
fn many_pairs_are_screened_by_distance_and_nothing_is_lost() {
    for seed in 0..60 {
        let mut region = varied(seed, 8, 8);
        if seed % 2 == 0 {
            // Minutes stated for a pair, and for the legs of a journey past childcare.
            let (home, site) = (Place::Home(JobseekerIdx(3)), Place::Site(OfferIdx(5)));
            let care = Place::Care(CareIdx::new(1));
            let legs = [(home, site), (Place::Home(JobseekerIdx(1)), care), (care, site)];
            region.travel = sample::travel(legs.map(|(from, to)| ((from, to, Mode::Walk), 5)).into_iter().collect());
        }
        for (n, jobseeker) in region.jobseekers.iter_mut().enumerate().filter(|(n, _)| n % 2 == 1) {
            jobseeker.home = Point::new(4.4 + 0.1 * n as f64, 51.2);
        }
        let near = Nearby::default();
        let (facts, rules) = (Facts::of(&region, &near), RuleBook::of(&region.pack));
        let (every, near) = (listing::list_beyond(facts, &rules, usize::MAX), listing::list_beyond(facts, &rules, 0));
        assert_eq!(every.problem, near.problem, "seed {seed}");
        assert_eq!((every.of_person, every.of_offer), (near.of_person, near.of_offer), "seed {seed}");
        assert!(near.n_pairs <= every.n_pairs);
    }
}

#[test]
fn candidate_search_and_the_plain_list_agree() {
    for seed in 0..400 {
        let region = varied(seed, 2 + seed as usize % 11, 2 + seed as usize % 9);
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        let lists = Prepared::of(facts).lists();
        let listing = listing::list(facts, &RuleBook::of(&region.pack));
        for e in 0..lists.problem.n_edges().min(listing.problem.n_edges()) as u32 {
            let of = |problem: &schakel_model::Problem| {
                (problem.draws_of(e).to_vec(), problem.points_of(e).collect::<Vec<_>>())
            };
            let edge = &lists.edges[e as usize];
            assert_eq!(of(&lists.problem), of(&listing.problem), "seed {seed}, edge {e}: {edge:?}");
        }
        assert_eq!(lists.problem, listing.problem, "seed {seed}");
    }
}

#[test]
fn a_violation_is_a_sentence_with_names() {
    let region = sample::region(1, 3, 3);
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    let openings = crate::constraint::ALL.iter().position(|rule| rule.id().0 == "openings").unwrap() as u8;
    let pool = crate::constraint::PoolKey { rule: openings, subject: 1, part: 0 };
    let violations = [
        Violation::PoolExceeded { pool, drawn: 2, capacity: 1 },
        Violation::Bound { level: Level::Fit, stated: 4, found: 5 },
        Violation::PersonMissing { jobseeker: JobseekerIdx(7) },
        Violation::Levels,
    ];
    let offer = &region.offers[1].id;
    let words = [
        format!("CHECK_POOL_EXCEEDED: 2 units of openings/{offer} are drawn, there are 1"),
        "CHECK_BOUND_DIFFERS: the bound of fit is said to be 4, the certificate proves 5".to_owned(),
        "CHECK_PERSON_MISSING: person 7 is not in the plan".to_owned(),
        "CHECK_LEVELS_DIFFER: the levels are not those of the policy".to_owned(),
    ];
    assert_eq!(in_words(facts, &violations), words);
}

/// Takes seconds: see `tests/it/full.rs` of the project.
mod full {
    use super::*;

    #[test]
    fn the_plan_passes_under_every_policy() {
        let (mut infeasible, mut optimal) = (0, 0);
        for seed in 0..300 {
            let region = varied(seed, 2 + seed as usize % 11, 2 + seed as usize % 9);
            let near = Nearby::default();
            let facts = Facts::of(&region, &near);
            let plan = solved(&Prepared::of(facts), &Options::default());
            let found = check(facts, &plan);
            assert!(found.is_empty(), "seed {seed}: {:?} {:?}", region.pack.rule_modes, in_words(facts, &found));
            infeasible += u32::from(matches!(plan.termination, Termination::Infeasible(_)));
            optimal += u32::from(plan.termination == Termination::Optimal);
        }
        assert!(infeasible > 10 && optimal > 100, "{infeasible} infeasible, {optimal} optimal");
    }
}
