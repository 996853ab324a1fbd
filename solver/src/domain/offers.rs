//! What people can take or need: vacancies, childcare places, supports.

use chrono::NaiveDate;

use super::ids::{CareIdx, FormIdx, MunicipalityIdx, OccupationIdx, SkillIdx};
use super::people::Licences;
use super::{LanguageLevels, Point, Window};

/// Who leads an offer: the OCMW's own offers stay open during its hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedBy {
    /// VDAB mediates.
    Vdab,
    /// The OCMW leads.
    Ocmw,
}

/// A vacancy with one or more openings.
#[derive(Clone, Debug, PartialEq)]
pub struct Vacancy {
    /// Identifier.
    pub id: String,
    /// The employer's name.
    pub employer: String,
    /// Where the work is.
    pub site: Point,
    /// Municipality of the site when it is one of the region's.
    pub municipality: Option<MunicipalityIdx>,
    /// Occupation.
    pub occupation: OccupationIdx,
    /// Number of people asked.
    pub openings: u32,
    /// Every shift of the week, all of them worked, sorted by day and start.
    pub shifts: Vec<Window>,
    /// Contract hours a week.
    pub hours_per_week: u16,
    /// First day of work.
    pub start: NaiveDate,
    /// Levels asked, sorted by language.
    pub languages: Vec<LanguageLevels>,
    /// Skills the work cannot do without, sorted.
    pub essential_skills: Vec<SkillIdx>,
    /// Skills that help, sorted.
    pub optional_skills: Vec<SkillIdx>,
    /// Licences asked.
    pub licences: Licences,
    /// Whether the person must bring a car of their own.
    pub vehicle: bool,
    /// Employment form, a row of the policy pack.
    pub form: FormIdx,
    /// Who leads.
    pub led_by: LedBy,
    /// Whether the occupation is on VDAB's list of bottleneck occupations.
    pub bottleneck: bool,
    /// Whether the workplace is trained to take in people with less Dutch, or has a coach on the floor.
    pub language_support: bool,
    /// Minimum age of this work, years; the pack's holds too.
    pub minimum_age: Option<u8>,
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
    /// A coach for language on the floor, at the vacancy taken.
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
