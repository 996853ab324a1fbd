//! What a planner may open: programmes, where and with whom they can be held, and the editions that this makes.

use std::sync::Arc;

use chrono::NaiveDate;

use super::ids::{
    EditionIdx, EntitlementIdx, FormIdx, MunicipalityIdx, OccupationIdx, OfferIdx, ProgrammeIdx, ResourceIdx, SkillIdx,
    VenueIdx,
};
use super::{Cefr, IntakeFunnel, JobseekerIdx, LanguageLevels, LedBy, Minute, Mode, Offer, Point, Window, is_covered};

/// What a plan is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlanKind {
    /// Jobseekers and vacancies.
    #[default]
    Matching,
    /// Which trainings and workshops are held, where and when, and who takes part.
    Trainings,
    /// On which days which mediator sits where, and who can reach one.
    SittingDays,
    /// Whom to invite to a fair, and for which table.
    Fair,
    /// Teams with their supervisor at hosts.
    Teams,
    /// Conversation groups over municipalities, and a language buddy for who is left.
    Groups,
    /// Jobseekers and vacancies, with supports where they give most people a proposal.
    Interventions,
}

impl PlanKind {
    /// Whether its offers are vacancies.
    pub fn is_of_vacancies(self) -> bool {
        matches!(self, Self::Matching | Self::Interventions)
    }

    /// Whether it is an action in the words of the agreement, in which the pack's tiers come first: never a vacancy.
    pub fn is_action(self) -> bool {
        matches!(self, Self::Trainings | Self::Groups | Self::Interventions | Self::Fair)
    }
}

/// What kind of thing a programme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgrammeKind {
    /// A training, or a workshop: a group takes part from the first session to the last.
    Training,
    /// A mediator sits in a venue: people come by.
    SittingDay,
    /// A group that speaks Dutch together, led by a moderator.
    ConversationGroup,
    /// A team that works at a host with its supervisor: an enclave, a team of the social economy. Whole or not at all.
    Team,
}

/// The work of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamWork {
    /// Employment form of each member.
    pub form: FormIdx,
    /// Hours a week of each member.
    pub hours_per_week: u16,
}

/// A step after a programme: work of these kinds, in which something more is learnt or earned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Employment forms that the work can have; empty is any.
    pub forms: Vec<FormIdx>,
    /// Its occupation, of which the unit group counts; `None` is that of the programme.
    pub occupation: Option<OccupationIdx>,
    /// Skills learnt in it, sorted, for the steps after it.
    pub skills: Vec<SkillIdx>,
    /// Rights that it gives, for the steps after it.
    pub rights: Vec<EntitlementIdx>,
}

/// Hours that a contract asks of people in teams before a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SocialClause {
    /// Hours in all.
    pub hours: u32,
    /// Before this day.
    pub by: NaiveDate,
}

/// Levels of spoken Dutch that go together, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Band {
    /// The lowest.
    pub from: Cefr,
    /// The highest.
    pub to: Cefr,
}

impl Band {
    /// Whether a level lies in it.
    pub fn holds(self, level: Cefr) -> bool {
        (self.from..=self.to).contains(&level)
    }
}

/// A volunteer who meets people one by one to speak Dutch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buddy {
    /// Identifier.
    pub id: String,
    /// What colleagues call them.
    pub name: String,
    /// The organisation they belong to.
    pub provider: String,
    /// Where they meet.
    pub venue: VenueIdx,
    /// Hours of the week of which they keep one with each person, sorted.
    pub meets: Vec<Window>,
    /// How many people at most.
    pub people: u16,
}

/// Who brings people into a training and closes it (capability 75).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Intake {
    /// VDAB and the partners refer people; a jobdate may close it.
    Regular,
    /// An employer does the intake and guarantees jobs to who passes.
    Exclusive,
}

/// What a room can have, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Equipment(pub u16);

impl Equipment {
    /// No steps from the street to the room.
    pub const STEP_FREE: Self = Self(1 << 6);

    /// Whether everything in `asked` is there.
    pub fn has_all(self, asked: Self) -> bool {
        self.0 & asked.0 == asked.0
    }
}

