//! Outflow: where people go after a training, step by step. A place in the training needs a place in each step.

use super::{Column, JobseekerIdx, OccupationIdx, OfferIdx, ProgrammeIdx, Region};

/// A vacancy that somebody could start in after a training and the steps before this one, with nothing else in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outflow {
    /// Who.
    pub jobseeker: JobseekerIdx,
    /// After which programme.
    pub programme: ProgrammeIdx,
    /// Which of its steps, the first being 0.
    pub step: u8,
    /// Where, a position in [`Region::work_afterwards`].
    pub work: usize,
}

/// A vacancy to which trainings lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its position among the vacancies of a matching.
    pub vacancy: OfferIdx,
    /// Identifier.
    pub id: String,
    /// The employer.
    pub employer: String,
    /// Its occupation.
    pub occupation: Option<OccupationIdx>,
    /// People it takes.
    pub openings: u32,
}

impl Region {
    /// Everything to which somebody could go in a step after a programme. Logarithmic in all.
    pub fn outflows_of(&self, jobseeker: JobseekerIdx, programme: ProgrammeIdx, step: u8) -> std::ops::Range<usize> {
        let key = (jobseeker, programme, step);
        let key_of = |known: &Outflow| (known.jobseeker, known.programme, known.step);
        let first = self.outflows.partition_point(|known| key_of(known) < key);
        let last = self.outflows.partition_point(|known| key_of(known) <= key);
        first..last
    }

    /// The programme of an offer, where something must follow it.
    pub fn leads_on(&self, offer: OfferIdx) -> Option<ProgrammeIdx> {
        self.offers[offer.at()].programme.filter(|&programme| self.steps_of(programme) > 0)
    }

    /// Steps after a programme.
    pub fn steps_of(&self, programme: ProgrammeIdx) -> u8 {
        // At most four, as the reader of scenarios sees to.
        self.programmes[programme.at()].steps.len() as u8
    }

    /// A place in each step for as many as possible of the people who take part, each opening once: positions in
    /// [`Region::outflows`], by person, then by step. The same people always get the same places: each takes the first
    /// that is free, or makes others move on (augmenting paths). People x steps x outflows at worst.
    pub fn outflow(&self, people: &[(JobseekerIdx, OfferIdx)]) -> Vec<usize> {
        let mut wanted = Vec::new();
        for &(person, offer) in people {
            if let Some(programme) = self.leads_on(offer) {
                wanted.extend((0..self.steps_of(programme)).map(|step| self.outflows_of(person, programme, step)));
            }
        }
        let mut matching = Matching {
            region: self,
            wanted: &wanted,
            of_work: vec![Vec::new(); self.work_afterwards.len()],
            chosen: vec![None; wanted.len()],
        };
        for at in 0..wanted.len() {
            matching.place(at, &mut vec![false; self.work_afterwards.len()]);
        }
        matching.chosen.into_iter().flatten().collect()
    }

    /// The columns of work that people go to afterwards.
    pub(super) fn outflow_columns(&self, people: &[(JobseekerIdx, OfferIdx)]) -> impl Iterator<Item = Column> {
        let mut chosen = self.outflow(people);
        chosen.sort_unstable();
        chosen.into_iter().map(|at| Column::Outflow(at as u32))
    }
}

/// Steps of trainees and the work they go to, so far.
struct Matching<'a> {
    region: &'a Region,
    /// For each step of each trainee, the outflows to choose from.
    wanted: &'a [std::ops::Range<usize>],
    /// For each vacancy, the positions in `wanted` that take an opening.
    of_work: Vec<Vec<usize>>,
    /// For each position in `wanted`, the outflow taken.
    chosen: Vec<Option<usize>>,
}

impl Matching<'_> {
    /// Finds a place for a step of a trainee; those who are there already move on where they can.
    fn place(&mut self, wanted: usize, seen: &mut [bool]) -> bool {
        for at in self.wanted[wanted].clone() {
            let work = self.region.outflows[at].work;
            if std::mem::replace(&mut seen[work], true) {
                continue;
            }
            if (self.of_work[work].len() as u32) < self.region.work_afterwards[work].openings {
                self.of_work[work].push(wanted);
                self.chosen[wanted] = Some(at);
                return true;
            }
            for slot in 0..self.of_work[work].len() {
                if self.place(self.of_work[work][slot], seen) {
                    self.of_work[work][slot] = wanted;
                    self.chosen[wanted] = Some(at);
                    return true;
                }
            }
        }
        false
    }
}
