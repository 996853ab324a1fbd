//! Timetables in: what feeds really do is read, what is wrong with them is told, and nothing is half-imported.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use chrono::NaiveDate;
use expect_test::expect;
use schakel::files::gtfs::{self, Code, Reading, Source};
use schakel::files::network_file::{self, NetworkFileError};
use schakel_solver::domain::Point;
use schakel_solver::text::Lang;
use schakel_transit::{Profile, Raptor, Router};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A small feed as operators write them: service through calendar_dates alone, times past midnight, extended route
/// types, blanks behind stop IDs, a station with platforms, a stop where nothing stops.
const FEED: [(&str, &str); 6] = [
    (
        "stops.txt",
        "\u{feff}stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n\
         A   ,Zoersel dorp,51.2717,4.7133,0,\n\
         S,Antwerpen-Centraal,51.2172,4.4211,1,\n\
         S_1   ,Antwerpen-Centraal spoor 1,51.2172,4.4211,0,S\n\
         S_E,ingang,51.2172,4.4211,2,S\n\
         Z,Nergens,51.3,4.8,,\n",
    ),
    ("routes.txt", "route_id,route_short_name,route_long_name,route_type\nR,,Zoersel - Antwerpen,700\n"),
    ("trips.txt", "route_id,service_id,trip_id\nR,1,early\nR,1,late\n"),
    (
        "stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n\
         early, 6:25:00,06:25:00,A,1,0,1\n\
         early,07:02:00,07:02:00,S_1   ,9,1,0\n\
         late,23:50:00,23:50:00,S_1,1,0,1\n\
         late,24:31:00,24:31:00,A,2,1,0\n",
    ),
    ("calendar_dates.txt", "service_id,date,exception_type\n1,20190611,1\n1,20190612,1\n1,20190612,2\n"),
    ("transfers.txt", "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nS,S,2,300\nA,S,3,\n"),
];

/// Stop times in which nearly every row is wrong in its own way.
const BROKEN: &str = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type\n\
    early,06:25:00,06:25:00,A,1,7\n\
    early,07:62:00,07:02:00,S_1,2,\n\
    early,,,,3,\n\
    nobody,07:02:00,07:02:00,S_1,4,\n\
    late,23:50:00,23:50:00,Q,1,\n\
    late,23:50:00,23:50:00,S_1,one,\n\
    late,23:50:00,23:50:00,S_1,2,\n\
    late,23:40:00,23:40:00,A,3,\n";

