//! Requests with a key: what they made is noted in the same transaction, so that a request sent twice is done once,
//! also when the answer to the first was lost.

use sqlx::SqliteConnection;

use super::{Result, Store, StoreError, now};

/// How long a key is remembered, days.
const REMEMBERED_DAYS: u32 = 7;

/// A key and what is asked under it.
#[derive(Clone, Debug)]
pub(crate) struct RequestKey {
    /// The key, as the caller chose it.
    pub(crate) key: String,
    /// SHA-256 of what is asked, hexadecimal.
    pub(crate) digest: String,
}

/// ID of what an earlier request under the same key made. Asked inside the transaction that would make it.
///
/// # Errors
/// [`StoreError::KeyReused`] when the key was used for something else.
pub(crate) async fn made_before(
    write: &mut SqliteConnection,
    owner: &str,
    key: Option<&RequestKey>,
) -> Result<Option<String>> {
    let Some(RequestKey { key, digest }) = key else { return Ok(None) };
    let asked = sqlx::query_as("SELECT digest, made_id FROM request_keys WHERE owner = $1 AND key = $2");
    let known: Option<(String, String)> = asked.bind(owner).bind(key).fetch_optional(write).await?;
    match known {
        None => Ok(None),
        Some((known, made)) if known == *digest => Ok(Some(made)),
        Some(_) => Err(StoreError::KeyReused),
    }
}

/// Notes what a request with a key made, in the transaction that makes it.
pub(crate) async fn note_made(
    write: &mut SqliteConnection,
    owner: &str,
    key: Option<&RequestKey>,
    made_id: &str,
    scenario_id: Option<&str>,
) -> Result<()> {
    let Some(RequestKey { key, digest }) = key else { return Ok(()) };
    sqlx::query(
        "INSERT INTO request_keys (owner, key, digest, made_id, created_at, scenario_id) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(owner)
    .bind(key)
    .bind(digest)
    .bind(made_id)
    .bind(now())
    .bind(scenario_id)
    .execute(write)
    .await?;
    Ok(())
}

impl Store {
    /// Forgets keys that nobody will send again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_old_keys(&self) -> Result<()> {
        let oldest = chrono::Utc::now() - chrono::TimeDelta::days(i64::from(REMEMBERED_DAYS));
        let oldest = oldest.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        sqlx::query("DELETE FROM request_keys WHERE created_at < $1").bind(oldest).execute(self.pool()).await?;
        Ok(())
    }
}
