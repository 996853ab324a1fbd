//! RAPTOR: the earliest arrival at every stop, round by round, each round one ride more.
//!
//! Source: D. Delling, T. Pajor, R. F. Werneck, "Round-Based Public Transit Routing", 2012. Walks are not chained: a
//! stop reached by a ride is walked from once.

use chrono::NaiveDate;

use super::day::{Day, Lane};
use super::journey::{Journey, Leg, Ride};
use super::network::{Network, StopIdx};
use super::profile::Profile;
use super::walking::{Changes, Walking};
use super::{Router, Seconds};
use crate::domain::Point;

/// Later than anything.
const NEVER: Seconds = Seconds::MAX;

/// A place with the stops around it, found once for many searches.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Where it is.
    pub point: Point,
    stops: Vec<(StopIdx, Seconds)>,
}

/// How a stop was reached by a ride of some round.
#[derive(Clone, Copy, Debug)]
struct Alighted {
    at: Seconds,
    lane: u32,
    trip: u32,
    board: u32,
    alight: u32,
}

/// From when one may board at a stop after some round, and from which stop one came there.
#[derive(Clone, Copy, Debug)]
struct Ready {
    at: Seconds,
    from: StopIdx,
}

const NOT_ALIGHTED: Alighted = Alighted { at: NEVER, lane: 0, trip: 0, board: 0, alight: 0 };
const NOT_READY: Ready = Ready { at: NEVER, from: StopIdx(0) };

/// What one round added: only what is better than every round before.
#[derive(Debug)]
struct Round {
    alighted: Vec<Alighted>,
    ready: Vec<Ready>,
}

/// One search through a day in one direction.
struct Search<'a> {
    day: &'a Day,
    changes: &'a Changes,
    rounds: Vec<Round>,
    best_alighted: Vec<Seconds>,
    best_ready: Vec<Seconds>,
    /// Stops at which one became ready in the last round.
    marked: Vec<StopIdx>,
}

impl<'a> Search<'a> {
    /// Searches from stops at which one is ready at given times, with at most `rides_max` rides.
    fn run(day: &'a Day, changes: &'a Changes, begin: &[(StopIdx, Seconds)], rides_max: usize) -> Self {
        let n_stops = day.n_stops();
        let best = vec![NEVER; n_stops];
        let mut search = Self {
            day,
            changes,
            rounds: Vec::new(),
            best_alighted: best.clone(),
            best_ready: best,
            marked: Vec::new(),
        };
        search.open_round();
        for &(stop, at) in begin {
            search.become_ready(stop, Ready { at, from: stop });
        }
        while search.rounds.len() <= rides_max && !search.marked.is_empty() {
            search.ride();
        }
        search
    }

    fn open_round(&mut self) {
        let n_stops = self.day.n_stops();
        self.rounds.push(Round { alighted: vec![NOT_ALIGHTED; n_stops], ready: vec![NOT_READY; n_stops] });
    }

    fn become_ready(&mut self, stop: StopIdx, ready: Ready) {
        if ready.at < self.best_ready[stop.at()] {
            self.best_ready[stop.at()] = ready.at;
            let Some(round) = self.rounds.last_mut() else { return };
            if round.ready[stop.at()].at == NEVER {
                self.marked.push(stop);
            }
            round.ready[stop.at()] = ready;
        }
    }

    /// One round: rides from where one is ready, then changes from where one alights.
    fn ride(&mut self) {
        let lanes = self.lanes_to_scan();
        self.open_round();
        let mut reached = Vec::new();
        for (lane, first) in lanes {
            self.scan(lane, first as usize, &mut reached);
        }
        reached.sort_unstable();
        reached.dedup();
        let changes = self.changes;
        for from in reached {
            let alighted = self.best_alighted[from.at()];
            for &(to, seconds) in changes.from(from) {
                self.become_ready(to, Ready { at: alighted + seconds, from });
            }
        }
    }

    /// Lanes that pass a stop at which one became ready, each with the first position at which it does.
    fn lanes_to_scan(&mut self) -> Vec<(u32, u32)> {
        let mut lanes: Vec<(u32, u32)> =
            self.marked.drain(..).flat_map(|stop| self.day.passing(stop).iter().copied()).collect();
        lanes.sort_unstable();
        lanes.dedup_by_key(|(lane, _)| *lane);
        lanes
    }

