//! Supports: each one used is scarce, must be ready by the first day, and costs points, so that none is used without
//! need.

use std::fmt;

use chrono::Days;

use super::{
    About, Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, ReasonCode, Remedy, Unit, remedy,
};
use crate::domain::{Change, Facts, JobseekerIdx, OfferIdx, SupportIdx, SupportKind};
use crate::names::{Noun, counted, support_name};
use crate::text::{Lang, Words};
use crate::way::{Choice, SUPPORTS_MAX, Way};

pub(super) struct SupportsRule;

/// The way uses supports.
pub(super) struct UsesSupport {
    used: [Option<SupportKind>; SUPPORTS_MAX],
    /// The way itself, to try it with one more.
    way: (JobseekerIdx, OfferIdx, Choice),
    /// The first of which there is none at all.
    missing: Option<SupportIdx>,
    /// The first that is not ready on the first day.
    late: Option<SupportKind>,
    /// Weeks until the slowest is there, and what they cost together.
    takes: (u16, u64),
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
                code: "SUPPORT_NOT_PROVIDED",
                words: Words {
                    nl: "er is geen zulke ondersteuning voorzien",
                    en: "no such support is provided",
                    fr: "aucun soutien de ce type n'est prévu",
                },
                remedies: &["more_support"],
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
        let supports = || way.choice.supports_used().map(|support| &way.facts.region.supports[support.at()]);
        let weeks = supports().map(|support| support.lead_weeks).max().unwrap_or(0);
        let cents = supports().map(|support| u64::from(support.cost_cents)).sum();
        Some(UsesSupport {
            way: (way.jobseeker_idx, way.offer_idx, way.choice),
            missing: way.choice.supports_used().find(|&support| way.facts.stock(support) == 0),
            takes: (weeks, cents),
            used: way.choice.supports.map(|support| support.map(kind)),
            late: way.choice.supports_used().find(|&support| !is_ready(way, support)).map(kind),
            costs: n_used as i64 * way.pack().weights.per_support,
        })
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for idx in 0..facts.region.supports.len() {
            let support = SupportIdx::from_usize(idx);
            pools.capacity(support.position(), 0, facts.stock(support));
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        for support in way.choice.supports_used() {
            claims.draw(support.position(), 0, 1);
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.supports[subject as usize].id.clone()
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let support = SupportIdx::new(subject);
        if facts.stock(support) == 0 {
            return write_not_provided(facts, support, lang, f);
        }
        let name = support_name(facts.region.supports[support.at()].kind, lang);
        match lang {
            Lang::Nl => write!(f, "geen {name} meer vrij"),
            Lang::En => write!(f, "no {name} left"),
            Lang::Fr => write!(f, "plus de {name} disponible"),
        }
    }

    fn room(&self, facts: Facts<'_>, subject: u32, _part: u32) -> Option<Remedy> {
        Some(one_more(facts, SupportIdx::new(subject)))
    }
}

/// One more of a support, with what it takes.
fn one_more(facts: Facts<'_>, idx: SupportIdx) -> Remedy {
    let support = &facts.region.supports[idx.at()];
    Remedy::new(Change::MoreSupport(idx, 1)).taking(support.lead_weeks).costing(support.cost_cents)
}

/// That there is none of a support at all.
fn write_not_provided(facts: Facts<'_>, support: SupportIdx, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let name = support_name(facts.region.supports[support.at()].kind, lang);
    match lang {
        Lang::Nl => write!(f, "er is geen {name} voorzien"),
        Lang::En => write!(f, "no {name} is provided"),
        Lang::Fr => write!(f, "pas de {name} prévu"),
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
        match (self.missing, self.late) {
            (Some(_), _) => "SUPPORT_NOT_PROVIDED",
            (None, Some(_)) => "SUPPORT_NOT_READY",
            (None, None) => "SUPPORT_USED",
        }
    }

    fn effect(&self) -> Effect {
        let is_there = self.missing.is_none() && self.late.is_none();
        if is_there { Effect::Costs(self.costs) } else { Effect::Blocks }
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: self.used.iter().flatten().count() as i64, limit: 0, unit: Unit::Count })
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(missing) = self.missing {
            return write_not_provided(facts, missing, lang, f);
        }
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
        names.try_for_each(|name| write!(f, " {and} {name}"))?;
        let (weeks, euro) = (self.takes.0, self.takes.1 / 100);
        let unit = Words { nl: "euro", en: "euros", fr: "euros" }.in_lang(lang);
        match (weeks, euro) {
            (0, 0) => Ok(()),
            (0, _) => write!(f, ", {euro} {unit}"),
            (_, 0) => write!(f, ", {}", counted(Noun::Weeks, weeks, lang)),
            _ => write!(f, ", {}, {euro} {unit}", counted(Noun::Weeks, weeks, lang)),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        let (jobseeker_idx, offer_idx, choice) = self.way;
        let way = Way { facts, jobseeker_idx, offer_idx, choice };
        let one_more = self.missing.map(|support| one_more(facts, support));
        one_more.filter(|more| remedy::unblocks(&SupportsRule, &way, more.change)).into_iter().collect()
    }
}
