//! Catalogues: every code an answer can carry, with its words; and scenarios to try things out with.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use schakel_solver::explain::reason_codes;
use schakel_solver::text::{Lang, Words};
use schemars::JsonSchema;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;
use super::openapi::{Missing, shown};
use super::problem::{Kind, Problem, in_each_language};
use crate::answers::decision_reasons::{DecisionReason, For, RefusalReason};
use crate::files::scenario::{Code, Severity, format};
use crate::generate::demo::{self, Demo};
use crate::service::cache::unblocked;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(issue_types))
        .routes(routes!(list_reason_codes))
        .routes(routes!(list_demo_data))
        .routes(routes!(demo_data))
}

/// A code of an issue or of a problem.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct IssueType {
    /// The stable code.
    code: &'static str,
    /// `error` or `warning`.
    severity: Severity,
    /// Status of the answer, where it stands for a whole request.
    status: Option<u16>,
    /// What is the case, with `{params}`: `nl`, `en`, `fr`.
    message: BTreeMap<String, String>,
    /// What to do, with `{params}`: `nl`, `en`, `fr`.
    action: BTreeMap<String, String>,
}

/// Every code of an issue or a problem.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct IssueTypes {
    /// Problems of requests first, then issues of scenarios.
    issue_types: Vec<IssueType>,
}

/// A code of a finding, or of a person or vacancy left over.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReasonCodeView {
    /// The stable code.
    code: &'static str,
    /// The rule it is of; null where it is about all of them.
    rule: Option<&'static str>,
    /// Caption of the rule: `nl`, `en`, `fr`.
    caption: BTreeMap<String, String>,
    /// What is the case, of no one in particular: `nl`, `en`, `fr`.
    message: BTreeMap<String, String>,
    /// Kinds of change that may help.
    remedies: &'static [&'static str],
    /// Whether no policy loosens the rule.
    is_locked: bool,
}

/// A reason that a person gives, from a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct GivenReason {
    /// The stable code.
    code: &'static str,
    /// What it may be given for.
    is_for: &'static [For],
    /// Its words: `nl`, `en`, `fr`.
    message: BTreeMap<String, String>,
}

/// Every reason code.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct ReasonCodes {
    /// What Schakel says, in the order of the rules.
    reason_codes: Vec<ReasonCodeView>,
    /// What people say: mediators of their decisions, persons of an offer.
    given: Vec<GivenReason>,
}

/// A scenario to try things out with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DemoView {
    /// Its ID: `GET /v1/demo-data/{id}` is the scenario.
    id: String,
    /// What it shows.
    story: String,
}

/// Scenarios to try things out with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DemoList {
    /// The region first, then the stories by name.
    demo_data: Vec<DemoView>,
}

shown!(IssueTypes, ReasonCodes, DemoList);

/// Every code that an issue or a problem can carry, with its words and what to do.
#[utoipa::path(get, path = "/v1/issue-types", tag = "catalogues", responses((status = 200, body = IssueTypes)))]
async fn issue_types() -> Json<IssueTypes> {
    let of_requests = Kind::ALL.iter().map(|kind| kind.entry()).map(|entry| IssueType {
        code: entry.code,
        severity: Severity::Error,
        status: Some(entry.status.as_u16()),
        message: in_each_language(|lang| entry.message.in_lang(lang).to_owned()),
        action: in_each_language(|lang| entry.action.in_lang(lang).to_owned()),
    });
    let of_scenarios = Code::ALL.iter().map(|code| code.entry()).map(|entry| IssueType {
        code: entry.code,
        severity: entry.severity,
        status: None,
        message: in_each_language(|lang| entry.message.in_lang(lang).to_owned()),
        action: in_each_language(|lang| entry.action.in_lang(lang).to_owned()),
    });
    Json(IssueTypes { issue_types: of_requests.chain(of_scenarios).collect() })
}

/// Every code that a reason can carry, with the rule it is of, its words and the kinds of change that may help.
#[utoipa::path(get, path = "/v1/reason-codes", tag = "catalogues", responses((status = 200, body = ReasonCodes)))]
async fn list_reason_codes() -> Json<ReasonCodes> {
    let view = |(rule, code): (Option<&dyn schakel_solver::constraint::AnyConstraint>, _)| -> ReasonCodeView {
        let code: &'static schakel_solver::constraint::ReasonCode = code;
        let words = |lang: Lang| code.words.in_lang(lang).to_owned();
        let caption = |lang: Lang| rule.map_or_else(String::new, |rule| rule.caption().in_lang(lang).to_owned());
        ReasonCodeView {
            code: code.code,
            rule: rule.map(|rule| rule.id().0),
            caption: in_each_language(caption),
            message: in_each_language(words),
            remedies: code.remedies,
            is_locked: rule.is_some_and(|rule| rule.is_locked()),
        }
    };
    let given = |(code, is_for, words): (&'static str, &'static [For], Words)| GivenReason {
        code,
        is_for,
        message: in_each_language(|lang| words.in_lang(lang).to_owned()),
    };
    let of_decisions = DecisionReason::ALL.iter().map(|reason| (reason.code(), reason.is_for(), reason.words()));
    let of_refusals = RefusalReason::ALL.iter().map(|reason| (reason.code(), reason.is_for(), reason.words()));
    Json(ReasonCodes {
        reason_codes: reason_codes().map(view).collect(),
        given: of_decisions.chain(of_refusals).map(given).collect(),
    })
}

/// Scenarios to try things out with: a small region, and one story for each thing Schakel knows. No person in them
/// exists.
#[utoipa::path(get, path = "/v1/demo-data", tag = "catalogues", responses((status = 200, body = DemoList)))]
async fn list_demo_data() -> Result<Json<DemoList>, Problem> {
    let view = |demo: &Demo| -> Result<DemoView, Problem> {
        Ok(DemoView { id: demo.id().to_owned(), story: demo.story().map_err(|error| Problem::defect(&error))? })
    };
    Ok(Json(DemoList { demo_data: demo::ALL.iter().map(view).collect::<Result<_, _>>()? }))
}

/// A scenario that `POST /v1/scenarios` accepts.
#[utoipa::path(
    get,
    path = "/v1/demo-data/{id}",
    tag = "catalogues",
    params(("id" = String, Path, description = "ID of the scenario in the list.")),
    responses((status = 200, body = format::Scenario), Missing)
)]
async fn demo_data(Path(id): Path<String>) -> Result<Response, Problem> {
    let demo = demo::ALL.iter().find(|demo| demo.id() == id).ok_or_else(Problem::not_found)?;
    let text = unblocked(move || demo.text()).await?.map_err(|error| Problem::defect(&error))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}
