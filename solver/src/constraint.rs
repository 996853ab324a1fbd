//! Rules. A rule exists once: filter, model row, words and remedy are all read from its one file.
//!
//! To add a rule: write its file, add its `mod` line and its line in [`ALL`]. Nothing else.

mod finding;
mod opening;
mod pool;
mod promised_jobs;
mod remedy;
mod rule;
mod rulebook;

mod availability;
mod bands;
mod buddies;
mod childcare;
mod edition_pins;
mod entitlement;
mod first_day;
mod fitting_vacancy;
mod gate;
mod goals;
mod hours;
mod invitations;
mod language;
mod licence;
mod mobility;
mod moves;
mod night_work;
mod one_job;
mod one_run;
mod openings;
mod pins;
mod quotas;
mod resources;
mod right_to_work;
mod runs;
mod served;
mod sites;
mod skills;
mod social_clause;
mod smallest_group;
mod support_budget;
mod supports;
mod visitors;
mod work_afterwards;

#[cfg(test)]
mod tests;

use crate::domain::{Column, Facts};
use crate::way::Way;

pub(crate) use availability::{hours_asked, hours_asked_words};
pub(crate) use entitlement::{forms_that_fit, has_right_to, rule_about_forms};
pub(crate) use goals::looks_for;
pub(crate) use moves::departures;

pub use finding::{Effect, Finding, Measured, Nothing, ReasonCode, Unit};
pub use opening::Opening;
pub use pool::{Claims, FloorKind, PoolKey, PoolList, PoolSpec};
pub use remedy::Remedy;
pub use rule::{About, AnyConstraint, Constraint, ConstraintId, IscoPrefix};
pub use rulebook::{Judged, RuleBook, Verdict};

/// Every rule, the cheapest and most selective first: screening stops at the first that blocks.
/// The order in which people read them is [`About::place`].
pub static ALL: &[&dyn AnyConstraint] = &[
    &gate::GateRule,
    &goals::GoalsRule,
    &language::LanguageRule,
    &licence::LicenceRule,
    &entitlement::EntitlementRule,
    &right_to_work::RightToWorkRule,
    &night_work::NightWorkRule,
    &hours::HoursRule,
    &first_day::FirstDayRule,
    &availability::AvailabilityRule,
    &skills::SkillsRule,
    &pins::PinsRule,
    &mobility::MobilityRule,
    &childcare::ChildcareRule,
    &supports::SupportsRule,
    &quotas::QuotasRule,
    &openings::OpeningsRule,
    &one_job::OneJobRule,
    &smallest_group::SmallestGroupRule,
    &resources::ResourcesRule,
    &one_run::OneRunRule,
    &runs::RunsRule,
    &moves::MovesRule,
    &edition_pins::EditionPinsRule,
    &sites::SitesRule,
    &served::ServedRule,
    &fitting_vacancy::FittingVacancyRule,
    &invitations::InvitationsRule,
    &visitors::VisitorsRule,
    &support_budget::SupportBudgetRule,
    &bands::BandsRule,
    &buddies::BuddiesRule,
    &work_afterwards::WorkAfterwardsRule,
    &social_clause::SocialClauseRule,
    &promised_jobs::PromisedJobsRule,
];

/// Every pool of a region, by key.
pub fn pools(facts: Facts<'_>) -> Vec<PoolSpec> {
    let mut pools = PoolList::default();
    for (rule, constraint) in ALL.iter().enumerate() {
        constraint.pools(rule as u8, facts, &mut pools);
    }
    pools.list.sort_unstable_by_key(|pool| pool.key);
    pools.list
}

/// Whether the pool stands for one person, who takes at most one way.
pub fn is_owner(key: PoolKey) -> bool {
    ALL[key.rule as usize].owns(key)
}

/// What `way` draws of all pools, into `claims`.
pub fn draws(way: &Way<'_>, claims: &mut Claims) {
    claims.list.clear();
    for (rule, constraint) in ALL.iter().enumerate() {
        constraint.draws(rule as u8, way, claims);
    }
}

/// What choosing a column without a person draws of all pools, into `claims`; below 0 it grants.
pub fn takes(facts: Facts<'_>, column: Column, claims: &mut Claims) {
    claims.list.clear();
    for (rule, constraint) in ALL.iter().enumerate() {
        constraint.takes(rule as u8, facts, column, claims);
    }
}

/// What is in the way of holding something in this manner: everything that every rule finds.
pub fn judge_opening(opening: &Opening<'_>) -> Vec<Box<dyn Finding>> {
    ALL.iter().filter_map(|constraint| constraint.find_opening(opening)).collect()
}

/// The name of a pool in plans: rule and the rest, separated by a slash.
pub fn pool_name(facts: Facts<'_>, key: PoolKey) -> String {
    let constraint = ALL[key.rule as usize];
    format!("{}/{}", constraint.id().0, constraint.pool_name(facts, key.subject, key.part))
}
