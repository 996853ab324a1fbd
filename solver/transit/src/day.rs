//! One day of a network, laid out flat for the search: the trips that run, in lanes in which none overtakes another.

use chrono::NaiveDate;

use super::Seconds;
use super::clock::seconds_of;
use super::network::{Call, LineIdx, Network, PatternIdx, StopIdx, TimingIdx, TripIdx};

/// A trip on a day. Two days with the same sorted runs, whichever of several equal trips they name, offer the same
/// journeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub(super) pattern: PatternIdx,
    /// Counted from 00:00 of the day asked about: negative for trips of the evening before.
    begins: Seconds,
    pub(super) timing: TimingIdx,
    line: LineIdx,
    pub(super) trip: TripIdx,
    /// Whether it is of the day of service that follows.
    pub(super) is_of_next_day: bool,
}

impl Run {
    /// Whether this is the same stops at the same times on the same line.
    fn is_like(&self, other: &Self) -> bool {
        let what = |run: &Self| (run.pattern, run.begins, run.timing, run.line);
        what(self) == what(other)
    }
}

/// The trips of `network` on `date`, and where wanted those of the evening before that run on past midnight and those
/// of the day that follows: a trip at 00:05 is the same whether it is written so or as 24:05 of the day before.
pub(super) fn runs(network: &Network, date: NaiveDate, with_days_beside: bool) -> Vec<Run> {
    let on = |date: NaiveDate| network.parts().services.iter().map(|days| days.contains(date)).collect::<Vec<_>>();
    let today = on(date);
    let beside = |day: Option<NaiveDate>| day.filter(|_| with_days_beside).map(|day| (on(day), seconds_of(day)));
    let (yesterday, tomorrow) = (beside(date.pred_opt()), beside(date.succ_opt()));
    let mut runs = Vec::new();
    for (at, trip) in network.trips().iter().enumerate() {
        let (service, begins) = (trip.service.at(), trip.begins as Seconds);
        let run = |begins, is_of_next_day| {
            let trip_idx = TripIdx::from_usize(at);
            Run { pattern: trip.pattern, begins, timing: trip.timing, line: trip.line, trip: trip_idx, is_of_next_day }
        };
        if today[service] {
            runs.push(run(begins, false));
        }
        let takes = || network.parts().timings[trip.timing.at()].last().map_or(0, |call| call.arrives as Seconds);
        // Past midnight by the clock, also where a day of service begins an hour after it.
        let lasts = |length: Seconds| begins + takes() >= length.min(86_400);
        if let Some((_, length)) = yesterday.as_ref().filter(|(runs, length)| runs[service] && lasts(*length)) {
            runs.push(run(begins - length, false));
        }
        if tomorrow.as_ref().is_some_and(|(runs, _)| runs[service]) {
            runs.push(run(begins + seconds_of(date), true));
        }
    }
    runs.sort_unstable();
    runs
}

/// Whether two days run the same trips at the same times.
pub(super) fn are_alike(a: &[Run], b: &[Run]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_like(b))
}

/// A stop of a lane, in one word: the search reads little else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Halt(u32);

impl Halt {
    pub(super) fn new(stop: StopIdx, boards: bool, alights: bool) -> Self {
        debug_assert!(stop.0 < 1 << 30);
        Self(stop.0 << 2 | u32::from(boards) << 1 | u32::from(alights))
    }

    /// The stop as the mirror shows it.
    pub(super) fn mirrored(self) -> Self {
        Self::new(self.stop(), self.alights(), self.boards())
    }

    pub(super) fn stop(self) -> StopIdx {
        StopIdx(self.0 >> 2)
    }

    /// Whether the search may board.
    pub(super) fn boards(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether the search may alight.
    pub(super) fn alights(self) -> bool {
        self.0 & 1 != 0
    }
}

/// Trips with the same stops, of which none overtakes another: where its parts are in the lists of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lane {
    first_halt: u32,
    n_halts: u32,
    first_trip: u32,
    n_trips: u32,
    first_time: u32,
}

