//! What may be opened in the file: programmes, the venues and rooms where they can be held, and who can lead them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Cefr, Hours, IntakeFunnel, Languages, LedBy, LonLat, PinMode, Time};

/// Days from the first to the last, both counted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Where something can be held.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Venue {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// Name of the building.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Where it is.
    pub at: LonLat,
    /// NIS code of its municipality, one of the region.
    #[schemars(regex(pattern = r"^[0-9]{5}$"))]
    pub municipality: String,
    /// The organisation that lends it.
    #[schemars(length(min = 1, max = 100))]
    pub provider: String,
    /// Its rooms.
    #[schemars(length(min = 1, max = 200))]
    pub rooms: Vec<Room>,
    /// What it costs to use it at all, in whole euros: counted where `sites` has a budget.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub cost_eur: u32,
    /// Whether it is in use already: it costs nothing more, and `sites` does not count it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub existing: bool,
}

/// Whether a cost is not worth writing.
fn is_zero(cost: &u32) -> bool {
    *cost == 0
}

/// What the planner wants most where something is opened, and how many venues may be used.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    /// What counts most; absent is as many people as possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<Objective>,
    /// Instead of an objective: people, minutes and editions against each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<ObjectiveWeights>,
    /// Most venues in use, those that exist not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 10_000))]
    pub at_most: Option<u32>,
    /// Most that using venues may cost together, in whole euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub budget_eur: Option<u32>,
}

/// What counts when it is chosen where something is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SitesObjective")]
pub enum Objective {
    /// As many people as possible, then few editions, then fit.
    #[default]
    MostPeople,
    /// The municipality that is served worst first, then the next; then as above. Served is the share of its people who
    /// look for what is planned that has a place, in steps: 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80
    /// and 100 per cent.
    WorstServed,
    /// As many people as possible, with the least travel.
    LeastTravel,
}

/// What people, minutes and editions are worth against each other, in points.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SitesWeights")]
pub struct ObjectiveWeights {
    /// For each person with a place.
    #[schemars(range(min = 0, max = 100_000))]
    pub person: u32,
    /// Lost for each minute of a person's longest trip.
    #[schemars(range(min = 0, max = 100))]
    pub travel_minute: u32,
    /// Lost for each edition.
    #[schemars(range(min = 0, max = 100_000))]
    pub edition: u32,
}

/// A room of a venue.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Identifier, its own within the venue.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// For how many people.
    #[schemars(range(min = 1, max = 1000))]
    pub seats: u16,
    /// When it can be used.
    #[schemars(length(min = 1))]
    pub open: Vec<Hours>,
    /// Spans of days on which it cannot be used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub away: Vec<Span>,
    /// Hours of single days on which it is taken by something else, as its calendar says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 5000))]
    pub taken: Vec<Booking>,
    /// What is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<Equipment>,
}

/// Hours of one day on which a room or a person is taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// The day.
    pub on: NaiveDate,
    /// From this hour.
    pub from: Time,
    /// Until this hour.
    pub to: Time,
}

/// What a room has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Equipment {
    /// A computer for each seat.
    Computers,
    /// A projector or large screen.
    Projector,
    /// Internet for guests.
    Wifi,
    /// A kitchen to teach in.
    Kitchen,
    /// Benches and tools.
    Workshop,
    /// A hearing loop.
    HearingLoop,
    /// No steps from the street to the room.
    StepFree,
}

/// What kind of thing a programme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeKind {
    /// A training or workshop: a group takes part from the first session to the last.
    Training,
    /// A mediator sits in a venue on these hours of the week, and people come by.
    SittingDay,
    /// A group that speaks Dutch together, led by a moderator (an instructor who can lead it).
    ConversationGroup,
    /// A team that works at a host (a venue with workplaces) with its supervisor (an instructor who can lead it): an
    /// enclave, a team of the social economy. `group` says how large it is; smaller, and it does not come.
    Team,
}

/// The contract of a member of a team.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamContract {
    /// Employment form of each member, a row of the policy pack.
    pub employment_form: String,
    /// Hours a week of each member.
    #[schemars(range(min = 1, max = 60))]
    pub hours_per_week: u16,
}

/// A step after a programme: work of these kinds, in which something more is learnt or earned.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainStep {
    /// Employment forms of the policy pack that the work can have; absent is any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    pub employment_forms: Vec<String>,
    /// ESCO code of the occupation, of which the whole unit group counts; absent is that of the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9]{4}(\.[0-9]+)*$"))]
    pub occupation: Option<String>,
    /// ESCO skills that it teaches, for the steps after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 200))]
    pub skills: Vec<String>,
    /// Rights of the policy pack that it gives, for the steps after it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    pub rights: Vec<String>,
}

/// Hours that a contract asks of people in teams before a day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SocialClause {
    /// Hours in all.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub hours: u32,
    /// Before this day.
    pub by: NaiveDate,
}

/// Levels of spoken Dutch that go together, both counted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The lowest; absent is below A1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Cefr>,
    /// The highest.
    pub to: Cefr,
}

/// A volunteer who meets people one by one to speak Dutch.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Buddy {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// What colleagues call them.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The organisation they belong to.
    #[schemars(length(min = 1, max = 100))]
    pub provider: String,
    /// The venue where they meet.
    pub venue: String,
    /// Hours of which they keep one with each person.
    #[schemars(length(min = 1))]
    pub meets: Vec<Hours>,
    /// How many people at most.
    #[schemars(range(min = 1, max = 20))]
    pub people: u16,
}

