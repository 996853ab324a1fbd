//! Plans as tables: csv, xlsx, geojson, for a mediator or an employer.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use schakel_solver::text::Lang;
use schemars::JsonSchema;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadFields, Busy, Missing, Refused, fields};
use super::problem::Problem;
use super::{App, Caller, Fields, asked};
use crate::answers::export::{Dialect, Export, Form, Reader};
use crate::files::scenario::{Code, Issue};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export))
}

/// A language of the answer, in the order of [`Lang::ALL`].
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Language {
    #[default]
    Nl,
    En,
    Fr,
}

/// Which table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExportFields {
    /// Form of the table.
    format: Form,
    /// Who will read it: an employer sees only what a mediator accepted.
    #[serde(default, rename = "for")]
    reader: Reader,
    /// Only proposals of this employer. A table for an employer is of one: it must be named then.
    #[serde(default)]
    #[schemars(length(min = 1, max = 100))]
    employer: Option<String>,
    /// Language of titles and words.
    #[serde(default)]
    lang: Language,
    /// How csv is written.
    #[serde(default)]
    dialect: Dialect,
}

fields!(ExportFields);

/// Writes a plan as a table.
///
/// Without a mediator's yes nothing leaves: a table for an employer has the accepted proposals, and of those only
/// pseudonym, vacancy, occupation, start, hours and shifts. A table for a mediator says of each line how it stands.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/export",
    tag = "plans",
    params(("id" = String, Path, description = "ID of the plan."), ExportFields),
    responses(
        (status = 200, content(
            (String = "text/csv"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Object = "application/geo+json"),
            (String = "text/calendar")
        ), headers(("Content-Disposition" = String, description = "Name of the file."))),
        Missing, BadFields, Refused, Busy
    )
)]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    Fields(fields): Fields<ExportFields>,
) -> Result<Response, Problem> {
    let ExportFields { format, reader, employer, lang, dialect } = fields;
    let lang = Lang::ALL[lang as usize];
    let plan = asked::plan(&app, &caller, &id).await?;
    if format == Form::Ics && !plan.cached.region.plans_programmes() {
        let allowed = "csv, xlsx, geojson";
        return Err(Problem::invalid([Issue::new(Code::NotInList, "?format").with("allowed", &allowed)]));
    }
    let vacancies = &plan.cached.region.offers;
    match &employer {
        None if reader == Reader::Employer => {
            return Err(Problem::invalid([Issue::new(Code::MissingField, "?employer").with("field", &"employer")]));
        }
        Some(name) if !vacancies.iter().any(|vacancy| vacancy.host == *name) => {
            return Err(Problem::invalid([asked::unknown(name, "vacancies", "?employer")]));
        }
        _ => {}
    }
    let decisions = app.store.last_decisions(&id).await?;
    let written = app.answering.ask(move || {
        let (facts, employer) = (plan.cached.facts(), employer.as_deref());
        let (plan, coarse) = (plan.plan.shown(), &plan.coarse);
        Export { facts, plan, decisions: &decisions, coarse, reader, employer, lang }.write(format, dialect)
    });
    let bytes = written.await?.map_err(|error| Problem::defect(&error))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    // The ID was found, so it is one of ours: letters, digits and underscores.
    let name = format!("attachment; filename=\"{id}.{}\"", format.ending());
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(|error| Problem::defect(&error))?);
    Ok(response)
}
