//! The week that stands for all: a day is chosen by its service, not by its date alone.

use chrono::{Datelike, NaiveDate, Weekday};
use schakel::files::network_file;
use schakel::files::networks::Networks;
use schakel::files::scenario::{self, Code, Packs, Reading};
use schakel_solver::domain::Point;
use schakel_solver::text::Lang;
use schakel_transit::{Builder, Call, Feed, Line, Network, Pattern, ServiceDays, Stop};
use serde_json::json;

use crate::support::{put, small};

/// Trips on a weekday of March to December 2025, where nothing else is said; half as many on Saturday, none on Sunday.
const TRIPS: u32 = 20;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A network in which so many per cent of the usual trips run on each day.
fn network(percent: &dyn Fn(NaiveDate) -> u32) -> Network {
    let (first_day, last_day) = (day("2025-03-03"), day("2025-12-21"));
    let mut builder = Builder::default();
    builder.feed(Feed { name: "bus.zip".into(), first_day, last_day, moved_weeks: 0 });
    let line = builder.line(Line { name: "1".into(), kind: 3 });
    let at = |lon| Stop { name: "Dorp".into(), point: Point::new(lon, 51.2) };
    let stops = vec![builder.stop(at(4.6)), builder.stop(at(4.7))];
    let usual = |date: NaiveDate| match date.weekday() {
        Weekday::Sat => TRIPS / 2,
        Weekday::Sun => 0,
        _ => TRIPS,
    };
    for trip in 0..2 * TRIPS {
        let runs = |date: &NaiveDate| trip * 100 < usual(*date) * percent(*date);
        let days: Vec<NaiveDate> = first_day.iter_days().take_while(|date| *date <= last_day).filter(runs).collect();
        if days.is_empty() {
            continue;
        }
        let service = builder.service(days.into_iter().collect::<ServiceDays>());
        let pattern = Pattern { stops: stops.clone(), boards: vec![true; 2], alights: vec![true; 2] };
        let calls = [0, 1_200].map(|at| Call { arrives: at, departs: at }).to_vec();
        builder.trip(line, service, pattern, 6 * 3_600 + trip * 900, calls);
    }
    builder.build().unwrap()
}

/// The small region by this network, with a plan from `from` to the end of the year.
fn read(percent: &dyn Fn(NaiveDate) -> u32, from: &str, week_of: Option<&str>) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    let networks = Networks::in_folder(folder.path());
    let mut bytes = Vec::new();
    network_file::write(&network(percent), &mut bytes).unwrap();
    networks.keep("bus", &bytes).unwrap();
    let mut scenario = small();
    put(&mut scenario, "/horizon", json!({"from": from, "to": "2025-12-31"}));
    put(&mut scenario, "/travel/timetable", json!({"network": "bus"}));
    week_of.iter().for_each(|week| put(&mut scenario, "/travel/timetable/week_of", json!(week)));
    // Dates of the small region that a later plan does not hold.
    for gone in ["/edition_pins", "/programmes", "/instructors", "/promises"] {
        put(&mut scenario, gone, json!([]));
    }
    for at in ["/vacancies/0/start", "/vacancies/1/start"] {
        put(&mut scenario, at, json!("2025-12-01"));
    }
    scenario::read(scenario.to_string().as_bytes(), &Packs::built_in().with_networks(networks))
}

/// The week taken, and the issues of the timetable.
fn week(reading: &Reading) -> (Option<String>, Vec<(Code, String)>) {
    let of_timetable = |issue: &&scenario::Issue| issue.pointer.starts_with("#/travel/timetable");
    let issues = reading.issues.iter().filter(of_timetable);
    let told = issues.map(|issue| (issue.code, issue.message(Lang::Nl))).collect();
    let taken = reading.region.as_ref().map(|region| region.travel.sources()[0].week_of.to_string());
    (taken, told)
}

/// Nothing on these days, everything on others.
fn without(days: &'static [&'static str]) -> impl Fn(NaiveDate) -> u32 {
    |date| if days.contains(&date.to_string().as_str()) { 0 } else { 100 }
}

