//! What supports give: who uses which, how many people more have a proposal than without any, and what one more of each
//! would give.

use crate::domain::{Change, Nearby, Overlay, Region, SupportIdx};

use super::*;

/// What one kind of support gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportUse {
    /// Which.
    pub support: SupportIdx,
    /// How many there are.
    pub stock: u32,
    /// Who uses one, sorted.
    pub people: Vec<JobseekerIdx>,
    /// People more with a proposal when there is one more; `None` where that was not worked out.
    pub one_more: Option<i64>,
}

/// What supports give together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interventions {
    /// People with a proposal.
    pub people: u32,
    /// People with a proposal where nobody gets any support.
    pub without: u32,
    /// What is used costs so many cents.
    pub cents: u64,
    /// Every support, in the order of the region.
    pub supports: Vec<SupportUse>,
}

/// What the supports of a plan give. Plans the region again without any; and where `tries` is true once for each
/// support that is used up, with one more of it.
pub fn interventions(prepared: &Prepared<'_>, plan: &Plan, tries: bool, options: &Options<'_>) -> Interventions {
    let facts = prepared.facts;
    let people = plan.assignments.len() as u32;
    let supports = (0..facts.region.supports.len()).map(SupportIdx::from_usize).map(|support| {
        let users = plan.assignments.iter().filter(|edge| edge.choice.supports_used().any(|used| used == support));
        let users: Vec<_> = users.map(|edge| edge.jobseeker).collect();
        let stock = facts.stock(support);
        let is_used_up = users.len() as u32 >= stock;
        let one_more = (tries && is_used_up).then(|| with_one_more(facts, support, options) - i64::from(people));
        // One more of a support that is not used up gives nothing.
        SupportUse { support, stock, people: users, one_more: one_more.or(Some(0).filter(|_| !is_used_up)) }
    });
    let supports: Vec<_> = supports.collect();
    Interventions {
        people,
        without: without_any(facts.region, options),
        cents: plan.assignments.iter().map(|edge| edge.way(facts).support_cents()).sum(),
        supports,
    }
}

/// People with a proposal where there is one more of a support.
fn with_one_more(facts: Facts<'_>, support: SupportIdx, options: &Options<'_>) -> i64 {
    let overlay = Overlay::new(facts.overlay.iter().copied().chain([Change::MoreSupport(support, 1)]));
    let changed = facts.under(&overlay);
    starts(&Prepared::of(changed), options).len() as i64
}

/// People with a proposal where there are no supports.
fn without_any(region: &Region, options: &Options<'_>) -> u32 {
    let mut without = region.clone();
    without.supports.clear();
    starts(&Prepared::of(Facts::of(&without, &Nearby::default())), options).len() as u32
}
