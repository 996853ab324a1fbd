//! Every number a policy pack gives, with the range that makes sense. Units are in the names.

/// A number of the policy.
#[derive(Clone, Copy, Debug)]
pub struct NumberRange {
    /// Its name.
    pub name: &'static str,
    /// The least value.
    pub min: i64,
    /// The greatest value.
    pub max: i64,
    /// The value where a pack gives none: for numbers that are newer than packs that are kept.
    pub otherwise: Option<i64>,
}

const fn number(name: &'static str, min: i64, max: i64) -> NumberRange {
    NumberRange { name, min, max, otherwise: None }
}

const fn later_number(name: &'static str, min: i64, max: i64, otherwise: i64) -> NumberRange {
    NumberRange { name, min, max, otherwise: Some(otherwise) }
}

/// The longest trip a person may state, minutes one way; the schema has the same limit.
pub(super) const TRAVEL_MINUTES_MAX: i64 = 240;

/// The longest walk to, between and from stops, metres.
pub(super) const WALK_METRES_MAX: i64 = 5_000;

/// All numbers. A pack gives each of them that has no default; a scenario may give another value.
pub const NUMBERS: &[NumberRange] = &[
    number("travel_minutes_max", 5, TRAVEL_MINUTES_MAX),
    number("transfers_max", 0, 10),
    number("walk_metres_max", 0, WALK_METRES_MAX),
    number("change_minutes_min", 0, 30),
    number("hub_minutes_max", 1, 60),
    number("hub_choices_max", 1, 10),
    number("pick_up_minutes", 0, 30),
    number("childcare_minutes_max", 1, 120),
    number("drop_off_minutes", 0, 60),
    number("childcare_choices_max", 1, 20),
    number("childcare_choices_near_work_max", 0, 10),
    number("childcare_stops_max", 1, 4),
    number("goal_distance_max", 0, 10),
    number("essential_skills_percent_min", 0, 100),
    number("coach_steps", 0, 6),
    number("minimum_age", 15, 30),
    number("short_term_months", 1, 120),
    number("count_shown_min", 2, 1000),
    later_number("shift_hours_max", 1, 24, 12),
    later_number("rest_hours_min", 0, 24, 11),
    later_number("near_weeks_max", 0, 520, 52),
    later_number("near_travel_minutes_max", 0, 240, 30),
    later_number("near_hours_per_week_max", 0, 60, 8),
    number("points_base", 0, 100_000),
    number("points_per_travel_minute", 0, 1000),
    number("points_per_goal_step", 0, 10_000),
    number("points_per_goal_rank", 0, 10_000),
    number("points_optional_skills", 0, 10_000),
    number("points_per_support", 0, 1_000_000),
    number("weeks_per_language_level", 1, 260),
    number("cents_per_language_level", 0, 10_000_000),
    number("weeks_licence_b", 1, 260),
    number("cents_licence_b", 0, 10_000_000),
    number("cents_bicycle", 0, 10_000_000),
    number("weeks_per_skill", 1, 260),
    number("weeks_entitlement", 0, 260),
    number("walk_metres_per_hour", 1000, 130_000),
    number("walk_detour_percent", 100, 400),
    number("walk_start_minutes", 0, 60),
    number("bike_metres_per_hour", 1000, 130_000),
    number("bike_detour_percent", 100, 400),
    number("bike_start_minutes", 0, 60),
    number("ebike_metres_per_hour", 1000, 130_000),
    number("ebike_detour_percent", 100, 400),
    number("ebike_start_minutes", 0, 60),
    number("moped_metres_per_hour", 1000, 130_000),
    number("moped_detour_percent", 100, 400),
    number("moped_start_minutes", 0, 60),
    number("car_metres_per_hour", 1000, 130_000),
    number("car_detour_percent", 100, 400),
    number("car_start_minutes", 0, 60),
    number("transit_metres_per_hour", 1000, 130_000),
    number("transit_detour_percent", 100, 400),
    number("transit_start_minutes", 0, 60),
];

/// The range of the number called `name`.
pub(super) fn range_of(name: &str) -> Option<&'static NumberRange> {
    NUMBERS.iter().find(|range| range.name == name)
}
