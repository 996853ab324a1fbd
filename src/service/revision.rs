//! A scenario becomes the next: kept as it came, or changed and read again as a whole. Nothing is kept that has errors.

mod document;
mod packing;
mod patch;

use std::io::Read;
use std::sync::Arc;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

pub use crate::files::scenario::packed;
use crate::files::scenario::{self, Issue, Packs, Reading};
use crate::service::cache::{Cache, CachedRegion, unblocked};
use crate::service::store::{Along, NewScenario, ScenarioRow, Store, StoreError, new_id};
use packing::{Fault, Packing, Tee};

pub use document::Node;
pub use patch::{Op, Operation, Patch, apply};

/// Why a scenario was not kept.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// It, or the change, has errors: all of them.
    #[error("{} issues", .0.len())]
    Invalid(Vec<Issue>),
    /// It is longer than allowed.
    #[error("too long")]
    TooLong,
    /// It broke off on its way, or does not unpack.
    #[error("broken off")]
    BrokenOff,
    /// The store failed, or has no such scenario.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a scenario as it arrives, at most `bytes_max` of JSON. The text is never held whole.
///
/// # Errors
/// When it is too long, breaks off, or has errors.
pub fn accept(source: impl Read, bytes_max: u64, packs: &Packs) -> Result<(NewScenario, CachedRegion), RevisionError> {
    let mut tee = Tee::of(source, bytes_max);
    let reading = scenario::read(&mut tee, packs);
    match tee.fault {
        Some(Fault::TooLong) => return Err(RevisionError::TooLong),
        Some(Fault::Broken) => return Err(RevisionError::BrokenOff),
        None => {}
    }
    let packed = tee.packing.finish().map_err(damaged)?;
    new_scenario(reading, packs, packed.body, packed.bytes, packed.digest)
}

/// Makes a new revision of `parent_id`: `change` works on all of its JSON, and what comes out is read as any scenario.
/// `amend` costs less where the change touches few records. What is `along` is kept with it, or neither.
///
/// # Errors
/// When the owner has no such scenario, the change is refused, or its result has errors: nothing is kept then.
pub async fn revise(
    store: &Store,
    cache: &Cache,
    owner: &str,
    parent_id: &str,
    along: &Along,
    change: impl FnOnce(&mut Value) -> Result<(), Vec<Issue>> + Send + 'static,
) -> Result<ScenarioRow, RevisionError> {
    let of_all = move |document: &mut Node| {
        let whole = document.value().map_err(damaged);
        let mut whole = whole?;
        change(&mut whole).map_err(RevisionError::Invalid)?;
        *document = Node::of(&whole).map_err(damaged)?;
        Ok(())
    };
    amend(store, cache, owner, parent_id, along, of_all).await
}

/// How often a decision is tried anew because another came first.
const TRIES: usize = 20;

/// As [`revise`], of the newest revision that was made from `base_id`: decisions that are taken beside each other add
/// up, however old the plan is that they are about.
///
/// # Errors
/// As [`revise`].
pub(crate) async fn decide(
    store: &Store,
    cache: &Cache,
    owner: &str,
    base_id: &str,
    along: Along,
    change: impl Fn(&mut Value) -> Result<(), Vec<Issue>> + Clone + Send + 'static,
) -> Result<ScenarioRow, RevisionError> {
    let along = Along { on_newest: true, ..along };
    for _ in 1..TRIES {
        let newest = store.newest_from(owner, base_id).await?;
        match revise(store, cache, owner, &newest, &along, change.clone()).await {
            Err(RevisionError::Store(StoreError::Conflict)) => {}
            made => return made,
        }
    }
    let newest = store.newest_from(owner, base_id).await?;
    revise(store, cache, owner, &newest, &along, change).await
}

/// Makes a new revision of `parent_id`: `change` works on its JSON as a tree that is parsed only where it is touched. A
/// request's key makes one revision, however often it is sent.
///
/// # Errors
/// As [`revise`], and when the key was used for something else.
pub(crate) async fn amend(
    store: &Store,
    cache: &Cache,
    owner: &str,
    parent_id: &str,
    along: &Along,
    change: impl FnOnce(&mut Node) -> Result<(), RevisionError> + Send + 'static,
) -> Result<ScenarioRow, RevisionError> {
    let body = store.scenario_body(owner, parent_id).await?;
    let packs = store.packs(owner).await?;
    let (new, cached) = unblocked(move || changed(body, &packs, change)).await??;
    let new = NewScenario { parent_id: Some(parent_id.to_owned()), ..new };
    let row = store.insert_scenario(owner, new, along).await?;
    cache.keep(owner, &row.id, Arc::new(cached)).await?;
    Ok(row)
}

/// Keeps a scenario that was read without errors, and its region.
///
/// # Errors
/// When the store fails.
pub async fn keep(
    store: &Store,
    cache: &Cache,
    owner: &str,
    new: NewScenario,
    cached: CachedRegion,
) -> Result<ScenarioRow, RevisionError> {
    let row = store.insert_scenario(owner, new, &Along::default()).await?;
    cache.keep(owner, &row.id, Arc::new(cached)).await?;
    Ok(row)
}

/// The changed scenario and its region.
fn changed(
    body: Vec<u8>,
    packs: &Packs,
    change: impl FnOnce(&mut Node) -> Result<(), RevisionError>,
) -> Result<(NewScenario, CachedRegion), RevisionError> {
    let mut document = Node::read(GzDecoder::new(&*body)).map_err(damaged)?;
    drop(body);
    change(&mut document)?;
    let mut packing = std::io::BufWriter::with_capacity(1 << 16, Packing::new());
    document.write(&mut packing).map_err(damaged)?;
    drop(document);
    let packed = packing.into_inner().map_err(|error| damaged(error.into_error()))?.finish().map_err(damaged)?;
    let reading = scenario::read(GzDecoder::new(&*packed.body), packs);
    new_scenario(reading, packs, packed.body, packed.bytes, packed.digest)
}

/// The error for a stored scenario that cannot be read back.
fn damaged(error: impl std::fmt::Display) -> RevisionError {
    StoreError::Damaged(error.to_string()).into()
}

/// What is kept of a scenario that was read, and its region.
///
/// # Errors
/// Every issue, when one of them is an error.
pub fn new_scenario(
    reading: Reading,
    packs: &Packs,
    body: Vec<u8>,
    bytes: u64,
    digest: String,
) -> Result<(NewScenario, CachedRegion), RevisionError> {
    let Reading { region, issues, defaults, story, venues } = reading;
    let Some(region) = region else { return Err(RevisionError::Invalid(issues)) };
    let summary = json!({
        "region": region.name,
        "story": story,
        "jobseekers": region.jobseekers.len(),
        "vacancies": region.offers.len(),
        "childcare": region.childcare.len(),
        "supports": region.supports.len(),
        "venues": venues,
        "promises": region.promises.len(),
        "pins": region.pins.len(),
    });
    let default = |used: &scenario::DefaultUsed| json!({"name": used.name, "value": used.value, "source": used.source, "used_for": used.used_for});
    let validation = json!({"issues": issues, "defaults": defaults.iter().map(default).collect::<Vec<_>>()});
    let new = NewScenario {
        id: new_id("scenario"),
        parent_id: None,
        body,
        bytes,
        digest,
        policy_pack: region.pack.name.clone(),
        pack_body: packs.get(&region.pack.name).map(serde_json::to_string).transpose().map_err(damaged)?,
        summary: summary.to_string(),
        validation: validation.to_string(),
    };
    Ok((new, CachedRegion::of(region, defaults)))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
