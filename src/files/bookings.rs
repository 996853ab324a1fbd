//! A calendar (iCalendar, RFC 5545) of a room or a person, read for the hours in which it is taken. What events are
//! called and who is invited is not looked at.

use std::collections::HashSet;

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use chrono_tz::{Europe::Brussels, Tz};
use icalendar::parser::{Component, Property, read_components, unfold};
use rrule::RRuleSet;

use super::scenario::format::{Booking, Time};

/// Most times that one event is counted.
const TIMES_MAX: u16 = 5000;

/// What is in a calendar, event by event: each is counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookings {
    /// Hours in which the room or person is taken, in local time, sorted, each once.
    pub taken: Vec<Booking>,
    /// Events that take hours of the plan.
    pub used: usize,
    /// Events before or after the plan.
    pub outside: usize,
    /// Events that are cancelled, or that take no time (marked as free, or without length).
    pub free: usize,
    /// Events that were not understood: which, counted from 1, and why.
    pub not_read: Vec<(usize, NotRead)>,
}

/// Why an event was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// Its begin, end or duration is no such thing.
    Time,
    /// Its time zone is not known.
    Zone,
    /// Its repetition is not understood, or goes on too often.
    Repetition,
}

/// When one event is.
struct Occasions {
    /// Length of each time.
    lasts: Duration,
    /// Begins of each time within the plan.
    times: Vec<DateTime<Tz>>,
}

/// The bookings in `text` from the first to the last day of a plan; nothing where it is no calendar.
pub fn read(text: &str, (first, last): (NaiveDate, NaiveDate)) -> Option<Bookings> {
    let text = unfold(text.trim_start_matches('\u{feff}'));
    let calendars = read_components(&text).ok()?;
    if !calendars.iter().any(|calendar| calendar.name == "VCALENDAR") {
        return None;
    }
    let events: Vec<&Component<'_>> =
        calendars.iter().flat_map(|calendar| &calendar.components).filter(|part| part.name == "VEVENT").collect();
    // A time of a repeated event that was moved stands as an event of its own.
    let moved: HashSet<(String, DateTime<Tz>)> = events.iter().filter_map(|event| moved_time(event)).collect();
    let mut bookings = Bookings::default();
    for (at, event) in events.iter().enumerate() {
        if is_free(event) {
            bookings.free += 1;
            continue;
        }
        let read = match times(event, (first, last)) {
            Ok(read) => read,
            Err(why) => {
                bookings.not_read.push((at + 1, why));
                continue;
            }
        };
        let uid = value(event, "UID").unwrap_or_default();
        let is_own = event.find_prop("RECURRENCE-ID").is_some();
        let stands = |time: &&DateTime<Tz>| is_own || !moved.contains(&(uid.to_owned(), **time));
        let mut found = Vec::new();
        for time in read.times.iter().filter(stands) {
            found.extend(hours(local(*time), local(*time + read.lasts), (first, last)));
        }
        match (read.lasts <= Duration::zero(), found.is_empty()) {
            (true, _) => bookings.free += 1,
            (false, true) => bookings.outside += 1,
            (false, false) => bookings.used += 1,
        }
        bookings.taken.append(&mut found);
    }
    bookings.taken.sort();
    bookings.taken.dedup();
    Some(bookings)
}

fn value<'a>(event: &'a Component<'_>, name: &str) -> Option<&'a str> {
    Some(event.find_prop(name)?.val.as_str().trim())
}

/// Whether an event takes no time of anybody.
fn is_free(event: &Component<'_>) -> bool {
    value(event, "STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"))
        || value(event, "TRANSP").is_some_and(|status| status.eq_ignore_ascii_case("TRANSPARENT"))
}

/// The time of a repeated event that this event replaces, with the UID of that event.
fn moved_time(event: &Component<'_>) -> Option<(String, DateTime<Tz>)> {
    let moment = moment(event.find_prop("RECURRENCE-ID")?).ok()?;
    Some((value(event, "UID")?.to_owned(), moment.0))
}

/// A moment with its zone, and whether it is a whole day.
fn moment(property: &Property<'_>) -> Result<(DateTime<Tz>, bool), NotRead> {
    let text = property.val.as_str().trim();
    let zone = property.params.iter().find(|parameter| parameter.key == "TZID");
    let zone = match zone.and_then(|parameter| parameter.val.as_ref()) {
        Some(name) => zone_named(name.as_str().trim_matches('"')).ok_or(NotRead::Zone)?,
        None => Brussels,
    };
    let at = |moment: NaiveDateTime, zone: Tz| zone.from_local_datetime(&moment).earliest().ok_or(NotRead::Time);
    if let Some(utc) = text.strip_suffix('Z') {
        let moment = NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S").map_err(|_| NotRead::Time)?;
        return Ok((Tz::UTC.from_utc_datetime(&moment).with_timezone(&Brussels), false));
    }
    if let Ok(moment) = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S") {
        return Ok((at(moment, zone)?, false));
    }
    let day = NaiveDate::parse_from_str(text, "%Y%m%d").map_err(|_| NotRead::Time)?;
    Ok((at(day.and_time(NaiveTime::MIN), Brussels)?, true))
}

/// A time zone by its IANA name or, for Belgian time, by its Windows name.
fn zone_named(name: &str) -> Option<Tz> {
    const OURS: [&str; 4] = ["Romance Standard Time", "W. Europe Standard Time", "Central Europe Standard Time", "CET"];
    if OURS.contains(&name) { Some(Brussels) } else { name.parse().ok() }
}

