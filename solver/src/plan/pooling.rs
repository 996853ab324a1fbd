//! What pooling over municipalities makes possible: solved again without the people of each municipality in turn.

use crate::domain::MunicipalityIdx;

use super::*;

/// What is held thanks to the people of a municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pooling {
    /// Which municipality.
    pub municipality: MunicipalityIdx,
    /// Offers held with people of this and other municipalities that are no longer held without this one, sorted.
    pub offers: Vec<OfferIdx>,
    /// People of other municipalities who then take part in nothing.
    pub left_out: u32,
}

/// For every municipality of which people share something that is held with people of another one: what would not be
/// held without its people. Solves once for each. Other groups may be as good: what is no longer held is what the
/// solver chooses then.
pub fn pooling(prepared: &Prepared<'_>, plan: &Plan, options: &Options<'_>) -> Vec<Pooling> {
    let facts = prepared.facts;
    let home = |edge: &Edge| facts.region.jobseekers[edge.jobseeker.at()].municipality;
    let mut shared: Vec<(MunicipalityIdx, OfferIdx)> = Vec::new();
    for edition in &plan.opened {
        let offer = facts.region.editions[edition.at()].offer;
        let mut homes: Vec<_> = plan.assignments.iter().filter(|edge| edge.offer == offer).map(home).collect();
        homes.sort_unstable();
        homes.dedup();
        if homes.len() > 1 {
            shared.extend(homes.into_iter().map(|municipality| (municipality, offer)));
        }
    }
    shared.sort_unstable();
    let edges = candidates::find(facts, &prepared.rules, &prepared.index);
    let without = |of_one: &[(MunicipalityIdx, OfferIdx)]| {
        let municipality = of_one[0].0;
        let lists = kind::lists(facts, edges.iter().copied().filter(|edge| home(edge) != municipality).collect());
        let (assignments, opened) = lists.meaning(&model::solve(&lists.problem, options).chosen);
        let is_held = |offer: OfferIdx| edition_among(&opened, facts.region, offer).is_some();
        let others = plan.assignments.iter().filter(|edge| home(edge) != municipality);
        let takes_part = |edge: &&Edge| assignments.iter().any(|other| other.jobseeker == edge.jobseeker);
        Pooling {
            municipality,
            offers: of_one.iter().map(|&(_, offer)| offer).filter(|&offer| !is_held(offer)).collect(),
            left_out: others.filter(|edge| !takes_part(edge)).count() as u32,
        }
    };
    shared.chunk_by(|a, b| a.0 == b.0).map(without).filter(|found| !found.offers.is_empty()).collect()
}
