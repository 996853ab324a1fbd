//! Plans in the store: what was asked, how it went, what came out.

use serde_json::json;
use sqlx::SqliteConnection;

use super::{RequestKey, Result, Store, StoreError, made_before, new_id, note_made, now};

row! {
    /// A plan without its result.
    #[derive(Clone, Debug)]
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
}

/// A plan, or a question about one, to be worked out.
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// What to plan.
    pub scenario_id: String,
    /// The plan it is a question about.
    pub about_plan_id: Option<String>,
    /// `matching`, or the kind of question.
    pub kind: String,
    /// JSON: as the child gets it.
    pub options: serde_json::Value,
}

row! {
    /// How many plans of one state and termination there are.
    #[derive(Clone, Debug)]
    pub(crate) struct PlanCount {
        /// State.
        pub(crate) state: String,
        /// How the solve ended; none until it did.
        pub(crate) termination: Option<String>,
        /// How many.
        pub(crate) count: i64,
    }
}

const COLUMNS: &str = "id, scenario_id, about_plan_id, kind, options, state, termination, attempt, asked_at, started_at, \
                       ended_at, progress, kpis, failure";

impl PlanRow {
    /// Whether nothing will change any more.
    pub fn is_final(&self) -> bool {
        matches!(self.state.as_str(), "completed" | "failed" | "cancelled")
    }
}

impl Store {
    /// Keeps a plan to be worked out. Where the request's key made one
    /// before, that is the answer.
    ///
    /// # Errors When its scenario, or the plan it is about, is not the owner's; when `queue_max` plans wait already;
    /// when the key was used for something else.
    pub(crate) async fn insert_plan(
        &self,
        owner: &str,
        new: &NewPlan,
        key: Option<&RequestKey>,
        queue_max: usize,
    ) -> Result<PlanRow> {
        let mut write = self.begin().await?;
        if let Some(made) = made_before(&mut write, owner, key).await? {
            write.rollback().await?;
            return self.plan(owner, &made).await;
        }
        let known = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM scenarios WHERE id = $1 AND owner = $2");
        if known.bind(&new.scenario_id).bind(owner).fetch_one(&mut *write).await? == 0 {
            write.rollback().await?;
            return Err(self.why_missing(owner, &new.scenario_id).await);
        }
        if let Some(about) = &new.about_plan_id {
            let known = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM plans WHERE id = $1 AND owner = $2");
            if known.bind(about).bind(owner).fetch_one(&mut *write).await? == 0 {
                write.rollback().await?;
                return Err(self.why_missing(owner, about).await);
            }
        }
        let waiting = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM plans WHERE state = 'queued'");
        if waiting.fetch_one(&mut *write).await? >= queue_max as i64 {
            return Err(StoreError::Full);
        }
        let id = new_id("plan");
        sqlx::query(
            "INSERT INTO plans (id, owner, scenario_id, about_plan_id, kind, options, state, asked_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7)",
        )
        .bind(&id)
        .bind(owner)
        .bind(&new.scenario_id)
        .bind(&new.about_plan_id)
        .bind(&new.kind)
        .bind(new.options.to_string())
        .bind(now())
        .execute(&mut *write)
        .await?;
        note_event(&mut write, &id, "state", &json!({"state": "queued", "attempt": 0})).await?;
        note_made(&mut write, owner, key, &id, Some(&new.scenario_id)).await?;
        write.commit().await?;
        self.plan(owner, &id).await
    }