/// A building where something can be held.
#[derive(Clone, Debug, PartialEq)]
pub struct Venue {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Where it is.
    pub site: Point,
    /// Its municipality.
    pub municipality: MunicipalityIdx,
    /// The organisation that lends it.
    pub provider: String,
    /// What it costs to use it at all, in whole euros.
    pub cost_eur: u32,
    /// Whether it is in use already: it costs nothing more, and no limit of sites counts it.
    pub existing: bool,
}

/// What a planner wants most of what is opened, and how many sites may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Where {
    /// What counts.
    pub objective: Objective,
    /// Most venues in use, those that exist not counted.
    pub sites_max: Option<u32>,
    /// Most that using venues may cost, in whole euros.
    pub budget_eur: Option<u32>,
}

/// What counts when it is chosen where something is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objective {
    /// As many people as possible (maximum coverage), then few editions, then fit.
    #[default]
    MostPeople,
    /// The municipality that is served worst first, then the next (leximin of the shares), then as above.
    WorstServed,
    /// As many people as possible, with the least travel (p-median).
    LeastTravel,
    /// People, minutes and editions against each other.
    Weighed(ObjectiveWeights),
}

/// What people, minutes and editions are worth against each other, in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectiveWeights {
    /// For each person with a place.
    pub person: i64,
    /// Lost for each minute of the longest trip of a person.
    pub travel_minute: i64,
    /// Lost for each edition.
    pub edition: i64,
}

/// What a plan can choose besides ways: a column of the model that belongs to no jobseeker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// An edition is held.
    Edition(EditionIdx),
    /// A venue is used.
    Site(VenueIdx),
    /// A municipality reaches a share of places.
    Tier(Tier),
    /// Somebody goes to work after a training, a position in [`super::Region::outflows`].
    Outflow(u32),
}

/// So many per cent of the people of a municipality who want what is planned have a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tier {
    /// Which municipality.
    pub municipality: MunicipalityIdx,
    /// Per cent, one of [`Tier::SHARES`].
    pub percent: u8,
}

impl Tier {
    /// Shares that are told apart, per cent: about a quarter more each time, finer where there are few places.
    pub const SHARES: [u8; 18] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100];
}

/// What somebody or something is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A room, lent by the municipality.
    Room,
    /// A second room, to practise in, lent by the municipality too.
    PracticeRoom,
    /// Who leads the sessions: an instructor, a mediator.
    Instructor,
}

/// A room or a person that cannot be twice at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Identifier; a room's is that of its venue, a slash and its own.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it is needed for.
    pub role: Role,
    /// The organisation that supplies it.
    pub provider: String,
    /// The venue of a room.
    pub venue: Option<VenueIdx>,
    /// People that a room holds.
    pub seats: u16,
    /// What a room has.
    pub equipment: Equipment,
    /// When it can be used, sorted by day and start.
    pub free: Vec<Window>,
    /// Spans of days on which it cannot, first and last.
    pub away: Vec<(NaiveDate, NaiveDate)>,
    /// Hours of single days on which it is taken by something else, sorted.
    pub taken: Vec<(NaiveDate, Window)>,
    /// How a person gets to the venues; `None` where that is not looked at.
    pub travel: Option<LeaderTravel>,
    /// What a person can lead.
    pub teaches: Vec<ProgrammeIdx>,
}

/// How far somebody goes to lead something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeaderTravel {
    /// From here.
    pub from: Point,
    /// By a mode that covers ground by itself.
    pub mode: Mode,
    /// Longest trip, one way.
    pub minutes_max: u16,
}

impl Resource {
    /// Whether it can be used on `day` in these hours of that weekday.
    pub fn is_free_on(&self, day: NaiveDate, hours: Window) -> bool {
        let is_away = self.away.iter().any(|&(first, last)| (first..=last).contains(&day));
        let first = self.taken.partition_point(|&(taken, _)| taken < day);
        let mut of_day = self.taken[first..].iter().take_while(|&&(taken, _)| taken == day);
        let is_taken = of_day.any(|&(_, taken)| taken.from < hours.to && hours.from < taken.to);
        !is_away && !is_taken && is_covered(hours, &self.free)
    }
}

/// The end of a morning that somebody leads something, from where not everything of the afternoon can be reached in
/// time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// Who.
    pub leader: ResourceIdx,
    /// The morning: half-days from the first day of the horizon.
    pub half_day: u16,
    /// From where.
    pub venue: VenueIdx,
    /// When the last session there ends.
    pub end: Minute,
}

