//! Employers: whom to invite, on what is open there, since when, and how many people could start or come near.
//!
//! **Could start** is a pairing of which some way, without supports, is blocked by nothing: as in
//! [`evidence`](super::evidence()). **Comes near** is a pairing of which some way is blocked by a single finding that a
//! known change takes away; it is looked for among the offers of a person's [near misses](super::near_misses_of).
//! People kept out by a rule that hides the rest (the hold of the OCMW, no day within the horizon) count nowhere: with
//! or without such a person, every answer is the same.
//!
//! Openings, childcare places, floors and quotas are not shared out here: that is what a plan does.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::WIDENING_PERCENT;
use super::evidence::is_learned;
use crate::candidates::Search;
use crate::constraint::{ALL, forms_that_fit, has_right_to, rule_about_forms};
use crate::domain::{Facts, FormIdx, JobseekerIdx, Mode, OfferIdx, Overlay, SupportKind};
use crate::plan::{Plan, Prepared};
use crate::way::{Choice, Way, place_choices};

/// The first digit of an occupation's ISCO-08 group, `0` to `9`: its major group.
pub type Sector = u8;

/// What speaks for inviting an employer. Counts of people are exact: round them before they leave. People are counted
/// once, however many of its vacancies they could take, and only at vacancies with openings that are not filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Employer {
    /// Its name: `Offer.host` of its vacancies.
    pub name: String,
    /// Openings that are not filled by major group of the occupation, most first; vacancies that are full count for
    /// none.
    pub sectors: Vec<(Sector, u32)>,
    /// Openings of all its vacancies.
    pub openings: u32,
    /// Of those, openings that are not filled.
    pub unfilled: u32,
    /// Of those not filled, openings on the list of bottleneck occupations.
    pub bottleneck: u32,
    /// Age of its oldest vacancy with openings that are not filled, days on the first day of the horizon; `None` where
    /// no such vacancy has a date.
    pub days: Option<u32>,
    /// Vacancies with openings that are not filled of which nobody knows since when they are open.
    pub ages_unknown: u32,
    /// People who could start.
    pub possible: u32,
    /// People who could start nowhere here, and come near somewhere.
    pub near: u32,
    /// Its vacancies, in the order of employers.
    pub vacancies: Vec<VacancyReach>,
}

/// A vacancy with who could take it, and which measures fit it. Counts of people are exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VacancyReach {
    /// Which.
    pub offer: OfferIdx,
    /// Its openings.
    pub openings: u32,
    /// Of those, openings that are not filled.
    pub unfilled: u32,
    /// Of those not filled, openings on the list of bottleneck occupations: all or none.
    pub bottleneck: u32,
    /// Age, days on the first day of the horizon; `None` where it is not known.
    pub days: Option<u32>,
    /// People who could start.
    pub possible: u32,
    /// People who could not, and come near.
    pub near: u32,
    /// Of those near, people who lack the skills and nothing else: they could learn them at work.
    pub to_learn: u32,
    /// Each employment form under which the job could be held as it is, with the people who could start under it:
    /// everything but the form fits, and they have the right it asks for. In the order of the pack.
    pub forms: Vec<(FormIdx, u32)>,
    /// Each kind of support that the region has, with the people whom it alone lets start and who could not without.
    pub supports: Vec<(SupportKind, u32)>,
}

/// What one person could do at an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Standing {
    /// Could start.
    possible: bool,
    /// Could not, and comes near.
    near: bool,
    /// Lacks the skills and nothing else.
    to_learn: bool,
    /// Everything fits, the employment form aside.
    fits_but_form: bool,
}

/// One person and one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chance {
    offer: OfferIdx,
    standing: Standing,
    /// The forms of the pack, in its order, under which the person could start.
    forms: Vec<FormIdx>,
    /// Supports each of which alone lets the person start, sorted.
    supports: Vec<SupportKind>,
}

