//! Which refused floors cannot hold together: a smallest set in the sense that leaving any one out makes it possible.

use super::best::Best;
use super::part::{Part, split};
use super::problem::{EdgeIdx, Floor, Missing, Pool, PoolIdx, Problem};
use super::settle::settle;
use super::{Options, certificate::Certificate, weigh};

/// Thins out the refused floors of part `at` of the relaxed `problem` until every one of them is needed for the conflict.
pub(super) fn irreducible(problem: &Problem, at: usize, options: &Options<'_>) -> Vec<PoolIdx> {
    let part = &split(problem).swap_remove(at);
    let refused = |pool: PoolIdx| {
        let floor = problem.pools[pool as usize].floor;
        floor.is_some_and(|f| matches!(f.missing, Missing::Costs { level: 0, .. }))
    };
    let mut kept: Vec<PoolIdx> =
        part.rows.iter().filter(|row| row.floor.is_some()).map(|row| row.pool).filter(|&p| refused(p)).collect();
    let mut chunk = kept.len().div_ceil(2).max(1);
    loop {
        let mut start = 0;
        while start < kept.len() && !(options.stop)() {
            let end = (start + chunk).min(kept.len());
            let fewer: Vec<PoolIdx> = kept[..start].iter().chain(&kept[end..]).copied().collect();
            if !fewer.is_empty() && cannot_hold(problem, part, &fewer, options) {
                kept = fewer;
            } else {
                start = end;
            }
        }
        if chunk == 1 {
            return kept;
        }
        chunk = chunk.div_ceil(2);
    }
}

/// Whether it is proven that the floors of these pools cannot all be reached.
fn cannot_hold(problem: &Problem, part: &Part, floors: &[PoolIdx], options: &Options<'_>) -> bool {
    let never = |floor: &Floor| floor.missing == Missing::Never;
    let mut pools: Vec<Pool> = problem.pools.iter().map(|p| Pool { floor: p.floor.filter(never), ..*p }).collect();
    for &p in floors {
        let units = problem.pools[p as usize].floor.map_or(0, |f| f.units);
        pools[p as usize].floor = Some(Floor { units, missing: Missing::Refused });
    }
    let mut only = Problem::new(0, pools);
    for &e in &*part.edges {
        only.draws.extend_from_slice(problem.draws_of(e as EdgeIdx));
        only.end_edge(problem.owners[e as usize], []);
    }
    let relaxed = only.relaxed();
    let exact = Options { gap: 0.0, progress: &|_| (), hint: None, ..*options };
    let mut proof = Certificate { relaxed: true, ..Certificate::default() };
    for part in split(&relaxed) {
        let first_cut = (relaxed.pools.len() + proof.cuts.len()) as PoolIdx;
        let (best, is_free) = (Best::of(&relaxed, &part, &|_| ()), part.rows.is_empty());
        let settled = settle(&relaxed, part, &[], first_cut, &exact, &best);
        proof.cuts.extend(settled.cuts);
        if !is_free {
            proof.parts.push(settled.proof);
        }
    }
    weigh::bound(&only, &proof).is_ok_and(|bounds| bounds[0] < 0)
}
