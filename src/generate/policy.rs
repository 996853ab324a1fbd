//! What the plan is asked besides starts: floors, a quota, and supports of which there are few.

use super::shares::Shares;
use super::tables::Tables;
use super::territory::HomesAndSites;
use super::vacancies::WIJK_WERKEN;
use super::{Ask, FIRST_YEAR, PACKS};
use crate::files::scenario::format::{Group, Policy, Priority, Share, Support, SupportKind};

/// The pack with a soft floor per municipality, one for long-term jobseekers, and a quota on wijk-werken.
pub(super) fn policy(ask: &Ask, territory: &HomesAndSites<'_>, tables: &Tables) -> Policy {
    let shares = &tables.shares;
    let openings = expected_openings(ask, shares);
    let starts = u64::from(ask.jobseekers).min(openings);
    let floor = |people: u64, per_mille: u64| (people * per_mille / 1000) as u32;
    let of_municipality = territory.expected(starts).map(|(municipality, people)| Share {
        group: Some(Group::Municipality(municipality.nis.to_owned())),
        at_least: Some(floor(people, shares.floor_starts)),
        ..share(&format!("floor-{}", municipality.nis))
    });
    let known = shares.registered_under_1_year + shares.registered_1_to_2_years + shares.registered_over_2_years;
    let long_term = starts * (known - shares.registered_under_1_year) / known;
    let of_long_term = Share {
        group: Some(Group::Priority(Priority::LongTerm)),
        at_least: Some(floor(long_term, shares.floor_starts_long_term)),
        ..share("floor-long-term")
    };
    let form = tables.forms.iter().find(|form| form.name == WIJK_WERKEN);
    let offered = openings * form.map_or(0, |form| form.vacancies) / 1000;
    let quota = Share {
        form: Some(WIJK_WERKEN.to_owned()),
        at_most: Some((offered * shares.quota_wijk_werken / 1000) as u32),
        ..share("quota-wijk-werken")
    };
    // A floor of 0 is no floor: the format refuses it.
    let floors = of_municipality.chain([of_long_term]).filter(|share| share.at_least != Some(0));
    Policy {
        closures: Vec::new(),
        pack: PACKS[usize::from(ask.year > FIRST_YEAR)].to_owned(),
        levels: None,
        rules: Default::default(),
        numbers: Default::default(),
        shares: floors.chain([quota]).collect(),
        action_tiers: None,
        action_shares: Vec::new(),
    }
}

fn share(id: &str) -> Share {
    Share { id: id.to_owned(), group: None, form: None, at_least: None, at_most: None, hard: false }
}

/// Two to five openings where there is not one, so 3.5 on average.
fn expected_openings(ask: &Ask, shares: &Shares) -> u64 {
    u64::from(ask.vacancies) * (2 * shares.one_opening + 7 * (1000 - shares.one_opening)) / 2000
}

/// Supports in proportion to the jobseekers. Lead times and costs: assumption.
pub(super) fn supports(ask: &Ask, shares: &Shares) -> Vec<Support> {
    let stock = |per_1000: u64| (u64::from(ask.jobseekers) * per_1000 / 1000) as u32;
    let support = |id: &str, kind, per_1000, lead_weeks, cost_cents| Support {
        id: id.to_owned(),
        kind,
        stock: stock(per_1000),
        lead_weeks,
        cost_cents,
    };
    vec![
        support("S1", SupportKind::Bicycle, shares.bicycles, 1, 35_000),
        support("S2", SupportKind::Coach, shares.coaches, 2, 60_000),
        support("S3", SupportKind::LicenceB, shares.licence_seats, 10, 140_000),
    ]
}
