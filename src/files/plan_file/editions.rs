//! Editions that are held and offers that could be, to file and back.

use std::collections::BTreeMap;

use schakel_solver::domain::{EditionIdx, Facts, Region};
use schakel_solver::kind::sessions;
use schakel_solver::plan::{OfferResult, Plan};

use super::{Unreadable, format, write_reason};

/// An edition that is held.
pub(super) fn write(facts: Facts<'_>, plan: &Plan, idx: EditionIdx) -> format::Edition {
    let region = facts.region;
    let edition = &region.editions[idx.at()];
    let offer = &region.offers[edition.offer.at()];
    let sessions = sessions(region, edition.offer);
    let day = |session: Option<&(chrono::NaiveDate, _)>| session.map_or(offer.start, |&(day, _)| day);
    let resource = |idx: &schakel_solver::domain::ResourceIdx| region.resources[idx.at()].id.clone();
    format::Edition {
        edition: edition.id.clone(),
        offer: offer.id.clone(),
        programme: offer.programme.map_or_else(String::new, |idx| region.programmes[idx.at()].id.clone()),
        venue: offer.venue.map_or_else(String::new, |idx| region.venues[idx.at()].id.clone()),
        from: day(sessions.first()),
        to: day(sessions.last()),
        resources: edition.resources.iter().map(resource).collect(),
        places: edition.places,
        least: edition.least,
        taken: plan.offers.get(edition.offer.at()).map_or(0, |result| result.filled),
    }
}

/// What could be held, and why it is not.
pub(super) fn write_offer(facts: Facts<'_>, plan: &Plan, result: &OfferResult) -> format::Offer {
    format::Offer {
        offer: facts.region.offers[result.offer.at()].id.clone(),
        filled: result.filled,
        open: plan.places_of(facts, result.offer).saturating_sub(result.filled),
        candidates: result.candidates,
        reasons: result.reasons.iter().map(write_reason).collect(),
    }
}

/// The editions that a file says are held, sorted.
pub(super) fn read(region: &Region, editions: &[format::Edition]) -> Result<Vec<EditionIdx>, Unreadable> {
    let known: BTreeMap<&str, usize> =
        region.editions.iter().enumerate().map(|(idx, edition)| (edition.id.as_str(), idx)).collect();
    let position = |one: &format::Edition| {
        let found = known.get(one.edition.as_str()).copied().map(EditionIdx::from_usize);
        found.ok_or_else(|| Unreadable(format!("the scenario has no edition {}", one.edition)))
    };
    let mut opened = editions.iter().map(position).collect::<Result<Vec<_>, _>>()?;
    opened.sort_unstable();
    Ok(opened)
}

/// Fails unless everything that a file says of an edition or offer follows from the scenario and the assignments.
pub(super) fn compare(facts: Facts<'_>, plan: &Plan, file: &format::PlanFile) -> Result<(), Unreadable> {
    let written: Vec<_> = plan.opened.iter().map(|&idx| write(facts, plan, idx)).collect();
    for edition in &file.editions {
        if !written.contains(edition) {
            return Err(Unreadable(format!("edition {}: what is said of it is not so", edition.edition)));
        }
    }
    let open: BTreeMap<_, _> = plan
        .offers
        .iter()
        .map(|result| {
            let places = plan.places_of(facts, result.offer).saturating_sub(result.filled);
            (facts.region.offers[result.offer.at()].id.as_str(), places)
        })
        .collect();
    let differs = |offer: &&format::Offer| open.get(offer.offer.as_str()) != Some(&offer.open);
    match file.offers.iter().find(differs) {
        Some(offer) => Err(Unreadable(format!("offer {}: the places left are others", offer.offer))),
        None => Ok(()),
    }
}
