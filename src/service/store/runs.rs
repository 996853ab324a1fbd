//! Runs of plans in the store. Each names its attempt, and what it writes is kept only while that attempt is the one
//! under way: a run that was given up, or whose plan was erased, changes nothing any more.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::plans::note_event;
use super::{Result, Store, now};

row! {
    /// A run of a plan that has the right to write.
    #[derive(Clone, Debug)]
    pub struct Run {
        /// The plan.
        pub id: String,
        /// Whose.
        pub owner: String,
        /// What it plans.
        pub scenario_id: String,
        /// The plan it is a question about.
        pub about_plan_id: Option<String>,
        /// What kind.
        pub kind: String,
        /// JSON, none left open.
        pub options: String,
        /// Which run it is, 1 for the first.
        pub attempt: i64,
        /// JSON: positions of the best choice that a run before this one left.
        pub best: Option<Vec<u8>>,
    }
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunStatus {
    /// It goes on.
    Goes,
    /// Someone asked for its end.
    Cancelled,
    /// It is no longer the one under way, or its plan is gone.
    Lost,
}

/// How a plan ended.
#[derive(Clone, Debug, Default)]
pub struct Ending {
    /// `completed`, `failed`, `cancelled`.
    pub state: &'static str,
    /// How the solve ended.
    pub termination: &'static str,
    /// What came out, gzipped.
    pub result: Option<Vec<u8>>,
    /// JSON: indicators.
    pub kpis: Option<String>,
    /// Code of what went wrong.
    pub failure: Option<&'static str>,
}

/// Failure code: the process that solves died in every attempt allowed.
pub(crate) const SOLVER_ENDED: &str = "SOLVER_ENDED";

const UNDER_WAY: &str = "id = $1 AND attempt = $2 AND state IN ('preparing', 'solving')";

impl Store {
    /// Takes up what nobody works on, save the plans of `at_work`: such plans wait again, or failed when they were
    /// tried `attempts_max` times.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume_plans(&self, attempts_max: u32, at_work: &BTreeSet<String>) -> Result<()> {
        let mut write = self.begin().await?;
        let ran = sqlx::query_as::<_, (String, i64)>(
            "SELECT id, attempt FROM plans WHERE state IN ('preparing', 'solving') ORDER BY asked_at, id",
        );
        for (id, attempt) in ran.fetch_all(&mut *write).await? {
            if !at_work.contains(&id) {
                give_back(&mut write, &id, attempt, attempts_max).await?;
            }
        }
        Ok(write.commit().await?)
    }

    /// Lets every plan under way wait again as if this attempt had not begun: the service was told to stop. Called when
    /// nothing works any more, so that no run is left that could use the number of its attempt a second time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hand_back_plans(&self) -> Result<()> {
        let mut write = self.begin().await?;
        let handed = sqlx::query_as::<_, (String, i64)>(
            "UPDATE plans SET state = 'queued', attempt = attempt - 1, progress = NULL \
             WHERE state IN ('preparing', 'solving') RETURNING id, attempt",
        );
        for (id, attempt) in handed.fetch_all(&mut *write).await? {
            note_event(&mut write, &id, "state", &json!({"state": "queued", "attempt": attempt})).await?;
        }
        Ok(write.commit().await?)
    }

    /// Begins the next attempt of the plan that waits longest; none when none waits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_next_plan(&self) -> Result<Option<Run>> {
        // Read first: the lock of writers is not asked for every second while nothing waits.
        let waits = sqlx::query_scalar::<_, i64>("SELECT 1 FROM plans WHERE state = 'queued' LIMIT 1");
        if waits.fetch_optional(self.pool()).await?.is_none() {
            return Ok(None);
        }
        let mut write = self.begin().await?;
        let taken = sqlx::query_as::<_, Run>(
            "UPDATE plans SET attempt = attempt + 1, state = 'preparing', started_at = $1 \
             WHERE id = (SELECT id FROM plans WHERE state = 'queued' ORDER BY asked_at, id LIMIT 1) \
             RETURNING id, owner, scenario_id, about_plan_id, kind, options, attempt, best",
        );
        let run = taken.bind(now()).fetch_optional(&mut *write).await?;
        if let Some(run) = &run {
            let data = json!({"state": "preparing", "attempt": run.attempt});
            note_event(&mut write, &run.id, "state", &data).await?;
        }
        write.commit().await?;
        Ok(run)
    }

    /// How the run stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn status(&self, run: &Run) -> Result<RunStatus> {
        let asked = format!("SELECT cancel_requested FROM plans WHERE {UNDER_WAY}");
        let asked = sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(asked)).bind(&run.id).bind(run.attempt);
        Ok(match asked.fetch_optional(self.pool()).await? {
            None => RunStatus::Lost,
            Some(0) => RunStatus::Goes,
            Some(_) => RunStatus::Cancelled,
        })
    }

    /// Notes how far the run is; the first word of the model makes it `solving`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_progress(&self, run: &Run, is_solving: bool, progress: &Value) -> Result<()> {
        let mut write = self.begin().await?;
        if is_solving {
            let begins = "UPDATE plans SET state = 'solving' WHERE id = $1 AND attempt = $2 AND state = 'preparing'";
            let begins = sqlx::query(begins).bind(&run.id).bind(run.attempt).execute(&mut *write).await?;
            if begins.rows_affected() == 1 {
                let data = json!({"state": "solving", "attempt": run.attempt});
                note_event(&mut write, &run.id, "state", &data).await?;
            }
        }
        let noted = format!("UPDATE plans SET progress = $3 WHERE {UNDER_WAY}");
        let noted = sqlx::query(sqlx::AssertSqlSafe(noted)).bind(&run.id).bind(run.attempt).bind(progress.to_string());
        if noted.execute(&mut *write).await?.rows_affected() == 1 {
            note_event(&mut write, &run.id, "progress", progress).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// Keeps the best choice so far.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_best(&self, run: &Run, best: &[u8]) -> Result<()> {
        let kept = format!("UPDATE plans SET best = $3 WHERE {UNDER_WAY}");
        let kept = sqlx::query(sqlx::AssertSqlSafe(kept)).bind(&run.id).bind(run.attempt).bind(best);
        kept.execute(self.pool()).await?;
        Ok(())
    }

    /// Ends the plan. Nothing is written when the run no longer has the right to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_plan(&self, run: &Run, ending: &Ending) -> Result<()> {
        let mut write = self.begin().await?;
        let ended = format!(
            "UPDATE plans SET state = $3, termination = $4, result = $5, kpis = $6, failure = $7, ended_at = $8, \
             best = NULL WHERE {UNDER_WAY}"
        );
        let ended = sqlx::query(sqlx::AssertSqlSafe(ended))
            .bind(&run.id)
            .bind(run.attempt)
            .bind(ending.state)
            .bind(ending.termination)
            .bind(&ending.result)
            .bind(&ending.kpis)
            .bind(ending.failure)
            .bind(now());
        if ended.execute(&mut *write).await?.rows_affected() == 1 {
            let mut data = json!({"state": ending.state, "termination": ending.termination, "attempt": run.attempt});
            if let Some(failure) = ending.failure {
                data["failure"] = failure.into();
            }
            note_event(&mut write, &run.id, "state", &data).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// Gives a run up: its plan waits again, or failed when it was tried `attempts_max` times.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_up(&self, run: &Run, attempts_max: u32) -> Result<()> {
        let mut write = self.begin().await?;
        give_back(&mut write, &run.id, run.attempt, attempts_max).await?;
        Ok(write.commit().await?)
    }

    /// What happened to a plan after `seq`, in order: number, event and data.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan_events(&self, id: &str, seq: i64) -> Result<Vec<(i64, String, String)>> {
        let asked = "SELECT seq, event, data FROM plan_events WHERE plan_id = $1 AND seq > $2 ORDER BY seq LIMIT 500";
        Ok(sqlx::query_as(asked).bind(id).bind(seq).fetch_all(self.pool()).await?)
    }
}

/// Lets a plan whose run ended wait for its next attempt, or fail.
async fn give_back(write: &mut sqlx::SqliteConnection, id: &str, attempt: i64, attempts_max: u32) -> Result<()> {
    let is_last = attempt >= i64::from(attempts_max);
    let (state, termination) = if is_last { ("failed", Some("error")) } else { ("queued", None) };
    let failure = is_last.then_some(SOLVER_ENDED);
    let given = format!(
        "UPDATE plans SET state = $3, termination = $4, failure = $5, ended_at = $6, progress = NULL, \
         best = CASE WHEN $3 = 'failed' THEN NULL ELSE best END WHERE {UNDER_WAY}"
    );
    let given = sqlx::query(sqlx::AssertSqlSafe(given))
        .bind(id)
        .bind(attempt)
        .bind(state)
        .bind(termination)
        .bind(failure)
        .bind(is_last.then(now));
    if given.execute(&mut *write).await?.rows_affected() == 1 {
        let mut data = json!({"state": state, "attempt": attempt});
        if is_last {
            (data["termination"], data["failure"]) = ("error".into(), SOLVER_ENDED.into());
        }
        note_event(write, id, "state", &data).await?;
    }
    Ok(())
}
