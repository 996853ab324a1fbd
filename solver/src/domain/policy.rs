//! The policy pack: the rules of an agreement as numbers with a source and a period, never as code.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ids::{EntitlementIdx, FormIdx, MunicipalityIdx};
use super::people::PriorityGroup;

/// How strictly a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleMode {
    /// A pairing that breaks the rule is no candidate.
    Must,
    /// A pairing that breaks the rule loses this many points.
    Prefer(i64),
    /// The rule is not looked at.
    Off,
}

/// A goal of the plan; the order in the pack is the order of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As many earlier promises as possible are kept.
    Promises,
    /// As few units as possible are missing from the floors.
    Floors,
    /// As many people as possible start.
    Placed,
    /// The best fit and reach, in points.
    Fit,
    /// As many useful interviews as possible are expected, in thousandths.
    Useful,
    /// As many people as possible are in a group.
    Grouped,
    /// Supports that cost as little as possible, in cents.
    Cost,
    /// As many people as possible of a group that comes first in actions take part.
    Priority(PriorityGroup),
    /// As few editions as possible are opened.
    Opened,
    /// As many municipalities as possible have places for this share of who wants one, per cent.
    Served(u8),
    /// As many proposals of an earlier plan as possible stay.
    Kept,
    /// As little travel as possible, in minutes.
    Travel,
    /// People, minutes and editions, weighed against each other.
    Weighed,
}

impl Level {
    /// The name in packs and plans.
    pub fn name(self) -> &'static str {
        match self {
            Self::Promises => "promises",
            Self::Floors => "floors",
            Self::Placed => "placed",
            Self::Fit => "fit",
            Self::Useful => "useful",
            Self::Cost => "cost",
            Self::Grouped => "grouped",
            Self::Priority(_) => "priority",
            Self::Opened => "opened",
            Self::Served(_) => "served",
            Self::Kept => "kept",
            Self::Travel => "travel",
            Self::Weighed => "weighed",
        }
    }
}

/// A kind of employment, as decrees define it, valid in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmploymentForm {
    /// Name in the scenario (`regular`, `wijk_werken`, ...).
    pub name: String,
    /// Caption in Dutch, English and French.
    pub captions: [String; 3],
    /// The right a person needs.
    pub entitlement: Option<EntitlementIdx>,
    /// Whether the OCMW decides about that right, for people entitled to integration.
    pub ocmw_decides: bool,
    /// Most hours a week.
    pub hours_per_week_max: Option<u16>,
    /// First day on which it exists.
    pub valid_from: NaiveDate,
    /// Last day; `None` is open-ended.
    pub valid_to: Option<NaiveDate>,
}

/// Whom a floor or quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Everyone.
    Everyone,
    /// Residents of a municipality.
    Municipality(MunicipalityIdx),
    /// A priority group of the agreement.
    Priority(PriorityGroup),
    /// People with a recognised right.
    Entitled(EntitlementIdx),
}

/// What a share demands of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// At least so many starts, whatever else: a plan without them does not exist.
    FloorHard(u32),
    /// At least so many starts; each missing one counts on the level `floors`.
    FloorSoft(u32),
    /// At most so many starts.
    Quota(u32),
}

/// A floor or quota: so many starts of a group, in offers of one form or of any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Identifier.
    pub id: String,
    /// Whom it counts.
    pub group: Group,
    /// Only offers of this form.
    pub form: Option<FormIdx>,
    /// What it demands.
    pub demand: Demand,
}

