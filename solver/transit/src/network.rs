//! The network as pure data: stops, lines, trips grouped by pattern, days of service, changes that the feeds state.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Days, NaiveDate};

use crate::journey::Ride;
use crate::point::Point;

/// Declares typed positions in a network.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(
            /// The position, counted from 0.
            pub u32,
        );

        impl $name {
            /// The position as an array index.
            pub fn at(self) -> usize {
                self.0 as usize
            }

            /// The typed form of an array index; networks hold fewer than 2^32 of anything.
            pub fn from_usize(position: usize) -> Self {
                debug_assert!(position < u32::MAX as usize);
                Self(position as u32)
            }
        }
    )+};
}

index!(
    /// Position of a stop in a network.
    StopIdx,
    /// Position of a line in a network.
    LineIdx,
    /// Position of a set of service days in a network.
    ServiceIdx,
    /// Position of a pattern in a network.
    PatternIdx,
    /// Position of a timing in a network.
    TimingIdx,
    /// Position of a trip in a network.
    TripIdx,
);

/// Where trips come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The name of its file.
    pub name: String,
    /// First day of service, as travelled in this network.
    pub first_day: NaiveDate,
    /// Last day of service, as travelled in this network.
    pub last_day: NaiveDate,
    /// Whole weeks by which the days were moved, so that feeds of different years can be used together; 0 is not moved.
    pub moved_weeks: i32,
}

/// A place where one boards and alights.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// Its name for people.
    pub name: String,
    /// Where it is.
    pub point: Point,
}

/// What stands on the vehicle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Its short name, such as "410" or "IC".
    pub name: String,
    /// The GTFS route type, plain or extended: 3 and 700 are buses, 2 and 100 trains.
    pub kind: u16,
}

/// The days on which trips run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceDays {
    /// The day of the first bit.
    pub first: NaiveDate,
    /// A bit for each day from the first.
    pub bits: Vec<u64>,
}

impl FromIterator<NaiveDate> for ServiceDays {
    fn from_iter<T: IntoIterator<Item = NaiveDate>>(days: T) -> Self {
        let days: Vec<_> = days.into_iter().collect();
        let first = days.iter().min().copied().unwrap_or_default();
        let mut bits = Vec::new();
        for day in days {
            let offset = (day - first).num_days() as usize;
            if bits.len() <= offset / 64 {
                bits.resize(offset / 64 + 1, 0);
            }
            bits[offset / 64] |= 1 << (offset % 64);
        }
        Self { first, bits }
    }
}

impl ServiceDays {
    /// Whether trips run on `day`.
    pub fn contains(&self, day: NaiveDate) -> bool {
        let offset = (day - self.first).num_days();
        let word = usize::try_from(offset / 64).ok().filter(|_| offset >= 0).and_then(|word| self.bits.get(word));
        word.is_some_and(|word| word >> (offset % 64) & 1 == 1)
    }

    /// The days, in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let offsets = (0..self.bits.len() * 64).filter(|offset| self.bits[offset / 64] >> (offset % 64) & 1 == 1);
        offsets.filter_map(|offset| self.first.checked_add_days(Days::new(offset as u64)))
    }
}

/// A sequence of stops, and at which of them one may board and alight.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// The stops, in the order in which they are served.
    pub stops: Vec<StopIdx>,
    /// Whether one may board, per stop.
    pub boards: Vec<bool>,
    /// Whether one may alight, per stop.
    pub alights: Vec<bool>,
}

/// When a trip is at a stop, in seconds after it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// It arrives.
    pub arrives: u32,
    /// It leaves, not before.
    pub departs: u32,
}

/// Run times shared by trips, one call per stop of the pattern.
pub type Timing = Vec<Call>;

/// One run of a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trip {
    /// Its stops.
    pub pattern: PatternIdx,
    /// Its run times.
    pub timing: TimingIdx,
    /// Its days.
    pub service: ServiceIdx,
    /// Its line.
    pub line: LineIdx,
    /// When it begins: seconds since 00:00 of the day of service.
    pub begins: u32,
}

/// What a feed says about changing from one stop to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transfer {
    /// Alighting here.
    pub from: StopIdx,
    /// Boarding there.
    pub to: StopIdx,
    /// Least seconds between; `None` when one cannot change there.
    pub seconds: Option<i32>,
}

/// Where on a pattern a ride must be arranged beforehand, by telephone or with the driver; one flag per stop.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bookings {
    /// Boarding there is to be booked.
    pub boards: Vec<bool>,
    /// Alighting there is to be booked.
    pub alights: Vec<bool>,
}

