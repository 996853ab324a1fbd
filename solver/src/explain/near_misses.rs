//! Near misses of a whole region, counted per rule or per municipality and never stored pair by pair.

use rayon::prelude::*;

use super::near_miss::near_misses_of;
use crate::constraint::ALL;
use crate::domain::{JobseekerIdx, MunicipalityIdx};
use crate::plan::{Plan, Prepared};

/// What near misses are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// The rule that stands in the way; a near miss with several obstacles counts at each.
    Rule,
    /// The municipality where the person lives.
    Municipality,
}

/// One group of near misses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// People with at least one near miss in the group.
    pub people: u32,
    /// Near misses.
    pub pairings: u32,
    /// Near misses that some known set of changes unlocks.
    pub unlocked: u32,
}

/// Near misses of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// By position of the rule in [`ALL`] or of the municipality.
    pub groups: Vec<Count>,
    /// People without a start who were looked at: the first in canonical order, which favours nobody.
    pub looked_at: usize,
    /// People without a start.
    pub without_start: usize,
}

/// Counts the near misses with at most `changes_max` obstacles of people without a start: of all of them, or of the
/// first `people_max` in canonical order. Linear in the pairings within widened reach.
pub fn near_misses_counted(
    prepared: &Prepared<'_>,
    plan: &Plan,
    changes_max: usize,
    by: GroupBy,
    people_max: usize,
) -> Counted {
    let region = prepared.facts.region;
    let n_groups = match by {
        GroupBy::Rule => ALL.len(),
        GroupBy::Municipality => region.municipalities.len(),
    };
    let none = || vec![Count::default(); n_groups];
    let people = &plan.unassigned[..plan.unassigned.len().min(people_max)];
    let add = |mut all: Vec<Count>, own: Vec<Count>| {
        for (all, own) in all.iter_mut().zip(own) {
            all.people += own.people;
            all.pairings += own.pairings;
            all.unlocked += own.unlocked;
        }
        all
    };
    let of_person = |person: JobseekerIdx| {
        let home = region.jobseekers[person.at()].municipality;
        of_one(prepared, person, home, changes_max, by, none())
    };
    let groups = people.par_iter().map(|unassigned| of_person(unassigned.jobseeker)).reduce(none, add);
    Counted { groups, looked_at: people.len(), without_start: plan.unassigned.len() }
}

/// Adds the near misses of one person to `counts`.
fn of_one(
    prepared: &Prepared<'_>,
    person: JobseekerIdx,
    home: MunicipalityIdx,
    changes_max: usize,
    by: GroupBy,
    mut counts: Vec<Count>,
) -> Vec<Count> {
    for miss in near_misses_of(prepared, person, changes_max) {
        let groups: Vec<usize> = match by {
            GroupBy::Rule => miss.obstacles.iter().map(|judged| judged.rule).collect(),
            GroupBy::Municipality => vec![home.at()],
        };
        for group in groups {
            let count = &mut counts[group];
            count.people = 1;
            count.pairings += 1;
            count.unlocked += u32::from(!miss.remedies.is_empty());
        }
    }
    counts
}
