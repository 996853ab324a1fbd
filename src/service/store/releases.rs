//! Releases by the OCMW and warm handovers in the store. They go with their scenario, and nothing lists them by person.

use sqlx::SqliteConnection;

use super::{RequestKey, Result, Store, StoreError, made_before, new_id, note_made, now};

/// A release as it was received, whether or not the person waited for one.
#[derive(Clone, Debug)]
pub struct Release {
    /// Pseudonym.
    pub jobseeker: String,
    /// Who decided, at the OCMW.
    pub released_by: String,
    /// The day.
    pub released_on: String,
    /// Who was consulted, at VDAB.
    pub consulted_by: String,
    /// The day.
    pub consulted_on: String,
}

row! {
    /// A handover, without the person.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HandoverRow {
        /// Its ID.
        pub id: String,
        /// When it was sent, UTC.
        pub created_at: String,
        /// Who confirmed that it arrived.
        pub received_by: Option<String>,
        /// The day it arrived.
        pub received_on: Option<String>,
    }
}

impl Store {
    /// ID of the release that a revision came of.
    ///
    /// # Errors
    /// When the revision is no longer there.
    pub async fn release_of(&self, owner: &str, scenario_id: &str) -> Result<String> {
        let asked = sqlx::query_scalar("SELECT id FROM releases WHERE scenario_id = $1 AND owner = $2");
        match asked.bind(scenario_id).bind(owner).fetch_optional(self.pool()).await? {
            Some(id) => Ok(id),
            None => Err(self.why_missing(owner, scenario_id).await),
        }
    }

    /// Keeps a handover. Where the request's key made one before, that is the answer.
    ///
    /// # Errors
    /// When the owner has no such scenario, or the key was used for something else.
    pub(crate) async fn insert_handover(
        &self,
        owner: &str,
        scenario_id: &str,
        jobseeker: &str,
        (from, to): (&str, &str),
        key: Option<&RequestKey>,
    ) -> Result<HandoverRow> {
        let id = new_id("handover");
        let mut write = self.begin().await?;
        if let Some(made) = made_before(&mut write, owner, key).await? {
            write.rollback().await?;
            return self.handover(owner, &made).await;
        }
        let kept = sqlx::query(
            "INSERT INTO handovers (id, owner, scenario_id, jobseeker, from_org, to_org, created_at) \
             SELECT $1, $2, id, $4, $5, $6, $7 FROM scenarios WHERE id = $3 AND owner = $2",
        )
        .bind(&id)
        .bind(owner)
        .bind(scenario_id)
        .bind(jobseeker)
        .bind(from)
        .bind(to)
        .bind(now())
        .execute(&mut *write)
        .await?;
        if kept.rows_affected() == 0 {
            write.rollback().await?;
            return Err(self.why_missing(owner, scenario_id).await);
        }
        note_made(&mut write, owner, key, &id, Some(scenario_id)).await?;
        write.commit().await?;
        self.handover(owner, &id).await
    }

    /// Confirms that a handover arrived. The same receipt twice is one; another one is a conflict.
    ///
    /// # Errors
    /// When the owner has no such handover, or another receipt came before.
    pub async fn receive_handover(&self, owner: &str, id: &str, by: &str, on: &str) -> Result<HandoverRow> {
        let mut write = self.begin().await?;
        let arrived = "UPDATE handovers SET received_by = $1, received_on = $2 \
                       WHERE id = $3 AND owner = $4 AND received_by IS NULL";
        sqlx::query(arrived).bind(by).bind(on).bind(id).bind(owner).execute(&mut *write).await?;
        write.commit().await?;
        let row = self.handover(owner, id).await?;
        let is_same = row.received_by.as_deref() == Some(by) && row.received_on.as_deref() == Some(on);
        if is_same { Ok(row) } else { Err(StoreError::Conflict) }
    }

    /// The handover under this ID.
    async fn handover(&self, owner: &str, id: &str) -> Result<HandoverRow> {
        let asked = sqlx::query_as(
            "SELECT id, created_at, received_by, received_on FROM handovers WHERE id = $1 AND owner = $2",
        );
        match asked.bind(id).bind(owner).fetch_optional(self.pool()).await? {
            Some(row) => Ok(row),
            None => Err(self.why_missing(owner, id).await),
        }
    }
}

/// Keeps a release with the revision that comes of it.
pub(super) async fn put_release(
    write: &mut SqliteConnection,
    owner: &str,
    scenario_id: &str,
    release: &Release,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO releases (id, owner, scenario_id, jobseeker, released_by, released_on, consulted_by, \
         consulted_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new_id("release"))
    .bind(owner)
    .bind(scenario_id)
    .bind(&release.jobseeker)
    .bind(&release.released_by)
    .bind(&release.released_on)
    .bind(&release.consulted_by)
    .bind(&release.consulted_on)
    .bind(now())
    .execute(write)
    .await?;
    Ok(())
}
