//! What is held, as a calendar (RFC 5545): an event for each session. Who takes part is not in it.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use icalendar::{Calendar, CalendarDateTime, Component, Event, EventLike};
use schakel_solver::domain::{Edition, Window};
use schakel_solver::explain::offer_title;
use schakel_solver::kind::sessions;

use super::Export;

/// Where the hours are local.
pub(super) const TIME_ZONE: &str = "Europe/Brussels";

/// The sessions of everything that is held, in the order of the plan.
pub(super) fn of(export: &Export<'_>) -> Calendar {
    let region = export.facts.region;
    let mut calendar = Calendar::new();
    calendar.name(&region.name).timezone(TIME_ZONE);
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
        .uid(&format!("{}/{day}@schakel", edition.id))
        // The plan has no clock: its first day stands for when it was made, so that the same plan gives the same file.
        .timestamp(NaiveDateTime::from(region.horizon.from).and_utc())
        .starts(at(hours.from))
        .ends(at(hours.to))
        .summary(offer_title(export.facts, edition.offer, export.lang))
        .location(&region.offers[edition.offer.at()].host)
        .description(&names.join("; "))
        .done()
}

/// So many minutes after midnight of a day.
pub(super) fn moment(day: NaiveDate, minute: u32) -> CalendarDateTime {
    let date_time = NaiveDateTime::from(day) + Duration::minutes(minute.into());
    CalendarDateTime::WithTimezone { date_time, tzid: TIME_ZONE.to_owned() }
}
