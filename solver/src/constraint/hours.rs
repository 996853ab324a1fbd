//! Hours: the contract's hours a week lie within what the person wants and can work.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Change, Facts, JobseekerIdx};
use crate::names::hours_a_week;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct HoursRule;

/// The contract asks `asked` hours a week; the person's nearest bound is `accepted`.
pub(super) struct OtherHours {
    jobseeker: JobseekerIdx,
    asked: u16,
    accepted: u16,
}

impl Constraint for HoursRule {
    const ABOUT: About = About {
        id: ConstraintId("hours"),
        place: 25,
        caption: Words { nl: "uren per week", en: "hours a week", fr: "heures par semaine" },
        reads: &["hours_per_week"],
        depends_on_choice: false,
        codes: &[ReasonCode {
            code: "OTHER_HOURS",
            words: Words {
                nl: "wil of kan een ander aantal uren werken",
                en: "wants or can work another number of hours",
                fr: "veut ou peut travailler un autre nombre d'heures",
            },
            remedies: &["works_hours"],
        }],
        ..About::DEFAULT
    };
    type Finding = OtherHours;

    fn judge(&self, way: &Way<'_>) -> Option<OtherHours> {
        let (asked, jobseeker) = (way.contract()?.hours_per_week, way.jobseeker());
        if way.accepts_hours(asked) {
            return None;
        }
        let accepted = asked.clamp(jobseeker.hours_per_week_min, jobseeker.hours_per_week_max);
        Some(OtherHours { jobseeker: way.jobseeker_idx, asked, accepted })
    }
}

impl Finding for OtherHours {
    fn code(&self) -> &'static str {
        "OTHER_HOURS"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        let (measured, limit) = (i64::from(self.accepted), i64::from(self.asked));
        Some(Measured { measured, limit, unit: Unit::HoursPerWeek })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, accepted, .. } = *self;
        let hours = hours_a_week(accepted, lang);
        match (lang, asked > accepted) {
            (Lang::Nl, true) => write!(f, "werkt hoogstens {hours}, gevraagd is {asked}"),
            (Lang::Nl, false) => write!(f, "wil minstens {hours}, het werk telt er {asked}"),
            (Lang::En, true) => write!(f, "works at most {hours}, the work asks {asked}"),
            (Lang::En, false) => write!(f, "wants at least {hours}, the work has {asked}"),
            (Lang::Fr, true) => write!(f, "travaille au plus {hours}, le travail en demande {asked}"),
            (Lang::Fr, false) => write!(f, "veut au moins {hours}, le travail en compte {asked}"),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        vec![Remedy::new(Change::WorksHours(self.jobseeker, self.asked))]
    }
}
