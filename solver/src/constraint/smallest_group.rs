//! Smallest group: an edition is held for at least so many people or not at all.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList};
use crate::domain::{EditionIdx, Facts, OfferIdx};
use crate::names::{Noun, counted};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct SmallestGroupRule;

impl Constraint for SmallestGroupRule {
    const ABOUT: About = About {
        id: ConstraintId("smallest_group"),
        place: 90,
        caption: Words { nl: "kleinste groep", en: "smallest group", fr: "groupe minimal" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        let editions = facts.region.editions.chunk_by(|a, b| a.offer == b.offer);
        for of_offer in editions.filter(|editions| editions.iter().any(|edition| edition.least > 0)) {
            pools.never_below_zero(of_offer[0].offer.0, 0);
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        if least_of(way.facts, way.offer_idx.0) > 0 {
            claims.draw(way.offer_idx.0, 0, 1);
        }
    }

    fn opens(&self, facts: Facts<'_>, edition: EditionIdx, claims: &mut Claims) {
        let edition = &facts.region.editions[edition.at()];
        if edition.least > 0 {
            // The reader keeps groups far below the limit of 32 bits.
            claims.draw(edition.offer.0, 0, -(edition.least as i32));
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.offers[subject as usize].id.clone()
    }

    fn write_demand(
        &self,
        facts: Facts<'_>,
        subject: u32,
        _missing: Option<i64>,
        lang: Lang,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let least = counted(Noun::People, least_of(facts, subject), lang);
        match lang {
            Lang::Nl => write!(f, "Gaat alleen door met minstens {least}"),
            Lang::En => write!(f, "Only held for at least {least}"),
            Lang::Fr => write!(f, "N'a lieu qu'à partir de {least}"),
        }
    }
}

/// The largest minimum among the editions of an offer; 0 where none has one.
fn least_of(facts: Facts<'_>, offer: u32) -> u32 {
    let editions = facts.region.editions_of(OfferIdx(offer));
    editions.iter().map(|edition| edition.least).max().unwrap_or(0)
}
