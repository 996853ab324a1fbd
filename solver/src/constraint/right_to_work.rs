//! Right to work: the person may work on the first day, and is old enough.

use std::fmt;

use chrono::NaiveDate;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Facts, RightToWork};
use crate::names::date;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct RightToWorkRule;

/// The person may not work here yet, or no longer.
pub(super) enum MayNotWork {
    /// No right to work on the first day.
    NoRight,
    /// Too young: turns `age` in the year of the first day.
    TooYoung { age: i64, age_min: u8 },
    /// Old enough or not, by a birthday that is not known.
    AgeToAsk { birth_year: u16, age_min: u8, start: NaiveDate },
}

impl Constraint for RightToWorkRule {
    const ABOUT: About = About {
        id: ConstraintId("right_to_work"),
        place: 3,
        caption: Words { nl: "recht om te werken", en: "right to work", fr: "droit de travailler" },
        reads: &["right_to_work", "birth_year"],
        is_locked: true,
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "NO_RIGHT_TO_WORK",
                words: Words {
                    nl: "heeft op de eerste werkdag nog geen geldig recht om te werken",
                    en: "has no valid right to work yet on the first day",
                    fr: "n'a pas encore de droit de travailler valable le premier jour",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "TOO_YOUNG",
                words: Words {
                    nl: "is jonger dan het werk toelaat",
                    en: "is younger than the work allows",
                    fr: "est plus jeune que le travail ne permet",
                },
                remedies: &[],
            },
            ReasonCode { code: "AGE_TO_ASK", words: AGE_TO_ASK, remedies: &[] },
        ],
        ..About::DEFAULT
    };
    type Finding = MayNotWork;

    fn judge(&self, way: &Way<'_>) -> Option<MayNotWork> {
        let contract = way.contract()?;
        let (jobseeker, start) = (way.jobseeker(), way.start());
        let may_work = match jobseeker.right_to_work {
            RightToWork::Unlimited => true,
            RightToWork::Until(last_day) => start <= last_day,
            RightToWork::No => false,
        };
        if !may_work {
            return Some(MayNotWork::NoRight);
        }
        let age_min = way.pack().limits.minimum_age.max(contract.minimum_age.unwrap_or(0));
        match jobseeker.age_on(start) {
            (_, oldest) if oldest < i64::from(age_min) => Some(MayNotWork::TooYoung { age: oldest, age_min }),
            (youngest, _) if youngest < i64::from(age_min) => {
                Some(MayNotWork::AgeToAsk { birth_year: jobseeker.birth_year, age_min, start })
            }
            _ => None,
        }
    }
}

/// Words where the year of birth leaves open whether a person is old enough.
const AGE_TO_ASK: Words = Words {
    nl: "is misschien nog te jong: enkel het geboortejaar is bekend",
    en: "may still be too young: only the year of birth is known",
    fr: "est peut-être encore trop jeune : seule l'année de naissance est connue",
};

/// Writes what to ask about a person whose year of birth leaves the age on a day open.
pub(super) fn write_age_to_ask(
    birth_year: u16,
    age_min: u8,
    start: NaiveDate,
    lang: Lang,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let day = date(start, lang);
    match lang {
        Lang::Nl => write!(f, "geboren in {birth_year}: vraag na of de persoon {age_min} jaar is op {day}"),
        Lang::En => write!(f, "born in {birth_year}: ask whether the person is {age_min} by {day}"),
        Lang::Fr => write!(f, "né en {birth_year} : demandez si la personne a {age_min} ans le {day}"),
    }
}

impl Finding for MayNotWork {
    fn code(&self) -> &'static str {
        match self {
            Self::NoRight => "NO_RIGHT_TO_WORK",
            Self::TooYoung { .. } => "TOO_YOUNG",
            Self::AgeToAsk { .. } => "AGE_TO_ASK",
        }
    }

    fn effect(&self) -> Effect {
        match self {
            Self::AgeToAsk { .. } => Effect::Costs(0),
            Self::NoRight | Self::TooYoung { .. } => Effect::Blocks,
        }
    }

    fn measured(&self) -> Option<Measured> {
        match *self {
            Self::NoRight | Self::AgeToAsk { .. } => None,
            Self::TooYoung { age, age_min } => {
                Some(Measured { measured: age, limit: age_min.into(), unit: Unit::Years })
            }
        }
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, lang) {
            (Self::NoRight, Lang::Nl) => write!(f, "heeft op de eerste werkdag nog geen geldig recht om te werken"),
            (Self::NoRight, Lang::En) => write!(f, "has no valid right to work yet on the first day"),
            (Self::NoRight, Lang::Fr) => write!(f, "n'a pas encore de droit de travailler valable le premier jour"),
            (Self::TooYoung { age_min, .. }, Lang::Nl) => write!(f, "is nog geen {age_min} jaar"),
            (Self::TooYoung { age_min, .. }, Lang::En) => write!(f, "is not yet {age_min} years old"),
            (Self::TooYoung { age_min, .. }, Lang::Fr) => write!(f, "n'a pas encore {age_min} ans"),
            (Self::AgeToAsk { birth_year, age_min, start }, _) => {
                write_age_to_ask(*birth_year, *age_min, *start, lang, f)
            }
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