impl Bookings {
    /// Whether anything is to be booked at all.
    pub fn is_any(&self) -> bool {
        self.boards.iter().chain(&self.alights).any(|&is_booked| is_booked)
    }
}

/// The parts of a network, each list in its own order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// Where the trips come from.
    pub feeds: Vec<Feed>,
    /// Stops.
    pub stops: Vec<Stop>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Sets of days, each once.
    pub services: Vec<ServiceDays>,
    /// Patterns, each once.
    pub patterns: Vec<Pattern>,
    /// Timings, each once.
    pub timings: Vec<Timing>,
    /// Trips.
    pub trips: Vec<Trip>,
    /// Changes that the feeds state, in the order of their stops, each pair once.
    pub transfers: Vec<Transfer>,
    /// What is to be booked, for those patterns where something is.
    pub bookings: BTreeMap<PatternIdx, Bookings>,
}

/// A network whose parts fit together.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    parts: Parts,
}

/// Parts of a network that do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Which list holds the part that does not fit.
    pub list: &'static str,
    /// Its position in that list.
    pub at: usize,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} of the network does not fit the rest", self.list, self.at)
    }
}

impl std::error::Error for Misfit {}

/// Latest second of a day of service that a trip may reach: ten days. Times then stay far from the ends of [`i32`].
pub const LATEST: u32 = 10 * 86_400;

impl Network {
    /// The network of `parts`.
    ///
    /// # Errors
    /// [`Misfit`] names the first part that refers to something that is not there or whose times run backwards.
    pub fn new(parts: Parts) -> Result<Self, Misfit> {
        let fits = |list, at, fits: bool| if fits { Ok(()) } else { Err(Misfit { list, at }) };
        for (at, pattern) in parts.patterns.iter().enumerate() {
            let n_stops = pattern.stops.len();
            let is_whole = n_stops >= 2 && n_stops == pattern.boards.len() && n_stops == pattern.alights.len();
            fits("pattern", at, is_whole && pattern.stops.iter().all(|stop| stop.at() < parts.stops.len()))?;
        }
        for (at, timing) in parts.timings.iter().enumerate() {
            let times: Vec<u32> = timing.iter().flat_map(|call| [call.arrives, call.departs]).collect();
            fits("timing", at, times.is_sorted() && times.last().is_some_and(|&last| last <= LATEST))?;
        }
        for (at, trip) in parts.trips.iter().enumerate() {
            let (pattern, timing) = (parts.patterns.get(trip.pattern.at()), parts.timings.get(trip.timing.at()));
            let lengths = pattern.zip(timing).is_some_and(|(pattern, timing)| pattern.stops.len() == timing.len());
            let is_known = trip.service.at() < parts.services.len() && trip.line.at() < parts.lines.len();
            fits("trip", at, lengths && is_known && trip.begins <= LATEST)?;
        }
        for (at, transfer) in parts.transfers.iter().enumerate() {
            let is_known = transfer.from.at() < parts.stops.len() && transfer.to.at() < parts.stops.len();
            let (pair, next) = ((transfer.from, transfer.to), parts.transfers.get(at + 1));
            let is_sorted = next.is_none_or(|next| pair < (next.from, next.to));
            fits("transfer", at, is_known && is_sorted && transfer.seconds.is_none_or(|seconds| seconds >= 0))?;
        }
        for (at, (pattern, bookings)) in parts.bookings.iter().enumerate() {
            let n_stops = parts.patterns.get(pattern.at()).map(|pattern| pattern.stops.len());
            let lengths = [Some(bookings.boards.len()), Some(bookings.alights.len())];
            fits("booking", at, n_stops.is_some() && lengths == [n_stops; 2])?;
        }
        Ok(Self { parts })
    }

    /// Every part.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Where the trips come from.
    pub fn feeds(&self) -> &[Feed] {
        &self.parts.feeds
    }

    /// The stops.
    pub fn stops(&self) -> &[Stop] {
        &self.parts.stops
    }

    /// The trips.
    pub fn trips(&self) -> &[Trip] {
        &self.parts.trips
    }

    /// Changes that the feeds state, in the order of their stops.
    pub fn transfers(&self) -> &[Transfer] {
        &self.parts.transfers
    }

    /// The line of a trip.
    pub fn line(&self, trip: TripIdx) -> &Line {
        &self.parts.lines[self.parts.trips[trip.at()].line.at()]
    }

