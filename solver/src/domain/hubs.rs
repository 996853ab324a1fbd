//! Hubs: where one changes between a bicycle or car and public transport.

use std::sync::OnceLock;

use super::ids::{HubIdx, JobseekerIdx, OfferIdx};
use super::{Point, Region, Window};

/// What a hub is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HubKind {
    /// The own bicycle can be left there: a station, a bicycle park.
    BicyclePark,
    /// Shared bicycles stand there, and are brought back there.
    SharedBikes,
    /// Shared cars stand there, and are brought back there.
    SharedCars,
}

impl HubKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::BicyclePark, Self::SharedBikes, Self::SharedCars];
}

/// A hub.
#[derive(Clone, Debug, PartialEq)]
pub struct Hub {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Where it is.
    pub at: Point,
    /// What it is good for.
    pub kind: HubKind,
    /// When vehicles can be taken and brought back, sorted by day and start; empty is always.
    pub open: Vec<Window>,
}

/// Near each home and each site, the nearest hubs of one kind.
type Nearest = [Vec<Vec<HubIdx>>; HubKind::ALL.len()];

/// The hubs of a region, with those near each home and site, worked out when first asked.
#[derive(Debug, Default)]
pub struct Hubs {
    list: Vec<Hub>,
    near_homes: OnceLock<Nearest>,
    near_sites: OnceLock<Nearest>,
}

/// A clone starts anew: it may be changed before it is asked.
impl Clone for Hubs {
    fn clone(&self) -> Self {
        Self::new(self.list.clone())
    }
}

impl Hubs {
    /// These hubs, in canonical order.
    pub fn new(list: Vec<Hub>) -> Self {
        Self { list, ..Self::default() }
    }

    /// Every hub.
    pub fn list(&self) -> &[Hub] {
        &self.list
    }

    /// Whether there is a hub of this kind.
    pub fn has(&self, kind: HubKind) -> bool {
        self.list.iter().any(|hub| hub.kind == kind)
    }

    /// The hub at a position.
    pub fn at(&self, hub: HubIdx) -> &Hub {
        &self.list[hub.at()]
    }

    /// The `most` hubs of `kind` nearest to `point`, the nearest first. Linear in the hubs.
    fn nearest(&self, point: &Point, kind: HubKind, most: usize) -> Vec<HubIdx> {
        let of_kind = self.list.iter().enumerate().filter(|(_, hub)| hub.kind == kind);
        let mut found: Vec<_> =
            of_kind.map(|(at, hub)| (point.chord_squared_to(&hub.at).to_bits(), HubIdx::from_usize(at))).collect();
        found.sort_unstable();
        found.into_iter().take(most).map(|(_, hub)| hub).collect()
    }

    /// The nearest hubs of every kind for each of some points.
    fn nearest_to<'a>(&self, points: impl Iterator<Item = &'a Point> + Clone, most: usize) -> Nearest {
        HubKind::ALL.map(|kind| match self.has(kind) {
            true => points.clone().map(|point| self.nearest(point, kind, most)).collect(),
            false => Vec::new(),
        })
    }
}

impl Region {
    /// The pack's number of hubs of `kind` nearest to a home, as the crow flies.
    pub fn hubs_near_home(&self, jobseeker: JobseekerIdx, kind: HubKind) -> &[HubIdx] {
        let most = usize::from(self.pack.limits.hub_choices_max);
        let homes = self.jobseekers.iter().map(|person| &person.home);
        let near = self.hubs.near_homes.get_or_init(|| self.hubs.nearest_to(homes, most));
        near[kind as usize].get(jobseeker.at()).map_or(&[], Vec::as_slice)
    }

    /// The pack's number of hubs of `kind` nearest to a site, as the crow flies.
    pub fn hubs_near_site(&self, offer: OfferIdx, kind: HubKind) -> &[HubIdx] {
        let most = usize::from(self.pack.limits.hub_choices_max);
        let sites = self.offers.iter().map(|offer| &offer.site);
        let near = self.hubs.near_sites.get_or_init(|| self.hubs.nearest_to(sites, most));
        near[kind as usize].get(offer.at()).map_or(&[], Vec::as_slice)
    }
}