/// Who brings people into a training.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Intake {
    /// VDAB and its partners refer people.
    #[default]
    Regular,
    /// An employer does the intake and guarantees jobs.
    Exclusive,
}

impl Intake {
    /// Whether VDAB and its partners refer people.
    pub fn is_regular(&self) -> bool {
        *self == Self::Regular
    }
}

/// Hours of a day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayHours {
    /// From this hour.
    pub from: Time,
    /// Until this hour.
    pub to: Time,
}

/// Fewest and most people.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupSize {
    /// With fewer it is not held.
    #[schemars(range(min = 0, max = 1000))]
    pub least: u16,
    /// More do not fit.
    #[schemars(range(min = 1, max = 1000))]
    pub most: u16,
}

/// Something that can be opened: what, for how long, for how many.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// Name for people.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// What kind of thing it is.
    pub kind: ProgrammeKind,
    /// Who brings people in.
    #[serde(default, skip_serializing_if = "Intake::is_regular")]
    pub intake: Intake,
    /// The employer of an exclusive training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 100))]
    pub employer: Option<String>,
    /// Jobs that the employer of an exclusive training promises to who passes: no more people take part in all its
    /// editions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    pub jobs_promised: Option<u16>,
    /// Hours of the jobdate with which VDAB closes a regular training, in the fortnight after its last session. The
    /// plan names a free room of the venue, or says that there is none; it is held either way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobdate: Option<DayHours>,
    /// ESCO code of the occupation it leads to. Only who looks for such work takes part; absent is of use to everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[0-9]{4}(\.[0-9]+)*$"))]
    pub occupation: Option<String>,
    /// ESCO skills it teaches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// Weeks it lasts.
    #[schemars(range(min = 1, max = 104))]
    pub weeks: u16,
    /// Weekly patterns of sessions, of which an edition follows one.
    #[schemars(length(min = 1, max = 20), inner(length(min = 1, max = 21)))]
    pub patterns: Vec<Vec<Hours>>,
    /// Of a conversation group: bands of levels, of which a group keeps to one. Absent is any level.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 7))]
    pub bands: Vec<Band>,
    /// Fewest and most people.
    pub group: GroupSize,
    /// How many of a list start and pass, from experience. The plan then tells the chance that a group holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intake_funnel: Option<IntakeFunnel>,
    /// Days on which it may start; absent is every Monday of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 200))]
    pub starts: Vec<NaiveDate>,
    /// Whether it goes on during school holidays. On public holidays nothing is held. What falls away is made up for at
    /// the end.
    #[serde(default)]
    pub in_school_holidays: bool,
    /// Of a team: the contract of each member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<TeamContract>,
    /// Of a team: hours that are owed; each that is missing counts before anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub social_clause: Option<SocialClause>,
    /// Whether it takes no more people than find work within reach afterwards: each a vacancy of the same unit group of
    /// occupations, for which nothing is in the way with the skills it teaches. When that work starts is not looked at:
    /// a vacancy stands for work of its kind. Of each person the twenty vacancies that fit best count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub work_afterwards: bool,
    /// Instead of `work_afterwards`: the steps that follow, in order. Who takes part needs a place in each of them, a
    /// vacancy as above, and each opening serves one person once: a workshop, then work under article 60, then a job.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 4))]
    pub chain: Vec<ChainStep>,
    /// Most editions in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 10000))]
    pub editions_max: Option<u32>,
    /// What its room must have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<Equipment>,
    /// What a second room must have, in the same venue and at the same hours, to practise in; an empty list is any
    /// other room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice_room: Option<Vec<Equipment>>,
    /// Levels asked per language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub languages: Languages,
    /// Whether help with language comes with it.
    #[serde(default)]
    pub language_support: bool,
    /// Who leads.
    #[serde(default)]
    pub led_by: LedBy,
}

/// A decision of a planner about what is held, or about who takes part in it. What it leaves open is any; it names at
/// least one thing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionPin {
    /// Pseudonym of who takes part, or does not; without it the decision is about what is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobseeker: Option<String>,
    /// Of which programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// In which venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<String>,
    /// From which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDate>,
    /// Led by whom; not beside a jobseeker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructor: Option<String>,
    /// `require`: at least one such edition is held, or the person takes part in one; `forbid`: none, or in none.
    pub mode: PinMode,
}

/// Who can lead sessions: an instructor, a mediator, a moderator.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instructor {
    /// Identifier.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// What colleagues call them.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// The organisation they work for.
    #[schemars(length(min = 1, max = 100))]
    pub provider: String,
    /// Programmes they can lead.
    pub teaches: Vec<String>,
    /// When they can.
    #[schemars(length(min = 1))]
    pub free: Vec<Hours>,
    /// Spans of days on which they cannot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub away: Vec<Span>,
    /// Hours of single days on which they are taken by something else, as their calendar says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 5000))]
    pub taken: Vec<Booking>,
    /// How far they go; absent is anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel: Option<LeaderTravel>,
}

/// How far somebody goes to lead something.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaderTravel {
    /// From here: an office, or the neighbourhood's centre.
    pub from: LonLat,
    /// By what: a mode that keeps no hours and passes no hub.
    #[serde(default)]
    pub by: LeaderMode,
    /// Longest trip one way, minutes.
    #[schemars(range(min = 1, max = 600))]
    pub minutes_max: u16,
}

/// By what somebody goes to lead something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeaderMode {
    /// On foot.
    Walk,
    /// Bicycle.
    Bike,
    /// Electric bicycle.
    Ebike,
    /// Car.
    #[default]
    Car,
}
