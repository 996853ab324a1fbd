//! The search: RAPTOR, the earliest arrival at every stop, round by round, each round one ride more.
//!
//! Source: D. Delling, T. Pajor, R. F. Werneck, "Round-Based Public Transit Routing", 2012. Walks are not chained: a
//! stop reached by a ride is walked from once.

use super::Seconds;
use super::day::Day;
use super::network::StopIdx;
use super::walking::Changes;

/// Later than anything.
pub(super) const NEVER: Seconds = Seconds::MAX;

/// What the search knows of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Label {
    /// The earliest arrival by a ride so far.
    alighted: Seconds,
    /// From when one may board here, at the earliest so far.
    ready: Seconds,
    /// The same where the last round made it earlier: only there is anything new to board.
    fresh: Seconds,
    /// Whether this round arrives here earlier than those before.
    is_reached: bool,
}

const UNKNOWN: Label = Label { alighted: NEVER, ready: NEVER, fresh: NEVER, is_reached: false };

/// The lane is not waiting to be ridden along.
const NOWHERE: u32 = u32::MAX;

/// Room for searches, used again by the next: on any day of any network, by one thread at a time.
#[derive(Debug, Default)]
pub struct Scratch {
    labels: Vec<Label>,
    /// Stops whose label is known.
    touched: Vec<StopIdx>,
    fresh: Vec<StopIdx>,
    reached: Vec<StopIdx>,
    /// The position from which to ride along each lane.
    positions: Vec<u32>,
    /// Lanes to ride along.
    lanes: Vec<u32>,
}

impl Scratch {
    /// Clears what the last search left and makes room for this one.
    fn prepare(&mut self, day: &Day) {
        for stop in self.touched.drain(..) {
            self.labels[stop.at()] = UNKNOWN;
        }
        self.fresh.clear();
        self.reached.clear();
        if self.labels.len() < day.n_stops() {
            self.labels.resize(day.n_stops(), UNKNOWN);
        }
        if self.positions.len() < day.n_lanes() {
            self.positions.resize(day.n_lanes(), NOWHERE);
        }
    }

    /// The earliest arrival through one of `ends`, each a stop and the seconds from there.
    pub(super) fn earliest(&self, ends: &[(StopIdx, Seconds)]) -> Option<Seconds> {
        let arrivals = ends.iter().map(|&(stop, walk)| self.labels[stop.at()].alighted.saturating_add(walk));
        arrivals.min().filter(|&at| at != NEVER)
    }
}

/// How a stop was reached by a ride.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alighted {
    pub(super) stop: StopIdx,
    pub(super) lane: u32,
    pub(super) trip: u32,
    pub(super) board: u32,
    pub(super) alight: u32,
}

/// Records how stops were reached, not only when.
pub(super) trait Log {
    /// A round begins, the first of them before any ride.
    fn round(&mut self) {}

    /// This round alights somewhere, for now.
    fn alighted(&mut self, _: Alighted) {}

    /// This round makes one ready to board at `at`, for now, having alighted at `from`.
    fn ready(&mut self, _at: StopIdx, _from: StopIdx) {}
}

/// Records nothing.
impl Log for () {}

/// The best of the ends: when one is there, after how many rides, through which stop.
pub(super) type Best = (Seconds, usize, StopIdx);

/// One search through a day in one direction.
pub(super) struct Search<'a> {
    /// The day, or its mirror.
    pub(super) day: &'a Day,
    /// The changes that go with it.
    pub(super) changes: &'a Changes,
    /// Most rides.
    pub(super) rides_max: usize,
    /// Arrivals and departures later than this are ignored.
    pub(super) limit: Seconds,
}

