//! The pack and what the scenario changes in it, as the policy that governs the plan.

use std::collections::BTreeMap;

use schakel_solver::domain;
use schakel_solver::travel::Speed;

use super::format;
use super::names::Names;
use super::numbers::NUMBERS;

/// Where a number comes from when the scenario itself states it.
const STATED: &str = "stated in the scenario";

/// Where a number comes from that neither pack nor scenario gives.
const OF_THE_PROGRAM: &str = "assumption of the program";

/// The numbers that hold: the pack's, with the scenario's on top.
pub(super) struct Numbers<'a>(BTreeMap<&'a str, (i64, &'a str)>);

impl<'a> Numbers<'a> {
    pub(super) fn of(pack: &'a format::Pack, policy: &'a format::Policy) -> Self {
        let later = NUMBERS.iter().filter_map(|range| Some((range.name, (range.otherwise?, OF_THE_PROGRAM))));
        let mut numbers: BTreeMap<&str, (i64, &str)> = later.collect();
        numbers
            .extend(pack.numbers.iter().map(|(name, number)| (name.as_str(), (number.value, number.source.as_str()))));
        numbers.extend(policy.numbers.iter().map(|(name, value)| (name.as_str(), (*value, STATED))));
        Self(numbers)
    }

    /// The number called `name`, in the type that its range in [`NUMBERS`] fits. `None` cannot happen for a checked
    /// pack.
    fn fitting<T: TryFrom<i64>>(&self, name: &str) -> Option<T> {
        debug_assert!(NUMBERS.iter().any(|range| range.name == name), "{name}");
        T::try_from(self.0.get(name)?.0).ok()
    }

    fn limits(&self) -> Option<domain::Limits> {
        Some(domain::Limits {
            travel_minutes_max: self.fitting("travel_minutes_max")?,
            transfers_max: self.fitting("transfers_max")?,
            walk_metres_max: self.fitting("walk_metres_max")?,
            hub_minutes_max: self.fitting("hub_minutes_max")?,
            hub_choices_max: self.fitting("hub_choices_max")?,
            pick_up_minutes: self.fitting("pick_up_minutes")?,
            childcare_minutes_max: self.fitting("childcare_minutes_max")?,
            drop_off_minutes: self.fitting("drop_off_minutes")?,
            childcare_choices_max: self.fitting("childcare_choices_max")?,
            childcare_choices_near_work_max: self.fitting("childcare_choices_near_work_max")?,
            childcare_stops_max: self.fitting("childcare_stops_max")?,
            goal_distance_max: self.fitting("goal_distance_max")?,
            essential_skills_percent_min: self.fitting("essential_skills_percent_min")?,
            coach_steps: self.fitting("coach_steps")?,
            minimum_age: self.fitting("minimum_age")?,
            short_term_months: self.fitting("short_term_months")?,
            count_shown_min: self.fitting("count_shown_min")?,
            near_weeks_max: self.fitting("near_weeks_max")?,
            near_travel_minutes_max: self.fitting("near_travel_minutes_max")?,
            near_hours_per_week_max: self.fitting("near_hours_per_week_max")?,
        })
    }

    fn weights(&self) -> Option<domain::Weights> {
        Some(domain::Weights {
            base: self.fitting("points_base")?,
            per_travel_minute: self.fitting("points_per_travel_minute")?,
            per_goal_step: self.fitting("points_per_goal_step")?,
            per_goal_rank: self.fitting("points_per_goal_rank")?,
            optional_skills: self.fitting("points_optional_skills")?,
            per_support: self.fitting("points_per_support")?,
        })
    }

    fn remedies(&self) -> Option<domain::RemedyCosts> {
        Some(domain::RemedyCosts {
            weeks_per_language_level: self.fitting("weeks_per_language_level")?,
            cents_per_language_level: self.fitting("cents_per_language_level")?,
            weeks_licence_b: self.fitting("weeks_licence_b")?,
            cents_licence_b: self.fitting("cents_licence_b")?,
            cents_bicycle: self.fitting("cents_bicycle")?,
            weeks_per_skill: self.fitting("weeks_per_skill")?,
            weeks_entitlement: self.fitting("weeks_entitlement")?,
        })
    }

    /// The least time between two rides, seconds.
    pub(super) fn change_seconds_min(&self) -> Option<i32> {
        Some(60 * self.fitting::<i32>("change_minutes_min")?)
    }

    /// The speed of `mode` when the scenario states none.
    pub(super) fn speed(&self, mode: domain::Mode) -> Option<Speed> {
        let mode = mode_name(mode);
        Some(Speed {
            metres_per_hour: self.fitting(&format!("{mode}_metres_per_hour"))?,
            detour_percent: self.fitting(&format!("{mode}_detour_percent"))?,
            start_minutes: self.fitting(&format!("{mode}_start_minutes"))?,
        })
    }

    fn sources(&self) -> Vec<domain::Sourced> {
        let sourced = |(name, (value, source)): (&&str, &(i64, &str))| domain::Sourced {
            name: (*name).to_owned(),
            value: *value,
            source: (*source).to_owned(),
        };
        self.0.iter().map(sourced).collect()
    }
}

/// The name of a mode in files.
pub(super) fn mode_name(mode: domain::Mode) -> &'static str {
    match mode {
        domain::Mode::Walk => "walk",
        domain::Mode::Bike => "bike",
        domain::Mode::Ebike => "ebike",
        domain::Mode::Moped => "moped",
        domain::Mode::Car => "car",
        domain::Mode::Transit => "transit",
        domain::Mode::BikeTransit => "bike_transit",
        domain::Mode::SharedBike => "shared_bike",
        domain::Mode::SharedCar => "shared_car",
    }
}

