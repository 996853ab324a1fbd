//! Isochrones: outlines of how far one gets by public transport and on foot, as GeoJSON (RFC 7946).

use std::sync::Arc;

use chrono::NaiveDate;
use geo::{LineString, MultiPolygon, Polygon, unary_union};
use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject, Position};
use schakel_solver::domain::Point;
use schakel_solver::travel::timetable::{Cell, Grid, Moment, Network, Profile, Raptor, Seconds};
use serde_json::json;

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

/// An outline for each of the minutes, the longest first, so that on a map the shorter lie on top. Cells of 250 metres count
/// by their middle. Every feature names the timetables it rests on.
pub fn isochrones(network: &Arc<Network>, profile: &Profile, ask: &Ask) -> FeatureCollection {
    let mut minutes: Vec<u16> = ask.minutes.iter().map(|&minutes| minutes.min(MINUTES_MAX)).collect();
    minutes.sort_unstable_by(|a, b| b.cmp(a));
    minutes.dedup();
    let longest = Seconds::from(minutes.first().copied().unwrap_or_default()) * 60;
    let (grid, cells) = Raptor::of_day(network, profile, ask.date).reach(ask.at, ask.moment, longest);
    let features = minutes.into_iter().map(|minutes| {
        let within = cells.iter().filter(|(_, seconds)| *seconds <= Seconds::from(minutes) * 60);
        let outline = outline(&grid, within.map(|(cell, _)| *cell));
        Feature {
            geometry: Some(Geometry::new(GeometryValue::MultiPolygon { coordinates: positions(&outline) })),
            properties: Some(properties(network, ask, minutes)),
            ..Feature::default()
        }
    });
    FeatureCollection { bbox: None, features: features.collect(), foreign_members: None }
}

fn properties(network: &Network, ask: &Ask, minutes: u16) -> JsonObject {
    let (moment, seconds) = match ask.moment {
        Moment::ArriveBy(seconds) => ("arrive_by", seconds),
        Moment::DepartAt(seconds) => ("depart_at", seconds),
    };
    let feeds = network.feeds().iter().map(|feed| {
        let (first, last) = (feed.first_day.to_string(), feed.last_day.to_string());
        json!({"name": feed.name, "first_day": first, "last_day": last, "moved_weeks": feed.moved_weeks})
    });
    let clock = format!("{}T{:02}:{:02}", ask.date, seconds / 3_600, seconds / 60 % 60);
    let all = [("minutes", json!(minutes)), (moment, json!(clock)), ("timetables", json!(feeds.collect::<Vec<_>>()))];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The area that cells, in their order, cover together. Cells of a column that touch become one strip first.
fn outline(grid: &Grid, cells: impl Iterator<Item = Cell>) -> MultiPolygon {
    let mut strips: Vec<(i32, i32, i32)> = Vec::new();
    for (column, row) in cells {
        match strips.last_mut() {
            Some((last, _, end)) if *last == column && *end == row => *end += 1,
            _ => strips.push((column, row, row + 1)),
        }
    }
    let rectangles: Vec<Polygon> = strips
        .into_iter()
        .map(|(column, south, north)| {
            let corner = |column, row| {
                let point = grid.corner((column, row));
                (point.lon, point.lat)
            };
            let (west, east) = (column, column + 1);
            let ring = [corner(west, south), corner(east, south), corner(east, north), corner(west, north)];
            Polygon::new(LineString::from(ring.to_vec()), Vec::new())
        })
        .collect();
    unary_union(&rectangles)
}

/// The rings of an area, the outer ones against the clock, with six decimals: a tenth of a metre.
fn positions(area: &MultiPolygon) -> Vec<Vec<Vec<Position>>> {
    use geo::orient::{Direction, Orient};
    let ring = |ring: &LineString| -> Vec<Position> {
        let decimals = |degrees: f64| (degrees * 1e6).round() / 1e6;
        ring.coords().map(|at| Position::from([decimals(at.x), decimals(at.y)])).collect()
    };
    let polygon = |polygon: &Polygon| {
        let polygon = polygon.orient(Direction::Default);
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    area.iter().map(polygon).collect()
}
