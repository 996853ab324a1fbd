//! Plans with something changed: each is refused, with the right code.

use super::*;
use crate::candidates::Edge;
use crate::constraint::{ALL, PoolKey};
use crate::kind::Pools;
use crate::plan::{LevelResult, Reason, Unassigned, of_solution};
use schakel_model::{self as model, Certificate, PartProof, Proof};

/// Doctors the plans of many regions; each time that `doctor` found something to change, the plan is refused with one
/// of `codes`.
fn is_refused(codes: &[&str], doctor: impl Fn(&Prepared<'_>, &mut Plan) -> bool) {
    let mut applied = 0;
    for seed in 0..400 {
        let region = if seed % 2 == 0 { sample::region(seed, 10, 8) } else { varied(seed, 10, 8) };
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(&region, &near));
        let mut plan = solved(&prepared, &Options::default());
        if !doctor(&prepared, &mut plan) {
            continue;
        }
        let words = in_words(prepared.facts, &check(prepared.facts, &plan));
        let named = words.iter().any(|words| codes.iter().any(|code| words.starts_with(&format!("{code}: "))));
        assert!(named, "seed {seed}: {words:?}");
        applied += 1;
        if applied == 8 {
            return;
        }
    }
    assert!(applied > 0, "no region to doctor");
}

/// Lets an unassigned person take a way, with filled counts kept right.
fn assign(plan: &mut Plan, edge: Edge) {
    plan.unassigned.retain(|person| person.jobseeker != edge.jobseeker);
    let position = plan.assignments.partition_point(|other| other.jobseeker < edge.jobseeker);
    plan.assignments.insert(position, edge);
    plan.offers[edge.offer.at()].filled += 1;
}

/// Takes one assignment out, with all counts and the value of every level kept right.
fn unassign(prepared: &Prepared<'_>, plan: &mut Plan, position: usize) {
    let edge = plan.assignments.remove(position);
    let edges = prepared.lists().edges;
    let mut offers: Vec<_> = edges.iter().filter(|e| e.jobseeker == edge.jobseeker).map(|e| e.offer).collect();
    offers.dedup();
    let candidates = offers.len() as u32;
    let reasons = vec![Reason::Competition { pairings: candidates }];
    let at = plan.unassigned.partition_point(|person| person.jobseeker < edge.jobseeker);
    plan.unassigned.insert(at, Unassigned { jobseeker: edge.jobseeker, candidates, reasons });
    let result = &mut plan.offers[edge.offer.at()];
    result.filled -= 1;
    result.reasons = vec![Reason::Competition { pairings: result.candidates }];
    let mut ignored = Vec::new();
    let sums = count::add_up(prepared.facts, &prepared.rules, plan, &mut ignored);
    for (result, value) in plan.levels.iter_mut().zip(sums.values) {
        result.value = value;
    }
}

#[test]
fn a_person_at_an_offer_they_may_not_take() {
    is_refused(&["CHECK_BLOCKED"], |prepared, plan| {
        let n = plan.offers.len();
        let Some(edge) = plan.assignments.first_mut() else { return false };
        let elsewhere = (0..n).map(OfferIdx::from_usize).map(|offer| Edge { offer, ..*edge });
        let mut blocked = elsewhere.filter(|e| prepared.rules.verdict(&e.way(prepared.facts)).blocked_by.is_some());
        blocked.next().map(|other| *edge = other).is_some()
    });
}

/// An unassigned person takes a way of which the pool of `rule` has no unit left.
fn overdraws(rule: &str) {
    let wanted = ALL.iter().position(|known| known.id().0 == rule).unwrap();
    is_refused(&["CHECK_POOL_EXCEEDED"], |prepared, plan| {
        let pools = Pools::of(prepared.facts);
        let free = |plan: &Plan, edge: &Edge| plan.unassigned.iter().any(|p| p.jobseeker == edge.jobseeker);
        for edge in prepared.lists().edges.into_iter().filter(|edge| free(plan, edge)) {
            let mut doctored = plan.clone();
            assign(&mut doctored, edge);
            let drawn = doctored.drawn(prepared.facts, &pools);
            let over = pools.iter().zip(drawn).find(|(spec, n)| spec.capacity.is_some_and(|c| *n > i64::from(c)));
            if over.is_some_and(|(spec, _)| usize::from(spec.key.rule) == wanted) {
                *plan = doctored;
                return true;
            }
        }
        false
    });
}

#[test]
fn two_people_in_one_opening() {
    overdraws("openings");
}

