//! The stated shares, one number each, read from the table that also says where it comes from.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::rows::{number, rows};

/// The table, with the source of every number.
pub const SHARES: &str = include_str!("../../fixtures/tables/generator_shares.csv");

/// Declares a field per row of the table, so that a missing row stops the start and not the thousandth person.
macro_rules! shares {
    ($($name:ident)*) => {
        /// Stated shares; the unit of each stands in the table.
        #[derive(Clone, Debug)]
        pub struct Shares { $(pub(super) $name: u64),* }

        impl Shares {
            /// Reads the table.
            ///
            /// # Errors
            /// When a row is missing or is no number.
            pub fn read() -> Result<Self> {
                let table = table()?;
                let of = |name: &str| table.get(name).copied().with_context(|| format!("no share named {name}"));
                Ok(Self { $($name: of(stringify!($name))?),* })
            }
        }

        /// The names of all shares.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

shares! {
    age_under_25 age_25_59 age_60_64 schooling_low schooling_middle schooling_high
    registered_under_1_year registered_1_to_2_years registered_over_2_years
    dutch_below_b1 dutch_below_b1_city_of_antwerp dutch_none_of_below_b1 dutch_a1_of_below_b1
    other_language_of_speakers_from_b1 licence_b car_of_licence_b licence_of_driver_goal licence_lorry licence_moped_only speaks_english_or_french
    bike ebike moped transit own_travel_limit
    parents_of_20_to_49 one_child two_children care_needed has_place_under_3 has_place_3_to_11
    ocmw_hold ocmw_released advice_only right_until right_none
    hours_full hours_part available_at_once available_after_horizon second_goal third_goal
    goal_skill_held_first goal_skill_held_other optional_skill_held assessed
    one_opening language_support french_or_english_asked
    vacancies_in_the_seven childcare_places_per_100_under_3 under_3_of_aged_0_4
    aged_0_4_of_population aged_5_14_of_population childcare_free school_care_places_per_100 school_care_free
    childcare_places_per_facility childcare_early_and_late childcare_both_bands
    floor_starts floor_starts_long_term quota_wijk_werken bicycles coaches licence_seats
}

/// Values by name.
///
/// # Errors
/// When a row has no name or no number.
pub fn table() -> Result<BTreeMap<&'static str, u64>> {
    rows::<4>("generator_shares", SHARES)?.into_iter().map(|[name, value, ..]| Ok((name, number(value)?))).collect()
}
