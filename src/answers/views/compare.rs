//! Two plans side by side.

use schakel_solver::domain::Facts;
use schakel_solver::explain::{Planned, broken_words, level_changes, moved, moved_words, promises_broken};
use schemars::JsonSchema;
use serde::Serialize;

use super::{InEach, vacancy_id};
use crate::files::plan_file::format::Level;
use crate::files::plan_file::level_named;

/// What the second plan does differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CompareView {
    /// The first plan.
    pub a: String,
    /// The second plan.
    pub b: String,
    /// Per level, the most important first.
    pub levels: Vec<LevelChangeView>,
    /// People with another proposal, by pseudonym.
    pub moved: Vec<MovedView>,
    /// Promises that the second plan does not keep.
    pub promises_broken: Vec<BrokenView>,
}

/// A level in both plans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LevelChangeView {
    /// Which.
    pub level: Level,
    /// Reached by the first; null where its policy has no such level.
    pub a: Option<i64>,
    /// Reached by the second; null where its policy has no such level.
    pub b: Option<i64>,
    /// The second less the first, where both have it.
    pub difference: Option<i64>,
}

/// Someone with another proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MovedView {
    /// Who.
    pub jobseeker: String,
    /// Proposed by the first.
    pub a: Option<String>,
    /// Proposed by the second.
    pub b: Option<String>,
    /// In a sentence.
    pub sentence: InEach,
}

/// A promise that is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BrokenView {
    /// To whom.
    pub jobseeker: String,
    /// Of what.
    pub vacancy: String,
    /// In a sentence.
    pub sentence: InEach,
}

impl CompareView {
    /// Both plans, under their IDs.
    pub fn of((a, before): (String, Planned<'_>), (b, after): (String, Planned<'_>)) -> Self {
        let small = |value: i128| i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX });
        let levels = level_changes(before, after).into_iter().map(|change| LevelChangeView {
            level: level_named(change.level),
            a: change.before.map(small),
            b: change.after.map(small),
            difference: change.before.zip(change.after).map(|(before, after)| small(after.saturating_sub(before))),
        });
        let id = |facts: Facts<'_>, vacancy| vacancy_id(facts, vacancy);
        let people = moved(before, after).into_iter().map(|moved| MovedView {
            jobseeker: moved.jobseeker.to_owned(),
            a: moved.before.map(|edge| id(before.facts, edge.offer)),
            b: moved.after.map(|edge| id(after.facts, edge.offer)),
            sentence: InEach::of(|lang| moved_words(before, after, &moved, lang)),
        });
        let broken = promises_broken(after).into_iter().map(|(jobseeker, vacancy)| BrokenView {
            jobseeker: jobseeker.to_owned(),
            vacancy: id(after.facts, vacancy),
            sentence: InEach::of(|lang| broken_words(after, jobseeker, vacancy, lang)),
        });
        Self { levels: levels.collect(), moved: people.collect(), promises_broken: broken.collect(), a, b }
    }
}