    /// Whether `ride` is to be booked beforehand, where it begins or where it ends.
    pub fn is_to_book(&self, ride: &Ride) -> bool {
        let pattern = self.parts.trips[ride.trip.at()].pattern;
        self.parts.bookings.get(&pattern).is_some_and(|bookings| {
            let stops = &self.parts.patterns[pattern.at()].stops;
            // A stop that is passed twice counts as either.
            let at = |stop, flags: &[bool]| stops.iter().zip(flags).any(|(&here, &flag)| flag && here == stop);
            at(ride.from, &bookings.boards) || at(ride.to, &bookings.alights)
        })
    }

    /// Whether `trip` runs on `day`.
    pub fn runs_on(&self, trip: &Trip, day: NaiveDate) -> bool {
        self.parts.services[trip.service.at()].contains(day)
    }
}

/// Puts a network together: what is the same is kept once.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    parts: Parts,
    lines: BTreeMap<Line, LineIdx>,
    services: BTreeMap<ServiceDays, ServiceIdx>,
    patterns: BTreeMap<(Pattern, Option<Bookings>), PatternIdx>,
    timings: BTreeMap<Timing, TimingIdx>,
}

impl Builder {
    /// A feed whose trips follow.
    pub fn feed(&mut self, feed: Feed) {
        self.parts.feeds.push(feed);
    }

    /// One more stop.
    pub fn stop(&mut self, stop: Stop) -> StopIdx {
        self.parts.stops.push(stop);
        StopIdx::from_usize(self.parts.stops.len() - 1)
    }

    /// One more stop at the same place as `stop`: where some trips have changes of their own.
    pub fn twin(&mut self, stop: StopIdx) -> StopIdx {
        let twin = self.parts.stops[stop.at()].clone();
        self.stop(twin)
    }

    /// Where a stop is.
    pub fn point(&self, stop: StopIdx) -> Point {
        self.parts.stops[stop.at()].point
    }

    /// A line.
    pub fn line(&mut self, line: Line) -> LineIdx {
        let next = LineIdx::from_usize(self.parts.lines.len());
        let idx = *self.lines.entry(line.clone()).or_insert(next);
        if idx == next {
            self.parts.lines.push(line);
        }
        idx
    }

    /// Days of service.
    pub fn service(&mut self, days: ServiceDays) -> ServiceIdx {
        let next = ServiceIdx::from_usize(self.parts.services.len());
        let idx = *self.services.entry(days.clone()).or_insert(next);
        if idx == next {
            self.parts.services.push(days);
        }
        idx
    }

    /// What stands on a line that was added.
    pub fn name_of(&self, line: LineIdx) -> &Line {
        &self.parts.lines[line.at()]
    }

    /// One more trip: `calls` counts from the second at which it `begins`.
    pub fn trip(&mut self, line: LineIdx, service: ServiceIdx, pattern: Pattern, begins: u32, calls: Timing) {
        self.trip_to_book(line, service, (pattern, Bookings::default()), begins, calls);
    }

    /// As [`Builder::trip`], where something is to be booked.
    pub fn trip_to_book(
        &mut self,
        line: LineIdx,
        service: ServiceIdx,
        (pattern, bookings): (Pattern, Bookings),
        begins: u32,
        calls: Timing,
    ) {
        let next = PatternIdx::from_usize(self.parts.patterns.len());
        let bookings = Some(bookings).filter(Bookings::is_any);
        let pattern_idx = *self.patterns.entry((pattern.clone(), bookings.clone())).or_insert(next);
        if pattern_idx == next {
            self.parts.patterns.push(pattern);
            self.parts.bookings.extend(bookings.map(|bookings| (next, bookings)));
        }
        let next = TimingIdx::from_usize(self.parts.timings.len());
        let timing = *self.timings.entry(calls.clone()).or_insert(next);
        if timing == next {
            self.parts.timings.push(calls);
        }
        self.parts.trips.push(Trip { pattern: pattern_idx, timing, service, line, begins });
    }

    /// What a feed says about a change; the last word counts.
    pub fn transfer(&mut self, transfer: Transfer) {
        self.parts.transfers.push(transfer);
    }

    /// The network.
    ///
    /// # Errors
    /// [`Misfit`] when a trip's times run backwards or do not match its stops.
    pub fn build(mut self) -> Result<Network, Misfit> {
        let transfers: BTreeMap<_, _> =
            self.parts.transfers.iter().map(|transfer| ((transfer.from, transfer.to), *transfer)).collect();
        self.parts.transfers = transfers.into_values().collect();
        Network::new(self.parts)
    }
}
