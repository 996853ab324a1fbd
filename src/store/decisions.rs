//! Decisions in the store: each is kept, the latest about a proposal counts. They go with their plan.

use sqlx::FromRow;

use super::{Result, Store, StoreError};

/// What a mediator decided about a proposal.
#[derive(Clone, Debug, FromRow)]
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

impl Store {
    /// Keeps a decision.
    ///
    /// # Errors
    /// When the owner no longer has its plan.
    pub async fn insert_decision(&self, owner: &str, row: &DecisionRow) -> Result<()> {
        let mut write = self.begin().await?;
        let asked = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM plans WHERE id = $1 AND owner = $2");
        if asked.bind(&row.plan_id).bind(owner).fetch_one(&mut *write).await? == 0 {
            return Err(StoreError::Missing);
        }
        sqlx::query(
            "INSERT INTO decisions (id, plan_id, jobseeker, vacancy, decision, changed_to, reason, mediator, \
             decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&row.id)
        .bind(&row.plan_id)
        .bind(&row.jobseeker)
        .bind(&row.vacancy)
        .bind(&row.decision)
        .bind(&row.changed_to)
        .bind(&row.reason)
        .bind(&row.mediator)
        .bind(&row.decided_at)
        .execute(&mut *write)
        .await?;
        Ok(write.commit().await?)
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
