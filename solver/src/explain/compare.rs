//! Two plans side by side: what each level gains or loses, who moves, and which promises are broken.

use std::collections::BTreeMap;

use super::offer_name;
use crate::domain::{Facts, Level, OfferIdx, PromiseStatus};
use crate::plan::Plan;
use crate::text::Lang;

/// A plan with its facts; two revisions of one scenario have their own.
#[derive(Clone, Copy)]
pub struct Planned<'a> {
    /// The facts.
    pub facts: Facts<'a>,
    /// The plan.
    pub plan: &'a Plan,
}

/// What a level reaches in each of two plans; `None` where the policy of one has no such level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelChange {
    /// The level.
    pub level: Level,
    /// Reached by the first.
    pub before: Option<i128>,
    /// Reached by the second.
    pub after: Option<i128>,
}

/// Someone with another proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved<'a> {
    /// Pseudonym.
    pub jobseeker: &'a str,
    /// In the first plan.
    pub before: Option<OfferIdx>,
    /// In the second plan.
    pub after: Option<OfferIdx>,
}

impl Planned<'_> {
    fn id_of(&self, offer: OfferIdx) -> &str {
        &self.facts.region.offers[offer.at()].id
    }
}

/// The levels of both plans, in the order of the second, then those that only the first has.
pub fn level_changes(before: Planned<'_>, after: Planned<'_>) -> Vec<LevelChange> {
    let value = |plan: &Plan, level| plan.levels.iter().find(|result| result.level == level).map(|found| found.value);
    let mut levels: Vec<_> = after.plan.levels.iter().map(|result| result.level).collect();
    let gone = before.plan.levels.iter().map(|result| result.level).filter(|level| !levels.contains(level));
    levels.extend(gone.collect::<Vec<_>>());
    let change = |level| LevelChange { level, before: value(before.plan, level), after: value(after.plan, level) };
    levels.into_iter().map(change).collect()
}

/// The proposal of everyone who has one, by pseudonym.
fn starts<'a>(side: Planned<'a>) -> BTreeMap<&'a str, OfferIdx> {
    let people = &side.facts.region.jobseekers;
    side.plan.assignments.iter().map(|edge| (people[edge.jobseeker.at()].id.as_str(), edge.offer)).collect()
}

/// Everyone whose proposal differs, by pseudonym. Linear in both plans.
pub fn moved<'a>(before: Planned<'a>, after: Planned<'a>) -> Vec<Moved<'a>> {
    let (first, second) = (starts(before), starts(after));
    let mut people: Vec<_> = first.keys().chain(second.keys()).copied().collect();
    people.sort_unstable();
    people.dedup();
    let moves = people.into_iter().map(|jobseeker| Moved {
        jobseeker,
        before: first.get(jobseeker).copied(),
        after: second.get(jobseeker).copied(),
    });
    let differs = |moved: &Moved<'_>| match (moved.before, moved.after) {
        (Some(one), Some(two)) => before.id_of(one) != after.id_of(two),
        (one, two) => one.is_some() != two.is_some(),
    };
    moves.filter(differs).collect()
}

/// Promises of the second plan's scenario that it does not keep: pseudonym and offer, sorted.
pub fn promises_broken<'a>(after: Planned<'a>) -> Vec<(&'a str, OfferIdx)> {
    let firm = after.facts.region.promises.iter().filter(|promise| promise.status >= PromiseStatus::Invited);
    let broken = firm
        .filter(|promise| after.plan.assignment_of(promise.jobseeker).is_none_or(|edge| edge.offer != promise.offer));
    let region = after.facts.region;
    let mut broken: Vec<_> =
        broken.map(|promise| (region.jobseekers[promise.jobseeker.at()].id.as_str(), promise.offer)).collect();
    broken.sort_unstable();
    broken.dedup();
    broken
}

/// Who moves from what to what, as a sentence.
pub fn moved_words(before: Planned<'_>, after: Planned<'_>, moved: &Moved<'_>, lang: Lang) -> String {
    let id = moved.jobseeker;
    let from = moved.before.map(|offer| offer_name(before.facts, offer, lang));
    let to = moved.after.map(|offer| offer_name(after.facts, offer, lang));
    match (lang, from, to) {
        (Lang::Nl, Some(from), Some(to)) => format!("{id} gaat van {from} naar {to}."),
        (Lang::Nl, None, Some(to)) => format!("{id} krijgt een voorstel: {to}."),
        (Lang::Nl, Some(from), None) => format!("{id} verliest het voorstel {from}."),
        (Lang::En, Some(from), Some(to)) => format!("{id} moves from {from} to {to}."),
        (Lang::En, None, Some(to)) => format!("{id} gets a proposal: {to}."),
        (Lang::En, Some(from), None) => format!("{id} loses the proposal {from}."),
        (Lang::Fr, Some(from), Some(to)) => format!("{id} passe de {from} à {to}."),
        (Lang::Fr, None, Some(to)) => format!("{id} reçoit une proposition : {to}."),
        (Lang::Fr, Some(from), None) => format!("{id} perd la proposition {from}."),
        (Lang::Nl | Lang::En | Lang::Fr, None, None) => String::new(),
    }
}

/// That a promise is not kept, as a sentence.
pub fn broken_words(after: Planned<'_>, jobseeker: &str, offer: OfferIdx, lang: Lang) -> String {
    let name = offer_name(after.facts, offer, lang);
    match lang {
        Lang::Nl => format!("De belofte aan {jobseeker} wordt niet gehouden: {name}."),
        Lang::En => format!("The promise to {jobseeker} is not kept: {name}."),
        Lang::Fr => format!("La promesse faite à {jobseeker} n'est pas tenue : {name}."),
    }
}
