//! Jobseekers: only what some rule reads, under a pseudonym.

use chrono::NaiveDate;

use super::ids::{CareIdx, EntitlementIdx, MunicipalityIdx, OccupationIdx, SkillIdx};
use super::{LanguageLevels, Minute, Point, Window};

/// A manner of travelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// On foot.
    Walk,
    /// Own bicycle.
    Bike,
    /// Own electric bicycle.
    Ebike,
    /// Own moped.
    Moped,
    /// Own car, driven by the person.
    Car,
    /// Bus, tram and train.
    Transit,
    /// Own bicycle to a hub, and public transport from there.
    BikeTransit,
    /// Public transport to a hub, and a shared bicycle from there; by own bicycle to the first hub where there is one.
    SharedBike,
    /// The same with a shared car.
    SharedCar,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 9] = [
        Self::Walk,
        Self::Bike,
        Self::Ebike,
        Self::Moped,
        Self::Car,
        Self::Transit,
        Self::BikeTransit,
        Self::SharedBike,
        Self::SharedCar,
    ];

    /// The modes that cover ground by themselves: each has a speed.
    pub const PLAIN: [Self; 6] = [Self::Walk, Self::Bike, Self::Ebike, Self::Moped, Self::Car, Self::Transit];

    /// Whether a journey may differ by hour and day: whatever waits for a vehicle of the timetable.
    pub fn keeps_hours(self) -> bool {
        matches!(self, Self::Transit | Self::BikeTransit | Self::SharedBike | Self::SharedCar)
    }
}

/// A set of modes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Modes(u16);

impl Modes {
    /// The set with `mode` in it.
    #[must_use]
    pub fn with(self, mode: Mode) -> Self {
        Self(self.0 | 1 << mode as u8)
    }

    /// Whether `mode` is in the set.
    pub fn has(self, mode: Mode) -> bool {
        self.0 & (1 << mode as u8) != 0
    }

    /// The modes of the set, in the order of [`Mode::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Mode> {
        Mode::ALL.into_iter().filter(move |&mode| self.has(mode))
    }
}

/// A driving licence category of the European directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LicenceCategory {
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
    /// Tractors (the Belgian category G).
    G,
}

impl LicenceCategory {
    /// All categories.
    pub const ALL: [Self; 8] = [Self::AM, Self::A, Self::B, Self::BE, Self::C, Self::CE, Self::D, Self::G];

    /// The category as it stands on the licence.
    pub fn code(self) -> &'static str {
        match self {
            Self::AM => "AM",
            Self::A => "A",
            Self::B => "B",
            Self::BE => "BE",
            Self::C => "C",
            Self::CE => "CE",
            Self::D => "D",
            Self::G => "G",
        }
    }
}

/// A set of licence categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Licences(u8);

impl Licences {
    /// The set with `category` in it.
    #[must_use]
    pub fn with(self, category: LicenceCategory) -> Self {
        Self(self.0 | 1 << category as u8)
    }

    /// Whether `category` is in the set.
    pub fn has(self, category: LicenceCategory) -> bool {
        self.0 & (1 << category as u8) != 0
    }

    /// The set with every category that these give or that they are given only with: Directive 2006/126/EC, article 6.
    /// The Belgian category G lies outside of it.
    #[must_use]
    pub fn closed(self) -> Self {
        use LicenceCategory::{A, AM, B, BE, C, CE, D};
        // Each after those that imply it.
        const IMPLIED: [(LicenceCategory, LicenceCategory); 8] =
            [(CE, C), (CE, BE), (C, B), (D, B), (BE, B), (B, AM), (A, AM), (D, AM)];
        IMPLIED.into_iter().fold(self, |set, (held, given)| if set.has(held) { set.with(given) } else { set })
    }

    /// The categories of the set.
    pub fn iter(self) -> impl Iterator<Item = LicenceCategory> {
        LicenceCategory::ALL.into_iter().filter(move |&category| self.has(category))
    }
}

/// A child of a jobseeker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// Age in whole years.
    pub age: u8,
    /// Whether someone must look after the child while the parent works.
    pub needs_care: bool,
    /// The childcare place the child already has.
    pub place: Option<CareIdx>,
    /// The school the child goes to, one of the facilities that are schools.
    pub school: Option<CareIdx>,
}

/// Where the person stands with the OCMW.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The OCMW is not involved.
    None,
    /// The OCMW has not released the person for mediation by VDAB.
    Hold,
    /// The OCMW released the person, in consultation with VDAB.
    Released {
        /// Who decided, at the OCMW.
        by: String,
        /// When.
        on: NaiveDate,
    },
    /// Only advice is wanted: no proposal is made.
    AdviceOnly,
}

/// The right to work in Belgium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightToWork {
    /// Without end date.
    Unlimited,
    /// Until and including a day.
    Until(NaiveDate),
    /// None.
    No,
}

/// A recognised right, with its validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// Which right.
    pub right: EntitlementIdx,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` is open-ended.
    pub until: Option<NaiveDate>,
}

/// Who established a fact about a person, and when: partners trust each other's assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The field assessed, as the scenario names it.
    pub field: String,
    /// The organisation that assessed.
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

/// A person who looks for work.
#[derive(Clone, Debug, PartialEq)]
pub struct Jobseeker {
    /// Pseudonym.
    pub id: String,
    /// Centroid of the home's neighbourhood or grid cell.
    pub home: Point,
    /// Municipality of the home.
    pub municipality: MunicipalityIdx,
    /// Modes the person has.
    pub modes: Modes,
    /// Licences held.
    pub licences: Licences,
    /// The person's own limit, minutes one way; `None` takes the pack's default.
    pub travel_minutes_max: Option<u16>,
    /// The person's own most transfers; `None` takes the pack's default.
    pub transfers_max: Option<u8>,
    /// The person's own longest walk to, between and from stops, metres; `None` takes the pack's default.
    pub walk_metres_max: Option<u16>,
    /// Before this minute of the day the person does not leave home; `None` is no limit.
    pub leaves_from: Option<Minute>,
    /// Languages known, sorted by language; a language not listed is not known.
    pub languages: Vec<LanguageLevels>,
    /// Skills held, sorted.
    pub skills: Vec<SkillIdx>,
    /// Occupations aimed at, the dearest first.
    pub goals: Vec<OccupationIdx>,
    /// When the person can work, sorted by day and start.
    pub availability: Vec<Window>,
    /// Fewest hours a week the person wants.
    pub hours_per_week_min: u16,
    /// Most hours a week the person can work.
    pub hours_per_week_max: u16,
    /// First day the person can start.
    pub first_day: NaiveDate,
    /// Children.
    pub children: Vec<Child>,
    /// Day of registration as a jobseeker.
    pub registered_on: NaiveDate,
    /// Year of birth: for the minimum age, never for points.
    pub birth_year: u16,
    /// Where the person stands with the OCMW.
    pub gate: Gate,
    /// Right to work.
    pub right_to_work: RightToWork,
    /// Recognised rights.
    pub entitlements: Vec<Entitlement>,
    /// Who assessed what.
    pub assessments: Vec<Assessment>,
}

/// A group that the agreement gives priority in *actions*; in a matching it is counted and may have a floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriorityGroup {
    /// Registered for less than the pack's number of months.
    ShortTerm,
    /// Registered for longer.
    LongTerm,
    /// Speaks Dutch below B1.
    NonDutchSpeaker,
}

impl PriorityGroup {
    /// All groups, in the order of the agreement. A person may be in several.
    pub const ALL: [Self; 3] = [Self::ShortTerm, Self::LongTerm, Self::NonDutchSpeaker];
}
