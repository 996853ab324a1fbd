//! Mobility and availability, worked out by hand.

use super::case::*;
use crate::constraint::Remedy;
use crate::domain::*;
use crate::sample;
use crate::travel::{Matrix, Place};
use crate::way::Choice;

/// A case at the sample's speeds, whose work lies a hundredth of a degree north of home: 1,112 metres.
fn a_kilometre_north() -> Case {
    let mut case = Case::new();
    case.region.travel = sample::travel(Matrix::new());
    case.offer().site = Point::new(4.40, 51.21);
    case
}

#[test]
fn minutes_are_distance_times_detour_over_speed_rounded_up_plus_the_start() {
    // 1,111.9 m x 1.3 = 1,445.5 m on the road. Points: 4 a minute.
    let mut case = a_kilometre_north();
    // 1,445.5 m at 5 km/h: 17.3 minutes.
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 72, 18 against 60 minutes");
    // At 15 km/h 5.8 minutes, and 1 to start; by bus or train 10 to start; by car at 40 km/h 2.2 minutes, and 5.
    for (mode, minutes) in [(Mode::Bike, 7), (Mode::Transit, 16), (Mode::Car, 8)] {
        case.goes_by(mode);
        let costs = minutes * 4;
        assert_eq!(case.verdict("mobility"), format!("TRIP_TAKES costs {costs}, {minutes} against 60 minutes"));
    }
    assert_eq!(case.remedies("mobility"), []);
}

#[test]
fn the_limit_itself_is_accepted_and_a_minute_more_is_not() {
    let mut case = Case::new();
    case.takes(HOME, WORK, 60);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 240, 60 against 60 minutes");
    assert_eq!(
        case.words("mobility"),
        ["reist 60 minuten te voet", "travels 60 minutes on foot", "trajet de 60 minutes à pied"]
    );
    case.takes(HOME, WORK, 61);
    assert_eq!(case.verdict("mobility"), "TRIP_TOO_LONG blocks, 61 against 60 minutes");
    assert_eq!(
        case.words("mobility"),
        [
            "reist 61 minuten te voet, maximaal 60 is haalbaar",
            "travels 61 minutes on foot, at most 60 will do",
            "trajet de 61 minutes à pied, 60 au maximum"
        ]
    );
    let longer = Remedy::new(Change::TravelsUpTo(PERSON, 61));
    // On the bicycle home and work, which lie at one point, are no minutes apart: that would do too.
    let bicycle = Remedy::new(Change::HasMode(PERSON, Mode::Bike)).costing(12_300);
    assert_eq!(case.remedies("mobility"), [bicycle, longer]);
}

#[test]
fn one_minute_is_a_single_minute() {
    let mut case = Case::new();
    case.takes(HOME, WORK, 1);
    assert_eq!(
        case.words("mobility"),
        ["reist 1 minuut te voet", "travels 1 minute on foot", "trajet de 1 minute à pied"]
    );
}

#[test]
fn the_persons_own_limit_counts_where_there_is_one() {
    let mut case = Case::new();
    case.takes(HOME, WORK, 60);
    case.person().travel_minutes_max = Some(59);
    assert_eq!(case.verdict("mobility"), "TRIP_TOO_LONG blocks, 60 against 59 minutes");
    case.takes(HOME, WORK, 90);
    case.person().travel_minutes_max = Some(90);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 360, 90 against 90 minutes");
    case.person().travel_minutes_max = None;
    case.limits().travel_minutes_max = 89;
    assert_eq!(case.verdict("mobility"), "TRIP_TOO_LONG blocks, 90 against 89 minutes");
}

#[test]
fn a_mode_that_the_person_does_not_have_is_no_way_to_go() {
    let mut case = Case::new();
    case.choice = Choice::by(Mode::Car);
    case.takes(HOME, WORK, 10);
    assert_eq!(case.verdict("mobility"), "MODE_MISSING blocks, 10 against 60 minutes");
    assert_eq!(
        case.words("mobility"),
        ["kan zich niet met de auto verplaatsen", "cannot travel by car", "ne peut pas se déplacer en voiture"]
    );
    // A bicycle would do, a longer trip would not.
    assert_eq!(case.remedies("mobility"), [Remedy::new(Change::HasMode(PERSON, Mode::Bike)).costing(12_300)]);
}

