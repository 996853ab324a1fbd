//! A way: one manner in which a person could take an offer. Rules read facts through it, so that supports and
//! what-if changes count everywhere.

mod commute;
mod places;

use chrono::NaiveDate;

use crate::domain::{
    CareIdx, Change, Child, Contract, EntitlementIdx, Facts, HubKind, Jobseeker, JobseekerIdx, Language, Levels,
    Licences, Minute, Mode, Modes, OccupationIdx, Offer, OfferIdx, PolicyPack, SkillIdx, Subject, SupportIdx,
    SupportKind, Window, is_covered,
};

pub(crate) use commute::leaves_at;
pub use commute::{CareStops, Commute, HubsUsed, Leg, ThereAndBack};
pub use places::place_choices;
pub(crate) use places::{Nearness, may_be_chosen, nearness};

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

/// One manner in which one person could take one offer, seen against the facts.
#[derive(Clone, Copy)]
pub struct Way<'a> {
    /// The region with any changes.
    pub facts: Facts<'a>,
    /// Who.
    pub jobseeker_idx: JobseekerIdx,
    /// What.
    pub offer_idx: OfferIdx,
    /// How.
    pub choice: Choice,
}

/// Occupations a person aims at, the dearest first; those added by a change come last.
pub(crate) fn goals<'a>(facts: Facts<'a>, jobseeker: JobseekerIdx) -> impl Iterator<Item = OccupationIdx> + use<'a> {
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

    /// The offer.
    pub fn offer(&self) -> &'a Offer {
        &self.facts.region.offers[self.offer_idx.at()]
    }

    /// The contract where the offer is a job.
    pub fn contract(&self) -> Option<&'a Contract> {
        self.offer().contract.as_ref()
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

    /// The way as people would try it after `change`: against `facts`, in which it holds, and by the mode of travel
    /// that it gives.
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

    /// The same way as if a bicycle of the region's stock were used, if there is one.
    #[must_use]
    pub fn with_bicycle(self) -> Self {
        let stock = self.facts.region.supports.iter().position(|support| support.kind == SupportKind::Bicycle);
        let supports = [stock.map(SupportIdx::from_usize), None];
        Self { choice: Choice { supports, ..self.choice }, ..self }
    }

    /// Modes the person has. A person with a bicycle who takes public transport can cycle to it.
    pub fn modes(&self) -> Modes {
        let own = self.changes().fold(self.jobseeker().modes, |modes, change| match change {
            Change::HasMode(_, mode) => modes.with(*mode),
            _ => modes,
        });
        let own = if self.uses(SupportKind::Bicycle) { own.with(Mode::Bike) } else { own };
        let rides = own.has(Mode::Transit) && (own.has(Mode::Bike) || own.has(Mode::Ebike));
        if rides && self.facts.region.has_hub(HubKind::BicyclePark) { own.with(Mode::BikeTransit) } else { own }
    }

    /// Licences the person holds.
    pub fn licences(&self) -> Licences {
        let own = self.changes().fold(self.jobseeker().licences, |licences, change| match change {
            Change::HasLicences(_, more) => more.iter().fold(licences, Licences::with),
            _ => licences,
        });
        let own = if self.uses(SupportKind::LicenceB) { own.with(crate::domain::LicenceCategory::B) } else { own };
        own.closed()
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
        self.offer().language_support
            || self.uses(SupportKind::Coach)
            || self
                .facts
                .overlay
                .about(Subject::Offer(self.offer_idx))
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

    /// The minute of the day from which the person leaves home; `None` is no limit.
    pub fn leaves_from(&self) -> Option<Minute> {
        self.changes().fold(self.jobseeker().leaves_from, |from, change| match change {
            Change::LeavesFrom(_, earlier) => from.map(|from| from.min(*earlier)),
            _ => from,
        })
    }

    /// Every shift of the week.
    pub fn shifts(&self) -> impl Iterator<Item = Window> + use<'a> {
        self.facts.shifts(self.offer_idx)
    }

    /// Whether the person can work during `shift`. Whoever can work the shifts of one offer can work them anywhere.
    pub fn is_available(&self, shift: Window) -> bool {
        let own = &self.jobseeker().availability;
        let has_more = || self.changes().any(|change| matches!(change, Change::WorksShiftsOf(..)));
        is_covered(shift, own) || has_more() && is_covered(shift, &self.availability())
    }

    /// When the person can work, changes counted.
    fn availability(&self) -> Vec<Window> {
        let mut windows = self.jobseeker().availability.clone();
        for change in self.changes() {
            if let Change::WorksShiftsOf(_, offer) = change {
                for shift in self.facts.shifts(*offer) {
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
        if self.facts.overlay.is_empty() { self.offer().start } else { self.facts.start(self.offer_idx) }
    }

    /// Whether the person holds a skill.
    pub fn holds(&self, skill: SkillIdx) -> bool {
        self.jobseeker().skills.binary_search(&skill).is_ok()
            || self.changes().any(|change| match change {
                Change::LearnsSkillsOf(_, offer) => {
                    self.facts.region.offers[offer.at()].essential_skills.binary_search(&skill).is_ok()
                }
                _ => false,
            })
    }

    /// Occupations the person aims at, the dearest first; those added by a change come last.
    pub fn goals(&self) -> impl Iterator<Item = OccupationIdx> {
        goals(self.facts, self.jobseeker_idx)
    }

    /// What the supports used cost together, cents.
    pub fn support_cents(&self) -> u64 {
        let supports = &self.facts.region.supports;
        self.choice.supports_used().map(|support| u64::from(supports[support.at()].cost_cents)).sum()
    }

    /// Whether the person has a recognised right on `day`.
    pub fn is_entitled(&self, right: EntitlementIdx, day: NaiveDate) -> bool {
        let recognised = self.jobseeker().entitlements.iter().any(|entitlement| {
            entitlement.right == right && entitlement.from <= day && entitlement.until.is_none_or(|until| day <= until)
        });
        recognised || self.changes().any(|change| *change == Change::Entitled(self.jobseeker_idx, right))
    }

    /// For each child that needs care: the child, where it goes, by its own place or by the way's choice, and whether
    /// it was chosen.
    pub fn care(&self) -> impl Iterator<Item = (&'a Child, Option<CareIdx>, bool)> {
        let mut chosen = self.choice.places.into_iter();
        let children = self.jobseeker().children.iter().enumerate();
        children.filter(|(_, child)| child.needs_care).map(move |(position, child)| match child.place {
            Some(own) => match self.other_place(position) {
                Some(other) => (child, Some(other), true),
                None => (child, Some(own), false),
            },
            None => (child, chosen.next().flatten(), true),
        })
    }

    /// Where a child that has a place goes instead, by a change.
    fn other_place(&self, position: usize) -> Option<CareIdx> {
        self.changes().find_map(|change| match *change {
            Change::ChildGoesTo(_, child, care) if usize::from(child) == position => Some(care),
            _ => None,
        })
    }
}
