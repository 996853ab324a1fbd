//! Plans of what may be opened: against every choice there is, and doctored.

use super::*;
use crate::candidates::Edge;
use crate::plan::pooling;
use crate::sample::{with_chain, with_groups, with_objective, with_priority, with_trainings, with_work_afterwards};

mod choices;

use choices::Choices;

/// Regions with few enough editions to try them all, of which something can be held.
fn small(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Region)> {
    let regions = seeds.map(|seed| (seed, with_trainings(seed, 4)));
    regions.filter(|(_, region)| (1..=8).contains(&region.editions.len()))
}

/// Plans each region and compares it with every choice there is; how many hold something, and how many are infeasible.
fn are_the_best_of_all_choices(regions: impl Iterator<Item = (u64, Region)>) -> (usize, usize) {
    let (mut n_held, mut n_infeasible) = (0, 0);
    for (seed, before) in regions {
        // Most samples are arranged; one with vacancies is not yet.
        let is_arranged = before.plans_programmes();
        let arranged = (!is_arranged).then(|| crate::kind::arranged(before.clone(), PlanKind::Trainings));
        let region = arranged.as_ref().unwrap_or(&before);
        if region.editions.len() > 8 {
            continue;
        }
        let near = Nearby::default();
        let facts = Facts::of(region, &near);
        let plan = solved(&Prepared::of(facts), &Options::default());
        let choices = if is_arranged { Choices::of(region) } else { Choices::with_work(region, &before) };
        let best = choices.best();
        let found: Vec<i128> = plan.levels.iter().map(|level| level.value).collect();
        assert_eq!(found, best[1..], "seed {seed}");
        match &plan.termination {
            Termination::Optimal => assert_eq!(best[0], 0, "seed {seed}"),
            Termination::Infeasible(_) => assert!(best[0] < 0, "seed {seed}"),
            other => panic!("seed {seed}: {other:?}"),
        }
        let violations = check(facts, &plan);
        assert!(violations.is_empty(), "seed {seed}: {:?}", in_words(facts, &violations));
        n_held += usize::from(!plan.opened.is_empty());
        n_infeasible += usize::from(best[0] < 0);
    }
    (n_held, n_infeasible)
}

#[test]
fn what_is_held_and_for_whom_is_the_best_of_all_choices() {
    let (n_held, n_infeasible) = are_the_best_of_all_choices(small(0..250));
    assert!(n_held > 100 && n_infeasible > 1, "{n_held} {n_infeasible}");
}

#[test]
fn what_the_planner_wants_is_reached_as_by_every_choice() {
    let regions = (0..400).map(|seed| (seed, with_objective(seed, 5)));
    let (n_held, _) =
        are_the_best_of_all_choices(regions.filter(|(_, region)| (1..=7).contains(&region.editions.len())));
    assert!(n_held > 80, "{n_held}");
}

#[test]
fn who_leads_moves_between_venues_in_some_of_the_regions_tried() {
    let moving = || small(0..2_000).filter(|(_, region)| !region.departures.is_empty());
    let (n_held, _) = are_the_best_of_all_choices(moving());
    let binds = moving().filter(|(_, region)| {
        let mut anywhere = region.clone();
        anywhere.departures.clear();
        let held = |region: &Region| {
            let plan = solved(&Prepared::of(Facts::of(region, &Nearby::default())), &Options::default());
            plan.assignments.len()
        };
        held(&anywhere) > held(region)
    });
    let n_binding = binds.count();
    assert!(n_held > 10 && n_binding > 1, "{n_held} {n_binding}");
}

#[test]
fn who_comes_first_in_actions_is_decided_as_by_every_choice() {
    let regions = || (0..400).map(|seed| (seed, with_priority(seed, 5)));
    let (n_held, _) =
        are_the_best_of_all_choices(regions().filter(|(_, region)| (1..=7).contains(&region.editions.len())));
    assert!(n_held > 80, "{n_held}");
    // It decides: without tiers and floors other people take part in some of them.
    let people = |region: &Region| -> Vec<_> {
        let plan = solved(&Prepared::of(Facts::of(region, &Nearby::default())), &Options::default());
        plan.assignments.iter().map(|edge| edge.jobseeker).collect()
    };
    let decides = regions().take(200).filter(|(_, region)| {
        let mut loose = region.clone();
        (loose.pack.action_tiers, loose.pack.action_shares) = (Vec::new(), Vec::new());
        people(region) != people(&loose)
    });
    let n_decided = decides.count();
    assert!(n_decided > 10, "{n_decided}");
}

#[test]
fn nobody_starts_a_chain_without_a_place_in_each_step() {
    let regions = (0..300).map(|seed| (seed, with_chain(seed, 4)));
    let (n_held, _) = are_the_best_of_all_choices(regions);
    assert!(n_held > 15, "{n_held}");
    // The second step binds, and what is learnt in the first one opens it to some.
    let people = |before: &Region| {
        let region = crate::kind::arranged(before.clone(), PlanKind::Trainings);
        solved(&Prepared::of(Facts::of(&region, &Nearby::default())), &Options::default()).assignments.len()
    };
    let change = |before: &Region, change: fn(&mut Programme)| {
        let mut other = before.clone();
        other.programmes.iter_mut().for_each(change);
        people(&other)
    };
    let regions: Vec<Region> = (0..400).map(|seed| with_chain(seed, 4)).collect();
    let binds =
        regions.iter().filter(|region| change(region, |programme| programme.steps.truncate(1)) > people(region));
    let n_bind = binds.count();
    let nothing_learnt = |programme: &mut Programme| {
        let first = &mut programme.steps[0];
        (first.skills, first.rights) = (Vec::new(), Vec::new());
    };
    let n_opened = regions.iter().filter(|region| change(region, nothing_learnt) < people(region)).count();
    assert!(n_bind > 20 && n_opened > 0, "{n_bind} {n_opened}");
}

