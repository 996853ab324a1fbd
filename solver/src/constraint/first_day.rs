//! First day: the work does not start before the person can.

use std::fmt;

use chrono::NaiveDate;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Change, Facts, OfferIdx};
use crate::names::date;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct FirstDayRule;

/// The work starts on `start`, the person can only from `first_day`.
pub(super) struct StartsTooEarly {
    offer: OfferIdx,
    start: NaiveDate,
    first_day: NaiveDate,
}

impl Constraint for FirstDayRule {
    const ABOUT: About = About {
        id: ConstraintId("first_day"),
        place: 26,
        caption: Words { nl: "eerste werkdag", en: "first day", fr: "premier jour" },
        reads: &["first_day"],
        depends_on_choice: false,
        codes: &[ReasonCode {
            code: "STARTS_TOO_EARLY",
            words: Words {
                nl: "het werk start voor de eerste mogelijke dag",
                en: "the work starts before the first day that is possible",
                fr: "le travail commence avant le premier jour possible",
            },
            remedies: &["starts_on"],
        }],
        ..About::DEFAULT
    };
    type Finding = StartsTooEarly;

    fn judge(&self, way: &Way<'_>) -> Option<StartsTooEarly> {
        let (start, first_day) = (way.start(), way.jobseeker().first_day);
        (start < first_day).then_some(StartsTooEarly { offer: way.offer_idx, start, first_day })
    }
}

impl Finding for StartsTooEarly {
    fn code(&self) -> &'static str {
        "STARTS_TOO_EARLY"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        let days_short = (self.first_day - self.start).num_days();
        Some(Measured { measured: days_short, limit: 0, unit: Unit::Days })
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, first_day) = (date(self.start, lang), date(self.first_day, lang));
        let is_job = facts.region.offers[self.offer.at()].contract.is_some();
        match lang {
            Lang::Nl if is_job => write!(f, "kan pas beginnen op {first_day}, het werk start op {start}"),
            Lang::Nl => write!(f, "kan pas beginnen op {first_day}, dit start op {start}"),
            Lang::En if is_job => write!(f, "can only begin on {first_day}, the work starts on {start}"),
            Lang::En => write!(f, "can only begin on {first_day}, this starts on {start}"),
            Lang::Fr if is_job => write!(f, "ne peut commencer que le {first_day}, le travail débute le {start}"),
            Lang::Fr => write!(f, "ne peut commencer que le {first_day}, ceci débute le {start}"),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        // An employer may wait; a group does not.
        let is_job = facts.region.offers[self.offer.at()].contract.is_some();
        let remedy = Remedy::new(Change::StartsOn(self.offer, self.first_day));
        is_job.then_some(remedy).into_iter().collect()
    }
}
