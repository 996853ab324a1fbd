//! Interviews: who sits at which table of a fair in which slot, planned and planned again. Nothing is kept.

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadBody, Busy, shown};
use super::problem::Problem;
use super::{App, Ask};
use crate::answers::interviews::InterviewsView;
use crate::files::interviews::{InterviewsAsk, check_work, fair_day};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create_interviews))
}

shown!(InterviewsAsk, InterviewsView);

/// Says who sits at which table in which slot, and for each person why there is no meeting. `promises` of an earlier
/// answer are kept where they can be.
///
/// A plan within 1 per cent of what no plan exceeds is good enough. After two seconds the best so far is given, as
/// `not_proven`, with its bounds; it then depends on the machine. What is too large for that is refused: wishes x slots
/// in which the attendee is there may be 50,000 (as of 60 people with 20 wishes each in 18 slots); `schakel interviews`
/// takes more. People are pseudonyms, and wishes come from mediators: no audit dimension, and no proxy of one. Nothing
/// is kept.
#[utoipa::path(post, path = "/v1/interviews", tag = "interviews", request_body = InterviewsAsk,
    responses((status = 200, body = InterviewsView), BadBody, Busy))]
async fn create_interviews(State(app): State<App>, Ask(ask): Ask<InterviewsAsk>) -> Result<Json<Value>, Problem> {
    let day = app.answering.ask(move || fair_day(ask)).await?.map_err(Problem::invalid)?;
    check_work(&day).map_err(Problem::invalid)?;
    Ok(Json(app.queue.interviews_now(day.ask).await?))
}
