//! Facts: the region, its people, offers and places, and the policy that governs them. No rule is decided here.

mod change;
mod columns;
mod editions;
mod fairs;
mod funnel;
mod hubs;
mod ids;
mod language;
mod nearby;
mod nominations;
mod offers;
mod order;
mod outflow;
mod overlay;
mod people;
mod policy;
mod time;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

pub use change::{Change, Subject};
pub use editions::{
    Band, Buddy, Column, Departure, Edition, EditionPin, Equipment, Intake, LeaderTravel, Objective, ObjectiveWeights,
    PlanKind, Programme, ProgrammeKind, Resource, Role, SocialClause, Step, TeamWork, Tier, Venue, Where,
};
pub use fairs::{Answer, Channel, Fair, FairFacts, FairTable, FairVacancy, Fit, Invitation, SURE, Stall};
pub use funnel::{IntakeFunnel, KnownShare};
pub use hubs::{Hub, HubKind};
pub use ids::*;
pub use language::{Activity, Cefr, Language, LanguageLevels, Levels};
pub use nearby::Nearby;
pub use nominations::{NominatedBy, NominatedFor, Nomination};
pub use offers::{AgeBand, Care, Contract, LedBy, Offer, Support, SupportKind};
pub use order::{TIE_KEY, sort_canonically, tie_hash};
pub use outflow::{Outflow, Work};
pub use overlay::{Facts, Overlay};
pub use people::{
    Assessment, Child, Entitlement, Gate, Jobseeker, LicenceCategory, Licences, Mode, Modes, PriorityGroup, RightToWork,
};
pub use policy::{
    Closure, Demand, EmploymentForm, Group, Level, Limits, PolicyPack, RemedyCosts, RuleMode, Share, Sourced, Weights,
};
pub use schakel_transit::{EARTH_RADIUS_M, Point, chord_squared_of};
pub use time::{DAY, Minute, Weekday, Window, is_covered};

use crate::text::Lang;
use crate::travel::{Place, Travel, Traveller};

/// A person is asked to accept at most this much of the trip they find long enough, per cent: to ask for more helps
/// nobody. An assumption.
pub const ACCEPTABLE_TRIP_PERCENT: u32 = 150;

/// A municipality of the region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// NIS code.
    pub nis: String,
    /// Name.
    pub name: String,
}

/// An occupation by its ESCO code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// ESCO code; its first four digits are the ISCO-08 unit group.
    pub code: String,
    /// ISCO-08 unit group, four digits.
    pub isco: [u8; 4],
    /// Label in Dutch.
    pub label_nl: String,
    /// Label in English.
    pub label_en: String,
    /// Label in French.
    pub label_fr: String,
}

impl Occupation {
    /// The label in `lang`.
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nl => &self.label_nl,
            Lang::Fr => &self.label_fr,
            Lang::En => &self.label_en,
        }
    }
}

/// A skill by its ESCO identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// ESCO identifier.
    pub code: String,
}

/// The days a plan is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// First day: "today" of the plan.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// How firm an earlier assignment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PromiseStatus {
    /// Only drawn up.
    Draft,
    /// Proposed to a mediator.
    Proposed,
    /// The person was invited.
    Invited,
    /// The person confirmed.
    Confirmed,
    /// The person attended.
    Attended,
}

/// An earlier assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Promise {
    /// To whom.
    pub jobseeker: JobseekerIdx,
    /// Of what.
    pub offer: OfferIdx,
    /// How firm. From [`PromiseStatus::Invited`] on it counts on the level `promises`.
    pub status: PromiseStatus,
}

/// A decision of a mediator that the plan must follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin {
    /// About whom.
    pub jobseeker: JobseekerIdx,
    /// About which offer.
    pub offer: OfferIdx,
    /// True: must be in the plan; false: must not.
    pub require: bool,
}

/// Points another system gives to a pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// The points.
    pub points: i64,
    /// True: in place of ours; false: added to ours.
    pub replaces: bool,
}

/// Who sees what is made from a region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SeenBy {
    /// Anyone who may see a plan. A person on hold is then like anyone who is not available now, for everything.
    #[default]
    Everyone,
    /// The OCMW and the mediator assigned to the person: what the OCMW itself leads stays possible for people on hold.
    Ocmw,
}