/// The policy that governs the plan.
pub(super) fn pack(
    pack: &format::Pack,
    policy: &format::Policy,
    numbers: &Numbers<'_>,
    names: &Names<'_>,
) -> Option<domain::PolicyPack> {
    let mut modes: BTreeMap<String, format::RuleMode> = pack.rules.clone();
    modes.extend(policy.rules.iter().map(|(id, mode)| (id.clone(), *mode)));
    let levels = policy.levels.as_ref().unwrap_or(&pack.levels);
    let sorted = |of_pack: &[format::Share], more: &[format::Share]| -> Option<Vec<domain::Share>> {
        let mut shares: Vec<_> =
            of_pack.iter().chain(more).map(|share| self::share(share, names)).collect::<Option<_>>()?;
        shares.sort_by(|a, b| a.id.cmp(&b.id));
        Some(shares)
    };
    let tiers = policy.action_tiers.as_ref().unwrap_or(&pack.action_tiers);
    Some(domain::PolicyPack {
        name: pack.name.clone(),
        valid_from: pack.valid_from,
        valid_to: pack.valid_to,
        levels: levels.iter().copied().map(level).collect(),
        limits: numbers.limits()?,
        weights: numbers.weights()?,
        remedies: numbers.remedies()?,
        rule_modes: modes.into_iter().map(|(id, mode)| (id, rule_mode(mode))).collect(),
        forms: pack.forms.iter().map(|form| self::form(form, names)).collect::<Option<_>>()?,
        shares: sorted(&pack.shares, &policy.shares)?,
        action_tiers: tiers.iter().copied().map(priority).collect(),
        action_shares: sorted(&pack.action_shares, &policy.action_shares)?,
        closures: closures(pack, policy),
        sources: numbers.sources(),
    })
}

/// Days on which nothing is held, by first day.
fn closures(pack: &format::Pack, policy: &format::Policy) -> Vec<domain::Closure> {
    let all = pack.closures.iter().chain(&policy.closures);
    let closure = |closure: &format::Closure| domain::Closure {
        from: closure.from,
        to: closure.to,
        name: closure.name.clone(),
        is_school: closure.closed == format::Closed::Schools,
    };
    let mut closures: Vec<_> = all.map(closure).collect();
    closures.sort_by(|a, b| (a.from, a.to, &a.name).cmp(&(b.from, b.to, &b.name)));
    closures
}

fn level(level: format::Level) -> domain::Level {
    match level {
        format::Level::Promises => domain::Level::Promises,
        format::Level::Floors => domain::Level::Floors,
        format::Level::Placed => domain::Level::Placed,
        format::Level::Fit => domain::Level::Fit,
    }
}

fn rule_mode(mode: format::RuleMode) -> domain::RuleMode {
    match mode {
        format::RuleMode::Must => domain::RuleMode::Must,
        format::RuleMode::Prefer { points } => domain::RuleMode::Prefer(points),
        format::RuleMode::Off => domain::RuleMode::Off,
    }
}

fn form(form: &format::Form, names: &Names<'_>) -> Option<domain::EmploymentForm> {
    let format::Captions { nl, en, fr } = form.caption.clone();
    Some(domain::EmploymentForm {
        name: form.name.clone(),
        captions: [nl, en, fr],
        ocmw_decides: form.decided_by == Some(format::RightDecidedBy::Ocmw),
        entitlement: match &form.entitlement {
            Some(right) => Some(names.right(right)?),
            None => None,
        },
        hours_per_week_max: form.hours_per_week_max,
        valid_from: form.valid_from,
        valid_to: form.valid_to,
    })
}

/// A priority group as a fact.
pub(crate) fn priority(group: format::Priority) -> domain::PriorityGroup {
    match group {
        format::Priority::ShortTerm => domain::PriorityGroup::ShortTerm,
        format::Priority::LongTerm => domain::PriorityGroup::LongTerm,
        format::Priority::NonDutchSpeaker => domain::PriorityGroup::NonDutchSpeaker,
    }
}

/// A priority group as files write it.
pub(crate) fn priority_named(group: domain::PriorityGroup) -> format::Priority {
    match group {
        domain::PriorityGroup::ShortTerm => format::Priority::ShortTerm,
        domain::PriorityGroup::LongTerm => format::Priority::LongTerm,
        domain::PriorityGroup::NonDutchSpeaker => format::Priority::NonDutchSpeaker,
    }
}

/// A floor or quota as a fact.
pub(super) fn share(share: &format::Share, names: &Names<'_>) -> Option<domain::Share> {
    use domain::Group;
    let group = match &share.group {
        None => Group::Everyone,
        Some(format::Group::Municipality(nis)) => Group::Municipality(names.municipality(nis)?),
        Some(format::Group::Priority(group)) => Group::Priority(priority(*group)),
        Some(format::Group::Entitled(right)) => Group::Entitled(names.right(right)?),
    };
    let form = match &share.form {
        Some(form) => Some(names.form(form)?),
        None => None,
    };
    let demand = match (share.at_least, share.at_most) {
        (Some(least), None) if share.hard => domain::Demand::FloorHard(least),
        (Some(least), None) => domain::Demand::FloorSoft(least),
        (None, Some(most)) => domain::Demand::Quota(most),
        // Refused by the checks.
        _ => return None,
    };
    Some(domain::Share { id: share.id.clone(), group, form, demand })
}
