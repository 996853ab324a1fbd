//! Outcomes in the store: counters per channel and segment. No row knows a person, a scenario or a plan.

use sqlx::FromRow;

use super::{Result, Store, StoreError};

/// Largest counter.
const COUNT_MAX: i64 = 1_000_000_000;

/// A counter.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct OutcomeRow {
    /// How people were reached.
    pub channel: String,
    /// Where they stand on their way to work.
    pub segment: String,
    /// What came of it.
    pub outcome: String,
    /// Coded; empty for what needs none.
    pub reason: String,
    /// How often.
    pub count: i64,
}

impl Store {
    /// Adds to a counter.
    ///
    /// # Errors
    /// `Conflict` when the counter is full.
    pub async fn count_outcome(&self, owner: &str, add: &OutcomeRow) -> Result<()> {
        let mut write = self.begin().await?;
        let written = sqlx::query(
            "INSERT INTO outcomes (owner, channel, segment, outcome, reason, count) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (owner, channel, segment, outcome, reason) DO UPDATE \
             SET count = outcomes.count + excluded.count WHERE outcomes.count + excluded.count <= $7",
        )
        .bind(owner)
        .bind(&add.channel)
        .bind(&add.segment)
        .bind(&add.outcome)
        .bind(&add.reason)
        .bind(add.count)
        .bind(COUNT_MAX)
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        if written.rows_affected() == 0 { Err(StoreError::Conflict) } else { Ok(()) }
    }

    /// Every counter.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outcomes(&self, owner: &str) -> Result<Vec<OutcomeRow>> {
        let asked = sqlx::query_as(
            "SELECT channel, segment, outcome, reason, count FROM outcomes WHERE owner = $1 \
             ORDER BY channel, segment, outcome, reason",
        );
        Ok(asked.bind(owner).fetch_all(self.pool()).await?)
    }

    /// The secret called `name`, made when first asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn secret(&self, name: &str) -> Result<Vec<u8>> {
        // Each version-7 UUID brings 74 random bits.
        let drawn: Vec<u8> = (0..4).flat_map(|_| uuid::Uuid::now_v7().into_bytes()).collect();
        let mut write = self.begin().await?;
        let keep = "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        sqlx::query(keep).bind(name).bind(drawn).execute(&mut *write).await?;
        let asked = sqlx::query_scalar("SELECT value FROM secrets WHERE name = $1").bind(name);
        let secret = asked.fetch_one(&mut *write).await?;
        write.commit().await?;
        Ok(secret)
    }
}
