//! Where people could go after each training, step by step: the vacancies of a unit group (ISCO) for which no rule is
//! against them, with the skills and rights that the training and the steps before have given.

use rayon::prelude::*;

use crate::candidates::{Index, Search};
use crate::constraint::{RuleBook, looks_for};
use crate::domain::{
    Contract, Entitlement, EntitlementIdx, Facts, JobseekerIdx, Nearby, OccupationIdx, OfferIdx, Outflow, Programme,
    ProgrammeIdx, Region, SkillIdx, Step, Work,
};

/// Most vacancies that are looked at for one person after one programme, those that fit best. An assumption: who has
/// twenty to choose from is seldom left without.
const CHOICES_MAX: usize = 20;
/// People per piece of work.
const PEOPLE_PER_PIECE: usize = 64;

/// Finds the work after every programme that is planned and needs it; of a region that was read for a matching. For
/// each step, people who look for it x vacancies of its unit group.
pub(super) fn find(region: &mut Region) {
    let mut found: Vec<(JobseekerIdx, ProgrammeIdx, u8, OfferIdx)> = Vec::new();
    for idx in (0..region.programmes.len() as u32).map(ProgrammeIdx).filter(|&idx| region.is_planned(idx)) {
        let programme = &region.programmes[idx.at()];
        let mut trained = region.clone();
        give_everyone(&mut trained, &programme.skills, &[]);
        for (at, step) in (0..).zip(&programme.steps) {
            let fitting = in_step(&trained, programme, step);
            found.extend(fitting.into_iter().map(|(person, vacancy)| (person, idx, at, vacancy)));
            give_everyone(&mut trained, &step.skills, &step.rights);
        }
    }
    let mut vacancies: Vec<OfferIdx> = found.iter().map(|&(.., vacancy)| vacancy).collect();
    vacancies.sort_unstable();
    vacancies.dedup();
    let outflow = |(jobseeker, programme, step, vacancy): (JobseekerIdx, ProgrammeIdx, u8, OfferIdx)| {
        let work = vacancies.partition_point(|&known| known < vacancy);
        Outflow { jobseeker, programme, step, work }
    };
    let mut outflows: Vec<Outflow> = found.into_iter().map(outflow).collect();
    outflows.sort_unstable();
    region.work_afterwards = vacancies.iter().map(|&vacancy| work(region, vacancy)).collect();
    region.outflows = outflows;
}

fn work(region: &Region, idx: OfferIdx) -> Work {
    let vacancy = &region.offers[idx.at()];
    Work {
        vacancy: idx,
        id: vacancy.id.clone(),
        employer: vacancy.host.clone(),
        occupation: vacancy.occupation,
        openings: vacancy.openings.unwrap_or(0),
    }
}

/// Who could go where in one step, with what they have learnt and earned by then.
fn in_step(trained: &Region, programme: &Programme, step: &Step) -> Vec<(JobseekerIdx, OfferIdx)> {
    let Some(occupation) = step.occupation.or(programme.occupation) else { return Vec::new() };
    let group = trained.occupations[occupation.at()].isco;
    let is_there = |&idx: &OfferIdx| {
        let vacancy = &trained.offers[idx.at()];
        let is_of_form = |contract: &Contract| step.forms.is_empty() || step.forms.contains(&contract.form);
        let is_of_group = |known: OccupationIdx| trained.occupations[known.at()].isco == group;
        vacancy.contract.as_ref().is_some_and(is_of_form) && vacancy.occupation.is_some_and(is_of_group)
    };
    let vacancies: Vec<OfferIdx> = (0..trained.offers.len()).map(OfferIdx::from_usize).filter(is_there).collect();
    let near = Nearby::default();
    let facts = Facts::of(trained, &near);
    facts.find_care_near_homes();
    let rules = RuleBook::of(&trained.pack);
    let index = Index::of(facts, &rules);
    let people = (0..trained.jobseekers.len()).map(JobseekerIdx::from_usize);
    let people: Vec<_> = people.filter(|&person| looks_for(facts, person, programme.occupation)).collect();
    let of_piece = |piece: &[JobseekerIdx]| {
        let (mut search, mut edges, mut found) = (Search::new(facts, &rules, &index), Vec::new(), Vec::new());
        for &person in piece {
            let mut fitting: Vec<(i64, OfferIdx)> = Vec::new();
            for &vacancy in &vacancies {
                edges.clear();
                search.edges_between(person, vacancy, &mut edges);
                fitting.extend(edges.iter().map(|edge| edge.points).max().map(|points| (-points, vacancy)));
            }
            fitting.sort_unstable();
            found.extend(fitting.into_iter().take(CHOICES_MAX).map(|(_, vacancy)| (person, vacancy)));
        }
        found
    };
    people.par_chunks(PEOPLE_PER_PIECE).flat_map(of_piece).collect()
}

/// Gives everyone these skills and rights.
fn give_everyone(region: &mut Region, skills: &[SkillIdx], rights: &[EntitlementIdx]) {
    let from = region.horizon.from;
    for person in &mut region.jobseekers {
        person.skills.extend(skills);
        person.skills.sort_unstable();
        person.skills.dedup();
        person.entitlements.extend(rights.iter().map(|&right| Entitlement { right, from, until: None }));
    }
}