    /// Rides along `lane` from position `first`, always on the earliest trip that one can be on.
    fn scan(&mut self, lane_idx: u32, first: usize, reached: &mut Vec<StopIdx>) {
        let lane: &Lane = &self.day.lanes[lane_idx as usize];
        let (before, round) = match &mut self.rounds[..] {
            [.., before, round] => (&*before, round),
            _ => return,
        };
        let mut aboard: Option<(usize, usize)> = None;
        for position in first..lane.stops.len() {
            let stop = lane.stops[position];
            if let Some((trip, board)) = aboard.filter(|_| lane.alights[position]) {
                let at = lane.arrives(position, trip);
                if at < self.best_alighted[stop.at()] {
                    self.best_alighted[stop.at()] = at;
                    let (trip, board, alight) = (trip as u32, board as u32, position as u32);
                    round.alighted[stop.at()] = Alighted { at, lane: lane_idx, trip, board, alight };
                    reached.push(stop);
                }
            }
            let ready = before.ready[stop.at()].at;
            if lane.boards[position] && ready != NEVER {
                let most = aboard.map_or(lane.trips.len(), |(trip, _)| trip);
                if let Some(trip) = lane.first_from(position, ready, most) {
                    aboard = Some((trip, position));
                }
            }
        }
    }

    /// The earliest arrival through one of `ends`, each a stop and the seconds from there: when, after how many rides,
    /// through which stop. Of several the one with the fewest rides.
    fn earliest(&self, ends: &[(StopIdx, Seconds)]) -> Option<(Seconds, usize, StopIdx)> {
        let rounds = self.rounds.iter().enumerate();
        let arrivals = rounds.flat_map(|(rides, round)| {
            let reached = ends.iter().filter(|(stop, _)| round.alighted[stop.at()].at != NEVER);
            reached.map(move |&(stop, walk)| (round.alighted[stop.at()].at + walk, rides, stop))
        });
        arrivals.min()
    }

    /// As [`Search::earliest`], where only the time matters.
    fn earliest_time(&self, ends: &[(StopIdx, Seconds)]) -> Option<Seconds> {
        let reached = ends.iter().filter(|(stop, _)| self.best_alighted[stop.at()] != NEVER);
        reached.map(|(stop, walk)| self.best_alighted[stop.at()] + walk).min()
    }

    /// The rides by which `stop` was reached in round `rides`.
    fn rides_to(&self, mut stop: StopIdx, rides: usize) -> Vec<Ride> {
        let mut journey = Vec::new();
        for round in (1..=rides).rev() {
            let alighted = self.rounds[round].alighted[stop.at()];
            let lane = &self.day.lanes[alighted.lane as usize];
            let (trip, board, alight) = (alighted.trip as usize, alighted.board as usize, alighted.alight as usize);
            let (from, to) = (lane.stops[board], lane.stops[alight]);
            let (depart, arrive) = (lane.departs(board, trip), lane.arrives(alight, trip));
            journey.push(Ride { trip: lane.trips[trip], from, to, depart, arrive });
            stop = self.rounds[round - 1].ready[from.at()].from;
        }
        journey.reverse();
        journey
    }
}

/// RAPTOR over one day of a network, under one profile.
#[derive(Debug)]
pub struct Raptor<'a> {
    network: &'a Network,
    walking: Walking,
    rides_max: usize,
    may_walk_only: bool,
    forwards: (Day, Changes),
    backwards: (Day, Changes),
}

impl<'a> Raptor<'a> {
    /// Lays out the trips of `date` for searching both ways.
    pub fn new(network: &'a Network, profile: &Profile, date: NaiveDate) -> Self {
        let day = Day::of(network, date, profile.rides_from_yesterday);
        let changes = Changes::of(network, profile);
        let backwards = (day.mirrored(), changes.mirrored());
        Self {
            network,
            walking: Walking::of(profile),
            rides_max: usize::from(profile.transfers_max) + 1,
            may_walk_only: profile.may_walk_only,
            forwards: (day, changes),
            backwards,
        }
    }

    /// The place at `point`, with the stops within a walk.
    pub fn zone(&self, point: Point) -> Zone {
        Zone { point, stops: self.walking.stops_near(self.network, &point) }
    }

    /// Trips that run on the day.
    pub fn n_trips(&self) -> usize {
        self.forwards.0.lanes.iter().map(|lane| lane.trips.len()).sum()
    }