fn taken(monday: &str) -> (Option<String>, Vec<(Code, String)>) {
    (Some(monday.to_owned()), Vec::new())
}

#[test]
fn an_ordinary_week_stands_for_all_and_not_the_one_with_a_holiday_in_it() {
    // Easter Monday; the Thursday of Ascension, with the bridge after it.
    assert_eq!(week(&read(&without(&["2025-04-21"]), "2025-04-21", None)), taken("2025-04-28"));
    assert_eq!(week(&read(&without(&["2025-05-29", "2025-05-30"]), "2025-05-26", None)), taken("2025-06-02"));
    // No bus in summer, or half of them.
    let summer = |percent| move |date: NaiveDate| if [7, 8].contains(&date.month()) { percent } else { 100 };
    assert_eq!(week(&read(&summer(0), "2025-07-07", None)), taken("2025-09-01"));
    assert_eq!(week(&read(&summer(55), "2025-07-07", None)), taken("2025-09-01"));
    // A Saturday counts as the other days do. A few trips less make no other week.
    assert_eq!(week(&read(&without(&["2025-03-08"]), "2025-03-03", None)), taken("2025-03-10"));
    assert_eq!(week(&read(&summer(95), "2025-07-07", None)), taken("2025-07-07"));
    // A feast with half as many trips again, once, is not what is usual.
    let feast = |date: NaiveDate| if date == day("2025-03-12") { 150 } else { 100 };
    assert_eq!(week(&read(&feast, "2025-03-03", None)), taken("2025-03-03"));
    // The only week with service is taken, however late it comes.
    let last = |date: NaiveDate| if date < day("2025-12-15") { 0 } else { 100 };
    assert_eq!(week(&read(&last, "2025-11-03", None)), taken("2025-12-15"));
}

#[test]
fn a_day_with_far_fewer_trips_than_usual_in_the_week_asked_for_is_told() {
    let few = "Op 2025-04-21 rijden er volgens bus 0 ritten, terwijl het er op die weekdag tot 20 zijn. Die week staat voor elke week.";
    let reading = read(&without(&["2025-04-21"]), "2025-04-21", Some("2025-04-21"));
    assert_eq!(week(&reading), (Some("2025-04-21".to_owned()), vec![(Code::FewTrips, few.to_owned())]));
    // Every week of what is left lacks its Wednesday or its Friday: the nearest is taken, and the day told.
    let strikes = |date: NaiveDate| match (date.weekday(), date.iso_week().week() % 2) {
        (Weekday::Wed, 0) | (Weekday::Fri, 1) => 40,
        _ => 100,
    };
    let (monday, told) = week(&read(&strikes, "2025-03-03", None));
    assert_eq!((monday.as_deref(), told.len(), told[0].0), (Some("2025-03-03"), 1, Code::FewTrips));
    // Nobody is told of a Sunday that never has a bus.
    assert_eq!(week(&read(&|_| 100, "2025-03-03", Some("2025-03-03"))), taken("2025-03-03"));
}

#[test]
fn a_week_in_which_nothing_runs_is_an_error() {
    let summer = |date: NaiveDate| if [7, 8].contains(&date.month()) { 0 } else { 100 };
    let nothing = "Van 2025-07-07 tot en met 2025-07-13 rijdt er niets volgens de dienstregeling bus.";
    let reading = read(&summer, "2025-07-07", Some("2025-07-07"));
    assert_eq!(week(&reading), (None, vec![(Code::NetworkWithoutTrips, nothing.to_owned())]));
    // Nowhere within the days of the plan.
    let until_autumn = |date: NaiveDate| if date < day("2025-10-01") { 100 } else { 0 };
    let nothing = "Van 2025-10-06 tot en met 2025-12-21 rijdt er niets volgens de dienstregeling bus.";
    let reading = read(&until_autumn, "2025-10-06", None);
    assert_eq!(week(&reading), (None, vec![(Code::NetworkWithoutTrips, nothing.to_owned())]));
}
