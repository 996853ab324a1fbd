//! Mobility: the trip to work and back, by a mode the person has, within the minutes and from the hour the person
//! accepts.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit, remedy};
use crate::domain::{
    ACCEPTABLE_TRIP_PERCENT, Change, DAY, Facts, HubKind, JobseekerIdx, Minute, Mode, Modes, OfferIdx, Subject,
    SupportKind, Weekday, Window,
};
use crate::names::{by_mode, duration, vehicle_name, weekday};
use crate::text::{Clock, Lang, Words};
use crate::travel::{Call, Place, Stage};
use crate::way::{Choice, Way, leaves_at};

pub(super) struct MobilityRule;

/// How long the longer of the two trips takes.
pub(super) struct TripTakes {
    jobseeker: JobseekerIdx,
    mode: Mode,
    has_mode: bool,
    /// `None` when there is no journey.
    minutes: Option<u16>,
    minutes_max: u16,
    /// Where the trip leaves home too early: the minute of the day at which it leaves, and the first at which the
    /// person does.
    too_early: Option<(Minute, Minute)>,
    /// Why public transport does not do.
    no_service: Option<NoService>,
    costs: i64,
    /// The way itself, to try it otherwise when a remedy is asked for.
    offer: OfferIdx,
    choice: Choice,
}

/// Why public transport does not do for a shift.
#[derive(Clone, Copy)]
enum NoService {
    /// The first vehicle of the day comes after the shift begins.
    ComesTooLate { first: Call, begins: Minute },
    /// The last vehicle of the day leaves before the shift ends.
    LeavesTooEarly { last: Call, ends: Minute },
    /// Nothing goes there, or back, that day.
    NotThatDay(Weekday),
}

/// A person is asked to leave home at most so much earlier than they do, minutes. An assumption.
const EARLIER_MINUTES_MAX: u16 = 60;

impl Constraint for MobilityRule {
    const ABOUT: About = About {
        id: ConstraintId("mobility"),
        place: 10,
        caption: Words { nl: "verplaatsing", en: "mobility", fr: "mobilité" },
        reads: &["home", "modes", "travel_minutes_max", "transfers_max", "walk_metres_max", "leaves_from", "children"],
        eased_by: &[SupportKind::Bicycle],
        codes: CODES,
        ..About::DEFAULT
    };
    type Finding = TripTakes;

    fn judge(&self, way: &Way<'_>) -> Option<TripTakes> {
        let (mode, minutes_max) = (way.choice.mode, way.travel_minutes_max());
        let has_mode = way.modes().has(mode);
        let trips = Trips::of(way, u16::MAX);
        let costs = i64::from(trips.longest.unwrap_or(0)) * way.pack().weights.per_travel_minute;
        let no_service = if has_mode && trips.longest.is_none() { no_service(way) } else { None };
        let (jobseeker, offer, choice) = (way.jobseeker_idx, way.offer_idx, way.choice);
        let (minutes, too_early) = (trips.longest, trips.too_early);
        let finding =
            TripTakes { jobseeker, mode, has_mode, minutes, minutes_max, too_early, no_service, costs, offer, choice };
        (costs > 0 || finding.is_out_of_the_question()).then_some(finding)
    }

    /// Without the reasons, which take searches through a timetable of their own.
    fn effect(&self, way: &Way<'_>) -> Option<Effect> {
        let minutes_max = way.travel_minutes_max();
        if !way.modes().has(way.choice.mode) {
            return Some(Effect::Blocks);
        }
        let trips = match way.steady_minutes() {
            Some(minutes) => Trips::steady(way, minutes),
            None if way.takes_longer_at_a_glance(minutes_max) => return Some(Effect::Blocks),
            None => Trips::of(way, minutes_max),
        };
        match trips.longest.filter(|&minutes| minutes <= minutes_max && trips.too_early.is_none()) {
            None => Some(Effect::Blocks),
            Some(minutes) => {
                let costs = i64::from(minutes) * way.pack().weights.per_travel_minute;
                (costs > 0).then_some(Effect::Costs(costs))
            }
        }
    }