/// Every employer with vacancies: those with most unfilled bottleneck openings first, then the oldest vacancy, then
/// most unfilled openings, then the name. With a plan of vacancies, openings that it fills are not open any more.
/// Judges each pairing within widened reach; linear in those.
pub fn employers(prepared: &Prepared<'_>, plan: Option<&Plan>) -> Vec<Employer> {
    let region = prepared.facts.region;
    let offers = (0..region.offers.len()).map(OfferIdx::from_usize);
    let mut filled = vec![0; region.offers.len()];
    plan.into_iter().flat_map(|plan| &plan.offers).for_each(|of| filled[of.offer.at()] = of.filled);
    let mut reaches: Vec<_> = offers.map(|offer| untold(prepared, filled[offer.at()], offer)).collect();
    let mut of_host: BTreeMap<&str, usize> = region.offers.iter().map(|offer| (offer.host.as_str(), 0)).collect();
    of_host.values_mut().enumerate().for_each(|(at, position)| *position = at);
    let hosts: Vec<usize> = region.offers.iter().map(|offer| of_host[offer.host.as_str()]).collect();
    let mut people = vec![(0, 0); of_host.len()];
    for chances in all_chances(prepared) {
        count(&mut reaches, &chances);
        let open = chances.iter().filter(|chance| reaches[chance.offer.at()].unfilled > 0);
        // For each host, whether the person could start there; that outranks coming near.
        let mut best: BTreeMap<usize, bool> = BTreeMap::new();
        for chance in open.filter(|chance| chance.standing.possible || chance.standing.near) {
            *best.entry(hosts[chance.offer.at()]).or_default() |= chance.standing.possible;
        }
        for (host, is_possible) in best {
            people[host].0 += u32::from(is_possible);
            people[host].1 += u32::from(!is_possible);
        }
    }
    let mut vacancies: Vec<Vec<VacancyReach>> = vec![Vec::new(); people.len()];
    let of_jobs = reaches.into_iter().filter(|reach| region.offers[reach.offer.at()].contract.is_some());
    of_jobs.for_each(|reach| vacancies[hosts[reach.offer.at()]].push(reach));
    let all = of_host.into_keys().zip(vacancies.into_iter().zip(people));
    let with_work = all.filter(|(_, (vacancies, _))| !vacancies.is_empty());
    let employer = |(name, (vacancies, people))| added_up(prepared, name, vacancies, people);
    let mut found: Vec<Employer> = with_work.map(employer).collect();
    found.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name)));
    found
}

/// The major group of the occupation of an offer; `None` where it has no occupation.
pub fn sector_of(facts: Facts<'_>, offer: OfferIdx) -> Option<Sector> {
    let occupation = facts.region.offers[offer.at()].occupation?;
    facts.region.occupations[occupation.at()].isco[0].checked_sub(b'0')
}

/// What employers are ranked on, before their names.
fn rank(of: &Employer) -> Reverse<(u32, Option<u32>, u32)> {
    Reverse((of.bottleneck, of.days, of.unfilled))
}

/// A vacancy with its openings and forms, and nobody counted yet.
fn untold(prepared: &Prepared<'_>, filled: u32, offer: OfferIdx) -> VacancyReach {
    let facts = prepared.facts;
    let contract = facts.region.offers[offer.at()].contract;
    let openings = facts.openings(offer).unwrap_or(0);
    let unfilled = openings.saturating_sub(filled);
    let is_bottleneck = contract.is_some_and(|contract| contract.bottleneck);
    let published = contract.and_then(|contract| contract.published_on);
    let age = |day: NaiveDate| u32::try_from((facts.region.horizon.from - day).num_days()).ok();
    let kinds: BTreeSet<SupportKind> = facts.region.supports.iter().map(|support| support.kind).collect();
    VacancyReach {
        offer,
        openings,
        unfilled,
        bottleneck: if is_bottleneck { unfilled } else { 0 },
        days: published.and_then(age),
        possible: 0,
        near: 0,
        to_learn: 0,
        forms: forms_that_fit(facts, offer).into_iter().map(|form| (form, 0)).collect(),
        supports: kinds.into_iter().map(|kind| (kind, 0)).collect(),
    }
}

/// Counts one person at each vacancy.
fn count(reaches: &mut [VacancyReach], chances: &[Chance]) {
    for Chance { offer, standing, forms, supports } in chances {
        let reach = &mut reaches[offer.at()];
        reach.possible += u32::from(standing.possible);
        reach.near += u32::from(standing.near);
        reach.to_learn += u32::from(standing.to_learn);
        for (form, people) in &mut reach.forms {
            *people += u32::from(forms.contains(form));
        }
        for (kind, people) in &mut reach.supports {
            *people += u32::from(supports.contains(kind));
        }
    }
}

/// An employer from its vacancies and the people counted.
fn added_up(
    prepared: &Prepared<'_>,
    name: &str,
    mut vacancies: Vec<VacancyReach>,
    (possible, near): (u32, u32),
) -> Employer {
    vacancies.sort_by_key(|of| (Reverse((of.bottleneck, of.days, of.unfilled)), of.offer));
    let open = || vacancies.iter().filter(|of| of.unfilled > 0);
    let mut by_sector: BTreeMap<Sector, u32> = BTreeMap::new();
    for of in open() {
        if let Some(sector) = sector_of(prepared.facts, of.offer) {
            *by_sector.entry(sector).or_default() += of.unfilled;
        }
    }
    let mut sectors: Vec<_> = by_sector.into_iter().collect();
    sectors.sort_by_key(|&(sector, unfilled)| (Reverse(unfilled), sector));
    Employer {
        name: name.to_owned(),
        sectors,
        openings: vacancies.iter().map(|of| of.openings).sum(),
        unfilled: vacancies.iter().map(|of| of.unfilled).sum(),
        bottleneck: vacancies.iter().map(|of| of.bottleneck).sum(),
        days: open().filter_map(|of| of.days).max(),
        ages_unknown: open().filter(|of| of.days.is_none()).count() as u32,
        possible,
        near,
        vacancies,
    }
}

