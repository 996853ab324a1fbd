//! Mobility: the trip to work and back, by a mode the person has, within the minutes the person accepts.

use std::fmt;

use super::words::{by_mode, duration};
use super::{Choice, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit, Way};
use crate::domain::{Change, Facts, JobseekerIdx, Mode, Modes, SupportKind, VacancyIdx};
use crate::text::{Lang, Words};

pub(super) struct Mobility;

/// How long the longer of the two trips takes.
pub(super) struct TripTakes {
    jobseeker: JobseekerIdx,
    mode: Mode,
    has_mode: bool,
    /// `None` when there is no journey.
    minutes: Option<u16>,
    minutes_max: u16,
    costs: i64,
    /// The way itself, to try it by bicycle when a remedy is asked for.
    vacancy: VacancyIdx,
    choice: Choice,
}

/// A person is asked to accept at most this much of the trip they find long enough, per cent: to ask for more helps
/// nobody. An assumption.
const ACCEPTABLE_PERCENT: u32 = 150;

impl Constraint for Mobility {
    const ID: ConstraintId = ConstraintId("mobility");
    const PLACE: u8 = 10;
    const READS: &'static [&'static str] = &["home", "modes", "travel_minutes_max", "children"];
    const EASED_BY: &'static [SupportKind] = &[SupportKind::Bicycle];
    const CODES: &'static [ReasonCode] = &[
        ReasonCode {
            code: "MODE_MISSING",
            words: Words {
                nl: "kan zich niet op deze manier verplaatsen",
                en: "cannot travel this way",
                fr: "ne peut pas se déplacer de cette façon",
            },
            remedies: &["has_mode"],
        },
        ReasonCode {
            code: "TRIP_TOO_LONG",
            words: Words {
                nl: "de reis duurt langer dan kan",
                en: "the trip takes longer than will do",
                fr: "le trajet dure plus longtemps que possible",
            },
            remedies: &["has_mode", "travels_up_to"],
        },
        ReasonCode {
            code: "TRIP_TAKES",
            words: Words { nl: "de reis kost tijd", en: "the trip takes time", fr: "le trajet prend du temps" },
            remedies: &[],
        },
    ];
    type Finding = TripTakes;

    fn caption(&self) -> Words {
        Words { nl: "verplaatsing", en: "mobility", fr: "mobilité" }
    }

    fn judge(&self, way: &Way<'_>) -> Option<TripTakes> {
        let (mode, minutes_max) = (way.choice.mode, way.travel_minutes_max());
        let (has_mode, minutes) = (way.modes().has(mode), longest_trip(way));
        let costs = i64::from(minutes.unwrap_or(0)) * way.pack().weights.per_travel_minute;
        let (jobseeker, vacancy, choice) = (way.jobseeker_idx, way.vacancy_idx, way.choice);
        let finding = TripTakes { jobseeker, mode, has_mode, minutes, minutes_max, costs, vacancy, choice };
        (costs > 0 || finding.is_too_long()).then_some(finding)
    }

    fn reach_m(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<f64> {
        let person = &facts.region.jobseekers[jobseeker.at()];
        // With stated minutes from stop to stop, a trip past childcare may be shorter than the straight line.
        if facts.region.travel.states_stops() && person.children.iter().any(|child| child.needs_care) {
            return None;
        }
        let mut minutes_max = facts.region.travel_minutes_max(person);
        let mut modes = person.modes;
        for change in facts.overlay.about(crate::domain::Subject::Jobseeker(jobseeker)) {
            match *change {
                Change::HasMode(_, mode) => modes = modes.with(mode),
                Change::TravelsUpTo(_, minutes) => minutes_max = minutes_max.max(minutes),
                _ => {}
            }
        }
        if facts.region.supports.iter().any(|support| support.kind == SupportKind::Bicycle) {
            modes = modes.with(Mode::Bike);
        }
        Some(farthest(facts, modes, minutes_max))
    }
}

/// The farthest that any of `modes` reaches within `minutes`, metres.
fn farthest(facts: Facts<'_>, modes: Modes, minutes: u16) -> f64 {
    modes.iter().map(|mode| facts.region.travel.reach_m(mode, minutes)).fold(0.0, f64::max)
}

