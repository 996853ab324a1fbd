//! Openings: an offer takes as many people as it asks, or as opened editions have places.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, ReasonCode, Remedy, Unit};
use crate::domain::{Change, EditionIdx, Facts, OfferIdx};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct OpeningsRule;

/// The offer has no openings left.
pub(super) struct NoOpening {
    offer: OfferIdx,
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
        (way.facts.openings(way.offer_idx) == Some(0)).then_some(NoOpening { offer: way.offer_idx })
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for idx in 0..facts.region.offers.len() {
            let offer = OfferIdx::from_usize(idx);
            // Without openings of its own it has those that editions grant.
            pools.capacity(offer.0, 0, facts.openings(offer).unwrap_or(0));
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        claims.draw(way.offer_idx.0, 0, 1);
    }

    fn opens(&self, facts: Facts<'_>, edition: EditionIdx, claims: &mut Claims) {
        let edition = &facts.region.editions[edition.at()];
        // The reader keeps groups far below the limit of 32 bits.
        claims.draw(edition.offer.0, 0, -(edition.places as i32));
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.offers[subject as usize].id.clone()
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &facts.region.offers[subject as usize].host;
        match lang {
            Lang::Nl => write!(f, "alle plaatsen bij {host} zijn ingenomen"),
            Lang::En => write!(f, "all openings at {host} are taken"),
            Lang::Fr => write!(f, "tous les postes chez {host} sont pris"),
        }
    }

    fn room(&self, facts: Facts<'_>, subject: u32, _part: u32) -> Option<Remedy> {
        // A room does not grow: only an offer with openings of its own can have more.
        let change = Change::MoreOpenings(OfferIdx(subject), 1);
        facts.openings(OfferIdx(subject)).map(|_| Remedy::new(change))
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
        vec![Remedy::new(Change::MoreOpenings(self.offer, 1))]
    }
}