impl Search<'_> {
    /// Searches from stops at which one is ready at given times, and leaves in `scratch` the earliest arrivals at all.
    pub(super) fn to_all(&self, begin: impl Iterator<Item = (StopIdx, Seconds)>, scratch: &mut Scratch) {
        self.to_ends(begin, &[], scratch, &mut ());
    }

    /// Searches for the earliest arrival through `ends`, each a stop and the seconds from there: of several the one
    /// with the fewest rides. What cannot be earlier is not looked at.
    pub(super) fn to_ends(
        &self,
        begin: impl Iterator<Item = (StopIdx, Seconds)>,
        ends: &[(StopIdx, Seconds)],
        scratch: &mut Scratch,
        log: &mut impl Log,
    ) -> Option<Best> {
        scratch.prepare(self.day);
        let mut best: Option<Best> = None;
        let mut limit = self.limit.min(NEVER - 1);
        log.round();
        for (stop, at) in begin.filter(|&(_, at)| at <= limit) {
            become_ready(scratch, stop, at);
        }
        for rides in 1..=self.rides_max {
            if scratch.fresh.is_empty() {
                break;
            }
            log.round();
            self.ride(limit, scratch, log);
            for &(stop, walk) in ends {
                let at = scratch.labels[stop.at()].alighted.saturating_add(walk);
                if at <= limit && best.is_none_or(|best| at < best.0) {
                    best = Some((at, rides, stop));
                    limit = at;
                }
            }
            if rides < self.rides_max {
                self.change(limit, scratch, log);
            }
        }
        best
    }

    /// Rides from where one is freshly ready.
    fn ride(&self, limit: Seconds, scratch: &mut Scratch, log: &mut impl Log) {
        for &stop in &scratch.fresh {
            let ready = scratch.labels[stop.at()].fresh;
            for passing in self.day.passing(stop) {
                if passing.last < ready || passing.first > limit {
                    continue;
                }
                let position = &mut scratch.positions[passing.lane as usize];
                if *position == NOWHERE {
                    scratch.lanes.push(passing.lane);
                }
                *position = passing.position.min(*position);
            }
        }
        let mut lanes = std::mem::take(&mut scratch.lanes);
        for lane in lanes.drain(..) {
            let first = std::mem::replace(&mut scratch.positions[lane as usize], NOWHERE);
            self.scan(lane, first as usize, limit, scratch, log);
        }
        scratch.lanes = lanes;
        for stop in scratch.fresh.drain(..) {
            scratch.labels[stop.at()].fresh = NEVER;
        }
    }

    /// Rides along a lane from position `first`, always on the earliest trip that one can be on.
    fn scan(&self, lane_idx: u32, first: usize, limit: Seconds, scratch: &mut Scratch, log: &mut impl Log) {
        let lane = self.day.lane(lane_idx);
        // Number of trips that leave before the one boarded last: only those are worth changing to.
        let mut earlier = lane.trips.len();
        let (mut board, mut arrivals): (usize, &[Seconds]) = (0, &[]);
        for (position, halt) in lane.halts.iter().enumerate().skip(first) {
            let stop = halt.stop();
            let label = &mut scratch.labels[stop.at()];
            if halt.alights()
                && let Some(&at) = arrivals.get(position)
            {
                if at > limit {
                    // So is all that follows.
                    arrivals = &[];
                } else if at < label.alighted {
                    if label.alighted == NEVER && label.ready == NEVER {
                        scratch.touched.push(stop);
                    }
                    label.alighted = at;
                    if !label.is_reached {
                        label.is_reached = true;
                        scratch.reached.push(stop);
                    }
                    let (trip, board, alight) = (earlier as u32, board as u32, position as u32);
                    log.alighted(Alighted { stop, lane: lane_idx, trip, board, alight });
                }
            }
            if label.fresh != NEVER && halt.boards() {
                let departures = &lane.departures(position)[..earlier];
                if departures.last().is_some_and(|&last| last >= label.fresh) {
                    let trip = departures.partition_point(|&departs| departs < label.fresh);
                    if departures[trip] <= limit {
                        (earlier, board, arrivals) = (trip, position, lane.arrivals(trip));
                    }
                }
            }
        }
    }

    /// Changes from where one alights earlier than before.
    fn change(&self, limit: Seconds, scratch: &mut Scratch, log: &mut impl Log) {
        let mut reached = std::mem::take(&mut scratch.reached);
        for from in reached.drain(..) {
            let label = &mut scratch.labels[from.at()];
            label.is_reached = false;
            let alighted = label.alighted;
            for &(to, seconds) in self.changes.from(from) {
                let at = alighted + seconds;
                if at > limit {
                    // The changes that follow take longer.
                    break;
                }
                if become_ready(scratch, to, at) {
                    log.ready(to, from);
                }
            }
        }
        scratch.reached = reached;
    }
}

/// Notes that one may board at `stop` from `at`, and tells whether that is earlier than was known.
fn become_ready(scratch: &mut Scratch, stop: StopIdx, at: Seconds) -> bool {
    let label = &mut scratch.labels[stop.at()];
    if at >= label.ready {
        return false;
    }
    if label.ready == NEVER && label.alighted == NEVER {
        scratch.touched.push(stop);
    }
    if label.fresh == NEVER {
        scratch.fresh.push(stop);
    }
    (label.ready, label.fresh) = (at, at);
    true
}
