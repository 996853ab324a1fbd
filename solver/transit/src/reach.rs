//! How far one gets: the cells of a grid that lie within so many minutes of a place.

use std::collections::BTreeSet;

use super::search::Scratch;
use super::{Raptor, Seconds};
use crate::point::{EARTH_RADIUS_M, Point};

/// When one is at the place that is asked about, seconds of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// One comes, and is there by then.
    ArriveBy(Seconds),
    /// One leaves then.
    DepartAt(Seconds),
}

/// A cell: its column to the east and its row to the north of the place.
pub type Cell = (i32, i32);

/// Cells about as wide as they are high, around a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    middle: Point,
    degrees: (f64, f64),
}

impl Grid {
    /// Cells of so many metres, the middle one around `middle`.
    pub fn around(middle: Point, metres: f64) -> Self {
        let lat = (metres / EARTH_RADIUS_M).to_degrees();
        Self { middle, degrees: (lat / middle.lat.to_radians().cos(), lat) }
    }

    /// The middle of a cell.
    pub fn middle(&self, (column, row): Cell) -> Point {
        let (lon, lat) = self.degrees;
        Point::new(self.middle.lon + f64::from(column) * lon, self.middle.lat + f64::from(row) * lat)
    }

    /// South-western corner of a cell, which is the north-eastern one of another.
    pub fn corner(&self, (column, row): Cell) -> Point {
        let (lon, lat) = self.degrees;
        let (column, row) = (f64::from(column) - 0.5, f64::from(row) - 0.5);
        Point::new(self.middle.lon + column * lon, self.middle.lat + row * lat)
    }

    /// The cell in which a point lies.
    fn cell(&self, point: &Point) -> Cell {
        let (lon, lat) = self.degrees;
        (((point.lon - self.middle.lon) / lon).round() as i32, ((point.lat - self.middle.lat) / lat).round() as i32)
    }
}

/// Sizes of the cells that are searched, metres.
const CELL_METRES: f64 = 250.0;

impl Raptor {
    /// The cells whose middle lies within `within` seconds of `at`, with the seconds it takes, sorted: the wait for the
    /// moment, or from it, counts. Linear in the cells within a walk of stops that are reached.
    pub fn reach(&self, at: Point, moment: Moment, within: Seconds) -> (Grid, Vec<(Cell, Seconds)>) {
        let (grid, mut scratch) = (Grid::around(at, CELL_METRES), Scratch::default());
        let walk_metres = self.walk_metres();
        let cells_around = (walk_metres / CELL_METRES).ceil() as i32 + 1;
        let stops: Vec<_> = self.network().stops().iter().map(|stop| self.zone(stop.point)).collect();
        let reached = self.seconds_to(&mut scratch, &at, &stops, moment, within);
        let near_stops = stops.iter().zip(reached).filter(|(_, seconds)| seconds.is_some()).map(|(stop, _)| stop.point);
        let mut cells: BTreeSet<Cell> = BTreeSet::new();
        for (column, row) in near_stops.chain([at]).map(|point| grid.cell(&point)) {
            for north in -cells_around..=cells_around {
                cells.extend((-cells_around..=cells_around).map(|east| (column + east, row + north)));
            }
        }
        let zones: Vec<_> = cells.iter().map(|&cell| self.zone(grid.middle(cell))).collect();
        let seconds = self.seconds_to(&mut scratch, &at, &zones, moment, within);
        let within = cells.into_iter().zip(seconds).filter_map(|(cell, seconds)| Some((cell, seconds?)));
        (grid, within.collect())
    }

    /// Seconds between `at` and each zone; nothing for those beyond `within`.
    fn seconds_to(
        &self,
        scratch: &mut Scratch,
        at: &Point,
        zones: &[super::Zone],
        moment: Moment,
        within: Seconds,
    ) -> Vec<Option<Seconds>> {
        let place = self.zone(*at);
        let (times, moment) = match moment {
            Moment::ArriveBy(by) => (self.latest_departures(scratch, zones, &place, by, within), by),
            Moment::DepartAt(from) => (self.earliest_arrivals(scratch, &place, zones, from, within), from),
        };
        let seconds = times.into_iter().map(|time| time.map(|time| (time - moment).abs()));
        seconds.map(|seconds| seconds.filter(|&seconds| seconds <= within)).collect()
    }
}
