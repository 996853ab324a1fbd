//! A trip: from home past childcare to work and back, by one mode, by way of the hubs that serve it best.
//!
//! A trip is worked out from work towards home, in both directions: on the way out backwards from the start of the
//! shift, on the way back forwards from its end. Each leg is asked for the minute at which it must fit. Leaving home as
//! late, and being home as early, as the legs allow is best for every rule at once, so that no other timing need be tried.

use super::way::{CHILDREN_MAX, Way};
use crate::domain::{CareIdx, DAY, Hub, HubIdx, HubKind, Minute, Mode, Weekday, Window, is_covered};
use crate::travel::{Place, Spot, Traveller, When};

/// Most distinct childcare stops of a trip: one for each child.
const STOPS_MAX: usize = CHILDREN_MAX;
/// Before this hour, and after its mirror in the evening, a trip may fall on the day before or after.
const NEAR_MIDNIGHT: Minute = 4 * 60;

/// Distinct childcare stops of a way, in the order in which they are passed on the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stops {
    list: [CareIdx; STOPS_MAX],
    len: u8,
}

impl Stops {
    /// The stops.
    pub fn as_slice(&self) -> &[CareIdx] {
        &self.list[..usize::from(self.len)]
    }

    /// Two stops the other way round.
    fn swapped(mut self) -> Self {
        self.list.swap(0, 1);
        self
    }
}

/// The hubs that a trip passes, the same out and back: what is left there must be fetched there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Via {
    /// Where the own bicycle is left.
    pub parked: Option<HubIdx>,
    /// Where the shared vehicle is taken.
    pub shared: Option<HubIdx>,
}

/// One trip to work or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trip {
    /// From leaving home to the start of the shift, or from its end to being home, stops and waiting included.
    pub minutes: u16,
    /// The stops, in the order in which they are passed from home to work.
    pub stops: Stops,
    /// From handing over at each stop to being at work; on the way back, from leaving work to leaving the stop.
    stop_to_work: [u16; STOPS_MAX],
}

/// A trip out and the trip back of the same shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// To work.
    pub out: Trip,
    /// Home.
    pub back: Trip,
}

/// What going by way of some hubs is worth: the least is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    is_too_long: bool,
    is_closed: bool,
    longest: u16,
    via: Via,
}

/// The trips of one shift: its stops in one order, and of two also the other way round.
struct Orders {
    out: [Option<Trip>; 2],
    back: [Option<Trip>; 2],
}

impl Trip {
    /// Minutes between a stop and work.
    fn minutes_from(&self, care: CareIdx) -> u16 {
        let position = self.stops.as_slice().iter().position(|&stop| stop == care);
        position.map_or(0, |position| self.stop_to_work[position])
    }
}

impl Round {
    /// The longer of both, minutes.
    pub fn longest(&self) -> u16 {
        self.out.minutes.max(self.back.minutes)
    }

    /// From drop-off to pick-up at a stop. Where the drop-off falls on the evening before, from then.
    pub fn needed(&self, shift: Window, care: CareIdx) -> Window {
        let (before, to) = (self.out.minutes_from(care), shift.to.saturating_add(self.back.minutes_from(care)));
        match shift.from.checked_sub(before) {
            Some(from) => Window { day: shift.day, from, to },
            None => {
                let from = (DAY + shift.from).saturating_sub(before);
                Window { day: shift.day.previous(), from, to: to.saturating_add(DAY) }
            }
        }
    }

    /// When one leaves home: a minute of the day.
    pub fn leaves_at(&self, shift: Window) -> Minute {
        (i32::from(shift.from) - i32::from(self.out.minutes)).rem_euclid(i32::from(DAY)) as Minute
    }
}

/// One leg of a trip, from one place that matters to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Where it begins.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
    /// How.
    pub mode: Mode,
    /// When it must fit.
    pub when: When,
    /// Minutes, waiting included.
    pub minutes: u16,
}

/// A trip under way: where one is, seen from work, and how many minutes lie between.
struct Going<'w, 'a> {
    way: &'w Way<'a>,
    who: Traveller,
    shift: Window,
    back: bool,
    at: Spot<'a>,
    spent: u16,
    /// The legs so far, from work towards home, where they are asked for.
    legs: Option<Vec<Leg>>,
}

