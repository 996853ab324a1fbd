//! Questions to the timetable of one day: journeys leg by leg, and times from or to many places at once.

use std::sync::Arc;

use chrono::NaiveDate;

use super::day::{Day, Run, are_alike, runs};
use super::journey::{Journey, Leg, Ride};
use super::network::{Network, StopIdx};
use super::profile::Profile;
use super::search::{Alighted, Best, Log, Scratch, Search};
use super::walking::{Walks, Zone};
use super::{Router, Seconds};
use crate::point::Point;

/// As long as it takes.
const ANY: Seconds = Seconds::MAX;

/// The timetable of one day of a network, under one profile. A clone shares what is laid out.
#[derive(Clone, Debug)]
pub struct Raptor {
    network: Arc<Network>,
    walks: Arc<Walks>,
    laid_out: Arc<LaidOut>,
    transfers_max: u8,
}

/// The trips of a day, laid out for searching both ways.
#[derive(Debug)]
struct LaidOut {
    n_runs: usize,
    forwards: Day,
    backwards: Day,
}

/// For each of `dates` the position of the first on which the same trips run at the same times: every answer is the
/// same.
pub fn days_alike(network: &Network, profile: &Profile, dates: &[NaiveDate]) -> Vec<usize> {
    let mut known: Vec<(usize, Vec<Run>)> = Vec::new();
    let first = dates.iter().enumerate().map(|(at, &date)| {
        let runs = runs(network, date, profile.rides_of_days_beside);
        match known.iter().find(|(_, known)| are_alike(known, &runs)) {
            Some((first, _)) => *first,
            None => {
                known.push((at, runs));
                at
            }
        }
    });
    first.collect()
}

impl Raptor {
    /// Lays out the trips of `date` for searching both ways. `walks` are those of the same network.
    pub fn new(network: Arc<Network>, walks: Arc<Walks>, date: NaiveDate) -> Self {
        let runs = runs(&network, date, walks.profile().rides_of_days_beside);
        let forwards = Day::of(&network, &runs);
        let backwards = forwards.mirrored();
        let transfers_max = walks.profile().transfers_max;
        let n_runs = runs.iter().filter(|run| !run.is_of_next_day).count();
        let laid_out = Arc::new(LaidOut { n_runs, forwards, backwards });
        Self { network, walks, laid_out, transfers_max }
    }

    /// The same with walks of its own, for one day alone.
    pub fn of_day(network: &Arc<Network>, profile: &Profile, date: NaiveDate) -> Self {
        Self::new(network.clone(), Arc::new(Walks::new(network, profile)), date)
    }

    /// The same day for who changes at most so often.
    #[must_use]
    pub fn with_transfers_max(&self, transfers_max: u8) -> Self {
        Self { transfers_max, ..self.clone() }
    }

    /// The network of which this is a day.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The place at `point`, with the stops within a walk.
    pub fn zone(&self, point: Point) -> Zone {
        self.walks.zone(point)
    }

    /// The longest walk to or from a stop, metres in a straight line.
    pub(super) fn walk_metres(&self) -> f64 {
        self.walks.profile().walk_metres_max / self.walks.profile().detour
    }

    /// Trips that run on the day, those of the evening before that are still under way among them.
    pub fn n_trips(&self) -> usize {
        self.laid_out.n_runs
    }

    /// For each zone, the latest second at which one can leave it and be at `to` by `arrive`: one search for all. Only
    /// journeys of at most `within` seconds count, the wait for `arrive` included.
    pub fn latest_departures(
        &self,
        scratch: &mut Scratch,
        zones: &[Zone],
        to: &Zone,
        arrive: Seconds,
        within: Seconds,
    ) -> Vec<Option<Seconds>> {
        let mirrored = self.times(self.search_back(within.saturating_sub(arrive)), scratch, to, -arrive, zones);
        mirrored.map(|at| at.map(|at| -at)).collect()
    }

    /// For each zone, the earliest arrival when leaving `from` at `depart`: one search for all. Only arrivals within
    /// `within` seconds count.
    pub fn earliest_arrivals(
        &self,
        scratch: &mut Scratch,
        from: &Zone,
        zones: &[Zone],
        depart: Seconds,
        within: Seconds,
    ) -> Vec<Option<Seconds>> {
        self.times(self.search_on(within.saturating_add(depart)), scratch, from, depart, zones).collect()
    }

    /// In the direction of `search`: when one is in each of `zones`, having left `place` at `start`.
    fn times(
        &self,
        search: Search<'_>,
        scratch: &mut Scratch,
        place: &Zone,
        start: Seconds,
        zones: &[Zone],
    ) -> impl Iterator<Item = Option<Seconds>> {
        search.to_all(begin(place, start), scratch);
        let limit = search.limit;
        zones.iter().map(move |zone| {
            let on_foot = self.walk(&place.point, &zone.point).map(|walk| start + walk);
            on_foot.into_iter().chain(scratch.earliest(&zone.stops)).min().filter(|&at| at <= limit)
        })
    }

    /// Seconds from door to door on foot alone, where that is allowed.
    fn walk(&self, from: &Point, to: &Point) -> Option<Seconds> {
        self.walks.walking.seconds(from, to).filter(|_| self.walks.profile().may_walk_only)
    }

    fn rides_max(&self) -> usize {
        usize::from(self.transfers_max) + 1
    }

