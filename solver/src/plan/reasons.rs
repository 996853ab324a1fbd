//! Why people do not start and why openings stay free: counted per rule over the pairings within reach, never stored
//! pair by pair.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Prepared, Unassigned, VacancyResult};
use crate::candidates::{Edge, Search};
use crate::constraint::ALL;
use crate::domain::{JobseekerIdx, Mode, VacancyIdx};
use crate::way::{Choice, Way, place_choices};

/// Why someone does not start, or why an opening stays free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A rule that hides the rest keeps the person out: nothing more is said.
    NotAvailable {
        /// Position of the rule in [`ALL`].
        rule: u8,
    },
    /// No offer lies within reach and goals.
    NothingInReach,
    /// So many pairings within reach fail on this rule and on no other.
    Only {
        /// Position of the rule in [`ALL`].
        rule: u8,
        /// How many.
        pairings: u32,
    },
    /// So many pairings within reach fail on several rules.
    Several {
        /// How many.
        pairings: u32,
    },
    /// So many pairings were possible and went to others, or the people took other offers.
    Competition {
        /// How many.
        pairings: u32,
    },
}

/// Pairings per rule that is their only obstacle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoleObstacles {
    by_rule: Vec<u32>,
    several: u32,
    hidden_by: Option<u8>,
}

impl Default for SoleObstacles {
    fn default() -> Self {
        Self { by_rule: vec![0; ALL.len()], several: 0, hidden_by: None }
    }
}

impl SoleObstacles {
    /// Counts one pairing with the rules that block its best way, as a bit set.
    fn count(&mut self, blockers: u32) {
        let hiding = (0..ALL.len()).find(|&rule| blockers & (1 << rule) != 0 && ALL[rule].hides_the_rest());
        if let Some(rule) = hiding {
            self.hidden_by = Some(rule as u8);
        } else if blockers.count_ones() == 1 {
            self.by_rule[blockers.trailing_zeros() as usize] += 1;
        } else if blockers != 0 {
            self.several += 1;
        }
    }

    /// The counts as reasons, the largest first; a rule that hides the rest stands alone.
    fn reasons(&self, hides: bool) -> Vec<Reason> {
        if let Some(rule) = self.hidden_by.filter(|_| hides) {
            return vec![Reason::NotAvailable { rule }];
        }
        let counted = self.by_rule.iter().enumerate().filter(|(_, pairings)| **pairings > 0);
        let mut reasons: Vec<_> =
            counted.map(|(rule, &pairings)| Reason::Only { rule: rule as u8, pairings }).collect();
        reasons.sort_by_key(|reason| match *reason {
            Reason::Only { rule, pairings } => (std::cmp::Reverse(pairings), ALL[usize::from(rule)].place()),
            _ => (std::cmp::Reverse(0), 0),
        });
        if self.several > 0 {
            reasons.push(Reason::Several { pairings: self.several });
        }
        reasons
    }
}

/// The rules that block the best way of a pairing without supports, as a bit set: of all ways the one with the fewest.
pub(crate) fn blockers(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, vacancy: VacancyIdx) -> u32 {
    let facts = prepared.facts;
    let any = Way { facts, jobseeker_idx: jobseeker, vacancy_idx: vacancy, choice: Choice::by(Mode::Walk) };
    let fixed = prepared.rules.blockers(&any, false);
    if fixed.count_ones() > 1 {
        // Several obstacles whatever the choice: no way is worth looking at.
        return fixed;
    }
    let modes = any.modes();
    let places = place_choices(facts, jobseeker, vacancy, modes);
    let of_choice = places
        .iter()
        .flat_map(|&places| modes.iter().map(move |mode| Way { choice: Choice { places, ..Choice::by(mode) }, ..any }));
    let best = of_choice.map(|way| prepared.rules.blockers(&way, true)).min_by_key(|blockers| blockers.count_ones());
    fixed | best.unwrap_or_else(|| prepared.rules.blockers(&any, true))
}