    /// Plans of the owner, the newest first, at most `limit`: of one scenario where one is named, and asked before
    /// `before` where one is named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plans(
        &self,
        owner: &str,
        scenario_id: Option<&str>,
        before: Option<&str>,
        limit: u32,
    ) -> Result<Vec<PlanRow>> {
        let asked = format!(
            "SELECT {COLUMNS} FROM plans WHERE owner = $1 AND ($2 IS NULL OR scenario_id = $2) \
             AND ($3 IS NULL OR id < $3) ORDER BY id DESC LIMIT $4"
        );
        let asked = sqlx::query_as(sqlx::AssertSqlSafe(asked)).bind(owner).bind(scenario_id).bind(before).bind(limit);
        Ok(asked.fetch_all(self.pool()).await?)
    }

    /// Whether the plan ended, or is no longer there.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn is_final(&self, id: &str) -> Result<bool> {
        let asked = "SELECT count(*) FROM plans WHERE id = $1 AND state IN ('queued', 'preparing', 'solving')";
        Ok(sqlx::query_scalar::<_, i64>(asked).bind(id).fetch_one(self.pool()).await? == 0)
    }

    /// Asks for the end of a plan: a waiting plan ends at once, a running one is told to end. A waiting plan with a
    /// best choice from an earlier attempt gets its turn, and that choice becomes the plan.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it ended already.
    pub async fn cancel_plan(&self, owner: &str, id: &str) -> Result<PlanRow> {
        let mut write = self.begin().await?;
        let waited = sqlx::query(
            "UPDATE plans SET state = 'cancelled', termination = 'cancelled', cancel_requested = 1, ended_at = $3 \
             WHERE id = $1 AND owner = $2 AND state = 'queued' AND best IS NULL",
        );
        if waited.bind(id).bind(owner).bind(now()).execute(&mut *write).await?.rows_affected() == 1 {
            let data = json!({"state": "cancelled", "termination": "cancelled"});
            note_event(&mut write, id, "state", &data).await?;
        } else {
            let runs = sqlx::query(
                "UPDATE plans SET cancel_requested = 1 \
                 WHERE id = $1 AND owner = $2 AND state IN ('queued', 'preparing', 'solving')",
            );
            if runs.bind(id).bind(owner).execute(&mut *write).await?.rows_affected() == 0 {
                write.rollback().await?;
                self.plan(owner, id).await?;
                return Err(StoreError::Conflict);
            }
        }
        write.commit().await?;
        self.plan(owner, id).await
    }

    /// Erases a plan that ended, and every question about it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it has not ended.
    pub async fn delete_plan(&self, owner: &str, id: &str) -> Result<()> {
        let mut write = self.begin().await?;
        sqlx::query(
            "INSERT INTO erased (id, owner, erased_at) SELECT id, owner, $3 FROM plans \
             WHERE (id = $1 OR about_plan_id = $1) AND owner = $2",
        )
        .bind(id)
        .bind(owner)
        .bind(now())
        .execute(&mut *write)
        .await?;
        let gone = sqlx::query(
            "DELETE FROM plans WHERE id = $1 AND owner = $2 AND state IN ('completed', 'failed', 'cancelled')",
        );
        if gone.bind(id).bind(owner).execute(&mut *write).await?.rows_affected() == 0 {
            write.rollback().await?;
            self.plan(owner, id).await?;
            return Err(StoreError::Conflict);
        }
        write.commit().await?;
        Ok(())
    }

    /// The last question of a kind about a plan, asked with the same options, that has not failed; and how many did.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn question_about(
        &self,
        owner: &str,
        plan_id: &str,
        kind: &str,
        options: &str,
    ) -> Result<(Option<PlanRow>, usize)> {
        let asked = format!(
            "SELECT {COLUMNS} FROM plans WHERE about_plan_id = $1 AND owner = $2 AND kind = $3 AND options = $4 ORDER BY id"
        );
        let asked = sqlx::query_as(sqlx::AssertSqlSafe(asked)).bind(plan_id).bind(owner).bind(kind).bind(options);
        let rows: Vec<PlanRow> = asked.fetch_all(self.pool()).await?;
        let has_failed = |row: &PlanRow| matches!(row.state.as_str(), "failed" | "cancelled");
        let failed = rows.iter().filter(|row| has_failed(row)).count();
        Ok((rows.into_iter().rfind(|row| !has_failed(row)), failed))
    }

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

    /// The result of a plan, JSON, gzipped; none when it has none.
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

/// Notes what happened to a plan, after everything noted before.
pub(super) async fn note_event(
    write: &mut SqliteConnection,
    plan_id: &str,
    event: &str,
    data: &serde_json::Value,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO plan_events (plan_id, seq, event, data, at) \
         SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4 FROM plan_events WHERE plan_id = $1",
    )
    .bind(plan_id)
    .bind(event)
    .bind(data.to_string())
    .bind(now())
    .execute(write)
    .await?;
    Ok(())
}
