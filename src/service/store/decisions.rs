//! Decisions in the store: each is kept, the latest about a proposal counts. They go with their plan.

use super::{RequestKey, Result, Store, StoreError, made_before, new_id, note_made, now};

row! {
    /// What a mediator decided about a proposal.
    #[derive(Clone, Debug)]
    pub struct DecisionRow {
        /// Its ID.
        pub id: String,
        /// The plan that proposes.
        pub plan_id: String,
        /// To whom.
        pub jobseeker: String,
        /// What.
        pub vacancy: String,
        /// `accept`, `change` or `reject`.
        pub decision: String,
        /// The other vacancy, where the decision is `change`.
        pub changed_to: Option<String>,
        /// Coded.
        pub reason: String,
        /// A function or the pseudonym of a member of staff.
        pub mediator: String,
        /// When, UTC.
        pub decided_at: String,
    }
}

/// A decision to keep.
#[derive(Clone, Debug)]
pub(crate) struct NewDecision {
    /// The plan that proposes.
    pub(crate) plan_id: String,
    /// To whom.
    pub(crate) jobseeker: String,
    /// What.
    pub(crate) vacancy: String,
    /// `accept`, `change` or `reject`.
    pub(crate) decision: &'static str,
    /// The other vacancy, where the decision is `change`.
    pub(crate) changed_to: Option<String>,
    /// Coded.
    pub(crate) reason: &'static str,
    /// A function or the pseudonym of a member of staff.
    pub(crate) mediator: String,
}

impl Store {
    /// Keeps a decision; answers with it, and whether it is the latest about its proposal. Where the request's key made
    /// one before, that is the answer.
    ///
    /// # Errors
    /// When the owner no longer has its plan, or the key was used for something else.
    pub(crate) async fn insert_decision(
        &self,
        owner: &str,
        new: &NewDecision,
        key: Option<&RequestKey>,
    ) -> Result<(DecisionRow, bool)> {
        let mut write = self.begin().await?;
        if let Some(made) = made_before(&mut write, owner, key).await? {
            write.rollback().await?;
            let all = self.decisions(owner, &new.plan_id).await?;
            let latest = all.iter().rfind(|row| row.jobseeker == new.jobseeker && row.vacancy == new.vacancy);
            let counts = latest.is_some_and(|row| row.id == made);
            let row = all.into_iter().find(|row| row.id == made).ok_or(StoreError::Missing)?;
            return Ok((row, counts));
        }
        let asked = sqlx::query_scalar::<_, String>("SELECT scenario_id FROM plans WHERE id = $1 AND owner = $2");
        let Some(scenario) = asked.bind(&new.plan_id).bind(owner).fetch_optional(&mut *write).await? else {
            write.rollback().await?;
            return Err(self.why_missing(owner, &new.plan_id).await);
        };
        // ID and time are of this transaction: the order of decisions is the order in which they were kept.
        let row = sqlx::query_as::<_, DecisionRow>(
            "INSERT INTO decisions (id, plan_id, jobseeker, vacancy, decision, changed_to, reason, mediator, \
             decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *",
        )
        .bind(new_id("decision"))
        .bind(&new.plan_id)
        .bind(&new.jobseeker)
        .bind(&new.vacancy)
        .bind(new.decision)
        .bind(&new.changed_to)
        .bind(new.reason)
        .bind(&new.mediator)
        .bind(now())
        .fetch_one(&mut *write)
        .await?;
        note_made(&mut write, owner, key, &row.id, Some(&scenario)).await?;
        write.commit().await?;
        Ok((row, true))
    }

    /// Every decision about a plan, the oldest first.
    ///
    /// # Errors
    /// When the owner has no such plan.
    pub async fn decisions(&self, owner: &str, plan_id: &str) -> Result<Vec<DecisionRow>> {
        self.plan(owner, plan_id).await?;
        let asked = sqlx::query_as(
            "SELECT id, plan_id, jobseeker, vacancy, decision, changed_to, reason, mediator, decided_at \
             FROM decisions WHERE plan_id = $1 ORDER BY decided_at, id",
        );
        Ok(asked.bind(plan_id).fetch_all(self.pool()).await?)
    }
}
