//! Plans of what may be opened: against every choice there is, and doctored.

use std::collections::BTreeSet;

use super::*;
use crate::candidates::Edge;
use crate::plan::pooling;
use crate::sample::{with_chain, with_groups, with_objective, with_trainings, with_work_afterwards};

/// Who sits where, so far.
#[derive(Default)]
struct Seating {
    /// Of each edition that is opened.
    filled: Vec<u32>,
    people: Vec<usize>,
    /// Those in trainings, with their programme.
    trainees: Vec<(usize, ProgrammeIdx)>,
    /// How many of them meet a buddy.
    with_buddy: usize,
    /// How many people each buddy meets.
    met: BTreeMap<BuddyIdx, u32>,
    points: i128,
}

/// For each person, programme and step after it, vacancies.
type Afterwards = BTreeMap<(usize, ProgrammeIdx, usize), Vec<usize>>;

/// What there is to choose from, read from the region and not from pools.
struct Choices<'a> {
    region: &'a Region,
    /// Of each person the offers that can be taken, each with its most points.
    of_person: Vec<Vec<(OfferIdx, i64)>>,
    /// Where work is needed afterwards: the openings of each vacancy, and for each person and programme the vacancies that
    /// are within reach then. Found by a matching of people who have learnt, not by the plan.
    afterwards: Option<(Vec<u32>, Afterwards)>,
}

impl<'a> Choices<'a> {
    fn of(region: &'a Region) -> Self {
        let edges: Vec<Edge> = Prepared::of(Facts::of(region, &Nearby::default())).lists().edges;
        let mut of_person = vec![BTreeMap::new(); region.jobseekers.len()];
        for edge in edges {
            let most = of_person[edge.jobseeker.at()].entry(edge.offer).or_insert(edge.points);
            *most = edge.points.max(*most);
        }
        let of_person = of_person.into_iter().map(|offers| offers.into_iter().collect()).collect();
        Self { region, of_person, afterwards: None }
    }

    /// As [`Choices::of`] a region that was arranged from `before`, whose programmes need work afterwards.
    fn with_work(region: &'a Region, before: &Region) -> Self {
        let mut after = BTreeMap::new();
        for (idx, programme) in before.programmes.iter().enumerate() {
            let mut trained = before.clone();
            trained.jobseekers.iter_mut().for_each(|person| person.skills.extend(&programme.skills));
            for (at, step) in programme.steps.iter().enumerate() {
                trained.jobseekers.iter_mut().for_each(|person| person.skills.sort_unstable());
                for edge in Prepared::of(Facts::of(&trained, &Nearby::default())).lists().edges {
                    let vacancy = &before.offers[edge.offer.at()];
                    let is_of_form = step.forms.is_empty()
                        || vacancy.contract.as_ref().is_some_and(|contract| step.forms.contains(&contract.form));
                    if vacancy.occupation == step.occupation.or(programme.occupation) && is_of_form {
                        let key = (edge.jobseeker.at(), ProgrammeIdx(idx as u32), at);
                        after.entry(key).or_insert_with(Vec::new).push(edge.offer.at());
                    }
                }
                for person in &mut trained.jobseekers {
                    person.skills.extend(&step.skills);
                    let given = step.rights.iter();
                    let from = before.horizon.from;
                    person.entitlements.extend(given.map(|&right| Entitlement { right, from, until: None }));
                }
            }
        }
        let openings = before.offers.iter().map(|vacancy| vacancy.openings.unwrap()).collect();
        Self { afterwards: Some((openings, after)), ..Self::of(region) }
    }

    /// Whether everyone finds work afterwards, each opening once: by trying everything.
    fn find_work(&self, trainees: &[(usize, ProgrammeIdx, usize)], left: &mut [u32]) -> bool {
        let Some((_, after)) = &self.afterwards else { return true };
        let Some((first, rest)) = trainees.split_first() else { return true };
        let vacancies = after.get(first).map(Vec::as_slice).unwrap_or_default();
        vacancies.iter().any(|&vacancy| {
            if left[vacancy] == 0 {
                return false;
            }
            left[vacancy] -= 1;
            let found = self.find_work(rest, left);
            left[vacancy] += 1;
            found
        })
    }

