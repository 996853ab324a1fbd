//! Where people of a plan of trainings go afterwards: each to a named vacancy, as the plan was made to allow.

use crate::domain::Work;

use super::*;

/// Each person who needs work afterwards with the vacancy that is there for them, sorted by person. People x their vacancies at
/// worst.
pub fn work_afterwards<'a>(facts: Facts<'a>, plan: &Plan) -> Vec<(JobseekerIdx, &'a Work)> {
    let region = facts.region;
    let people: Vec<_> = plan.assignments.iter().map(|edge| (edge.jobseeker, edge.offer)).collect();
    let chosen = region.outflow(&people).into_iter().map(|at| &region.outflows[at]);
    let mut found: Vec<_> = chosen.map(|outflow| (outflow.jobseeker, &region.work_afterwards[outflow.work])).collect();
    found.sort_by_key(|&(person, _)| person);
    found
}
