//! Travel as the timetable allows it: public transport as it runs in one week, every other mode in straight lines.
//!
//! Places fall together in zones: homes are centroids of neighbourhoods, and many people share one. A row holds the
//! minutes between one zone and all others for one hour of one day: one search gives it, and it is kept.

mod rows;
mod zones;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{Days, NaiveDate};

use super::{Call, Halt, Located, Place, Source, Stage, StraightLine, Travel, Traveller, Vehicle, When};
use crate::domain::{JobseekerIdx, Minute, Mode, Weekday};
use schakel_transit::{
    Floor, Journey, Leg, Network, Profile, Raptor, Router, Scratch, Seconds, StopIdx, Walks, Zone, days_alike,
};

use rows::{Key, Rows};
use zones::ZoneIdx;
pub use zones::Zones;

/// No journey.
const NONE: u16 = u16::MAX;
/// The first hour of a day of service: who arrives before came by the evening before.
const DAY_BEGINS: Seconds = 3 * 3_600;
/// How far searches go, minutes: each uses the smallest limit that suffices. Few steps, so that searches are shared.
const LIMITS: [u16; 7] = [30, 60, 90, 135, 240, 480, 1_440];
/// Most first and last vehicles that are kept, some 40 bytes each.
const CALLS_MAX: usize = 200_000;
/// The last hour of a day of service.
const DAY_ENDS: Seconds = 27 * 3_600;

/// What travel by timetable rests on.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The network.
    pub network: Arc<Network>,
    /// The Monday of the week that stands for every week.
    pub week_of: NaiveDate,
    /// How people walk; the longest walk and the most transfers are each traveller's own.
    pub profile: Profile,
    /// Most bytes that rows may take.
    pub bytes_max: usize,
}

/// Straight lines, with public transport by timetable.
pub struct Timetabled {
    straight: StraightLine,
    basis: Basis,
    zones: Zones,
    /// The kinds of travellers there are, sorted.
    travellers: Vec<Plans>,
    /// For each weekday the first that runs the same.
    classes: [u8; 7],
    floor: Floor,
    floors: Vec<OnceLock<Box<[u16]>>>,
    rows: Rows,
    calls: Mutex<BTreeMap<Asked, Option<Call>>>,
    scratches: Mutex<Vec<Scratch>>,
}

/// What a first or last vehicle is asked for: traveller, from, to, class of the day, and whether it is the first.
type Asked = (usize, ZoneIdx, ZoneIdx, u8, bool);

/// The days as one kind of traveller may use them.
struct Plans {
    traveller: Traveller,
    walks: Arc<Walks>,
    zones: OnceLock<Vec<Zone>>,
    days: [OnceLock<Raptor>; 7],
    /// The days laid out for all who walk as far: kept by the first of them.
    days_of_walk: [OnceLock<Raptor>; 7],
}

/// Rows are many and mean nothing to a reader.
impl fmt::Debug for Timetabled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timetabled").field("zones", &self.zones.len()).field("week_of", &self.basis.week_of).finish()
    }
}

impl Timetabled {
    /// Travel between `zones` for `travellers`, each of whom is one of those that people of the region are.
    pub fn new(straight: StraightLine, basis: Basis, zones: Zones, travellers: &[Traveller]) -> Self {
        let mut travellers: Vec<_> = travellers.iter().map(|traveller| traveller.going_anywhere()).collect();
        travellers.sort_unstable();
        travellers.dedup();
        let profile = |walk: u16| Profile { walk_metres_max: walk.into(), ..basis.profile.clone() };
        let longest = travellers.iter().map(|traveller| traveller.walk_metres_max).max().unwrap_or_default();
        let dates: Vec<_> = Weekday::ALL.iter().filter_map(|&day| date_of(basis.week_of, day)).collect();
        let floor =
            Floor::new(&basis.network, &Walks::new(&basis.network, &profile(longest)), &dates, &[], zones.points());
        // Who walks as far changes at the same stops.
        let mut walks: Vec<(u16, Arc<Walks>)> = Vec::new();
        let plans = travellers.into_iter().map(|traveller| {
            let walk = traveller.walk_metres_max;
            let known = walks.iter().find(|(known, _)| *known == walk).map(|(_, walks)| walks.clone());
            let walks_of = known.unwrap_or_else(|| {
                let of_walk = Arc::new(Walks::new(&basis.network, &profile(walk)));
                walks.push((walk, of_walk.clone()));
                of_walk
            });
            Plans {
                traveller,
                walks: walks_of,
                zones: OnceLock::new(),
                days: Default::default(),
                days_of_walk: Default::default(),
            }
        });
        let travellers = plans.collect();
        let classes = classes_of(&basis);
        let floors = zones.points().iter().map(|_| OnceLock::new()).collect();
        let rows = Rows::new(zones.len(), basis.bytes_max);
        let (calls, scratches) = (Mutex::default(), Mutex::default());
        Self { straight, basis, zones, travellers, classes, floor, floors, rows, calls, scratches }
    }

