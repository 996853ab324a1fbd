//! Matching: every jobseeker against every vacancy of the region.

use super::Pools;
use crate::candidates::Edge;
use crate::constraint::{self, Claims};
use crate::domain::{Facts, JobseekerIdx, Level, PromiseStatus, Region, VacancyIdx};
use schakel_model::Problem;

/// Edges and pools of a matching, and the problem they make; edge positions are the same in `edges` and `problem`.
#[derive(Clone, Debug)]
pub struct Lists {
    /// Edges, sorted by jobseeker.
    pub edges: Vec<Edge>,
    /// Pools.
    pub pools: Pools,
    /// The model.
    pub problem: Problem,
}

/// Lists a matching over `edges`, sorted by jobseeker as candidate search gives them.
pub fn lists(facts: Facts<'_>, edges: Vec<Edge>) -> Lists {
    let pools = Pools::of(facts);
    let problem = problem_of(facts, &pools, &edges);
    Lists { edges, pools, problem }
}

/// The problem over `edges`, sorted by jobseeker. Linear in the edges.
pub fn problem_of(facts: Facts<'_>, pools: &Pools, edges: &[Edge]) -> Problem {
    let levels = &facts.region.pack.levels;
    let mut problem = Problem {
        n_levels: levels.len(),
        first_draw: Vec::with_capacity(edges.len() + 1),
        draws: Vec::with_capacity(edges.len() * 3),
        points: Vec::with_capacity(edges.len() * levels.len()),
        owners: Vec::with_capacity(edges.len()),
        pools: pools.rows(levels),
    };
    problem.first_draw.push(0);
    let mut claims = Claims::default();
    for edge in edges {
        constraint::draws(&edge.way(facts), &mut claims);
        let owner = pools.draws(&claims, &mut problem.draws);
        problem.first_draw.push(problem.draws.len() as u32);
        problem.points.extend(levels.iter().map(|&level| points_on(facts.region, edge, level)));
        problem.owners.push(owner);
    }
    problem
}

/// Points of an edge on one level.
pub(super) fn points_on(region: &Region, edge: &Edge, level: Level) -> i64 {
    match level {
        Level::Promises => i64::from(keeps_promise(region, edge.jobseeker, edge.vacancy)),
        Level::Floors => 0,
        Level::Placed => 1,
        Level::Fit => edge.points,
    }
}

/// Whether the pairing was promised: invited, confirmed or attended.
fn keeps_promise(region: &Region, jobseeker: JobseekerIdx, vacancy: VacancyIdx) -> bool {
    let first = region.promises.partition_point(|promise| (promise.jobseeker, promise.vacancy) < (jobseeker, vacancy));
    let about = region.promises[first..].iter().take_while(|p| (p.jobseeker, p.vacancy) == (jobseeker, vacancy));
    about.into_iter().any(|promise| promise.status >= PromiseStatus::Invited)
}
