//! Staying aboard: trips of which one goes on where the other ends. For each such row, and for chains of them, a trip
//! more runs from before the seam to after it; one boards it before and alights after, so that the trips themselves are
//! not there twice.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use schakel_transit::{Call, LATEST, Line};

use super::trips::Timed;
use super::zones::Dates;
use super::{Code, Reader};

/// Most trips in a chain, and most chains of a feed.
const CHAIN_MAX: [usize; 2] = [8, 100_000];
/// Longest wait across midnight, seconds: more is a mistake in the hours.
const WAIT_MAX: u32 = 3 * 3_600;
const DAY: u32 = 86_400;

/// Trips that follow each other with everyone aboard.
#[derive(Clone)]
struct Chain<'a> {
    ids: Vec<&'a str>,
    /// The hours count from when the first begins, the days are those of the first.
    timed: Timed<'a>,
    names: Vec<String>,
    days: BTreeSet<NaiveDate>,
    /// Stops of the first trip, and those before the last.
    n_first: usize,
    n_before_last: usize,
}

impl Reader<'_> {
    /// Adds what runs on: `links` are pairs of IDs, `trips` those of them whose times are known.
    pub(super) fn aboard<'a>(
        &mut self,
        trips: &'a BTreeMap<String, Timed<'a>>,
        links: &'a [(String, String)],
        dates: &Dates<'_>,
    ) {
        let mut onwards: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        links.iter().for_each(|(from, to)| onwards.entry(from).or_default().push(to));
        let (mut n_chains, mut n_left_out) = (0, 0);
        for (from, to) in links {
            let first = trips.get_key_value(from.as_str()).and_then(|(id, trip)| self.begin(id, trip, dates));
            let Some(chain) = first.and_then(|first| self.followed(&first, to, trips, dates)) else {
                n_left_out += 1;
                continue;
            };
            let mut chains = vec![chain];
            while let Some(chain) = chains.pop() {
                n_chains += 1;
                if n_chains > CHAIN_MAX[1] {
                    n_left_out += 1;
                    break;
                }
                if chain.ids.len() < CHAIN_MAX[0] {
                    let next = chain.ids.last().and_then(|last| onwards.get(last)).into_iter().flatten();
                    // Round in a ring nobody gets anywhere new.
                    let next = next.filter(|id| !chain.ids.contains(id));
                    chains.extend(next.filter_map(|id| self.followed(&chain, id, trips, dates)));
                }
                self.add_chain(chain, dates);
            }
        }
        self.say_count(Code::InSeatLeftOut, "transfers.txt", n_left_out);
    }

    fn begin<'a>(&self, id: &'a str, trip: &Timed<'a>, dates: &Dates<'_>) -> Option<Chain<'a>> {
        let names = vec![self.builder.name_of(trip.line).name.clone()];
        let (days, n_first) = (dates.of(trip.service)?.clone(), trip.calls.len());
        Some(Chain { ids: vec![id], timed: trip.clone(), names, days, n_first, n_before_last: 0 })
    }

    /// The chain with one trip more; `None` where it does not follow.
    fn followed<'a>(
        &self,
        chain: &Chain<'a>,
        id: &str,
        trips: &'a BTreeMap<String, Timed<'a>>,
        dates: &Dates<'_>,
    ) -> Option<Chain<'a>> {
        let (id, next) = trips.get_key_value(id).filter(|(_, next)| next.zone == chain.timed.zone)?;
        let mut longer = chain.clone();
        let ends = chain.timed.calls.last()?.arrives;
        // A feed may write times past midnight as hours of the next day of service.
        let leaves = next.begins + next.calls.first()?.departs;
        let follows = |n_days: u32| (leaves + n_days * DAY).checked_sub(chain.timed.begins + ends);
        let n_days =
            (0..=LATEST / DAY).find(|&n_days| follows(n_days).is_some_and(|wait| n_days == 0 || wait <= WAIT_MAX))?;
        let shift = next.begins + n_days * DAY;
        let at = |second: u32| (shift + second).saturating_sub(chain.timed.begins).max(ends);
        let timed = &mut longer.timed;
        timed.calls.last_mut()?.departs = ends;
        timed.calls.extend(next.calls.iter().map(|call| Call { arrives: at(call.arrives), departs: at(call.departs) }));
        if timed.calls.last()?.departs > LATEST {
            return None;
        }
        longer.n_before_last = timed.pattern.stops.len();
        timed.pattern.stops.extend(&next.pattern.stops);
        timed.pattern.boards.extend(&next.pattern.boards);
        timed.pattern.alights.extend(&next.pattern.alights);
        timed.bookings.boards.extend(&next.bookings.boards);
        timed.bookings.alights.extend(&next.bookings.alights);
        let days = dates.of(next.service)?;
        let later = |day: &NaiveDate| day.checked_add_days(Days::new(n_days.into()));
        longer.days.retain(|day| later(day).is_some_and(|day| days.contains(&day)));
        longer.names.push(self.builder.name_of(next.line).name.clone());
        longer.names.dedup();
        longer.ids.push(id);
        (!longer.days.is_empty()).then_some(longer)
    }

    /// Adds a chain: one boards before its first trip ends, and alights after its last begins.
    fn add_chain(&mut self, chain: Chain<'_>, dates: &Dates<'_>) {
        let Chain { mut timed, names, days, n_first, n_before_last, .. } = chain;
        for (at, boards) in timed.pattern.boards.iter_mut().enumerate() {
            *boards &= at + 1 < n_first;
        }
        for (at, alights) in timed.pattern.alights.iter_mut().enumerate() {
            *alights &= at > n_before_last;
        }
        let kind = self.builder.name_of(timed.line).kind;
        let line = self.builder.line(Line { name: names.join(" > "), kind });
        let parts = |builder: &mut _, is_before| dates.split(builder, &days, timed.zone, is_before);
        let mut travelled = parts(&mut *self.builder, false);
        if travelled.iter().any(|part| i64::from(timed.begins) + part.1 < 0) {
            travelled = parts(&mut *self.builder, true);
        }
        for (service, seconds) in travelled {
            let begins = u32::try_from(i64::from(timed.begins) + seconds).unwrap_or_default();
            let pattern = (timed.pattern.clone(), timed.bookings.clone());
            self.builder.trip_to_book(line, service, pattern, begins, timed.calls.clone());
        }
    }
}
