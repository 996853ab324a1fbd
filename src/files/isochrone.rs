//! Isochrones: outlines of how far one gets by public transport and on foot, as GeoJSON (RFC 7946).

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use geo::orient::{Direction, Orient};
use geo::{LineString, MultiPolygon, Polygon, unary_union};
use schakel_solver::domain::Point;
use schakel_transit::{Cell, Grid, Moment, Network, Profile, Raptor, Seconds};
use schemars::JsonSchema;
use serde::Serialize;

use super::moment::moment;

/// Longest isochrone, minutes.
pub const MINUTES_MAX: u16 = 180;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The place: a home or a site.
    pub at: Point,
    /// The day.
    pub date: NaiveDate,
    /// When one comes or goes.
    pub moment: Moment,
    /// Minutes of each outline, at most [`MINUTES_MAX`].
    pub minutes: Vec<u16>,
}

/// Outlines, as a GeoJSON feature collection: the longest first, so that on a map the shorter lie on top.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Isochrones {
    #[serde(rename = "type")]
    kind: CollectionType,
    features: Vec<Isochrone>,
}

/// One outline, as a GeoJSON feature.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Isochrone {
    #[serde(rename = "type")]
    kind: FeatureType,
    geometry: Area,
    properties: About,
}

/// Everywhere within the minutes: cells of 250 metres, counted by their middle.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Area {
    #[serde(rename = "type")]
    kind: AreaType,
    /// Polygons, each a list of rings of longitude and latitude, the outer ring first and against the clock.
    coordinates: Vec<Vec<Vec<[f64; 2]>>>,
}

/// What an outline is of.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct About {
    /// Within so many minutes, waiting included.
    minutes: u16,
    /// Whether one comes or goes.
    direction: DirectionName,
    /// The day.
    date: NaiveDate,
    /// When one is at the place: local time with its offset, `2026-03-17T08:00:00+01:00`.
    at: DateTime<FixedOffset>,
    /// The timetables it rests on.
    timetables: Vec<Timetable>,
}

#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
enum CollectionType {
    FeatureCollection,
}

#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
enum FeatureType {
    Feature,
}

#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
enum AreaType {
    MultiPolygon,
}

/// Whether one comes to the place or goes from it.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum DirectionName {
    /// There by the hour.
    ArriveBy,
    /// Gone from the hour.
    DepartAt,
}

/// A timetable, as answers that rest on it name it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "TimetableUsed")]
pub struct Timetable {
    /// Its name.
    pub name: String,
    /// Its first day, as used.
    pub first_day: NaiveDate,
    /// Its last day, as used.
    pub last_day: NaiveDate,
    /// Weeks by which its days were moved; 0 is not moved.
    pub moved_weeks: i32,
}

impl Timetable {
    /// The timetables of a network.
    pub fn all_of(network: &Network) -> Vec<Self> {
        let of_feed = |feed: &schakel_transit::Feed| Self {
            name: feed.name.clone(),
            first_day: feed.first_day,
            last_day: feed.last_day,
            moved_weeks: feed.moved_weeks,
        };
        network.feeds().iter().map(of_feed).collect()
    }
}

/// An outline for each of the minutes.
pub fn isochrones(network: &Arc<Network>, profile: &Profile, ask: &Ask) -> Isochrones {
    let mut minutes: Vec<u16> = ask.minutes.iter().map(|&minutes| minutes.min(MINUTES_MAX)).collect();
    minutes.sort_unstable_by(|a, b| b.cmp(a));
    minutes.dedup();
    let longest = Seconds::from(minutes.first().copied().unwrap_or_default()) * 60;
    let (grid, cells) = Raptor::of_day(network, profile, ask.date).reach(ask.at, ask.moment, longest);
    let (direction, seconds) = match ask.moment {
        Moment::ArriveBy(seconds) => (DirectionName::ArriveBy, seconds),
        Moment::DepartAt(seconds) => (DirectionName::DepartAt, seconds),
    };
    let at = moment(ask.date, seconds);
    let features = minutes.into_iter().map(|minutes| {
        let within = cells.iter().filter(|(_, seconds)| *seconds <= Seconds::from(minutes) * 60);
        let coordinates = rings(&outline(&grid, within.map(|(cell, _)| *cell)));
        let (date, timetables) = (ask.date, Timetable::all_of(network));
        Isochrone {
            kind: FeatureType::Feature,
            geometry: Area { kind: AreaType::MultiPolygon, coordinates },
            properties: About { minutes, direction, date, at, timetables },
        }
    });
    Isochrones { kind: CollectionType::FeatureCollection, features: features.collect() }
}

/// The area that cells, in their order, cover together. Cells of a column that touch become one strip first.
pub fn outline(grid: &Grid, cells: impl Iterator<Item = Cell>) -> MultiPolygon {
    let mut strips: Vec<(i32, i32, i32)> = Vec::new();
    for (column, row) in cells {
        match strips.last_mut() {
            Some((last, _, end)) if *last == column && *end == row => *end += 1,
            _ => strips.push((column, row, row + 1)),
        }
    }
    let strip = |(column, south, north)| {
        let corner = |column, row| {
            let point = grid.corner((column, row));
            (point.lon, point.lat)
        };
        let (west, east) = (column, column + 1);
        let ring = [corner(west, south), corner(east, south), corner(east, north), corner(west, north)];
        Polygon::new(LineString::from(ring.to_vec()), Vec::new())
    };
    unary_union(&strips.into_iter().map(strip).collect::<Vec<_>>())
}

/// The rings of an area, with six decimals: a tenth of a metre.
pub fn rings(area: &MultiPolygon) -> Vec<Vec<Vec<[f64; 2]>>> {
    let ring = |ring: &LineString| -> Vec<[f64; 2]> {
        let decimals = |degrees: f64| (degrees * 1e6).round() / 1e6;
        ring.coords().map(|at| [decimals(at.x), decimals(at.y)]).collect()
    };
    let polygon = |polygon: &Polygon| {
        let polygon = polygon.orient(Direction::Default);
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    area.iter().map(polygon).collect()
}
