//! Scenarios in the store, revision by revision, and their erasure.

use sqlx::SqliteConnection;

use super::releases::put_release;
use super::{Release, RequestKey, Result, Store, StoreError, made_before, note_made, now};

row! {
    /// A scenario without its body.
    #[derive(Clone, Debug)]
    pub struct ScenarioRow {
        /// Its ID.
        pub id: String,
        /// The first of its line.
        pub origin_id: String,
        /// The one it was made from.
        pub parent_id: Option<String>,
        /// 1 for the first of a line, and one more each time.
        pub revision: i64,
        /// When, UTC.
        pub created_at: String,
        /// Name of the policy pack.
        pub policy_pack: String,
        /// JSON: region, story, counts.
        pub summary: String,
        /// JSON: warnings and defaults.
        pub validation: String,
    }
}

/// A scenario to keep.
pub struct NewScenario {
    /// Its ID.
    pub id: String,
    /// The one it was made from.
    pub parent_id: Option<String>,
    /// The JSON, gzipped.
    pub body: Vec<u8>,
    /// Length of the JSON, bytes.
    pub bytes: u64,
    /// SHA-256 of the JSON, hexadecimal.
    pub digest: String,
    /// Name of the policy pack.
    pub policy_pack: String,
    /// The pack it was read under, as JSON.
    pub pack_body: Option<String>,
    /// JSON: region, story, counts.
    pub summary: String,
    /// JSON: warnings and defaults.
    pub validation: String,
}

/// What is kept with a scenario, in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Along {
    /// The request that makes it.
    pub(crate) key: Option<RequestKey>,
    /// The release it comes of.
    pub(crate) release: Option<Release>,
    /// Whether it is kept only while nothing else was made from the one it is made from: decisions add up.
    pub(crate) on_newest: bool,
}

/// What went with a scenario that was erased, by ID.
#[derive(Clone, Debug)]
pub struct Erased {
    /// It, and the revisions made from it.
    pub scenarios: Vec<String>,
    /// Their plans.
    pub plans: Vec<String>,
}

/// The revision `$1` of the owner `$2`, and every one made from it.
const LINE: &str = "WITH RECURSIVE line (id) AS (SELECT id FROM scenarios WHERE id = $1 AND owner = $2 \
                    UNION SELECT child.id FROM scenarios child JOIN line ON child.parent_id = line.id)";

const COLUMNS: &str = "id, origin_id, parent_id, revision, created_at, policy_pack, summary, validation";

impl Store {
    /// The scenario under this ID.
    ///
    /// # Errors
    /// When the owner has none.
    pub async fn scenario(&self, owner: &str, id: &str) -> Result<ScenarioRow> {
        let asked = format!("SELECT {COLUMNS} FROM scenarios WHERE id = $1 AND owner = $2");
        let asked = sqlx::query_as(sqlx::AssertSqlSafe(asked)).bind(id).bind(owner);
        match asked.fetch_optional(self.pool()).await? {
            Some(row) => Ok(row),
            None => Err(self.why_missing(owner, id).await),
        }
    }

