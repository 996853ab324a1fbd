//! What is left of every pool beside a plan, and what is full for somebody or for something to be held.

use crate::candidates::Edge;
use crate::constraint::{Claims, PoolKey, PoolSpec, draws, takes};
use crate::domain::{Column, EditionIdx, Facts, OfferIdx};
use crate::kind::Pools;
use crate::plan::Plan;

/// What a plan draws of every pool.
pub(super) struct Room<'a> {
    facts: Facts<'a>,
    pools: Pools,
    drawn: Vec<i64>,
}

impl<'a> Room<'a> {
    /// What `plan` draws. Linear in the region.
    pub(super) fn of(facts: Facts<'a>, plan: &Plan) -> Self {
        let pools = Pools::of(facts);
        let drawn = plan.drawn(facts, &pools);
        Self { facts, pools, drawn }
    }

    /// What a plan of these assignments alone draws. Linear in the region.
    pub(super) fn of_assignments(facts: Facts<'a>, assignments: &[Edge]) -> Self {
        let pools = Pools::of(facts);
        let drawn = super::evaluation::drawn(facts, &pools, assignments);
        Self { facts, pools, drawn }
    }

    /// The pools with a capacity of which nothing is left, by key.
    pub(super) fn full(&self) -> impl Iterator<Item = PoolKey> + '_ {
        let is_full = |(spec, drawn): &(&PoolSpec, &i64)| spec.capacity.is_some_and(|most| **drawn >= i64::from(most));
        self.pools.iter().zip(&self.drawn).filter(is_full).map(|(spec, _)| spec.key)
    }

    /// The pools that have too little left for `edge` once `given_back` is back in them.
    pub(super) fn full_for(&self, edge: &Edge, given_back: &Claims) -> Vec<PoolKey> {
        let mut claims = Claims::default();
        draws(&edge.way(self.facts), &mut claims);
        let back = |key: PoolKey| {
            let own = given_back.as_slice().iter().find(|(own, _)| *own == key);
            own.map_or(0, |&(_, units)| i64::from(units))
        };
        let is_full = |&&(key, units): &&(PoolKey, i32)| {
            self.pools.position(key).is_some_and(|pool| {
                let needed = self.drawn[pool as usize] - back(key) + i64::from(units);
                self.pools.spec(pool).capacity.is_some_and(|most| needed > i64::from(most))
            })
        };
        claims.as_slice().iter().filter(is_full).map(|&(key, _)| key).collect()
    }

    /// The pools that have too little left for an edition to be held besides what is held.
    pub(super) fn full_for_edition(&self, edition: EditionIdx) -> Vec<PoolKey> {
        let mut claims = Claims::default();
        takes(self.facts, Column::Edition(edition), &mut claims);
        let is_full = |&&(key, units): &&(PoolKey, i32)| {
            self.pools.position(key).is_some_and(|pool| {
                let needed = self.drawn[pool as usize] + i64::from(units);
                units > 0 && self.pools.spec(pool).capacity.is_some_and(|most| needed > i64::from(most))
            })
        };
        claims.as_slice().iter().filter(is_full).map(|&(key, _)| key).collect()
    }

    /// The pools that keep a pairing out of the plan: those full for the person, `full`, or, where the offer is not
    /// held, those in the way of its edition with the fewest full pools.
    pub(super) fn full_without(&self, plan: &Plan, offer: OfferIdx, full: &[PoolKey]) -> Vec<PoolKey> {
        if self.facts.openings(offer).is_some() || plan.places_of(self.facts, offer) > 0 {
            return full.to_vec();
        }
        let editions = self.facts.region.edition_idxs_of(offer);
        editions.map(|edition| self.full_for_edition(edition)).min_by_key(Vec::len).unwrap_or_default()
    }
}