    fn reach_m(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<f64> {
        let person = &facts.region.jobseekers[jobseeker.at()];
        // With stated minutes from stop to stop, a trip past childcare or a hub may be shorter than the straight line.
        let passes_stops = person.children.iter().any(|child| child.needs_care) || !facts.region.hubs.is_empty();
        if facts.region.travel.states_stops() && passes_stops {
            return None;
        }
        let mut minutes_max = facts.region.travel_minutes_max(person);
        let mut modes = person.modes;
        for change in facts.overlay.about(Subject::Jobseeker(jobseeker)) {
            match *change {
                Change::HasMode(_, mode) => modes = modes.with(mode),
                Change::TravelsUpTo(_, minutes) => minutes_max = minutes_max.max(minutes),
                _ => {}
            }
        }
        if facts.region.supports.iter().any(|support| support.kind == SupportKind::Bicycle) {
            modes = modes.with(Mode::Bike);
        }
        Some(farthest(facts, jobseeker, modes, minutes_max))
    }
}

/// The farthest that any of `modes` reaches from home within `minutes`, metres; by way of hubs as well.
fn farthest(facts: Facts<'_>, jobseeker: JobseekerIdx, modes: Modes, minutes: u16) -> f64 {
    let region = facts.region;
    let home = (Place::Home(jobseeker), &region.jobseekers[jobseeker.at()].home);
    let plain = modes.iter().filter(|&mode| (mode as usize) < Mode::PLAIN.len());
    let mut reach_m = plain.map(|mode| region.travel.reach_m(home, mode, minutes)).fold(0.0, f64::max);
    if !modes.has(Mode::Transit) && !modes.has(Mode::BikeTransit) {
        return reach_m;
    }
    for &hub in facts.hubs_near_home(jobseeker, HubKind::BicyclePark) {
        let at = &region.hubs[hub.at()].at;
        reach_m =
            reach_m.max(home.1.metres_to(at) + region.travel.reach_m((Place::Hub(hub), at), Mode::Transit, minutes));
    }
    let shared = [(Mode::SharedBike, Mode::Bike), (Mode::SharedCar, Mode::Car)].into_iter();
    let last_ride = shared
        .filter(|(mode, _)| modes.has(*mode))
        .map(|(_, ride)| region.travel.reach_m(home, ride, region.pack.limits.hub_minutes_max));
    reach_m + last_ride.fold(0.0, f64::max)
}

/// The longest of the trips out and back over all shifts, and when one has to leave home too early.
struct Trips {
    /// `None` when there is no journey for some shift.
    longest: Option<u16>,
    too_early: Option<(Minute, Minute)>,
}

impl Trips {
    /// The trips of a way. What takes more than `enough` need not be known: then no further shift is looked at.
    fn of(way: &Way<'_>, enough: u16) -> Self {
        let leaves_from = way.leaves_from();
        let mut trips = Self { longest: Some(0), too_early: None };
        for (shift, round) in way.there_and_back_within(way.hubs_used_within(enough), enough) {
            trips.longest = round.and_then(|round| Some(trips.longest?.max(round.longest())));
            if let (Some(round), Some(from)) = (round, leaves_from) {
                trips.leave(round.leaves_at(shift), from);
            }
            if trips.longest.is_none_or(|minutes| minutes > enough) {
                break;
            }
        }
        trips
    }

    /// The trips of a way of which every one takes so many minutes.
    fn steady(way: &Way<'_>, minutes: u16) -> Self {
        let mut trips = Self { longest: Some(minutes), too_early: None };
        if let Some(from) = way.leaves_from() {
            way.shifts().for_each(|shift| trips.leave(leaves_at(shift, minutes), from));
        }
        trips
    }

    /// Notes when one has to leave home who does so from `from` on.
    fn leave(&mut self, leaves_at: Minute, from: Minute) {
        if leaves_at < from && self.too_early.is_none_or(|(earliest, _)| leaves_at < earliest) {
            self.too_early = Some((leaves_at, from));
        }
    }
}

/// Why there is no journey by public transport for the first shift that lacks one; `None` where no single hour explains
/// it.
fn no_service(way: &Way<'_>) -> Option<NoService> {
    let travel = &way.facts.region.travel;
    if way.choice.mode != Mode::Transit || travel.sources().is_empty() {
        return None;
    }
    let mut missed = way.each_there_and_back(way.hubs_used()).filter(|(_, round)| round.is_none());
    let (shift, _) = missed.next()?;
    let (home, site, who) = (way.home(), way.site(), way.traveller());
    let Some(first) = travel.first_arrival(who, home, site, shift.day) else {
        return Some(NoService::NotThatDay(shift.day));
    };
    if first.minute > shift.from {
        return Some(NoService::ComesTooLate { first, begins: shift.from });
    }
    let (day, ends) = end_of(shift);
    let Some(last) = travel.last_departure(who, site, home, day) else { return Some(NoService::NotThatDay(day)) };
    (last.minute < ends).then_some(NoService::LeavesTooEarly { last, ends })
}

/// The day and minute on which a shift ends.
fn end_of(shift: Window) -> (Weekday, Minute) {
    if shift.to < DAY { (shift.day, shift.to) } else { (shift.day.next(), shift.to - DAY) }
}

/// Whether a way by public transport is walked from end to end, on every day.
fn boards_nothing(way: &Way<'_>) -> bool {
    let (hubs, travel) = (way.hubs_used(), &way.facts.region.travel);
    way.each_there_and_back(hubs).all(|(shift, round)| {
        let Some(round) = round else { return false };
        let legs = [way.legs(shift, &round.out, hubs, false), way.legs(shift, &round.back, hubs, true)].concat();
        legs.iter().all(|leg| {
            let stages = travel.stages(way.traveller(), way.located(leg.from), way.located(leg.to), leg.mode, leg.when);
            stages.iter().all(|stage| matches!(stage, Stage::Along(Mode::Walk, _)))
        })
    })
}

impl TripTakes {
    /// Whether this way of going is out of the question.
    fn is_out_of_the_question(&self) -> bool {
        self.is_too_long() || self.too_early.is_some()
    }