/// A lane with its parts at hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct LaneView<'a> {
    /// The stops, in the direction of the search.
    pub(super) halts: &'a [Halt],
    /// The trips, the earliest first.
    pub(super) trips: &'a [TripIdx],
    /// Arrivals of the first trip at each stop, then those of the second.
    arrives: &'a [Seconds],
    /// Departures of each trip from the first stop, then those from the second.
    departs: &'a [Seconds],
}

impl<'a> LaneView<'a> {
    /// When `trip` arrives at each stop.
    pub(super) fn arrivals(&self, trip: usize) -> &'a [Seconds] {
        &self.arrives[trip * self.halts.len()..(trip + 1) * self.halts.len()]
    }

    /// When each trip leaves stop `position`.
    pub(super) fn departures(&self, position: usize) -> &'a [Seconds] {
        &self.departs[position * self.trips.len()..(position + 1) * self.trips.len()]
    }
}

/// A lane that passes a stop where one may board.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passing {
    pub(super) lane: u32,
    pub(super) position: u32,
    /// When the first trip leaves.
    pub(super) first: Seconds,
    /// When the last trip leaves.
    pub(super) last: Seconds,
}

/// The lanes of one day, and which of them pass a stop.
#[derive(Clone, Debug, Default)]
pub(super) struct Day {
    lanes: Vec<Lane>,
    halts: Vec<Halt>,
    trips: Vec<TripIdx>,
    arrives: Vec<Seconds>,
    departs: Vec<Seconds>,
    first_passing: Vec<u32>,
    passing: Vec<Passing>,
}

impl Day {
    /// The day on which `runs` run, in their order.
    pub(super) fn of(network: &Network, runs: &[Run]) -> Self {
        let mut day = Self::default();
        for runs in runs.chunk_by(|a, b| a.pattern == b.pattern) {
            let pattern = &network.parts().patterns[runs[0].pattern.at()];
            let flags = pattern.boards.iter().zip(&pattern.alights);
            let halts: Vec<_> = pattern
                .stops
                .iter()
                .zip(flags)
                .map(|(&stop, (&boards, &alights))| Halt::new(stop, boards, alights))
                .collect();
            for lane in lanes_of(network, runs) {
                let times = |which: fn(&Call) -> u32| {
                    let calls = lane.iter().map(move |run| (run.begins, calls(network, run)));
                    calls.flat_map(move |(begins, calls)| calls.iter().map(move |call| begins + which(call) as Seconds))
                };
                let departs: Vec<_> = times(|call| call.departs).collect();
                day.push(&halts, lane.iter().map(|run| run.trip), times(|call| call.arrives), &departs);
            }
        }
        day.index(network.stops().len());
        day
    }

    /// One lane more; times are by trip.
    fn push(
        &mut self,
        halts: &[Halt],
        trips: impl Iterator<Item = TripIdx>,
        arrives: impl Iterator<Item = Seconds>,
        departs: &[Seconds],
    ) {
        let (first_halt, first_trip) = (self.halts.len() as u32, self.trips.len() as u32);
        let first_time = self.arrives.len() as u32;
        self.halts.extend(halts);
        self.trips.extend(trips);
        self.arrives.extend(arrives);
        for position in 0..halts.len() {
            self.departs.extend(departs.iter().skip(position).step_by(halts.len()));
        }
        let (n_halts, n_trips) = (halts.len() as u32, self.trips.len() as u32 - first_trip);
        self.lanes.push(Lane { first_halt, n_halts, first_trip, n_trips, first_time });
    }

