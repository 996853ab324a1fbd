//! Whom counsellors put forward, as facts.

use schakel_solver::domain;

use crate::files::scenario::format::{NominatedBy, Nomination};
use crate::files::scenario::names::Names;
use crate::files::scenario::stream::Parts;

/// Whom counsellors put forward, sorted, each once.
pub(super) fn nominations(parts: &Parts, names: &Names<'_>) -> Option<Vec<domain::Nomination>> {
    let nomination = |nomination: &Nomination| {
        let what = match (&nomination.occupation, &nomination.programme) {
            (Some(code), _) => domain::NominatedFor::Occupation(names.occupation(code)?),
            (None, Some(id)) => domain::NominatedFor::Programme(names.programme(id)?),
            (None, None) => return None,
        };
        let by = match nomination.by {
            NominatedBy::Vdab => domain::NominatedBy::Vdab,
            NominatedBy::Ocmw => domain::NominatedBy::Ocmw,
            NominatedBy::Municipality => domain::NominatedBy::Municipality,
            NominatedBy::Partner => domain::NominatedBy::Partner,
        };
        Some(domain::Nomination { jobseeker: names.jobseeker(&nomination.jobseeker)?, what, by })
    };
    let all = parts.nominations.records.iter().map(|record| nomination(&record.value));
    let mut all: Vec<_> = all.collect::<Option<_>>()?;
    all.sort_unstable();
    all.dedup();
    Some(all)
}