/// What everyone could do where, in canonical order.
fn all_chances(prepared: &Prepared<'_>) -> Vec<Vec<Chance>> {
    /// People per piece of work: enough to share buffers, few enough to share the load.
    const PEOPLE_PER_PIECE: usize = 64;
    let people: Vec<_> = (0..prepared.facts.region.jobseekers.len()).map(JobseekerIdx::from_usize).collect();
    let of_piece = |piece: &[JobseekerIdx]| -> Vec<Vec<Chance>> {
        let mut search = Search::new(prepared.facts, &prepared.rules, &prepared.index);
        piece.iter().map(|&person| chances_of(prepared, &mut search, person)).collect()
    };
    people.par_chunks(PEOPLE_PER_PIECE).map(of_piece).collect::<Vec<_>>().concat()
}

/// What one person could do, by offer.
fn chances_of(prepared: &Prepared<'_>, search: &mut Search<'_>, person: JobseekerIdx) -> Vec<Chance> {
    let region = prepared.facts.region;
    let (mut offers, mut edges) = (Vec::new(), Vec::new());
    search.edges_of(person, &mut edges);
    // Stated minutes may bring an offer within reach that lies beyond it.
    search.offers_within(person, f64::from(WIDENING_PERCENT) / 100.0, &mut offers);
    offers.extend(edges.iter().map(|edge| edge.offer));
    offers.sort_unstable();
    offers.dedup();
    let of_offer = |offer: OfferIdx| {
        let standing = standing(prepared, person, offer);
        let of_offer = &edges[edges.partition_point(|edge| edge.offer < offer)..];
        let mut supports = Vec::new();
        for edge in of_offer.iter().take_while(|edge| edge.offer == offer && !standing.possible) {
            let mut used = edge.choice.supports_used();
            if let (Some(support), None) = (used.next(), used.next()) {
                supports.push(region.supports[support.at()].kind);
            }
        }
        supports.sort_unstable();
        supports.dedup();
        let way = any_way(prepared, person, offer);
        let mut forms = if standing.fits_but_form { forms_that_fit(prepared.facts, offer) } else { Vec::new() };
        forms.retain(|&form| has_right_to(&way, form));
        Chance { offer, standing, forms, supports }
    };
    let is_something = |chance: &Chance| chance.standing != Standing::default() || !chance.supports.is_empty();
    offers.into_iter().map(of_offer).filter(is_something).collect()
}

/// Some way of a pairing, for rules that cannot tell its ways apart.
fn any_way<'a>(prepared: &Prepared<'a>, jobseeker_idx: JobseekerIdx, offer_idx: OfferIdx) -> Way<'a> {
    Way { facts: prepared.facts, jobseeker_idx, offer_idx, choice: Choice::by(Mode::Walk) }
}

/// Where a person stands towards an offer, over all ways without supports.
fn standing(prepared: &Prepared<'_>, person: JobseekerIdx, offer: OfferIdx) -> Standing {
    let (facts, rules) = (prepared.facts, &prepared.rules);
    let any = any_way(prepared, person, offer);
    let mut found = Standing::default();
    if rules.hides(&any) {
        return found;
    }
    let of_pairing = rules.blockers_upto(&any, false, 1);
    if of_pairing.count_ones() > 1 {
        return found;
    }
    let is_of_form = of_pairing & !(1u64 << rule_about_forms()) == 0;
    let modes = any.modes();
    for places in place_choices(facts, person, offer, modes) {
        for way in modes.iter().map(|mode| Way { choice: Choice { places, ..Choice::by(mode) }, ..any }) {
            let of_choice = rules.blockers_upto(&way, true, 1);
            found.fits_but_form |= of_choice == 0 && is_of_form;
            let blockers = of_pairing | of_choice;
            if blockers == 0 {
                return Standing { possible: true, fits_but_form: true, ..Standing::default() };
            }
            if blockers.count_ones() == 1 {
                let rule = blockers.trailing_zeros() as usize;
                found.to_learn |= is_learned(&way, rule);
                found.near = found.near || is_taken_away(prepared, &way, rule);
            }
        }
    }
    found
}

/// Whether some known change makes a way pass that only the rule at `rule` of [`ALL`] blocks.
fn is_taken_away(prepared: &Prepared<'_>, way: &Way<'_>, rule: usize) -> bool {
    let remedies = ALL[rule].find(way).map(|finding| finding.remedies(way.facts)).unwrap_or_default();
    remedies.iter().any(|remedy| {
        let overlay = Overlay::new([remedy.change]);
        let tried = way.trying(&remedy.change, way.facts.under(&overlay));
        prepared.rules.verdict(&tried).blocked_by.is_none()
    })
}
