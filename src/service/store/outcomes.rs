//! Outcomes in the store: counters per channel and segment. No row knows a person, a scenario or a plan.

use super::{RequestKey, Result, Store, StoreError, made_before, note_made};

/// Largest counter.
const COUNT_MAX: i64 = 1_000_000_000;

row! {
    /// A counter.
    #[derive(Clone, Debug, PartialEq, Eq)]
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
}

impl Store {
    /// Adds to a counter, once for the request's key.
    ///
    /// # Errors
    /// `Conflict` when the counter is full; when the key was used for something else.
    pub(crate) async fn count_outcome(&self, owner: &str, add: &OutcomeRow, key: Option<&RequestKey>) -> Result<()> {
        let mut write = self.begin().await?;
        if made_before(&mut write, owner, key).await?.is_some() {
            return Ok(());
        }
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
        if written.rows_affected() == 0 {
            return Err(StoreError::Conflict);
        }
        // A counter has no ID, and belongs to no scenario.
        note_made(&mut write, owner, key, &add.outcome, None).await?;
        Ok(write.commit().await?)
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