    /// Whether it cannot be done within the minutes.
    fn is_too_long(&self) -> bool {
        !self.has_mode || self.minutes.is_none_or(|minutes| minutes > self.minutes_max)
    }

    /// The way by another mode.
    fn by<'a>(&self, mode: Mode, facts: Facts<'a>) -> Way<'a> {
        let choice = Choice { mode, ..self.choice };
        Way { facts, jobseeker_idx: self.jobseeker, offer_idx: self.offer, choice }
    }

    /// By what, as it follows the minutes: on foot where a journey by public transport boards nothing.
    fn mode_words(&self, facts: Facts<'_>, lang: Lang) -> String {
        let travel = &facts.region.travel;
        let by = by_mode(self.mode, lang);
        if !self.mode.keeps_hours() {
            return by.to_owned();
        }
        if !travel.is_timeless(self.mode) {
            return if boards_nothing(&self.by(self.mode, facts)) { by_mode(Mode::Walk, lang) } else { by }.to_owned();
        }
        by.to_owned()
    }

    /// Whether no timetable is behind the minutes, and nobody stated them.
    fn is_estimate(&self, facts: Facts<'_>) -> bool {
        let travel = &facts.region.travel;
        let place = facts.region.offers[self.offer.at()].place(self.offer);
        self.mode.keeps_hours()
            && travel.is_timeless(self.mode)
            && !travel.exceptions().contains(&(self.jobseeker, place))
    }

    /// Words for the minutes spent at childcare; empty where the trip passes none.
    fn care_words(&self, facts: Facts<'_>, lang: Lang) -> String {
        let stops = self.by(self.mode, facts).stops().as_slice().len() as u16;
        let minutes = stops * facts.region.pack.limits.drop_off_minutes;
        if minutes == 0 || self.minutes.is_none() {
            return String::new();
        }
        match lang {
            Lang::Nl => format!(", waarvan {minutes} voor opvang"),
            Lang::En => format!(", of which {minutes} for childcare"),
            Lang::Fr => format!(", dont {minutes} pour l'accueil"),
        }
    }

    /// The mode that a bicycle would give and by which the trip fits: all the way, or to a hub.
    fn bicycle_would_do(&self, facts: Facts<'_>) -> Option<Mode> {
        let has = self.by(self.mode, facts).modes();
        if !self.is_out_of_the_question() || has.has(Mode::Bike) {
            return None;
        }
        let parks = facts.region.has_hub(HubKind::BicyclePark) && has.has(Mode::Transit) && !has.has(Mode::Ebike);
        [Some(Mode::Bike), parks.then_some(Mode::BikeTransit)].into_iter().flatten().find(|&mode| {
            let trips = Trips::of(&self.by(mode, facts), self.minutes_max);
            trips.too_early.is_none() && trips.longest.is_some_and(|minutes| minutes <= self.minutes_max)
        })
    }
}

