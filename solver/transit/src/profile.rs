//! How people walk and change in the search for journeys.

/// What a journey may ask of the person, and how fast people walk.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Road length over straight-line length, at least 1.
    pub detour: f64,
    /// Longest single walk, metres on the road.
    pub walk_metres_max: f64,
    /// Walking speed, metres a second on the road.
    pub walk_metres_per_second: f64,
    /// Least time between two rides, seconds.
    pub change_seconds_min: i32,
    /// Most transfers: rides less one.
    pub transfers_max: u8,
    /// Whether a journey may be a walk alone.
    pub may_walk_only: bool,
    /// Whether the feed's own change times and forbidden changes are heeded.
    pub heeds_transfers: bool,
    /// Whether trips of the day of service before and of the next may be used.
    pub rides_of_days_beside: bool,
}

impl Profile {
    /// The model of the reference cases, to the letter: see the description that goes with them.
    pub fn reference() -> Self {
        Self {
            detour: 1.3,
            walk_metres_max: 1_000.0,
            walk_metres_per_second: 1.25,
            change_seconds_min: 120,
            transfers_max: 3,
            may_walk_only: false,
            heeds_transfers: false,
            rides_of_days_beside: false,
        }
    }

    /// As people travel: the walking of the reference (an assumption: 4.5 km/h, detour 1.3, up to 1 km, two minutes to
    /// change), with the feed's change times, trips past midnight, and short distances on foot alone.
    pub fn everyday() -> Self {
        Self { may_walk_only: true, heeds_transfers: true, rides_of_days_beside: true, ..Self::reference() }
    }
}
