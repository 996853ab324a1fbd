//! What one more unit of a pool is worth: the region planned again with it.

use anyhow::{Context, Result};
use schakel_model::Options;
use schakel_solver::explain::value_of_one_more;
use serde_json::Value;

use super::Case;
use crate::answers::views::OneMoreView;
use crate::files::plan_file::pool_named;

/// The name it is asked by.
pub const ONE_MORE: &str = "value_of_one_more";

/// What one more is worth, as [`OneMoreView`].
pub(super) fn answer(case: &Case<'_>, params: &Value) -> Result<Value> {
    let facts = case.prepared.facts;
    let name = params["pool"].as_str().context("no pool is named")?;
    let pool = pool_named(facts, name).context("the scenario has no such pool")?;
    let plan = case.plan.as_ref().context("the question is about no plan")?;
    let options = Options { stop: case.stop, ..Options::default() };
    let value = value_of_one_more(&case.prepared, plan, pool, &options).context("nothing makes room in this pool")?;
    Ok(serde_json::to_value(OneMoreView::of(facts, name, value))?)
}
