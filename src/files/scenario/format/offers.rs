//! Vacancies, childcare and supports in the file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Hours, Languages, Licence, LonLat};

/// Childcare.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Care {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// Name of the facility.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Where it is.
    pub at: LonLat,
    /// NIS code of its municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9]{5}$"))]
    pub municipality: Option<String>,
    /// Opening hours.
    #[schemars(length(min = 1))]
    pub open: Vec<Hours>,
    /// Free places per age band. A school has none: its own children need no place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 18))]
    pub places: Vec<AgeBand>,
    /// What it is.
    #[serde(default, skip_serializing_if = "CareKind::is_childcare")]
    pub kind: CareKind,
    /// Schools to which it brings children in the morning and from which it fetches them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<String>,
}

/// What kind of facility looks after children.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CareKind {
    /// Childcare, before or after school too.
    #[default]
    Childcare,
    /// A school: open while children may be there.
    School,
}

impl CareKind {
    /// Whether it is no school.
    pub fn is_childcare(&self) -> bool {
        *self == Self::Childcare
    }
}

/// Free places for an age band.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgeBand {
    /// Youngest age, years.
    #[schemars(range(min = 0, max = 17))]
    pub from_age: u8,
    /// Oldest age, years.
    #[schemars(range(min = 0, max = 17))]
    pub to_age: u8,
    /// Free places.
    #[schemars(range(min = 0, max = 10000))]
    pub free: u32,
}

/// What a support gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SupportKind {
    /// A bicycle.
    Bicycle,
    /// A seat in the training for licence B.
    LicenceB,
    /// A coach for language on the floor.
    Coach,
}

/// A scarce support.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// What it gives.
    pub kind: SupportKind,
    /// How many.
    #[schemars(range(min = 0, max = 100000))]
    pub stock: u32,
    /// Weeks before it can be used.
    #[schemars(range(min = 0, max = 104))]
    pub lead_weeks: u16,
    /// Cost of one, cents.
    #[schemars(range(min = 0, max = 10000000))]
    pub cost_cents: u32,
}

/// Who leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LedBy {
    /// VDAB.
    #[default]
    Vdab,
    /// The OCMW.
    Ocmw,
}

/// A vacancy.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vacancy {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// What the employer calls it; without it, it is called by its occupation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 100))]
    pub title: Option<String>,
    /// The employer.
    #[schemars(length(min = 1, max = 100))]
    pub employer: String,
    /// Whom a mediator asks about it: a service, a telephone, an address of the employer for mail. No name of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub contact: Option<String>,
    /// Where the work is.
    pub site: LonLat,
    /// NIS code of its municipality, in the region or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9]{5}$"))]
    pub municipality: Option<String>,
    /// ESCO occupation code.
    #[schemars(regex(pattern = r"^[0-9]{4}(\.[0-9]+)*$"))]
    pub occupation: String,
    /// People asked.
    #[schemars(range(min = 0, max = 10000))]
    pub openings: u32,
    /// All shifts of a week.
    #[schemars(length(min = 1))]
    pub shifts: Vec<Hours>,
    /// Whether the shifts are worked in turns by teams that change: not all of them by one person in one week.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alternating: bool,
    /// Contract hours a week.
    #[schemars(range(min = 1, max = 60))]
    pub hours_per_week: u16,
    /// First day of work.
    pub start: NaiveDate,
    /// Levels asked per language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub languages: Languages,
    /// ESCO skills the work cannot do without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub essential_skills: Vec<String>,
    /// ESCO skills that help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional_skills: Vec<String>,
    /// Licences asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<Licence>,
    /// Whether an own car is asked.
    #[serde(default)]
    pub vehicle: bool,
    /// Employment form, by its name in the policy pack.
    pub employment_form: String,
    /// Who leads.
    #[serde(default)]
    pub led_by: LedBy,
    /// Bottleneck occupation.
    #[serde(default)]
    pub bottleneck: bool,
    /// Trained workplace or coach on the floor.
    #[serde(default)]
    pub language_support: bool,
    /// Minimum age of this work, years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 15, max = 30))]
    pub minimum_age: Option<u8>,
    /// Day on which the vacancy was published; left out where it is not known. Not after the first day of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<NaiveDate>,
}
