//! Job fairs in the file: the hall, the tables of employers, how people are invited and what they answered.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BindingName, Share, StatedRate, Time};

/// A job fair, or the jobdate that closes a training.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fair {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// Name for people.
    #[schemars(length(min = 1, max = 100))]
    pub title: String,
    /// The venue where it is, one of `venues`.
    pub venue: String,
    /// The day.
    pub date: NaiveDate,
    /// From this hour.
    pub from: Time,
    /// Until this hour.
    pub to: Time,
    /// The hall.
    pub hall: FairHall,
    /// People who come unasked, on average. State 0 where nobody does.
    #[schemars(range(min = 0.0, max = 500.0))]
    pub walk_ins: f64,
    /// How much people respond to the same weather and the same letter: standard deviation of everyone's log odds. The
    /// chance of a full hall is then told for that model too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 2.0))]
    pub common_shock: Option<f64>,
    /// In which of the two models the accepted chances of the hall and of every table are kept.
    #[serde(default, skip_serializing_if = "BindingName::is_independent")]
    pub binding: BindingName,
    /// Days until the fair, once invitations have begun: a channel that needs more is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 365))]
    pub days_left: Option<u32>,
    /// How people are invited. One channel names no jobseekers: it is for everyone whom no other names.
    #[schemars(length(min = 1, max = 8))]
    pub channels: Vec<FairChannel>,
    /// Tables of employers.
    #[schemars(length(min = 1, max = 120))]
    pub tables: Vec<FairTable>,
    /// Fewest or most people to invite, by group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub floors: Vec<Share>,
    /// Who was invited so far, each person once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20_000))]
    pub invited: Vec<FairInvitation>,
}

/// A hall.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FairHall {
    /// Places.
    #[schemars(range(min = 1, max = 2000))]
    pub places: u32,
    /// Accepted chance that more people come.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub risk: f64,
}

/// A way of inviting. No audit dimension (age, sex, origin, handicap, family), and no proxy of one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FairChannel {
    /// Identifier, such as `mediator` or `letter`.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,63}$"))]
    pub id: String,
    /// Days between the invitation and the fair, for which the rate holds.
    #[schemars(range(min = 0, max = 365))]
    pub lead_time_days: u32,
    /// What is known of how many then come.
    pub rate: StatedRate,
    /// Whom it invites; absent is everyone whom no other channel names. A reminder may go by any channel of the fair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 300_000))]
    pub jobseekers: Vec<String>,
}

/// A table of an employer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FairTable {
    /// Identifier, its own within the fair.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// The employer.
    #[schemars(length(min = 1, max = 100))]
    pub employer: String,
    /// Vacancies it speaks about.
    #[schemars(length(min = 1, max = 200))]
    pub vacancies: Vec<String>,
    /// Interviews that can be held.
    #[schemars(range(min = 1, max = 200))]
    pub slots: u32,
    /// Accepted chance that more people come than there are slots.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub risk: f64,
}

/// An invitation that was sent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FairInvitation {
    /// To whom.
    pub jobseeker: String,
    /// For which table.
    pub table: String,
    /// What they answered.
    pub answer: FairAnswer,
}

/// What somebody who was invited answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FairAnswer {
    /// They come.
    Yes,
    /// They do not.
    No,
    /// Nothing yet.
    Silent,
}
