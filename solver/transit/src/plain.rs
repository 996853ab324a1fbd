//! A second path to the same truth: Dijkstra over every call of every trip, with nothing clever in it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use chrono::NaiveDate;

use super::Seconds;
use super::network::Network;
use super::profile::Profile;
use crate::point::Point;

/// The network on one day, trip by trip.
pub(super) struct Plain<'a> {
    network: &'a Network,
    profile: &'a Profile,
    date: NaiveDate,
}

impl<'a> Plain<'a> {
    pub(super) fn new(network: &'a Network, profile: &'a Profile, date: NaiveDate) -> Self {
        Self { network, profile, date }
    }

    fn walk(&self, a: &Point, b: &Point) -> Option<Seconds> {
        let metres = self.profile.detour * a.metres_to(b);
        let seconds = metres / self.profile.walk_metres_per_second;
        (metres <= self.profile.walk_metres_max).then_some(seconds.ceil() as Seconds)
    }

    /// Every place in the timetable: trip, position, with the shift of the evening before and of the next day.
    fn calls(&self) -> Vec<Event> {
        let mut calls = Vec::new();
        for (at, trip) in self.network.trips().iter().enumerate() {
            let (before, next) = (self.date.pred_opt().unwrap(), self.date.succ_opt().unwrap());
            let days = [(self.date, 0), (before, -86_400), (next, 86_400)];
            let used = if self.profile.rides_of_days_beside { &days[..] } else { &days[..1] };
            let ends = trip.begins + self.network.parts().timings[trip.timing.at()].last().unwrap().arrives;
            for &(_, shift) in used.iter().filter(|(day, _)| self.network.runs_on(trip, *day)) {
                // Of the evening before, only what is still under way at midnight.
                if shift < 0 && ends < 86_400 {
                    continue;
                }
                let (pattern, timing) = (trip.pattern.at(), trip.timing.at());
                let pattern = &self.network.parts().patterns[pattern];
                for (position, call) in self.network.parts().timings[timing].iter().enumerate() {
                    let begins = trip.begins as Seconds + shift;
                    calls.push(Event {
                        run: (at, shift),
                        position,
                        stop: pattern.stops[position].at(),
                        boards: pattern.boards[position],
                        alights: pattern.alights[position],
                        arrives: begins + call.arrives as Seconds,
                        departs: begins + call.departs as Seconds,
                    });
                }
            }
        }
        calls
    }

    /// Earliest arrival and fewest rides when leaving at `depart`.
    pub(super) fn depart_at(&self, from: &Point, to: &Point, depart: Seconds) -> Option<(Seconds, usize)> {
        let calls = self.calls();
        let point = |event: &Event| self.network.stops()[event.stop].point;
        let mut heap = BinaryHeap::new();
        for (at, call) in calls.iter().enumerate().filter(|(_, call)| call.boards) {
            if self.walk(from, &point(call)).is_some_and(|walk| depart + walk <= call.departs) {
                heap.push(Reverse((call.departs, 1, at)));
            }
        }
        let (mut seen, mut best) = (BTreeSet::new(), None);
        // Each entry is aboard the trip of a call, as it leaves there, on ride number `rides`.
        while let Some(Reverse((_, rides, at))) = heap.pop() {
            if rides > usize::from(self.profile.transfers_max) + 1 || !seen.insert((rides, at)) {
                continue;
            }
            let here = &calls[at];
            let Some((next_at, next)) =
                calls.iter().enumerate().find(|(_, next)| next.run == here.run && next.position == here.position + 1)
            else {
                continue;
            };
            heap.push(Reverse((next.departs, rides, next_at)));
            if !next.alights {
                continue;
            }
            if let Some(walk) = self.walk(&point(next), to) {
                best = [best, Some((next.arrives + walk, rides))].into_iter().flatten().min();
            }
            for (other_at, other) in calls.iter().enumerate().filter(|(_, other)| other.boards) {
                if self.change(next, other).is_some_and(|change| next.arrives + change <= other.departs) {
                    heap.push(Reverse((other.departs, rides + 1, other_at)));
                }
            }
        }
        best
    }

    /// Latest departure with which one is there by `arrive`: every second at which it could make a difference is tried.
    pub(super) fn arrive_by(&self, from: &Point, to: &Point, arrive: Seconds) -> Option<(Seconds, Seconds, usize)> {
        let mut departures: Vec<Seconds> = self
            .calls()
            .iter()
            .filter(|call| call.boards)
            .filter_map(|call| Some(call.departs - self.walk(from, &self.network.stops()[call.stop].point)?))
            .collect();
        departures.sort_unstable();
        departures.dedup();
        departures.into_iter().rev().find_map(|depart| {
            let (arrival, rides) = self.depart_at(from, to, depart)?;
            (arrival <= arrive).then_some((depart, arrival, rides))
        })
    }

    fn change(&self, from: &Event, to: &Event) -> Option<Seconds> {
        let stated = self.network.transfers().iter().find(|transfer| {
            self.profile.heeds_transfers && (transfer.from.at(), transfer.to.at()) == (from.stop, to.stop)
        });
        if let Some(stated) = stated {
            return stated.seconds;
        }
        let stops = self.network.stops();
        let walk = self.walk(&stops[from.stop].point, &stops[to.stop].point)?;
        Some(walk.max(self.profile.change_seconds_min))
    }
}

/// One vehicle at one stop.
struct Event {
    run: (usize, Seconds),
    position: usize,
    stop: usize,
    boards: bool,
    alights: bool,
    arrives: Seconds,
    departs: Seconds,
}
