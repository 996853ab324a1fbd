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

/// Cells of rows by their number, each by the title of its column.
pub(crate) type MendedRows = BTreeMap<u32, BTreeMap<String, String>>;

/// Why rows were not mended.
pub(crate) enum MendError {
    /// Cells under titles that the table does not have for a field: the row and the title of each.
    Unknown(Vec<(u32, String)>),
    /// As [`StoreError`] says.
    Store(StoreError),
}

impl From<StoreError> for MendError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Judges rows again with cells that were mended; those that are good make one revision together.
///
/// # Errors
/// [`StoreError::Conflict`] when the import has not ended, a row needs no mending, or another row was mended meanwhile.
pub(crate) async fn mend(
    store: &Store,
    cache: &Cache,
    owner: &str,
    import: ImportRow,
    mended: MendedRows,
) -> std::result::Result<Vec<Outcome>, MendError> {
    let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
    let mapping: Mapping = serde_json::from_str(&import.mapping).map_err(damaged)?;
    let titles = mended.iter().flat_map(|(row, cells)| cells.keys().map(|title| (*row, title)));
    let unknown = titles.filter(|(_, title)| !mapping.contains_key(*title));
    let unknown: Vec<_> = unknown.map(|(row, title)| (row, title.clone())).collect();
    if !unknown.is_empty() {
        return Err(MendError::Unknown(unknown));
    }
    let titles: Vec<String> = mapping.keys().cloned().collect();
    let mut rows = Vec::with_capacity(mended.len());
    for (row, mended) in mended {
        let known = store.import_row(&import.id, row).await?;
        if import.state == "running" || known.status != "error" {
            return Err(StoreError::Conflict.into());
        }
        let mut cells: BTreeMap<String, String> = serde_json::from_str(&known.cells).map_err(damaged)?;
        cells.extend(mended);
        let text = |title: &String| cells.get(title).map_or_else(String::new, |text| text.trim().to_owned());
        rows.push(Row::new(row, titles.iter().map(text).collect()));
    }
    let part: Part = serde_json::from_value(json!(import.part)).map_err(damaged)?;
    let before = import.result_id.clone();
    let base = match (import.result_id.or(import.scenario_id), import.base) {
        (Some(scenario), _) => Base::Scenario(scenario),
        (None, Some(base)) => Base::New(serde_json::from_str(&base).map_err(damaged)?),
        (None, None) => return Err(StoreError::Missing.into()),
    };
    let columns = Columns::kept(part, mapping);
    let (made, mut rows, issues) = judge(store, owner, Work { base, columns, titles, rows }).await?;
    // What is wrong with the scenario itself is told once, with the first row.
    if let Some(first) = rows.first_mut() {
        first.issues.extend(issues);
    }
    let new = made.as_ref().map(|(new, _)| new);
    store.mend_rows(owner, &import.id, before.as_deref(), new, &rows).await?;
    remember(cache, owner, made).await?;
    Ok(rows)
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
