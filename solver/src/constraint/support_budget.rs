//! Support budget: what the supports of a plan of interventions may cost together.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList};
use crate::domain::{Facts, PlanKind, Region};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct SupportBudgetRule;

impl Constraint for SupportBudgetRule {
    const ABOUT: About = About {
        id: ConstraintId("support_budget"),
        place: 51,
        caption: Words { nl: "budget", en: "budget for supports", fr: "budget des soutiens" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        // The reader keeps budgets below the limit of 32 bits in cents.
        budget(facts.region).into_iter().for_each(|euros| pools.capacity(0, 0, euros.saturating_mul(100)));
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        let cents = way.support_cents();
        if budget(way.facts.region).is_some() && cents > 0 {
            claims.draw(0, 0, i32::try_from(cents).unwrap_or(i32::MAX));
        }
    }

    fn pool_name(&self, _facts: Facts<'_>, _subject: u32, _part: u32) -> String {
        "cents".to_owned()
    }

    fn write_full(&self, _facts: Facts<'_>, _subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "het budget volstaat niet meer",
            Lang::En => "the budget is not enough any more",
            Lang::Fr => "le budget ne suffit plus",
        })
    }
}

/// Whole euros, where a plan of interventions has a budget.
fn budget(region: &Region) -> Option<u32> {
    region.support_budget_eur.filter(|_| region.kind == PlanKind::Interventions)
}
