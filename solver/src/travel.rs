//! Travel times. One trait, so that a timetable can take the place of straight lines without any rule knowing.

mod straight_line;
pub mod timetable;

use std::fmt;

use crate::domain::{CareIdx, JobseekerIdx, Minute, Mode, Point, VacancyIdx, Weekday};

pub use straight_line::{Matrix, Speed, StraightLine};

/// A place one travels from or to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A jobseeker's home.
    Home(JobseekerIdx),
    /// A vacancy's site.
    Site(VacancyIdx),
    /// A childcare facility.
    Care(CareIdx),
}

/// When a leg must fit: timetables differ by hour and by direction, straight lines do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// There by this minute of this weekday.
    ArriveBy(Weekday, Minute),
    /// Gone from this minute of this weekday.
    DepartAt(Weekday, Minute),
}

/// A source of travel times.
pub trait Travel: fmt::Debug + Send + Sync {
    /// One-way minutes by `mode`, rounded up; `None` when there is no such journey.
    fn minutes(&self, from: (Place, &Point), to: (Place, &Point), mode: Mode, when: When) -> Option<u16>;

    /// Whether minutes are the same at every hour of every day. They may still differ by direction.
    fn is_timeless(&self) -> bool;

    /// Whether every journey takes as long as the way back. Asked only to spare work: `false` is always true enough.
    fn is_symmetric(&self) -> bool {
        false
    }

    /// A distance in metres, as the crow flies, beyond which no journey by `mode` takes `minutes` or less, save for the
    /// pairs of [`Travel::exceptions`], and past childcare where [`Travel::states_stops`]. A proven bound: candidate
    /// search relies on it.
    fn reach_m(&self, mode: Mode, minutes: u16) -> f64;

    /// Pairs of home and site whose minutes are stated outright, so that [`Travel::reach_m`] says nothing about them.
    fn exceptions(&self) -> Vec<(JobseekerIdx, VacancyIdx)>;

    /// Whether minutes to or from a childcare facility are stated outright: then [`Travel::reach_m`] says nothing about
    /// journeys that pass one.
    fn states_stops(&self) -> bool;
}
