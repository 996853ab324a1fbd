//! Shortlists: who fits an offer, what fits a person, ranked on fit and reach, with near misses below.

use super::near_miss::{NearMiss, WIDENING_PERCENT, near_miss, sort_by_distance};
use crate::candidates::{Edge, Search};
use crate::constraint::Judged;
use crate::domain::{Facts, JobseekerIdx, OfferIdx, tie_hash};
use crate::plan::Prepared;

/// One line of a shortlist.
pub struct Entry {
    /// The best way of the pairing.
    pub edge: Edge,
    /// What the rules say of it, in the order in which people read them.
    pub findings: Vec<Judged>,
}

/// A shortlist.
pub struct Shortlist {
    /// The best pairings, the most points first; ties by the keyed hash of the ID.
    pub entries: Vec<Entry>,
    /// How many pairings are possible in all.
    pub possible: usize,
    /// Pairings that one change would make possible, the nearest first.
    pub near_misses: Vec<NearMiss>,
}

/// The shortlist of people for an offer.
pub fn shortlist_of_offer(prepared: &Prepared<'_>, offer: OfferIdx, limit: usize) -> Shortlist {
    let mut search = Search::new(prepared.facts, &prepared.rules, &prepared.index);
    let mut edges = Vec::new();
    search.edges_to(offer, &mut edges);
    let name = |edge: &Edge| &prepared.facts.region.jobseekers[edge.jobseeker.at()].id;
    let (entries, possible) = ranked(prepared, edges, limit, |edge| tie_hash(name(edge)));
    let widening = f64::from(WIDENING_PERCENT) / 100.0;
    let people = search.people_nearly_fit(offer, widening, limit.saturating_mul(8));
    let mut near_misses: Vec<_> =
        people.into_iter().filter_map(|person| near_miss(prepared, &mut search, person, offer, 1)).collect();
    sort_by_distance(&mut near_misses);
    near_misses.truncate(limit);
    Shortlist { entries, possible, near_misses }
}

/// The shortlist of offers for a person.
pub fn shortlist_of_jobseeker(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, limit: usize) -> Shortlist {
    let mut search = Search::new(prepared.facts, &prepared.rules, &prepared.index);
    let mut edges = Vec::new();
    search.edges_of(jobseeker, &mut edges);
    let name = |edge: &Edge| &prepared.facts.region.offers[edge.offer.at()].id;
    let (entries, possible) = ranked(prepared, edges, limit, |edge| tie_hash(name(edge)));
    let mut near_misses = super::near_misses_of(prepared, jobseeker, 1);
    near_misses.truncate(limit);
    Shortlist { entries, possible, near_misses }
}

/// The best way of each pairing, ranked, with findings for the first `limit`; and how many there are.
fn ranked(prepared: &Prepared<'_>, edges: Vec<Edge>, limit: usize, tie: impl Fn(&Edge) -> u64) -> (Vec<Entry>, usize) {
    let pairs = edges.chunk_by(|a, b| (a.jobseeker, a.offer) == (b.jobseeker, b.offer));
    let mut best: Vec<Edge> =
        pairs.filter_map(|ways| ways.iter().min_by_key(|way| (-way.points, way.choice))).copied().collect();
    best.sort_by_cached_key(|edge| (-edge.points, tie(edge)));
    let possible = best.len();
    best.truncate(limit);
    let entries = best.into_iter().map(|edge| Entry { edge, findings: findings(prepared, &edge) }).collect();
    (entries, possible)
}

/// What the rules say of an edge.
fn findings(prepared: &Prepared<'_>, edge: &Edge) -> Vec<Judged> {
    let facts: Facts<'_> = prepared.facts;
    prepared.rules.judge(&edge.way(facts))
}
