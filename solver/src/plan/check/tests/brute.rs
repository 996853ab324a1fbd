//! Tiny regions: every combination of ways is tried, from the facts, and the best is what the plan reaches.

use std::collections::BTreeSet;

use super::*;
use crate::constraint::{Claims, FloorKind, PoolKey, pools};
use crate::way::CHILDREN_MAX;

/// A way as the enumeration sees it: what it draws and what it is worth.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Taken {
    drawn: Vec<(PoolKey, i32)>,
    promised: bool,
    stands: bool,
    points: i64,
    cents: i64,
}

/// Every choice of a person in this region: every mode, facility for every child and set of supports.
fn every_choice(region: &Region, person: &Jobseeker) -> Vec<Choice> {
    let mut places = vec![[None; CHILDREN_MAX]];
    let to_place = person.children.iter().filter(|child| child.needs_care && child.place.is_none()).count();
    for child in 0..to_place {
        let facilities = (0..region.childcare.len()).map(CareIdx::from_usize);
        let with = facilities.flat_map(|care| {
            places.iter().map(move |choice| {
                let mut choice = *choice;
                choice[child] = Some(care);
                choice
            })
        });
        places = with.chain(places.iter().copied()).collect();
    }
    let support = |n: usize| Some(SupportIdx::from_usize(n));
    let mut sets = vec![[None, None]];
    for one in 0..region.supports.len() {
        sets.push([support(one), None]);
        sets.extend((one + 1..region.supports.len()).map(|two| [support(one), support(two)]));
    }
    let mut choices = Vec::new();
    for &places in &places {
        for &supports in &sets {
            choices.extend(Mode::ALL.map(|mode| Choice { mode, places, supports }));
        }
    }
    choices
}

/// For each person every way that passes; of those that draw the same only the dearest.
fn every_way(facts: Facts<'_>) -> Vec<Vec<Taken>> {
    let (region, rules) = (facts.region, RuleBook::of(&facts.region.pack));
    let mut claims = Claims::default();
    let of_person = |person: JobseekerIdx| {
        let mut best = BTreeMap::<(OfferIdx, Vec<(PoolKey, i32)>), (i64, i64)>::new();
        for choice in every_choice(region, &region.jobseekers[person.at()]) {
            for offer in (0..region.offers.len()).map(OfferIdx::from_usize) {
                let way = Way { facts, jobseeker_idx: person, offer_idx: offer, choice };
                let verdict = rules.verdict(&way);
                if verdict.blocked_by.is_some() || !way.modes().has(choice.mode) {
                    continue;
                }
                draws(&way, &mut claims);
                let points = rules.points(&way, verdict.costs);
                // What draws the same supports costs the same.
                let supports = choice.supports.iter().flatten();
                let cents = supports.map(|support| i64::from(region.supports[support.at()].cost_cents)).sum();
                let known = best.entry((offer, claims.as_slice().to_vec())).or_insert((points, cents));
                known.0 = known.0.max(points);
            }
        }
        let promised = |offer| {
            let about = |p: &&Promise| (p.jobseeker, p.offer) == (person, offer);
            region.promises.iter().filter(about).any(|p| p.status >= PromiseStatus::Invited)
        };
        let stands = |offer| region.standing.contains(&(person, offer));
        let taken = |((offer, drawn), (points, cents))| Taken {
            drawn,
            promised: promised(offer),
            stands: stands(offer),
            points,
            cents,
        };
        best.into_iter().map(taken).collect()
    };
    (0..region.jobseekers.len()).map(JobseekerIdx::from_usize).map(of_person).collect()
}

/// The best of all combinations: minus missing units of hard floors, then the levels.
struct Search<'a> {
    facts: Facts<'a>,
    ways: Vec<Vec<Taken>>,
    specs: Vec<crate::constraint::PoolSpec>,
    drawn: BTreeMap<PoolKey, i64>,
    taken: Vec<(usize, usize)>,
    best: Option<Vec<i128>>,
}

