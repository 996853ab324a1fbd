//! What a plan gives to whom: people and proposals per group, in counts that tell nothing about one person.
//!
//! Groups are lists that do not depend on who is in them: every municipality of the region, every age group, every
//! right of the pack, whether or not anybody belongs to it, so that no line appears or goes with one person. One
//! dimension at a time: crossed, their cells would be too small to say anything. All counts go through [`Coarse`].

use std::collections::BTreeSet;

use schakel_solver::domain::{Cefr, Jobseeker, Language, PriorityGroup, Region};
use schakel_solver::plan::Plan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answers::disclosure::Coarse;

/// By what people are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// NIS code of the home's municipality.
    Municipality,
    /// Priority groups of the agreement; a person may be in several.
    PriorityGroup,
    /// Age in the year the plan begins.
    AgeGroup,
    /// How well Dutch is spoken.
    Dutch,
    /// Recognised rights; a person may have several.
    Entitlement,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 5] =
        [Self::Municipality, Self::PriorityGroup, Self::AgeGroup, Self::Dutch, Self::Entitlement];

    fn name(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::PriorityGroup => "priority_group",
            Self::AgeGroup => "age_group",
            Self::Dutch => "dutch",
            Self::Entitlement => "entitlement",
        }
    }
}

/// A group of people and what the plan gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cell {
    /// Which group; `everyone` for all.
    pub group: String,
    /// About so many people; none when too few to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// About so many of them have a proposal; none when too few to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placed: Option<u32>,
    /// Per cent, from the two numbers shown; none when one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placed_percent: Option<u32>,
}

/// The groups of one dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Table {
    /// The dimension.
    pub by: Dimension,
    /// Every group, in a fixed order.
    pub groups: Vec<Cell>,
}

/// What a plan gives to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Audit {
    /// Numbers are multiples of this: groups do not add up to everyone.
    pub rounded_to: u32,
    /// How far a number is off either way, at most, nine times in ten. A number below it is left out: it would say
    /// nothing.
    pub margin: u32,
    /// Everyone.
    pub everyone: Cell,
    /// The dimensions asked for.
    pub tables: Vec<Table>,
}

/// Audits `plan` by `dimensions`. Linear in people times groups.
pub fn audit(region: &Region, plan: &Plan, dimensions: &[Dimension], coarse: &Coarse) -> Audit {
    let placed: BTreeSet<usize> = plan.assignments.iter().map(|edge| edge.jobseeker.at()).collect();
    let cell = |by: &str, group: &str, is_in: &dyn Fn(&Jobseeker) -> bool| {
        let members = || region.jobseekers.iter().enumerate().filter(|(_, person)| is_in(person));
        let people = coarse.told(&format!("people/{by}/{group}"), members().count());
        let starts = members().filter(|(at, _)| placed.contains(at)).count();
        Cell::of(group, people, coarse.told(&format!("placed/{by}/{group}"), starts))
    };
    let table = |&by: &Dimension| Table {
        by,
        groups: groups(region, by).iter().map(|(group, is_in)| cell(by.name(), group, is_in.as_ref())).collect(),
    };
    Audit {
        rounded_to: coarse.least(),
        margin: coarse.margin(),
        everyone: cell("everyone", "everyone", &|_| true),
        tables: dimensions.iter().map(table).collect(),
    }
}

impl Cell {
    fn of(group: &str, people: Option<u32>, placed: Option<u32>) -> Self {
        let placed_percent = people.zip(placed).map(|(people, placed)| (100 * placed / people).min(100));
        Self { group: group.to_owned(), people, placed, placed_percent }
    }
}

type Member<'a> = Box<dyn Fn(&Jobseeker) -> bool + 'a>;

/// The groups of a dimension, and who is in each.
fn groups(region: &Region, by: Dimension) -> Vec<(String, Member<'_>)> {
    match by {
        Dimension::Municipality => {
            let places = region.municipalities.iter().enumerate();
            let place = |(at, place): (usize, &schakel_solver::domain::Municipality)| {
                (place.nis.clone(), Box::new(move |person: &Jobseeker| person.municipality.at() == at) as Member<'_>)
            };
            places.map(place).collect()
        }
        Dimension::PriorityGroup => {
            let group = |group: PriorityGroup| {
                let name = match group {
                    PriorityGroup::ShortTerm => "short_term",
                    PriorityGroup::LongTerm => "long_term",
                    PriorityGroup::NonDutchSpeaker => "non_dutch_speaker",
                };
                let is_in = move |person: &Jobseeker| region.is_in_priority(person, group);
                (name.to_owned(), Box::new(is_in) as Member<'_>)
            };
            PriorityGroup::ALL.into_iter().map(group).collect()
        }
        Dimension::AgeGroup => {
            use chrono::Datelike;
            let year = region.horizon.from.year();
            let ages = [("under_25", 0..25), ("25_to_54", 25..55), ("55_and_over", 55..200)];
            let group = |(name, ages): (&str, std::ops::Range<i32>)| {
                let is_in = move |person: &Jobseeker| ages.contains(&(year - i32::from(person.birth_year)));
                (name.to_owned(), Box::new(is_in) as Member<'_>)
            };
            ages.into_iter().map(group).collect()
        }
        Dimension::Dutch => {
            let levels = [("below_a2", Cefr::PreA1..Cefr::A2), ("a2", Cefr::A2..Cefr::B1), ("b1", Cefr::B1..Cefr::B2)];
            let speaks = |person: &Jobseeker| person.levels_of(Language::DUTCH)[1];
            let group = move |(name, levels): (&str, std::ops::Range<Cefr>)| {
                let is_in = move |person: &Jobseeker| levels.contains(&speaks(person));
                (name.to_owned(), Box::new(is_in) as Member<'_>)
            };
            let best = move |person: &Jobseeker| speaks(person) >= Cefr::B2;
            let best: [(String, Member<'_>); 1] = [("b2_and_over".to_owned(), Box::new(best))];
            levels.into_iter().map(group).chain(best).collect()
        }
        Dimension::Entitlement => {
            // The rights of the pack's forms, not those that somebody happens to have.
            let rights: BTreeSet<_> = region.pack.forms.iter().filter_map(|form| form.entitlement).collect();
            let group = |right: schakel_solver::domain::EntitlementIdx| {
                let is_in = move |person: &Jobseeker| person.entitlements.iter().any(|held| held.right == right);
                (region.entitlements[right.at()].clone(), Box::new(is_in) as Member<'_>)
            };
            rights.into_iter().map(group).collect()
        }
    }
}
