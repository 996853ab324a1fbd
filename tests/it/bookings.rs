//! Calendars of rooms and instructors: every event is counted once, at the hour that its owner sees.

use std::process::Command;

use chrono::NaiveDate;
use proptest::prelude::*;
use schakel::files::bookings::{Bookings, NotRead, read};
use serde_json::Value;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar(events: &[&str]) -> String {
    let events: String = events.iter().map(|event| format!("BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n")).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//NL\r\n{events}END:VCALENDAR\r\n")
}

fn found(events: &[&str]) -> Bookings {
    read(&calendar(events), (day("2025-09-01"), day("2025-12-31"))).unwrap()
}

/// The hours taken, as `day from-to`.
fn taken(events: &[&str]) -> Vec<String> {
    let found = found(events);
    assert_eq!(found.used + found.outside + found.free + found.not_read.len(), events.len(), "each counts once");
    found.taken.iter().map(|booking| format!("{} {}-{}", booking.on, booking.from.0, booking.to.0)).collect()
}

#[test]
fn an_hour_is_that_of_the_clock_on_the_wall() {
    let summer = "UID:1\r\nDTSTART:20250915T070000Z\r\nDTEND:20250915T100000Z";
    let winter = "UID:2\r\nDTSTART:20251117T080000Z\r\nDTEND:20251117T110000Z";
    let windows = "UID:3\r\nDTSTART;TZID=Romance Standard Time:20250916T090000\r\nDTEND;TZID=Romance Standard Time:20250916T120000";
    let london = "UID:4\r\nDTSTART;TZID=Europe/London:20250917T090000\r\nDURATION:PT1H30M";
    let floating = "UID:5\r\nDTSTART:20250918T131500\r\nDTEND:20250918T140030";
    assert_eq!(
        taken(&[summer, winter, windows, london, floating]),
        [
            "2025-09-15 09:00-12:00",
            "2025-09-16 09:00-12:00",
            "2025-09-17 10:00-11:30",
            "2025-09-18 13:15-14:01",
            "2025-11-17 09:00-12:00",
        ]
    );
}

#[test]
fn what_repeats_keeps_its_hour_when_the_clock_changes_and_leaves_out_what_is_taken_back() {
    let weekly = "UID:w\r\nDTSTART;TZID=Europe/Brussels:20251013T090000\r\nDTEND;TZID=Europe/Brussels:20251013T110000\r\n\
                  RRULE:FREQ=WEEKLY;UNTIL=20251103\r\nEXDATE;TZID=Europe/Brussels:20251020T090000";
    assert_eq!(taken(&[weekly]), ["2025-10-13 09:00-11:00", "2025-10-27 09:00-11:00", "2025-11-03 09:00-11:00"]);
    // One time is moved, another is cancelled by an event of its own.
    let moved = "UID:w\r\nRECURRENCE-ID;TZID=Europe/Brussels:20251027T090000\r\nDTSTART;TZID=Europe/Brussels:20251028T140000\r\n\
                 DTEND;TZID=Europe/Brussels:20251028T150000";
    let cancelled = "UID:w\r\nSTATUS:CANCELLED\r\nRECURRENCE-ID;TZID=Europe/Brussels:20251103T090000\r\n\
                     DTSTART;TZID=Europe/Brussels:20251103T090000";
    assert_eq!(taken(&[weekly, moved, cancelled]), ["2025-10-13 09:00-11:00", "2025-10-28 14:00-15:00"]);
    // One that began long before the plan and never ends.
    let endless = "UID:e\r\nDTSTART:20190107T180000\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;BYDAY=1MO";
    assert_eq!(taken(&[endless]).len(), 4);
}

#[test]
fn days_and_nights_are_taken_whole() {
    let days = "UID:d\r\nDTSTART;VALUE=DATE:20250924\r\nDTEND;VALUE=DATE:20250926";
    let night = "UID:n\r\nDTSTART:20250927T220000\r\nDTEND:20250928T013000";
    let weeks = "UID:v\r\nDTSTART;VALUE=DATE:20251001\r\nRRULE:FREQ=WEEKLY;COUNT=2";
    assert_eq!(
        taken(&[days, night, weeks]),
        [
            "2025-09-24 00:00-24:00",
            "2025-09-25 00:00-24:00",
            "2025-09-27 22:00-24:00",
            "2025-09-28 00:00-01:30",
            "2025-10-01 00:00-24:00",
            "2025-10-08 00:00-24:00",
        ]
    );
}

