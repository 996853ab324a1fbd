//! What one more unit of something scarce is worth.

use schakel_solver::domain::Facts;
use schakel_solver::explain::OneMore;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
