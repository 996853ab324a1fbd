//! A way: one manner in which a person could take a vacancy. Rules read facts through it, so that supports and
//! what-if changes count everywhere.

use chrono::NaiveDate;

use crate::domain::{
    CareIdx, Change, EntitlementIdx, Facts, Gate, Jobseeker, JobseekerIdx, Language, Levels, Licences, Mode, Modes,
    OccupationIdx, Point, PolicyPack, SkillIdx, Subject, SupportIdx, SupportKind, Vacancy, VacancyIdx, Window,
    is_covered,
};
use crate::travel::{Place, When};

/// Most children of one person for whom a childcare place is chosen; the reader refuses more.
pub const CHILDREN_MAX: usize = 4;
/// Most supports used in one way.
pub const SUPPORTS_MAX: usize = 2;

/// The choices that make a way: how one travels, where each child goes, what support is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Choice {
    /// The mode of travel.
    pub mode: Mode,
    /// For each child that needs care and has no place yet, in the order of the person's children: where it goes.
    pub places: [Option<CareIdx>; CHILDREN_MAX],
    /// Supports used, in rising order, the empty positions last.
    pub supports: [Option<SupportIdx>; SUPPORTS_MAX],
}

impl Choice {
    /// Travelling by `mode`, without childcare or support.
    pub fn by(mode: Mode) -> Self {
        Self { mode, places: [None; CHILDREN_MAX], supports: [None; SUPPORTS_MAX] }
    }

    /// The supports used.
    pub fn supports_used(&self) -> impl Iterator<Item = SupportIdx> {
        self.supports.into_iter().flatten()
    }
}

/// One manner in which one person could take one vacancy, seen against the facts.
#[derive(Clone, Copy)]
pub struct Way<'a> {
    /// The region with any changes.
    pub facts: Facts<'a>,
    /// Who.
    pub jobseeker_idx: JobseekerIdx,
    /// What.
    pub vacancy_idx: VacancyIdx,
    /// How.
    pub choice: Choice,
}

/// Minutes of one trip to work or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trip {
    /// The whole trip, stops included.
    pub minutes: u16,
    /// From arriving at the first childcare stop (on the way out) to being at work; on the way back, from leaving work
    /// to leaving the last stop. 0 without stops. Indexed as [`Way::stops`].
    pub stop_to_work: [u16; STOPS_MAX],
}

/// Most distinct childcare stops that a trip is worked out for.
pub(super) const STOPS_MAX: usize = 8;

/// Distinct childcare stops of a way, in the order in which they are passed on the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stops {
    list: [CareIdx; STOPS_MAX],
    len: usize,
}

impl Stops {
    /// The stops.
    pub fn as_slice(&self) -> &[CareIdx] {
        &self.list[..self.len]
    }
}

/// Occupations a person aims at, the dearest first; those added by a change come last.
pub(super) fn goals<'a>(facts: Facts<'a>, jobseeker: JobseekerIdx) -> impl Iterator<Item = OccupationIdx> + use<'a> {
    let added = facts.overlay.about(Subject::Jobseeker(jobseeker)).filter_map(|change| match change {
        Change::AimsAt(_, occupation) => Some(*occupation),
        _ => None,
    });
    facts.region.jobseekers[jobseeker.at()].goals.iter().copied().chain(added)
}