/// The limits of a pack that a person or offer may leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest trip one way when the person states none, minutes.
    pub travel_minutes_max: u16,
    /// Most transfers of a journey when the person states no limit.
    pub transfers_max: u8,
    /// Longest walk to, between and from stops when the person states no limit, metres on the road.
    pub walk_metres_max: u16,
    /// Longest ride between a hub and home or work, minutes.
    pub hub_minutes_max: u16,
    /// How many of the hubs nearest to home, and to work, are looked at.
    pub hub_choices_max: u8,
    /// Time to take or bring back a shared vehicle, minutes.
    pub pick_up_minutes: u16,
    /// Longest trip from home, or from work, to childcare, minutes.
    pub childcare_minutes_max: u16,
    /// Time to hand over or fetch the children, minutes per stop.
    pub drop_off_minutes: u16,
    /// How many of the facilities nearest to home are looked at per child.
    pub childcare_choices_max: u8,
    /// How many of the facilities nearest to work are looked at per child besides.
    pub childcare_choices_near_work_max: u8,
    /// Most distinct childcare stops on one trip.
    pub childcare_stops_max: u8,
    /// Farthest occupation from a goal, steps (see the rule `goals`).
    pub goal_distance_max: u8,
    /// Share of the essential skills that must be held, per cent.
    pub essential_skills_percent_min: u8,
    /// CEFR steps by which a coach or a trained workplace lowers the level asked.
    pub coach_steps: u8,
    /// Minimum age for any work, years.
    pub minimum_age: u8,
    /// Registered for fewer months than this is short-term.
    pub short_term_months: u16,
    /// Counts of people below this are shown as "fewer than".
    pub count_shown_min: u16,
    /// Most weeks until a change holds that still makes a near miss.
    pub near_weeks_max: u16,
    /// Most minutes of travel, over what the person accepts, of a near miss.
    pub near_travel_minutes_max: u16,
    /// Most hours a week, over or under what the person accepts, of a near miss.
    pub near_hours_per_week_max: u16,
}

/// The points of a pack: what makes one pairing fit better than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Points of a pairing before anything is subtracted.
    pub base: i64,
    /// Lost per minute of travel one way.
    pub per_travel_minute: i64,
    /// Lost per step between goal and occupation.
    pub per_goal_step: i64,
    /// Lost per place further down the list of goals.
    pub per_goal_rank: i64,
    /// Lost when none of the optional skills is held; in proportion otherwise.
    pub optional_skills: i64,
    /// Lost per support used, so that none is used without need.
    pub per_support: i64,
}

/// Cost and time of a remedy that no stocked support gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemedyCosts {
    /// Course time for one level of a language, weeks.
    pub weeks_per_language_level: u16,
    /// Course cost for one level, cents.
    pub cents_per_language_level: u32,
    /// Training for licence B, weeks.
    pub weeks_licence_b: u16,
    /// Training for licence B, cents.
    pub cents_licence_b: u32,
    /// A bicycle, cents.
    pub cents_bicycle: u32,
    /// One missing skill, weeks.
    pub weeks_per_skill: u16,
    /// Recognition of a right, weeks.
    pub weeks_entitlement: u16,
}

/// A number of the pack with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced {
    /// Name of the number, as in the pack.
    pub name: String,
    /// Its value.
    pub value: i64,
    /// Where it comes from, or `assumption`.
    pub source: String,
}

/// Days on which nothing is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What it is called.
    pub name: String,
    /// Whether only schools are closed: a programme may go on.
    pub is_school: bool,
}

/// The policy that governs a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyPack {
    /// Name.
    pub name: String,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_to: NaiveDate,
    /// Levels, the most important first.
    pub levels: Vec<Level>,
    /// Limits.
    pub limits: Limits,
    /// Points.
    pub weights: Weights,
    /// What remedies take.
    pub remedies: RemedyCosts,
    /// How strictly each rule holds, by the rule's ID; a rule not named is [`RuleMode::Must`].
    pub rule_modes: BTreeMap<String, RuleMode>,
    /// Employment forms.
    pub forms: Vec<EmploymentForm>,
    /// Floors and quotas of starts in work.
    pub shares: Vec<Share>,
    /// Who comes first in actions (trainings, groups, supports, invitations), the first group first.
    pub action_tiers: Vec<PriorityGroup>,
    /// Floors and quotas of places in actions.
    pub action_shares: Vec<Share>,
    /// Days on which nothing is held, by first day.
    pub closures: Vec<Closure>,
    /// Every number above with its source, in the order of the pack.
    pub sources: Vec<Sourced>,
}

impl PolicyPack {
    /// Whether nothing is held on `day`; with `in_school_holidays`, what only closes schools does not count.
    pub fn is_closed(&self, day: NaiveDate, in_school_holidays: bool) -> bool {
        let counts = |closure: &&Closure| !(closure.is_school && in_school_holidays);
        self.closures.iter().filter(counts).any(|closure| (closure.from..=closure.to).contains(&day))
    }
}
