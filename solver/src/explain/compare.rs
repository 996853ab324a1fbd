//! Two plans side by side: what each level gains or loses, who moves, and which promises are broken.

use std::collections::BTreeMap;

use super::offer_name;
use crate::candidates::Edge;
use crate::domain::{Facts, Level, Mode, OfferIdx, PromiseStatus};
use crate::names::{by_mode, support_name};
use crate::plan::Plan;
use crate::text::{Lang, Words};

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
    pub before: Option<&'a Edge>,
    /// In the second plan.
    pub after: Option<&'a Edge>,
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
fn starts<'a>(side: Planned<'a>) -> BTreeMap<&'a str, &'a Edge> {
    let people = &side.facts.region.jobseekers;
    side.plan.assignments.iter().map(|edge| (people[edge.jobseeker.at()].id.as_str(), edge)).collect()
}

/// Everyone whose proposal differs, also in how they travel, where children go or what supports them, by pseudonym.
/// Linear in both plans.
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
        (Some(one), Some(two)) => {
            before.id_of(one.offer) != after.id_of(two.offer) || manner(before.facts, one) != manner(after.facts, two)
        }
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

/// How a proposal is taken: the mode of travel, where each child goes, the supports used. By ID, so that two revisions
/// can be compared.
fn manner<'a>(facts: Facts<'a>, edge: &Edge) -> (Mode, Vec<&'a str>, Vec<&'a str>) {
    let region = facts.region;
    let places = edge.choice.places.iter().flatten().map(|care| region.childcare[care.at()].id.as_str()).collect();
    let supports = edge.choice.supports_used().map(|support| region.supports[support.at()].id.as_str()).collect();
    (edge.choice.mode, places, supports)
}

/// Who moves from what to what, or what changes about the same, as a sentence.
pub fn moved_words(before: Planned<'_>, after: Planned<'_>, moved: &Moved<'_>, lang: Lang) -> String {
    let id = moved.jobseeker;
    if let (Some(one), Some(two)) = (moved.before, moved.after)
        && before.id_of(one.offer) == after.id_of(two.offer)
    {
        let name = offer_name(after.facts, two.offer, lang);
        let changes = changes_of_manner((before.facts, one), (after.facts, two), lang).join("; ");
        return match lang {
            Lang::Nl => format!("{id} houdt {name}, maar anders: {changes}."),
            Lang::En => format!("{id} keeps {name}, otherwise: {changes}."),
            Lang::Fr => format!("{id} garde {name}, mais autrement : {changes}."),
        };
    }
    let from = moved.before.map(|edge| offer_name(before.facts, edge.offer, lang));
    let to = moved.after.map(|edge| offer_name(after.facts, edge.offer, lang));
    let is_same_name = from.is_some() && from == to;
    // Two vacancies of one employer read the same but for their IDs.
    let with_id = |name: String, side: Planned<'_>, edge: Option<&Edge>| match edge.filter(|_| is_same_name) {
        Some(edge) => format!("{name} ({})", side.id_of(edge.offer)),
        None => name,
    };
    let from = from.map(|name| with_id(name, before, moved.before));
    let to = to.map(|name| with_id(name, after, moved.after));
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

/// What changes about a proposal that stays: travel, childcare, support.
fn changes_of_manner(before: (Facts<'_>, &Edge), after: (Facts<'_>, &Edge), lang: Lang) -> Vec<String> {
    let ((_, one), (_, two)) = (before, after);
    let mut changes = Vec::new();
    if one.choice.mode != two.choice.mode {
        let (was, is) = (by_mode(one.choice.mode, lang), by_mode(two.choice.mode, lang));
        changes.push(match lang {
            Lang::Nl => format!("{is} in plaats van {was}"),
            Lang::En => format!("{is} instead of {was}"),
            Lang::Fr => format!("{is} au lieu de {was}"),
        });
    }
    let care = |(facts, edge): (Facts<'_>, &Edge)| {
        let places = edge.choice.places.iter().flatten();
        places.map(|care| facts.region.childcare[care.at()].name.clone()).collect::<Vec<_>>().join(", ")
    };
    let supports = |(facts, edge): (Facts<'_>, &Edge)| {
        let used = edge.choice.supports_used();
        used.map(|support| support_name(facts.region.supports[support.at()].kind, lang)).collect::<Vec<_>>().join(", ")
    };
    let none = Words { nl: "geen", en: "none", fr: "aucun" }.in_lang(lang);
    let or_none = |text: String| if text.is_empty() { none.to_owned() } else { text };
    let childcare = Words { nl: "opvang", en: "childcare", fr: "accueil" }.in_lang(lang);
    let support = Words { nl: "ondersteuning", en: "support", fr: "soutien" }.in_lang(lang);
    for (what, was, is) in [(childcare, care(before), care(after)), (support, supports(before), supports(after))] {
        if was != is {
            changes.push(format!("{what} {} → {}", or_none(was), or_none(is)));
        }
    }
    if changes.is_empty() {
        // Another of the same name: told by its ID.
        let ids = |(facts, edge)| {
            let (_, places, supports) = manner(facts, edge);
            [places, supports].concat().join(", ")
        };
        changes.push(format!("{} → {}", or_none(ids(before)), or_none(ids(after))));
    }
    changes
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