#[test]
fn two_children_in_one_place() {
    overdraws("childcare");
}

#[test]
fn two_people_on_one_bicycle() {
    overdraws("supports");
}

#[test]
fn a_quota_exceeded() {
    overdraws("quotas");
}

/// Adds `by` to something of the level at every position in turn.
fn shifts_levels(code: &str, change: impl Fn(&mut LevelResult, i128)) {
    for position in 0..4 {
        for by in [-1, 1] {
            is_refused(&[code], |_, plan| plan.levels.get_mut(position).map(|level| change(level, by)).is_some());
        }
    }
}

#[test]
fn a_bound_forged() {
    shifts_levels("CHECK_BOUND_DIFFERS", |level, by| level.bound += by);
}

#[test]
fn a_value_forged() {
    shifts_levels("CHECK_VALUE_DIFFERS", |level, by| level.value += by);
}

#[test]
fn value_and_bound_forged_together() {
    shifts_levels("CHECK_VALUE_DIFFERS", |level, by| {
        level.value += by;
        level.bound += by;
    });
}

#[test]
fn the_levels_of_another_policy() {
    is_refused(&["CHECK_LEVELS_DIFFER"], |_, plan| plan.levels.pop().is_some());
    is_refused(&["CHECK_LEVELS_DIFFER"], |_, plan| {
        plan.levels.reverse();
        true
    });
}

#[test]
fn a_person_missing() {
    is_refused(&["CHECK_PERSON_MISSING"], |_, plan| plan.unassigned.pop().is_some());
    is_refused(&["CHECK_PERSON_MISSING"], |_, plan| plan.assignments.pop().is_some());
}

#[test]
fn a_person_twice() {
    is_refused(&["CHECK_PERSON_TWICE"], |_, plan| {
        let Some(&edge) = plan.assignments.first() else { return false };
        plan.assignments.insert(0, edge);
        true
    });
    is_refused(&["CHECK_PERSON_TWICE"], |_, plan| {
        let Some(edge) = plan.assignments.first() else { return false };
        plan.unassigned.push(Unassigned { jobseeker: edge.jobseeker, candidates: 1, reasons: Vec::new() });
        true
    });
}

#[test]
fn people_and_offers_that_do_not_exist() {
    is_refused(&["CHECK_UNKNOWN_POSITION"], |_, plan| {
        plan.assignments.last_mut().map(|edge| edge.jobseeker = JobseekerIdx(99)).is_some()
    });
    is_refused(&["CHECK_UNKNOWN_POSITION"], |_, plan| {
        plan.assignments.last_mut().map(|edge| edge.offer = OfferIdx(99)).is_some()
    });
    is_refused(&["CHECK_UNKNOWN_POSITION"], |_, plan| {
        plan.assignments.last_mut().map(|edge| edge.choice.places[0] = Some(CareIdx::new(99))).is_some()
    });
    is_refused(&["CHECK_UNKNOWN_POSITION"], |_, plan| {
        plan.assignments.last_mut().map(|edge| edge.choice.supports[0] = Some(SupportIdx::new(99))).is_some()
    });
}

#[test]
fn a_place_for_no_child_and_the_same_support_twice() {
    is_refused(&["CHECK_NOT_A_WAY"], |prepared, plan| {
        let childless = |edge: &&mut Edge| prepared.facts.region.jobseekers[edge.jobseeker.at()].children.is_empty();
        plan.assignments.iter_mut().find(childless).map(|edge| edge.choice.places[0] = Some(CareIdx::new(0))).is_some()
    });
    is_refused(&["CHECK_NOT_A_WAY"], |_, plan| {
        let twice = [Some(SupportIdx::new(0)), Some(SupportIdx::new(0))];
        plan.assignments.last_mut().map(|edge| edge.choice.supports = twice).is_some()
    });
}

#[test]
fn a_offer_missing_or_twice() {
    is_refused(&["CHECK_VACANCY_MISSING"], |_, plan| plan.offers.pop().is_some());
    is_refused(&["CHECK_VACANCY_TWICE"], |_, plan| {
        plan.offers.push(plan.offers[0].clone());
        true
    });
}

#[test]
fn points_forged() {
    is_refused(&["CHECK_POINTS_DIFFER"], |_, plan| plan.assignments.last_mut().map(|e| e.points += 1).is_some());
}

