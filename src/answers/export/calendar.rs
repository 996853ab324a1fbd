//! What is held, as a calendar (RFC 5545): an event for each session. Who takes part is not in it.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use icalendar::{Calendar, CalendarDateTime, Component, Event, EventLike};
use schakel_solver::domain::{Edition, Window};
use schakel_solver::explain::offer_title;
use schakel_solver::kind::sessions;

use super::Export;

/// Time zone of all hours.
pub(super) const TIME_ZONE: &str = "Europe/Brussels";

/// What the hours mean, for programs that do not know the zone by its name: since 1996 summer time lasts from the last
/// Sunday of March until the last of October.
const TIME_ZONE_RULES: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Brussels\r\n\
    BEGIN:DAYLIGHT\r\nDTSTART:19960331T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
    TZNAME:CEST\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
    TZNAME:CET\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// The file of a calendar, with its time zone before the first event. The library has no such component.
pub(super) fn written(calendar: &Calendar) -> Vec<u8> {
    let text = calendar.to_string();
    // No text holds a line break, so whatever follows one is the beginning of a line.
    let line = |begun: &str| text.find(&format!("\r\n{begun}")).map(|at| at + 2);
    let at = line("BEGIN:VEVENT\r\n").or_else(|| line("END:VCALENDAR")).unwrap_or(text.len());
    [&text[..at], TIME_ZONE_RULES, &text[at..]].concat().into_bytes()
}

/// Text without what would begin another line of a calendar.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// The sessions of everything that is held, in the order of the plan.
pub(super) fn of(export: &Export<'_>) -> Calendar {
    let region = export.facts.region;
    let mut calendar = Calendar::new();
    calendar.name(&one_line(&region.name)).timezone(TIME_ZONE);
    for edition in export.plan.opened.iter().map(|idx| &region.editions[idx.at()]) {
        for (day, hours) in sessions(region, edition.offer) {
            calendar.push(session(export, edition, day, hours));
        }
    }
    calendar
}

/// One session: what, where, with whom.
fn session(export: &Export<'_>, edition: &Edition, day: NaiveDate, hours: Window) -> Event {
    let region = export.facts.region;
    let at = |minute: u16| moment(day, minute.into());
    let names: Vec<_> = edition.resources.iter().map(|idx| region.resources[idx.at()].name.as_str()).collect();
    Event::new()
        .uid(&one_line(&format!("{}/{day}@schakel", edition.id)))
        // The plan has no clock: its first day stands for when it was made, so that the same plan gives the same file.
        .timestamp(NaiveDateTime::from(region.horizon.from).and_utc())
        .starts(at(hours.from))
        .ends(at(hours.to))
        .summary(&one_line(offer_title(export.facts, edition.offer, export.lang)))
        .location(&one_line(&region.offers[edition.offer.at()].host))
        .description(&one_line(&names.join("; ")))
        .done()
}

/// So many minutes after midnight of a day.
pub(super) fn moment(day: NaiveDate, minute: u32) -> CalendarDateTime {
    let date_time = NaiveDateTime::from(day) + Duration::minutes(minute.into());
    CalendarDateTime::WithTimezone { date_time, tzid: TIME_ZONE.to_owned() }
}