impl<'a> Going<'_, 'a> {
    /// The day and minute at which one is where one is.
    fn moment(&self) -> (Weekday, Minute) {
        let minute = match self.back {
            false => i32::from(self.shift.from) - i32::from(self.spent),
            true => i32::from(self.shift.to) + i32::from(self.spent),
        };
        let day = match minute.div_euclid(i32::from(DAY)) {
            ..0 => self.shift.day.previous(),
            0 => self.shift.day,
            1 => self.shift.day.next(),
            _ => self.shift.day.next().next(),
        };
        (day, minute.rem_euclid(i32::from(DAY)) as Minute)
    }

    /// One leg further from work.
    fn go(&mut self, to: Spot<'a>, mode: Mode) -> Option<()> {
        let (travel, (day, minute)) = (&self.way.facts.region.travel, self.moment());
        let (from, until, when) = match self.back {
            false => (to, self.at, When::ArriveBy(day, minute)),
            true => (self.at, to, When::DepartAt(day, minute)),
        };
        let minutes = travel.minutes(self.who.having_spent(self.spent), from, until, mode, when)?;
        if let Some(legs) = &mut self.legs {
            legs.push(Leg { from: from.0, to: until.0, mode, when, minutes });
        }
        self.spend(minutes);
        self.at = to;
        Some(())
    }

    fn spend(&mut self, minutes: u16) {
        self.spent = self.spent.saturating_add(minutes);
    }

    /// Whether the hub where one is, is open.
    fn finds_open(&self, hub: &Hub) -> Option<()> {
        let (day, from) = self.moment();
        (hub.open.is_empty() || is_covered(Window { day, from, to: from + 1 }, &hub.open)).then_some(())
    }
}

impl<'a> Way<'a> {
    /// The childcare stops of the way: each facility once.
    pub fn stops(&self) -> Stops {
        let mut stops = Stops { list: [CareIdx(0); STOPS_MAX], len: 0 };
        if self.jobseeker().children.is_empty() {
            return stops;
        }
        for (_, place, _) in self.care() {
            if let Some(care) = place
                && usize::from(stops.len) < STOPS_MAX
                && !stops.as_slice().contains(&care)
            {
                stops.list[usize::from(stops.len)] = care;
                stops.len += 1;
            }
        }
        stops
    }

    /// What the person asks of a journey by public transport.
    pub fn traveller(&self) -> Traveller {
        self.facts.region.traveller(self.jobseeker())
    }

