//! Lines, trips and the times at which they call.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use schakel_transit::{Bookings, Call, Line, LineIdx, Pattern, Timing};

use super::calendar::Services;
use super::frequencies::Frequencies;
use super::hours::{StopTime, hours, seconds};
use super::stops::Stops;
use super::table::{Archive, Row};
use super::transfers::Transfers;
use super::zones::{Dates, Zone, Zones};
use super::{Code, Issue, Reader};

/// A line of the feed.
#[derive(Clone, Copy)]
pub(super) struct Route {
    line: LineIdx,
    zone: Zone,
}

/// A trip while its times are collected.
pub(super) struct Run<'a> {
    route_id: &'a str,
    route: Route,
    service: &'a str,
    times: Vec<StopTime>,
    /// Rows without fixed hours, which are left out.
    n_flexible: u64,
}

/// A trip whose times are known.
#[derive(Clone)]
pub(super) struct Timed<'a> {
    pub(super) line: LineIdx,
    pub(super) zone: Zone,
    pub(super) service: &'a str,
    pub(super) begins: u32,
    pub(super) pattern: Pattern,
    pub(super) bookings: Bookings,
    pub(super) calls: Timing,
}

/// Counts of trips, each reported once for the whole feed.
#[derive(Default)]
struct Counts {
    without_times: u64,
    flexible: (u64, u64),
    by_interval: u64,
    estimated: u64,
    to_book: u64,
    of_zones: BTreeMap<&'static str, u64>,
}