    /// The days of one kind of traveller; `None` for a kind that the region does not have.
    fn plans(&self, who: Traveller) -> Option<usize> {
        self.travellers.binary_search_by_key(&who.going_anywhere(), |plans| plans.traveller).ok()
    }

    /// One day laid out for one kind of traveller.
    fn day(&self, plans: usize, day: Weekday) -> Option<&Raptor> {
        let (plans, class) = (&self.travellers[plans], self.classes[day as usize]);
        let date = date_of(self.basis.week_of, Weekday::ALL[usize::from(class)])?;
        // Travellers who walk equally far share the same day, whatever their transfers.
        let walks_alike = self.travellers.iter().find(|other| Arc::ptr_eq(&other.walks, &plans.walks)).unwrap_or(plans);
        let laid_out = || Raptor::new(self.basis.network.clone(), plans.walks.clone(), date);
        let of_walk = walks_alike.days_of_walk[usize::from(class)].get_or_init(laid_out);
        let own = || of_walk.with_transfers_max(plans.traveller.transfers_max);
        Some(plans.days[usize::from(class)].get_or_init(own))
    }

    /// Every zone with the stops within a walk of one kind of traveller.
    fn zones_of(&self, plans: usize, raptor: &Raptor) -> &[Zone] {
        let zone = |point: &crate::domain::Point| raptor.zone(*point);
        self.travellers[plans].zones.get_or_init(|| self.zones.points().iter().map(zone).collect())
    }

    /// Minutes between `zone` and every other: from there towards it, arriving by the minute, or the other way.
    fn row(&self, plans: usize, when: When, zone: ZoneIdx, limit: u16) -> Box<[u16]> {
        let (When::ArriveBy(day, minute) | When::DepartAt(day, minute)) = when;
        let Some(raptor) = self.day(plans, day) else { return vec![NONE; self.zones.len()].into() };
        let zones = self.zones_of(plans, raptor);
        let (moment, within) = (Seconds::from(minute) * 60, Seconds::from(limit) * 60);
        let mut scratch = self.scratches().pop().unwrap_or_default();
        let found = match when {
            When::ArriveBy(..) => raptor.latest_departures(&mut scratch, zones, &zones[zone.at()], moment, within),
            When::DepartAt(..) => raptor.earliest_arrivals(&mut scratch, &zones[zone.at()], zones, moment, within),
        };
        self.scratches().push(scratch);
        let minutes = |second: Option<Seconds>| {
            let minutes = second.map(|second| ((moment - second).abs() + 59) / 60);
            let minutes = minutes.and_then(|minutes| u16::try_from(minutes).ok());
            minutes.filter(|&minutes| minutes <= limit).unwrap_or(NONE)
        };
        found.into_iter().map(minutes).collect()
    }

    fn scratches(&self) -> std::sync::MutexGuard<'_, Vec<Scratch>> {
        self.scratches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lower bounds from one zone to all.
    fn floor_from(&self, zone: ZoneIdx) -> &[u16] {
        self.floors[zone.at()].get_or_init(|| self.floor.minutes_from(zone.at()).into())
    }

