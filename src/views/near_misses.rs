//! Near misses of a whole region, counted.

use schakel_solver::constraint::ALL;
use schakel_solver::domain::Facts;
use schakel_solver::explain::{Count, Counted, GroupBy};
use schemars::JsonSchema;
use serde::Serialize;

use super::{InEach, People};

/// Near misses of the people without a start, counted and never listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NearMissesView {
    /// People without a start who were looked at: the first in the canonical order, a sample that favours nobody.
    pub looked_at: usize,
    /// People without a start. Where more than were looked at, the counts below are of the sample alone.
    pub without_start: usize,
    /// Groups with near misses, the largest first; those too small to show come last.
    pub groups: Vec<NearMissGroupView>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NearMissGroupView {
    /// The rule, or the NIS code of the municipality.
    pub group: String,
    /// Its name.
    pub caption: InEach,
    /// People with at least one near miss in the group.
    pub people: People,
    /// Near misses; null where the group is too small to show.
    pub near_misses: Option<u32>,
    /// Near misses that some known set of changes unlocks; null where the group is too small to show.
    pub unlocked: Option<u32>,
}

impl NearMissesView {
    /// The counts as JSON; cells below the smallest count that the policy shows are coarse.
    pub fn of(facts: Facts<'_>, counted: &Counted, by: GroupBy) -> Self {
        let groups = counted.groups.iter().enumerate().filter(|(_, count)| count.people > 0);
        let mut groups: Vec<_> = groups.map(|(at, count)| NearMissGroupView::of(facts, at, count, by)).collect();
        groups.sort_by(|a, b| (b.people.count, &a.group).cmp(&(a.people.count, &b.group)));
        Self { looked_at: counted.looked_at, without_start: counted.without_start, groups }
    }
}

impl NearMissGroupView {
    fn of(facts: Facts<'_>, at: usize, count: &Count, by: GroupBy) -> Self {
        let (group, caption) = match by {
            GroupBy::Rule => {
                let words = ALL[at].caption();
                (ALL[at].id().0.to_owned(), InEach::of(|lang| words.in_lang(lang).to_owned()))
            }
            GroupBy::Municipality => {
                let municipality = &facts.region.municipalities[at];
                (municipality.nis.clone(), InEach::of(|_| municipality.name.clone()))
            }
        };
        let people = People::of(facts, count.people);
        let shown = |value: u32| people.count.map(|_| value);
        Self { group, caption, people, near_misses: shown(count.pairings), unlocked: shown(count.unlocked) }
    }
}
