//! Levers: changes that partners could arrange and that would help several people, counted in net distinct persons
//! after planning again.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::help::{compare, effect_words};
use super::near_miss::near_misses_of;
use super::room::Room;
use super::why_not::not_chosen_given;
use super::{change_words, count_of_people, sentence};
use crate::constraint::{ALL, PoolKey};
use crate::domain::{
    CareIdx, Cefr, Change, EntitlementIdx, Facts, JobseekerIdx, Language, LicenceCategory, Minute, Mode, OccupationIdx,
    OfferIdx, Overlay, ResourceIdx, SupportIdx, SupportKind,
};
use crate::names::{language_name, support_name};
use crate::plan::{Again, Plan, Prepared};
use crate::text::Lang;
use schakel_model::Options;

/// What a lever moves. What only the person can decide (longer trips, other hours) is no lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeverKind {
    /// Longer opening hours of a facility.
    CareHours(CareIdx),
    /// One more place in an age band of a facility.
    CarePlace(CareIdx, u8),
    /// Trained workplaces or coaches for language on the floor.
    LanguageSupport,
    /// A language course up to a level.
    Course(Language, Cefr),
    /// Bicycles.
    Bicycles,
    /// Training for driving licence B.
    LicenceB,
    /// A training in the skills of an occupation.
    Training(OccupationIdx),
    /// Recognition of a right.
    Recognition(EntitlementIdx),
    /// A later first day of one offer.
    LaterStart(OfferIdx),
    /// Shifts of one offer that begin and end so many minutes later, or earlier when below 0.
    OtherHours(OfferIdx, i16),
    /// One more of a support that has run out.
    MoreSupport(SupportIdx),
    /// One more room, or person who leads, like one that is taken.
    MoreLike(ResourceIdx),
}

/// A change that would help people, with whom it would open an offer for and what planning again gives.
#[derive(Clone, Debug)]
pub struct Lever {
    /// What it moves.
    pub kind: LeverKind,
    /// The changes it is made of.
    pub changes: Vec<Change>,
    /// People without a start for whom it opens at least one offer, each once.
    pub people: Vec<JobseekerIdx>,
    /// Starts more in the plan solved again, and people who lose theirs; `None` before it was tried.
    pub tried: Option<(i64, u32)>,
}

impl Lever {
    /// The lever in words, without full stop.
    pub fn words(&self, facts: Facts<'_>, lang: Lang) -> String {
        match (self.kind, lang) {
            (LeverKind::CareHours(_) | LeverKind::CarePlace(..), _) => change_words(&self.changes[0], facts, lang),
            (LeverKind::LanguageSupport, Lang::Nl) => "taalcoaches op de werkvloer".to_owned(),
            (LeverKind::LanguageSupport, Lang::En) => "language coaches on the floor".to_owned(),
            (LeverKind::LanguageSupport, Lang::Fr) => "coachs de langue sur le lieu de travail".to_owned(),
            (LeverKind::Course(language, level), Lang::Nl) => {
                format!("cursus {} tot niveau {level}", language_name(language, lang))
            }
            (LeverKind::Course(language, level), Lang::En) => {
                format!("course in {} up to level {level}", language_name(language, lang))
            }
            (LeverKind::Course(language, level), Lang::Fr) => {
                format!("cours pour apprendre {} jusqu'au niveau {level}", language_name(language, lang))
            }
            (LeverKind::Bicycles, Lang::Nl) => "een fiets voor wie er geen heeft".to_owned(),
            (LeverKind::Bicycles, Lang::En) => "a bicycle for those who have none".to_owned(),
            (LeverKind::Bicycles, Lang::Fr) => "un vélo pour qui n'en a pas".to_owned(),
            (LeverKind::LicenceB, _) => support_name(SupportKind::LicenceB, lang).to_owned(),
            (LeverKind::Training(occupation), _) => {
                let occupation = facts.region.occupations[occupation.at()].label(lang);
                match lang {
                    Lang::Nl => format!("opleiding {occupation}"),
                    Lang::En => format!("training {occupation}"),
                    Lang::Fr => format!("formation {occupation}"),
                }
            }
            (
                LeverKind::Recognition(_)
                | LeverKind::LaterStart(_)
                | LeverKind::OtherHours(..)
                | LeverKind::MoreSupport(_)
                | LeverKind::MoreLike(_),
                _,
            ) => change_words(&self.changes[0], facts, lang),
        }
    }
}

/// The lever that a change belongs to; `None` for what only the person decides.
fn lever_of(facts: Facts<'_>, change: &Change) -> Option<LeverKind> {
    match *change {
        Change::OpensFor(care, ..) => Some(LeverKind::CareHours(care)),
        Change::MorePlaces(care, band) => Some(LeverKind::CarePlace(care, band)),
        Change::LanguageSupport(_) => Some(LeverKind::LanguageSupport),
        Change::Speaks(_, language, levels) => {
            Some(LeverKind::Course(language, levels.into_iter().max().unwrap_or_default()))
        }
        Change::HasMode(_, Mode::Bike | Mode::BikeTransit) => Some(LeverKind::Bicycles),
        Change::HasLicences(_, licences) if licences.iter().eq([LicenceCategory::B]) => Some(LeverKind::LicenceB),
        Change::LearnsSkillsOf(_, offer) => facts.region.offers[offer.at()].occupation.map(LeverKind::Training),
        Change::Entitled(_, right) => {
            // What an OCMW decides for each person is nothing that partners could arrange for many.
            let forms = &facts.region.pack.forms;
            let ocmw_decides = forms.iter().any(|form| form.entitlement == Some(right) && form.ocmw_decides);
            (!ocmw_decides).then_some(LeverKind::Recognition(right))
        }
        Change::StartsOn(offer, _) => Some(LeverKind::LaterStart(offer)),
        Change::ShiftsMove(offer, minutes) => Some(LeverKind::OtherHours(offer, minutes)),
        Change::MoreSupport(support, _) => Some(LeverKind::MoreSupport(support)),
        Change::MoreLike(resource, _) => Some(LeverKind::MoreLike(resource)),
        Change::HasMode(..)
        | Change::HasLicences(..)
        | Change::TravelsUpTo(..)
        | Change::LeavesFrom(..)
        | Change::ChildGoesTo(..)
        | Change::WorksShiftsOf(..)
        | Change::WorksHours(..)
        | Change::AimsAt(..)
        | Change::Released(_)
        | Change::MoreOpenings(..) => None,
    }
}

