//! Shares that are known from experience in the file: of who is invited who comes, of a list who starts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rate: what was thought before, what that is worth, and what was seen since.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedRate {
    /// Expected share of people who come, or who get to the next step.
    #[schemars(range(min = 0.01, max = 0.999))]
    pub mean: f64,
    /// How many observed people that is worth: 5 is a guess, 500 is a record.
    #[schemars(range(min = 0.5, max = 1_000_000.0))]
    pub sample_size: f64,
    /// Where it comes from, or `assumption`.
    #[schemars(length(min = 1, max = 200))]
    pub source: String,
    /// What was seen since. Counts, never a person's own history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Observed>,
}

/// How many came of how many invited, or got to the next step of how many at this one.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// People who came.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub came: u32,
    /// People invited.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub invited: u32,
}

/// A model of turnout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BindingName {
    /// Each decides alone.
    #[default]
    Independent,
    /// All respond to the same weather and the same letter.
    CommonShock,
}

impl BindingName {
    /// Whether it is the model that a file need not name.
    pub(crate) fn is_independent(&self) -> bool {
        *self == Self::Independent
    }
}

/// The steps from a seat on the list to a pass.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeFunnel {
    /// Of people with a seat, the share that is there on the first day.
    pub starts: StatedRate,
    /// Of people who start, the share that passes.
    pub passes: StatedRate,
}
