//! Tables that came in: how their columns were read, and what became of each row.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::scenarios::put_scenario;
use super::{NewScenario, RequestKey, Result, Store, StoreError, made_before, note_made, now};
use crate::answers::export::{Decision, Decisions};
use crate::files::import::{Mapping, Outcome, Part, Source, Status};
use crate::files::scenario::Issue;

/// How long an import is kept that began a scenario and of which nothing was kept, days.
const FRUITLESS_DAYS: i64 = 30;

row! {
    /// An import without its rows.
    #[derive(Clone, Debug)]
    pub(crate) struct ImportRow {
        pub(crate) id: String,
        pub(crate) scenario_id: Option<String>,
        pub(crate) result_id: Option<String>,
        pub(crate) base: Option<String>,
        pub(crate) part: String,
        pub(crate) mapping: String,
        pub(crate) ignored: String,
        pub(crate) source: String,
        pub(crate) state: String,
        pub(crate) issues: String,
        pub(crate) created_at: String,
    }
}

/// An import that begins.
#[derive(Clone, Debug)]
pub(crate) struct NewImport {
    pub(crate) id: String,
    pub(crate) scenario_id: Option<String>,
    pub(crate) base: Option<Value>,
    pub(crate) part: Part,
    pub(crate) mapping: Mapping,
    pub(crate) ignored: Vec<String>,
    /// How its file was read.
    pub(crate) source: Source,
    /// The set of columns the mapping is kept for.
    pub(crate) columns: String,
}

row! {
    /// A row of an import.
    #[derive(Clone, Debug)]
    pub(crate) struct RowRow {
        pub(crate) row: i64,
        pub(crate) status: String,
        pub(crate) record_id: Option<String>,
        pub(crate) cells: String,
        pub(crate) changed: String,
        pub(crate) issues: String,
    }
}

/// Which rows.
#[derive(Clone, Debug)]
pub(crate) struct RowsAsked {
    pub(crate) status: Option<&'static str>,
    /// Rows after this one.
    pub(crate) after: u32,
    pub(crate) limit: u32,
}

impl Store {
    /// Notes that an import begins, and keeps its mapping for the next table with these columns. Where the request's
    /// key began one before, that is the answer.
    pub(crate) async fn begin_import(
        &self,
        owner: &str,
        new: &NewImport,
        key: Option<&RequestKey>,
    ) -> Result<ImportRow> {
        let mut write = self.begin().await?;
        if let Some(made) = made_before(&mut write, owner, key).await? {
            write.rollback().await?;
            return self.import(owner, &made).await;
        }
        // These belong to no scenario, so that no erasure would remove them.
        let oldest = chrono::Utc::now() - chrono::TimeDelta::days(FRUITLESS_DAYS);
        sqlx::query("DELETE FROM imports WHERE scenario_id IS NULL AND result_id IS NULL AND created_at < $1")
            .bind(oldest.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
            .execute(&mut *write)
            .await?;
        if let Some(scenario) = &new.scenario_id {
            let asked = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM scenarios WHERE id = $1 AND owner = $2");
            if asked.bind(scenario).bind(owner).fetch_one(&mut *write).await? == 0 {
                write.rollback().await?;
                return Err(self.why_missing(owner, scenario).await);
            }
        }
        let mapping = json!(new.mapping).to_string();
        sqlx::query(
            "INSERT INTO imports (id, owner, scenario_id, base, part, mapping, ignored, source, state, issues, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running', '[]', $9)",
        )
        .bind(&new.id)
        .bind(owner)
        .bind(&new.scenario_id)
        .bind(new.base.as_ref().map(Value::to_string))
        .bind(new.part.name())
        .bind(&mapping)
        .bind(json!(new.ignored).to_string())
        .bind(json!(new.source).to_string())
        .bind(now())
        .execute(&mut *write)
        .await?;
        sqlx::query(
            "INSERT INTO mappings (owner, part, name, mapping, updated_at, import_id) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (owner, part, name) DO UPDATE SET mapping = $4, updated_at = $5, import_id = $6",
        )
        .bind(owner)
        .bind(new.part.name())
        .bind(&new.columns)
        .bind(&mapping)
        .bind(now())
        .bind(&new.id)
        .execute(&mut *write)
        .await?;
        note_made(&mut write, owner, key, &new.id, new.scenario_id.as_deref()).await?;
        write.commit().await?;
        self.import(owner, &new.id).await
    }

    /// How an import ended: the revision that came of it, if any, and every row; all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the import, or its scenario, was erased meanwhile.
    pub(crate) async fn end_import(
        &self,
        owner: &str,
        id: &str,
        new: Option<&NewScenario>,
        rows: &[Outcome],
        issues: &[Issue],
    ) -> Result<()> {
        let mut write = self.begin().await?;
        if let Some(new) = new {
            put_scenario(&mut write, owner, new).await?;
        }
        let state = if issues.is_empty() { "completed" } else { "failed" };
        let asked =
            sqlx::query("UPDATE imports SET state = $1, result_id = $2, issues = $3 WHERE id = $4 AND owner = $5");
        let asked = asked.bind(state).bind(new.map(|new| &new.id)).bind(json!(issues).to_string()).bind(id).bind(owner);
        if asked.execute(&mut *write).await?.rows_affected() == 0 {
            return Err(StoreError::Missing);
        }
        for row in rows {
            put_row(&mut write, id, row).await?;
        }
        Ok(write.commit().await?)
    }

    /// Notes that an import failed for a cause that is not the table's.
    pub(crate) async fn fail_import(&self, id: &str) -> Result<()> {
        sqlx::query("UPDATE imports SET state = 'failed' WHERE id = $1").bind(id).execute(self.pool()).await?;
        Ok(())
    }

    /// Imports that were under way when the program ended have failed: nothing of them was kept. Their keys are free
    /// again, so that the same request begins anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fail_broken_imports(&self) -> Result<()> {
        let free = "DELETE FROM request_keys WHERE made_id IN (SELECT id FROM imports WHERE state = 'running')";
        sqlx::query(free).execute(self.pool()).await?;
        sqlx::query("UPDATE imports SET state = 'failed' WHERE state = 'running'").execute(self.pool()).await?;
        Ok(())
    }

