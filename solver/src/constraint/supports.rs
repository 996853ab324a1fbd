//! Supports: each one used is scarce, must be ready by the first day, and costs points, so that none is used without need.

use std::fmt;

use chrono::Days;

use super::{About, Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, ReasonCode, Remedy, Unit};
use crate::domain::{Change, Facts, SupportIdx, SupportKind};
use crate::names::support_name;
use crate::text::{Lang, Words};
use crate::way::{SUPPORTS_MAX, Way};

pub(super) struct SupportsRule;

/// The way uses supports.
pub(super) struct UsesSupport {
    used: [Option<SupportKind>; SUPPORTS_MAX],
    /// The first that is not ready on the first day.
    late: Option<SupportKind>,
    costs: i64,
}

impl Constraint for SupportsRule {
    const ABOUT: About = About {
        id: ConstraintId("supports"),
        place: 50,
        caption: Words { nl: "ondersteuning", en: "support", fr: "soutien" },
        reads: &[],
        codes: &[
            ReasonCode {
                code: "SUPPORT_USED",
                words: Words { nl: "krijgt ondersteuning", en: "gets support", fr: "reçoit un soutien" },
                remedies: &[],
            },
            ReasonCode {
                code: "SUPPORT_NOT_READY",
                words: Words {
                    nl: "de ondersteuning is niet klaar op de eerste werkdag",
                    en: "the support is not ready on the first day",
                    fr: "le soutien n'est pas prêt le premier jour",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = UsesSupport;

    fn judge(&self, way: &Way<'_>) -> Option<UsesSupport> {
        let kind = |support: SupportIdx| way.facts.region.supports[support.at()].kind;
        let n_used = way.choice.supports_used().count();
        if n_used == 0 {
            return None;
        }
        Some(UsesSupport {
            used: way.choice.supports.map(|support| support.map(kind)),
            late: way.choice.supports_used().find(|&support| !is_ready(way, support)).map(kind),
            costs: n_used as i64 * way.pack().weights.per_support,
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
            Lang::Fr => write!(f, "plus de {name} disponible"),
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
        if self.late.is_none() { "SUPPORT_USED" } else { "SUPPORT_NOT_READY" }
    }

    fn effect(&self) -> Effect {
        if self.late.is_none() { Effect::Costs(self.costs) } else { Effect::Blocks }
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: self.used.iter().flatten().count() as i64, limit: 0, unit: Unit::Count })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(late) = self.late {
            let name = support_name(late, lang);
            return match lang {
                Lang::Nl => write!(f, "{name} is niet klaar op de eerste werkdag"),
                Lang::En => write!(f, "{name} is not ready on the first day"),
                Lang::Fr => write!(f, "{name} : pas encore disponible le premier jour"),
            };
        }
        let (opening, and) = match lang {
            Lang::Nl => ("krijgt ondersteuning", "en"),
            Lang::En => ("gets support", "and"),
            Lang::Fr => ("reçoit un soutien ", "et"),
        };
        let mut names = self.used.iter().flatten().map(|&kind| support_name(kind, lang));
        write!(f, "{opening}: {}", names.next().unwrap_or_default())?;
        names.try_for_each(|name| write!(f, " {and} {name}"))
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
