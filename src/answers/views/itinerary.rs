//! The trips of a proposal as JSON.

use schakel_solver::domain::{Minute, Weekday};
use schakel_solver::explain::{By, Itinerary, Piece, Waypoint, WaypointKind};
use schakel_solver::text::Clock;
use schakel_solver::travel::Vehicle;
use schemars::JsonSchema;
use serde::Serialize;

use crate::files::plan_file::write_mode;
use crate::files::scenario::format::{Day, Mode};

/// The trips on the day on which they take longest.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ItineraryView {
    /// The day of the shift.
    pub day: Day,
    /// From leaving home to the start of work, minutes.
    pub minutes_there: u16,
    /// From the end of work to being home, minutes.
    pub minutes_back: u16,
    /// To work, in the order in which it is travelled.
    pub there: Vec<PieceView>,
    /// Home.
    pub back: Vec<PieceView>,
}

/// A piece of a trip, without a change.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PieceView {
    /// By which mode; of a vehicle of a timetable `transit`.
    pub mode: Mode,
    /// Of a vehicle of a timetable: `bus`, `tram`, `train` or `other`.
    pub vehicle: Option<&'static str>,
    /// What stands on that vehicle.
    pub line: Option<String>,
    /// Where it begins.
    pub from: WaypointView,
    /// Where it ends.
    pub to: WaypointView,
    /// When it begins: `07:42`.
    pub depart: String,
    /// When it ends.
    pub arrive: String,
}

/// Where a piece begins or ends.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WaypointView {
    /// `home`, `work`, `childcare`, `hub` or `stop`.
    pub kind: &'static str,
    /// Its name; home and work have none here.
    pub name: Option<String>,
    /// Degrees east (WGS 84); of a home as coarse as the scenario states it.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

impl ItineraryView {
    /// The trips as JSON.
    pub fn of(itinerary: &Itinerary) -> Self {
        let pieces = |pieces: &[Piece]| pieces.iter().map(PieceView::of).collect();
        Self {
            day: day(itinerary.day),
            minutes_there: itinerary.minutes_there,
            minutes_back: itinerary.minutes_back,
            there: pieces(&itinerary.there),
            back: pieces(&itinerary.back),
        }
    }
}

fn day(day: Weekday) -> Day {
    [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun][day as usize]
}

impl PieceView {
    fn of(piece: &Piece) -> Self {
        let (mode, vehicle, line) = match &piece.by {
            By::Mode(mode) => (write_mode(*mode), None, None),
            By::Vehicle(vehicle, line) => (Mode::Transit, Some(vehicle_code(*vehicle)), Some(line.clone())),
        };
        let clock = |minute: Minute| Clock(minute).to_string();
        let (from, to) = (WaypointView::of(&piece.from), WaypointView::of(&piece.to));
        Self { mode, vehicle, line, from, to, depart: clock(piece.departs), arrive: clock(piece.arrives) }
    }
}

fn vehicle_code(vehicle: Vehicle) -> &'static str {
    match vehicle {
        Vehicle::Bus => "bus",
        Vehicle::Tram => "tram",
        Vehicle::Train => "train",
        Vehicle::Other => "other",
    }
}

impl WaypointView {
    fn of(waypoint: &Waypoint) -> Self {
        let kind = match waypoint.kind {
            WaypointKind::Home => "home",
            WaypointKind::Work => "work",
            WaypointKind::Care => "childcare",
            WaypointKind::Hub => "hub",
            WaypointKind::Stop => "stop",
        };
        Self { kind, name: waypoint.name.clone(), lon: waypoint.at.lon, lat: waypoint.at.lat }
    }
}
