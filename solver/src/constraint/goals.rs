//! Goals: the occupation lies near enough to one the person aims at, by the ESCO code and the ISCO groups in it.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, IscoPrefix, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Change, Facts, JobseekerIdx, Occupation, OccupationIdx};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct GoalsRule;

/// The occupation is `steps` from the nearest goal.
pub(super) struct OffGoal {
    jobseeker: JobseekerIdx,
    occupation: OccupationIdx,
    steps: u8,
    steps_max: u8,
    /// Points lost for the goal that is best to take; `None` when no goal is near enough.
    costs: Option<i64>,
}

/// No two occupations are farther apart than this, steps.
const STEPS_MAX: u8 = 5;

/// Steps between two occupations: 0 the same in ESCO, then by the smallest ISCO-08 group that holds both: 1 unit group
/// (four digits), 2 minor group, 3 sub-major group, 4 major group, 5 none.
fn distance(a: &Occupation, b: &Occupation) -> u8 {
    if a.code == b.code {
        return 0;
    }
    let shared = a.isco.iter().zip(&b.isco).take_while(|(a, b)| a == b).count();
    STEPS_MAX - shared as u8
}

/// Whether somebody looks for such work: an occupation near enough to a goal. What leads to no occupation is of use to
/// everyone.
pub(crate) fn looks_for(facts: Facts<'_>, jobseeker: JobseekerIdx, occupation: Option<OccupationIdx>) -> bool {
    let Some(occupation) = occupation else { return true };
    let (occupations, steps_max) = (&facts.region.occupations, facts.region.pack.limits.goal_distance_max);
    let near = |goal: OccupationIdx| distance(&occupations[goal.at()], &occupations[occupation.at()]) <= steps_max;
    crate::way::goals(facts, jobseeker).any(near)
}

impl Constraint for GoalsRule {
    const ABOUT: About = About {
        id: ConstraintId("goals"),
        place: 45,
        caption: Words { nl: "jobdoel", en: "goal", fr: "objectif" },
        reads: &["goals"],
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "NOT_A_GOAL",
                words: Words {
                    nl: "zoekt geen werk in dit beroep",
                    en: "does not look for work in this occupation",
                    fr: "ne cherche pas de travail dans cette profession",
                },
                remedies: &["aims_at"],
            },
            ReasonCode {
                code: "NEAR_A_GOAL",
                words: Words {
                    nl: "het beroep is niet het eerste jobdoel, of ligt er dicht bij",
                    en: "the occupation is not the first goal, or is close to one",
                    fr: "la profession n'est pas le premier objectif, ou en est proche",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = OffGoal;

    fn judge(&self, way: &Way<'_>) -> Option<OffGoal> {
        let occupations = &way.facts.region.occupations;
        let (occupation, weights) = (way.offer().occupation?, &way.pack().weights);
        let steps_max = way.pack().limits.goal_distance_max;
        let (mut steps, mut costs) = (STEPS_MAX, None::<i64>);
        for (rank, goal) in way.goals().enumerate() {
            let to_goal = distance(&occupations[goal.at()], &occupations[occupation.at()]);
            if to_goal <= steps_max {
                let lost = i64::from(to_goal) * weights.per_goal_step + rank as i64 * weights.per_goal_rank;
                costs = Some(costs.map_or(lost, |least| least.min(lost)));
            }
            steps = steps.min(to_goal);
        }
        costs.is_none_or(|costs| costs > 0).then_some(OffGoal {
            jobseeker: way.jobseeker_idx,
            occupation,
            steps,
            steps_max,
            costs,
        })
    }

    fn occupation_groups(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<Vec<IscoPrefix>> {
        let steps_max = facts.region.pack.limits.goal_distance_max;
        let len = usize::from(STEPS_MAX.saturating_sub(steps_max.max(1)));
        let isco = |goal: OccupationIdx| facts.region.occupations[goal.at()].isco;
        let mut groups: Vec<_> = crate::way::goals(facts, jobseeker)
            .map(|goal| {
                let mut digits = isco(goal);
                digits[len..].fill(b'0');
                IscoPrefix { digits, len }
            })
            .collect();
        groups.sort_unstable();
        groups.dedup();
        Some(groups)
    }
}

impl OffGoal {
    /// Whether no goal is near enough; always so for a person without goals.
    fn is_too_far(&self) -> bool {
        self.costs.is_none()
    }
}

impl Finding for OffGoal {
    fn code(&self) -> &'static str {
        if self.is_too_far() { "NOT_A_GOAL" } else { "NEAR_A_GOAL" }
    }

    fn effect(&self) -> Effect {
        self.costs.map_or(Effect::Blocks, Effect::Costs)
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: i64::from(self.steps), limit: i64::from(self.steps_max), unit: Unit::Steps })
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let occupation = facts.region.occupations[self.occupation.at()].label(lang);
        match (lang, self.is_too_far(), self.steps) {
            (Lang::Nl, true, _) => write!(f, "zoekt geen werk als {occupation}"),
            (Lang::En, true, _) => write!(f, "does not look for work as {occupation}"),
            (Lang::Fr, true, _) => write!(f, "ne cherche pas de travail comme {occupation}"),
            (Lang::Nl, false, 0) => write!(f, "{occupation} is een jobdoel, maar niet het eerste"),
            (Lang::En, false, 0) => write!(f, "{occupation} is a goal, but not the first"),
            (Lang::Fr, false, 0) => write!(f, "{occupation} est un objectif, mais pas le premier"),
            (Lang::Nl, false, _) => write!(f, "{occupation} ligt dicht bij het jobdoel"),
            (Lang::En, false, _) => write!(f, "{occupation} is close to the goal"),
            (Lang::Fr, false, _) => write!(f, "{occupation} est proche de l'objectif"),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        if !self.is_too_far() {
            return Vec::new();
        }
        vec![Remedy::new(Change::AimsAt(self.jobseeker, self.occupation))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occupation(code: &str) -> Occupation {
        let isco: Vec<u8> = code.bytes().take(4).collect();
        let isco = [isco[0], isco[1], isco[2], isco[3]];
        Occupation {
            code: code.to_owned(),
            isco,
            label_nl: String::new(),
            label_en: String::new(),
            label_fr: String::new(),
        }
    }

    #[test]
    fn each_shared_digit_is_a_step_nearer() {
        let cleaner = occupation("9112.2");
        let steps = |code: &str| distance(&cleaner, &occupation(code));
        let found = ["9112.2", "9112.4", "9111.1", "9129.3", "9333.8", "5120.1"].map(steps);
        assert_eq!(found, [0, 1, 2, 3, 4, 5]);
    }
}
