//! Outflow: where who takes part in a training finds work afterwards. A place in the training needs a place to go to.

use super::{Column, JobseekerIdx, OccupationIdx, OfferIdx, ProgrammeIdx, Region};

/// A vacancy that somebody could start in after a training, with nothing else in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outflow {
    /// Who.
    pub jobseeker: JobseekerIdx,
    /// After which programme.
    pub programme: ProgrammeIdx,
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
    /// Everything to which somebody could go after a programme. Logarithmic in all.
    pub fn outflows_of(&self, jobseeker: JobseekerIdx, programme: ProgrammeIdx) -> std::ops::Range<usize> {
        let first = self.outflows.partition_point(|known| (known.jobseeker, known.programme) < (jobseeker, programme));
        let last = self.outflows.partition_point(|known| (known.jobseeker, known.programme) <= (jobseeker, programme));
        first..last
    }

    /// The programme of an offer, where it needs work afterwards.
    pub fn leads_to_work(&self, offer: OfferIdx) -> Option<ProgrammeIdx> {
        self.offers[offer.at()].programme.filter(|programme| self.programmes[programme.at()].work_afterwards)
    }

    /// A place of work for as many as possible of those who take part, each opening once: positions in
    /// [`Region::outflows`], in the order of the people. The same for the same people: each takes the first that is free, or
    /// makes others move on (augmenting paths). People x outflows at worst.
    pub fn outflow(&self, people: &[(JobseekerIdx, OfferIdx)]) -> Vec<usize> {
        let trainees: Vec<_> = people
            .iter()
            .filter_map(|&(person, offer)| Some(self.outflows_of(person, self.leads_to_work(offer)?)))
            .collect();
        let mut matching = Matching {
            region: self,
            trainees: &trainees,
            of_work: vec![Vec::new(); self.work_afterwards.len()],
            chosen: vec![None; trainees.len()],
        };
        for trainee in 0..trainees.len() {
            matching.place(trainee, &mut vec![false; self.work_afterwards.len()]);
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

/// Trainees and the work they go to, so far.
struct Matching<'a> {
    region: &'a Region,
    /// Of each trainee, what there is to go to.
    trainees: &'a [std::ops::Range<usize>],
    /// Who goes to each place of work.
    of_work: Vec<Vec<usize>>,
    /// Where each trainee goes.
    chosen: Vec<Option<usize>>,
}

impl Matching<'_> {
    /// Finds a place for a trainee; those who are there already move on where they can.
    fn place(&mut self, trainee: usize, seen: &mut [bool]) -> bool {
        for at in self.trainees[trainee].clone() {
            let work = self.region.outflows[at].work;
            if std::mem::replace(&mut seen[work], true) {
                continue;
            }
            if (self.of_work[work].len() as u32) < self.region.work_afterwards[work].openings {
                self.of_work[work].push(trainee);
                self.chosen[trainee] = Some(at);
                return true;
            }
            for slot in 0..self.of_work[work].len() {
                if self.place(self.of_work[work][slot], seen) {
                    self.of_work[work][slot] = trainee;
                    self.chosen[trainee] = Some(at);
                    return true;
                }
            }
        }
        false
    }
}
