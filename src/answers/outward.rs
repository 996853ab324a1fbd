//! A plan as it leaves the service: counts of other people are approximate, never exact.
//!
//! The stored file stays exact: questions that need solves work from it, and so does the checker. `GET
//! /v1/plans/{id}/file` hands it out as it is, on purpose: a proof with noise in it proves nothing, and it tells
//! nothing beyond the scenario that it is of (`/v1/scenarios/{id}/body`), from which anyone can compute it again. The
//! two belong to the same reader, and will go behind the same sign-in. Every other answer about a plan is made from
//! what this file returns.

use schakel_solver::domain::Facts;
use schakel_solver::plan::Plan;

use crate::answers::disclosure::Coarse;
use crate::files::plan_file::format::Level;
use crate::files::plan_file::format::{Offer, PlanFile, Reason, Vacancy};
use crate::files::plan_file::{self, Unreadable, counts_groups};

/// Noise for every count about `file`, a plan of the scenario `scenario_id` in the line of revisions `origin_id`.
///
/// The layer that moves depends on what the plan proposes, so the same proposals by another search have the same
/// counts.
///
/// # Errors
/// When the file cannot be written as JSON.
pub fn counts_about(
    file: &PlanFile,
    secret: &[u8],
    (origin_id, scenario_id): (&str, &str),
    least: u32,
) -> serde_json::Result<Coarse> {
    let proposed = serde_json::to_vec(&(&file.assignments, &file.unassigned, &file.vacancies, &file.offers))?;
    Ok(Coarse::about(secret, origin_id, [scenario_id.as_bytes(), &proposed], least))
}

/// Something whose counts of other people carry noise. It can be shown; it is no basis for a solve or a proof, which
/// take the plan or the file itself.
#[derive(Clone, Debug)]
pub struct Seen<T>(T);

impl<T> Seen<T> {
    /// What may be shown.
    pub fn shown(&self) -> &T {
        &self.0
    }

    /// What may be shown, for an answer that takes it along.
    pub fn into_shown(self) -> T {
        self.0
    }
}

impl Seen<PlanFile> {
    /// The plan that the file is of, likewise to be shown.
    ///
    /// # Errors
    /// [`Unreadable`] when the file names what the region does not have.
    pub fn plan(&self, facts: Facts<'_>) -> Result<Seen<Plan>, Unreadable> {
        plan_file::read(facts, &self.0).map(Seen)
    }
}

/// Counts about one vacancy or offer as they may be seen.
fn coarsen(id: &str, candidates: &mut u32, reasons: &mut Vec<Reason>, coarse: &Coarse) {
    let seen = |what: &str, exact: u32| coarse.told(&format!("{what}/{id}"), exact as usize).unwrap_or(0);
    *candidates = seen("candidates", *candidates);
    reasons.retain_mut(|reason| {
        let (what, pairings) = match reason {
            Reason::NotAvailableNow {} | Reason::NothingInReach {} => return false,
            Reason::OnlyObstacle { rule, pairings } => (format!("only/{rule}"), pairings),
            Reason::SeveralObstacles { pairings } => ("several".to_owned(), pairings),
            Reason::Competition { pairings } => ("competition".to_owned(), pairings),
            // Why something is not held stays; how many could come is as coarse as the count above.
            Reason::NotChosen { people } => {
                *people = seen("candidates", *people);
                return true;
            }
            Reason::TooFew { people, .. } => {
                *people = 0;
                return true;
            }
            Reason::CannotBeHeld {} => return true,
        };
        *pairings = seen(&what, *pairings);
        *pairings > 0
    });
}

/// `file` with counts of people as they may be seen: 0 where too few to say. A reason that is about too few goes, and
/// so does one that says that nobody is near: either would tell whether somebody is.
#[must_use]
pub fn outward(mut file: PlanFile, coarse: &Coarse) -> Seen<PlanFile> {
    // A reader who knows every gate but one could compute the digest for each value of that gate.
    file.scenario_digest = None;
    file.count_margin = Some(coarse.margin());
    for vacancy in &mut file.vacancies {
        let Vacancy { vacancy, candidates, reasons, .. } = vacancy;
        coarsen(vacancy, candidates, reasons, coarse);
    }
    for offer in &mut file.offers {
        let Offer { offer, candidates, reasons, .. } = offer;
        coarsen(offer, candidates, reasons, coarse);
    }
    for missing in file.missing.iter_mut().filter(|missing| counts_groups(&missing.pool)) {
        missing.units = coarse.units(&format!("missing/{}", missing.pool), missing.units);
    }
    file.missing.retain(|missing| missing.units > 0 || !counts_groups(&missing.pool));
    // How many municipalities reach a share tells how many of their people take part; a tier counts people of one
    // group.
    file.levels.retain(|level| !matches!(level.level, Level::Served | Level::Priority));
    for level in file.levels.iter_mut().filter(|level| level.level == Level::Floors) {
        // Units that floors miss, counted below zero. Equal values stay equal, so what is proven stays proven.
        level.value = -coarse.units("level/floors", -level.value);
        level.bound = -coarse.units("level/floors", -level.bound);
    }
    Seen(file)
}