/// Everything a plan is made from. Every list is in canonical order (see [`sort_canonically`]).
#[derive(Clone, Debug)]
pub struct Region {
    /// Name.
    pub name: String,
    /// Who sees what is made from it.
    pub seen_by: SeenBy,
    /// The days the plan is about.
    pub horizon: Horizon,
    /// Municipalities, by NIS code.
    pub municipalities: Vec<Municipality>,
    /// The policy.
    pub pack: PolicyPack,
    /// What is planned.
    pub kind: PlanKind,
    /// Where something can be held.
    pub venues: Vec<Venue>,
    /// Rooms and people that cannot be twice at once.
    pub resources: Vec<Resource>,
    /// What can be opened.
    pub programmes: Vec<Programme>,
    /// Decisions of a planner about what is held, sorted.
    pub edition_pins: Vec<EditionPin>,
    /// What the planner may open, in the order of their offers.
    pub editions: Vec<Edition>,
    /// Ends of mornings after which who leads is too late for something, sorted.
    pub departures: Vec<Departure>,
    /// What the supports of a plan of interventions may cost together, in whole euros.
    pub support_budget_eur: Option<u32>,
    /// Where people could go after a training, in each step, sorted.
    pub outflows: Vec<Outflow>,
    /// The vacancies there.
    pub work_afterwards: Vec<Work>,
    /// Language buddies, by identifier.
    pub buddies: Vec<Buddy>,
    /// Fairs, by identifier.
    pub fairs: Vec<Fair>,
    /// What a plan of fairs is made from.
    pub fair_facts: FairFacts,
    /// What the planner wants most of it.
    pub wanted: Where,
    /// People of each municipality who want something that is planned; empty where it is of no matter.
    pub wanting: Vec<u32>,
    /// Occupations that someone names, by code.
    pub occupations: Vec<Occupation>,
    /// Skills that someone names, by code.
    pub skills: Vec<Skill>,
    /// Names of rights, sorted.
    pub entitlements: Vec<String>,
    /// People who look for work.
    pub jobseekers: Vec<Jobseeker>,
    /// Offers.
    pub offers: Vec<Offer>,
    /// Childcare.
    pub childcare: Vec<Care>,
    /// Scarce supports.
    pub supports: Vec<Support>,
    /// Where one changes between a vehicle and public transport.
    pub hubs: Vec<Hub>,
    /// Travel times.
    pub travel: Arc<dyn Travel>,
    /// Points of other systems.
    pub scores: BTreeMap<(JobseekerIdx, OfferIdx), Score>,
    /// Earlier assignments, sorted.
    pub promises: Vec<Promise>,
    /// Proposals of an earlier plan that this one replaces, sorted: of plans that are equally good, the one that keeps
    /// most of them wins.
    pub standing: Vec<(JobseekerIdx, OfferIdx)>,
    /// How many of the proposals that stand may change at most; `None` where nothing is agreed.
    pub changed_max: Option<u32>,
    /// Decisions to follow, sorted.
    pub pins: Vec<Pin>,
    /// Whom counsellors put forward for a training, sorted.
    pub nominations: Vec<Nomination>,
}

impl Region {
    /// Whether `jobseeker` belongs to `group` as the pack defines it.
    pub fn is_in_priority(&self, jobseeker: &Jobseeker, group: PriorityGroup) -> bool {
        match group {
            PriorityGroup::ShortTerm => {
                self.months_registered(jobseeker) < i64::from(self.pack.limits.short_term_months)
            }
            PriorityGroup::LongTerm => !self.is_in_priority(jobseeker, PriorityGroup::ShortTerm),
            PriorityGroup::NonDutchSpeaker => jobseeker.levels_of(Language::DUTCH)[1] < Cefr::B1,
        }
    }

    /// The facilities that bring children of `age` years to `school` and fetch them there. Linear in the facilities.
    pub fn care_serving(&self, school: CareIdx, age: u8) -> impl Iterator<Item = CareIdx> {
        let serving = self.childcare.iter().enumerate();
        let serving = serving.filter(move |(_, care)| care.serves.contains(&school) && care.band_of(age).is_some());
        serving.map(|(at, _)| CareIdx::from_usize(at))
    }

    /// Whether the plan is about jobseekers and vacancies.
    pub fn plans_vacancies(&self) -> bool {
        self.kind.is_of_vacancies()
    }

    /// Whether the plan is about conversation groups.
    pub fn plans_groups(&self) -> bool {
        self.kind == PlanKind::Groups
    }

    /// Whether the plan is about what is held.
    pub fn plans_programmes(&self) -> bool {
        matches!(self.kind, PlanKind::Trainings | PlanKind::SittingDays | PlanKind::Groups | PlanKind::Teams)
    }