impl Finding for TripTakes {
    fn code(&self) -> &'static str {
        match (self.has_mode, self.no_service, self.is_too_long(), self.too_early) {
            (false, ..) => "MODE_MISSING",
            (true, Some(NoService::ComesTooLate { .. }), ..) => "FIRST_SERVICE_TOO_LATE",
            (true, Some(NoService::LeavesTooEarly { .. }), ..) => "LAST_SERVICE_TOO_EARLY",
            (true, Some(NoService::NotThatDay(_)), ..) => "NO_SERVICE_THAT_DAY",
            (true, None, true, _) => "TRIP_TOO_LONG",
            (true, None, false, Some(_)) => "LEAVES_TOO_EARLY",
            (true, None, false, None) => "TRIP_TAKES",
        }
    }

    fn effect(&self) -> Effect {
        if self.is_out_of_the_question() { Effect::Blocks } else { Effect::Costs(self.costs) }
    }

    fn measured(&self) -> Option<Measured> {
        let clock = |measured: Minute, limit: Minute| {
            Some(Measured { measured: measured.into(), limit: limit.into(), unit: Unit::ClockMinute })
        };
        match (self.no_service, self.too_early) {
            (Some(NoService::ComesTooLate { first, begins }), _) => clock(first.minute, begins),
            (Some(NoService::LeavesTooEarly { last, ends }), _) => clock(last.minute, ends),
            (Some(NoService::NotThatDay(_)), _) => None,
            (None, Some((leaves_at, from))) if !self.is_too_long() => clock(leaves_at, from),
            (None, _) => {
                let measured = i64::from(self.minutes?);
                Some(Measured { measured, limit: self.minutes_max.into(), unit: Unit::Minutes })
            }
        }
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mode, most) = (by_mode(self.mode, lang), self.minutes_max);
        if !self.has_mode {
            return match lang {
                Lang::Nl => write!(f, "kan zich niet {mode} verplaatsen"),
                Lang::En => write!(f, "cannot travel {mode}"),
                Lang::Fr => write!(f, "ne peut pas se déplacer {mode}"),
            };
        }
        if let Some(no_service) = self.no_service {
            return no_service.write(lang, f);
        }
        if let Some((leaves_at, from)) = self.too_early.filter(|_| !self.is_too_long()) {
            let (leaves_at, from) = (Clock(leaves_at), Clock(from));
            return match lang {
                Lang::Nl => write!(f, "moet om {leaves_at} vertrekken {mode}, en kan vanaf {from}"),
                Lang::En => write!(f, "has to leave at {leaves_at} {mode}, and can from {from}"),
                Lang::Fr => write!(f, "doit partir à {leaves_at} {mode}, et peut à partir de {from}"),
            };
        }
        let (mode, care) = (&*self.mode_words(facts, lang), self.care_words(facts, lang));
        let Some(minutes) = self.minutes.map(|minutes| duration(minutes, lang)) else {
            if !facts.region.travel.is_timeless(self.mode) {
                let person = &facts.region.jobseekers[self.jobseeker.at()];
                let within = duration(facts.region.traveller(person).minutes_max, lang);
                return match lang {
                    Lang::Nl => write!(f, "geraakt er niet {mode} binnen {within}"),
                    Lang::En => write!(f, "cannot get there {mode} within {within}"),
                    Lang::Fr => write!(f, "n'y arrive pas {mode} en {within}"),
                };
            }
            return match lang {
                Lang::Nl => write!(f, "geraakt er niet {mode}"),
                Lang::En => write!(f, "cannot get there {mode}"),
                Lang::Fr => write!(f, "n'y arrive pas {mode}"),
            };
        };
        let (about, without) = match (lang, self.is_estimate(facts)) {
            (_, false) => ("", ""),
            (Lang::Nl, true) => (" geschat", ", zonder dienstregeling"),
            (Lang::En, true) => (" an estimated", ", without a timetable"),
            (Lang::Fr, true) => (" estimé", ", sans horaire"),
        };
        match (lang, self.is_too_long()) {
            (Lang::Nl, true) => write!(f, "reist{about} {minutes} {mode}{without}, maximaal {most} is haalbaar"),
            (Lang::En, true) => write!(f, "travels{about} {minutes} {mode}{without}, at most {most} will do"),
            (Lang::Fr, true) => write!(f, "trajet{about} de {minutes} {mode}{without}, {most} au maximum"),
            (Lang::Nl, false) => write!(f, "reist{about} {minutes} {mode}{care}{without}"),
            (Lang::En, false) => write!(f, "travels{about} {minutes} {mode}{care}{without}"),
            (Lang::Fr, false) => write!(f, "trajet{about} de {minutes} {mode}{care}{without}"),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        let mut remedies = Vec::new();
        if let Some(mode) = self.bicycle_would_do(facts) {
            let cost = facts.region.pack.remedies.cents_bicycle;
            let bicycle = Remedy::new(Change::HasMode(self.jobseeker, mode)).costing(cost);
            remedies.push(bicycle.by_support(facts, SupportKind::Bicycle));
        }
        if !self.has_mode || !self.is_out_of_the_question() {
            return remedies;
        }
        if let Some(minutes) = self.minutes.filter(|&minutes| self.too_early.is_none() && self.is_acceptable(minutes)) {
            remedies.push(Remedy::new(Change::TravelsUpTo(self.jobseeker, minutes)));
        }
        if let Some((leaves_at, from)) = self.too_early
            && !self.is_too_long()
            && from - leaves_at <= EARLIER_MINUTES_MAX
        {
            remedies.push(Remedy::new(Change::LeavesFrom(self.jobseeker, leaves_at)));
        }
        let way = self.by(self.mode, facts);
        if self.no_service.is_none() && self.is_too_long() {
            remedies.extend(remedy::elsewhere(&MobilityRule, &way));
        }
        if self.mode.keeps_hours() && !facts.region.travel.is_timeless(self.mode) || self.too_early.is_some() {
            remedies.extend(remedy::that_unblocks(&MobilityRule, &way));
        }
        remedies
    }
}