    /// Rows that were judged again, and the revision that came of them, all or nothing; `before` is what that revision
    /// was made from.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when one of these rows, or another one, was mended meanwhile.
    pub(crate) async fn mend_rows(
        &self,
        owner: &str,
        id: &str,
        before: Option<&str>,
        new: Option<&NewScenario>,
        rows: &[Outcome],
    ) -> Result<()> {
        let mut write = self.begin().await?;
        for row in rows {
            let asked = "SELECT status FROM import_rows WHERE import_id = $1 AND row = $2";
            let asked = sqlx::query_scalar::<_, String>(asked).bind(id).bind(row.row);
            let status = asked.fetch_optional(&mut *write).await?.ok_or(StoreError::Missing)?;
            if status != Status::Error.name() {
                return Err(StoreError::Conflict);
            }
        }
        if let Some(new) = new {
            put_scenario(&mut write, owner, new).await?;
            let asked = sqlx::query("UPDATE imports SET result_id = $1 WHERE id = $2 AND result_id IS $3");
            let done = asked.bind(&new.id).bind(id).bind(before).execute(&mut *write).await?;
            if done.rows_affected() == 0 {
                return Err(StoreError::Conflict);
            }
        }
        for row in rows {
            put_row(&mut write, id, row).await?;
        }
        Ok(write.commit().await?)
    }

    /// The import under this ID.
    pub(crate) async fn import(&self, owner: &str, id: &str) -> Result<ImportRow> {
        let asked = sqlx::query_as(
            "SELECT id, scenario_id, result_id, base, part, mapping, ignored, source, state, issues, created_at FROM imports \
             WHERE id = $1 AND owner = $2",
        );
        match asked.bind(id).bind(owner).fetch_optional(self.pool()).await? {
            Some(row) => Ok(row),
            None => Err(self.why_missing(owner, id).await),
        }
    }

    /// How many rows stand how.
    pub(crate) async fn import_counts(&self, id: &str) -> Result<BTreeMap<String, i64>> {
        let asked = sqlx::query_as::<_, (String, i64)>(
            "SELECT status, count(*) FROM import_rows WHERE import_id = $1 GROUP BY status",
        );
        Ok(asked.bind(id).fetch_all(self.pool()).await?.into_iter().collect())
    }

