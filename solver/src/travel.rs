//! Travel times. One trait, so that a timetable can take the place of straight lines without any rule knowing.

mod straight_line;
mod timetabled;

use std::fmt;

use chrono::NaiveDate;

use crate::domain::{CareIdx, HubIdx, JobseekerIdx, Minute, Mode, Offer, OfferIdx, Point, VenueIdx, Weekday};

pub use straight_line::{Matrix, Speed, StraightLine};
pub use timetabled::{Basis, Timetabled, Zones};

/// A place one travels from or to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A jobseeker's home.
    Home(JobseekerIdx),
    /// An offer's site.
    Site(OfferIdx),
    /// A venue.
    Venue(VenueIdx),
    /// A childcare facility or a school.
    Care(CareIdx),
    /// A hub.
    Hub(HubIdx),
}

impl Offer {
    /// The place of its site; `offer` is its own position.
    pub fn place(&self, offer: OfferIdx) -> Place {
        self.venue.map_or(Place::Site(offer), Place::Venue)
    }
}

/// A place and where it is.
pub type Located<'a> = (Place, &'a Point);

/// When a leg must fit: timetables differ by hour and by direction, straight lines do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// There by this minute of this weekday.
    ArriveBy(Weekday, Minute),
    /// Gone from this minute of this weekday.
    DepartAt(Weekday, Minute),
}

/// What a person asks of a journey by public transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Traveller {
    /// Most transfers.
    pub transfers_max: u8,
    /// Longest walk to, between and from stops, metres on the road.
    pub walk_metres_max: u16,
    /// Longest journey of any use, minutes: a longer one counts as none.
    pub minutes_max: u16,
}

impl Traveller {
    /// The same traveller, however long it takes.
    pub(crate) fn going_anywhere(self) -> Self {
        Self { minutes_max: u16::MAX, ..self }
    }

    /// The same traveller with so many minutes less.
    pub(crate) fn having_spent(self, minutes: u16) -> Self {
        Self { minutes_max: self.minutes_max.saturating_sub(minutes), ..self }
    }
}

/// What one rides in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vehicle {
    /// A bus.
    Bus,
    /// A tram or metro.
    Tram,
    /// A train.
    Train,
    /// Something else, such as a ferry.
    Other,
}

/// The first or last vehicle of a day that is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// When one is there, or has to leave: a minute of the day asked about, the next day's after midnight.
    pub minute: Minute,
    /// The minute to tell: when one is there, or when the vehicle leaves.
    pub told: Minute,
    /// The vehicle nearest to that moment.
    pub vehicle: Vehicle,
}

/// A piece of a journey, as it is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// By a mode that covers ground by itself, so many minutes.
    Along(Mode, u16),
    /// By a vehicle of the timetable.
    Aboard {
        /// What kind.
        vehicle: Vehicle,
        /// What stands on it.
        line: String,
        /// Where one boards.
        from: Halt,
        /// When it leaves: a minute of the day asked about, the next day's after midnight.
        departs: Minute,
        /// Where one alights.
        to: Halt,
        /// When it arrives.
        arrives: Minute,
    },
}

/// A stop of a timetable.
#[derive(Clone, Debug, PartialEq)]
pub struct Halt {
    /// Its name for people.
    pub name: String,
    /// Where it is.
    pub at: Point,
}

/// Where travel times come from, named in every answer that rests on them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The timetable.
    pub name: String,
    /// Its first day, as used.
    pub first_day: NaiveDate,
    /// Its last day, as used.
    pub last_day: NaiveDate,
    /// Weeks by which its days were moved; 0 is not moved.
    pub moved_weeks: i32,
    /// The Monday of the week that stands for every week.
    pub week_of: NaiveDate,
}

/// A source of travel times.
pub trait Travel: fmt::Debug + Send + Sync {
    /// One-way minutes by `mode`, rounded up; `None` when there is no such journey. Waiting counts: until the minute by
    /// which one must be there, or from the minute of leaving until a vehicle comes.
    ///
    /// A mode that passes a hub has only what is stated outright here: its legs are asked one by one.
    fn minutes(&self, who: Traveller, from: Located<'_>, to: Located<'_>, mode: Mode, when: When) -> Option<u16>;

    /// A lower bound on the minutes of every journey by `mode`, at any hour; `u16::MAX` when there is no journey at
    /// all.
    fn minutes_at_least(&self, from: Located<'_>, to: Located<'_>, mode: Mode) -> u16;

    /// Whether minutes by `mode` are the same at every hour of every day. They may still differ by direction.
    fn is_timeless(&self, mode: Mode) -> bool;

    /// Days with the same number have the same journeys.
    fn class_of(&self, _day: Weekday) -> u8 {
        0
    }

    /// Whether minutes by modes that keep no hours are those of a distance: as long as the way back and, but for the
    /// minute to which they are rounded, no shorter past another place. Asked only to spare work: `false` is always true
    /// enough.
    fn is_metric(&self) -> bool {
        false
    }

    /// A distance in metres, as the crow flies, beyond which no journey from `from` by `mode` takes `minutes` or less,
    /// save for the pairs of [`Travel::exceptions`], and past childcare where [`Travel::states_stops`]. A proven bound:
    /// candidate search relies on it. Of the modes that cover ground by themselves.
    fn reach_m(&self, from: Located<'_>, mode: Mode, minutes: u16) -> f64;

    /// Pairs of a home and a site or venue whose minutes are stated outright, so that [`Travel::reach_m`] says nothing
    /// about them.
    fn exceptions(&self) -> Vec<(JobseekerIdx, Place)>;

    /// Whether minutes to or from a childcare facility or a hub are stated outright: then [`Travel::reach_m`] says
    /// nothing about journeys that pass one.
    fn states_stops(&self) -> bool;

    /// The journey that [`Travel::minutes`] counts, piece by piece; nothing when there is none.
    fn stages(&self, who: Traveller, from: Located<'_>, to: Located<'_>, mode: Mode, when: When) -> Vec<Stage> {
        self.minutes(who, from, to, mode, when).map(|minutes| Stage::Along(mode, minutes)).into_iter().collect()
    }

    /// The earliest arrival of the day by public transport; `None` when there is no timetable or nothing goes there.
    fn first_arrival(&self, _who: Traveller, _from: Located<'_>, _to: Located<'_>, _day: Weekday) -> Option<Call> {
        None
    }

    /// The latest departure of the day by public transport with which one still gets there.
    fn last_departure(&self, _who: Traveller, _from: Located<'_>, _to: Located<'_>, _day: Weekday) -> Option<Call> {
        None
    }

    /// The timetables that journeys rest on; none where there are none.
    fn sources(&self) -> Vec<Source> {
        Vec::new()
    }
}