    /// A journey by public transport with its legs.
    fn journey(&self, who: Traveller, from: Located<'_>, to: Located<'_>, when: When) -> Option<Journey> {
        let (When::ArriveBy(day, minute) | When::DepartAt(day, minute)) = when;
        let raptor = self.day(self.plans(who)?, day)?;
        let moment = Seconds::from(minute) * 60;
        match when {
            When::ArriveBy(..) => raptor.arrive_by(from.1, to.1, moment),
            When::DepartAt(..) => raptor.depart_at(from.1, to.1, moment),
        }
    }

    /// The first or the last vehicle, kept once `find` has found it: that takes three unlimited searches, and a person
    /// without a journey is judged again and again.
    fn call(
        &self,
        who: Traveller,
        from: Located<'_>,
        to: Located<'_>,
        day: Weekday,
        is_first: bool,
        find: impl FnOnce(&Raptor) -> Option<Call>,
    ) -> Option<Call> {
        let plans = self.plans(who)?;
        let asked = (plans, self.zones.of(from.0), self.zones.of(to.0), self.classes[day as usize], is_first);
        let calls = || self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = calls().get(&asked) {
            return *known;
        }
        let found = find(self.day(plans, day)?);
        let mut calls = calls();
        if calls.len() >= CALLS_MAX {
            calls.clear();
        }
        calls.insert(asked, found);
        found
    }

    fn vehicle(&self, ride: Option<&schakel_transit::Ride>) -> Vehicle {
        ride.map_or(Vehicle::Other, |ride| vehicle_of(self.basis.network.line(ride.trip).kind))
    }

    /// What stands on the vehicle; with a telephone behind it, in every language, where the ride is to be booked.
    fn line_of(&self, ride: &schakel_transit::Ride) -> String {
        let network = &self.basis.network;
        let sign = if network.is_to_book(ride) { " \u{260e}" } else { "" };
        format!("{}{sign}", network.line(ride.trip).name)
    }

    fn stage(&self, leg: &Leg) -> Option<Stage> {
        let halt = |stop: StopIdx| {
            let stop = &self.basis.network.stops()[stop.at()];
            Halt { name: stop.name.clone(), at: stop.point }
        };
        match leg {
            Leg::Walk(0) => None,
            Leg::Walk(seconds) => Some(Stage::Along(Mode::Walk, rounded_up(*seconds))),
            Leg::Ride(ride) => Some(Stage::Aboard {
                vehicle: self.vehicle(Some(ride)),
                line: self.line_of(ride),
                from: halt(ride.from),
                departs: minute_of(ride.depart),
                to: halt(ride.to),
                arrives: rounded_up(ride.arrive),
            }),
        }
    }
}

/// The minute of the day in which a second falls.
fn minute_of(second: Seconds) -> Minute {
    (second.max(0) / 60) as Minute
}

/// Whole minutes of some seconds, rounded up.
fn rounded_up(seconds: Seconds) -> u16 {
    ((seconds.max(0) + 59) / 60) as u16
}

/// A day of the week that begins on `monday`.
fn date_of(monday: NaiveDate, day: Weekday) -> Option<NaiveDate> {
    monday.checked_add_days(Days::new(day as u64))
}

/// For each weekday the first that runs the same trips.
fn classes_of(basis: &Basis) -> [u8; 7] {
    let dates: Option<Vec<_>> = Weekday::ALL.iter().map(|&day| date_of(basis.week_of, day)).collect();
    let alike = days_alike(&basis.network, &basis.profile, &dates.unwrap_or_default());
    std::array::from_fn(|day| alike.get(day).map_or(day, |&first| first) as u8)
}

/// The vehicle of a GTFS route type, plain or extended.
fn vehicle_of(kind: u16) -> Vehicle {
    match kind {
        2 | 100..=199 => Vehicle::Train,
        3 | 11 | 200..=299 | 700..=899 => Vehicle::Bus,
        0 | 1 | 400..=699 | 900..=999 => Vehicle::Tram,
        _ => Vehicle::Other,
    }
}