impl Reader<'_> {
    pub(super) fn lines<R: Read + Seek>(&mut self, archive: &mut Archive<R>, zones: &Zones) -> BTreeMap<String, Route> {
        let (mut lines, builder) = (BTreeMap::new(), &mut *self.builder);
        let issues = archive.rows(self.feed, "routes.txt", &["route_id", "route_type"], |row| {
            let id = row.filled("route_id")?;
            let kind =
                row.read("route_type", Code::NotInList, |cell| cell.parse().ok().filter(|kind| *kind < 1_800))?;
            let (short, long) = (row.cell("route_short_name"), row.cell("route_long_name"));
            let name = if short.is_empty() { long } else { short }.to_owned();
            let route = Route { line: builder.line(Line { name, kind }), zone: zones.of_route(row)? };
            match lines.insert(id.to_owned(), route) {
                Some(_) => Err(row.issue(Code::IdTwice, "route_id", id)),
                None => Ok(()),
            }
        });
        self.issues.extend(issues);
        lines
    }

    /// The trips with their rows of stop_times.txt, in no order.
    pub(super) fn runs<'a, R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        stops: &Stops,
        services: &'a Services,
        lines: &'a BTreeMap<String, Route>,
    ) -> BTreeMap<String, Run<'a>> {
        let mut runs: BTreeMap<String, Run<'a>> = BTreeMap::new();
        let needed = ["trip_id", "route_id", "service_id"];
        let issues = archive.rows(self.feed, "trips.txt", &needed, |row| {
            let id = row.filled("trip_id")?;
            let (route_id, &route) = known(row, "route_id", lines)?;
            let (service, _) = known(row, "service_id", services)?;
            match runs.insert(id.to_owned(), Run { route_id, route, service, times: Vec::new(), n_flexible: 0 }) {
                Some(_) => Err(row.issue(Code::IdTwice, "trip_id", id)),
                None => Ok(()),
            }
        });
        self.issues.extend(issues);
        // A feed with on-demand trips only may lack the columns for fixed stops.
        let has_points = archive.has_column("stop_times.txt", "timepoint");
        let has_windows = archive.has_column("stop_times.txt", FLEXIBLE[0]);
        let needed = ["trip_id", "stop_sequence", "arrival_time", "departure_time", "stop_id"];
        let needed = if has_windows { &needed[..2] } else { &needed[..] };
        let mut n_approximate = 0_u64;
        let issues = archive.rows(self.feed, "stop_times.txt", needed, |row| {
            let id = row.filled("trip_id")?;
            let run = runs.get_mut(id).ok_or_else(|| row.issue(Code::NotKnown, "trip_id", id))?;
            if has_windows && FLEXIBLE.iter().any(|column| !row.cell(column).is_empty()) {
                run.n_flexible += 1;
                return Ok(());
            }
            n_approximate += u64::from(has_points && row.cell("timepoint") == "0");
            run.times.push(stop_time(row, stops)?);
            Ok(())
        });
        self.issues.extend(issues);
        self.say_count(Code::HoursApproximate, "stop_times.txt", n_approximate);
        runs
    }

    /// Adds the trips, with what frequencies and transfers make of them. Returns those that others follow without a
    /// change, or that follow others.
    pub(super) fn trips<'a>(
        &mut self,
        runs: BTreeMap<String, Run<'a>>,
        frequencies: &Frequencies,
        transfers: &mut Transfers,
        dates: &mut Dates<'_>,
    ) -> BTreeMap<String, Timed<'a>> {
        let (mut counts, mut linked) = (Counts::default(), BTreeMap::new());
        let is_linked: BTreeSet<String> = transfers.links().flat_map(|(from, to)| [from.clone(), to.clone()]).collect();
        for (id, run) in runs {
            counts.flexible.0 += run.n_flexible;
            counts.flexible.1 += u64::from(run.n_flexible > 0);
            if run.times.is_empty() {
                counts.without_times += u64::from(run.n_flexible == 0);
                continue;
            }
            let route_id = run.route_id;
            let mut timed = match self.timed(run, &mut counts) {
                Ok(Some(timed)) => timed,
                Ok(None) => continue,
                Err(issue) => {
                    self.say(*issue);
                    continue;
                }
            };
            transfers.place(self.builder, &id, route_id, &mut timed.pattern);
            counts.to_book += u64::from(timed.bookings.is_any());
            let Some(frequencies) = frequencies.get(&id) else {
                self.add(&timed, timed.begins, dates, &mut counts);
                if is_linked.contains(&id) {
                    linked.insert(id, timed);
                }
                continue;
            };
            from_departure(&mut timed.calls);
            for frequency in frequencies {
                for begins in frequency.starts() {
                    self.add(&timed, begins, dates, &mut counts);
                    counts.by_interval += u64::from(!frequency.is_exact);
                }
            }
        }
        self.tell(&counts);
        linked
    }

    fn tell(&mut self, counts: &Counts) {
        self.say_count(Code::TripsWithoutTimes, "trips.txt", counts.without_times);
        self.say_count(Code::HoursByInterval, "frequencies.txt", counts.by_interval);
        self.say_count(Code::HoursEstimated, "stop_times.txt", counts.estimated);
        self.say_count(Code::ToBook, "stop_times.txt", counts.to_book);
        let (rows, trips) = counts.flexible;
        if rows > 0 {
            let issue = Issue::new(Code::FlexLeftOut, self.feed, "stop_times.txt").with("count", &rows);
            self.say(issue.with("trips", &trips));
        }
        for (zone, count) in &counts.of_zones {
            let issue = Issue::new(Code::OtherZone, self.feed, "agency.txt").with("count", count);
            self.say(issue.with("zone", zone));
        }
    }

    /// A trip that begins at `begins`, as often as its zone makes different hours of it.
    fn add(&mut self, timed: &Timed<'_>, begins: u32, dates: &mut Dates<'_>, counts: &mut Counts) {
        let parts = dates.parts(self.builder, timed.service, timed.zone, begins);
        if let Some(zone) = timed.zone.filter(|_| parts.iter().any(|part| part.1 != 0)) {
            *counts.of_zones.entry(zone.name()).or_default() += 1;
        }
        for (service, seconds) in parts {
            let begins = u32::try_from(i64::from(begins) + seconds).unwrap_or_default();
            let pattern = (timed.pattern.clone(), timed.bookings.clone());
            self.builder.trip_to_book(timed.line, service, pattern, begins, timed.calls.clone());
        }
    }

    /// The trip with its times in the order of its stops; `None` for one that takes nobody anywhere.
    fn timed<'a>(&mut self, run: Run<'a>, counts: &mut Counts) -> Result<Option<Timed<'a>>, Box<Issue>> {
        let Run { route, service, mut times, n_flexible, .. } = run;
        times.sort_unstable_by_key(|time| (time.sequence, time.row));
        let feed = self.feed;
        let wrong = |code, row| Box::new(Issue::new(code, feed, "stop_times.txt").at_row(row));
        if let Some(twice) = times.windows(2).find(|pair| pair[0].sequence == pair[1].sequence) {
            return Err(wrong(Code::SequenceTwice, twice[1].row));
        }
        if times.len() == 1 {
            // The rest of an on-demand trip is counted with on-demand trips and is no issue of its own.
            if n_flexible == 0 {
                self.say(*wrong(Code::OneStop, times[0].row));
            }
            return Ok(None);
        }
        let (begins, calls, n_estimated) = hours(&times, self.builder).map_err(|(code, row)| wrong(code, row))?;
        counts.estimated += n_estimated;
        let pattern = Pattern {
            stops: times.iter().map(|time| time.stop).collect(),
            boards: times.iter().map(|time| time.boards).collect(),
            alights: times.iter().map(|time| time.alights).collect(),
        };
        let bookings = Bookings {
            boards: times.iter().map(|time| time.is_booked.0).collect(),
            alights: times.iter().map(|time| time.is_booked.1).collect(),
        };
        Ok(Some(Timed { line: route.line, zone: route.zone, service, begins, pattern, bookings, calls }))
    }
}

