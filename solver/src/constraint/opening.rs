//! An opening: one manner of holding something, as rules see it.

use chrono::NaiveDate;

use crate::domain::{Facts, OfferIdx, Programme, Resource, ResourceIdx, Window};

/// An offer held in a room, led by a person: what a rule about editions judges.
#[derive(Clone, Copy)]
pub struct Opening<'a> {
    /// The region.
    pub facts: Facts<'a>,
    /// What is held.
    pub offer: OfferIdx,
    /// The programme it is of.
    pub programme: &'a Programme,
    /// The room; `None` where the venue has none that fits.
    pub room: Option<ResourceIdx>,
    /// Who leads it; `None` where nobody can.
    pub instructor: Option<ResourceIdx>,
    /// The room to practise in; `None` where none is needed, or the venue has no second one that fits.
    pub practice_room: Option<ResourceIdx>,
    /// Every session: its day, and the window of the week it is in.
    pub sessions: &'a [(NaiveDate, Window)],
}

impl<'a> Opening<'a> {
    /// Sessions in a week.
    pub fn n_a_week(&self) -> usize {
        self.facts.region.offers[self.offer.at()].shifts.len()
    }

    /// The rooms and the person it needs, as far as there are any.
    pub fn resources(&self) -> impl Iterator<Item = (ResourceIdx, &'a Resource)> + use<'a> {
        let region = self.facts.region;
        [self.room, self.instructor, self.practice_room]
            .into_iter()
            .flatten()
            .map(|idx| (idx, &region.resources[idx.at()]))
    }
}
