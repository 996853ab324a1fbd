//! From fairs to what is planned: an offer for each table, who fits a vacancy there, and how many may be expected.
//!
//! The chance of a full hall is kept by how many are *expected*, which adds up over people: see
//! [`most_expected`].

use rayon::prelude::*;

use crate::candidates::{Index, Search};
use crate::constraint::RuleBook;
use crate::domain::{
    Answer, Fair, FairFacts, FairTable, Fit, Invitation, JobseekerIdx, LedBy, Offer, OfferIdx, Promise, PromiseStatus,
    Region, Stall,
};
use crate::domain::{Facts, Nearby, sort_canonically};
use crate::turnout::CommonShock;
use crate::turnout::sizing::{Filling, most_expected};

/// People per piece of work.
const PEOPLE_PER_PIECE: usize = 64;

/// Puts the tables of every fair in the place of the region's vacancies. Linear in people x vacancies at tables.
pub(super) fn arrange(region: &mut Region) {
    let by_vacancy = by_vacancy(region);
    let mut offers: Vec<(Offer, Stall)> = Vec::new();
    for (at, fair) in region.fairs.iter().enumerate() {
        let stall = |table| Stall { fair: at, table, expected_max: 0 };
        let tables = fair.tables.iter().enumerate();
        offers.extend(tables.map(|(at, table)| (offer_of(region, fair, table), stall(at))));
    }
    sort_canonically(&mut offers, |(offer, _)| &offer.id);
    let (offers, mut stalls): (Vec<_>, Vec<_>) = offers.into_iter().unzip();
    let fits = fits(region, &stalls, &by_vacancy);
    for (at, stall) in stalls.iter_mut().enumerate() {
        let (fair, offer) = (&region.fairs[stall.fair], OfferIdx::from_usize(at));
        let table = &fair.tables[stall.table];
        let at_table = |invitation: &&Invitation| invitation.table == stall.table;
        let here = fits.iter().filter(|fit| fit.offer == offer).map(|fit| fit.jobseeker).collect();
        stall.expected_max = room(fair, (table.slots, table.risk, 0.0), &at_table, here);
    }
    let halls = (0..region.fairs.len()).map(|at| {
        let fair = &region.fairs[at];
        let of_fair = fits.iter().filter(|fit| stalls[fit.offer.at()].fair == at);
        room(fair, (fair.places, fair.risk, fair.walk_ins), &|_| true, of_fair.map(|fit| fit.jobseeker).collect())
    });
    let halls = halls.collect();
    region.promises = invitations(region, &stalls);
    region.offers = offers;
    region.fair_facts = FairFacts { fits, stalls, halls };
    region.pins.clear();
    region.scores.clear();
}

/// How many of the people not invited yet may be expected besides, in thousandths: people who said yes come for sure,
/// and silent people are expected already.
fn room(
    fair: &Fair,
    (places, risk, unasked): (u32, f64, f64),
    concerns: &dyn Fn(&&Invitation) -> bool,
    mut fitting: Vec<JobseekerIdx>,
) -> u32 {
    let stand = || fair.invited.iter().filter(|invitation| concerns(invitation));
    let sure = stand().filter(|invitation| invitation.answer == Answer::Yes).count();
    let silent: Vec<u32> = stand()
        .filter(|invitation| invitation.answer == Answer::Silent)
        .map(|invitation| fair.show_of(invitation.jobseeker))
        .collect();
    fitting.sort_unstable();
    fitting.dedup();
    fitting.retain(|&person| fair.invitation_to(person).is_none() && !fair.is_closed_to(person));
    let people = fitting.len() + silent.len();
    let mut rates: Vec<u32> =
        fitting.iter().map(|&person| fair.show_of(person)).chain(silent.iter().copied()).collect();
    rates.sort_unstable();
    rates.dedup();
    let places = (places as usize).saturating_sub(sure);
    let shock = fair.common_shock.filter(|_| fair.shock_binds).and_then(|spread| CommonShock::of_spread(spread).ok());
    let expected = most_expected(&Filling { places, risk, unasked, people, rates: &rates, shock: shock.as_ref() });
    expected.saturating_sub(silent.iter().sum())
}

