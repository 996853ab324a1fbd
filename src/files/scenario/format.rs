//! The scenario file, word for word. The JSON Schema is generated from these types, and the reader reads by them.
//!
//! Units: minutes, hours a week, metres, cents of a euro, whole years. Dates are ISO 8601, local times `HH:MM` in
//! Europe/Brussels, coordinates WGS84.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod decisions;
mod editions;
mod fairs;
mod nominations;
mod offers;
mod people;
mod policy;
mod rates;
mod travel;

pub use decisions::*;
pub use editions::*;
pub use fairs::*;
pub use nominations::*;
pub use offers::*;
pub use people::*;
pub use policy::*;
pub use rates::*;
pub use travel::*;

/// The only format name this version reads.
pub const FORMAT: &str = "schakel/scenario/1";

/// A region to plan for. The parts are read one record at a time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Schakel scenario")]
pub struct Scenario {
    /// Always `schakel/scenario/1`.
    #[schemars(regex(pattern = r"^schakel/scenario/1$"))]
    pub format: String,
    /// One sentence about what this scenario shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 1000))]
    pub story: Option<String>,
    /// Name and municipalities.
    pub region: Region,
    /// The days the plan is about.
    pub horizon: Horizon,
    /// The policy pack and what is different here.
    pub policy: Policy,
    /// Travel times: speeds and a matrix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel: Option<Travel>,
    /// Childcare with free places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub childcare: Vec<Care>,
    /// Scarce supports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supports: Vec<Support>,
    /// Where something can be held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub venues: Vec<Venue>,
    /// What can be opened: trainings, workshops, sitting days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<Programme>,
    /// Who can lead it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instructors: Vec<Instructor>,
    /// What the planner wants most of it, and how many venues may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sites: Option<Sites>,
    /// Decisions of a planner about what is held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edition_pins: Vec<EditionPin>,
    /// What the supports of a plan of interventions may cost together, in whole euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 10_000_000))]
    pub support_budget_eur: Option<u32>,
    /// Language buddies, for who is left when conversation groups are made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buddies: Vec<Buddy>,
    /// Job fairs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fairs: Vec<Fair>,
    /// Vacancies.
    #[serde(default)]
    pub vacancies: Vec<Vacancy>,
    /// People who look for work.
    #[serde(default)]
    pub jobseekers: Vec<Jobseeker>,
    /// Points of another system.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<Score>,
    /// Earlier assignments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<Promise>,
    /// Decisions of mediators the plan must follow.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
    /// Whom counsellors put forward for a training; no plan reads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nominations: Vec<Nomination>,
}

/// The region.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Name of the region.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Its municipalities.
    #[schemars(length(min = 1))]
    pub municipalities: Vec<Municipality>,
}

/// A municipality.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// NIS code, as text.
    #[schemars(regex(pattern = r"^[0-9]{5}$"))]
    pub nis: String,
    /// Name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
}

/// First and last day of the plan.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    /// First day: the plan's "today".
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// WGS84 coordinates, degrees.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LonLat {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// A local time of day, `HH:MM`, up to `24:00`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Time(#[schemars(regex(pattern = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))] pub String);

/// The same hours on several days.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Which days.
    #[schemars(length(min = 1, max = 7))]
    pub days: Vec<Day>,
    /// From.
    pub from: Time,
    /// To. For a shift an earlier time means the next day; for all else it must be later than `from`.
    pub to: Time,
}

/// A manner of travelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// On foot.
    Walk,
    /// Bicycle.
    Bike,
    /// Electric bicycle.
    Ebike,
    /// Moped.
    Moped,
    /// Car.
    Car,
    /// Bus, tram, train.
    Transit,
    /// Own bicycle to a hub, bus, tram or train from there. Whoever has a bicycle and takes the train need not say so.
    BikeTransit,
    /// Bus, tram or train to a hub, a shared bicycle from there.
    SharedBike,
    /// Bus, tram or train to a hub, a shared car from there.
    SharedCar,
}

/// A licence category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Licence {
    /// Mopeds.
    AM,
    /// Motorcycles.
    A,
    /// Cars.
    B,
    /// Cars with a heavy trailer.
    BE,
    /// Lorries.
    C,
    /// Lorries with a trailer.
    CE,
    /// Buses.
    D,
    /// Tractors.
    G,
}

/// A CEFR level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Cefr {
    /// Breakthrough.
    A1,
    /// Waystage.
    A2,
    /// Threshold.
    B1,
    /// Vantage.
    B2,
    /// Effective operational proficiency.
    C1,
    /// Mastery.
    C2,
}

/// CEFR level per skill; a skill left out is below A1 for a person and not asked for a vacancy.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// Listening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listening: Option<Cefr>,
    /// Speaking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaking: Option<Cefr>,
    /// Reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Cefr>,
    /// Writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writing: Option<Cefr>,
}

/// A language by its ISO 639-1 code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LanguageCode(#[schemars(regex(pattern = r"^[a-z]{2}$"))] pub String);

/// Levels by ISO 639-1 code.
pub type Languages = BTreeMap<LanguageCode, Levels>;