    /// The newest leaf among the revision and everything made from it: a revision from which nothing was made.
    ///
    /// # Errors
    /// When the owner has none.
    pub(crate) async fn newest_from(&self, owner: &str, id: &str) -> Result<String> {
        let asked = format!(
            "{LINE} SELECT id FROM scenarios WHERE id IN line \
             AND NOT EXISTS (SELECT 1 FROM scenarios child WHERE child.parent_id = scenarios.id) \
             ORDER BY revision DESC, id DESC LIMIT 1"
        );
        let asked = sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).bind(id).bind(owner);
        match asked.fetch_optional(self.pool()).await? {
            Some(newest) => Ok(newest),
            None => Err(self.why_missing(owner, id).await),
        }
    }

    /// Its JSON, gzipped.
    ///
    /// # Errors
    /// When the owner has none.
    pub async fn scenario_body(&self, owner: &str, id: &str) -> Result<Vec<u8>> {
        let asked = sqlx::query_scalar("SELECT body FROM scenarios WHERE id = $1 AND owner = $2").bind(id).bind(owner);
        match asked.fetch_optional(self.pool()).await? {
            Some(body) => Ok(body),
            None => Err(self.why_missing(owner, id).await),
        }
    }

    /// Keeps a scenario; one made from another gets the next revision of its line. Where the request's key made one
    /// before, that is the answer.
    ///
    /// # Errors
    /// When the one it was made from is not there, its pack changed meanwhile, or the key was used for something else.
    pub(crate) async fn insert_scenario(&self, owner: &str, new: NewScenario, along: &Along) -> Result<ScenarioRow> {
        let (mut write, key) = (self.begin().await?, along.key.as_ref());
        if let Some(made) = made_before(&mut write, owner, key).await? {
            // A new connection may wait for this transaction: it ends before another is asked for.
            write.rollback().await?;
            return self.scenario(owner, &made).await;
        }
        if let Some(parent) = new.parent_id.as_ref().filter(|_| along.on_newest) {
            let children = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM scenarios WHERE parent_id = $1");
            if children.bind(parent).fetch_one(&mut *write).await? > 0 {
                write.rollback().await?;
                return Err(StoreError::Conflict);
            }
        }
        put_scenario(&mut write, owner, &new).await?;
        if let Some(release) = &along.release {
            put_release(&mut write, owner, &new.id, release).await?;
        }
        note_made(&mut write, owner, key, &new.id, Some(&new.id)).await?;
        write.commit().await?;
        self.scenario(owner, &new.id).await
    }

    /// The owner's scenarios, the newest first: at most `limit`, of those older than `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn scenarios(
        &self,
        owner: &str,
        limit: u32,
        before: Option<&str>,
        latest: bool,
    ) -> Result<Vec<ScenarioRow>> {
        // IDs are in the order of time.
        let only = if latest {
            "AND NOT EXISTS (SELECT 1 FROM scenarios AS later WHERE later.owner = scenarios.owner \
             AND later.origin_id = scenarios.origin_id AND later.id > scenarios.id)"
        } else {
            ""
        };
        let asked = format!(
            "SELECT {COLUMNS} FROM scenarios WHERE owner = $1 AND ($2 IS NULL OR id < $2) {only} \
             ORDER BY id DESC LIMIT $3"
        );
        let asked = sqlx::query_as(sqlx::AssertSqlSafe(asked)).bind(owner).bind(before).bind(i64::from(limit));
        Ok(asked.fetch_all(self.pool()).await?)
    }

    /// Whether the owner never kept anything.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_untouched(&self, owner: &str) -> Result<bool> {
        let asked = "SELECT (SELECT count(*) FROM scenarios WHERE owner = $1) \
                     + (SELECT count(*) FROM erased WHERE owner = $1)";
        Ok(sqlx::query_scalar::<_, i64>(asked).bind(owner).fetch_one(self.pool()).await? == 0)
    }

    /// Erases a scenario, every revision made from it and everything derived from those. Their IDs stay, so that their
    /// owner is told that they are gone.
    ///
    /// # Errors
    /// When the owner has none.
    pub async fn erase_scenario(&self, owner: &str, id: &str) -> Result<Erased> {
        let mut write = self.begin().await?;
        let asked = format!("{LINE} SELECT id FROM line");
        let asked = sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).bind(id).bind(owner);
        let scenarios: Vec<String> = asked.fetch_all(&mut *write).await?;
        if scenarios.is_empty() {
            // A new connection may wait for this transaction: it ends before another is asked for.
            write.rollback().await?;
            return Err(self.why_missing(owner, id).await);
        }
        let asked = format!("{LINE} SELECT plans.id FROM plans JOIN line ON plans.scenario_id = line.id");
        let asked = sqlx::query_scalar(sqlx::AssertSqlSafe(asked)).bind(id).bind(owner);
        let plans: Vec<String> = asked.fetch_all(&mut *write).await?;
        let note = format!(
            "INSERT INTO erased (id, owner, erased_at) {LINE} \
             SELECT id, $2, $3 FROM line \
             UNION SELECT plans.id, $2, $3 FROM plans JOIN line ON plans.scenario_id = line.id \
             UNION SELECT handovers.id, $2, $3 FROM handovers JOIN line ON handovers.scenario_id = line.id \
             UNION SELECT imports.id, $2, $3 FROM imports JOIN line ON line.id IN (imports.scenario_id, imports.result_id)"
        );
        let note = sqlx::query(sqlx::AssertSqlSafe(note)).bind(id).bind(owner).bind(now());
        note.execute(&mut *write).await?;
        sqlx::query("DELETE FROM scenarios WHERE id = $1 AND owner = $2")
            .bind(id)
            .bind(owner)
            .execute(&mut *write)
            .await?;
        write.commit().await?;
        self.forget_traces().await;
        Ok(Erased { scenarios, plans })
    }

    /// Empties the log of the database, which may still hold erased data. In the file itself, erased data is
    /// overwritten. The data counts as erased even when this fails, so that nobody is told otherwise.
    pub(super) async fn forget_traces(&self) {
        let emptied = sqlx::query_as::<_, (i64, i64, i64)>("PRAGMA wal_checkpoint(TRUNCATE)");
        match emptied.fetch_one(self.pool()).await {
            Ok((0, ..)) => {}
            Ok(_) => {
                tracing::warn!("the log of the database was in use; what was erased leaves it with the next erasure");
            }
            Err(error) => {
                tracing::warn!(%error, "the log of the database still has what was erased until the next erasure");
            }
        }
    }
}

