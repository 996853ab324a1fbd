//! What a plan of programmes gives and costs, so that plans for different objectives can be set side by side.

use crate::domain::{EditionIdx, MunicipalityIdx, VenueIdx};

use super::*;

/// A municipality and its people who look for what is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which.
    pub municipality: MunicipalityIdx,
    /// Who have a place.
    pub served: u32,
    /// Who look for it.
    pub wanting: u32,
}

/// What a plan gives and costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    /// People with a place.
    pub people: u32,
    /// What is held.
    pub editions: Vec<EditionIdx>,
    /// Where, sorted.
    pub venues: Vec<VenueIdx>,
    /// What using these venues costs, whole euros; those that are in use already cost nothing.
    pub euros: u64,
    /// Minutes of the longest trip of each person, added up.
    pub minutes: u64,
    /// Minutes of the longest trip of anyone.
    pub longest: u16,
    /// Every municipality where somebody looks for what is planned, the one that is served worst first.
    pub shares: Vec<Share>,
}

/// What a plan gives and costs. Linear in the assignments, with a journey for each.
pub fn measured(facts: Facts<'_>, plan: &Plan) -> Measures {
    let region = facts.region;
    let site = |edition: &EditionIdx| region.offers[region.editions[edition.at()].offer.at()].venue;
    let mut venues: Vec<_> = plan.opened.iter().filter_map(site).collect();
    venues.sort_unstable();
    venues.dedup();
    let new = venues.iter().map(|venue| &region.venues[venue.at()]).filter(|venue| !venue.existing);
    let trips: Vec<u16> = plan.assignments.iter().filter_map(|edge| edge.way(facts).longest_trip()).collect();
    Measures {
        people: plan.assignments.len() as u32,
        editions: plan.opened.clone(),
        euros: new.map(|venue| u64::from(venue.cost_eur)).sum(),
        venues,
        minutes: trips.iter().map(|&minutes| u64::from(minutes)).sum(),
        longest: trips.into_iter().max().unwrap_or(0),
        shares: shares(region, plan),
    }
}

/// Shares of municipalities, the least first; of equal ones the first in canonical order.
fn shares(region: &Region, plan: &Plan) -> Vec<Share> {
    let mut served = vec![0; region.municipalities.len()];
    plan.assignments.iter().for_each(|edge| served[region.jobseekers[edge.jobseeker.at()].municipality.at()] += 1);
    let all = region.wanting.iter().zip(served).enumerate().filter(|(_, (wanting, _))| **wanting > 0);
    let share = |(at, (&wanting, served))| Share { municipality: MunicipalityIdx::from_usize(at), served, wanting };
    let mut shares: Vec<Share> = all.map(share).collect();
    shares.sort_by(|a, b| {
        let (of_a, of_b) = (u64::from(a.served) * u64::from(b.wanting), u64::from(b.served) * u64::from(a.wanting));
        of_a.cmp(&of_b).then(a.municipality.cmp(&b.municipality))
    });
    shares
}
