//! The checker: adds a plan up again, from the facts and the rules alone, and recomputes what no plan exceeds.
//!
//! It trusts neither candidate search nor the lists nor the solver: it judges every assignment by every rule, adds
//! every pool and level up in 128 bits, lists every way itself (`listing`), and asks the integer arithmetic of
//! [`model::bound`](schakel_model::bound) what the certificate proves about *that* list.

mod count;
mod listing;
mod proof;
mod violation;
mod ways;

#[cfg(test)]
mod tests;

use crate::constraint::RuleBook;
use crate::domain::Facts;
use schakel_model::Status;

use super::Plan;

pub use violation::{InWords, PoolNames, Violation};

/// How far a check goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Solve once more over the checker's own list and compare what is reached.
    pub resolve: bool,
}

/// What a check found and how much it looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Everything that is wrong; a plan without is as good as it says.
    pub violations: Vec<Violation>,
    /// Value per level, added up again.
    pub values: Vec<i128>,
    /// Bound per level, recomputed; `None` when the certificate is refused.
    pub bounds: Option<Vec<i128>>,
    /// Pairs of a person and an offer that were judged.
    pub n_pairs: u64,
    /// Ways that no rule blocks and no other betters: the edges over which the bound holds.
    pub n_edges: usize,
    /// What solving again reached and how sure it is, when asked for.
    pub resolved: Option<(Status, Vec<i128>)>,
}

/// Checks `plan` against `facts`: everything that is wrong with it, nothing when it is as good as it says.
pub fn check(facts: Facts<'_>, plan: &Plan) -> Vec<Violation> {
    inspect(facts, plan, Effort::default()).violations
}

/// Checks `plan` against `facts` and tells what was looked at. Linear in the pairs of people and offers.
pub fn inspect(facts: Facts<'_>, plan: &Plan, effort: Effort) -> Report {
    let rules = RuleBook::of(&facts.region.pack);
    let mut violations = Vec::new();
    let sums = count::add_up(facts, &rules, plan, &mut violations);
    let listing = listing::list(facts, &rules);
    let mut of_bounds = Vec::new();
    // Bounds are added up on one core.
    let ((), bounds) = rayon::join(
        || count::compare_counts(facts, plan, &listing, &mut violations),
        || proof::compare_bounds(plan, &sums, &listing, &mut of_bounds),
    );
    violations.append(&mut of_bounds);
    let resolved = effort.resolve.then(|| proof::resolve(plan, &sums, &listing, &mut violations));
    let (n_pairs, n_edges) = (listing.n_pairs, listing.problem.n_edges());
    Report { violations, values: sums.values, bounds, n_pairs, n_edges, resolved }
}