/// The longest of the trips out and back over all shifts; one shift stands for all where time makes no difference, and
/// the trip out for the trip back where direction makes none.
fn longest_trip(way: &Way<'_>) -> Option<u16> {
    let stops = way.stops();
    let shifts = &way.vacancy().shifts;
    let travel = &way.facts.region.travel;
    let (is_timeless, is_symmetric) = (travel.is_timeless(), travel.is_symmetric());
    let looked_at = if is_timeless { &shifts[..shifts.len().min(1)] } else { &shifts[..] };
    let mut longest = 0;
    for &shift in looked_at {
        longest = longest.max(way.trip_out(shift, &stops)?.minutes);
        if !(is_timeless && is_symmetric) {
            longest = longest.max(way.trip_back(shift, &stops)?.minutes);
        }
    }
    Some(longest)
}

impl TripTakes {
    /// Whether this way of going is out of the question.
    fn is_too_long(&self) -> bool {
        !self.has_mode || self.minutes.is_none_or(|minutes| minutes > self.minutes_max)
    }

    /// Whether the trip fits when made by bicycle, which the person does not have.
    fn bicycle_would_do(&self, facts: Facts<'_>) -> bool {
        let choice = Choice { mode: Mode::Bike, ..self.choice };
        let by_bicycle = Way { facts, jobseeker_idx: self.jobseeker, vacancy_idx: self.vacancy, choice };
        self.is_too_long()
            && !by_bicycle.modes().has(Mode::Bike)
            && longest_trip(&by_bicycle).is_some_and(|minutes| minutes <= self.minutes_max)
    }
}

impl Finding for TripTakes {
    fn code(&self) -> &'static str {
        match (self.has_mode, self.is_too_long()) {
            (false, _) => "MODE_MISSING",
            (true, true) => "TRIP_TOO_LONG",
            (true, false) => "TRIP_TAKES",
        }
    }

    fn effect(&self) -> Effect {
        if self.is_too_long() { Effect::Blocks } else { Effect::Costs(self.costs) }
    }

    fn measured(&self) -> Option<Measured> {
        let measured = i64::from(self.minutes?);
        Some(Measured { measured, limit: self.minutes_max.into(), unit: Unit::Minutes })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mode, most) = (by_mode(self.mode, lang), self.minutes_max);
        if !self.has_mode {
            return match lang {
                Lang::Nl => write!(f, "kan zich niet {mode} verplaatsen"),
                Lang::En => write!(f, "cannot travel {mode}"),
                Lang::Fr => write!(f, "ne peut pas se déplacer {mode}"),
            };
        }
        let Some(minutes) = self.minutes.map(|minutes| duration(minutes, lang)) else {
            return match lang {
                Lang::Nl => write!(f, "geraakt er niet {mode}"),
                Lang::En => write!(f, "cannot get there {mode}"),
                Lang::Fr => write!(f, "n'y arrive pas {mode}"),
            };
        };
        match (lang, self.is_too_long()) {
            (Lang::Nl, true) => write!(f, "reist {minutes} {mode}, hoogstens {most} kan"),
            (Lang::En, true) => write!(f, "travels {minutes} {mode}, at most {most} will do"),
            (Lang::Fr, true) => write!(f, "met {minutes} {mode}, {most} au maximum"),
            (Lang::Nl, false) => write!(f, "reist {minutes} {mode}"),
            (Lang::En, false) => write!(f, "travels {minutes} {mode}"),
            (Lang::Fr, false) => write!(f, "met {minutes} {mode}"),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        let mut remedies = Vec::new();
        if self.bicycle_would_do(facts) {
            let cost = facts.region.pack.remedies.cents_bicycle;
            remedies.push(Remedy::new(Change::HasMode(self.jobseeker, Mode::Bike)).costing(cost));
        }
        if let Some(minutes) = self.minutes
            && self.has_mode
            && self.is_too_long()
            && u32::from(minutes) * 100 <= u32::from(self.minutes_max) * ACCEPTABLE_PERCENT
        {
            remedies.push(Remedy::new(Change::TravelsUpTo(self.jobseeker, minutes)));
        }
        remedies
    }
}
