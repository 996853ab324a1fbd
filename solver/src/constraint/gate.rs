//! Gate: the OCMW decides when VDAB may mediate. What it decides, and whether it decides at all, stays unseen: the
//! finding carries no cause, and a person who cannot start within the horizon gets the very same one.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy};
use crate::domain::{Change, Facts, Gate, JobseekerIdx, LedBy, SeenBy, Subject};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct GateRule;

/// The person is not available now. On purpose without a field: no cause can leak from it.
pub(super) struct NotAvailableNow;

impl Constraint for GateRule {
    const ABOUT: About = About {
        id: ConstraintId("gate"),
        place: 0,
        caption: Words { nl: "nu beschikbaar", en: "available now", fr: "disponible maintenant" },
        reads: &["gate", "first_day"],
        is_locked: true,
        depends_on_choice: false,
        hides_the_rest: true,
        codes: &[ReasonCode {
            code: "NOT_AVAILABLE_NOW",
            words: Words {
                nl: "is nu niet beschikbaar",
                en: "is not available now",
                fr: "n'est pas disponible maintenant",
            },
            remedies: &[],
        }],
        ..About::DEFAULT
    };
    type Finding = NotAvailableNow;

    fn judge(&self, way: &Way<'_>) -> Option<NotAvailableNow> {
        self.hides_person(way.facts, way.jobseeker_idx, way.offer().led_by).then_some(NotAvailableNow)
    }

    fn hides_person(&self, facts: Facts<'_>, jobseeker: JobseekerIdx, led_by: LedBy) -> bool {
        let person = &facts.region.jobseekers[jobseeker.at()];
        let is_released =
            || facts.overlay.about(Subject::Jobseeker(jobseeker)).any(|change| matches!(change, Change::Released(_)));
        let is_of_the_ocmw = led_by == LedBy::Ocmw && facts.region.seen_by == SeenBy::Ocmw;
        let held = person.gate == Gate::Hold && !is_of_the_ocmw && !is_released();
        held || person.first_day > facts.region.horizon.to || person.gate == Gate::AdviceOnly
    }
}

impl Finding for NotAvailableNow {
    fn code(&self) -> &'static str {
        "NOT_AVAILABLE_NOW"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "is nu niet beschikbaar",
            Lang::En => "is not available now",
            Lang::Fr => "n'est pas disponible maintenant",
        })
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
