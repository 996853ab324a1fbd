//! Plans in the store: what was asked, how it went, what came out.

use sqlx::FromRow;

use super::{Result, Store};

/// A plan without its result.
#[derive(Clone, Debug, FromRow)]
pub struct PlanRow {
    /// Its ID.
    pub id: String,
    /// What it plans.
    pub scenario_id: String,
    /// The plan it is a question about.
    pub about_plan_id: Option<String>,
    /// `matching`, or the kind of question.
    pub kind: String,
    /// JSON, as asked.
    pub options: String,
    /// `queued`, `preparing`, `solving`, `completed`, `failed`, `cancelled`.
    pub state: String,
    /// How the solve ended; none until it did.
    pub termination: Option<String>,
    /// How often it was begun.
    pub attempt: i64,
    /// When it was asked, UTC.
    pub asked_at: String,
    /// When the last attempt began, UTC.
    pub started_at: Option<String>,
    /// When it ended, UTC.
    pub ended_at: Option<String>,
    /// JSON: the last progress told.
    pub progress: Option<String>,
    /// JSON: indicators of the result.
    pub kpis: Option<String>,
    /// Code of what went wrong.
    pub failure: Option<String>,
}

/// How many plans of one state and termination there are.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct PlanCount {
    /// State.
    pub(crate) state: String,
    /// How the solve ended; none until it did.
    pub(crate) termination: Option<String>,
    /// How many.
    pub(crate) count: i64,
}

const COLUMNS: &str = "id, scenario_id, about_plan_id, kind, options, state, termination, attempt, asked_at, started_at, \
                       ended_at, progress, kpis, failure";

impl Store {
    /// The plan under this ID.
    ///
    /// # Errors
    /// When the owner has none.
    pub async fn plan(&self, owner: &str, id: &str) -> Result<PlanRow> {
        let asked = format!("SELECT {COLUMNS} FROM plans WHERE id = $1 AND owner = $2");
        let asked = sqlx::query_as(sqlx::AssertSqlSafe(asked)).bind(id).bind(owner);
        match asked.fetch_optional(self.pool()).await? {
            Some(row) => Ok(row),
            None => Err(self.why_missing(owner, id).await),
        }
    }

    /// What came out of it, JSON, gzipped; none when nothing did.
    ///
    /// # Errors
    /// When the owner has no such plan.
    pub async fn plan_result(&self, owner: &str, id: &str) -> Result<Option<Vec<u8>>> {
        let asked = sqlx::query_scalar::<_, Option<Vec<u8>>>("SELECT result FROM plans WHERE id = $1 AND owner = $2");
        match asked.bind(id).bind(owner).fetch_optional(self.pool()).await? {
            Some(result) => Ok(result),
            None => Err(self.why_missing(owner, id).await),
        }
    }

    /// How many plans there are, by state and termination.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn plan_counts(&self) -> Result<Vec<PlanCount>> {
        let asked = "SELECT state, termination, count(*) AS count FROM plans GROUP BY state, termination";
        Ok(sqlx::query_as(asked).fetch_all(self.pool()).await?)
    }
}
