//! Jobseekers in the file, under a pseudonym.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Hours, Languages, Licence, LonLat, Mode, Time};

/// A jobseeker, under a pseudonym. Name, address and national number are never accepted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jobseeker {
    /// Pseudonym.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// Centroid of the home's neighbourhood or grid cell.
    pub home: LonLat,
    /// NIS code of the home's municipality, one of the region's.
    #[schemars(regex(pattern = r"^[0-9]{5}$"))]
    pub municipality: String,
    /// Modes the person has.
    pub modes: Vec<Mode>,
    /// Licences held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<Licence>,
    /// The person's own longest trip one way, minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 5, max = 240))]
    pub travel_minutes_max: Option<u16>,
    /// The person's own most transfers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 10))]
    pub transfers_max: Option<u8>,
    /// The person's own longest walk to, between and from stops, metres: a multiple of 250, so that
    /// there are few kinds of travellers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 5000))]
    pub walk_metres_max: Option<u16>,
    /// Before this time the person does not leave home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves_from: Option<Time>,
    /// Languages known.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub languages: Languages,
    /// ESCO skills held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// ESCO occupations aimed at, the dearest first.
    pub goals: Vec<String>,
    /// When the person can work.
    pub availability: Vec<Hours>,
    /// Hours a week.
    pub hours_per_week: HoursRange,
    /// First day the person can start.
    pub first_day: NaiveDate,
    /// Children.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 12))]
    pub children: Vec<Child>,
    /// Day of registration.
    pub registered_on: NaiveDate,
    /// Year of birth.
    #[schemars(range(min = 1920, max = 2100))]
    pub birth_year: u16,
    /// Where the person stands with the OCMW; `none` when absent.
    #[serde(default, skip_serializing_if = "Gate::is_none")]
    pub gate: Gate,
    /// Right to work; without end date when absent.
    #[serde(default, skip_serializing_if = "RightToWork::is_unlimited")]
    pub right_to_work: RightToWork,
    /// Recognised rights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entitlements: Vec<Entitlement>,
    /// Who established which field, and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assessments: Vec<Assessment>,
}

/// Fewest and most hours a week.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursRange {
    /// Fewest.
    #[schemars(range(min = 0, max = 60))]
    pub min: u16,
    /// Most.
    #[schemars(range(min = 1, max = 60))]
    pub max: u16,
}

/// A child.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Child {
    /// Age, whole years.
    #[schemars(range(min = 0, max = 17))]
    pub age: u8,
    /// Whether someone must look after the child while the parent works.
    pub care_needed: bool,
    /// Childcare where the child already has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The school the child goes to, one of `childcare` that is a school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<String>,
}

/// Where a person stands with the OCMW.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Gate {
    /// Not involved.
    #[default]
    None,
    /// Not released yet.
    OcmwHold,
    /// Released, in consultation with VDAB.
    Released {
        /// Who decided at the OCMW: a function or organisation.
        #[schemars(length(min = 1, max = 100))]
        by: String,
        /// When.
        on: NaiveDate,
    },
    /// Only advice.
    AdviceOnly,
}

impl Gate {
    /// Whether the OCMW is not involved.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// Right to work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RightToWork {
    /// Without end date.
    #[default]
    Unlimited,
    /// Until and including a day.
    Until(NaiveDate),
    /// None.
    No,
}

impl RightToWork {
    /// Whether it has no end.
    pub fn is_unlimited(&self) -> bool {
        *self == Self::Unlimited
    }
}

/// A recognised right.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entitlement {
    /// Name of the right, as the pack's forms name it.
    pub right: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open-ended when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// Who established a fact.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// Field of the jobseeker.
    #[schemars(length(min = 1, max = 64))]
    pub field: String,
    /// Organisation.
    #[schemars(length(min = 1, max = 100))]
    pub by: String,
    /// When.
    pub on: NaiveDate,
}
