//! What was decided before: points of other systems, promises, pins.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Points of another system for a pairing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// Jobseeker.
    pub jobseeker: String,
    /// Vacancy.
    pub vacancy: String,
    /// Points.
    #[schemars(range(min = -10000, max = 10000))]
    pub points: i64,
    /// Whether they replace ours; otherwise they are added.
    #[serde(default)]
    pub replaces: bool,
}

/// How firm an earlier assignment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromiseStatus {
    /// Drawn up.
    Draft,
    /// Proposed to a mediator.
    Proposed,
    /// Invited.
    Invited,
    /// Confirmed by the person.
    Confirmed,
    /// Attended.
    Attended,
}

/// An earlier assignment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// Jobseeker.
    pub jobseeker: String,
    /// Vacancy.
    pub vacancy: String,
    /// How firm.
    pub status: PromiseStatus,
}

/// Require or forbid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PinMode {
    /// Must be in the plan.
    Require,
    /// Must not be in the plan.
    Forbid,
}

/// A decision of a mediator.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Jobseeker.
    pub jobseeker: String,
    /// Vacancy.
    pub vacancy: String,
    /// Require or forbid.
    pub mode: PinMode,
    /// Coded reason, no free text about a person.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,63}$"))]
    pub reason: String,
}
