//! Skills: enough of the essential skills are held; each optional skill missing costs points.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Change, Facts, JobseekerIdx, OfferIdx};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct SkillsRule;

/// Skills held of those the work asks and of those that help.
pub(super) struct SkillsHeld {
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    essential_held: usize,
    essential_asked: usize,
    optional_held: usize,
    optional_asked: usize,
    percent_min: u8,
    costs: i64,
}

impl Constraint for SkillsRule {
    const ABOUT: About = About {
        id: ConstraintId("skills"),
        place: 40,
        caption: Words { nl: "vaardigheden", en: "skills", fr: "compétences" },
        reads: &["skills"],
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "SKILLS_MISSING",
                words: Words {
                    nl: "mist te veel vaardigheden die nodig zijn",
                    en: "lacks too many skills that are needed",
                    fr: "manque de trop de compétences nécessaires",
                },
                remedies: &["learns_skills_of"],
            },
            ReasonCode {
                code: "SKILLS_PARTLY_HELD",
                words: Words {
                    nl: "heeft een deel van de gevraagde vaardigheden",
                    en: "has part of the skills that are asked",
                    fr: "possède une partie des compétences demandées",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = SkillsHeld;

    fn judge(&self, way: &Way<'_>) -> Option<SkillsHeld> {
        let (essential, optional) = (&way.offer().essential_skills, &way.offer().optional_skills);
        let essential_held = essential.iter().filter(|&&skill| way.holds(skill)).count();
        let optional_held = optional.iter().filter(|&&skill| way.holds(skill)).count();
        let costs = match optional.len() {
            0 => 0,
            asked => way.pack().weights.optional_skills * (asked - optional_held) as i64 / asked as i64,
        };
        let finding = SkillsHeld {
            jobseeker: way.jobseeker_idx,
            offer: way.offer_idx,
            essential_held,
            essential_asked: essential.len(),
            optional_held,
            optional_asked: optional.len(),
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
        let Self { essential_held, essential_asked, optional_held, optional_asked, .. } = self;
        let lacks_essential = essential_held < essential_asked;
        if (if lacks_essential { *essential_asked } else { *optional_asked }) == 1 {
            return f.write_str(match (lang, lacks_essential) {
                (Lang::Nl, true) => "mist de vaardigheid die nodig is",
                (Lang::En, true) => "lacks the one skill that is needed",
                (Lang::Fr, true) => "ne possède pas la compétence nécessaire",
                (Lang::Nl, false) => "mist de vaardigheid die een pluspunt is",
                (Lang::En, false) => "lacks the one skill that is an asset",
                (Lang::Fr, false) => "ne possède pas la compétence qui est un atout",
            });
        }
        let held = if lacks_essential { *essential_held } else { *optional_held };
        if held == 0 {
            return match (lang, lacks_essential) {
                (Lang::Nl, true) => write!(f, "heeft nog geen van de {essential_asked} vaardigheden die nodig zijn"),
                (Lang::En, true) => write!(f, "has none yet of the {essential_asked} skills that are needed"),
                (Lang::Fr, true) => {
                    write!(f, "ne possède encore aucune des {essential_asked} compétences nécessaires")
                }
                (Lang::Nl, false) => {
                    write!(f, "heeft nog geen van de {optional_asked} vaardigheden die een pluspunt zijn")
                }
                (Lang::En, false) => write!(f, "has none yet of the {optional_asked} skills that are an asset"),
                (Lang::Fr, false) => {
                    write!(f, "ne possède encore aucune des {optional_asked} compétences qui sont un atout")
                }
            };
        }
        match (lang, lacks_essential) {
            (Lang::Nl, true) => {
                write!(f, "heeft {essential_held} van de {essential_asked} vaardigheden die nodig zijn")
            }
            (Lang::En, true) => write!(f, "has {essential_held} of the {essential_asked} skills that are needed"),
            (Lang::Fr, true) => write!(f, "possède {essential_held} des {essential_asked} compétences nécessaires"),
            (Lang::Nl, false) => {
                write!(f, "heeft {optional_held} van de {optional_asked} vaardigheden die een pluspunt zijn")
            }
            (Lang::En, false) => write!(f, "has {optional_held} of the {optional_asked} skills that are an asset"),
            (Lang::Fr, false) => {
                write!(f, "possède {optional_held} des {optional_asked} compétences qui sont un atout")
            }
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        if !self.lacks_essentials() {
            return Vec::new();
        }
        let missing = (self.essential_asked - self.essential_held) as u16;
        let weeks = missing.saturating_mul(facts.region.pack.remedies.weeks_per_skill);
        vec![Remedy::new(Change::LearnsSkillsOf(self.jobseeker, self.offer)).taking(weeks)]
    }
}
