//! Up to three swaps that would make a list of assignments better. About a scenario alone: the list comes with the
//! question.

use anyhow::Result;
use schakel_solver::explain::swaps;
use serde_json::Value;

use super::Case;
use crate::answers::views::SwapsView;
use crate::files::plan_file::{format::Assignment, read_assignments};

/// The name it is asked by.
pub const SWAPS: &str = "swaps";

/// The swaps, as [`SwapsView`].
pub(super) fn answer(case: &Case<'_>, params: &Value) -> Result<Value> {
    let assignments: Vec<Assignment> = serde_json::from_value(params["assignments"].clone())?;
    let edges = read_assignments(case.prepared.facts.region, &assignments)?;
    let found = swaps(&case.prepared, &edges, case.stop);
    Ok(serde_json::to_value(SwapsView::of(case.prepared.facts, &found))?)
}
