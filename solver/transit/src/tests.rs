//! The search against the plain one, over small random networks.

use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::plain::Plain;
use super::{
    Builder, Call, Floor, Line, Moment, Network, Pattern, Profile, Raptor, Router, Scratch, Seconds, ServiceDays, Stop,
    StopIdx, Transfer, Walks, days_alike,
};
use crate::point::Point;

const TUESDAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 3, 17).unwrap();

/// A trip: its days, its beginning and its calls (stop, whether one may board or alight, drive, wait). Neighbouring
/// stops on the grid are within a walk of each other.
type TripDraw = (u8, u32, Vec<(u8, u8, u16, u8)>);

fn stop_point(stop: u8) -> Point {
    Point::new(4.40 + f64::from(stop % 4) * 0.009, 51.20 + f64::from(stop / 4) * 0.006)
}

fn network(trips: &[TripDraw], transfers: &[(u8, u8, Option<u16>)]) -> Network {
    let mut builder = Builder::default();
    for stop in 0..12 {
        builder.stop(Stop { name: format!("halte {stop}"), point: stop_point(stop) });
    }
    let line = builder.line(Line { name: "410".into(), kind: 3 });
    let (yesterday, tomorrow) = (TUESDAY.pred_opt().unwrap(), TUESDAY.succ_opt().unwrap());
    for (service, begins, calls) in trips {
        let days: ServiceDays = match service {
            0 => [TUESDAY].into_iter().collect(),
            1 => [yesterday].into_iter().collect(),
            2 => [tomorrow].into_iter().collect(),
            _ => [yesterday, TUESDAY].into_iter().collect(),
        };
        let service = builder.service(days);
        let (mut timing, mut at) = (Vec::new(), 0);
        for (_, _, drive, wait) in calls {
            at += if timing.is_empty() { 0 } else { u32::from(*drive) };
            timing.push(Call { arrives: at, departs: at + u32::from(*wait) });
            at += u32::from(*wait);
        }
        let pattern = Pattern {
            stops: calls.iter().map(|call| StopIdx(call.0.into())).collect(),
            boards: calls.iter().map(|call| call.1 != 1).collect(),
            alights: calls.iter().map(|call| call.1 != 2).collect(),
        };
        builder.trip(line, service, pattern, *begins, timing);
    }
    for &(from, to, seconds) in transfers {
        let (from, to) = (StopIdx(from.into()), StopIdx(to.into()));
        builder.transfer(Transfer { from, to, seconds: seconds.map(i32::from) });
    }
    builder.build().unwrap()
}

fn trips() -> impl Strategy<Value = Vec<TripDraw>> {
    let call = (0..12_u8, 0..8_u8, 60..500_u16, 0..60_u8);
    // Most begin within an hour and a half, so that they overtake, meet and miss each other.
    let begins = prop_oneof![6 => 25_000..30_000_u32, 1 => 110_000..116_000_u32];
    prop::collection::vec(
        (
            prop_oneof![6 => Just(0), 2 => Just(1), 1 => Just(2), 6 => Just(3_u8)],
            begins,
            prop::collection::vec(call, 3..8),
        ),
        6..20,
    )
}

