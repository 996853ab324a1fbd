//! Employers against what anyone can recount from the findings of every way of every pairing.

use chrono::Days;

use super::*;
use crate::constraint::Judged;
use crate::domain::{Change, Facts, Gate, Nearby, Region, SeenBy, SupportIdx};
use crate::explain::unlocks;
use crate::sample::{self, Dice};

/// Small regions with three employers, some vacancies of a known age and some that share it.
fn regions() -> impl Iterator<Item = Region> {
    let plain = (0..40).map(|seed| sample::region(seed, 12, 9));
    plain.chain((0..40).map(|seed| sample::varied(seed, 12, 9))).enumerate().map(|(seed, mut region)| {
        let mut dice = Dice::new(seed as u64 + 1000);
        let from = region.horizon.from;
        for offer in &mut region.offers {
            offer.host = format!("Werkgever {}", dice.below(3));
            let published = dice.chance(60).then(|| from - Days::new(dice.below(4) * 10));
            offer.contract.as_mut().unwrap().published_on = published;
        }
        region
    })
}

/// Every way of a pairing with this set of supports.
fn ways<'a>(facts: Facts<'a>, pairing: (JobseekerIdx, OfferIdx), support: Option<SupportIdx>) -> Vec<Way<'a>> {
    let (jobseeker_idx, offer_idx) = pairing;
    let by = |mode, places| Way {
        facts,
        jobseeker_idx,
        offer_idx,
        choice: Choice { mode, places, supports: [support, None] },
    };
    let any = by(Mode::Walk, Choice::by(Mode::Walk).places);
    let modes = any.modes();
    let places = place_choices(facts, jobseeker_idx, offer_idx, modes);
    modes.iter().flat_map(|mode| places.iter().map(move |&places| by(mode, places))).collect()
}

fn obstacles(prepared: &Prepared<'_>, way: &Way<'_>) -> Vec<Judged> {
    prepared.rules.judge(way).into_iter().filter(Judged::blocks).collect()
}

fn passes(prepared: &Prepared<'_>, way: &Way<'_>) -> bool {
    obstacles(prepared, way).is_empty()
}

/// Whether a single obstacle is left on some way and a remedy takes it away; and whether a single obstacle is left that
/// only learning skills remedies.
fn comes_near(prepared: &Prepared<'_>, pairing: (JobseekerIdx, OfferIdx)) -> [bool; 2] {
    let mut found = [false; 2];
    for way in ways(prepared.facts, pairing, None) {
        let obstacles = obstacles(prepared, &way);
        let [only] = obstacles.as_slice() else { continue };
        let remedies = only.finding.remedies(prepared.facts);
        for remedy in &remedies {
            let overlay = Overlay::new([remedy.change]);
            found[0] |= passes(prepared, &way.trying(&remedy.change, prepared.facts.under(&overlay)));
        }
        let skills = Change::LearnsSkillsOf(pairing.0, pairing.1);
        found[1] |= !remedies.is_empty() && remedies.iter().all(|remedy| remedy.change == skills);
    }
    found
}

/// A vacancy recounted: who could start, who comes near, who lacks only skills, and how many could start under each
/// form.
fn recounted(prepared: &Prepared<'_>, reach: &VacancyReach) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let facts = prepared.facts;
    let region = facts.region;
    let search = Search::new(facts, &prepared.rules, &prepared.index);
    let (mut possible, mut near, mut to_learn) = (BTreeSet::new(), BTreeSet::new(), 0);
    let mut supports: BTreeMap<_, u32> = region.supports.iter().map(|support| (support.kind, 0)).collect();
    for at in 0..region.jobseekers.len() {
        let person = JobseekerIdx::from_usize(at);
        let pairing = (person, reach.offer);
        if ways(facts, pairing, None).iter().any(|way| passes(prepared, way)) {
            possible.insert(at);
            continue;
        }
        let mut in_reach = Vec::new();
        search.offers_within(person, f64::from(WIDENING_PERCENT) / 100.0, &mut in_reach);
        let [is_near, learns] = comes_near(prepared, pairing);
        if is_near && in_reach.contains(&reach.offer) {
            near.insert(at);
            to_learn += u32::from(learns);
            let helps = |way: &Way<'_>| {
                let [only] = &obstacles(prepared, way)[..] else { return false };
                let unlocked = |change| unlocks(prepared, &Overlay::new([change]), person, reach.offer);
                only.finding.remedies(facts).iter().any(|remedy| unlocked(remedy.change))
            };
            assert!(ways(facts, pairing, None).iter().any(helps), "no known change unlocks it");
        }
        let stock = (0..region.supports.len()).map(SupportIdx::from_usize);
        let helping = stock.filter(|&one| ways(facts, pairing, Some(one)).iter().any(|way| passes(prepared, way)));
        let kinds: BTreeSet<_> = helping.map(|one| region.supports[one.at()].kind).collect();
        kinds.into_iter().for_each(|kind| *supports.entry(kind).or_default() += 1);
    }
    assert_eq!((reach.possible, reach.near, reach.to_learn), (possible.len() as u32, near.len() as u32, to_learn));
    assert_eq!(reach.supports, supports.into_iter().collect::<Vec<_>>());
    (possible, near)
}

