//! What a plan of programmes leads one to expect of each group: the chance that it holds, who starts and passes, how
//! long the list should be, and who waits for a seat.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::domain::{IntakeFunnel, KnownShare};
use crate::turnout::{Beta, Funnel, Group, Listed, Probability};

use super::*;

/// How surely a group should hold, and how surely the passers lie within the numbers told.
const CONFIDENCE: f64 = 0.9;

/// What may be expected of one edition that is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// Which.
    pub edition: EditionIdx,
    /// People with a seat.
    pub seated: u32,
    /// The chance that at least as many start as are needed.
    pub holds: Probability,
    /// How many start and pass.
    pub group: Group,
    /// The numbers between which those who pass lie nine times of ten.
    pub passers: RangeInclusive<usize>,
    /// The shortest list with which it holds nine times of ten; nothing where none is.
    pub to_offer: Option<Listed>,
    /// People without any seat who could take part in this edition, those with most points first.
    pub waiting: Vec<JobseekerIdx>,
}

/// What may be expected of every edition that is held of a programme with a funnel, in the order of the plan. Where
/// there is one, looks for candidates again: who waits is known by what they could take.
pub fn holdings(facts: Facts<'_>, plan: &Plan) -> Vec<Holding> {
    let mut found: Vec<Holding> = plan.opened.iter().filter_map(|&edition| holding(facts, plan, edition)).collect();
    if !found.is_empty() {
        let prepared = Prepared::of(facts);
        let edges = candidates::find(facts, &prepared.rules, &prepared.index);
        for holding in &mut found {
            holding.waiting = waiting(plan, &edges, facts.region.editions[holding.edition.at()].offer);
        }
    }
    found
}

/// Nothing without a funnel.
fn holding(facts: Facts<'_>, plan: &Plan, idx: EditionIdx) -> Option<Holding> {
    let region = facts.region;
    let edition = &region.editions[idx.at()];
    let programme = region.offers[edition.offer.at()].programme?;
    let funnel = known(region.programmes[programme.at()].funnel?)?;
    let seated = plan.assignments.iter().filter(|edge| edge.offer == edition.offer).count();
    let (least, places) = (edition.least as usize, edition.places as usize);
    let confidence = Probability::new(CONFIDENCE).ok()?;
    let group = funnel.group(seated).ok()?;
    Some(Holding {
        edition: idx,
        seated: seated as u32,
        holds: group.holds(least),
        passers: group.passers.central(confidence),
        group,
        to_offer: funnel.seats_to_offer(least, places, confidence),
        waiting: Vec::new(),
    })
}

/// People without any seat who could take `offer`, by points; of as many the first in canonical order.
fn waiting(plan: &Plan, edges: &[Edge], offer: OfferIdx) -> Vec<JobseekerIdx> {
    let mut points: BTreeMap<JobseekerIdx, i64> = BTreeMap::new();
    let of_offer = edges.iter().filter(|edge| edge.offer == offer);
    for edge in of_offer.filter(|edge| plan.assignment_of(edge.jobseeker).is_none()) {
        let best = points.entry(edge.jobseeker).or_insert(edge.points);
        *best = edge.points.max(*best);
    }
    let mut people: Vec<_> = points.into_iter().collect();
    people.sort_by_key(|&(jobseeker, points)| (std::cmp::Reverse(points), jobseeker));
    people.into_iter().map(|(jobseeker, _)| jobseeker).collect()
}

fn known(funnel: IntakeFunnel) -> Option<Funnel> {
    let beta = |share: KnownShare| Beta::prior(share.mean, share.worth).ok();
    Some(Funnel { starts: beta(funnel.starts)?, passes: beta(funnel.passes)? })
}
