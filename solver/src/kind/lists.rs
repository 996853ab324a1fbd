//! The lists of a plan: what each person could take in which way, and what may be opened.

use super::{Pools, levels};
use crate::candidates::Edge;
use crate::constraint::{self, Claims};
use crate::domain::{EditionIdx, Facts, JobseekerIdx, Level, OfferIdx, PromiseStatus, Region};
use schakel_model::{EdgeIdx, Problem};

/// Edges, editions and pools of a plan, and the problem they make: first the edges, then the editions of the region, each
/// in its order.
#[derive(Clone, Debug)]
pub struct Lists {
    /// Edges, sorted by jobseeker.
    pub edges: Vec<Edge>,
    /// Pools.
    pub pools: Pools,
    /// The model.
    pub problem: Problem,
}

/// Lists a plan over `edges`, sorted by jobseeker as candidate search gives them.
pub fn lists(facts: Facts<'_>, edges: Vec<Edge>) -> Lists {
    let pools = Pools::of(facts);
    let problem = problem_of(facts, &pools, &edges);
    Lists { edges, pools, problem }
}

impl Lists {
    /// Edges and editions that a choice of the model means, each sorted.
    pub fn meaning(&self, chosen: &[EdgeIdx]) -> (Vec<Edge>, Vec<EditionIdx>) {
        let n_edges = self.edges.len();
        let first = chosen.partition_point(|&e| (e as usize) < n_edges);
        let opened = chosen[first..].iter().map(|&e| EditionIdx::from_usize(e as usize - n_edges));
        (chosen[..first].iter().map(|&e| self.edges[e as usize]).collect(), opened.collect())
    }
}

/// The problem over `edges`, sorted by jobseeker, and the region's editions. Linear in both.
pub fn problem_of(facts: Facts<'_>, pools: &Pools, edges: &[Edge]) -> Problem {
    let levels = levels(facts.region);
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
    for edition in (0..facts.region.editions.len()).map(EditionIdx::from_usize) {
        constraint::opens(facts, edition, &mut claims);
        let owner = pools.draws(&claims, &mut problem.draws);
        problem.first_draw.push(problem.draws.len() as u32);
        problem.points.extend(levels.iter().map(|&level| opening_points_on(level)));
        problem.owners.push(owner);
    }
    problem
}

/// Points of an edge on one level.
pub(super) fn points_on(region: &Region, edge: &Edge, level: Level) -> i64 {
    match level {
        Level::Promises => i64::from(keeps_promise(region, edge.jobseeker, edge.offer)),
        Level::Floors => 0,
        Level::Placed => 1,
        Level::Fit => edge.points,
        Level::Opened => 0,
    }
}

/// Points of an opened edition on one level.
fn opening_points_on(level: Level) -> i64 {
    match level {
        Level::Promises | Level::Floors | Level::Placed | Level::Fit => 0,
        Level::Opened => -1,
    }
}

/// Whether the pairing was promised: invited, confirmed or attended.
fn keeps_promise(region: &Region, jobseeker: JobseekerIdx, offer: OfferIdx) -> bool {
    let first = region.promises.partition_point(|promise| (promise.jobseeker, promise.offer) < (jobseeker, offer));
    let about = region.promises[first..].iter().take_while(|p| (p.jobseeker, p.offer) == (jobseeker, offer));
    about.into_iter().any(|promise| promise.status >= PromiseStatus::Invited)
}
