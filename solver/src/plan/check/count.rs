//! Adding up: everyone once, every assignment judged, every pool and level summed again.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::listing::{Listing, cents_of, expected, promised};
use crate::candidates::Edge;
use crate::constraint::{Claims, FloorKind, PoolKey, RuleBook, draws, pools, takes};
use crate::domain::{Facts, JobseekerIdx, Level, Objective, OfferIdx, Region};
use crate::kind;
use crate::plan::{OfferResult, Plan, Prepared, Termination, Unassigned, reasons};

/// What the assignments of a plan add up to.
pub(super) struct Sums {
    /// Value per level of the pack.
    pub(super) values: Vec<i128>,
    /// Units of hard floors that are missing.
    pub(super) hard_missing: i128,
}

/// Judges and adds up the assignments, and compares what the plan says of them.
pub(super) fn add_up(facts: Facts<'_>, rules: &RuleBook, plan: &Plan, violations: &mut Vec<Violation>) -> Sums {
    everyone_once(facts, plan, violations);
    every_offer_once(facts, plan, violations);
    every_edition_known(facts, plan, violations);
    let sound: Vec<&Edge> = plan.assignments.iter().filter(|edge| is_sound(facts, edge, violations)).collect();
    let promised = promised(facts);
    let (mut kept, mut fit) = (0i128, 0i128);
    for &edge in &sound {
        kept += i128::from(promised.contains(&(edge.jobseeker, edge.offer)));
        fit += i128::from(judge(facts, rules, edge, violations));
    }
    let (soft_missing, hard_missing) = add_pools(facts, plan, &sound, violations);
    let value = |level: &Level| match level {
        Level::Promises => kept,
        Level::Floors => -soft_missing,
        Level::Placed => sound.len() as i128,
        Level::Fit => fit,
        Level::Opened => -(plan.opened.len() as i128),
        Level::Priority(group) => {
            let region = facts.region;
            let is_in = |edge: &&&Edge| region.is_in_priority(&region.jobseekers[edge.jobseeker.at()], *group);
            sound.iter().filter(is_in).count() as i128
        }
        Level::Kept => {
            let standing: BTreeSet<_> = facts.region.standing.iter().collect();
            sound.iter().filter(|edge| standing.contains(&(edge.jobseeker, edge.offer))).count() as i128
        }
        Level::Served(percent) => served(facts.region, &sound, *percent),
        Level::Grouped => {
            let in_group = |edge: &&&Edge| facts.region.offers[edge.offer.at()].programme.is_some();
            sound.iter().filter(in_group).count() as i128
        }
        Level::Cost => -sound.iter().map(|edge| i128::from(cents_of(facts.region, edge.choice))).sum::<i128>(),
        Level::Useful => sound.iter().map(|edge| i128::from(expected(facts.region, edge.jobseeker, edge.offer))).sum(),
        Level::Travel => fit,
        Level::Weighed => fit - editions_weigh(facts.region, plan),
    };
    let levels = kind::levels(facts.region);
    let values: Vec<i128> = levels.iter().map(value).collect();
    if plan.levels.iter().map(|result| result.level).ne(levels.iter().copied()) {
        violations.push(Violation::Levels);
    }
    for (result, &found) in plan.levels.iter().zip(&values) {
        if result.value != found {
            violations.push(Violation::Value { level: result.level, stated: result.value, found });
        }
    }
    Sums { values, hard_missing }
}

/// Municipalities of whose people who want what is planned at least so many per cent take part.
fn served(region: &Region, sound: &[&Edge], percent: u8) -> i128 {
    let lives_in = |edge: &&&Edge, at: usize| region.jobseekers[edge.jobseeker.at()].municipality.at() == at;
    let reaches = |&(at, &wanting): &(usize, &u32)| {
        let people = sound.iter().filter(|edge| lives_in(edge, at)).count() as u64;
        wanting > 0 && people * 100 >= u64::from(wanting) * u64::from(percent)
    };
    region.wanting.iter().enumerate().filter(reaches).count() as i128
}

/// Points that the editions held cost together.
fn editions_weigh(region: &Region, plan: &Plan) -> i128 {
    match region.wanted.objective {
        Objective::Weighed(weights) => i128::from(weights.edition) * plan.opened.len() as i128,
        _ => 0,
    }
}

/// Each person is assigned or not, once.
fn everyone_once(facts: Facts<'_>, plan: &Plan, violations: &mut Vec<Violation>) {
    let mut times = vec![0u32; facts.region.jobseekers.len()];
    let assigned = plan.assignments.iter().map(|edge| edge.jobseeker);
    for jobseeker in assigned.chain(plan.unassigned.iter().map(|person| person.jobseeker)) {
        match times.get_mut(jobseeker.at()) {
            Some(times) => *times += 1,
            None => violations.push(Violation::Unknown { what: "jobseeker", position: jobseeker.0 }),
        }
    }
    for (idx, times) in times.into_iter().enumerate() {
        let jobseeker = JobseekerIdx::from_usize(idx);
        match times {
            0 => violations.push(Violation::PersonMissing { jobseeker }),
            1 => {}
            _ => violations.push(Violation::PersonTwice { jobseeker }),
        }
    }
    if !plan.assignments.is_sorted_by_key(|edge| edge.jobseeker) {
        violations.push(Violation::Unsorted { list: "assignments" });
    }
    if !plan.unassigned.is_sorted_by_key(|person| person.jobseeker) {
        violations.push(Violation::Unsorted { list: "unassigned people" });
    }
}

