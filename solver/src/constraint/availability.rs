//! Availability: every shift falls within the hours in which the person can work.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Change, Facts, JobseekerIdx, OfferIdx, Window};
use crate::names::weekday;
use crate::text::{Clock, Lang, Words};
use crate::way::Way;

pub(super) struct AvailabilityRule;

/// The person cannot work during `shift`, the first of `shifts_missed` of the week.
pub(super) struct ShiftNotPossible {
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    shift: Window,
    shifts_missed: usize,
}

impl Constraint for AvailabilityRule {
    const ABOUT: About = About {
        id: ConstraintId("availability"),
        place: 20,
        caption: Words { nl: "beschikbaarheid", en: "availability", fr: "disponibilité" },
        reads: &["availability"],
        depends_on_choice: false,
        codes: &[ReasonCode {
            code: "SHIFT_NOT_POSSIBLE",
            words: Words {
                nl: "kan niet werken tijdens een van de shiften",
                en: "cannot work during one of the shifts",
                fr: "ne peut pas travailler pendant l'un des horaires",
            },
            remedies: &["works_shifts_of"],
        }],
        ..About::DEFAULT
    };
    type Finding = ShiftNotPossible;

    fn judge(&self, way: &Way<'_>) -> Option<ShiftNotPossible> {
        let mut missed = way.shifts().filter(|shift| !way.is_available(*shift));
        let shift = missed.next()?;
        let (jobseeker, offer) = (way.jobseeker_idx, way.offer_idx);
        Some(ShiftNotPossible { jobseeker, offer, shift, shifts_missed: 1 + missed.count() })
    }
}

impl Finding for ShiftNotPossible {
    fn code(&self) -> &'static str {
        "SHIFT_NOT_POSSIBLE"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: self.shifts_missed as i64, limit: 0, unit: Unit::Count })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, from, to) = (weekday(self.shift.day, lang), Clock(self.shift.from), Clock(self.shift.to));
        match lang {
            Lang::Nl => write!(f, "kan niet werken op {day} van {from} tot {to}"),
            Lang::En => write!(f, "cannot work on {day} from {from} to {to}"),
            Lang::Fr => write!(f, "ne peut pas travailler le {day} de {from} à {to}"),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        vec![Remedy::new(Change::WorksShiftsOf(self.jobseeker, self.offer))]
    }
}
