//! Licence: the work asks for licences or a car of the person's own, and a person who drives there holds licence B.

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
    car: Option<CarTrouble>,
}

/// What is wrong with the car.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CarTrouble {
    /// The work asks for one, and there is none.
    Missing,
    /// The work asks for one, and this way of going leaves it at home.
    StaysHome,
    /// There is a car, and no licence to drive it there.
    NoLicence,
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
            ReasonCode {
                code: "CAR_STAYS_HOME",
                words: Words {
                    nl: "het werk vraagt de eigen auto, en deze reis gaat zonder",
                    en: "the work asks for one's own car, and this trip goes without",
                    fr: "le travail demande sa propre voiture, et ce trajet s'en passe",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "DRIVES_WITHOUT_LICENCE",
                words: Words {
                    nl: "heeft een auto, maar geen rijbewijs B om ermee te rijden",
                    en: "has a car, but no licence B to drive it",
                    fr: "a une voiture, mais pas de permis B pour la conduire",
                },
                remedies: &["has_licences"],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = LicenceOrCarMissing;

    fn judge(&self, way: &Way<'_>) -> Option<LicenceOrCarMissing> {
        let held = way.licences();
        let drives = matches!(way.choice.mode, Mode::Car | Mode::SharedCar);
        let (asked, vehicle) = way.contract().map_or_else(Default::default, |work| (work.licences, work.vehicle));
        let missing = asked.iter().filter(|&category| !held.has(category)).fold(Licences::default(), Licences::with);
        let car = match () {
            () if vehicle && !way.modes().has(Mode::Car) => Some(CarTrouble::Missing),
            () if vehicle && way.choice.mode != Mode::Car => Some(CarTrouble::StaysHome),
            () if drives && !held.has(LicenceCategory::B) => Some(CarTrouble::NoLicence),
            () => None,
        };
        (missing != Licences::default() || car.is_some()).then_some(LicenceOrCarMissing {
            jobseeker: way.jobseeker_idx,
            missing,
            car,
        })
    }
}

impl Finding for LicenceOrCarMissing {
    fn code(&self) -> &'static str {
        match self.car {
            _ if self.missing != Licences::default() => "LICENCE_MISSING",
            Some(CarTrouble::StaysHome) => "CAR_STAYS_HOME",
            Some(CarTrouble::NoLicence) => "DRIVES_WITHOUT_LICENCE",
            Some(CarTrouble::Missing) | None => "CAR_MISSING",
        }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: 0, limit: self.missing.iter().count().max(1) as i64, unit: Unit::Count })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(category) = self.missing.iter().last().map(LicenceCategory::code) else {
            let words = match self.car {
                Some(CarTrouble::StaysHome) => Words {
                    nl: "moet met de eigen auto komen, het werk vraagt er een",
                    en: "has to come by car, the work asks for one",
                    fr: "doit venir en voiture, le travail en demande une",
                },
                Some(CarTrouble::NoLicence) => Words {
                    nl: "heeft een auto, maar geen rijbewijs B",
                    en: "has a car, but no driving licence B",
                    fr: "a une voiture, mais pas de permis B",
                },
                Some(CarTrouble::Missing) | None => Words {
                    nl: "heeft geen auto, het werk vraagt er een",
                    en: "has no car, the work asks for one",
                    fr: "n'a pas de voiture, le travail en demande une",
                },
            };
            return f.write_str(words.in_lang(lang));
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
        let lacks_b_alone = match self.car {
            None => self.missing == only_b,
            Some(CarTrouble::NoLicence) => self.missing == only_b || self.missing == Licences::default(),
            Some(CarTrouble::Missing | CarTrouble::StaysHome) => false,
        };
        if !lacks_b_alone {
            return Vec::new();
        }
        let costs = &facts.region.pack.remedies;
        let remedy = Remedy::new(Change::HasLicences(self.jobseeker, only_b));
        let remedy = remedy.taking(costs.weeks_licence_b).costing(costs.cents_licence_b);
        vec![remedy.by_support(facts, SupportKind::LicenceB)]
    }
}