    /// Lists by stop the lanes that pass.
    fn index(&mut self, n_stops: usize) {
        let mut passing = Vec::new();
        for at in 0..self.lanes.len() {
            let lane = self.lane(at as u32);
            // Nobody boards at the last stop.
            let halts = lane.halts[..lane.halts.len() - 1].iter().enumerate().filter(|(_, halt)| halt.boards());
            passing.extend(halts.map(|(position, halt)| {
                let departures = lane.departures(position);
                let (first, last) = (departures[0], departures[departures.len() - 1]);
                (halt.stop(), Passing { lane: at as u32, position: position as u32, first, last })
            }));
        }
        passing.sort_unstable_by_key(|(stop, passing)| (*stop, passing.lane, passing.position));
        self.first_passing = vec![0; n_stops + 1];
        for (stop, _) in &passing {
            self.first_passing[stop.at() + 1] += 1;
        }
        for at in 0..n_stops {
            self.first_passing[at + 1] += self.first_passing[at];
        }
        self.passing = passing.into_iter().map(|(_, passing)| passing).collect();
    }

    /// The day in the mirror: to leave as late as possible is to arrive as early as possible there. Time runs
    /// backwards, and so do stops and trips.
    pub(super) fn mirrored(&self) -> Self {
        let mut mirrored = Self::default();
        for lane in (0..self.lanes.len()).map(|at| self.lane(at as u32)) {
            let halts: Vec<_> = lane.halts.iter().rev().map(|halt| halt.mirrored()).collect();
            let n_trips = lane.trips.len();
            let by_trip = |trip: usize| (0..halts.len()).map(move |position| lane.departs[position * n_trips + trip]);
            let arrives = (0..n_trips).rev().flat_map(|trip| by_trip(trip).rev()).map(|time| -time);
            // Turning the whole list around turns both the trips and the stops of each.
            let departs: Vec<_> = lane.arrives.iter().rev().map(|time| -time).collect();
            mirrored.push(&halts, lane.trips.iter().rev().copied(), arrives, &departs);
        }
        mirrored.index(self.first_passing.len() - 1);
        mirrored
    }

    pub(super) fn n_stops(&self) -> usize {
        self.first_passing.len() - 1
    }

    pub(super) fn n_lanes(&self) -> usize {
        self.lanes.len()
    }

    pub(super) fn lane(&self, at: u32) -> LaneView<'_> {
        let Lane { first_halt, n_halts, first_trip, n_trips, first_time } = self.lanes[at as usize];
        let times = first_time as usize..(first_time + n_halts * n_trips) as usize;
        LaneView {
            halts: &self.halts[first_halt as usize..(first_halt + n_halts) as usize],
            trips: &self.trips[first_trip as usize..(first_trip + n_trips) as usize],
            arrives: &self.arrives[times.clone()],
            departs: &self.departs[times],
        }
    }

    /// Lanes that pass `stop` where one may board and ride on.
    pub(super) fn passing(&self, stop: StopIdx) -> &[Passing] {
        &self.passing[self.first_passing[stop.at()] as usize..self.first_passing[stop.at() + 1] as usize]
    }
}

fn calls<'a>(network: &'a Network, run: &Run) -> &'a [Call] {
    &network.parts().timings[run.timing.at()]
}

/// Spreads runs of one pattern, in their order, over lanes: each into the first lane that has room.
fn lanes_of(network: &Network, runs: &[Run]) -> Vec<Vec<Run>> {
    let is_behind = |last: &Run, next: &Run| {
        let later = next.begins - last.begins;
        let pairs = calls(network, last).iter().zip(calls(network, next));
        let mut late = pairs.flat_map(|(a, b)| [(a.arrives, b.arrives), (a.departs, b.departs)]);
        late.all(|(a, b)| a as Seconds <= later + b as Seconds)
    };
    let mut lanes: Vec<Vec<Run>> = Vec::new();
    for &run in runs {
        match lanes.iter_mut().find(|lane| lane.last().is_none_or(|last| is_behind(last, &run))) {
            Some(lane) => lane.push(run),
            None => lanes.push(vec![run]),
        }
    }
    lanes
}
