//! Visitors: how many may be expected in the hall of a fair and at each table, so that the chance of too many is
//! accepted. Counted in thousandths of a person: somebody who comes in three cases of ten is 300.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList};
use crate::domain::{Facts, Region};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct VisitorsRule;

/// Of a table, an offer: visitors expected there.
const TABLE: u32 = 0;
/// Of a fair, after all tables: visitors expected in the hall.
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
            pools.capacity(hall(facts.region, at), HALL, expected_max);
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        let region = way.facts.region;
        let Some(stall) = region.fair_facts.stalls.get(way.offer_idx.at()) else { return };
        let fair = &region.fairs[stall.fair];
        if fair.invitation_to(way.jobseeker_idx).is_some() {
            // A person invited before is expected already, and the room left for others counts that.
            return;
        }
        // At most a thousand.
        let show = fair.show_of(way.jobseeker_idx) as i32;
        claims.draw(way.offer_idx.0, TABLE, show);
        claims.draw(hall(region, stall.fair), HALL, show);
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        match part {
            TABLE => facts.region.offers[subject as usize].id.clone(),
            _ => format!("{}/hall", facts.region.fairs[subject as usize - facts.region.offers.len()].id),
        }
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (lang, facts.region.offers.get(subject as usize).map(|table| &table.host)) {
            (Lang::Nl, Some(host)) => write!(f, "aan de tafel van {host} worden al zo veel bezoekers verwacht als kan"),
            (Lang::En, Some(host)) => write!(f, "as many visitors are expected at the table of {host} as there can be"),
            (Lang::Fr, Some(host)) => write!(f, "on attend déjà autant de visiteurs que possible à la table de {host}"),
            (Lang::Nl, None) => f.write_str("in de zaal worden al zo veel bezoekers verwacht als kan"),
            (Lang::En, None) => f.write_str("as many visitors are expected in the hall as there can be"),
            (Lang::Fr, None) => f.write_str("on attend déjà autant de visiteurs que possible dans la salle"),
        }
    }
}

/// The subject of the pool of a hall: after all tables.
fn hall(region: &Region, fair: usize) -> u32 {
    (region.offers.len() + fair) as u32
}
