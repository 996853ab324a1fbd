//! The hours of a feed are those of its agency: turned into Belgian hours, day by day, where it lies elsewhere.
//!
//! Hours count from noon less twelve hours. How far two noons lie apart may differ by date, so that a service may
//! become several, each with its own difference.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use chrono::{NaiveDate, TimeZone};
use chrono_tz::Tz;
use schakel_transit::{Builder, ServiceIdx};

use super::calendar::Services;
use super::table::{Archive, Row};
use super::{Code, Issue, Reader, moved_by};

/// The zone in which everything else of the program counts.
const HERE: Tz = Tz::Europe__Brussels;

/// The zone of an agency; `None` for Belgium's own.
pub(super) type Zone = Option<Tz>;

/// The zones of a feed's agencies.
#[derive(Default)]
pub(super) struct Zones {
    of_agency: BTreeMap<String, Zone>,
}

impl Zones {
    /// The zone in which the hours of a row of routes.txt count.
    pub(super) fn of_route(&self, row: &Row<'_>) -> Result<Zone, Box<Issue>> {
        let id = row.cell("agency_id");
        let mut zones = self.of_agency.values();
        let first = zones.next().copied().flatten();
        if zones.all(|zone| *zone == first) {
            return Ok(first);
        }
        self.of_agency.get(id).copied().ok_or_else(|| row.issue(Code::NotKnown, "agency_id", id))
    }
}

impl Reader<'_> {
    pub(super) fn zones<R: Read + Seek>(&mut self, archive: &mut Archive<R>) -> Zones {
        let mut zones = Zones::default();
        if !archive.has("agency.txt") {
            return zones;
        }
        let mut is_said = true;
        let issues = archive.rows(self.feed, "agency.txt", &[], |row| {
            let said = row.cell("agency_timezone");
            is_said &= !said.is_empty();
            let zone = match said {
                "" => HERE,
                other => other.parse().map_err(|_| row.issue(Code::ZoneNotKnown, "agency_timezone", other))?,
            };
            zones.of_agency.insert(row.cell("agency_id").to_owned(), Some(zone).filter(|zone| *zone != HERE));
            Ok(())
        });
        self.issues.extend(issues);
        if !is_said {
            self.say(Issue::new(Code::ZoneNotSaid, self.feed, "agency.txt"));
        }
        zones
    }
}

/// A set of days with the seconds to add to its hours.
pub(super) type Part = (ServiceIdx, i64);

/// The days of a feed's services as they are travelled.
pub(super) struct Dates<'a> {
    days: &'a Services,
    moved_weeks: i32,
    known: BTreeMap<(String, &'static str, bool), Vec<Part>>,
}

impl<'a> Dates<'a> {
    /// The days of `services`, moved by whole weeks.
    pub(super) fn new(days: &'a Services, moved_weeks: i32, builder: &mut Builder) -> Self {
        let mut dates = Self { days, moved_weeks, known: BTreeMap::new() };
        days.keys().for_each(|id| drop(dates.parts(builder, id, None, 0)));
        dates
    }

    /// The days of a service as the feed says them.
    pub(super) fn of(&self, service: &str) -> Option<&BTreeSet<NaiveDate>> {
        self.days.get(service)
    }

    /// The days on which a trip of `service` that begins at `begins` in `zone` runs here. No part makes it begin before
    /// its day.
    pub(super) fn parts(&mut self, builder: &mut Builder, service: &str, zone: Zone, begins: u32) -> Vec<Part> {
        let mut parts = self.known_parts(builder, service, zone, false);
        if parts.iter().any(|(_, seconds)| i64::from(begins) + seconds < 0) {
            parts = self.known_parts(builder, service, zone, true);
        }
        parts
    }

    fn known_parts(&mut self, builder: &mut Builder, service: &str, zone: Zone, is_before: bool) -> Vec<Part> {
        let key = (service.to_owned(), zone.map_or("", |zone| zone.name()), is_before);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let parts = self.days.get(service).map(|days| self.split(builder, days, zone, is_before)).unwrap_or_default();
        self.known.insert(key, parts.clone());
        parts
    }

    /// The parts of some days; with `is_before` they are told as hours of the day before.
    pub(super) fn split(
        &self,
        builder: &mut Builder,
        days: &BTreeSet<NaiveDate>,
        zone: Zone,
        is_before: bool,
    ) -> Vec<Part> {
        if zone.is_none() && !is_before {
            let travelled = days.iter().filter_map(|&day| moved_by(day, self.moved_weeks));
            return vec![(builder.service(travelled.collect()), 0)];
        }
        let mut parts: BTreeMap<i64, Vec<NaiveDate>> = BTreeMap::new();
        for &day in days {
            let here = if is_before { day.pred_opt() } else { Some(day) };
            let seconds = here.and_then(|here| Some(noon(zone.unwrap_or(HERE), day)? - noon(HERE, here)?));
            let travelled = here.and_then(|here| moved_by(here, self.moved_weeks));
            if let Some((seconds, travelled)) = seconds.zip(travelled) {
                parts.entry(seconds).or_default().push(travelled);
            }
        }
        if parts.is_empty() {
            parts.insert(0, Vec::new());
        }
        parts.into_iter().map(|(seconds, days)| (builder.service(days.into_iter().collect()), seconds)).collect()
    }
}

/// The second at which it is noon; `None` on a day that a zone leaves out.
fn noon(zone: Tz, day: NaiveDate) -> Option<i64> {
    Some(zone.from_local_datetime(&day.and_hms_opt(12, 0, 0)?).earliest()?.timestamp())
}
