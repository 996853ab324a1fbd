//! Evidence: which occupation needs a training here. What is open within reach, whom nothing but skills keeps from it,
//! and how many of them would find a seat.
//!
//! **Kept away by skills alone** is a pairing of which some way, without supports, is blocked by findings that can all
//! be remedied by learning the skills of that offer and by nothing else about person, offer or way: reach, goal,
//! language, licence, hours, childcare and decisions pass, and the offer has openings. No rule is named: what a
//! finding's remedies are says which it is. A language course is another training, and its findings do not count.
//!
//! Supports are scarce and are left out on both sides: who could start only with a bicycle of the region's stock is
//! neither ready nor kept away by skills alone. Places in childcare, quotas and floors are not shared out here:
//! planning again does that ([`levers_tried`](super::levers_tried)).

mod seats;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::candidates::Search;
use crate::constraint::ALL;
use crate::domain::{Change, Facts, JobseekerIdx, Mode, MunicipalityIdx, OccupationIdx, OfferIdx, Region};
use crate::plan::Prepared;
use crate::text::{Lang, Words};
use crate::way::{Choice, Way, place_choices};
use seats::Seats;

/// What speaks for a training in one occupation. People are counted once, however many offers they could take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which occupation.
    pub occupation: OccupationIdx,
    /// Openings in the region.
    pub openings: u32,
    /// Of those, openings of offers that somebody could take, now or with the skills.
    pub in_reach: u32,
    /// Of those in reach, openings on the list of bottleneck occupations.
    pub bottleneck: u32,
    /// People who could take one already.
    pub ready: u32,
    /// People who could not, and whom skills alone keep away from at least one.
    pub people: u32,
    /// Of those, people who could take nothing at all now, in no occupation.
    pub idle: u32,
    /// Most of `people` that its openings could seat, were nobody else to take them.
    pub seated: u32,
    /// People more with a seat in the whole region, at most, when `people` have the skills: the largest matching with
    /// them, less the largest without. Nobody who has a seat without them loses it. Never above `seated`.
    pub net: u32,
    /// `people` by the municipality where they live; only where there are some.
    pub homes: Vec<(MunicipalityIdx, u32)>,
    /// Offers in reach, with how many people could take each.
    pub offers: Vec<InReach>,
}

/// An offer that somebody could take, now or with the skills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InReach {
    /// Which.
    pub offer: OfferIdx,
    /// People who could take it already.
    pub ready: u32,
    /// People whom skills alone keep away from it.
    pub people: u32,
}

/// What a person could take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Chances {
    /// Offers that the person could take already.
    ready: Vec<OfferIdx>,
    /// Offers that skills alone keep the person away from.
    to_learn: Vec<OfferIdx>,
}

/// Where a person stands towards an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Some way passes.
    Ready,
    /// Skills alone keep the person away.
    ToLearn,
    /// Something else is in the way.
    Neither,
}

/// The evidence for every occupation with openings: first those that would seat most additional people, then those with
/// most people in all. Judges each pairing within reach once; then, for each occupation that somebody could learn,
/// takes the pairings that are left, times the seats it gives.
pub fn evidence(prepared: &Prepared<'_>) -> Vec<Evidence> {
    let facts = prepared.facts;
    let region = facts.region;
    let chances = all_chances(prepared);
    let openings = (0..region.offers.len()).map(|offer| facts.openings(OfferIdx::from_usize(offer)).unwrap_or(0));
    let openings: Vec<u32> = openings.collect();
    let mut seats = Seats::of(openings.clone(), region.jobseekers.len());
    seats.give(|person| chances[person.at()].ready.iter());
    let mut found = tallied(region, &openings, &chances);
    found.par_iter_mut().filter(|of| of.people > 0).for_each(|of| {
        let learned = |person: JobseekerIdx| {
            let is_of = |offer: &&OfferIdx| region.offers[offer.at()].occupation == Some(of.occupation);
            chances[person.at()].to_learn.iter().filter(is_of)
        };
        let with_skills = |person: JobseekerIdx| chances[person.at()].ready.iter().chain(learned(person));
        of.seated = Seats::of(openings.clone(), region.jobseekers.len()).give(learned);
        of.net = seats.clone().give(with_skills);
    });
    found.sort_by_key(|of| (std::cmp::Reverse((of.net, of.people, of.in_reach)), of.occupation));
    found
}

