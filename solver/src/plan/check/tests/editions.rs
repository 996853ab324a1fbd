//! Plans of what may be opened: against every choice there is, and doctored.

use super::*;
use crate::candidates::Edge;
use crate::sample::with_trainings;

/// What there is to choose from, read from the region and not from pools.
struct Choices<'a> {
    region: &'a Region,
    /// Of each person the offers that can be taken, each with its most points.
    of_person: Vec<Vec<(OfferIdx, i64)>>,
}

impl<'a> Choices<'a> {
    fn of(region: &'a Region) -> Self {
        let edges: Vec<Edge> = Prepared::of(Facts::of(region)).lists().edges;
        let mut of_person = vec![BTreeMap::new(); region.jobseekers.len()];
        for edge in edges {
            let most = of_person[edge.jobseeker.at()].entry(edge.offer).or_insert(edge.points);
            *most = edge.points.max(*most);
        }
        Self { region, of_person: of_person.into_iter().map(|offers| offers.into_iter().collect()).collect() }
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
        taken.values().chain(of_offer.values()).all(|&n| n == 1) && of_programme.iter().all(most)
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

    /// The best of people and points for what is opened, by trying everything.
    fn seated(&self, opened: &[&Edition]) -> Option<(i128, i128)> {
        let mut filled = vec![0u32; opened.len()];
        self.seat(0, opened, &mut filled, (0, 0))
    }

    fn seat(
        &self,
        person: usize,
        opened: &[&Edition],
        filled: &mut [u32],
        so_far: (i128, i128),
    ) -> Option<(i128, i128)> {
        let Some(offers) = self.of_person.get(person) else {
            return opened.iter().zip(&*filled).all(|(edition, &n)| n >= edition.least).then_some(so_far);
        };
        let mut best = self.seat(person + 1, opened, filled, so_far);
        for (at, edition) in opened.iter().enumerate() {
            let Some(&(_, points)) = offers.iter().find(|(offer, _)| *offer == edition.offer) else { continue };
            if filled[at] < edition.places {
                filled[at] += 1;
                best = best.max(self.seat(person + 1, opened, filled, (so_far.0 + 1, so_far.1 + i128::from(points))));
                filled[at] -= 1;
            }
        }
        best
    }

    /// The best values: decisions not followed (below 0), people, editions (below 0), points.
    fn best(&self) -> Vec<i128> {
        let editions = &self.region.editions;
        let subsets = 0u32..1 << editions.len();
        let values = subsets.filter_map(|set| {
            let opened: Vec<&Edition> =
                editions.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, edition)| edition).collect();
            if !self.can_be_held(&opened) {
                return None;
            }
            let (people, points) = self.seated(&opened)?;
            Some(vec![-self.unfollowed(&opened), people, -(opened.len() as i128), points])
        });
        values.max().unwrap()
    }
}

/// Regions with few enough editions to try them all, of which something can be held.
fn small(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Region)> {
    let regions = seeds.map(|seed| (seed, with_trainings(seed, 4)));
    regions.filter(|(_, region)| (1..=8).contains(&region.editions.len()))
}

#[test]
fn what_is_held_and_for_whom_is_the_best_of_all_choices() {
    let (mut n_held, mut n_infeasible) = (0, 0);
    for (seed, region) in small(0..250) {
        let facts = Facts::of(&region);
        let plan = solved(&Prepared::of(facts), &Options::default());
        let best = Choices::of(&region).best();
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
    assert!(n_held > 100 && n_infeasible > 1, "{n_held} {n_infeasible}");
}

/// Doctors plans in which something is held; each time that `doctor` found something to change, `code` is among the
/// violations.
fn is_refused(code: &str, doctor: impl Fn(&Region, &mut Plan) -> bool) {
    let mut applied = 0;
    for (seed, region) in small(0..250) {
        let facts = Facts::of(&region);
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