impl Travel for Timetabled {
    fn minutes(&self, who: Traveller, from: Located<'_>, to: Located<'_>, mode: Mode, when: When) -> Option<u16> {
        if mode != Mode::Transit {
            return self.straight.minutes(who, from, to, mode, when);
        }
        if let Some(stated) = self.straight.stated(from.0, to.0, mode) {
            return Some(stated);
        }
        let (plans, from, to) = (self.plans(who)?, self.zones.of(from.0), self.zones.of(to.0));
        let ((day, minute), is_back, (zone, other)) = match when {
            When::ArriveBy(day, minute) => ((day, minute), false, (to, from)),
            When::DepartAt(day, minute) => ((day, minute), true, (from, to)),
        };
        let (floor, longest) = (self.floor_from(from)[to.at()], who.minutes_max);
        let limits = LIMITS.iter().enumerate().filter(|(_, limit)| **limit >= floor);
        for (step, &limit) in limits.take_while(|_| floor <= longest) {
            let key = Key::new(plans, step, self.classes[day as usize], minute, is_back);
            let minutes = self.rows.get(zone, key, other, || self.row(plans, when, zone, limit));
            if minutes != NONE || limit >= longest {
                return (minutes <= longest).then_some(minutes);
            }
        }
        None
    }

    fn minutes_at_least(&self, from: Located<'_>, to: Located<'_>, mode: Mode) -> u16 {
        if mode != Mode::Transit {
            return self.straight.minutes_at_least(from, to, mode);
        }
        let stated = self.straight.stated(from.0, to.0, mode);
        stated.unwrap_or_else(|| self.floor_from(self.zones.of(from.0))[self.zones.of(to.0).at()])
    }

    fn is_timeless(&self, mode: Mode) -> bool {
        !mode.keeps_hours()
    }

    fn class_of(&self, day: Weekday) -> u8 {
        self.classes[day as usize]
    }

    fn is_metric(&self) -> bool {
        self.straight.is_metric()
    }

    fn reach_m(&self, from: Located<'_>, mode: Mode, minutes: u16) -> f64 {
        if mode != Mode::Transit {
            return self.straight.reach_m(from, mode, minutes);
        }
        let floors = self.floor_from(self.zones.of(from.0)).iter().zip(self.zones.points());
        let within = floors.filter(|(floor, _)| **floor <= minutes);
        // A metre more, against rounding in the last digit.
        within.map(|(_, point)| from.1.metres_to(point) + 1.0).fold(0.0, f64::max)
    }

    fn exceptions(&self) -> Vec<(JobseekerIdx, Place)> {
        self.straight.exceptions()
    }

    fn states_stops(&self) -> bool {
        self.straight.states_stops()
    }

    fn stages(&self, who: Traveller, from: Located<'_>, to: Located<'_>, mode: Mode, when: When) -> Vec<Stage> {
        if mode != Mode::Transit || self.straight.stated(from.0, to.0, mode).is_some() {
            return self.straight.stages(who, from, to, mode, when);
        }
        let journey = self.journey(who, from, to, when);
        journey.iter().flat_map(|journey| &journey.legs).filter_map(|leg| self.stage(leg)).collect()
    }

    fn first_arrival(&self, who: Traveller, from: Located<'_>, to: Located<'_>, day: Weekday) -> Option<Call> {
        self.call(who, from, to, day, true, |raptor| {
            // What comes later is of the next day.
            let journey = raptor.depart_at(from.1, to.1, DAY_BEGINS).filter(|journey| journey.arrive <= DAY_ENDS)?;
            let minute = rounded_up(journey.arrive);
            Some(Call { minute, told: minute, vehicle: self.vehicle(journey.rides().last()) })
        })
    }

    fn last_departure(&self, who: Traveller, from: Located<'_>, to: Located<'_>, day: Weekday) -> Option<Call> {
        self.call(who, from, to, day, false, |raptor| {
            let journey = raptor.arrive_by(from.1, to.1, DAY_ENDS)?;
            let boards = journey.rides().next();
            let told = minute_of(boards.map_or(journey.depart, |ride| ride.depart));
            Some(Call { minute: minute_of(journey.depart), told, vehicle: self.vehicle(boards) })
        })
    }

    fn sources(&self) -> Vec<Source> {
        let source = |feed: &schakel_transit::Feed| Source {
            name: feed.name.clone(),
            first_day: feed.first_day,
            last_day: feed.last_day,
            moved_weeks: feed.moved_weeks,
            week_of: self.basis.week_of,
        };
        self.basis.network.feeds().iter().map(source).collect()
    }
}
