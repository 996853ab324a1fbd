//! One day of a network, laid out for the search: the trips that run, in lanes in which none overtakes another.

use chrono::NaiveDate;

use super::Seconds;
use super::network::{Network, StopIdx, TripIdx};

/// Trips with the same stops, of which none overtakes another.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    /// The stops, in the direction of the search.
    pub(super) stops: Vec<StopIdx>,
    /// Whether the search may board, per stop.
    pub(super) boards: Vec<bool>,
    /// Whether the search may alight, per stop.
    pub(super) alights: Vec<bool>,
    /// The trips, the earliest first.
    pub(super) trips: Vec<TripIdx>,
    /// Arrival of each trip at each stop: all trips at the first stop, then all at the second.
    arrives: Vec<Seconds>,
    /// Departures, in the same order.
    departs: Vec<Seconds>,
}

impl Lane {
    /// When `trip` arrives at stop `position`.
    pub(super) fn arrives(&self, position: usize, trip: usize) -> Seconds {
        self.arrives[position * self.trips.len() + trip]
    }

    /// When `trip` leaves stop `position`.
    pub(super) fn departs(&self, position: usize, trip: usize) -> Seconds {
        self.departs[position * self.trips.len() + trip]
    }

    /// The first of the first `most` trips that leaves stop `position` at `ready` or later.
    pub(super) fn first_from(&self, position: usize, ready: Seconds, most: usize) -> Option<usize> {
        let begin = position * self.trips.len();
        let trip = self.departs[begin..begin + most].partition_point(|&departs| departs < ready);
        (trip < most).then_some(trip)
    }

    /// The lane as its mirror shows it: time runs backwards, and so do stops and trips.
    fn mirrored(&self) -> Self {
        // Turning the whole list around turns both the stops and the trips within each stop.
        let turned = |times: &[Seconds]| times.iter().rev().map(|time| -time).collect();
        Self {
            stops: self.stops.iter().rev().copied().collect(),
            boards: self.alights.iter().rev().copied().collect(),
            alights: self.boards.iter().rev().copied().collect(),
            trips: self.trips.iter().rev().copied().collect(),
            arrives: turned(&self.departs),
            departs: turned(&self.arrives),
        }
    }
}

/// The lanes of one day, and which of them pass a stop.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub(super) lanes: Vec<Lane>,
    first_passing: Vec<u32>,
    /// Lane and position in it, for each stop in turn.
    passing: Vec<(u32, u32)>,
}

impl Day {
    /// The trips of `network` on `date`, and where wanted those of the evening before that run on past midnight.
    pub(super) fn of(network: &Network, date: NaiveDate, with_yesterday: bool) -> Self {
        let mut running = Vec::new();
        for (at, trip) in network.trips().iter().enumerate() {
            let last = network.parts().timings[trip.timing.at()].last().map_or(0, |call| call.arrives);
            if network.runs_on(trip, date) {
                running.push((trip.pattern, trip.begins as Seconds, TripIdx::from_usize(at)));
            }
            let is_past_midnight = trip.begins + last >= 86_400;
            let yesterday = date.pred_opt().filter(|_| with_yesterday && is_past_midnight);
            if yesterday.is_some_and(|yesterday| network.runs_on(trip, yesterday)) {
                running.push((trip.pattern, trip.begins as Seconds - 86_400, TripIdx::from_usize(at)));
            }
        }
        running.sort_unstable();
        let lanes = running.chunk_by(|a, b| a.0 == b.0).flat_map(|trips| lanes_of(network, trips)).collect();
        Self::with_lanes(lanes, network.stops().len())
    }

    fn with_lanes(lanes: Vec<Lane>, n_stops: usize) -> Self {
        let mut passing = Vec::new();
        for (lane, stops) in lanes.iter().map(|lane| &lane.stops).enumerate() {
            passing.extend(stops.iter().enumerate().map(|(position, &stop)| (stop, lane as u32, position as u32)));
        }
        passing.sort_unstable();
        let mut first_passing = vec![0; n_stops + 1];
        for &(stop, ..) in &passing {
            first_passing[stop.at() + 1] += 1;
        }
        for at in 0..n_stops {
            first_passing[at + 1] += first_passing[at];
        }
        let passing = passing.into_iter().map(|(_, lane, position)| (lane, position)).collect();
        Self { lanes, first_passing, passing }
    }

    /// The day in the mirror: to leave as late as possible is to arrive as early as possible there.
    pub(super) fn mirrored(&self) -> Self {
        let lanes = self.lanes.iter().map(Lane::mirrored).collect();
        Self::with_lanes(lanes, self.n_stops())
    }

    pub(super) fn n_stops(&self) -> usize {
        self.first_passing.len() - 1
    }

    /// Lanes that pass `stop`, with the position at which they do.
    pub(super) fn passing(&self, stop: StopIdx) -> &[(u32, u32)] {
        &self.passing[self.first_passing[stop.at()] as usize..self.first_passing[stop.at() + 1] as usize]
    }
}

/// Arrival and departure of one trip at each stop.
type Times = Vec<(Seconds, Seconds)>;

/// Spreads trips of one pattern, sorted by their beginning, over as few lanes as the first that has room gives.
fn lanes_of(network: &Network, trips: &[(super::PatternIdx, Seconds, TripIdx)]) -> Vec<Lane> {
    let Some(&(pattern, ..)) = trips.first() else { return Vec::new() };
    let pattern = &network.parts().patterns[pattern.at()];
    // Per lane: its trips, and the times of each.
    let mut lanes: Vec<(Vec<TripIdx>, Vec<Times>)> = Vec::new();
    for &(_, begins, trip) in trips {
        let calls = &network.parts().timings[network.trips()[trip.at()].timing.at()];
        let times: Vec<_> =
            calls.iter().map(|call| (begins + call.arrives as Seconds, begins + call.departs as Seconds)).collect();
        let is_behind = |last: &Times| last.iter().zip(&times).all(|(a, b)| a.0 <= b.0 && a.1 <= b.1);
        match lanes.iter_mut().find(|(_, before)| before.last().is_none_or(is_behind)) {
            Some((trips, before)) => {
                trips.push(trip);
                before.push(times);
            }
            None => lanes.push((vec![trip], vec![times])),
        }
    }
    let n_stops = pattern.stops.len();
    let by_stop = |times: &[Times], which: fn(&(Seconds, Seconds)) -> Seconds| {
        (0..n_stops).flat_map(|position| times.iter().map(move |trip| which(&trip[position]))).collect()
    };
    let lane = |(trips, times): (Vec<TripIdx>, Vec<Times>)| Lane {
        stops: pattern.stops.clone(),
        boards: pattern.boards.clone(),
        alights: pattern.alights.clone(),
        trips,
        arrives: by_stop(&times, |times| times.0),
        departs: by_stop(&times, |times| times.1),
    };
    lanes.into_iter().map(lane).collect()
}