#[test]
fn nobody_is_trained_for_work_that_is_not_there() {
    let regions = (0..300).map(|seed| (seed, with_work_afterwards(seed, 4)));
    let (n_held, _) = are_the_best_of_all_choices(regions);
    assert!(n_held > 40, "{n_held}");
    // It binds: without the limit more people take part in some of them.
    let people = |region: Region| {
        solved(&Prepared::of(Facts::of(&region, &Nearby::default())), &Options::default()).assignments.len()
    };
    let binds = (0..100).map(|seed| with_work_afterwards(seed, 4)).filter(|before| {
        let mut loose = before.clone();
        loose.programmes.iter_mut().for_each(|programme| programme.steps.clear());
        let arranged = |region: Region| crate::kind::arranged(region, PlanKind::Trainings);
        people(arranged(loose)) > people(arranged(before.clone()))
    });
    assert!(binds.count() > 10);
}

/// Doctors plans in which something is held; each time that `doctor` found something to change, `code` is among the
/// violations.
fn is_refused(code: &str, doctor: impl Fn(&Region, &mut Plan) -> bool) {
    let mut applied = 0;
    for (seed, region) in small(0..250) {
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        let mut plan = solved(&Prepared::of(facts), &Options::default());
        if doctor(&region, &mut plan) {
            let words = in_words(facts, &check(facts, &plan));
            assert!(words.iter().any(|words| words.starts_with(code)), "seed {seed}: {words:?}");
            applied += 1;
        }
    }
    assert!(applied > 5, "{applied} plans to doctor");
}

#[test]
fn places_of_what_is_not_held_are_refused() {
    is_refused("CHECK_POOL_EXCEEDED", |region, plan| {
        let held = plan.opened.iter().position(|idx| plan.offers[region.editions[idx.at()].offer.at()].filled > 0);
        held.map(|at| plan.opened.remove(at)).is_some()
    });
}

#[test]
fn a_group_that_is_too_small_is_refused() {
    is_refused("CHECK_GROUP_TOO_SMALL", |region, plan| {
        let just_enough = |edge: &Edge| {
            let idx = plan.edition_of(region, edge.offer).unwrap();
            region.editions[idx.at()].least > 0
                && region.editions[idx.at()].least == plan.offers[edge.offer.at()].filled
        };
        let position = plan.assignments.iter().position(just_enough);
        position.map(|at| plan.assignments.remove(at)).is_some()
    });
}

#[test]
fn an_instructor_twice_at_once_is_refused() {
    is_refused("CHECK_POOL_EXCEEDED", |region, plan| {
        let clashes = |one: &Edition, two: &Edition| {
            let shared = one.resources.iter().any(|resource| two.resources.contains(resource));
            shared && one.half_days.iter().any(|half_day| two.half_days.contains(half_day))
        };
        let held = || plan.opened.iter().map(|idx| &region.editions[idx.at()]);
        let other = (0..region.editions.len()).map(EditionIdx::from_usize).filter(|idx| !plan.opened.contains(idx));
        let mut clashing = other.filter(|idx| held().any(|edition| clashes(edition, &region.editions[idx.at()])));
        let Some(idx) = clashing.next() else { return false };
        plan.opened.push(idx);
        plan.opened.sort_unstable();
        true
    });
}

#[test]
fn an_edition_too_many_or_unknown_is_refused() {
    is_refused("CHECK_VALUE_DIFFERS", |region, plan| {
        let closed = (0..region.editions.len()).map(EditionIdx::from_usize).find(|idx| !plan.opened.contains(idx));
        closed.map(|idx| plan.opened.push(idx)).is_some()
    });
    is_refused("CHECK_UNKNOWN", |region, plan| {
        plan.opened.push(EditionIdx::from_usize(region.editions.len()));
        true
    });
}

/// Takes seconds.
mod full {
    use super::*;

    #[test]
    fn what_pooling_makes_possible_is_not_held_without_those_people() {
        let mut n_pooled = 0;
        for seed in 0..200 {
            let region = with_groups(seed, 8);
            let near = Nearby::default();
            let prepared = Prepared::of(Facts::of(&region, &near));
            let plan = solved(&prepared, &Options::default());
            for found in pooling(&prepared, &plan, &Options::default()) {
                // The other path: those people cannot come on any day, and all is planned again.
                let mut without = region.clone();
                let theirs = without.jobseekers.iter_mut().filter(|person| person.municipality == found.municipality);
                theirs.for_each(|person| person.availability.clear());
                let again = solved(&Prepared::of(Facts::of(&without, &Nearby::default())), &Options::default());
                for &offer in &found.offers {
                    assert!(plan.edition_of(&region, offer).is_some() && again.edition_of(&without, offer).is_none());
                }
                n_pooled += 1;
            }
        }
        assert!(n_pooled > 10, "{n_pooled}");
    }

    #[test]
    fn groups_and_buddies_are_the_best_of_all_choices() {
        let regions = (0..300).map(|seed| (seed, with_groups(seed, 5)));
        let (n_held, _) = are_the_best_of_all_choices(regions.filter(|(_, region)| region.editions.len() <= 7));
        assert!(n_held > 30, "{n_held}");
        let buddies = (0..300).map(|seed| with_groups(seed, 5)).filter(|region| {
            let plan = solved(&Prepared::of(Facts::of(region, &Nearby::default())), &Options::default());
            plan.assignments.iter().any(|edge| region.offers[edge.offer.at()].buddy.is_some())
        });
        assert!(buddies.count() > 30);
    }
}
