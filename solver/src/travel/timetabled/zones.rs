//! Zones: the distinct points among homes, sites, venues, childcare and hubs, and in which of them each place lies.

use std::collections::BTreeMap;

use crate::domain::Point;
use crate::travel::Place;

/// Position of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ZoneIdx(u32);

impl ZoneIdx {
    /// The position as an array index.
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}

/// The zones of a region.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    points: Vec<Point>,
    known: BTreeMap<(u64, u64), ZoneIdx>,
    homes: Vec<ZoneIdx>,
    sites: Vec<ZoneIdx>,
    venues: Vec<ZoneIdx>,
    care: Vec<ZoneIdx>,
    hubs: Vec<ZoneIdx>,
}

impl Zones {
    /// The zones of a region's places, each list in the order of the region.
    pub fn of_places<'a>(
        homes: impl Iterator<Item = &'a Point>,
        sites: impl Iterator<Item = &'a Point>,
        venues: impl Iterator<Item = &'a Point>,
        care: impl Iterator<Item = &'a Point>,
        hubs: impl Iterator<Item = &'a Point>,
    ) -> Self {
        let mut zones = Self::default();
        zones.homes = homes.map(|point| zones.zone(point)).collect();
        zones.sites = sites.map(|point| zones.zone(point)).collect();
        zones.venues = venues.map(|point| zones.zone(point)).collect();
        zones.care = care.map(|point| zones.zone(point)).collect();
        zones.hubs = hubs.map(|point| zones.zone(point)).collect();
        zones
    }

    fn zone(&mut self, point: &Point) -> ZoneIdx {
        let next = ZoneIdx(self.points.len() as u32);
        let zone = *self.known.entry((point.lon.to_bits(), point.lat.to_bits())).or_insert(next);
        if zone == next {
            self.points.push(*point);
        }
        zone
    }

    /// The zone in which a place lies.
    pub(super) fn of(&self, place: Place) -> ZoneIdx {
        match place {
            Place::Home(jobseeker) => self.homes[jobseeker.at()],
            Place::Site(offer) => self.sites[offer.at()],
            Place::Venue(venue) => self.venues[venue.at()],
            Place::Care(care) => self.care[care.at()],
            Place::Hub(hub) => self.hubs[hub.at()],
        }
    }

    /// Where the zones are.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}
