//! Visitors: how many may be expected in the hall of a fair and at each table, so that the chance of too many is accepted.
//! Counted in thousandths of a person: somebody who comes in three cases of ten is 300.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList};
use crate::domain::Facts;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct VisitorsRule;

/// Of a table, an offer: visitors expected there.
const TABLE: u32 = 0;
/// Of a fair: visitors expected in the hall.
const HALL: u32 = 1;

impl Constraint for VisitorsRule {
    const ABOUT: About = About {
        id: ConstraintId("visitors"),
        place: 97,
        caption: Words { nl: "bezoekers", en: "visitors", fr: "visiteurs" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        let planned = &facts.region.fair_facts;
        for (at, stall) in planned.stalls.iter().enumerate() {
            pools.capacity(at as u32, TABLE, stall.expected_max);
        }
        for (at, &expected_max) in planned.halls.iter().enumerate() {
            pools.capacity(at as u32, HALL, expected_max);
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        let region = way.facts.region;
        let Some(stall) = region.fair_facts.stalls.get(way.offer_idx.at()) else { return };
        // At most a thousand.
        let show = region.fairs[stall.fair].show_of(way.jobseeker_idx) as i32;
        claims.draw(way.offer_idx.0, TABLE, show);
        claims.draw(stall.fair as u32, HALL, show);
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        match part {
            TABLE => facts.region.offers[subject as usize].id.clone(),
            _ => format!("{}/hall", facts.region.fairs[subject as usize].id),
        }
    }

    fn write_full(&self, _facts: Facts<'_>, _subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "er worden al zo veel bezoekers verwacht als kan",
            Lang::En => "as many visitors are expected as there can be",
            Lang::Fr => "on attend déjà autant de visiteurs que possible",
        })
    }
}
