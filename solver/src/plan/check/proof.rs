//! What the certificate proves over the checker's own list, against what the plan says; and solving again.

use super::Violation;
use super::count::Sums;
use super::listing::Listing;
use crate::constraint::{FloorKind, PoolKey};
use crate::plan::{Plan, Termination, is_within};
use schakel_model::{self as model, Missing, Options, Problem, Status};

/// Recomputes the bounds and compares them with what the plan says, and with how it says to have ended. Returns them
/// when the certificate is accepted.
pub(super) fn compare_bounds(
    plan: &Plan,
    sums: &Sums,
    listing: &Listing,
    violations: &mut Vec<Violation>,
) -> Option<Vec<i128>> {
    let mut bounds = match model::bound(&listing.problem, &plan.certificate) {
        Ok(bounds) => bounds,
        Err(refusal) => {
            violations.push(Violation::Certificate(refusal));
            return None;
        }
    };
    // Of a relaxed certificate the first bound is that of the hard floors: minus the units that must be missing.
    let hard_bound = if plan.certificate.relaxed { bounds.remove(0) } else { 0 };
    for (result, &found) in plan.levels.iter().zip(&bounds) {
        if result.bound != found {
            violations.push(Violation::Bound { level: result.level, stated: result.bound, found });
        }
    }
    compare_order(plan, sums, hard_bound, listing, &bounds, violations);
    compare_conflict(plan, hard_bound, listing, violations);
    Some(bounds)
}

/// Values against bounds, the hard floors before all levels.
///
/// Bounds are read level by level: the bound of a level is about plans that do as well on those before. So only the
/// first level on which the two differ says which is greater.
fn compare_order(
    plan: &Plan,
    sums: &Sums,
    hard_bound: i128,
    listing: &Listing,
    bounds: &[i128],
    violations: &mut Vec<Violation>,
) {
    let levels = std::iter::once(None).chain(listing.levels.iter().copied().map(Some));
    let values = std::iter::once(-sums.hard_missing).chain(sums.values.iter().copied());
    let pairs = values.zip(std::iter::once(hard_bound).chain(bounds.iter().copied()));
    let differing = || levels.clone().zip(pairs.clone()).filter(|(_, (value, bound))| value != bound);
    if let Some((level, (value, bound))) = differing().next()
        && bound < value
    {
        violations.push(Violation::BoundBelowValue { level, value, bound });
    }
    let beyond = |gap: f64| levels.clone().zip(pairs.clone()).filter(move |&(_, pair)| !is_within(pair.0, pair.1, gap));
    let is_best = differing().next().is_none();
    let proven = match () {
        () if is_best => Some("optimal"),
        () if plan.gap > 0.0 && beyond(plan.gap).next().is_none() => Some("within_gap"),
        () => None,
    };
    match (&plan.termination, proven) {
        (Termination::Optimal, _) => {
            let unproven = differing().filter(|(_, (value, bound))| bound > value);
            violations.extend(unproven.map(|(level, (value, bound))| Violation::NotProven { level, value, bound }));
        }
        (Termination::WithinGap, None) => {
            let far = beyond(plan.gap.max(0.0));
            violations.extend(far.map(|(level, (value, bound))| Violation::NotWithinGap { level, value, bound }));
        }
        (Termination::WithinGap, Some("within_gap")) | (Termination::Infeasible(_), _) => {}
        (stated, Some(found)) => violations.push(Violation::ProvesMore { stated: stated.name(), found }),
        (Termination::TimeLimit | Termination::NodeLimit | Termination::Cancelled, None) => {}
    }
    if is_best && !plan.claimed_by_solver {
        violations.push(Violation::NotClaimed);
    }
}

/// Whether floors said to be in conflict are hard floors, and whether the certificate proves that there is a conflict.
fn compare_conflict(plan: &Plan, hard_bound: i128, listing: &Listing, violations: &mut Vec<Violation>) {
    let Termination::Infeasible(floors) = &plan.termination else { return };
    if hard_bound >= 0 || floors.is_empty() {
        violations.push(Violation::ConflictNotProven);
    }
    for &pool in floors {
        if !is_hard(listing, pool) {
            violations.push(Violation::NotAHardFloor { pool });
        }
    }
}

/// Whether a pool has a hard floor.
fn is_hard(listing: &Listing, pool: PoolKey) -> bool {
    let position = listing.pools.binary_search_by_key(&pool, |spec| spec.key);
    position.is_ok_and(|position| matches!(listing.pools[position].floor, Some((_, FloorKind::Hard))))
}

/// Solves again over the checker's list and compares what is reached, where the plan says to have the best or where
/// what was found now is proven best. Returns what was reached and how sure it is.
pub(super) fn resolve(
    plan: &Plan,
    sums: &Sums,
    listing: &Listing,
    violations: &mut Vec<Violation>,
) -> (Status, Vec<i128>) {
    let solution = model::solve(&listing.problem, &Options::default());
    let proven = matches!(solution.status, Status::Optimal | Status::Infeasible(_));
    // What the solver is said to claim is held against what is found, unless a gap left it room.
    let claimed = plan.claimed_by_solver && plan.gap <= 0.0;
    let best = claimed || matches!(plan.termination, Termination::Optimal | Termination::Infeasible(_));
    let levels =
        || listing.levels.iter().copied().zip(sums.values.iter().copied().zip(solution.values.iter().copied()));
    let first = levels().find(|(_, (stated, found))| stated != found);
    if let Some((level, (stated, found))) = first
        && ((best && (proven || found > stated)) || (proven && stated > found))
    {
        violations.push(Violation::Resolved { level, stated, found });
    }
    if let Termination::Infeasible(floors) = &plan.termination {
        resolve_conflict(floors, listing, violations);
    }
    (solution.status, solution.values)
}

/// Whether the floors cannot hold together, and any of them left out, the others can.
fn resolve_conflict(floors: &[PoolKey], listing: &Listing, violations: &mut Vec<Violation>) {
    let in_conflict = |floors: &[PoolKey]| {
        let problem = with_hard_floors(listing, floors);
        matches!(model::solve(&problem, &Options::default()).status, Status::Infeasible(_))
    };
    if !in_conflict(floors) {
        violations.push(Violation::NoConflict);
        return;
    }
    for &pool in floors {
        let others: Vec<PoolKey> = floors.iter().copied().filter(|&other| other != pool).collect();
        if in_conflict(&others) {
            violations.push(Violation::NotInConflict { pool });
        }
    }
}

/// The problem with no other hard floors than these.
fn with_hard_floors(listing: &Listing, floors: &[PoolKey]) -> Problem {
    let mut problem = listing.problem.clone();
    for (row, spec) in problem.pools.iter_mut().zip(&listing.pools) {
        if !floors.contains(&spec.key) {
            row.floor = row.floor.filter(|floor| floor.missing != Missing::Refused);
        }
    }
    problem
}
