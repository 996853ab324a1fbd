//! The scenario file, word for word. The JSON Schema is generated from these types, and the reader reads by them.
//!
//! Units: minutes, hours a week, metres, cents of a euro, whole years. Dates are ISO 8601, local times `HH:MM` in
//! Europe/Brussels, coordinates WGS84.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// A pack by name, and what this scenario overrides.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Name of the policy pack.
    #[schemars(length(min = 1, max = 100))]
    pub pack: String,
    /// Levels in another order, or fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<Level>>,
    /// How strictly single rules hold, by the rule's ID. Locked rules stay `must`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, RuleMode>,
    /// Numbers of the pack with another value, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, i64>,
    /// Floors and quotas besides the pack's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Share>,
}

/// A policy pack file.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name by which scenarios choose it.
    pub name: String,
    /// What it is, one sentence.
    pub about: String,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_to: NaiveDate,
    /// Levels, the most important first.
    pub levels: Vec<Level>,
    /// How strictly rules hold, by ID; a rule not named is `must`.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleMode>,
    /// Every number, with its source or the word `assumption`.
    pub numbers: BTreeMap<String, Number>,
    /// Employment forms.
    pub forms: Vec<Form>,
    /// Floors and quotas.
    #[serde(default)]
    pub shares: Vec<Share>,
}

/// A number and where it comes from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The value, in the unit its name ends with.
    pub value: i64,
    /// Source, or `assumption`.
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
#[serde(rename_all = "snake_case")]
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
    pub name: String,
    /// Caption per language.
    pub caption: Captions,
    /// Right a person needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entitlement: Option<String>,
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
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
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

/// Levels by ISO 639-1 code.
pub type Languages = BTreeMap<String, Levels>;

/// Speeds and stated times. Numbers left out take the defaults, and the output names them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Travel {
    /// Speed per mode.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub speeds: BTreeMap<Mode, Speed>,
    /// Stated minutes, which win over everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matrix: Vec<MatrixEntry>,
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
    /// Free places per age band.
    #[schemars(length(min = 1))]
    pub places: Vec<AgeBand>,
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
    /// The employer.
    #[schemars(length(min = 1, max = 100))]
    pub employer: String,
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
}

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
}

/// Where a person stands with the OCMW.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// Not involved.
    #[default]
    None,
    /// Not released yet.
    OcmwHold,
    /// Released, in consultation with VDAB.
    Released {
        /// Who decided at the OCMW: a function or organisation.
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
    pub field: String,
    /// Organisation.
    #[schemars(length(min = 1, max = 100))]
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

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