    fn search_on(&self, limit: Seconds) -> Search<'_> {
        Search { day: &self.laid_out.forwards, changes: &self.walks.onwards, rides_max: self.rides_max(), limit }
    }

    fn search_back(&self, limit: Seconds) -> Search<'_> {
        Search { day: &self.laid_out.backwards, changes: &self.walks.backwards, rides_max: self.rides_max(), limit }
    }

    /// The latest departure by a ride with which one is there by `arrive`.
    fn latest(&self, scratch: &mut Scratch, from: &Zone, to: &Zone, arrive: Seconds) -> Option<Seconds> {
        let best = self.search_back(ANY).to_ends(begin(to, -arrive), &from.stops, scratch, &mut ());
        best.map(|(at, ..)| -at)
    }

    /// The earliest arrival among journeys that leave at `depart`, leg by leg.
    fn by_ride(&self, scratch: &mut Scratch, from: &Zone, to: &Zone, depart: Seconds) -> Option<Journey> {
        let mut trail = Trail::default();
        let best = self.search_on(ANY).to_ends(begin(from, depart), &to.stops, scratch, &mut trail)?;
        let rides = trail.rides(&self.laid_out.forwards, best);
        let seconds_to = |zone: &Zone, stop| zone.stops.iter().find(|near| near.0 == stop).map_or(0, |near| near.1);
        let mut legs = vec![Leg::Walk(rides.first().map_or(0, |ride| seconds_to(from, ride.from)))];
        for (at, &ride) in rides.iter().enumerate() {
            legs.push(Leg::Ride(ride));
            let change = rides.get(at + 1).and_then(|next| {
                self.walks.onwards.from(ride.to).iter().find(|change| change.0 == next.from).map(|change| change.1)
            });
            legs.push(Leg::Walk(change.unwrap_or_else(|| seconds_to(to, ride.to))));
        }
        Some(Journey { depart, arrive: best.0, legs })
    }
}

/// The stops around a place with when one is there, having left at `start`.
fn begin(place: &Zone, start: Seconds) -> impl Iterator<Item = (StopIdx, Seconds)> {
    place.stops.iter().map(move |&(stop, walk)| (stop, start + walk))
}

/// How the stops were reached, round by round.
#[derive(Debug, Default)]
struct Trail {
    rounds: Vec<Round>,
}

/// What one round did, in order; where several entries concern one stop, the last counts.
#[derive(Debug, Default)]
struct Round {
    alighted: Vec<Alighted>,
    /// Where one became ready to board, and where one alighted before.
    ready: Vec<(StopIdx, StopIdx)>,
}

impl Log for Trail {
    fn round(&mut self) {
        self.rounds.push(Round::default());
    }

    fn alighted(&mut self, alighted: Alighted) {
        if let Some(round) = self.rounds.last_mut() {
            round.alighted.push(alighted);
        }
    }

    fn ready(&mut self, at: StopIdx, from: StopIdx) {
        if let Some(round) = self.rounds.last_mut() {
            round.ready.push((at, from));
        }
    }
}

impl Trail {
    /// The rides of the journey that ends as `best` says.
    fn rides(&self, day: &Day, (_, n_rides, mut stop): Best) -> Vec<Ride> {
        let mut rides = Vec::with_capacity(n_rides);
        for round in (1..=n_rides).rev() {
            let found = self.rounds[round].alighted.iter().rfind(|alighted| alighted.stop == stop);
            let Some(&Alighted { lane, trip, board, alight, .. }) = found else { break };
            let (lane, trip, board, alight) = (day.lane(lane), trip as usize, board as usize, alight as usize);
            let (from, to) = (lane.halts[board].stop(), lane.halts[alight].stop());
            let (depart, arrive) = (lane.departures(board)[trip], lane.arrivals(trip)[alight]);
            rides.push(Ride { trip: lane.trips[trip], from, to, depart, arrive });
            let ready = self.rounds[round - 1].ready.iter().rfind(|ready| ready.0 == from);
            stop = ready.map_or(from, |ready| ready.1);
        }
        rides.reverse();
        rides
    }
}

impl Router for Raptor {
    fn arrive_by(&self, from: &Point, to: &Point, arrive: Seconds) -> Option<Journey> {
        let on_foot =
            self.walk(from, to).map(|walk| Journey { depart: arrive - walk, arrive, legs: vec![Leg::Walk(walk)] });
        let (from, to, mut scratch) = (self.zone(*from), self.zone(*to), Scratch::default());
        let depart = self.latest(&mut scratch, &from, &to, arrive);
        match (on_foot, depart) {
            (Some(on_foot), depart) if depart.is_none_or(|depart| depart <= on_foot.depart) => Some(on_foot),
            (_, depart) => self.by_ride(&mut scratch, &from, &to, depart?),
        }
    }

    fn depart_at(&self, from: &Point, to: &Point, depart: Seconds) -> Option<Journey> {
        let on_foot =
            self.walk(from, to).map(|walk| Journey { depart, arrive: depart + walk, legs: vec![Leg::Walk(walk)] });
        let (from, to, mut scratch) = (self.zone(*from), self.zone(*to), Scratch::default());
        let arrive = self.search_on(ANY).to_ends(begin(&from, depart), &to.stops, &mut scratch, &mut ());
        match (on_foot, arrive.map(|(at, ..)| at)) {
            (Some(on_foot), arrive) if arrive.is_none_or(|arrive| on_foot.arrive <= arrive) => Some(on_foot),
            (_, arrive) => {
                // Leave as late as that arrival allows: nobody waits at the stop for nothing.
                let latest = self.latest(&mut scratch, &from, &to, arrive?)?;
                self.by_ride(&mut scratch, &from, &to, latest)
            }
        }
    }
}
