//! Questions that need solves of their own: begun once, answered by a plan of their own, known from then on.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::Begun;
use super::openapi::{BadFields, Busy, Missing, Refused, fields, shown};
use super::problem::{Kind, Problem};
use super::{App, Caller, Fields, IdempotencyKey, asked};
use crate::answers::views::{FullPool, OneMoreView};
use crate::service::planner::ONE_MORE;
use crate::service::store::{NewPlan, PlanRow};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(value_of_one_more)).routes(routes!(pools))
}

/// A question that was begun: its plan holds the answer when it is completed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct QuestionView {
    /// ID of its plan.
    id: String,
    /// Kind of its plan.
    kind: String,
    /// How far it is.
    state: String,
}

/// An answer that is known, or on its way.
pub(super) enum Answer<T> {
    /// Known.
    Known(T),
    /// On its way.
    Begun(Box<PlanRow>),
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Known(view) => Json(view).into_response(),
            Self::Begun(row) => {
                let PlanRow { id, kind, state, .. } = *row;
                Begun(format!("/v1/plans/{id}"), QuestionView { id, kind, state }).into_response()
            }
        }
    }
}

/// Of which pool.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PoolFields {
    /// The pool, as plans name it: `openings/V1`.
    #[schemars(length(min = 1, max = 200))]
    pool: String,
}

/// Which page of the pools.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PoolPageFields {
    /// At most so many; 100 when left out.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
    /// The page after: what `next` of the page before says.
    #[schemars(length(max = 200))]
    page: Option<String>,
}

/// Pools of which a plan leaves nothing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FullPools {
    /// By name.
    pools: Vec<FullPool>,
    /// What to give as `page` for those that follow; null when there are none.
    next: Option<String>,
}

/// How many pools are told where nothing else is asked.
const POOLS: u32 = 100;

shown!(QuestionView, OneMoreView, FullPools);
fields!(PoolFields, PoolPageFields);

/// What is scarce in a plan: the pools of which it leaves nothing and of which there can be one more, to ask
/// `value-of-one-more` about.
#[utoipa::path(get, path = "/v1/plans/{id}/pools", tag = "plans",
    params(("id" = String, Path, description = "The plan"), PoolPageFields),
    responses((status = 200, body = FullPools), BadFields, Missing, Refused, Busy))]
async fn pools(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(fields): Fields<PoolPageFields>,
) -> Result<Json<FullPools>, Problem> {
    let plan = asked::plan(&app, &caller, &id).await?;
    let (limit, after) = (fields.limit.unwrap_or(POOLS) as usize, fields.page.unwrap_or_default());
    let page = move || FullPool::page(plan.cached.facts(), plan.plan.shown(), &after, limit);
    let pools = app.answering.ask(page).await?;
    let next = pools.last().filter(|_| pools.len() == limit).map(|last| last.pool.clone());
    Ok(Json(FullPools { pools, next }))
}

/// How many people more would get a proposal with one unit more of something scarce. Asked twice, it is worked out
/// once.
#[utoipa::path(get, path = "/v1/plans/{id}/value-of-one-more", tag = "plans",
    params(("id" = String, Path, description = "The plan"), PoolFields),
    responses(
        (status = 200, body = OneMoreView, description = "It is known."),
        (status = 202, body = QuestionView, description = "It is being worked out, by the plan at `Location`.",
            headers(("Location" = String, description = "The plan that holds the answer when it is completed"))),
        BadFields, Missing, Refused, Busy))]
async fn value_of_one_more(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(ask): Fields<PoolFields>,
) -> Result<Answer<OneMoreView>, Problem> {
    let plan = asked::plan(&app, &caller, &id).await?;
    let (cached, pool) = (plan.cached.clone(), ask.pool.clone());
    if !app.answering.ask(move || asked::can_grow(&cached, &pool)).await? {
        return Err(Problem::invalid([asked::unknown(&ask.pool, "pools", "?pool")]));
    }
    let options = json!({"pool": ask.pool});
    let (before, failed) = app.store.question_about(&caller.owner, &id, ONE_MORE, &options.to_string()).await?;
    if let Some(row) = before.filter(|row| row.state == "completed") {
        let result = app.store.plan_result(&caller.owner, &row.id).await?;
        let result = result.ok_or_else(|| Problem::new(Kind::NoPlan))?;
        return asked::unpacked(&result).map(Answer::Known);
    }
    // The same question has the same key, which no caller can send; one that failed may be asked again.
    let key = IdempotencyKey(Some(format!("{ONE_MORE} {id} {} {failed}", ask.pool)));
    let key = key.of(&[options.to_string().as_bytes()]);
    let new =
        NewPlan { scenario_id: plan.scenario_id.clone(), about_plan_id: Some(id), kind: ONE_MORE.to_owned(), options };
    Ok(Answer::Begun(app.queue.ask(&caller.owner, new, key.as_ref()).await?.into()))
}
