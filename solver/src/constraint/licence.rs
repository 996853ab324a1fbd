//! Licence: the work asks licences, or a car of one's own.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Change, Facts, JobseekerIdx, LicenceCategory, Licences, Mode, SupportKind};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct LicenceRule;

/// Licences are missing, or the car.
pub(super) struct LicenceOrCarMissing {
    jobseeker: JobseekerIdx,
    missing: Licences,
    car_missing: bool,
}

impl Constraint for LicenceRule {
    const ABOUT: About = About {
        id: ConstraintId("licence"),
        place: 15,
        caption: Words { nl: "rijbewijs", en: "driving licence", fr: "permis de conduire" },
        reads: &["licences", "modes"],
        is_locked: true,
        eased_by: &[SupportKind::LicenceB],
        codes: &[
            ReasonCode {
                code: "LICENCE_MISSING",
                words: Words {
                    nl: "heeft een gevraagd rijbewijs niet",
                    en: "does not hold a driving licence that is asked",
                    fr: "n'a pas un permis de conduire demandé",
                },
                remedies: &["has_licences"],
            },
            ReasonCode {
                code: "CAR_MISSING",
                words: Words {
                    nl: "heeft geen auto, het werk vraagt er een",
                    en: "has no car, the work asks for one",
                    fr: "n'a pas de voiture, le travail en demande une",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = LicenceOrCarMissing;

    fn judge(&self, way: &Way<'_>) -> Option<LicenceOrCarMissing> {
        let contract = way.contract()?;
        let (held, asked) = (way.licences(), contract.licences);
        let missing = asked.iter().filter(|&category| !held.has(category)).fold(Licences::default(), Licences::with);
        let car_missing = contract.vehicle && !way.modes().has(Mode::Car);
        (missing != Licences::default() || car_missing).then_some(LicenceOrCarMissing {
            jobseeker: way.jobseeker_idx,
            missing,
            car_missing,
        })
    }
}

impl Finding for LicenceOrCarMissing {
    fn code(&self) -> &'static str {
        if self.missing == Licences::default() { "CAR_MISSING" } else { "LICENCE_MISSING" }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: 0, limit: self.missing.iter().count().max(1) as i64, unit: Unit::Count })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(category) = self.missing.iter().last().map(LicenceCategory::code) else {
            return f.write_str(match lang {
                Lang::Nl => "heeft geen auto, het werk vraagt er een",
                Lang::En => "has no car, the work asks for one",
                Lang::Fr => "n'a pas de voiture, le travail en demande une",
            });
        };
        match lang {
            Lang::Nl => write!(f, "heeft geen rijbewijs {category}"),
            Lang::En => write!(f, "does not hold driving licence {category}"),
            Lang::Fr => write!(f, "n'a pas le permis de conduire {category}"),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        let only_b = Licences::default().with(LicenceCategory::B);
        // What the training for other categories takes is in no source the pack has.
        if self.car_missing || self.missing != only_b {
            return Vec::new();
        }
        let costs = &facts.region.pack.remedies;
        let change = Change::HasLicences(self.jobseeker, only_b);
        vec![Remedy::new(change).taking(costs.weeks_licence_b).costing(costs.cents_licence_b)]
    }
}
