//! The trips of a way, piece by piece, for programs: by what, from where to where, at what hours.

use super::journey::{begins_at, longest, place_name};
use crate::domain::{DAY, Minute, Mode, Point, Weekday};
use crate::travel::{Halt, Place, Stage, Vehicle};
use crate::way::{Leg, Way};

/// The trips of a way on the day on which they take longest.
#[derive(Clone, Debug, PartialEq)]
pub struct Itinerary {
    /// The day of the shift.
    pub day: Weekday,
    /// From leaving home to the start of work, minutes.
    pub minutes_there: u16,
    /// From the end of work to being home, minutes.
    pub minutes_back: u16,
    /// To work, in the order in which it is travelled.
    pub there: Vec<Piece>,
    /// Home.
    pub back: Vec<Piece>,
}

/// A piece of a trip, without a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// By what.
    pub by: By,
    /// Where it begins.
    pub from: Waypoint,
    /// Where it ends.
    pub to: Waypoint,
    /// When it begins: a minute of its day.
    pub departs: Minute,
    /// When it ends: a minute of its day.
    pub arrives: Minute,
}

/// By what a piece is travelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// By a mode that keeps no hours, or of which no timetable is known.
    Mode(Mode),
    /// In a vehicle of a timetable, with what stands on it.
    Vehicle(Vehicle, String),
}

/// What a waypoint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaypointKind {
    /// The person's home.
    Home,
    /// Where the offer is.
    Work,
    /// Childcare or a school.
    Care,
    /// A place where a vehicle is left or taken.
    Hub,
    /// A stop of a timetable.
    Stop,
}

/// Where a piece begins or ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Waypoint {
    /// What it is.
    pub kind: WaypointKind,
    /// Its name for people; home and work have none here.
    pub name: Option<String>,
    /// Where it is.
    pub at: Point,
}

/// The trips of a way; `None` where there is no such journey.
pub fn itinerary(way: &Way<'_>) -> Option<Itinerary> {
    let hubs = way.hubs_used();
    let (shift, round) = longest(way, hubs)?;
    let pieces = |legs: Vec<Leg>| legs.iter().flat_map(|leg| pieces_of(way, leg)).collect();
    Some(Itinerary {
        day: shift.day,
        minutes_there: round.out.minutes,
        minutes_back: round.back.minutes,
        there: pieces(way.legs(shift, &round.out, hubs, false)),
        back: pieces(way.legs(shift, &round.back, hubs, true)),
    })
}

/// The pieces of one leg: its stages by timetable, or itself.
fn pieces_of(way: &Way<'_>, leg: &Leg) -> Vec<Piece> {
    let travel = &way.facts.region.travel;
    let (from, to) = (waypoint(way, leg.from), waypoint(way, leg.to));
    let begins = begins_at(leg);
    if travel.is_timeless(leg.mode) {
        let arrives = (begins + leg.minutes) % DAY;
        return vec![Piece { by: By::Mode(leg.mode), from, to, departs: begins, arrives }];
    }
    let stages = travel.stages(way.traveller(), way.located(leg.from), way.located(leg.to), leg.mode, leg.when);
    let (mut pieces, mut here, mut now) = (Vec::with_capacity(stages.len()), from, begins);
    for (position, stage) in stages.iter().enumerate() {
        let piece = match stage {
            Stage::Along(mode, minutes) => {
                // One walks to the stop of the next vehicle, or to the end.
                let next = match stages.get(position + 1) {
                    Some(Stage::Aboard { from, .. }) => stop(from),
                    Some(Stage::Along(..)) | None => to.clone(),
                };
                Piece { by: By::Mode(*mode), from: here, to: next, departs: now, arrives: (now + minutes) % DAY }
            }
            Stage::Aboard { vehicle, line, from, departs, to, arrives } => Piece {
                by: By::Vehicle(*vehicle, line.clone()),
                from: stop(from),
                to: stop(to),
                departs: departs % DAY,
                arrives: arrives % DAY,
            },
        };
        (here, now) = (piece.to.clone(), piece.arrives);
        pieces.push(piece);
    }
    pieces
}

fn stop(halt: &Halt) -> Waypoint {
    Waypoint { kind: WaypointKind::Stop, name: Some(halt.name.clone()), at: halt.at }
}

fn waypoint(way: &Way<'_>, place: Place) -> Waypoint {
    let kind = match place {
        Place::Home(_) => WaypointKind::Home,
        Place::Site(_) | Place::Venue(_) => WaypointKind::Work,
        Place::Care(_) => WaypointKind::Care,
        Place::Hub(_) => WaypointKind::Hub,
    };
    Waypoint { kind, name: place_name(way.facts, place).map(str::to_owned), at: *way.located(place).1 }
}
