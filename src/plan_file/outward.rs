//! A plan as it leaves the program for whoever may see proposals: other people are about so many, never exactly.
//!
//! The stored file stays exact, for checking where it was made. Outward, the people who could take a vacancy are a coarse
//! count; pairings of a vacancy count people too. The proof goes: its prices and cases name what others could have had.

use schemars::JsonSchema;
use serde::Serialize;

use super::format::{self, Assignment, LevelResult, Missing, PlanFile, Termination, Unassigned};
use crate::coarse::Coarse;

/// A plan as it leaves.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutwardPlan {
    /// What was planned.
    pub kind: String,
    /// Name of the region.
    pub region: String,
    /// Policy pack.
    pub policy_pack: String,
    /// How the solve ended.
    pub termination: Termination,
    /// Pins and hard floors that cannot hold together, by pool.
    pub conflict: Vec<String>,
    /// Value and bound per level, the most important first.
    pub levels: Vec<LevelResult>,
    /// Numbers of the pack that were used because the scenario left them open.
    pub defaults: Vec<format::Default>,
    /// Who is proposed what.
    pub assignments: Vec<Assignment>,
    /// Every jobseeker without a proposal; their counts are of vacancies.
    pub unassigned: Vec<Unassigned>,
    /// Every vacancy.
    pub vacancies: Vec<OutwardVacancy>,
    /// Floors that are not reached.
    pub missing: Vec<Missing>,
    /// What is proven.
    pub certificate: OutwardCertificate,
}

/// A vacancy.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutwardVacancy {
    /// Vacancy.
    pub vacancy: String,
    /// Openings filled.
    pub filled: u32,
    /// Openings left.
    pub open: u32,
    /// About so many people for whom it was possible; none when too few to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidates_about: Option<u32>,
    /// Why openings are left.
    pub reasons: Vec<OutwardReason>,
}

/// Why openings are left.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutwardReason {
    /// As in the plan file.
    pub code: String,
    /// The rule that is the only obstacle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// About so many people it is about.
    pub people_about: u32,
}

/// What is proven, without the proof.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutwardCertificate {
    /// Whether prices alone prove the plan best on every level.
    pub proven_by_prices: bool,
    /// Whether the solver claims more.
    pub claimed_by_solver: bool,
}

/// `file` as it leaves.
pub fn outward(file: &PlanFile, coarse: &Coarse) -> OutwardPlan {
    OutwardPlan {
        kind: file.kind.clone(),
        region: file.region.clone(),
        policy_pack: file.policy_pack.clone(),
        termination: file.termination,
        conflict: file.conflict.clone(),
        levels: file.levels.clone(),
        defaults: file.defaults.clone(),
        assignments: file.assignments.clone(),
        unassigned: file.unassigned.clone(),
        vacancies: file.vacancies.iter().map(|vacancy| vacancy_outward(vacancy, coarse)).collect(),
        missing: file.missing.clone(),
        certificate: OutwardCertificate {
            proven_by_prices: file.certificate.proven_by_prices,
            claimed_by_solver: file.certificate.claimed_by_solver,
        },
    }
}

fn vacancy_outward(vacancy: &format::Vacancy, coarse: &Coarse) -> OutwardVacancy {
    let count = |what: &str, exact: u32| coarse.count(&format!("{what}/{}", vacancy.vacancy), exact as usize);
    let reason = |reason: &format::Reason| {
        let (code, rule, pairings) = match reason {
            format::Reason::NotAvailableNow {} => ("NOT_AVAILABLE_NOW", None, 0),
            format::Reason::NothingInReach {} => ("NOTHING_IN_REACH", None, 0),
            format::Reason::OnlyObstacle { rule, pairings } => ("ONLY_OBSTACLE", Some(rule.as_str()), *pairings),
            format::Reason::SeveralObstacles { pairings } => ("SEVERAL_OBSTACLES", None, *pairings),
            format::Reason::Competition { pairings } => ("COMPETITION", None, *pairings),
        };
        let people_about = count(&format!("{code}/{}", rule.unwrap_or_default()), pairings);
        OutwardReason { code: code.to_owned(), rule: rule.map(str::to_owned), people_about }
    };
    // A reason shown says that it is about somebody; what it says of how many is no finer than the noise.
    let reasons = vacancy.reasons.iter().map(reason).filter(|reason| reason.people_about > 0);
    let about = count("candidates", vacancy.candidates);
    OutwardVacancy {
        vacancy: vacancy.vacancy.clone(),
        filled: vacancy.filled,
        open: vacancy.open,
        candidates_about: (about > 0).then_some(about),
        reasons: reasons.collect(),
    }
}
