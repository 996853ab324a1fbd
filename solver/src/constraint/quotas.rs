//! Quotas and floors: so many starts of a group, at least or at most, as the policy pack says; of a fair, so many invitations.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, FloorKind, Nothing, PoolList};
use crate::domain::{Demand, Facts, Group, PlanKind, Region, Share};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct QuotasRule;

impl Constraint for QuotasRule {
    const ABOUT: About = About {
        id: ConstraintId("quotas"),
        place: 60,
        caption: Words { nl: "afgesproken aantallen", en: "agreed numbers", fr: "nombres convenus" },
        reads: &["municipality", "registered_on", "languages", "entitlements"],
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
        for (idx, share) in shares(facts.region).enumerate() {
            match share.demand {
                Demand::FloorHard(units) => pools.floor(idx as u32, 0, units, FloorKind::Hard),
                Demand::FloorSoft(units) => pools.floor(idx as u32, 0, units, FloorKind::Soft),
                Demand::Quota(units) => pools.capacity(idx as u32, 0, units),
            }
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        for (idx, share) in shares(way.facts.region).enumerate() {
            if counts(way, share) {
                claims.draw(idx as u32, 0, 1);
            }
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        shares(facts.region).nth(subject as usize).map_or_else(String::new, |share| share.id.clone())
    }

    fn write_demand(
        &self,
        facts: Facts<'_>,
        subject: u32,
        missing: Option<i64>,
        lang: Lang,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let Some(share) = shares(facts.region).nth(subject as usize) else { return Ok(()) };
        let id = &share.id;
        let units = match share.demand {
            Demand::FloorHard(units) | Demand::FloorSoft(units) | Demand::Quota(units) => units,
        };
        match (lang, missing) {
            (Lang::Nl, None) => write!(f, "Afgesproken minimum {id}: {units}"),
            (Lang::En, None) => write!(f, "Agreed floor {id}: {units}"),
            (Lang::Fr, None) => write!(f, "Minimum convenu {id} : {units}"),
            (Lang::Nl, Some(missing)) => write!(f, "Aan het afgesproken minimum {id} ontbreekt nog {missing}"),
            (Lang::En, Some(missing)) => write!(f, "{missing} still missing from the agreed floor {id}"),
            (Lang::Fr, Some(missing)) => write!(f, "Il manque encore {missing} au minimum convenu {id}"),
        }
    }

    fn write_full(&self, _facts: Facts<'_>, _subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "het afgesproken aantal is bereikt",
            Lang::En => "the agreed number has been reached",
            Lang::Fr => "le nombre convenu est atteint",
        })
    }
}

/// What is agreed about this kind of plan: shares of starts in work, of places in actions, and those of a fair, of invitations.
fn shares(region: &Region) -> impl Iterator<Item = &Share> {
    let starts = matches!(region.kind, PlanKind::Matching | PlanKind::Interventions);
    let of_starts = if starts { &region.pack.shares[..] } else { &[] };
    let of_actions = if region.kind.is_action() { &region.pack.action_shares[..] } else { &[] };
    let of_fairs = if region.kind == PlanKind::Fair { &region.fairs[..] } else { &[] };
    of_starts.iter().chain(of_actions).chain(of_fairs.iter().flat_map(|fair| &fair.floors))
}

/// Whether a start this way counts for `share`.
fn counts(way: &Way<'_>, share: &Share) -> bool {
    let jobseeker = way.jobseeker();
    let in_group = match share.group {
        Group::Everyone => true,
        Group::Municipality(municipality) => jobseeker.municipality == municipality,
        Group::Priority(group) => way.facts.region.is_in_priority(jobseeker, group),
        Group::Entitled(right) => way.is_entitled(right, way.start()),
    };
    in_group && share.form.is_none_or(|form| way.contract().is_some_and(|contract| contract.form == form))
}
