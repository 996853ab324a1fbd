//! Where people could go after each training: the vacancies of the same unit group (ISCO) for which, with the skills that it
//! teaches, no rule is against them.

use rayon::prelude::*;

use crate::candidates::{Index, Search};
use crate::constraint::{RuleBook, looks_for};
use crate::domain::{Facts, JobseekerIdx, Nearby, OccupationIdx, OfferIdx, Outflow, ProgrammeIdx, Region, Work};

/// Most vacancies that are looked at for one person after one programme, those that fit best. An assumption: who has twenty to
/// choose from is seldom left without.
const CHOICES_MAX: usize = 20;
/// People per piece of work.
const PEOPLE_PER_PIECE: usize = 64;

/// Finds the work after every programme that is planned and needs it; of a region that was read for a matching. People who
/// look for it x vacancies of its unit group.
pub(super) fn find(region: &mut Region) {
    let programmes: Vec<_> = (0..region.programmes.len() as u32)
        .map(ProgrammeIdx)
        .filter(|&idx| region.is_planned(idx) && region.programmes[idx.at()].work_afterwards)
        .filter_map(|idx| Some((idx, region.programmes[idx.at()].occupation?)))
        .collect();
    let mut found: Vec<(JobseekerIdx, ProgrammeIdx, OfferIdx)> = Vec::new();
    for (programme, occupation) in programmes {
        found.extend(after(region, programme, occupation));
    }
    let mut vacancies: Vec<OfferIdx> = found.iter().map(|&(.., vacancy)| vacancy).collect();
    vacancies.sort_unstable();
    vacancies.dedup();
    let outflow = |(jobseeker, programme, vacancy): (JobseekerIdx, ProgrammeIdx, OfferIdx)| {
        let work = vacancies.partition_point(|&known| known < vacancy);
        Outflow { jobseeker, programme, work }
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

/// Who could go where after one programme.
fn after(
    region: &Region,
    programme: ProgrammeIdx,
    occupation: OccupationIdx,
) -> Vec<(JobseekerIdx, ProgrammeIdx, OfferIdx)> {
    let trained = trained(region, programme);
    let group = trained.occupations[occupation.at()].isco;
    let is_there = |&idx: &OfferIdx| {
        let known = trained.offers[idx.at()].occupation;
        known.is_some_and(|known| trained.occupations[known.at()].isco == group)
    };
    let vacancies: Vec<OfferIdx> = (0..trained.offers.len()).map(OfferIdx::from_usize).filter(is_there).collect();
    let near = Nearby::default();
    let facts = Facts::of(&trained, &near);
    facts.find_care_near_homes();
    let rules = RuleBook::of(&trained.pack);
    let index = Index::of(facts, &rules);
    let people: Vec<_> = (0..trained.jobseekers.len()).map(JobseekerIdx::from_usize).collect();
    let people: Vec<_> = people.into_iter().filter(|&person| looks_for(facts, person, Some(occupation))).collect();
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
            found.extend(fitting.into_iter().take(CHOICES_MAX).map(|(_, vacancy)| (person, programme, vacancy)));
        }
        found
    };
    people.par_chunks(PEOPLE_PER_PIECE).flat_map(of_piece).collect()
}

/// The region with the skills of a programme learnt by everyone.
fn trained(region: &Region, programme: ProgrammeIdx) -> Region {
    let mut trained = region.clone();
    for person in &mut trained.jobseekers {
        person.skills.extend(&region.programmes[programme.at()].skills);
        person.skills.sort_unstable();
        person.skills.dedup();
    }
    trained
}