#[test]
fn counts_forged() {
    is_refused(&["CHECK_FILLED_DIFFERS"], |_, plan| plan.offers.last_mut().map(|v| v.filled += 1).is_some());
    is_refused(&["CHECK_CANDIDATES_DIFFER"], |_, plan| plan.offers.last_mut().map(|v| v.candidates += 1).is_some());
    is_refused(&["CHECK_CANDIDATES_DIFFER"], |_, plan| plan.unassigned.last_mut().map(|p| p.candidates += 1).is_some());
}

/// A pool that never has a floor: the openings of an offer.
fn without_floor() -> PoolKey {
    let openings = crate::constraint::ALL.iter().position(|rule| rule.id().0 == "openings").unwrap();
    PoolKey { rule: openings as u8, subject: 0, part: 0 }
}

#[test]
fn missing_floors_forged() {
    is_refused(&["CHECK_MISSING_DIFFERS"], |_, plan| plan.missing.pop().is_some());
    is_refused(&["CHECK_MISSING_DIFFERS"], |_, plan| plan.missing.last_mut().map(|(_, units)| *units += 1).is_some());
    is_refused(&["CHECK_MISSING_LIST"], |_, plan| {
        plan.missing.push((without_floor(), 1));
        true
    });
}

#[test]
fn lists_out_of_order() {
    is_refused(&["CHECK_UNSORTED"], |_, plan| {
        plan.assignments.reverse();
        plan.assignments.len() > 1
    });
    is_refused(&["CHECK_UNSORTED"], |_, plan| {
        plan.offers.reverse();
        true
    });
}

/// The first price of a capacity at a root.
fn price_of(parts: &mut [PartProof]) -> Option<&mut i128> {
    let mut blocks = parts.iter_mut().flat_map(|part| &mut part.blocks);
    blocks.find_map(|block| block.root.capacities.iter_mut().map(|(_, price)| price).find(|price| **price > 0))
}

#[test]
fn a_price_with_the_wrong_sign() {
    is_refused(&["CHECK_CERTIFICATE_REFUSED"], |_, plan| {
        price_of(&mut plan.certificate.parts).map(|price| *price = -*price).is_some()
    });
}

/// Whether the certificate of `plan` no longer proves what it did under `before`: what proves the same is a proof.
fn proves_something_else(prepared: &Prepared<'_>, plan: &Plan, before: &Certificate) -> bool {
    let problem = prepared.lists().problem;
    model::bound(&problem, &plan.certificate) != model::bound(&problem, before)
}

/// What is said of a certificate that proves less than the plan says.
const PROVES_LESS: &[&str] = &["CHECK_BOUND_DIFFERS", "CHECK_CERTIFICATE_REFUSED", "CHECK_CONFLICT_NOT_PROVEN"];

#[test]
fn a_price_beyond_all_measure() {
    is_refused(PROVES_LESS, |prepared, plan| {
        let before = plan.certificate.clone();
        let found = price_of(&mut plan.certificate.parts).map(|price| *price = i128::MAX).is_some();
        found && proves_something_else(prepared, plan, &before)
    });
}

#[test]
fn no_certificate_at_all() {
    is_refused(PROVES_LESS, |prepared, plan| {
        let before = std::mem::take(&mut plan.certificate.parts);
        let before = Certificate { parts: before, ..plan.certificate.clone() };
        proves_something_else(prepared, plan, &before)
    });
}

/// Changes the first proof of the certificate for which `change` finds something to change.
fn forge_proof(prepared: &Prepared<'_>, plan: &mut Plan, change: impl Fn(&mut Proof) -> bool) -> bool {
    let before = plan.certificate.clone();
    let mut blocks = plan.certificate.parts.iter_mut().flat_map(|part| &mut part.blocks);
    blocks.any(|block| change(&mut block.proof)) && proves_something_else(prepared, plan, &before)
}

#[test]
fn a_leaf_forged() {
    is_refused(PROVES_LESS, |prepared, plan| {
        let Some(part) = plan.certificate.parts.first() else { return false };
        let pool = part.pools[0];
        forge_proof(prepared, plan, |proof| match proof {
            Proof::Prices(prices) => {
                prices.capacities.push((pool, 1 << 80));
                true
            }
            Proof::Branch { .. } => false,
        })
    });
}

#[test]
fn a_profitable_way_hidden_from_the_solver() {
    is_refused(&["CHECK_BOUND_DIFFERS", "CHECK_NOT_PROVEN", "CHECK_CERTIFICATE_REFUSED"], |prepared, plan| {
        let all = prepared.lists().edges;
        let Some(hidden) = plan.assignments.first().copied() else { return false };
        let edges = all.into_iter().filter(|edge| *edge != hidden).collect();
        let lists = crate::kind::lists(prepared.facts, edges);
        let solution = model::solve(&lists.problem, &Options::default());
        let mut doctored = of_solution(prepared, &lists, solution, 0.0);
        let worse = doctored.levels.iter().map(|level| level.value).lt(plan.levels.iter().map(|level| level.value));
        // Counts are put right, so that only the bound can tell.
        for (forged, true_one) in doctored.offers.iter_mut().zip(&plan.offers) {
            forged.candidates = true_one.candidates;
        }
        *plan = doctored;
        worse
    });
}

