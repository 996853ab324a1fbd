//! Candidates: which ways no rule blocks. Indexes find pairings, rules screen them in batches, dominated ways are
//! dropped. A law of the tests: the same as judging every way of every pair.

mod index;
mod search;

#[cfg(test)]
mod laws;

use rayon::prelude::*;

use crate::constraint::RuleBook;
use crate::domain::{Facts, JobseekerIdx, OfferIdx};
use crate::way::{Choice, Way};

pub use index::Index;
pub use search::Search;

/// A way that no rule blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Who.
    pub jobseeker: JobseekerIdx,
    /// What.
    pub offer: OfferIdx,
    /// How.
    pub choice: Choice,
    /// Points on the level `fit`.
    pub points: i64,
}

impl Edge {
    /// The way this edge is, against `facts`.
    pub fn way<'a>(&self, facts: Facts<'a>) -> Way<'a> {
        Way { facts, jobseeker_idx: self.jobseeker, offer_idx: self.offer, choice: self.choice }
    }
}

/// Every edge of a region, sorted by jobseeker, offer and choice. Linear in the pairings that the indexes find.
pub fn find(facts: Facts<'_>, rules: &RuleBook, index: &Index) -> Vec<Edge> {
    /// People per piece of work: enough to share buffers, few enough to share the load.
    const PEOPLE_PER_PIECE: usize = 256;
    let n = facts.region.jobseekers.len();
    let pieces: Vec<Vec<Edge>> = (0..n.div_ceil(PEOPLE_PER_PIECE))
        .into_par_iter()
        .map(|piece| {
            let mut search = Search::new(facts, rules, index);
            let mut edges = Vec::new();
            for person in piece * PEOPLE_PER_PIECE..n.min((piece + 1) * PEOPLE_PER_PIECE) {
                search.edges_of(JobseekerIdx::from_usize(person), &mut edges);
            }
            edges
        })
        .collect();
    let mut edges = Vec::with_capacity(pieces.iter().map(Vec::len).sum());
    pieces.into_iter().for_each(|piece| edges.extend(piece));
    edges
}
