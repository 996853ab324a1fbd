//! Which scenario a plan is of: a digest of everything that is read of it.

use std::fmt::{self, Write};

use schakel_solver::constraint::RuleBook;
use schakel_solver::domain::{Facts, JobseekerIdx, LedBy};
use sha2::{Digest, Sha256};

/// Hashes text as it is written, without holding it.
struct Hashed(Sha256);

impl Write for Hashed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

/// The digest of a region, SHA-256 in hexadecimal: people, offers, policy, numbers, and the timetables with their days.
/// The region is in canonical order, so that the order of a file's lists makes no difference. Parts that say nothing
/// about the region, such as a story, are left out. Of a person who is not available now only the identifier counts:
/// someone on hold and someone who comes later look the same here too. Linear in the region.
pub(super) fn of(facts: Facts<'_>) -> String {
    let rules = RuleBook::of(&facts.region.pack);
    let is_hidden = |at: usize| rules.hides_person(facts, JobseekerIdx::from_usize(at), LedBy::Vdab);
    let mut rest = facts.region.clone();
    let people = std::mem::take(&mut rest.jobseekers);
    let mut hashed = Hashed(Sha256::new());
    // Writing to a hash never fails.
    let _ = write!(hashed, "{rest:?}{:?}", rest.travel.sources());
    for (at, person) in people.iter().enumerate() {
        let _ = if is_hidden(at) { write!(hashed, "{:?}", person.id) } else { write!(hashed, "{person:?}") };
    }
    hashed.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
