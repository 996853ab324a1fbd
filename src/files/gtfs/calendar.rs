//! The days on which trips run: calendar.txt, changed by calendar_dates.txt; either may be missing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use chrono::{Datelike, NaiveDate};

use super::table::{Archive, Row};
use super::{Code, Issue, Reader};

/// Days of service per service ID.
pub(super) type Services = BTreeMap<String, BTreeSet<NaiveDate>>;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Longest service that is taken as it stands, days: a typing error in a year must not fill the memory.
pub(super) const DAYS_MAX: i64 = 3_660;
/// The days that are kept of a longer service: feeds often write "always" as a year far away.
const KEPT: [NaiveDate; 2] = [day(2015, 1, 1), day(2039, 12, 31)];

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

impl Reader<'_> {
    pub(super) fn calendar<R: Read + Seek>(&mut self, archive: &mut Archive<R>) -> Services {
        let mut services = Services::new();
        let (by_week, by_day) = (archive.has("calendar.txt"), archive.has("calendar_dates.txt"));
        if by_week {
            let needed = ["service_id", "start_date", "end_date"];
            let needed: Vec<_> = needed.into_iter().chain(WEEKDAYS).collect();
            let mut cut = Vec::new();
            let issues = archive.rows(self.feed, "calendar.txt", &needed, |row| {
                cut.extend(week(row, &mut services)?);
                Ok(())
            });
            self.issues.extend(issues.into_iter().chain(cut));
        }
        // A feed with neither file is told that this one is missing.
        if by_day || !by_week {
            let needed = ["service_id", "date", "exception_type"];
            let issues = archive.rows(self.feed, "calendar_dates.txt", &needed, |row| exception(row, &mut services));
            self.issues.extend(issues);
        }
        services
    }
}

fn date(cell: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(cell, "%Y%m%d").ok().filter(|date| cell.len() == 8 && date.year() >= 1900)
}

fn flag(cell: &str) -> Option<bool> {
    match cell {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

/// Adds the days of a row. Returns a warning where the row was cut.
fn week(row: &Row<'_>, services: &mut Services) -> Result<Option<Issue>, Box<Issue>> {
    let service = row.filled("service_id")?;
    let stated = [row.read("start_date", Code::NotADate, date)?, row.read("end_date", Code::NotADate, date)?];
    let mut runs = [false; 7];
    for (weekday, column) in runs.iter_mut().zip(WEEKDAYS) {
        *weekday = row.read(column, Code::NotInList, flag)?;
    }
    let is_long = (stated[1] - stated[0]).num_days() > DAYS_MAX;
    let [first, last] = if is_long { [stated[0].max(KEPT[0]), stated[1].min(KEPT[1])] } else { stated };
    if last < first {
        return Err(row.issue(Code::NotADate, "end_date", row.cell("end_date")));
    }
    let days = first.iter_days().take_while(|day| *day <= last);
    let running = days.filter(|day| runs[day.weekday().num_days_from_monday() as usize]);
    services.entry(service.to_owned()).or_default().extend(running);
    let column = if stated[1] > last { "end_date" } else { "start_date" };
    let issue = || row.issue(Code::CalendarCut, column, row.cell(column)).with("first", &first).with("last", &last);
    Ok(([first, last] != stated).then(issue))
}

fn exception(row: &Row<'_>, services: &mut Services) -> Result<(), Box<Issue>> {
    let service = row.filled("service_id")?;
    let day = row.read("date", Code::NotADate, date)?;
    let days = services.entry(service.to_owned()).or_default();
    match row.filled("exception_type")? {
        "1" => days.insert(day),
        "2" => days.remove(&day),
        other => return Err(row.issue(Code::NotInList, "exception_type", other)),
    };
    Ok(())
}
