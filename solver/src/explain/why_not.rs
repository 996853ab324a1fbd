//! Why an offer that a person could take is not the proposal: which pools are full without that person.

use super::of_plan::why_not_held;
use super::room::Room;
use super::{count_of_people, full_words, offer_name, sentence};
use crate::candidates::{Edge, Search};
use crate::constraint::{Claims, PoolKey, draws};
use crate::domain::{Facts, JobseekerIdx};
use crate::plan::{Plan, Prepared, Termination};
use crate::text::Lang;

/// A pairing that is possible and not in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChosen {
    /// The way of it for which the fewest pools are full; of those the one with most points.
    pub edge: Edge,
    /// Pools without room for that way, in the order of the rules; none when another goal came first.
    pub full: Vec<PoolKey>,
}

/// The offers that a person could take and that fit better than the proposal, the best first. For someone without a
/// proposal, all of them. Linear in the plan.
pub fn not_chosen(prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx) -> Vec<NotChosen> {
    not_chosen_given(prepared, &Room::of(prepared.facts, plan), plan, jobseeker)
}

/// As [`not_chosen`], for many people of one plan: linear in the pairings of this one.
pub(super) fn not_chosen_given(
    prepared: &Prepared<'_>,
    room: &Room<'_>,
    plan: &Plan,
    jobseeker: JobseekerIdx,
) -> Vec<NotChosen> {
    let own = plan.assignment_of(jobseeker);
    let mut edges = Vec::new();
    Search::new(prepared.facts, &prepared.rules, &prepared.index).edges_of(jobseeker, &mut edges);
    edges.retain(|edge| own.is_none_or(|own| edge.offer != own.offer && edge.points > own.points));
    let mut given_back = Claims::default();
    if let Some(own) = own {
        draws(&own.way(prepared.facts), &mut given_back);
    }
    let of_pairing = |ways: &[Edge]| {
        let judged = ways.iter().map(|edge| NotChosen { edge: *edge, full: room.full_for(edge, &given_back) });
        judged.min_by_key(|way| (way.full.len(), -way.edge.points, way.edge.choice))
    };
    let mut found: Vec<_> = edges.chunk_by(|a, b| a.offer == b.offer).filter_map(of_pairing).collect();
    found.sort_by_key(|way| (-way.edge.points, way.edge.offer));
    found
}

/// Why a possible offer is not the proposal, as a question and its answer.
pub fn not_chosen_words(facts: Facts<'_>, plan: &Plan, not: &NotChosen, lang: Lang) -> String {
    let name = offer_name(facts, not.edge.offer, lang);
    let question = match lang {
        Lang::Nl => format!("Waarom niet {name}?"),
        Lang::En => format!("Why not {name}?"),
        Lang::Fr => format!("Pourquoi cette personne n'a-t-elle pas reçu {name} ?"),
    };
    if let Some(why) = why_not_held(facts, plan, not.edge.offer, lang) {
        return format!("{question} {why}");
    }
    let full = not.full.iter().map(|&key| sentence(&full_words(key, facts, lang)));
    let answers: Vec<_> = full.collect();
    if !answers.is_empty() {
        return format!("{question} {}", answers.join(" "));
    }
    let is_proven = plan.termination == Termination::Optimal;
    let answer = match (lang, is_proven) {
        (Lang::Nl, true) => "Er is nog plaats. Een belofte, een minimum of een beslissing ging voor.",
        (Lang::Nl, false) => "Er is nog plaats. Dit voorstel is niet tot het einde uitgerekend.",
        (Lang::En, true) => "There is room. A promise, a floor or a decision came first.",
        (Lang::En, false) => "There is room. This proposal was not worked out to the end.",
        (Lang::Fr, true) => "Il reste de la place. Une promesse, un minimum ou une décision passait avant.",
        (Lang::Fr, false) => "Il reste de la place. Cette proposition n'a pas été calculée jusqu'au bout.",
    };
    format!("{question} {answer}")
}

/// How many others an offer was possible for, never fewer than the pack shows; nothing where it is not held.
pub fn competitors_words(facts: Facts<'_>, plan: &Plan, edge: &Edge, lang: Lang) -> Option<String> {
    if plan.places_of(facts, edge.offer) == 0 {
        // What is not held has no competitors.
        return None;
    }
    let candidates = plan.offers.get(edge.offer.at()).map_or(0, |result| result.candidates);
    let others = count_of_people(facts, candidates.saturating_sub(1), lang);
    let is_matching = facts.region.plans_vacancies();
    Some(match lang {
        Lang::Nl if is_matching => format!("Voor die vacature kwamen {others} anderen in aanmerking."),
        Lang::Nl => format!("Daarvoor kwamen {others} anderen in aanmerking."),
        Lang::En if is_matching => format!("That vacancy was possible for {others} others."),
        Lang::En => format!("That was possible for {others} others."),
        Lang::Fr => format!("Cette offre était possible pour {others} autres personnes."),
    })
}