    /// A page of rows.
    pub(crate) async fn import_rows(&self, id: &str, asked: &RowsAsked) -> Result<Vec<RowRow>> {
        let rows = sqlx::query_as(
            "SELECT row, status, record_id, cells, changed, issues FROM import_rows \
             WHERE import_id = $1 AND ($2 IS NULL OR status = $2) AND row > $4 ORDER BY row LIMIT $3",
        );
        let rows = rows.bind(id).bind(asked.status).bind(asked.limit).bind(asked.after);
        Ok(rows.fetch_all(self.pool()).await?)
    }

    /// One row.
    pub(crate) async fn import_row(&self, id: &str, row: u32) -> Result<RowRow> {
        let asked = sqlx::query_as(
            "SELECT row, status, record_id, cells, changed, issues FROM import_rows WHERE import_id = $1 AND row = $2",
        );
        asked.bind(id).bind(row).fetch_optional(self.pool()).await?.ok_or(StoreError::Missing)
    }

    /// Erases an import and its rows; what came of it stays. One that is under way keeps nothing then.
    pub(crate) async fn delete_import(&self, owner: &str, id: &str) -> Result<()> {
        let mut write = self.begin().await?;
        let asked = sqlx::query("DELETE FROM imports WHERE id = $1 AND owner = $2").bind(id).bind(owner);
        if asked.execute(&mut *write).await?.rows_affected() == 0 {
            // A new connection may wait for this transaction: it ends before another is asked for.
            write.rollback().await?;
            return Err(self.why_missing(owner, id).await);
        }
        let note = sqlx::query("INSERT INTO erased (id, owner, erased_at) VALUES ($1, $2, $3)");
        note.bind(id).bind(owner).bind(now()).execute(&mut *write).await?;
        write.commit().await?;
        self.forget_traces().await;
        Ok(())
    }

    /// The mapping that was last used for these columns.
    pub(crate) async fn mapping(&self, owner: &str, part: Part, columns: &str) -> Result<Option<Mapping>> {
        let asked = sqlx::query_scalar::<_, String>(
            "SELECT mapping FROM mappings WHERE owner = $1 AND part = $2 AND name = $3",
        );
        let found = asked.bind(owner).bind(part.name()).bind(columns).fetch_optional(self.pool()).await?;
        Ok(found.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Every mapping of an owner: part, mapping, when.
    pub(crate) async fn mappings(&self, owner: &str) -> Result<Vec<(String, String, String)>> {
        let asked = sqlx::query_as(
            "SELECT part, mapping, updated_at FROM mappings WHERE owner = $1 ORDER BY updated_at DESC, part, name LIMIT 1000",
        );
        Ok(asked.bind(owner).fetch_all(self.pool()).await?)
    }

    /// What was last decided on each proposal of a plan.
    pub(crate) async fn last_decisions(&self, plan_id: &str) -> Result<Decisions> {
        let asked = sqlx::query_as::<_, (String, String, String)>(
            "SELECT jobseeker, vacancy, decision FROM decisions WHERE plan_id = $1 ORDER BY decided_at, id",
        );
        let all = asked.bind(plan_id).fetch_all(self.pool()).await?;
        let one = |(jobseeker, vacancy, decision): (String, String, String)| {
            let decision = match decision.as_str() {
                "accept" => Decision::Accepted,
                "change" => Decision::Changed,
                // Whatever is not a yes keeps the line inside.
                _ => Decision::Rejected,
            };
            ((jobseeker, vacancy), decision)
        };
        // A later decision replaces an earlier one.
        Ok(all.into_iter().map(one).collect())
    }
}

/// Keeps what became of a row.
async fn put_row(write: &mut SqliteConnection, id: &str, row: &Outcome) -> Result<()> {
    sqlx::query(
        "INSERT INTO import_rows (import_id, row, status, record_id, cells, changed, issues) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (import_id, row) \
         DO UPDATE SET status = $3, record_id = $4, cells = $5, changed = $6, issues = $7",
    )
    .bind(id)
    .bind(row.row)
    .bind(row.status.name())
    .bind(&row.id)
    .bind(json!(row.cells).to_string())
    .bind(json!(row.changed).to_string())
    .bind(json!(row.issues).to_string())
    .execute(write)
    .await?;
    Ok(())
}
