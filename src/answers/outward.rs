//! A plan as it leaves the service: other people are about so many, never exactly.
//!
//! The stored file stays exact: questions that need solves work from it, and so does whoever checks a plan where it was
//! made (`schakel plan`, then `schakel check`). Over HTTP there is no exact file until there is sign-in: its prices and cases
//! tell what others could have had, and nobody could say who asks.

use crate::answers::disclosure::Coarse;
use crate::files::plan_file::format::{PlanFile, Reason, Vacancy};

/// Noise for every count about `file`, a plan of the scenario `scenario_id` in the line of revisions `origin_id`.
///
/// The layer that moves depends on what the plan proposes, so the same proposals by another search have the same counts.
///
/// # Errors
/// When the file cannot be written as JSON.
pub fn counts_about(
    file: &PlanFile,
    secret: &[u8],
    (origin_id, scenario_id): (&str, &str),
    least: u32,
) -> serde_json::Result<Coarse> {
    let proposed = serde_json::to_vec(&(&file.assignments, &file.unassigned, &file.vacancies))?;
    Ok(Coarse::about(secret, origin_id, [scenario_id.as_bytes(), &proposed], least))
}

/// `file` with counts of people as they may be seen: 0 where too few to say. A reason that is about too few goes, and so
/// does one that says that nobody is near: either would tell whether somebody is.
#[must_use]
pub fn outward(mut file: PlanFile, coarse: &Coarse) -> PlanFile {
    for vacancy in &mut file.vacancies {
        let Vacancy { vacancy, candidates, reasons, .. } = vacancy;
        let seen = |what: &str, exact: u32| coarse.count(&format!("{what}/{vacancy}"), exact as usize);
        *candidates = seen("candidates", *candidates);
        reasons.retain_mut(|reason| {
            let (what, pairings) = match reason {
                Reason::NotAvailableNow {} | Reason::NothingInReach {} => return false,
                Reason::OnlyObstacle { rule, pairings } => (format!("only/{rule}"), pairings),
                Reason::SeveralObstacles { pairings } => ("several".to_owned(), pairings),
                Reason::Competition { pairings } => ("competition".to_owned(), pairings),
            };
            *pairings = seen(&what, *pairings);
            *pairings > 0
        });
    }
    file
}
