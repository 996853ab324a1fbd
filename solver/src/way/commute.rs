//! A trip: from home past childcare to work and back, by one mode, by way of the hubs that serve it best.
//!
//! A trip is worked out from work towards home, in both directions: on the way out backwards from the start of the
//! shift, on the way back forwards from its end. Each leg is asked for the minute at which it must fit. Leaving home as
//! late, and being home as early, as the legs allow is best for every rule at once, so that no other timing need be
//! tried.

mod builder;

use super::{CHILDREN_MAX, Way};
use crate::domain::{CareIdx, DAY, HubIdx, HubKind, Minute, Mode, Weekday, Window};
use crate::travel::{Located, Place, Traveller, When};

use builder::CommuteBuilder;
pub use builder::Leg;

/// Most distinct childcare stops of a trip: one for each child.
const STOPS_MAX: usize = CHILDREN_MAX;
/// Before this hour, and after its mirror in the evening, a trip may fall on the day before or after.
const NEAR_MIDNIGHT: Minute = 4 * 60;

/// Distinct childcare stops of a way, in the order in which they are passed on the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CareStops {
    list: [CareIdx; STOPS_MAX],
    len: u8,
}

impl CareStops {
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
pub struct HubsUsed {
    /// Where the own bicycle is left.
    pub parked: Option<HubIdx>,
    /// Where the shared vehicle is taken.
    pub shared: Option<HubIdx>,
}

/// One trip to work or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commute {
    /// From leaving home to the start of the shift, or from its end to being home, stops and waiting included.
    pub minutes: u16,
    /// The stops, in the order in which they are passed from home to work.
    pub stops: CareStops,
    /// From handing over at each stop to being at work; on the way back, from leaving work to leaving the stop.
    stop_to_work: [u16; STOPS_MAX],
}

/// A trip out and the trip back of the same shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThereAndBack {
    /// To work.
    pub out: Commute,
    /// Home.
    pub back: Commute,
}

/// What going by way of some hubs is worth: the least is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct HubRank {
    is_too_long: bool,
    is_closed: bool,
    longest: u16,
    hubs: HubsUsed,
}

/// The trips of one shift: its stops in one order, and of two also the other way round.
struct BothOrders {
    out: [Option<Commute>; 2],
    back: [Option<Commute>; 2],
}

impl Commute {
    /// Minutes between a stop and work.
    fn minutes_from(&self, care: CareIdx) -> u16 {
        let position = self.stops.as_slice().iter().position(|&stop| stop == care);
        position.map_or(0, |position| self.stop_to_work[position])
    }
}

impl ThereAndBack {
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
        leaves_at(shift, self.out.minutes)
    }
}

/// When one leaves home for a trip of so many minutes: a minute of the day.
pub(crate) fn leaves_at(shift: Window, minutes: u16) -> Minute {
    (i32::from(shift.from) - i32::from(minutes)).rem_euclid(i32::from(DAY)) as Minute
}

impl<'a> Way<'a> {
    /// The childcare stops of the way: each facility once.
    pub fn stops(&self) -> CareStops {
        let mut stops = CareStops { list: [CareIdx::new(0); STOPS_MAX], len: 0 };
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
    pub(crate) fn home(&self) -> Located<'a> {
        (Place::Home(self.jobseeker_idx), &self.jobseeker().home)
    }

