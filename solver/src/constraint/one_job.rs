//! One job: a person takes one offer.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolKey, PoolList};
use crate::domain::Facts;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct OneJobRule;

impl Constraint for OneJobRule {
    const ABOUT: About = About {
        id: ConstraintId("one_job"),
        place: 75,
        caption: Words { nl: "één job", en: "one job", fr: "un seul emploi" },
        reads: &[],
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for idx in 0..facts.region.jobseekers.len() {
            pools.capacity(idx as u32, 0, 1);
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        claims.draw(way.jobseeker_idx.0, 0, 1);
    }

    fn owns(&self, key: PoolKey) -> bool {
        // The person: a plan gives each at most one way.
        key.part == 0
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.jobseekers[subject as usize].id.clone()
    }

    fn write_full(&self, _facts: Facts<'_>, _subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "start al op een andere plaats",
            Lang::En => "already starts elsewhere",
            Lang::Fr => "commence déjà ailleurs",
        })
    }
}