#[test]
fn a_worse_plan_called_optimal() {
    is_refused(&["CHECK_NOT_PROVEN"], |prepared, plan| {
        let free = plan.termination == Termination::Optimal && plan.missing.is_empty() && !plan.assignments.is_empty();
        if !free {
            return false;
        }
        unassign(prepared, plan, 0);
        plan.levels.iter().any(|level| level.value < level.bound)
    });
}

#[test]
fn a_worse_plan_that_says_so_passes_and_is_caught_by_solving_again_when_it_does_not() {
    let mut region = sample::region(4, 10, 8);
    region.pack.shares.clear();
    let near = Nearby::default();
    let prepared = Prepared::of(Facts::of(&region, &near));
    let mut plan = solved(&prepared, &Options::default());
    unassign(&prepared, &mut plan, 0);
    (plan.termination, plan.claimed_by_solver) = (Termination::TimeLimit, false);
    let report = inspect(prepared.facts, &plan, Effort { resolve: true });
    assert_eq!(report.violations, []);
    // A claim that the solver never made is held against what it finds.
    plan.claimed_by_solver = true;
    let report = inspect(prepared.facts, &plan, Effort { resolve: true });
    assert!(report.violations.iter().any(|v| v.code() == "CHECK_RESOLVED_DIFFERS"), "{:?}", report.violations);
    plan.termination = Termination::Optimal;
    let report = inspect(prepared.facts, &plan, Effort { resolve: true });
    assert!(report.violations.iter().any(|v| v.code() == "CHECK_RESOLVED_DIFFERS"), "{:?}", report.violations);
}

#[test]
fn a_conflict_of_floors_that_is_none() {
    is_refused(&["CHECK_CONFLICT_NOT_PROVEN"], |prepared, plan| {
        let pools = Pools::of(prepared.facts);
        let hard = pools.iter().find(|spec| matches!(spec.floor, Some((_, crate::constraint::FloorKind::Hard))));
        let feasible = plan.termination == Termination::Optimal;
        if let Some(spec) = hard.filter(|_| feasible) {
            plan.termination = Termination::Infeasible(vec![spec.key]);
        }
        feasible && hard.is_some()
    });
}

#[test]
fn a_conflict_of_pools_that_have_no_floor() {
    is_refused(&["CHECK_NOT_A_HARD_FLOOR"], |_, plan| match &mut plan.termination {
        Termination::Infeasible(floors) => {
            floors.push(without_floor());
            true
        }
        _ => false,
    });
}

#[test]
fn a_conflict_with_a_floor_too_many() {
    let mut caught = 0;
    for seed in 0..200 {
        let region = varied(seed, 10, 8);
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(&region, &near));
        let mut plan = solved(&prepared, &Options::default());
        let Termination::Infeasible(floors) = &mut plan.termination else { continue };
        let pools = Pools::of(prepared.facts);
        let hard = pools.iter().filter(|spec| matches!(spec.floor, Some((_, crate::constraint::FloorKind::Hard))));
        let Some(more) = hard.map(|spec| spec.key).find(|key| !floors.contains(key)) else { continue };
        floors.push(more);
        let report = inspect(prepared.facts, &plan, Effort { resolve: true });
        assert!(report.violations.contains(&Violation::NotInConflict { pool: more }), "{:?}", report.violations);
        caught += 1;
    }
    assert!(caught > 0, "no conflict to add to");
}

#[test]
fn a_hard_floor_missed_without_a_word() {
    is_refused(&["CHECK_HARD_FLOOR"], |_, plan| {
        let infeasible = matches!(plan.termination, Termination::Infeasible(_));
        plan.termination = Termination::Optimal;
        infeasible
    });
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn a_branch_pruned() {
        is_refused(PROVES_LESS, |prepared, plan| {
            forge_proof(prepared, plan, |proof| match proof {
                Proof::Branch { never, .. } => {
                    *proof = std::mem::replace(never, Proof::Prices(model::Prices::default()));
                    true
                }
                Proof::Prices(_) => false,
            })
        });
    }
}
