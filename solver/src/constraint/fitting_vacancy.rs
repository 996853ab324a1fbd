//! Fitting vacancy: who is invited to a table has a vacancy there for which no rule is against them.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy};
use crate::domain::{Facts, JobseekerIdx, OfferIdx};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct FittingVacancyRule;

/// Which vacancy of the table fits, if any.
pub(super) struct FitsThere {
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    /// Points lost against the best there could be; `None` where nothing fits.
    costs: Option<i64>,
}

impl Constraint for FittingVacancyRule {
    const ABOUT: About = About {
        id: ConstraintId("fitting_vacancy"),
        place: 44,
        caption: Words { nl: "geen passende vacature", en: "no fitting vacancy", fr: "aucune offre adaptée" },
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "NO_FITTING_VACANCY",
                words: Words {
                    nl: "geen vacature aan deze tafel past",
                    en: "no vacancy at this table fits",
                    fr: "aucune offre à cette table ne convient",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "FITS_A_VACANCY",
                words: Words {
                    nl: "een vacature aan deze tafel past",
                    en: "a vacancy at this table fits",
                    fr: "une offre à cette table convient",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = FitsThere;

    fn judge(&self, way: &Way<'_>) -> Option<FitsThere> {
        let region = way.facts.region;
        region.stall_of(way.offer_idx)?;
        let costs = region.fit_at(way.jobseeker_idx, way.offer_idx).map(|(_, points)| way.pack().weights.base - points);
        Some(FitsThere { jobseeker: way.jobseeker_idx, offer: way.offer_idx, costs: costs.map(|lost| lost.max(0)) })
    }
}

impl Finding for FitsThere {
    fn code(&self) -> &'static str {
        if self.costs.is_none() { "NO_FITTING_VACANCY" } else { "FITS_A_VACANCY" }
    }

    fn effect(&self) -> Effect {
        self.costs.map_or(Effect::Blocks, Effect::Costs)
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &facts.region.offers[self.offer.at()].host;
        let Some((vacancy, _)) = facts.region.fit_at(self.jobseeker, self.offer) else {
            return match lang {
                Lang::Nl => write!(f, "geen vacature van {host} past"),
                Lang::En => write!(f, "no vacancy of {host} fits"),
                Lang::Fr => write!(f, "aucune offre de {host} ne convient"),
            };
        };
        let title = vacancy.occupation.map_or(vacancy.id.as_str(), |at| facts.region.occupations[at.at()].label(lang));
        match lang {
            Lang::Nl => write!(f, "bij {host} past de vacature {title} ({})", vacancy.id),
            Lang::En => write!(f, "at {host} the vacancy {title} fits ({})", vacancy.id),
            Lang::Fr => write!(f, "chez {host}, l'offre {title} convient ({})", vacancy.id),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
