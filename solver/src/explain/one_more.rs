//! What one more unit of something scarce is worth: planned again with it.

use super::help::compare;
use crate::constraint::{ALL, PoolKey};
use crate::domain::Overlay;
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
