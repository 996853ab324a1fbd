//! Remedies: changes after which a rule no longer blocks. Some are found by trying: the shift a little later or
//! earlier, a child's place elsewhere.

use super::{Constraint, Effect};
use crate::way::Way;

/// A change that would do, with what it takes. A promise: applied, the rule no longer blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remedy {
    /// The change.
    pub change: Change,
    /// Weeks until it holds.
    pub weeks: u16,
    /// Cost, cents of a euro.
    pub cost_cents: u32,
}

impl Remedy {
    /// A change that takes no time and no money to speak of: an agreement.
    pub fn new(change: Change) -> Self {
        Self { change, weeks: 0, cost_cents: 0 }
    }

    /// The remedy taking so many weeks.
    #[must_use]
    pub fn taking(self, weeks: u16) -> Self {
        Self { weeks, ..self }
    }

    /// What a support of this kind takes and costs, where the region has one: that is how it would come about. Of
    /// several the cheapest, then the quickest.
    #[must_use]
    pub(super) fn by_support(self, facts: Facts<'_>, kind: SupportKind) -> Self {
        let of_kind = facts.region.supports.iter().filter(|support| support.kind == kind);
        match of_kind.map(|support| (support.cost_cents, support.lead_weeks)).min() {
            Some((cents, weeks)) => self.taking(weeks).costing(cents),
            None => self,
        }
    }

    /// The remedy costing so much.
    #[must_use]
    pub fn costing(self, cost_cents: u32) -> Self {
        Self { cost_cents, ..self }
    }
}
use crate::domain::{CareIdx, Change, Facts, Overlay, SupportKind};

/// By how much a shift may move, minutes; the smallest that does is the remedy. An assumption: what an employer may
/// agree to.
const MOVES: [i16; 14] = [15, -15, 30, -30, 45, -45, 60, -60, 75, -75, 90, -90, 120, -120];

/// Whether `rule` no longer blocks `way` once `change` holds.
pub(super) fn unblocks<C: Constraint>(rule: &C, way: &Way<'_>, change: Change) -> bool {
    let overlay = Overlay::new(way.facts.overlay.iter().copied().chain([change]));
    let facts = way.facts.under(&overlay);
    rule.effect(&Way { facts, jobseeker_idx: way.jobseeker_idx, offer_idx: way.offer_idx, choice: way.choice })
        != Some(Effect::Blocks)
}

/// The smallest move of the shifts after which `rule` no longer blocks `way`.
pub(super) fn that_unblocks<C: Constraint>(rule: &C, way: &Way<'_>) -> Option<Remedy> {
    let mut moves = MOVES.iter().map(|&minutes| Change::ShiftsMove(way.offer_idx, minutes));
    moves.find(|&change| unblocks(rule, way, change)).map(Remedy::new)
}

/// The nearest other facility with a free place for a child that has one already, after which `rule` no longer blocks
/// `way`: one for each such child.
pub(super) fn elsewhere<C: Constraint>(rule: &C, way: &Way<'_>) -> Vec<Remedy> {
    let region = way.facts.region;
    let children = way.jobseeker().children.iter().enumerate();
    let placed = children.filter(|(_, child)| child.needs_care && child.place.is_some());
    let elsewhere = placed.filter_map(|(position, child)| {
        let near: Box<dyn Iterator<Item = CareIdx>> = match child.school {
            Some(school) => Box::new(region.care_serving(school, child.age)),
            None => {
                let of_home = way.facts.care_near_home(way.jobseeker_idx, child.age).iter().copied();
                Box::new(of_home.chain(way.facts.care_near_work(way.offer_idx, child.age).iter().copied()))
            }
        };
        let has_room = |&care: &CareIdx| {
            let band = region.childcare[care.at()].band_of(child.age);
            Some(care) != child.place && band.is_some_and(|band| way.facts.places(care, band) > 0)
        };
        let change = |care| Change::ChildGoesTo(way.jobseeker_idx, position as u8, care);
        near.filter(has_room).map(change).find(|&change| unblocks(rule, way, change))
    });
    elsewhere.map(Remedy::new).collect()
}