#[test]
fn people_are_what_the_findings_of_every_way_say() {
    let (mut seen, mut supported) = ([0; 3], 0);
    for region in regions() {
        let nearby = Nearby::default();
        let prepared = Prepared::of(Facts::of(&region, &nearby));
        for employer in employers(&prepared, None) {
            let (mut possible, mut near) = (BTreeSet::new(), BTreeSet::new());
            for reach in &employer.vacancies {
                let own = recounted(&prepared, reach);
                if reach.unfilled > 0 {
                    possible.extend(own.0);
                    near.extend(own.1);
                }
                seen[2] += reach.to_learn;
                supported += reach.supports.iter().map(|(_, people)| people).sum::<u32>();
            }
            let only_near = near.difference(&possible).count();
            assert_eq!((employer.possible, employer.near), (possible.len() as u32, only_near as u32));
            seen[0] += employer.possible;
            seen[1] += employer.near;
        }
    }
    assert!(
        seen.iter().all(|&people| people > 50) && supported > 20,
        "too few to prove anything: {seen:?} {supported}"
    );
}

/// Who could start under a form is who could start were the contract of that form: planned anew, form by form.
#[test]
fn a_form_fits_when_the_job_would_be_held_under_it() {
    let (mut tried, mut refused) = (0, 0);
    for region in regions() {
        let nearby = Nearby::default();
        let found = employers(&Prepared::of(Facts::of(&region, &nearby)), None);
        for reach in found.iter().flat_map(|employer| &employer.vacancies) {
            for form in (0..region.pack.forms.len()).map(FormIdx::from_usize) {
                let mut other = region.clone();
                let contract = other.offers[reach.offer.at()].contract.as_mut().unwrap();
                let is_own = contract.form == form;
                contract.form = form;
                let nearby = Nearby::default();
                let prepared = Prepared::of(Facts::of(&other, &nearby));
                let could = |person: &usize| {
                    let pairing = (JobseekerIdx::from_usize(*person), reach.offer);
                    ways(prepared.facts, pairing, None).iter().any(|way| passes(&prepared, way))
                };
                let people = (0..region.jobseekers.len()).filter(could).count() as u32;
                let known = reach.forms.iter().find(|known| known.0 == form);
                assert_eq!(known.map_or(0, |known| known.1), people);
                assert!(!is_own || people == reach.possible);
                tried += people;
                refused += u32::from(known.is_none());
            }
        }
    }
    assert!(tried > 100 && refused > 20, "too few to prove anything: {tried}, {refused}");
}

#[test]
fn openings_ages_and_ranks_add_up() {
    for region in regions() {
        let nearby = Nearby::default();
        let prepared = Prepared::of(Facts::of(&region, &nearby));
        let plan = crate::plan::solved(&prepared, &schakel_model::Options::default());
        for plan in [None, Some(&plan)] {
            let found = employers(&prepared, plan);
            let key = |of: &Employer| (Reverse(of.bottleneck), Reverse(of.days), Reverse(of.unfilled), of.name.clone());
            assert!(found.is_sorted_by_key(key));
            let hosts: BTreeSet<_> = region.offers.iter().map(|offer| &offer.host).collect();
            assert_eq!(found.len(), hosts.len());
            for of in found {
                let own = (0..region.offers.len()).filter(|&at| region.offers[at].host == of.name);
                let starts = |at: usize| {
                    let all = plan.map_or(&[][..], |plan| &plan.assignments);
                    all.iter().filter(|edge| edge.offer.at() == at).count() as u32
                };
                let (mut unfilled, mut bottleneck, mut dates, mut unknown) = (0, 0, Vec::new(), 0);
                for at in own {
                    let contract = region.offers[at].contract.unwrap();
                    let left = region.offers[at].openings.unwrap() - starts(at);
                    unfilled += left;
                    bottleneck += if contract.bottleneck { left } else { 0 };
                    match contract.published_on {
                        _ if left == 0 => {}
                        Some(day) => dates.push(day),
                        None => unknown += 1,
                    }
                }
                let oldest = dates.iter().min().map(|&day| (region.horizon.from - day).num_days() as u32);
                assert_eq!(
                    (of.unfilled, of.bottleneck, of.days, of.ages_unknown),
                    (unfilled, bottleneck, oldest, unknown)
                );
                assert_eq!(of.sectors.iter().map(|(_, unfilled)| unfilled).sum::<u32>(), unfilled);
            }
        }
    }
}

#[test]
fn who_is_on_hold_is_as_who_is_not_there() {
    let mut changed = 0;
    for mut region in regions() {
        region.seen_by = SeenBy::Everyone;
        let of = |region: &Region| {
            let nearby = Nearby::default();
            employers(&Prepared::of(Facts::of(region, &nearby)), None)
        };
        let before = of(&region);
        let mut held = region.clone();
        held.jobseekers[0].gate = Gate::Hold;
        region.jobseekers[0].first_day = region.horizon.to + Days::new(1);
        assert_eq!(of(&held), of(&region));
        changed += u32::from(of(&held) != before);
    }
    assert!(changed > 20, "too few to prove anything: {changed}");
}