#[test]
fn a_bicycle_is_offered_where_it_is_fast_enough_and_to_those_without() {
    let mut case = Case::new();
    let longer = Remedy::new(Change::TravelsUpTo(PERSON, 61));
    let bicycle = Remedy::new(Change::HasMode(PERSON, Mode::Bike)).costing(12_300);
    let with_bike_minutes = |case: &mut Case, minutes| {
        case.choice.mode = Mode::Bike;
        case.takes(HOME, WORK, minutes);
        case.choice.mode = Mode::Walk;
        case.takes(HOME, WORK, 61);
    };
    with_bike_minutes(&mut case, 60);
    assert_eq!(case.remedies("mobility"), [bicycle, longer]);
    with_bike_minutes(&mut case, 61);
    assert_eq!(case.remedies("mobility"), [longer]);
    with_bike_minutes(&mut case, 60);
    case.person().modes = Modes::default().with(Mode::Walk).with(Mode::Bike);
    assert_eq!(case.remedies("mobility"), [longer]);
    // A bicycle of the stock is a bicycle.
    let mut case = Case::new();
    case.choice.mode = Mode::Bike;
    case.takes(HOME, WORK, 20);
    assert!(!case.passes("mobility"));
    case.uses(&[COACH]);
    assert!(!case.passes("mobility"));
    case.uses(&[BICYCLE]);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 80, 20 against 60 minutes");
}

#[test]
fn stated_minutes_win_over_the_map_and_the_longer_direction_counts() {
    let mut case = a_kilometre_north();
    case.takes(HOME, WORK, 33);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 132, 33 against 60 minutes");
    case.takes(WORK, HOME, 41);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 164, 41 against 60 minutes");
    case.takes(WORK, HOME, 12);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 132, 33 against 60 minutes");
    case.takes(WORK, HOME, 61);
    assert_eq!(case.verdict("mobility"), "TRIP_TOO_LONG blocks, 61 against 60 minutes");
}

#[test]
fn each_stop_adds_its_detour_and_the_time_to_hand_over() {
    let mut case = Case::new();
    case.takes(HOME, WORK, 5);
    case.takes(HOME, Place::Care(ZON), 8);
    case.takes(Place::Care(ZON), WORK, 12);
    case.brings(1, ZON);
    // 8 + 10 to hand over + 12, not the 5 of the straight way.
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 120, 30 against 60 minutes");
    // A second child at the same place is no second stop.
    case.brings(4, ZON);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 120, 30 against 60 minutes");
    // A child who needs no care is left at home.
    let stays = Child { needs_care: false, place: Some(MAAN), ..child(9) };
    case.person().children.push(stays);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 120, 30 against 60 minutes");
    // A child with a place of its own is brought there: 8 + 10 + 3 + 10 + 12.
    case.takes(HOME, Place::Care(MAAN), 20);
    case.takes(Place::Care(ZON), Place::Care(MAAN), 3);
    case.takes(Place::Care(MAAN), WORK, 12);
    case.person().children.push(Child { place: Some(MAAN), ..child(9) });
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 172, 43 against 60 minutes");
    case.limits().drop_off_minutes = 0;
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 92, 23 against 60 minutes");
}

#[test]
fn the_way_back_passes_the_stops_in_the_other_direction() {
    let mut case = Case::new();
    case.brings(1, ZON);
    case.takes(HOME, Place::Care(ZON), 4);
    case.takes(Place::Care(ZON), WORK, 6);
    case.takes(WORK, Place::Care(ZON), 9);
    case.takes(Place::Care(ZON), HOME, 20);
    // Out 4 + 10 + 6 = 20, back 9 + 10 + 20 = 39.
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 156, 39 against 60 minutes");
}

