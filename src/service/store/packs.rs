//! Policy packs in the store, besides those the program brings.

use super::{Result, Store, StoreError, now};
use crate::files::scenario::Packs;

impl Store {
    /// The policy packs an owner may use: the program's own and those the owner added.
    ///
    /// # Errors
    /// When the database fails, or a kept pack is no longer read.
    pub async fn packs(&self, owner: &str) -> Result<Packs> {
        let mut packs = Packs::built_in().with_networks(self.networks().clone());
        for body in self.pack_bodies(owner).await? {
            packs.add(body.as_bytes());
        }
        Ok(packs)
    }

    /// The policy packs an owner added, as JSON.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pack_bodies(&self, owner: &str) -> Result<Vec<String>> {
        let asked = sqlx::query_scalar("SELECT body FROM packs WHERE owner = $1 ORDER BY name").bind(owner);
        Ok(asked.fetch_all(self.pool()).await?)
    }

    /// Keeps a pack under its name, in place of one that no scenario uses. True when the name is new.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when a scenario uses the one that is there, and it is another.
    pub(crate) async fn put_pack(&self, owner: &str, name: &str, body: &str) -> Result<bool> {
        let mut write = self.begin().await?;
        let asked = sqlx::query_scalar("SELECT body FROM packs WHERE owner = $1 AND name = $2").bind(owner).bind(name);
        let known: Option<String> = asked.fetch_optional(&mut *write).await?;
        if known.as_deref() == Some(body) {
            return Ok(false);
        }
        let asked =
            sqlx::query_scalar::<_, i64>("SELECT count(*) FROM scenarios WHERE owner = $1 AND policy_pack = $2");
        if asked.bind(owner).bind(name).fetch_one(&mut *write).await? > 0 {
            return Err(StoreError::InUse);
        }
        let kept = "INSERT INTO packs (name, owner, body, created_at) VALUES ($1, $2, $3, $4) \
                    ON CONFLICT (owner, name) DO UPDATE SET body = $3, created_at = $4";
        sqlx::query(kept).bind(name).bind(owner).bind(body).bind(now()).execute(&mut *write).await?;
        write.commit().await?;
        Ok(known.is_none())
    }

    /// Names of the packs that scenarios of the owner use.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn packs_in_use(&self, owner: &str) -> Result<Vec<String>> {
        let asked =
            sqlx::query_scalar("SELECT DISTINCT policy_pack FROM scenarios WHERE owner = $1 ORDER BY policy_pack");
        Ok(asked.bind(owner).fetch_all(self.pool()).await?)
    }
}
