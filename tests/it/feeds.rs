//! What the reference of GTFS knows beyond stops, trips and days: each is used as it means, or counted and told.

mod transfers;

use std::fs;
use std::io::{Cursor, Write};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use schakel::files::gtfs::{self, Code, Reading, Source};
use schakel::files::network_file;
use schakel_solver::domain::Point;
use schakel_transit::{Journey, Profile, Raptor, Router};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Files of a feed by name.
type Feed = Vec<(&'static str, String)>;

const HEAD: &str = "trip_id,arrival_time,departure_time,stop_id,stop_sequence";

/// Four villages along a road, some 4 km apart, a station with two platforms in the second; weekdays in spring 2025.
/// Trips are `id line service`, stop times are rows under [`HEAD`].
fn feed(trips: &[&str], times: &[&str]) -> Feed {
    let rows = |head: &str, rows: &mut dyn Iterator<Item = String>| {
        rows.fold(format!("{head}\n"), |text, row| text + &row + "\n")
    };
    let trips = rows("trip_id,route_id,service_id", &mut trips.iter().map(|trip| trip.replace(' ', ",")));
    vec![
        ("agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nL,Lijn,http://l,Europe/Brussels\n".into()),
        (
            "stops.txt",
            "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n\
             V,Veld,51.1,4.50,0,\nS,Statie,51.1,4.56,1,\nP1,Perron 1,51.1,4.56,0,S\nP2,Perron 2,51.1001,4.5601,0,S\n\
             K,Kerk,51.1,4.62,0,\nH,Hoeve,51.1,4.68,0,\n"
                .into(),
        ),
        ("routes.txt", "route_id,agency_id,route_short_name,route_type\nR7,L,7,3\nR8,L,8,3\nR9,L,9,3\n".into()),
        (
            "calendar.txt",
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n\
             W,1,1,1,1,1,0,0,20250203,20250627\nD,1,1,1,1,1,1,1,20250203,20250627\n"
                .into(),
        ),
        ("trips.txt", trips),
        ("stop_times.txt", rows(HEAD, &mut times.iter().map(|row| (*row).to_owned()))),
    ]
}

/// The feed with `file` in the place of its own, or beside it.
fn with(mut feed: Feed, file: &'static str, text: &str) -> Feed {
    feed.retain(|(name, _)| *name != file);
    feed.push((file, text.to_owned()));
    feed
}

fn zipped(feed: &Feed) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (file, text) in feed {
        zip.start_file(*file, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(feed: &Feed) -> Reading {
    gtfs::read(vec![Source { name: "f.zip".into(), content: Cursor::new(zipped(feed)) }], None)
}

fn codes(reading: &Reading) -> Vec<Code> {
    reading.issues.iter().map(|issue| issue.code).collect()
}

/// The day of a feed.
fn on(feed: &Feed, day: &str) -> Raptor {
    let reading = read(feed);
    let network = Arc::new(reading.network.unwrap_or_else(|| panic!("{:?}", reading.issues)));
    Raptor::of_day(&network, &Profile::everyday(), day.parse().unwrap())
}

static VELD: LazyLock<Point> = LazyLock::new(|| Point::new(4.50, 51.1));
static STATIE: LazyLock<Point> = LazyLock::new(|| Point::new(4.56, 51.1));
static KERK: LazyLock<Point> = LazyLock::new(|| Point::new(4.62, 51.1));
static HOEVE: LazyLock<Point> = LazyLock::new(|| Point::new(4.68, 51.1));
/// A Tuesday.
const DAY: &str = "2025-03-11";

fn hour(text: &str) -> i32 {
    i32::try_from(gtfs::seconds(text).unwrap()).unwrap()
}

/// Leaves, is there, and changes so often.
fn told(journey: Option<Journey>) -> Option<(i32, i32, usize)> {
    journey.map(|journey| (journey.depart, journey.arrive, journey.transfers()))
}

/// The journey from the first village to `to` by 10:00 on an ordinary Tuesday.
fn by_ten(feed: &Feed, to: &Point) -> Option<(i32, i32, usize)> {
    told(on(feed, DAY).arrive_by(&VELD, to, hour("10:00:00")))
}

fn way(leaves: &str, arrives: &str, changes: usize) -> Option<(i32, i32, usize)> {
    Some((hour(leaves), hour(arrives), changes))
}

/// One trip to the third village, which waits a minute where it begins.
fn template() -> Feed {
    feed(&["a R7 W"], &["a,11:59:00,12:00:00,V,1", "a,12:12:00,12:13:00,P1,2", "a,12:25:00,12:25:00,K,3"])
}

#[test]
fn trips_by_interval_run_from_the_start_of_each_period_and_their_template_does_not() {
    let head = "trip_id,start_time,end_time,headway_secs,exact_times\n";
    let exact =
        with(template(), "frequencies.txt", &format!("{head}a,06:00:00,07:00:00,900,1\na,15:00:00,16:00:00,1800,1\n"));
    assert_eq!(codes(&read(&exact)), []);
    assert_eq!(read(&exact).network.unwrap().trips().len(), 4 + 2);
    assert_eq!(by_ten(&exact, &KERK), way("06:45:00", "07:10:00", 0));
    let day = on(&exact, DAY);
    // Nothing leaves at the end of a period, nor at the hours of the template.
    assert_eq!(told(day.arrive_by(&VELD, &KERK, hour("15:00:00"))), way("06:45:00", "07:10:00", 0));
    assert_eq!(told(day.depart_at(&VELD, &KERK, hour("07:00:00"))), way("15:00:00", "15:25:00", 0));
    // Without fixed hours they are estimates.
    let about = with(template(), "frequencies.txt", &format!("{head}a,06:00:00,07:00:00,900,\n"));
    assert_eq!(codes(&read(&about)), [Code::HoursByInterval]);
    assert_eq!(by_ten(&about, &KERK), way("06:45:00", "07:10:00", 0));
    // Past midnight, and a period without a trip.
    let late =
        with(template(), "frequencies.txt", &format!("{head}a,23:30:00,24:30:00,1200,1\na,09:00:00,09:00:00,600,1\n"));
    assert_eq!(codes(&read(&late)), [Code::FrequencyWithoutTrip]);
    assert_eq!(told(on(&late, DAY).depart_at(&VELD, &KERK, hour("23:55:00"))), way("24:10:00", "24:35:00", 0));
}

#[test]
fn trips_by_interval_that_cannot_be_meant_are_errors() {
    let head = "trip_id,start_time,end_time,headway_secs\n";
    for (row, code) in [
        ("a,00:00:00,240:00:00,0", Code::NotANumber),
        ("b,06:00:00,07:00:00,600", Code::NotKnown),
        ("a,06:00,07:00:00,600", Code::NotATime),
        ("a,00:00:00,240:00:00,1\na,00:00:00,240:00:00,1", Code::TooManyTrips),
    ] {
        let reading = read(&with(template(), "frequencies.txt", &format!("{head}{row}\n")));
        assert!(reading.network.is_none() && codes(&reading).contains(&code), "{row}");
    }
}

#[test]
fn fixed_trips_of_a_feed_with_transport_on_demand_are_used_and_the_rest_is_counted() {
    let head = "trip_id,arrival_time,departure_time,stop_id,location_id,location_group_id,stop_sequence,\
                start_pickup_drop_off_window,end_pickup_drop_off_window\n";
    let fixed = "a,08:00:00,08:00:00,V,,,1,,\na,08:20:00,08:20:00,K,,,2,,\n";
    let trips = ["a R7 W", "b R8 W", "c R9 W"];
    let flexible = [
        "b,,,,zone,,1,07:00:00,19:00:00\nb,,,,zone,,2,07:00:00,19:00:00\n",
        "b,,,,,group,1,07:00:00,19:00:00\nb,,,V,,,2,07:00:00,19:00:00\n",
        // Of a trip that leaves its way in between the fixed ends remain.
        "b,09:00:00,09:00:00,V,,,1,,\nb,,,,zone,,2,09:00:00,09:20:00\nb,09:20:00,09:20:00,K,,,3,,\nc,,,,zone,,1,07:00:00,08:00:00\n",
    ];
    let expected = [way("08:00:00", "08:20:00", 0), way("08:00:00", "08:20:00", 0), way("09:00:00", "09:20:00", 0)];
    for (rows, expected) in flexible.into_iter().zip(expected) {
        let feed = with(feed(&trips, &[]), "stop_times.txt", &format!("{head}{fixed}{rows}"));
        let reading = read(&feed);
        let issue = reading.issues.iter().find(|issue| issue.code == Code::FlexLeftOut).unwrap();
        assert_eq!(issue.params["count"], "2");
        assert_eq!(by_ten(&feed, &KERK), expected);
    }
    let only = "trip_id,location_id,stop_sequence,start_pickup_drop_off_window,end_pickup_drop_off_window\n\
                a,zone,1,07:00:00,19:00:00\na,zone,2,07:00:00,19:00:00\n";
    let reading = read(&with(feed(&["a R7 W"], &[]), "stop_times.txt", only));
    assert_eq!(codes(&reading), [Code::FlexLeftOut]);
    assert_eq!(reading.network.unwrap().trips().len(), 0);
}

#[test]
fn a_calendar_without_end_is_cut_and_told_and_one_that_runs_back_is_an_error() {
    let head = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n";
    let days = |days: &str| with(template(), "calendar.txt", &format!("{head}W,1,1,1,1,1,0,0,{days}\n"));
    for endless in ["20250203,20991231", "19000101,20991231", "20000101,20351231"] {
        assert_eq!(codes(&read(&days(endless))), [Code::CalendarCut], "{endless}");
        let journey = on(&days(endless), DAY).arrive_by(&VELD, &KERK, hour("13:00:00"));
        assert_eq!(told(journey), way("12:00:00", "12:25:00", 0));
    }
    let cut = read(&days("20250203,20991231"));
    // A service without end that covers the year already is not moved: its middle means nothing.
    let source = || Source { name: "f.zip".into(), content: Cursor::new(zipped(&days("20250203,20991231"))) };
    let moved = |year| gtfs::read(vec![source()], Some(year)).network.unwrap().feeds()[0].moved_weeks;
    assert_eq!((moved(2026), moved(2024) < 0), (0, true));
    assert_eq!(cut.issues[0].place(), "f.zip/calendar.txt:2");
    assert!(codes(&read(&days("20250627,20250203"))).contains(&Code::NotADate));
    assert!(codes(&read(&days("19000101,19991231"))).contains(&Code::NotADate));
}

/// The template as an agency elsewhere writes it.
fn in_zone(zone: &str) -> Feed {
    let agency = format!("agency_id,agency_name,agency_url,agency_timezone\nL,Lijn,http://l,{zone}\n");
    with(template(), "agency.txt", &agency)
}

#[test]
fn hours_of_another_zone_are_turned_into_belgian_hours_day_by_day() {
    // The zone, a day, and when the bus of 12:00 there leaves here.
    for (zone, day, leaves) in [
        ("Europe/London", DAY, "13:00:00"),
        ("Europe/Helsinki", DAY, "11:00:00"),
        ("Europe/Paris", DAY, "12:00:00"),
        // For two weeks in spring it is an hour nearer.
        ("America/New_York", "2025-03-04", "18:00:00"),
        ("America/New_York", DAY, "17:00:00"),
        ("America/New_York", "2025-04-01", "18:00:00"),
    ] {
        let journey = on(&in_zone(zone), day).depart_at(&VELD, &KERK, hour("06:00:00")).unwrap();
        assert_eq!(journey.depart, hour(leaves), "{zone} {day}");
        let expected: &[Code] = if zone == "Europe/Paris" { &[] } else { &[Code::OtherZone] };
        assert_eq!(codes(&read(&in_zone(zone))), expected);
    }
    // An early trip in the east begins here on the evening before, which is a Sunday.
    let early = feed(&["a R7 W"], &["a,00:20:00,00:20:00,V,1", "a,00:50:00,00:50:00,K,2"]);
    let agency = "agency_name,agency_url,agency_timezone\nLinja,http://l,Europe/Helsinki\n";
    let sunday = on(&with(early, "agency.txt", agency), "2025-03-09");
    assert_eq!(told(sunday.depart_at(&VELD, &KERK, hour("22:00:00"))), way("23:20:00", "23:50:00", 0));
}

#[test]
fn a_zone_that_is_none_is_an_error_and_an_empty_one_is_told() {
    assert_eq!(codes(&read(&in_zone("Belgium/Duffel"))), [Code::ZoneNotKnown]);
    assert_eq!(codes(&read(&in_zone(""))), [Code::ZoneNotSaid]);
    // Two agencies, each with its own hours.
    let two = "agency_id,agency_name,agency_url,agency_timezone\nL,Lijn,http://l,Europe/London\nM,M,http://m,Europe/Brussels\n";
    let both = with(template(), "agency.txt", two);
    assert_eq!(told(on(&both, DAY).depart_at(&VELD, &KERK, 0)), way("13:00:00", "13:25:00", 0));
    let nobody = with(both, "routes.txt", "route_id,agency_id,route_short_name,route_type\nR7,N,7,3\n");
    assert!(codes(&read(&nobody)).contains(&Code::NotKnown));
}

#[test]
fn hours_between_timing_points_go_by_distance() {
    let along = |rows: &str| {
        let text = format!("{HEAD},shape_dist_traveled\na,08:00:00,08:00:00,V,1,{rows}");
        with(feed(&["a R7 W"], &[]), "stop_times.txt", &text)
    };
    // By what the feed says: 9 of 10.
    let said = along("0\na,,,P1,2,9\na,08:40:00,08:40:00,K,3,10\n");
    assert_eq!(by_ten(&said, &STATIE), way("08:00:00", "08:36:00", 0));
    let issue = &read(&said).issues[0];
    assert_eq!((issue.code, issue.params["count"].as_str()), (Code::HoursEstimated, "1"));
    // In straight lines: the second third of the road; also where what is said runs back or lacks a number.
    for rows in
        ["\na,,,P1,2,\na,,,K,3,\na,09:00:00,09:00:00,H,4,\n", "0\na,,,P1,2,9\na,,,K,3,5\na,09:00:00,09:00:00,H,4,10\n"]
    {
        let (_, arrives, _) = by_ten(&along(rows), &KERK).unwrap();
        assert!((arrives - hour("08:40:00")).abs() <= 1, "{arrives}");
    }
    // Two stops near the start do not take two thirds of the time.
    let (_, arrives, _) = by_ten(&along("\na,,,P1,2,\na,,,P2,3,\na,08:54:00,08:54:00,H,4,\n"), &STATIE).unwrap();
    assert!(arrives < hour("08:19:00"), "{arrives}");
    // A wait at the timing point before is not driven.
    let waits = along("0\na,08:10:00,08:20:00,P1,2,4\na,,,K,3,5\na,08:40:00,08:40:00,H,4,6\n");
    assert_eq!(by_ten(&waits, &KERK), way("08:00:00", "08:30:00", 0));
    let back = along("0\na,,,P1,2,1\na,07:00:00,07:00:00,K,3,2\n");
    assert_eq!(codes(&read(&back)), [Code::TimeRunsBack]);
}

#[test]
fn hours_that_the_operator_calls_approximate_are_used_and_counted() {
    let text =
        format!("{HEAD},timepoint\na,08:00:00,08:00:00,V,1,1\na,08:10:00,08:10:00,P1,2,0\na,08:20:00,08:20:00,K,3,0\n");
    let reading = read(&with(feed(&["a R7 W"], &[]), "stop_times.txt", &text));
    assert_eq!((codes(&reading), reading.issues[0].params["count"].as_str()), (vec![Code::HoursApproximate], "2"));
}

#[test]
fn a_bus_after_midnight_is_the_same_told_as_this_day_or_the_next() {
    let late = |begins: &str, ends: &str| {
        feed(&["a R7 D"], &[&format!("a,{begins},{begins},K,1"), &format!("a,{ends},{ends},V,2")])
    };
    for (begins, ends) in [("00:10:00", "00:30:00"), ("24:10:00", "24:30:00")] {
        let day = on(&late(begins, ends), DAY);
        assert_eq!(told(day.depart_at(&KERK, &VELD, hour("23:50:00"))), way("24:10:00", "24:30:00", 0), "{begins}");
        assert_eq!(told(day.arrive_by(&KERK, &VELD, hour("25:00:00"))), way("24:10:00", "24:30:00", 0), "{begins}");
        assert_eq!(told(day.depart_at(&KERK, &VELD, hour("00:05:00"))), way("00:10:00", "00:30:00", 0), "{begins}");
        // The trip of this night and of the last, or of this and of the next, which is not of this day.
        assert_eq!(day.n_trips(), if begins == "24:10:00" { 2 } else { 1 });
    }
    // On the first bus of the morning one waits all night, and on a Friday in vain.
    let early = feed(&["a R7 W"], &["a,06:00:00,06:00:00,K,1", "a,06:20:00,06:20:00,V,2"]);
    assert_eq!(told(on(&early, DAY).depart_at(&KERK, &VELD, hour("23:50:00"))), way("30:00:00", "30:20:00", 0));
    assert_eq!(on(&early, "2025-03-14").depart_at(&KERK, &VELD, hour("23:50:00")), None);
}

#[test]
fn on_the_day_the_clock_changes_hours_count_from_noon() {
    let night = feed(&["a R7 D"], &["a,25:30:00,25:30:00,V,1", "a,27:30:00,27:30:00,K,2"]);
    // Two hours after 01:30 it is 04:30 in spring; in autumn it would be 02:30.
    let spring = on(&night, "2025-03-30");
    assert_eq!(spring.arrive_by(&VELD, &KERK, hour("04:00:00")), None);
    assert_eq!(told(spring.arrive_by(&VELD, &KERK, hour("04:30:00"))), way("02:30:00", "04:30:00", 0));
    assert_eq!(told(on(&night, DAY).arrive_by(&VELD, &KERK, hour("04:00:00"))), way("01:30:00", "03:30:00", 0));
}

#[test]
fn a_trip_by_telephone_is_used_and_its_leg_says_that_it_is_to_be_booked() {
    let text = format!(
        "{HEAD},pickup_type,drop_off_type\na,08:00:00,08:00:00,V,1,2,0\na,08:10:00,08:10:00,P1,2,0,0\n\
         a,08:20:00,08:20:00,K,3,0,0\na,08:30:00,08:30:00,H,4,0,3\n\
         b,08:05:00,08:05:00,P1,1,0,0\nb,08:12:00,08:12:00,K,2,,\n"
    );
    let phone = with(feed(&["a R7 W", "b R8 W"], &[]), "stop_times.txt", &text);
    let reading = read(&phone);
    assert_eq!((codes(&reading), reading.issues[0].params["count"].as_str()), (vec![Code::ToBook], "1"));
    let day = on(&phone, DAY);
    for (from, to, is_to_book) in [(&VELD, &KERK, true), (&STATIE, &HOEVE, true), (&STATIE, &KERK, false)] {
        let journey = day.arrive_by(from, to, hour("10:00:00")).unwrap();
        assert_eq!(journey.rides().any(|ride| day.network().is_to_book(ride)), is_to_book, "{from:?} {to:?}");
    }
    // A network file keeps it.
    let (network, mut bytes) = (reading.network.unwrap(), Vec::new());
    network_file::write(&network, &mut bytes).unwrap();
    assert_eq!(network_file::read(&bytes).unwrap(), network);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("f.network"), bytes).unwrap();
    let route = |format: &str, lang: &str| {
        let arguments = ["route", "--gtfs", "f.network", "--from", "4.5,51.1", "--to", "4.62,51.1", "--format", format];
        let arguments = arguments.into_iter().chain(["--arrive-by", "2025-03-11T10:00", "--lang", lang]);
        let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).current_dir(folder.path()).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    for (lang, words) in [("nl", "vooraf te reserveren"), ("en", "to be booked"), ("fr", "à réserver")] {
        assert!(route("table", lang).contains(words));
    }
    assert!(route("json", "nl").contains("\"to_book\": true"));
}

#[test]
fn a_feed_without_agencies_counts_as_belgian_and_the_import_says_so() {
    let mut nobody = template();
    nobody.retain(|(name, _)| *name != "agency.txt");
    let reading = read(&nobody);
    assert_eq!(
        (codes(&reading), reading.uses[0].file.as_str(), reading.uses[0].is_missing),
        (vec![], "agency.txt", true)
    );
    assert_eq!(told(on(&nobody, DAY).depart_at(&VELD, &KERK, 0)), way("12:00:00", "12:25:00", 0));
}

#[test]
fn the_import_tells_every_file_and_column_that_it_uses_and_does_not() {
    let odd = with(template(), "shapes.txt", "shape_id\ns\n");
    let odd = with(odd, "trips.txt", "trip_id,route_id,service_id,block_id,bikes_allowed\na,R7,W,x,\n");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("f.zip"), zipped(&odd)).unwrap();
    for (lang, words) in [
        (
            "nl",
            [
                "f.zip/shapes.txt: niet gebruikt (1 kB)",
                "1 rijen, gebruikt: trip_id, route_id, service_id; niet gebruikt: block_id (1)\n",
            ],
        ),
        (
            "en",
            [
                "f.zip/shapes.txt: not used (1 kB)",
                "1 rows, used: trip_id, route_id, service_id; not used: block_id (1)\n",
            ],
        ),
        (
            "fr",
            [
                "f.zip/shapes.txt : pas utilisé (1 ko)",
                "1 lignes, utilisé : trip_id, route_id, service_id ; pas utilisé : block_id (1)\n",
            ],
        ),
    ] {
        let arguments = ["import", "gtfs", "f.zip", "--out", "f.network", "--lang", lang];
        let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).current_dir(folder.path()).output();
        let told = String::from_utf8(output.unwrap().stdout).unwrap();
        words.iter().for_each(|words| assert!(told.contains(words), "{told}"));
    }
}