/// The times at which an event begins, as far as they can concern the plan.
fn times(event: &Component<'_>, (first, last): (NaiveDate, NaiveDate)) -> Result<Occasions, NotRead> {
    let (begins, is_day) = moment(event.find_prop("DTSTART").ok_or(NotRead::Time)?)?;
    let lasts = match (event.find_prop("DTEND"), value(event, "DURATION")) {
        (Some(end), _) => moment(end)?.0.naive_local() - begins.naive_local(),
        (None, Some(text)) => duration(text).ok_or(NotRead::Time)?,
        (None, None) if is_day => Duration::days(1),
        (None, None) => Duration::zero(),
    };
    let repeats = ["RRULE", "RDATE"].iter().any(|name| event.find_prop(name).is_some());
    if !repeats {
        return Ok(Occasions { lasts, times: vec![begins] });
    }
    let from = first.checked_sub_days(Days::new(lasts.num_days().unsigned_abs() + 2)).unwrap_or(first);
    let at = |day: NaiveDate| Tz::UTC.from_utc_datetime(&day.and_time(NaiveTime::MIN));
    let zone = begins.timezone();
    let mut lines = format!("DTSTART;TZID={}:{}", zone.name(), begins.format("%Y%m%dT%H%M%S"));
    for property in event.properties.iter().filter(|it| ["RRULE", "RDATE", "EXDATE"].contains(&it.name.as_str())) {
        lines += &format!("\n{}", repetition(property, zone, begins)?);
    }
    let set: RRuleSet = lines.parse().map_err(|_| NotRead::Repetition)?;
    let end = at(last.checked_add_days(Days::new(2)).unwrap_or(last));
    let found =
        set.after(at(from).with_timezone(&rrule::Tz::UTC)).before(end.with_timezone(&rrule::Tz::UTC)).all(TIMES_MAX);
    if found.limited {
        return Err(NotRead::Repetition);
    }
    let times = found.dates.iter().map(|date| date.with_timezone(&zone)).collect();
    Ok(Occasions { lasts, times })
}

/// A line of a repetition in the zone of its event. A list of days repeats the hour of the event.
fn repetition(property: &Property<'_>, zone: Tz, begins: DateTime<Tz>) -> Result<String, NotRead> {
    let (name, text) = (property.name.as_str(), property.val.as_str().trim());
    if name == "RRULE" {
        return Ok(format!("RRULE:{}", until_in_utc(text, zone)?));
    }
    let mut moments = Vec::new();
    for one in text.split(',') {
        let single = Property { val: one.trim().into(), ..property.clone() };
        let (moment, is_day) = moment(&single)?;
        let moment = moment.with_timezone(&zone).naive_local();
        let moment = if is_day { moment.date().and_time(begins.time()) } else { moment };
        moments.push(moment.format("%Y%m%dT%H%M%S").to_string());
    }
    Ok(format!("{name};TZID={}:{}", zone.name(), moments.join(",")))
}

/// A rule whose last moment is stated in UTC, as RFC 5545 asks where the begin has a zone: a day or a local hour often
/// stands there.
fn until_in_utc(rule: &str, zone: Tz) -> Result<String, NotRead> {
    let mut parts = Vec::new();
    for part in rule.split(';') {
        match part.split_once('=') {
            Some((name, until)) if name.eq_ignore_ascii_case("UNTIL") && !until.ends_with('Z') => {
                let day = NaiveDate::parse_from_str(until, "%Y%m%d").ok().and_then(|day| day.and_hms_opt(23, 59, 59));
                let moment = day.or_else(|| NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%S").ok());
                let moment = moment.and_then(|moment| zone.from_local_datetime(&moment).latest());
                let moment = moment.ok_or(NotRead::Repetition)?;
                parts.push(format!("UNTIL={}", moment.naive_utc().format("%Y%m%dT%H%M%SZ")));
            }
            _ => parts.push(part.to_owned()),
        }
    }
    Ok(parts.join(";"))
}

/// A duration as `P1DT2H30M` or `P2W`, of at most a year.
fn duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim_start_matches('+').strip_prefix('P')?;
    let (mut sum, mut in_time) = (Duration::zero(), false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            (rest, in_time) = (after, true);
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i32 = rest.get(..digits)?.parse().ok()?;
        let unit = match (rest.as_bytes().get(digits)?, in_time) {
            (b'W', false) => Duration::weeks(1),
            (b'D', false) => Duration::days(1),
            (b'H', true) => Duration::hours(1),
            (b'M', true) => Duration::minutes(1),
            (b'S', true) => Duration::seconds(1),
            _ => return None,
        };
        sum = sum.checked_add(&unit.checked_mul(number)?)?;
        rest = rest.get(digits + 1..)?;
    }
    (sum <= Duration::days(366)).then_some(sum)
}

fn local(moment: DateTime<Tz>) -> NaiveDateTime {
    moment.with_timezone(&Brussels).naive_local()
}

/// The hours from `begins` to `ends`, day by day, on the days of the plan.
fn hours(begins: NaiveDateTime, ends: NaiveDateTime, (first, last_day): (NaiveDate, NaiveDate)) -> Vec<Booking> {
    let clock = |moment: NaiveDateTime| Time(format!("{:02}:{:02}", moment.hour(), moment.minute()));
    let mut found = Vec::new();
    let days = begins.date().max(first).iter_days().take_while(|&day| day <= last_day);
    for on in days.take_while(|day| day.and_time(NaiveTime::MIN) < ends) {
        let from = if on == begins.date() { clock(begins) } else { Time("00:00".to_owned()) };
        // A last minute that has begun is taken.
        let last = ends + Duration::seconds(59);
        let to = if on == last.date() { clock(last) } else { Time("24:00".to_owned()) };
        if from != to {
            found.push(Booking { on, from, to });
        }
    }
    found
}
