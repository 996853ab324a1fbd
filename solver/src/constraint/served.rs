//! Served: of the people in a municipality who want what is planned, the share that has a place. A municipality reaches
//! a share (a tier) when so many of its people take part; the levels of a plan count the municipalities that do.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolKey, PoolList};
use crate::domain::{Column, Facts, MunicipalityIdx, Objective, Region};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct ServedRule;

/// Of a municipality: the one share that it is said to reach.
const REACHED: u32 = 0;
/// Of a municipality: people who take part, less those that the share asks.
const PEOPLE: u32 = 1;

impl Constraint for ServedRule {
    const ABOUT: About = About {
        id: ConstraintId("served_shares"),
        place: 96,
        caption: Words { nl: "aandeel per gemeente", en: "share per municipality", fr: "part par commune" },
        reads: &["municipality"],
        depends_on_choice: false,
        counts_groups: true,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        let municipalities = (0..facts.region.municipalities.len() as u32).map(MunicipalityIdx);
        for municipality in municipalities.filter(|&idx| counts(facts.region, idx)) {
            pools.capacity(municipality.0, REACHED, 1);
            pools.never_below_zero(municipality.0, PEOPLE);
        }
    }

    fn owns(&self, key: PoolKey) -> bool {
        key.part == REACHED
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        let municipality = way.jobseeker().municipality;
        if counts(way.facts.region, municipality) {
            claims.draw(municipality.0, PEOPLE, 1);
        }
    }

    fn takes(&self, facts: Facts<'_>, column: Column, claims: &mut Claims) {
        if let Column::Tier(tier) = column {
            claims.draw(tier.municipality.0, REACHED, 1);
            // Fewer people than 32 bits can count live in a region.
            claims.draw(tier.municipality.0, PEOPLE, -(facts.region.asked_by(tier) as i32));
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        let what = if part == REACHED { "share" } else { "people" };
        format!("{}/{what}", facts.region.municipalities[subject as usize].nis)
    }

    fn write_demand(
        &self,
        facts: Facts<'_>,
        subject: u32,
        _missing: Option<i64>,
        lang: Lang,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let name = &facts.region.municipalities[subject as usize].name;
        match lang {
            Lang::Nl => write!(f, "Een aandeel van {name} telt alleen als zo veel mensen een plaats hebben"),
            Lang::En => write!(f, "A share of {name} counts only if so many people have a place"),
            Lang::Fr => write!(f, "Une part de {name} ne compte que si autant de personnes ont une place"),
        }
    }
}

/// Whether the share of a municipality is looked at.
fn counts(region: &Region, municipality: MunicipalityIdx) -> bool {
    region.wanted.objective == Objective::WorstServed
        && region.wanting.get(municipality.at()).is_some_and(|&people| people > 0)
}