#[test]
fn a_shift_within_the_hours_is_possible_and_a_minute_outside_is_not() {
    let mut case = Case::new();
    case.person().availability = hours(WORKDAYS, 9 * 60, 17 * 60);
    assert_eq!(case.verdict("availability"), "fine");
    case.person().availability = hours(WORKDAYS, 9 * 60 + 1, 17 * 60);
    assert_eq!(case.verdict("availability"), "SHIFT_NOT_POSSIBLE blocks, 5 against 0 count");
    case.person().availability = hours(WORKDAYS, 9 * 60, 17 * 60 - 1);
    assert_eq!(case.verdict("availability"), "SHIFT_NOT_POSSIBLE blocks, 5 against 0 count");
    assert_eq!(
        case.words("availability"),
        [
            "kan tot 16:59, het duurt tot 17:00, 5 dagen",
            "can stay until 16:59, it lasts until 17:00, 5 days",
            "peut rester jusqu'à 16:59, cela dure jusqu'à 17:00, 5 jours"
        ]
    );
    assert_eq!(case.remedies("availability"), [Remedy::new(Change::WorksShiftsOf(PERSON, VACANCY))]);
}

#[test]
fn one_day_missing_is_named() {
    let mut case = Case::new();
    case.person().availability.remove(2);
    assert_eq!(case.verdict("availability"), "SHIFT_NOT_POSSIBLE blocks, 1 against 0 count");
    assert_eq!(case.words("availability")[0], "kan niet komen op woensdag");
    case.person().availability.pop();
    assert_eq!(case.verdict("availability"), "SHIFT_NOT_POSSIBLE blocks, 2 against 0 count");
    assert_eq!(case.words("availability")[0], "kan niet komen op woensdag, vrijdag");
}

#[test]
fn hours_that_touch_are_one_and_a_minute_between_is_a_gap() {
    let mut case = Case::new();
    case.offer().shifts = hours(&[Weekday::Mon], 540, 1020);
    case.person().availability = [hours(&[Weekday::Mon], 480, 720), hours(&[Weekday::Mon], 720, 1080)].concat();
    assert_eq!(case.verdict("availability"), "fine");
    case.person().availability[1].from = 721;
    assert_eq!(case.verdict("availability"), "SHIFT_NOT_POSSIBLE blocks, 1 against 0 count");
}

#[test]
fn a_night_shift_needs_the_evening_and_the_next_morning() {
    let mut case = Case::new();
    case.offer().shifts = hours(&[Weekday::Sun], 22 * 60, 30 * 60);
    let evening = hours(&[Weekday::Sun], 22 * 60, DAY);
    let morning = hours(&[Weekday::Mon], 0, 6 * 60);
    case.person().availability = [morning.clone(), evening.clone()].concat();
    assert_eq!(case.verdict("availability"), "fine");
    for too_little in [
        evening.clone(),
        morning.clone(),
        [hours(&[Weekday::Mon], 0, 6 * 60 - 1), evening.clone()].concat(),
        [hours(&[Weekday::Mon], 1, 6 * 60), evening.clone()].concat(),
        [morning.clone(), hours(&[Weekday::Sun], 22 * 60, DAY - 1)].concat(),
        [hours(&[Weekday::Sat], 0, 6 * 60), evening].concat(),
    ] {
        case.person().availability = too_little;
        assert_eq!(case.verdict("availability"), "SHIFT_NOT_POSSIBLE blocks, 1 against 0 count");
    }
    assert_eq!(case.words("availability")[0], "kan tot 24:00, het duurt tot 06:00 de dag erna, zondag");
}

#[test]
fn a_trip_past_childcare_with_stated_minutes_has_no_reach() {
    let mut case = Case::new();
    case.offer().site = Point::new(5.60, 50.70);
    let crow_flies = |case: &Case| case.region.jobseekers[0].home.metres_to(&case.region.offers[0].site);
    let reach_m = |case: &Case| rule("mobility").reach_m(case.facts(), PERSON);
    // On foot 60 minutes of 5 km/h with a third of detours: less than four kilometres; by bicycle three times that.
    case.region.supports.clear();
    assert_eq!(reach_m(&case).unwrap().round(), 3847.0);
    case.goes_by(Mode::Bike);
    assert_eq!(reach_m(&case).unwrap().round(), 11_539.0);
    case.takes(HOME, Place::Care(ZON), 8);
    case.takes(Place::Care(ZON), WORK, 12);
    assert!(reach_m(&case).unwrap() < crow_flies(&case));
    // 8 + 10 + 12: a hundred kilometres in half an hour, if someone says so.
    case.brings(1, ZON);
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 120, 30 against 60 minutes");
    assert_eq!(reach_m(&case), None);
    case.person().children[0].needs_care = false;
    assert!(reach_m(&case).is_some());
}
