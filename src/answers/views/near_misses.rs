//! Near misses of a whole region, counted.

use schakel_solver::constraint::ALL;
use schakel_solver::domain::Facts;
use schakel_solver::explain::{Count, Counted, GroupBy};
use schemars::JsonSchema;
use serde::Serialize;

use super::InEach;
use crate::answers::disclosure::Coarse;

/// Near misses of the people without a start, counted and never listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NearMissesView {
    /// People without a start who were looked at: the first in the canonical order, a sample that favours nobody.
    pub looked_at: usize,
    /// People without a start. Where more than were looked at, the counts below are of the sample alone.
    pub without_start: usize,
    /// How far the numbers of a group are off either way, at most, nine times in ten. A group with fewer people is left
    /// out.
    pub margin: u32,
    /// Groups of enough people to show, the largest first.
    pub groups: Vec<NearMissGroupView>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NearMissGroupView {
    /// The rule, or the NIS code of the municipality.
    pub group: String,
    /// Its name.
    pub caption: InEach,
    /// About so many people with at least one near miss in the group.
    pub people: u32,
    /// About so many near misses.
    pub near_misses: u32,
    /// Of these, about so many that some known set of changes unlocks; 0 where too few to say.
    pub unlocked: u32,
}

impl NearMissesView {
    /// The counts as JSON. A group that is left out has few or none: which, its absence does not tell.
    pub fn of(facts: Facts<'_>, counted: &Counted, (by, changes_max): (GroupBy, usize), coarse: &Coarse) -> Self {
        let groups = counted.groups.iter().enumerate();
        let group = |(at, count)| NearMissGroupView::of(facts, at, count, (by, changes_max), coarse);
        let mut groups: Vec<_> = groups.filter_map(group).collect();
        groups.sort_by(|a, b| (b.people, &a.group).cmp(&(a.people, &b.group)));
        let (looked_at, without_start) = (counted.looked_at, counted.without_start);
        Self { looked_at, without_start, margin: coarse.margin(), groups }
    }
}

impl NearMissGroupView {
    fn of(
        facts: Facts<'_>,
        at: usize,
        count: &Count,
        (by, changes_max): (GroupBy, usize),
        coarse: &Coarse,
    ) -> Option<Self> {
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
        let seen =
            |what: &str, exact: u32| coarse.told(&format!("{what}/{changes_max}/{by:?}/{group}"), exact as usize);
        let people = seen("near_misses/people", count.people)?;
        let near_misses = seen("near_misses/pairings", count.pairings).unwrap_or(0).max(people);
        let unlocked = seen("near_misses/unlocked", count.unlocked).unwrap_or(0).min(near_misses);
        Some(Self { group, caption, people, near_misses, unlocked })
    }
}
