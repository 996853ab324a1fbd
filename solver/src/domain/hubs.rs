//! Hubs: where one changes between a bicycle or car and public transport.

use super::{Point, Region, Window};

/// What a hub is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HubKind {
    /// The own bicycle can be left there: a station, a bicycle park.
    BicyclePark,
    /// Shared bicycles stand there, and are brought back there.
    SharedBikes,
    /// Shared cars stand there, and are brought back there.
    SharedCars,
}

impl HubKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::BicyclePark, Self::SharedBikes, Self::SharedCars];
}

/// A hub.
#[derive(Clone, Debug, PartialEq)]
pub struct Hub {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Where it is.
    pub at: Point,
    /// What it is good for.
    pub kind: HubKind,
    /// When vehicles can be taken and brought back, sorted by day and start; empty is always.
    pub open: Vec<Window>,
}

impl Region {
    /// Whether there is a hub of this kind.
    pub fn has_hub(&self, kind: HubKind) -> bool {
        self.hubs.iter().any(|hub| hub.kind == kind)
    }
}