/// Something that can be opened, in general: what, for how long, for how many.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What kind of thing it is.
    pub kind: ProgrammeKind,
    /// Who brings people in.
    pub intake: Intake,
    /// The employer of an exclusive training.
    pub employer: Option<String>,
    /// Jobs that the employer promises to who passes: no more people take part in all.
    pub jobs_promised: Option<u16>,
    /// Hours of the jobdate that closes it, where one is wanted.
    pub jobdate: Option<(Minute, Minute)>,
    /// What a second room must have, in the same venue and at the same hours; `None` where none is needed.
    pub practice_room: Option<Equipment>,
    /// The occupation it leads to; people aim at it. `None` is of use to everyone.
    pub occupation: Option<OccupationIdx>,
    /// Skills it teaches, sorted.
    pub skills: Vec<SkillIdx>,
    /// Weeks it lasts.
    pub weeks: u16,
    /// Weekly patterns of sessions that it may follow, each sorted.
    pub patterns: Vec<Vec<Window>>,
    /// Of a conversation group: the bands of levels, of which a group keeps to one.
    pub bands: Vec<Band>,
    /// Fewest people for whom it is held.
    pub least: u16,
    /// Most people.
    pub most: u16,
    /// What is known of how many of a list start and pass, where that is stated.
    pub funnel: Option<IntakeFunnel>,
    /// First days on which it may start, sorted.
    pub starts: Vec<NaiveDate>,
    /// Whether it goes on during school holidays.
    pub in_school_holidays: bool,
    /// Of a team: its work.
    pub work: Option<TeamWork>,
    /// Of a team: hours that are owed.
    pub social_clause: Option<SocialClause>,
    /// What follows: it takes no more people than have a place in each step. Empty where nothing needs to follow.
    pub steps: Vec<Step>,
    /// Most editions in all.
    pub editions_max: Option<u32>,
    /// What its room must have.
    pub equipment: Equipment,
    /// Levels asked, sorted by language.
    pub languages: Vec<LanguageLevels>,
    /// Whether language help comes with it.
    pub language_support: bool,
    /// Who leads.
    pub led_by: LedBy,
}

impl Programme {
    /// Sessions of an edition whose week has so many.
    pub fn sessions(&self, a_week: usize) -> usize {
        usize::from(self.weeks) * a_week
    }
}

/// A decision of a planner about what is held, or about who takes part in it; a field that is `None` fits anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EditionPin {
    /// The person whose part in it is decided; `None` where the decision is whether it is held.
    pub jobseeker: Option<JobseekerIdx>,
    /// Of which programme.
    pub programme: Option<ProgrammeIdx>,
    /// Where.
    pub venue: Option<VenueIdx>,
    /// From which day.
    pub start: Option<NaiveDate>,
    /// Led by whom.
    pub instructor: Option<ResourceIdx>,
    /// True: at least one such edition is held, or the person takes part in one; false: none, or in none.
    pub require: bool,
}

impl Edition {
    /// Who leads it.
    pub fn instructor(&self) -> ResourceIdx {
        self.resources[1]
    }
}

impl EditionPin {
    /// Whether it is about `offer`, led by `instructor`.
    pub fn is_about(&self, offer: &Offer, instructor: Option<ResourceIdx>) -> bool {
        let venue = self.venue.is_none_or(|venue| offer.venue == Some(venue));
        let programme = self.programme.is_none_or(|programme| offer.programme == Some(programme));
        let start = self.start.is_none_or(|start| offer.run_from == Some(start));
        programme && venue && start && self.instructor.is_none_or(|who| instructor == Some(who))
    }
}

/// A programme here, from this day, with these people: what the planner may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Identifier: that of the offer, the room or rooms, and who leads it.
    pub id: String,
    /// The offer whose places it grants.
    pub offer: OfferIdx,
    /// Places it gives.
    pub places: u32,
    /// Fewest people for whom it is held.
    pub least: u32,
    /// What it needs: the room, then who leads it, then the room to practise in where there is one.
    pub resources: Vec<ResourceIdx>,
    /// The half-days for which it needs them, counted from the first day of the horizon, sorted.
    pub half_days: Arc<[u16]>,
}