/// Counts the calls of a template from when it leaves its first stop.
fn from_departure(calls: &mut [Call]) {
    let waits = calls.first().map_or(0, |first| first.departs);
    for call in calls {
        call.arrives = call.arrives.saturating_sub(waits);
        call.departs = call.departs.saturating_sub(waits);
    }
}

/// Columns of which each says that a row is about a zone or a window of time.
const FLEXIBLE: [&str; 4] =
    ["start_pickup_drop_off_window", "end_pickup_drop_off_window", "location_group_id", "location_id"];

fn known<'a, T>(row: &Row<'_>, column: &str, of: &'a BTreeMap<String, T>) -> Result<(&'a str, &'a T), Box<Issue>> {
    let id = row.filled(column)?;
    let (id, item) = of.get_key_value(id).ok_or_else(|| row.issue(Code::NotKnown, column, id))?;
    Ok((id, item))
}

fn stop_time(row: &Row<'_>, stops: &Stops) -> Result<StopTime, Box<Issue>> {
    let time_at = |column| row.read_or(column, None, Code::NotATime, |cell| seconds(cell).map(Some));
    let (arrival, departure) = (time_at("arrival_time")?, time_at("departure_time")?);
    // Whether one may, and whether it is to be arranged: by telephone or with the driver.
    let may = |column| {
        row.read_or(column, (true, false), Code::NotInList, |cell| match cell {
            "0" => Some((true, false)),
            "1" => Some((false, false)),
            "2" | "3" => Some((true, true)),
            _ => None,
        })
    };
    let ((boards, books), (alights, books_end)) = (may("pickup_type")?, may("drop_off_type")?);
    Ok(StopTime {
        sequence: row.read("stop_sequence", Code::NotANumber, |cell| cell.parse().ok())?,
        row: row.number,
        stop: *known(row, "stop_id", &stops.by_id)?.1,
        arrives: arrival.or(departure),
        departs: departure.or(arrival),
        along: row.cell("shape_dist_traveled").parse().unwrap_or(f64::NAN),
        boards,
        alights,
        is_booked: (books, books_end),
    })
}
