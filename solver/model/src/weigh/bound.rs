//! What no plan can exceed, and what a plan is worth: added up in integers, with no trust in any solver.

use super::Weigher;
use crate::certificate::{Certificate, Cut, Refusal};
use crate::problem::{Missing, PoolIdx, Problem};

/// Recomputes from `problem` and `certificate` alone, in integers, what no plan can exceed: one bound per level.
///
/// Read together, level by level: no plan is lexicographically greater. Whatever the prices, multipliers, values and
/// trees are, an accepted certificate gives a valid bound. Of a relaxed certificate the first bound is that of the
/// refused floors (0 when all can be reached).
///
/// # Errors
/// [`Refusal`] for the first thing that is wrong.
pub fn bound(problem: &Problem, certificate: &Certificate) -> Result<Vec<i128>, Refusal> {
    problem.check().map_err(Refusal::Problem)?;
    if certificate.relaxed {
        bound_of_work(&problem.relaxed(), certificate)
    } else {
        bound_of_work(problem, certificate)
    }
}

/// As [`bound`], for a problem that is already relaxed where the certificate is about the relaxed problem.
pub(crate) fn bound_of_work(problem: &Problem, certificate: &Certificate) -> Result<Vec<i128>, Refusal> {
    if !certificate.cuts.is_empty() {
        let strong = Cut::added(problem, &certificate.cuts)?;
        return bound_of_parts(&strong, problem.pools.len() as PoolIdx, certificate);
    }
    bound_of_parts(problem, problem.pools.len() as PoolIdx, certificate)
}

/// The bounds of all parts added up; pools from `first_cut` on are cuts.
fn bound_of_parts(problem: &Problem, first_cut: PoolIdx, certificate: &Certificate) -> Result<Vec<i128>, Refusal> {
    let weigher = Weigher::new(problem, first_cut, certificate)?;
    let mut total = weigher.loose_bound();
    for (part, proof) in certificate.parts.iter().enumerate() {
        let bounds = weigher.part_bound(part, proof)?;
        for (sum, bound) in total.iter_mut().zip(bounds) {
            *sum = sum.checked_add(bound).ok_or(Refusal::Overflow)?;
        }
    }
    Ok(total)
}

/// Adds a plan up again: its value per level. Refuses what breaks a capacity or a refused floor.
///
/// # Errors
/// [`Refusal`] for the first thing that is wrong.
pub fn audit(problem: &Problem, chosen: &[u32]) -> Result<Vec<i128>, Refusal> {
    problem.check().map_err(Refusal::Problem)?;
    let mut taken = vec![false; problem.n_edges()];
    let mut drawn = vec![0i128; problem.pools.len()];
    let mut value = vec![0i128; problem.n_levels];
    for &e in chosen {
        if taken.get(e as usize) != Some(&false) {
            return Err(Refusal::Chosen(e));
        }
        taken[e as usize] = true;
        for d in problem.draws_of(e) {
            drawn[d.pool as usize] += i128::from(d.units);
        }
        for (sum, points) in value.iter_mut().zip(problem.points_of(e)) {
            *sum += i128::from(points);
        }
    }
    for (p, pool) in problem.pools.iter().enumerate() {
        if pool.capacity.is_some_and(|c| drawn[p] > i128::from(c)) {
            return Err(Refusal::Capacity(p as PoolIdx));
        }
        let Some(floor) = pool.floor else { continue };
        let missing = (i128::from(floor.units) - drawn[p]).max(0);
        match floor.missing {
            Missing::Refused | Missing::Never if missing > 0 => return Err(Refusal::Floor(p as PoolIdx)),
            Missing::Refused | Missing::Never => {}
            Missing::Costs { level, points } => {
                value[level] -= missing.checked_mul(i128::from(points)).ok_or(Refusal::Overflow)?;
            }
        }
    }
    Ok(value)
}