/// The levers of a region over the near misses of everyone who does not start, those that open offers for most people
/// first. One change per near miss; the changes of a lever are pulled together.
pub fn levers(prepared: &Prepared<'_>, plan: &Plan) -> Vec<Lever> {
    let facts = prepared.facts;
    let found: Vec<Vec<(LeverKind, Change, JobseekerIdx)>> = plan
        .unassigned
        .par_iter()
        .map(|unassigned| {
            let misses = near_misses_of(prepared, unassigned.jobseeker, 1);
            let sets = misses.iter().flat_map(|miss| &miss.remedies).filter(|set| set.remedies.len() == 1);
            let changes = sets.flat_map(|set| &set.remedies).map(|remedy| remedy.change);
            changes.filter_map(|change| Some((lever_of(facts, &change)?, change, unassigned.jobseeker))).collect()
        })
        .collect();
    let mut by_kind: BTreeMap<LeverKind, Lever> = BTreeMap::new();
    for (kind, change, jobseeker) in found.into_iter().flatten() {
        let empty = || Lever { kind, changes: Vec::new(), people: Vec::new(), tried: None };
        let lever = by_kind.entry(kind).or_insert_with(empty);
        lever.changes.push(change);
        lever.people.push(jobseeker);
    }
    let mut levers: Vec<_> = by_kind.into_values().chain(more_room(prepared, plan)).map(tidied).collect();
    levers.sort_by_key(|lever| (std::cmp::Reverse(lever.people.len()), lever.kind));
    levers
}

/// One more of every place, support, room and leader whose lack keeps people without a start, with those people.
fn more_room(prepared: &Prepared<'_>, plan: &Plan) -> Vec<Lever> {
    let facts = prepared.facts;
    let drawn = Room::of(facts, plan);
    let competing = plan.unassigned.par_iter().filter(|unassigned| unassigned.candidates > 0);
    let found: Vec<Vec<(LeverKind, Change, JobseekerIdx)>> = competing
        .map(|unassigned| {
            let not_chosen = not_chosen_given(prepared, &drawn, plan, unassigned.jobseeker);
            let room = |key: &PoolKey| ALL[usize::from(key.rule)].room(facts, key.subject, key.part);
            // Where something is full that cannot grow, more of the rest gives nothing.
            let full = not_chosen.iter().map(|not| drawn.full_without(plan, not.edge.offer, &not.full));
            let room = full.filter_map(|full| full.iter().map(room).collect::<Option<Vec<_>>>()).flatten();
            room.filter_map(|remedy| Some((lever_of(facts, &remedy.change)?, remedy.change, unassigned.jobseeker)))
                .collect()
        })
        .collect();
    let mut levers: BTreeMap<LeverKind, Lever> = BTreeMap::new();
    for (kind, change, jobseeker) in found.into_iter().flatten() {
        let empty = || Lever { kind, changes: vec![change], people: Vec::new(), tried: None };
        levers.entry(kind).or_insert_with(empty).people.push(jobseeker);
    }
    levers.into_values().collect()
}

/// The lever with each person and each change once, and the opening hours of a facility as one window.
fn tidied(mut lever: Lever) -> Lever {
    lever.people.sort_unstable();
    lever.people.dedup();
    lever.changes.sort_unstable();
    lever.changes.dedup();
    if let LeverKind::CareHours(care) = lever.kind {
        let hours = lever.changes.iter().fold((Minute::MAX, 0), |(from, to), change| match *change {
            Change::OpensFor(_, earlier, later) => (from.min(earlier), to.max(later)),
            _ => (from, to),
        });
        lever.changes = vec![Change::OpensFor(care, hours.0, hours.1)];
    }
    lever
}

/// The `limit` levers that open offers for most people, each tried by planning again, the largest gain first.
pub fn levers_tried(prepared: &Prepared<'_>, plan: &Plan, limit: usize, options: &Options<'_>) -> Vec<Lever> {
    let mut levers = levers(prepared, plan);
    levers.truncate(limit);
    let again = Again::new(prepared);
    for lever in &mut levers {
        let overlay = Overlay::new(lever.changes.iter().copied());
        let facts = prepared.facts.under(&overlay);
        lever.tried = Some(compare(plan, &again.starts(&Prepared::of(facts), options)));
    }
    levers.sort_by_key(|lever| (lever.tried.map(|(net, displaced)| (-net, displaced)), lever.kind));
    levers
}

/// What a lever would give, a sentence a line.
pub fn lever_words(facts: Facts<'_>, lever: &Lever, lang: Lang) -> Vec<String> {
    let people = count_of_people(facts, lever.people.len() as u32, lang);
    let mut lines = vec![sentence(&lever.words(facts, lang))];
    lines.push(match lang {
        Lang::Nl => format!("Dat opent iets voor {people} mensen."),
        Lang::En => format!("That opens something for {people} people."),
        Lang::Fr => format!("Cela ouvre une voie à {people} personnes."),
    });
    lines.extend(lever.tried.into_iter().flat_map(|effect| effect_words(facts, effect, lang)));
    lines
}
