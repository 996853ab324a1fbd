//! Shortlists: who fits a vacancy, what fits a person, ranked on fit and reach, in milliseconds.

use axum::Json;
use axum::extract::State;
use schakel_solver::explain::{shortlist_of_jobseeker, shortlist_of_offer};
use schemars::JsonSchema;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadBody, Busy, Missing, shown};
use super::problem::Problem;
use super::{App, Ask, Caller, asked};
use crate::answers::views::ShortlistView;
use crate::files::scenario::{Code, Issue};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(shortlist))
}

/// A question for a shortlist: of a vacancy or of a person, one of the two.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShortlistAsk {
    /// The scenario.
    #[schemars(length(min = 1, max = 100))]
    scenario_id: String,
    /// People for this vacancy.
    #[schemars(length(min = 1, max = 100))]
    vacancy: Option<String>,
    /// Vacancies for this person.
    #[schemars(length(min = 1, max = 100))]
    jobseeker: Option<String>,
    /// Most lines, of the list and of the near misses each.
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 100))]
    limit: u32,
    /// For advice: looks past who is available now, changes nothing.
    #[serde(default)]
    advice: bool,
}

fn ten() -> u32 {
    10
}

shown!(ShortlistAsk, ShortlistView);

/// Ranks on fit and reach, with reasons and near misses. Nobody is contacted: a mediator decides.
#[utoipa::path(post, path = "/v1/shortlists", tag = "shortlists", request_body = ShortlistAsk,
    responses((status = 200, body = ShortlistView), BadBody, Busy, Missing))]
async fn shortlist(
    State(app): State<App>,
    caller: Caller,
    Ask(ask): Ask<ShortlistAsk>,
) -> Result<Json<ShortlistView>, Problem> {
    let about = match (ask.jobseeker.as_deref(), ask.vacancy.as_deref()) {
        (Some(id), None) => Either::Jobseeker(id.to_owned()),
        (None, Some(id)) => Either::Vacancy(id.to_owned()),
        _ => {
            let issue = Issue::new(Code::OneOfTwo, "#/jobseeker");
            return Err(Problem::invalid([issue.with("field", &"jobseeker").with("other", &"vacancy")]));
        }
    };
    let cached = asked::region(&app, &caller, &ask.scenario_id).await?;
    let about = match about {
        Either::Jobseeker(id) => asked::jobseeker(&cached, &id, "#/jobseeker").map(Either::Jobseeker),
        Either::Vacancy(id) => asked::vacancy(&cached, &id, "#/vacancy").map(Either::Vacancy),
    };
    let about = about.map_err(|issue| Problem::invalid([issue]))?;
    let coarse = app.cache.coarse(&caller.owner, &ask.scenario_id, b"shortlist").await?;
    let name = ask.vacancy.clone().unwrap_or_default();
    let view = app.answering.ask(move || {
        let coarse = Some((&coarse, name.as_str()));
        let prepared = if ask.advice { cached.prepared_for_advice() } else { cached.prepared() };
        let limit = ask.limit as usize;
        match about {
            Either::Jobseeker(person) => {
                ShortlistView::of(&prepared, &shortlist_of_jobseeker(&prepared, person, limit), Some(person), coarse)
            }
            Either::Vacancy(vacancy) => {
                ShortlistView::of(&prepared, &shortlist_of_offer(&prepared, vacancy, limit), None, coarse)
            }
        }
    });
    Ok(Json(view.await?))
}

/// Of whom or of what a shortlist is.
enum Either<J, V> {
    Jobseeker(J),
    Vacancy(V),
}
