//! A journey by public transport as JSON.

use schakel_transit::{Journey, Leg, Network, Seconds};
use schemars::JsonSchema;
use serde::Serialize;

/// A journey.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JourneyView {
    /// When one leaves, `HH:MM:SS`, counted on past midnight.
    depart: String,
    /// When one is there.
    arrive: String,
    /// Minutes between both, rounded up.
    minutes: u16,
    /// Rides less one.
    transfers: usize,
    /// In the order in which they are travelled.
    legs: Vec<LegView>,
}

/// A piece of a journey.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum LegView {
    /// On foot, or changing.
    Walk {
        /// Seconds.
        walk_seconds: Seconds,
    },
    /// In a vehicle.
    Ride {
        /// What stands on it.
        line: String,
        /// GTFS route type.
        route_type: u16,
        /// Where one boards.
        from: String,
        /// When it leaves.
        depart: String,
        /// Where one alights.
        to: String,
        /// When it arrives.
        arrive: String,
    },
}

impl JourneyView {
    /// A journey through `network`.
    pub fn of(network: &Network, journey: &Journey) -> Self {
        let legs = journey.legs.iter().map(|leg| match leg {
            Leg::Walk(seconds) => LegView::Walk { walk_seconds: *seconds },
            Leg::Ride(ride) => LegView::Ride {
                line: network.line(ride.trip).name.clone(),
                route_type: network.line(ride.trip).kind,
                from: network.stops()[ride.from.at()].name.clone(),
                depart: clock(ride.depart),
                to: network.stops()[ride.to.at()].name.clone(),
                arrive: clock(ride.arrive),
            },
        });
        Self {
            depart: clock(journey.depart),
            arrive: clock(journey.arrive),
            minutes: journey.minutes(),
            transfers: journey.transfers(),
            legs: legs.collect(),
        }
    }
}

/// `HH:MM:SS`, counted on past midnight.
pub fn clock(seconds: Seconds) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
