//! Quotas and floors: at least or at most so many starts of a group, as the policy pack says; for a fair, so many
//! invitations.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, FloorKind, Nothing, PoolList};
use crate::domain::{Demand, EmploymentForm, Facts, Group, PlanKind, Region, Share};
use crate::names::group_name;
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
        let whom = whom(facts, share, lang);
        let units = match share.demand {
            Demand::FloorHard(units) | Demand::FloorSoft(units) | Demand::Quota(units) => units,
        };
        match (lang, missing) {
            (Lang::Nl, None) => write!(f, "Afgesproken minimum voor {whom}: {units}"),
            (Lang::En, None) => write!(f, "Agreed floor for {whom}: {units}"),
            (Lang::Fr, None) => write!(f, "Minimum convenu pour {whom} : {units}"),
            (Lang::Nl, Some(missing)) => write!(f, "{whom}: nog {missing} te kort op het afgesproken minimum"),
            (Lang::En, Some(missing)) => write!(f, "{whom}: {missing} still missing from the agreed floor"),
            (Lang::Fr, Some(missing)) => write!(f, "{whom} : encore {missing} sous le minimum convenu"),
        }
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(share) = shares(facts.region).nth(subject as usize) else { return Ok(()) };
        let whom = whom(facts, share, lang);
        match (share.demand, lang) {
            (Demand::Quota(0), Lang::Nl) => write!(f, "voor {whom} is afgesproken dat er geen plaats is"),
            (Demand::Quota(0), Lang::En) => write!(f, "it is agreed that there is no place for {whom}"),
            (Demand::Quota(0), Lang::Fr) => write!(f, "il est convenu qu'il n'y a pas de place pour {whom}"),
            (_, Lang::Nl) => write!(f, "het afgesproken aantal voor {whom} is bereikt"),
            (_, Lang::En) => write!(f, "the agreed number for {whom} has been reached"),
            (_, Lang::Fr) => write!(f, "le nombre convenu pour {whom} est atteint"),
        }
    }
}

/// Whom a share counts: a municipality by name, a group, or a right by the form that asks for it; and the form that
/// limits the share.
fn whom(facts: Facts<'_>, share: &Share, lang: Lang) -> String {
    let region = facts.region;
    let caption = |form: &EmploymentForm| form.captions[lang as usize].clone();
    let group = match share.group {
        Group::Everyone => match share.form {
            // Then the form says it.
            Some(_) => None,
            None => Some(Words { nl: "iedereen", en: "everyone", fr: "tous" }.in_lang(lang).to_owned()),
        },
        Group::Municipality(municipality) => Some(region.municipalities[municipality.at()].name.clone()),
        Group::Priority(group) => Some(group_name(group, lang).to_owned()),
        Group::Entitled(right) => {
            let form = region.pack.forms.iter().find(|form| form.entitlement == Some(right));
            Some(form.map_or_else(|| share.id.clone(), caption))
        }
    };
    let form = share.form.map(|form| caption(&region.pack.forms[form.at()]));
    group.into_iter().chain(form).collect::<Vec<_>>().join(", ")
}

/// The shares that apply to this kind of plan: starts in work, places in actions and, for a fair, invitations.
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
