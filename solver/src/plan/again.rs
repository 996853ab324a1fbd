//! Planning again under changes, over and over: edges of people whom no change is about are searched once.

use std::cell::OnceCell;

use super::Prepared;
use crate::candidates::{self, Edge};
use crate::domain::{Facts, JobseekerIdx, Subject};
use crate::kind::{self, Lists};
use schakel_model::{self as model, Options};

/// A region that is planned again under one set of changes after another.
pub struct Again<'a> {
    prepared: &'a Prepared<'a>,
    /// Its edges, sorted by jobseeker; found when they are first needed.
    edges: OnceCell<Vec<Edge>>,
}

impl<'a> Again<'a> {
    /// Plans the region of `prepared` again.
    pub fn new(prepared: &'a Prepared<'a>) -> Self {
        Self { prepared, edges: OnceCell::new() }
    }

    /// Who starts where under the facts of `changed`, the same region with other changes: as a whole plan would say,
    /// without the reasons.
    pub fn starts(&self, changed: &Prepared<'_>, options: &Options<'_>) -> Vec<Edge> {
        of_lists(&kind::lists(changed.facts, self.edges(changed)), options)
    }

    /// The edges under the facts of `changed`. An edge depends on its own person and on what is no person.
    pub(crate) fn edges(&self, changed: &Prepared<'_>) -> Vec<Edge> {
        let (before, after) = (people_changed(self.prepared.facts), people_changed(changed.facts));
        let (Some(before), Some(after)) = (before, after) else {
            return candidates::find(changed.facts, &changed.rules, &changed.index);
        };
        let mut touched = [before, after].concat();
        touched.sort_unstable();
        touched.dedup();
        let known = self.edges.get_or_init(|| {
            let Prepared { facts, rules, index, .. } = self.prepared;
            candidates::find(*facts, rules, index)
        });
        let is_touched = |edge: &&Edge| touched.binary_search(&edge.jobseeker).is_ok();
        let mut edges: Vec<Edge> = known.iter().filter(|edge| !is_touched(edge)).copied().collect();
        edges.extend(candidates::find_of(changed.facts, &changed.rules, &changed.index, &touched));
        edges.sort_unstable();
        edges
    }
}

/// Who starts where when the region is planned: as a whole plan says, without the reasons.
pub(crate) fn starts(prepared: &Prepared<'_>, options: &Options<'_>) -> Vec<Edge> {
    of_lists(&prepared.lists(), options)
}

fn of_lists(lists: &Lists, options: &Options<'_>) -> Vec<Edge> {
    let solution = model::solve(&lists.problem, options);
    lists.meaning(&solution.chosen).0
}

/// The people that the changes are about; `None` where some change is about something else.
fn people_changed(facts: Facts<'_>) -> Option<Vec<JobseekerIdx>> {
    let person = |subject| match subject {
        Subject::Jobseeker(person) => Some(person),
        Subject::Offer(_) | Subject::Care(_) | Subject::Support(_) | Subject::Resource(_) => None,
    };
    facts.overlay.iter().map(|change| person(change.subject())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cefr, Change, Language, LicenceCategory, Licences, Mode, Nearby, OfferIdx, Overlay};
    use crate::sample;

    #[test]
    fn edges_under_changes_are_those_of_a_search_for_everyone() {
        let (mut changed_some, mut found_some) = (0, 0);
        for seed in 0..60 {
            let region = sample::varied(seed, 12, 10);
            let near = Nearby::default();
            let prepared = Prepared::of(Facts::of(&region, &near));
            let again = Again::new(&prepared);
            let (one, other) = (JobseekerIdx(seed as u32 % 12), JobseekerIdx(7));
            let licences = Licences::default().with(LicenceCategory::B);
            let sets = [
                vec![Change::Speaks(one, Language::DUTCH, [Cefr::C2; 4]), Change::HasMode(one, Mode::Car)],
                vec![Change::TravelsUpTo(one, 200), Change::HasLicences(other, licences)],
                vec![Change::WorksShiftsOf(one, OfferIdx(0)), Change::StartsOn(OfferIdx(0), region.horizon.to)],
                Vec::new(),
            ];
            for set in sets {
                let overlay = Overlay::new(set);
                let changed = Prepared::of(prepared.facts.under(&overlay));
                let edges = again.edges(&changed);
                assert_eq!(edges, candidates::find(changed.facts, &changed.rules, &changed.index), "seed {seed}");
                changed_some += usize::from(edges != again.edges(&prepared));
                found_some += usize::from(!edges.is_empty());
            }
        }
        assert!(changed_some > 10 && found_some > 120, "{changed_some} {found_some}");
    }
}
