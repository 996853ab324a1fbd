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
    let everyone: Vec<JobseekerIdx> = (0..facts.region.jobseekers.len()).map(JobseekerIdx::from_usize).collect();
    find_of(facts, rules, index, &everyone)
}

/// Every edge of these people, in their order, each person's sorted by offer and choice.
pub fn find_of(facts: Facts<'_>, rules: &RuleBook, index: &Index, people: &[JobseekerIdx]) -> Vec<Edge> {
    /// People per piece of work: enough to share buffers, few enough to share the load.
    const PEOPLE_PER_PIECE: usize = 256;
    let pieces: Vec<Vec<Edge>> = people
        .par_chunks(PEOPLE_PER_PIECE)
        .map(|piece| {
            let mut search = Search::new(facts, rules, index);
            let mut edges = Vec::new();
            piece.iter().for_each(|&person| search.edges_of(person, &mut edges));
            edges
        })
        .collect();
    let mut edges = Vec::with_capacity(pieces.iter().map(Vec::len).sum());
    pieces.into_iter().for_each(|piece| edges.extend(piece));
    edges
}