/// Each offer is in the plan once, with the number of people who start there.
fn every_offer_once(facts: Facts<'_>, plan: &Plan, violations: &mut Vec<Violation>) {
    let n = facts.region.offers.len();
    let (mut times, mut filled) = (vec![0u32; n], vec![0u32; n]);
    for edge in plan.assignments.iter().filter(|edge| edge.offer.at() < n) {
        filled[edge.offer.at()] += 1;
    }
    for result in &plan.offers {
        let offer = result.offer;
        let Some(times) = times.get_mut(offer.at()) else {
            violations.push(Violation::Unknown { what: "vacancy", position: offer.0 });
            continue;
        };
        *times += 1;
        let (stated, found) = (result.filled, filled[offer.at()]);
        if stated != found {
            violations.push(Violation::Filled { offer, stated, found });
        }
    }
    for (idx, times) in times.into_iter().enumerate() {
        let offer = OfferIdx::from_usize(idx);
        match times {
            0 => violations.push(Violation::OfferMissing { offer }),
            1 => {}
            _ => violations.push(Violation::OfferTwice { offer }),
        }
    }
    if !plan.offers.is_sorted_by_key(|result| result.offer) {
        violations.push(Violation::Unsorted { list: "vacancies" });
    }
}

/// What is held exists, and is held once.
fn every_edition_known(facts: Facts<'_>, plan: &Plan, violations: &mut Vec<Violation>) {
    let n = facts.region.editions.len();
    let unknown = plan.opened.iter().filter(|edition| edition.at() >= n);
    violations.extend(unknown.map(|edition| Violation::Unknown { what: "edition", position: edition.0 }));
    if !plan.opened.is_sorted_by(|a, b| a < b) {
        violations.push(Violation::Unsorted { list: "editions" });
    }
}

/// Whether the positions of an assignment exist and its way is written as ways are.
fn is_sound(facts: Facts<'_>, edge: &Edge, violations: &mut Vec<Violation>) -> bool {
    let region = facts.region;
    let places = edge.choice.places.iter().flatten();
    let far = places.copied().find(|care| care.at() >= region.childcare.len());
    let unheard = edge.choice.supports_used().find(|support| support.at() >= region.supports.len());
    let unknown = match (far, unheard) {
        _ if edge.jobseeker.at() >= region.jobseekers.len() => Some(("jobseeker", edge.jobseeker.0)),
        _ if edge.offer.at() >= region.offers.len() => Some(("vacancy", edge.offer.0)),
        (Some(care), _) => Some(("childcare facility", care.position())),
        (_, Some(support)) => Some(("support", support.position())),
        (None, None) => None,
    };
    if let Some((what, position)) = unknown {
        violations.push(Violation::Unknown { what, position });
        return false;
    }
    let children = region.jobseekers[edge.jobseeker.at()].children.iter();
    let to_place = children.filter(|child| child.needs_care && child.place.is_none()).count();
    let childless = edge.choice.places.iter().skip(to_place).any(Option::is_some);
    let kind = |support: crate::domain::SupportIdx| region.supports[support.at()].kind;
    let in_order = match edge.choice.supports {
        [Some(one), Some(two)] => one < two && kind(one) != kind(two),
        [None, Some(_)] => false,
        [_, None] => true,
    };
    if childless || !in_order {
        violations.push(Violation::NotAWay { jobseeker: edge.jobseeker });
    }
    true
}

/// Judges an assignment by every rule; the points it is worth.
fn judge(facts: Facts<'_>, rules: &RuleBook, edge: &Edge, violations: &mut Vec<Violation>) -> i64 {
    let (jobseeker, offer, stated) = (edge.jobseeker, edge.offer, edge.points);
    let way = edge.way(facts);
    let verdict = rules.verdict(&way);
    if let Some(rule) = verdict.blocked_by {
        violations.push(Violation::Blocked { jobseeker, offer, rule });
        // The costs of a blocked way are not complete: nothing can be said of its points.
        return stated;
    }
    let found = rules.points(&way, verdict.costs);
    if stated != found {
        violations.push(Violation::Points { jobseeker, offer, stated, found });
    }
    found
}

