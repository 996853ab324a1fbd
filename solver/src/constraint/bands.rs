//! Bands: a conversation group takes people whose spoken Dutch lies close together.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy};
use crate::domain::{Band, Cefr, Facts, Language};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct BandsRule;

/// The person speaks less or more Dutch than the group.
pub(super) struct OutsideTheBand {
    speaks: Cefr,
    band: Band,
}

impl Constraint for BandsRule {
    const ABOUT: About = About {
        id: ConstraintId("group_bands"),
        place: 21,
        caption: Words { nl: "niveau van de groep", en: "level of the group", fr: "niveau du groupe" },
        reads: &["languages"],
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "SPEAKS_LESS_THAN_THE_GROUP",
                words: Words {
                    nl: "spreekt minder Nederlands dan de groep",
                    en: "speaks less Dutch than the group",
                    fr: "parle moins le néerlandais que le groupe",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "SPEAKS_MORE_THAN_THE_GROUP",
                words: Words {
                    nl: "spreekt meer Nederlands dan de groep",
                    en: "speaks more Dutch than the group",
                    fr: "parle mieux le néerlandais que le groupe",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = OutsideTheBand;

    fn judge(&self, way: &Way<'_>) -> Option<OutsideTheBand> {
        let band = way.offer().band?;
        let speaks = way.levels(Language::DUTCH)[1];
        (!band.holds(speaks)).then_some(OutsideTheBand { speaks, band })
    }
}

impl Finding for OutsideTheBand {
    fn code(&self) -> &'static str {
        if self.speaks < self.band.from { "SPEAKS_LESS_THAN_THE_GROUP" } else { "SPEAKS_MORE_THAN_THE_GROUP" }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (speaks, Band { from, to }) = (self.speaks, self.band);
        match (lang, speaks) {
            (Lang::Nl, Cefr::PreA1) => write!(f, "spreekt nog geen Nederlands, de groep is er van {from} tot {to}"),
            (Lang::En, Cefr::PreA1) => write!(f, "does not yet speak Dutch, the group is for {from} to {to}"),
            (Lang::Fr, Cefr::PreA1) => write!(f, "ne parle pas encore le néerlandais, le groupe va de {from} à {to}"),
            (Lang::Nl, _) => write!(f, "spreekt Nederlands op niveau {speaks}, de groep is er van {from} tot {to}"),
            (Lang::En, _) => write!(f, "speaks Dutch at level {speaks}, the group is for {from} to {to}"),
            (Lang::Fr, _) => write!(f, "parle le néerlandais au niveau {speaks}, le groupe va de {from} à {to}"),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
