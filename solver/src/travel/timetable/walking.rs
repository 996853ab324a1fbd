//! Walks: how long they take, and which stops are near enough to each other.

use super::network::{Network, StopIdx};
use super::profile::Profile;
use crate::domain::{Point, chord_squared_of};

/// Who walks, with what need not be worked out for every pair.
#[derive(Clone, Debug)]
pub(super) struct Walking {
    detour: f64,
    metres_max: f64,
    metres_per_second: f64,
    chord_squared_max: f64,
}

impl Walking {
    pub(super) fn of(profile: &Profile) -> Self {
        // A little more than the limit: the screen must not be stricter than the rule.
        let chord_squared_max = chord_squared_of(profile.walk_metres_max / profile.detour * 1.000_001 + 0.01);
        let (detour, metres_max) = (profile.detour, profile.walk_metres_max);
        Self { detour, metres_max, metres_per_second: profile.walk_metres_per_second, chord_squared_max }
    }

    /// Whole seconds from `a` to `b`, rounded up; `None` when that is farther than the person walks.
    pub(super) fn seconds(&self, a: &Point, b: &Point) -> Option<i32> {
        if a.chord_squared_to(b) > self.chord_squared_max {
            return None;
        }
        let metres = self.detour * a.metres_to(b);
        (metres <= self.metres_max).then(|| (metres / self.metres_per_second).ceil() as i32)
    }

    /// The stops within a walk of `point`, each with the seconds it takes.
    pub(super) fn stops_near(&self, network: &Network, point: &Point) -> Vec<(StopIdx, i32)> {
        let stops = network.stops().iter().enumerate();
        let near = stops.filter_map(|(at, stop)| Some((StopIdx::from_usize(at), self.seconds(point, &stop.point)?)));
        near.collect()
    }
}

/// From each stop to the stops one can change to, itself among them, with the seconds from alighting to boarding.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    first: Vec<u32>,
    to: Vec<(StopIdx, i32)>,
}

impl Changes {
    pub(super) fn of(network: &Network, profile: &Profile) -> Self {
        let walking = Walking::of(profile);
        let mut pairs = Vec::new();
        for (a, b) in near_pairs(network, profile) {
            let (from, to) = (&network.stops()[a.at()].point, &network.stops()[b.at()].point);
            if let Some(seconds) = walking.seconds(from, to) {
                pairs.push((a, b, seconds.max(profile.change_seconds_min)));
            }
        }
        if profile.heeds_transfers {
            pairs = heeding_transfers(pairs, network);
        }
        Self::from_pairs(network.stops().len(), pairs)
    }

    fn from_pairs(n_stops: usize, mut pairs: Vec<(StopIdx, StopIdx, i32)>) -> Self {
        pairs.sort_unstable();
        let mut first = vec![0; n_stops + 1];
        for &(from, ..) in &pairs {
            first[from.at() + 1] += 1;
        }
        for at in 0..n_stops {
            first[at + 1] += first[at];
        }
        Self { first, to: pairs.into_iter().map(|(_, to, seconds)| (to, seconds)).collect() }
    }

    /// The changes read backwards: for the mirrored day.
    pub(super) fn mirrored(&self) -> Self {
        let n_stops = self.first.len() - 1;
        let stops = (0..n_stops).map(StopIdx::from_usize);
        let pairs = stops.flat_map(|from| self.from(from).iter().map(move |&(to, seconds)| (to, from, seconds)));
        Self::from_pairs(n_stops, pairs.collect())
    }

    pub(super) fn from(&self, stop: StopIdx) -> &[(StopIdx, i32)] {
        &self.to[self.first[stop.at()] as usize..self.first[stop.at() + 1] as usize]
    }
}

/// Pairs of stops that may be near enough to walk, in both orders and each stop with itself: those whose latitudes
/// differ by no more than the longest walk.
fn near_pairs(network: &Network, profile: &Profile) -> impl Iterator<Item = (StopIdx, StopIdx)> {
    // A degree of latitude is a little over 111 km everywhere.
    let degrees = profile.walk_metres_max / profile.detour / 110_000.0;
    let mut by_latitude: Vec<(f64, StopIdx)> =
        network.stops().iter().enumerate().map(|(at, stop)| (stop.point.lat, StopIdx::from_usize(at))).collect();
    by_latitude.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pairs = Vec::new();
    for (at, &(lat, a)) in by_latitude.iter().enumerate() {
        pairs.push((a, a));
        for &(_, b) in by_latitude[at + 1..].iter().take_while(|(other, _)| other - lat <= degrees) {
            let chord = network.stops()[a.at()].point.chord_squared_to(&network.stops()[b.at()].point);
            if chord <= chord_squared_of(profile.walk_metres_max / profile.detour + 1.0) {
                pairs.extend([(a, b), (b, a)]);
            }
        }
    }
    pairs.into_iter()
}

/// `pairs` as the feeds' own transfers change them: forbidden ones go, stated times take the place of ours.
fn heeding_transfers(mut pairs: Vec<(StopIdx, StopIdx, i32)>, network: &Network) -> Vec<(StopIdx, StopIdx, i32)> {
    let transfers = network.transfers();
    let stated = |from, to| transfers.binary_search_by_key(&(from, to), |transfer| (transfer.from, transfer.to)).ok();
    pairs.retain(|&(from, to, _)| stated(from, to).is_none());
    let kept = transfers.iter().filter_map(|transfer| Some((transfer.from, transfer.to, transfer.seconds?)));
    pairs.extend(kept);
    pairs
}
