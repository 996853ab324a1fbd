//! Walks: how long they take, which stops are near a place, and which are near enough to each other to change.

use super::Seconds;
use super::network::{LATEST, Network, StopIdx};
use super::profile::Profile;
use super::rows::Rows;
use crate::point::{Point, chord_squared_of};

/// How a person walks, with the limits worked out once and not for every pair.
#[derive(Clone, Debug)]
pub(super) struct Walking {
    detour: f64,
    metres_max: f64,
    metres_per_second: f64,
    chord_squared_max: f64,
}

impl Walking {
    fn of(profile: &Profile) -> Self {
        let chord_squared_max = chord_squared_of(Self::straight_metres_max(profile));
        let (detour, metres_max) = (profile.detour, profile.walk_metres_max);
        Self { detour, metres_max, metres_per_second: profile.walk_metres_per_second, chord_squared_max }
    }

    /// A little more than the limit in a straight line: the screen must not be stricter than the rule.
    fn straight_metres_max(profile: &Profile) -> f64 {
        profile.walk_metres_max / profile.detour * 1.000_001 + 0.01
    }

    /// Whole seconds from `a` to `b`, rounded up; `None` when that is farther than the person walks.
    pub(super) fn seconds(&self, a: &Point, b: &Point) -> Option<Seconds> {
        if a.chord_squared_to(b) > self.chord_squared_max {
            return None;
        }
        let metres = self.detour * a.metres_to(b);
        (metres <= self.metres_max).then(|| (metres / self.metres_per_second).ceil() as Seconds)
    }
}

/// A place with the stops around it, found once for many searches, on any day.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Where it is.
    pub point: Point,
    /// Stops within a walk, in their order, with the seconds it takes.
    pub(super) stops: Box<[(StopIdx, Seconds)]>,
}

/// Every walk in a network under one profile: the same on all days, and shared by them.
#[derive(Clone, Debug)]
pub struct Walks {
    profile: Profile,
    pub(super) walking: Walking,
    points: Vec<Point>,
    rows: Rows,
    pub(super) onwards: Changes,
    /// The changes read backwards: for the mirrored day.
    pub(super) backwards: Changes,
}

impl Walks {
    /// Works out the walks between the stops of `network` for people as `profile` describes them.
    pub fn new(network: &Network, profile: &Profile) -> Self {
        let points: Vec<_> = network.stops().iter().map(|stop| stop.point).collect();
        let rows = Rows::of(points.iter(), Walking::straight_metres_max(profile));
        let nothing = Changes::from_pairs(points.len(), Vec::new());
        let (profile, walking) = (profile.clone(), Walking::of(profile));
        let mut walks = Self { profile, walking, points, rows, onwards: nothing.clone(), backwards: nothing };
        let pairs = walks.pairs(network, walks.profile.change_seconds_min);
        walks.backwards = Changes::from_pairs(walks.points.len(), pairs.iter().map(|&(a, b, s)| (b, a, s)).collect());
        walks.onwards = Changes::from_pairs(walks.points.len(), pairs);
        walks
    }

    /// How people walk and change.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// No walk goes farther than this in a straight line.
    pub(super) fn straight_metres_max(&self) -> f64 {
        Walking::straight_metres_max(&self.profile)
    }

    /// The place at `point`, with the stops within a walk.
    pub fn zone(&self, point: Point) -> Zone {
        let mut stops: Vec<_> = self.stops_near(&point).collect();
        stops.sort_unstable();
        Zone { point, stops: stops.into() }
    }

    /// The stops within a walk of `point`, in no order.
    pub(super) fn stops_near(&self, point: &Point) -> impl Iterator<Item = (StopIdx, Seconds)> {
        let near = self.rows.near(point);
        near.filter_map(|at| Some((StopIdx::from_usize(at), self.walking.seconds(point, &self.points[at])?)))
    }

    /// Stops between which one can change, itself among them, with the seconds it takes: `least`, unless the walk takes
    /// longer or a feed states otherwise.
    pub(super) fn pairs(&self, network: &Network, least: Seconds) -> Vec<(StopIdx, StopIdx, Seconds)> {
        let stops = self.points.iter().enumerate().map(|(at, point)| (StopIdx::from_usize(at), point));
        let near = stops.flat_map(|(from, point)| self.stops_near(point).map(move |(to, walk)| (from, to, walk)));
        let mut pairs: Vec<_> = near.map(|(from, to, walk)| (from, to, walk.max(least))).collect();
        if self.profile.heeds_transfers {
            heed_transfers(&mut pairs, network);
        }
        pairs
    }
}

/// Changes `pairs` as the feeds' own transfers say: forbidden ones go, stated times take the place of ours.
fn heed_transfers(pairs: &mut Vec<(StopIdx, StopIdx, Seconds)>, network: &Network) {
    let transfers = network.transfers();
    let stated = |from, to| transfers.binary_search_by_key(&(from, to), |transfer| (transfer.from, transfer.to)).ok();
    pairs.retain(|&(from, to, _)| stated(from, to).is_none());
    // Longer than any day of service is never in time: cut off, so that sums stay small.
    let kept = transfers.iter().filter_map(|stated| Some((stated.from, stated.to, stated.seconds?)));
    pairs.extend(kept.map(|(from, to, seconds)| (from, to, seconds.min(4 * LATEST as Seconds))));
}

/// From each stop to the stops one can change to, itself among them, with the seconds from alighting to boarding.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    first: Vec<u32>,
    to: Vec<(StopIdx, Seconds)>,
}

impl Changes {
    /// Changes by stop, the shortest first.
    fn from_pairs(n_stops: usize, mut pairs: Vec<(StopIdx, StopIdx, Seconds)>) -> Self {
        pairs.sort_unstable_by_key(|&(from, to, seconds)| (from, seconds, to));
        let mut first = vec![0; n_stops + 1];
        for &(from, ..) in &pairs {
            first[from.at() + 1] += 1;
        }
        for at in 0..n_stops {
            first[at + 1] += first[at];
        }
        Self { first, to: pairs.into_iter().map(|(_, to, seconds)| (to, seconds)).collect() }
    }

    pub(super) fn from(&self, stop: StopIdx) -> &[(StopIdx, Seconds)] {
        &self.to[self.first[stop.at()] as usize..self.first[stop.at() + 1] as usize]
    }
}
