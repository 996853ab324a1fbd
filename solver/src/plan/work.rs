//! Where people of a plan of trainings go afterwards: in each step to a named vacancy, as the plan was made to allow.

use crate::domain::Work;

use super::*;

/// Each person for whom something must follow, with each step (the first being 0) and the vacancy that is there for
/// them in it; sorted by person, then step. People x steps x their vacancies at worst.
pub fn work_afterwards<'a>(facts: Facts<'a>, plan: &Plan) -> Vec<(JobseekerIdx, u8, &'a Work)> {
    let region = facts.region;
    let people: Vec<_> = plan.assignments.iter().map(|edge| (edge.jobseeker, edge.offer)).collect();
    let chosen = region.outflow(&people).into_iter().map(|at| &region.outflows[at]);
    let mut found: Vec<_> =
        chosen.map(|outflow| (outflow.jobseeker, outflow.step, &region.work_afterwards[outflow.work])).collect();
    found.sort_by_key(|&(person, step, _)| (person, step));
    found
}
