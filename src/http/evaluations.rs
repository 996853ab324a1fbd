//! "Check my plan": somebody else's assignments, every rule judged and every pool added up, none refused.

use std::collections::BTreeMap;

use axum::extract::State;
use schakel_solver::candidates::Edge;
use schakel_solver::domain::{CareIdx, SupportIdx};
use schakel_solver::explain::{Draft, best_way};
use schakel_solver::way::{CHILDREN_MAX, SUPPORTS_MAX};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadBody, Busy, Missing, Refused, shown};
use super::problem::Problem;
use super::questions::{Answer, QuestionView};
use super::{App, Ask, Caller, IdempotencyKey, asked};
use crate::answers::views::EvaluationView;
use crate::files::plan_file::{read_mode, write_assignment};
use crate::files::scenario::format::Mode;
use crate::files::scenario::{Code, ISSUES_MAX, Issue, bounded};
use crate::service::cache::CachedRegion;
use crate::service::planner::SWAPS;
use crate::service::store::NewPlan;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(evaluate))
}

/// A plan made elsewhere.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EvaluationAsk {
    /// The scenario.
    #[schemars(length(min = 1, max = 100))]
    scenario_id: String,
    /// Who starts where.
    #[schemars(length(max = 100_000))]
    assignments: Vec<DraftAsk>,
    /// Also looks for up to three swaps that make it better: 202, with a plan of its own that will hold them. Each
    /// person may then be assigned once.
    #[serde(default)]
    swaps: bool,
}

/// Who starts where; what is left open is filled in with the best.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftAsk {
    /// Jobseeker.
    #[schemars(length(min = 1, max = 100))]
    jobseeker: String,
    /// Vacancy.
    #[schemars(length(min = 1, max = 100))]
    vacancy: String,
    /// Mode of travel.
    mode: Option<Mode>,
    /// Childcare for each child that needs care and has no place, in the order of the scenario.
    #[schemars(length(max = 4))]
    childcare: Option<Vec<Option<String>>>,
    /// Supports used, of different kinds.
    #[schemars(length(max = 2))]
    supports: Option<Vec<String>>,
}

shown!(EvaluationAsk, EvaluationView);

/// Judges every assignment by every rule and adds up pools, floors, promises and levels. Nothing is kept, unless swaps
/// are asked for.
#[utoipa::path(post, path = "/v1/evaluations", tag = "evaluations", request_body = EvaluationAsk,
    responses(
        (status = 200, body = EvaluationView),
        (status = 202, body = QuestionView, description = "Swaps are being looked for, by the plan at `Location`.",
            headers(("Location" = String, description = "The plan that holds the swaps when it is completed"))),
        BadBody, Busy, Missing, Refused))]
async fn evaluate(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Ask(ask): Ask<EvaluationAsk>,
) -> Result<Answer<EvaluationView>, Problem> {
    let cached = asked::region(&app, &caller, &ask.scenario_id).await?;
    let asked = serde_json::to_vec(&ask.assignments).map_err(|error| Problem::defect(&error))?;
    let coarse = app.cache.coarse(&caller.owner, &ask.scenario_id, &asked).await?;
    let worked_out = app.answering.ask(move || -> Result<Either, Vec<Issue>> {
        let edges = edges(&cached, &ask.assignments)?;
        if !ask.swaps {
            return Ok(Either::View(EvaluationView::of(&cached.prepared(), &edges, &coarse)));
        }
        everyone_once(&edges)?;
        let assignments: Vec<_> = edges.iter().map(|edge| write_assignment(&cached.region, edge)).collect();
        Ok(Either::Question(ask.scenario_id, json!({"assignments": assignments})))
    });
    match worked_out.await?.map_err(Problem::invalid)? {
        Either::View(view) => Ok(Answer::Known(view)),
        Either::Question(scenario_id, options) => {
            let key = key.of(&[b"swaps", scenario_id.as_bytes(), options.to_string().as_bytes()]);
            let new = NewPlan { scenario_id, about_plan_id: None, kind: SWAPS.to_owned(), options };
            Ok(Answer::Begun(app.queue.ask(&caller.owner, new, key.as_ref()).await?.into()))
        }
    }
}

/// What becomes of an evaluation: an answer at once, or a question for the queue.
enum Either {
    View(EvaluationView),
    Question(String, Value),
}

/// The assignments with the best of what they leave open.
fn edges(cached: &CachedRegion, asked: &[DraftAsk]) -> Result<Vec<Edge>, Vec<Issue>> {
    let drafts = drafts(cached, asked)?;
    let prepared = cached.prepared();
    Ok(drafts.iter().map(|draft| best_way(&prepared, draft)).collect())
}