impl Search<'_> {
    fn from(&mut self, person: usize) {
        if person == self.ways.len() {
            let value = self.value();
            self.best = self.best.take().max(Some(value));
            return;
        }
        self.from(person + 1);
        for way in 0..self.ways[person].len() {
            self.shift(person, way, 1);
            if self.fits(person, way) {
                self.taken.push((person, way));
                self.from(person + 1);
                self.taken.pop();
            }
            self.shift(person, way, -1);
        }
    }

    fn shift(&mut self, person: usize, way: usize, sign: i64) {
        for &(key, units) in &self.ways[person][way].drawn {
            *self.drawn.entry(key).or_default() += sign * i64::from(units);
        }
    }

    fn fits(&self, person: usize, way: usize) -> bool {
        let capacity = |key: &PoolKey| self.specs.iter().find(|spec| spec.key == *key).and_then(|spec| spec.capacity);
        let mut drawn = self.ways[person][way].drawn.iter();
        drawn.all(|(key, _)| capacity(key).is_none_or(|c| self.drawn[key] <= i64::from(c)))
    }

    fn value(&self) -> Vec<i128> {
        let missing = |kind: FloorKind| -> i128 {
            let floors = self.specs.iter().filter_map(|s| s.floor.filter(|f| f.1 == kind).map(|f| (s.key, f.0)));
            let short = |(key, units)| (i64::from(units) - self.drawn.get(&key).copied().unwrap_or(0)).max(0);
            floors.map(short).map(i128::from).sum()
        };
        let ways = || self.taken.iter().map(|&(person, way)| &self.ways[person][way]);
        let mut values = vec![-missing(FloorKind::Hard)];
        values.extend(crate::kind::levels(self.facts.region).iter().map(|level| match level {
            Level::Promises => ways().filter(|way| way.promised).count() as i128,
            Level::Floors => -missing(FloorKind::Soft),
            Level::Placed => ways().count() as i128,
            Level::Fit => ways().map(|way| i128::from(way.points)).sum(),
            Level::Cost => -ways().map(|way| i128::from(way.cents)).sum::<i128>(),
            Level::Kept => ways().filter(|way| way.stands).count() as i128,
            Level::Opened
            | Level::Priority(_)
            | Level::Grouped
            | Level::Useful
            | Level::Served(_)
            | Level::Travel
            | Level::Weighed => {
                unreachable!("a matching opens nothing")
            }
        }));
        values
    }
}

/// Makes parents of two of them who can work most shifts, so that places are what is scarce.
fn with_parents(region: &mut Region) {
    let child = |age| Child { age, needs_care: true, place: None, school: None };
    region.childcare.truncate(2);
    for jobseeker in &mut region.jobseekers {
        jobseeker.children = vec![child(1), child(4)];
        jobseeker.goals = (0..6).map(OccupationIdx).collect();
        jobseeker.availability = Weekday::ALL.map(|day| Window { day, from: 0, to: DAY }).to_vec();
        jobseeker.modes = jobseeker.modes.with(Mode::Car);
        jobseeker.right_to_work = RightToWork::Unlimited;
    }
    for offer in &mut region.offers {
        offer.openings = offer.openings.max(Some(1));
        offer.essential_skills.clear();
    }
    // The sample was searched already: what is nearest is worked out anew for what it has become.
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn the_best_of_all_combinations_is_what_the_plan_reaches() {
        let (mut compared, mut starts, mut infeasible, mut parents) = (0, 0, 0, 0);
        for seed in 0..300 {
            let mut region = varied(seed, 2 + seed as usize % 3, 2 + seed as usize % 2);
            if seed % 2 == 0 {
                with_parents(&mut region);
            }
            if seed % 3 == 0 {
                region = crate::kind::arranged(region, PlanKind::Interventions);
                region.supports[0].cost_cents = 300;
                region.support_budget_eur = [None, Some(1), Some(3)][seed as usize / 3 % 3];
            }
            if seed % 5 < 2 {
                // Of an earlier plan: any pairs at all.
                let pair = |person: usize| (JobseekerIdx::from_usize(person), OfferIdx::from_usize((person + 1) % 2));
                region.standing = (0..region.jobseekers.len()).map(pair).collect();
                // Of which some may change, or as many as like.
                region.changed_max = [None, Some(0), Some(1), Some(2)][seed as usize / 5 % 4];
            }
            let near = Nearby::default();
            let facts = Facts::of(&region, &near);
            // Where a mild rule about childcare lets every choice pass there is too much to try.
            let ways = every_way(facts);
            if ways.iter().map(|ways| ways.len() + 1).product::<usize>() > 10_000 {
                continue;
            }
            let mut search =
                Search { facts, ways, specs: pools(facts), drawn: BTreeMap::new(), taken: Vec::new(), best: None };
            search.from(0);
            let plan = solved(&Prepared::of(facts), &Options::default());
            let hard = plan.missing.iter().filter(|(key, _)| {
                let spec = search.specs.iter().find(|spec| spec.key == *key).unwrap();
                matches!(spec.floor, Some((_, FloorKind::Hard)))
            });
            let mut values = vec![-hard.map(|(_, units)| i128::from(*units)).sum::<i128>()];
            values.extend(plan.levels.iter().map(|level| level.value));
            assert_eq!(search.best, Some(values.clone()), "seed {seed}: {:?}", region.pack.rule_modes);
            assert_eq!(values[0] < 0, matches!(plan.termination, Termination::Infeasible(_)), "seed {seed}");
            let mothers: BTreeSet<_> = plan.assignments.iter().filter(|e| e.choice.places[1].is_some()).collect();
            (compared, starts) = (compared + 1, starts + plan.assignments.len());
            (infeasible, parents) = (infeasible + usize::from(values[0] < 0), parents + mothers.len());
        }
        let rich = compared > 250 && starts > 150 && infeasible > 20 && parents > 20;
        assert!(rich, "{compared} regions, {starts} starts, {infeasible} in conflict, {parents} with two places");
    }
}
