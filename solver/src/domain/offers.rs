//! What people can take or need: offers, childcare places, supports.

use chrono::NaiveDate;

use super::ids::{BuddyIdx, CareIdx, FormIdx, MunicipalityIdx, OccupationIdx, ProgrammeIdx, SkillIdx, VenueIdx};
use super::people::Licences;
use super::{Band, LanguageLevels, Point, Window};

/// Who leads an offer: the OCMW's own offers stay open during its hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedBy {
    /// VDAB mediates.
    Vdab,
    /// The OCMW leads.
    Ocmw,
}

/// What a person can take: a job, a seat in a training, a time to see a mediator.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Identifier.
    pub id: String,
    /// Who takes people in: the employer, or the venue.
    pub host: String,
    /// What its own papers call it, where they do.
    pub title: Option<String>,
    /// Whom a mediator asks about it: a service or a telephone.
    pub contact: Option<String>,
    /// The programme it is of, where it is no job.
    pub programme: Option<ProgrammeIdx>,
    /// Where it is.
    pub site: Point,
    /// The venue that the site is: journeys to it are the same for all its offers.
    pub venue: Option<VenueIdx>,
    /// Municipality of the site when it is one of the region's.
    pub municipality: Option<MunicipalityIdx>,
    /// Levels of spoken Dutch that it is for, of a conversation group.
    pub band: Option<Band>,
    /// The language buddy that it is.
    pub buddy: Option<BuddyIdx>,
    /// The occupation it is, or leads to.
    pub occupation: Option<OccupationIdx>,
    /// Number of people it takes; `None` where only opened editions give places.
    pub openings: Option<u32>,
    /// Every shift or session of the week, all of them attended, sorted by day and start.
    pub shifts: Vec<Window>,
    /// First day.
    pub start: NaiveDate,
    /// From which day on its programme runs; its first session may come later. `None` of a job.
    pub run_from: Option<NaiveDate>,
    /// Levels asked, sorted by language.
    pub languages: Vec<LanguageLevels>,
    /// Skills it cannot do without, sorted.
    pub essential_skills: Vec<SkillIdx>,
    /// Skills that help, sorted.
    pub optional_skills: Vec<SkillIdx>,
    /// Who leads.
    pub led_by: LedBy,
    /// Whether the place is trained to take in people with less Dutch, or has a coach on the floor.
    pub language_support: bool,
    /// The contract where it is a job; rules about work say nothing without.
    pub contract: Option<Contract>,
}

/// What is agreed about a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Employment form, a row of the policy pack.
    pub form: FormIdx,
    /// Hours a week.
    pub hours_per_week: u16,
    /// Licences asked.
    pub licences: Licences,
    /// Whether the person must bring a car of their own.
    pub vehicle: bool,
    /// Whether the occupation is on VDAB's list of bottleneck occupations.
    pub bottleneck: bool,
    /// Minimum age of this work, years; the pack's holds too.
    pub minimum_age: Option<u8>,
    /// Day on which the vacancy was published, not after the first day of the horizon; `None` where nobody knows.
    pub published_on: Option<NaiveDate>,
}

/// Places of one age band in a childcare facility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeBand {
    /// Youngest age, whole years.
    pub from_age: u8,
    /// Oldest age, whole years.
    pub to_age: u8,
    /// Free places.
    pub places: u32,
}

/// A childcare facility.
#[derive(Clone, Debug, PartialEq)]
pub struct Care {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Where it is.
    pub site: Point,
    /// Municipality when it is one of the region's.
    pub municipality: Option<MunicipalityIdx>,
    /// Opening hours, sorted by day and start.
    pub open: Vec<Window>,
    /// Free places per age band, sorted, not overlapping; none for a school.
    pub bands: Vec<AgeBand>,
    /// Whether it is a school: a stop for the children who go to it, with the hours in which they may be there.
    pub is_school: bool,
    /// Schools to which it brings children and from which it fetches them, sorted.
    pub serves: Vec<CareIdx>,
}

impl Care {
    /// Position of the band that takes a child of `age` years.
    pub fn band_of(&self, age: u8) -> Option<usize> {
        self.bands.iter().position(|band| (band.from_age..=band.to_age).contains(&age))
    }
}

/// What a support gives to the person who gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SupportKind {
    /// A bicycle to use.
    Bicycle,
    /// A seat in the training for driving licence B.
    LicenceB,
    /// A coach for language on the floor, at the offer taken.
    Coach,
}

/// A scarce support: so many people can get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// Identifier.
    pub id: String,
    /// What it gives.
    pub kind: SupportKind,
    /// How many there are.
    pub stock: u32,
    /// Weeks before it can be used, counted from the first day of the horizon.
    pub lead_weeks: u16,
    /// Cost of one, cents of a euro.
    pub cost_cents: u32,
}