/// What can be counted without giving seats, of every occupation with openings, in canonical order. Linear in the
/// pairings.
fn tallied(region: &Region, openings: &[u32], chances: &[Chances]) -> Vec<Evidence> {
    let occupations = (0..region.occupations.len()).map(OccupationIdx::from_usize);
    let mut all: Vec<_> = occupations.map(|occupation| Evidence::nothing(region, occupation)).collect();
    let offers = (0..region.offers.len()).map(OfferIdx::from_usize);
    let mut offers: Vec<_> = offers.map(|offer| InReach { offer, ready: 0, people: 0 }).collect();
    for (chances, person) in chances.iter().zip(&region.jobseekers) {
        chances.ready.iter().for_each(|offer| offers[offer.at()].ready += 1);
        chances.to_learn.iter().for_each(|offer| offers[offer.at()].people += 1);
        occupations_of(region, &chances.ready).into_iter().for_each(|occupation| all[occupation.at()].ready += 1);
        for occupation in occupations_of(region, &chances.to_learn) {
            let of = &mut all[occupation.at()];
            of.people += 1;
            of.idle += u32::from(chances.ready.is_empty());
            of.homes[person.municipality.at()].1 += 1;
        }
    }
    for in_reach in offers {
        let offer = &region.offers[in_reach.offer.at()];
        let Some(occupation) = offer.occupation else { continue };
        let openings = openings[in_reach.offer.at()];
        let of = &mut all[occupation.at()];
        of.openings += openings;
        if in_reach.ready + in_reach.people > 0 {
            let is_bottleneck = offer.contract.is_some_and(|contract| contract.bottleneck);
            of.in_reach += openings;
            of.bottleneck += if is_bottleneck { openings } else { 0 };
            of.offers.push(in_reach);
        }
    }
    all.retain(|of| of.openings > 0);
    all.iter_mut().for_each(|of| of.homes.retain(|(_, people)| *people > 0));
    all
}

impl Evidence {
    /// Of an occupation of which nothing is counted yet.
    fn nothing(region: &Region, occupation: OccupationIdx) -> Self {
        let homes = (0..region.municipalities.len()).map(|at| (MunicipalityIdx::from_usize(at), 0));
        Self {
            occupation,
            openings: 0,
            in_reach: 0,
            bottleneck: 0,
            ready: 0,
            people: 0,
            idle: 0,
            seated: 0,
            net: 0,
            homes: homes.collect(),
            offers: Vec::new(),
        }
    }
}