impl<'a> Way<'a> {
    /// The person.
    pub fn jobseeker(&self) -> &'a Jobseeker {
        &self.facts.region.jobseekers[self.jobseeker_idx.at()]
    }

    /// The vacancy.
    pub fn vacancy(&self) -> &'a Vacancy {
        &self.facts.region.vacancies[self.vacancy_idx.at()]
    }

    /// The policy.
    pub fn pack(&self) -> &'a PolicyPack {
        &self.facts.region.pack
    }

    /// The same way against other facts.
    #[must_use]
    pub fn with(self, facts: Facts<'a>) -> Self {
        Self { facts, ..self }
    }

    /// The way as people would try it after `change`: against `facts`, in which it holds, and by the mode of travel that
    /// it gives.
    #[must_use]
    pub fn trying(self, change: &Change, facts: Facts<'a>) -> Self {
        let mode = match *change {
            Change::HasMode(jobseeker, mode) if jobseeker == self.jobseeker_idx => mode,
            _ => self.choice.mode,
        };
        Self { facts, choice: Choice { mode, ..self.choice }, ..self }
    }

    /// What-if changes about the person.
    fn changes(&self) -> impl Iterator<Item = &'a Change> {
        self.facts.overlay.about(Subject::Jobseeker(self.jobseeker_idx))
    }

    /// Whether a support of this kind is used.
    pub fn uses(&self, kind: SupportKind) -> bool {
        self.choice.supports_used().any(|support| self.facts.region.supports[support.at()].kind == kind)
    }

    /// Modes the person has.
    pub fn modes(&self) -> Modes {
        let own = self.changes().fold(self.jobseeker().modes, |modes, change| match change {
            Change::HasMode(_, mode) => modes.with(*mode),
            _ => modes,
        });
        if self.uses(SupportKind::Bicycle) { own.with(Mode::Bike) } else { own }
    }

    /// Licences the person holds.
    pub fn licences(&self) -> Licences {
        let own = self.changes().fold(self.jobseeker().licences, |licences, change| match change {
            Change::HasLicences(_, more) => more.iter().fold(licences, Licences::with),
            _ => licences,
        });
        if self.uses(SupportKind::LicenceB) { own.with(crate::domain::LicenceCategory::B) } else { own }
    }

    /// The person's levels of a language.
    pub fn levels(&self, language: Language) -> Levels {
        let mut levels = self.jobseeker().levels_of(language);
        for change in self.changes() {
            if let Change::Speaks(_, changed, reached) = change
                && *changed == language
            {
                for (level, reached) in levels.iter_mut().zip(reached) {
                    *level = (*level).max(*reached);
                }
            }
        }
        levels
    }

    /// Whether someone on the floor helps with language: a trained workplace or a coach.
    pub fn has_language_support(&self) -> bool {
        self.vacancy().language_support
            || self.uses(SupportKind::Coach)
            || self
                .facts
                .overlay
                .about(Subject::Vacancy(self.vacancy_idx))
                .any(|change| matches!(change, Change::LanguageSupport(_)))
    }

    /// The longest trip the person accepts, minutes one way.
    pub fn travel_minutes_max(&self) -> u16 {
        let own = self.facts.region.travel_minutes_max(self.jobseeker());
        self.changes().fold(own, |longest, change| match change {
            Change::TravelsUpTo(_, minutes) => longest.max(*minutes),
            _ => longest,
        })
    }

    /// Whether the person can work during `shift`. Whoever can work the shifts of one vacancy can work them anywhere.
    pub fn is_available(&self, shift: Window) -> bool {
        let own = &self.jobseeker().availability;
        let has_more = || self.changes().any(|change| matches!(change, Change::WorksShiftsOf(..)));
        is_covered(shift, own) || has_more() && is_covered(shift, &self.availability())
    }

    /// When the person can work, changes counted.
    fn availability(&self) -> Vec<Window> {
        let mut windows = self.jobseeker().availability.clone();
        for change in self.changes() {
            if let Change::WorksShiftsOf(_, vacancy) = change {
                for shift in &self.facts.region.vacancies[vacancy.at()].shifts {
                    let (today, tomorrow) = shift.by_day();
                    windows.extend([Some(today), tomorrow].into_iter().flatten());
                }
            }
        }
        windows.sort_unstable();
        windows
    }

    /// Whether the person accepts `hours` a week. Whoever accepts more hours accepts all between.
    pub fn accepts_hours(&self, hours: u16) -> bool {
        let jobseeker = self.jobseeker();
        let own = (jobseeker.hours_per_week_min, jobseeker.hours_per_week_max);
        let (least, most) = self.changes().fold(own, |(least, most), change| match change {
            Change::WorksHours(_, other) => (least.min(*other), most.max(*other)),
            _ => (least, most),
        });
        (least..=most).contains(&hours)
    }

    /// First day of work.
    pub fn start(&self) -> NaiveDate {
        if self.facts.overlay.is_empty() { self.vacancy().start } else { self.facts.start(self.vacancy_idx) }
    }

    /// Whether the person holds a skill.
    pub fn holds(&self, skill: SkillIdx) -> bool {
        self.jobseeker().skills.binary_search(&skill).is_ok()
            || self.changes().any(|change| match change {
                Change::LearnsSkillsOf(_, vacancy) => {
                    self.facts.region.vacancies[vacancy.at()].essential_skills.binary_search(&skill).is_ok()
                }
                _ => false,
            })
    }

    /// Occupations the person aims at, the dearest first; those added by a change come last.
    pub fn goals(&self) -> impl Iterator<Item = OccupationIdx> {
        goals(self.facts, self.jobseeker_idx)
    }

    /// Whether the person has a recognised right on `day`.
    pub fn is_entitled(&self, right: EntitlementIdx, day: NaiveDate) -> bool {
        let recognised = self.jobseeker().entitlements.iter().any(|entitlement| {
            entitlement.right == right && entitlement.from <= day && entitlement.until.is_none_or(|until| day <= until)
        });
        recognised || self.changes().any(|change| *change == Change::Entitled(self.jobseeker_idx, right))
    }

    /// Where the person stands with the OCMW.
    pub fn is_held(&self) -> bool {
        matches!(self.jobseeker().gate, Gate::Hold)
            && !self.changes().any(|change| matches!(change, Change::Released(_)))
    }

    /// For each child that needs care: its age and where it goes, by its own place or by the way's choice.
    pub fn care(&self) -> impl Iterator<Item = (u8, Option<CareIdx>, bool)> {
        let mut chosen = self.choice.places.into_iter();
        self.jobseeker().children.iter().filter(|child| child.needs_care).map(move |child| match child.place {
            Some(own) => (child.age, Some(own), false),
            None => (child.age, chosen.next().flatten(), true),
        })
    }

    /// The childcare stops on the way to work: each facility once. Two stops are put in the shorter order.
    pub fn stops(&self) -> Stops {
        let mut stops = Stops { list: [CareIdx(0); STOPS_MAX], len: 0 };
        if self.jobseeker().children.is_empty() {
            return stops;
        }
        for (_, place, _) in self.care() {
            if let Some(care) = place
                && stops.len < STOPS_MAX
                && !stops.as_slice().contains(&care)
            {
                stops.list[stops.len] = care;
                stops.len += 1;
            }
        }
        if stops.len == 2 && self.is_longer(stops.list[0], stops.list[1]) {
            stops.list.swap(0, 1);
        }
        stops
    }

    /// Whether passing `first` before `second` is the longer way to work, as the crow flies.
    fn is_longer(&self, first: CareIdx, second: CareIdx) -> bool {
        let (home, site) = (&self.jobseeker().home, &self.vacancy().site);
        let (a, b) = (self.care_site(first), self.care_site(second));
        home.metres_to(a) + b.metres_to(site) > home.metres_to(b) + a.metres_to(site)
    }

    /// Where a facility is.
    fn care_site(&self, care: CareIdx) -> &'a Point {
        &self.facts.region.childcare[care.at()].site
    }

    /// Minutes from home to a facility by the way's mode; `None` when it cannot be reached.
    pub fn minutes_to_care(&self, care: CareIdx, when: When) -> Option<u16> {
        let home = (Place::Home(self.jobseeker_idx), &self.jobseeker().home);
        let travel = &self.facts.region.travel;
        travel.minutes(home, (Place::Care(care), self.care_site(care)), self.choice.mode, when)
    }

    /// The trip to work for `shift`, past `stops`; `None` when there is no such journey.
    pub fn trip_out(&self, shift: Window, stops: &Stops) -> Option<Trip> {
        self.trip(stops, When::ArriveBy(shift.day, shift.from), false)
    }

    /// The trip back after `shift`, past `stops` in the opposite order.
    pub fn trip_back(&self, shift: Window, stops: &Stops) -> Option<Trip> {
        self.trip(stops, When::DepartAt(shift.day, shift.to), true)
    }

    /// A trip worked out from work towards home, which is the same chain in both directions.
    fn trip(&self, stops: &Stops, when: When, back: bool) -> Option<Trip> {
        let (travel, mode) = (&self.facts.region.travel, self.choice.mode);
        let drop_off = self.pack().limits.drop_off_minutes;
        let leg = |near_work: (Place, &Point), near_home: (Place, &Point)| {
            if back {
                travel.minutes(near_work, near_home, mode, when)
            } else {
                travel.minutes(near_home, near_work, mode, when)
            }
        };
        let mut trip = Trip { minutes: 0, stop_to_work: [0; STOPS_MAX] };
        let mut reached = (Place::Site(self.vacancy_idx), &self.vacancy().site);
        for (position, &care) in stops.as_slice().iter().enumerate().rev() {
            let stop = (Place::Care(care), self.care_site(care));
            trip.minutes = trip.minutes.saturating_add(leg(reached, stop)?).saturating_add(drop_off);
            trip.stop_to_work[position] = trip.minutes;
            reached = stop;
        }
        let home = (Place::Home(self.jobseeker_idx), &self.jobseeker().home);
        trip.minutes = trip.minutes.saturating_add(leg(reached, home)?);
        Some(trip)
    }
}