/// Keeps a scenario inside a transaction that keeps more.
///
/// # Errors
/// When the one it was made from is not there, or the pack it was read under is another by now.
pub(super) async fn put_scenario(write: &mut SqliteConnection, owner: &str, new: &NewScenario) -> Result<()> {
    let asked = sqlx::query_scalar::<_, String>("SELECT body FROM packs WHERE owner = $1 AND name = $2");
    let pack = asked.bind(owner).bind(&new.policy_pack).fetch_optional(&mut *write).await?;
    if pack.is_some() && pack != new.pack_body {
        return Err(StoreError::Conflict);
    }
    let origin = match &new.parent_id {
        None => new.id.clone(),
        Some(parent) => {
            let asked = sqlx::query_scalar("SELECT origin_id FROM scenarios WHERE id = $1 AND owner = $2");
            let found = asked.bind(parent).bind(owner).fetch_optional(&mut *write).await?;
            match found {
                Some(origin) => origin,
                None => {
                    let erased = sqlx::query_scalar::<_, i64>("SELECT 1 FROM erased WHERE id = $1 AND owner = $2");
                    let erased = erased.bind(parent).bind(owner).fetch_optional(&mut *write).await?;
                    // The caller read the parent before an erasure removed it.
                    return Err(if erased.is_some() { StoreError::Erased } else { StoreError::Missing });
                }
            }
        }
    };
    let asked = sqlx::query_scalar::<_, i64>("SELECT coalesce(max(revision), 0) FROM scenarios WHERE origin_id = $1");
    let revision = asked.bind(&origin).fetch_one(&mut *write).await? + 1;
    sqlx::query(
        "INSERT INTO scenarios (id, owner, origin_id, parent_id, revision, created_at, body, bytes, digest, \
         policy_pack, summary, validation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(&new.id)
    .bind(owner)
    .bind(&origin)
    .bind(&new.parent_id)
    .bind(revision)
    .bind(now())
    .bind(&new.body)
    .bind(new.bytes as i64)
    .bind(&new.digest)
    .bind(&new.policy_pack)
    .bind(&new.summary)
    .bind(&new.validation)
    .execute(&mut *write)
    .await?;
    Ok(())
}