    /// The person's home.
    pub(crate) fn home(&self) -> Spot<'a> {
        (Place::Home(self.jobseeker_idx), &self.jobseeker().home)
    }

    /// The place of work.
    pub(crate) fn site(&self) -> Spot<'a> {
        (Place::Site(self.vacancy_idx), &self.vacancy().site)
    }

    /// A facility.
    pub(crate) fn care_spot(&self, care: CareIdx) -> Spot<'a> {
        (Place::Care(care), &self.facts.region.childcare[care.at()].site)
    }

    /// A hub.
    pub(crate) fn hub_spot(&self, hub: HubIdx) -> Spot<'a> {
        (Place::Hub(hub), &self.facts.region.hubs.at(hub).at)
    }

    /// The own bicycle, the faster one.
    pub(crate) fn bicycle(&self) -> Option<Mode> {
        let modes = self.modes();
        let own = [Mode::Ebike, Mode::Bike].into_iter().find(|&mode| modes.has(mode));
        own.or_else(|| modes.has(Mode::BikeTransit).then_some(Mode::Bike))
    }

    /// The mode by which one leaves home: of a mode that passes hubs, its first leg.
    pub(crate) fn mode_near_home(&self, via: Via) -> Mode {
        match via {
            Via { parked: Some(_), .. } => self.bicycle().unwrap_or(Mode::Bike),
            Via { shared: Some(_), .. } => Mode::Transit,
            Via { parked: None, shared: None } => self.choice.mode,
        }
    }

    /// How a shared vehicle covers ground.
    pub(crate) fn shared_vehicle(&self) -> Mode {
        if self.choice.mode == Mode::SharedCar { Mode::Car } else { Mode::Bike }
    }

    /// The trips out and back for `shift`; `None` when there is no such journey. Of two stops either may come first, out
    /// and back apart: an order that takes no longer than the person accepts comes first, then one in which every facility
    /// is open, then the fastest.
    pub fn round(&self, shift: Window, via: Via) -> Option<Round> {
        self.best_of(shift, &self.orders(shift, via, self.stops(), u16::MAX))
    }

    /// The trips out and back past `stops`, in either order of two. By timetable none takes more than `longest`.
    fn orders(&self, shift: Window, via: Via, stops: Stops, longest: u16) -> Orders {
        let trip = |back: bool, swaps: bool| {
            let stops = if swaps { stops.swapped() } else { stops };
            self.trip(shift, stops, via, back, longest)
        };
        let swaps = stops.len == 2;
        let either = |back: bool| [trip(back, false), if swaps { trip(back, true) } else { None }];
        let out = either(false);
        Orders { out, back: if self.is_mirrored() { out } else { either(true) } }
    }

    /// The best of the trips out with the best of the trips back.
    fn best_of(&self, shift: Window, orders: &Orders) -> Option<Round> {
        if let ([Some(out), None], [Some(back), None]) = (orders.out, orders.back) {
            return Some(Round { out, back });
        }
        let outs = orders.out.iter().flatten();
        let rounds = outs.flat_map(|out| orders.back.iter().flatten().map(|back| Round { out: *out, back: *back }));
        let minutes_max = self.travel_minutes_max();
        rounds.min_by_key(|round| {
            let is_closed = self.meets_a_closed_door(shift, round);
            (round.longest() > minutes_max, is_closed, round.longest(), round.out.minutes + round.back.minutes)
        })
    }

    /// Whether a facility is closed at some time between drop-off and pick-up.
    pub(super) fn meets_a_closed_door(&self, shift: Window, round: &Round) -> bool {
        round.out.stops.as_slice().iter().any(|&care| !self.is_open(care, round.needed(shift, care)))
    }

    /// Whether a trip back takes what the trip out takes, past the same stops the other way round.
    fn is_mirrored(&self) -> bool {
        let travel = &self.facts.region.travel;
        travel.is_timeless(self.choice.mode) && travel.is_symmetric()
    }

    /// The trips of every shift.
    pub fn rounds(&self, via: Via) -> impl Iterator<Item = (Window, Option<Round>)> {
        self.rounds_within(via, u16::MAX)
    }

    /// The trips of every shift, those by timetable only as far as they take no more than `longest`. Journeys are searched
    /// once for shifts that have the same.
    pub(super) fn rounds_within(&self, via: Via, longest: u16) -> impl Iterator<Item = (Window, Option<Round>)> {
        let stops = self.stops();
        let mut last: Option<(Window, Orders)> = None;
        self.shifts().map(move |shift| {
            let known = last.take().filter(|(other, _)| self.goes_alike(*other, shift));
            let orders = known.map_or_else(|| self.orders(shift, via, stops, longest), |(_, orders)| orders);
            let round = self.best_of(shift, &orders);
            last = Some((shift, orders));
            (shift, round)
        })
    }

    /// Whether two shifts have the same journeys.
    fn goes_alike(&self, a: Window, b: Window) -> bool {
        let travel = &self.facts.region.travel;
        if travel.is_timeless(self.choice.mode) {
            return true;
        }
        let alike = |a: Weekday, b: Weekday| travel.class_of(a) == travel.class_of(b);
        let is_near_midnight = a.from < NEAR_MIDNIGHT || a.to > DAY - NEAR_MIDNIGHT;
        let all_alike = || alike(a.day.previous(), b.day.previous()) && alike(a.day.next(), b.day.next());
        (a.from, a.to) == (b.from, b.to) && alike(a.day, b.day) && (!is_near_midnight || all_alike())
    }

    /// The hubs by which the mode serves best: no trip takes longer than the person accepts, then every facility is open,
    /// then the longest trip is shortest.
    pub fn via(&self) -> Via {
        self.via_within(u16::MAX)
    }

    /// As [`Way::via`], of trips by timetable that take no more than `longest`. The same wherever some via serves.
    pub(super) fn via_within(&self, longest: u16) -> Via {
        if !self.passes_hubs() {
            return Via::default();
        }
        let stops = self.stops();
        let mut choices = vec![(self.minutes_at_least_by(Via::default(), stops), Via::default())];
        self.each_via(&mut |via| choices.push((self.minutes_at_least_by(via, stops), via)));
        // The most promising first: the others then need no search.
        choices.sort_unstable();
        let minutes_max = self.travel_minutes_max();
        let mut best = Worth { is_too_long: true, is_closed: true, longest: u16::MAX, via: Via::default() };
        for (at_least, via) in choices {
            let cannot_be_better =
                (at_least > minutes_max, false, at_least) > (best.is_too_long, best.is_closed, best.longest);
            if !cannot_be_better {
                best = best.min(self.worth(via, longest));
            }
        }
        best.via
    }

    fn passes_hubs(&self) -> bool {
        matches!(self.choice.mode, Mode::BikeTransit | Mode::SharedBike | Mode::SharedCar)
    }

    /// What going by way of these hubs is worth.
    fn worth(&self, via: Via, within: u16) -> Worth {
        let (mut is_closed, mut longest) = (false, 0);
        for (shift, round) in self.rounds_within(via, within) {
            let Some(round) = round else {
                return Worth { is_too_long: true, is_closed: true, longest: u16::MAX, via };
            };
            longest = longest.max(round.longest());
            is_closed |= self.meets_a_closed_door(shift, &round);
        }
        Worth { is_too_long: longest > self.travel_minutes_max(), is_closed, longest, via }
    }

    /// Every choice of hubs that the mode allows.
    fn each_via(&self, look_at: &mut impl FnMut(Via)) {
        if !self.passes_hubs() {
            return;
        }
        let region = self.facts.region;
        let bicycle = self.bicycle();
        let parks = || {
            let near = region.hubs_near_home(self.jobseeker_idx, HubKind::BicyclePark).iter().copied();
            near.filter(move |&hub| bicycle.is_some_and(|mode| self.is_near(self.home(), self.hub_spot(hub), mode)))
        };
        let kind = match self.choice.mode {
            Mode::BikeTransit => return parks().for_each(|hub| look_at(Via { parked: Some(hub), shared: None })),
            Mode::SharedCar => HubKind::SharedCars,
            _ => HubKind::SharedBikes,
        };
        for &shared in region.hubs_near_site(self.vacancy_idx, kind) {
            if self.is_near(self.hub_spot(shared), self.site(), self.shared_vehicle()) {
                let shared = Some(shared);
                look_at(Via { parked: None, shared });
                parks().for_each(|hub| look_at(Via { parked: Some(hub), shared }));
            }
        }
    }

    /// Whether a hub is near enough to home or work, by what one rides between them.
    fn is_near(&self, from: Spot<'_>, to: Spot<'_>, mode: Mode) -> bool {
        let minutes = self.ride(from, to, mode);
        minutes.is_some_and(|minutes| minutes <= self.pack().limits.hub_minutes_max)
    }

    /// Minutes by a mode that keeps no hours.
    fn ride(&self, from: Spot<'_>, to: Spot<'_>, mode: Mode) -> Option<u16> {
        let any_time = When::ArriveBy(Weekday::Mon, DAY / 2);
        self.facts.region.travel.minutes(self.traveller(), from, to, mode, any_time)
    }

    /// What the trip takes at the least by way of some hubs, whatever the hour and the order of its stops.
    fn minutes_at_least_by(&self, via: Via, stops: Stops) -> u16 {
        let one_way = self.minutes_at_least_past(stops, via);
        if stops.len == 2 { one_way.min(self.minutes_at_least_past(stops.swapped(), via)) } else { one_way }
    }

    fn minutes_at_least_past(&self, stops: Stops, via: Via) -> u16 {
        let (travel, limits, mut mode) = (&self.facts.region.travel, &self.pack().limits, self.mode_near_home(via));
        let (mut at, mut minutes) = (self.home(), 0u16);
        let mut go = |to, mode, there| {
            minutes = minutes.saturating_add(travel.minutes_at_least(at, to, mode)).saturating_add(there);
            at = to;
        };
        for &care in stops.as_slice() {
            go(self.care_spot(care), mode, limits.drop_off_minutes);
        }
        if let Some(hub) = via.parked {
            go(self.hub_spot(hub), mode, 0);
            mode = Mode::Transit;
        }
        if let Some(hub) = via.shared {
            go(self.hub_spot(hub), Mode::Transit, limits.pick_up_minutes);
            mode = self.shared_vehicle();
        }
        go(self.site(), mode, 0);
        minutes
    }

    /// What the trip takes at the least, whatever the hour, the hubs and the order of its stops.
    pub(super) fn minutes_at_least(&self) -> u16 {
        let stops = self.stops();
        let mut least = self.minutes_at_least_by(Via::default(), stops);
        self.each_via(&mut |via| least = least.min(self.minutes_at_least_by(via, stops)));
        least
    }

    /// One trip past `stops`, which are in their order from home to work.
    fn trip(&self, shift: Window, stops: Stops, via: Via, back: bool, longest: u16) -> Option<Trip> {
        let (at, mut who) = (self.site(), self.traveller());
        who.minutes_max = who.minutes_max.min(longest);
        self.going(&mut Going { way: self, who, shift, back, at, spent: 0, legs: None }, stops, via)
    }

    /// The legs of a trip in the order in which they are travelled; none when there is no such journey.
    pub fn legs(&self, shift: Window, trip: &Trip, via: Via, back: bool) -> Vec<Leg> {
        let (who, at, legs) = (self.traveller(), self.site(), Some(Vec::new()));
        let mut going = Going { way: self, who, shift, back, at, spent: 0, legs };
        let is_whole = self.going(&mut going, trip.stops, via).is_some();
        let mut legs = going.legs.filter(|_| is_whole).unwrap_or_default();
        if !back {
            legs.reverse();
        }
        legs
    }

    /// Goes from work to home, past `stops`.
    fn going(&self, going: &mut Going<'_, 'a>, stops: Stops, via: Via) -> Option<Trip> {
        let limits = &self.pack().limits;
        let hubs = &self.facts.region.hubs;
        if let Some(hub) = via.shared {
            going.go(self.hub_spot(hub), self.shared_vehicle())?;
            going.spend(limits.pick_up_minutes);
            going.finds_open(hubs.at(hub))?;
        }
        if let Some(hub) = via.parked {
            going.go(self.hub_spot(hub), Mode::Transit)?;
            going.finds_open(hubs.at(hub))?;
        }
        let mode = self.mode_near_home(via);
        let mut stop_to_work = [0; STOPS_MAX];
        for (position, &care) in stops.as_slice().iter().enumerate().rev() {
            going.go(self.care_spot(care), mode)?;
            going.spend(limits.drop_off_minutes);
            stop_to_work[position] = going.spent;
        }
        going.go(self.home(), mode)?;
        Some(Trip { minutes: going.spent, stops, stop_to_work })
    }

    /// Whether a facility is open during all of `window`. Past midnight it never is. A facility that brings children to
    /// school counts the hours of the school, when that is where all who go there go.
    pub(super) fn is_open(&self, care: CareIdx, window: Window) -> bool {
        let minutes = (window.from, window.to);
        let is_open = |school| self.facts.is_open_with(care, school, window.day, minutes);
        window.to <= DAY && (is_open(None) || self.school_served(care).is_some_and(|school| is_open(Some(school))))
    }

    /// The one school of all children who go to `care`, when it serves it.
    fn school_served(&self, care: CareIdx) -> Option<CareIdx> {
        let mut schools = self.care().filter(|(_, place, _)| *place == Some(care)).map(|(child, ..)| child.school);
        let first = schools.next().flatten()?;
        let serves = self.facts.region.childcare[care.at()].serves.contains(&first);
        (serves && schools.all(|other| other == Some(first))).then_some(first)
    }
}
