//! What one more unit of something scarce is worth.

use schakel_solver::constraint::pool_name;
use schakel_solver::domain::Facts;
use schakel_solver::explain::{OneMore, full_pools, remedies_words};
use schakel_solver::plan::Plan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::InEach;

/// The answer of a plan of the kind `value_of_one_more`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OneMoreView {
    /// The pool.
    pub pool: String,
    /// Proposals more in the whole region, planned again with one unit more.
    pub gained: i64,
    /// People who would lose theirs; null where they are too few to be told, unless nobody does.
    pub displaced: Option<u32>,
}

impl OneMoreView {
    /// The value as JSON.
    pub fn of(facts: Facts<'_>, pool: &str, value: OneMore) -> Self {
        let least = u32::from(facts.region.pack.limits.count_shown_min);
        let displaced = Some(value.displaced).filter(|&count| count == 0 || count >= least);
        Self { pool: pool.to_owned(), gained: value.gained, displaced }
    }
}

/// Something scarce of which a plan leaves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FullPool {
    /// Its name, as `value-of-one-more` asks for it.
    pub pool: String,
    /// What one more unit is, with how long it takes and what it costs.
    pub one_more: InEach,
}

impl FullPool {
    /// Up to `limit` pools that are full in `plan` and can grow, by name, from the one after `after` on.
    pub fn page(facts: Facts<'_>, plan: &Plan, after: &str, limit: usize) -> Vec<Self> {
        let named = full_pools(facts, plan).into_iter().map(|(key, remedy)| (pool_name(facts, key), remedy));
        let mut pools: Vec<_> = named.filter(|(name, _)| name.as_str() > after).collect();
        pools.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        pools.truncate(limit);
        let view = |(pool, remedy)| Self {
            pool,
            one_more: InEach::of(|lang| remedies_words(std::slice::from_ref(&remedy), facts, lang)),
        };
        pools.into_iter().map(view).collect()
    }
}