    /// Whether these editions can be held side by side.
    fn can_be_held(&self, opened: &[&Edition]) -> bool {
        let mut taken = BTreeMap::new();
        let (mut of_offer, mut of_programme) = (BTreeMap::new(), BTreeMap::new());
        for edition in opened {
            for (resource, half_day) in
                edition.resources.iter().flat_map(|r| edition.half_days.iter().map(move |h| (r, h)))
            {
                *taken.entry((resource, half_day)).or_insert(0) += 1;
            }
            *of_offer.entry(edition.offer).or_insert(0) += 1;
            *of_programme.entry(self.region.offers[edition.offer.at()].programme.unwrap()).or_insert(0) += 1;
        }
        let most = |(idx, n): (&ProgrammeIdx, &u32)| {
            self.region.programmes[idx.at()].editions_max.is_none_or(|most| *n <= most)
        };
        taken.values().chain(of_offer.values()).all(|&n| n == 1)
            && of_programme.iter().all(most)
            && self.sites_are_allowed(opened)
    }

    /// Whether so many venues may be used, at that cost.
    fn sites_are_allowed(&self, opened: &[&Edition]) -> bool {
        let venues: BTreeSet<_> =
            opened.iter().map(|edition| self.region.offers[edition.offer.at()].venue.unwrap()).collect();
        let new: Vec<_> = venues.iter().map(|at| &self.region.venues[at.at()]).filter(|it| !it.existing).collect();
        let cost: u32 = new.iter().map(|venue| venue.cost_eur).sum();
        let wanted = self.region.wanted;
        wanted.sites_max.is_none_or(|most| new.len() <= most as usize)
            && wanted.budget_eur.is_none_or(|most| cost <= most)
    }

    /// How many required decisions are not followed.
    fn unfollowed(&self, opened: &[&Edition]) -> i128 {
        let is_kept = |pin: &&EditionPin| {
            opened
                .iter()
                .any(|edition| pin.is_about(&self.region.offers[edition.offer.at()], Some(edition.instructor())))
        };
        self.region.edition_pins.iter().filter(|pin| pin.require && !is_kept(pin)).count() as i128
    }

    /// The best values for what is opened, by trying every seating.
    fn seated(&self, opened: &[&Edition]) -> Option<Vec<i128>> {
        self.seat(opened, &mut Seating { filled: vec![0; opened.len()], ..Seating::default() }, 0)
    }

    fn seat(&self, opened: &[&Edition], so_far: &mut Seating, person: usize) -> Option<Vec<i128>> {
        let Some(offers) = self.of_person.get(person) else {
            let is_held = opened.iter().zip(&so_far.filled).all(|(edition, &n)| n >= edition.least);
            let mut openings = self.afterwards.as_ref().map_or(Vec::new(), |(openings, _)| openings.clone());
            let steps = |&(person, programme): &(usize, ProgrammeIdx)| {
                let n_steps = self.region.programmes[programme.at()].steps.len();
                (0..n_steps).map(move |step| (person, programme, step))
            };
            let wanted: Vec<_> = so_far.trainees.iter().flat_map(steps).collect();
            return (is_held && self.find_work(&wanted, &mut openings)).then(|| self.values(opened, so_far));
        };
        let mut best = self.seat(opened, so_far, person + 1);
        for (at, edition) in opened.iter().enumerate() {
            let Some(&(_, points)) = offers.iter().find(|(offer, _)| *offer == edition.offer) else { continue };
            if so_far.filled[at] < edition.places {
                so_far.filled[at] += 1;
                so_far.trainees.push((person, self.region.offers[edition.offer.at()].programme.unwrap()));
                so_far.people.push(person);
                so_far.points += i128::from(points);
                best = best.max(self.seat(opened, so_far, person + 1));
                so_far.points -= i128::from(points);
                so_far.people.pop();
                so_far.trainees.pop();
                so_far.filled[at] -= 1;
            }
        }
        for &(offer, points) in offers {
            let Some(buddy) = self.region.offers[offer.at()].buddy else { continue };
            if *so_far.met.entry(buddy).or_default() < u32::from(self.region.buddies[buddy.at()].people) {
                *so_far.met.entry(buddy).or_default() += 1;
                so_far.people.push(person);
                (so_far.points, so_far.with_buddy) = (so_far.points + i128::from(points), so_far.with_buddy + 1);
                best = best.max(self.seat(opened, so_far, person + 1));
                (so_far.points, so_far.with_buddy) = (so_far.points - i128::from(points), so_far.with_buddy - 1);
                so_far.people.pop();
                *so_far.met.entry(buddy).or_default() -= 1;
            }
        }
        best
    }