/// Every assignment of facilities to the children of a person who need care and have no place yet, among the facilities
/// nearest to home that take the child's age and lie within the pack's minutes, in no more stops than a trip can have; each
/// child may also be left without.
///
/// A person without such children gets one choice: nowhere to go.
pub fn place_choices(facts: Facts<'_>, jobseeker: JobseekerIdx, modes: Modes) -> Vec<[Option<CareIdx>; CHILDREN_MAX]> {
    let mut choices = vec![[None; CHILDREN_MAX]];
    // More stops than a trip can have never pay: where they are allowed at a price, going nowhere has the same price.
    let stops_max = usize::from(facts.region.pack.limits.childcare_stops_max);
    let person = &facts.region.jobseekers[jobseeker.at()];
    let without_place = person.children.iter().filter(|child| child.needs_care && child.place.is_none());
    for (position, child) in without_place.take(CHILDREN_MAX).enumerate() {
        let near = facilities_near(facts, jobseeker, child.age, modes);
        let with_place = choices.iter().flat_map(|choice| {
            near.iter().map(move |&care| {
                let mut choice = *choice;
                choice[position] = Some(care);
                choice
            })
        });
        choices = with_place.chain(choices.iter().copied()).filter(|choice| distinct(choice) <= stops_max).collect();
    }
    choices
}

/// How many distinct facilities a choice names.
fn distinct(places: &[Option<CareIdx>; CHILDREN_MAX]) -> usize {
    (0..CHILDREN_MAX).filter(|&at| places[at].is_some() && !places[..at].contains(&places[at])).count()
}

/// Of the facilities nearest to home for a child of this age, those within the pack's minutes by any of `modes`.
fn facilities_near(facts: Facts<'_>, jobseeker: JobseekerIdx, age: u8, modes: Modes) -> Vec<CareIdx> {
    let region = facts.region;
    let home = (Place::Home(jobseeker), &region.jobseekers[jobseeker.at()].home);
    let minutes_max = region.pack.limits.childcare_minutes_max;
    let when = When::ArriveBy(crate::domain::Weekday::Mon, 8 * 60);
    let is_near = |idx: CareIdx| {
        let site = (Place::Care(idx), &region.childcare[idx.at()].site);
        let minutes = |mode| region.travel.minutes(home, site, mode, when);
        modes.iter().any(|mode| minutes(mode).is_some_and(|minutes| minutes <= minutes_max))
    };
    region.nearest_care(jobseeker, age).iter().copied().filter(|&idx| is_near(idx)).collect()
}
