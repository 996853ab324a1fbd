//! Pins: what a mediator decided about a person and an offer is followed; and what a planner decided about how many proposals of
//! an earlier plan may change.

use std::fmt;

use super::{
    About, Claims, Constraint, ConstraintId, Effect, Finding, FloorKind, Measured, PoolList, ReasonCode, Remedy,
};
use crate::domain::{Facts, JobseekerIdx, OfferIdx, Pin};
use crate::names::offer_name;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct PinsRule;

/// A mediator decided against this pairing.
pub(super) struct DecidedAgainst;

/// The subject of the pool that counts proposals of the earlier plan that are kept; all others are positions of pins.
const KEPT: u32 = u32::MAX;

/// How many proposals of the earlier plan are kept at least; nothing where any may change.
fn kept_min(facts: Facts<'_>) -> Option<u32> {
    let least = (facts.region.standing.len() as u32).saturating_sub(facts.region.changed_max?);
    Some(least).filter(|least| *least > 0)
}

/// The pins about one pairing.
fn pins_of<'a>(facts: Facts<'a>, jobseeker: JobseekerIdx, offer: OfferIdx) -> impl Iterator<Item = (usize, &'a Pin)> {
    let pins = &facts.region.pins;
    let first = pins.partition_point(|pin| (pin.jobseeker, pin.offer) < (jobseeker, offer));
    let about = move |(_, pin): &(usize, &Pin)| (pin.jobseeker, pin.offer) == (jobseeker, offer);
    pins.iter().enumerate().skip(first).take_while(about)
}

impl Constraint for PinsRule {
    const ABOUT: About = About {
        id: ConstraintId("pins"),
        place: 55,
        caption: Words { nl: "beslissing", en: "decision", fr: "décision" },
        reads: &[],
        depends_on_choice: false,
        is_decision: true,
        codes: &[ReasonCode {
            code: "DECIDED_AGAINST",
            words: Words {
                nl: "een bemiddelaar besliste om dit niet voor te stellen",
                en: "a mediator decided against it",
                fr: "un conseiller a décidé de ne pas le proposer",
            },
            remedies: &[],
        }],
        ..About::DEFAULT
    };
    type Finding = DecidedAgainst;

    fn judge(&self, way: &Way<'_>) -> Option<DecidedAgainst> {
        let mut pins = pins_of(way.facts, way.jobseeker_idx, way.offer_idx);
        pins.any(|(_, pin)| !pin.require).then_some(DecidedAgainst)
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (idx, pin) in facts.region.pins.iter().enumerate() {
            if pin.require {
                pools.floor(idx as u32, 0, 1, FloorKind::Hard);
            }
        }
        kept_min(facts).into_iter().for_each(|least| pools.floor(KEPT, 0, least, FloorKind::Hard));
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        for (idx, pin) in pins_of(way.facts, way.jobseeker_idx, way.offer_idx) {
            if pin.require {
                claims.draw(idx as u32, 0, 1);
            }
        }
        let stands = || way.facts.region.standing.binary_search(&(way.jobseeker_idx, way.offer_idx)).is_ok();
        if kept_min(way.facts).is_some() && stands() {
            claims.draw(KEPT, 0, 1);
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        if subject == KEPT {
            return "kept".to_owned();
        }
        let Pin { jobseeker, offer, .. } = facts.region.pins[subject as usize];
        format!("{}/{}", facts.region.jobseekers[jobseeker.at()].id, facts.region.offers[offer.at()].id)
    }

    fn write_demand(
        &self,
        facts: Facts<'_>,
        subject: u32,
        missing: Option<i64>,
        lang: Lang,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        if subject == KEPT {
            return write_kept(facts.region.changed_max.unwrap_or_default(), missing, lang, f);
        }
        let Pin { jobseeker, offer, .. } = facts.region.pins[subject as usize];
        let (id, name) = (&facts.region.jobseekers[jobseeker.at()].id, offer_name(facts, offer, lang));
        match (lang, missing) {
            (Lang::Nl, None) => write!(f, "Beslissing: {id} start als {name}"),
            (Lang::En, None) => write!(f, "Decision: {id} starts as {name}"),
            (Lang::Fr, None) => write!(f, "Décision : {id} commence comme {name}"),
            (Lang::Nl, Some(_)) => write!(f, "Deze beslissing is niet gevolgd: {id} start als {name}"),
            (Lang::En, Some(_)) => write!(f, "This decision is not followed: {id} starts as {name}"),
            (Lang::Fr, Some(_)) => write!(f, "Cette décision n'est pas suivie : {id} commence comme {name}"),
        }
    }
}

/// That at most `most` proposals may change; with `missing`, that so many more do.
fn write_kept(most: u32, missing: Option<i64>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (lang, missing) {
        (Lang::Nl, None) => {
            write!(f, "Beslissing: voorstellen van het vorige plan die mogen veranderen: hoogstens {most}")
        }
        (Lang::En, None) => write!(f, "Decision: proposals of the earlier plan that may change: at most {most}"),
        (Lang::Fr, None) => write!(f, "Décision : propositions du plan précédent qui peuvent changer : au plus {most}"),
        (Lang::Nl, Some(more)) => write!(f, "Voorstellen die veranderen boven de {most} die mogen: {more}"),
        (Lang::En, Some(more)) => write!(f, "Proposals that change beyond the {most} that may: {more}"),
        (Lang::Fr, Some(more)) => write!(f, "Propositions qui changent au-delà des {most} permises : {more}"),
    }
}

impl Finding for DecidedAgainst {
    fn code(&self) -> &'static str {
        "DECIDED_AGAINST"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "een bemiddelaar besliste om dit niet voor te stellen",
            Lang::En => "a mediator decided against it",
            Lang::Fr => "un conseiller a décidé de ne pas le proposer",
        })
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
