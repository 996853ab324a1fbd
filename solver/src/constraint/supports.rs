//! Supports: each one used is scarce, must be ready by the first day, and costs points, so that none is used without need.

use std::fmt;

use chrono::Days;

use super::words::support_name;
use super::{Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, Remedy, Unit, Way};
use crate::domain::{Change, Facts, SupportIdx, SupportKind};
use crate::text::{Lang, Words};

pub(super) struct Supports;

/// The way uses supports.
pub(super) struct UsesSupport {
    kind: SupportKind,
    used: usize,
    is_ready: bool,
    costs: i64,
}

impl Constraint for Supports {
    const ID: ConstraintId = ConstraintId("supports");
    const PLACE: u8 = 50;
    const READS: &'static [&'static str] = &[];
    type Finding = UsesSupport;

    fn caption(&self) -> Words {
        Words { nl: "ondersteuning", en: "support", fr: "soutien" }
    }

    fn judge(&self, way: &Way<'_>) -> Option<UsesSupport> {
        let supports = || way.choice.supports_used();
        let first = supports().next()?;
        let late = supports().find(|&support| !is_ready(way, support));
        let used = supports().count();
        Some(UsesSupport {
            kind: way.facts.region.supports[late.unwrap_or(first).at()].kind,
            used,
            is_ready: late.is_none(),
            costs: used as i64 * way.pack().weights.per_support,
        })
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for idx in 0..facts.region.supports.len() {
            let support = SupportIdx::from_usize(idx);
            pools.capacity(support.0, 0, facts.stock(support));
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        for support in way.choice.supports_used() {
            claims.draw(support.0, 0, 1);
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.supports[subject as usize].id.clone()
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = support_name(facts.region.supports[subject as usize].kind, lang);
        match lang {
            Lang::Nl => write!(f, "geen {name} meer vrij"),
            Lang::En => write!(f, "no {name} left"),
            Lang::Fr => write!(f, "plus de {name} libre"),
        }
    }

    fn room(&self, facts: Facts<'_>, subject: u32, _part: u32) -> Option<Remedy> {
        let support = &facts.region.supports[subject as usize];
        let change = Change::MoreSupport(SupportIdx(subject), 1);
        Some(Remedy::new(change).taking(support.lead_weeks).costing(support.cost_cents))
    }
}

/// Whether the support can be used on the first day of work.
fn is_ready(way: &Way<'_>, support: SupportIdx) -> bool {
    let weeks = way.facts.region.supports[support.at()].lead_weeks;
    let ready = way.facts.region.horizon.from.checked_add_days(Days::new(u64::from(weeks) * 7));
    ready.is_some_and(|ready| ready <= way.start())
}

impl Finding for UsesSupport {
    fn code(&self) -> &'static str {
        if self.is_ready { "SUPPORT_USED" } else { "SUPPORT_NOT_READY" }
    }

    fn effect(&self) -> Effect {
        if self.is_ready { Effect::Costs(self.costs) } else { Effect::Blocks }
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: self.used as i64, limit: 0, unit: Unit::Count })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = support_name(self.kind, lang);
        match (lang, self.is_ready) {
            (Lang::Nl, true) => write!(f, "krijgt ondersteuning: {name}"),
            (Lang::En, true) => write!(f, "gets support: {name}"),
            (Lang::Fr, true) => write!(f, "reçoit un soutien: {name}"),
            (Lang::Nl, false) => write!(f, "{name} is niet klaar op de eerste werkdag"),
            (Lang::En, false) => write!(f, "{name} is not ready on the first day"),
            (Lang::Fr, false) => write!(f, "{name} n'est pas prêt le premier jour"),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