/// Swaps are of people who are assigned once.
fn everyone_once(edges: &[Edge]) -> Result<(), Vec<Issue>> {
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    let mut issues = Vec::new();
    for (at, edge) in edges.iter().enumerate() {
        let before = *first.entry(edge.jobseeker).or_insert(at);
        if before < at {
            let first = format!("#/assignments/{before}/jobseeker");
            issues.push(Issue::new(Code::IdUsedTwice, format!("#/assignments/{at}/jobseeker")).with("first", &first));
            keep_some(&mut issues);
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(issues) }
}

/// Drops issues that would not be reported, and counts them.
fn keep_some(issues: &mut Vec<Issue>) {
    if issues.len() > 2 * ISSUES_MAX {
        *issues = bounded(std::mem::take(issues), 0, ISSUES_MAX);
    }
}

/// The assignments against their region.
///
/// # Errors
/// Everything that they name and the scenario does not have.
fn drafts(cached: &CachedRegion, asked: &[DraftAsk]) -> Result<Vec<Draft>, Vec<Issue>> {
    let region = &cached.region;
    let care = region.childcare.iter().enumerate().map(|(at, care)| (care.id.as_str(), CareIdx::from_usize(at)));
    let supports = region.supports.iter().enumerate().map(|(at, one)| (one.id.as_str(), SupportIdx::from_usize(at)));
    let names = Names { cached, care: care.collect(), supports: supports.collect() };
    let (mut drafts, mut issues) = (Vec::with_capacity(asked.len()), Vec::new());
    for (at, one) in asked.iter().enumerate() {
        match names.draft(one, &format!("#/assignments/{at}")) {
            Ok(draft) => drafts.push(draft),
            Err(found) => issues.extend(found),
        }
        keep_some(&mut issues);
    }
    if issues.is_empty() { Ok(drafts) } else { Err(issues) }
}

/// What a scenario has, by ID.
struct Names<'a> {
    cached: &'a CachedRegion,
    care: BTreeMap<&'a str, CareIdx>,
    supports: BTreeMap<&'a str, SupportIdx>,
}

impl Names<'_> {
    /// One assignment; or everything that is wrong with it.
    fn draft(&self, asked: &DraftAsk, pointer: &str) -> Result<Draft, Vec<Issue>> {
        let mut issues = Vec::new();
        let jobseeker = asked::jobseeker(self.cached, &asked.jobseeker, &format!("{pointer}/jobseeker"));
        let vacancy = asked::vacancy(self.cached, &asked.vacancy, &format!("{pointer}/vacancy"));
        let places = asked.childcare.as_deref().map(|places| self.places(places, pointer, &mut issues));
        let supports = asked.supports.as_deref().map(|supports| self.supports(supports, pointer, &mut issues));
        match (jobseeker, vacancy, issues.is_empty()) {
            (Ok(jobseeker), Ok(vacancy), true) => {
                let people = &self.cached.region.jobseekers;
                let children = people[jobseeker.at()].children.iter();
                let without_place = children.filter(|child| child.needs_care && child.place.is_none()).count();
                let sent = asked.childcare.as_ref().map_or(0, Vec::len);
                if sent > without_place {
                    let issue = Issue::new(Code::WrongLength, format!("{pointer}/childcare"));
                    return Err(vec![issue.with("min", &0).with("max", &without_place)]);
                }
                Ok(Draft { jobseeker, offer: vacancy, mode: asked.mode.map(read_mode), places, supports })
            }
            (jobseeker, vacancy, _) => Err(jobseeker.err().into_iter().chain(vacancy.err()).chain(issues).collect()),
        }
    }

    /// Where each child goes.
    fn places(
        &self,
        ids: &[Option<String>],
        pointer: &str,
        issues: &mut Vec<Issue>,
    ) -> [Option<CareIdx>; CHILDREN_MAX] {
        let mut places = [None; CHILDREN_MAX];
        for (at, (place, id)) in places.iter_mut().zip(ids).enumerate() {
            let Some(id) = id.as_deref() else { continue };
            *place = self.care.get(id).copied();
            if place.is_none() {
                issues.push(asked::unknown(id, "childcare", &format!("{pointer}/childcare/{at}")));
            }
        }
        places
    }

    /// The supports used, in rising order, of different kinds.
    fn supports(&self, ids: &[String], pointer: &str, issues: &mut Vec<Issue>) -> [Option<SupportIdx>; SUPPORTS_MAX] {
        let (mut found, mut kinds) = (Vec::new(), Vec::new());
        for (at, id) in ids.iter().enumerate() {
            let pointer = format!("{pointer}/supports/{at}");
            match self.supports.get(id.as_str()) {
                None => issues.push(asked::unknown(id, "supports", &pointer)),
                Some(&support) => {
                    let kind = self.cached.region.supports[support.at()].kind;
                    if kinds.contains(&kind) {
                        let first = pointer.replace("/supports/1", "/supports/0");
                        issues.push(Issue::new(Code::IdUsedTwice, pointer).with("first", &first));
                    }
                    kinds.push(kind);
                    found.push(support);
                }
            }
        }
        found.sort_unstable();
        let mut supports = [None; SUPPORTS_MAX];
        supports.iter_mut().zip(found).for_each(|(place, support)| *place = Some(support));
        supports
    }
}