#[test]
fn what_lasts_for_years_takes_every_day_of_the_plan() {
    let closed = "UID:c\r\nDTSTART;VALUE=DATE:20230101\r\nDTEND;VALUE=DATE:20270101";
    let days = taken(&[closed]);
    assert_eq!(
        (days.len(), days[0].as_str(), days[121].as_str()),
        (122, "2025-09-01 00:00-24:00", "2025-12-31 00:00-24:00")
    );
}

#[test]
fn what_takes_no_time_takes_none_and_what_is_not_understood_is_told() {
    let free = "UID:f\r\nTRANSP:TRANSPARENT\r\nDTSTART:20250915T090000\r\nDTEND:20250915T120000";
    let before = "UID:b\r\nDTSTART:20240915T090000\r\nDTEND:20240915T120000";
    let point = "UID:p\r\nDTSTART:20250915T090000";
    let read = found(&[free, before, point]);
    assert_eq!((read.used, read.outside, read.free, read.taken.len()), (0, 1, 2, 0));
    let zone = "UID:z\r\nDTSTART;TZID=Mars/Olympus:20250915T090000\r\nDURATION:PT1H";
    let time = "UID:t\r\nDTSTART:2025-09-15 9h\r\nDURATION:PT1H";
    let length = "UID:l\r\nDTSTART:20250915T090000\r\nDURATION:een uur";
    let rule = "UID:r\r\nDTSTART:20250915T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=SOMETIMES";
    let often = "UID:o\r\nDTSTART:20250915T090000\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY";
    assert_eq!(
        found(&[zone, time, length, rule, often]).not_read,
        [
            (1, NotRead::Zone),
            (2, NotRead::Time),
            (3, NotRead::Time),
            (4, NotRead::Repetition),
            (5, NotRead::Repetition)
        ]
    );
    assert_eq!(super::bookings::read("id;naam\n1;Jan\n", (day("2025-09-01"), day("2025-12-31"))), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_broken_calendar_breaks_the_reader(at in 0_usize..400, with in "[A-Z0-9;:=,TZ\r\n-]{0,12}", cut in 0_usize..12) {
        let weekly = "UID:w\r\nDTSTART;TZID=Europe/Brussels:20251013T090000\r\nDURATION:PT2H\r\nRRULE:FREQ=WEEKLY;UNTIL=20251103\r\n\
                      EXDATE:20251020T090000";
        let mut text = calendar(&[weekly, "UID:d\r\nDTSTART;VALUE=DATE:20250924"]);
        let from = at.min(text.len());
        let to = (from + cut).min(text.len());
        text.replace_range(from..to, &with);
        if let Some(found) = read(&text, (day("2025-09-01"), day("2025-12-31"))) {
            prop_assert!(found.taken.iter().all(|booking| booking.from < booking.to));
        }
    }
}

#[test]
fn the_calendar_of_a_room_goes_into_a_scenario_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let weekly = "UID:w\r\nSUMMARY:Jan Peeters viert\r\nDTSTART;TZID=Europe/Brussels:20250908T100000\r\nDURATION:PT1H\r\n\
                  RRULE:FREQ=WEEKLY;COUNT=6";
    std::fs::write(path("room.ics"), calendar(&[weekly])).unwrap();
    let story = format!("{}/fixtures/scenarios/a-group-too-small.json", env!("CARGO_MANIFEST_DIR"));
    let import = |into: &str, out: &str, of: &str| {
        let arguments = ["import", "calendar", &path("room.ics"), "--of", of, "--into", into, "--out", out];
        Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap()
    };
    let once = import(&story, &path("once.json"), "gc-ranst/zaal");
    assert!(once.status.success(), "{}", String::from_utf8_lossy(&once.stderr));
    assert!(String::from_utf8_lossy(&once.stderr).contains("Overgenomen: 1."));
    import(&path("once.json"), &path("twice.json"), "gc-ranst/zaal");
    let [first, second] = ["once.json", "twice.json"].map(|name| std::fs::read_to_string(path(name)).unwrap());
    assert_eq!(first, second);
    assert!(!first.contains("Peeters"), "what is celebrated is nobody's business");
    let scenario: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(scenario["venues"][0]["rooms"][0]["taken"].as_array().unwrap().len(), 6);
    // The only room of Ranst is taken during every session on Mondays: nothing is held there now.
    let plan = Command::new(env!("CARGO_BIN_EXE_schakel"))
        .args(["plan", &path("once.json"), "--kind", "trainings", "--format", "json"])
        .output()
        .unwrap();
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    assert_eq!(plan["editions"].as_array().map_or(0, Vec::len), 0, "{plan}");
    assert_eq!(import(&story, &path("none.json"), "gc-ranst/zolder").status.code(), Some(2));
}
