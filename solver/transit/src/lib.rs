//! Timetables: a network of stops and trips as pure data, and journeys through it by public transport and on foot.
//!
//! The search is RAPTOR: round by round, one ride more. Arriving by an hour is the same search through the mirrored
//! day, so that there is one search to trust.

mod clock;
mod day;
mod floor;
mod journey;
mod network;
mod point;
mod profile;
mod raptor;
mod reach;
mod rows;
mod search;
mod stations;
mod walking;

#[cfg(test)]
mod plain;
#[cfg(test)]
mod tests;

use std::fmt;

pub use clock::seconds_of;
pub use floor::Floor;
pub use journey::{Journey, Leg, Ride};
pub use network::{
    Bookings, Builder, Call, Feed, LATEST, Line, LineIdx, Misfit, Network, Parts, Pattern, PatternIdx, ServiceDays,
    ServiceIdx, Stop, StopIdx, Timing, TimingIdx, Transfer, Trip, TripIdx,
};
pub use point::{EARTH_RADIUS_M, Point, chord_squared_of};
pub use profile::Profile;
pub use raptor::{Raptor, days_alike};
pub use reach::{Cell, Grid, Moment};
pub use search::Scratch;
pub use stations::Station;
pub use walking::{Walks, Zone};

/// Seconds of the day asked about, counted as timetables count them: from noon less twelve hours, which is 00:00 but on
/// the two days a year on which the clock changes. The next day's hours follow after 86,400.
pub type Seconds = i32;

/// Journeys through the timetable of one day.
pub trait Router: fmt::Debug + Send + Sync {
    /// The journey that leaves last among those that arrive by `arrive`; of these the earliest there, with the fewest
    /// transfers. `None` when there is none that day.
    fn arrive_by(&self, from: &Point, to: &Point, arrive: Seconds) -> Option<Journey>;

    /// The journey that arrives first among those that leave from `depart`; of these the one that leaves last, with the
    /// fewest transfers. `None` when there is none that day.
    fn depart_at(&self, from: &Point, to: &Point, depart: Seconds) -> Option<Journey>;
}
