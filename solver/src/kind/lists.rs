//! The lists of a plan: what each person could take in which way, and what may be opened.

use super::{Pools, levels};
use crate::candidates::Edge;
use crate::constraint::{self, Claims};
use crate::domain::{Column, EditionIdx, Facts, JobseekerIdx, Level, Objective, OfferIdx, PromiseStatus, Region};
use schakel_model::{EdgeIdx, Problem};

/// Edges, columns and pools of a plan, and the problem they make: first the edges, then the columns of the region that
/// belong to no jobseeker, each in its order.
#[derive(Clone, Debug)]
pub struct Lists {
    /// Edges, sorted by jobseeker.
    pub edges: Vec<Edge>,
    /// Columns of the region.
    pub columns: Vec<Column>,
    /// Pools.
    pub pools: Pools,
    /// The model.
    pub problem: Problem,
}

/// Lists a plan over `edges`, sorted by jobseeker as candidate search gives them.
pub fn lists(facts: Facts<'_>, edges: Vec<Edge>) -> Lists {
    let pools = Pools::of(facts);
    let columns = facts.region.columns();
    let problem = problem_of(facts, &pools, &edges);
    Lists { edges, columns, pools, problem }
}

impl Lists {
    /// Edges and editions that a choice of the model means, each sorted.
    pub fn meaning(&self, chosen: &[EdgeIdx]) -> (Vec<Edge>, Vec<EditionIdx>) {
        let n_edges = self.edges.len();
        let first = chosen.partition_point(|&e| (e as usize) < n_edges);
        // Sites and shares follow from who takes part in what.
        let opened = chosen[first..].iter().filter_map(|&e| match self.columns[e as usize - n_edges] {
            Column::Edition(edition) => Some(edition),
            Column::Site(_) | Column::Tier(_) | Column::Outflow(_) => None,
        });
        (chosen[..first].iter().map(|&e| self.edges[e as usize]).collect(), opened.collect())
    }
}

impl Lists {
    /// What a choice is worth per level, with the sites and shares that follow from it instead of those that were
    /// chosen: a limit may have ended the solve before it took a share that is reached. Nothing where a hard floor is
    /// missed, or where there are neither sites nor shares.
    pub fn worth(&self, facts: Facts<'_>, chosen: &[EdgeIdx]) -> Option<Vec<i128>> {
        if self.columns.len() == facts.region.editions.len() {
            return None;
        }
        let n_edges = self.edges.len() as EdgeIdx;
        let of_people = chosen.iter().copied().take_while(|&e| e < n_edges);
        let (assignments, opened) = self.meaning(chosen);
        let people: Vec<_> = assignments.iter().map(|edge| (edge.jobseeker, edge.offer)).collect();
        let columns = facts.region.columns_of(&people, &opened);
        let positions = columns.iter().filter_map(|column| self.columns.binary_search(column).ok());
        let completed: Vec<EdgeIdx> = of_people.chain(positions.map(|at| n_edges + at as EdgeIdx)).collect();
        schakel_model::audit(&self.problem, &completed).ok()
    }
}

/// The problem over `edges`, sorted by jobseeker, and the region's columns. Linear in both.
pub fn problem_of(facts: Facts<'_>, pools: &Pools, edges: &[Edge]) -> Problem {
    let levels = levels(facts.region);
    let mut problem = Problem::new(levels.len(), pools.rows(&levels));
    problem.first_draw.reserve_exact(edges.len());
    problem.owners.reserve_exact(edges.len());
    problem.draws.reserve(edges.len() * 3);
    let mut claims = Claims::default();
    for edge in edges {
        constraint::draws(&edge.way(facts), &mut claims);
        let owner = pools.draws(&claims, &mut problem.draws);
        problem.end_edge(owner, levels.iter().map(|&level| points_on(facts, edge, level)));
    }
    for column in facts.region.columns() {
        constraint::takes(facts, column, &mut claims);
        let owner = pools.draws(&claims, &mut problem.draws);
        problem.end_edge(owner, levels.iter().map(|&level| column_points_on(facts.region, column, level)));
    }
    problem.draws.shrink_to_fit();
    problem
}

/// Points of an edge on one level.
pub(super) fn points_on(facts: Facts<'_>, edge: &Edge, level: Level) -> i64 {
    let region = facts.region;
    match level {
        Level::Promises => i64::from(keeps_promise(region, edge.jobseeker, edge.offer)),
        Level::Floors => 0,
        Level::Placed => 1,
        Level::Fit => edge.points,
        Level::Priority(group) => region.is_in_priority(&region.jobseekers[edge.jobseeker.at()], group).into(),
        Level::Opened | Level::Served(_) => 0,
        Level::Kept => region.standing.binary_search(&(edge.jobseeker, edge.offer)).is_ok().into(),
        Level::Grouped => region.offers[edge.offer.at()].programme.is_some().into(),
        // A region has fewer cents.
        Level::Cost => -(edge.way(facts).support_cents() as i64),
        Level::Useful => show_of(region, edge).into(),
        // The pack is then one in which nothing counts but minutes: see `arranged`.
        Level::Travel | Level::Weighed => edge.points,
    }
}

/// The chance that somebody who is invited comes, in thousandths.
fn show_of(region: &Region, edge: &Edge) -> u32 {
    region.stall_of(edge.offer).map_or(0, |(fair, _)| fair.show_of(edge.jobseeker))
}

/// Points of a column without a person on one level.
fn column_points_on(region: &Region, column: Column, level: Level) -> i64 {
    match (level, column, region.wanted.objective) {
        (Level::Opened, Column::Edition(_), _) => -1,
        (Level::Weighed, Column::Edition(_), Objective::Weighed(weights)) => -weights.edition,
        (Level::Served(percent), _, _) => Region::is_served(column, percent).into(),
        _ => 0,
    }
}

/// Whether the pairing was promised: invited, confirmed or attended.
fn keeps_promise(region: &Region, jobseeker: JobseekerIdx, offer: OfferIdx) -> bool {
    let first = region.promises.partition_point(|promise| (promise.jobseeker, promise.offer) < (jobseeker, offer));
    let about = region.promises[first..].iter().take_while(|p| (p.jobseeker, p.offer) == (jobseeker, offer));
    about.into_iter().any(|promise| promise.status >= PromiseStatus::Invited)
}