impl TripTakes {
    /// Whether a person may be asked to accept so many minutes.
    fn is_acceptable(&self, minutes: u16) -> bool {
        self.is_too_long() && u32::from(minutes) * 100 <= u32::from(self.minutes_max) * ACCEPTABLE_TRIP_PERCENT
    }
}

impl NoService {
    fn write(self, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, lang) {
            (Self::ComesTooLate { first, begins }, _) => {
                let (vehicle, at, begins) = (vehicle_name(first.vehicle, lang), Clock(first.told), Clock(begins));
                match lang {
                    Lang::Nl => write!(f, "eerste {vehicle} komt aan om {at}, het werk begint om {begins}"),
                    Lang::En => write!(f, "first {vehicle} arrives at {at}, work begins at {begins}"),
                    Lang::Fr => write!(f, "premier {vehicle} : arrivée à {at}, le travail commence à {begins}"),
                }
            }
            (Self::LeavesTooEarly { last, ends }, _) => {
                let (vehicle, at, ends) = (vehicle_name(last.vehicle, lang), Clock(last.told), Clock(ends));
                match lang {
                    Lang::Nl => write!(f, "laatste {vehicle} vertrekt om {at}, het werk eindigt om {ends}"),
                    Lang::En => write!(f, "last {vehicle} leaves at {at}, work ends at {ends}"),
                    Lang::Fr => write!(f, "dernier {vehicle} : départ à {at}, le travail finit à {ends}"),
                }
            }
            (Self::NotThatDay(day), Lang::Nl) => {
                write!(f, "op {} rijdt er geen bus of trein", weekday(day, lang))
            }
            (Self::NotThatDay(day), Lang::En) => write!(f, "no bus or train on {}", weekday(day, lang)),
            (Self::NotThatDay(day), Lang::Fr) => write!(f, "pas de bus ni de train le {}", weekday(day, lang)),
        }
    }
}

/// Every code of its findings.
const CODES: &[ReasonCode] = &[
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
        remedies: &["has_mode", "travels_up_to", "child_goes_to", "shifts_move"],
    },
    ReasonCode {
        code: "TRIP_TAKES",
        words: Words { nl: "de reis kost tijd", en: "the trip takes time", fr: "le trajet prend du temps" },
        remedies: &[],
    },
    ReasonCode {
        code: "FIRST_SERVICE_TOO_LATE",
        words: Words {
            nl: "de eerste bus of trein komt aan nadat het werk begint",
            en: "the first bus or train arrives after work begins",
            fr: "le premier bus ou train arrive après le début du travail",
        },
        remedies: &["has_mode", "shifts_move"],
    },
    ReasonCode {
        code: "LAST_SERVICE_TOO_EARLY",
        words: Words {
            nl: "de laatste bus of trein vertrekt voor het werk eindigt",
            en: "the last bus or train leaves before work ends",
            fr: "le dernier bus ou train part avant la fin du travail",
        },
        remedies: &["has_mode", "shifts_move"],
    },
    ReasonCode {
        code: "NO_SERVICE_THAT_DAY",
        words: Words {
            nl: "op een van de werkdagen rijdt er geen bus of trein",
            en: "no bus or train runs on one of the working days",
            fr: "aucun bus ni train ne roule un des jours de travail",
        },
        remedies: &["has_mode"],
    },
    ReasonCode {
        code: "LEAVES_TOO_EARLY",
        words: Words {
            nl: "moet vroeger vertrekken dan kan",
            en: "has to leave earlier than will do",
            fr: "doit partir plus tôt que possible",
        },
        remedies: &["has_mode", "leaves_from", "shifts_move"],
    },
];