/// Adds up every pool: capacities, and the units of soft and of hard floors that are missing.
fn add_pools(facts: Facts<'_>, plan: &Plan, sound: &[&Edge], violations: &mut Vec<Violation>) -> (i128, i128) {
    let mut drawn = BTreeMap::<PoolKey, i128>::new();
    let mut claims = Claims::default();
    for edge in sound {
        draws(&edge.way(facts), &mut claims);
        for &(key, units) in claims.as_slice() {
            *drawn.entry(key).or_default() += i128::from(units);
        }
    }
    let known: Vec<_> =
        plan.opened.iter().copied().filter(|edition| edition.at() < facts.region.editions.len()).collect();
    let people: Vec<_> = sound.iter().map(|edge| (edge.jobseeker, edge.offer)).collect();
    for column in facts.region.columns_of(&people, &known) {
        takes(facts, column, &mut claims);
        for &(key, units) in claims.as_slice() {
            *drawn.entry(key).or_default() += i128::from(units);
        }
    }
    let infeasible = matches!(plan.termination, Termination::Infeasible(_));
    // A pack without a level for floors does not look at soft ones.
    let soft_count = kind::levels(facts.region).contains(&Level::Floors);
    let (mut soft, mut hard) = (0, 0);
    let mut missing = BTreeMap::new();
    for spec in pools(facts) {
        let (pool, drawn) = (spec.key, drawn.get(&spec.key).copied().unwrap_or(0));
        if let Some(capacity) = spec.capacity.filter(|&capacity| drawn > i128::from(capacity)) {
            violations.push(Violation::PoolExceeded { pool, drawn, capacity });
        }
        let Some((units, kind)) = spec.floor else { continue };
        let short = (i128::from(units) - drawn).max(0);
        match kind {
            FloorKind::Never => {
                if short > 0 {
                    violations.push(Violation::TooFew { pool, missing: short });
                }
                continue;
            }
            FloorKind::Soft if soft_count => soft += short,
            FloorKind::Soft => continue,
            FloorKind::Hard => hard += short,
        }
        missing.insert(pool, short);
        if kind == FloorKind::Hard && short > 0 && !infeasible {
            violations.push(Violation::HardFloor { pool, missing: short });
        }
    }
    compare_missing(plan, missing, violations);
    (soft, hard)
}

/// Compares the list of floors that are not reached.
fn compare_missing(plan: &Plan, mut missing: BTreeMap<PoolKey, i128>, violations: &mut Vec<Violation>) {
    if !plan.missing.is_sorted_by_key(|(pool, _)| *pool) {
        violations.push(Violation::Unsorted { list: "missing floors" });
    }
    for &(pool, stated) in &plan.missing {
        let stated = i128::from(stated);
        match missing.remove(&pool) {
            None => violations.push(Violation::MissingList { pool }),
            Some(0) if stated == 0 => violations.push(Violation::MissingList { pool }),
            Some(found) if stated != found => violations.push(Violation::Missing { pool, stated, found }),
            Some(_) => {}
        }
    }
    let unsaid = missing.into_iter().filter(|(_, found)| *found > 0);
    violations.extend(unsaid.map(|(pool, found)| Violation::Missing { pool, stated: 0, found }));
}

/// Compares the counts of possible pairings with the checker's own list, and every reason with the one that follows.
pub(super) fn compare_counts(facts: Facts<'_>, plan: &Plan, listing: &Listing, violations: &mut Vec<Violation>) {
    let region = facts.region;
    let (of_people, of_offers) = reasons_again(facts, plan, listing);
    for person in plan.unassigned.iter().filter(|person| person.jobseeker.at() < region.jobseekers.len()) {
        let (jobseeker, stated) = (person.jobseeker, person.candidates);
        let found = listing.of_person[jobseeker.at()];
        if stated != found {
            violations.push(Violation::PersonCandidates { jobseeker, stated, found });
        }
        // A person who also has a proposal has no reasons to compare; that fault is reported elsewhere.
        let why = of_people.binary_search_by_key(&jobseeker, |one| one.jobseeker);
        if why.is_ok_and(|at| of_people[at].reasons != person.reasons) {
            violations.push(Violation::PersonReasons { jobseeker });
        }
    }
    for result in plan.offers.iter().filter(|result| result.offer.at() < region.offers.len()) {
        let (offer, stated) = (result.offer, result.candidates);
        let found = listing.of_offer[offer.at()];
        if stated != found {
            violations.push(Violation::OfferCandidates { offer, stated, found });
        }
        if of_offers[offer.at()].reasons != result.reasons {
            violations.push(Violation::OfferReasons { offer });
        }
    }
}

/// The reasons that follow from who starts where and from the checker's own counts, over all pairings within reach.
fn reasons_again(facts: Facts<'_>, plan: &Plan, listing: &Listing) -> (Vec<Unassigned>, Vec<OfferResult>) {
    let region = facts.region;
    let is_known =
        |edge: &&Edge| edge.jobseeker.at() < region.jobseekers.len() && edge.offer.at() < region.offers.len();
    let known = plan.assignments.iter().filter(is_known);
    reasons::of_counts(&Prepared::of(facts), &listing.of_person, &listing.of_offer, known, &plan.opened)
}