    /// What counts, the most important first.
    fn values(&self, opened: &[&Edition], seating: &Seating) -> Vec<i128> {
        let (people, editions) = (seating.people.len() as i128, opened.len() as i128);
        let grouped = people - seating.with_buddy as i128;
        match self.region.wanted.objective {
            _ if self.region.plans_groups() => vec![grouped, people, -editions, seating.points],
            Objective::MostPeople => vec![people, -editions, seating.points],
            Objective::LeastTravel => vec![people, seating.points, -editions],
            Objective::Weighed(weights) => vec![seating.points - editions * i128::from(weights.edition)],
            Objective::WorstServed => {
                let shares = self.shares(&seating.people);
                let reached = |percent: i128| shares.iter().filter(|share| **share >= percent).count() as i128;
                let counts = Tier::SHARES.iter().map(|&percent| reached(percent.into()));
                counts.chain([people, -editions, seating.points]).collect()
            }
        }
    }

    /// The share of each municipality that is served, whole per cent rounded down, of those where somebody wants something.
    fn shares(&self, people: &[usize]) -> Vec<i128> {
        let region = self.region;
        let of = |municipality: usize, who: &mut dyn Iterator<Item = usize>| {
            who.filter(|&at| region.jobseekers[at].municipality.at() == municipality).count() as i128
        };
        let looks = |at: &usize| {
            let near = |goal: OccupationIdx, wanted: OccupationIdx| {
                let (a, b) = (&region.occupations[goal.at()], &region.occupations[wanted.at()]);
                let shared = a.isco.iter().zip(&b.isco).take_while(|(a, b)| a == b).count() as u8;
                a.code == b.code || 5 - shared <= region.pack.limits.goal_distance_max
            };
            let goals = &region.jobseekers[*at].goals;
            region.offers.iter().any(|offer| offer.occupation.is_none_or(|o| goals.iter().any(|&goal| near(goal, o))))
        };
        let all = (0..region.municipalities.len()).map(|municipality| {
            let wanting = of(municipality, &mut (0..region.jobseekers.len()).filter(looks));
            (of(municipality, &mut people.iter().copied()), wanting)
        });
        all.filter(|(_, wanting)| *wanting > 0).map(|(served, wanting)| served * 100 / wanting).collect()
    }

    /// The best values: decisions not followed (below 0), then what counts.
    fn best(&self) -> Vec<i128> {
        let editions = &self.region.editions;
        let subsets = 0u32..1 << editions.len();
        let values = subsets.filter_map(|set| {
            let opened: Vec<&Edition> =
                editions.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, edition)| edition).collect();
            if !self.can_be_held(&opened) {
                return None;
            }
            let values = self.seated(&opened)?;
            Some([vec![-self.unfollowed(&opened)], values].concat())
        });
        values.max().unwrap()
    }
}

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
