//! Skills: enough of the essential skills are held; each optional skill missing costs points.

use std::fmt;

use super::{Constraint, ConstraintId, Effect, Finding, Measured, Remedy, Unit, Way};
use crate::domain::{Change, Facts, JobseekerIdx, VacancyIdx};
use crate::text::{Lang, Words};

pub(super) struct Skills;

/// Skills held of those the work asks and of those that help.
pub(super) struct SkillsHeld {
    jobseeker: JobseekerIdx,
    vacancy: VacancyIdx,
    essential_held: usize,
    essential_asked: usize,
    percent_min: u8,
    costs: i64,
}

impl Constraint for Skills {
    const ID: ConstraintId = ConstraintId("skills");
    const PLACE: u8 = 40;
    const READS: &'static [&'static str] = &["skills"];
    const DEPENDS_ON_CHOICE: bool = false;
    type Finding = SkillsHeld;

    fn caption(&self) -> Words {
        Words { nl: "vaardigheden", en: "skills", fr: "compétences" }
    }

    fn judge(&self, way: &Way<'_>) -> Option<SkillsHeld> {
        let (essential, optional) = (&way.vacancy().essential_skills, &way.vacancy().optional_skills);
        let essential_held = essential.iter().filter(|&&skill| way.holds(skill)).count();
        let optional_missing = optional.iter().filter(|&&skill| !way.holds(skill)).count();
        let costs = match optional.len() {
            0 => 0,
            n => way.pack().weights.optional_skills * optional_missing as i64 / n as i64,
        };
        let finding = SkillsHeld {
            jobseeker: way.jobseeker_idx,
            vacancy: way.vacancy_idx,
            essential_held,
            essential_asked: essential.len(),
            percent_min: way.pack().limits.essential_skills_percent_min,
            costs,
        };
        (finding.lacks_essentials() || essential_held < essential.len() || costs > 0).then_some(finding)
    }
}

impl SkillsHeld {
    /// Whether the share of essential skills is below the pack's.
    fn lacks_essentials(&self) -> bool {
        self.essential_held * 100 < self.essential_asked * usize::from(self.percent_min)
    }
}

impl Finding for SkillsHeld {
    fn code(&self) -> &'static str {
        if self.lacks_essentials() { "SKILLS_MISSING" } else { "SKILLS_PARTLY_HELD" }
    }

    fn effect(&self) -> Effect {
        if self.lacks_essentials() { Effect::Blocks } else { Effect::Costs(self.costs) }
    }

    fn measured(&self) -> Option<Measured> {
        let percent = (self.essential_held * 100).checked_div(self.essential_asked).unwrap_or(100);
        Some(Measured { measured: percent as i64, limit: i64::from(self.percent_min), unit: Unit::Percent })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { essential_held: held, essential_asked: asked, .. } = self;
        match lang {
            Lang::Nl => write!(f, "heeft {held} van de {asked} vaardigheden die nodig zijn"),
            Lang::En => write!(f, "has {held} of the {asked} skills that are needed"),
            Lang::Fr => write!(f, "a {held} des {asked} compétences nécessaires"),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        if !self.lacks_essentials() {
            return Vec::new();
        }
        let missing = (self.essential_asked - self.essential_held) as u16;
        let weeks = missing.saturating_mul(facts.region.pack.remedies.weeks_per_skill);
        vec![Remedy::new(Change::LearnsSkillsOf(self.jobseeker, self.vacancy)).taking(weeks)]
    }
}
