//! The sheet of one person: as JSON, as text, or as a page to print.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Json, response::Html};
use schakel_solver::explain::{SheetHelp, helpful_changes};
use schakel_solver::text::Lang;
use schemars::JsonSchema;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::exports::Language;
use super::openapi::{BadFields, Busy, Missing, Refused, fields, shown};
use super::problem::Problem;
use super::{App, Caller, Fields, asked};
use crate::answers::sheet::SheetView;

/// Sets of changes that are told.
const HELPS_MAX: usize = 3;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get_sheet))
}

/// A form of the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum SheetForm {
    /// For programs.
    #[default]
    Json,
    /// Lines of text.
    Text,
    /// A page to print.
    Html,
}

/// About whom, and how.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetFields {
    /// The person.
    #[schemars(length(min = 1, max = 100))]
    jobseeker: String,
    /// Form of the sheet.
    #[serde(default)]
    format: SheetForm,
    /// Language of the words.
    #[serde(default)]
    lang: Language,
}

shown!(SheetView);
fields!(SheetFields);

/// One sheet about a person, for who sits across the table: the proposal or none and why, the way there and back, what
/// is still to be arranged, what is in the way, what would help with who acts, weeks and cost, and what to ask.
///
/// A pseudonym is all that names the person. Nothing is planned again: what would help is told with what it makes
/// possible.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/sheet",
    tag = "plans",
    params(("id" = String, Path, description = "ID of the plan."), SheetFields),
    responses(
        (status = 200, content((SheetView = "application/json"), (String = "text/plain"), (String = "text/html"))),
        Missing, BadFields, Refused, Busy
    )
)]
async fn get_sheet(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(about): Fields<SheetFields>,
) -> Result<Response, Problem> {
    let plan = asked::plan(&app, &caller, &id).await?;
    let person = asked::jobseeker(&plan.cached, &about.jobseeker, "?jobseeker");
    let person = person.map_err(|issue| Problem::invalid([issue]))?;
    let lang = Lang::ALL[about.lang as usize];
    let sheet = app.answering.ask(move || {
        let (prepared, plan) = (plan.cached.prepared(), plan.plan.shown());
        let helps: Vec<SheetHelp> =
            helpful_changes(&prepared, plan, person, HELPS_MAX).into_iter().map(SheetHelp::from).collect();
        SheetView::of(&prepared, plan, person, &helps, lang)
    });
    let sheet = sheet.await?;
    Ok(match about.format {
        SheetForm::Json => Json(sheet).into_response(),
        SheetForm::Text => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], sheet.text()).into_response(),
        SheetForm::Html => Html(sheet.html()).into_response(),
    })
}
