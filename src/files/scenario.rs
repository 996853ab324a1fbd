//! Scenario in, valid region out, every issue at once.
//!
//! `stream` reads records one by one, `shape` judges each by the schema generated from `format`, `meaning` judges them
//! together, `region` turns them into facts.

mod catalogue;
mod cut;
mod declare;
mod defaults;
pub mod format;
mod issue;
mod meaning;
mod mend;
mod names;
mod numbers;
mod pack_files;
mod packs;
mod personal;
mod policy;
mod region;
mod shape;
mod stream;
pub mod traces;
mod tree;
mod units;
mod weeks;

use std::io::{Read, Write};

use schakel_solver::domain;

pub(crate) use declare::catalogue;
pub use defaults::DefaultUsed;
pub(crate) use issue::bounded;
pub use issue::{Code, Entry, ISSUES_MAX, Issue, Param, Params, Severity};
pub(crate) use issue::{escaped, shown};
pub use numbers::{NUMBERS, NumberRange};
pub use packs::{Packs, RULES, is_locked};
pub(crate) use personal::code_of_field;
pub(crate) use policy::{priority, priority_named};
pub use shape::{pack_schema, read_as, read_fields, scenario_schema};
pub(crate) use traces::{holds_national_number, is_email, is_national_number};
pub(crate) use units::{INTERVIEWS_WORK, SIZING_WORK};

/// What came out of a scenario file.
pub struct Reading {
    /// The region to plan for: there exactly when no issue is an error.
    pub region: Option<domain::Region>,
    /// Everything wrong or doubtful: first the shape in the order of the file, then what the parts mean together. Where
    /// it is more than anyone reads, the last one counts the rest.
    pub issues: Vec<Issue>,
    /// Numbers of the policy pack that were used because the scenario left them open, by name.
    pub defaults: Vec<DefaultUsed>,
    /// What the scenario says it shows.
    pub story: Option<String>,
    /// How many venues it has.
    pub venues: usize,
}

/// Reads a scenario, record by record, and says everything that is wrong with it at once. Never fails: a source that
/// cannot be read is an issue too.
///
/// The order of the lists in the file makes no difference to the region.
pub fn read(source: impl Read, packs: &Packs) -> Reading {
    read_up_to(source, packs, ISSUES_MAX)
}

/// As [`read`], with no more than so many issues told one by one.
pub fn read_up_to(source: impl Read, packs: &Packs, issues_max: usize) -> Reading {
    let mut parts = stream::read(source, issues_max);
    meaning::check(&mut parts, packs);
    let issues = issue::bounded(std::mem::take(&mut parts.issues), parts.more_issues, issues_max);
    let (story, venues) = (parts.story.take(), parts.venues.records.len());
    if issues.iter().any(|issue| issue.severity() == Severity::Error) {
        return Reading { region: None, issues, defaults: Vec::new(), story, venues };
    }
    let defaults = defaults::used(&parts, packs);
    // Without an error every required part is there and every ID is known, so the region always builds.
    let region = region::region(parts, packs);
    debug_assert!(region.is_some());
    Reading { region, issues, defaults, story, venues }
}

/// `bytes` gzipped.
///
/// # Errors
/// Never in practice: memory is written.
pub fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes)?;
    packer.finish()
}
