//! Which level decided that a possible vacancy is not a person's proposal: found by planning the region again.

use anyhow::{Context, Result};
use schakel_model::Options;
use schakel_solver::explain::decided_by;
use serde_json::Value;

use super::Case;
use crate::answers::views::DecisionView;
use crate::files::plan_file::{jobseeker_named, vacancy_named};

/// The name it is asked by. No route makes a plan of it: it is asked and answered within one request.
pub const DECIDED_BY: &str = "decided_by";

/// Most nodes of the proof: an answer within a request need not be proven to the last point.
const NODES_MAX: usize = 50;

/// The level, as [`DecisionView`].
pub(super) fn answer(case: &Case<'_>, params: &Value) -> Result<Value> {
    let region = case.prepared.facts.region;
    let named = |field: &str| params[field].as_str().with_context(|| format!("no {field}"));
    let person = jobseeker_named(region, named("jobseeker")?)?;
    let vacancy = vacancy_named(region, named("vacancy")?)?;
    let plan = case.plan.as_ref().context("asked about a plan")?;
    let options = Options { max_nodes: NODES_MAX, stop: case.stop, ..Options::default() };
    let decision = decided_by(&case.prepared, plan, person, vacancy, &options);
    Ok(serde_json::to_value(DecisionView::of(decision))?)
}