/// The occupations of offers, each once.
fn occupations_of(region: &Region, offers: &[OfferIdx]) -> Vec<OccupationIdx> {
    let mut found: Vec<_> = offers.iter().filter_map(|offer| region.offers[offer.at()].occupation).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What everyone could take. Judges each pairing within reach once.
fn all_chances(prepared: &Prepared<'_>) -> Vec<Chances> {
    /// People per piece of work: enough to share buffers, few enough to share the load.
    const PEOPLE_PER_PIECE: usize = 256;
    let people: Vec<_> = (0..prepared.facts.region.jobseekers.len()).map(JobseekerIdx::from_usize).collect();
    let of_piece = |piece: &[JobseekerIdx]| -> Vec<Chances> {
        let search = Search::new(prepared.facts, &prepared.rules, &prepared.index);
        let mut in_reach = Vec::new();
        let mut of_person = |person: &JobseekerIdx| {
            search.offers_for(*person, &mut in_reach);
            chances_among(prepared, *person, &in_reach)
        };
        piece.iter().map(&mut of_person).collect()
    };
    people.par_chunks(PEOPLE_PER_PIECE).map(of_piece).collect::<Vec<_>>().concat()
}

/// What a person could take of `offers`. Whoever could take one of an occupation already needs no training in it.
fn chances_among(prepared: &Prepared<'_>, person: JobseekerIdx, offers: &[OfferIdx]) -> Chances {
    let mut chances = Chances::default();
    for &offer in offers {
        match standing(prepared, person, offer) {
            Standing::Ready => chances.ready.push(offer),
            Standing::ToLearn => chances.to_learn.push(offer),
            Standing::Neither => {}
        }
    }
    let region = prepared.facts.region;
    let known = occupations_of(region, &chances.ready);
    let is_known = |offer: &OfferIdx| {
        let occupation = region.offers[offer.at()].occupation;
        occupation.is_none_or(|occupation| known.binary_search(&occupation).is_ok())
    };
    chances.to_learn.retain(|offer| !is_known(offer));
    chances
}

/// Where a person stands towards an offer, over all ways without supports: each of them is judged at most once.
fn standing(prepared: &Prepared<'_>, person: JobseekerIdx, offer: OfferIdx) -> Standing {
    let (facts, rules) = (prepared.facts, &prepared.rules);
    let any = Way { facts, jobseeker_idx: person, offer_idx: offer, choice: Choice::by(Mode::Walk) };
    let all_learned =
        |blockers: u64| (0..ALL.len()).filter(|rule| blockers & (1u64 << rule) != 0).all(|rule| is_learned(&any, rule));
    // Most pairings fail on the first rule that blocks: the others are looked at only where that one could be learned.
    let first = rules.blockers_upto(&any, false, 0);
    if !all_learned(first) || first != 0 && !all_learned(rules.blockers(&any, false)) {
        return Standing::Neither;
    }
    let modes = any.modes();
    let places = place_choices(facts, person, offer, modes);
    let mut ways = places
        .iter()
        .flat_map(|&places| modes.iter().map(move |mode| Way { choice: Choice { places, ..Choice::by(mode) }, ..any }));
    match ways.any(|way| rules.blockers_upto(&way, true, 0) == 0) {
        false => Standing::Neither,
        true if first != 0 => Standing::ToLearn,
        true => Standing::Ready,
    }
}

/// Whether learning the skills of the offer, and nothing else, remedies what the rule at `rule` of [`ALL`] finds.
pub(super) fn is_learned(way: &Way<'_>, rule: usize) -> bool {
    let remedies = ALL[rule].find(way).map(|finding| finding.remedies(way.facts)).unwrap_or_default();
    let skills = Change::LearnsSkillsOf(way.jobseeker_idx, way.offer_idx);
    !remedies.is_empty() && remedies.iter().all(|remedy| remedy.change == skills)
}

/// The evidence of one occupation as a planner reads it: what is open and for whom, then where these people live.
pub fn evidence_words(facts: Facts<'_>, of: &Evidence, lang: Lang) -> Vec<String> {
    let label = facts.region.occupations[of.occupation.at()].label(lang);
    let (in_reach, bottleneck) = (of.in_reach, of.bottleneck);
    let places = match (lang, in_reach) {
        (Lang::Nl, 1) => format!("{label}: 1 open plaats binnen bereik, waarvan {bottleneck} knelpunt"),
        (Lang::Nl, _) => format!("{label}: {in_reach} open plaatsen binnen bereik, waarvan {bottleneck} knelpunt"),
        (Lang::En, 1) => format!("{label}: 1 opening within reach, {bottleneck} of it on the bottleneck list"),
        (Lang::En, _) => {
            format!("{label}: {in_reach} openings within reach, {bottleneck} of them on the bottleneck list")
        }
        (Lang::Fr, 1) => format!("{label} : 1 poste à portée, dont {bottleneck} en pénurie"),
        (Lang::Fr, _) => format!("{label} : {in_reach} postes à portée, dont {bottleneck} en pénurie"),
    };
    let lack = match (lang, of.people) {
        (Lang::Nl, 0) => "niemand mist enkel de vaardigheden".to_owned(),
        (Lang::En, 0) => "nobody lacks only the skills".to_owned(),
        (Lang::Fr, 0) => "il ne manque à personne que les compétences".to_owned(),
        (Lang::Nl, 1) => "1 persoon mist enkel de vaardigheden".to_owned(),
        (Lang::En, 1) => "1 person lacks only the skills".to_owned(),
        (Lang::Fr, 1) => "à 1 personne il ne manque que les compétences".to_owned(),
        (Lang::Nl, people) => format!("{people} mensen missen enkel de vaardigheden"),
        (Lang::En, people) => format!("{people} people lack only the skills"),
        (Lang::Fr, people) => format!("à {people} personnes il ne manque que les compétences"),
    };
    if of.people == 0 {
        return vec![super::sentence(&format!("{places}; {lack}"))];
    }
    let mut lines = vec![super::sentence(&format!("{places}; {lack}; {}", after_words(of, lang)))];
    lines.extend(home_words(facts, of, lang));
    lines
}

/// What a training would give, in words.
fn after_words(of: &Evidence, lang: Lang) -> String {
    let (seated, net) = (of.seated, of.net);
    match (lang, net) {
        (Lang::Nl, 1) => format!("na een opleiding is er plaats voor {seated}, en start er in de hele streek 1 meer"),
        (Lang::Nl, _) => {
            format!("na een opleiding is er plaats voor {seated}, en starten er in de hele streek {net} meer")
        }
        (Lang::En, 1) => format!("after a training there is room for {seated}, and 1 more starts in the whole region"),
        (Lang::En, _) => {
            format!("after a training there is room for {seated}, and {net} more start in the whole region")
        }
        (Lang::Fr, 1) => {
            format!("après une formation il y a de la place pour {seated}, et 1 de plus commence dans toute la région")
        }
        (Lang::Fr, _) => {
            format!(
                "après une formation il y a de la place pour {seated}, et {net} de plus commencent dans toute la région"
            )
        }
    }
}

/// How many municipalities are named for one occupation.
const HOMES_NAMED: usize = 7;

/// Where the people live, most first, and how many of them could take nothing now.
fn home_words(facts: Facts<'_>, of: &Evidence, lang: Lang) -> Vec<String> {
    let mut homes = of.homes.clone();
    homes.sort_by_key(|&(municipality, people)| (std::cmp::Reverse(people), municipality));
    let name = |&(municipality, people): &(MunicipalityIdx, u32)| {
        format!("{} {people}", facts.region.municipalities[municipality.at()].name)
    };
    let (named, others) = homes.split_at(homes.len().min(HOMES_NAMED));
    let mut named: Vec<_> = named.iter().map(name).collect();
    if !others.is_empty() {
        let elsewhere = Words { nl: "elders", en: "elsewhere", fr: "ailleurs" }.in_lang(lang);
        named.push(format!("{elsewhere} {}", others.iter().map(|(_, people)| people).sum::<u32>()));
    }
    let (homes, idle) = (named.join(", "), of.idle);
    vec![match lang {
        Lang::Nl => format!("Woonplaats: {homes}. Nu zonder enige mogelijkheid: {idle}."),
        Lang::En => format!("Where they live: {homes}. Without any possibility now: {idle}."),
        Lang::Fr => format!("Domicile : {homes}. Sans aucune possibilité actuellement : {idle}."),
    }]
}
