//! What one more unit of something scarce is worth: planned again with it.

use super::help::compare;
use super::room::Room;
use crate::constraint::{ALL, PoolKey, Remedy};
use crate::domain::{Facts, Overlay};
use crate::plan::{self, Plan, Prepared};
use schakel_model::Options;

/// What one more unit gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneMore {
    /// Starts gained.
    pub gained: i64,
    /// People who would lose theirs.
    pub displaced: u32,
}

/// What one more unit of `pool` gives, the region planned again; `None` where nothing makes room in that pool.
pub fn value_of_one_more(
    prepared: &Prepared<'_>,
    plan: &Plan,
    pool: PoolKey,
    options: &Options<'_>,
) -> Option<OneMore> {
    let remedy = ALL[usize::from(pool.rule)].room(prepared.facts, pool.subject, pool.part)?;
    let overlay = Overlay::new(prepared.facts.overlay.iter().copied().chain([remedy.change]));
    let facts = prepared.facts.under(&overlay);
    let (gained, displaced) = compare(plan, &plan::starts(&Prepared::of(facts), options));
    Some(OneMore { gained, displaced })
}

/// The pools of which `plan` leaves nothing and that one more unit can be put into, by key, each with that unit. Linear in
/// the region.
pub fn full_pools(facts: Facts<'_>, plan: &Plan) -> Vec<(PoolKey, Remedy)> {
    let one_more = |key: PoolKey| Some((key, ALL[usize::from(key.rule)].room(facts, key.subject, key.part)?));
    Room::of(facts, plan).full().filter_map(one_more).collect()
}