/// Everyone who does not start and every vacancy, with reasons. Linear in the pairings within reach of those concerned.
pub(super) fn of_all(
    prepared: &Prepared<'_>,
    edges: &[Edge],
    assignments: &[Edge],
) -> (Vec<Unassigned>, Vec<VacancyResult>) {
    let region = prepared.facts.region;
    let mut vacancies: Vec<VacancyResult> = (0..region.vacancies.len())
        .map(|idx| VacancyResult {
            vacancy: VacancyIdx::from_usize(idx),
            filled: 0,
            candidates: 0,
            reasons: Vec::new(),
        })
        .collect();
    let mut of_person = vec![0u32; region.jobseekers.len()];
    for pair in edges.chunk_by(|a, b| (a.jobseeker, a.vacancy) == (b.jobseeker, b.vacancy)) {
        of_person[pair[0].jobseeker.at()] += 1;
        vacancies[pair[0].vacancy.at()].candidates += 1;
    }
    let mut starts = vec![false; region.jobseekers.len()];
    for edge in assignments {
        starts[edge.jobseeker.at()] = true;
        vacancies[edge.vacancy.at()].filled += 1;
    }
    let without: Vec<bool> = vacancies.iter().map(|result| result.candidates == 0).collect();
    let (obstacles, of_vacancies) = obstacles(prepared, &starts, &of_person, &without);
    let none = SoleObstacles::default();
    for result in &mut vacancies {
        let open = prepared.facts.openings(result.vacancy).saturating_sub(result.filled);
        result.reasons = match (open, result.candidates) {
            (0, _) => Vec::new(),
            (_, 0) => of_empty(of_vacancies.get(&result.vacancy).unwrap_or(&none), false),
            (_, pairings) => vec![Reason::Competition { pairings }],
        };
    }
    let unassigned = obstacles.into_iter().map(|(jobseeker, obstacles)| {
        let candidates = of_person[jobseeker.at()];
        let reasons = match candidates {
            0 => of_empty(&obstacles, true),
            pairings => vec![Reason::Competition { pairings }],
        };
        Unassigned { jobseeker, candidates, reasons }
    });
    (unassigned.collect(), vacancies)
}

/// Reasons where no pairing was possible.
fn of_empty(obstacles: &SoleObstacles, hides: bool) -> Vec<Reason> {
    let reasons = obstacles.reasons(hides);
    if reasons.is_empty() { vec![Reason::NothingInReach] } else { reasons }
}

/// People who do not start with what is in their way, and per vacancy what is in the way of people.
type Obstacles = (Vec<(JobseekerIdx, SoleObstacles)>, BTreeMap<VacancyIdx, SoleObstacles>);

/// Counts obstacles over pairings within reach: of people without any edge, and of vacancies without any.
fn obstacles(prepared: &Prepared<'_>, starts: &[bool], of_person: &[u32], without: &[bool]) -> Obstacles {
    let people: Vec<_> = (0..starts.len()).map(JobseekerIdx::from_usize).collect();
    let pieces: Vec<Obstacles> = people
        .par_chunks(512)
        .map(|piece| {
            let search = Search::new(prepared.facts, &prepared.rules, &prepared.index);
            let mut in_reach = Vec::new();
            let mut of_vacancies = BTreeMap::<_, SoleObstacles>::new();
            let mut of_people = Vec::new();
            for &person in piece {
                let wants_reasons = !starts[person.at()] && of_person[person.at()] == 0;
                let mut own = SoleObstacles::default();
                search.vacancies_for(person, &mut in_reach);
                for &vacancy in in_reach.iter().filter(|vacancy| wants_reasons || without[vacancy.at()]) {
                    let blockers = blockers(prepared, person, vacancy);
                    if wants_reasons {
                        own.count(blockers);
                    }
                    if without[vacancy.at()] {
                        of_vacancies.entry(vacancy).or_default().count(blockers);
                    }
                }
                if !starts[person.at()] {
                    of_people.push((person, own));
                }
            }
            (of_people, of_vacancies)
        })
        .collect();
    let mut of_people = Vec::new();
    let mut of_vacancies = BTreeMap::<_, SoleObstacles>::new();
    for (people, vacancies) in pieces {
        of_people.extend(people);
        for (vacancy, part) in vacancies {
            of_vacancies.entry(vacancy).or_default().add(&part);
        }
    }
    (of_people, of_vacancies)
}

impl SoleObstacles {
    /// Adds the counts of another piece.
    fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.by_rule.iter_mut().zip(&other.by_rule) {
            *mine += theirs;
        }
        self.several += other.several;
        self.hidden_by = self.hidden_by.or(other.hidden_by);
    }
}
