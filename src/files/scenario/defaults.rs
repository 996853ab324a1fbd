//! Which numbers of the pack filled what the scenario left open: never a silent default.

use std::collections::BTreeMap;

use schakel_solver::domain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::format;
use super::packs::Packs;
use super::policy::mode_name;
use super::region::mode;
use super::stream::Parts;

/// A number of the pack that was used because the scenario left it open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DefaultUsed {
    /// Its name.
    pub name: String,
    /// Its value, in the unit its name ends with.
    pub value: i64,
    /// Where it comes from, or `assumption`.
    pub source: String,
    /// For how many people or offers; 1 when it is about the plan as a whole.
    pub used_for: usize,
}

/// Every default used, by name.
pub(super) fn used(parts: &Parts, packs: &Packs) -> Vec<DefaultUsed> {
    let Some(policy) = &parts.policy else { return Vec::new() };
    let Some(pack) = packs.get(&policy.pack) else { return Vec::new() };
    let counts = counts(parts);
    let left_open = pack.numbers.iter().filter(|(name, _)| !policy.numbers.contains_key(*name));
    let default = |(name, number): (&String, &format::Number)| DefaultUsed {
        name: name.clone(),
        value: number.value,
        source: number.source.clone(),
        used_for: counts.get(name.as_str()).copied().unwrap_or(1),
    };
    left_open.map(default).filter(|default| default.used_for > 0).collect()
}

/// For how many people or offers a number is used, where that can be said.
fn counts(parts: &Parts) -> BTreeMap<String, usize> {
    let people = || parts.jobseekers.records.iter().map(|record| &record.value);
    let parents = people().filter(|person| person.children.iter().any(|child| child.care_needed)).count();
    // Only a timetable has transfers and walks to stops, and its stations are hubs.
    let has_timetable = parts.timetable.is_some();
    let travels = |by: &dyn Fn(&format::Jobseeker) -> bool| {
        people().filter(|person| has_timetable && goes_by(person, domain::Mode::Transit) && by(person)).count()
    };
    let changes = has_timetable || !parts.hubs.records.is_empty();
    let at_hubs = if changes { people().count() } else { 0 };
    let mut counts = BTreeMap::from([
        ("travel_minutes_max".to_owned(), people().filter(|person| person.travel_minutes_max.is_none()).count()),
        (
            "minimum_age".to_owned(),
            parts.vacancies.records.iter().filter(|record| record.value.minimum_age.is_none()).count(),
        ),
        ("childcare_minutes_max".to_owned(), parents),
        ("drop_off_minutes".to_owned(), parents),
        ("childcare_choices_max".to_owned(), parents),
        ("childcare_choices_near_work_max".to_owned(), parents),
        ("childcare_stops_max".to_owned(), parents),
        ("transfers_max".to_owned(), travels(&|person| person.transfers_max.is_none())),
        ("walk_metres_max".to_owned(), travels(&|person| person.walk_metres_max.is_none())),
        ("change_minutes_min".to_owned(), travels(&|_| true)),
        ("hub_minutes_max".to_owned(), at_hubs),
        ("hub_choices_max".to_owned(), at_hubs),
        ("pick_up_minutes".to_owned(), at_hubs),
    ]);
    for means in domain::Mode::PLAIN {
        let is_stated = parts.speeds.keys().any(|stated| mode(*stated) == means);
        // Where supports include a bicycle, anyone may ride one.
        let rides = |person: &&format::Jobseeker| goes_by(person, means);
        let gives = parts.supports.records.iter().any(|record| gives_mode(record.value.kind, means));
        let count = if is_stated { 0 } else { people().filter(|person| gives || rides(person)).count() };
        for ending in ["metres_per_hour", "detour_percent", "start_minutes"] {
            counts.insert(format!("{}_{ending}", mode_name(means)), count);
        }
    }
    counts
}

/// Whether a person travels by `means`, all the way or between hubs.
fn goes_by(person: &format::Jobseeker, means: domain::Mode) -> bool {
    person.modes.iter().any(|own| match mode(*own) {
        domain::Mode::BikeTransit | domain::Mode::SharedBike => {
            [domain::Mode::Bike, domain::Mode::Transit].contains(&means)
        }
        domain::Mode::SharedCar => [domain::Mode::Car, domain::Mode::Transit].contains(&means),
        plain => plain == means,
    })
}

/// Whether a support makes people travel by a mode that they do not have themselves.
fn gives_mode(kind: format::SupportKind, means: domain::Mode) -> bool {
    kind == format::SupportKind::Bicycle && means == domain::Mode::Bike
}
