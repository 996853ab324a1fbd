//! Small regions with a timetable: buses along the streets of the grid, a train, hubs, a school, and people who mind.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use super::{Dice, first_day};
use crate::domain::*;
use crate::travel::{Basis, Matrix, StraightLine, Timetabled, Zones};
use schakel_transit::{Builder, Call, Feed, Line, Network, Pattern, Profile, ServiceDays, Stop, StopIdx};

/// Columns and rows of the grid on which everything in a sample lies.
const GRID: (usize, usize) = (12, 10);

fn grid_point(column: usize, row: usize) -> Point {
    Point::new(4.4 + column as f64 * 0.02, 51.15 + row as f64 * 0.015)
}

/// As [`super::varied`], with public transport by a timetable and all that goes with it.
pub(crate) fn timetabled(seed: u64, people: usize, offers: usize) -> Region {
    let mut dice = Dice::new(seed ^ 0x7AB1E);
    let mut region = super::varied(seed, people, offers);
    region.pack.limits.childcare_choices_near_work_max = 1;
    with_school(&mut region, &mut dice);
    for person in &mut region.jobseekers {
        person.modes = person.modes.with([Mode::Transit, Mode::Transit, Mode::Bike][dice.below(3) as usize]);
        if dice.chance(30) {
            person.modes = person.modes.with([Mode::SharedBike, Mode::SharedCar][dice.below(2) as usize]);
        }
        person.transfers_max = dice.chance(40).then(|| dice.below(2) as u8);
        person.walk_metres_max = dice.chance(20).then(|| [0, 500, 3_000][dice.below(3) as usize]);
        person.leaves_from = dice.chance(30).then(|| 300 + 30 * dice.below(8) as u16);
    }
    for offer in &mut region.offers {
        if dice.chance(60) {
            continue;
        }
        let minutes = [-150, -60, 150, 270][dice.below(4) as usize];
        offer.shifts.iter_mut().for_each(|shift| *shift = shift.moved(minutes));
        offer.shifts.sort_unstable();
    }
    region.hubs = hubs(&mut dice);
    let stated = if dice.chance(30) { super::stated_minutes(&region, &mut dice) } else { Matrix::new() };
    let straight = StraightLine::clone(&super::travel(stated));
    region.travel = Arc::new(by_timetable(&region, straight, Arc::new(network(&mut dice))));
    region
}

/// The last facility is a school, the one before brings children there.
fn with_school(region: &mut Region, dice: &mut Dice) {
    let n = region.childcare.len();
    let (school, serving) = (CareIdx::from_usize(n - 1), n - 2);
    let at_school = &mut region.childcare[n - 1];
    (at_school.is_school, at_school.bands) = (true, Vec::new());
    at_school.open = Weekday::ALL[..5].iter().map(|&day| Window { day, from: 495, to: 960 }).collect();
    region.childcare[serving].serves = vec![school];
    for child in region.jobseekers.iter_mut().flat_map(|person| &mut person.children) {
        if child.place == Some(school) {
            child.place = None;
        }
        child.school = (child.age >= 3 && dice.chance(50)).then_some(school);
    }
}

/// Travel of a region through `network`, for the people it has.
fn by_timetable(region: &Region, straight: StraightLine, network: Arc<Network>) -> Timetabled {
    let zones = Zones::of_places(
        region.jobseekers.iter().map(|person| &person.home),
        region.offers.iter().map(|offer| &offer.site),
        region.venues.iter().map(|venue| &venue.site),
        region.childcare.iter().map(|care| &care.site),
        region.hubs.iter().map(|hub| &hub.at),
    );
    let travellers: Vec<_> = region.jobseekers.iter().map(|person| region.traveller(person)).collect();
    let basis = Basis { network, week_of: first_day(), profile: Profile::everyday(), bytes_max: 1 << 14 };
    Timetabled::new(straight, basis, zones, &travellers)
}

fn hubs(dice: &mut Dice) -> Vec<Hub> {
    let hub = |(n, kind): (usize, HubKind)| Hub {
        id: format!("H{n}"),
        name: format!("Hoppinpunt {n}"),
        at: grid_point(dice.below(GRID.0 as u64) as usize, dice.below(GRID.1 as u64) as usize),
        kind,
        open: match dice.chance(30) {
            true => Weekday::ALL.iter().map(|&day| Window { day, from: 360, to: 1260 }).collect(),
            false => Vec::new(),
        },
    };
    let kinds = HubKind::ALL.into_iter().chain(HubKind::ALL).chain([HubKind::BicyclePark, HubKind::SharedBikes]);
    kinds.enumerate().map(hub).collect()
}

/// Buses along some rows and columns, a fast train across; thinner on Saturday, none on Sunday.
fn network(dice: &mut Dice) -> Network {
    let mut builder = Builder::default();
    let week = |days: &[u64]| -> ServiceDays { days.iter().map(|&day| first_day() + Days::new(day)).collect() };
    let (weekdays, saturday) = (builder.service(week(&[0, 1, 2, 3, 4])), builder.service(week(&[5])));
    builder.feed(feed(first_day()));
    let stops: Vec<Vec<StopIdx>> =
        (0..GRID.0).map(|column| (0..GRID.1).map(|row| stop(&mut builder, column, row)).collect()).collect();
    let mut lanes: Vec<(Vec<StopIdx>, u32)> = Vec::new();
    for row in (0..GRID.1).filter(|_| dice.chance(50)) {
        lanes.push(((0..GRID.0).map(|column| stops[column][row]).collect(), 180));
    }
    for column in (0..GRID.0).filter(|_| dice.chance(50)) {
        lanes.push((stops[column].clone(), 200));
    }
    lanes.push(((0..GRID.1).step_by(3).map(|at| stops[at][at]).collect(), 300));
    for (number, (lane, seconds)) in lanes.into_iter().enumerate() {
        let kind = if seconds == 300 { 2 } else { 3 };
        let line = builder.line(Line { name: format!("{}", 410 + number), kind });
        let (first, every) = (18_000 + 300 * dice.below(30) as u32, 1_200 + 600 * dice.below(4) as u32);
        let back: Vec<_> = lane.iter().rev().copied().collect();
        for begins in (first..75_600).step_by(every as usize) {
            for stops in [&lane, &back] {
                run(&mut builder, (line, weekdays), stops, begins, seconds);
                if begins % (2 * every) < every {
                    run(&mut builder, (line, saturday), stops, begins, seconds);
                }
            }
        }
    }
    builder.build().unwrap()
}

fn feed(monday: NaiveDate) -> Feed {
    Feed { name: "sample".into(), first_day: monday, last_day: monday + Days::new(6), moved_weeks: 0 }
}

fn stop(builder: &mut Builder, column: usize, row: usize) -> StopIdx {
    builder.stop(Stop { name: format!("halte {column}-{row}"), point: grid_point(column, row) })
}

fn run(
    builder: &mut Builder,
    (line, service): (schakel_transit::LineIdx, schakel_transit::ServiceIdx),
    stops: &[StopIdx],
    begins: u32,
    seconds: u32,
) {
    let calls = (0..stops.len() as u32).map(|n| Call { arrives: n * seconds, departs: n * seconds }).collect();
    let all = vec![true; stops.len()];
    builder.trip(line, service, Pattern { stops: stops.to_vec(), boards: all.clone(), alights: all }, begins, calls);
}