fn profile() -> impl Strategy<Value = Profile> {
    let everyday = Profile { may_walk_only: false, ..Profile::everyday() };
    (prop_oneof![Just(Profile::reference()), Just(everyday)], 0..4_u8)
        .prop_map(|(profile, transfers_max)| Profile { transfers_max, ..profile })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn the_search_equals_a_plain_one(
        trips in trips(),
        transfers in prop::collection::vec((0..12_u8, 0..12_u8, prop::option::of(0..600_u16)), 0..6),
        profile in profile(),
        (from, to) in (0..12_u8, 0..12_u8),
        hour in prop_oneof![5 => 26_000..36_000_i32, 1 => 80_000..126_000_i32],
    ) {
        let network = Arc::new(network(&trips, &transfers));
        let (from, to) = (stop_point(from), stop_point(to));
        let (raptor, plain) = (Raptor::of_day(&network, &profile, TUESDAY), Plain::new(&network, &profile, TUESDAY));

        let found = raptor.arrive_by(&from, &to, hour);
        let expected = plain.arrive_by(&from, &to, hour);
        prop_assert_eq!(found.as_ref().map(|found| (found.depart, found.arrive, found.rides().count())), expected);
        let (a, b) = (raptor.zone(from), raptor.zone(to));
        let expected = expected.map(|(depart, ..)| depart);
        let mut scratch = Scratch::default();
        let all = raptor.latest_departures(&mut scratch, std::slice::from_ref(&a), &b, hour, Seconds::MAX);
        prop_assert_eq!(all[0], expected);
        let within = raptor.latest_departures(&mut scratch, std::slice::from_ref(&a), &b, hour, 1_800);
        prop_assert_eq!(within[0], expected.filter(|depart| hour - depart <= 1_800));

        let found = raptor.depart_at(&from, &to, hour);
        let expected = plain.depart_at(&from, &to, hour);
        prop_assert_eq!(found.as_ref().map(|found| found.arrive), expected.map(|(arrive, _)| arrive));
        let expected = expected.map(|(arrive, _)| arrive);
        let all = raptor.earliest_arrivals(&mut scratch, &a, std::slice::from_ref(&b), hour, Seconds::MAX);
        prop_assert_eq!(all[0], expected);
        let within = raptor.earliest_arrivals(&mut scratch, &a, &[b], hour, 1_800);
        prop_assert_eq!(within[0], expected.filter(|arrive| arrive - hour <= 1_800));
    }

    #[test]
    fn no_journey_and_no_chain_of_two_is_shorter_than_the_floor(
        trips in trips(),
        (from, by, to) in (0..12_u8, 0..12_u8, 0..12_u8),
        hour in 28_000..36_000_i32,
    ) {
        let network = Arc::new(network(&trips, &[]));
        let walks = Arc::new(Walks::new(&network, &Profile::everyday()));
        let raptor = Raptor::new(network.clone(), walks.clone(), TUESDAY);
        let points: Vec<Point> = (0..12).map(stop_point).collect();
        let floors = Floor::new(&network, &walks, &[TUESDAY], &[], &points).minutes_from(from.into());
        let minutes = |seconds: i32| (seconds + 59) / 60;
        if let Some(journey) = raptor.arrive_by(&stop_point(from), &stop_point(to), hour) {
            prop_assert!(i32::from(floors[usize::from(to)]) <= minutes(hour - journey.depart));
        }
        let Some(second) = raptor.arrive_by(&stop_point(by), &stop_point(to), hour) else { return Ok(()) };
        // Each leg of a chain begins at a whole minute.
        let changes_at = hour - minutes(hour - second.depart) * 60;
        let Some(first) = raptor.arrive_by(&stop_point(from), &stop_point(by), changes_at) else { return Ok(()) };
        let in_all = minutes(hour - second.depart) + minutes(changes_at - first.depart);
        prop_assert!(i32::from(floors[usize::from(to)]) <= in_all, "{} over {in_all}", floors[usize::from(to)]);
    }

    #[test]
    fn a_cell_is_reached_exactly_when_the_router_gets_there(
        trips in trips(), profile in profile(), from in 0..12_u8, leaves in 0..5_400, within in 0..5_400,
        probes in prop::collection::vec((-14..=14_i32, -10..=10_i32), 12),
    ) {
        let network = Arc::new(network(&trips, &[]));
        let raptor = Raptor::of_day(&network, &profile, TUESDAY);
        let at = stop_point(from);
        for moment in [Moment::DepartAt(leaves), Moment::ArriveBy(leaves + 10_800)] {
            let (grid, reached) = raptor.reach(at, moment, within);
            prop_assert!(reached.is_sorted());
            let some = reached.iter().step_by(reached.len() / 8 + 1).map(|(cell, _)| *cell);
            for cell in some.chain(probes.iter().copied()) {
                let middle = grid.middle(cell);
                let seconds = match moment {
                    Moment::DepartAt(leaves) => raptor.depart_at(&at, &middle, leaves).map(|way| way.arrive - leaves),
                    Moment::ArriveBy(by) => raptor.arrive_by(&middle, &at, by).map(|way| by - way.depart),
                };
                let found = reached.iter().find(|(known, _)| *known == cell).map(|(_, seconds)| *seconds);
                prop_assert_eq!(found, seconds.filter(|&seconds| seconds <= within), "{:?} {:?}", cell, moment);
            }
        }
    }

    #[test]
    fn the_legs_of_a_journey_follow_each_other(trips in trips(), (from, to) in (0..12_u8, 0..12_u8)) {
        let network = Arc::new(network(&trips, &[]));
        let raptor = Raptor::of_day(&network, &Profile::everyday(), TUESDAY);
        let Some(journey) = raptor.arrive_by(&stop_point(from), &stop_point(to), 34_000) else { return Ok(()) };
        let mut now = journey.depart;
        for leg in &journey.legs {
            match leg {
                super::Leg::Walk(seconds) => now += seconds,
                super::Leg::Ride(ride) => {
                    prop_assert!(now <= ride.depart && ride.depart <= ride.arrive);
                    now = ride.arrive;
                }
            }
        }
        prop_assert_eq!(now, journey.arrive);
    }
}

#[test]
fn a_short_distance_is_walked_where_that_is_allowed() {
    let network = Arc::new(network(&[], &[]));
    let (from, to) = (stop_point(0), stop_point(1));
    let everyday = Raptor::of_day(&network, &Profile::everyday(), TUESDAY);
    let journey = everyday.arrive_by(&from, &to, 28_800).unwrap();
    assert_eq!((journey.transfers(), journey.arrive), (0, 28_800));
    assert!((8..=12).contains(&journey.minutes()), "{}", journey.minutes());
    let reference = Raptor::of_day(&network, &Profile::reference(), TUESDAY);
    assert_eq!(reference.arrive_by(&from, &to, 28_800), None);
}

#[test]
fn days_on_which_the_same_runs_are_alike() {
    let network = network(&[(0, 30_000, vec![(0, 3, 0, 0), (1, 3, 300, 0)])], &[]);
    let before = |n_days| TUESDAY - chrono::Days::new(n_days);
    // The day before sees the trip too: as one of the next day.
    let dates = [before(3), TUESDAY, before(2), TUESDAY, before(1)];
    assert_eq!(days_alike(&network, &Profile::everyday(), &dates), [0, 1, 0, 1, 4]);
    assert_eq!(days_alike(&network, &Profile::reference(), &dates), [0, 1, 0, 1, 0]);
}

#[test]
fn days_of_service_are_what_was_put_in() {
    let days = [TUESDAY, TUESDAY + chrono::Days::new(64), TUESDAY + chrono::Days::new(200)];
    let service: ServiceDays = days.into_iter().collect();
    assert_eq!(service.days().collect::<Vec<_>>(), days);
    assert!(service.contains(days[1]) && !service.contains(TUESDAY.pred_opt().unwrap()));
    assert!(!service.contains(TUESDAY + chrono::Days::new(100_000)));
}
