//! Invitations: how many people to invite to a fair, within the risks of its hall and tables, and what earlier fairs
//! teach of how many come. About nobody in particular.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadBody, Busy, shown};
use super::problem::Problem;
use super::{App, Ask};
use crate::answers::attendance::AttendanceView;
use crate::answers::sizing::SizingView;
use crate::files::attendance::{self, AttendanceAsk};
use crate::files::sizing::{SizingAsk, check_work, fair};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(size_invitations)).routes(routes!(learn_attendance))
}

shown!(SizingAsk, SizingView, AttendanceAsk, AttendanceView);

/// Says how many people to invite per segment, and what to expect. At most 8 segments, 2,000 people, 60 tables.
///
/// An answer takes less than a second. What would take longer is refused: people x (places + 2 x the slots of all
/// tables that differ) x the kinds of day of the common shock may be 100 million, a tenth of it where that shock does
/// not bind; `schakel size` takes more.
///
/// A segment is a name of the coordinator's, a channel and a lead time: no audit dimension, and no proxy of one.
/// Nothing is kept.
#[utoipa::path(post, path = "/v1/invitations/size", tag = "invitations", request_body = SizingAsk,
    responses((status = 200, body = SizingView), BadBody, Busy))]
async fn size_invitations(State(app): State<App>, Ask(ask): Ask<SizingAsk>) -> Result<Json<SizingView>, Problem> {
    let fair = fair(ask).map_err(Problem::invalid)?;
    check_work(&fair).map_err(Problem::invalid)?;
    Ok(Json(app.answering.ask(move || SizingView::of(&fair)).await?))
}

/// Says what recorded fairs teach of who comes: per channel, segment and lead time, and unasked. Each cell as prior,
/// counts and posterior, and as the lists that a scenario and `/v1/invitations/size` read.
///
/// Counts of nobody or of ten and more only: no person can be in them. Nothing is kept.
#[utoipa::path(post, path = "/v1/invitations/attendance", tag = "invitations", request_body = AttendanceAsk,
    responses((status = 200, body = AttendanceView), BadBody, Busy))]
async fn learn_attendance(
    State(app): State<App>,
    Ask(ask): Ask<AttendanceAsk>,
) -> Result<Json<AttendanceView>, Problem> {
    let record = attendance::learned(ask).map_err(Problem::invalid)?;
    Ok(Json(app.answering.ask(move || AttendanceView::of(&record)).await?))
}
