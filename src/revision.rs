//! A scenario becomes the next: kept as it came, or changed and read again as a whole. Nothing is kept that has errors.

use std::io::{Read, Write};
use std::sync::Arc;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::residents::{Resident, Residents, unblocked};
use crate::scenario::{self, Issue, Packs, Reading};
use crate::store::{NewScenario, ScenarioRow, Store, StoreError, new_id};

/// Why a scenario was not kept.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// It, or the change, has errors: all of them.
    #[error("{} issues", .0.len())]
    Invalid(Vec<Issue>),
    /// The store failed, or has no such scenario.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a new revision of `parent_id`: `change` works on its JSON, and what comes out is read as any scenario.
///
/// # Errors
/// When the owner has no such scenario, the change is refused, or its result has errors: nothing is kept then.
pub async fn revise(
    store: &Store,
    residents: &Residents,
    owner: &str,
    parent_id: &str,
    change: impl FnOnce(&mut Value) -> Result<(), Vec<Issue>> + Send + 'static,
) -> Result<ScenarioRow, RevisionError> {
    let body = store.scenario_body(owner, parent_id).await?;
    let packs = store.packs(owner).await?;
    let (new, resident) = unblocked(move || changed(&body, &packs, change)).await??;
    keep(store, residents, owner, NewScenario { parent_id: Some(parent_id.to_owned()), ..new }, resident).await
}

/// Keeps a scenario that was read without errors, and its region.
///
/// # Errors
/// When the store fails.
pub async fn keep(
    store: &Store,
    residents: &Residents,
    owner: &str,
    new: NewScenario,
    resident: Resident,
) -> Result<ScenarioRow, RevisionError> {
    let row = store.insert_scenario(owner, new, None).await?;
    residents.keep(&row.id, Arc::new(resident));
    Ok(row)
}

/// The changed scenario and its region.
fn changed(
    body: &[u8],
    packs: &Packs,
    change: impl FnOnce(&mut Value) -> Result<(), Vec<Issue>>,
) -> Result<(NewScenario, Resident), RevisionError> {
    let damaged = |error: &dyn std::fmt::Display| StoreError::Damaged(error.to_string());
    let mut text = Vec::new();
    GzDecoder::new(body).read_to_end(&mut text).map_err(|error| damaged(&error))?;
    let mut value: Value = serde_json::from_slice(&text).map_err(|error| damaged(&error))?;
    drop(text);
    change(&mut value).map_err(RevisionError::Invalid)?;
    let text = value.to_string();
    drop(value);
    let reading = scenario::read(text.as_bytes(), packs);
    let digest = hexadecimal(&Sha256::digest(&text));
    let body = packed(text.as_bytes()).map_err(|error| damaged(&error))?;
    new_scenario(reading, body, text.len() as u64, digest)
}

/// What is kept of a scenario that was read, and its region.
///
/// # Errors
/// Every issue, when one of them is an error.
pub fn new_scenario(
    reading: Reading,
    body: Vec<u8>,
    bytes: u64,
    digest: String,
) -> Result<(NewScenario, Resident), RevisionError> {
    let Reading { region, issues, defaults, story } = reading;
    let Some(region) = region else { return Err(RevisionError::Invalid(issues)) };
    let summary = json!({
        "region": region.name,
        "story": story,
        "jobseekers": region.jobseekers.len(),
        "vacancies": region.vacancies.len(),
        "childcare": region.childcare.len(),
        "supports": region.supports.len(),
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
        summary: summary.to_string(),
        validation: validation.to_string(),
    };
    Ok((new, Resident::of(region, defaults)))
}

/// `bytes` gzipped.
///
/// # Errors
/// Never in practice: memory is written.
pub fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes)?;
    packer.finish()
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
