//! A table becomes a revision: its rows go into the scenario, what comes out is kept, and so is what became of each
//! row.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::files::import::{self, Columns, Mapping, Outcome, Part, Row, Table};
use crate::files::scenario::{Issue, format::FORMAT};
use crate::service::cache::{Cache, CachedRegion, unblocked};
use crate::service::revision::{hexadecimal, new_scenario, packed};
use crate::service::store::{ImportRow, NewImport, NewScenario, Result, Store, StoreError};

/// Where rows go.
enum Base {
    /// Into this scenario.
    Scenario(String),
    /// Into a new one with this region, horizon and policy.
    New(Value),
}

/// Rows on their way into a scenario.
struct Work {
    base: Base,
    columns: Columns,
    titles: Vec<String>,
    rows: Vec<Row>,
}

/// What came of rows: the revision to keep, every row, what is wrong with the scenario itself.
type Judged = (Option<(NewScenario, CachedRegion)>, Vec<Outcome>, Vec<Issue>);

/// Runs an import that was noted as begun, and notes how it ended.
pub(crate) async fn run(store: Store, cache: Cache, owner: String, new: NewImport, columns: Columns, table: Table) {
    let id = new.id;
    let base = match (new.scenario_id, new.base) {
        (Some(scenario), _) => Base::Scenario(scenario),
        (None, base) => Base::New(base.unwrap_or_default()),
    };
    let Table { columns: titles, rows, .. } = table;
    let noted = async {
        let (made, rows, issues) = judge(&store, &owner, Work { base, columns, titles, rows }).await?;
        store.end_import(&owner, &id, made.as_ref().map(|(new, _)| new), &rows, &issues).await?;
        remember(&cache, &owner, made).await
    };
    if let Err(error) = noted.await {
        match error {
            StoreError::Missing | StoreError::Erased => tracing::info!(import = id, "erased while it was under way"),
            error => tracing::error!(%error, import = id, "an import failed"),
        }
        if let Err(error) = store.fail_import(&id).await {
            tracing::error!(%error, import = id, "and this could not be noted");
        }
    }
}

/// Judges a row again with cells that were mended, and applies it when it is good.
///
/// # Errors [`StoreError::Conflict`] when the import has not ended, the row needs no mending, or another row was mended
/// meanwhile.
pub(crate) async fn mend(
    store: &Store,
    cache: &Cache,
    owner: &str,
    import: ImportRow,
    row: u32,
    mended: BTreeMap<String, String>,
) -> Result<Outcome> {
    let known = store.import_row(&import.id, row).await?;
    if import.state == "running" || known.status != "error" {
        return Err(StoreError::Conflict);
    }
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let mut cells: BTreeMap<String, String> = serde_json::from_str(&known.cells).map_err(damaged)?;
    cells.extend(mended);
    let mapping: Mapping = serde_json::from_str(&import.mapping).map_err(damaged)?;
    let part: Part = serde_json::from_value(json!(import.part)).map_err(damaged)?;
    let (titles, cells) = cells.into_iter().map(|(title, text)| (title, text.trim().to_owned())).unzip();
    let before = import.result_id.clone();
    let base = match (import.result_id.or(import.scenario_id), import.base) {
        (Some(scenario), _) => Base::Scenario(scenario),
        (None, Some(base)) => Base::New(serde_json::from_str(&base).map_err(damaged)?),
        (None, None) => return Err(StoreError::Missing),
    };
    let columns = Columns::kept(part, mapping);
    let work = Work { base, columns, titles, rows: vec![Row::new(row, cells)] };
    let (made, rows, issues) = judge(store, owner, work).await?;
    let mut outcome = rows.into_iter().next().ok_or(StoreError::Missing)?;
    outcome.issues.extend(issues);
    let new = made.as_ref().map(|(new, _)| new);
    store.mend_row(owner, &import.id, before.as_deref(), new, &outcome).await?;
    remember(cache, owner, made).await?;
    Ok(outcome)
}

/// Keeps at hand the region of a scenario that was kept.
async fn remember(cache: &Cache, owner: &str, made: Option<(NewScenario, CachedRegion)>) -> Result<()> {
    if let Some((new, cached)) = made {
        cache.keep(owner, &new.id, Arc::new(cached)).await?;
    }
    Ok(())
}

/// Puts rows into their scenario.
async fn judge(store: &Store, owner: &str, work: Work) -> Result<Judged> {
    let packs = store.packs(owner).await?;
    let (parent_id, body) = match &work.base {
        Base::Scenario(id) => (Some(id.clone()), Some(store.scenario_body(owner, id).await?)),
        Base::New(_) => (None, None),
    };
    let judged = unblocked(move || {
        let Work { base, columns, titles, rows } = work;
        let base = match (base, body) {
            (Base::New(base), _) => base,
            (Base::Scenario(_), body) => unpacked(&body.unwrap_or_default())?,
        };
        let merged = import::merge(base, &columns, &titles, &rows, &packs);
        let Some((text, reading)) = merged.scenario else { return Ok((None, merged.rows, merged.issues)) };
        let digest = hexadecimal(&Sha256::digest(&text));
        let body = packed(text.as_bytes()).map_err(|error| StoreError::Damaged(error.to_string()))?;
        match new_scenario(reading, &packs, body, text.len() as u64, digest) {
            Ok((new, cached)) => Ok((Some((NewScenario { parent_id, ..new }, cached)), merged.rows, Vec::new())),
            Err(error) => Err(StoreError::Damaged(error.to_string())),
        }
    });
    judged.await?
}

/// A kept scenario as JSON.
fn unpacked(body: &[u8]) -> Result<Value> {
    let mut text = Vec::new();
    GzDecoder::new(body).read_to_end(&mut text).map_err(|error| StoreError::Damaged(error.to_string()))?;
    serde_json::from_slice(&text).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// A new scenario with the fields of `base`.
pub(crate) fn begun(base: &Value) -> Value {
    let mut scenario = json!({"format": FORMAT});
    if let (Some(fields), Some(told)) = (scenario.as_object_mut(), base.as_object()) {
        fields.extend(told.iter().map(|(field, value)| (field.clone(), value.clone())));
    }
    scenario
}
