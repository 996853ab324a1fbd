//! The policy part of the file, and the policy pack file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A pack by name, and what this scenario overrides.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Name of the policy pack.
    #[schemars(length(min = 1, max = 100))]
    pub pack: String,
    /// Levels in another order, or fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4))]
    pub levels: Option<Vec<Level>>,
    /// How strictly single rules hold, by the rule's ID. Locked rules stay `must`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, RuleMode>,
    /// Numbers of the pack with another value, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("additionalProperties" = whole_number()))]
    pub numbers: BTreeMap<String, i64>,
    /// Floors and quotas of starts in work, besides the pack's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
    /// Who comes first in actions, instead of the pack's tiers; an empty list is nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 3))]
    pub action_tiers: Option<Vec<Priority>>,
    /// Floors and quotas of places in actions, besides the pack's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub action_shares: Vec<Share>,
    /// Days on which nothing is held, besides the pack's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 200))]
    pub closures: Vec<Closure>,
}

/// What the schema says about a number: one that fits its range is told apart later.
fn whole_number() -> serde_json::Value {
    serde_json::json!({"type": "integer", "minimum": 0, "maximum": 1_000_000_000})
}

/// A policy pack file.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name by which scenarios choose it.
    #[schemars(regex(pattern = r"^[a-z0-9][a-z0-9._-]{0,63}$"))]
    pub name: String,
    /// What it is, one sentence.
    pub about: String,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_to: NaiveDate,
    /// Levels, the most important first.
    #[schemars(length(min = 1, max = 4))]
    pub levels: Vec<Level>,
    /// How strictly rules hold, by ID; a rule not named is `must`.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleMode>,
    /// Every number, with its source or the word `assumption`.
    pub numbers: BTreeMap<String, Number>,
    /// Employment forms.
    pub forms: Vec<Form>,
    /// Floors and quotas of starts in work.
    #[serde(default)]
    pub shares: Vec<Share>,
    /// Who comes first in actions (trainings, conversation groups, supports, invitations to fairs), the first group
    /// first: of plans for as many people the one in which most of them take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 3))]
    pub action_tiers: Vec<Priority>,
    /// Floors and quotas of places in actions, so that the first tier does not leave others without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub action_shares: Vec<Share>,
    /// Days on which nothing is held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
}

/// Days on which nothing is held.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What it is called.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Who is closed.
    pub closed: Closed,
    /// Where this comes from.
    #[schemars(length(min = 1, max = 1000))]
    pub source: String,
}

/// Who is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// Everyone: a public holiday.
    Everyone,
    /// Schools.
    Schools,
}

/// A number and where it comes from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The value, in the unit its name ends with.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub value: i64,
    /// Source, or `assumption`.
    #[schemars(length(min = 1, max = 1000))]
    pub source: String,
}

/// A goal of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Keep earlier promises.
    Promises,
    /// Miss as few floor units as possible.
    Floors,
    /// Let as many people as possible start.
    Placed,
    /// Fit and reach, in points.
    Fit,
}

/// How strictly a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RuleMode {
    /// Always.
    Must,
    /// Breaking it costs points.
    Prefer {
        /// Points lost.
        #[schemars(range(min = 0, max = 100000))]
        points: i64,
    },
    /// Not looked at.
    Off,
}

/// A kind of employment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Name used by vacancies.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,63}$"))]
    pub name: String,
    /// Caption per language.
    pub caption: Captions,
    /// Right a person needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,63}$"))]
    pub entitlement: Option<String>,
    /// Who decides about that right; `ocmw` does, for people entitled to integration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<RightDecidedBy>,
    /// Most hours a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 60))]
    pub hours_per_week_max: Option<u16>,
    /// First day on which it exists.
    pub valid_from: NaiveDate,
    /// Last day; open-ended when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Where this comes from.
    pub source: String,
}

/// Who decides whether a person has a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RightDecidedBy {
    /// The OCMW, for people entitled to integration.
    Ocmw,
}

/// The same caption in three languages.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Captions {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

/// A floor or quota on starts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// Whom it counts; everyone when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// Only vacancies of this employment form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// At least so many starts. Not 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000000))]
    pub at_least: Option<u32>,
    /// At most so many starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1000000))]
    pub at_most: Option<u32>,
    /// A plan below the floor does not exist. Otherwise missing starts count on the level `floors`.
    #[serde(default)]
    pub hard: bool,
}

/// Whom a floor or quota counts. Age is no such group: it may steer outreach only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Residents of a municipality, by NIS code.
    Municipality(String),
    /// A priority group of the agreement.
    Priority(Priority),
    /// People with a recognised right.
    Entitled(String),
}

/// A priority group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Short-term jobseekers.
    ShortTerm,
    /// Long-term jobseekers.
    LongTerm,
    /// Jobseekers who speak Dutch below B1.
    NonDutchSpeaker,
}
