//! Finds what a question names in its region, or says that it is not there.

use std::sync::Arc;

use flate2::read::GzDecoder;
use schakel_solver::candidates::Search;
use schakel_solver::constraint::{ALL, Judged};
use schakel_solver::domain::{JobseekerIdx, OfferIdx};
use schakel_solver::explain::blocked_pairing;
use serde::de::DeserializeOwned;

use super::problem::{Kind, Problem};
use super::{App, Caller};
use crate::files::plan_file::pool_named;
use crate::files::scenario::{Code, Issue, shown};
use crate::service::cache::{CachedPlan, CachedRegion};
use crate::service::planner;
use crate::service::store::StoreError;

/// The person under `id`.
pub(super) fn jobseeker(cached: &CachedRegion, id: &str, pointer: &str) -> Result<JobseekerIdx, Issue> {
    cached.jobseeker(id).ok_or_else(|| unknown(id, "jobseekers", pointer))
}

/// The vacancy under `id`.
pub(super) fn vacancy(cached: &CachedRegion, id: &str, pointer: &str) -> Result<OfferIdx, Issue> {
    cached.vacancy(id).ok_or_else(|| unknown(id, "vacancies", pointer))
}

/// That `id` is not in a list of the scenario.
pub(super) fn unknown(id: &str, list: &str, pointer: &str) -> Issue {
    Issue::new(Code::IdUnknown, pointer).with("id", &shown(id)).with("list", &list)
}

/// The region that a body names; an unknown scenario, or another owner's, is an issue of the body.
pub(super) async fn region(app: &App, caller: &Caller, scenario_id: &str) -> Result<Arc<CachedRegion>, Problem> {
    match app.cache.region(&caller.owner, scenario_id).await {
        Err(StoreError::Missing) => Err(Problem::invalid([unknown(scenario_id, "scenarios", "#/scenario_id")])),
        found => Ok(found?),
    }
}

/// A plan that can be asked about.
pub(super) async fn plan(app: &App, caller: &Caller, plan_id: &str) -> Result<Arc<CachedPlan>, Problem> {
    let row = app.store.plan(&caller.owner, plan_id).await?;
    let is_final = ["completed", "failed", "cancelled"].contains(&row.state.as_str());
    if !is_final {
        return Err(Problem::new(Kind::NotFinal));
    }
    if planner::is_question(&row.kind) {
        // The answer to a question is no plan to ask about.
        return Err(Problem::new(Kind::NoPlan));
    }
    match app.cache.plan(&caller.owner, plan_id).await {
        Err(StoreError::Conflict) => Err(Problem::new(Kind::NoPlan)),
        found => Ok(found?),
    }
}

/// What the rules put between a person and a vacancy; nothing when there is a way.
pub(super) fn obstacles(cached: &CachedRegion, jobseeker: JobseekerIdx, vacancy: OfferIdx) -> Vec<Judged> {
    let prepared = cached.prepared();
    let mut edges = Vec::new();
    Search::new(prepared.facts, &prepared.rules, &prepared.index).edges_between(jobseeker, vacancy, &mut edges);
    if edges.is_empty() { blocked_pairing(&prepared, jobseeker, vacancy).obstacles } else { Vec::new() }
}

/// That a rule is in the way.
pub(super) fn blocked(judged: &Judged, pointer: &str) -> Issue {
    let issue = Issue::new(Code::WayBlocked, pointer).with("rule", judged.constraint().caption());
    issue.with("finding", &judged.finding.code())
}

/// Both values, or the issues of either.
pub(super) fn both<A, B>(one: Result<A, Issue>, two: Result<B, Issue>) -> Result<(A, B), Problem> {
    match (one, two) {
        (Ok(one), Ok(two)) => Ok((one, two)),
        (one, two) => Err(Problem::invalid(one.err().into_iter().chain(two.err()))),
    }
}

/// Whether the region has a pool of this name that one more unit can be put into.
pub(super) fn can_grow(cached: &CachedRegion, pool: &str) -> bool {
    let facts = cached.facts();
    let key = pool_named(facts, pool);
    key.is_some_and(|key| ALL[usize::from(key.rule)].room(facts, key.subject, key.part).is_some())
}

/// An answer from its stored form, gzipped JSON.
pub(super) fn unpacked<T: DeserializeOwned>(packed: &[u8]) -> Result<T, Problem> {
    serde_json::from_reader(GzDecoder::new(packed)).map_err(|error| Problem::defect(&error))
}
