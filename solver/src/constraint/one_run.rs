//! One run: of the editions of one offer, which differ in room and instructor only, one is held at most.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolKey, PoolList};
use crate::domain::{EditionIdx, Facts};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct OneRunRule;

impl Constraint for OneRunRule {
    const ABOUT: About = About {
        id: ConstraintId("one_run"),
        place: 92,
        caption: Words { nl: "één keer tegelijk", en: "one run at a time", fr: "une fois à la fois" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for of_offer in facts.region.editions.chunk_by(|a, b| a.offer == b.offer) {
            pools.capacity(of_offer[0].offer.0, 0, 1);
        }
    }

    fn opens(&self, facts: Facts<'_>, edition: EditionIdx, claims: &mut Claims) {
        claims.draw(facts.region.editions[edition.at()].offer.0, 0, 1);
    }

    fn owns(&self, _key: PoolKey) -> bool {
        true
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.offers[subject as usize].id.clone()
    }

    fn write_full(&self, _facts: Facts<'_>, _subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "dit gaat al door",
            Lang::En => "this is held already",
            Lang::Fr => "ceci a déjà lieu",
        })
    }
}