    /// Whether the plan is about this programme.
    pub fn is_planned(&self, programme: ProgrammeIdx) -> bool {
        match self.kind {
            PlanKind::Matching | PlanKind::Fair | PlanKind::Interventions => false,
            PlanKind::Trainings => self.programmes[programme.at()].kind == ProgrammeKind::Training,
            PlanKind::Teams => self.programmes[programme.at()].kind == ProgrammeKind::Team,
            PlanKind::Groups => self.programmes[programme.at()].kind == ProgrammeKind::ConversationGroup,
            PlanKind::SittingDays => self.programmes[programme.at()].kind == ProgrammeKind::SittingDay,
        }
    }

    /// Where the editions of an offer are. Logarithmic in all.
    pub fn edition_idxs_of(&self, offer: OfferIdx) -> impl Iterator<Item = EditionIdx> + use<> {
        let first = self.editions.partition_point(|edition| edition.offer < offer);
        (first..first + self.editions_of(offer).len()).map(EditionIdx::from_usize)
    }

    /// The editions of an offer. Logarithmic in all.
    pub fn editions_of(&self, offer: OfferIdx) -> &[Edition] {
        let first = self.editions.partition_point(|edition| edition.offer < offer);
        let rest = &self.editions[first..];
        &rest[..rest.partition_point(|edition| edition.offer == offer)]
    }

    /// Pairs of a person and an offer whose travel time is stated outright, sorted. `n log n` in the pairs.
    pub fn stated_pairs(&self) -> Vec<(JobseekerIdx, OfferIdx)> {
        let mut at_venue = vec![Vec::new(); self.venues.len()];
        for (idx, offer) in self.offers.iter().enumerate() {
            offer.venue.iter().for_each(|venue| at_venue[venue.at()].push(OfferIdx::from_usize(idx)));
        }
        let mut pairs = Vec::new();
        for (person, place) in self.travel.exceptions() {
            match place {
                // Only a job has a site of its own: in the order in which the matrix was read.
                Place::Site(offer) if self.offers.get(offer.at()).is_some_and(|known| known.venue.is_none()) => {
                    pairs.push((person, offer));
                }
                Place::Venue(venue) => pairs.extend(at_venue[venue.at()].iter().map(|&offer| (person, offer))),
                _ => {}
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Whole months from registration to the first day of the horizon.
    fn months_registered(&self, jobseeker: &Jobseeker) -> i64 {
        use chrono::Datelike;
        let (from, to) = (jobseeker.registered_on, self.horizon.from);
        let months = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
        months - i64::from(to.day() < from.day())
    }

    /// What `jobseeker` asks of a journey by public transport: their own limits, else the pack's.
    pub fn traveller(&self, jobseeker: &Jobseeker) -> Traveller {
        let limits = &self.pack.limits;
        Traveller {
            transfers_max: jobseeker.transfers_max.unwrap_or(limits.transfers_max),
            walk_metres_max: jobseeker.walk_metres_max.unwrap_or(limits.walk_metres_max),
            minutes_max: longest_of_use(self.travel_minutes_max(jobseeker)),
        }
    }

    /// The longest one-way trip of `jobseeker`, minutes: their own limit, else the pack's.
    pub fn travel_minutes_max(&self, jobseeker: &Jobseeker) -> u16 {
        jobseeker.travel_minutes_max.unwrap_or(self.pack.limits.travel_minutes_max)
    }
}

/// How long a journey the timetable is searched for, for a person who accepts `minutes_max`: as long as they could be
/// asked to accept, and at least long enough to tell them how long a trip takes.
fn longest_of_use(minutes_max: u16) -> u16 {
    /// An hour and a half.
    const LEAST: u32 = 90;
    (u32::from(minutes_max) * ACCEPTABLE_TRIP_PERCENT / 100).clamp(LEAST, DAY.into()) as u16
}

impl Jobseeker {
    /// The youngest and the oldest that the person can be on a day: only the year of birth is known.
    pub fn age_on(&self, day: NaiveDate) -> (i64, i64) {
        let oldest = i64::from(day.year()) - i64::from(self.birth_year);
        // On the last day of a year every birthday has passed.
        (if (day.month(), day.day()) == (12, 31) { oldest } else { oldest - 1 }, oldest)
    }

    /// Levels of `language`; below A1 when the language is not listed.
    pub fn levels_of(&self, language: Language) -> Levels {
        self.languages.iter().find(|known| known.language == language).map_or([Cefr::PreA1; 4], |known| known.levels)
    }
}
