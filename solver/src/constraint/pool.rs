//! Pools: what there is of something, fewest and most, and what one way draws of it.

/// A pool of one rule, by what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PoolKey {
    /// Position of the rule in [`ALL`](super::ALL).
    pub rule: u8,
    /// Position of the thing the pool belongs to: an offer, a facility, a person.
    pub subject: u32,
    /// Which of its pools, for instance the age band.
    pub part: u32,
}

/// A floor as a rule declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloorKind {
    /// A plan without it does not exist.
    Hard,
    /// Each missing unit counts on the level `floors`.
    Soft,
    /// No plan misses it, as no plan exceeds a capacity; an empty plan keeps it.
    Never,
}

/// A pool that a rule declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSpec {
    /// Which.
    pub key: PoolKey,
    /// Most units; `None` is unlimited.
    pub capacity: Option<u32>,
    /// Fewest units.
    pub floor: Option<(u32, FloorKind)>,
}

/// The pools of a region, as the rules declare them.
#[derive(Debug, Default)]
pub struct PoolList {
    pub(super) rule: u8,
    pub(super) list: Vec<PoolSpec>,
}

impl PoolList {
    /// Declares a pool with a capacity.
    pub fn capacity(&mut self, subject: u32, part: u32, capacity: u32) {
        let key = PoolKey { rule: self.rule, subject, part };
        self.list.push(PoolSpec { key, capacity: Some(capacity), floor: None });
    }

    /// Declares a pool with a floor.
    pub fn floor(&mut self, subject: u32, part: u32, units: u32, kind: FloorKind) {
        let key = PoolKey { rule: self.rule, subject, part };
        self.list.push(PoolSpec { key, capacity: None, floor: Some((units, kind)) });
    }
}

impl PoolList {
    /// Declares a pool of which people draw at least as much as opened editions ask.
    pub fn never_below_zero(&mut self, subject: u32, part: u32) {
        self.floor(subject, part, 0, FloorKind::Never);
    }
}

/// What one way draws, collected without allocation once warm.
#[derive(Debug, Default)]
pub struct Claims {
    pub(super) rule: u8,
    pub(super) list: Vec<(PoolKey, i32)>,
}

impl Claims {
    /// Draws `units` of a pool of the rule that is asked; twice the same pool adds up.
    pub fn draw(&mut self, subject: u32, part: u32, units: i32) {
        let key = PoolKey { rule: self.rule, subject, part };
        match self.list.iter_mut().find(|(known, _)| *known == key) {
            Some((_, drawn)) => *drawn += units,
            None => self.list.push((key, units)),
        }
    }

    /// As [`Claims::draw`] of a pool that the caller draws no second time: constant time.
    pub fn draw_once(&mut self, subject: u32, part: u32, units: i32) {
        self.list.push((PoolKey { rule: self.rule, subject, part }, units));
    }

    /// What is drawn, in the order of the rules.
    pub fn as_slice(&self) -> &[(PoolKey, i32)] {
        &self.list
    }
}
