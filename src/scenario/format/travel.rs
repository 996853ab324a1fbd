//! Speeds and stated travel times in the file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Mode;

/// Speeds and stated times. Numbers left out take the defaults, and the output names them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Travel {
    /// Speed per mode.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = mode_names()))]
    pub speeds: BTreeMap<Mode, Speed>,
    /// Stated minutes, which win over everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matrix: Vec<MatrixEntry>,
}

/// What the schema says about the names of speeds; a test sees to it that these are the modes.
fn mode_names() -> serde_json::Value {
    serde_json::json!({"enum": ["walk", "bike", "ebike", "moped", "car", "transit"]})
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

/// Stated minutes between two things of the scenario: a jobseeker's home, a vacancy, a childcare place.
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