fn zipped(feed: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (file, text) in feed {
        zip.start_file(*file, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(feed: &[(&str, &str)], shift_to: Option<i32>) -> Reading {
    gtfs::read(vec![Source { name: "bus.zip".into(), content: Cursor::new(zipped(feed)) }], shift_to)
}

/// The feed with one file in the place of its own.
fn with(file: &'static str, text: &'static str) -> Vec<(&'static str, &'static str)> {
    FEED.iter().map(|&(name, own)| (name, if name == file { text } else { own })).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn places(reading: &Reading) -> Vec<(String, Code)> {
    reading.issues.iter().map(|issue| (issue.place(), issue.code)).collect()
}

const ZOERSEL: (f64, f64) = (4.7133, 51.2717);
const ANTWERP: (f64, f64) = (4.4211, 51.2172);

#[test]
fn what_feeds_really_do_is_read() {
    let reading = read(&FEED, None);
    assert_eq!(places(&reading), []);
    let network = Arc::new(reading.network.unwrap());
    let parts = network.parts();
    assert_eq!((parts.stops.len(), parts.trips.len(), parts.lines.len()), (4, 2, 1));
    assert_eq!((parts.lines[0].name.as_str(), parts.lines[0].kind), ("Zoersel - Antwerpen", 700));
    // A station stands for itself and its platforms.
    assert_eq!(parts.transfers.len(), 4 + 2);
    let (home, work) = (Point::new(ZOERSEL.0, ZOERSEL.1), Point::new(ANTWERP.0, ANTWERP.1));
    let tuesday = Raptor::of_day(&network, &Profile::everyday(), day("2019-06-11"));
    let journey = tuesday.arrive_by(&home, &work, 8 * 3_600).unwrap();
    assert_eq!((journey.depart, journey.arrive, journey.transfers()), (23_100, 25_320, 0));
    // No bus before 06:25, so nobody is there by six.
    assert_eq!(tuesday.arrive_by(&home, &work, 6 * 3_600), None);
    let back = tuesday.depart_at(&work, &home, 22 * 3_600).unwrap();
    assert_eq!(back.arrive, 24 * 3_600 + 31 * 60);
    // The night bus of Tuesday is still under way on Wednesday, when nothing else runs.
    let wednesday = Raptor::of_day(&network, &Profile::everyday(), day("2019-06-12"));
    assert_eq!(wednesday.n_trips(), 1);
    assert_eq!(Raptor::of_day(&network, &Profile::reference(), day("2019-06-12")).n_trips(), 0);
}

#[test]
fn a_feed_is_moved_to_another_year_on_the_same_weekdays() {
    let network = Arc::new(read(&FEED, Some(2026)).network.unwrap());
    let feed = &network.feeds()[0];
    assert_eq!((feed.moved_weeks, feed.first_day), (365, day("2026-06-09")));
    assert_eq!((feed.first_day - day("2019-06-11")).num_days() % 7, 0);
    assert_eq!(Raptor::of_day(&network, &Profile::reference(), day("2026-06-09")).n_trips(), 2);
    assert_eq!(read(&FEED, Some(2019)).network.unwrap().feeds()[0].moved_weeks, 0);
}

#[test]
fn every_error_of_a_feed_comes_at_once_with_file_and_row() {
    let reading = read(&with("stop_times.txt", BROKEN), None);
    assert!(reading.network.is_none());
    let row = |row: u32| format!("bus.zip/stop_times.txt:{row}");
    let expected = [
        (row(2), Code::NotInList),
        (row(3), Code::NotATime),
        (row(4), Code::CellEmpty),
        (row(5), Code::NotKnown),
        (row(6), Code::NotKnown),
        (row(7), Code::NotANumber),
        ("bus.zip/trips.txt".to_owned(), Code::TripsWithoutTimes),
        (row(9), Code::TimeRunsBack),
    ];
    let mut found = places(&reading);
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(found, expected);
    for issue in &reading.issues {
        for lang in Lang::ALL {
            let words = format!("{} {}", issue.message(lang), issue.action(lang));
            assert!(!words.contains('{'), "{words}");
        }
    }
}

#[test]
fn a_feed_without_a_file_a_column_or_a_day_says_so() {
    let only = |file| places(&read(&with(file, "nothing\n"), None));
    assert!(only("stops.txt").contains(&("bus.zip/stops.txt".into(), Code::ColumnMissing)));
    assert!(only("calendar_dates.txt").contains(&("bus.zip/calendar_dates.txt".into(), Code::NoService)));
    let missing = places(&read(&FEED[..4], None));
    assert!(missing.contains(&("bus.zip/calendar_dates.txt".into(), Code::FileMissing)), "{missing:?}");
    let content = Cursor::new(b"no zip".to_vec());
    let reading = gtfs::read(vec![Source { name: "x.zip".into(), content }], None);
    assert_eq!(places(&reading), [("x.zip".to_owned(), Code::NotAZip)]);
}

#[test]
fn a_network_file_gives_back_what_was_put_in_and_a_damaged_one_is_refused() {
    let network = Arc::new(read(&FEED, Some(2026)).network.unwrap());
    let mut bytes = Vec::new();
    network_file::write(&network, &mut bytes).unwrap();
    assert_eq!(network_file::read(&bytes).unwrap(), *network);
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(network_file::read(&damaged).is_err(), "byte {at}");
        assert!(network_file::read(&bytes[..at]).is_err(), "the first {at} bytes");
    }
    bytes[8] = 9;
    assert!(matches!(network_file::read(&bytes), Err(NetworkFileError::OtherVersion(9))));
}

/// Runs the program in `folder`.
fn schakel(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).current_dir(folder).output().unwrap()
}

/// Runs `schakel route` from the village to the town: its exit code and what it says.
fn route(folder: &Path, file: &str, moment: [&str; 2]) -> (Option<i32>, String) {
    let places = ["--from", "4.7133,51.2717", "--to", "4.4211,51.2172"];
    let output = schakel(folder, &[["route", "--gtfs", file].as_slice(), &places, &moment].concat());
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_feed_becomes_a_network_with_the_same_journeys_and_no_journey_ends_with_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bus.zip"), zipped(&FEED)).unwrap();
    let import = schakel(folder.path(), &["import", "gtfs", "bus.zip", "--out", "bus.network"]);
    assert_eq!(import.status.code(), Some(0));
    let told = String::from_utf8(import.stdout).unwrap();
    assert!(told.starts_with("4 halten, 1 lijnen, 2 ritten;"), "{told}");
    let expected = expect![[r"
        Vertrek 06:25:00, aankomst 07:02:00: 37 minuten, overstappen: 0
          06:25:00  Zoersel - Antwerpen  Zoersel dorp - Antwerpen-Centraal spoor 1  07:02:00
          bus.zip: 2019-06-11 tot 2019-06-11
    "]];
    for file in ["bus.zip", "bus.network"] {
        let (code, journey) = route(folder.path(), file, ["--arrive-by", "2019-06-11T08:00"]);
        assert_eq!(code, Some(0));
        expected.assert_eq(&journey);
        let (code, too_early) = route(folder.path(), file, ["--arrive-by", "2019-06-11T06:00"]);
        assert_eq!((code, too_early.lines().next()), (Some(1), Some("Er is geen reis.")));
        let (code, no_service) = route(folder.path(), file, ["--depart-at", "2019-07-01T06:00"]);
        assert_eq!((code, no_service.lines().next()), (Some(1), Some("Die dag rijdt er niets.")));
    }
}

#[test]
fn times_in_json_are_local_with_their_offset_whichever_day_was_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let winter = "service_id,date,exception_type\n1,20191026,1\n1,20190611,1\n";
    fs::write(folder.path().join("bus.zip"), zipped(&with("calendar_dates.txt", winter))).unwrap();
    let back = ["route", "--gtfs", "bus.zip", "--from", "4.4211,51.2172", "--to", "4.7133,51.2717", "--format", "json"];
    let journey = |moment: [&str; 2]| {
        let output = schakel(folder.path(), &[back.as_slice(), &moment].concat());
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        ["depart", "arrive"].map(|end| answer["journey"][end].as_str().unwrap_or("none").to_owned())
    };
    let over_midnight = ["2019-06-11T23:50:00+02:00", "2019-06-12T00:31:00+02:00"];
    assert_eq!(journey(["--depart-at", "2019-06-11T23:00"]), over_midnight);
    // Of the day of service before: it left on the evening before.
    assert_eq!(journey(["--arrive-by", "2019-06-12T01:00"]), over_midnight);
    assert_eq!(journey(["--depart-at", "2019-06-11T24:00"]), ["none", "none"]);
    assert_eq!(journey(["--arrive-by", "2019-06-12T24:00"]), over_midnight);
    // The clock goes back in the night that follows.
    let in_autumn = ["2019-10-26T23:50:00+02:00", "2019-10-27T00:31:00+02:00"];
    assert_eq!(journey(["--depart-at", "2019-10-26T23:00"]), in_autumn);
    assert_eq!(journey(["--arrive-by", "2019-10-27T01:00"]), in_autumn);
    let table = schakel(folder.path(), &[&back[..7], &["--arrive-by", "2019-06-12T01:00"]].concat());
    let told = String::from_utf8(table.stdout).unwrap();
    assert!(told.starts_with("Vertrek 2019-06-11 23:50:00, aankomst 00:31:00"), "{told}");
}

#[test]
fn a_broken_feed_ends_with_two_and_every_error_and_leaves_no_network() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bus.zip"), zipped(&with("stop_times.txt", BROKEN))).unwrap();
    let import = schakel(folder.path(), &["import", "gtfs", "bus.zip", "--out", "bus.network", "--lang", "en"]);
    assert_eq!(import.status.code(), Some(2));
    assert!(import.stdout.is_empty());
    expect![[r"
        bus.zip/stop_times.txt:2 FEED_NOT_IN_LIST: 7 may not stand in the column pickup_type. Write a value that GTFS knows for this column.
        bus.zip/stop_times.txt:3 FEED_NOT_A_TIME: 07:62:00 in the column arrival_time is no time. Write an hour as 08:05:00 (past midnight 24:10:00), a duration in seconds.
        bus.zip/stop_times.txt:4 FEED_CELL_EMPTY: The column stop_id is empty. Fill in the column or remove the row.
        bus.zip/stop_times.txt:5 FEED_NOT_KNOWN: trip_id nobody is known nowhere else. Add what the row refers to or remove the row.
        bus.zip/stop_times.txt:6 FEED_NOT_KNOWN: stop_id Q is known nowhere else. Add what the row refers to or remove the row.
        bus.zip/stop_times.txt:7 FEED_NOT_A_NUMBER: one in the column stop_sequence is no whole number. Write a whole number, zero or more.
        bus.zip/stop_times.txt:9 FEED_TIME_RUNS_BACK: The time at this stop is before that of the stop before it, or it departs before it arrives. Check the hours; past midnight they count on: 24:10:00.
        bus.zip/trips.txt FEED_TRIPS_WITHOUT_TIMES: 1 trips have no times at all. They were left out. Check whether stop_times.txt is complete.
        Not imported. Errors: 7.
    "]]
    .assert_eq(&String::from_utf8(import.stderr).unwrap());
    assert!(!folder.path().join("bus.network").exists());
    let (code, said) = route(folder.path(), "bus.zip", ["--arrive-by", "2019-06-11T08:00"]);
    assert_eq!((code, said.as_str()), (Some(2), ""));
}
