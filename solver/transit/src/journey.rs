//! A journey, leg by leg.

use super::Seconds;
use super::network::{StopIdx, TripIdx};

/// One ride of a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ride {
    /// The trip.
    pub trip: TripIdx,
    /// Where one boards.
    pub from: StopIdx,
    /// Where one alights.
    pub to: StopIdx,
    /// When it leaves.
    pub depart: Seconds,
    /// When it arrives.
    pub arrive: Seconds,
}

/// One leg of a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// On foot, seconds; the wait that may follow is not counted. Between two stops that are the same: changing there.
    Walk(Seconds),
    /// By public transport.
    Ride(Ride),
}

/// How one gets there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// When one leaves.
    pub depart: Seconds,
    /// When one is there.
    pub arrive: Seconds,
    /// The legs: a walk, a ride, a walk, and so on; or one walk.
    pub legs: Vec<Leg>,
}

impl Journey {
    /// The rides, in order.
    pub fn rides(&self) -> impl Iterator<Item = &Ride> {
        self.legs.iter().filter_map(|leg| match leg {
            Leg::Ride(ride) => Some(ride),
            Leg::Walk(_) => None,
        })
    }

    /// Rides less one; none for a walk.
    pub fn transfers(&self) -> usize {
        self.rides().count().saturating_sub(1)
    }

    /// Minutes from door to door, rounded up.
    pub fn minutes(&self) -> u16 {
        u16::try_from((self.arrive - self.depart + 59) / 60).unwrap_or(u16::MAX)
    }
}