/// A table as an offer.
fn offer_of(region: &Region, fair: &Fair, table: &FairTable) -> Offer {
    let venue = &region.venues[fair.venue.at()];
    Offer {
        id: format!("{}/{}", fair.id, table.id),
        host: table.employer.clone(),
        title: None,
        contact: None,
        programme: None,
        site: venue.site,
        venue: Some(fair.venue),
        municipality: Some(venue.municipality),
        band: None,
        buddy: None,
        occupation: None,
        // Expected visitors are what is scarce.
        openings: Some(region.jobseekers.len() as u32),
        shifts: vec![fair.hours],
        start: fair.date,
        run_from: None,
        languages: Vec::new(),
        essential_skills: Vec::new(),
        optional_skills: Vec::new(),
        led_by: LedBy::Vdab,
        language_support: true,
        contract: None,
    }
}

/// Of each person the vacancies at tables for which no rule is against them, with the most points; of a region that was
/// read for a matching.
fn by_vacancy(region: &Region) -> Vec<Vec<(OfferIdx, i64)>> {
    let tables = region.fairs.iter().flat_map(|fair| &fair.tables);
    let mut vacancies: Vec<OfferIdx> =
        tables.flat_map(|table| table.vacancies.iter().map(|vacancy| vacancy.offer)).collect();
    vacancies.sort_unstable();
    vacancies.dedup();
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    facts.find_care_near_homes();
    let rules = RuleBook::of(&region.pack);
    let index = Index::of(facts, &rules);
    let people: Vec<JobseekerIdx> = (0..region.jobseekers.len()).map(JobseekerIdx::from_usize).collect();
    let of_piece = |piece: &[JobseekerIdx]| {
        let (mut search, mut edges) = (Search::new(facts, &rules, &index), Vec::new());
        let mut of_person = |&person: &JobseekerIdx| {
            let mut found = Vec::new();
            for &vacancy in &vacancies {
                edges.clear();
                search.edges_between(person, vacancy, &mut edges);
                found.extend(edges.iter().map(|edge| edge.points).max().map(|points| (vacancy, points)));
            }
            found
        };
        piece.iter().map(&mut of_person).collect::<Vec<_>>()
    };
    people.par_chunks(PEOPLE_PER_PIECE).flat_map(of_piece).collect()
}

/// Who fits at which table, sorted: by the vacancy that fits best, the first of equals.
fn fits(region: &Region, stalls: &[Stall], by_vacancy: &[Vec<(OfferIdx, i64)>]) -> Vec<Fit> {
    let mut fits = Vec::new();
    for (person, found) in by_vacancy.iter().enumerate() {
        for (at, stall) in stalls.iter().enumerate() {
            let vacancies = region.fairs[stall.fair].tables[stall.table].vacancies.iter().enumerate();
            let points = |offer: OfferIdx| Some(found[found.binary_search_by_key(&offer, |known| known.0).ok()?].1);
            let fitting = vacancies.filter_map(|(at, vacancy)| Some((points(vacancy.offer)?, at)));
            if let Some((points, vacancy)) = fitting.max_by_key(|&(points, at)| (points, std::cmp::Reverse(at))) {
                let (jobseeker, offer) = (JobseekerIdx::from_usize(person), OfferIdx::from_usize(at));
                fits.push(Fit { jobseeker, offer, vacancy, points });
            }
        }
    }
    fits
}

/// Invitations that stand, as promises: who said no is free.
fn invitations(region: &Region, stalls: &[Stall]) -> Vec<Promise> {
    let mut promises = Vec::new();
    for (at, fair) in region.fairs.iter().enumerate() {
        for invitation in fair.invited.iter().filter(|invitation| invitation.answer != Answer::No) {
            let offer = stalls.iter().position(|stall| (stall.fair, stall.table) == (at, invitation.table));
            let status = match invitation.answer {
                Answer::Yes => PromiseStatus::Confirmed,
                _ => PromiseStatus::Invited,
            };
            let promise = |offer| Promise { jobseeker: invitation.jobseeker, offer, status };
            promises.extend(offer.map(OfferIdx::from_usize).map(promise));
        }
    }
    promises.sort_unstable();
    promises
}
