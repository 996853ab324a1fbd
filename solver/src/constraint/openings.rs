//! Openings: a vacancy takes as many people as it asks.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, ReasonCode, Remedy, Unit};
use crate::domain::{Change, Facts, VacancyIdx};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct OpeningsRule;

/// The vacancy asks nobody any more.
pub(super) struct NoOpening {
    vacancy: VacancyIdx,
}

impl Constraint for OpeningsRule {
    const ABOUT: About = About {
        id: ConstraintId("openings"),
        place: 70,
        caption: Words { nl: "plaatsen", en: "openings", fr: "postes" },
        reads: &[],
        depends_on_choice: false,
        codes: &[ReasonCode {
            code: "NO_OPENING",
            words: Words {
                nl: "de vacature heeft geen plaatsen meer",
                en: "the vacancy has no openings left",
                fr: "l'offre n'a plus de poste",
            },
            remedies: &["more_openings"],
        }],
        ..About::DEFAULT
    };
    type Finding = NoOpening;

    fn judge(&self, way: &Way<'_>) -> Option<NoOpening> {
        (way.facts.openings(way.vacancy_idx) == 0).then_some(NoOpening { vacancy: way.vacancy_idx })
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for idx in 0..facts.region.vacancies.len() {
            let vacancy = VacancyIdx::from_usize(idx);
            pools.capacity(vacancy.0, 0, facts.openings(vacancy));
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        claims.draw(way.vacancy_idx.0, 0, 1);
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.vacancies[subject as usize].id.clone()
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let employer = &facts.region.vacancies[subject as usize].employer;
        match lang {
            Lang::Nl => write!(f, "alle plaatsen bij {employer} zijn ingenomen"),
            Lang::En => write!(f, "all openings at {employer} are taken"),
            Lang::Fr => write!(f, "tous les postes chez {employer} sont pris"),
        }
    }

    fn room(&self, _facts: Facts<'_>, subject: u32, _part: u32) -> Option<Remedy> {
        Some(Remedy::new(Change::MoreOpenings(VacancyIdx(subject), 1)))
    }
}

impl Finding for NoOpening {
    fn code(&self) -> &'static str {
        "NO_OPENING"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: 0, limit: 1, unit: Unit::Count })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "de vacature heeft geen plaatsen meer",
            Lang::En => "the vacancy has no openings left",
            Lang::Fr => "l'offre n'a plus de poste",
        })
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        vec![Remedy::new(Change::MoreOpenings(self.vacancy, 1))]
    }
}
