//! One table of interviews: what the people who come to it mean for its slots.

use super::{Probability, Turnout};

/// What a turnout means for a table with a number of interview slots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Table {
    /// Slots there are, interviews.
    pub slots: usize,
    /// Expected number of interviews held, E[min(N, slots)]. Concave in the slots and in the set of people invited.
    pub useful_interviews: f64,
    /// The chance that nobody comes, P(N = 0).
    pub idle: Probability,
    /// The chance that more people come than there are slots, P(N > slots).
    pub queue: Probability,
}

impl Table {
    /// Reads `turnout` for a table with `slots`. With no slots there is no interview, and whoever comes queues.
    pub fn of(turnout: &Turnout, slots: usize) -> Self {
        let (idle, queue) = (turnout.chance(0), turnout.more_than(slots));
        Self { slots, useful_interviews: turnout.mean_of_at_most(slots), idle, queue }
    }
}