    /// Seconds from door to door on foot alone, where that is allowed.
    fn walk(&self, from: &Point, to: &Point) -> Option<Seconds> {
        self.walking.seconds(from, to).filter(|_| self.may_walk_only)
    }

    fn search_from(&self, from: &Zone, depart: Seconds) -> Search<'_> {
        let begin: Vec<_> = from.stops.iter().map(|&(stop, walk)| (stop, depart + walk)).collect();
        Search::run(&self.forwards.0, &self.forwards.1, &begin, self.rides_max)
    }

    fn search_to(&self, to: &Zone, arrive: Seconds) -> Search<'_> {
        let begin: Vec<_> = to.stops.iter().map(|&(stop, walk)| (stop, walk - arrive)).collect();
        Search::run(&self.backwards.0, &self.backwards.1, &begin, self.rides_max)
    }

    /// The earliest arrival among journeys that leave at `depart`, leg by leg.
    fn by_ride(&self, from: &Zone, to: &Zone, depart: Seconds) -> Option<Journey> {
        let search = self.search_from(from, depart);
        let (arrive, n_rides, last) = search.earliest(&to.stops)?;
        let rides = search.rides_to(last, n_rides);
        let seconds_to = |zone: &Zone, stop| zone.stops.iter().find(|near| near.0 == stop).map_or(0, |near| near.1);
        let mut legs = vec![Leg::Walk(rides.first().map_or(0, |ride| seconds_to(from, ride.from)))];
        for (at, &ride) in rides.iter().enumerate() {
            legs.push(Leg::Ride(ride));
            let change = rides.get(at + 1).and_then(|next| {
                self.forwards.1.from(ride.to).iter().find(|change| change.0 == next.from).map(|change| change.1)
            });
            legs.push(Leg::Walk(change.unwrap_or_else(|| seconds_to(to, ride.to))));
        }
        Some(Journey { depart, arrive, legs })
    }
}

impl Router for Raptor<'_> {
    fn arrive_by(&self, from: &Point, to: &Point, arrive: Seconds) -> Option<Journey> {
        let on_foot =
            self.walk(from, to).map(|walk| Journey { depart: arrive - walk, arrive, legs: vec![Leg::Walk(walk)] });
        let (from, to) = (self.zone(*from), self.zone(*to));
        let depart = self.search_to(&to, arrive).earliest_time(&from.stops).map(|mirrored| -mirrored);
        match (on_foot, depart) {
            (Some(on_foot), depart) if depart.is_none_or(|depart| depart <= on_foot.depart) => Some(on_foot),
            (_, depart) => self.by_ride(&from, &to, depart?),
        }
    }

    fn depart_at(&self, from: &Point, to: &Point, depart: Seconds) -> Option<Journey> {
        let on_foot =
            self.walk(from, to).map(|walk| Journey { depart, arrive: depart + walk, legs: vec![Leg::Walk(walk)] });
        let (from, to) = (self.zone(*from), self.zone(*to));
        let arrive = self.search_from(&from, depart).earliest_time(&to.stops);
        match (on_foot, arrive) {
            (Some(on_foot), arrive) if arrive.is_none_or(|arrive| on_foot.arrive <= arrive) => Some(on_foot),
            (_, arrive) => {
                // Leave as late as that arrival allows: nobody waits at the stop for nothing.
                let latest = self.search_to(&to, arrive?).earliest_time(&from.stops).map(|mirrored| -mirrored);
                self.by_ride(&from, &to, latest?)
            }
        }
    }

    fn latest_departures(&self, zones: &[Zone], to: &Zone, arrive: Seconds) -> Vec<Option<Seconds>> {
        let search = self.search_to(to, arrive);
        let latest = |zone: &Zone| {
            let on_foot = self.walk(&zone.point, &to.point).map(|walk| arrive - walk);
            on_foot.max(search.earliest_time(&zone.stops).map(|mirrored| -mirrored))
        };
        zones.iter().map(latest).collect()
    }

    fn earliest_arrivals(&self, from: &Zone, zones: &[Zone], depart: Seconds) -> Vec<Option<Seconds>> {
        let search = self.search_from(from, depart);
        let earliest = |zone: &Zone| {
            let on_foot = self.walk(&from.point, &zone.point).map(|walk| depart + walk);
            on_foot.into_iter().chain(search.earliest_time(&zone.stops)).min()
        };
        zones.iter().map(earliest).collect()
    }
}