    /// The place of work.
    pub(crate) fn site(&self) -> Located<'a> {
        (self.offer().place(self.offer_idx), &self.offer().site)
    }

    /// A facility.
    pub(crate) fn at_care(&self, care: CareIdx) -> Located<'a> {
        (Place::Care(care), &self.facts.region.childcare[care.at()].site)
    }

    /// A hub.
    pub(crate) fn at_hub(&self, hub: HubIdx) -> Located<'a> {
        (Place::Hub(hub), &self.facts.region.hubs[hub.at()].at)
    }

    /// A place of the way's trips.
    pub(crate) fn located(&self, place: Place) -> Located<'a> {
        match place {
            Place::Home(_) => self.home(),
            Place::Site(_) | Place::Venue(_) => self.site(),
            Place::Care(care) => self.at_care(care),
            Place::Hub(hub) => self.at_hub(hub),
        }
    }

    /// The own bicycle, the faster one.
    pub(crate) fn bicycle(&self) -> Option<Mode> {
        let modes = self.modes();
        let own = [Mode::Ebike, Mode::Bike].into_iter().find(|&mode| modes.has(mode));
        own.or_else(|| modes.has(Mode::BikeTransit).then_some(Mode::Bike))
    }

    /// The mode by which one leaves home: of a mode that passes hubs, its first leg.
    pub(crate) fn mode_near_home(&self, hubs: HubsUsed) -> Mode {
        match hubs {
            HubsUsed { parked: Some(_), .. } => self.bicycle().unwrap_or(Mode::Bike),
            HubsUsed { shared: Some(_), .. } => Mode::Transit,
            HubsUsed { parked: None, shared: None } => self.choice.mode,
        }
    }

    /// How a shared vehicle covers ground.
    pub(crate) fn shared_vehicle(&self) -> Mode {
        if self.choice.mode == Mode::SharedCar { Mode::Car } else { Mode::Bike }
    }

    /// The trips out and back for `shift`; `None` when there is no such journey. Of two stops either may come first,
    /// out and back apart: an order that takes no longer than the person accepts comes first, then one in which every
    /// facility is open, then the fastest.
    pub fn there_and_back(&self, shift: Window, hubs: HubsUsed) -> Option<ThereAndBack> {
        self.best_of(shift, &self.both_orders(shift, hubs, self.stops(), u16::MAX))
    }

    /// The trips out and back past `stops`, in either order of two. By timetable none takes more than `longest`.
    fn both_orders(&self, shift: Window, hubs: HubsUsed, stops: CareStops, longest: u16) -> BothOrders {
        let commute = |back: bool, swaps: bool| {
            let stops = if swaps { stops.swapped() } else { stops };
            self.commute(shift, stops, hubs, back, longest)
        };
        let swaps = stops.len == 2;
        let either = |back: bool| [commute(back, false), if swaps { commute(back, true) } else { None }];
        let out = either(false);
        BothOrders { out, back: if self.is_mirrored() { out } else { either(true) } }
    }

    /// The best of the trips out with the best of the trips back.
    fn best_of(&self, shift: Window, both_orders: &BothOrders) -> Option<ThereAndBack> {
        if let ([Some(out), None], [Some(back), None]) = (both_orders.out, both_orders.back) {
            return Some(ThereAndBack { out, back });
        }
        let outs = both_orders.out.iter().flatten();
        let each_there_and_back =
            outs.flat_map(|out| both_orders.back.iter().flatten().map(|back| ThereAndBack { out: *out, back: *back }));
        let minutes_max = self.travel_minutes_max();
        each_there_and_back.min_by_key(|there_and_back| {
            let is_closed = self.meets_a_closed_door(shift, there_and_back);
            (
                there_and_back.longest() > minutes_max,
                is_closed,
                there_and_back.longest(),
                there_and_back.out.minutes + there_and_back.back.minutes,
            )
        })
    }

    /// Whether a facility is closed at some time between drop-off and pick-up.
    pub(crate) fn meets_a_closed_door(&self, shift: Window, there_and_back: &ThereAndBack) -> bool {
        there_and_back.out.stops.as_slice().iter().any(|&care| !self.is_open(care, there_and_back.needed(shift, care)))
    }

    /// Whether a trip past so many stops is worked out as soon as what it takes at the least: no hub is looked for, no
    /// timetable read, and no order of stops chosen.
    fn is_quickly_known(&self, n_stops: u8) -> bool {
        n_stops < 2 && !self.passes_hubs() && self.is_mirrored()
    }

    /// Whether the trip back takes as long as the trip out, past the same stops in reverse.
    fn is_mirrored(&self) -> bool {
        let travel = &self.facts.region.travel;
        travel.is_timeless(self.choice.mode) && travel.is_metric()
    }

    /// Minutes of every trip, where they follow at a glance: nothing is passed on the way, and it takes as long out as
    /// back, at every hour. `None` where they do not follow, or where there is no journey.
    pub(crate) fn steady_minutes(&self) -> Option<u16> {
        if self.stops().len > 0 || !self.is_quickly_known(0) {
            return None;
        }
        self.shifts().next()?;
        self.ride(self.home(), self.site(), self.choice.mode)
    }

    /// The longest trip out or back over all shifts, minutes; `None` where there is no journey for some shift.
    pub fn longest_trip(&self) -> Option<u16> {
        let mut trips = self.each_there_and_back(self.hubs_used());
        trips.try_fold(0, |longest: u16, (_, trips)| trips.map(|trips| longest.max(trips.longest())))
    }

    /// The trips of every shift.
    pub fn each_there_and_back(&self, hubs: HubsUsed) -> impl Iterator<Item = (Window, Option<ThereAndBack>)> {
        self.there_and_back_within(hubs, u16::MAX)
    }

    /// The trips of every shift, those by timetable only as far as they take no more than `longest`. Journeys are
    /// searched once for shifts that have the same.
    pub(crate) fn there_and_back_within(
        &self,
        hubs: HubsUsed,
        longest: u16,
    ) -> impl Iterator<Item = (Window, Option<ThereAndBack>)> {
        let stops = self.stops();
        let mut last: Option<(Window, BothOrders)> = None;
        self.shifts().map(move |shift| {
            let known = last.take().filter(|(other, _)| self.goes_alike(*other, shift));
            let both_orders =
                known.map_or_else(|| self.both_orders(shift, hubs, stops, longest), |(_, both_orders)| both_orders);
            let there_and_back = self.best_of(shift, &both_orders);
            last = Some((shift, both_orders));
            (shift, there_and_back)
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

    /// The hubs by which the mode serves best: no trip takes longer than the person accepts, then every facility is
    /// open, then the longest trip is shortest.
    pub fn hubs_used(&self) -> HubsUsed {
        self.hubs_used_within(u16::MAX)
    }

    /// As [`Way::hubs_used`], of trips by timetable that take no more than `longest`. The same as
    /// `hubs_used` whenever some choice of hubs fits within `longest`.
    pub(crate) fn hubs_used_within(&self, longest: u16) -> HubsUsed {
        if !self.passes_hubs() {
            return HubsUsed::default();
        }
        let stops = self.stops();
        let mut choices = vec![(self.minutes_at_least_by(HubsUsed::default(), stops), HubsUsed::default())];
        self.each_hubs_used(&mut |hubs| choices.push((self.minutes_at_least_by(hubs, stops), hubs)));
        // The most promising first: the others then need no search.
        choices.sort_unstable();
        let minutes_max = self.travel_minutes_max();
        let mut best = HubRank { is_too_long: true, is_closed: true, longest: u16::MAX, hubs: HubsUsed::default() };
        for (at_least, hubs) in choices {
            let cannot_be_better =
                (at_least > minutes_max, false, at_least) > (best.is_too_long, best.is_closed, best.longest);
            if !cannot_be_better {
                best = best.min(self.rank(hubs, longest));
            }
        }
        best.hubs
    }

    fn passes_hubs(&self) -> bool {
        matches!(self.choice.mode, Mode::BikeTransit | Mode::SharedBike | Mode::SharedCar)
    }

    /// What going by way of these hubs is worth.
    fn rank(&self, hubs: HubsUsed, within: u16) -> HubRank {
        let (mut is_closed, mut longest) = (false, 0);
        for (shift, there_and_back) in self.there_and_back_within(hubs, within) {
            let Some(there_and_back) = there_and_back else {
                return HubRank { is_too_long: true, is_closed: true, longest: u16::MAX, hubs };
            };
            longest = longest.max(there_and_back.longest());
            is_closed |= self.meets_a_closed_door(shift, &there_and_back);
        }
        HubRank { is_too_long: longest > self.travel_minutes_max(), is_closed, longest, hubs }
    }

    /// Every choice of hubs that the mode allows.
    fn each_hubs_used(&self, look_at: &mut impl FnMut(HubsUsed)) {
        if !self.passes_hubs() {
            return;
        }
        let bicycle = self.bicycle();
        let parks = || {
            let near = self.facts.hubs_near_home(self.jobseeker_idx, HubKind::BicyclePark).iter().copied();
            near.filter(move |&hub| bicycle.is_some_and(|mode| self.is_near(self.home(), self.at_hub(hub), mode)))
        };
        let kind = match self.choice.mode {
            Mode::BikeTransit => return parks().for_each(|hub| look_at(HubsUsed { parked: Some(hub), shared: None })),
            Mode::SharedCar => HubKind::SharedCars,
            _ => HubKind::SharedBikes,
        };
        for &shared in self.facts.hubs_near_site(self.offer_idx, kind) {
            if self.is_near(self.at_hub(shared), self.site(), self.shared_vehicle()) {
                let shared = Some(shared);
                look_at(HubsUsed { parked: None, shared });
                parks().for_each(|hub| look_at(HubsUsed { parked: Some(hub), shared }));
            }
        }
    }

    /// Whether a hub is near enough to home or work, by what one rides between them.
    fn is_near(&self, from: Located<'_>, to: Located<'_>, mode: Mode) -> bool {
        let minutes = self.ride(from, to, mode);
        minutes.is_some_and(|minutes| minutes <= self.pack().limits.hub_minutes_max)
    }

    /// Minutes by a mode that keeps no hours.
    fn ride(&self, from: Located<'_>, to: Located<'_>, mode: Mode) -> Option<u16> {
        let any_time = When::ArriveBy(Weekday::Mon, DAY / 2);
        self.facts.region.travel.minutes(self.traveller(), from, to, mode, any_time)
    }

    /// What the trip takes at the least by way of some hubs, whatever the hour and the order of its stops.
    fn minutes_at_least_by(&self, hubs: HubsUsed, stops: CareStops) -> u16 {
        let one_way = self.minutes_at_least_past(stops, hubs);
        if stops.len == 2 { one_way.min(self.minutes_at_least_past(stops.swapped(), hubs)) } else { one_way }
    }

    fn minutes_at_least_past(&self, stops: CareStops, hubs: HubsUsed) -> u16 {
        let (travel, limits, mut mode) = (&self.facts.region.travel, &self.pack().limits, self.mode_near_home(hubs));
        let (mut at, mut minutes) = (self.home(), 0u16);
        let mut go = |to, mode, there| {
            minutes = minutes.saturating_add(travel.minutes_at_least(at, to, mode)).saturating_add(there);
            at = to;
        };
        for &care in stops.as_slice() {
            go(self.at_care(care), mode, limits.drop_off_minutes);
        }
        if let Some(hub) = hubs.parked {
            go(self.at_hub(hub), mode, 0);
            mode = Mode::Transit;
        }
        if let Some(hub) = hubs.shared {
            go(self.at_hub(hub), Mode::Transit, limits.pick_up_minutes);
            mode = self.shared_vehicle();
        }
        go(self.site(), mode, 0);
        minutes
    }

    /// Whether the trip takes longer than `minutes`, where that is seen before it is worked out.
    pub(crate) fn takes_longer_at_a_glance(&self, minutes: u16) -> bool {
        let stops = self.stops();
        if self.is_quickly_known(stops.len) {
            return false;
        }
        if self.is_quickly_known(0) {
            // Past its stops it is no shorter than straight to work, but for a minute of rounding.
            let direct = self.facts.region.travel.minutes_at_least(self.home(), self.site(), self.choice.mode);
            let handing_over = u16::from(stops.len).saturating_mul(self.pack().limits.drop_off_minutes);
            if direct.saturating_sub(1).saturating_add(handing_over) > minutes {
                return true;
            }
        }
        self.minutes_at_least(stops) > minutes
    }

    /// What the trip takes at the least, whatever the hour, the hubs and the order of its stops.
    fn minutes_at_least(&self, stops: CareStops) -> u16 {
        let mut least = self.minutes_at_least_by(HubsUsed::default(), stops);
        self.each_hubs_used(&mut |hubs| least = least.min(self.minutes_at_least_by(hubs, stops)));
        least
    }

    /// One trip past `stops`, which are in their order from home to work.
    fn commute(&self, shift: Window, stops: CareStops, hubs: HubsUsed, back: bool, longest: u16) -> Option<Commute> {
        let (at, mut who) = (self.site(), self.traveller());
        who.minutes_max = who.minutes_max.min(longest);
        self.build(&mut CommuteBuilder { way: self, who, shift, back, at, spent: 0, legs: None }, stops, hubs)
    }

    /// The legs of a trip in the order in which they are travelled; none when there is no such journey.
    pub fn legs(&self, shift: Window, commute: &Commute, hubs: HubsUsed, back: bool) -> Vec<Leg> {
        let (who, at, legs) = (self.traveller(), self.site(), Some(Vec::new()));
        let mut builder = CommuteBuilder { way: self, who, shift, back, at, spent: 0, legs };
        let is_whole = self.build(&mut builder, commute.stops, hubs).is_some();
        let mut legs = builder.legs.filter(|_| is_whole).unwrap_or_default();
        if !back {
            legs.reverse();
        }
        legs
    }

    /// Goes from work to home, past `stops`.
    fn build(&self, builder: &mut CommuteBuilder<'_, 'a>, stops: CareStops, hubs: HubsUsed) -> Option<Commute> {
        let limits = &self.pack().limits;
        let known = &self.facts.region.hubs;
        if let Some(hub) = hubs.shared {
            builder.go(self.at_hub(hub), self.shared_vehicle())?;
            builder.spend(limits.pick_up_minutes);
            builder.finds_open(&known[hub.at()])?;
        }
        if let Some(hub) = hubs.parked {
            builder.go(self.at_hub(hub), Mode::Transit)?;
            builder.finds_open(&known[hub.at()])?;
        }
        let mode = self.mode_near_home(hubs);
        let mut stop_to_work = [0; STOPS_MAX];
        for (position, &care) in stops.as_slice().iter().enumerate().rev() {
            builder.go(self.at_care(care), mode)?;
            builder.spend(limits.drop_off_minutes);
            stop_to_work[position] = builder.spent;
        }
        builder.go(self.home(), mode)?;
        Some(Commute { minutes: builder.spent, stops, stop_to_work })
    }

    /// Whether a facility is open during all of `window`. Past midnight it never is. A facility that brings children to
    /// school counts the hours of the school, when that is where all who go there go.
    pub(crate) fn is_open(&self, care: CareIdx, window: Window) -> bool {
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
