//! Speeds and stated travel times in the file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Hours, LonLat, Mode};

/// Speeds and stated times. Numbers left out take the defaults, and the output names them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Travel {
    /// Speed per mode.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = mode_names()))]
    pub speeds: BTreeMap<Mode, Speed>,
    /// The timetable by which public transport goes; straight lines when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timetable: Option<Timetable>,
    /// Where one changes between a bicycle or car and public transport, besides the stations of the timetable.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 5000))]
    pub hubs: Vec<Hub>,
    /// Stated minutes, which win over everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matrix: Vec<MatrixEntry>,
}

/// What the schema says about the names of speeds; a test sees to it that these are the modes.
fn mode_names() -> serde_json::Value {
    serde_json::json!({"enum": ["walk", "bike", "ebike", "moped", "car", "transit"]})
}

/// A timetable that was imported.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timetable {
    /// The name under which it was imported.
    #[schemars(regex(pattern = r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$"))]
    pub network: String,
    /// A Monday: that week stands for every week. When absent, the first week within the horizon with ordinary service:
    /// nine in ten of the trips that are usual on each weekday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week_of: Option<NaiveDate>,
}

/// A hub.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hub {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// Name for people.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Where it is.
    pub at: LonLat,
    /// What it is good for.
    pub kind: HubKind,
    /// When vehicles can be taken and brought back; always when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Hours>,
}

/// What a hub is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HubKind {
    /// The own bicycle can be left there.
    BicyclePark,
    /// Shared bicycles stand there, and are brought back there.
    SharedBikes,
    /// Shared cars stand there, and are brought back there.
    SharedCars,
}

/// How a mode covers ground.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Speed {
    /// Metres per hour on the road.
    #[schemars(range(min = 1000, max = 130000))]
    pub metres_per_hour: u32,
    /// Road length over straight-line length, per cent.
    #[schemars(range(min = 100, max = 400))]
    pub detour_percent: u16,
    /// Minutes every journey takes besides.
    #[schemars(range(min = 0, max = 60))]
    pub start_minutes: u16,
}

/// Stated minutes between two things of the scenario: a jobseeker's home, a vacancy, a childcare place, a hub.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixEntry {
    /// ID of a jobseeker, vacancy or childcare place.
    pub from: String,
    /// ID of another.
    pub to: String,
    /// Mode.
    pub mode: Mode,
    /// Minutes one way.
    #[schemars(range(min = 0, max = 600))]
    pub minutes: u16,
}
