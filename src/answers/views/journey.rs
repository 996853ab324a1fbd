//! A journey by public transport as JSON.

use chrono::{DateTime, FixedOffset, NaiveDate};
use schakel_transit::{Journey, Leg, Network, Seconds};
use schemars::JsonSchema;
use serde::Serialize;

use crate::files::moment::moment;

/// A journey.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JourneyView {
    /// When one leaves: local time with its offset, `2026-03-17T07:42:00+01:00`.
    depart: DateTime<FixedOffset>,
    /// When one is there.
    arrive: DateTime<FixedOffset>,
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
        depart: DateTime<FixedOffset>,
        /// Where one alights.
        to: String,
        /// When it arrives.
        arrive: DateTime<FixedOffset>,
    },
}

impl JourneyView {
    /// A journey through `network`, asked for on `date`.
    pub fn of(network: &Network, journey: &Journey, date: NaiveDate) -> Self {
        let legs = journey.legs.iter().map(|leg| match leg {
            Leg::Walk(seconds) => LegView::Walk { walk_seconds: *seconds },
            Leg::Ride(ride) => LegView::Ride {
                line: network.line(ride.trip).name.clone(),
                route_type: network.line(ride.trip).kind,
                from: network.stops()[ride.from.at()].name.clone(),
                depart: moment(date, ride.depart),
                to: network.stops()[ride.to.at()].name.clone(),
                arrive: moment(date, ride.arrive),
            },
        });
        Self {
            depart: moment(date, journey.depart),
            arrive: moment(date, journey.arrive),
            minutes: journey.minutes(),
            transfers: journey.transfers(),
            legs: legs.collect(),
        }
    }
}

/// `HH:MM:SS`, with the day where it is another than `date`.
pub fn clock(date: NaiveDate, seconds: Seconds) -> String {
    let moment = moment(date, seconds).naive_local();
    let form = if moment.date() == date { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
    moment.format(form).to_string()
}
